"""Reads Parquet, one document a row: `read_parquet`. The columns are named as in other records."""

import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.extras import load_extra
from conflict_timeline.reading.fields import field_names
from conflict_timeline.reading.records import draft_of_record
from conflict_timeline.reading.tables import column_names, no_text_column

FIELDS = ("text", "id", "title", "outlet", "url", "lang", "date")
ROWS, AT_ONCE = 32, 500_000_000
"""Rows that are unpacked at a time, and the bytes they may come to: the longest text of a file may
be packed once and stand in all of its rows."""


def read_parquet(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield one document for every row; columns that hold nothing of an article are not read."""
    parquet = load_extra("pyarrow.parquet", "parquet", "Parquet", source.shown)
    if isinstance(parquet, InputProblem):
        yield parquet
        return
    try:
        yield from _rows(parquet.ParquetFile(io.BytesIO(source.content)), source)
    except (OSError, ValueError, TypeError, KeyError, NotImplementedError, MemoryError) as error:
        # pyarrow's own errors are all of these kinds.
        yield InputProblem(
            "CTL-I006",
            f"is no Parquet file that can be read ({type(error).__name__})",
            where=source.shown,
            hint="check the file",
        )


def _rows(opened: Any, source: Source) -> Iterator[Draft | InputProblem]:
    groups = range(opened.metadata.num_row_groups)
    unpacked = sum(opened.metadata.row_group(group).total_byte_size for group in groups)
    if not source.allowance.take(unpacked):
        yield limits.spent(source.shown)
        return
    header = list(opened.schema_arrow.names)
    known = {name for field in FIELDS for name in field_names(field)}
    named = dict(zip(header, column_names(header, source.sidecar), strict=True))
    wanted = [column for column, name in named.items() if name in known]
    if not {named[column] for column in wanted} & set(field_names("text")):
        yield no_text_column(header, source)
        return
    number = 0
    rows = max(1, min(ROWS, AT_ONCE // max(1, unpacked)))
    for batch in opened.iter_batches(batch_size=rows, columns=wanted, use_threads=False):
        for row in batch.to_pylist():
            number += 1
            record = {named[column]: _plain(value) for column, value in row.items()}
            raw = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
            yield draft_of_record(record, raw.encode("utf-8", "surrogatepass"), number, source)


def _plain(value: object) -> object:
    """Return days and moments as other records write them."""
    return value.isoformat() if isinstance(value, date) else value
