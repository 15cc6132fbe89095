"""Pairs worth comparing: statements that share a blocking key, in near-linear time.

Statements are spread over partitions by one rare word, then grouped by a second one inside each, so
that memory holds one partition at a time. Large blocks are split until what is left could be
accepted, so that nothing is lost and a turn of phrase in a million articles makes no million-row
block.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.keys import RAREST
from conflict_timeline.claims.score import DAYS_APART, LEAST_SHARED
from conflict_timeline.claims.vocabulary import ranks_seen

LARGE_BLOCK = 100
PARTITIONS = 64


def shared_blocks(views: Sequence[Comparable]) -> Iterator[list[int]]:
    """Yield the positions that share a blocking key, for every key that at least two share.

    A key is a pair of words (see ``keys``): here all views with the rarer word are brought together
    first, which most of the time is one view alone.
    """
    yield from _same_single_word(views)
    ranks = [array("q") for _ in range(PARTITIONS)]
    owners = [array("i") for _ in range(PARTITIONS)]
    rank_of = ranks_seen().__getitem__
    for position, view in enumerate(views):
        for rank in map(rank_of, view.words[: RAREST - 1]):
            part = rank & (PARTITIONS - 1)
            ranks[part].append(rank)
            owners[part].append(position)
    for part in range(PARTITIONS):
        first: dict[int, int] = {}
        sharing: dict[int, list[int]] = {}
        for rank, owner in zip(ranks[part], owners[part], strict=True):
            earlier = first.setdefault(rank, owner)
            if earlier != owner:
                sharing.setdefault(rank, [earlier]).append(owner)
        for rank, members in sharing.items():
            yield from _second_word(rank, members, views)


def _second_word(
    rank: int, members: Sequence[int], views: Sequence[Comparable]
) -> Iterator[list[int]]:
    """Yield the members that share one more word, less rare than the one of ``rank``."""
    if len(members) == 2:
        one, other = (views[member].words[:RAREST] for member in members)
        if sum([word in other for word in one]) > 1:
            yield list(members)
        return
    rank_of = ranks_seen().__getitem__
    blocks: dict[str, list[int]] = {}
    for member in members:
        for word in reversed(views[member].words[:RAREST]):
            if rank_of(word) <= rank:
                break
            blocks.setdefault(word, []).append(member)
    for block in blocks.values():
        if len(block) > 1:
            yield block


def _same_single_word(views: Iterable[Comparable]) -> Iterator[list[int]]:
    blocks: dict[str, list[int]] = {}
    for position, view in enumerate(views):
        if len(view.words) == 1:
            blocks.setdefault(view.words[0], []).append(position)
    yield from (block for block in blocks.values() if len(block) > 1)


def pairs_of(block: list[int], views: Sequence[Comparable]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block that could be accepted.

    A large block is split by one more word until all share as many as ``score`` asks for, then by
    figures, which must agree: nothing is lost, and a turn of phrase in a million articles makes no
    million-row block.
    """
    if len(block) == 2:
        yield block[0], block[1]
        return
    if len(block) <= LARGE_BLOCK:
        yield from _pairs_near_in_time(block, views)
        return
    counts = Counter(word for position in block for word in views[position].words)
    common = {word for word, count in counts.items() if count == len(block)}
    parts: dict[str, list[int]] = defaultdict(list)
    if len(common) < LEAST_SHARED:
        whole = [place for place in block if len(views[place].words) < LEAST_SHARED]
        for position in block:
            for word in views[position].words:
                if word not in common:
                    parts[word].append(position)
        for part in parts.values():
            if len(part) > 1:
                yield from pairs_of(part, views)
    else:
        whole = [position for position in block if not views[position].numbers]
        for position in block:
            for number in views[position].numbers:
                parts[number].append(position)
        for part in parts.values():
            yield from _pairs_near_in_time(part, views)
    if whole:
        yield from _pairs_near_in_time(block, views, only=frozenset(whole))


def _pairs_near_in_time(
    block: list[int], views: Sequence[Comparable], *, only: frozenset[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block whose days are near; given ``only``, those with one of them."""
    dated = sorted([(views[position].day_first or 0, position) for position in block])
    for index, (day, position) in enumerate(dated, start=1):
        reach = (views[position].day_last or 0) + DAYS_APART
        for later_day, later in islice(dated, index, None):
            if day and later_day > reach:
                break
            if only is None or position in only or later in only:
                yield position, later
