"""Reads CSV and TSV, one document a row: `read_table_rows`.

Columns are known by the names in ``rules/published/fields.tsv``. Others are mapped in the sidecar:

    # reports.csv.meta.toml
    [columns]
    text = "Summary"
    date = "Reported on"
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.fields import lower_keys, pick
from conflict_timeline.reading.records import LONGEST_RECORD, draft_of_record
from conflict_timeline.reading.sidecar import SUFFIX
from conflict_timeline.reading.text import decode, not_text


def read_table_rows(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield one document for every row of a table whose header names a column of text."""
    decoded = decode(source.content)
    if decoded is None:
        yield not_text(source)
        return
    text = decoded[0]
    csv.field_size_limit(LONGEST_RECORD)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        header = next(rows, [])
        names = column_names(header, source.sidecar)
        if pick(dict.fromkeys(names, "x"), "text") is None:
            yield no_text_column(header, source)
            return
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                record = dict(zip(names, row, strict=False))
                raw = json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass")
                yield draft_of_record(record, raw, number, source)
    except csv.Error as error:
        yield InputProblem(
            "CTL-I005", f"is a broken table: {error}", where=source.shown, hint="check the quotes"
        )


def _delimiter(text: str) -> str:
    """Return the separator that the header uses most."""
    header = text[:20_000].partition("\n")[0]
    return max(",\t;|", key=header.count)


def no_text_column(header: list[str], source: Source) -> InputProblem:
    """Return the problem of a table no column of which is known to hold the text."""
    sidecar = PurePosixPath(source.file).name + SUFFIX
    return InputProblem(
        "CTL-I005",
        f"has no column of text (columns: {', '.join(header)[:200]})",
        where=source.shown,
        hint=f'write a file {sidecar} beside it: [columns] and, below, text = "NAME OF THE COLUMN"',
    )


def column_names(header: list[str], sidecar: Mapping[str, Any]) -> list[str]:
    """Return the columns' names, those that the sidecar maps replaced by what they hold."""
    columns = sidecar.get("columns")
    mapped = {}
    if isinstance(columns, Mapping):
        mapped = {str(name).strip().lower(): field for field, name in lower_keys(columns).items()}
    return [mapped.get(name.strip().lower(), name.strip().lower()) for name in header]
