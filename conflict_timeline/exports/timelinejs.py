"""TimelineJS3: one JSON file of events. Months count from 1; texts are HTML and so are escaped."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html import escape

from conflict_timeline.exports.fields import joined, speakers_of
from conflict_timeline.model import Claim, When
from conflict_timeline.record_json import claim_cities, json_line
from conflict_timeline.safe_text import safe_text
from conflict_timeline.wording import is_inferred, last_day, long_day, status_words, time_words

HEADLINE_LENGTH = 100


def write_timelinejs(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the file; claims without a day are left out, as the reader would drop them silently."""
    before = '{"events":[\n'
    for claim in claims:
        if claim.representative.when:
            yield before + json_line(_event(claim, claim.representative.when))
            before = ",\n"
    yield ("" if before == ",\n" else before) + "\n]}\n"


def _event(claim: Claim, when: When) -> dict[str, object]:
    head = claim.representative
    text = safe_text(head.text)
    headline = text if len(text) <= HEADLINE_LENGTH else text[: HEADLINE_LENGTH - 1] + "…"
    cities = claim_cities(claim)
    said = joined(speakers_of(claim))
    facts = [
        f"{status_words(head)}{f' by {said}' if said and head.status.name == 'claimed' else ''}",
        joined(claim.outlets),
        "date inferred" if is_inferred(claim) else "",
    ]
    below = escape(safe_text(" · ".join(fact for fact in facts if fact)))
    event: dict[str, object] = {
        "unique_id": claim.id,
        "start_date": _date(when.span.start, when),
        "display_date": safe_text(
            ", ".join(part for part in (long_day(when.filing_day), time_words(when)) if part)
        ),
        "text": {"headline": escape(headline), "text": f"<p>{escape(text)}</p><p>{below}</p>"},
    }
    if last_day(when) > when.span.start.date() or _has_clock(when):
        event["end_date"] = _date(_last_moment(when), when)
    if cities:
        event["group"] = safe_text(cities[0])
    return event


def _date(moment: datetime, when: When) -> dict[str, int]:
    date = {"year": moment.year}
    if when.span.granularity != "year":
        date["month"] = moment.month
        if when.span.granularity != "month":
            date["day"] = moment.day
    if _has_clock(when):
        date |= {"hour": moment.hour, "minute": moment.minute}
    return date


def _has_clock(when: When) -> bool:
    return when.span.granularity in ("minute", "hour", "part_of_day")


def _last_moment(when: When) -> datetime:
    return max(when.span.start, when.span.end - timedelta(minutes=1))
