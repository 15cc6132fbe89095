"""Values of a claim in words and in cells: shared by the views and the exports."""

from datetime import date, datetime, timedelta

from conflict_timeline.model import Claim, Figure, Statement, When

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def long_day(day: date) -> str:
    """Return ``day`` as a heading: "Saturday 26 February 2022", whatever the locale."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return ``day`` as "26 Feb"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def time_words(when: When | None) -> str:
    """Return the time inside the filing day: a clock time, part of day, span of days, or ""."""
    if when is None:
        return ""
    span = when.span
    if span.part:
        return span.part
    if span.granularity in ("minute", "hour"):
        return _clock(span.start)
    last = last_day(when)
    if span.granularity == "day" or span.start.date() == last:
        return ""
    return f"{short_day(span.start.date())} – {short_day(last)}"


def last_day(when: When) -> date:
    """Return the last day of the interval; its end is exclusive."""
    end = when.span.end
    if end <= when.span.start:
        return when.span.start.date()
    return (end - timedelta(microseconds=1)).date()


def speaker_words(statement: Statement) -> str:
    """Return who says it: the speakers, else the outlet in its own voice."""
    said = ", ".join(statement.speakers)
    return said or statement.outlet or ""


def status_words(statement: Statement) -> str:
    """Return the status, with "not" where the statement says that it did not happen."""
    status = statement.status
    if status.polarity == "negative" and status.name != "denied":
        return f"{status.name} (negative)"
    return status.name


def figure_words(figure: Figure) -> str:
    """Return a figure with its unit: "at least 10 killed"."""
    if figure.value is None:
        return f"{figure.text} {figure.unit}".strip()
    number = f"{figure.value:,.0f}" if figure.value == int(figure.value) else f"{figure.value:g}"
    bound = {
        "about": "about ",
        "more_than": "more than ",
        "at_least": "at least ",
        "up_to": "up to ",
        "less_than": "less than ",
    }.get(figure.bound, "")
    return f"{bound}{number} {figure.unit}".strip()


def is_inferred(claim: Claim) -> bool:
    """Return whether the claim's day rests on an inferred publication day."""
    return claim.representative.published_basis == "inferred"


def _clock(moment: datetime) -> str:
    return f"{moment.hour:02}:{moment.minute:02}"
