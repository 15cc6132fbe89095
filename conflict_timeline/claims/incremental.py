"""Matches new statements against stored ones without recomputing the store.

Claims are a function of the graph of accepted pairs, and a new statement changes only the
connected part of that graph it falls into: what is compared, re-clustered and judged for links is
decided here, by pure functions over what the store's keys bring together. Who keeps the graph and
clusters the parts that changed gets the same claims as from everything at once.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b, sha256
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar

from conflict_timeline.claims.blocks import pairs_of
from conflict_timeline.claims.cluster import stars
from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.guards import DAYS_APART, each_has_its_own
from conflict_timeline.claims.links import LARGEST_BLOCK
from conflict_timeline.claims.score import compare, share_enough
from conflict_timeline.rules.version import rules_version

ANY_DAY = 0
BRIEF = 7  # days: most events; longer ones are few, and looked for on every day
LAST_DAY = 10_000_000  # later than any ordinal

Place = TypeVar("Place", bound=tuple[Any, ...])


def claims_version() -> str:
    """Return the version of all that claims depend on beside their statements: rules and code."""
    return f"{rules_version()}+{_code_digest()}"


@cache
def _code_digest() -> str:
    digest = sha256()
    folder = files("conflict_timeline.claims")
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".py")):
        digest.update(folder.joinpath(name).read_bytes())
    return digest.hexdigest()[:12]


def view_to_text(view: Comparable) -> str:
    """Return a view as text, the same text for equal views and another for any other."""
    return _ENCODER.encode(view)


_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def view_from_text(text: str) -> Comparable:
    """Return the view that ``view_to_text`` wrote."""
    values: list[Any] = json.loads(text)
    return Comparable._make(tuple(v) if isinstance(v, list) else v for v in values)


def view_digest(text: str) -> int:
    """Return 64 bits of a view's text, as a signed integer."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def day_of_keys(view: Comparable) -> int:
    """Return the day that a view's keys are filed under; ``ANY_DAY`` when it has none or many."""
    if view.day_first is None or view.day_last is None:
        return ANY_DAY
    return view.day_first if view.day_last - view.day_first <= BRIEF else ANY_DAY


def days_to_search(view: Comparable) -> tuple[int, int]:
    """Return the first and the last of ``day_of_keys`` where a view that says the same may lie,
    beside ``ANY_DAY``."""
    if view.day_first is None or view.day_last is None:
        return 1, LAST_DAY
    return max(1, view.day_first - DAYS_APART - BRIEF), max(1, view.day_last + DAYS_APART)


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans of days in order, those that touch as one.

    >>> joined([(5, 9), (0, 0), (7, 12)])
    [(0, 0), (5, 12)]
    """
    together: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if together and low <= together[-1][1]:
            together[-1] = together[-1][0], max(high, together[-1][1])
        else:
            together.append((low, high))
    return together


def accepted_of_fresh(
    fresh: int, blocks: Iterable[list[int]], views: Sequence[Comparable]
) -> Iterator[tuple[int, int, float]]:
    """Yield the accepted pairs with one of the first ``fresh`` views, each once, with its score.

    ``blocks`` are the positions that share a key.
    """
    words = [frozenset(view.words) for view in views]
    numbers = [frozenset(view.numbers) for view in views]
    seen: set[int] = set()
    for block in blocks:
        for one, other in pairs_of(block, views, fresh=fresh):
            pair = one << 32 | other if one < other else other << 32 | one
            if pair not in seen:
                seen.add(pair)
                # What keeps most pairs apart, at a tenth of the cost of a comparison.
                if each_has_its_own(numbers[one], numbers[other]):
                    continue
                if share_enough(words[one], words[other]):
                    verdict = compare(views[one], views[other])
                    if verdict.is_same:
                        yield one, other, verdict.score


def parts(nodes: Iterable[int], neighbours: Mapping[int, Iterable[int]]) -> Iterator[list[int]]:
    """Yield the connected parts of a graph, in order of their least node."""
    left = set(nodes)
    for first in sorted(left):
        if first not in left:
            continue
        left.discard(first)
        part = [first]
        for node in part:
            for other in neighbours.get(node, ()):
                if other in left:
                    left.discard(other)
                    part.append(other)
        yield part


def groups_of_part(
    part: Sequence[int],
    neighbours: Mapping[int, Mapping[int, float]],
    views: Mapping[int, Comparable],
    members: Mapping[int, Sequence[Place]],
) -> Iterator[list[Place]]:
    """Yield the members of each claim of one connected part, in the order of the sources.

    ``members`` are the statements of each view, as tuples in the order of the sources that begin
    with what ``source_order`` returns.
    """
    if len(part) == 1:
        yield list(members[part[0]])
        return
    ordered = sorted(part, key=lambda node: members[node][0])
    local = {node: place for place, node in enumerate(ordered)}
    every = sorted(member for node in part for member in members[node])
    rank = {member: place for place, member in enumerate(every)}
    for star in stars(
        [views[node] for node in ordered],
        {
            local[node]: {local[other]: score for other, score in neighbours[node].items()}
            for node in ordered
        },
        [[rank[member] for member in members[node]] for node in ordered],
    ):
        yield sorted(member for place in star for member in members[ordered[place]])


class Changes(NamedTuple):
    """Which pairs of one block of claims are to be judged now, and which no longer."""

    judged: list[tuple[Any, Any]]
    parted: list[tuple[Any, Any]]


def changed_pairs(
    block: Sequence[Place], *, come: Collection[Place], gone: Collection[Place]
) -> Changes:
    """Return which pairs of a block come to lie near enough to be judged, and which no longer do.

    ``block`` is in order, as it stands now; ``come`` are those of it that are new, ``gone`` those
    that were there before and are not any more, or are new ones now. A part of a block will do that
    reaches ``reach_of_change`` places beyond every change on both sides. Each claim is judged with
    the ``LARGEST_BLOCK`` that follow it.
    """
    judged: list[tuple[Any, Any]] = []
    parted: list[tuple[Any, Any]] = []
    is_new, is_gone = set(come), set(gone)
    for place, one in enumerate(block):
        if one in is_new:
            earlier = block[max(0, place - LARGEST_BLOCK) : place]
            judged += [(other, one) for other in earlier if other not in is_new]
            judged += [(one, other) for other in block[place + 1 : place + 1 + LARGEST_BLOCK]]
    if len(block) + len(is_gone) <= LARGEST_BLOCK + 1:
        return Changes(judged, parted)
    before = sorted([one for one in block if one not in is_new] + list(is_gone))
    was_at = {one: place for place, one in enumerate(before)}
    now_at = {one: place for place, one in enumerate(block)}
    for place, one in enumerate(block):
        if one in is_new:
            continue
        was = was_at[one]
        # Both orders agree, so only the last of those that are near can have come or gone.
        for other in reversed(block[place + 1 : place + 1 + LARGEST_BLOCK]):
            if other not in is_new:
                if was_at[other] - was <= LARGEST_BLOCK:
                    break
                judged.append((one, other))
        for other in reversed(before[was + 1 : was + 1 + LARGEST_BLOCK]):
            if other not in is_gone:
                if now_at[other] - place <= LARGEST_BLOCK:
                    break
                parted.append((one, other))
    return Changes(judged, parted)


def reach_of_change(changes: int) -> int:
    """Return how far beyond a change pairs may change when that many places of a block changed."""
    return LARGEST_BLOCK + changes + 1
