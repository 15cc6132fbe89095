"""``ctl show`` says where in its file a statement stands."""

import json
import mailbox
import zipfile
from pathlib import Path

import pytest

from conflict_timeline.views.source import source_place
from tests.running import ctl

TEXT = "Shells hit a market in Kharkiv on Saturday, the mayor said."


@pytest.mark.parametrize(
    ("file", "record", "expected"),
    [
        ("news/a.txt", None, "line 2"),
        ("news/a.txt.gz", None, "line 2"),
        ("news/a.pdf", None, "page 2"),
        ("news/a.jsonl", "17", "record 17"),
        ("news/a.csv.gz", "id-9", "record id-9"),
        ("mails.mbox", "<1@example.org>", "message <1@example.org>"),
        ("crawl.warc.gz", "urn:uuid:1", "WARC record urn:uuid:1"),
        ("feed.xml", "https://example.org/1", "entry https://example.org/1"),
        ("all.zip", "inner/a.pdf", "in the archive: inner/a.pdf, page 2"),
        ("all.tar.gz", "inner/a.jsonl#4", "in the archive: inner/a.jsonl, record 4"),
    ],
)
def test_the_place_in_the_file(file: str, record: str | None, expected: str) -> None:
    text = f"A head.\n\f{TEXT}"
    assert source_place(file, record, text=text, start=9).words() == expected


def test_title_and_address_are_named() -> None:
    place = source_place(
        "a.jsonl", "3", text=TEXT, start=0, title="Market hit", url="https://example.org/a"
    )
    assert place.words() == "record 3, “Market hit”, https://example.org/a"


def shown(folder: Path) -> tuple[str, dict[str, object]]:
    """Ingest ``folder``; return what ``ctl show`` prints of its one claim, and its source."""
    assert ctl("ingest", str(folder)).code == 0
    [claim] = json.loads(ctl("timeline", "--json").out)
    done = json.loads(ctl("show", claim["id"], "--json").out)
    return ctl("show", claim["id"]).out, done["statements"][0]["source"]


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def test_a_record_is_named(news: Path) -> None:
    row = {"id": "kh-1", "date": "2022-02-27", "text": TEXT, "url": "https://example.org/kh"}
    (news / "a.jsonl").write_text(json.dumps(row) + "\n")
    text, source = shown(news)
    assert "  source     record kh-1, https://example.org/kh\n" in text
    assert (source["record"], source["url"]) == ("kh-1", "https://example.org/kh")


def test_a_message_is_named(news: Path) -> None:
    box = mailbox.mbox(news / "a.mbox")
    message = mailbox.mboxMessage()
    message["Message-ID"] = "<kh-1@example.org>"
    message["Date"] = "Sun, 27 Feb 2022 10:00:00 +0000"
    message["From"] = "desk@example.org"
    message.set_payload(TEXT)
    box.add(message)
    box.close()
    text, source = shown(news)
    assert "message " in text
    assert "kh-1@example.org" in str(source["record"])


def test_a_member_of_an_archive_is_named(news: Path) -> None:
    with zipfile.ZipFile(news / "a.zip", "w") as packed:
        packed.writestr("inner/2022-02-27-kh.txt", TEXT)
    text, source = shown(news)
    assert "in the archive: inner/2022-02-27-kh.txt, line 1" in text
    assert source["member"] == "inner/2022-02-27-kh.txt"


def test_explain_measures_from_a_reference_place() -> None:
    done = ctl("explain", "Shells hit a market 35 km south of Nyala.", "--date", "2024-05-02")
    assert "reference (35 km S of it)" in done.out
