"""What is counted, how exactly, and what is no count at all."""

import pytest

from conflict_timeline.figures import find_figures, find_quantities

COUNTS = [
    ("At least 12 civilians were killed.", [(12, "at_least", "casualties")]),
    ("More than 30 soldiers were wounded near the river.", [(30, "more_than", "casualties")]),
    ("Shelling killed ten people and injured more than 20.", [(10, "exact", "casualties"), (20, "more_than", "casualties")]),
    ("Up to 2.5 million people fled.", [(2500000, "up_to", "displaced")]),
    ("Parliament approved $1.2bn in aid.", [(1.2e9, "exact", "money")]),
    ("The town of 40,000 people was shelled.", [(40000, "exact", "population")]),
    ("Seventeen fighters, including three commanders, surrendered.", [(17, "exact", "detained"), (3, "exact", "detained")]),
    ("Hundreds of fighters were killed.", [(None, "hundreds", "casualties")]),
    ("The army lost two dozen tanks.", [(24, "exact", "weapons")]),
    ("The front is 40 km long.", [(40, "exact", "distance")]),
    ("A 72-hour truce was agreed.", [(72, "exact", "duration")]),
]  # fmt: skip

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
]


@pytest.mark.parametrize(("text", "expected"), COUNTS, ids=lambda value: str(value)[:40])
def test_figures_are_found(text: str, expected: list[tuple[float | None, str, str]]) -> None:
    found = find_figures(text)
    assert [(figure.value, figure.bound, figure.measure) for figure in found] == expected
    assert all(text[figure.start : figure.end] == figure.text for figure in found)


@pytest.mark.parametrize("text", NO_COUNTS)
def test_figures_leave_other_numbers_alone(text: str) -> None:
    assert [figure for figure in find_figures(text) if figure.value is not None] == []


def test_figures_of_a_range_have_both_ends() -> None:
    (figure,) = find_figures("Between 10 and 15 soldiers died.")
    assert (figure.value, figure.low, figure.high) == (None, 10, 15)


@pytest.mark.parametrize(
    "text",
    ["1" * 100_000, "1," * 50_000, "one " * 20_000, "\x00\ud800 12", "½ ² ३ 12", "hundred " * 9999, "1 000 " * 9000],
    ids=["digits", "commas", "words", "odd", "scripts", "scales", "groups"],
)  # fmt: skip
def test_figures_survive_hostile_text(text: str) -> None:
    find_figures(text)
    find_quantities(text)
