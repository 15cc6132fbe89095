"""The place index: a read-only SQLite file, opened in a few milliseconds, asked one name at a time.

``python -m conflict_timeline.places.build`` makes the file; see there for its tables. The package
ships one; a larger one made with ``--world`` is used when it is found, and CTL_GAZETTEER may name
another.
"""

import os
import sqlite3
import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from pathlib import Path

from conflict_timeline.model import PlaceKind
from conflict_timeline.places.spelling import (
    base_forms,
    code_key,
    name_key,
    sound_key,
    without_article,
)
from conflict_timeline.problems import StoreProblem

CREDIT = "Place names: GeoNames (geonames.org), CC BY 4.0, changed"
KINDS: tuple[PlaceKind, ...] = ("city", "country", "region", "district", "sea", "site")
PACKAGED = Path(__file__).with_name("gazetteer.sqlite")
EARTH_RADIUS_KM = 6371.0
_PROCLITICS = "وبلفك"  # Arabic "and", "in", "to", "so", "like" are written onto the next word
COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_SELECT = """select p.id, p.geonameid, p.name, p.kind, p.country, a.name, p.lat, p.lon,
    p.population, z.name, p.feature, p.weight, p.admin1
    from place p left join admin1 a on a.id = p.admin1
    left join zone z on z.id = p.zone where p.id = ?"""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer. ``lat``/``lon`` in degrees; ``zone`` is the IANA time zone.

    ``feature`` is the GeoNames feature code where one is known (PPLC for capitals, ADM1, AIRP ...).
    ``weight`` is how well known it is (a city's people, more for capitals and countries).
    ``division`` numbers the first-level division, also where its name is not known.
    ``alias`` is true when the name asked for is not the usual one; ``country`` is ISO 3166-1.
    """

    id: int
    geonameid: int | None
    name: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int
    zone: str | None
    feature: str
    weight: float = 0.0
    division: int | None = None
    alias: bool = False


class Gazetteer:
    """Answers what a name may mean. Open one with ``open_gazetteer``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise StoreProblem(
                "CTL-S090", "the place index is missing", where=str(path), hint="run make gazetteer"
            )
        uri = path.absolute().as_uri() + "?immutable=1"
        self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._database.execute("pragma mmap_size = 268435456")
        self._database.execute("pragma cache_size = -512")
        self._ask = self._database.cursor()
        self._ask_key = "select places from name where key = ?"
        self._names: dict[str, tuple[Place, ...]] = {}
        self._places: dict[int, Place] = {}
        self._beginnings: dict[str, bool] = {}
        self.surfaces: dict[str, tuple[Place, ...]] = {}

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def meta(self) -> dict[str, str]:
        """Return what the file says of itself: credit, licence, source, counts."""
        return dict(self._database.execute("select key, value from meta"))

    def find(self, key: str) -> tuple[Place, ...]:
        """Return the places filed under exactly ``key`` (see ``name_key``), best first."""
        found = self._names.get(key)
        if found is None:
            row = self._ask.execute(self._ask_key, (key,)).fetchone()
            found = self._unpack(row[0]) if row else ()
            if len(self._names) > 60_000:  # a bounded memory: texts repeat their names
                self._names.clear()
            self._names[key] = found
        return found

    def begins_longer(self, name: str) -> bool:
        """Return whether a longer name may begin with the words of ``name``: few pairs of words
        do."""
        found = self._beginnings.get(name)
        if found is None:
            key = name_key(name)
            bare = without_article(key)
            found = not key.isascii() or self._begins(key) or (bare != key and self._begins(bare))
            if len(self._beginnings) > 60_000:
                self._beginnings.clear()
            self._beginnings[name] = found
        return found

    def _begins(self, key: str) -> bool:
        row = self._ask.execute(  # "!" comes right after the space
            "select 1 from name where key > ? and key < ? limit 1", (key + " ", key + "!")
        )
        return row.fetchone() is not None

    def look_up(self, name: str) -> tuple[Place, ...]:
        """Return every place ``name`` may mean, in any script and spelling, best first.

        Exact spellings come before article-less ones, those before case forms and romanisations.
        """
        key = name_key(name)
        if not key or len(key) > 80:
            return ()
        code = code_key(name)
        found = self.find(code) if code else ()
        if not found:
            found = self.find(key)
        if not found:
            found = self.find(without_article(key))
        if not found and not key.isascii():
            found = self._foreign(key)
        if not found and len(key) >= 5:
            found = self.sounds_like(name)[:1]
            found = found if found and alike(name, found[0].name) >= 0.75 else ()
        return found

    def sounds_like(self, name: str, countries: Iterable[str] = ()) -> tuple[Place, ...]:
        """Return places of ``countries`` whose name is a transliteration of ``name``, best first.

        Far less certain than ``look_up``: ask only where the text says that a place is meant.
        """
        key = name_key(name)
        sound = sound_key(key)
        if len(sound) < 2:
            return ()
        wanted = frozenset(countries)
        row = self._ask.execute("select places from sound where key = ?", (sound,)).fetchone()
        near = []
        for place in self._unpack(row[0]) if row else ():
            if wanted and place.country not in wanted:
                continue
            likeness = alike(key, place.name)
            if likeness >= 0.6:
                near.append((-likeness, -place.population, place))
        return tuple(place for *_, place in sorted(near, key=lambda row: row[:2]))

    def suggest(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Return up to ``limit`` names like ``name``, for "did you mean"."""
        from rapidfuzz import fuzz, process

        key = name_key(name)
        if not key:
            return ()
        rows = self._database.execute(
            "select name from place where kind = 0 and population >= 3000 or kind > 0"
            " or country in ('UA','SY','PS','IL','SD','YE','IQ') order by id"
        )
        names = list(dict.fromkeys(row[0] for row in rows))
        heard = [place.name for place in self.sounds_like(name)]
        near = process.extract(
            key, names, scorer=fuzz.ratio, processor=name_key, limit=limit, score_cutoff=70
        )
        return tuple(dict.fromkeys([*heard[:1], *(row[0] for row in near), *heard]))[:limit]

    def capital_of(self, country: str) -> Place | None:
        """Return the capital of the country with ISO code ``country``."""
        number = self._capitals.get(country)
        return self.place(number) if number is not None else None

    @cached_property
    def _capitals(self) -> dict[str, int]:
        """The row numbers of capitals by country, read once: there is no index to find them by."""
        rows = self._ask.execute("select id, country from place where feature = 'PPLC' order by id")
        capitals: dict[str, int] = {}
        for number, country in rows.fetchall():
            capitals.setdefault(country, number)
        return capitals

    def country(self, iso: str) -> Place | None:
        """Return the country with ISO code ``iso``."""
        row = self._ask.execute(
            "select id from place where kind = 1 and country = ?", (iso,)
        ).fetchone()
        return self.place(row[0]) if row else None

    def place(self, number: int) -> Place:
        """Return the place with row number ``number``."""
        found = self._places.get(number)
        if found is None:
            row = self._ask.execute(_SELECT, (number,)).fetchone()
            found = Place(
                id=row[0],
                geonameid=row[1],
                name=row[2],
                kind=KINDS[row[3]],
                country=row[4],
                admin1=row[5],
                lat=None if row[6] is None else row[6] / 10_000,
                lon=None if row[7] is None else row[7] / 10_000,
                population=row[8] or 0,
                zone=row[9],
                feature=row[10] or "",
                weight=float(row[11]),
                division=row[12],
            )
            if len(self._places) > 60_000:
                self._places.clear()
            self._places[number] = found
        return found

    def _unpack(self, packed: bytes) -> tuple[Place, ...]:
        """Four bytes a place: twice the row number, plus one where the name is an alias."""
        found = []
        for (number,) in struct.iter_unpack("<I", packed):
            place = self.place(number >> 1)
            if number & 1:
                place = replace(place, alias=True)
            found.append(place)
        return tuple(found)

    def _foreign(self, key: str) -> tuple[Place, ...]:
        words = key.split()
        if key[0] in _PROCLITICS and len(key) > (3 if key[0] == "و" else 4):
            bare = key[1:]
            if found := self.find(bare) or self.find(without_article(bare)):
                return found
        for last in base_forms(words[-1]):
            if found := self.find(" ".join([*words[:-1], last])):
                return found
        if len(words) == 2 and all("а" <= word[0] <= "ӿ" for word in words):
            for first in base_forms(words[0]):
                for last in base_forms(words[1], least=2):
                    if found := self.find(f"{first} {last}"):
                        return found
        from anyascii import anyascii

        roman = name_key(anyascii(key))
        return self.find(roman) or self.find(without_article(roman))


def alike(one: str, other: str) -> float:
    """Return how alike two names are spelled, 0 to 1, articles left out."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(
        without_article(name_key(one)), without_article(name_key(other))
    )


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """Return the gazetteer at ``path``, else CTL_GAZETTEER's, else the world's, else the packaged.

    Raises StoreProblem when there is no such file.
    """
    if path is not None:
        return Gazetteer(path)
    if named := os.environ.get("CTL_GAZETTEER"):
        return Gazetteer(Path(named))
    world = world_path()
    return Gazetteer(world if world.is_file() else PACKAGED)


def shared_gazetteer() -> Gazetteer:
    """Return the gazetteer of this process, opened at its first use."""
    return _gazetteer_of(os.getpid())


@cache
def _gazetteer_of(process: int) -> Gazetteer:
    """SQLite connections must not cross a fork: each process opens its own."""
    return open_gazetteer()


def world_path() -> Path:
    """Return where ``build --world`` writes the large file: the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "conflict-timeline" / "gazetteer-world.sqlite"


def capital_of(country_iso2: str) -> Place | None:
    """Return the capital of a country, for "the capital"."""
    return shared_gazetteer().capital_of(country_iso2)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two (latitude, longitude) points in kilometres.

    >>> round(distance_km((50.45, 30.52), (49.99, 36.23)))
    409
    """
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    square = sin((lat_b - lat_a) / 2) ** 2
    square += cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(square)))


def bearing(a: tuple[float, float], b: tuple[float, float]) -> str:
    """Return the compass point (N, NE, ...) in which ``b`` lies as seen from ``a``."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    east = sin(lon_b - lon_a) * cos(lat_b)
    north = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(lon_b - lon_a)
    return COMPASS[round(degrees(atan2(east, north)) / 45) % 8]
