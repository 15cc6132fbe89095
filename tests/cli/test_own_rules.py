"""``--rules DIR``: a table of names. Nothing else there is a rule; a wrong table is told."""

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from tests.running import Outcome, ctl

TEXT = "The Blue Wolves shelled Kharkiv on Saturday, the mayor said.\n"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    Path("news", "2022-02-27 a.txt").write_text(TEXT)
    Path("rules").mkdir()
    return Path("rules")


def ingest(folder: str = "rules") -> Outcome:
    done = ctl("ingest", "news", "--rules", str(Path(folder).absolute()))  # read once a process
    assert "CTL-X001" not in done.err
    assert "CTL-I020" not in done.err
    assert "\x1b" not in done.err
    return done


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda table: None, "CTL-R012"),
        (os.mkfifo, "CTL-R012"),
        (Path.mkdir, "CTL-R012"),
        (lambda table: table.symlink_to("/dev/zero"), "CTL-R012"),
        (lambda table: table.symlink_to("/nowhere"), "CTL-R012"),
        (lambda table: table.symlink_to("actors.tsv"), "CTL-R012"),
        (lambda table: table.write_bytes(b"Bl\xe4ue Wolves\tgroup\n"), "CTL-R012"),
        (lambda table: table.write_text("\x1b[2J\n"), "CTL-R013"),
        (lambda table: table.write_text(" \tgroup\n"), "CTL-R013"),
        (lambda table: table.write_text("a" * 10**6 + "\tgroup\n"), "CTL-R013"),
    ],
    ids=[
        "missing", "pipe", "folder", "endless", "link to nothing", "circle", "no UTF-8",
        "no columns", "no name", "long name",
    ],
)  # fmt: skip
def test_a_table_that_is_wrong_is_told(
    rules: Path, make: Callable[[Path], object], code: str
) -> None:
    make(rules / "actors.tsv")
    done = ingest()
    assert done.code == 1
    assert f"[{code}]" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    "row",
    [
        "(a+)+$ [x\\ {weekday} .*\tgroup\tXX\t(\ta|b;**",
        "a\0b\tgroup",
        "Blue Wolves\tgroup\tXX\tBlue\t;;;;  ; ",
        "Blue Wolves\tgroup\tXX\x1b[2J\tBlue",
        "the\tgroup\ta",
        "***\tgroup\t\t\t--;\u00ad",
        "\u202eBlue\tgroup",
    ],
    ids=ascii,
)
def test_names_are_names_whatever_they_hold(rules: Path, row: str) -> None:
    (rules / "actors.tsv").write_text(row + "\n", encoding="utf-8")
    assert ingest().code == 0
    assert ctl("timeline", "--jsonl").out.count("\n") == 1


def test_nothing_else_in_the_folder_is_a_rule(rules: Path) -> None:
    (rules / "actors.tsv").write_text("Blue Wolves\tgroup\n")
    (rules / "time.toml").write_text("[[rule]]\nid = 'x'\npattern = '(a+)+$'\n")
    (rules / "actors.py").write_text("raise SystemExit('run')\n")
    os.mkfifo(rules / "pipe.tsv")
    Path(os.fsdecode(os.fsencode(rules) + b"/\xff.tsv")).write_text("x")
    assert ingest().code == 0
    assert "Blue Wolves" in ctl("timeline", "--jsonl").out


def test_many_names_cost_what_they_are(rules: Path) -> None:
    def seconds(number: int) -> float:
        rows = (f"Group {n} of the North\tgroup\tUA\t\tNorth {n}\n" for n in range(number))
        folder = Path(f"rules of {number}")
        folder.mkdir()
        (folder / "actors.tsv").write_text("".join(rows))
        started = process_time()
        assert ingest(folder.name).code == 0
        return process_time() - started

    seconds(10)
    few, many = seconds(2_000), seconds(8_000)
    assert many < 12 * few + 0.5
