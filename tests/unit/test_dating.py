"""Articles without a date: exactly one possible day is inferred, anything else stays open."""

import time
from dataclasses import replace
from datetime import date
from typing import Literal

import pytest

from conflict_timeline.conflicts import Conflict, load_conflicts
from conflict_timeline.dating import date_article, neighbouring_days
from conflict_timeline.model import Published, TimeExpression

Tense = Literal["past", "future"]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _expression(text: str, words: str, tense: Tense | None, occurrence: int = 0) -> TimeExpression:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    weekday = next((n for n, name in enumerate(WEEKDAYS) if name in words), None)
    return TimeExpression(
        start, start + len(words), words, "DATE", "X", None, "relative", "test", weekday, tense
    )


def _sudan() -> Conflict:
    return next(conflict for conflict in load_conflicts() if conflict.id == "sudan-2023")


# Saturday 15 April 2023 is the first day.
SECOND_WEEK = (
    "Shells fell on Omdurman on Tuesday as the war entered its second week. "
    "The envoys are expected to meet in Jeddah on Tuesday evening."
)


def _second_week_times() -> list[TimeExpression]:
    return [
        _expression(SECOND_WEEK, "Tuesday", "past"),
        _expression(SECOND_WEEK, "Tuesday evening", "future"),
    ]


def test_dating_week_of_the_war_and_a_weekday_past_and_to_come() -> None:
    found = date_article(SECOND_WEEK, _second_week_times(), conflict=_sudan())
    assert (found.day, found.basis) == (date(2023, 4, 25), "inferred")
    assert found.candidates == ()
    for proof in found.evidence:
        if proof.start is not None and proof.end is not None:
            assert SECOND_WEEK[proof.start : proof.end].startswith(proof.text[:10])
        assert proof.proves


def test_dating_without_the_weekday_stays_open() -> None:
    times = _second_week_times()[:1]
    found = date_article(SECOND_WEEK, times, conflict=_sudan())
    assert found.day is None
    assert found.basis == "none"
    assert date(2023, 4, 25) in found.candidates
    assert len(found.candidates) <= 10


TEN_DAYS = (
    "Shells fell on Omdurman on Monday. Two men died on Tuesday, the army said on Tuesday, after "
    "ten days of war."
)


def test_dating_by_the_last_weekday_told() -> None:
    times = [
        _expression(TEN_DAYS, "Monday", "past"),
        _expression(TEN_DAYS, "Tuesday", "past"),
        _expression(TEN_DAYS, "Tuesday", "past", 1),
    ]
    found = date_article(TEN_DAYS, times, conflict=_sudan())
    assert (found.day, found.basis) == (date(2023, 4, 25), "inferred")
    assert any("the last weekday told" in proof.proves for proof in found.evidence)


def test_dating_by_the_weekday_of_the_first_sentence_beside_a_plan() -> None:
    text = (
        "After more than eight weeks of war the port is shut, monitors said on Friday. "
        "The army left the town on Thursday. An envoy asked for a pause on Tuesday. "
        "He is due in Port Sudan on Tuesday."
    )
    times = [
        _expression(text, "Friday", "past"),
        _expression(text, "Thursday", "past"),
        _expression(text, "Tuesday", "past"),
        _expression(text, "Tuesday", "future", 1),
    ]
    assert date_article(text, times, conflict=_sudan()).day == date(2023, 6, 16)
    later = "Trains stood still. " + text
    moved = [replace(one, start=one.start + 20, end=one.end + 20) for one in times]
    assert date_article(later, moved, conflict=_sudan()).day is None


def test_dating_does_not_choose_between_weekdays_far_apart() -> None:
    text = TEN_DAYS.replace("Monday", "Friday")
    times = [
        _expression(text, "Friday", "past"),
        _expression(text, "Tuesday", "past"),
        _expression(text, "Tuesday", "past", 1),
    ]
    assert date_article(text, times, conflict=_sudan()).day is None


def test_dating_asks_no_weekday_since_when_something_lasts() -> None:
    text = TEN_DAYS + " The port has been shut since Wednesday."
    times = [
        _expression(text, "Monday", "past"),
        _expression(text, "Tuesday", "past"),
        _expression(text, "Tuesday", "past", 1),
        _expression(text, "Wednesday", "past"),
    ]
    assert date_article(text, times, conflict=_sudan()).day == date(2023, 4, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("War in Sudan: what we know on day 12 of the war\nShells fell.", date(2023, 4, 26)),
        ("Shells fell on Omdurman.\nOn day 12 of the war the port is shut.", None),
    ],
)
def test_dating_takes_the_day_in_a_title_as_that_of_writing(text: str, day: date | None) -> None:
    assert date_article(text, [], conflict=_sudan()).day == day


def test_dating_takes_the_year_from_the_first_day_without_one() -> None:
    text = "OMDURMAN, May 9 (Wire) - A hundred people have died in the town since April 15."
    found = date_article(text, [], conflict=_sudan())
    assert (found.day, found.basis) == (date(2023, 5, 9), "inferred")
    named = text.replace("since April 15", "and the fair opened on April 15")
    assert date_article(named, [], conflict=_sudan()).day is None


def test_dating_without_any_start_stays_open() -> None:
    found = date_article(SECOND_WEEK, _second_week_times())
    assert (found.day, found.candidates) == (None, ())
    assert found.evidence


def test_dating_takes_the_start_from_the_text_and_its_year_from_neighbours() -> None:
    text = (
        "Half a million people have fled the country in ten days, an agency said on Tuesday. "
        "The fighting followed when the uprising began on 15 April. "
        "A vote is scheduled for Tuesday afternoon."
    )
    times = [
        _expression(text, "Tuesday", "past"),
        _expression(text, "15 April", "past"),
        _expression(text, "Tuesday afternoon", "future"),
    ]
    assert date_article(text, times).day is None
    found = date_article(text, times, neighbours=[date(2023, 4, 20)])
    assert (found.day, found.basis) == (date(2023, 4, 25), "inferred")


def test_dating_night_that_has_just_ended() -> None:
    text = (
        "Troops landed overnight, the army said on Sunday, the ninth day of the war. "
        "A bridge had been blown up on Saturday."
    )
    times = [_expression(text, "Sunday", "past"), _expression(text, "Saturday", "past")]
    found = date_article(text, times, conflict=_sudan())
    assert (found.day, found.basis) == (date(2023, 4, 23), "inferred")


def test_dating_dateline_takes_its_year_from_neighbours() -> None:
    text = "PORT SUDAN, May 3 (Harbour Post) - Ships left the harbour, officials in Sudan said."
    found = date_article(text, [], conflict=_sudan())
    assert found.day is None
    assert date(2023, 5, 3) in found.candidates or not found.candidates
    found = date_article(text, [], conflict=_sudan(), neighbours=[date(2023, 4, 20)])
    assert (found.day, found.basis) == (date(2023, 5, 3), "inferred")


def test_dating_dateline_in_a_folder_of_two_wars() -> None:
    text = "PORT SUDAN, May 3 (Harbour Post) - Ships left the harbour, officials in Sudan said."
    neighbours = [date(2023, 5, 1), date(2024, 6, 10)]
    found = date_article(text, [], conflict=_sudan(), neighbours=neighbours)
    assert found.day == date(2023, 5, 3)


def test_dating_date_line_with_weekday_but_no_year() -> None:
    text = "Wednesday, 3 May\n\nShips left the harbour, officials in Sudan said."
    found = date_article(text, [], conflict=_sudan(), neighbours=[])
    assert found.day is None or found.day == date(2023, 5, 3)


def test_dating_settles_the_order_of_numbers() -> None:
    text = "Date: 05/04/2023\n\nThe war broke out on 15 April 2023, officials said."
    found = date_article(text, [_expression(text, "15 April 2023", "past")])
    assert (found.day, found.basis) == (date(2023, 5, 4), "inferred")


def test_dating_background_dates_never_count_as_the_day() -> None:
    text = "The group took the town in 2019 and lost it on 3 March 2021. Trade goes on."
    found = date_article(text, [_expression(text, "3 March 2021", "past")], conflict=_sudan())
    assert found.day is None


def test_dating_contradicting_clues_stay_open() -> None:
    text = "On day 3 of the war a bridge fell. On 9 May 2023 the port was hit."
    found = date_article(text, [_expression(text, "9 May 2023", "past")], conflict=_sudan())
    assert (found.day, found.candidates) == (None, ())


def test_dating_a_weekday_far_from_the_others_is_no_clue() -> None:
    text = (
        "The envoys met on Friday. Markets fell on Monday and Tuesday. "
        "Talks are scheduled for Friday, in the second week of the war."
    )
    times = [
        _expression(text, "Friday", "past"),
        _expression(text, "Monday", "past"),
        _expression(text, "Tuesday", "past"),
        _expression(text, "Friday", "future", 1),
    ]
    assert date_article(text, times, conflict=_sudan()).day is None


@pytest.mark.parametrize("basis", ["inferred", "none"])
def test_neighbouring_days_leaves_out_what_is_unsure(basis: str) -> None:
    sure = Published(date(2023, 4, 20), "header")
    unsure = Published(date(2023, 4, 21), basis)  # type: ignore[arg-type]
    assert neighbouring_days([sure, unsure, sure]) == (date(2023, 4, 20),)


@pytest.mark.parametrize(
    "text",
    ["day of the war " * 60_000, "1" * 1_000_000, "began on 1 May " * 60_000, "\ud800\x00" * 9],
    ids=["triggers", "digits", "began", "surrogates"],
)
def test_dating_cost_stays_linear(text: str) -> None:
    begin = time.process_time()
    assert date_article(text, [], conflict=_sudan()).basis in ("none", "inferred")
    assert time.process_time() - begin < 5


def test_dating_cost_stays_linear_with_many_expressions() -> None:
    sentence = "It fell on Tuesday and 3 May. A vote is due on Tuesday. "
    text = sentence * 5_000
    times = [
        TimeExpression(
            base + at, base + at + len(words), words, "DATE", "X", None, "relative", "t", day, tense
        )
        for base in range(0, len(text), len(sentence))
        for at, words, day, tense in (
            (11, "Tuesday", 1, "past"),
            (23, "3 May", None, "past"),
            (47, "Tuesday", 1, "future"),
        )
    ]
    begin = time.process_time()
    found = date_article(text, times, conflict=_sudan())
    assert time.process_time() - begin < 5
    assert len(found.evidence) < 40


def test_dating_lets_the_furthest_count_win_over_a_look_back() -> None:
    text = "On the second day of the war shells hit the bridge. Five weeks into the war it is shut."
    found = date_article(text, [], conflict=_sudan())
    assert (found.candidates[0], found.candidates[-1]) == (date(2023, 5, 17), date(2023, 5, 24))


def test_dating_lists_the_first_and_the_last_of_many_days() -> None:
    text = "Two months into the war the bridge is shut."
    found = date_article(text, [], conflict=_sudan())
    assert (found.day, len(found.candidates)) == (None, 2)
    assert any("the first and the last are listed" in proof.proves for proof in found.evidence)
