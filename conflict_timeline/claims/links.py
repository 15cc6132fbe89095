"""Links between claims: a newer figure, a rival version, an independent outlet, the same subject.

Candidates come from three indexes (rare words, counts, denials), so the cost stays near-linear;
a pair is then judged on its own. Rival versions are never merged, averaged or dropped: they are
linked and kept.
"""

from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import blake2b
from itertools import combinations, islice, pairwise
from typing import NamedTuple

from conflict_timeline.claims.comparable import NOT, Comparable, comparable
from conflict_timeline.claims.guards import stated_conflict, worded_conflict
from conflict_timeline.claims.overlap import Overlap, word_overlap
from conflict_timeline.claims.score import similarity
from conflict_timeline.claims.vocabulary import (
    look_up,
    opposites,
    parties,
    place_groups,
    ranks_seen,
)
from conflict_timeline.model import Claim, Figure, Link, LinkType
from conflict_timeline.rules.loader import read_table

LARGEST_BLOCK = 60
LINK_WORDS = 5
STRETCH = 8
PARTITIONS = 64
MASK = (1 << 62) - 1
SPREAD = 0x9E3779B97F4A7C15
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
    rivals: bool
    is_negative: bool
    is_firm: bool


def find_links(claims: Iterable[Claim]) -> list[Claim]:
    """Return ``claims`` in the same order with their links filled in.

    *contradicts*, *corroborates* and *related* stand on both sides; *updates* points from the newer
    figure to the older one. The same as grouping by ``link_keys``, then ``links_between`` for each
    group, then ``chosen_links`` for each claim, which is how many machines do it.
    """
    listed = list(claims)
    profiles = [profile_of(claim) for claim in listed]
    found: dict[str, set[Link]] = defaultdict(set)
    seen: set[int] = set()
    for block in _blocks(profiles):
        for one, other in _near([(profiles[index], index) for index in block]):
            pair = min(one, other) << 32 | max(one, other)
            if pair not in seen:
                seen.add(pair)
                for source, link in judge(profiles[one], profiles[other]):
                    found[source].add(link)
    return [
        replace(claim, links=chosen_links(found[claim.id])) if claim.id in found else claim
        for claim in listed
    ]


def link_keys(claim: Claim) -> tuple[str, ...]:
    """Return the keys of a claim: only claims that share a key are judged for a link."""
    return tuple(f"{key:x}" for key in sorted(keys_of(profile_of(claim))))


def links_between(claims: Iterable[Claim]) -> Iterator[tuple[str, Link]]:
    """Yield (claim id, link) for the claims of one link key, in any order.

    In order of day and id every claim is judged with the ``LARGEST_BLOCK`` that follow it, so the
    cost is linear in the size of the block and the outcome depends on the block alone.
    """
    yield from links_along(sorted(claims, key=link_order))


def link_order(claim: Claim) -> tuple[int, str]:
    """Return the order in which the claims of one link key are judged: day, id."""
    return comparable(claim.representative).day_first or 0, claim.id


def links_along(claims: Iterable[Claim]) -> Iterator[tuple[str, Link]]:
    """Yield what ``links_between`` does for claims that come in ``link_order``, in flat memory."""
    earlier: deque[Profile] = deque(maxlen=LARGEST_BLOCK)
    for claim in claims:
        profile = profile_of(claim)
        for other in earlier:
            yield from judge(other, profile)
        earlier.append(profile)


def claim_for_links(claim: Claim) -> Claim:
    """Return ``claim`` with only those members that its links depend on: a few, however many."""
    dated = [member for member in claim.statements if member.published]
    kept = {claim.representative.id: claim.representative}
    if dated:
        first = min(dated, key=lambda member: member.published or date.min)
        last = max(dated, key=lambda member: member.published or date.min)
        kept |= {first.id: first, last.id: last}
    return replace(claim, statements=tuple(kept.values()))


def chosen_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links of one claim in order: all contradictions and updates, of the others a few;
    a claim that contradicts or updates is not listed again as related.
    """
    ordered = sorted(set(links), key=lambda link: (ORDER[link.type], link.claim, link.reason))
    chosen: dict[tuple[LinkType, str], Link] = {}
    linked: set[str] = set()
    weak = 0
    for link in ordered:
        is_weak = ORDER[link.type] >= ORDER["corroborates"]
        if (link.type, link.claim) in chosen or (is_weak and link.claim in linked):
            continue
        if is_weak and weak == MOST_LINKS:
            break
        weak += is_weak
        linked.add(link.claim)
        chosen[link.type, link.claim] = link
    return tuple(chosen.values())


def profile_of(claim: Claim) -> Profile:
    """Return what the links of ``claim`` are judged by."""
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
        rivals=not _words("rival").isdisjoint(view.words),
        is_negative=statement.status.name == "denied" or statement.status.polarity == "negative",
        is_firm=statement.status.name in FIRM,
    )


COUNTED = frozenset({"casualties", "displaced", "detained", "weapons", "damage", "force"})


def keys_of(profile: Profile) -> set[int]:
    """Return the link keys of a claim as integers of 62 bits.

    Pairs of rare words, counts (of what, where), and for denials and rival versions the kind; all
    but the counts together with the stretch of days, one more when the next is near.
    """
    view = profile.view
    ranks = list(map(ranks_seen().__getitem__, view.words[:LINK_WORDS]))
    near = [one + other for one, other in combinations(ranks, 2)]
    kinds = profile.kinds & _words("sharp")
    if "casualties" in profile.kinds and (profile.is_negative or profile.counts):
        kinds |= {"casualties"}
    near += [_key_number("kind", kind) for kind in kinds]
    if profile.rivals:
        near += [
            _key_number("ground", kind, place)
            for kind in profile.kinds & _words("ground")
            for place in profile.places
        ]
    keys = {(key + SPREAD * stretch) & MASK for stretch in _stretches(profile) for key in near}
    if profile.is_firm and not profile.is_negative:
        keys |= {
            _key_number("count", figure.measure, _outcome(figure), place)
            for figure in profile.counts
            for place in profile.places or profile.countries or {""}
        }
    return keys


def _stretches(profile: Profile) -> range:
    """Return the stretches of days the claim touches or nearly touches; none for months."""
    first, last = profile.view.day_first or 0, profile.view.day_last or 0
    if last - first > 2 * STRETCH:
        return range(0)
    return range(first // STRETCH, (last + NEAR_DAYS) // STRETCH + 1)


def _key_number(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=7).digest())


def _blocks(profiles: Sequence[Profile]) -> Iterator[list[int]]:
    """Yield the positions of the claims that share a link key."""
    keys = [array("q") for _ in range(PARTITIONS)]
    owners = [array("i") for _ in range(PARTITIONS)]
    for position, profile in enumerate(profiles):
        for key in keys_of(profile):
            keys[key % PARTITIONS].append(key)
            owners[key % PARTITIONS].append(position)
    for part in range(PARTITIONS):
        first: dict[int, int] = {}
        blocks: dict[int, list[int]] = {}
        for key, owner in zip(keys[part], owners[part], strict=True):
            earlier = first.setdefault(key, owner)
            if earlier != owner:
                blocks.setdefault(key, [earlier]).append(owner)
        yield from blocks.values()


def _near(block: Sequence[tuple[Profile, int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of a block, each claim with a bounded number of those that follow it in time."""
    ordered = sorted(
        ((profile.view.day_first or 0, profile.claim.id, index) for profile, index in block)
    )
    for place, (_, _, index) in enumerate(ordered, start=1):
        for _, _, other in islice(ordered, place, place + LARGEST_BLOCK):
            yield index, other


def judge(one: Profile, other: Profile) -> Iterator[tuple[str, Link]]:
    """Yield the links between two claims as (claim id, link), whichever comes first."""
    if one.places and other.places and one.places.isdisjoint(other.places):
        return
    if one.claim.id > other.claim.id:
        one, other = other, one
    overlap = word_overlap(one.view, other.view)
    kind: LinkType | None = "contradicts"
    reason = _contradiction(one, other, overlap)
    if not reason and (reason := _update(one, other, overlap.jaccard)):
        newer, older = (one, other) if _is_newer(one, other) else (other, one)
        yield newer.claim.id, Link("updates", older.claim.id, reason)
        return
    if not reason and (kind := _agreement(one, other, overlap)):
        reason = "another outlet tells the like" if kind == "corroborates" else "same subject"
    if kind and reason:
        yield one.claim.id, Link(kind, other.claim.id, reason)
        yield other.claim.id, Link(kind, one.claim.id, reason)


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
