"""A CSV in the shape of ACLED's, for tools that read that shape. It is not ACLED data.

Nothing is invented: a cell is blank where the rules found nothing, or where ACLED's word would say
more than the text does.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO

from conflict_timeline.exports.delimited import storable_cell
from conflict_timeline.exports.fields import joined, kinds_of, located
from conflict_timeline.model import Claim, Granularity

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
HAPPENED = ("asserted", "claimed", "observed")
"""A denial, a threat or a forecast is no event."""
PRECISION: dict[Granularity, int] = {
    "minute": 1, "hour": 1, "part_of_day": 1, "day": 1, "days": 2, "week": 2, "month": 3,
}  # fmt: skip


def write_acled(
    claims: Iterable[Claim],
    *,
    event_types: Mapping[str, tuple[str, str]] | None = None,
    country_name: Callable[[str], str] = str,
) -> Iterator[str]:
    """Yield the CSV; ``event_types`` gives ACLED's event and sub-event type of our kinds."""
    line = StringIO()
    writer = csv.DictWriter(line, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for claim in claims:
        values = _row(claim, event_types or {}, country_name)
        writer.writerow({key: storable_cell(value) for key, value in values.items()})
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _row(
    claim: Claim, event_types: Mapping[str, tuple[str, str]], country_name: Callable[[str], str]
) -> dict[str, str]:
    head = claim.representative
    actors = {
        role: list(dict.fromkeys(actor.name for actor in head.actors if actor.role == role))
        for role in ("initiator", "target")
    }
    happened = head.status.name in HAPPENED and head.status.polarity == "positive"
    types = (event_types[kind] for kind in kinds_of(claim) if happened and kind in event_types)
    event, sub_event = next(types, ("", ""))
    row = {
        "event_id_cnty": claim.id,
        "event_type": event,
        "sub_event_type": sub_event,
        "actor1": actors["initiator"][0] if actors["initiator"] else "",
        "assoc_actor_1": joined(actors["initiator"][1:]),
        "actor2": actors["target"][0] if actors["target"] else "",
        "assoc_actor_2": joined(actors["target"][1:]),
        "source": joined(claim.outlets),
        "notes": head.text,
        "fatalities": _fatalities(claim),
        "tags": joined((head.status.name, *kinds_of(claim))),
    }
    if head.when:
        day = head.when.filing_day
        row |= {"event_date": day.isoformat(), "year": str(day.year)}
        row["time_precision"] = str(PRECISION.get(head.when.span.granularity, ""))
    for place in located(claim)[:1]:
        row |= {
            "country": country_name(place.country) if place.country else "",
            "admin1": place.admin1 or "",
            "location": place.name,
            "latitude": str(place.lat),
            "longitude": str(place.lon),
            "geo_precision": "1" if place.kind in ("city", "site") else "3",
        }
    return row


def _fatalities(claim: Claim) -> str:
    """The number killed, where the text gives one number; ACLED has no bounds, so the lowest."""
    for figure in claim.representative.figures:
        if "killed" in figure.unit.split() and figure.value is not None:
            return f"{figure.value:.0f}"
    return ""
