"""The data of rules/places: every table has its columns, kinds, numbers and sources."""

import pytest

from conflict_timeline.places import open_gazetteer
from conflict_timeline.places.gazetteer import KINDS, PACKAGED
from conflict_timeline.places.vocabulary import demonyms, words
from conflict_timeline.rules.loader import read_table

SOURCES = {"CIA", "WP", "BGN", "press"}
COLUMNS = {
    "countries.tsv": 6,
    "regions.tsv": 8,
    "renames.tsv": 5,
    "additions.tsv": 9,
    "words.tsv": 2,
    "demonyms.tsv": 2,
    "evidence.tsv": 2,
    "senses.tsv": 2,
    "association.tsv": 2,
    "scene.tsv": 2,
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


@pytest.mark.parametrize("name", ["evidence.tsv", "senses.tsv", "association.tsv", "scene.tsv"])
def test_weights_are_numbers_and_signs_unique(name: str) -> None:
    rows = read_table("places", name)
    assert all(abs(float(row[1])) < 12 for row in rows)
    assert len({row[0] for row in rows}) == len(rows)


def test_word_classes_are_there() -> None:
    assert {"near", "in"} <= words("locative")
    assert "shelled" in words("struck")
    assert demonyms()["Syrian"] == "SY"


def test_packaged_index_has_the_overlay() -> None:
    gazetteer = open_gazetteer(PACKAGED)
    for row in read_table("places", "additions.tsv"):
        assert gazetteer.look_up(row[0]), row[0]
    for row in read_table("places", "renames.tsv"):
        names = {place.name for place in gazetteer.look_up(row[0])}
        assert row[0] in names, row[0]
