"""Blocking keys: two statements are compared only when they share a key.

The keys of a statement are all pairs of its rarest words by the shipped frequency table, so they
depend on nothing but the statement. ``score`` accepts no pair that shares no key, so that blocking
loses nothing; and a pair of rare words is shared by few other statements.
"""

from itertools import combinations

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.vocabulary import ranks_seen

RAREST = 6


def blocking_keys(view: Comparable) -> tuple[int, ...]:
    """Return the blocking keys of a statement as 63-bit integers, the same in every process.

    A statement of one content word has one key; a statement of none has none and stays alone.
    """
    ranks = list(map(ranks_seen().__getitem__, view.words[:RAREST]))
    if len(ranks) == 1:
        return (ranks[0],)
    return tuple([one + other for one, other in combinations(ranks, 2)])


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
