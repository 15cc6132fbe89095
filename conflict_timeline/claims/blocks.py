"""Pairs worth comparing: statements that share a blocking key, in near-linear time.

Keys are spread over partitions handled one after the other, so that memory holds one partition's
dictionary at a time. Large blocks are split until what is left could be accepted, so that nothing
is lost and a turn of phrase in a million articles makes no million-row block.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.score import DAYS_APART, LEAST_SHARED

LARGE_BLOCK = 100
PARTITIONS = 64


def shared_blocks(keys_of_each: Iterable[Iterable[int]]) -> Iterator[list[int]]:
    """Yield the positions that share a key, for every key that at least two share.

    Keys are spread over partitions that are handled one after the other, so that memory holds
    one dictionary of a partition's keys at a time.
    """
    keys = [array("q") for _ in range(PARTITIONS)]
    owners = [array("i") for _ in range(PARTITIONS)]
    for position, own in enumerate(keys_of_each):
        for key in own:
            part = key & (PARTITIONS - 1)
            keys[part].append(key)
            owners[part].append(position)
    for part in range(PARTITIONS):
        first: dict[int, int] = {}
        blocks: dict[int, list[int]] = {}
        for key, owner in zip(keys[part], owners[part], strict=True):
            earlier = first.setdefault(key, owner)
            if earlier != owner:
                blocks.setdefault(key, [earlier]).append(owner)
        yield from blocks.values()


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
