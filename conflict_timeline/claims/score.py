"""Whether two statements say the same thing: similarity of words, then guards.

A similarity alone cannot tell "killed 3" from "killed 13"; the guards do. The verdict depends on the two
statements and the shipped tables only.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import Indel

from conflict_timeline.claims.comparable import Comparable
from conflict_timeline.claims.vocabulary import (
    RAREST_BAND,
    band,
    opposites,
    parties,
    place_groups,
)

CLOSE_JACCARD = 0.40
CLOSE_CONTAINMENT = 0.65
SPELLING = 0.8
LONGEST_ALIGNED = 120
DAYS_APART = 14


class Comparison(NamedTuple):
    """The verdict on two statements: ``score`` 0 to 1, and the guard that keeps them apart, if any."""

    is_same: bool
    score: float
    reason: str


def same_claim(one: Comparable, other: Comparable) -> bool:
    """Return whether the two statements say the same thing."""
    return compare(one, other).is_same


def compare(one: Comparable, other: Comparable) -> Comparison:
    """Return the verdict on two statements with its score and its reason, for people to read."""
    if reason := _cheap_conflict(one, other):
        return Comparison(False, 0.0, reason)
    jaccard, containment, rest, other_rest = similarity(one, other)
    if jaccard < CLOSE_JACCARD and containment < CLOSE_CONTAINMENT:
        return Comparison(False, jaccard, "different words")
    if reason := _conflict(one, other, rest, other_rest):
        return Comparison(False, jaccard, reason)
    return Comparison(True, jaccard, "same words")


def in_conflict(one: Comparable, other: Comparable) -> bool:
    """Return whether a guard on figures, places, days or denial keeps the two apart, whatever their words."""
    return bool(_cheap_conflict(one, other))


def _cheap_conflict(one: Comparable, other: Comparable) -> str:
    if one.numbers != other.numbers and one.numbers - other.numbers and other.numbers - one.numbers:
        return "other number"
    if one.scales - other.scales and other.scales - one.scales:
        return "other order of magnitude"
    if one.cities and other.cities and not one.cities & other.cities:
        return "other place"
    if one.denied != other.denied:
        return "denied"
    return _other_day(one, other)


def _other_day(one: Comparable, other: Comparable) -> str:
    if (
        one.day_first is None
        or other.day_first is None
        or one.day_last is None
        or other.day_last is None
    ):
        return ""
    gap = max(one.day_first, other.day_first) - min(one.day_last, other.day_last)
    if one.is_dated and other.is_dated and gap > 0:
        return "other day"
    if one.days - other.days and other.days - one.days:
        return "other day"
    return "other day" if gap > DAYS_APART else ""


def weight(word: str) -> float:
    return band(word) / RAREST_BAND


def similarity(
    one: Comparable, other: Comparable
) -> tuple[float, float, frozenset[str], frozenset[str]]:
    """Return weighted Jaccard and containment of the words, and the words that found no partner."""
    bag, other_bag = frozenset(one.words), frozenset(other.words)
    shared = bag & other_bag
    rest, other_rest = bag - shared, other_bag - shared
    common = sum(map(weight, shared))
    if rest and other_rest:
        pairs = list(_respelled(rest, other_rest))
        common += sum((weight(a) + weight(b)) / 2 for a, b in pairs)
        rest = rest - {a for a, _ in pairs}
        other_rest = other_rest - {b for _, b in pairs}
    left, right = sum(map(weight, rest)), sum(map(weight, other_rest))
    if not common:
        return 0.0, 0.0, rest, other_rest
    return common / (common + left + right), common / (common + min(left, right)), rest, other_rest


def _respelled(rest: Iterable[str], other_rest: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield pairs of words that are one word with a slip or in another spelling."""
    left = sorted(other_rest)
    for word in sorted(rest):
        for candidate in left:
            if word[0] == candidate[0] and Indel.normalized_similarity(word, candidate) >= SPELLING:
                left.remove(candidate)
                yield word, candidate
                break


def _conflict(
    one: Comparable, other: Comparable, rest: frozenset[str], other_rest: frozenset[str]
) -> str:
    for first, second, rest_of_second in ((one, other, other_rest), (other, one, rest)):
        for word in first.negated - second.negated:
            if word in second.words:
                return "negated"
    if not rest or not other_rest:
        return ""
    table = opposites()
    sides = {place for word in rest for place in table.get(word, ())}
    if sides:
        other_sides = {place for word in other_rest for place in table.get(word, ())}
        rows = {row: side for row, side in sides}
        if any(row in rows and (row, side) not in sides for row, side in other_sides):
            return "opposite"
    if _different(rest, other_rest, one.words, other.words, place_groups()):
        return "other place"
    if _different(rest, other_rest, one.words, other.words, parties()):
        return "other party"
    return ""


def _different(rest, other_rest, bag, other_bag, groups) -> bool:
    mine = {groups[word] for word in rest if word in groups}
    if not mine:
        return False
    theirs = {groups[word] for word in other_rest if word in groups}
    if not theirs:
        return False
    mine_all = {groups[word] for word in bag if word in groups}
    theirs_all = {groups[word] for word in other_bag if word in groups}
    return bool(mine - theirs_all) and bool(theirs - mine_all)
