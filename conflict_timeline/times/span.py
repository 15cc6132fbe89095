"""Interval arithmetic: TIMEX3 value to TimeSpan, TimeSpan to filing day and EDTF text.

All times are naive and local to the event. The hours of a part of day are conventions:
early morning 00-09, morning 06-12, afternoon 12-18, evening 18-24, night 18-06 of the next day,
a late part 20-24, overnight 20 of the day before to 06.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from conflict_timeline.model import Granularity, PartOfDay, TimeSpan

"""Which part of a period is meant: "early May" START, "mid-May" MID, "late May" END, "the
first half of May" H1."""

ONE_DAY: Final = timedelta(days=1)
REMEMBERED: Final = 4096  # spans: a text names few days, its neighbours the same ones

# code of the part in a TIMEX3 value -> name, first hour, last hour (beyond 24 is the next day)
_PARTS: Final[Mapping[str, tuple[PartOfDay, int, int]]] = MappingProxyType(
    {
        "EM": ("early morning", 0, 9),
        "DW": ("early morning", 0, 9),
        "MO": ("morning", 6, 12),
        "DT": ("morning", 6, 18),
        "MI": ("afternoon", 12, 14),
        "AF": ("afternoon", 12, 18),
        "EV": ("evening", 18, 24),
        "DU": ("evening", 18, 24),
        "NI": ("night", 18, 30),
    }
)
# TIMEX3 season -> EDTF level 1 season, first month
_SEASONS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {"SP": (21, 3), "SU": (22, 6), "FA": (23, 9), "WI": (24, 12)}
)
_VALUE: Final = re.compile(
    r"(?P<year>\d{4})(?:"
    r"-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<part>[A-Z]{2})|T(?P<hour>\d\d)(?::(?P<minute>\d\d))?.*)?)?"
    r"|-W(?P<week>\d\d)(?P<weekend>-WE)?"
    r"|-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<season>SP|SU|FA|WI))?"
)


def midnight(day: date) -> datetime:
    """Return the first moment of ``day``."""
    return datetime.combine(day, time.min)


def make_span(
    start: datetime,
    end: datetime,
    *,
    granularity: Granularity,
    part: PartOfDay | None = None,
    zone: str | None = None,
    edtf: str | None = None,
) -> TimeSpan:
    """Return the span from ``start`` to ``end`` (exclusive), with EDTF text for its days."""
    if end <= start:
        end = start + timedelta(minutes=1)
    return TimeSpan(
        start=start,
        end=end,
        granularity=granularity,
        edtf=edtf or edtf_text(start, end, part=part),
        part=part,
        zone=zone,
    )


def moved_span(span: TimeSpan, by: timedelta) -> TimeSpan:
    """Return ``span`` so much later."""
    return make_span(
        span.start + by,
        span.end + by,
        granularity=span.granularity,
        part=span.part,
        zone=span.zone,
    )


def edtf_text(start: datetime, end: datetime, *, part: PartOfDay | None = None) -> str:
    """Return EDTF level 0 text for an interval: one day, or first and last day with a slash.

    A part of a day has no text of its own in EDTF level 1, so it is written as its filing day.
    """
    if part is not None:
        return _filed(start, end, part).isoformat()
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


@lru_cache(maxsize=REMEMBERED)
def day_span(day: date) -> TimeSpan:
    """Return one whole day.

    >>> day_span(date(2022, 2, 26)).edtf
    '2022-02-26'
    """
    start = midnight(day)
    return TimeSpan(start, start + ONE_DAY, "day", day.isoformat())


def days_span(first: date, last: date) -> TimeSpan:
    """Return the days from ``first`` to ``last``, both included.

    >>> days_span(date(2022, 2, 24), date(2022, 2, 27)).edtf
    '2022-02-24/2022-02-27'
    """
    if first == last:
        return day_span(first)
    first, last = min(first, last), max(first, last)
    return make_span(midnight(first), midnight(last) + ONE_DAY, granularity="days")


def overnight_span(morning: date) -> TimeSpan:
    """Return the night that ends on ``morning``: 20 h of the day before to 06 h."""
    end = midnight(morning)
    return make_span(
        end - timedelta(hours=4),
        end + timedelta(hours=6),
        granularity="part_of_day",
        part="overnight",
    )


def part_span(day: date, code: str, *, edge: str | None = None) -> TimeSpan | None:
    """Return a part of ``day`` by its TIMEX3 code ("MO", "NI", ...); "late" parts are 20 to 24 h.

    ``code`` may be empty for a bare "early Tuesday" or "late Friday".
    """
    start = midnight(day)
    if edge == "END" and code in ("", "NI", "EV"):
        return _hours(start, "night", 20, 24)
    if edge == "START" and code in ("", "MO"):
        return _hours(start, "early morning", 0, 9)
    if code not in _PARTS:
        return None
    return _hours(start, *_PARTS[code])


def _hours(start: datetime, part: PartOfDay, first: int, last: int) -> TimeSpan:
    return make_span(
        start + timedelta(hours=first),
        start + timedelta(hours=last),
        granularity="part_of_day",
        part=part,
    )


def clock_span(moment: datetime, *, zone: str | None = None) -> TimeSpan:
    """Return the minute that begins at ``moment``."""
    return make_span(
        moment, moment + timedelta(minutes=1), granularity="minute", zone=zone,
        edtf=moment.isoformat(),
    )  # fmt: skip


def month_end(year: int, month: int) -> date:
    """Return the first day after a month."""
    return date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later (or earlier), cut to the length of that month."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    year = min(max(year, 1), 9998)
    last = (month_end(year, month + 1) - ONE_DAY).day
    return date(year, month + 1, min(day.day, last))


@lru_cache(maxsize=REMEMBERED)
def value_span(value: str, *, edge: str | None = None) -> TimeSpan | None:
    """Return the interval of a TIMEX3 DATE or TIME value, or None where it names no interval.

    ``edge`` narrows a month or a year to its early, middle or late third.

    >>> value_span("1944-06").edtf, value_span("1944-06", edge="START").edtf
    ('1944-06', '1944-06-01/1944-06-10')
    >>> value_span("PRESENT_REF") is None
    True
    """
    try:
        if value.isdigit() and len(value) in (2, 3):
            return _long_span(value)
        found = _VALUE.fullmatch(value)
        return _calendar_span(found, edge) if found else None
    except (ValueError, OverflowError):  # no such day, or a year that datetime cannot hold
        return None


def _long_span(value: str) -> TimeSpan:
    length = 10 if len(value) == 3 else 100
    first = max(int(value) * length, 1)
    return make_span(
        datetime(first, 1, 1),
        datetime(int(value) * length + length, 1, 1),
        granularity="year",
        edtf=value.ljust(4, "X"),
    )


def _calendar_span(found: re.Match[str], edge: str | None) -> TimeSpan | None:
    year = int(found["year"])
    if found["day"]:
        return _day_or_part(found, date(year, int(found["month"]), int(found["day"])), edge)
    if found["month"]:
        return _month_span(year, int(found["month"]), edge)
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        first = monday + timedelta(days=5) if found["weekend"] else monday
        return make_span(
            midnight(first),
            midnight(monday + timedelta(days=7)),
            granularity="days" if found["weekend"] else "week",
        )
    if found["season"]:
        code, month = _SEASONS[found["season"]]
        return _months_span(year, month, 3, f"{year:04d}-{code}")
    if found["quarter"]:
        return _months_span(year, int(found["quarter"]) * 3 - 2, 3, None)
    if found["half"]:
        return _months_span(year, int(found["half"]) * 6 - 5, 6, None)
    return _year_span(year, edge)


def _day_or_part(found: re.Match[str], day: date, edge: str | None) -> TimeSpan | None:
    if found["hour"]:
        moment = midnight(day) + timedelta(
            hours=int(found["hour"]), minutes=int(found["minute"] or 0)
        )
        return clock_span(moment)
    if found["part"] or edge:
        return part_span(day, found["part"] or "", edge=edge) or day_span(day)
    return day_span(day)


def _month_span(year: int, month: int, edge: str | None) -> TimeSpan:
    first, after = date(year, month, 1), month_end(year, month)
    if edge == "START":
        return days_span(first, date(year, month, 10))
    if edge == "H1":
        return days_span(first, date(year, month, 15))
    if edge == "H2":
        return days_span(date(year, month, 16), after - ONE_DAY)
    if edge == "MID":
        return days_span(date(year, month, 11), date(year, month, 20))
    if edge == "END":
        return days_span(date(year, month, 21), after - ONE_DAY)
    return make_span(
        midnight(first), midnight(after), granularity="month", edtf=f"{year:04d}-{month:02d}"
    )


def _months_span(year: int, month: int, count: int, edtf: str | None) -> TimeSpan:
    first = date(year, month, 1)
    after = add_months(first, count)
    last = add_months(first, count - 1)
    return make_span(
        midnight(first),
        midnight(after),
        granularity="month",
        edtf=edtf or f"{year:04d}-{month:02d}/{last.year:04d}-{last.month:02d}",
    )


def _year_span(year: int, edge: str | None) -> TimeSpan:
    third = {"START": 1, "MID": 5, "END": 9}.get(edge or "")
    if third:
        return _months_span(year, third, 4, None)
    return make_span(
        datetime(year, 1, 1), datetime(year + 1, 1, 1), granularity="year", edtf=f"{year:04d}"
    )


def filing_day(span: TimeSpan) -> date:
    """Return the one day an analyst files ``span`` under.

    A night goes under the day it begins, *overnight* under the morning it ends, a span of several
    days under its last day, everything else under its own day.

    >>> filing_day(overnight_span(date(2022, 3, 2)))
    datetime.date(2022, 3, 2)
    """
    return _filed(span.start, span.end, span.part)


def _filed(start: datetime, end: datetime, part: PartOfDay | None) -> date:
    if part == "overnight":
        return end.date()
    if part is not None:
        return start.date()
    return max(start, end - timedelta(microseconds=1)).date()
