"""The word tables of the claims stage agree with one another."""

import pytest

from conflict_timeline.claims.vocabulary import (
    NAME,
    bands,
    canonical,
    look_up,
    normal_form,
    parties,
    place_groups,
    stem,
)
from conflict_timeline.rules.loader import read_table


@pytest.mark.parametrize("name", ["antonyms.tsv", "contrasts.tsv"])
def test_claims_opposites_stay_different_when_normalised(name: str) -> None:
    for row in read_table("claims", name):
        sides = [{normal_form(word) for word in side.split()} for side in row]
        assert len(sides) > 1, row
        assert sum(map(len, sides)) == len(set().union(*sides)), row


@pytest.mark.parametrize("name", ["antonyms.tsv", "contrasts.tsv"])
def test_claims_opposites_are_compared_words(name: str) -> None:
    for row in read_table("claims", name):
        for word in " ".join(row).split():
            assert look_up(word).kind <= NAME, word


def test_claims_canonical_forms_are_final() -> None:
    table = canonical()
    assert {form for form in table.values() if table.get(form, form) != form} == set()


def test_claims_common_words_have_a_band() -> None:
    assert bands()["the"] < bands()["city"] < bands()[stem("artillery")]


def test_claims_capitals_belong_to_their_country() -> None:
    groups = place_groups()
    assert groups[normal_form("kyiv")] == groups[normal_form("ukrainian")]
    assert groups[normal_form("tripoli")] == groups[normal_form("libyan")]


def test_claims_parties_differ() -> None:
    table = parties()
    assert table[normal_form("rebels")] != table[normal_form("soldiers")]
    assert table[normal_form("civilians")] != table[normal_form("police")]
