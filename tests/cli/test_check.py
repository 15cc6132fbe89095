"""``ctl check`` finds what is damaged, says what is whole, and changes nothing."""

import gzip
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import ctl
from tests.stores import make_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_store(tmp_path / "timeline.db")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE statements SET start = start + 1 WHERE start > 0", "is not what article"),
        ("DELETE FROM article_texts", "articles have no text"),
        ("DELETE FROM statements WHERE start = 0", "statements that are not there"),
        ("DELETE FROM claim_statements", "belong to no claim"),
        ("UPDATE claim_links SET other = 'gone'", "links lead to claims that are not there"),
    ],
)
def test_check_finds(store: Path, change: str, found: str) -> None:
    assert ctl("check").code == 0
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(change)
    done = ctl("check")
    assert done.code == 1
    assert found in done.out
    assert "[CTL-S011]" in done.err


def test_check_of_a_damaged_file_says_what_is_whole(store: Path) -> None:
    content = bytearray(store.read_bytes())
    for at in range(len(content) // 2, len(content) // 2 + 3 * 8192):
        content[at] ^= 0xA5
    store.write_bytes(content)
    before = store.read_bytes()
    done = ctl("check")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert store.read_bytes() == before


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of a text, a record file and a compressed text."""
    monkeypatch.chdir(tmp_path)
    news = tmp_path / "news"
    news.mkdir()
    (news / "2022-02-27-a.txt").write_text("Shells hit Kharkiv on Saturday.\n")
    with gzip.open(news / "2022-02-28-b.txt.gz", "wt") as file:
        file.write("A bridge in Mykolaiv was blown up on Sunday.\n")
    records = [{"date": "2022-03-01", "text": f"Troops entered Kherson {n} times."} for n in (2, 3)]
    (news / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in records))
    assert ctl("ingest", "news").code == 0
    return news


def test_check_articles_is_content_with_what_was_read(folder: Path) -> None:
    assert ctl("check", "--articles").code == 0


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2022-02-27-a.txt", "a.txt: has changed since it was read"),
        ("2022-02-28-b.txt.gz", "b.txt.gz: "),
        ("c.jsonl", "c.jsonl: 1 of its 2 articles have changed or are gone"),
    ],
)
def test_check_articles_finds_a_changed_file(folder: Path, name: str, found: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(
        content.replace(b"3 times", b"4 times") if name == "c.jsonl" else b"Other words."
    )
    done = ctl("check", "--articles")
    assert done.code == 1
    assert found in done.out


def test_check_articles_finds_a_missing_file(folder: Path) -> None:
    (folder / "2022-02-27-a.txt").unlink()
    done = ctl("check", "--articles")
    assert "a.txt: does not exist" in done.out


def test_check_articles_finds_names_that_are_no_utf_8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate((b"\xff.txt", b"\xfe.txt", b"\xff/\xed\xa0\x80.txt", b"?.txt")):
        path = tmp_path / "news" / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"2 March 2022\n\nShells hit depot {number} in Kharkiv on Tuesday.\n")
    assert ctl("ingest", "news").code == 0
    assert ctl("check", "--articles").code == 0
    (tmp_path / "news" / os.fsdecode(b"\xfe.txt")).unlink()
    done = ctl("check", "--articles")
    assert done.code == 1
    assert len(done.out.splitlines()) == 1
