"""The data of rules/places: every table has its columns, kinds, numbers and sources."""

import sqlite3
from contextlib import closing

import pytest

from conflict_timeline.places import (
    distance_km,
    evidence,
    find,
    open_gazetteer,
    resolve,
    roles,
    scene,
    shared_gazetteer,
)
from conflict_timeline.places.gazetteer import KINDS, PACKAGED
from conflict_timeline.places.sign_rules import SignRules, sign_rules
from conflict_timeline.places.vocabulary import demonyms, words
from conflict_timeline.rules.loader import read_table

SOURCES = {"CIA", "GN", "WP", "BGN", "press"}
COLUMNS = {
    "countries.tsv": 6,
    "regions.tsv": 8,
    "renames.tsv": 5,
    "additions.tsv": 9,
    "words.tsv": 2,
    "demonyms.tsv": 2,
    "evidence.tsv": 7,
    "senses.tsv": 7,
    "association.tsv": 7,
    "scene.tsv": 7,
}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_table_rows_have_their_columns(name: str) -> None:
    rows = read_table("places", name)
    assert rows
    assert {len(row) for row in rows} == {COLUMNS[name]}


@pytest.mark.parametrize("name", ["countries.tsv", "regions.tsv", "renames.tsv", "additions.tsv"])
def test_overlay_rows_name_their_source(name: str) -> None:
    assert {row[-1] for row in read_table("places", name)} <= SOURCES


@pytest.mark.parametrize("name", ["regions.tsv", "additions.tsv"])
def test_overlay_kinds_are_of_the_model(name: str) -> None:
    assert {row[2] for row in read_table("places", name)} <= set(KINDS)


def test_overlay_coordinates_are_on_earth() -> None:
    for row in read_table("places", "additions.tsv"):
        assert -90 <= float(row[3]) <= 90
        assert -180 <= float(row[4]) <= 180


OFF_THE_COAST = 260  # km: the shoals that states quarrel over lie farthest from any town


def test_overlay_places_lie_near_towns_of_their_country() -> None:
    database = sqlite3.connect(PACKAGED)
    towns: dict[str, list[tuple[float, float]]] = {}
    for country, lat, lon in database.execute(
        "select country, lat, lon from place where kind = 0 and geonameid is not null"
    ):
        towns.setdefault(country, []).append((lat / 10_000, lon / 10_000))
    database.close()
    astray = []
    for name, country, _, lat, lon, *_ in read_table("places", "additions.tsv"):
        here = (float(lat), float(lon))
        near = (
            town
            for town in towns.get(country, ())
            if abs(town[0] - here[0]) < 2.5 and abs(town[1] - here[1]) < 4
        )
        if country and not any(distance_km(here, town) < OFF_THE_COAST for town in near):
            astray.append((name, country, here))
    assert astray == []


def held_by_place(text: str, start: int) -> set[str]:
    """Return the names of the evidence rules that hold for the candidate at ``start``."""
    rules = sign_rules("evidence.tsv", "place")
    words_found = find.capitalised(text)
    mentions = list(find.candidates(text, words_found, shared_gazetteer()))
    evidence.read_signs(text, words_found, mentions)
    return _held(rules, next((m.signs for m in mentions if m.start == start), []))


def held_by_role(text: str, start: int) -> set[str]:
    """Return the names of the association rules that hold for the place at ``start``."""
    words_found = find.capitalised(text)
    found = list(find.candidates(text, words_found, shared_gazetteer()))
    evidence.read_signs(text, words_found, found)
    resolve.settle(text, words_found, found, gazetteer=shared_gazetteer())
    roles.read_lists(text, found)
    signs = next(
        (
            roles.association_signs(text, words_found, m, text[max(0, start - 80) : start])
            for m in found
            if m.start == start
        ),
        [],
    )
    return _held(sign_rules("association.tsv", "scene"), signs)


def held_by_scene(text: str, start: int, verb: tuple[int, int]) -> set[str]:
    """Return the names of the scene rules that hold for the place at ``start`` and the verb."""
    found = scene.candidates(text, *verb, find.find_places(text))
    signs = next((signs for place, signs in found if place.start == start), [])
    return _held(sign_rules("scene.tsv", "scene"), signs)


def held_by_sense(text: str, start: int) -> set[str]:
    """Return the names of the sense rules that hold for the sense chosen at ``start``."""
    words_found = find.capitalised(text)
    found = list(find.candidates(text, words_found, shared_gazetteer()))
    evidence.read_signs(text, words_found, found)
    resolve.settle(text, words_found, found, gazetteer=shared_gazetteer())
    names = resolve.group(found)
    for name in names:
        name.choice = name.mentions[0].place
    votes = resolve.survey(names, resolve.peoples_named(words_found), chosen=True)
    held: set[str] = set()
    for name in names:
        if any(mention.start == start for mention in name.mentions):
            sense = next(sense for sense in name.spelling.senses if sense == name.choice)
            signs = resolve.signs(text, sense, name, votes)
            held |= _held(sign_rules("senses.tsv", "this"), signs)
    return held


def _held(rules: SignRules, signs: list[str]) -> set[str]:
    return {rule.name for rule in rules.rules if rule.holds(rules.read(signs))}


def _marked(example: str) -> tuple[str, int, tuple[int, int]]:
    """Return the text of an example, where its [place] starts and the span of its {verb}."""
    verb, plain = (0, 0), ""
    place = 0
    for char in example:
        if char == "[":
            place = len(plain)
        elif char == "{":
            verb = (len(plain), 0)
        elif char == "}":
            verb = (verb[0], len(plain))
        elif char != "]":
            plain += char
    return plain, place, verb


TABLES = {
    "evidence.tsv": (60, "place"),
    "association.tsv": (60, "scene"),
    "scene.tsv": (40, "scene"),
    "senses.tsv": (25, "this"),
}
EXAMPLES = [
    (table, rule.name, rule.yes, rule.no)
    for table, (_, favoured) in TABLES.items()
    for rule in sign_rules(table, favoured).rules
]


@pytest.mark.parametrize(("table", "name", "yes", "no"), EXAMPLES)
def test_rule_holds_in_its_yes_and_not_in_its_no(table: str, name: str, yes: str, no: str) -> None:
    for example, wanted in ((yes, True), (no, False)):
        text, start, verb = _marked(example)
        if table == "evidence.tsv":
            held = held_by_place(text, start)
        elif table == "association.tsv":
            held = held_by_role(text, start)
        elif table == "scene.tsv":
            held = held_by_scene(text, start, verb)
        else:
            held = held_by_sense(text, start)
        assert (name in held) is wanted, (example, sorted(held))


@pytest.mark.parametrize("table", sorted(TABLES))
def test_rules_are_few_and_strengths_small(table: str) -> None:
    most, favoured = TABLES[table]
    rules = sign_rules(table, favoured).rules
    assert len(rules) <= most
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(1 <= abs(rule.strength) <= 3 for rule in rules)
    assert all(rule.why and rule.yes and rule.no for rule in rules)


def test_word_classes_are_there() -> None:
    assert {"near", "in"} <= words("locative")
    assert "shelled" in words("struck")
    assert demonyms()["Syrian"] == "SY"


def test_packaged_index_has_the_overlay() -> None:
    with closing(open_gazetteer(PACKAGED)) as gazetteer:
        for row in read_table("places", "additions.tsv"):
            assert gazetteer.look_up(row[0]), row[0]
        for row in read_table("places", "renames.tsv"):
            names = {place.name for place in gazetteer.look_up(row[0])}
            assert row[0] in names, row[0]
