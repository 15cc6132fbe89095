"""Stores of an older ctl: read as they are and left so; written to only beside a copy."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conflict_timeline.problems import StoreProblem
from conflict_timeline.store import database, open_store
from tests.running import ctl
from tests.stores import make_old_store, make_store

VERSIONS = range(1, database.SCHEMA_VERSION)
READING = (
    ("timeline", "--jsonl"), ("timeline", "--city", "Kharkiv"), ("timeline", "--grep", "market"),
    ("articles",), ("disputes",), ("figures",), ("export", "geojson"), ("review", "--log"),
    ("review", "--export", "-"),
)  # fmt: skip


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_store(tmp_path / "new.db")
    return make_old_store(tmp_path / "timeline.db", request.param)


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_reading_an_older_store_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    version = version_of(old)
    for command in READING:
        done = ctl(*command)
        assert done.code == 0, done.err
        assert done.out == ctl("--db", "new.db", *command).out
    assert "of an older ctl" in ctl("status").out
    assert json.loads(ctl("status", "--json").out)["store_version"] == version
    assert ctl("check").code == 0
    Path("in").mkdir()
    assert ctl("ingest", "in", "--dry-run").code == 0
    assert old.read_bytes() == before
    assert {path.name for path in Path().glob("timeline.db*")} <= {
        "timeline.db", "timeline.db-wal", "timeline.db-shm",
    }  # fmt: skip


def test_writing_to_an_older_store_keeps_a_copy(old: Path) -> None:
    Path("timeline.db.v1.bak").write_text("mine")  # is not overwritten
    before, version = dump(old), version_of(old)
    Path("in").mkdir()
    done = ctl("ingest", "in")
    assert done.code == 0, done.err
    kept = Path(f"timeline.db.v{version}{'-2' if version == 1 else ''}.bak")
    assert str(kept) in done.err
    assert dump(kept) == before
    assert Path("timeline.db.v1.bak").read_text() == "mine"
    assert version_of(old) == database.SCHEMA_VERSION
    assert ctl("check").code == 0
    assert ".bak" not in ctl("ingest", "in").err  # once
    shutil.copy(kept, "back.db")  # the way back
    assert ctl("--db", "back.db", "timeline", "--jsonl").code == 0
    assert version_of(Path("back.db")) == version


@pytest.mark.parametrize(
    "command", [("review", "--yes"), ("articles", "--set-date", "articles/slip.txt", "2022-03-01")]
)
def test_every_writing_command_keeps_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    make_old_store(tmp_path / "timeline.db", 3)
    assert "timeline.db.v3.bak" in ctl(*command).err
    assert version_of(Path("timeline.db.v3.bak")) == 3


def test_no_copy_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room for the copy, the store stays what it is."""
    monkeypatch.chdir(tmp_path)
    old = make_old_store(tmp_path / "timeline.db", 3)
    before = dump(old)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreProblem, match="disk is full"):
        open_store(old, create=True)
    assert dump(old) == before
    assert version_of(old) == 3
    assert not list(tmp_path.glob("*.bak*"))
    assert not list(tmp_path.glob(".*.bak*"))


def test_who_may_not_write_reads_an_older_store(old: Path) -> None:
    """Of two users the one without rights sees what the other sees."""
    whole = ctl("timeline", "--jsonl").out
    for file in Path().glob("timeline.db-*"):
        file.unlink()
    old.chmod(0o444)
    Path().absolute().chmod(0o555)
    try:
        done = ctl("timeline", "--jsonl")
        assert (done.code, done.out) == (0, whole)
        if os.access(Path(), os.W_OK):
            return  # root may write everywhere
        done = ctl("ingest", ".")
        assert done.code == 1
        assert "[CTL-S006]" in done.err
    finally:
        Path().absolute().chmod(0o755)


@pytest.mark.parametrize("content", [b"", b"\0" * 100], ids=["empty", "zeros"])
def test_a_file_that_is_no_store_yet_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("timeline.db").write_bytes(content)
    done = ctl("timeline")
    assert done.code == (1 if content else 0)
    assert "CTL-X001" not in done.err
    assert Path("timeline.db").read_bytes() == content


def test_an_older_store_with_a_strange_trigger_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bringing it up to date would run the trigger."""
    monkeypatch.chdir(tmp_path)
    old = make_old_store(tmp_path / "timeline.db", 3)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TRIGGER t AFTER UPDATE ON claims_state BEGIN SELECT 1; END")
    for command in (("timeline",), ("ingest", ".")):
        done = ctl(*command)
        assert done.code == 1
        assert "[CTL-S012]" in done.err
    assert version_of(old) == 3
