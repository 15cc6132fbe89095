"""Brings what a cluster wrote into a store: all of it, or the claims of some cities or days.

Reads the Parquet tables of ``spark.run_job`` through pyarrow, in flat memory but for the claims. A
run may come from anybody: every record must have the shape that ``ctl schema`` tells, say what its
article says there, and be called as it should be, or nothing at all is loaded.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from conflict_timeline.claims.cluster import claim_id_of
from conflict_timeline.claims.digest import claim_weight
from conflict_timeline.engines.run_tables import RunTable
from conflict_timeline.engines.shape import misfit
from conflict_timeline.matching import update_claims
from conflict_timeline.model import Article, Claim, Statement
from conflict_timeline.record_json import (
    ARTICLE_PREFIX,
    article_from_json,
    article_to_json,
    claim_from_json,
    statement_from_json,
)
from conflict_timeline.schema import article_schema, claim_schema
from conflict_timeline.statements import statement_id
from conflict_timeline.store import (
    Store,
    days_set,
    load_article,
    read_decisions,
    save_article,
    save_claims,
    save_failure,
)
from conflict_timeline.store.articles import find_stored
from conflict_timeline.store.folding import fold_name, storable
from conflict_timeline.store.query import read_totals, statement_from_row

Record = TypeVar("Record", Article, Claim, Statement)


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


def load_run(
    tables: Mapping[str, RunTable], store: Store, part: Part | None = None
) -> dict[str, int]:
    """Load the claims of ``part`` with their statements and articles from the tables of a run.

    Returns how many of each came. A store that is empty gets the claims as the cluster made them;
    in one that holds articles or decisions all claims are built anew from all statements. Of a
    part only the statements of its claims come, so that building anew gives the same claims; it
    adds to an article that is stored and takes nothing away. An article whose day was settled in
    this store stays as it is.

    Raises EngineProblem where a table is damaged or says what it cannot; then nothing is loaded.
    """
    part = part or Part()
    with store.transaction():
        was_empty = not read_totals(store).articles and not any(True for _ in read_decisions(store))
        claims = list(_claims(tables["claims"], part))
        members = _members(claims, tables["claims"])
        versions = _load_articles(tables["articles"], store, part, members)
        counts = {
            "articles": sum(version is not None for version in versions.values()),
            "statements": _load_statements(tables["statements"], store, part, versions, members),
            "claims": len(claims),
        }
        found = tables["problems"].rows("place", "code", "what")
        for place, code, what in _with_texts(tables["problems"], found):
            save_failure(store, place, code, what)
        if was_empty:
            save_claims(store, _without_loose_ends(claims), weigh=claim_weight)
        else:
            update_claims(store)
    return counts


def _claims(table: RunTable, part: Part) -> Iterator[Claim]:
    from pyarrow import compute

    wanted = None
    for limit, keep in ((part.since, compute.greater_equal), (part.until, compute.less_equal)):
        if limit is not None:
            condition = keep(compute.field("date"), limit.isoformat())
            wanted = condition if wanted is None else wanted & condition
    rows = table.rows("date", "cities", "claim", wanted=wanted)
    for number, (day, cities, text) in enumerate(rows, start=1):
        if not isinstance(cities, list) or not all(isinstance(city, str) for city in cities):
            raise table.damaged(f"row {number} names no cities")
        if not isinstance(text, str):
            raise table.damaged(f"row {number} holds no claim")
        if part.cities and not part.cities.intersection(map(fold_name, cities)):
            continue
        claim = _record(table, number, text, claim_schema_of("claim"), claim_from_json)
        when = claim.representative.when
        if claim.id != claim_id_of(claim.statements[0].id):
            raise table.damaged(f"row {number} is not called as its first statement says")
        if when is None or when.filing_day.isoformat() != day:
            raise table.damaged(f"row {number} is not of the day {str(day)[:20]}")
        yield claim


def _members(claims: list[Claim], table: RunTable) -> dict[str, Statement]:
    """Return the statements of all claims, by id; each belongs to one claim."""
    members = {statement.id: statement for claim in claims for statement in claim.statements}
    if len(members) != sum(len(claim.statements) for claim in claims):
        raise table.damaged("one statement belongs to two claims, or one claim is there twice")
    return members


def _without_loose_ends(claims: list[Claim]) -> list[Claim]:
    """Leave out links to claims that were left behind."""
    ids = {claim.id for claim in claims}
    return [
        replace(claim, links=tuple(link for link in claim.links if link.claim in ids))
        for claim in claims
    ]


def _load_articles(
    table: RunTable, store: Store, part: Part, members: Mapping[str, Statement]
) -> dict[str, str | None]:
    """Store the articles that are wanted; returns the rules that each was read with, by id, and
    None for what stays as it was stored before."""
    prefixes = {statement.article for statement in members.values()}
    settled = days_set(store)
    versions: dict[str, str | None] = {}
    rows = _with_texts(table, table.rows("id", "rules", "article"))
    for number, (article_id, version, text) in enumerate(rows, start=1):
        if not part.is_everything and article_id[:ARTICLE_PREFIX] not in prefixes:
            continue
        article = _record(table, number, text, article_schema(), article_from_json)
        if article.id != article_id or not _is_inside(article, article.header_end):
            raise table.damaged(f"row {number} is not the article that it is called")
        if article_id in versions:
            raise table.damaged(f"row {number} is an article that was there before")
        versions[article_id] = None
        stored = find_stored(store, article_id)
        if stored and article_id in settled:
            continue
        statements: list[Statement] = []
        if stored and not part.is_everything:
            known = load_article(store, article_id)
            if stored.rules_version != version or article_to_json(known) != article_to_json(
                replace(article, file=storable(article.file))
            ):
                continue  # it was read otherwise here: what is stored is whole, a part is not
            statements = _statements_of(store, article_id)
        versions[article_id] = version
        save_article(store, article, statements, rules_version=version)
    return versions


def _load_statements(
    table: RunTable,
    store: Store,
    part: Part,
    versions: Mapping[str, str | None],
    members: Mapping[str, Statement],
) -> int:
    """Store the statements that are wanted; returns how many they are."""
    wanted, number, count, loose = set(members), 0, 0, 0
    begun: set[str] = set()
    rows = _with_texts(table, table.rows("article", "id", "statement"))
    for article_id, found in groupby(rows, key=itemgetter(0)):
        version = versions.get(article_id)
        article = None if version is None else load_article(store, article_id)
        statements: dict[str, Statement] = {}
        for _, called, text in found:
            number += 1
            if not part.is_everything and called not in members:
                continue
            if article_id not in versions:
                raise table.damaged(f"row {number} is of an article that is not there")
            statement = _record(
                table, number, text, claim_schema_of("statement"), statement_from_json
            )
            if statement.id != called or members.get(called, statement) != statement:
                raise table.damaged(f"row {number} is not what its claim says")
            wanted.discard(called)
            loose += statement.when is not None and called not in members
            if article is not None:
                _check_source(table, number, statement, article)
                statements[called] = replace(statement, article=article.id)
        if article is not None and version is not None and statements:
            count += len(statements)
            if not part.is_everything or article.id in begun:
                kept = _statements_of(store, article.id)
                statements = {statement.id: statement for statement in kept} | statements
            begun.add(article.id)
            save_article(store, article, list(statements.values()), rules_version=version)
    if wanted or loose:
        what = (
            f"{len(wanted)} statements of claims" if wanted else f"the claims of {loose} statements"
        )
        raise table.damaged(f"{what} are not there")
    return count


def _with_texts(table: RunTable, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[str, str, str]]:
    """Yield rows of three texts; only the place of a problem may be missing."""
    for number, (first, second, third) in enumerate(rows, start=1):
        if table.name == "problems" and first is None:
            first = ""
        if not all(isinstance(value, str) for value in (first, second, third)):
            raise table.damaged(f"row {number} holds what is no text")
        yield first, second, third


def _check_source(table: RunTable, number: int, statement: Statement, article: Article) -> None:
    """A statement is exactly a span of its article, and says of the article what that says."""
    said = (storable(statement.file), statement.record, statement.outlet, statement.published)
    if (
        not _is_inside(article, statement.start, statement.end)
        or article.text[statement.start : statement.end] != statement.text
        or statement.id != statement_id(article.id, statement.start, statement.end)
        or statement.article != article.id[:ARTICLE_PREFIX]
        or said != (article.file, article.record, article.outlet, article.published.day)
    ):
        raise table.damaged(f"row {number} is not what its article says")


def _is_inside(article: Article, *offsets: int) -> bool:
    return max(offsets) <= len(article.text)


def _statements_of(store: Store, article_id: str) -> list[Statement]:
    rows = store.rows("SELECT record FROM statements WHERE article = ?", (article_id,))
    return [statement_from_row(store, record, article_id) for (record,) in rows]


@cache
def claim_schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a claim or of a statement, as `ctl schema` prints it."""
    whole = claim_schema()
    return whole if name == "claim" else whole["$defs"][name] | {"$defs": whole["$defs"]}


def _record(
    table: RunTable,
    number: int,
    text: str,
    schema: Mapping[str, Any],
    read: Callable[[Any], Record],
) -> Record:
    """Return the record that ``text`` holds as JSON of the shape ``schema``."""
    try:
        value = json.loads(text)
        wrong = misfit(value, schema, schema.get("$defs", {}))
        if wrong is None:
            return read(value)
    except (ValueError, TypeError, KeyError, StopIteration, RecursionError) as error:
        raise table.damaged(f"row {number} cannot be read ({type(error).__name__})") from None
    raise table.damaged(f"row {number}: {wrong} is not what it should be")
