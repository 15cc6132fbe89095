"""KML 2.2 for Google Earth: a placemark for each place, with a time as exact as it is known."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from conflict_timeline.exports.fields import (
    instant,
    joined,
    kinds_of,
    located,
    speakers_of,
    utc_span,
)
from conflict_timeline.exports.xml_text import xml_text
from conflict_timeline.model import Claim, PlaceRef, When
from conflict_timeline.wording import is_inferred, last_day, status_words

NAME_LENGTH = 80


def write_kml(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield a KML document; claims without coordinates are in it without a point."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n<name>Timeline</name>\n'
    for claim in claims:
        for place in located(claim) or (None,):
            yield from _placemark(claim, place)
    yield "</Document>\n</kml>\n"


def _placemark(claim: Claim, place: PlaceRef | None) -> Iterator[str]:
    head = claim.representative
    name = head.text if len(head.text) <= NAME_LENGTH else head.text[: NAME_LENGTH - 1] + "…"
    yield f"<Placemark>\n<name>{xml_text(name)}</name>\n"
    yield f"<description>{xml_text(head.text)}</description>\n"
    if head.when:
        begin, end = _limits(head.when)
        yield f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>\n"
    yield "<ExtendedData>\n"
    for key, value in (
        ("id", claim.id),
        ("place", place.name if place else ""),
        ("status", status_words(head)),
        ("speakers", joined(speakers_of(claim))),
        ("kinds", joined(kinds_of(claim))),
        ("outlets", joined(claim.outlets)),
        ("edtf", head.when.span.edtf if head.when else ""),
        ("date_inferred", "yes" if is_inferred(claim) else "no"),
    ):
        if value:
            yield f'<Data name="{key}"><value>{xml_text(value)}</value></Data>\n'
    yield "</ExtendedData>\n"
    if place:
        yield f"<Point><coordinates>{place.lon},{place.lat}</coordinates></Point>\n"
    yield "</Placemark>\n"


def _limits(when: When) -> tuple[str, str]:
    """Return begin and end as exact as they are known: a month stays a month, a day a day."""
    span = when.span
    if span.granularity in ("minute", "hour", "part_of_day"):
        begin, end = utc_span(when)
        return instant(begin), instant(max(begin, end - timedelta(seconds=1)))
    width = {"year": 4, "month": 7}.get(span.granularity, 10)
    return span.start.date().isoformat()[:width], last_day(when).isoformat()[:width]
