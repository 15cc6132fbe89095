"""The place index: spellings, scripts, homonyms, capitals, distances."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from conflict_timeline.places import (
    CREDIT,
    bearing,
    capital_of,
    distance_km,
    open_gazetteer,
    shared_gazetteer,
)
from conflict_timeline.places.gazetteer import PACKAGED, Gazetteer
from conflict_timeline.places.spelling import (
    base_forms,
    code_key,
    name_key,
    sound_key,
    without_article,
)
from conflict_timeline.problems import StoreProblem


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with closing(open_gazetteer(PACKAGED)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("spelling", "name", "country"),
    [
        ("Kiev", "Kyiv", "UA"),
        ("КИЇВ", "Kyiv", "UA"),
        ("Харькове", "Kharkiv", "UA"),
        ("Харкові", "Kharkiv", "UA"),
        ("Артемівськ", "Bakhmut", "UA"),
        ("Artyomovsk", "Bakhmut", "UA"),
        ("Vasilkiv", "Vasylkiv", "UA"),
        ("Kamishly", "Qamishli", "SY"),
        ("El-Qamishli", "Qamishli", "SY"),
        ("حلب", "Aleppo", "SY"),
        ("Deir al-Zor", "Deir ez-Zor", "SY"),
        ("Al Fashir", "El Fasher", "SD"),
        ("Sana’a", "Sanaa", "YE"),
        ("Washington, D.C.", "Washington, D.C.", "US"),
        ("U.S.", "United States", "US"),
        ("DR Congo", "Democratic Republic of the Congo", "CD"),
        ("rabotino", "Robotyne", "UA"),
        ("Кривому Розі", "Kryvyi Rih", "UA"),
        ("Часовом Яре", "Chasiv Yar", "UA"),
        ("Rubkhona", "Rubkona", "SS"),
        ("Tin Zaouatine", "Tinzaouaten", "ML"),
    ],
)
def test_look_up_knows_spelling(
    gazetteer: Gazetteer, spelling: str, name: str, country: str
) -> None:
    found = gazetteer.look_up(spelling)
    assert (found[0].name, found[0].country) == (name, country)


def test_look_up_puts_the_city_before_its_oblast(gazetteer: Gazetteer) -> None:
    kinds = [place.kind for place in gazetteer.look_up("Kharkiv")]
    assert kinds[:2] == ["city", "region"]


def test_look_up_lists_homonyms(gazetteer: Gazetteer) -> None:
    countries = {place.country for place in gazetteer.look_up("Tripoli")}
    assert {"LY", "LB"} <= countries


@pytest.mark.parametrize("odd", ["", " ", "\x00", "\ud800", "x" * 10_000, "'", "9" * 500])
def test_look_up_answers_odd_names_with_nothing(gazetteer: Gazetteer, odd: str) -> None:
    assert gazetteer.look_up(odd) == ()
    assert isinstance(gazetteer.suggest(odd), tuple)


@pytest.mark.parametrize(
    ("typed", "meant"), [("Khrakiv", "Kharkiv"), ("Mariupl", "Mariupol"), ("Alepo", "Aleppo")]
)
def test_suggest_offers_what_was_meant(gazetteer: Gazetteer, typed: str, meant: str) -> None:
    assert meant in gazetteer.suggest(typed)


def test_sounds_like_stays_in_the_countries_asked(gazetteer: Gazetteer) -> None:
    assert gazetteer.sounds_like("Gostomyl", ["UA"])[0].name == "Hostomel"
    assert all(place.country == "SY" for place in gazetteer.sounds_like("Hamma", ["SY"]))


def test_capital_of() -> None:
    kyiv = capital_of("UA")
    assert kyiv is not None
    assert (kyiv.name, kyiv.zone, kyiv.feature) == ("Kyiv", "Europe/Kyiv", "PPLC")
    assert capital_of("??") is None


def test_every_country_of_the_overlay_has_coordinates(gazetteer: Gazetteer) -> None:
    ukraine = gazetteer.country("UA")
    assert ukraine is not None
    assert ukraine.lat == pytest.approx(49, abs=1)


def test_places_carry_zone_and_division(gazetteer: Gazetteer) -> None:
    place = gazetteer.look_up("Mykolaiv")[0]
    assert (place.admin1, place.zone) == ("Mykolaiv Oblast", "Europe/Kyiv")


def test_file_names_its_source_and_licence(gazetteer: Gazetteer) -> None:
    meta = gazetteer.meta()
    assert meta["credit"] == CREDIT
    assert meta["licence"] == "CC BY 4.0"


def test_opening_is_quick() -> None:
    began = time.process_time()
    opened = open_gazetteer(PACKAGED)
    assert opened.look_up("Kyiv")
    opened.close()
    assert time.process_time() - began < 0.05


def test_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem):
        open_gazetteer(tmp_path / "none.sqlite")


def test_environment_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CTL_GAZETTEER", str(tmp_path / "other.sqlite"))
    with pytest.raises(StoreProblem):
        open_gazetteer()


def test_shared_gazetteer_is_one() -> None:
    assert shared_gazetteer() is shared_gazetteer()


def test_distance_and_bearing() -> None:
    kyiv, kharkiv = (50.4547, 30.5238), (49.9818, 36.2548)
    assert distance_km(kyiv, kharkiv) == pytest.approx(411, abs=3)
    assert distance_km(kyiv, kyiv) == 0
    assert bearing(kyiv, kharkiv) == "E"
    assert bearing(kharkiv, kyiv) == "W"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sana’a", "sanaa"),
        ("St. John's", "saint johns"),
        ("Düsseldorf-Süd", "dusseldorf sud"),
        ("Şırnak", "sirnak"),
        ("أم القرى", "ام القري"),
        ("Washington, D.C.", "washington dc"),
    ],
)
def test_name_key(name: str, key: str) -> None:
    assert name_key(name) == key


def test_keys_of_articles_codes_sounds_and_cases() -> None:
    assert without_article("al bab") == "bab"
    assert code_key("U.K.") == "#uk"
    assert code_key("Iran") == ""
    assert sound_key("hulyaipole") == sound_key("gulyaypole")
    assert "москва" in set(base_forms("москве"))


def test_overlay_place_lies_in_the_division_and_zone_of_its_nearest_town(
    gazetteer: Gazetteer,
) -> None:
    village = next(p for p in gazetteer.look_up("Novoprokopivka") if p.country == "UA")
    base = next(p for p in gazetteer.look_up("Ukrainka air base") if p.country == "RU")
    assert village.admin1 == "Zaporizhzhia Oblast"
    assert base.zone == "Asia/Yakutsk"
