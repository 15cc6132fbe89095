"""From every printed statement back to bytes, rules, tool and time, and forward to the same."""

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from conflict_timeline import __version__
from conflict_timeline.rules.version import rules_version
from tests.running import ctl

ARTICLES = {
    "news/2022-02-27 a.txt": "Shells hit Kharkiv on Saturday, the mayor said. Two people died.\n",
    "news/b.txt": "The Courier\n28 February 2022\n\nFire broke out in Sumy overnight.\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text)
    assert ctl("ingest", "news").code == 0
    return tmp_path


def test_every_statement_leads_to_bytes_rules_tool_and_time(folder: Path) -> None:
    articles = {row["id"]: row for row in json.loads(ctl("articles", "--json").out)}
    with closing(sqlite3.connect("timeline.db")) as connection:
        tools = dict(connection.execute("SELECT id, tool_version FROM articles"))
    seen = 0
    for line in ctl("timeline", "--jsonl").out.splitlines():
        for statement in json.loads(line)["statements"]:
            (sha,) = (sha for sha in articles if sha.startswith(statement["article"]))
            content = Path(statement["file"]).read_bytes()
            assert sha == hashlib.sha256(content).hexdigest()
            said = content.decode()[statement["start"] : statement["end"]]
            assert said == statement["text"]
            assert articles[sha]["rules_version"] == rules_version()
            assert tools[sha] == __version__
            assert datetime.fromisoformat(articles[sha]["read_at"]).tzinfo is not None
            seen += 1
    assert seen == 3


def test_what_is_printed_is_enough_to_print_it_again(folder: Path) -> None:
    """The files, by name and hash, and the version of the rules: nothing else counts."""
    timeline = ctl("timeline", "--jsonl").out
    files = [row["file"] for row in json.loads(ctl("articles", "--json").out)]
    assert ctl("--db", "again.db", "ingest", *files).code == 0
    assert ctl("--db", "again.db", "timeline", "--jsonl").out == timeline
