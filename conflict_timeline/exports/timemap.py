"""TimeMap of Forensic Architecture and Bellingcat: events, sources and associations in one file.

Every value is a string there, also a latitude; an event needs a day or a place.
"""

from collections.abc import Iterable, Iterator

from conflict_timeline.exports.fields import joined, kinds_of, located, speakers_of
from conflict_timeline.model import Claim, Statement
from conflict_timeline.record_json import claim_cities, json_line
from conflict_timeline.wording import is_inferred, status_words

PRECISION = {
    "minute": "minute", "hour": "hour", "part_of_day": "part of day", "day": "day",
    "days": "several days", "week": "week", "month": "month", "year": "year",
}  # fmt: skip


def write_timemap(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield ``{"events": [...], "sources": [...], "associations": [...]}``."""
    sources: dict[str, dict[str, object]] = {}
    kinds: dict[str, None] = {}
    before = '{"events":[\n'
    for claim in claims:
        if claim.representative.when is None and not located(claim):
            continue
        for statement in claim.statements:
            sources.setdefault(_source_id(statement), _source(statement))
        kinds.update(dict.fromkeys(kinds_of(claim)))
        yield before + json_line(_event(claim))
        before = ",\n"
    yield ("" if before == ",\n" else before) + '\n],"sources":'
    yield json_line(list(sources.values())) + ',"associations":'
    yield json_line([{"id": kind, "title": kind, "mode": "FILTER"} for kind in kinds]) + "}\n"


def _event(claim: Claim) -> dict[str, object]:
    head = claim.representative
    when = head.when
    places = located(claim)
    kinds = kinds_of(claim)
    event: dict[str, object] = {
        "id": claim.id,
        "description": head.text,
        "location": ", ".join(claim_cities(claim)),
        "category": kinds[0] if kinds else "",
        "associations": list(kinds),
        "sources": list(dict.fromkeys(_source_id(s) for s in claim.statements)),
        "comments": _comments(claim),
    }
    if when:
        day = when.filing_day
        event["date"] = f"{day.month}/{day.day}/{day.year}"
        clock = when.span.granularity in ("minute", "hour")
        event["time"] = f"{when.span.start:%H:%M}" if clock else ""
        event["time_precision"] = PRECISION[when.span.granularity]
    if places:
        event["latitude"], event["longitude"] = str(places[0].lat), str(places[0].lon)
    return event


def _comments(claim: Claim) -> str:
    said = joined(speakers_of(claim))
    status = status_words(claim.representative)
    inferred = "; date inferred" if is_inferred(claim) else ""
    return f"{status}{f', {said}' if said else ''}{inferred}"


def _source_id(statement: Statement) -> str:
    return statement.article[:16]


def _source(statement: Statement) -> dict[str, object]:
    day = statement.published.isoformat() if statement.published else ""
    return {
        "id": _source_id(statement),
        "title": statement.outlet or "",
        "description": f"published {day}" if day else "",
        "type": "article",
        "paths": [statement.file],
    }
