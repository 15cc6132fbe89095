"""Reading time stays in proportion to the length of any input."""

from datetime import date
from time import process_time

import pytest

from conflict_timeline.times import find_times

PATTERNS = [
    "1", "1 ", ",", "1,", "Monday ", "Friday, ", " ", "the ", "the last ", "May ", "March 3-",
    "1990-", "'90 ", "two ", "twenty-", "early ", "the end of ", "10:00 ", "since the ",
    "more than ", "a few ", "12 march ", "was Monday ", "\n", "\x00", "years and ",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS, ids=repr)
def test_find_times_cost_grows_with_length(pattern: str) -> None:
    find_times(pattern * 10, published=date(2022, 3, 1))
    short = min(_cost(pattern, 4_000) for _ in range(3))
    long = min(_cost(pattern, 32_000) for _ in range(2))
    assert long < 8 * short * 2 + 0.02


def _cost(pattern: str, length: int) -> float:
    text = (pattern * (length // len(pattern) + 1))[:length]
    start = process_time()
    find_times(text, published=date(2022, 3, 1))
    return process_time() - start
