"""Disputes come strongest first, all rivals of one claim in one block, and a pipe gets them all."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conflict_timeline.model import Claim, Link
from conflict_timeline.store import open_store, save_claims
from tests import records
from tests.running import ctl

DENIAL = "The ministry denied that its aircraft had hit the bridge."


def one(text: str, *, speaker: str | None, killed: float | None = None, denied: bool = False,
        city: str = "Kharkiv") -> Claim:  # fmt: skip
    source = records.article(text, f"{len(text)}.txt")
    return records.claim(
        records.statement(
            source, text, speaker=speaker, killed=killed, city=city, day=date(2022, 2, 26),
            status="denied" if denied else "claimed",
        )
    )  # fmt: skip


def rivals(*claims: Claim) -> list[Claim]:
    """The first claim against each of the others."""
    first, *others = claims
    links = tuple(Link("contradicts", other.id, f"against {n}") for n, other in enumerate(others))
    back = (Link("contradicts", first.id, "back"),)
    return [replace(first, links=links), *(replace(other, links=back) for other in others)]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A denial against six claims, and two rival tolls."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("conflict_timeline.cli.output._rows", lambda: 10_000)
    monkeypatch.setenv("COLUMNS", "100")
    aircraft = [
        one(f"Aircraft hit the bridge {'again ' * n}on Saturday.", speaker=None) for n in range(6)
    ]
    tolls = rivals(
        one("Ten people were killed at the market, the mayor said.", speaker="mayor", killed=10),
        one("Four people were killed there, a doctor said.", speaker="doctor", killed=4),
    )
    path = tmp_path / "timeline.db"
    with open_store(path, create=True) as opened:
        denial = one(DENIAL, speaker="ministry", denied=True, city="Mykolaiv")
        save_claims(opened, [*rivals(denial, *aircraft), *tolls])
    return path


def test_the_strongest_comes_first_and_every_pair_once(store: Path) -> None:
    rows = json.loads(ctl("disputes", "--json").out)
    assert [row["block"] for row in rows] == [1] + 6 * [2]
    assert [row["strength"] for row in rows] == sorted(
        (row["strength"] for row in rows), reverse=True
    )
    assert {claim["figures"][0]["value"] for claim in rows[0]["claims"]} == {10, 4}
    assert {row["claims"][0]["text"] for row in rows[1:]} == {DENIAL}
    assert len({frozenset(claim["id"] for claim in row["claims"]) for row in rows}) == len(rows)
    lines = ctl("disputes").out.splitlines()
    assert len(lines) == 8
    assert lines[0].endswith("\tblock\tstrength")


def test_a_terminal_shows_two_sides_and_counts_the_rest(store: Path) -> None:
    shown = ctl("disputes", "--no-color", terminal=True).out
    assert shown.count("The ministry denied") == 1
    assert "6 claims against it" in shown
    assert "and 3 more against" in shown
    [line] = [line for line in shown.splitlines() if "mayor, claimed" in line]
    assert "doctor, claimed" in line
    assert " │ " in line
    every = ctl("disputes", "--all", "--no-color", terminal=True).out
    assert "more against" not in every
    assert every.count("Aircraft hit") == 6


def test_a_narrow_terminal_gets_one_side_below_the_other(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = ctl("disputes", "--no-color", terminal=True).out
    assert "│" not in shown
    assert "doctor, claimed" in shown


def test_limit_counts_blocks(store: Path) -> None:
    assert len(json.loads(ctl("disputes", "--json", "--limit", "1").out)) == 1
    assert len(ctl("disputes", "--limit", "2").out.splitlines()) == 8


def test_a_rival_outside_the_filter_is_shown(store: Path) -> None:
    rows = json.loads(ctl("disputes", "--city", "Mykolaiv", "--json").out)
    assert len(rows) == 6


def test_a_link_to_a_claim_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    alone = replace(one("A truce held.", speaker=None), links=(Link("contradicts", "gone", ""),))
    with open_store(tmp_path / "s.db", create=True) as opened:
        save_claims(opened, [alone])
    assert json.loads(ctl("--db", str(tmp_path / "s.db"), "disputes", "--json").out) == []
