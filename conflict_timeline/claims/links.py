"""Links between claims: a newer figure, a rival version, an independent outlet, the same subject.

Candidates come from three indexes (rare words, counts, denials), so the cost stays near-linear;
a pair is then judged on its own. Rival versions are never merged, averaged or dropped: they are
linked and kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from conflict_timeline.claims.blocks import shared_blocks
from conflict_timeline.claims.comparable import NOT, Comparable, comparable
from conflict_timeline.claims.score import (
    Overlap,
    similarity,
    stated_conflict,
    word_overlap,
    worded_conflict,
)
from conflict_timeline.claims.vocabulary import look_up, opposites, parties, place_groups
from conflict_timeline.model import Claim, Figure, Link, LinkType
from conflict_timeline.rules.loader import read_table

LARGEST_BLOCK = 60
NEAR_DAYS = 3
UPDATE_DAYS = 90
MOST_LINKS = 8
LIKE = 0.38
LIKE_JACCARD = 0.32
FIRM = frozenset({"asserted", "claimed", "observed"})
ORDER: dict[LinkType, int] = {"contradicts": 0, "updates": 1, "corroborates": 2, "related": 3}


class Profile(NamedTuple):
    """What the links of one claim are judged by: the resolved values of its representative."""

    claim: Claim
    view: Comparable
    places: frozenset[str]
    countries: frozenset[str]
    kinds: frozenset[str]
    counts: tuple[Figure, ...]
    first_published: int
    last_published: int
    is_negative: bool
    is_firm: bool


def find_links(claims: Iterable[Claim]) -> list[Claim]:
    """Return ``claims`` in the same order with their links filled in.

    *contradicts*, *corroborates* and *related* stand on both sides; *updates* points from the newer
    figure to the older one.
    """
    listed = list(claims)
    profiles = [_profile(claim) for claim in listed]
    found: dict[int, dict[tuple[int, LinkType], str]] = defaultdict(dict)
    for one, other in _candidates(profiles):
        for source, target, kind, reason in _judge(one, other, profiles):
            found[source].setdefault((target, kind), reason)
    return [
        replace(claim, links=_chosen(found[index], listed)) if index in found else claim
        for index, claim in enumerate(listed)
    ]


def _chosen(links: dict[tuple[int, LinkType], str], claims: Sequence[Claim]) -> tuple[Link, ...]:
    """Return the links of one claim: contradictions and updates all, of the others only the
    first few.
    """
    ordered = sorted(
        (Link(kind, claims[target].id, reason) for (target, kind), reason in links.items()),
        key=lambda link: (ORDER[link.type], link.claim),
    )
    strong = [link for link in ordered if ORDER[link.type] < ORDER["corroborates"]]
    linked = {link.claim for link in strong}
    weak = [link for link in ordered if ORDER[link.type] > 1 and link.claim not in linked]
    return tuple(strong + weak[:MOST_LINKS])


def _profile(claim: Claim) -> Profile:
    statement = claim.representative
    places = frozenset(city.casefold() for city in statement.cities)
    countries = {place.country for place in statement.places if place.country}
    view = comparable(statement)
    groups = place_groups()
    named = {groups[word] for word in view.words if word in groups}
    published = [member.published.toordinal() for member in claim.statements if member.published]
    return Profile(
        claim=claim,
        view=view,
        places=places,
        countries=frozenset(countries | named),
        kinds=frozenset(statement.kinds) - _words("vague"),
        counts=tuple(figure for figure in statement.figures if figure.measure in COUNTED),
        first_published=min(published, default=0),
        last_published=max(published, default=0),
        is_negative=statement.status.name == "denied" or statement.status.polarity == "negative",
        is_firm=statement.status.name in FIRM,
    )


COUNTED = frozenset({"casualties", "displaced", "detained", "weapons", "damage", "force"})


def _candidates(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions that may be linked, each once, lower position first."""
    seen: set[tuple[int, int]] = set()
    for block in chain(_word_blocks(profiles), _count_blocks(profiles), _denial_blocks(profiles)):
        for pair in block:
            if pair not in seen:
                seen.add(pair)
                yield pair


def _word_blocks(profiles: Sequence[Profile]) -> Iterator[Iterator[tuple[int, int]]]:
    for block in shared_blocks([profile.view for profile in profiles]):
        yield _near(block, profiles, NEAR_DAYS)


def _count_blocks(profiles: Sequence[Profile]) -> Iterator[Iterator[tuple[int, int]]]:
    series: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        if not profile.is_firm or profile.is_negative:
            continue
        keys = {
            (figure.measure, _outcome(figure), place)
            for figure in profile.counts
            for place in profile.places or profile.countries or {""}
        }
        for key in keys:
            series[key].append(index)
    for block in series.values():
        if len(block) > 1:
            yield _near(block, profiles, UPDATE_DAYS)


def _denial_blocks(profiles: Sequence[Profile]) -> Iterator[Iterator[tuple[int, int]]]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    denied_kinds: set[str] = set()
    for index, profile in enumerate(profiles):
        for kind in profile.kinds:
            by_kind[kind].append(index)
        if profile.is_negative:
            denied_kinds.update(profile.kinds)
    for kind in sorted(denied_kinds):
        pairs = _near(by_kind[kind], profiles, NEAR_DAYS)
        yield (
            (one, other)
            for one, other in pairs
            if profiles[one].is_negative != profiles[other].is_negative
        )


def _near(block: list[int], profiles: Sequence[Profile], days: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block whose days are near, each member with a bounded number of
    followers.
    """
    dated = sorted((profiles[index].view.day_first or 0, index) for index in block)
    for place, (day, index) in enumerate(dated):
        reach = max(day, profiles[index].view.day_last or 0) + days
        for following in range(place + 1, min(len(dated), place + 1 + LARGEST_BLOCK)):
            if dated[following][0] > reach:
                break
            other = dated[following][1]
            yield (index, other) if index < other else (other, index)


def _judge(
    first: int, second: int, profiles: Sequence[Profile]
) -> Iterator[tuple[int, int, LinkType, str]]:
    """Yield the links between two claims as (from, to, type, reason)."""
    one, other = profiles[first], profiles[second]
    if one.places and other.places and one.places.isdisjoint(other.places):
        return
    overlap = word_overlap(one.view, other.view)
    if reason := _contradiction(one, other, overlap):
        yield first, second, "contradicts", reason
        yield second, first, "contradicts", reason
    elif reason := _update(one, other, overlap.jaccard):
        if _is_newer(one, other):
            yield first, second, "updates", reason
        else:
            yield second, first, "updates", reason
    elif kind := _agreement(one, other, overlap):
        reason = "another outlet tells the like" if kind == "corroborates" else "same subject"
        yield first, second, kind, reason
        yield second, first, kind, reason


def _agreement(one: Profile, other: Profile, overlap: Overlap) -> LinkType | None:
    """Return how two claims that do not conflict belong together, if they do."""
    if one.is_negative != other.is_negative or not _share_subject(one, other):
        return None
    if not (_is_brief(one) and _is_brief(other)) or overlap.jaccard < LIKE_JACCARD:
        return None
    likeness = similarity(one.view, other.view, overlap)
    if likeness < LIKE or stated_conflict(one.view, other.view):
        return None
    if worded_conflict(one.view, other.view, overlap):
        return None
    return "corroborates" if _are_independent(one, other) else "related"


def _is_brief(profile: Profile) -> bool:
    """Return whether the claim is about a few days: months and years agree with everything."""
    view = profile.view
    return (view.day_last or 0) - (view.day_first or 0) <= NEAR_DAYS


def _contradiction(one: Profile, other: Profile, overlap: Overlap) -> str:
    gap = _days_between(one, other)
    if gap > NEAR_DAYS:
        return ""
    if one.is_negative != other.is_negative:
        return _denial(one, other, overlap)
    if not (one.is_firm and other.is_firm) or one.is_negative or gap > 1:
        return ""
    if not (_is_brief(one) and _is_brief(other)):
        return ""
    if gap == 0 and overlap.jaccard >= (0.2 if one.places & other.places else 0.35):
        figures = _rival_figures(one, other)
        if figures and not _is_growing(one, other):
            return f"rival figures: {figures[0].text} against {figures[1].text}"
    same_ground = one.kinds & other.kinds & _words("ground") if one.places & other.places else None
    words = _opposite_words(overlap.rest, overlap.other_rest)
    if words and overlap.jaccard >= (0.15 if same_ground else 0.35):
        return f"{words[0]} against {words[1]}"
    return ""


def _denial(one: Profile, other: Profile, overlap: Overlap) -> str:
    denial, claimed = (one, other) if one.is_negative else (other, one)
    status = claimed.claim.representative.status.name
    if not claimed.is_firm and status != "unconfirmed":
        return ""
    shared = one.kinds & other.kinds
    reason = f"denied: {claimed.claim.representative.text[:80]}"
    if denial.claim.representative.status.name == "denied":
        if shared & _words("sharp"):
            return reason
        is_subject_shared = len(_subject_words(one) & _subject_words(other)) >= 2
        if shared and overlap.containment >= 0.4 and overlap.jaccard >= 0.2 and is_subject_shared:
            return reason
    elif overlap.jaccard >= 0.35 and _negated(denial) & set(claimed.view.words):
        return reason
    if "casualties" in shared and not denial.counts and _counts_side_of(claimed, denial):
        return reason
    return ""


def _negated(profile: Profile) -> set[str]:
    """Return the words that stand behind a negation."""
    sequence = profile.view.sequence
    return {word for mark, word in pairwise(sequence) if mark == NOT}


def _subject_words(profile: Profile) -> frozenset[str]:
    """Return the words that say what it is about: no names, places or parties."""
    groups, sides = place_groups(), parties()
    return frozenset(
        word
        for word in profile.view.words
        if word not in profile.view.names and word not in groups and word not in sides
    )


def _counts_side_of(claimed: Profile, denial: Profile) -> bool:
    """Return whether the figures count losses of a side that the denial names."""
    groups, sides = place_groups(), parties()
    soldiers = sides.get(look_up("soldiers").normal)
    for figure in claimed.counts:
        words = [look_up(word).normal for word in figure.unit.split()]
        named = {groups[word] for word in words if word in groups}
        if named & denial.countries:
            return True
        if not named and any(sides.get(word) == soldiers for word in words):
            return bool(claimed.countries & denial.countries)
    return False


def _update(one: Profile, other: Profile, jaccard: float) -> str:
    if not (one.is_firm and other.is_firm) or one.is_negative or other.is_negative:
        return ""
    if jaccard < 0.2 or _days_between(one, other) > UPDATE_DAYS:
        return ""
    newer, older = (one, other) if _is_newer(one, other) else (other, one)
    figures = _rival_figures(newer, older)
    if figures is None or not _is_newer(newer, older):
        return ""
    new, old = figures
    if new.value is None or old.value is None or new.value < old.value:
        return ""
    is_running = new.measure in _words("running")
    is_total = is_running or (_is_cumulative(one) and _is_cumulative(other))
    if _days_between(one, other) == 0 or is_total:
        return f"{new.text} after {old.text}"
    return ""


def _rival_figures(one: Profile, other: Profile) -> tuple[Figure, Figure] | None:
    """Return the first two figures that count the same and cannot both hold as they stand."""
    for figure in one.counts:
        for rival in other.counts:
            if (
                figure.measure == rival.measure
                and _outcome(figure) == _outcome(rival)
                and _share_unit(figure, rival)
                and figure.value is not None
                and rival.value is not None
                and figure.value != rival.value
            ):
                return figure, rival
    return None


def _share_unit(figure: Figure, rival: Figure) -> bool:
    one, other = _unit_words(figure.unit), _unit_words(rival.unit)
    return not one or not other or bool(one & other)


@cache
def _unit_words(unit: str) -> frozenset[str]:
    words = {look_up(word).normal for word in unit.split()} - _words("outcome")
    return frozenset(words - {"person", "civilian", "other", "more"})


def _outcome(figure: Figure) -> str:
    outcomes = _words("outcome")
    return next(
        (word for part in figure.unit.split() if (word := look_up(part).normal) in outcomes), ""
    )


def _is_cumulative(profile: Profile) -> bool:
    view = profile.view
    if view.day_first is not None and view.day_last is not None and view.day_last > view.day_first:
        return True
    words = profile.claim.representative.text.lower().split()
    return any(word.strip(",.;:") in _raw_words("cumulative") for word in words)


def _is_newer(one: Profile, other: Profile) -> bool:
    return (one.view.day_last or 0, one.first_published) > (
        other.view.day_last or 0,
        other.last_published,
    )


def _is_growing(one: Profile, other: Profile) -> bool:
    """Return whether a later publication counts more of the same event: a toll that rose."""
    figures = _rival_figures(one, other)
    if figures is None or figures[0].value is None or figures[1].value is None:
        return False
    if one.first_published > other.last_published:
        return figures[0].value > figures[1].value
    return one.last_published < other.first_published and figures[0].value < figures[1].value


def _opposite_words(rest: frozenset[str], other_rest: frozenset[str]) -> tuple[str, str] | None:
    table, rivals = opposites(), _words("rival")
    for word in sorted(rest & rivals):
        for row, side in sorted(table.get(word, ())):
            for rival in sorted(other_rest & rivals):
                if any(row == r and side != s for r, s in table.get(rival, ())):
                    return word, rival
    return None


def _share_subject(one: Profile, other: Profile) -> bool:
    return bool(one.kinds & other.kinds) and (
        bool(one.places & other.places)
        or (
            not (one.places and other.places)
            and (bool(one.countries & other.countries) or not (one.countries and other.countries))
        )
    )


def _are_independent(one: Profile, other: Profile) -> bool:
    mine, theirs = set(one.claim.outlets), set(other.claim.outlets)
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


def _days_between(one: Profile, other: Profile) -> int:
    if one.view.day_first is None or other.view.day_first is None:
        return 0
    last, other_last = one.view.day_last or 0, other.view.day_last or 0
    return max(0, max(one.view.day_first, other.view.day_first) - min(last, other_last))


@cache
def _words(name: str) -> frozenset[str]:
    words = _raw_words(name)
    return words | frozenset(look_up(word).normal for word in words)


@cache
def _raw_words(name: str) -> frozenset[str]:
    return frozenset(
        word
        for row, words in read_table("claims", "links.tsv")
        if row == name
        for word in words.split()
    )
