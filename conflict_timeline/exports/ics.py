"""iCalendar (RFC 5545): an event for each dated claim, for calendars."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from conflict_timeline.exports.fields import joined, kinds_of, located, speakers_of, utc_span
from conflict_timeline.model import Claim, When
from conflict_timeline.record_json import claim_cities
from conflict_timeline.safe_text import safe_text
from conflict_timeline.wording import is_inferred, last_day, status_words

OCTETS = 75


def write_ics(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield a calendar; claims without a day are left out, for a calendar has no place for them."""
    yield from _folded("BEGIN:VCALENDAR")
    yield from _folded("VERSION:2.0")
    yield from _folded("PRODID:-//ctl//conflict timeline//EN")
    yield from _folded("CALSCALE:GREGORIAN")
    for claim in claims:
        if claim.representative.when:
            for line in _event(claim, claim.representative.when):
                yield from _folded(line)
    yield from _folded("END:VCALENDAR")


def _event(claim: Claim, when: When) -> Iterator[str]:
    head = claim.representative
    yield "BEGIN:VEVENT"
    yield f"UID:{claim.id}@ctl"
    # No clock here: the stamp is the day of publication, so the same claims give the same file.
    yield f"DTSTAMP:{_stamp(datetime.combine(head.published or when.filing_day, time()))}"
    yield from _limits(when)
    yield f"SUMMARY:{_text(head.text)}"
    yield f"DESCRIPTION:{_text(_description(claim))}"
    if cities := claim_cities(claim):
        yield f"LOCATION:{_text(', '.join(cities))}"
    for place in located(claim)[:1]:
        yield f"GEO:{place.lat};{place.lon}"
    if kinds := kinds_of(claim):
        yield f"CATEGORIES:{','.join(_text(kind) for kind in kinds)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _limits(when: When) -> Iterator[str]:
    """Days are whole days, whose end is exclusive; clock times and parts of a day are in UTC."""
    if when.span.granularity in ("minute", "hour", "part_of_day"):
        start, end = utc_span(when)
        yield f"DTSTART:{_stamp(start)}"
        if end > start:
            yield f"DTEND:{_stamp(end)}"
    else:
        after = last_day(when) + timedelta(days=1)
        yield f"DTSTART;VALUE=DATE:{when.span.start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"


def _description(claim: Claim) -> str:
    head = claim.representative
    said = joined(speakers_of(claim))
    parts = [
        f"Status: {status_words(head)}",
        f"Says: {said}" if said else "",
        f"Outlets: {joined(claim.outlets)}" if claim.outlets else "",
        f"When: {head.when.span.edtf}" if head.when else "",
        "The publication date was inferred." if is_inferred(claim) else "",
        f"Source: {head.file}:{head.start}-{head.end}",
    ]
    return "\n".join(part for part in parts if part)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ").zfill(16)


def _text(value: str) -> str:
    lines = (safe_text(line) for line in value.split("\n"))
    escaped = (line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines)
    return "\\n".join(escaped)


def _folded(line: str) -> Iterator[str]:
    """Yield a content line in pieces of at most 75 octets, never cut inside a character."""
    limit, piece, size = OCTETS, "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > limit:
            yield piece + "\r\n"
            piece, size, limit = " ", 1, OCTETS
        piece += char
        size += octets
    yield piece + "\r\n"
