"""Turns the places that a user names into what the store can be asked for."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from conflict_timeline.cli.aliases import aliases
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.terminal import say
from conflict_timeline.problems import UsageProblem
from conflict_timeline.store.database import Store
from conflict_timeline.store.filters import Box, Near
from conflict_timeline.store.folding import fold_name
from conflict_timeline.store.query import NamedCity, cities_called, has_name, names_of

if TYPE_CHECKING:
    from conflict_timeline.places.gazetteer import Place

_NEAR = re.compile(r"(.{1,100}?)\s*:\s*(\d{1,5}(?:\.\d{1,3})?)\s*(?:km)?")
_ADJECTIVE = re.compile(r"s'?k(?:aya|a|yi|y|iy|oi|oy)$")  # Kharkiv-ska
_FEMININE = re.compile(r"a(?:ya)?$")  # Donetsk-a


class Cities(NamedTuple):
    """Cities to filter by: names, and GeoNames numbers where a name means several."""

    names: tuple[str, ...]
    numbers: tuple[int, ...]


def cities_named(
    store: Store, names: Sequence[str], *, countries: Sequence[str], quiet: bool
) -> Cities:
    """Return what ``names`` mean in the store; "Zahle, LB" says which of several.

    Raises UsageProblem for a city that is unknown, and for one of which there are two.
    """
    plain: list[str] = []
    numbers: list[int] = []
    for typed in names:
        name, qualifier = _split(store, typed)
        name = _city(store, name, quiet=quiet or bool(qualifier))
        found = cities_called(store, name)
        chosen = [city for city in found if _fits(store, city, qualifier, countries)]
        if qualifier and not chosen:
            raise UsageProblem(
                "CTL-U004",
                f"no claim is placed in “{typed}”",
                hint=f"{name} is here: {_listed(found)}" if found else "`ctl status` lists cities",
            )
        # A city that the gazetteer does not know (no number) is no other city of that name.
        left = {city.geonameid for city in chosen if city.geonameid is not None}
        if len({city.geonameid for city in found} - {None}) < 2:
            plain.append(name)
        elif len(left) == 1:
            numbers += left
        else:
            numbered = [city for city in chosen or found if city.geonameid is not None]
            raise _which(name, numbered or found)
    return Cities(tuple(plain), tuple(numbers))


def region_named(store: Store, name: str, *, quiet: bool) -> str:
    """Return the name under which the store knows a region, oblast, province or state."""
    if has_name(store, "region", name):
        return name
    core = _without_kind(name)
    if core and has_name(store, "region", core):
        return core
    is_known = False
    for place in _places_spelled(name):
        for region in (place.name if place.kind != "city" else None, place.admin1):
            if region and has_name(store, "region", region):
                if not quiet and fold_name(region) != fold_name(name):
                    say(f"{name} → {region}")
                return region
        is_known = is_known or place.kind in ("region", "district")
    advice = did_you_mean(name, names_of(store, "region").values())
    if is_known and not advice:
        if not quiet:
            say(f"ctl: no claim is placed in {name}")
        return name
    raise UsageProblem(
        "CTL-U021",
        f"no claim is placed in a region “{name}”",
        hint=advice or "try --city or --bbox",
    )


def country_code(store: Store, name: str) -> str:
    """Return the ISO code of a country. Raises UsageProblem when there is none of that name."""
    found = _country(store, name)
    if found is None:
        raise UsageProblem(
            "CTL-U005", f"“{name}” is no country known here", hint="try its two-letter code: UA, SY"
        )
    return found


def circle(text: str) -> Near:
    """Return the circle that "Kyiv:50km" means."""
    found = _NEAR.fullmatch(text.strip())
    if not found:
        raise UsageProblem(
            "CTL-U006", f"“{text}” is no circle", hint='write --near "Kyiv:50km" (city, colon, km)'
        )
    from conflict_timeline.places.gazetteer import shared_gazetteer

    for place in shared_gazetteer().look_up(found[1]):
        if place.lat is not None and place.lon is not None:
            return Near(place.lat, place.lon, float(found[2]))
    raise UsageProblem(
        "CTL-U004", f"no place called “{found[1]}” is known", hint="name a city near by"
    )


def box(text: str) -> Box:
    """Return the rectangle that "W,S,E,N" means, in degrees."""
    try:
        west, south, east, north = (float(part) for part in re.split(r"[,;\s]+", text.strip()))
    except ValueError:
        pass
    else:
        if -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90:
            return Box(west, south, east, north)
    raise UsageProblem(
        "CTL-U022",
        f"“{text}” is no box",
        hint='write --bbox "36,49.5,37,50.5": west, south, east, north in degrees',
    )


def _split(store: Store, typed: str) -> tuple[str, str]:
    """Split "Zahle, LB"; a name that holds a comma itself stays whole."""
    name, comma, qualifier = typed.rpartition(",")
    if not comma or has_name(store, "city", typed):
        return typed, ""
    return name.strip(), qualifier.strip()


def _city(store: Store, name: str, *, quiet: bool) -> str:
    """Return the name under which the store knows the city: "Kharkov" is Kharkiv."""
    if has_name(store, "city", name):
        return name
    from conflict_timeline.places.gazetteer import shared_gazetteer

    found = shared_gazetteer().look_up(name)
    for place in found:
        if has_name(store, "city", place.name):
            if not quiet:
                say(f"{name} → {place.name}")
            return place.name
    cities = names_of(store, "city").values()
    advice = did_you_mean(name, cities)
    if any(place.kind == "city" for place in found) and not advice:
        if not quiet:
            say(f"ctl: no claim is placed in {found[0].name}")
        return name
    raise UsageProblem(
        "CTL-U004",
        f"no claim is placed in “{name}”",
        hint=advice or "`ctl status` lists the cities of the store",
    )


def _fits(store: Store, city: NamedCity, qualifier: str, countries: Sequence[str]) -> bool:
    codes = {code.upper() for code in countries}
    if codes and (city.country or "") not in codes:
        return False
    if not qualifier:
        return True
    in_region = f" {fold_name(qualifier)} " in f" {fold_name(city.admin1 or '')} "
    return in_region or (city.country is not None and city.country == _country(store, qualifier))


def _which(name: str, cities: Sequence[NamedCity]) -> UsageProblem:
    example = next((city.country for city in cities if city.country), None)
    alike = len({city.country for city in cities}) < len(cities)
    advice = f'--city "{name}, {(cities[0].admin1 if alike else None) or example}"'
    return UsageProblem(
        "CTL-U023",
        f"{len(cities)} cities are called “{name}”: {_listed(cities)}",
        hint=f"choose with {advice}" + ("" if alike else f" or --country {example}"),
    )


def _listed(cities: Sequence[NamedCity]) -> str:
    return "; ".join(
        f"{', '.join(part for part in (city.name, city.admin1, city.country) if part)}"
        f" ({city.claims} claim{'' if city.claims == 1 else 's'})"
        for city in cities
    )


def _country(store: Store, name: str) -> str | None:
    if has_name(store, "country", name) or (len(name) == 2 and name.isalpha()):
        return name.upper()
    from conflict_timeline.places.gazetteer import shared_gazetteer

    for place in shared_gazetteer().look_up(name):
        if place.kind == "country" and place.country:
            return place.country
    return None


def _without_kind(name: str) -> str:
    """Return a region's name without "oblast", "state" and the like."""
    general = aliases("region_words")
    return " ".join(word for word in name.split() if word.casefold() not in general)


def _places_spelled(name: str) -> Iterator["Place"]:
    """Yield what a region's name may mean: as typed, without "oblast", without its ending."""
    from conflict_timeline.places.gazetteer import shared_gazetteer
    from conflict_timeline.places.romanise import russian, ukrainian

    core = _without_kind(name)
    romanised = [core, ukrainian(core), russian(core)]
    stems = [latin[: found.start()] for latin in romanised for found in _ADJECTIVE.finditer(latin)]
    stems += [_FEMININE.sub("", latin) for latin in romanised]
    gazetteer = shared_gazetteer()
    for spelling in dict.fromkeys((name, *romanised, *stems)):
        if len(spelling) > 2:
            yield from sorted(gazetteer.look_up(spelling), key=lambda place: place.kind == "city")
