"""Which city, which region, which box: what a user may type for a place."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conflict_timeline.model import Claim
from conflict_timeline.store import ClaimFilter, find_claims, open_store, save_article, save_claims
from conflict_timeline.store.filters import Box
from tests import records
from tests.running import ctl

ZAHLES = {"LB": (265903, 33.85, 35.90, "Bekaa Governorate"), "SY": (999001, 35.10, 36.20, "Hama")}
WEST = (999002, -17.80, -178.60, "Eastern")


def one(text: str, country: str, known: tuple[int, float, float, str], *, name: str) -> Claim:
    source = records.article(text, f"{country}.txt")
    made = records.statement(source, text, day=date(2022, 2, 26), city="Kharkiv")
    number, lat, lon, admin1 = known
    place = replace(
        made.places[0], name=name, country=country, geonameid=number, lat=lat, lon=lon,
        admin1=admin1,
    )  # fmt: skip
    return records.claim(replace(made, places=(place,), cities=(name,)))


@pytest.fixture
def two_towns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in which two towns of different countries are called Zahle."""
    monkeypatch.chdir(tmp_path)
    claims = [
        one(f"Shells hit the edge of town in {code}.", code, known, name="Zahle")
        for code, known in ZAHLES.items()
    ]
    claims.append(one("A boat sank off Fiji.", "FJ", WEST, name="Lomaloma"))
    path = tmp_path / "timeline.db"
    with open_store(path, create=True) as store:
        for claim in claims:
            source = records.article(claim.representative.text, claim.representative.file)
            save_article(store, source, claim.statements, rules_version="r1")
        save_claims(store, claims)
    return path


def files(*arguments: str) -> list[str]:
    done = ctl("timeline", "--format", "tsv", *arguments)
    assert done.code == 0, done.err
    header, *rows = [line.split("\t") for line in done.out.splitlines()]
    return [row[header.index("file")] for row in rows]


def test_a_city_without_a_number_is_no_other_city(tmp_path: Path) -> None:
    known = one("Shells hit the town.", "LB", ZAHLES["LB"], name="Zahle")
    unknown = one("A road near by was cut.", "LB", ZAHLES["LB"], name="Zahle")
    head = unknown.representative
    bare = replace(head.places[0], geonameid=None, country=None, admin1=None)
    with open_store(tmp_path / "s.db", create=True) as store:
        save_claims(store, [known, records.claim(replace(head, places=(bare,)))])
    done = ctl("--db", str(tmp_path / "s.db"), "timeline", "--city", "Zahle", "--jsonl")
    assert (done.code, len(done.out.splitlines())) == (0, 2)


@pytest.mark.parametrize("command", ["timeline", "export", "figures", "disputes"])
def test_two_cities_of_one_name_are_asked_about(two_towns: Path, command: str) -> None:
    done = ctl(command, *(["csv"] if command == "export" else []), "--city", "zahle")
    assert (done.code, done.out) == (2, "")
    assert "CTL-U023" in done.err
    assert "Zahle, Bekaa Governorate, LB (1 claim); Zahle, Hama, SY (1 claim)" in done.err
    assert '--city "zahle, LB"' in done.err or '--city "Zahle, LB"' in done.err
    assert "--country" in done.err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--city", "Zahle, LB"], ["LB.txt"]),
        (["--city", "Zahle, Lebanon"], ["LB.txt"]),
        (["--city", "Zahle, Hama"], ["SY.txt"]),
        (["--city", "Zahle", "--country", "Syria"], ["SY.txt"]),
        (["--city", "Zahle, LB", "--city", "Lomaloma"], ["FJ.txt", "LB.txt"]),
        (["--city", "Zahle, LB", "--city", "Zahle, SY"], ["LB.txt", "SY.txt"]),
        (["--region", "bekaa"], ["LB.txt"]),
        (["--region", "Hama Governorate"], ["SY.txt"]),
        (["--bbox", "35,33,36,36"], ["LB.txt"]),
        (["--bbox", "170,-20,-170,-10"], ["FJ.txt"]),
        (["--bbox", "-179,-18,-178,-17"], ["FJ.txt"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_a_place_is_chosen(two_towns: Path, arguments: list[str], expected: list[str]) -> None:
    assert sorted(files(*arguments)) == expected


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--city", "Zahle, France"], "CTL-U004"),
        (["--region", "Nowhere"], "CTL-U021"),
        (["--bbox", "1,2,3"], "CTL-U022"),
        (["--bbox", "1,9,3,4"], "CTL-U022"),
        (["--bbox", "nan,2,3,4"], "CTL-U022"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_a_place_that_is_none(two_towns: Path, arguments: list[str], code: str) -> None:
    done = ctl("timeline", *arguments)
    assert done.code == 2
    assert code in done.err


@pytest.mark.parametrize("command", ["timeline", "export", "figures", "disputes", "review"])
def test_every_command_takes_region_and_box(command: str) -> None:
    shown = ctl(command, "-h").out
    assert "--region NAME" in shown
    assert "--bbox W,S,E,N" in shown


def test_a_country_as_a_whole_is_in_no_box(tmp_path: Path) -> None:
    known = one("A truce held.", "UA", (1, 49.0, 32.0, ""), name="Ukraine")
    head = known.representative
    country = replace(head, places=(replace(head.places[0], kind="country"),), cities=())
    with open_store(tmp_path / "s.db", create=True) as store:
        save_claims(store, [records.claim(country)])
        assert list(find_claims(store, ClaimFilter(box=Box(0, 0, 90, 90)))) == []
