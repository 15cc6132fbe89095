"""HXL: a CSV whose second row tags the columns, for humanitarian data tools."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from conflict_timeline.exports.delimited import storable_cell
from conflict_timeline.exports.fields import joined, kinds_of, located, speakers_of
from conflict_timeline.model import Claim
from conflict_timeline.wording import is_inferred, last_day

# An EDTF value under a #date tag is an error to HXL readers: it is meta.
COLUMNS = {
    "Claim": "#meta+id",
    "Start": "#date+occurred+start",
    "End": "#date+occurred+end",
    "Reported": "#date+reported",
    "When": "#meta+edtf",
    "Date inferred": "#meta+inferred",
    "Place": "#loc+name",
    "Admin 1": "#adm1+name",
    "Country": "#country+code",
    "Latitude": "#geo+lat",
    "Longitude": "#geo+lon",
    "Kind": "#event+type",
    "Killed": "#affected+killed",
    "Injured": "#affected+injured",
    "Status": "#status",
    "Says": "#contact+name",
    "Source": "#meta+source",
    "Description": "#description",
}


def write_hxl(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the CSV: names, tags, then a row for each claim."""
    line = StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(COLUMNS.values())
    for claim in claims:
        writer.writerow([storable_cell(value) for value in _row(claim)])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _row(claim: Claim) -> Iterator[str]:
    head = claim.representative
    when = head.when
    place = next(iter(located(claim)), None)
    yield claim.id
    yield when.span.start.date().isoformat() if when else ""
    yield last_day(when).isoformat() if when else ""
    yield head.published.isoformat() if head.published else ""
    yield when.span.edtf if when else ""
    yield "yes" if is_inferred(claim) else "no"
    yield place.name if place else ""
    yield (place.admin1 or "") if place else ""
    yield (place.country or "") if place else ""
    yield str(place.lat) if place else ""
    yield str(place.lon) if place else ""
    yield joined(kinds_of(claim))
    yield _counted(claim, "killed")
    yield _counted(claim, "wounded") or _counted(claim, "injured")
    yield head.status.name
    yield joined(speakers_of(claim))
    yield joined(claim.outlets)
    yield head.text


def _counted(claim: Claim, what: str) -> str:
    for figure in claim.representative.figures:
        if what in figure.unit.split() and figure.value is not None:
            return f"{figure.value:.15g}"
    return ""
