"""What keeps two statements apart, however alike their words: guards on what is stated and on words
that stand in each other's place.

Figures, orders of magnitude, cities, days and denial are compared as values; negation, opposites,
countries, parties, names and direction where the alignment of the two texts sets one against the
other.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from rapidfuzz.distance import Levenshtein

from conflict_timeline.claims.comparable import MARKS, NOT, Comparable
from conflict_timeline.claims.overlap import Overlap, is_respelled, word_overlap
from conflict_timeline.claims.vocabulary import antonyms, opposites, parties, place_groups

LONGEST_ALIGNED = 150
LONGEST_SWAP = 3
DAYS_APART = 14
HEADLINE_WORDS = 8
WELL_ALIGNED = 0.7
VERBATIM = 0.8


def in_conflict(one: Comparable, other: Comparable) -> bool:
    """Return whether a guard keeps the two apart, however near or far their words are."""
    if other.sequence < one.sequence:
        one, other = other, one
    if stated_conflict(one, other):
        return True
    return bool(worded_conflict(one, other, word_overlap(one, other)))


def stated_conflict(one: Comparable, other: Comparable) -> str:
    """Return which stated value keeps the two apart ("other number"), or "" when none does."""
    if _differ(one.numbers, other.numbers):
        return "other number"
    if _differ(one.scales, other.scales):
        return "other order of magnitude"
    if one.cities and other.cities and set(one.cities).isdisjoint(other.cities):
        return "other place"
    if one.denied != other.denied:
        return "denied"
    if one.ahead != other.ahead:
        return "has yet to happen"
    return "other day" if _other_day(one, other) else ""


def _differ(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return one != other and each_has_its_own(set(one), set(other))


def each_has_its_own(mine: AbstractSet[Any], theirs: AbstractSet[Any]) -> bool:
    """Return whether both sides have a value that the other side lacks; a side without any does not
    count."""
    return bool(mine) and bool(theirs) and not (mine <= theirs or theirs <= mine)


def _other_day(one: Comparable, other: Comparable) -> bool:
    if _differ(one.days, other.days):
        return True
    if one.day_first is None or other.day_first is None:
        return False
    if one.day_last is None or other.day_last is None:
        return False
    gap = max(one.day_first, other.day_first) - min(one.day_last, other.day_last)
    return gap > (0 if one.is_dated and other.is_dated else DAYS_APART)


def worded_conflict(one: Comparable, other: Comparable, overlap: Overlap) -> str:
    """Return which words keep the two apart ("opposite"), or "" when none do."""
    is_negation_added = (one.sequence.count(NOT) - other.sequence.count(NOT)) % 2 == 1
    if _are_opposite(overlap.rest, overlap.other_rest, antonyms()):
        if not is_negation_added:
            return "opposite"
        is_negation_added = False  # "was not permitted" says the same as "was forbidden"
    if _other_places(one, other):
        return "other place"
    are_headlines = max(len(one.words), len(other.words)) <= HEADLINE_WORDS
    if are_headlines and _names_apart(one, other, overlap):
        return "other name"
    if one.sequence != other.sequence:
        return _replaced(one, other, overlap, is_negation_added=is_negation_added)
    return ""


def _other_places(one: Comparable, other: Comparable) -> bool:
    """Return whether both texts name countries and share none; in a headline every one counts."""
    groups = place_groups()
    mine = {groups[word] for word in one.words if word in groups}
    theirs = {groups[word] for word in other.words if word in groups}
    if not mine or not theirs:
        return False
    if min(len(one.words), len(other.words)) <= HEADLINE_WORDS:
        return each_has_its_own(mine, theirs)
    return mine.isdisjoint(theirs)


def _names_apart(one: Comparable, other: Comparable, overlap: Overlap) -> bool:
    """Return whether each text has a name that the other lacks; no headline has one too many.

    "Greece" and "Athens" name one place.
    """
    groups = place_groups()
    mine = {groups.get(word, word) for word in one.names if word in overlap.rest}
    theirs = {groups.get(word, word) for word in other.names if word in overlap.other_rest}
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


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


def _replaced(
    one: Comparable, other: Comparable, overlap: Overlap, *, is_negation_added: bool
) -> str:
    """Return the conflict between words that stand in each other's place in the two texts."""
    left, right = one.sequence, other.sequence
    if len(left) > LONGEST_ALIGNED or len(right) > LONGEST_ALIGNED:
        return ""
    steps = [step for step in Levenshtein.opcodes(left, right) if step.tag != "equal"]
    unaligned = sum([step.src_end - step.src_start for step in steps])
    other_unaligned = sum([step.dest_end - step.dest_start for step in steps])
    aligned = max(1 - unaligned / max(1, len(left)), 1 - other_unaligned / max(1, len(right)))
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
            if aligned < VERBATIM and not _is_anchored(left, right, (i1, i2), (j1, j2)):
                continue
            swap = left[i1:i2], right[j1:j2]
            if reason := _swap_conflict(*swap, one, other, overlap, aligned):
                return reason
    return ""


def _is_anchored(
    left: Sequence[str], right: Sequence[str], span: tuple[int, int], other_span: tuple[int, int]
) -> bool:
    """Return whether the same words stand before and after both spans, or the text ends there."""
    before = left[max(0, span[0] - 1) : span[0]] == right[max(0, other_span[0] - 1) : other_span[0]]
    return before and left[span[1] : span[1] + 1] == right[other_span[1] : other_span[1] + 1]


def _swap_conflict(
    words: Sequence[str],
    other_words: Sequence[str],
    one: Comparable,
    other: Comparable,
    overlap: Overlap,
    aligned: float,
) -> str:
    left = _only_in(words, other_words, overlap.rest, other)
    right = _only_in(other_words, words, overlap.other_rest, one)
    if not left or not right:
        return ""
    for mark in "#@":  # a count against a count, a day against a day
        if any(word[0] == mark for word in left) and any(word[0] == mark for word in right):
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
        if {place_groups().get(word, word) for word in left} == {
            place_groups().get(word, word) for word in right
        }:
            return ""  # "Greece" for "Athens"
        is_new = left[0] not in other.words and right[0] not in one.words
        if is_new or aligned >= VERBATIM:
            return "other name"
    return ""


def _only_in(
    words: Sequence[str], other_words: Sequence[str], rest: frozenset[str], other: Comparable
) -> list[str]:
    """Return which of ``words`` the other text does not have in any spelling."""
    return [
        word
        for word in words
        if word not in other_words
        and not _is_matched(word, rest, other)
        and not _has_twin(word, other_words)
    ]


def _is_matched(word: str, rest: frozenset[str], other: Comparable) -> bool:
    """Return whether the other text has ``word`` in another spelling only."""
    return word[0] not in MARKS and word not in rest and word not in other.words


def _are_names(words: Sequence[str], view: Comparable) -> bool:
    return all(word in view.names for word in words)


def _has_twin(word: str, others: Iterable[str]) -> bool:
    return any(is_respelled(word, other) for other in others)
