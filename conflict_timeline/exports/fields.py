"""What several formats say about a claim: instants in UTC, names of all its statements, places."""

from collections.abc import Iterable
from datetime import UTC, datetime

from conflict_timeline.model import Claim, PlaceRef, When
from conflict_timeline.record_json import event_places, zoned


def utc_span(when: When) -> tuple[datetime, datetime]:
    """Return the start and end of ``when`` as instants; where the zone is unknown, as if UTC."""
    zone = when.zone or when.span.zone
    return _utc(zoned(when.span.start, zone)), _utc(zoned(when.span.end, zone))


def instant(moment: datetime) -> str:
    """Return a UTC instant as every reader knows it: 2022-02-26T16:00:00Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def speakers_of(claim: Claim) -> tuple[str, ...]:
    """Return who says so in any of the statements, the representative's speakers first."""
    everyone = (claim.representative, *claim.statements)
    return tuple(dict.fromkeys(name for s in everyone for name in s.speakers))


def kinds_of(claim: Claim) -> tuple[str, ...]:
    """Return the kinds of event of all statements, the representative's first."""
    everyone = (claim.representative, *claim.statements)
    return tuple(dict.fromkeys(name for s in everyone for name in s.kinds))


def located(claim: Claim) -> tuple[PlaceRef, ...]:
    """Return the places of the event that have coordinates, the finest kind only.

    "Kharkiv" is a better point than the middle of Ukraine: where a city is named, its country is
    no second point.
    """
    places = [p for p in event_places(claim) if p.lat is not None and p.lon is not None]
    fine = [p for p in places if p.kind in ("city", "district", "site")]
    return tuple(fine or [p for p in places if p.kind != "country"] or places)


def joined(values: Iterable[str]) -> str:
    """Return several values of one cell."""
    return "; ".join(values)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or last day that a datetime can hold
        return moment.replace(tzinfo=UTC)
