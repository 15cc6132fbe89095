"""Reads statements, claims and names; claims in the order of the timeline."""

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from conflict_timeline.store.damage import NO_RECORD, damaged_record
from conflict_timeline.store.database import Store
from conflict_timeline.store.filters import ClaimFilter, claim_query, keys_of
from conflict_timeline.store.folding import fold_name

if TYPE_CHECKING:  # the records cost 10 ms to load, and the stored JSON is printed without them
    from conflict_timeline.model import Claim, Statement


class NamedCity(NamedTuple):
    """One of the cities that a name means in the store, with how many claims it has."""

    name: str
    geonameid: int | None
    country: str | None
    admin1: str | None
    claims: int


class Totals(NamedTuple):
    """How much the store holds; ``statements`` are those in claims."""

    articles: int
    claims: int
    statements: int


def read_totals(store: Store) -> Totals:
    """Return how much the store holds, without counting."""
    row = store.row("SELECT n_articles, n_claims, n_statements FROM claims_state")
    return Totals(*row) if row else Totals(0, 0, 0)


def read_statements(store: Store) -> Iterator["Statement"]:
    """Yield every statement, by article id and position, however the files were read."""
    for article, record in store.rows(
        "SELECT article, record FROM statements ORDER BY article, start, id"
    ):
        yield statement_from_row(store, record, article)


def count_statements(store: Store) -> int:
    """Return how many statements are in claims: those whose day is known."""
    return int(next(iter(store.rows("SELECT count(*) FROM claim_statements")))[0])


def claims_are_stale(store: Store) -> bool:
    """Return whether statements changed since the claims were last built."""
    return any(row[0] for row in store.rows("SELECT stale FROM claims_state"))


def iter_claim_json(store: Store, filters: ClaimFilter) -> Iterator[str]:
    """Yield the JSON of each claim that ``filters`` let through, by day, start and id."""
    sql, values = claim_query(store, filters, _RECORD)
    for (record,) in store.rows(sql, values):
        if record is None:
            raise damaged_record(store, ValueError("it is no JSON"))
        yield record if record.isprintable() else _without_controls(record)


def _without_controls(record: str) -> str:
    """What ctl wrote is printable but for rare letters; what others wrote may drive a terminal."""
    from conflict_timeline.record_json import json_line

    return json_line(json.loads(record))


_RECORD = "CASE WHEN json_valid(c.record) THEN CAST(c.record AS TEXT) END"
"""A record that is no JSON (any more) is none: it is told, not printed."""


def find_claims(store: Store, filters: ClaimFilter) -> Iterator["Claim"]:
    """Yield the claims that ``filters`` let through, by day, start and id."""

    from conflict_timeline.record_json import claim_from_json

    @cache
    def full_article_id(prefix: str) -> str:
        found = store.row("SELECT id FROM articles WHERE id >= ? ORDER BY id LIMIT 1", (prefix,))
        return str(found[0]) if found and str(found[0]).startswith(prefix) else prefix

    for record in iter_claim_json(store, filters):
        try:
            yield claim_from_json(json.loads(record), full_article_id=full_article_id)
        except NO_RECORD as error:
            raise damaged_record(store, error) from error


def count_claims(store: Store, filters: ClaimFilter) -> int:
    """Return how many claims ``filters`` let through."""
    if filters == ClaimFilter():
        return read_totals(store).claims
    sql, values = claim_query(store, filters, "c.id")
    row = store.row(f"SELECT count(*) FROM ({sql})", values)
    return int(row[0]) if row else 0


def has_name(store: Store, term: str, name: str) -> bool:
    """Return whether a claim can be found by ``name`` (a city, a kind ...), however written."""
    return (
        store.row(
            "SELECT 1 FROM claim_terms WHERE term = ? AND key = ? LIMIT 1", (term, fold_name(name))
        )
        is not None
    )


def names_of(store: Store, term: str) -> dict[str, str]:
    """Return the names known for ``term`` (city, kind, speaker ...) by their folded form."""
    found: dict[str, str] = {}
    for key in keys_of(store, term):
        row = store.row(
            "SELECT name FROM claim_terms WHERE term = ? AND key = ? LIMIT 1", (term, key)
        )
        found[key] = str(row[0]) if row else key
    return found


def cities_called(store: Store, name: str) -> list[NamedCity]:
    """Return the cities of the store that ``name`` means, those with most claims first."""
    return [
        NamedCity(*row)
        for row in store.rows(
            "SELECT name, geonameid, country, admin1, count(*) FROM claim_places "
            "WHERE kind = 'city' AND name IN "
            "(SELECT DISTINCT name FROM claim_terms WHERE term = 'city' AND key = ?) "
            "GROUP BY geonameid, country, CASE WHEN geonameid IS NULL THEN admin1 END "
            "ORDER BY 5 DESC, country, admin1",
            (fold_name(name),),
        )
    ]


def claims_starting_with(store: Store, prefix: str) -> list[str]:
    """Return the claims whose id, or the id of one of whose statements, starts with ``prefix``."""
    after = prefix + "\U0010ffff"
    return [
        row[0]
        for row in store.rows(
            "SELECT id FROM claims WHERE id >= ? AND id < ? UNION "
            "SELECT claim FROM claim_statements WHERE statement >= ? AND statement < ? LIMIT 20",
            (prefix, after, prefix, after),
        )
    ]


def statement_from_row(store: Store, record: str, article: str) -> "Statement":
    """Return the statement of a row. Raises ``StoreProblem`` when its record is damaged."""
    written = store.written.pop(record, None)
    if written is not None and written.article == article:
        return written
    from conflict_timeline.record_json import statement_from_json

    try:
        return statement_from_json(json.loads(record), full_article_id=lambda _: article)
    except NO_RECORD as error:
        raise damaged_record(store, error) from error
