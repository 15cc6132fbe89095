"""Kinds: which are found, which comes first, and what types nothing."""

import time

import pytest

from conflict_timeline.kinds import find_kinds, kinds_named, load_taxonomy
from conflict_timeline.problems import UsageProblem


def names(text: str) -> list[str]:
    return [kind.name for kind in find_kinds(text)]


KINDS = [
    ("Warplanes bombed the town, killing six.", ["airstrike", "casualties"]),
    ("The warehouse was hit by a drone.", ["airstrike", "infrastructure_damage"]),
    ("A tower block was hit by a missile.", ["missile_strike", "infrastructure_damage"]),
    ("RSF artillery pounded El Fasher on Friday.", ["shelling"]),
    ("A roadside bomb killed three soldiers.", ["explosion", "casualties"]),
    ("Heavy fighting went on south of Goma.", ["ground_combat"]),
    ("The Arakan Army captured the town of Paletwa.", ["territorial_control"]),
    ("Gunmen opened fire on worshippers.", ["civilian_attack"]),
    ("Air defences shot down two drones.", ["interception"]),
    ("Shops were looted and burned in Khartoum.", ["infrastructure_damage"]),
    ("At least 40 people were wounded.", ["casualties"]),
    ("Thousands of families fled Tigray.", ["displacement"]),
    ("The mayor imposed a curfew.", ["curfew_or_emergency"]),
    ("Soldiers arrested the editor at home.", ["detention"]),
    ("Two battalions were deployed along the border.", ["troop_movement"]),
    ("Negotiators agreed a ceasefire in Jeddah.", ["diplomacy"]),
    ("The bloc imposed an arms embargo.", ["sanctions"]),
    ("Trucks with humanitarian aid reached Gaza.", ["aid"]),
    ("The camp has run out of medicine.", ["humanitarian"]),
    ("Demonstrators marched to the parliament.", ["protest"]),
    ("A cyberattack cut off the ministry.", ["cyber_or_information"]),
    ("An earthquake shook the province.", ["other"]),
    ("Doctors said chlorine was used.", ["weapons_use"]),
    ("The authorities cut off the internet in Tigray.", ["cyber_or_information"]),
    ("Gunmen fired on an army patrol near Diffa.", ["ground_combat"]),
    ("Insurgents overran an army base near Diffa.", ["territorial_control"]),
    ("The dam fell into rebel hands.", ["territorial_control"]),
    ("Forty families live in tents by the road.", ["humanitarian"]),
    ("The junta deported thousands of migrants.", ["displacement"]),
    ("A drone crashed into a bus station.", ["airstrike"]),
    ("Both delegations walked out of the talks.", ["diplomacy"]),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS, ids=[text for text, _ in KINDS])
def test_kinds_are_found(text: str, kinds: list[str]) -> None:
    assert names(text) == kinds


NOTHING = [
    "The finance minister presented the budget.",
    "Rebel-held areas lie to the north.",
    "He had a heart attack.",
    "The air was cold and the streets were empty.",
    "",
]


@pytest.mark.parametrize("text", NOTHING)
def test_kinds_stay_silent(text: str) -> None:
    assert names(text) == []


FIRST = [
    ("The army retook the village after days of heavy fighting.", "territorial_control"),
    ("The EU imposed sanctions in retaliation for the invasion.", "sanctions"),
    ("Police fired tear gas and arrested dozens of demonstrators.", "protest"),
    ("The minister condemned the bombing of the market.", "diplomacy"),
    ("Floods killed nine and damaged hundreds of houses.", "other"),
    ("Rebels shelled the town, wounding two and damaging a school.", "shelling"),
]


@pytest.mark.parametrize(("text", "first"), FIRST, ids=[text for text, _ in FIRST])
def test_kinds_put_the_news_first(text: str, first: str) -> None:
    assert names(text)[0] == first


def test_kinds_drop_what_is_only_planned_or_blamed_when_something_happened() -> None:
    text = "The EU imposed sanctions in retaliation for the air strikes."
    assert names(text) == ["sanctions"]


def test_kinds_survive_negation() -> None:
    assert names("Inspectors found no sign of any thermobaric weapons in use.") == ["weapons_use"]


def test_kinds_are_blind_to_the_reporting_clause() -> None:
    text = "The army spoke of talks, saying its convoy had reached Gao."
    clause = (0, text.index("its"))
    assert [kind.name for kind in find_kinds(text, ignore=[clause])] == ["troop_movement"]


def test_kinds_see_a_reporting_clause_that_is_an_act() -> None:
    text = "Niamey condemned the army, saying its convoy had reached Gao."
    clause = (0, text.index("its"))
    kinds = [kind.name for kind in find_kinds(text, ignore=[clause])]
    assert kinds == ["troop_movement", "diplomacy"]


def test_kinds_let_the_act_charged_type_a_charge() -> None:
    assert names("Kigali accused the militia of shelling the town.") == ["shelling"]
    assert names("Kigali accused the militia of bad faith.") == ["diplomacy"]


def test_kinds_take_an_office_that_speaks_for_a_state_for_politics() -> None:
    text = "The Kremlin said that it would not hurry."
    clause = (0, text.index("that it"))
    assert [kind.name for kind in find_kinds(text, ignore=[clause])] == ["diplomacy"]
    assert names("The Kremlin said its jets had bombed the depot.") == ["airstrike"]


def test_kinds_read_words_that_run_over_the_end_of_the_reporting_clause() -> None:
    text = "The governor had urged residents to leave the town."
    clause = (0, text.index("residents") - 1)
    assert [kind.name for kind in find_kinds(text, ignore=[clause])] == ["displacement"]


def test_kinds_point_at_their_words() -> None:
    text = "Late on Sunday, warplanes pounded Idlib."
    (kind,) = find_kinds(text)
    assert text[kind.start : kind.end] == "warplanes pounded"
    assert kind.rule == "kinds.airstrike.aircraft-hits"


def test_kinds_taxonomy_has_the_22_kinds() -> None:
    taxonomy = load_taxonomy()
    assert len(taxonomy) == 22
    assert taxonomy["airstrike"].acled_sub_events == ("Air/drone strike",)
    assert taxonomy["sanctions"].acled_event == ""
    assert taxonomy["shelling"].cameo == ("194", "190")


NAMED = [
    ("airstrike", ("airstrike",)),
    ("Ground combat", ("ground_combat",)),
    ("Air/drone strike", ("airstrike",)),
    ("shelling/artillery/missile attack", ("missile_strike", "shelling")),
    ("Battles", ("ground_combat", "territorial_control")),
    ("Protests", ("protest",)),
]


@pytest.mark.parametrize(("name", "kinds"), NAMED, ids=[name for name, _ in NAMED])
def test_kinds_named_by_us_or_by_acled(name: str, kinds: tuple[str, ...]) -> None:
    assert kinds_named(name) == kinds


def test_kinds_named_wrongly_suggest_the_nearest() -> None:
    with pytest.raises(UsageProblem, match="airstrike"):
        kinds_named("airstrik")
    with pytest.raises(UsageProblem):
        kinds_named("")


def test_kinds_take_a_title_for_no_end_of_a_sentence() -> None:
    assert names("He spoke with Mr. Erdogan for an hour.") == ["diplomacy"]
    assert names("He spoke with care. Erdogan slept.") == []


HOSTILE = [
    "\0\ud800 air strike \udfff",
    "bomb," * 40_000,
    "attack on the city " * 20_000,
    "explosion. " * 40_000,
    "9" * 500_000,
    "\n \t",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_kinds_bear_hostile_text_in_linear_time(text: str) -> None:
    began = time.process_time()
    find_kinds(text)
    assert time.process_time() - began < 3
