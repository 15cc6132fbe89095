"""What is counted, how exactly, and what is no count at all."""

import pytest

from conflict_timeline.figures import find_figures, find_quantities
from conflict_timeline.figures.casualties import casualty_summary

COUNTS = {
    "At least 12 civilians were killed.": [(12, "at_least", "casualties")],
    "More than 30 soldiers were wounded near the river.": [(30, "more_than", "casualties")],
    "Shelling killed ten people and injured more than 20.": [
        (10, "exact", "casualties"),
        (20, "more_than", "casualties"),
    ],
    "3 women and 2 men were killed.": [(3, "exact", "casualties"), (2, "exact", "casualties")],
    "Up to 2.5 million people fled.": [(2500000, "up_to", "displaced")],
    "Some 2.3 million people fled.": [(2300000, "about", "displaced")],
    "Parliament approved $1.2bn in aid.": [(1.2e9, "exact", "money")],
    "The bank paid US$30 million.": [(3e7, "exact", "money")],
    "The bank paid US  $40 million.": [(4e7, "exact", "money")],
    "The town of 40,000 people was shelled.": [(40000, "exact", "population")],
    "Seventeen fighters, including three commanders, surrendered.": [
        (17, "exact", "detained"),
        (3, "exact", "detained"),
    ],
    "Hundreds of fighters were killed.": [(None, "hundreds", "casualties")],
    "The army lost two dozen tanks.": [(24, "exact", "weapons")],
    "Crews shot down 9 of 11 drones.": [(9, "exact", "weapons"), (11, "exact", "weapons")],
    "The front is 40 km long.": [(40, "exact", "distance")],
    "A 72-hour truce was agreed.": [(72, "exact", "duration")],
    "About half of the houses burned.": [(0.5, "about", "share")],
    "The death toll rose to 57.": [(57, "exact", "casualties")],
    "The death toll rose from 19 to 25.": [(25, "exact", "casualties")],
    "Two adults and a child were killed.": [(2, "exact", "casualties")],
    "The draft passed with 94 votes.": [(94, "exact", "count")],
    "The draft passed by 141 to 5.": [(141, "exact", "count"), (5, "exact", "count")],
    "Some 2 million people - 80% of the population - were displaced.": [
        (2000000, "about", "displaced"),
        (80, "exact", "share"),
    ],
    "Some 4,900 boarded ships in the port.": [(4900, "about", "count")],
    "Rockets killed 8 people injuring 50 others.": [
        (8, "exact", "casualties"),
        (50, "exact", "casualties"),
    ],
    "The raid killed 13 and wounded 29, nearly all in a market.": [
        (13, "exact", "casualties"),
        (29, "exact", "casualties"),
    ],
    "Oil rose $2 to $125 on Friday.": [(2, "exact", "money"), (125, "exact", "money")],
    "Hundreds of National Guard troops marched.": [(None, "hundreds", "force")],
    "The number of refugees has reached two million.": [(2000000, "exact", "count")],
    "Deliveries fell to 33 million cubic metres a day.": [(33000000, "exact", "count")],
    "The 5000 Foua and Madaya residents had waited.": [(5000, "exact", "count")],
    "The toll of Monday's raid on a tower near the port has risen to 19.": [
        (19, "exact", "casualties")
    ],
    "The alliance has sent 800 more.": [(800, "exact", "count")],
    "The toll stood at 15 dead by noon, up from 12 the night before.": [
        (15, "exact", "casualties"),
        (12, "exact", "casualties"),
    ],
    "The police gave the figure as about 2,400, of whom 1,700 were in Oslo.": [
        (2400, "about", "count"),
        (1700, "exact", "count"),
    ],
    "At least two guards were wounded, according to one early report.": [
        (2, "at_least", "casualties")
    ],
    "Helicopters dropped 20 barrel bombs.": [(20, "exact", "weapons")],
    "One and a half million people live there.": [(1500000, "exact", "count")],
    "A million and a half refugees returned.": [(1500000, "exact", "displaced")],
    "Rebels shot the plane down, killing all 20 on board.": [(20, "exact", "casualties")],
    "A bomber struck a funeral, killing 15 mourners.": [(15, "exact", "casualties")],
    "The army freed 20 hostages.": [(20, "exact", "count")],
    "Shells killed 25 people in a school where displaced families had slept.": [
        (25, "exact", "casualties")
    ],
    "Some 2,000 people were to leave the port and another 500 the town.": [
        (2000, "about", "count"),
        (500, "exact", "count"),
    ],
    "Of these, 40 were children.": [(40, "exact", "count")],
    "Of the dead, 40 were children.": [(40, "exact", "casualties")],
}

NO_COUNTS = [
    "No casualties were reported.",
    "The 93rd Brigade held the line.",
    "An S-300 missile was fired on 24 February 2022.",
    "Resolution 2202 was adopted at 5:40 p.m.",
    "He was 25 years old.",
    "There was not a single casualty.",
    "They accused one another of breaking the truce.",
    "It was 100% certain.",
    "The army has fought since the 1990s.",
    "The 1988 bombing of the plane is not forgotten.",
    "Convoys left at 0630 on Monday.",
    "All but two of the houses burned.",
    "One in three towns is empty.",
    "In one incident a bus was stopped.",
    "They live at 14 Harbour Street.",
    "Report of 05-09-2013 on the raid.",
    "Report of 05-09-2013 bomb attacks.",
    "In February 2016 condemned prisoners were freed.",
    "The column halted 130 southeast of the city.",
]

HOSTILE = {
    "digits": "1" * 100_000,
    "commas": "1," * 10_000,
    "words": "one " * 10_000,
    "odd": "\x00\ud800 12 ½ ² ३ 12",
    "scales": "hundred " * 9_999,
    "endless": "one " + "hundred " * 5_000 + "people and " + "millions of " * 5_000 + "tanks",
    "groups": "1 000 " * 5_000,
    "hyphens": "1-" * 10_000,
    "money": "$1 " * 10_000,
}


@pytest.mark.parametrize("text", COUNTS)
def test_figures_are_found(text: str) -> None:
    found = find_figures(text)
    assert [(figure.value, figure.bound, figure.measure) for figure in found] == COUNTS[text]
    assert all(text[figure.start : figure.end] == figure.text for figure in found)


@pytest.mark.parametrize("text", NO_COUNTS)
def test_figures_leave_other_numbers_alone(text: str) -> None:
    assert [figure for figure in find_figures(text) if figure.value is not None] == []


def test_figures_of_a_range_have_both_ends() -> None:
    (figure,) = find_figures("Between 10 and 15 soldiers died.")
    assert (figure.value, figure.low, figure.high) == (None, 10, 15)


def test_figures_name_the_side_that_lost() -> None:
    (figure,) = find_figures("Russia has lost more than 450 troops.")
    assert figure.unit == "troops lost by Russia"


def test_quantities_include_ages_and_sizes() -> None:
    kinds = [q.kind for q in find_quantities("The 25-year-old carried a 30 kg shell.")]
    assert kinds == ["age", "size"]


SUMMARIES = {
    "Troops killed two fighters and detained several others.": (2, 3),
    "A commander was captured and four more than planned stayed.": (0, 1),
    "The leader is linked to an attack that killed four soldiers.": (0, 0),
    "The force wanted to capture a commander. No civilians were killed.": (0, 0),
    "More than 30 insurgents were killed.": (31, 0),
    "Forces arrested a cell leader. They also detained two suspects.": (0, 3),
}


@pytest.mark.parametrize("text", SUMMARIES)
def test_casualty_summary_counts_opponents(text: str) -> None:
    summary = casualty_summary(text)
    assert (summary.min_killed, summary.min_captured) == SUMMARIES[text]
    assert (summary.killed, summary.captured) == tuple(least > 0 for least in SUMMARIES[text])


@pytest.mark.parametrize("name", HOSTILE)
def test_figures_survive_hostile_text(name: str) -> None:
    find_figures(HOSTILE[name])
    casualty_summary(HOSTILE[name] + " were killed")
