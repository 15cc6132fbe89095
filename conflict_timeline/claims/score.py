"""Whether two statements say the same thing: similarity of words, then guards.

A similarity alone cannot tell "killed 3" from "killed 13"; the guards do. The verdict depends on
the two statements and the shipped tables only.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.guards import stated_conflict, worded_conflict
from conflict_timeline.claims.keys import share_a_key
from conflict_timeline.claims.overlap import Overlap, word_overlap

# The weights in ``similarity`` and these limits were set on news sentences paired by people. From
# 0.44 to 0.48 F1 moves by at most 0.02 on each set of more than a hundred pairs.
SAME = 0.46
SAME_SCENE = 0.42  # the same city on the same stated day: less needs to be said twice
LEAST_SHARED = 3


class Comparison(NamedTuple):
    """The verdict on two statements: ``score`` 0 to 1, and the reason it was reached."""

    is_same: bool
    score: float
    reason: str


def same_claim(one: Comparable, other: Comparable) -> bool:
    """Return whether the two statements say the same thing."""
    return compare(one, other).is_same


def compare(one: Comparable, other: Comparable) -> Comparison:
    """Return the verdict on two statements with its score and its reason, for people to read.

    The same whichever comes first: alignment may break ties by order, so the order is fixed here.
    """
    if other.sequence < one.sequence:
        one, other = other, one
    if reason := stated_conflict(one, other):
        return Comparison(False, 0.0, reason)
    if not share_a_key(one, other) or not _share_enough(one.words, other.words):
        return Comparison(False, 0.0, "different words")
    overlap = word_overlap(one, other)
    likeness = similarity(one, other, overlap)
    if likeness < (SAME_SCENE if _same_scene(one, other) else SAME):
        return Comparison(False, likeness, "different words")
    if reason := worded_conflict(one, other, overlap):
        return Comparison(False, likeness, reason)
    return Comparison(True, likeness, "same words")


def _same_scene(one: Comparable, other: Comparable) -> bool:
    """Return whether both name the same city and the text of both gives the day."""
    return one.is_dated and other.is_dated and not set(one.cities).isdisjoint(other.cities)


def _share_enough(words: Sequence[str], other_words: Sequence[str]) -> bool:
    """Return whether the texts share ``LEAST_SHARED`` words, or one of fewer words as a whole."""
    shared = len(frozenset(words).intersection(other_words))
    return shared >= min(LEAST_SHARED, len(words), len(other_words))


def similarity(one: Comparable, other: Comparable, overlap: Overlap) -> float:
    """Return how alike two texts are, 0 to 1.

    Half of it is what share of all words both have, a sixth how much of the shorter text the longer
    one contains, a third how much stands in the same order. A figure that only one side has
    counts against it.
    """
    order = Indel.normalized_similarity(one.sequence, other.sequence)
    lone_figure = bool(one.numbers) != bool(other.numbers)
    score = 6 * overlap.jaccard + 2 * overlap.containment + 4 * order - lone_figure
    return max(0.0, score / 12)
