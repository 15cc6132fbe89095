"""Writes articles with their statements, and the claims that were built from them."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import isfinite
from operator import itemgetter
from pathlib import Path, PurePath
from sqlite3 import Connection
from types import MappingProxyType

from conflict_timeline import __version__
from conflict_timeline.model import Article, Claim, Evidence, PlaceRef, Statement
from conflict_timeline.record_json import (
    claim_actors,
    claim_cities,
    claim_line,
    event_places,
    json_line,
    statement_line,
)
from conflict_timeline.store.database import Store
from conflict_timeline.store.folding import fold_name, storable

UNDATED = "~"
"""Stands for an unknown filing day: it sorts after every day."""

BATCH = 5_000
MOST_WRITTEN = 10_000  # statements remembered as they were stored: about 40 MB
_CLAIM_TABLES = ("claim_places", "claim_statements", "claim_links", "claim_figures")


def save_article(
    store: Store, article: Article, statements: Sequence[Statement], *, rules_version: str
) -> None:
    """Store ``article`` and its statements in one transaction, replacing what was there."""
    save_articles(store, [(article, statements)], rules_version=rules_version)


def save_articles(
    store: Store, read: Iterable[tuple[Article, Sequence[Statement]]], *, rules_version: str
) -> None:
    """Store articles, each with its statements, in one transaction, replacing what was there.

    Statements that came, changed or went wait to be matched; those that stay as they are do not.
    """
    with store.transaction() as connection:
        for different in _each_once(read):
            articles = [article for article, _ in different]
            ids = json.dumps([article.id for article in articles])
            before = {
                article_id: (basis, file)
                for article_id, basis, file in connection.execute(
                    "SELECT a.id, a.published_basis, a.file FROM json_each(?) AS wanted "
                    "CROSS JOIN articles AS a ON a.id = wanted.value",
                    (ids,),
                )
            }
            connection.executemany(
                _UPSERT_ARTICLE,
                [
                    _article_row(article, len(statements), rules_version)
                    for article, statements in different
                ],
            )
            connection.execute(
                "UPDATE claims_state SET n_articles = n_articles + ? WHERE one = 1",
                (len(articles) - len(before),),
            )
            _mark_folders(connection, _files_that_date(articles, before))
            connection.executemany(
                "INSERT OR REPLACE INTO article_texts (article, text) VALUES (?, ?)",
                [(article.id, text_for_sqlite(article.text)) for article in articles],
            )
            _save_statements(store, different, known=before.keys())
            connection.executemany(
                "DELETE FROM failures WHERE path = ?",
                [(storable(article.file),) for article in articles],
            )
        mark_claims_stale(store)


def _each_once(
    read: Iterable[tuple[Article, Sequence[Statement]]],
) -> Iterator[list[tuple[Article, Sequence[Statement]]]]:
    """Yield all of ``read`` in lists in which no article comes twice: of its copies the last holds,
    and replaces what the one before it brought."""
    different: dict[str, tuple[Article, Sequence[Statement]]] = {}
    for one in read:
        if one[0].id in different:
            yield list(different.values())
            different = {}
        different[one[0].id] = one
    yield list(different.values())


def _article_row(article: Article, statements: int, rules_version: str) -> tuple[object, ...]:
    published = article.published
    return (
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
        statements,
        rules_version,
        __version__,
    )


def _files_that_date(
    articles: Iterable[Article], before: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    """Yield the files of articles that may date others in their folder, now or ``before``: two for
    an article that moved, as a better-dated copy."""
    for article in articles:
        basis, file = before.get(article.id, ("none", storable(article.file)))
        if is_sure(article.published.basis) or is_sure(basis):
            yield storable(article.file)
            yield file


_UPSERT_ARTICLE = (
    # Not REPLACE: that would delete the row first, and with it the article's statements.
    "INSERT INTO articles (id, file, record, title, outlet, url, lang, header_end, published, "
    "published_basis, evidence, candidates, n_statements, rules_version, tool_version) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
    "file = excluded.file, record = excluded.record, title = excluded.title, "
    "outlet = excluded.outlet, url = excluded.url, lang = excluded.lang, "
    "header_end = excluded.header_end, published = excluded.published, "
    "published_basis = excluded.published_basis, evidence = excluded.evidence, "
    "candidates = excluded.candidates, n_statements = excluded.n_statements, "
    "rules_version = excluded.rules_version, tool_version = excluded.tool_version, "
    "read_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
)


def is_sure(basis: str) -> bool:
    """Return whether a day that was found this way may date the article's neighbours."""
    return basis not in ("inferred", "none")


def _save_statements(
    store: Store,
    read: Iterable[tuple[Article, Sequence[Statement]]],
    *,
    known: Collection[str],
) -> None:
    """Bring the statements of articles up to date; ``known`` are the articles that were there."""
    connection = store.connection
    gone: list[tuple[str, str]] = []
    come: list[tuple[Statement, str]] = []
    for article, statements in read:
        stored: dict[str, str] = {}
        if article.id in known:
            stored = dict(
                connection.execute(
                    "SELECT id, record FROM statements WHERE article = ?", (article.id,)
                )
            )
        now = {s.id: (s, statement_line(s)) for s in statements}
        gone += [
            (article.id, statement_id)
            for statement_id, record in stored.items()
            if statement_id not in now or now[statement_id][1] != record
        ]
        come += [row for row in now.values() if stored.get(row[0].id) != row[1]]
    connection.executemany("DELETE FROM statements WHERE article = ? AND id = ?", gone)
    connection.executemany(
        'INSERT INTO statements (article, start, "end", id, record) VALUES (?, ?, ?, ?, ?)',
        [(s.article, s.start, s.end, s.id, record) for s, record in come],
    )
    waiting = [("", statement_id) for _, statement_id in gone]
    waiting += [(s.when.filing_day.isoformat(), s.id) for s, _ in come if s.when]
    connection.executemany("INSERT OR IGNORE INTO pending (day, statement) VALUES (?, ?)", waiting)
    _remember(store, come)


def _remember(store: Store, lines: Iterable[tuple[Statement, str]]) -> None:
    """Remember what was stored, where reading it gives the same: JSON has no infinite number, and
    of two lone surrogates side by side it makes one character."""
    for statement, line in lines:
        if len(store.written) >= MOST_WRITTEN:
            return
        numbers = (n for f in statement.figures for n in (f.value, f.low, f.high) if n is not None)
        if "\\ud" not in line and all(map(isfinite, numbers)):
            store.written[line] = statement


def _mark_folders(connection: Connection, files: Iterable[str]) -> None:
    """Remember that the undated articles of the folders of ``files`` must be dated again."""
    connection.executemany(
        "INSERT OR REPLACE INTO pending_folders (folder, mark) VALUES (?, random())",
        [(folder,) for folder in sorted({str(PurePath(file).parent) for file in files})],
    )


def forget_folders(store: Store, folders: Mapping[str, int]) -> None:
    """Forget that the undated articles of ``folders`` must be dated again, unless an article came
    since their marks were read."""
    with store.transaction() as connection:
        connection.executemany(
            "DELETE FROM pending_folders WHERE folder = ? AND mark = ?", folders.items()
        )


def forget_article(store: Store, article_id: str) -> None:
    """Remove an article with its text and statements; claims are the caller's to rebuild."""
    with store.transaction() as connection:
        row = connection.execute("SELECT file FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return
        _mark_folders(connection, row)
        connection.execute(
            "INSERT OR IGNORE INTO pending (day, statement) "
            "SELECT '', id FROM statements WHERE article = ?",
            (article_id,),
        )
        connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        connection.execute("UPDATE claims_state SET n_articles = n_articles - 1")
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
    """Replace all claims in one transaction; ``weigh`` says how much each tells (for ``top``).

    For claims that were made elsewhere: nothing is known of how their statements match, so the next
    ingest matches all of them.
    """
    with store.transaction() as connection:
        clear_claims(store)
        # Rows in the order of the timeline: a full export then reads the file front to back.
        _insert_claims(connection, sorted(claims, key=timeline_order), weigh or _count_sources)
        connection.execute("UPDATE claims_state SET stale = 0")


def clear_claims(store: Store) -> None:
    """Remove all claims."""
    with store.transaction() as connection:
        for table in ("claims", "claim_terms", *_CLAIM_TABLES):
            connection.execute(f"DELETE FROM {table}")
        # A search index is emptied row by row; making it anew takes no time.
        (sql,) = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'claims_fts'"
        ).fetchone()
        connection.execute("DROP TABLE claims_fts")
        connection.execute(sql)
        connection.execute(
            "UPDATE claims_state SET n_claims = 0, n_statements = 0, matched_with = NULL"
        )


def replace_claims(
    store: Store,
    *,
    gone: Collection[str],
    new: Iterable[Claim],
    weigh: Callable[[Claim], float] | None = None,
) -> None:
    """Remove the claims called ``gone`` and add ``new`` ones, in one transaction."""
    with store.transaction():
        added = list(new)
        numbers = drop_claims(store, {*gone, *(claim.id for claim in added)})
        add_claims(store, added, weigh=weigh, numbers=numbers)


def drop_claims(store: Store, ids: Iterable[str]) -> dict[str, int]:
    """Remove the claims called ``ids``; returns the numbers of their rows."""
    with store.transaction() as connection:
        freed = {claim_id: _delete_claim(connection, claim_id) for claim_id in sorted(ids)}
    return {claim_id: number for claim_id, number in freed.items() if number is not None}


def add_claims(
    store: Store,
    claims: Iterable[Claim],
    *,
    weigh: Callable[[Claim], float] | None = None,
    numbers: Mapping[str, int] = MappingProxyType({}),
    lines: Mapping[str, tuple[Statement, str]] = MappingProxyType({}),
) -> None:
    """Add claims that are not there; ``numbers`` are rows that were freed for some of them,
    ``lines`` statements by id with their JSON, where it is at hand."""
    with store.transaction() as connection:
        ordered = sorted(claims, key=timeline_order)
        _insert_claims(connection, ordered, weigh or _count_sources, numbers=numbers, lines=lines)


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
    connection: Connection,
    claims: Iterable[Claim],
    weigh: Callable[[Claim], float],
    *,
    numbers: Mapping[str, int] = MappingProxyType({}),
    lines: Mapping[str, tuple[Statement, str]] = MappingProxyType({}),
) -> None:
    """Insert ``claims`` a batch at a time: one call a table and batch, not one a row.

    ``numbers`` are the rows that were freed for claims of the same id; ``lines`` as in
    ``add_claims``.
    """
    row = connection.execute("SELECT coalesce(max(n), 0) FROM claims").fetchone()
    number = max(int(row[0]), *numbers.values(), 0)
    iterator = iter(claims)
    while batch := list(islice(iterator, BATCH)):
        rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERT}
        for claim in batch:
            row_number = numbers.get(claim.id)
            if row_number is None:
                row_number = number = number + 1
            line = claim_line(claim, [_line_of(s, lines) for s in claim.statements])
            _add_rows(rows, claim, row_number, weigh(claim), line)
        for table, values in rows.items():
            # By key, so that neighbours are written together; of equal keys the first stays first.
            values.sort(key=itemgetter(*_KEY.get(table, (0,))))
            connection.executemany(_INSERT[table], values)
        _count(connection, claims=len(batch), statements=len(rows["claim_statements"]))


def _line_of(statement: Statement, lines: Mapping[str, tuple[Statement, str]]) -> str:
    known = lines.get(statement.id)
    # Another of the same id is as a decision edited it.
    return known[1] if known and known[0] is statement else statement_line(statement)


_KEY = {"claim_terms": (0, 1, 2, 3, 4), **dict.fromkeys(_CLAIM_TABLES, (0, 1))}
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
    rows: dict[str, list[tuple[object, ...]]],
    claim: Claim,
    number: int,
    weight: float,
    line: str,
) -> None:
    """Add the rows of one claim, by table; ``line`` is its JSON."""
    head, when = claim.representative, claim.representative.when
    filed, start, _ = timeline_order(claim)
    cities = claim_cities(claim)
    speakers = tuple(dict.fromkeys([name for s in claim.statements for name in s.speakers]))
    kinds = tuple(dict.fromkeys([name for s in claim.statements for name in s.kinds]))
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
            line,
            weight,
        )
    )
    texts = dict.fromkeys([storable(s.text) for s in (head, *claim.statements)])
    rows["claims_fts"].append((number, "\n".join(texts)))
    places = event_places(claim)
    named: tuple[tuple[str, Sequence[str | None]], ...] = (
        ("city", cities),
        ("country", [place.country for place in places]),
        ("region", [name for place in places for name in _regions(place)]),
        ("kind", kinds),
        ("speaker", [*speakers, *[name for s in claim.statements for name in s.spoken_as]]),
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


def _delete_claim(connection: Connection, claim_id: str) -> int | None:
    """Remove one claim; returns the number of its row, or None where there is none."""
    found = connection.execute("SELECT n FROM claims WHERE id = ?", (claim_id,)).fetchone()
    if found is None:
        return None
    connection.execute("DELETE FROM claims_fts WHERE rowid = ?", found)
    connection.execute("DELETE FROM claims WHERE n = ?", found)
    connection.execute("DELETE FROM claim_terms WHERE claim = ?", (claim_id,))
    members = 0
    for table in _CLAIM_TABLES:
        done = connection.execute(f"DELETE FROM {table} WHERE claim = ?", (claim_id,))
        members += done.rowcount if table == "claim_statements" else 0
    _count(connection, claims=-1, statements=-members)
    return int(found[0])


def _count(connection: Connection, *, claims: int, statements: int) -> None:
    connection.execute(
        "UPDATE claims_state SET n_claims = n_claims + ?, n_statements = n_statements + ? "
        "WHERE one = 1",
        (claims, statements),
    )


def _evidence(item: Evidence) -> dict[str, object]:
    return {"text": item.text, "start": item.start, "end": item.end, "proves": item.proves}


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)
