"""What words and figures two texts share, by weight; a slip or another spelling counts as the same
word.
"""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from conflict_timeline.claims.comparable import MARKS, Comparable
from conflict_timeline.claims.vocabulary import RAREST_BAND, Memo, band, place_groups

SPELLING = 0.75
LEAST_EXACT = 0.2  # slips are looked for only in texts that share some words as they are
MOST_RESPELLED = 10_000  # in texts longer than any sentence slips do not matter
SHORTEST_COMPOUND = 6
LEAST_WEIGHT = 5
RAREST_WEIGHT = LEAST_WEIGHT + RAREST_BAND
VOWELS = str.maketrans("", "", "aeiouyhw")


class Overlap(NamedTuple):
    """What two texts share, by weight, and the words and figures of each side without a partner.

    ``common`` is the weight of what both have, ``lone`` and ``other_lone`` of what one has alone.
    """

    common: int
    lone: int
    other_lone: int
    rest: frozenset[str]
    other_rest: frozenset[str]

    @property
    def jaccard(self) -> float:
        """How much of all that the two say both say."""
        return self.common / max(1, self.common + self.lone + self.other_lone)

    @property
    def dice(self) -> float:
        """How much of the two texts, taken together, is in both."""
        return 2 * self.common / max(1, 2 * self.common + self.lone + self.other_lone)

    @property
    def containment(self) -> float:
        """How much of the shorter text the longer one says too."""
        return self.common / max(1, self.common + min(self.lone, self.other_lone))


def word_overlap(one: Comparable, other: Comparable, *, with_figures: bool = True) -> Overlap:
    """Return what two texts share; a slip or another spelling counts as the same word, and a figure
    as much as the rarest word.
    """
    bag = frozenset(one.words + one.numbers if with_figures else one.words)
    other_bag = frozenset(other.words + other.numbers if with_figures else other.words)
    shared = bag & other_bag
    rest, other_rest = bag - shared, other_bag - shared
    weigh = weights_seen().__getitem__
    common = sum(map(weigh, shared))
    left, right = sum(map(weigh, rest)), sum(map(weigh, other_rest))
    if not common:
        return Overlap(0, left, right, rest, other_rest)
    is_short = len(rest) * len(other_rest) <= MOST_RESPELLED
    if is_short and rest and other_rest and common >= LEAST_EXACT * (common + left + right):
        for word, twin in respelled(rest, other_rest):
            rest, other_rest = rest - {word}, other_rest - {twin}
            common += (weight(word) + weight(twin)) // 2
        for word, parts in (*_joined(other_rest, one, rest), *_joined(rest, other, other_rest)):
            rest, other_rest = rest - parts - {word}, other_rest - parts - {word}
            common += weight(word)
        left, right = sum(map(weigh, rest)), sum(map(weigh, other_rest))
    return Overlap(common, left, right, rest, other_rest)


def with_one_more(overlap: Overlap) -> Overlap:
    """Return ``overlap`` as if the texts shared one more word of the rarest: a scene that both were
    found to be in says as much.
    """
    return overlap._replace(common=overlap.common + RAREST_WEIGHT)


def weight(word: str) -> int:
    """Return how much a word counts: its frequency band, which is its information in bits up to a
    constant, on a base that keeps common words from counting nothing. Whole, so sums are exact.
    """
    return RAREST_WEIGHT if word[0] in MARKS else LEAST_WEIGHT + band(word)


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


def _joined(
    words: frozenset[str], view: Comparable, rest: frozenset[str]
) -> list[tuple[str, frozenset[str]]]:
    """Return those of ``words`` that the other text writes as two, open or with a hyphen, and
    the two.
    """
    long = [word for word in words if len(word) >= SHORTEST_COMPOUND]
    if not long or len(rest) < 2:
        return []
    return [
        (word, frozenset((first, second)))
        for first, second in pairwise(view.sequence)
        if first in rest and second in rest
        for word in long
        if word[0] == first[0] and word.endswith(second) and is_respelled(word, first + second)
    ]


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
