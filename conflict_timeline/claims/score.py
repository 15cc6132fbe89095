"""Whether two statements say the same thing: similarity of words, then guards.

A similarity alone cannot tell "killed 3" from "killed 13"; the guards do. The verdict depends on
the two statements and the shipped tables only.
"""

from collections.abc import Collection
from typing import NamedTuple

from rapidfuzz.distance import Indel

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.guards import stated_conflict, worded_conflict
from conflict_timeline.claims.keys import share_a_key
from conflict_timeline.claims.overlap import Overlap, with_one_more, word_overlap

SAME = 0.5  # more is shared than not: on the mean of three views, and of both texts together
LEAST_SHARED = 3  # who, what, where: two words make no claim


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
    if not share_a_key(one, other) or not share_enough(frozenset(one.words), other.words):
        return Comparison(False, 0.0, "different words")
    overlap = word_overlap(one, other)
    if _same_scene(one, other):
        overlap = with_one_more(overlap)
    likeness = similarity(one, other, overlap)
    if likeness < SAME or overlap.dice < SAME:
        return Comparison(False, likeness, "different words")
    if reason := worded_conflict(one, other, overlap):
        return Comparison(False, likeness, reason)
    return Comparison(True, likeness, "same words")


def _same_scene(one: Comparable, other: Comparable) -> bool:
    """Return whether both name the same city and the text of both gives the day."""
    return one.is_dated and other.is_dated and not set(one.cities).isdisjoint(other.cities)


def share_enough(words: frozenset[str], other_words: Collection[str]) -> bool:
    """Return whether the texts share ``LEAST_SHARED`` words, or one of fewer words as a whole."""
    shared = len(words.intersection(other_words))
    return shared >= LEAST_SHARED or shared >= min(len(words), len(other_words))


def similarity(one: Comparable, other: Comparable, overlap: Overlap) -> float:
    """Return how alike two texts are, 0 to 1: the mean of three views, none of which is better.

    How much of all that is said both say, how much of the shorter text the longer one says too,
    and how much of both stands in the same order. Wire copy that was cut is low in the first and
    high in the second; other words about the same thing are low in all three.
    """
    order = Indel.normalized_similarity(one.sequence, other.sequence)
    return (overlap.jaccard + overlap.containment + order) / 3
