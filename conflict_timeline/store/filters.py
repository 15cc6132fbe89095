"""Which claims are wanted, and the SQL that finds them."""

import json
import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from conflict_timeline.store.database import EARTH_RADIUS_KM, Store
from conflict_timeline.store.folding import fold_name


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


def claim_query(store: Store, filters: ClaimFilter, column: str) -> tuple[str, list[object]]:
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


def keys_of(store: Store, term: str) -> Iterator[str]:
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
    return [key for key in keys_of(store, term) if any(name in f" {key} " for name in wanted)]


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
