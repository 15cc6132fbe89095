"""Keeps the claims of a store up to date with its statements and with what analysts decided.

    what waits -> views -> accepted pairs with what is stored -> the connected parts that changed
               -> their claims -> decisions -> the claims that differ -> links near them

Only that much is read and written, a batch at a time and each batch in one transaction, so that the
cost depends on what came, memory is flat, and an interrupted run goes on where it stopped. The
claims are the same as from everything at once, whatever came first and in how many runs.
"""

import json
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from time import sleep
from typing import NamedTuple

from conflict_timeline.claims.blocks import shared_blocks
from conflict_timeline.claims.cluster import (
    claim_id_of,
    make_claim,
    no_collector,
    source_order,
)
from conflict_timeline.claims.comparable import Comparable, comparable
from conflict_timeline.claims.digest import claim_weight
from conflict_timeline.claims.incremental import (
    accepted_of_fresh,
    changed_pairs,
    claims_version,
    day_of_keys,
    days_to_search,
    groups_of_part,
    joined,
    parts,
    reach_of_change,
    view_digest,
    view_from_text,
    view_to_text,
)
from conflict_timeline.claims.keys import blocking_keys
from conflict_timeline.claims.links import (
    LARGEST_BLOCK,
    chosen_links,
    claim_for_links,
    judge,
    keys_of,
    may_be_linked,
    profile_of,
)
from conflict_timeline.claims.profile import Gist, Profile
from conflict_timeline.extract import place_named
from conflict_timeline.model import Claim, Link, Statement
from conflict_timeline.record_json import ARTICLE_PREFIX, claim_to_json, json_line
from conflict_timeline.review import decided_claims, effect_of
from conflict_timeline.store import (
    Decision,
    Store,
    add_claims,
    claims_are_stale,
    drop_claims,
    matching,
    read_decisions,
)
from conflict_timeline.store.matching import LAST_DAY, Key

BATCH = 2_000
"""Statements matched in one transaction: enough to write the keys of neighbours together, few
enough for memory and for other programs that wait to write."""

PAUSE = 0.11
"""Seconds between batches: another program that waits to write asks ten times a second."""

CHUNK = 2_500  # claims that are written at a time
PAIRS = 1_000  # pairs of claims that are judged at a time: their profiles are kept meanwhile
PROFILES = 4_000  # kept from one batch to the next; those of a batch hold little beside it
FIRST, LAST = Key(-1, ""), Key(LAST_DAY, "")
WHOLE_BLOCK = 4 * LARGEST_BLOCK  # claims of one link key up to which all are read
MANY = 30  # changes in one larger block for which all of it is read, and not what is around each


def update_claims(store: Store) -> None:
    """Bring the claims up to date with all that is stored and decided."""
    profiles = _Profiles(store)
    while _update_some(store, profiles):
        if not store.connection.in_transaction:
            sleep(PAUSE)


def needs_update(store: Store) -> bool:
    """Return whether something is stored that the claims do not follow, or the rules of matching
    are others."""
    return claims_are_stale(store) or matching.read_state(store).matched_with != claims_version()


def _update_some(store: Store, profiles: "_Profiles") -> bool:
    """Match one batch of what waits; return whether more is left."""
    version = claims_version()
    with store.transaction(), no_collector():
        profiles.begin_batch()
        state = matching.read_state(store)
        if state.matched_with != version:
            matching.start_over(store, version)
            state = matching.read_state(store)
        waiting = matching.read_pending(store, BATCH)
        decisions = Decided.read(store, after=state.decided)
        rows = dict.fromkeys(statement for _, statement in waiting)
        change = _match(store, rows, decisions)
        _rebuild(store, change, decisions, profiles)
        matching.drop_pending(store, waiting)
        left = bool(matching.read_pending(store, 1))
        matching.settle(store, decisions.last, is_stale=left)
    return left


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about statements: those that hold, every statement that one names, whom each
    pair decision brings together, and the statements of decisions that the claims do not follow
    yet."""

    holding: list[Decision]
    named: frozenset[str]
    partners: dict[str, set[str]]
    fresh: frozenset[str]
    last: int

    @classmethod
    def read(cls, store: Store, *, after: int) -> "Decided":
        """Return the decisions of ``store``; those numbered beyond ``after`` are new."""
        listed = list(read_decisions(store))
        partners: defaultdict[str, set[str]] = defaultdict(set)
        named: set[str] = set()
        fresh: set[str] = set()
        for decision in listed:
            if decision.target_kind not in ("statement", "pair"):
                continue
            targets = decision.target_id.split("+")
            named.update(targets)
            if decision.id > after:
                fresh.update(targets)
            for one in targets:
                partners[one].update(other for other in targets if other != one)
        return cls(
            holding=effect_of(listed).holding,
            named=frozenset(named),
            partners=dict(partners),
            fresh=frozenset(fresh),
            last=max((decision.id for decision in listed), default=0),
        )


Read = tuple[Statement, str]
"""A statement with its JSON as the store keeps it."""


@dataclass(slots=True)
class Change:
    """What one batch touches: statements that are new or differ (those that are there, read), the
    parts of the graph around them as groups, and the statements of all these."""

    dirty: set[str]
    read: dict[str, Read]
    views: dict[str, Comparable]
    statements: set[str]
    groups: list[tuple[str, ...]] = field(default_factory=list)


def _match(store: Store, ids: Iterable[str], decisions: Decided) -> Change:
    """Bring views, keys and pairs up to date with statements; return the claims around them as
    groups of statements, before decisions."""
    listed = list(ids)
    dirty = set(listed)
    before = matching.views_of(store, listed)
    loaded = matching.load_statements(store, listed)
    read = {one.id: (one, line) for one, line in loaded if one.when is not None}
    views = {name: comparable(statement) for name, (statement, _) in read.items()}
    now, fresh = _views_now(store, views, before)
    matching.save_matched(
        store,
        gone=[name for name in before if name not in now],
        now=[(name, view, source_order(read[name][0])[0]) for name, view in now.items()],
    )
    old, kept = set(before.values()), set(now.values())
    touched = old | kept
    emptied = matching.without_members(store, old - kept)
    for near in matching.pairs_among(store, emptied).values():
        touched |= near.keys()
    touched -= set(emptied)
    _drop_views(store, emptied)
    _pair(store, fresh)
    named = matching.views_of(store, decisions.named)
    beside = {one for name in dirty & decisions.named for one in decisions.partners[name]}
    touched |= {named[one] for one in (beside | decisions.fresh) & named.keys()}
    reached = _closure(store, touched, decisions, named)
    change = Change(dirty=dirty, read=read, views=views, statements=set(dirty))
    for group in _groups(store, reached, dict(fresh)):
        change.groups.append(group)
        change.statements.update(group)
    return change


def _views_now(
    store: Store, views: Mapping[str, Comparable], before: dict[str, int]
) -> tuple[dict[str, int], list[tuple[int, Comparable]]]:
    """Return the number of each statement's view, and the views that are new."""
    texts: dict[str, str] = {}
    different: dict[str, Comparable] = {}
    alone: dict[str, str] = {}
    for name, view in views.items():
        text = view_to_text(view)
        if view.words:
            texts[name] = text
            different[text] = view
        else:
            alone[name] = text
    digests = {text: view_digest(text) for text in different}
    known = matching.known_views(store, set(digests.values()))
    number = matching.next_view(store)
    rows: list[tuple[int, int | None, str]] = []
    fresh: list[tuple[int, Comparable]] = []
    for text, view in different.items():
        if text not in known:
            known[text] = number
            rows.append((number, digests[text], text))
            fresh.append((number, view))
            number += 1
    now = {statement: known[text] for statement, text in texts.items()}
    stored = matching.view_records(store, {before[one] for one in alone.keys() & before.keys()})
    for name, text in alone.items():
        if stored.get(before.get(name, 0)) == text:
            now[name] = before[name]
        else:
            now[name] = number
            rows.append((number, None, text))
            number += 1
    matching.add_views(store, rows)
    return now, fresh


def _keys(number: int, view: Comparable) -> Iterator[tuple[int, int, int]]:
    day = day_of_keys(view)
    return ((key, day, number) for key in blocking_keys(view))


def _drop_views(store: Store, numbers: Collection[int]) -> None:
    keys = [
        row
        for number, text in matching.view_records(store, numbers).items()
        for row in _keys(number, view_from_text(text))
    ]
    matching.drop_views(store, numbers, keys)


def _pair(store: Store, fresh: Sequence[tuple[int, Comparable]]) -> None:
    """Add the keys of new views and the pairs that are accepted with them."""
    views = [view for _, view in fresh]
    keys = [blocking_keys(view) for view in views]
    blocks = _blocks_with_stored(store, views, keys)
    numbers = [number for number, _ in fresh]
    at: dict[int, int] = {}
    for number in sorted({number for block in blocks.values() for number in block}):
        at[number] = len(numbers)
        numbers.append(number)
    records = matching.view_records(store, at)
    views += [view_from_text(records[number]) for number in at]
    mixed = {key: [at[number] for number in block] for key, block in blocks.items()}
    if mixed:
        for place, own in enumerate(keys):
            for key in own:
                if key in mixed:
                    mixed[key].append(place)
    among = shared_blocks(views[: len(fresh)])
    pairs = accepted_of_fresh(len(fresh), chain(among, mixed.values()), views)
    matching.add_pairs(store, [(numbers[one], numbers[other], s) for one, other, s in pairs])
    rows = []
    for (number, view), own in zip(fresh, keys, strict=True):
        day = day_of_keys(view)
        rows += [(key, day, number) for key in own]
    matching.add_view_keys(store, rows)


def _blocks_with_stored(
    store: Store, views: Sequence[Comparable], keys: Sequence[Iterable[int]]
) -> dict[int, list[int]]:
    """Return the stored views that share one of the ``keys`` of each of ``views`` and lie near
    enough in time, by key."""
    in_use = matching.keys_in_use(store, chain.from_iterable(keys))
    if not in_use:
        return {}
    spans: dict[int, list[tuple[int, int]]] = {}
    for view, own in zip(views, keys, strict=True):
        span = days_to_search(view)
        for key in in_use.intersection(own):
            spans.setdefault(key, []).append(span)
    return matching.sharing(
        store,
        [
            (key, low, high)
            for key, days in spans.items()
            for low, high in (days if len(days) == 1 else joined(days))
        ],
    )


def _closure(
    store: Store, touched: set[int], decisions: Decided, named: dict[str, int]
) -> set[int]:
    """Return the views that accepted pairs and pairs of decisions lead to."""
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for one, others in decisions.partners.items():
        if one in named:
            beside[named[one]] |= {named[other] for other in others if other in named}
    reached = matching.reachable(store, touched)
    while more := {other for view in beside.keys() & reached for other in beside[view]} - reached:
        reached |= matching.reachable(store, more)
    return reached


def _groups(
    store: Store, reached: set[int], views: dict[int, Comparable]
) -> Iterator[tuple[str, ...]]:
    """Yield the statements of each claim of the parts of the graph that were reached."""
    members = matching.members_of(store, reached)  # none where all are gone and still wait for it
    pairs = matching.pairs_among(store, members)
    neighbours = {
        view: {other: score for other, score in near.items() if other in members}
        for view, near in pairs.items()
    }
    unread = [view for view in neighbours if view not in views]
    views = views | {
        number: view_from_text(text)
        for number, text in matching.view_records(store, unread).items()
    }
    for part in parts(members, neighbours):
        for group in groups_of_part(part, neighbours, views, members):
            yield tuple(member.id for member in group)


def _rebuild(store: Store, change: Change, decisions: Decided, profiles: "_Profiles") -> None:
    """Replace the claims of what changed, where they differ, and link what is near them."""
    before = matching.claims_holding(store, change.statements)
    by_hand = [group for group in change.groups if not decisions.named.isdisjoint(group)]
    decided = _decided(_made(store, by_hand, change.read), decisions)
    same = {claim.id for claim in decided if claim.id in before and _is_stored(store, claim)}
    groups: list[tuple[str, ...]] = []
    for group in change.groups:
        if decisions.named.isdisjoint(group):
            name = claim_id_of(group[0])
            if before.get(name) == group and change.dirty.isdisjoint(group):
                same.add(name)
            else:
                groups.append(group)
    gone = before.keys() - same
    linker = _Linker(store, profiles)
    linker.remove(gone)
    numbers = drop_claims(store, gone)
    new = chain(
        (claim for claim in decided if claim.id not in same), _made(store, groups, change.read)
    )
    while chunk := list(islice(new, CHUNK)):
        add_claims(store, chunk, weigh=claim_weight, numbers=numbers, lines=change.read)
        linker.add(chunk, change)
    linker.finish()


def _made(
    store: Store, groups: Iterable[Sequence[str]], read: Mapping[str, Read]
) -> Iterator[Claim]:
    """Yield a claim without links for each group of statements in the order of the sources.

    Those that are not ``read`` yet are read now.
    """
    iterator = iter(groups)
    while chunk := list(islice(iterator, CHUNK)):
        unread = dict.fromkeys(name for group in chunk for name in group if name not in read)
        found = {one.id: (one, line) for one, line in matching.load_statements(store, unread)}
        for group in chunk:
            yield make_claim([(read.get(name) or found[name])[0] for name in group])


def _decided(claims: Iterable[Claim], decisions: Decided) -> list[Claim]:
    """Return the claims that the decisions make of those that they name."""
    ordered = sorted(claims, key=lambda claim: claim.id)
    return decided_claims(ordered, decisions.holding, place_named=place_named)


def _is_stored(store: Store, claim: Claim) -> bool:
    """Return whether the store holds just this claim, whatever its links."""
    text = json_line(claim_to_json(claim))
    return any(
        json_line(claim_to_json(replace(stored, links=()))) == text
        for stored in matching.load_claims(store, [claim.id])
    )


def _profile_of(claim: Claim, view: Comparable | None = None) -> Profile:
    """Return what a claim is judged by, the same for one just made and for one that was stored:
    with only the members that matter, of articles by the prefix that the store keeps."""
    return profile_of(claim_for_links(claim), view=view, digits=ARTICLE_PREFIX)


def _place(profile: Profile) -> Key:
    """Return where a claim stands in the blocks of its link keys (see ``links.link_order``)."""
    return Key(profile.view.day_first or 0, profile.claim.id)


class _Profiles:
    """What claims are judged by, the ones used last kept in memory."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.kept: OrderedDict[str, Profile] = OrderedDict()
        self.seen = -1

    def begin_batch(self) -> None:
        """Forget what was used long ago, and all where another program wrote since the last batch:
        the claims may be others now."""
        (seen,) = self.store.connection.execute("PRAGMA data_version").fetchone()
        if seen != self.seen:
            self.kept.clear()
            self.seen = seen
        while len(self.kept) > PROFILES:
            self.kept.popitem(last=False)

    def add(self, claim: Claim, view: Comparable | None = None) -> Profile:
        profile = self.kept[claim.id] = _profile_of(claim, view)
        self.kept.move_to_end(claim.id)
        if len(self.kept) > PROFILES + BATCH:
            self.kept.popitem(last=False)
        return profile

    def load(self, names: AbstractSet[str]) -> None:
        """Read those of ``names`` that are not in memory; fewer than are kept."""
        unread = [name for name in names if name not in self.kept]
        for name in names - set(unread):
            self.kept.move_to_end(name)
        for claim in matching.load_claims(self.store, unread):
            self.add(claim)

    def get(self, name: str) -> Profile:
        """Return the profile of one claim."""
        if name not in self.kept:
            self.load({name})
        return self.kept[name]


_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


class _StoredGist(NamedTuple):
    """A gist as the store keeps it."""

    is_negative: bool
    places: frozenset[str]
    kinds: frozenset[str]
    counts: Sequence[object]

    @staticmethod
    def text(gist: Gist) -> str:
        """Return a gist as the store keeps it."""
        return _ENCODER.encode(
            [gist.is_negative, sorted(gist.places), sorted(gist.kinds), bool(gist.counts)]
        )

    @classmethod
    def read(cls, text: str) -> "_StoredGist":
        """Return the gist that ``text`` wrote."""
        is_negative, places, kinds, counts = json.loads(text)
        return cls(is_negative, frozenset(places), frozenset(kinds), (True,) if counts else ())


class _Linker:
    """Judges again what lies near the claims that went or came, and shows the links that changed.

    Of every block only the pairs are judged that could not be before; what was found stays.
    """

    def __init__(self, store: Store, profiles: _Profiles) -> None:
        self.store = store
        self.profiles = profiles
        self.gone: defaultdict[int, list[Key]] = defaultdict(list)
        self.come: defaultdict[int, list[Key]] = defaultdict(list)
        self.removed: set[str] = set()
        self.added: list[tuple[str, str]] = []
        self.changed: set[str] = set()

    def remove(self, claims: Collection[str]) -> None:
        """Take away the links and keys of claims, before they are removed."""
        for claim in matching.load_claims(self.store, claims):
            profile = _profile_of(claim)
            place = _place(profile)
            for key in keys_of(profile):
                self.gone[key].append(place)
        self.removed.update(claims)
        self.changed |= matching.drop_links_to(self.store, claims) - self.removed

    def add(self, claims: Iterable[Claim], change: Change) -> None:
        """Take in claims that were added."""
        for claim in claims:
            head = claim.representative
            read = change.read.get(head.id)
            is_as_read = read is not None and read[0] is head  # not as a decision edited it
            profile = self.profiles.add(claim, change.views[head.id] if is_as_read else None)
            self.added.append((claim.id, _StoredGist.text(profile)))
            place = _place(profile)
            for key in keys_of(profile):
                self.come[key].append(place)

    def finish(self) -> None:
        """Judge what lies near all these."""
        matching.change_gists(self.store, gone=self.removed, come=self.added)
        in_use = matching.link_keys_in_use(self.store, chain(self.gone, self.come))
        matching.change_link_keys(
            self.store,
            gone=[(key, place.day, place.claim) for key, ps in self.gone.items() for place in ps],
            come=[(key, place.day, place.claim) for key, ps in self.come.items() for place in ps],
        )
        judged, parted = self._pairs(in_use)
        lost = [
            (one.claim, other.claim)
            for one, other in matching.linked(self.store, parted)
            if (one, other) not in judged and not self._are_near(one, other)
        ]
        matching.drop_links_between(self.store, lost)
        self.changed.update(name for pair in lost for name in pair)
        found: list[tuple[str, Link]] = []
        gists = self._gists({place.claim for pair in judged for place in pair})
        likely = (
            (one.claim, other.claim)
            for one, other in sorted(judged)
            if may_be_linked(gists[one.claim], gists[other.claim])
        )
        while chunk := list(islice(likely, PAIRS)):
            self.profiles.load({name for pair in chunk for name in pair})
            for one, other in chunk:
                for source, link in judge(self.profiles.get(one), self.profiles.get(other)):
                    found.append((source, link))
                    self.changed.add(source)
        matching.add_links(self.store, found)
        self._show()

    def _gists(self, names: Collection[str]) -> dict[str, Gist]:
        """Return the gists of claims, of those that are not in memory as the store keeps them."""
        kept = self.profiles.kept
        gists: dict[str, Gist] = {name: kept[name] for name in names if name in kept}
        unread = [name for name in names if name not in gists]
        for name, text in matching.gists_of(self.store, unread).items():
            gists[name] = _StoredGist.read(text)
        return gists

    def _pairs(self, in_use: AbstractSet[int]) -> tuple[set[tuple[Key, Key]], set[tuple[Key, Key]]]:
        """Return the pairs of claims to judge, and those that one block does not bring together
        any more; ``in_use`` are the keys that any claim had before."""
        judged: set[tuple[Key, Key]] = set()
        parted: set[tuple[Key, Key]] = set()
        for key, places in self.come.items():
            if len(places) > 1 and key not in in_use:  # a block of new claims alone
                judged.update(changed_pairs(sorted(places), come=places, gone=()).judged)
        for key, block in matching.link_blocks(self.store, in_use, largest=WHOLE_BLOCK):
            come, gone = set(self.come.get(key, ())), set(self.gone.get(key, ()))
            for stretch in [block] if block else self._stretches(key, come | gone):
                first, last = (FIRST, LAST) if block else (stretch[0], stretch[-1])
                changes = changed_pairs(
                    stretch,
                    come=come.intersection(stretch),
                    gone=[place for place in gone if first <= place <= last],
                )
                judged.update(changes.judged)
                parted.update(changes.parted)
        return judged, parted

    def _stretches(self, key: int, changed: Collection[Key]) -> Iterator[list[Key]]:
        """Yield the stretches of a large block in which pairs may have changed; all of it where
        much has."""
        if len(changed) > MANY:
            yield matching.link_window(self.store, key, FIRST, reach=LAST_DAY)
            return
        reach = reach_of_change(len(changed))
        stretch: list[Key] = []
        for place in sorted(changed):
            window = matching.link_window(self.store, key, place, reach=reach)
            if stretch and window[0] > stretch[-1]:
                yield stretch
                stretch = []
            stretch = sorted({*stretch, *window})
        yield stretch

    def _are_near(self, one: Key, other: Key) -> bool:
        """Return whether another block still brings two claims together."""
        keys = keys_of(self.profiles.get(one.claim)) & keys_of(self.profiles.get(other.claim))
        return any(
            matching.is_near_in_block(self.store, key, one, other, reach=LARGEST_BLOCK)
            for key in keys
        )

    def _show(self) -> None:
        """Store the links of the claims whose links changed."""
        names = iter(sorted(self.changed))
        while chunk := list(islice(names, CHUNK)):
            found = matching.links_found(self.store, chunk)
            for claim in matching.load_claims(self.store, chunk):
                links = chosen_links(found.get(claim.id, ()))
                if links != claim.links:
                    linked = replace(claim, links=links)
                    matching.show_links(self.store, linked, weight=claim_weight(linked))
