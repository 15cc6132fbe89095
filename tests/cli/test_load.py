"""``ctl load``: a whole run or a part of it comes in, a damaged or false one not at all."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.running import ctl
from tests.runs import Rows, changed, rows_of_store, write_run

pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
from pyarrow import parquet  # noqa: E402

ARTICLES = {
    "2022-02-27 a.txt": "Shells hit Kharkiv on Saturday, the mayor said. Two people were killed in "
    "Kyiv on Friday. A bridge in Mykolaiv was blown up on Sunday.\n",
    "2022-02-28 b.txt": "Rockets struck Kharkiv overnight. Troops entered Kherson on Sunday.\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles and the store that was read from them."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "news").mkdir()
    for name, text in ARTICLES.items():
        (folder / "news" / name).write_text(text)
    (folder / "news" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert ctl("--db", "made.db", "ingest", "news").code == 3
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def rows(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    monkeypatch.chdir(tmp_path)
    return rows_of_store(made / "made.db")


def timeline(store: str = "timeline.db") -> list[Any]:
    lines = ctl("--db", store, "timeline", "--jsonl").out.splitlines()
    return [json.loads(line) for line in lines]


def texts(store: str = "timeline.db") -> list[str]:
    return sorted(claim["text"] for claim in timeline(store))


def test_load_brings_what_one_process_reads(rows: Rows, made: Path) -> None:
    write_run(Path("run"), rows)
    done = ctl("load", "run")
    assert done.code == 0, done.err
    whole = ctl("--db", str(made / "made.db"), "timeline", "--jsonl").out
    assert ctl("timeline", "--jsonl").out == whole
    assert len(whole.splitlines()) == 5
    assert ctl("check").code == 0
    assert ctl("load", "run").code == 0  # again: into a store that holds something
    assert ctl("timeline", "--jsonl").out == whole
    assert json.loads(ctl("articles", "--failed", "--json").out)[0]["file"] == "news/broken.pdf"


def test_load_of_a_run_without_claims(rows: Rows) -> None:
    write_run(Path("run"), rows | {"statements": [], "claims": []})
    assert ctl("load", "run").code == 0
    assert timeline() == []
    assert len(json.loads(ctl("articles", "--json").out)) == 3


@pytest.mark.parametrize("first", ["ingest", "load", "part"])
def test_load_of_a_part_takes_nothing_away(rows: Rows, made: Path, first: str) -> None:
    """An article of which a part comes may be stored already, whole or with another part."""
    write_run(Path("run"), rows)
    if first == "ingest":
        Path("news").symlink_to(made / "news")
        assert ctl("ingest", "news").code == 3
    elif first == "load":
        assert ctl("load", "run").code == 0
    else:
        assert ctl("load", "run", "--city", "Mykolaiv").code == 0
    before = texts()
    assert any("Mykolaiv" in text for text in before)
    assert ctl("load", "run", "--city", "Kharkiv").code == 0
    assert ctl("check").code == 0
    assert set(before) <= set(texts())
    assert sum("Kharkiv" in text for text in texts()) == 2
    assert ctl("load", "run").code == 0
    assert texts() == texts(str(made / "made.db"))


def test_load_of_a_part_that_was_read_otherwise_takes_nothing_away(rows: Rows, made: Path) -> None:
    write_run(Path("run"), rows)
    Path("news").symlink_to(made / "news")
    assert ctl("ingest", "news", "--date", "2022-03-08").code == 3
    before = ctl("timeline", "--jsonl").out
    assert ctl("load", "run", "--city", "Kharkiv").code == 0
    assert ctl("timeline", "--jsonl").out == before


def test_load_keeps_a_day_that_an_analyst_settled(rows: Rows, made: Path) -> None:
    write_run(Path("run"), rows)
    assert ctl("load", "run").code == 0
    settle = ("articles", "--set-date", "2022-02-28 b.txt", "2022-03-09", "--as", "A")
    assert ctl(*settle).code == 0
    before = ctl("timeline", "--jsonl").out
    for more in ((), ("--city", "Kharkiv")):
        assert ctl("load", "run", *more).code == 0
        assert ctl("timeline", "--jsonl").out == before


def test_load_keeps_statements_that_lie_apart(rows: Rows, made: Path) -> None:
    """Who rewrites a run's tables may order their rows otherwise."""
    rows["statements"] = rows["statements"][::2] + rows["statements"][1::2]
    write_run(Path("run"), rows)
    assert ctl("load", "run").code == 0
    assert ctl("check").code == 0
    assert texts() == texts(str(made / "made.db"))


def refused(*options: str, code: str = "CTL-E002", exit_code: int = 1) -> str:
    """`ctl load` explains why it does not load the run, and nothing is in the store."""
    done = ctl("load", "run", *options)
    assert f"[{code}]" in done.err, done.err
    assert done.code == exit_code
    assert len(done.err.splitlines()) == 1
    assert "(" in done.err  # the way out
    assert "\x1b" not in done.err
    if Path("timeline.db").exists():
        assert timeline() == []
        assert json.loads(ctl("articles", "--json").out) == []
        assert ctl("check").code == 0
    return done.err


PARTS = {
    "articles": "articles/part-0.parquet",
    "statements": "statements/part-0.parquet",
    "claims": "claims/date=2022-02-26/part-0.parquet",
    "problems": "problems/part-0.parquet",
}
CONTENTS = {
    "nothing": lambda whole: b"",
    "text": lambda whole: b"no Parquet at all\n" * 100,
    "half": lambda whole: whole[: len(whole) // 2],
    "no end": lambda whole: whole[:-9],
    "no beginning": lambda whole: whole[9:],
    "a broken page": lambda whole: (
        whole[:60] + bytes(b ^ 0x5A for b in whole[60:160]) + whole[160:]
    ),
    "a broken footer": lambda whole: (
        whole[:-40] + bytes(b ^ 0x11 for b in whole[-40:-8]) + whole[-8:]
    ),
}


@pytest.mark.parametrize("table", PARTS)
@pytest.mark.parametrize("damage", CONTENTS)
def test_load_of_damaged_files(rows: Rows, table: str, damage: str) -> None:
    path = write_run(Path("run"), rows) / PARTS[table]
    path.write_bytes(CONTENTS[damage](path.read_bytes()))
    refused()


@pytest.mark.parametrize("table", PARTS)
@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"other": ["a"]},
        {"id": [5], "article": [5], "rules": [5], "statement": [5], "cities": [5], "claim": [5],
         "place": [5], "code": [5], "what": [5]},
        {"id": ["a"], "article": ["{"], "rules": ["r"], "statement": ["["], "cities": [[None]],
         "claim": ["nan"], "place": [["a"]], "code": [["b"]], "what": [["c"]]},
        {"id": [["a"]], "article": [["b"]], "rules": [["r"]], "statement": [["c"]],
         "cities": [["d"]], "claim": [["e"]], "place": [{"a": 1}], "code": [0.5], "what": [True]},
        {"id": [None], "article": [None], "rules": [None], "statement": [None], "cities": [None],
         "claim": [None], "place": [b"\xff"], "code": [b"\xff"], "what": [b"\xff"]},
    ],
    ids=["no columns", "others", "numbers", "no records", "lists", "nulls"],
)  # fmt: skip
def test_load_of_other_columns(rows: Rows, table: str, columns: dict[str, list[Any]]) -> None:
    path = write_run(Path("run"), rows) / PARTS[table]
    parquet.write_table(pyarrow.table(columns), path)
    refused()


HUGE = "9" * 5_000
DEEP = "[" * 90_000


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("articles", "article", {"id": "0" * 64}),
        ("articles", "article", {"text": None}),
        ("articles", "article", {"text": "Nothing happened."}),
        ("articles", "article", {"header_end": 10**9}),
        ("articles", "article", {"header_end": -1}),
        ("articles", "article", {"header_end": True}),
        ("articles", "article", {"file": ["a"]}),
        ("articles", "article", {"published": {"day": "2022-02-27"}}),
        ("articles", "article", {"published": "2022-02-27"}),
        ("articles", "article", {"published": {
            "day": "2022-99-27", "basis": "header", "evidence": [], "candidates": []}}),
        ("articles", "article", {"published": {
            "day": "2022-02-27", "basis": "faith", "evidence": [], "candidates": []}}),
        ("articles", "article", {"published": {
            "day": None, "basis": "none", "evidence": [[1, 2]], "candidates": []}}),
        ("statements", "statement", {"start": 3}),
        ("statements", "statement", {"start": -5, "end": 10**9}),
        ("statements", "statement", {"end": 2**70}),
        ("statements", "statement", {"text": "Nothing happened."}),
        ("statements", "statement", {"id": "ffffffffffffffff"}),
        ("statements", "statement", {"article": "ffffffffffffffff"}),
        ("statements", "statement", {"file": "another.txt"}),
        ("statements", "statement", {"published": "1999-01-01"}),
        ("statements", "statement", {"when": 5}),
        ("statements", "statement", {"status": "true"}),
        ("statements", "statement", {"places": [None]}),
        ("statements", "statement", {"figures": [{"value": float("inf")}]}),
        ("statements", "statement", {"cities": "Kharkiv"}),
        ("claims", "claim", {"id": "ffff"}),
        ("claims", "claim", {"statements": []}),
        ("claims", "claim", {"representative": "ffff"}),
        ("claims", "claim", {"origins": "many"}),
        ("claims", "claim", {"origins": 10**30}),
        ("claims", "claim", {"links": [{"type": "is", "claim": "a", "reason": "b"}]}),
        ("claims", "claim", {"outlets": [[]]}),
        ("claims", "cities", 7),
    ],
    ids=str,
)  # fmt: skip
def test_load_of_records_that_say_what_they_cannot(
    rows: Rows, table: str, column: str, values: Any
) -> None:
    if column == "cities":
        rows[table] = [row | {"cities": values} for row in rows[table]]
    else:
        rows[table][0] = changed(rows[table][0], column, **values)
    write_run(Path("run"), rows)
    refused()


@pytest.mark.parametrize(("table", "column"), [
    ("articles", "article"), ("statements", "statement"), ("claims", "claim"),
])  # fmt: skip
@pytest.mark.parametrize("text", ["", "null", "7", "[]", "{}", HUGE, DEEP, "\x1b[2J", '{"id": '])
def test_load_of_what_is_no_record(rows: Rows, table: str, column: str, text: str) -> None:
    rows[table][-1] |= {column: text}
    write_run(Path("run"), rows)
    refused()


@pytest.mark.parametrize("table", ["articles", "statements", "claims"])
def test_load_of_rows_that_are_missing_or_there_twice(rows: Rows, table: str) -> None:
    without = rows | {table: rows[table][1:]}
    write_run(Path("run"), without)
    refused()
    write_run(Path("run"), rows | {table: [*rows[table], rows[table][0]]})
    if table != "statements":  # the same statement again is the same statement
        refused()


def test_load_of_a_claim_under_another_day(rows: Rows) -> None:
    rows["claims"][0]["date"] = "2022-01-01"
    write_run(Path("run"), rows)
    refused()
    refused("--since", "2021", "--until", "2022-01")


@pytest.mark.parametrize(
    "name", ["date=..", "date=%2e%2e%2f", "..=x", "date=", "\x1b[2Jdate=1", "date=2022-02-26/x"]
)
def test_load_of_odd_folders(rows: Rows, name: str) -> None:
    run = write_run(Path("run"), rows)
    (run / "claims" / name).mkdir(parents=True)
    (run / PARTS["claims"]).rename(run / "claims" / name / "part-0.parquet")
    done = ctl("load", "run")
    assert done.code in (0, 1)
    assert "Traceback" not in done.err
    assert "CTL-X001" not in done.err
    assert "\x1b" not in done.err
    if name == "date=2022-02-26/x":
        assert done.code == 0
    else:
        refused()


def test_load_passes_over_what_is_no_table(rows: Rows, made: Path) -> None:
    run = write_run(Path("run"), rows)
    for name in ("notes.txt", ".part-0.parquet.crc", "_delta_log/0.json", "._x.parquet"):
        (run / "claims" / name).parent.mkdir(exist_ok=True)
        (run / "claims" / name).write_text("nothing")
    assert ctl("load", "run").code == 0
    assert texts() == texts(str(made / "made.db"))


@pytest.mark.parametrize("table", PARTS)
@pytest.mark.parametrize(
    "kind", ["pipe", "link", "link to a pipe", "circle", "linked folder", "folder"]
)
def test_load_of_what_is_no_file(rows: Rows, table: str, kind: str) -> None:
    run = write_run(Path("run"), rows)
    path = run / table / "part-1.parquet"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to("/etc/passwd")
    elif kind == "link to a pipe":
        os.mkfifo(run / "pipe")
        path.symlink_to(run.absolute() / "pipe")
    elif kind == "circle":
        (run / table / "circle").symlink_to(run.absolute())
    elif kind == "linked folder":
        Path("other").mkdir()
        (run / table / "date=2022-02-26x").symlink_to(Path("other").absolute())
    else:
        path.mkdir()
        assert ctl("load", "run").code == 0
        return
    refused()


def test_load_of_a_run_that_has_not_ended(rows: Rows) -> None:
    (write_run(Path("run"), rows) / "_work").mkdir()
    assert "has not ended" in refused()


@pytest.mark.parametrize(
    "run",
    [
        "nowhere",
        "empty",
        "a-file",
        "s3a://x/y",
        "no-such://x",
        "http://127.0.0.1:1/x",
        "a\0b",
        "\x1b[2J",
    ],
)
def test_load_of_what_is_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("a-file").write_text("x")
    done = ctl("load", run)
    assert done.code == 2
    assert "[CTL-U024]" in done.err
    assert "\x1b" not in done.err
    assert not Path("timeline.db").exists()


def test_load_shows_no_control_characters(rows: Rows) -> None:
    """What stands in every field of a run is text, on a terminal too."""
    escape = "\x1b[2J\u202e\x07"
    for row in rows["articles"]:
        row |= changed(row, "article", title=escape, url=escape, lang=escape)
        row["rules"] = escape
    rows["problems"] = [dict.fromkeys(("place", "code", "what", "hint"), escape)]
    write_run(Path("run"), rows)
    assert ctl("load", "run").code == 0
    for arguments in (
        ("articles",), ("articles", "--json"), ("status",), ("check",), ("check", "--articles"),
        ("timeline",), ("timeline", "--json"), ("show", timeline()[0]["id"]), ("disputes",),
    ):  # fmt: skip
        done = ctl(*arguments, terminal=True)
        assert "\x1b[2J" not in done.out + done.err
        assert "\u202e" not in done.out + done.err
        assert "CTL-X001" not in done.err


def test_load_of_many_rows_in_one_group(rows: Rows) -> None:
    """A text that stands in a million rows is packed once: it is not unpacked a million times."""
    run = write_run(Path("run"), rows)
    number = 1_000_000
    text = pyarrow.array(["x" * 100_000]).dictionary_encode()
    many = pyarrow.DictionaryArray.from_arrays([0] * number, text.dictionary)
    table = pyarrow.table({"article": many, "id": many, "statement": many})
    parquet.write_table(table, run / PARTS["statements"], row_group_size=number)
    refused()
