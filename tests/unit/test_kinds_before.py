"""Which kinds a sentence takes from the sentences before it."""

from datetime import date

import pytest

from conflict_timeline.extract import extract_statements
from tests.records import article


def kinds_of(text: str) -> list[tuple[str, ...]]:
    """Return the kinds of each statement of an article with this text."""
    return [s.kinds for s in extract_statements(article(text, day=date(2024, 5, 7)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Some 90,000 people fled the province on Monday. "
            "That number could double by the weekend, the agency said.",
            ("displacement",),
        ),
        (
            "A ballistic missile hit the port of Odesa on Monday. "
            "The strike destroyed a grain store, the mayor said.",
            ("missile_strike", "infrastructure_damage"),
        ),
        (
            "The army captured the town of Bunia on Monday. "
            "The rebels called the claim absurd on Tuesday.",
            ("territorial_control",),
        ),
    ],
    ids=["a number", "the strike", "the claim"],
)
def test_kinds_are_taken_from_the_sentence_before(text: str, expected: tuple[str, ...]) -> None:
    assert kinds_of(text)[1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Some 90,000 people fled the province on Monday. That evening the mayor slept, he said.",
        "A ballistic missile hit the port of Odesa on Monday. He was born in Lviv, he said.",
    ],
    ids=["that evening", "another person"],
)
def test_kinds_are_not_taken_where_nothing_refers_back(text: str) -> None:
    assert kinds_of(text)[1] == ()


def test_a_strike_of_its_own_kind_keeps_it() -> None:
    text = (
        "A ballistic missile hit the port of Odesa on Monday. "
        "The air strike on the depot came on Tuesday, the mayor said."
    )
    assert kinds_of(text)[1] == ("airstrike",)
