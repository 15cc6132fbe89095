"""Parquet, for DuckDB, Polars and Spark: the columns of the CSV with their types."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from conflict_timeline.exports.datapackage import TYPES, typed_cell
from conflict_timeline.exports.delimited import COLUMNS, claim_cells, storable_cell
from conflict_timeline.model import Claim
from conflict_timeline.problems import UsageProblem

BATCH = 10_000
LISTS = frozenset({"cities", "countries", "speakers", "kinds", "actors", "figures", "outlets"})


def write_parquet(claims: Iterable[Claim], target: Path) -> None:
    """Write the claims to ``target``. Raises UsageProblem when pyarrow is not installed."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise UsageProblem(
            "CTL-U019",
            "Parquet support is not installed",
            hint="pip install 'conflict-timeline[parquet]'",
        ) from error
    kinds = {
        "date": arrow.date32(),
        "boolean": arrow.bool_(),
        "number": arrow.float64(),
        "integer": arrow.int64(),
        "list": arrow.list_(arrow.string()),
        "string": arrow.string(),
    }
    schema = arrow.schema([(name, kinds[_kind(name)]) for name in COLUMNS])
    iterator = iter(claims)
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        while rows := list(islice(_rows(iterator), BATCH)):
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


def _rows(claims: Iterable[Claim]) -> Iterator[dict[str, object]]:
    for claim in claims:
        yield {
            name: _value(name, storable_cell(cell))
            for name, cell in zip(COLUMNS, claim_cells(claim), strict=True)
        }


def _kind(name: str) -> str:
    return "list" if name in LISTS else TYPES.get(name, "string")


def _value(name: str, cell: str) -> object:
    kind = _kind(name)
    if kind == "list":
        return cell.split("; ") if cell else []
    if kind == "date":
        return date.fromisoformat(cell) if cell else None
    return typed_cell(name, cell) if kind != "string" else (cell or None)
