"""Turns what the user typed into a ``ClaimFilter``; explains names that match nothing."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import get_args

from conflict_timeline.cli.options import FilterOptions
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.terminal import say
from conflict_timeline.problems import UsageProblem
from conflict_timeline.store.database import Store
from conflict_timeline.store.folding import fold_name
from conflict_timeline.store.query import (
    ClaimFilter,
    Near,
    claims_are_stale,
    has_name,
    names_of,
)

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_NEAR = re.compile(r"(.{1,100}?)\s*:\s*(\d{1,5}(?:\.\d{1,3})?)\s*(?:km)?")


def claim_filter(store: Store, options: FilterOptions, *, quiet: bool) -> ClaimFilter:
    """Return the filter that ``options`` ask for. Raises UsageProblem for what is unknown."""
    if options.on and (options.since or options.until):
        raise UsageProblem(
            "CTL-U002", "--on cannot stand beside --since or --until", hint="use one or the other"
        )
    if not quiet and claims_are_stale(store):
        say("ctl: the last ingest was interrupted; run it again to see everything it read")
    since, until = options.on or options.since, options.on or options.until
    return ClaimFilter(
        cities=[_city(store, name, quiet=quiet) for name in options.city or ()],
        countries=[_country(store, name) for name in options.country or ()],
        near=_near(options.near) if options.near else None,
        since=days_of(since)[0] if since else None,
        until=days_of(until)[1] if until else None,
        kinds=[kind for name in options.kind or () for kind in _kinds(store, name)],
        statuses=[_status(name) for name in options.status or ()],
        actors=_known(store, "actor", options.actor, quiet=quiet),
        speakers=_known(store, "speaker", options.speaker, quiet=quiet),
        outlets=_known(store, "outlet", options.outlet, quiet=quiet),
        min_outlets=options.min_outlets,
        grep=options.grep,
        top=options.top,
        limit=options.limit,
        reverse=options.reverse,
    )


def days_of(text: str) -> tuple[date, date]:
    """Return the first and last day of a day, month or year: 2022-02-24, 2022-02 or 2022."""
    found = _DAY.fullmatch(text.strip())
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            assert year is not None
            first = date(year, month or 1, day or 1)
            last_month = month or 12
            last = date(year, last_month, day or monthrange(year, last_month)[1])
        except ValueError:
            pass
        else:
            return first, last
    raise UsageProblem("CTL-U003", f"“{text}” is no day", hint="write 2022-02-24, 2022-02 or 2022")


def _city(store: Store, name: str, *, quiet: bool) -> str:
    """Return the name under which the store knows the city: "Kharkov" is Kharkiv."""
    if has_name(store, "city", name):
        return name
    from conflict_timeline.places.gazetteer import open_gazetteer

    found = open_gazetteer().look_up(name)
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


def _country(store: Store, name: str) -> str:
    if has_name(store, "country", name):
        return name
    if len(name) == 2 and name.isalpha():
        return name.upper()
    from conflict_timeline.places.gazetteer import open_gazetteer

    for place in open_gazetteer().look_up(name):
        if place.kind == "country" and place.country:
            return place.country
    raise UsageProblem(
        "CTL-U005", f"“{name}” is no country known here", hint="try its two-letter code: UA, SY"
    )


def _near(text: str) -> Near:
    found = _NEAR.fullmatch(text.strip())
    if not found:
        raise UsageProblem(
            "CTL-U006", f"“{text}” is no circle", hint='write --near "Kyiv:50km" (city, colon, km)'
        )
    from conflict_timeline.places.gazetteer import open_gazetteer

    for place in open_gazetteer().look_up(found[1]):
        if place.lat is not None and place.lon is not None:
            return Near(place.lat, place.lon, float(found[2]))
    raise UsageProblem(
        "CTL-U004", f"no place called “{found[1]}” is known", hint="name a city near by"
    )


def _kinds(store: Store, name: str) -> Sequence[str]:
    if has_name(store, "kind", name):
        return [name]
    from conflict_timeline.kinds import kinds_named

    return kinds_named(name)


def _status(name: str) -> str:
    from conflict_timeline.model import StatusName

    known: tuple[str, ...] = get_args(StatusName)
    if name.lower() in known:
        return name.lower()
    raise UsageProblem(
        "CTL-U007",
        f"“{name}” is no status",
        hint=did_you_mean(name, known) or f"one of {', '.join(known)}",
    )


def _known(store: Store, term: str, names: Sequence[str] | None, *, quiet: bool) -> Sequence[str]:
    """Return ``names``; say so when one of them matches nobody in the store."""
    if not names:
        return ()
    known = names_of(store, term)
    for name in names:
        if quiet or any(f" {fold_name(name)} " in f" {key} " for key in known):
            continue
        say(f"ctl: no {term} is called “{name}” {did_you_mean(name, known.values())}".rstrip())
    return names
