"""Turns what the user typed into a ``ClaimFilter``; explains names that match nothing."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypedDict, get_args

from conflict_timeline.cli.options import FilterOptions
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.terminal import say
from conflict_timeline.problems import UsageProblem
from conflict_timeline.store.database import Store
from conflict_timeline.store.filters import Box, ClaimFilter, Near
from conflict_timeline.store.folding import fold_name
from conflict_timeline.store.query import claims_are_stale, has_name, names_of

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def claim_filter(store: Store, options: FilterOptions, *, quiet: bool) -> ClaimFilter:
    """Return the filter that ``options`` ask for. Raises UsageProblem for what is unknown."""
    if not quiet and claims_are_stale(store):
        say("ctl: the last ingest was interrupted; run it again to see everything it read")
    since, until = _days_asked_for(options)
    return ClaimFilter(
        **_where(store, options, quiet=quiet),
        since=since,
        until=until,
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


def _days_asked_for(options: FilterOptions) -> tuple[date | None, date | None]:
    """Return the first and the last day of --on, or of --since and --until."""
    if options.on and (options.since or options.until):
        raise UsageProblem(
            "CTL-U002", "--on cannot stand beside --since or --until", hint="use one or the other"
        )
    since, until = options.on or options.since, options.on or options.until
    first = days_of(since)[0] if since else None
    last = days_of(until)[1] if until else None
    if first and last and last < first:
        raise UsageProblem(
            "CTL-U003", f"--until {until} is before --since {since}", hint="swap the two"
        )
    return first, last


class _Where(TypedDict, total=False):
    cities: Sequence[str]
    city_ids: Sequence[int]
    regions: Sequence[str]
    countries: Sequence[str]
    near: Near | None
    box: Box | None


def _where(store: Store, options: FilterOptions, *, quiet: bool) -> _Where:
    """Return the part of the filter that names places; most calls name none."""
    if not (options.city or options.region or options.country or options.near or options.bbox):
        return {}
    from conflict_timeline.cli import named_places as named

    countries = [named.country_code(store, name) for name in options.country or ()]
    cities = named.cities_named(store, options.city or (), countries=countries, quiet=quiet)
    return {
        "cities": cities.names,
        "city_ids": cities.numbers,
        "regions": [named.region_named(store, name, quiet=quiet) for name in options.region or ()],
        "countries": countries,
        "near": named.circle(options.near) if options.near else None,
        "box": named.box(options.bbox) if options.bbox else None,
    }


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
    """Return ``names``, an actor's other names as the name it is stored under; say so when one of
    them matches nobody in the store."""
    if not names:
        return ()
    known = names_of(store, term)
    meant: list[str] = []
    for name in names:
        if term == "actor" and not _is_among(name, known):
            from conflict_timeline.actors import label_of

            label = label_of(name)
            if label and _is_among(label, known):
                if not quiet:
                    say(f"{name} → {label}")
                name = label
        meant.append(name)
        if quiet or _is_among(name, known):
            continue
        near = did_you_mean(name, known.values())
        say(f"ctl: no {term} in the store is called “{name}”{near and '; '}{near}")
    return meant


def _is_among(name: str, known: Iterable[str]) -> bool:
    return any(f" {fold_name(name)} " in f" {key} " for key in known)
