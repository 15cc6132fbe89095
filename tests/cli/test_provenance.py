"""From every printed statement back to bytes, rules, tool and time, and forward to the same."""

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import jsonschema
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


@pytest.mark.parametrize("form", ["jsonl", "csv", "html", "geojson", "parquet"])
def test_an_export_tells_what_it_rests_on(folder: Path, form: str) -> None:
    """Tool, rules, arguments, every article and decision; and hashes that say it is the same."""
    if form == "parquet":
        pytest.importorskip("pyarrow")
    call = ("export", form, "--city", "Kharkiv", "--since", "2022", "-o", "out")
    assert ctl("articles", "--set-date", "news/b.txt", "2022-02-28", "--as", "ana").code == 0
    assert ctl(*call, "--provenance", "out.provenance.json").code == 0
    told = json.loads(Path("out.provenance.json").read_text())
    jsonschema.validate(told, json.loads(ctl("schema", "provenance").out))
    assert told["tool"] == {"name": "ctl", "version": __version__}
    assert told["export"]["filters"] == {"city": ["Kharkiv"], "since": "2022"}
    content = Path("out").read_bytes()
    assert told["export"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["export"]["bytes"] == len(content)
    printed = ctl("timeline", "--jsonl", "--city", "Kharkiv", "--since", "2022").out
    assert told["claims"]["sha256"] == hashlib.sha256(printed.encode()).hexdigest()
    assert told["claims"]["count"] == len(printed.splitlines())
    assert told["rules_versions"] == [rules_version()]
    (article,) = told["articles"]
    assert article["file"] == "news/2022-02-27 a.txt"
    assert article["id"] == hashlib.sha256(Path(article["file"]).read_bytes()).hexdigest()
    assert [decision["who"] for decision in told["decisions"]] == ["ana"]
    assert told["store"]["articles"] == 2
    assert ctl("--db", "again.db", "ingest", "news").code == 0
    assert ctl("--db", "again.db", *call[:-1], "again", "--provenance", "again.json").code == 0
    again = json.loads(Path("again.json").read_text())
    assert again["claims"] == told["claims"]
    assert again["store"] == told["store"]
    if form != "parquet":
        assert again["export"]["sha256"] == told["export"]["sha256"]


def test_what_is_printed_tells_what_it_rests_on(folder: Path) -> None:
    printed = ctl("export", "md", "--provenance", "p.json").out
    told = json.loads(Path("p.json").read_text())["export"]
    assert told["file"] is None
    assert told["sha256"] == hashlib.sha256(printed.encode()).hexdigest()
    refused = ctl("export", "md", "-o", "p.json", "--provenance", "p.json")
    assert (refused.code, "[CTL-U009]" in refused.err) == (2, True)
