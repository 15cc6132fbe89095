"""Counts the independent origins of a claim: wire copy printed by five outlets is one origin.

Two outlets share an origin when their words are nearly the same, or when both credit the same
agency. Outlets that cannot be told apart (no outlet known) count as their article's own origin.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from conflict_timeline.claims.vocabulary import STAGE, agencies
from conflict_timeline.model import Statement
from conflict_timeline.rules.loader import read_table

NEAR_VERBATIM = 90.0
LONGEST_COMPARED = 600
MOST_COMPARED = 12


class Origin(NamedTuple):
    """Outlets that print one source, their words, and the agencies they credit."""

    outlets: frozenset[str]
    texts: frozenset[str]
    agencies: frozenset[str]


def count_origins(members: Sequence[Statement]) -> int:
    """Return how many independent sources tell a claim, at least 1."""
    publishers = {_publisher(member) for member in members}
    return len(origins(members)) if len(publishers) > 1 else 1


def origins(members: Sequence[Statement]) -> tuple[tuple[str, ...], ...]:
    """Return the outlets of a claim, grouped by common origin, in alphabetical order."""
    texts: dict[str, set[str]] = {}
    for member in members:
        texts.setdefault(_publisher(member), set()).add(member.text[:LONGEST_COMPARED])
    groups: list[Origin] = []
    for publisher in sorted(texts):
        joined = Origin(
            frozenset({publisher}),
            frozenset(texts[publisher]),
            frozenset().union(*map(_agencies, texts[publisher]), _as_agency(publisher)),
        )
        apart = []
        for group in groups:
            if _is_one_origin(group, joined):
                joined = Origin(
                    *(mine | theirs for mine, theirs in zip(group, joined, strict=True))
                )
            else:
                apart.append(group)
        groups = [*apart, joined]
    return tuple(sorted(tuple(sorted(group.outlets)) for group in groups))


def origin_note(members: Sequence[Statement]) -> str | None:
    """Return one line that says which outlets print the same copy, or None when none do."""
    shared = [names for names in origins(members) if len(names) > 1]
    if not shared:
        return None
    return "; ".join(f"{', '.join(names)} print one origin" for names in shared)


def _publisher(member: Statement) -> str:
    return member.outlet or member.article


def _is_one_origin(one: Origin, other: Origin) -> bool:
    if one.agencies & other.agencies or one.texts & other.texts:
        return True
    return any(
        fuzz.ratio(text, copy, score_cutoff=NEAR_VERBATIM)
        for text in sorted(one.texts)[:MOST_COMPARED]
        for copy in sorted(other.texts)[:MOST_COMPARED]
    )


def _agencies(text: str) -> frozenset[str]:
    return frozenset(found.strip("()").casefold() for found in _credit().findall(text))


def _as_agency(publisher: str) -> frozenset[str]:
    return agencies() & {publisher.casefold()}


@cache
def _credit() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for (name,) in read_table(STAGE, "agencies.tsv"))
    return re.compile(rf"\((?:{names})\)|(?<=told )(?:{names})\b|(?<=according to )(?:{names})\b")
