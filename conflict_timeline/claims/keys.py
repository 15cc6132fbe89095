"""Blocking keys: two statements are compared only when they share a key.

The keys of a statement are all pairs of its rarest words by the shipped frequency table, so they
depend on nothing but the statement. ``score`` accepts no pair that shares no key, so that blocking
loses nothing; and a pair of rare words is shared by few other statements.
"""

from datetime import date
from itertools import combinations

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.vocabulary import ranks_seen

RAREST = 6
STRETCH = 32  # days
REACH = 14  # days two statements may lie apart: ``guards.DAYS_APART``
FIRST_DAY, LAST_DAY = date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal()
SPREAD = 0x9E3779B97F4A7C15
MASK = (1 << 62) - 1


def blocking_keys(view: Comparable) -> tuple[int, ...]:
    """Return the blocking keys of a statement as 63-bit integers, the same in every process.

    A statement of one content word has one key; a statement of none has none and stays alone.
    """
    ranks = list(map(ranks_seen().__getitem__, view.words[:RAREST]))
    if len(ranks) == 1:
        return (ranks[0],)
    return tuple([one + other for one, other in combinations(ranks, 2)])


def dated_keys(view: Comparable) -> tuple[int, ...]:
    """Return the blocking keys for each stretch of days that the statement touches or nearly does.

    For engines that must bring a block to one place: any two statements near enough in time to be
    the same claim share one of them if they share a blocking key, and a turn of phrase that
    returns every day makes a block a month instead of one for all years.
    """
    if view.day_first is None or view.day_last is None:
        return blocking_keys(view)
    keys = blocking_keys(view)
    return tuple([(key + SPREAD * stretch) & MASK for stretch in _stretches(view) for key in keys])


def least_shared_key(one: Comparable, other: Comparable) -> int | None:
    """Return the least of the ``dated_keys`` that two statements share, without making them all."""
    if one.day_first is None or other.day_first is None:
        return min({*dated_keys(one)} & {*dated_keys(other)}, default=None)
    words = [word for word in one.words[:RAREST] if word in other.words[:RAREST]]
    if len(words) < 2 and not len(words) == len(one.words) == len(other.words):
        return None
    ranks = [ranks_seen()[word] for word in words]
    pairs = [left + right for left, right in combinations(ranks, 2)] or ranks
    shared, others = _stretches(one), _stretches(other)
    stretches = range(max(shared.start, others.start), min(shared.stop, others.stop))
    keys = [(key + SPREAD * stretch) & MASK for stretch in stretches for key in pairs]
    return min(keys, default=None)


def _stretches(view: Comparable) -> range:
    assert view.day_first is not None
    assert view.day_last is not None
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
