"""Actors: who is named, on which side, and in which role."""

import time
from pathlib import Path

import pytest

from conflict_timeline.actors import find_actors, label_of
from conflict_timeline.actors.build import Country, collect
from conflict_timeline.problems import RuleProblem
from conflict_timeline.rules.loader import read_table

NAMES = [
    ("Russian troops shelled the port.", ["Russian Armed Forces"]),
    ("Ukraine's army regrouped.", ["Ukrainian Armed Forces"]),
    ("Ukraine’s defence ministry posted a map.", ["Ukrainian Ministry of Defence"]),
    ("The Russian Ministry of Defence posted a map.", ["Russian Ministry of Defence"]),
    ("The US Defense Department posted a map.", ["US Department of Defense"]),
    ("French warplanes took off at dusk.", ["French Air Force"]),
    ("Russian paratroopers landed at dawn.", ["Russian Airborne Forces"]),
    ("The RSF left Nyala.", ["Rapid Support Forces"]),
    ("Sudan's army shelled Omdurman.", ["Sudanese Armed Forces"]),
    ("Al Shabaab fighters stormed the base.", ["al-Shabaab"]),
    ("The Israeli army entered Jenin.", ["Israel Defense Forces"]),
    ("Turkish-backed rebels took the village.", ["Turkish-backed rebels"]),
    ("The M23 took Bunagana.", ["March 23 Movement"]),
    ("The Arakan Army took the port.", ["Arakan Army"]),
    ("Tigrayan forces retook the town.", ["Tigray People's Liberation Front"]),
]


@pytest.mark.parametrize(("text", "names"), NAMES, ids=[text for text, _ in NAMES])
def test_actors_are_named(text: str, names: list[str]) -> None:
    assert [actor.name for actor in find_actors(text)] == names


NO_ACTORS = [
    "Fighting went on in Ukraine.",
    "He flew from Kyiv, Ukraine, to the coast.",
    "They ate turkey and told us a story.",
    "The UK-based group keeps a list.",
    "An anti-Russian mood spread.",
    "He left New England in the autumn.",
    "The Russian language is taught there.",
    "",
]


@pytest.mark.parametrize("text", NO_ACTORS)
def test_actors_are_not_places_adjectives_or_common_words(text: str) -> None:
    assert find_actors(text) == ()


ROLES = [
    ("Russian forces shelled the town.", "Russian Armed Forces", "initiator"),
    ("Russian forces have repeatedly shelled the town.", "Russian Armed Forces", "initiator"),
    ("Russian shelling killed two.", "Russia", "initiator"),
    ("Hamas rockets hit Ashkelon.", "Hamas", "initiator"),
    ("The depot was hit by Ukrainian artillery.", "Ukrainian Armed Forces", "initiator"),
    ("A raid was carried out overnight by the Syrian army.", "Syrian Arab Army", "initiator"),
    ("Shelling by the Syrian army killed four.", "Syrian Arab Army", "initiator"),
    ("Clashes between Hezbollah and settlers went on.", "Hezbollah", "initiator"),
    ("M23 rebels backed by troops seized Goma.", "March 23 Movement", "initiator"),
    ("The convoy came under fire from M23 rebels.", "March 23 Movement", "initiator"),
    ("Wagner fighters came under fire near the mine.", "Wagner Group", "target"),
    ("Missiles were launched at Israel on Monday.", "Israel", "target"),
    ("The raid killed five soldiers of the Nigerian army.", "Nigerian Armed Forces", "target"),
    ("The militia captured a town from Islamic State.", "Islamic State", "target"),
    ("Islamic State has lost the town.", "Islamic State", "target"),
    ("Russian soldiers were killed near the river.", "Russian Armed Forces", "target"),
    ("The rebels attacked Syrian troops.", "Syrian Armed Forces", "target"),
    ("Rockets were fired at the Israeli army.", "Israel Defense Forces", "target"),
    ("Talks with Ethiopian officials went on.", "Ethiopian government", "mentioned"),
    ("Support for Ukraine carries a risk.", "Ukraine", "mentioned"),
    ("The plan was praised by Kenyan officials.", "Kenyan government", "mentioned"),
]


@pytest.mark.parametrize(("text", "name", "role"), ROLES, ids=[text for text, _, _ in ROLES])
def test_actors_have_the_role_of_their_clause(text: str, name: str, role: str) -> None:
    assert (name, role) in [(actor.name, actor.role) for actor in find_actors(text)]


def test_actors_carry_country_and_side() -> None:
    houthis, saudis = find_actors("Houthi rebels fired a missile at Saudi Arabia.")
    assert (houthis.country, houthis.side) == ("YE", "Houthis")
    assert (saudis.country, saudis.side) == ("SA", "Saudi Arabia")


JOINED = [
    ("Chad and Niger attacked the camp.", ["initiator", "initiator"]),
    ("The camp was attacked by Chad and Niger.", ["initiator", "initiator"]),
    ("Fighting between the RSF and the Sudanese army spread.", ["initiator", "initiator"]),
    ("Talks between Chad and Niger went on.", ["mentioned", "mentioned"]),
]


@pytest.mark.parametrize(("text", "roles"), JOINED, ids=[text for text, _ in JOINED])
def test_actors_joined_by_and_share_a_role(text: str, roles: list[str]) -> None:
    assert [actor.role for actor in find_actors(text)] == roles


def test_actors_spans_lie_in_the_text() -> None:
    text = "Ethiopian troops and Amhara forces left İstanbul’s “partner”, the TPLF said."
    assert [text[actor.start : actor.end] for actor in find_actors(text)] == [
        "Ethiopian troops",
        "Amhara forces",
        "TPLF",
    ]


def test_actors_take_names_from_a_further_table(tmp_path: Path) -> None:
    table = tmp_path / "groups.tsv"
    table.write_text("# mine\nRiver Guard\tgroup\tML\tRiver Guard\tRG;Guards of the River\n")
    (actor,) = find_actors("The RG attacked the ferry.", extra=table)
    assert (actor.name, actor.country, actor.role) == ("River Guard", "ML", "initiator")


def test_actors_reject_a_table_that_is_wrong(tmp_path: Path) -> None:
    table = tmp_path / "groups.tsv"
    table.write_text("River Guard\n")
    with pytest.raises(RuleProblem, match="without a name"):
        find_actors("x", extra=table)
    with pytest.raises(RuleProblem, match="cannot be read"):
        find_actors("x", extra=tmp_path / "none.tsv")
    table.write_text("River Guard\tgroup\tML\t\tRG;" + "x" * 5_000 + "\n")
    with pytest.raises(RuleProblem, match="5000 characters"):
        find_actors("x", extra=table)


HOSTILE = [
    "\0\ud800 Russian \udfff troops",
    "Russian " * 50_000,
    "by " * 50_000,
    "\n" * 9,
    "US," * 99,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_actors_bear_hostile_text_in_linear_time(text: str) -> None:
    began = time.process_time()
    find_actors(text)
    assert time.process_time() - began < 3


def test_actors_tables_are_sound() -> None:
    codes = [row[0] for row in read_table("actors", "countries.tsv")]
    assert len(codes) == len(set(codes))
    for name, what, country, side, *_ in (
        [*row, "", ""] for row in read_table("actors", "groups.tsv")
    ):
        assert what in {"group", "organisation", "office"}, name
        assert country == "" or country in codes, name
        assert side or what == "organisation", name


def test_actors_states_are_built_from_the_sources_and_what_the_press_calls_them() -> None:
    territories = {"ZZ": "not a state", "TR": "Türkiye", "TR-alt-variant": "Turkey", "JE": "Jersey"}
    people = {"TR": "Turkish", "JE": "Jersey"}
    built = {country.code: country for country in collect(territories, people)}
    assert built["TR"] == Country("TR", "Turkey", ("Türkiye", "Turkiye"), ("Turkish",))
    assert "JE" not in built
    assert "ZZ" not in built


def test_actors_press_names_are_in_the_built_table() -> None:
    built = {row[0]: [*row, "", "", ""][:4] for row in read_table("actors", "countries.tsv")}
    for code, *typed in read_table("actors", "press_names.tsv"):
        if typed[0] == "-":
            assert code not in built
            continue
        cells = zip(typed, built[code][1:], strict=False)
        assert all(set(cell.split(";")) <= {*has.split(";"), ""} for cell, has in cells), code


def test_actors_of_every_state_are_composed() -> None:
    for _, label, _, adjectives in (
        [*r, "", ""][:4] for r in read_table("actors", "countries.tsv")
    ):
        for adjective in filter(None, adjectives.split(";")):
            (actor,) = find_actors(f"Later {adjective} troops shelled the hill.")
            assert (actor.side, actor.role) == (label, "initiator"), adjective


@pytest.mark.parametrize(
    ("name", "label"),
    [("RSF", "Rapid Support Forces"), ("rsf ", "Rapid Support Forces"), ("Qwertz Front", None)],
)
def test_the_name_an_actor_is_filed_under(name: str, label: str | None) -> None:
    assert label_of(name) == label
