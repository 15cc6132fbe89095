"""Counts the independent origins of a claim: wire copy printed by five outlets is one origin.

Two outlets share an origin when their words are nearly the same, or when both credit the same
agency. Outlets that cannot be told apart (no outlet known) count as their article's own origin.
"""

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz import fuzz

from conflict_timeline.claims.vocabulary import STAGE, agencies
from conflict_timeline.model import Statement
from conflict_timeline.rules.loader import read_table

NEAR_VERBATIM = 90.0


def count_origins(members: Sequence[Statement]) -> int:
    """Return how many independent sources tell a claim, at least 1."""
    return len(origins(members))


def origins(members: Sequence[Statement]) -> tuple[tuple[str, ...], ...]:
    """Return the outlets of a claim, grouped by common origin, in alphabetical order."""
    texts: dict[str, list[str]] = {}
    for member in members:
        texts.setdefault(_publisher(member), []).append(member.text)
    groups: list[tuple[list[str], list[str], set[str]]] = []
    for publisher in sorted(texts):
        own = texts[publisher]
        credits = {agency for text in own for agency in _agencies(text)} | _as_agency(publisher)
        joined: tuple[list[str], list[str], set[str]] = ([publisher], list(own), set(credits))
        apart = []
        for group in groups:
            if group[2] & joined[2] or _is_copy(group[1], joined[1]):
                joined = (group[0] + joined[0], group[1] + joined[1], group[2] | joined[2])
            else:
                apart.append(group)
        groups = [*apart, joined]
    return tuple(sorted(tuple(sorted(names)) for names, _, _ in groups))


def origin_note(members: Sequence[Statement]) -> str | None:
    """Return one line that says which outlets print the same copy, or None when none do."""
    shared = [names for names in origins(members) if len(names) > 1]
    if not shared:
        return None
    return "; ".join(f"{', '.join(names)} print one origin" for names in shared)


def _publisher(member: Statement) -> str:
    return (
        member.outlet or f"{member.file}#{member.record}"
        if member.outlet or member.file
        else member.article
    )


def _is_copy(texts: Sequence[str], others: Sequence[str]) -> bool:
    return any(
        fuzz.ratio(one, other) >= NEAR_VERBATIM for one in set(texts) for other in set(others)
    )


def _agencies(text: str) -> set[str]:
    return {found.strip("()").casefold() for found in _credit().findall(text)}


def _as_agency(publisher: str) -> set[str]:
    return {publisher.casefold()} & agencies()


@cache
def _credit() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for (name,) in read_table(STAGE, "agencies.tsv"))
    return re.compile(rf"\((?:{names})\)|(?<=told )(?:{names})\b|(?<=according to )(?:{names})\b")
