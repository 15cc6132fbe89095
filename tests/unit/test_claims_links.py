"""Which claims are linked, how, and in what words."""

from dataclasses import replace
from datetime import date

import pytest

from conflict_timeline.claims import cluster_claims
from conflict_timeline.claims.links import chosen_links
from conflict_timeline.claims.sides import are_one_side, side_of
from conflict_timeline.model import Bound, Figure, Link, Statement
from tests.claim_records import counted, said

DAY = date(2023, 5, 3)


def spoken(statement: Statement, speaker: str) -> Statement:
    return replace(statement, speakers=(speaker,))


def denial(text: str, speaker: str, *, about: str | None = None, **values: object) -> Statement:
    made = said(text, status="denied", polarity="negative", **values)  # type: ignore[arg-type]
    return replace(made, speakers=(speaker,), about=about)


def reasons(*statements: Statement, kind: str = "contradicts") -> list[str]:
    """Return the reasons of the links of one kind, each once."""
    claims = cluster_claims(statements)
    return sorted({link.reason for claim in claims for link in claim.links if link.type == kind})


SEIZED = "The militia said that it had seized the grain port of Velma and its customs house."


def test_denial_answers_the_sentence_it_takes_up() -> None:
    claimed = spoken(said(SEIZED, status="claimed", kinds=("territorial_control",)), "militia")
    denied = denial("The army denied the claim.", "army", about=SEIZED, start=100, kinds=())
    assert reasons(claimed, denied) == ["denied by army in answer to it"]


def test_denial_answers_the_same_claim_in_another_article() -> None:
    claimed = spoken(said(SEIZED, status="claimed", kinds=("territorial_control",)), "militia")
    denied = denial("The army denied it.", "army", about=SEIZED, outlet="Evening News", kinds=())
    assert reasons(claimed, denied) == ["denied by army in answer to it"]


def test_denials_of_different_claims_are_different_claims() -> None:
    other = "The militia said that it had shot down a transport helicopter over the reservoir."
    one = denial("The army denied the claim.", "army", about=SEIZED, kinds=())
    two = denial("The army denied the claim.", "army", about=other, outlet="Other", kinds=())
    assert len(cluster_claims([one, two])) == 2
    assert len(cluster_claims([one, replace(two, about=SEIZED)])) == 1


def test_denial_does_not_contradict_its_own_side() -> None:
    own = spoken(
        said("Army jets bombed the clinic of Orla", status="claimed", city="Orla", day=DAY),
        "Syrian army",
    )
    denied = denial(
        "The government denied that its jets bombed the clinic of Orla",
        "Syrian government",
        city="Orla",
        day=DAY,
    )
    assert reasons(own, denied) == []
    assert reasons(spoken(own, "residents"), denied) != []


def test_denial_of_an_act_at_the_same_place_and_day() -> None:
    claimed = spoken(
        said(
            "Two people died when a clinic in Orla was bombed on Wednesday",
            status="claimed",
            kinds=("airstrike", "casualties"),
            city="Orla",
            day=DAY,
        ),
        "residents",
    )
    says_no = spoken(
        said(
            "The ministry said that no aircraft had flown missions there that day",
            status="claimed",
            polarity="negative",
            kinds=("airstrike",),
            city="Orla",
            day=DAY,
            outlet="Other",
        ),
        "defence ministry",
    )
    expected = ["defence ministry says that it is not so, same place and day"]
    assert reasons(claimed, says_no) == expected
    elsewhere = replace(says_no, cities=("Velma",), places=())
    assert reasons(claimed, elsewhere) == []


def test_nobody_denies_what_has_not_happened_yet() -> None:
    later = said(
        "Cluster bombs were used against the clinic of Orla",
        published=date(2023, 5, 6),
        day=date(2023, 5, 6),
        kinds=("weapons_use",),
    )
    denied = denial(
        "The ministry denied using cluster bombs",
        "ministry",
        published=DAY,
        day=DAY,
        kinds=("weapons_use",),
    )
    assert reasons(later, denied) == []


def killed(number: int, text: str, **values: object) -> Statement:
    figures = (Figure(len(text), len(text), str(number), number, number, number,
                      "exact", "people killed", "casualties"),)  # fmt: skip
    kinds = ("airstrike", "casualties")
    return said(text, figures=figures, kinds=kinds, status="claimed", **values)  # type: ignore[arg-type]


def test_rival_figures_are_told_in_words() -> None:
    one = killed(10, "An air raid on the market of Orla killed 10", city="Orla", day=DAY)
    two = killed(6, "An air raid on the market of Orla killed 6", city="Orla", day=DAY, outlet="B")
    expected = ["10 people killed against 6 people killed, same place and day"]
    assert [reason.replace("6 people killed against 10", "10 people killed against 6")
            for reason in reasons(one, two)] == expected  # fmt: skip


def test_one_outlet_s_two_figures_are_no_dispute() -> None:
    one = killed(10, "An air raid on the market of Orla killed 10", city="Orla", day=DAY)
    two = killed(6, "An air raid on the market of Orla killed 6", city="Orla", day=DAY, start=90)
    assert reasons(one, two) == []


@pytest.mark.parametrize(("bound", "value"), [("more_than", 5.0), ("up_to", 12.0), ("about", 10.2)])
def test_figures_that_can_both_hold_are_no_rivals(bound: Bound, value: float) -> None:
    one = killed(10, "An air raid on the market of Orla killed 10", city="Orla", day=DAY)
    two = killed(6, "An air raid on the market of Orla killed some", city="Orla", day=DAY,
                 outlet="B")  # fmt: skip
    figure = replace(two.figures[0], bound=bound, value=value)
    assert reasons(one, replace(two, figures=(figure,))) == []


def test_opposite_words_must_be_of_one_thing() -> None:
    place = {"city": "Orla", "day": DAY, "kinds": ("troop_movement",)}
    moving = said("The armoured column on the coast road continues to advance", **place)  # type: ignore[arg-type]
    stuck = said("The armoured column has stalled outside, observers said", outlet="B", **place)  # type: ignore[arg-type]
    trying = said("Another column hopes to retreat from the coast", outlet="C", **place)  # type: ignore[arg-type]
    assert reasons(moving, stuck) in (
        ["“advance” against “stalled”, same place"],
        ["“stalled” against “advance”, same place"],
    )
    assert reasons(moving, trying) == []


def refugees(number: int, day: date) -> Statement:
    return said(
        f"More than {number} people have fled the country since the war began, the agency said",
        published=day,
        day=day,
        country="UA",
        status="claimed",
        kinds=("displacement",),
        figures=(counted(number, "people displaced", "displaced"),),
    )


def test_an_update_names_the_figure_before_it_only() -> None:
    series = [refugees(400_000 * n, date(2023, 5, n)) for n in (1, 2, 3)]
    assert reasons(*series, kind="updates") == [
        "1.2e+06, up from 800,000 (2023-05-02)",
        "800000, up from 400,000 (2023-05-01)",
    ]


def test_chosen_links_keep_the_latest_and_largest_before() -> None:
    links = [
        Link("updates", "a", "90, up from 40 (2023-05-01)"),
        Link("updates", "b", "90, up from 60 (2023-05-01)"),
        Link("updates", "c", "90, up from 80 (2023-04-30)"),
        Link("updates", "d", "7 wounded, up from 5 (2023-04-30)"),
    ]
    assert [link.claim for link in chosen_links(links)] == ["b", "d"]
    assert chosen_links(links) == chosen_links(reversed(links))


def test_totals_of_different_scope_do_not_update_each_other() -> None:
    event = killed(60, "An air raid on the market of Orla killed 60", city="Orla", day=DAY)
    total = killed(400, "Since the war began 400 have been killed in air raids on markets",
                   days=30, day=date(2023, 4, 20), country="UA", outlet="B")  # fmt: skip
    assert reasons(event, total, kind="updates") == []


@pytest.mark.parametrize(
    ("speaker", "kind", "countries"),
    [
        ("Russian defence ministry", "state", {"russia"}),
        ("Moscow", "state", {"russia"}),
        ("Syrian Observatory for Human Rights", "independent", {"syria"}),
        ("rebels in the north", "armed", set()),
        ("Olena Marchenko", "", set()),
    ],
)
def test_side_of(speaker: str, kind: str, countries: set[str]) -> None:
    assert side_of((speaker,)) == (kind, frozenset(countries))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Moscow", "Russian army", True),
        ("Moscow", "Ukrainian army", False),
        ("Syrian army", "Syrian rebels", False),
        ("the same person", "the same person", True),
        ("doctors", "doctors in Orla", False),
    ],
)
def test_are_one_side(one: str, other: str, expected: bool) -> None:
    assert are_one_side((one,), (other,)) is expected


def test_the_attack_is_the_one_told_before() -> None:
    one = killed(10, "At least 10 were killed and 35 hurt in raids on the centre, an adviser said",
                 city="Orla", day=DAY)  # fmt: skip
    two = killed(6, "In the attack 6 were killed, rescuers said", city="Orla", day=DAY, outlet="B")
    assert len(reasons(one, two)) == 1


def test_wounded_beside_civilians_are_civilians() -> None:
    both = said(
        "Since the war began 200 civilians were killed and 500 wounded",
        day=date(2023, 4, 20),
        days=10,
        country="UA",
        kinds=("casualties",),
        figures=(counted(200, "civilians killed"), counted(500, "wounded")),
    )
    soldiers = said(
        "Since the war began 300 have been wounded, the number rises",
        day=date(2023, 4, 20),
        days=9,
        country="UA",
        kinds=("casualties",),
        figures=(counted(300, "wounded"),),
        outlet="B",
    )
    assert reasons(both, soldiers, kind="updates") == []


def test_refugees_are_one_series_however_counted() -> None:
    fled = refugees(1_000_000, date(2023, 5, 1))
    reached = said(
        "The number of refugees who have fled the country reached 2 million, the agency said",
        published=date(2023, 5, 6),
        day=date(2023, 5, 6),
        country="UA",
        status="claimed",
        kinds=("displacement",),
        figures=(counted(2_000_000, "refugees", "count"),),
    )
    assert len(reasons(fled, reached, kind="updates")) == 1
