"""Whether two statements say the same thing: similarity of words, then guards.

A similarity alone cannot tell "killed 3" from "killed 13"; the guards do. The verdict depends
on the two statements and the shipped tables only.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from conflict_timeline.claims.comparable import MARKS, NOT, Comparable
from conflict_timeline.claims.keys import share_a_key
from conflict_timeline.claims.vocabulary import (
    Memo,
    antonyms,
    band,
    opposites,
    parties,
    place_groups,
)

SAME = 0.46
SAME_SCENE = 0.42
SPELLING = 0.75
LEAST_EXACT = 0.2
LONGEST_ALIGNED = 150
DAYS_APART = 14
LONGEST_SWAP = 3
LEAST_SHARED = 3
HEADLINE_WORDS = 8
WELL_ALIGNED = 0.7
VERBATIM = 0.8
VOWELS = str.maketrans("", "", "aeiouyhw")


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


def in_conflict(one: Comparable, other: Comparable) -> bool:
    """Return whether a guard keeps the two apart, however near or far their words are."""
    if other.sequence < one.sequence:
        one, other = other, one
    if stated_conflict(one, other):
        return True
    return bool(worded_conflict(one, other, word_overlap(one, other)))


def stated_conflict(one: Comparable, other: Comparable) -> str:
    """Return which stated value keeps the two apart ("other number"), or "" when none does."""
    if _each_has_its_own(one.numbers, other.numbers):
        return "other number"
    if _each_has_its_own(one.scales, other.scales):
        return "other order of magnitude"
    if one.cities and other.cities and set(one.cities).isdisjoint(other.cities):
        return "other place"
    if one.denied != other.denied:
        return "denied"
    return "other day" if _other_day(one, other) else ""


def _each_has_its_own(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Return whether both sides have a value that the other side lacks."""
    if one == other or not one or not other:
        return False
    mine, theirs = set(one), set(other)
    return not (mine <= theirs or theirs <= mine)


def _other_day(one: Comparable, other: Comparable) -> bool:
    if _each_has_its_own(one.days, other.days):
        return True
    if one.day_first is None or other.day_first is None:
        return False
    if one.day_last is None or other.day_last is None:
        return False
    gap = max(one.day_first, other.day_first) - min(one.day_last, other.day_last)
    return gap > (0 if one.is_dated and other.is_dated else DAYS_APART)


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
    if rest and other_rest and common >= LEAST_EXACT * (common + left + right):
        for word, twin in respelled(rest, other_rest):
            rest, other_rest = rest - {word}, other_rest - {twin}
            left, right = left - weight(word), right - weight(twin)
            common += (weight(word) + weight(twin)) // 2
    return Overlap(
        common / (common + left + right), common / (common + min(left, right)), rest, other_rest
    )


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


def worded_conflict(one: Comparable, other: Comparable, overlap: Overlap) -> str:
    """Return which words keep the two apart ("opposite"), or "" when none do."""
    if _are_opposite(overlap.rest, overlap.other_rest, antonyms()):
        return "opposite"
    if _other_places(one, other):
        return "other place"
    if one.sequence != other.sequence:
        return _replaced(one, other)
    return ""


def _other_places(one: Comparable, other: Comparable) -> bool:
    """Return whether both texts name countries and share none; in a headline every one counts."""
    groups = place_groups()
    mine = {groups[word] for word in one.words if word in groups}
    theirs = {groups[word] for word in other.words if word in groups}
    if not mine or not theirs:
        return False
    if min(len(one.words), len(other.words)) <= HEADLINE_WORDS:
        return _each_has_its_own(list(mine), list(theirs))
    return mine.isdisjoint(theirs)


def _are_opposite(
    rest: Iterable[str],
    other_rest: Iterable[str],
    table: Mapping[str, frozenset[tuple[int, int]]],
) -> bool:
    sides = {place for word in rest for place in table.get(word, ())}
    if not sides:
        return False
    other_sides = {place for word in other_rest for place in table.get(word, ())}
    rows = {row for row, _ in sides}
    return any(row in rows and (row, side) not in sides for row, side in other_sides)


def _replaced(one: Comparable, other: Comparable) -> str:
    """Return the conflict between words that stand in each other's place in the two texts."""
    left, right = one.sequence, other.sequence
    if len(left) > LONGEST_ALIGNED or len(right) > LONGEST_ALIGNED:
        return ""
    steps = [step for step in Levenshtein.opcodes(left, right) if step.tag != "equal"]
    unaligned = sum([step.src_end - step.src_start for step in steps])
    other_unaligned = sum([step.dest_end - step.dest_start for step in steps])
    aligned = max(1 - unaligned / max(1, len(left)), 1 - other_unaligned / max(1, len(right)))
    is_negation_added = left.count(NOT) != right.count(NOT)
    swapped: dict[tuple[str, str], int] = {}
    for step in steps:
        i1, i2 = step.src_start, step.src_end
        j1, j2 = step.dest_start, step.dest_end
        if (
            is_negation_added
            and (i2 < len(left)) == (j2 < len(right))
            and (i2 > i1 and left[i2 - 1] == NOT) != (j2 > j1 and right[j2 - 1] == NOT)
        ):
            return "negated"
        if step.tag == "replace" and i2 - i1 <= LONGEST_SWAP and j2 - j1 <= LONGEST_SWAP:
            if is_negation_added and (NOT in left[i1:i2]) != (NOT in right[j1:j2]):
                return "negated"
            if i2 - i1 == j2 - j1 == 1:
                swapped[left[i1], right[j1]] = i1
                earlier = swapped.get((right[j1], left[i1]))
                if earlier is not None and not _are_names(left[earlier + 1 : i1], one):
                    return "other direction"  # not just a list in another order
            if reason := _swap_conflict(left[i1:i2], right[j1:j2], one, other, aligned):
                return reason
    return ""


def _swap_conflict(
    words: Sequence[str],
    other_words: Sequence[str],
    one: Comparable,
    other: Comparable,
    aligned: float,
) -> str:
    left = [w for w in words if w not in other_words and not _has_twin(w, other_words)]
    right = [w for w in other_words if w not in words and not _has_twin(w, words)]
    if not left or not right:
        return ""
    if any(word[0] in "#@" for word in left) and any(word[0] in "#@" for word in right):
        return "other number"
    if _are_opposite(left, right, opposites()):
        return "opposite"
    if aligned < VERBATIM:  # alignment of looser texts is chance: count what only one text has
        left = [word for word in left if word not in other.words]
        right = [word for word in right if word not in one.words]
    for groups, reason in ((place_groups(), "other place"), (parties(), "other party")):
        mine = {groups[word] for word in left if word in groups}
        theirs = {groups[word] for word in right if word in groups}
        if mine and theirs and not mine & theirs:
            return reason
    if 0 < len(left) <= 2 and 0 < len(right) <= 2 and aligned >= WELL_ALIGNED:
        if not (_are_names(left, one) and _are_names(right, other)):
            return ""
        is_new = left[0] not in other.words and right[0] not in one.words
        if is_new or aligned >= VERBATIM:
            return "other name"
    return ""


def _are_names(words: Sequence[str], view: Comparable) -> bool:
    return all(word in view.names for word in words)


def _has_twin(word: str, others: Iterable[str]) -> bool:
    return any(is_respelled(word, other) for other in others)
