"""``ctl articles`` and what an ingest says about days: doubts are named and can be settled."""

import json
import shlex
from pathlib import Path

import pytest

from tests.running import ctl

TWO_DAYS = (
    "Army bombs Nyala\nJune 20, 2024\n\nAircraft bombed Nyala on Wednesday, residents said.\n"
)
GROUP = "Fighters of the River Guard attacked Nyala on Wednesday, residents said.\n"


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def test_two_days_are_said_and_settled(news: Path) -> None:
    (news / "2024-05-02.txt").write_text(TWO_DAYS)
    (said,) = [line for line in ctl("ingest", "news").err.splitlines() if "2024-06-20" in line]
    assert "2024-05-02 by its name" in said
    command = "ctl articles --set-date news/2024-05-02.txt 2024-06-20"
    assert command in said
    assert command in ctl("articles").out
    assert "2024-06-20" not in ctl("ingest", "news").err
    ctl(*shlex.split(command)[1:])
    (row,) = json.loads(ctl("articles", "--json").out)
    assert (row["published"], row["published_candidates"]) == ("2024-06-20", [])
    assert "settle it" not in ctl("articles").out


def test_the_settling_command_can_be_pasted(news: Path) -> None:
    (news / "no date.txt").write_text(GROUP)
    (news / "a.jsonl").write_text(json.dumps({"text": GROUP.replace("Nyala", "Kutum")}) + "\n")
    said = ctl("ingest", "news").err.splitlines()
    commands = [line[line.index("ctl articles") :].rstrip(")") for line in said if "settle" in line]
    assert len(commands) == 2
    for command in commands:
        done = ctl(*shlex.split(command.replace("YYYY-MM-DD", "2024-06-20"))[1:])
        assert done.code == 0, done.err
    assert {row["published"] for row in json.loads(ctl("articles", "--json").out)} == {"2024-06-20"}


def test_setting_a_day_leaves_the_timeline_whole(news: Path) -> None:
    (news / "a.txt").write_text(GROUP)
    ctl("ingest", "news")
    ctl("articles", "--set-date", "a.txt", "2024-06-20")
    done = ctl("timeline")
    assert "2024-06-19" in done.out
    assert done.err == ""


@pytest.mark.parametrize("by_variable", [False, True])
def test_setting_a_day_keeps_the_users_rules(
    news: Path, by_variable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = news.parent / "rules"
    rules.mkdir()
    (rules / "actors.tsv").write_text("River Guard\tgroup\n")
    (news / "a.txt").write_text(GROUP)
    flags = ("--rules", "rules")
    if by_variable:
        monkeypatch.setenv("CTL_RULES", "rules")
        flags = ()
    ctl("ingest", "news", *flags)
    ctl("articles", "--set-date", "a.txt", "2024-06-20", *flags)
    assert "River Guard" in ctl("timeline", "--actor", "River Guard", "--json").out
    assert "1 unchanged" in ctl("ingest", "news", *flags).err


def test_a_table_without_text_says_which_file_to_write(news: Path) -> None:
    (news / "out.csv").write_text("Datum,Tekst\n2024-06-20,Aircraft bombed Nyala.\n")
    assert "out.csv.meta.toml" in ctl("ingest", "news").err
