"""Blocking keys: two statements are compared only when they share a key.

The keys of a statement are all pairs of its rarest words by the shipped frequency table, so they
depend on nothing but the statement. ``score`` accepts no pair that shares no key, so that blocking
loses nothing; and a pair of rare words is shared by few other statements.

Engines that must bring a block to one place file each statement under finer keys (``filing``,
``filed_keys``, ``finer_keys``), and compare two of them under one key only (``meet_under``).
"""

from datetime import date
from itertools import combinations
from typing import NamedTuple

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.vocabulary import ranks_seen

RAREST = 6
STRETCH = 32  # days
REACH = 14  # days two statements may lie apart: ``guards.DAYS_APART``
FIRST_DAY, LAST_DAY = date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal()
SPREAD, OTHER_SPREAD, THIRD_SPREAD = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
MASK = (1 << 62) - 1
BEGINS, OPEN, MEETING = 1, 2, 3
MOST_FIGURES = 12
ANY_FIGURE = 1  # no rank


class Filing(NamedTuple):
    """What the keys of a statement are made of.

    ``words`` are the ranks of its rarest words, ``stretches`` the stretches of days it touches or
    nearly does, ``figures`` the ranks of its figures, the most telling first, or none where there
    are very many. ``state`` is what two must have in common: denied, predicted.
    """

    words: tuple[int, ...]
    stretches: range
    figures: tuple[int, ...]
    state: int


def blocking_keys(view: Comparable) -> tuple[int, ...]:
    """Return the blocking keys of a statement as 63-bit integers, the same in every process.

    A statement of one content word has one key; a statement of none has none and stays alone.
    """
    ranks = list(map(ranks_seen().__getitem__, view.words[:RAREST]))
    if len(ranks) == 1:
        return (ranks[0],)
    return tuple([one + other for one, other in combinations(ranks, 2)])


def filing(view: Comparable) -> Filing:
    """Return what the keys of a statement are made of."""
    ranks = ranks_seen()
    figures = view.numbers if len(view.numbers) <= MOST_FIGURES else ()
    return Filing(
        words=tuple([ranks[word] for word in view.words[:RAREST]]),
        stretches=_stretches(view),
        figures=tuple(sorted([ranks[figure] for figure in figures])),
        state=view.denied + 2 * view.ahead,
    )


def filed_keys(filed: Filing) -> tuple[list[int], list[int]]:
    """Return the keys that a statement is filed under, and its part under each of them.

    A key holds a pair of rare words and a stretch of days, for no guard lets a pair pass whose days
    lie far apart: a turn of phrase that returns every day makes a block a month instead of one for
    all years. Two statements meet in the stretch where the later one ``BEGINS``. A block is worth
    reading only where the parts in it make up ``MEETING``.
    """
    stretches = [_mixed(stretch, filed.state) for stretch in filed.stretches]
    parts = [OPEN | BEGINS, *[OPEN] * (len(stretches) - 1)]
    pairs = [one + other for one, other in combinations(filed.words, 2)] or filed.words
    keys = [(pair + stretch) & MASK for pair in pairs for stretch in stretches]
    return keys, parts * len(pairs)


def finer_keys(key: int, part: int, filed: Filing) -> list[tuple[int, int]]:
    """Return the keys, each with the part, that stand for ``key`` where its block is very large.

    No guard lets a pair pass of which each has a figure that the other lacks. So two statements
    meet under the first figure of the one with fewer, which is ``OPEN`` there.
    """
    begins = part & BEGINS
    first = filed.figures[0] if filed.figures else ANY_FIGURE
    return [
        (_with_figure(key, figure), begins | OPEN * (figure == first))
        for figure in (ANY_FIGURE, *filed.figures)
    ]


def meet_under(one: Filing, other: Filing) -> tuple[int, int] | None:
    """Return the one of the ``filed_keys`` and the one of the ``finer_keys`` of both under which
    two statements are compared; None where they share none or a guard would let none pass.
    """
    if one.state != other.state:
        return None
    words = [word for word in one.words if word in other.words]
    if len(words) < 2 and not len(words) == len(one.words) == len(other.words):
        return None
    stretch = max(one.stretches.start, other.stretches.start)
    if stretch >= min(one.stretches.stop, other.stretches.stop):
        return None
    figure = ANY_FIGURE
    if one.figures and other.figures:
        fewer, more = sorted((one.figures, other.figures), key=len)
        figure = fewer[0]
        if figure not in more:
            return None
    key = (sum(words[:2]) + _mixed(stretch, one.state)) & MASK
    return key, _with_figure(key, figure)


def _mixed(stretch: int, state: int) -> int:
    return SPREAD * stretch + OTHER_SPREAD * state


def _with_figure(key: int, figure: int) -> int:
    return (key + THIRD_SPREAD * figure) & MASK


def _stretches(view: Comparable) -> range:
    """Return the stretches of days; those without a day have one of their own."""
    if view.day_first is None or view.day_last is None:
        return range(1)
    first = min(max(view.day_first, FIRST_DAY), LAST_DAY)
    last = min(max(view.day_last + REACH, FIRST_DAY), LAST_DAY)
    return range(first // STRETCH, last // STRETCH + 1)


def share_a_key(one: Comparable, other: Comparable) -> bool:
    """Return whether two statements have a blocking key in common."""
    words, other_words = one.words[:RAREST], other.words[:RAREST]
    shared = 0
    for word in words:
        if word in other_words:
            shared += 1
            if shared == 2:
                return True
    return shared == len(words) == len(other_words)
