"""What two statements are compared by."""

from datetime import date

import pytest

from conflict_timeline.claims.comparable import comparable, comparable_text
from conflict_timeline.claims.vocabulary import band, look_up, normal_form, stem
from tests.claim_records import said

SUNDAY = date(2022, 3, 6)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("demonstrators", "protesters"),
        ("Kiev", "Kyiv"),
        ("Qaddafi", "Gadhafi"),
        ("Russian", "Russia"),
        ("began", "started"),
        ("shelled", "shelling"),
        ("cities", "city"),
        ("stopped", "stop"),
    ],
)
def test_comparable_one_form_for_variants(one: str, other: str) -> None:
    assert look_up(one).normal == look_up(other).normal


def test_comparable_us_is_the_country_only_in_capitals() -> None:
    assert look_up("US").normal == look_up("American").normal
    assert look_up("us").normal == "us"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("killed 1,300 people", {"#1300"}),
        ("killed three people", {"#3"}),
        ("some 1.5 million people fled", {"#1500000"}),
        ("two thousand fled", {"#2000"}),
        ("in 2014 and 2022", {"#2014", "#2022"}),
        ("at 6:45 on March 3", set()),
    ],
)
def test_comparable_numbers(text: str, numbers: set[str]) -> None:
    assert set(comparable_text(text).numbers) == numbers


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("was hit on Friday", date(2022, 3, 4)),
        ("was hit on Sunday", SUNDAY),
        ("was hit on March 3", date(2022, 3, 3)),
        ("was hit on 24 December", date(2021, 12, 24)),
    ],
)
def test_comparable_days_from_the_article(text: str, day: date) -> None:
    assert comparable_text(text, SUNDAY).days == (day.toordinal(),)


def test_comparable_day_of_speaking_is_not_a_day_of_the_event() -> None:
    assert not comparable_text("The mayor said Friday that the bridge was hit", SUNDAY).days


def test_comparable_leaves_out_dateline_and_reporting_words() -> None:
    plain = comparable_text("The bridge was destroyed")
    wire = comparable_text("ODESA (Reuters) - The bridge was destroyed, officials said.")
    assert wire.sequence == plain.sequence


def test_comparable_marks_what_is_negated() -> None:
    assert "!not" in comparable_text("The bridge was not destroyed").sequence
    assert "!not" in comparable_text("They refused to leave").sequence
    assert "!not" not in comparable_text("They left").sequence


def test_comparable_takes_day_city_and_status_as_resolved() -> None:
    view = comparable(said("The port was hit", day=date(2022, 3, 1), city="Odesa", status="denied"))
    assert (view.day_first, view.day_last) == (date(2022, 3, 1).toordinal(),) * 2
    assert view.cities == ("odesa",)
    assert view.is_dated
    assert view.denied


def test_comparable_words_come_rarest_first() -> None:
    words = comparable_text("people in the howitzer city").words
    assert [band(word) for word in words] == sorted(map(band, words), reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0\0\0",
        "\ud800 x",
        "9" * 100_000,
        "a" * 100_000,
        "1,1," * 10_000,
        "U." * 5_000,
        "1:1:1 %$ — '",
        "30 February 31 June 99 May",
        "not " * 1_000,
        "million million million " * 50,
    ],
    ids=range(11),
)
def test_comparable_takes_any_text(text: str) -> None:
    view = comparable_text(text, date(1, 1, 1))
    assert comparable_text(text, date(1, 1, 1)) == view


def test_stem_keeps_short_words() -> None:
    assert [stem(word) for word in ("gas", "bus", "red", "sing")] == ["gas", "bus", "red", "sing"]


def test_normal_form_is_stable() -> None:
    assert normal_form(normal_form("protesters")) == normal_form("protesters")


def test_vocabulary_keeps_words_apart_that_share_a_stem() -> None:
    assert normal_form("plan") != normal_form("plane")
    assert normal_form("planes") == normal_form("warplane")
    assert look_up("States").normal != look_up("states").normal
