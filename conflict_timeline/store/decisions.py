"""What analysts decided: appended, never changed; the newest decision on a field holds."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from conflict_timeline import __version__
from conflict_timeline.store.database import Store
from conflict_timeline.store.folding import storable
from conflict_timeline.store.write import mark_claims_stale

TargetKind = Literal["claim", "pair", "article", "statement"]


class Decision(NamedTuple):
    """One decision: who did what to which value of which target, and why.

    ``id`` and ``at_utc`` are set by the store; ``target_id`` derives from content, so that it
    outlives re-reading.
    """

    who: str
    target_kind: TargetKind
    target_id: str
    action: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    reason: str | None = None
    rules_version: str = ""
    id: int = 0
    at_utc: str = ""


def decide(store: Store, decision: Decision) -> None:
    """Append ``decision``; the claims wait to be built again with it."""
    texts = (decision.who, __version__, decision.rules_version, decision.target_kind)
    rest = (decision.target_id, decision.action, decision.field, decision.old, decision.new)
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO decisions (who, tool_version, rules_version, target_kind, target_id, "
            "action, field, old, new, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                None if value is None else storable(value)
                for value in (*texts, *rest, decision.reason)
            ],
        )
        mark_claims_stale(store)
        if decision.target_kind in ("statement", "pair"):
            connection.execute("UPDATE claims_state SET stale = 1")


def read_decisions(store: Store) -> Iterator[Decision]:
    """Yield every decision, the oldest first."""
    for row in store.rows(
        "SELECT who, target_kind, target_id, action, field, old, new, reason, rules_version, id, "
        "at_utc FROM decisions ORDER BY id"
    ):
        yield Decision(*row)


def days_set(store: Store) -> dict[str, date]:
    """Return the publication days that analysts set, by article id; what is no day sets none."""
    return {
        row[0]: day
        for row in store.rows(
            "SELECT target_id, new FROM decisions "
            "WHERE target_kind = 'article' AND action = 'set_date' ORDER BY id"
        )
        if (day := decided_day(row[1])) is not None
    }


def decided_day(text: str | None) -> date | None:
    """Return the day that a decision names; None where somebody else wrote what is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
