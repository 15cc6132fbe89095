"""Writes articles with their statements, and the claims that were built from them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from sqlite3 import Connection

from conflict_timeline import __version__
from conflict_timeline.model import Article, Claim, Evidence, PlaceRef, Statement
from conflict_timeline.record_json import (
    claim_actors,
    claim_cities,
    claim_to_json,
    event_places,
    json_line,
    statement_to_json,
)
from conflict_timeline.store.database import Store
from conflict_timeline.store.folding import fold_name, storable

UNDATED = "~"
"""Stands for an unknown filing day: it sorts after every day."""

BATCH = 500
_CLAIM_TABLES = ("claim_places", "claim_statements", "claim_links", "claim_figures")


def save_article(
    store: Store, article: Article, statements: Sequence[Statement], *, rules_version: str
) -> None:
    """Store ``article`` and its statements in one transaction, replacing what was there."""
    published = article.published
    with store.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO articles (id, file, record, title, outlet, url, lang, "
            "header_end, published, published_basis, evidence, candidates, n_statements, "
            "rules_version, tool_version) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                storable(article.file),
                _text(article.record),
                _text(article.title),
                _text(article.outlet),
                _text(article.url),
                article.lang,
                article.header_end,
                published.day.isoformat() if published.day else None,
                published.basis,
                json_line([_evidence(item) for item in published.evidence]),
                json_line([day.isoformat() for day in published.candidates]),
                len(statements),
                rules_version,
                __version__,
            ),
        )
        connection.execute(
            "INSERT OR REPLACE INTO article_texts (article, text) VALUES (?, ?)",
            (article.id, text_for_sqlite(article.text)),
        )
        connection.execute("DELETE FROM statements WHERE article = ?", (article.id,))
        connection.executemany(
            'INSERT INTO statements (article, start, "end", id, record) VALUES (?, ?, ?, ?, ?)',
            (
                (article.id, s.start, s.end, s.id, json_line(statement_to_json(s)))
                for s in statements
            ),
        )
        connection.execute("DELETE FROM failures WHERE path = ?", (storable(article.file),))
        mark_claims_stale(store)


def forget_article(store: Store, article_id: str) -> None:
    """Remove an article with its text and statements; claims are the caller's to rebuild."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        mark_claims_stale(store)


def mark_claims_stale(store: Store) -> None:
    """Remember that the claims are not built from what is stored now.

    The mark is a new random number each time, so that who builds claims sees whether anything was
    stored since the reading began (see ``claims_mark``).
    """
    with store.transaction() as connection:
        connection.execute("UPDATE claims_state SET stale = (random() & 4611686018427387903) | 1")


def claims_mark(store: Store) -> int:
    """Return 0 when the claims are built from all that is stored, else the mark of the change."""
    return next((int(row[0]) for row in store.rows("SELECT stale FROM claims_state")), 0)


def save_failure(store: Store, path: Path | str, code: str, message: str) -> None:
    """Remember that ``path`` could not be read, and why; a later success removes the note."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO failures (path, code, message) VALUES (?, ?, ?)",
            (storable(str(path)), code, storable(message)),
        )


def save_claims(
    store: Store, claims: Iterable[Claim], *, weigh: Callable[[Claim], float] | None = None
) -> None:
    """Replace all claims in one transaction; ``weigh`` says how much each tells (for ``top``)."""
    with store.transaction() as connection:
        for table in ("claims", "claims_fts", "claim_terms", *_CLAIM_TABLES):
            connection.execute(f"DELETE FROM {table}")
        # Rows in the order of the timeline: a full export then reads the file front to back.
        _insert_claims(connection, sorted(claims, key=timeline_order), weigh or _count_sources)
        connection.execute("UPDATE claims_state SET stale = 0")


def replace_claims(
    store: Store,
    *,
    gone: Sequence[str],
    new: Iterable[Claim],
    weigh: Callable[[Claim], float] | None = None,
) -> None:
    """Remove the claims called ``gone`` and add ``new`` ones, in one transaction."""
    with store.transaction() as connection:
        for claim_id in gone:
            _delete_claim(connection, claim_id)
        added = list(new)
        for claim in added:
            _delete_claim(connection, claim.id)
        _insert_claims(connection, added, weigh or _count_sources)


def timeline_order(claim: Claim) -> tuple[str, str, str]:
    """Return the key that sorts claims as the timeline prints them: filing day, start, id."""
    when = claim.representative.when
    if when is None:
        return UNDATED, "", claim.id
    return when.filing_day.isoformat(), when.span.start.replace(tzinfo=None).isoformat(), claim.id


def text_for_sqlite(text: str) -> str | bytes:
    """Return ``text`` as SQLite can keep it: as bytes where it holds a lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _count_sources(claim: Claim) -> float:
    """Independent sources first, then outlets, then statements."""
    return claim.origins + len(claim.outlets) / 1e3 + len(claim.statements) / 1e6


def _insert_claims(
    connection: Connection, claims: Iterable[Claim], weigh: Callable[[Claim], float]
) -> None:
    """Insert ``claims`` a batch at a time: one call a table and batch, not one a row."""
    row = connection.execute("SELECT coalesce(max(n), 0) FROM claims").fetchone()
    number = int(row[0])
    iterator = iter(claims)
    while batch := list(islice(iterator, BATCH)):
        rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERT}
        for claim in batch:
            number += 1
            _add_rows(rows, claim, number, weigh(claim))
        for table, values in rows.items():
            connection.executemany(_INSERT[table], values)


_INSERT = {
    "claims": 'INSERT INTO claims (n, id, filed, start, "end", granularity, part, status, '
    "polarity, inferred, text, cities, speakers, kinds, outlets, n_outlets, n_origins, "
    "n_statements, record, weight) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "claims_fts": "INSERT INTO claims_fts (rowid, text) VALUES (?, ?)",
    "claim_terms": "INSERT OR IGNORE INTO claim_terms (term, key, filed, start, claim, name) "
    "VALUES (?, ?, ?, ?, ?, ?)",
    "claim_places": "INSERT OR IGNORE INTO claim_places (claim, name, kind, country, lat, lon, "
    "geonameid, admin1) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "claim_statements": "INSERT INTO claim_statements (claim, statement, position) "
    "VALUES (?, ?, ?)",
    "claim_links": "INSERT OR IGNORE INTO claim_links (claim, type, other, reason) "
    "VALUES (?, ?, ?, ?)",
    "claim_figures": "INSERT INTO claim_figures (claim, position, filed, measure, unit, bound, "
    "value, low, high, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
}


def _add_rows(
    rows: dict[str, list[tuple[object, ...]]], claim: Claim, number: int, weight: float
) -> None:
    """Add the rows of one claim, by table."""
    head, when = claim.representative, claim.representative.when
    filed, start, _ = timeline_order(claim)
    cities = claim_cities(claim)
    speakers = tuple(dict.fromkeys(name for s in claim.statements for name in s.speakers))
    kinds = tuple(dict.fromkeys(name for s in claim.statements for name in s.kinds))
    rows["claims"].append(
        (
            number,
            claim.id,
            filed,
            start,
            when.span.end.replace(tzinfo=None).isoformat() if when else "",
            when.span.granularity if when else None,
            when.span.part if when else None,
            head.status.name,
            head.status.polarity,
            int(head.published_basis == "inferred"),
            storable(head.text),
            storable("; ".join(cities)),
            storable("; ".join(speakers)),
            "; ".join(kinds),
            storable("; ".join(claim.outlets)),
            len(claim.outlets),
            claim.origins,
            len(claim.statements),
            json_line(claim_to_json(claim)),
            weight,
        )
    )
    texts = dict.fromkeys(storable(s.text) for s in (head, *claim.statements))
    rows["claims_fts"].append((number, "\n".join(texts)))
    places = event_places(claim)
    named: tuple[tuple[str, Iterable[str | None]], ...] = (
        ("city", cities),
        ("country", (place.country for place in places)),
        ("region", (name for place in places for name in _regions(place))),
        ("kind", kinds),
        ("speaker", (*speakers, *(name for s in claim.statements for name in s.spoken_as))),
        ("actor", claim_actors(claim)),
        ("outlet", claim.outlets),
    )
    rows["claim_terms"] += [
        (term, fold_name(name), filed, start, claim.id, storable(name))
        for term, names in named
        for name in names
        if name
    ]
    rows["claim_places"] += [
        (claim.id, storable(p.name), p.kind, p.country, p.lat, p.lon, p.geonameid, p.admin1)
        for p in places
    ]
    rows["claim_statements"] += [
        (claim.id, statement.id, place) for place, statement in enumerate(claim.statements)
    ]
    rows["claim_links"] += [
        (claim.id, link.type, link.claim, storable(link.reason)) for link in claim.links
    ]
    rows["claim_figures"] += [
        (
            claim.id,
            place,
            filed,
            figure.measure,
            storable(figure.unit),
            figure.bound,
            figure.value,
            figure.low,
            figure.high,
            storable(figure.text),
        )
        for place, figure in enumerate(head.figures)
    ]


def _regions(place: PlaceRef) -> Iterator[str | None]:
    """Yield the names of the regions that a place is, or lies in."""
    yield place.admin1
    if place.kind in ("region", "district"):
        yield place.name


def _delete_claim(connection: Connection, claim_id: str) -> None:
    found = connection.execute("SELECT n FROM claims WHERE id = ?", (claim_id,)).fetchone()
    if found is None:
        return
    connection.execute("DELETE FROM claims_fts WHERE rowid = ?", found)
    connection.execute("DELETE FROM claims WHERE n = ?", found)
    connection.execute("DELETE FROM claim_terms WHERE claim = ?", (claim_id,))
    for table in _CLAIM_TABLES:
        connection.execute(f"DELETE FROM {table} WHERE claim = ?", (claim_id,))


def _evidence(item: Evidence) -> dict[str, object]:
    return {"text": item.text, "start": item.start, "end": item.end, "proves": item.proves}


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)
