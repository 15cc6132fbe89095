"""Settles which place each name means: containers, the document's countries, nearness, size.

All mentions of one spelling mean one place, unless one says otherwise ("Tripoli, Lebanon"). The
rules of rules/places/senses.tsv say what speaks for a sense; the sense with most for it wins, of
equals the better known. This is done three times: after the first, the choices so far count as
neighbours.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from math import floor, sqrt

from conflict_timeline.places.gazetteer import Gazetteer, Place, alike
from conflict_timeline.places.mention import Mention, Word
from conflict_timeline.places.sign_rules import sign_rules
from conflict_timeline.places.vocabulary import demonyms, words

CELL = 1.5  # degrees; a place and its neighbours within about 160 km share nine cells
MAX_SENSES = 60
SENTENCE = 400  # how far a list is followed
SIZES = ((1e4, "10k"), (1e5, "100k"), (1e6, "1m"))
TOWN_SIZES = ((1_000_000, "1m"), (200_000, "200k"), (50_000, "50k"), (15_000, "15k"), (3_000, "3k"))
HOMONYMS = 8
REMEMBERED = 20_000  # spellings
NAMED, LEADS, NEAR_MANY = 0.3, 0.3, 3
HOME_NAMES, HOME_SHARE = 3, 0.6  # three names, and more than half of them, are no accident
WORLD_CITY = 3e6  # people, threefold for capitals: London, Moscow, New York
METROPOLIS = 1e6  # people: readers know such a city by its name
ALIKE = 0.7
_STATE_OF = re.compile(r"\b(?:state|province|oblast|governorate|region) of ?$", re.IGNORECASE)


_REGIONS_OF = re.compile(
    r"\b(?:state|province|oblast|governorate|region|people[’']s republic|republic(?=s))(s)? of ?$",
    re.IGNORECASE,
)
_LIST_JOINTS = frozenset([" ", ", ", " and ", ", and ", " or ", " & "])


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one spelling may mean, and what of that is the same in every document.

    ``shares`` is how its one vote is split over ``senses``, ``own`` what that gives the country and
    the division of each sense; ``signs`` are those of each sense, as bits; ``local`` are the
    divisions it may lie in. ``known_as`` are signs of what the best sense is. ``places`` is what
    the gazetteer answered.
    """

    places: tuple[Place, ...]
    senses: tuple[Place, ...]
    shares: tuple[float, ...]
    own: tuple[tuple[float, float], ...]
    signs: tuple[int, ...]
    local: frozenset[int]
    known_as: tuple[str, ...]


@dataclass(slots=True)
class Name:
    """One spelling in one document; ``inside`` are the senses that its containers allow."""

    mentions: list[Mention]
    spelling: Spelling
    inside: set[int] = field(default_factory=set)
    choice: Place | None = None
    called: bool | None = None


@dataclass(slots=True)
class Scene:
    """What a document's names say together: votes for countries, divisions and cells of the map."""

    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    said: set[int] = field(default_factory=set)
    cells: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    country_votes: float = 0.0
    division_votes: float = 0.0
    home: frozenset[int] = frozenset()


def settle(text: str, found: list[Word], mentions: list[Mention], *, gazetteer: Gazetteer) -> None:
    """Set ``place`` and ``reason`` of every mention that has senses."""
    names = group(mentions)
    peoples = peoples_named(found)
    home = home_divisions(names)
    scene = Scene()
    for repeat in (False, True, True):
        scene = survey(names, peoples, chosen=repeat, home=home)
        before = [name.choice for name in names]
        for name in names:
            name.choice = best_sense(text, name, scene)
        if repeat and before == [name.choice for name in names]:
            break  # nothing moved, so nothing more will
    called = called_regions(text, mentions)
    for name in names:
        for mention in name.mentions:
            mention.place = _contained(mention) or _town_or_region(mention, name, called)
            mention.reason = _reason(mention, name)
    for mention in mentions:
        if (state := _state_of_town(mention)) is not None:
            mention.place, mention.reason = state, "the division of the town named before it"
    _recognise_spellings(mentions, scene, gazetteer)
    _lend_coordinates(mentions)
    _put_inside_towns(text, mentions)


def called_regions(text: str, mentions: list[Mention]) -> set[int]:
    """Return where the mentions start that are called regions: "Sumy and Kharkiv regions".

    A plural goes for the whole list, before it or after it ("the regions of Sumy and Kharkiv").
    """
    called: set[int] = set()
    for index, mention in enumerate(mentions):
        after = mention.after.lower() if mention.after_gap == " " else ""
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if after in words("region_type"):
            if following is None or not _is_quarter_of(text, mention, following):
                called.add(mention.start)
        elif after.endswith("s") and after[:-1] in words("region_type"):
            called.add(mention.start)
            for number in range(index - 1, -1, -1):
                one, other = mentions[number], mentions[number + 1]
                if text[one.end : other.start] not in _LIST_JOINTS:
                    break
                called.add(one.start)
        elif mention.before == "of":
            lead = _REGIONS_OF.search(text, max(0, mention.start - 24), mention.start)
            if lead:
                called.add(mention.start)
            if lead and lead[1]:
                stop = text.find(". ", mention.end, mention.end + SENTENCE)
                for other in mentions[index + 1 : index + 12]:
                    if 0 <= stop < other.start:
                        break
                    if other.before == "and" or other.before_gap == ", ":
                        called.add(other.start)
    return called


def _is_quarter_of(text: str, mention: Mention, following: Mention) -> bool:
    """Return whether the next name is a part of this town: "the Damascus district of Jobar", but
    "the Izium district of Kharkiv region"."""
    if text[mention.end : following.start] != " district of ":
        return False
    if not following.places or not mention.places:
        return not following.places
    inner = following.places[0]
    return inner.kind in ("city", "district") and inner.weight < mention.places[0].weight


def _town_or_region(mention: Mention, name: Name, called: set[int]) -> Place | None:
    """Return the town of a name unless the words beside this mention say "region"."""
    best, senses = name.choice, name.spelling.senses
    if best is None or len(senses) == 1:
        return best
    if best.kind == "city" and _means_land(mention):
        return next((s for s in senses if s.kind == "region" and s.country == best.country), best)
    if mention.start in called:
        if best.kind == "city":
            regions = (s for s in senses if s.feature == "ADM1" and s.country == best.country)
            return next(regions, best)
        return best
    if best.feature != "ADM1" or mention.inner:
        return best
    towns = (
        sense
        for sense in senses
        if sense.kind == "city"
        and sense.country == best.country
        and not (mention_is(best, name) and (sense.alias or sense.weight < best.weight))
        and _is_near(sense, best)
    )
    return next(towns, best)


def _means_land(mention: Mention) -> bool:
    """Return whether a name means the land about its town: "in Gaza", but "the city of Gaza" and
    "GAZA (Reuters)" name the town."""
    if mention.text.lower() not in words("land") or mention.text.isupper():
        return False
    return "left:town of" not in mention.signs


def _state_of_town(mention: Mention) -> Place | None:
    """Return the division and not its namesake after one of its towns: "Tacoma, Washington"."""
    town = mention.inner.place if mention.inner else None
    best = mention.place
    if town is None or best is None or town.kind != "city" or best.kind != "city":
        return None
    if not town.division or town.id == best.id:
        return None
    return next(
        (s for s in mention.places if s.feature == "ADM1" and s.division == town.division), None
    )


def mention_is(place: Place, name: Name) -> bool:
    """Return whether the text uses the place's own name: "Quebec" is the province."""
    return name.mentions[0].text.casefold() == place.name.casefold()


def _is_near(one: Place, other: Place) -> bool:
    return one.division == other.division or (
        one.lat is not None
        and other.lat is not None
        and one.lon is not None
        and other.lon is not None
        and abs(one.lat - other.lat) < CELL
        and abs(one.lon - other.lon) < CELL
    )


def group(mentions: list[Mention]) -> list[Name]:
    """Return the names of a document, mentions of one spelling together."""
    names: dict[str, Name] = {}
    for mention in mentions:
        if mention.places:
            spelling = mention.text.lower().removeprefix("the ")
            name = names.get(spelling)
            if name is None:
                name = names[spelling] = Name([], read_spelling(mention.places))
            name.mentions.append(mention)
            if inside := _contained(mention):
                name.inside.add(inside.id)
    return list(names.values())


def peoples_named(found: list[Word]) -> frozenset[str]:
    """Return the countries whose people or things are named: "Iraqi", "Syrians"."""
    known = demonyms()
    return frozenset([known[word.text] for word in found if word.text in known])


def survey(
    names: list[Name],
    peoples: frozenset[str],
    *,
    chosen: bool,
    home: frozenset[int] | None = None,
) -> Scene:
    """Return the votes of all names; with ``chosen`` those of their present choice alone."""
    scene = Scene()
    for country in sorted(peoples):
        scene.countries[country] += 0.5
    for name in names:
        senses, parts = name.spelling.senses, name.spelling.shares
        if chosen and name.choice:
            senses, parts = (name.choice,), (1.0,)
        for sense, share in zip(senses, parts, strict=True):
            if sense.country:
                scene.countries[sense.country] += share
            if sense.division:
                scene.divisions[sense.division] += share
        first = name.spelling.senses[0]
        if first.feature == "ADM1" and first.division and (not chosen or name.choice is first):
            scene.said.add(first.division)
        if chosen and name.choice and name.choice.kind != "country":
            for cell in _cells(name.choice):
                scene.cells[cell] += 1
    scene.home = home_divisions(names) if home is None else home
    scene.country_votes = sum(scene.countries.values())
    scene.division_votes = sum(scene.divisions.values())
    return scene


def home_divisions(names: list[Name]) -> frozenset[int]:
    """Return the division that most names of a document could lie in: local papers name no state.

    Alexandria, Brandon, Albany and Douglas County are each best known elsewhere, but together they
    are in Minnesota. Two divisions may share the first place, more tell nothing.
    """
    held: dict[int, int] = defaultdict(int)
    local = 0
    for name in names:
        divisions = name.spelling.local
        local += bool(divisions)
        for division in divisions:
            held[division] += 1
    most = max(held.values(), default=0)
    if most < HOME_NAMES or most < HOME_SHARE * local:
        return frozenset()
    first = frozenset(division for division, count in held.items() if count == most)
    return first if len(first) <= 2 else frozenset()


def read_spelling(places: tuple[Place, ...]) -> Spelling:
    """Return what is known of a name from what the gazetteer answers, worked out once for each."""
    spellings = _spellings()
    known = spellings.get(id(places))  # it holds ``places``, so that no other tuple has their id
    if known is None:
        if len(spellings) > REMEMBERED:  # a bounded memory
            spellings.clear()
        known = spellings[id(places)] = _spelling(places)
    return known


@cache
def _spellings() -> dict[int, Spelling]:
    """Return what has been read of spellings, by the identity of the gazetteer's answer."""
    return {}


def _spelling(places: tuple[Place, ...]) -> Spelling:
    senses = places[:MAX_SENSES]
    parts = shares(senses)
    split = tuple(zip(parts, senses, strict=True))
    rules = sign_rules("senses.tsv", "this")
    return Spelling(
        places=places,
        senses=senses,
        shares=parts,
        own=tuple(
            (
                sum(part for part, o in split if o.country == sense.country),
                sum(part for part, o in split if o.division == sense.division),
            )
            for sense in senses
        ),
        signs=tuple(rules.read(_signs_of(sense, senses)) for sense in senses),
        local=frozenset(
            sense.division
            for sense in senses
            if sense.division and (sense.kind == "city" or sense.feature == "ADM2")
        ),
        known_as=tuple(_known_as(places)),
    )


def _known_as(places: tuple[Place, ...]) -> Iterator[str]:
    """Yield the signs of what a name is best known as: "city:50k", with a star for a second
    name."""
    best = places[0]
    if best.kind == "city":
        size = next((name for least, name in TOWN_SIZES if best.weight >= least), "0")
        yield "city:" + size + ("*" if best.alias else "")
    elif best.kind == "region" or best.feature == "GOVL":
        yield f"{best.kind}:{best.feature}"
    else:
        yield best.kind
    if best.feature == "PPLC":
        yield "capital"
    if len(places) >= HOMONYMS:
        yield "homonyms"


def shares(senses: tuple[Place, ...]) -> tuple[float, ...]:
    """Return how the one vote of a name is split over its senses: by the root of their size."""
    if len(senses) == 1:
        return (1.0,)
    sizes = [sqrt(sense.weight + 10.0) * (0.3 if sense.alias else 1.0) for sense in senses]
    total = sum(sizes)
    return tuple(size / total for size in sizes)


def best_sense(text: str, name: Name, scene: Scene) -> Place:
    """Return the sense that fits the document best, of equals the better known."""
    senses = name.spelling.senses
    if len(senses) == 1:
        return senses[0]
    rules = sign_rules("senses.tsv", "this")
    fitness = [
        (
            rules.decide_bits(known | rules.read(_signs_in(text, at, name, scene))).value,
            sense.weight,
        )
        for at, (sense, known) in enumerate(zip(senses, name.spelling.signs, strict=True))
    ]
    return senses[fitness.index(max(fitness))]


def signs(text: str, sense: Place, name: Name, scene: Scene) -> list[str]:
    """Return what speaks for or against ``sense``."""
    senses = name.spelling.senses
    return _signs_of(sense, senses) + _signs_in(text, senses.index(sense), name, scene)


def _signs_of(sense: Place, senses: tuple[Place, ...]) -> list[str]:
    """Return what speaks for or against ``sense`` in any document."""
    first = senses[0]
    found = ["kind:" + sense.kind]
    found += ["size:" + label for least, label in SIZES if sense.weight >= least]
    if sense.alias:
        found.append("alias")
        if first.weight >= METROPOLIS and not first.alias:
            found.append("rival metropolis")
    if sense is first:
        found.append("first")
    if sense.kind == "country" and any(s.feature == "ADM1" for s in senses if not s.alias):
        found.append("rival state")
    if sense.feature in ("CONT", "RGN", "SEA"):
        found.append("part of the world")
        found += ["world region"] * (sense is first and not sense.alias)
    if sense is first and not sense.alias and sense.weight >= WORLD_CITY:
        found += ["world city"] * (sense.kind == "city")
    if sense.feature in ("PPLC", "ADM2"):
        found.append(sense.feature)
    return found


def _signs_in(text: str, at: int, name: Name, scene: Scene) -> list[str]:
    """Return what the document says for or against the sense ``at`` that place."""
    sense = name.spelling.senses[at]
    found = ["inside"] if sense.id in name.inside else []
    own_country, own_division = _own_votes(sense, at, name)
    if sense.country:
        others = scene.countries.get(sense.country, 0.0) - own_country
        if others >= NAMED:
            found.append("country named")
        if others >= LEADS * max(scene.country_votes - 1, 1.0):
            found.append("country leads")
    if sense.division:
        others = scene.divisions.get(sense.division, 0.0) - own_division
        if others >= NAMED:
            found.append("division named")
        if others >= LEADS * max(scene.division_votes - 1, 1.0):
            found.append("division leads")
        if sense.division in scene.home:
            found.append("home division")
        if sense.division in scene.said and sense.feature != "ADM1":
            found.append("division said")
    if scene.cells and sense.kind != "country":
        near = scene.cells.get(_cell(sense), 0) - (name.choice is sense)
        if near >= 1:
            found.append("near one")
        if near >= NEAR_MANY:
            found.append("near many")
    if name.called is None:
        name.called = _is_called_region(text, name)
    if name.called:
        found.append("called region")
    return found


def _is_called_region(text: str, name: Name) -> bool:
    for mention in name.mentions[:3]:
        after = mention.after.lower() if mention.after_gap == " " else ""
        if after in words("region_type"):
            return True
        start = max(0, mention.start - 14)
        if mention.before == "of" and _STATE_OF.search(text, start, mention.start):
            return True
    return False


def _own_votes(sense: Place, at: int, name: Name) -> tuple[float, float]:
    """Return what the name itself has given to the country and division of its sense ``at``."""
    same = name.choice
    if same is None:
        return name.spelling.own[at]
    return float(same.country == sense.country), float(same.division == sense.division)


def _cell(place: Place) -> tuple[int, int]:
    if place.lat is None or place.lon is None:
        return (999, 999)
    return floor(place.lat / CELL), floor(place.lon / CELL)


def _cells(place: Place) -> list[tuple[int, int]]:
    if place.lat is None:
        return []
    row, column = _cell(place)
    return [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def _contained(mention: Mention) -> Place | None:
    """Return the sense that lies in the place named right after: "Tripoli, Lebanon"."""
    if not mention.container or not mention.container.places:
        return None
    for outer in mention.container.places[:4]:
        if outer.kind == "city" and outer.weight < 100_000:
            continue
        for sense in mention.places:
            if sense.kind == "country" or sense.country != outer.country or sense.id == outer.id:
                continue
            if mention.places[0].kind == "country" and sense.kind == "city":
                continue  # "China, Venezuela, Cuba" is a list
            if outer.kind == "country":
                return sense
            if outer.feature in ("ADM1", "ADM2") and outer.division == sense.division:
                return sense
    return None


def _reason(mention: Mention, name: Name) -> str:
    if _contained(mention):
        return "inside the place named after it"
    if len(name.spelling.senses) == 1:
        return "the only place of that name"
    if name.inside and name.choice and name.choice.id in name.inside:
        return "as elsewhere in the document"
    return "best known, or nearest to the document's other places"


def _recognise_spellings(mentions: list[Mention], scene: Scene, gazetteer: Gazetteer) -> None:
    """Take an unlisted name for a listed place it transliterates, in countries in play alone.

    Without a country in play and words that say "a place" this would be unsafe: most surnames
    sound like some village.
    """
    countries = [country for country, votes in scene.countries.items() if votes >= 1]
    for mention in mentions:
        if (
            mention.syntax not in ("city", "village", "unknown")
            or len(mention.text) < 4
            or not countries
        ):
            continue
        near = gazetteer.sounds_like(mention.text, countries)
        if not near and mention.text.endswith("s"):  # a lost apostrophe
            near = gazetteer.sounds_like(mention.text[:-1], countries)
        if near and alike(mention.text, near[0].name) >= ALIKE:
            mention.place = near[0]
            mention.reason = f"spelled like {near[0].name}"


def _put_inside_towns(text: str, mentions: list[Mention]) -> None:
    """Put a street or building at the town the words put it in: "Tahrir Street in Cairo"."""
    for mention, following in pairwise(mentions):
        town = following.place
        if mention.syntax in ("street", "facility") and town and town.kind == "city":
            between = text[mention.end : following.start]
            if between in (", ", " in ", " of ", ", in ", " in central "):
                mention.place = replace(
                    town, name=mention.text, kind="site", geonameid=None, population=0, feature=""
                )
                mention.reason = f"put at {town.name}, which is named with it"


def _lend_coordinates(mentions: list[Mention]) -> None:
    """Give a county without coordinates those of the nearest named town of its own division."""
    towns: dict[int, list[tuple[int, Place]]] = defaultdict(list)
    middles: dict[int, Place] = {}
    for mention in mentions:
        place = mention.place
        if place and place.division and place.lat is not None:
            if place.kind == "city":
                towns[place.division].append((mention.start, place))
            elif place.feature == "ADM1":
                middles[place.division] = place
    for mention in mentions:
        place = mention.place
        if place is None or place.lat is not None or not place.division:
            continue
        named = towns.get(place.division, [])
        after = bisect_left(named, mention.start, key=lambda town: town[0])
        near = named[max(0, after - 1) : after + 1]
        lender = (
            min(near, key=lambda town: abs(town[0] - mention.start))[1]
            if near
            else middles.get(place.division)
        )
        if lender:
            mention.place = replace(place, lat=lender.lat, lon=lender.lon)
            mention.reason = f"put at {lender.name}, which is named with it"
