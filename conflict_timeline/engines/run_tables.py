"""Reads the Parquet tables that a run of the cluster wrote: `open_run`, `RunTable.rows`.

A run may come from anywhere: it is a folder of plain files with `.parquet` at the end, and what is
none of these, or cannot be read as one, is a problem before or instead of a value.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conflict_timeline.problems import EngineProblem, UsageProblem

TABLES = ("articles", "statements", "claims", "problems")
AGAIN = "bring the whole folder here again, or run `ctl ingest --engine spark` again"
ROWS, AT_ONCE = 1_000, 500_000_000
"""Rows that are unpacked at a time, and the bytes they may come to: the longest text of a file may
be packed once and stand in all of its rows."""


@dataclass(frozen=True, slots=True)
class RunTable:
    """One table of a run: its name, where it lies, and the dataset of its files, None without."""

    name: str
    where: str
    dataset: Any

    def rows(self, *columns: str, wanted: Any = None) -> Iterator[tuple[Any, ...]]:
        """Yield the values of ``columns``, row by row, of the rows that pass the filter ``wanted``.

        Raises EngineProblem where the files hold no such columns or are damaged.
        """
        if self.dataset is None:
            return
        try:
            for fragment in self.dataset.get_fragments(filter=wanted):
                largest = max(
                    (group.total_byte_size for group in fragment.row_groups), default=AT_ONCE
                )
                batches = fragment.to_batches(
                    schema=self.dataset.schema,
                    columns=list(columns),
                    filter=wanted,
                    batch_size=max(1, min(ROWS, AT_ONCE // max(1, largest))),
                    batch_readahead=1,
                )
                for batch in batches:
                    cells = (batch.column(name).to_pylist() for name in columns)
                    yield from zip(*cells, strict=True)
        except _READING_FAILS as error:
            said = str(error).strip().splitlines()
            raise self.damaged(
                f"cannot be read: {said[0][:200] if said else 'no memory'}"
            ) from None

    def damaged(self, what: str) -> EngineProblem:
        """Return the problem that this table is not what a run writes."""
        return EngineProblem(
            "CTL-E002", f"{what}; nothing was loaded", where=self.where, hint=AGAIN
        )


_READING_FAILS = (
    OSError, ValueError, TypeError, KeyError, IndexError, NotImplementedError, MemoryError,
)  # fmt: skip
"""The kinds that pyarrow's own errors are of."""


def open_run(run: str) -> dict[str, RunTable]:
    """Return the tables of the run in the folder ``run``, a path or an address, by name.

    Raises UsageProblem when it is no folder that a run wrote, or pyarrow is missing, and
    EngineProblem when the run has not ended or holds what is no plain file.
    """
    try:
        from pyarrow import fs
    except ImportError:
        raise UsageProblem(
            "CTL-U024", "pyarrow is not installed", hint="pip install 'conflict-timeline[parquet]'"
        ) from None
    try:
        found = fs.FileSystem.from_uri(run) if "://" in run else (fs.LocalFileSystem(), run)
        files, folder = found
        if files.get_file_info(f"{folder.rstrip('/')}/_work").type != fs.FileType.NotFound:
            raise EngineProblem(
                "CTL-E002", "the run has not ended; nothing was loaded", where=run, hint=AGAIN
            )
        return {name: _table(files, folder.rstrip("/"), name, run) for name in TABLES}
    except _READING_FAILS as error:
        raise _no_run(run, "cannot be opened as what a run wrote") from error


def _table(files: Any, folder: str, name: str, run: str) -> RunTable:
    import pyarrow
    from pyarrow import dataset, fs

    base, where = f"{folder}/{name}", f"{run.rstrip('/')}/{name}"
    if files.get_file_info(base).type != fs.FileType.Directory:
        raise _no_run(run, f"holds no {name}")
    is_here = isinstance(files, fs.LocalFileSystem)
    paths = sorted(_plain_files(base) if is_here else _remote_files(files, base))
    if not paths:
        return RunTable(name, where, None)  # a run without claims, say
    days = dataset.partitioning(pyarrow.schema([("date", pyarrow.string())]), flavor="hive")
    try:
        opened = dataset.dataset(
            paths,
            filesystem=files,
            format="parquet",
            partitioning=days if name == "claims" else None,
            partition_base_dir=base,
        )
    except _READING_FAILS as error:
        said = str(error).strip().splitlines()
        raise RunTable(name, where, None).damaged(
            f"cannot be read: {said[0][:200] if said else 'no Parquet'}"
        ) from None
    return RunTable(name, where, opened)


def _plain_files(base: str) -> Iterator[str]:
    """Yield the Parquet files under a folder of this machine; links, pipes and the like are
    refused: who opens a pipe waits for ever."""

    def unreadable(error: OSError) -> None:
        raise error

    for name, folders, names in os.walk(base, onerror=unreadable):
        folder = Path(name)
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        linked = [folder / name for name in folders if (folder / name).is_symlink()]
        for path in [*linked, *(folder / name for name in names if name.endswith(".parquet"))]:
            if not stat.S_ISREG(path.lstat().st_mode):
                raise EngineProblem(
                    "CTL-E002", "is no plain file; nothing was loaded", where=str(path), hint=AGAIN
                )
            if not path.name.startswith((".", "_")):
                yield str(path)


def _remote_files(files: Any, base: str) -> Iterator[str]:
    from pyarrow import fs

    for found in files.get_file_info(fs.FileSelector(base, recursive=True)):
        parts = found.path.removeprefix(base).split("/")
        hidden = any(part.startswith((".", "_")) for part in parts)
        if found.type == fs.FileType.File and found.path.endswith(".parquet") and not hidden:
            yield found.path


def _no_run(run: str, what: str) -> UsageProblem:
    return UsageProblem(
        "CTL-U024", what, where=run, hint="name what `ctl ingest --engine spark --out DIR` wrote"
    )
