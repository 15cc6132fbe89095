"""Frictionless data package: one descriptor with the claims in it, every column typed."""

from collections.abc import Iterable, Iterator

from conflict_timeline.exports.delimited import COLUMNS, claim_cells
from conflict_timeline.model import Claim
from conflict_timeline.record_json import json_line

TYPES = {
    "date": "date", "date_inferred": "boolean", "lat": "number", "lon": "number",
    "n_outlets": "integer", "origins": "integer", "n_statements": "integer",
    "span_start": "integer", "span_end": "integer",
}  # fmt: skip
ABOUT = {
    "id": "stable across re-runs and across the order of ingest",
    "date": "the day the claim is filed under",
    "start": "start of the event, with an offset where the time zone is known",
    "end": "end of the event, exclusive",
    "edtf": "the time in ISO 8601-2",
    "date_inferred": "whether the day rests on an inferred publication date",
    "cities": "where the event is, several joined by '; '",
    "origins": "independent sources; wire copy counts once",
    "span_start": "where the text begins in the article, in Unicode code points",
    "span_end": "where it ends, exclusive",
}


def write_datapackage(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield ``datapackage.json`` with one resource, ``claims``, whose rows are inside."""
    fields = [
        {"name": name, "type": TYPES.get(name, "string"), "description": ABOUT.get(name, "")}
        for name in COLUMNS
    ]
    schema = {"fields": fields, "primaryKey": ["id"], "missingValues": [""]}
    yield '{"profile":"data-package","name":"timeline","title":"Timeline made by ctl","resources":['
    yield '{"name":"claims","profile":"tabular-data-resource","schema":' + json_line(schema)
    yield ',"data":['
    before = "\n"
    for claim in claims:
        cells = zip(COLUMNS, claim_cells(claim), strict=True)
        yield before + json_line({name: typed_cell(name, cell) for name, cell in cells})
        before = ",\n"
    yield "\n]}]}\n"


def typed_cell(name: str, cell: str) -> object:
    """Return a cell of column ``name`` as the JSON value of its type."""
    kind = TYPES.get(name)
    if kind == "boolean":
        return cell == "yes"
    if not cell and kind:
        return None
    if kind in ("integer", "number"):
        return int(cell) if kind == "integer" else float(cell)
    return cell
