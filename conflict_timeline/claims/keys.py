"""Blocking keys: two statements are compared only when they share a key.

The keys of a statement are all pairs of its rarest words by the shipped frequency table, so
they depend on nothing but the statement. Two statements that ``score`` accepts share a pair (a
test proves it against all pairs), and a pair of rare words is shared by few others.
"""

from itertools import combinations

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.vocabulary import band, word_hash

RAREST = 7


def blocking_keys(view: Comparable) -> tuple[int, ...]:
    """Return the blocking keys of a statement as 63-bit integers, the same in every process.

    A statement of one content word has one key; a statement of none has none and stays alone.
    """
    hashes = [word_hash(word) for word in rarest(view.words, RAREST)]
    if len(hashes) == 1:
        return (hashes[0],)
    return tuple([one + other for one, other in combinations(hashes, 2)])


def rarest(words: tuple[str, ...], count: int) -> list[str]:
    """Return the ``count`` rarest different words, rarest first; longer words before shorter
    ones.
    """
    different = set(words)
    if len(different) <= count:
        return list(different)
    return sorted(different, key=_rarity)[:count]


def _rarity(word: str) -> tuple[int, int, str]:
    return -band(word), -len(word), word
