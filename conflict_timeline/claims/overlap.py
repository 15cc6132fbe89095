"""What words two texts share, by weight; a slip or another spelling counts as the same word."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import Indel

from conflict_timeline.claims.comparable import MARKS, Comparable
from conflict_timeline.claims.vocabulary import Memo, band, place_groups

SPELLING = 0.75
LEAST_EXACT = 0.2  # slips are looked for only in texts that share some words as they are
MOST_RESPELLED = 10_000  # in texts longer than any sentence slips do not matter
VOWELS = str.maketrans("", "", "aeiouyhw")


class Overlap(NamedTuple):
    """What two texts share: ``jaccard`` of all words, ``containment`` of the shorter text in the
    longer one, both by weight, and the words of each side that have no partner."""

    jaccard: float
    containment: float
    rest: frozenset[str]
    other_rest: frozenset[str]


def word_overlap(one: Comparable, other: Comparable) -> Overlap:
    """Return what words two texts share; a slip or another spelling counts as the same word."""
    bag, other_bag = frozenset(one.words), frozenset(other.words)
    shared = bag & other_bag
    rest, other_rest = bag - shared, other_bag - shared
    weigh = weights_seen().__getitem__
    common = sum(map(weigh, shared))
    left, right = sum(map(weigh, rest)), sum(map(weigh, other_rest))
    if not common:
        return Overlap(0.0, 0.0, rest, other_rest)
    is_short = len(rest) * len(other_rest) <= MOST_RESPELLED
    if is_short and rest and other_rest and common >= LEAST_EXACT * (common + left + right):
        for word, twin in respelled(rest, other_rest):
            rest, other_rest = rest - {word}, other_rest - {twin}
            left, right = left - weight(word), right - weight(twin)
            common += (weight(word) + weight(twin)) // 2
    return Overlap(
        common / (common + left + right), common / (common + min(left, right)), rest, other_rest
    )


def weight(word: str) -> int:
    """Return how much a word counts: rare words say more than common ones. Whole, so sums are
    exact.
    """
    return 5 + band(word)


@cache
def weights_seen() -> Memo[int]:
    """Return ``weight`` with a memory."""
    return Memo(weight)


def respelled(rest: Iterable[str], other_rest: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of words that are one word with a slip or in another spelling."""
    by_letter: dict[str, list[str]] = {}
    for twin in sorted(other_rest):
        by_letter.setdefault(twin[0], []).append(twin)
    pairs = []
    for word in sorted(rest):
        twins = by_letter.get(word[0], ())
        for twin in twins:
            if is_respelled(word, twin):
                by_letter[word[0]].remove(twin)
                pairs.append((word, twin))
                break
    return pairs


def is_respelled(word: str, twin: str) -> bool:
    """Return whether two words look like one word with a slip or in another spelling."""
    if word[0] != twin[0] or word[0] in MARKS:
        return False
    if not Indel.normalized_similarity(word, twin, score_cutoff=SPELLING):
        is_shape = len(word) > 3 and abs(len(word) - len(twin)) <= 2
        if not is_shape or word.translate(VOWELS) != twin.translate(VOWELS):
            return False
    groups = place_groups()
    return word not in groups or twin not in groups
