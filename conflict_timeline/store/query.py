"""Reads articles, statements and claims; claims in the order of the timeline."""

import json
import math
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_timeline.problems import StoreProblem
from conflict_timeline.store.database import EARTH_RADIUS_KM, Store
from conflict_timeline.store.folding import fold_name

if TYPE_CHECKING:  # the records cost 10 ms to load, and the stored JSON is printed without them
    from conflict_timeline.model import Article, Claim, Published, Statement


class Near(NamedTuple):
    """A circle: ``--near "Kyiv:50km"``."""

    lat: float
    lon: float
    km: float


class Box(NamedTuple):
    """A rectangle in degrees; ``west`` is greater than ``east`` across the 180th meridian."""

    west: float
    south: float
    east: float
    north: float


class NamedCity(NamedTuple):
    """One of the cities that a name means in the store, with how many claims it has."""

    name: str
    geonameid: int | None
    country: str | None
    admin1: str | None
    claims: int


class ClaimFilter(NamedTuple):
    """Which claims to read: every field narrows, several values of one field widen.

    Names are compared without case and accents; ``actors``, ``speakers`` and ``outlets`` match
    whole words of a longer name ("Zelensky" finds "Volodymyr Zelensky"). ``countries`` are ISO
    codes, ``city_ids`` GeoNames numbers of cities (beside ``cities``: one of either). ``until`` is
    inclusive. ``grep`` wants every word, in any order; a phrase in double quotes as it stands,
    ``word*`` as a beginning. ``top`` keeps the claims that tell most (see ``save_claims``).
    """

    cities: Sequence[str] = ()
    city_ids: Sequence[int] = ()
    regions: Sequence[str] = ()
    countries: Sequence[str] = ()
    near: Near | None = None
    box: Box | None = None
    since: date | None = None
    until: date | None = None
    kinds: Sequence[str] = ()
    statuses: Sequence[str] = ()
    actors: Sequence[str] = ()
    speakers: Sequence[str] = ()
    outlets: Sequence[str] = ()
    min_outlets: int = 0
    grep: str | None = None
    ids: Sequence[str] = ()
    undated: bool | None = None
    top: int | None = None
    limit: int | None = None
    reverse: bool = False


class StoredArticle(NamedTuple):
    """An article as the store lists it, without its text."""

    id: str
    file: str
    record: str | None
    rules_version: str
    published: "Published"
    outlet: str | None
    title: str | None
    lang: str
    n_statements: int
    url: str | None = None
    header_end: int = 0
    read_at: str = ""
    tool_version: str = ""


class Failure(NamedTuple):
    """A file that could not be read."""

    path: str
    code: str
    message: str


_ARTICLE = (
    "SELECT id, file, record, rules_version, published, published_basis, evidence, candidates, "
    "outlet, title, lang, n_statements, url, header_end, read_at, tool_version FROM articles"
)


def read_articles(store: Store) -> list[StoredArticle]:
    """Return all articles, sorted by file and record."""
    return [_article(row) for row in store.rows(f"{_ARTICLE} ORDER BY file, record, id")]


def find_stored(store: Store, article_id: str) -> StoredArticle | None:
    """Return one article as the store lists it, or None when it is not there."""
    row = store.row(f"{_ARTICLE} WHERE id = ?", (article_id,))
    return None if row is None else _article(row)


def articles_read_otherwise(store: Store, rules_version: str) -> Iterator[StoredArticle]:
    """Yield the articles that were not read with ``rules_version``, by an index: cost as many as
    there are."""
    versions = store.rows(
        "WITH RECURSIVE found (version) AS (SELECT min(rules_version) FROM articles UNION ALL "
        "SELECT (SELECT min(rules_version) FROM articles WHERE rules_version > found.version) "
        "FROM found WHERE found.version IS NOT NULL) "
        "SELECT version FROM found WHERE version IS NOT NULL"
    )
    for (version,) in list(versions):
        if version != rules_version:
            listed = store.rows("SELECT id FROM articles WHERE rules_version = ?", (version,))
            for (article_id,) in list(listed):
                if found := find_stored(store, article_id):
                    yield found


def undated_articles(store: Store) -> list[StoredArticle]:
    """Return the articles whose day is inferred or unknown, sorted by file and record."""
    return [
        _article(row)
        for row in store.rows(
            f"{_ARTICLE} INDEXED BY articles_without_date "
            "WHERE published_basis IN ('inferred', 'none') ORDER BY file, record, id"
        )
    ]


def undated_in_folder(store: Store, folder: str) -> list[StoredArticle]:
    """Return the articles of one folder whose day is inferred or unknown."""
    where, values = _files_under(folder)
    rows = store.rows(
        f"{_ARTICLE} INDEXED BY articles_without_date "
        f"WHERE published_basis IN ('inferred', 'none') AND {where}",
        values,
    )
    found = [_article(row) for row in rows]
    return [article for article in found if str(PurePath(article.file).parent) == folder]


def published_in_folder(store: Store, folder: str) -> Iterator[tuple[str, "Published"]]:
    """Yield file and day of the articles of one folder; an (article's day, basis) once a file."""
    from conflict_timeline.model import Published

    where, values = _files_under(folder)
    for file, day, basis in store.rows(
        f"SELECT DISTINCT file, published, published_basis FROM articles WHERE {where}", values
    ):
        if str(PurePath(file).parent) == folder:
            yield file, Published(date.fromisoformat(day) if day else None, basis)


def _files_under(folder: str) -> tuple[str, list[object]]:
    """Return a condition that all files of ``folder`` meet, and others; by an index."""
    if folder in (".", ""):
        return "1", []
    return "file >= ? AND file < ?", [folder, folder + "\U0010ffff"]


def pending_folders(store: Store) -> dict[str, int]:
    """Return the folders whose undated articles must be dated again, each with its mark."""
    return dict(store.rows("SELECT folder, mark FROM pending_folders"))


class Totals(NamedTuple):
    """How much the store holds; ``statements`` are those in claims."""

    articles: int
    claims: int
    statements: int


def read_totals(store: Store) -> Totals:
    """Return how much the store holds, without counting."""
    row = store.row("SELECT n_articles, n_claims, n_statements FROM claims_state")
    return Totals(*row) if row else Totals(0, 0, 0)


def articles_called(store: Store, name: str) -> list[StoredArticle]:
    """Return the articles that ``name`` means: a file, a file's name, a record, or the start of an
    id of at least 6 characters."""
    ids = {row[0] for row in store.rows("SELECT id FROM articles WHERE file = ?", (name,))}
    if len(name) >= 6:
        after = name + "\U0010ffff"
        ids |= {
            row[0]
            for row in store.rows("SELECT id FROM articles WHERE id >= ? AND id < ?", (name, after))
        }
    if not ids:
        ids = {
            row[0]
            for row in store.rows(
                "SELECT id FROM articles WHERE rowid IN (SELECT rowid FROM articles INDEXED BY "
                "articles_by_file WHERE record = ? OR substr(file, ?) = ?)",
                (name, -len(name), name),
            )
        }
    return [article for found in sorted(ids) if (article := find_stored(store, found))]


def load_article(store: Store, article_id: str) -> "Article":
    """Return one article whole, with its text. Raises ``StoreProblem`` when it is not there."""
    from conflict_timeline.model import Article

    row = store.row(f"{_ARTICLE} WHERE id = ?", (article_id,))
    if row is None:
        raise _no_article(store, article_id)
    found = _article(row)
    return Article(
        id=found.id,
        file=found.file,
        text=article_text(store, article_id),
        published=found.published,
        record=found.record,
        header_end=found.header_end,
        title=found.title,
        outlet=found.outlet,
        url=found.url,
        lang=found.lang,
    )


def article_text(store: Store, article_id: str) -> str:
    """Return the decoded text of an article. Raises ``StoreProblem`` when it is not there."""
    row = store.row("SELECT text FROM article_texts WHERE article = ?", (article_id,))
    if row is None:
        raise _no_article(store, article_id)
    text: str | bytes = row[0]
    try:
        return text if isinstance(text, str) else text.decode("utf-8", "surrogatepass")
    except _NO_RECORD as error:
        raise _damaged_record(store, error) from error


def read_failures(store: Store) -> list[Failure]:
    """Return the files that could not be read, by path."""
    return [
        Failure(*row)
        for row in store.rows("SELECT path, code, message FROM failures ORDER BY path")
    ]


def read_statements(store: Store) -> Iterator["Statement"]:
    """Yield every statement, by article id and position, however the files were read."""
    for article, record in store.rows(
        "SELECT article, record FROM statements ORDER BY article, start, id"
    ):
        yield statement_from_row(store, record, article)


def count_statements(store: Store) -> int:
    """Return how many statements are in claims: those whose day is known."""
    return int(next(iter(store.rows("SELECT count(*) FROM claim_statements")))[0])


def stored_rules_version(store: Store) -> str | None:
    """Return the rules version that all articles were read with, if it is one."""
    versions = [row[0] for row in store.rows("SELECT DISTINCT rules_version FROM articles LIMIT 2")]
    return versions[0] if len(versions) == 1 else None


def claims_are_stale(store: Store) -> bool:
    """Return whether statements changed since the claims were last built."""
    return any(row[0] for row in store.rows("SELECT stale FROM claims_state"))


def iter_claim_json(store: Store, filters: ClaimFilter) -> Iterator[str]:
    """Yield the JSON of each claim that ``filters`` let through, by day, start and id."""
    sql, values = _claim_query(store, filters, _RECORD)
    for (record,) in store.rows(sql, values):
        if record is None:
            raise _damaged_record(store, ValueError("it is no JSON"))
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
        except _NO_RECORD as error:
            raise _damaged_record(store, error) from error


def count_claims(store: Store, filters: ClaimFilter) -> int:
    """Return how many claims ``filters`` let through."""
    if filters == ClaimFilter():
        return read_totals(store).claims
    sql, values = _claim_query(store, filters, "c.id")
    row = store.row(f"SELECT count(*) FROM ({sql})", values)
    return int(row[0]) if row else 0


def count_undated(store: Store) -> int:
    """Return how many articles have no publication day, not even an inferred one."""
    row = store.row("SELECT count(*) FROM articles WHERE published IS NULL AND n_statements > 0")
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
    for key in _keys(store, term):
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


def _article(row: tuple[Any, ...]) -> StoredArticle:
    try:
        return _article_of(row)
    except _NO_RECORD as error:
        raise StoreProblem(
            "CTL-S007",
            f"the row of an article cannot be read ({type(error).__name__}: {error})",
            hint="`ctl check` says what is whole",
        ) from error


def _article_of(row: tuple[Any, ...]) -> StoredArticle:
    from conflict_timeline.model import Evidence, Published

    (id_, file, record, rules_version, day, basis, evidence, candidates, *rest) = row
    outlet, title, lang, n_statements, url, header_end, read_at, tool_version = rest
    published = Published(
        day=date.fromisoformat(day) if day else None,
        basis=basis,
        evidence=tuple(Evidence(**item) for item in json.loads(evidence)),
        candidates=tuple(date.fromisoformat(item) for item in json.loads(candidates)),
    )
    return StoredArticle(
        id=id_,
        file=file,
        record=record,
        rules_version=rules_version,
        published=published,
        outlet=outlet,
        title=title,
        lang=lang,
        n_statements=n_statements,
        url=url,
        header_end=header_end,
        read_at=read_at,
        tool_version=tool_version,
    )


def statement_from_row(store: Store, record: str, article: str) -> "Statement":
    """Return the statement of a row. Raises ``StoreProblem`` when its record is damaged."""
    written = store.written.pop(record, None)
    if written is not None and written.article == article:
        return written
    from conflict_timeline.record_json import statement_from_json

    try:
        return statement_from_json(json.loads(record), full_article_id=lambda _: article)
    except _NO_RECORD as error:
        raise _damaged_record(store, error) from error


_NO_RECORD = (KeyError, TypeError, ValueError, AttributeError, StopIteration, RecursionError)
"""What reading JSON of another shape than ours may raise."""


def _no_article(store: Store, article_id: str) -> StoreProblem:
    return StoreProblem(
        "CTL-S009",
        f"holds no article {article_id[:16]}",
        where=str(store.path),
        hint="ingest its file again",
    )


def _damaged_record(store: Store, error: Exception) -> StoreProblem:
    return StoreProblem(
        "CTL-S007",
        f"holds a record that cannot be read ({type(error).__name__}: {error})",
        where=str(store.path),
        hint="`ctl check` says what is whole",
    )


class _Conditions:
    """Collects the WHERE clause of one query with its values."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[object] = []

    def add(self, part: str, *values: object) -> None:
        self.parts.append(part)
        self.values.extend(values)

    def text(self) -> str:
        return " AND ".join(self.parts) if self.parts else "1"


def _claim_query(store: Store, filters: ClaimFilter, column: str) -> tuple[str, list[object]]:
    """Return SQL and values; one city, kind ... is answered from its own index, already in
    order."""
    where = _Conditions()
    source, order = "claims AS c", "c.filed {0}, c.start {0}, c.id {0}"
    days = "c"
    terms = _terms(store, filters)
    is_common = filters.grep is not None and _is_common(store, filters.grep)
    driver = next((term for term, keys in terms.items() if len(keys) == 1), None)
    if filters.city_ids:
        _any_city(where, terms.pop("city", ()), filters.city_ids)
    elif driver and (filters.grep is None or is_common):
        source = "claim_terms AS t CROSS JOIN claims AS c ON c.id = t.claim"
        order, days = "t.filed {0}, t.start {0}, t.claim {0}", "t"
        where.add(f"t.term = '{driver}' AND t.key = ?", *terms.pop(driver))
    for term, keys in terms.items():
        _any_term(where, term, keys, is_rare=days == "c" and _is_rare(store, term, keys))
    if filters.since:
        where.add(f"{days}.filed >= ? AND {days}.filed < '~'", filters.since.isoformat())
    if filters.until:
        where.add(f"{days}.filed <= ?", filters.until.isoformat())
    if filters.undated is not None:
        where.add("c.filed = '~'" if filters.undated else "c.filed < '~'")
    _any_of(where, "c.status", filters.statuses)
    if filters.ids:  # as one value: a digest may keep more claims than SQLite takes values
        where.add("c.id IN (SELECT value FROM json_each(?))", json.dumps(list(filters.ids)))
    if filters.min_outlets > 1:
        where.add("c.n_outlets >= ?", filters.min_outlets)
    if filters.near:
        _near(where, filters.near)
    if filters.box:
        _inside(where, filters.box)
    if filters.grep is not None:
        # Of words that are in many claims these are read in their order, not found and then sorted.
        number = "+c.n" if is_common else "c.n"
        where.add(f"{number} IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)")
        where.values.append(_full_text(filters.grep))
    if filters.top is not None:
        best = f"SELECT c.n FROM {source} WHERE {where.text()} ORDER BY {_WEIGHT} LIMIT ?"
        where.values.append(filters.top)
        source, order = "claims AS c", "c.filed {0}, c.start {0}, c.id {0}"
        where.parts = [f"c.n IN ({best})"]
    direction = "DESC" if filters.reverse else "ASC"
    sql = f"SELECT {column} FROM {source} WHERE {where.text()} ORDER BY {order.format(direction)}"
    if filters.limit is not None:
        sql += " LIMIT ?"
        where.values.append(filters.limit)
    return sql, where.values


FEW = 5_000
"""Claims that are sorted in no time; what more claims have is read in the order of the timeline."""

_WEIGHT = "c.weight DESC, c.filed, c.start, c.id"


def _any_of(where: _Conditions, column: str, values: Sequence[str]) -> None:
    if values:
        where.add(f"{column} IN ({', '.join('?' * len(values))})", *values)


def _terms(store: Store, filters: ClaimFilter) -> dict[str, list[str]]:
    """Return the keys of ``claim_terms`` that are asked for, by term; those first that few claims
    have."""
    wanted = {"city": [fold_name(name) for name in filters.cities]}
    in_words = (
        ("speaker", filters.speakers),
        ("actor", filters.actors),
        ("outlet", filters.outlets),
    )
    for term, names in in_words:
        wanted[term] = _keys_with_words(store, term, names) if names else []
    exact = (
        ("region", filters.regions),
        ("kind", filters.kinds),
        ("country", filters.countries),
    )
    for term, names in exact:
        wanted[term] = [fold_name(name) for name in names]
    asked = {term for term, names in (*in_words, *exact, ("city", filters.cities)) if names}
    return {term: sorted(set(keys)) for term, keys in wanted.items() if term in asked}


def _is_rare(store: Store, term: str, keys: Sequence[str]) -> bool:
    """Return whether so few claims have one of ``keys`` that they are better found, then sorted."""
    row = store.row(
        "SELECT count(*) FROM (SELECT 1 FROM json_each(?) AS wanted CROSS JOIN claim_terms AS x "
        "ON x.term = ? AND x.key = wanted.value LIMIT ?)",
        (json.dumps(list(keys)), term, FEW + 1),
    )
    return row is None or int(row[0]) <= FEW


def _is_common(store: Store, text: str) -> bool:
    """Return whether more claims than ``FEW`` have the words."""
    row = store.row(
        "SELECT count(*) FROM (SELECT 1 FROM claims_fts WHERE claims_fts MATCH ? LIMIT ?)",
        (_full_text(text), FEW + 1),
    )
    return row is not None and int(row[0]) > FEW


def _any_term(where: _Conditions, term: str, keys: Sequence[str], *, is_rare: bool = False) -> None:
    if not keys:
        where.add("0")
        return
    marks = ", ".join("?" * len(keys))
    if is_rare:
        where.add(
            f"c.id IN (SELECT x.claim FROM claim_terms AS x WHERE x.term = '{term}' "
            f"AND x.key IN ({marks}))",
            *keys,
        )
        return
    where.add(
        f"EXISTS (SELECT 1 FROM claim_terms AS x WHERE x.term = '{term}' AND x.key IN ({marks}) "
        "AND x.filed = c.filed AND x.start = c.start AND x.claim = c.id)",
        *keys,
    )


def _keys(store: Store, term: str) -> Iterator[str]:
    """Yield the distinct keys of ``term`` by skipping through the index, not by reading it."""
    for row in store.rows(
        "WITH RECURSIVE found (key) AS ("
        " SELECT min(key) FROM claim_terms WHERE term = ?"
        " UNION ALL"
        " SELECT (SELECT min(key) FROM claim_terms WHERE term = ? AND key > found.key)"
        " FROM found WHERE found.key IS NOT NULL"
        ") SELECT key FROM found WHERE key IS NOT NULL",
        (term, term),
    ):
        yield row[0]


def _keys_with_words(store: Store, term: str, names: Sequence[str]) -> list[str]:
    wanted = [f" {fold_name(name)} " for name in names]
    return [key for key in _keys(store, term) if any(name in f" {key} " for name in wanted)]


def _any_city(where: _Conditions, keys: Sequence[str], numbers: Sequence[int]) -> None:
    """Keep claims in one of the cities, by name or by GeoNames number."""
    either = _Conditions()
    either.add(
        "c.id IN (SELECT p.claim FROM claim_places AS p WHERE p.geonameid IN "
        f"({', '.join('?' * len(numbers))}))",
        *numbers,
    )
    if keys:
        _any_term(either, "city", keys)
    where.add(f"({' OR '.join(either.parts)})", *either.values)


def _inside(where: _Conditions, box: Box) -> None:
    """Keep claims with an event inside the rectangle; a country as a whole is inside none."""
    joint = "AND" if box.west <= box.east else "OR"
    where.add(
        "c.id IN (SELECT p.claim FROM claim_places AS p WHERE p.lat BETWEEN ? AND ? "
        f"AND (p.lon >= ? {joint} p.lon <= ?) AND p.kind <> 'country')",
        box.south,
        box.north,
        box.west,
        box.east,
    )


def _near(where: _Conditions, near: Near) -> None:
    """Keep claims with an event inside the circle: the box by index, then the distance."""
    up = math.degrees(near.km / EARTH_RADIUS_KM)
    widest = max(0.01, math.cos(math.radians(min(89.0, abs(near.lat) + up))))
    where.add(
        "c.id IN (SELECT p.claim FROM claim_places AS p WHERE p.lat BETWEEN ? AND ? "
        "AND (p.lon BETWEEN ? AND ? OR ? >= 180) AND p.kind <> 'country' "
        "AND km_between(p.lat, p.lon, ?, ?) <= ?)",
        near.lat - up,
        near.lat + up,
        near.lon - up / widest,
        near.lon + up / widest,
        abs(near.lon) + up / widest,
        near.lat,
        near.lon,
        near.km,
    )


def _full_text(text: str) -> str:
    """Return ``text`` as an FTS5 query: only ``"phrase"`` and ``word*`` mean more than words."""
    terms = []
    for place, part in enumerate(text.split('"')):
        if place % 2:
            words = [part] if any(char.isalnum() for char in part) else []
        else:
            words = [word for word in part.split() if any(char.isalnum() for char in word)]
        for word in words:
            star = "*" if word.endswith("*") else ""
            terms.append('"' + word.rstrip("*").replace('"', " ").replace("\0", " ") + '"' + star)
    return " ".join(terms) or '""'
