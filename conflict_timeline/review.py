"""What an analyst should look at, and what becomes of the claims when one has decided.

Decisions aim at statements (or pairs of them), whose ids derive from content: they hold when the
articles are read again and when a claim gains members. Statements themselves are never changed:
decisions are applied to the claims that are built from them, every time they are built.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

from conflict_timeline.claims.cluster import make_claim, source_order
from conflict_timeline.claims.links import find_links
from conflict_timeline.kinds import kinds_named
from conflict_timeline.model import Claim, PlaceRef, Statement, Status, StatusName, TimeSpan, When
from conflict_timeline.problems import UsageProblem
from conflict_timeline.store.decisions import Decision, decided_day

ItemKind = Literal["date", "place", "pair"]
FIELDS = ("date", "city", "speaker", "status", "kinds")
STATES = ("accept", "reject", "unsure")
PAIRS = ("merge", "keep_apart")
PlaceNamed = Callable[[str], PlaceRef | None]


class ReviewItem(NamedTuple):
    """One thing to decide: a day, a place, or whether two claims are the same."""

    kind: ItemKind
    target_id: str
    claims: tuple[Claim, ...]
    why: str


class Effect(NamedTuple):
    """The decisions that hold, and the pairs of decisions in which two analysts disagree."""

    holding: list[Decision]
    conflicts: list[tuple[Decision, Decision]]


def find_items(claims: Iterable[Claim], kinds: Sequence[ItemKind]) -> Iterator[ReviewItem]:
    """Yield what is worth a look: uncertain days, places carried over, claims that may be one."""
    listed = list(claims)
    known = {claim.id: claim for claim in listed}
    for claim in listed:
        head = claim.representative
        if "date" in kinds and (why := _doubt_about_day(head)):
            yield ReviewItem("date", head.id, (claim,), why)
        if "place" in kinds and (why := _doubt_about_place(head)):
            yield ReviewItem("place", head.id, (claim,), why)
        for link in claim.links if "pair" in kinds else ():
            other = known.get(link.claim)
            if link.type in ("corroborates", "related") and other and claim.id < other.id:
                target = pair_id(head.id, other.representative.id)
                yield ReviewItem("pair", target, (claim, other), f"{link.type}: {link.reason}")


def pair_id(one: str, other: str) -> str:
    """Return the id of a pair of statements, whichever comes first."""
    return "+".join(sorted((one, other)))


def effect_of(decisions: Iterable[Decision]) -> Effect:
    """Return which decisions hold: an analyst's latest; where two disagree, who came first.

    A disagreement is reported until one of them decides as the other did.
    """
    slots: defaultdict[tuple[str, str, str], dict[str, Decision]] = defaultdict(dict)
    for decision in decisions:
        slot = slot_of(decision)
        if decision.action == "undo":  # takes back all that this analyst decided on the target
            for other, by_analyst in slots.items():
                if other[:2] == slot[:2]:
                    by_analyst.pop(decision.who, None)
        elif decision.action != "note":
            slots[slot][decision.who] = decision
    holding, conflicts = [], []
    for by_analyst in slots.values():
        if not by_analyst:
            continue
        first, *others = sorted(by_analyst.values(), key=lambda decision: decision.id)
        holding.append(first)
        conflicts += [(first, other) for other in others if verdict(other) != verdict(first)]
    return Effect(sorted(holding, key=lambda decision: decision.id), conflicts)


def slot_of(decision: Decision) -> tuple[str, str, str]:
    """Return what a decision settles: two decisions on one thing replace or contradict."""
    if decision.action in ("set", "set_date"):
        settles = decision.field or ""
    elif decision.action in STATES:
        settles = "state"
    elif decision.action in PAIRS:
        settles = "pair"
    else:
        settles = decision.action
    return decision.target_kind, decision.target_id, settles


def verdict(decision: Decision) -> tuple[str, str | None]:
    """Return what was decided, without who and why."""
    return decision.action, decision.new


def apply_decisions(
    claims: Sequence[Claim], decisions: Iterable[Decision], *, place_named: PlaceNamed
) -> list[Claim]:
    """Return ``claims`` as the decisions make them, with links; the same objects where nothing was
    decided."""
    holding = [d for d in effect_of(decisions).holding if d.target_kind in ("statement", "pair")]
    if not holding:
        return list(claims)
    built = decided_claims(claims, holding, place_named=place_named)
    return find_links([replace(claim, links=()) for claim in built])


def decided_claims(
    claims: Sequence[Claim], holding: Iterable[Decision], *, place_named: PlaceNamed
) -> list[Claim]:
    """Return ``claims`` as the decisions that hold make them, not linked anew.

    Claims that no pair of statements of a decision connects may be given in separate calls.
    """
    holding = [d for d in holding if d.target_kind in ("statement", "pair")]
    groups = _Groups(claims)
    for decision in holding:
        if decision.target_kind == "pair":
            one, _, other = decision.target_id.partition("+")
            if decision.action == "merge":
                groups.merge(one, other)
            elif decision.action == "keep_apart":
                groups.part(one, other)
        elif decision.action == "split":
            groups.split(decision.target_id)
    by_statement: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in holding:
        by_statement[decision.target_id].append(decision)
    built = []
    for members, original in groups.listed():
        made = [d for member in members for d in by_statement.get(member.id, ())]
        if any(d.action == "reject" for d in made):
            continue
        edits = [d for d in made if d.action == "set"]
        if original is not None and not edits:
            built.append(original)
            continue
        edited = [_edited(member, edits, place_named) for member in members]
        built.append(make_claim(sorted(edited, key=source_order)))
    return built


def orphans(decisions: Iterable[Decision], statement_ids: frozenset[str]) -> list[Decision]:
    """Return the decisions about statements that are no longer there; they are kept, and listed."""
    return [
        decision
        for decision in decisions
        if decision.target_kind in ("statement", "pair")
        and not set(decision.target_id.split("+")) <= statement_ids
    ]


def check_value(field: str, value: str) -> str:
    """Return ``value`` as it is stored for ``field``. Raises UsageProblem when it is none."""
    if field not in FIELDS:
        raise UsageProblem(
            "CTL-U016", f"“{field}” cannot be set", hint=f"one of {', '.join(FIELDS)}"
        )
    if field == "date":
        try:
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError as error:
            raise UsageProblem(
                "CTL-U003", f"“{value}” is no day", hint="write 2022-03-02"
            ) from error
    if field == "kinds":
        return ", ".join(kind for name in _names(value) for kind in kinds_named(name))
    if field == "status" and value.strip() not in get_args(StatusName):
        raise UsageProblem(
            "CTL-U007", f"“{value}” is no status", hint=f"one of {', '.join(get_args(StatusName))}"
        )
    return value.strip()


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


class _Groups:
    """The members of every claim, while decisions move them."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._members = [list(claim.statements) for claim in claims]
        self._original: list[Claim | None] = list(claims)
        self._group = {
            statement.id: at for at, claim in enumerate(claims) for statement in claim.statements
        }

    def merge(self, one: str, other: str) -> None:
        to, source = self._group.get(one), self._group.get(other)
        if to is None or source is None or to == source:
            return
        for statement in self._members[source]:
            self._group[statement.id] = to
        self._members[to] += self._members[source]
        self._members[source] = []
        self._original[to] = self._original[source] = None

    def part(self, one: str, other: str) -> None:
        if self._group.get(one) is not None and self._group.get(one) == self._group.get(other):
            self.split(max(one, other))

    def split(self, statement_id: str) -> None:
        at = self._group.get(statement_id)
        if at is None or len(self._members[at]) < 2:
            return
        alone = [s for s in self._members[at] if s.id == statement_id]
        self._members[at] = [s for s in self._members[at] if s.id != statement_id]
        self._original[at] = None
        self._group[statement_id] = len(self._members)
        self._members.append(alone)
        self._original.append(None)

    def listed(self) -> Iterator[tuple[list[Statement], Claim | None]]:
        for members, original in zip(self._members, self._original, strict=True):
            if members:
                yield members, original


def _doubt_about_day(statement: Statement) -> str:
    if statement.when is None:
        return "the article has no publication day"
    if statement.published_basis == "inferred":
        return "the publication day was inferred"
    if statement.when.basis == "document":
        return "nothing but the publication day dates it"
    return ""


def _doubt_about_place(statement: Statement) -> str:
    for place in statement.places:
        if place.role != "event" or place.name not in statement.cities:
            continue
        if not statement.start <= place.start < statement.end:
            return f"{place.name} was carried over from another sentence"
        if place.lat is None:
            return f"{place.name} has no coordinates"
    return ""


def _edited(statement: Statement, edits: Sequence[Decision], place_named: PlaceNamed) -> Statement:
    for decision in edits:
        statement = _set(statement, decision, place_named)
    return statement


def _set(statement: Statement, decision: Decision, place_named: PlaceNamed) -> Statement:
    """Return a copy of ``statement`` with one value as it was decided, and the reason beside it."""
    value = decision.new or ""
    by = f"{decision.field}: set to “{value}” by {decision.who}"
    reason = f"{by}: {decision.reason}" if decision.reason else by
    why = (*statement.why, reason)
    if decision.field == "date":
        day = decided_day(value)
        when = _day(day, statement, reason) if day else statement.when
        return replace(statement, when=when, why=why)
    if decision.field == "city":
        others = tuple(
            replace(place, role="mention") if place.role == "event" else place
            for place in statement.places
        )
        place = place_named(value) if value else None
        if place is not None:
            others = (replace(place, role="event", reason=reason), *others)
        cities = () if not value else (place.name if place else value,)
        return replace(statement, places=others, cities=cities, why=why)
    if decision.field == "speaker":
        return replace(statement, speakers=(value,) if value else (), why=why)
    if decision.field == "kinds":
        return replace(statement, kinds=_names(value), why=why)
    names: tuple[StatusName, ...] = get_args(StatusName)
    name = next((name for name in names if name == value), statement.status.name)
    status = Status(name, statement.status.polarity, None, f"decision {decision.id}")
    return replace(statement, status=status, why=why)


def _day(day: date, statement: Statement, reason: str) -> When:
    midnight = datetime(day.year, day.month, day.day)
    span = TimeSpan(midnight, midnight + timedelta(days=1), "day", day.isoformat())
    before = statement.when
    return When(
        filing_day=day,
        span=span,
        basis="explicit",
        expression=before.expression if before else None,
        said=before.said if before else None,
        zone=before.zone if before else None,
        reason=reason,
    )
