"""Links between claims: a newer figure, a rival version, an independent outlet, the same subject.

Candidates come from three indexes (rare words, counts, denials), so the cost stays near-linear;
a pair is then judged on its own. Rival versions are never merged, averaged or dropped: they are
linked and kept.
"""

import re
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, islice

from conflict_timeline.claims.comparable import Comparable, comparable
from conflict_timeline.claims.contradictions import contradiction
from conflict_timeline.claims.counting import outcome, update_reason
from conflict_timeline.claims.guards import stated_conflict, worded_conflict
from conflict_timeline.claims.overlap import Overlap, word_overlap
from conflict_timeline.claims.profile import (
    Gist,
    Profile,
    are_apart,
    is_brief,
    link_words,
    profile_of,
    spanning_members,
)
from conflict_timeline.claims.vocabulary import ranks_seen
from conflict_timeline.model import Claim, Link, LinkType

__all__ = [
    "Profile",
    "chosen_links",
    "claim_for_links",
    "find_links",
    "judge",
    "keys_of",
    "link_keys",
    "link_order",
    "links_along",
    "links_between",
    "profile_of",
]

LARGEST_BLOCK = 60
LINK_WORDS = 5
STRETCH = 8  # days
NEAR_DAYS = 3
LOOK_BACK = 4  # stretches that a denial looks back for the sentence it takes up
PARTITIONS = 64
MASK = (1 << 62) - 1
SPREAD = 0x9E3779B97F4A7C15
MOST_LINKS = 8
HALF = 0.5
ORDER: dict[LinkType, int] = {"contradicts": 0, "updates": 1, "corroborates": 2, "related": 3}
_UP_FROM = re.compile(r"(?P<new>.*), up from (?P<old>[\d,.e+]+) \((?P<day>\d{4}-\d\d-\d\d)\)")


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
    if len(claim.statements) == 1:
        return claim
    return replace(claim, statements=spanning_members(claim))


def chosen_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links of one claim in order: all contradictions, for each figure the update of the
    one before, of the others a few; a claim that contradicts or updates is not listed again as
    related.
    """
    ordered = sorted(
        _latest_updates(set(links)), key=lambda link: (ORDER[link.type], link.claim, link.reason)
    )
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


def _latest_updates(links: set[Link]) -> Iterator[Link]:
    """Yield the links, of the updates of one figure only that of the latest, and largest, before
    it: a series is a chain.
    """
    latest: dict[str, tuple[tuple[str, float, str], Link]] = {}
    for link in links:
        found = _UP_FROM.fullmatch(link.reason) if link.type == "updates" else None
        if found is None:
            yield link
            continue
        rank = found["day"], float(found["old"].replace(",", "")), link.claim
        if found["new"] not in latest or latest[found["new"]][0] < rank:
            latest[found["new"]] = rank, link
    for _, link in latest.values():
        yield link


def keys_of(profile: Profile) -> set[int]:
    """Return the link keys of a claim as integers of 62 bits.

    Pairs of rare words, counts (of what, where), acts of war by city, and for denials and rival
    versions the kind; all but the counts together with the stretch of days, one more when the
    next is near. A denial has also the words of what it takes up, some stretches back, and the
    strikes of its own article.
    """
    view = profile.view
    near = _word_keys(view)
    kinds = profile.kinds & link_words("sharp")
    if "casualties" in profile.kinds and (profile.is_negative or profile.counts):
        kinds |= {"casualties"}
    near += [_key_number("kind", kind) for kind in kinds]
    if profile.kinds & link_words("strike"):
        near += [_key_number("strike", place) for place in profile.places]
    if profile.rivals:
        near += [
            _key_number("ground", kind, place)
            for kind in profile.kinds & link_words("ground")
            for place in profile.places
        ]
    stretches = _stretches(profile)
    keys = {_in_stretch(key, stretch) for stretch in stretches for key in near}
    if profile.about is not None and stretches:
        back = range(stretches[0] - LOOK_BACK, stretches[-1] + 1)
        keys |= {_in_stretch(key, stretch) for stretch in back for key in _word_keys(profile.about)}
    if profile.is_denial or profile.kinds & link_words("strike"):
        keys |= {_key_number("article", article) for article in profile.articles}
    if profile.is_firm and not profile.is_negative:
        keys |= {
            _key_number("count", figure.measure, outcome(figure), place)
            for figure in profile.counts
            for place in profile.places or profile.countries or {""}
        }
    return keys


def _word_keys(view: Comparable) -> list[int]:
    ranks = list(map(ranks_seen().__getitem__, view.words[:LINK_WORDS]))
    return [one + other for one, other in combinations(ranks, 2)]


def _in_stretch(key: int, stretch: int) -> int:
    return (key + SPREAD * stretch) & MASK


def _stretches(profile: Profile) -> range:
    """Return the stretches of days the claim touches or nearly touches; none for months."""
    first, last = profile.view.day_first or 0, profile.view.day_last or 0
    if last - first > 2 * STRETCH:
        return range(0)
    return range(first // STRETCH, (last + NEAR_DAYS) // STRETCH + 1)


@lru_cache(maxsize=1 << 14)
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
    if one.claim.id > other.claim.id:
        one, other = other, one
    if not may_be_linked(one, other):
        return
    overlap = word_overlap(one.view, other.view, with_figures=False)
    if reason := contradiction(one, other, overlap):
        yield one.claim.id, Link("contradicts", other.claim.id, reason)
        yield other.claim.id, Link("contradicts", one.claim.id, reason)
        return
    if are_apart(one, other):
        return
    newer, older, reason = update_reason(one, other, overlap)
    if reason:
        yield newer.claim.id, Link("updates", older.claim.id, reason)
    elif kind := _agreement(one, other, overlap):
        reason = "another outlet tells the like" if kind == "corroborates" else "same subject"
        yield one.claim.id, Link(kind, other.claim.id, reason)
        yield other.claim.id, Link(kind, one.claim.id, reason)


def may_be_linked(one: Gist, other: Gist) -> bool:
    """Return whether two claims have anything that a link could rest on: cheap, for most have not.

    Claims of different cities are linked only where one denies. It reads nothing but the gists: a
    store keeps those beside its claims, and reads the few claims that pass.
    """
    if one.is_negative != other.is_negative:
        return True
    if are_apart(one, other):
        return False
    return bool(one.counts and other.counts) or not one.kinds.isdisjoint(other.kinds)


def _agreement(one: Profile, other: Profile, overlap: Overlap) -> LinkType | None:
    """Return how two claims that do not conflict belong together, if they do."""
    if one.is_negative != other.is_negative or not _share_subject(one, other):
        return None
    if not (is_brief(one) and is_brief(other)) or overlap.dice < HALF:
        return None
    if stated_conflict(one.view, other.view) or worded_conflict(one.view, other.view, overlap):
        return None
    return "corroborates" if _are_independent(one, other) else "related"


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
