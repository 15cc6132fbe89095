"""The conventions of a good command line, row by row; each test's number is its row.

1 stdout is data only            10 dry run                    19 settings and their order
2 exit codes                     11 errors say what to do      20 no prompt without a terminal
3 a closed pipe is quiet         12 stable codes               21 completion
4 terminal or pipe, by stream    13 did you mean               22 man page
5 formats and -o                 14 help                       23 state is visible
6 JSON Lines as a stream         15 plain help and errors      24 no network
7 JSON Schema                    16 colour                     25 no abbreviations
8 - is stdin and stdout          17 progress                   26 the same bytes every time
9 idempotent ingest              18 pager
"""

import json
import os
import resource
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from conflict_timeline.store import open_store, save_article
from tests import records
from tests.running import Outcome, ctl
from tests.stores import make_store

BUDGET_SECONDS = 0.30
"""CPU of one start on a busy machine. On an idle one `-h` needs 0.08, `--jsonl` 0.09; the aim is
0.15, and the margin is for the machine, not for us."""

ARTICLE = """2022-02-27

KHARKIV, Feb. 27 - Shells hit a market in Kharkiv on Saturday, the mayor said.
"""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a store of the hand-made world."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("CTL_DB", "CTL_USER", "NO_COLOR", "FORCE_COLOR", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CTL_PAGER", "cat")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("conflict_timeline.cli.output._rows", lambda: 10_000)
    make_store(tmp_path / "timeline.db")
    return tmp_path


@pytest.fixture
def articles(world: Path) -> Path:
    """A folder with one article and one file that is none."""
    folder = world / "news"
    folder.mkdir()
    (folder / "one.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def process(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "conflict_timeline", *arguments],
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )


def test_01_stdout_is_data_only(articles: Path) -> None:
    done = ctl("--db", "new.db", "ingest", "news", "missing", "--json")
    assert json.loads(done.out)["new"] == 1
    assert "missing" in done.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["timeline", "--since", "2030-01-01"], 0),
        (["timeline", "--since", "2030-01-01", "--exit-code"], 1),
        (["timeline", "--exit-code"], 0),
        (["--db", "missing.db", "timeline"], 1),
        (["timeline", "--nonsense"], 2),
        (["ingest", "missing.txt"], 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_02_exit_codes(world: Path, arguments: list[str], code: int) -> None:
    assert ctl(*arguments).code == code


def test_02_interrupt_is_130(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("conflict_timeline.pipeline.ingest", interrupted)
    done = ctl("ingest", "news")
    assert done.code == 130
    assert "stored is safe" in done.err


def test_03_a_closed_pipe_is_quiet(world: Path) -> None:
    many = " ".join([f"{sys.executable} -m conflict_timeline timeline -f jsonl"] * 1)
    done = subprocess.run(
        f"({many}; {many}; {many}) | head -c 10",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_04_a_terminal_gets_a_table_and_a_pipe_values(world: Path) -> None:
    assert "Saturday 26 February 2022" in ctl("timeline", terminal=True).out
    assert ctl("timeline").out.startswith("id\tdate\t")
    assert "\x1b" not in ctl("timeline", "--format", "table").out


@pytest.mark.parametrize("name", ["out.json", "out.jsonl", "out.csv", "out.tsv", "out.md"])
def test_05_a_file_chooses_its_format(world: Path, name: str) -> None:
    form = name.removeprefix("out.")
    assert ctl("timeline", "-o", name).out == ""
    written = Path(name).read_text(encoding="utf-8")
    assert written == ctl("timeline", "--format", form, "-o", "-").out
    assert list(world.glob(".out*")) == []


def test_05_json_is_short_for_format_json(world: Path) -> None:
    assert ctl("timeline", "--json").out == ctl("timeline", "--format", "json").out
    assert json.loads(ctl("timeline", "--json").out)


def test_06_json_lines_are_one_claim_each(world: Path) -> None:
    lines = ctl("timeline", "--jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == json.loads(ctl("timeline", "--json").out)
    keys = [
        (c["date"] or "~", (c["when"] or {"start": ""})["start"], c["id"])
        for c in map(json.loads, lines)
    ]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", ["claim", "timeline"])
def test_07_the_schema_holds(world: Path, name: str) -> None:
    schema = json.loads(ctl("schema", name).out)
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.check_schema(schema)
    claims = json.loads(ctl("timeline", "--json").out)
    for value in claims if name == "claim" else [claims]:
        validator.validate(value)


def test_07_the_schema_knows_every_key(world: Path) -> None:
    schema = json.loads(ctl("schema").out)
    for claim in json.loads(ctl("timeline", "--json").out):
        assert set(claim) == set(schema["properties"])
        for statement in claim["statements"]:
            assert set(statement) == set(schema["$defs"]["statement"]["properties"])


def test_08_minus_reads_stdin(world: Path) -> None:
    done = process("--db", "new.db", "ingest", "-", "--date", "2022-02-27", input=ARTICLE)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("1 new")


def test_08_minus_on_a_terminal_does_not_hang(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    done = ctl("ingest", "-")
    assert done.code == 2
    assert "nothing is piped in" in done.err


def test_09_a_second_ingest_changes_nothing(articles: Path) -> None:
    first = ctl("--db", "new.db", "ingest", "news")
    before = ctl("--db", "new.db", "timeline", "--json").out
    second = ctl("--db", "new.db", "ingest", "news")
    assert (first.code, second.code) == (0, 0)
    assert first.err.startswith("1 new, 0 unchanged")
    assert second.err.startswith("0 new, 1 unchanged")
    assert ctl("--db", "new.db", "timeline", "--json").out == before


def test_10_a_dry_run_writes_nothing(articles: Path) -> None:
    done = ctl("--db", "new.db", "ingest", "news", "--dry-run")
    assert done.err.startswith("1 new")
    assert not Path("new.db").exists()
    before = Path("timeline.db").read_bytes()
    ctl("ingest", "news", "--dry-run")
    assert Path("timeline.db").read_bytes() == before


def test_11_an_error_is_one_line_that_says_what_to_do(world: Path) -> None:
    Path("broken.db").write_bytes(b"this is not a database" * 100)
    done = ctl("--db", "broken.db", "timeline")
    assert done.code == 1
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert "broken.db" in done.err
    assert "Traceback" not in done.err


def test_11_a_mistake_of_ours_is_no_traceback(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_timeline.store.query.iter_claim_json", lambda *_: 1 / 0)
    monkeypatch.setattr("conflict_timeline.cli.timeline.iter_claim_json", lambda *_: 1 / 0)
    done = ctl("timeline", "--jsonl")
    assert done.code == 1
    assert done.err.endswith("[CTL-X001]\n")
    assert "Traceback" not in done.err
    with pytest.raises(ZeroDivisionError):
        ctl("--debug", "timeline", "--jsonl")


def test_11_failures_of_one_kind_are_counted(world: Path) -> None:
    folder = world / "empties"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text("")
    done = ctl("ingest", "empties")
    assert done.code == 3
    assert len(done.err.splitlines()) < 10


def test_12_codes_are_explained(world: Path) -> None:
    assert "no store" in ctl("explain", "CTL-S001").out
    assert ctl("explain", "CTL-S999").code == 2


def test_12_every_code_of_the_program_is_explained() -> None:
    import re

    from conflict_timeline.cli.explain import known_codes

    package = Path(__file__).resolve().parents[2] / "conflict_timeline"
    used = {
        code
        for path in package.rglob("*.py")
        for code in re.findall(r'"(CTL-[A-Z]\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used - set(known_codes()) == set()


def test_12_problems_as_json(world: Path) -> None:
    for arguments in (["--log-format", "json", "timeline", "--city", "Qwertz"],
                      ["timeline", "--city", "Qwertz", "--log-format=json"]):  # fmt: skip
        problem = json.loads(ctl(*arguments).err)
        assert (problem["code"], problem["exit_code"]) == ("CTL-U004", 2)
        assert problem["hint"]


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["timelin"], "timeline"),
        (["timeline", "--citi", "x"], "--city"),
        (["timeline", "--city", "Karkhiv"], "Kharkiv"),
        (["timeline", "--kind", "shelng"], "shelling"),
        (["timeline", "--format", "jsn"], "json"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_13_did_you_mean(world: Path, arguments: list[str], advice: str) -> None:
    done = ctl(*arguments)
    assert done.code == 2
    assert advice in done.err


def test_13_a_second_spelling_is_resolved_aloud(world: Path) -> None:
    done = ctl("timeline", "--city", "Kharkov", "--jsonl")
    assert done.err == "Kharkov → Kharkiv\n"
    assert done.out == ctl("timeline", "--city", "Kharkiv", "--jsonl").out


COMMANDS = (
    "ingest", "timeline", "show", "export", "disputes", "figures", "articles", "review",
    "explain", "load", "status", "check", "schema", "help",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_14_every_command_has_help(command: str) -> None:
    for flag in ("-h", "--help"):
        done = ctl(command, flag)
        assert done.code == 0
        assert done.out.startswith(f"Usage: ctl {command}")
    assert len(done.out.splitlines()) < 60


def test_14_the_help_lists_every_command_with_its_own_words() -> None:
    from conflict_timeline.cli.app import COMMANDS as listed

    assert tuple(listed) == COMMANDS
    shown = ctl("-h").out
    assert all(f"\n  {name} " in shown for name in COMMANDS)


@pytest.mark.parametrize("topic", ["dates", "formats", "exit-codes", "environment"])
def test_14_topics(topic: str) -> None:
    done = ctl("help", topic)
    assert done.code == 0
    assert len(done.out.splitlines()) > 5
    assert topic in ctl("help").out


def test_15_help_and_errors_are_plain(world: Path) -> None:
    for done in (ctl("-h", terminal=True), ctl("timeline", "--nonsense", terminal=True)):
        text = done.out + done.err
        assert "\x1b" not in text
        assert not set("╭│╰─") & set(text)


@pytest.mark.parametrize(
    ("variables", "arguments", "coloured"),
    [
        ({}, [], True),
        ({"NO_COLOR": "1"}, [], False),
        ({"TERM": "dumb"}, [], False),
        ({}, ["--no-color"], False),
    ],
    ids=["terminal", "NO_COLOR", "dumb", "--no-color"],
)
def test_16_colour(
    world: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    arguments: list[str],
    coloured: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in ctl("timeline", *arguments, terminal=True).out) is coloured


def test_16_colour_is_forced_into_a_pipe(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in ctl("timeline", "--format", "table").out


def test_17_quiet_drops_the_summary_but_no_error(articles: Path) -> None:
    done = ctl("--db", "new.db", "ingest", "news", "missing", "-q")
    assert len(done.err.splitlines()) == 1
    assert "missing" in done.err


def test_17_progress_is_for_terminals_and_long_work(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from conflict_timeline.cli.terminal import Progress
    from conflict_timeline.pipeline import IngestEvent

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    clock = iter([0.0, 0.5, 2.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    progress = Progress(quiet=False)
    progress.show(IngestEvent(1, 10, "a.txt", 1, 0.1))
    assert capsys.readouterr().err == ""
    progress.show(IngestEvent(4, 10, "b\x1b[2J.txt", 24, 0.4))
    shown = capsys.readouterr().err
    assert "4 of 10 files · 24 articles · 12 articles/s · 0:03 left · b [2J.txt" in shown


@pytest.mark.parametrize("jobs", [1, 2])
def test_17_progress_counts_articles_inside_one_file(world: Path, jobs: int) -> None:
    from conflict_timeline.pipeline import IngestEvent, IngestOptions, ingest

    rows = [{"date": "2022-02-27", "text": f"Shells hit Kharkiv {n} times."} for n in range(30)]
    Path("all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    seen: list[IngestEvent] = []
    with open_store(world / "new.db", create=True) as store:
        options = IngestOptions(jobs=jobs)
        ingest([Path("all.jsonl")], store, options, progress=seen.append)
    assert [event.articles for event in seen][-1] == 30
    assert (seen[-1].done, seen[-1].total, seen[-1].share) == (1, 1, 1.0)
    assert 0 <= seen[0].share < 0.9


def test_18_a_tall_table_is_paged(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_timeline.cli.output._rows", lambda: 5)
    monkeypatch.setenv("CTL_PAGER", "sh -c 'cat >> paged'")
    assert ctl("timeline", terminal=True).out == ""
    paged = Path("paged").read_text()
    assert ctl("timeline", "--no-pager", terminal=True).out.count("\n") == paged.count("\n")
    assert ctl("timeline").out
    monkeypatch.setenv("CTL_PAGER", "no-such-pager -x")
    assert ctl("timeline", terminal=True).out
    assert Path("paged").read_text() == paged


def test_18_a_pager_that_is_no_command_is_none(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conflict_timeline.cli.output._rows", lambda: 1)
    whole = ctl("timeline", "--no-pager", terminal=True)
    for pager in ("less 'unclosed", "'", " ", "\\"):
        monkeypatch.setenv("CTL_PAGER", pager)
        done = ctl("timeline", terminal=True)
        assert done.code == 0
        assert done.out.count("\n") == whole.out.count("\n")


def test_18_a_pager_that_is_left_early_is_no_error(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conflict_timeline.cli.output._rows", lambda: 1)
    monkeypatch.setenv("CTL_PAGER", "true")
    assert ctl("timeline", terminal=True).code == 0


def test_5_an_ending_that_the_timeline_cannot_write_names_the_way(world: Path) -> None:
    done = ctl("timeline", "-o", "claims.geojson")
    assert done.code == 2
    assert "ctl export geojson -o claims.geojson" in done.err
    assert ctl("timeline", "-o", "claims.docx").code == 2
    assert ctl("timeline", "-o", "claims").code == 0
    assert "\t" in Path("claims").read_text()


def test_11_days_in_the_wrong_order_are_said(world: Path) -> None:
    done = ctl("timeline", "--since", "2022-04", "--until", "2022-03-01")
    assert done.code == 2
    assert "--until 2022-03-01 is before --since 2022-04" in done.err


def test_11_a_folder_without_articles_is_said(world: Path) -> None:
    (world / "empty").mkdir()
    assert "nothing to read there" in ctl("ingest", "empty").err


def test_19_settings_stand_below_flags_and_environment(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = world / "config" / "ctl" / "config.toml"
    own.parent.mkdir(parents=True)

    def stores() -> str:
        return ctl("status").err

    own.write_text('db = "own.db"\n')
    assert "own.db" in stores()
    Path("given.toml").write_text('db = "given.db"\n')
    assert "given.db" in ctl("--config", "given.toml", "status").err
    monkeypatch.setenv("CTL_DB", "environment.db")
    assert "environment.db" in stores()
    assert "flag.db" in ctl("--db", "flag.db", "status").err
    assert "flag.db" in ctl("status", "--db", "flag.db").err
    own.write_text("nonsense = 1\n")
    assert "CTL-U014" in stores()


def test_19_no_settings_from_the_folder_of_articles(articles: Path) -> None:
    for name in ("config.toml", "ctl.toml", ".ctl.toml"):
        (articles / name).write_text('db = "evil.db"\n')
    ctl("ingest", "news")
    assert not list(articles.parent.rglob("evil.db"))


def test_20_nothing_asks_without_a_terminal(world: Path) -> None:
    for arguments in ([], ["status"], ["articles", "--set-date", "slip.txt", "2022-03-02"]):
        assert process(*arguments, stdin=subprocess.DEVNULL, timeout=60).returncode in (0, 1)


def test_20_review_never_waits_for_nobody(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = process("review", stdin=subprocess.DEVNULL, timeout=60)
    assert done.returncode == 2
    assert "this is no terminal" in done.stderr
    assert "--export" in done.stderr
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("conflict_timeline.cli.review.read_key", lambda: pytest.fail("asked"))
    asked = ctl("review", "--no-input", terminal=True)
    assert asked.code == 2
    assert "--no-input is given" in asked.err


def test_20_yes_accepts_what_stands_and_asks_nothing(world: Path) -> None:
    before = ctl("timeline", "--json").out
    done = ctl("review", "--yes", "--as", "olena")
    assert done.code == 0
    assert "decisions added" in done.err
    log = [json.loads(line) for line in ctl("review", "--log").out.splitlines()]
    assert log
    assert {row["action"] for row in log} <= {"accept", "keep_apart"}
    assert {row["who"] for row in log} == {"olena"}
    texts = [[claim["text"] for claim in json.loads(out) if claim["date"]]
             for out in (before, ctl("timeline", "--json").out)]  # fmt: skip
    assert texts[0] == texts[1]
    assert ctl("review", "--yes", "--as", "olena").err.startswith("0 decisions added")


def test_18_ctl_pager_comes_before_pager(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_timeline.cli.output._rows", lambda: 5)
    monkeypatch.setenv("CTL_PAGER", "sh -c 'cat > first'")
    monkeypatch.setenv("PAGER", "sh -c 'head -n 1 > second'")
    ctl("timeline", terminal=True)
    assert "Mykolaiv" in Path("first").read_text()
    assert not Path("second").exists()
    monkeypatch.delenv("CTL_PAGER")
    ctl("timeline", terminal=True)
    assert Path("second").read_text().count("\n") == 1
    Path("first").unlink()
    monkeypatch.setenv("CTL_PAGER", "sh -c 'cat > first'")
    assert ctl("timeline", "--jsonl", terminal=True).out
    assert ctl("timeline", "--format", "table").out
    assert not Path("first").exists()


def test_21_completion_knows_the_cities_and_kinds_of_the_store(world: Path) -> None:
    def complete(line: str) -> str:
        words = line.split(" ")
        variables = {"_CTL_COMPLETE": "complete_bash", "COMP_WORDS": line,
                     "COMP_CWORD": str(len(words) - 1)}  # fmt: skip
        return process(env={**os.environ, **variables}).stdout

    assert "Kharkiv" in complete("ctl timeline --city Kh")
    assert "casualties" in complete("ctl timeline --kind cas")
    assert "timeline" in complete("ctl ti")


def test_22_the_manual_names_every_command_and_option() -> None:
    from conflict_timeline.cli.manual import manual

    text = "\n".join(manual())
    assert text.startswith(".TH CTL 1")
    for command in COMMANDS:
        assert f'.SS "ctl {command} ' in text
    assert ".B \\-c, \\-\\-city NAME" in text
    assert '.SH "EXIT CODES"' in text


def test_23_status_says_what_is_open(world: Path) -> None:
    held = json.loads(ctl("status", "--json").out)
    assert held["without_date"] == 1
    assert held["inferred_dates"] == 1
    assert held["disputed"] == 2
    assert "Next: " in ctl("status", terminal=True).err
    assert "Next: " not in ctl("status").err


def test_23_an_interrupted_ingest_is_said(world: Path) -> None:
    with open_store(world / "timeline.db", create=True) as store:
        save_article(store, records.article("Troops left."), [], rules_version="r1")
    done = ctl("timeline", "--jsonl")
    assert "run it again" in done.err
    assert len(done.out.splitlines()) == 7
    assert json.loads(ctl("status", "--json").out)["interrupted"] is True


def test_24_no_network(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    assert ctl("--db", "new.db", "ingest", "news").code == 0
    assert ctl("--db", "new.db", "timeline").code == 0


@pytest.mark.parametrize(
    "arguments", [["time"], ["timeline", "--cit", "Kharkiv"], ["timeline", "--js"]]
)
def test_25_nothing_is_abbreviated(world: Path, arguments: list[str]) -> None:
    assert ctl(*arguments).code == 2


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "md", "table"])
def test_26_the_same_bytes_every_time(world: Path, form: str) -> None:
    once = ctl("timeline", "--format", form)
    make_store(world / "again.db")
    assert ctl("--db", "again.db", "timeline", "--format", form) == once


@pytest.mark.parametrize("arguments", [["-h"], ["timeline", "--jsonl"], ["status"]], ids=" ".join)
def test_start_is_cheap(world: Path, arguments: list[str]) -> None:
    def cost() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process(*arguments)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(cost() for _ in range(3)) < BUDGET_SECONDS


@pytest.mark.parametrize(
    "arguments",
    [
        ["-h"],
        ["timeline", "--jsonl"],
        ["timeline"],
        ["timeline", "--city", "Kharkiv"],
        ["status"],
        ["show", "cbf"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_reading_loads_no_rules(world: Path, arguments: list[str]) -> None:
    code = (
        "import sys\nfrom conflict_timeline.cli.app import run\n"
        f"run({arguments!r})\nsys.stderr.write('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.splitlines()[-1].split())
    heavy = {"dateparser", "rich", "rapidfuzz", "pydantic", "conflict_timeline.rules"}
    assert not loaded & heavy


def test_hostile_text_never_drives_the_terminal(world: Path) -> None:
    forms = [["timeline", "-f", form] for form in ("table", "json", "csv", "tsv", "md")]
    for arguments in (*forms, ["show", "c64"], ["disputes"], ["export", "kml"]):
        done: Outcome = ctl(*arguments, "--no-color", terminal=True)
        text = done.out.replace("\n", "").replace("\t", "")
        assert text.isprintable(), arguments


def test_14_the_help_on_dates_states_the_ladder_that_is_climbed() -> None:
    from conflict_timeline.reading.published import find_published

    day = {
        "flag": date(2022, 1, 1), "sidecar": "2022-01-02",
        "front_matter": {"date": "2022-01-03"}, "record_date": "2022-01-04",
        "name": "news/2022-01-05-report.txt",
    }  # fmt: skip
    text = "Published: 6 January 2022\n\nKYIV, Jan. 7, 2022 (Wire) - Talks resumed.\n"
    climbed: list[str] = []
    for given in (day, *({k: v for k, v in day.items() if k not in gone} for gone in (
        {"flag"}, {"flag", "sidecar"}, {"flag", "sidecar", "front_matter"},
        {"flag", "sidecar", "front_matter", "record_date"}, set(day),
    ))):  # fmt: skip
        climbed.append(find_published(text, **given)[0].basis)  # type: ignore[arg-type]
    climbed.append(find_published(text.partition("\n\n")[2])[0].basis)
    shown = ctl("help", "dates").out
    stated = [line.split()[-1] for line in shown.splitlines() if line.startswith("  ")]
    rungs = list(dict.fromkeys(word for word in stated if word in {*climbed, "inferred"}))
    assert rungs == [*climbed, "inferred"]
