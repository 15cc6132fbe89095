"""Comma- and tab-separated values: one row a claim, several values of a cell joined by "; "."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO

from conflict_timeline.exports.fields import located
from conflict_timeline.model import Claim
from conflict_timeline.record_json import (
    claim_actors,
    claim_cities,
    event_places,
    when_to_json,
)
from conflict_timeline.wording import figure_words, is_inferred

COLUMNS = (
    "id", "date", "start", "end", "edtf", "granularity", "part", "basis", "date_inferred", "cities",
    "countries", "lat", "lon", "status", "polarity", "speakers", "kinds", "actors", "figures",
    "outlets", "n_outlets", "origins", "n_statements", "file", "span_start", "span_end", "text",
)  # fmt: skip

_FORMULA = re.compile(r"[=+\-@\t\r]")
_BREAKS = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNSAFE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff]")


def write_csv(claims: Iterable[Claim], *, excel_safe: bool = False) -> Iterator[str]:
    """Yield CSV (RFC 4180, UTF-8, LF): a header, then a line for each claim.

    With ``excel_safe`` a cell that a spreadsheet would run as a formula gets an apostrophe before
    it.
    """
    line = StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in _rows(claims, _disarmed if excel_safe else str):
        writer.writerow([storable_cell(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def write_tsv(claims: Iterable[Claim], *, excel_safe: bool = False) -> Iterator[str]:
    """Yield tab-separated lines without quoting: breaks inside a cell become one space."""
    for row in _rows(claims, _disarmed if excel_safe else str):
        cells = (storable_cell(_BREAKS.sub(" ", cell)) for cell in row)
        yield "\t".join(cells) + "\n"


def storable_cell(cell: str) -> str:
    """Return ``cell`` without control characters and lone surrogates; line ends are line feeds.

    The csv module leaves a carriage return unquoted, and every reader takes that for a new row.
    """
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", cell)


def _rows(claims: Iterable[Claim], cell: Callable[[str], str]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for claim in claims:
        yield [cell(value) for value in claim_cells(claim)]


def claim_cells(claim: Claim) -> Iterator[str]:
    """Yield the cells of one claim, in the order of ``COLUMNS``.

    One row has one point: the first city's, or of the finest place there is; the middle of a
    country is no point on a map.
    """
    head = claim.representative
    when = when_to_json(head.when) or {}
    places = event_places(claim)
    spots = located(claim)
    spot = spots[0] if spots and spots[0].kind != "country" else None
    yield claim.id
    yield head.when.filing_day.isoformat() if head.when else ""
    for key in ("start", "end", "edtf", "granularity", "part", "basis"):
        yield when.get(key) or ""
    yield "yes" if is_inferred(claim) else "no"
    yield _joined(claim_cities(claim))
    yield _joined(dict.fromkeys(place.country for place in places if place.country))
    yield "" if spot is None else str(spot.lat)
    yield "" if spot is None else str(spot.lon)
    yield head.status.name
    yield head.status.polarity
    yield _joined(dict.fromkeys(name for s in (head, *claim.statements) for name in s.speakers))
    yield _joined(dict.fromkeys(name for s in (head, *claim.statements) for name in s.kinds))
    yield _joined(claim_actors(claim))
    yield _joined(figure_words(figure) for figure in head.figures)
    yield _joined(claim.outlets)
    yield str(len(claim.outlets))
    yield str(claim.origins)
    yield str(len(claim.statements))
    yield head.file
    yield str(head.start)
    yield str(head.end)
    yield head.text


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _disarmed(cell: str) -> str:
    return "'" + cell if _FORMULA.match(cell) else cell
