"""Pairs worth comparing: statements that share a blocking key, in near-linear time.

Statements are grouped by one rare word, then by a second one inside each group. Large blocks are
split until what is left could be accepted, so that nothing is lost and a turn of phrase in a
million articles makes no million-row block.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.guards import DAYS_APART
from conflict_timeline.claims.keys import RAREST
from conflict_timeline.claims.score import LEAST_SHARED

LARGE_BLOCK = 100
MOST_AT_ONCE = 4_000


def shared_blocks(views: Sequence[Comparable]) -> Iterator[list[int]]:
    """Yield the positions that share a blocking key, for every key that at least two share.

    A key is a pair of words (see ``keys``): here all views with the rarer word are brought together
    first, which most of the time is one view alone.
    """
    yield from _same_single_word(views)
    by_word: dict[str, list[int]] = defaultdict(list)
    for position, view in enumerate(views):
        for word in view.words[: RAREST - 1]:
            by_word[word].append(position)
    for word, members in by_word.items():
        if len(members) > 1:
            yield from _second_word(word, members, views)


def _second_word(word: str, members: list[int], views: Sequence[Comparable]) -> Iterator[list[int]]:
    """Yield the members that share one more word, less rare than ``word``."""
    if len(members) == 2:
        one, other = (views[member].words[:RAREST] for member in members)
        if len(set(one).intersection(other)) > 1:
            yield members
        return
    blocks: dict[str, list[int]] = defaultdict(list)
    for member in members:
        words = views[member].words[:RAREST]
        for second in words[words.index(word) + 1 :]:
            blocks[second].append(member)
    for block in blocks.values():
        if len(block) > 1:
            yield block


def _same_single_word(views: Iterable[Comparable]) -> Iterator[list[int]]:
    blocks: dict[str, list[int]] = {}
    for position, view in enumerate(views):
        if len(view.words) == 1:
            blocks.setdefault(view.words[0], []).append(position)
    yield from (block for block in blocks.values() if len(block) > 1)


def cells(place: int, together: int, *, most: int = MOST_AT_ONCE) -> Iterator[tuple[int, int]]:
    """Yield the cells in which one member of a block of ``together`` meets the others.

    For engines that must hold what they compare: a block is cut into parts of ``most``, and every
    two parts meet in a cell of their own, which has no more than twice as many members. ``place``
    is the position of the member; it is in part ``place // most``.
    """
    own = place // most
    for part in range(-(-together // most)):
        yield min(own, part), max(own, part)


def pairs_of(
    block: list[int], views: Sequence[Comparable], *, fresh: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block that could be accepted.

    Given ``fresh``, the positions below it are new, and only pairs with one of them are wanted. A
    large block is split by one more word until all share as many as ``score`` asks for, then by
    figures, which must agree: nothing is lost, and a turn of phrase in a million articles makes no
    million-row block.
    """
    if len(block) == 2:
        if fresh is None or min(block) < fresh:
            yield block[0], block[1]
        return
    if len(block) <= LARGE_BLOCK:
        yield from _pairs_near_in_time(block, views, _limited(block, fresh))
        return
    if fresh is not None and min(block) >= fresh:
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
                yield from pairs_of(part, views, fresh=fresh)
    else:
        whole = [position for position in block if not views[position].numbers]
        for position in block:
            for number in views[position].numbers:
                parts[number].append(position)
        for part in parts.values():
            yield from _pairs_near_in_time(part, views, _limited(part, fresh))
    if whole:
        pairs = _pairs_near_in_time(block, views, frozenset(whole))
        yield from (pair for pair in pairs if fresh is None or min(pair) < fresh)


def _limited(block: Sequence[int], fresh: int | None) -> frozenset[int] | None:
    """Return the positions one of which must be in a pair; None when any pair is wanted."""
    return None if fresh is None else frozenset(place for place in block if place < fresh)


def _pairs_near_in_time(
    block: list[int], views: Sequence[Comparable], only: frozenset[int] | None
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block whose days are near; given ``only``, those with one of them."""
    if only is not None and not only:
        return
    dated = sorted([(views[position].day_first or 0, position) for position in block])
    for index, (day, position) in enumerate(dated, start=1):
        reach = (views[position].day_last or 0) + DAYS_APART
        for later_day, later in islice(dated, index, None):
            if day and later_day > reach:
                break
            if only is None or position in only or later in only:
                yield position, later
