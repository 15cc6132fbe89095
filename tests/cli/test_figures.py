"""Figures are grouped by what they count and whose, whatever the words; forecasts stand apart."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from conflict_timeline.cli.counts import Count, count_of, is_about
from conflict_timeline.model import Figure, PlaceRef, StatusName
from tests import records
from tests.running import ctl

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def counted(
    unit: str,
    measure: str = "casualties",
    *,
    text: str = "",
    country: str | None = None,
    status: StatusName = "claimed",
) -> Count:
    text = text or f"Officials counted 12 {unit}."
    made = records.statement(records.article(text), text, city=None, day=date(2022, 3, 1))
    figure = Figure(0, 2, "12", 12, 12, 12, "exact", unit, measure)
    if country:
        at = text.index(country)
        place = PlaceRef(at, at + len(country), country, country, "country", "event")
        made = replace(made, places=(place,))
    made = replace(made, status=replace(made.status, name=status), figures=(figure,))
    return count_of(records.claim(made), figure)


@pytest.mark.parametrize(
    ("unit", "series"),
    [
        ("killed", ("killed", "")),
        ("people killed", ("killed", "")),
        ("civilians killed", ("killed", "")),
        ("dead", ("killed", "")),
        ("bodies", ("killed", "")),
        ("others wounded", ("wounded", "")),
        ("people missing", ("missing", "")),
        ("Russian troops killed", ("killed", "Russia forces")),
        ("Ukrainian soldiers killed", ("killed", "Ukraine forces")),
        ("troops lost by Russia", ("lost", "Russia forces")),
        ("victims", ("casualties", "")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_series_is_a_count_of_one_side(unit: str, series: tuple[str, str]) -> None:
    assert counted(unit).series == series


@pytest.mark.parametrize(
    ("text", "country", "name"),
    [
        ("12 people have fled Sudan, aid groups said.", "Sudan", "refugees"),
        ("12 people fled Sudan's capital.", None, "displaced"),
        ("12 refugees reached the camp.", None, "refugees"),
        ("12 people were evacuated from the port.", None, "evacuated"),
        ("12 people left the town.", None, "displaced"),
    ],
)
def test_displacement_is_told_apart_by_the_sentence(
    text: str, country: str | None, name: str
) -> None:
    found = counted("people displaced", "displaced", text=text, country=country)
    assert found.name == name
    assert is_about(found, "displaced")
    assert is_about(found, name)


@pytest.mark.parametrize(
    ("unit", "measure", "asked"),
    [
        ("people killed", "casualties", "deaths"),
        ("people killed", "casualties", "Casualties"),
        ("people wounded", "casualties", "injured"),
        ("soldiers captured", "detained", "prisoners"),
        ("USD", "money", "money"),
        ("tanks", "weapons", "weapons"),
        ("tanks destroyed", "weapons", "tanks"),
        ("residential buildings destroyed", "sites", "sites"),
        ("residential buildings destroyed", "sites", "residential"),
    ],
)
def test_people_ask_in_their_own_words(unit: str, measure: str, asked: str) -> None:
    assert is_about(counted(unit, measure), asked)
    assert not is_about(counted(unit, measure), "refugees")


@pytest.mark.parametrize("status", ["predicted", "threatened", "denied"])
def test_what_did_not_come_about_is_no_point_of_a_series(status: StatusName) -> None:
    assert counted("people killed").is_in_series
    assert not counted("people killed", status=status).is_in_series


@pytest.fixture
def refugees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert ctl("ingest", str(SAMPLES / "ukraine")).code == 0
    return tmp_path


def test_the_refugees_of_the_samples_are_one_series(refugees: Path) -> None:
    rows = [row for row in json.loads(ctl("figures", "refugees", "--json").out) if row["in_series"]]
    assert [row["value"] for row in rows] == [368_000, 500_000, 1_000_000, 2_000_000, 3_000_000]
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert len({(row["count"], row["side"]) for row in rows}) == 1
    assert rows[0]["updates"] == []
    for earlier, later in pairwise(rows):
        assert later["updates"][0] == earlier["claim"]


def test_a_forecast_is_marked_in_the_plot(refugees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_timeline.cli.output._rows", lambda: 10_000)
    shown = " ".join(ctl("figures", "--no-color", terminal=True).out.split())
    assert "after More than 368,000" in shown
    assert "not counted: predicted up to 4,000,000 people displaced" in shown
