"""Opens the store's file, brings its tables up to date, explains what SQLite complains about."""

import math
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from conflict_timeline.problems import StoreProblem

if TYPE_CHECKING:
    from conflict_timeline.model import Statement

APPLICATION_ID = 0x63746C31
"""Marks a SQLite file as ours ("ctl1"), so that no other program's database is ever written to."""

SCHEMA_VERSION = 5
BUSY_SECONDS = 30.0
PAGE_BYTES = 8192
"""A claim's row takes about 2.7 kB: three fit a page, where SQLite's usual 4 kB would hold one."""

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Use it as a context manager, or call ``close``.

    ``written`` remembers statements by the records they were just stored as, so that matching need
    not read from JSON what was at hand a moment ago: a bounded number, each until it is asked for.
    ``file_id`` says which file on which disk is written to, whatever its name is by now.
    ``made_by_version`` is the version that the file had; ``kept`` is a copy of it as an older ctl
    left it, where this opening brought the tables up to date.
    """

    path: Path
    connection: sqlite3.Connection
    read_only: bool
    written: "dict[str, Statement]" = field(default_factory=dict)
    file_id: tuple[int, int] | None = None
    made_by_version: int = SCHEMA_VERSION
    kept: Path | None = None

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self.connection.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as they are read."""
        with explained(self.path):
            # Not `yield from`: that would close the cursor, which fails when the store is closed.
            for row in self.connection.execute(sql, values):  # noqa: UP028
                yield row

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or ``None``."""
        with explained(self.path):
            found: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
            return found

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing. Inside another transaction this joins it.

        BEGIN IMMEDIATE takes the write lock at once, so that two writers wait instead of failing
        half-way.
        """
        if self.read_only:
            raise StoreProblem("CTL-S008", "was opened for reading only", where=str(self.path))
        with explained(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")
            if self.file_id is not None and self.file_id != _file_id(self.path):
                raise StoreProblem(
                    "CTL-S013",
                    "was removed or replaced while it was written to; what was stored is lost",
                    where=str(self.path),
                    hint="run the same command again",
                )


def open_store(path: Path, *, create: bool, write: bool | None = None) -> Store:
    """Return the store at ``path``.

    With ``create`` a missing store is made and the store can be written to; without it the store
    must exist and is opened for reading only, unless ``write`` is true. A store of an older version
    is read as it would be today, from a private copy, and never changed by that; writing to it
    first keeps a copy beside it. Raises ``StoreProblem`` with what to do when the file is missing,
    damaged, no store of ours, made by a newer version, or locked.
    """
    writable = create if write is None else write
    _check_file(path, create=create)
    kept = None
    with explained(path):
        connection = _connect(path, writable=writable)
        try:
            version = _check_version(connection, path)
            _check_schema(connection, path, writable=writable or version < SCHEMA_VERSION)
            if version < SCHEMA_VERSION and not writable:
                connection = _private_copy(connection)
            elif version < SCHEMA_VERSION:
                kept = _keep(connection, path) if version else None
                _migrate(connection)
        except BaseException:
            connection.close()
            raise
    file_id = _file_id(path) if writable else None
    connection.create_function("km_between", 4, km_between, deterministic=True)
    return Store(
        path,
        connection,
        read_only=not writable,
        file_id=file_id,
        made_by_version=version or SCHEMA_VERSION,
        kept=kept,
    )


def _file_id(path: Path) -> tuple[int, int] | None:
    """Return what stays the same as long as a file is that file; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points in kilometres.

    Registered as an SQL function, because not every SQLite is built with mathematics.
    """
    north, east = math.radians(other_lat - lat), math.radians(other_lon - lon)
    chord = (
        math.sin(north / 2) ** 2
        + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a ``StoreProblem`` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _problem(error, path) from error


def _check_file(path: Path, *, create: bool) -> None:
    where = str(path)
    if path.is_dir():
        raise StoreProblem(
            "CTL-S002", "is a folder, not a store", where=where, hint="name a file with --db"
        )
    if path.exists():
        return
    if not create:
        raise StoreProblem(
            "CTL-S001",
            "there is no store here",
            where=where,
            hint="make one with `ctl ingest FOLDER`, or name another with --db or CTL_DB",
        )
    if not path.parent.is_dir():
        raise StoreProblem(
            "CTL-S001",
            f"the folder {path.parent} does not exist",
            where=where,
            hint="create it first, or name another place with --db",
        )


def _connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    if writable:
        # Keys of claims lie all over the file: 16 MB keep pages that are written more than once.
        settings = ("PRAGMA cache_size = -16384", "PRAGMA synchronous = NORMAL")
        return _opened(path, *settings, "PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF")
    uri = path.resolve().as_uri()
    try:
        return _opened(f"{uri}?mode=ro", "SELECT 1 FROM sqlite_schema", *_READING)
    except sqlite3.OperationalError:
        if os.access(path.parent, os.W_OK) or path.with_name(path.name + "-wal").exists():
            raise
        # A folder we may not write to has no room for SQLite's lock files: nobody else can write
        # either.
        return _opened(f"{uri}?mode=ro&immutable=1", *_READING)


_READING = ("PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF")


def _opened(place: Path | str, *statements: str) -> sqlite3.Connection:
    """Return a connection to a path (or to a URI, as ``str``) on which ``statements`` were run.

    None stays open when one of them fails.
    """
    connection = sqlite3.connect(
        place, timeout=BUSY_SECONDS, isolation_level=None, uri=isinstance(place, str)
    )
    try:
        for statement in statements:
            connection.execute(statement).fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _check_version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    is_new = connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None
    if not is_new and application != APPLICATION_ID:
        raise StoreProblem(
            "CTL-S002",
            "is a SQLite file of another program, not a store",
            where=str(path),
            hint="name another file with --db",
        )
    if version > SCHEMA_VERSION:
        raise StoreProblem(
            "CTL-S003",
            f"was made by a newer ctl (store version {version}, this one knows {SCHEMA_VERSION})",
            where=str(path),
            hint="update ctl, or name another store with --db",
        )
    return 0 if is_new else version


def _check_schema(connection: sqlite3.Connection, path: Path, *, writable: bool) -> None:
    """Refuse a store of strangers that would do other than it says.

    A view in the place of a table may compute without end; a trigger may change what is stored.
    Tables, views and indexes of other names are the user's own and do no harm.
    """
    for kind, name, table in connection.execute(
        "SELECT type, name, tbl_name FROM sqlite_schema WHERE type IN ('view', 'trigger')"
    ):
        is_false_table = kind == "view" and name.lower() in _TABLES
        is_foreign = kind == "trigger" and name not in _TRIGGERS and table.lower() in _TABLES
        if is_false_table or (is_foreign and writable):
            what = f"is no table but a {kind}" if is_false_table else f"changes {table} by itself"
            raise StoreProblem(
                "CTL-S012",
                f"the {kind} {name[:60]} {what}; ctl did not make it",
                where=str(path),
                hint="make a new store with `ctl --db OTHER.db ingest FOLDER`, or remove it",
            )


_TABLES = frozenset(
    {"articles", "article_texts", "statements", "failures", "claims", "claim_terms"}
    | {"claim_places", "claim_statements", "claim_links", "claim_figures", "claims_fts"}
    | {"decisions", "claims_state", "views", "view_keys", "view_pairs", "matched", "pending"}
    | {"pending_folders", "link_keys", "found_links", "link_gists"}
)
_TRIGGERS = frozenset({"decisions_are_not_changed", "decisions_are_not_deleted"})


def _private_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return an up-to-date copy of an older store, to be read and forgotten; closes the original.

    SQLite keeps a database without a name in memory and, where that is too small, in a temporary
    file that nobody else sees.
    """
    copy = sqlite3.connect("", isolation_level=None)
    try:
        with closing(connection):
            connection.backup(copy)
        _migrate(copy)
        for statement in _READING:
            copy.execute(statement)
    except BaseException:
        copy.close()
        raise
    return copy


def _keep(connection: sqlite3.Connection, path: Path) -> Path | None:
    """Copy an older store to a file beside it and return that, for the older ctl to go on with.

    Under the write lock, so that nothing is added meanwhile; ``None`` when another process brought
    the store up to date while this one waited.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version == SCHEMA_VERSION:
            return None
        more = chain([""], map("-{}".format, count(2)))
        names = (f"{path.name}.v{version}{number}.bak" for number in more)
        kept = next(kept for name in names if not os.path.lexists(kept := path.with_name(name)))
        unfinished = kept.with_name(f".{kept.name}.{os.getpid()}")
        try:
            with (
                closing(_connect(path, writable=False)) as original,
                closing(sqlite3.connect(unfinished)) as copy,
            ):
                original.backup(copy)
            unfinished.chmod(path.stat().st_mode & 0o777)
            unfinished.replace(kept)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return kept
    finally:
        connection.execute("ROLLBACK")


def _migrate(connection: sqlite3.Connection) -> None:
    """Run what is missing of migrations/NNN_*.sql, each in its own transaction with its version."""
    from importlib.resources import files

    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # counts for a new file only
    connection.execute("PRAGMA journal_mode = WAL")
    folder = files("conflict_timeline.store").joinpath("migrations")
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql")):
        number = int(name.split("_", 1)[0])
        script = folder.joinpath(name).read_text(encoding="utf-8")
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Read again under the lock: another process may have migrated while this one waited.
            if int(connection.execute("PRAGMA user_version").fetchone()[0]) < number:
                for statement in _sql_statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _sql_statements(script: str) -> Iterator[str]:
    """Yield the statements of ``script``; ``executescript`` would commit the transaction first."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _problem(error: sqlite3.Error, path: Path) -> StoreProblem:
    said = str(error)
    where = str(path)
    if "locked" in said or "busy" in said:
        return StoreProblem(
            "CTL-S004",
            "another program is writing to the store",
            where=where,
            hint="wait until it has finished, then run this again",
        )
    if "disk is full" in said:
        return StoreProblem(
            "CTL-S005",
            "the disk is full",
            where=where,
            hint="free some space and run this again: what was stored is safe",
        )
    if "readonly" in said or "unable to open" in said:
        return StoreProblem(
            "CTL-S006",
            f"cannot be opened or written ({said})",
            where=where,
            hint="check the permissions of the file and its folder, or name another with --db",
        )
    if "malformed" in said or "not a database" in said or "corrupt" in said:
        return StoreProblem(
            "CTL-S007",
            f"is damaged or no store ({said})",
            where=where,
            hint="keep the file, see `ctl check`, and make a new store with "
            "`ctl --db OTHER.db ingest FOLDER`",
        )
    return StoreProblem(
        "CTL-S007", f"SQLite says: {said}", where=where, hint="`ctl check` says what is whole"
    )
