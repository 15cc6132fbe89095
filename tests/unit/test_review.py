"""Decisions change claims, never statements; they add up, and disagreements are reported."""

from datetime import date

import pytest

from conflict_timeline.claims import cluster_claims
from conflict_timeline.model import Claim, PlaceRef
from conflict_timeline.problems import UsageProblem
from conflict_timeline.review import (
    apply_decisions,
    check_value,
    effect_of,
    find_items,
    orphans,
    pair_id,
)
from conflict_timeline.store.decisions import Decision
from tests import records

ONE = records.article("Shells hit Kharkiv on Saturday. A bridge in Mykolaiv was raised on Friday.")
TWO = records.article("Volunteers baked bread for the evacuees.", "two.txt", basis="inferred")
SHELLS = records.statement(ONE, "Shells hit Kharkiv on Saturday.", speaker="the mayor")
BRIDGE = records.statement(ONE, "A bridge in Mykolaiv was raised on Friday.", city="Mykolaiv")
BREAD = records.statement(TWO, "Volunteers baked bread for the evacuees.", kinds=("aid",))
CLAIMS = cluster_claims([SHELLS, BRIDGE, BREAD])


def kyiv(name: str) -> PlaceRef | None:
    return records.place("Kyiv", 0) if name == "Kiev" else None


def decided(*decisions: Decision) -> list[Claim]:
    numbered = [decision._replace(id=number) for number, decision in enumerate(decisions, 1)]
    return apply_decisions(CLAIMS, numbered, place_named=kyiv)


def on(statement_id: str, action: str, who: str = "ana", **values: str) -> Decision:
    kind = "pair" if "+" in statement_id else "statement"
    return Decision(who, kind, statement_id, action, **values)  # type: ignore[arg-type]


def texts(claims: list[Claim]) -> list[list[str]]:
    return sorted(sorted(s.text for s in claim.statements) for claim in claims)


def find(claims: list[Claim], statement_id: str) -> Claim:
    return next(c for c in claims if statement_id in [s.id for s in c.statements])


BOTH = pair_id(SHELLS.id, BREAD.id)


def test_review_of_no_decisions_changes_nothing() -> None:
    assert decided() == CLAIMS
    assert decided(on(SHELLS.id, "accept"), on(BREAD.id, "unsure")) == CLAIMS


def test_review_reject_takes_the_claim_off_the_timeline() -> None:
    assert texts(decided(on(SHELLS.id, "reject"))) == texts(
        [c for c in CLAIMS if c.representative.id != SHELLS.id]
    )


def test_review_merge_and_its_undo() -> None:
    merged = decided(on(BOTH, "merge"))
    assert len(find(merged, SHELLS.id).statements) == 2
    assert decided(on(BOTH, "merge"), on(BOTH, "undo")) == CLAIMS


def test_review_merge_then_split() -> None:
    assert texts(decided(on(BOTH, "merge"), on(BREAD.id, "split"))) == texts(CLAIMS)
    assert texts(decided(on(BOTH, "merge"), on(pair_id(BREAD.id, SHELLS.id), "keep_apart"))) == (
        texts(CLAIMS)
    )


@pytest.mark.parametrize(
    ("field", "new", "expected"),
    [
        ("date", "2022-02-20", (date(2022, 2, 20), ("Kharkiv",), ("the mayor",), "asserted")),
        ("city", "Kiev", (date(2022, 2, 26), ("Kyiv",), ("the mayor",), "asserted")),
        ("city", "", (date(2022, 2, 26), (), ("the mayor",), "asserted")),
        ("speaker", "Olena", (date(2022, 2, 26), ("Kharkiv",), ("Olena",), "asserted")),
        ("status", "denied", (date(2022, 2, 26), ("Kharkiv",), ("the mayor",), "denied")),
    ],
)
def test_review_sets(field: str, new: str, expected: tuple[object, ...]) -> None:
    claims = decided(on(SHELLS.id, "set", field=field, new=new, reason="the town hall log"))
    head = find(claims, SHELLS.id).representative
    assert head.when
    assert (head.when.filing_day, head.cities, head.speakers, head.status.name) == expected
    assert head.why[-1] == f"{field}: set to “{new}” by ana: the town hall log"
    assert head.text == SHELLS.text
    assert SHELLS.why == ("status.en.test",)


def test_review_the_latest_decision_of_one_analyst_holds() -> None:
    first, second = (on(SHELLS.id, "set", field="speaker", new=new) for new in ("A", "B"))
    assert find(decided(first, second), SHELLS.id).representative.speakers == ("B",)


def test_review_two_analysts_who_disagree_are_reported_and_the_first_holds() -> None:
    ana = on(SHELLS.id, "set", field="speaker", new="A")._replace(id=1)
    ben = on(SHELLS.id, "set", who="ben", field="speaker", new="B")._replace(id=2)
    effect = effect_of([ana, ben])
    assert effect.holding == [ana]
    assert effect.conflicts == [(ana, ben)]
    agreed = effect_of([ana, ben, ana._replace(id=3, new="B")])
    assert [decision.new for decision in agreed.holding] == ["B"]
    assert agreed.conflicts == []


def test_review_does_not_depend_on_the_order_of_claims() -> None:
    decisions = [on(BOTH, "merge")._replace(id=1), on(BRIDGE.id, "reject")._replace(id=2)]
    one = apply_decisions(CLAIMS, decisions, place_named=kyiv)
    other = apply_decisions(CLAIMS[::-1], decisions, place_named=kyiv)
    assert sorted(one, key=lambda c: c.id) == sorted(other, key=lambda c: c.id)


def test_review_lists_orphans() -> None:
    lost = on("gone", "reject")
    assert orphans([lost, on(SHELLS.id, "accept")], frozenset({SHELLS.id})) == [lost]
    assert decided(lost) == CLAIMS


def test_review_items_are_what_is_doubtful() -> None:
    assert [(i.kind, i.target_id) for i in find_items(CLAIMS, ["date"])] == [("date", BREAD.id)]
    carried = list(find_items(CLAIMS, ["place"]))
    assert all("Kharkiv" in item.why or "Mykolaiv" in item.why for item in carried)


@pytest.mark.parametrize(
    ("field", "value"), [("date", "Saturday"), ("status", "maybe"), ("text", "x")]
)
def test_review_refuses(field: str, value: str) -> None:
    with pytest.raises(UsageProblem):
        check_value(field, value)
