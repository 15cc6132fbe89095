"""Matches new statements against stored ones without recomputing the store.

Claims are a function of the graph of accepted pairs, and a new statement changes only the
connected part of that graph it falls into. ``affected`` walks exactly that part through the
store's keys; clustering what it returns gives the same claims as clustering everything at once.
"""

from collections.abc import Collection, Iterable
from typing import Protocol

from conflict_timeline.claims.cluster import source_order
from conflict_timeline.claims.comparable import Comparable, comparable
from conflict_timeline.claims.guards import DAYS_APART
from conflict_timeline.claims.keys import blocking_keys
from conflict_timeline.claims.score import same_claim
from conflict_timeline.model import Statement


class Lookup(Protocol):
    """Finds stored statements by key."""

    def __call__(
        self, keys: Collection[int], first_day: int | None, last_day: int | None
    ) -> Iterable[Statement]:
        """Return every stored statement that has one of ``keys``.

        It may leave out statements whose days (``Comparable.day_first`` to ``day_last``,
        proleptic ordinals) lie wholly outside ``first_day`` to ``last_day``; None means no
        limit on that side.
        """


def affected(new: Iterable[Statement], lookup: Lookup) -> list[Statement]:
    """Return ``new`` with every stored statement whose claim they can change, in source order.

    ``cluster_claims`` of the result replaces all claims that hold any of these statements.
    """
    reached: dict[str, Statement] = {statement.id: statement for statement in new}
    views: dict[str, Comparable] = {}
    frontier = list(reached.values())
    while frontier:
        following: list[Statement] = []
        for statement in frontier:
            view = comparable(statement)
            for stored in lookup(blocking_keys(view), *_days_around(view)):
                if stored.id in reached:
                    continue
                other = views.get(stored.id)
                if other is None:
                    other = views[stored.id] = comparable(stored)
                if same_claim(view, other):
                    reached[stored.id] = stored
                    following.append(stored)
        frontier = following
    return sorted(reached.values(), key=source_order)


def _days_around(view: Comparable) -> tuple[int | None, int | None]:
    if view.day_first is None or view.day_last is None:
        return None, None
    return view.day_first - DAYS_APART, view.day_last + DAYS_APART
