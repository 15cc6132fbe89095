"""Which pairs of statements say the same thing."""

from datetime import date

import pytest

from conflict_timeline.claims.comparable import comparable, comparable_text
from conflict_timeline.claims.score import compare, same_claim
from tests.claim_records import said

DAY = date(2022, 3, 6)
BASE = "Shelling destroyed the railway bridge near Irpin and killed 3 residents on Friday"


@pytest.mark.parametrize(
    "other",
    [
        BASE,
        BASE.upper(),
        BASE + ", officials said.",
        "According to local media, " + BASE,
        "KYIV (Reuters) - " + BASE + ".",
        "BREAKING: “" + BASE + "”",
        BASE.replace("3", "three"),
        BASE.replace("destroyed", "destroeyd"),
        BASE.replace("residents", "residnets"),
        "On Friday, shelling destroyed the railway bridge near Irpin, killing 3 residents",
        "Shelling destroyed the railway bridge near Irpin and killed 3 residents",
    ],
)
def test_score_same_claim(other: str) -> None:
    assert compare(comparable_text(BASE, DAY), comparable_text(other, DAY)).is_same


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("3", "13", "other number"),
        ("3 residents", "dozens of residents and hundreds", ""),
        ("Friday", "Thursday", "other day"),
        ("Irpin", "Bucha", "other name"),
        ("destroyed", "did not destroy", "negated"),
        ("killed", "wounded", "opposite"),
        ("residents", "soldiers", "other party"),
        ("near Irpin", "east of Irpin", ""),
    ],
)
def test_score_guards(old: str, new: str, reason: str) -> None:
    verdict = compare(comparable_text(BASE, DAY), comparable_text(BASE.replace(old, new), DAY))
    if reason:
        assert (verdict.is_same, verdict.reason) == (False, reason)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            "Government troops captured the airport outside Hostomel after a long battle",
            "Government troops recaptured the airport outside Hostomel after a long battle",
            "opposite",
        ),
        (
            "The convoy entered the western suburbs at dawn with dozens of vehicles",
            "The convoy left the western suburbs at dawn with dozens of vehicles",
            "opposite",
        ),
        (
            "Dozens of people were hurt in the market explosion",
            "Hundreds of people were hurt in the market explosion",
            "other order of magnitude",
        ),
        (
            "France urged Germany to send more ammunition before winter",
            "Germany urged France to send more ammunition before winter",
            "other direction",
        ),
    ],
)
def test_score_opposites_and_direction(one: str, other: str, reason: str) -> None:
    verdict = compare(comparable_text(one, DAY), comparable_text(other, DAY))
    assert (verdict.is_same, verdict.reason) == (False, reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "UPDATE 2-Rebels leave the hill town of Jadu",
            "UPDATE 1-Rebels leave the hill town of Jadu",
        ),
        (
            "(Updated 3:30 p.m.) Crews repaired the water main in the old port",
            "(Updated 9:10 p.m.) Crews repaired the water main in the old port",
        ),
        (
            "Shells hit the rebelheld district beside the river port at dawn",
            "Shells hit the rebel-held district beside the river port at dawn",
        ),
        (
            "Mortar fire closed the main bazaar in Athens, two shops burnt",
            "Mortar fire closed the main Greek bazaar, two shops burnt",
        ),
        (
            "Aid worth $38b reached the harbour by ship",
            "Aid worth $38 billion reached the harbour by ship",
        ),
    ],
    ids=["slug", "stamp", "solid or hyphen", "capital for country", "billion"],
)
def test_score_other_ways_of_writing(one: str, other: str) -> None:
    assert same_claim(comparable_text(one, DAY), comparable_text(other, DAY))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Drones hit the depot near Saky on May 3", "Drones hit the depot near Saky on June 3"),
        ("Drones hit the depot near Saky on May 3", "Drones hit the depot near Saky on May 34"),
        ("Strikers win vote in Pavlivka", "Strikers win vote in Oleksivka"),
    ],
    ids=["may is a month", "no such day", "names of headlines"],
)
def test_score_other_claims(one: str, other: str) -> None:
    assert not same_claim(comparable_text(one, DAY), comparable_text(other, DAY))


def test_score_what_has_yet_to_happen_is_another_claim() -> None:
    text = "Two brigades of the reserve cross the river east of the town"
    base = comparable(said(text, day=date(2022, 3, 1)))
    assert same_claim(base, comparable(said(text, day=date(2022, 3, 1), status="observed")))
    assert not same_claim(base, comparable(said(text, day=date(2022, 3, 1), status="predicted")))


def test_score_is_symmetric_and_reflexive() -> None:
    one = comparable_text(BASE, DAY)
    other = comparable_text("Shelling destroyed a bridge near Irpin", DAY)
    assert same_claim(one, one)
    assert compare(one, other) == compare(other, one)


def test_score_city_day_and_status_are_guards() -> None:
    text = "Two loud explosions were heard near the power station during the night"
    base = said(text, day=date(2022, 3, 1), city="Kherson")
    assert same_claim(comparable(base), comparable(said(text, day=date(2022, 3, 1))))
    for different in (
        said(text, day=date(2022, 3, 1), city="Mykolaiv"),
        said(text, day=date(2022, 2, 27), city="Kherson"),
        said(text, day=date(2022, 3, 1), city="Kherson", status="denied"),
    ):
        assert not same_claim(comparable(base), comparable(different))


def test_score_article_days_may_lie_two_weeks_apart() -> None:
    text = "The bridge over the river has been closed to all traffic since the shelling"
    early = comparable(said(text, published=date(2022, 3, 1)))
    assert same_claim(early, comparable(said(text, published=date(2022, 3, 12))))
    assert not same_claim(early, comparable(said(text, published=date(2022, 4, 12))))
