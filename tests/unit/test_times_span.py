"""Interval arithmetic, EDTF text and the filing day."""

import warnings
from datetime import date, datetime

import pytest

from conflict_timeline.times.span import (
    add_months,
    clock_span,
    day_span,
    days_span,
    filing_day,
    make_span,
    overnight_span,
    part_span,
    value_span,
)

with warnings.catch_warnings():  # the validator still calls pyparsing by its old names
    warnings.simplefilter("ignore")
    from edtf_validate.valid_edtf import conformsLevel0, conformsLevel1


DAY = date(2022, 2, 26)

HOURS = [
    ("EM", None, "early morning", (26, 0), (26, 9)),
    ("MO", None, "morning", (26, 6), (26, 12)),
    ("AF", None, "afternoon", (26, 12), (26, 18)),
    ("EV", None, "evening", (26, 18), (27, 0)),
    ("NI", None, "night", (26, 18), (27, 6)),
    ("NI", "END", "night", (26, 20), (27, 0)),
    ("", "END", "night", (26, 20), (27, 0)),
    ("", "START", "early morning", (26, 0), (26, 9)),
    ("MO", "START", "early morning", (26, 0), (26, 9)),
]


@pytest.mark.parametrize(("code", "edge", "part", "start", "end"), HOURS)
def test_part_span_has_the_hours_of_the_convention(
    code: str, edge: str | None, part: str, start: tuple[int, int], end: tuple[int, int]
) -> None:
    span = part_span(DAY, code, edge=edge)
    assert span is not None
    assert span.part == part
    assert span.start == datetime(2022, 2, *start)
    assert span.end == datetime(2022, 2, *end)
    assert span.granularity == "part_of_day"


def test_overnight_begins_the_evening_before_and_ends_in_the_morning() -> None:
    span = overnight_span(date(2022, 3, 2))
    assert (span.start, span.end) == (datetime(2022, 3, 1, 20), datetime(2022, 3, 2, 6))


FILED = [
    (day_span(DAY), DAY),
    (part_span(DAY, "NI"), DAY),
    (part_span(DAY, "", edge="END"), DAY),
    (overnight_span(DAY), DAY),
    (days_span(date(2022, 2, 24), date(2022, 2, 27)), date(2022, 2, 27)),
    (value_span("2022-W08"), date(2022, 2, 27)),
    (value_span("2022-02"), date(2022, 2, 28)),
    (clock_span(datetime(2022, 2, 26, 17)), DAY),
]


@pytest.mark.parametrize(("span", "day"), FILED)
def test_filing_day_follows_the_convention(span, day: date) -> None:  # type: ignore[no-untyped-def]
    assert filing_day(span) == day


VALUES = [
    ("2022-02-26", None, "2022-02-26", "day"),
    ("2022-02-26TNI", None, "2022-02-26", "part_of_day"),
    ("2022-02-26T17:00", None, "2022-02-26T17:00:00", "minute"),
    ("2022-02-26T24:00", None, "2022-02-27T00:00:00", "minute"),
    ("2022-W08", None, "2022-02-21/2022-02-27", "week"),
    ("2022-W08-WE", None, "2022-02-26/2022-02-27", "days"),
    ("1944-06", None, "1944-06", "month"),
    ("1944-06", "END", "1944-06-21/1944-06-30", "days"),
    ("1944", None, "1944", "year"),
    ("1944", "START", "1944-01/1944-04", "month"),
    ("1998-Q3", None, "1998-07/1998-09", "month"),
    ("1998-H2", None, "1998-07/1998-12", "month"),
    ("1916-SP", None, "1916-21", "month"),
    ("187", None, "187X", "year"),
    ("17", None, "17XX", "year"),
]


@pytest.mark.parametrize(("value", "edge", "edtf", "granularity"), VALUES)
def test_value_span_writes_valid_edtf(
    value: str, edge: str | None, edtf: str, granularity: str
) -> None:
    span = value_span(value, edge=edge)
    assert span is not None
    assert (span.edtf, span.granularity) == (edtf, granularity)
    assert conformsLevel0(edtf) or conformsLevel1(edtf)
    assert span.start < span.end


@pytest.mark.parametrize(
    "value",
    [
        "",
        "PRESENT_REF",
        "P6D",
        "XXXX-WXX-3",
        "BC0264",
        "2022-02-30",
        "2022-13",
        "0000",
        "99",
        "9999",
    ],
)
def test_value_span_of_no_interval_never_raises(value: str) -> None:
    span = value_span(value)
    assert span is None or span.start < span.end


def test_make_span_never_ends_before_it_starts() -> None:
    moment = datetime(2022, 2, 26)
    span = make_span(moment, moment, granularity="minute")
    assert span.end > span.start


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2022, 1, 31), 1, date(2022, 2, 28)),
        (date(2022, 3, 15), -3, date(2021, 12, 15)),
        (date(1, 1, 1), -5, date(1, 8, 1)),
    ],
)
def test_add_months_stays_inside_the_calendar(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
