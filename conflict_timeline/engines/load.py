"""Brings what a cluster wrote into a store: all of it, or the claims of some cities or days.

Reads the Parquet tables of ``spark.run_job`` through pyarrow, in flat memory but for the claims.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from conflict_timeline.claims.digest import claim_weight
from conflict_timeline.matching import update_claims
from conflict_timeline.model import Claim
from conflict_timeline.problems import UsageProblem
from conflict_timeline.record_json import (
    ARTICLE_PREFIX,
    article_from_json,
    claim_from_json,
    statement_from_json,
)
from conflict_timeline.store import (
    Store,
    load_article,
    read_decisions,
    save_article,
    save_claims,
    save_failure,
)
from conflict_timeline.store.folding import fold_name
from conflict_timeline.store.query import read_totals

if TYPE_CHECKING:
    from pyarrow.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Part:
    """Which claims of a run are wanted: of cities by any of their names, of a stretch of days."""

    cities: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.cities or self.since or self.until)


def load_run(run: str, store: Store, part: Part | None = None) -> dict[str, int]:
    """Load the claims of ``part`` with their statements and articles from the folder ``run``.

    Returns how many of each came. A store that is empty gets the claims as the cluster made them;
    in one that holds articles or decisions all claims are built anew from all statements. Of a
    part only the statements of its claims come, so that building anew gives the same claims.

    Raises UsageProblem when ``run`` is no folder that a run wrote, or pyarrow is missing.
    """
    part = part or Part()
    tables = {name: _table(run, name) for name in ("articles", "statements", "claims", "problems")}
    was_empty = not read_totals(store).articles and not any(True for _ in read_decisions(store))
    claims = _without_loose_ends(list(_claims(tables["claims"], part)))
    members = {statement.id for claim in claims for statement in claim.statements}
    prefixes = {statement.article for claim in claims for statement in claim.statements}
    counts = {"articles": 0, "statements": 0, "claims": len(claims)}
    versions: dict[str, str] = {}
    for article_id, version, text in _rows(tables["articles"], "id", "rules", "article"):
        if part.is_everything or article_id[:ARTICLE_PREFIX] in prefixes:
            versions[article_id] = version
            save_article(store, article_from_json(json.loads(text)), (), rules_version=version)
            counts["articles"] += 1
    rows = _rows(tables["statements"], "article", "id", "statement")
    for article_id, found in groupby(rows, key=itemgetter(0)):
        statements = [
            replace(statement_from_json(json.loads(text)), article=article_id)
            for _, statement_id, text in found
            if part.is_everything or statement_id in members
        ]
        if statements:
            article = load_article(store, article_id)
            save_article(store, article, statements, rules_version=versions[article_id])
            counts["statements"] += len(statements)
    for place, code, what in _rows(tables["problems"], "place", "code", "what"):
        save_failure(store, place or "", code, what)
    if was_empty:
        save_claims(store, claims, weigh=claim_weight)
    else:
        update_claims(store)
    return counts


def _without_loose_ends(claims: list[Claim]) -> list[Claim]:
    """Leave out links to claims that were left behind."""
    ids = {claim.id for claim in claims}
    return [
        replace(claim, links=tuple(link for link in claim.links if link.claim in ids))
        for claim in claims
    ]


def _claims(table: "Dataset", part: Part) -> Iterator[Claim]:
    from pyarrow import compute

    wanted = None
    for limit, keep in ((part.since, compute.greater_equal), (part.until, compute.less_equal)):
        if limit is not None:
            condition = keep(compute.field("date"), limit.isoformat())
            wanted = condition if wanted is None else wanted & condition
    for cities, text in _rows(table, "cities", "claim", wanted=wanted):
        if not part.cities or part.cities.intersection(map(fold_name, cities)):
            yield claim_from_json(json.loads(text))


def _rows(table: "Dataset", *columns: str, wanted: Any = None) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(columns=list(columns), filter=wanted, batch_size=1_000):
        yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


def _table(run: str, name: str) -> "Dataset":
    try:
        import pyarrow
        from pyarrow import dataset
    except ImportError:
        raise UsageProblem(
            "CTL-U024", "pyarrow is not installed", hint="pip install 'conflict-timeline[parquet]'"
        ) from None
    days = dataset.partitioning(pyarrow.schema([("date", pyarrow.string())]), flavor="hive")
    try:
        return dataset.dataset(
            f"{run.rstrip('/')}/{name}",
            format="parquet",
            partitioning=days if name == "claims" else None,
        )
    except (OSError, pyarrow.ArrowInvalid):
        raise UsageProblem(
            "CTL-U024",
            f"holds no {name}",
            where=run,
            hint="name what `ctl ingest --engine spark --out DIR` wrote",
        ) from None
