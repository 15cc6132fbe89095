"""The normalised view of one statement: what is compared instead of its words.

A ``Comparable`` is a pure function of one statement and the shipped tables of ``rules/claims``,
never of the other statements: that is what makes claims independent of the order of ingest and
equal on one machine and on many. Words are stemmed, spellings and synonyms unified, reporting
words dropped; numbers, days, cities, negated words and opposites are kept apart because the
guards of ``score`` compare them one by one.
"""

import re
from collections.abc import Collection
from datetime import date, timedelta
from sys import intern
from typing import Any, NamedTuple

from conflict_timeline.claims.vocabulary import (
    CLOCK,
    MONTH,
    MULTIPLIER,
    NAME,
    NEGATOR,
    NUMBER,
    RAREST_BAND,
    SAY,
    SCALE,
    SOURCE,
    STOP,
    UNWILLING,
    WEEKDAY,
    agencies,
    band,
    compounds,
    place_groups,
    ranks_seen,
    words_seen,
)
from conflict_timeline.model import Statement

LONGEST_TEXT = 4_000
FEW_WORDS = 3
FUTURE = re.compile(r"\b(?:will|would|next|plan|expect|schedul|due to|to be)", re.IGNORECASE)
AGE = re.compile(r", (\d\d)(?=,)")
AGE_MARK = "\x01"
MARKS = "#@!"
NOT = "!not"
AHEAD = frozenset({"predicted", "threatened"})
SLUG = re.compile(
    r"(?:[A-Z][A-Za-z]{2,11}-)?(?:UPDATE|WRAPUP|RPT|REFILE)(?: ?\d{1,2})?-"
    r"|\((?:Updated?|UPDATED?) [^()\n]{0,60}\)"
)
SILENT = frozenset({SAY, SOURCE, NEGATOR, UNWILLING})
NOTHING = -1

TOKEN = re.compile(
    r"[^\W\d_]{2,}(?:['’ʼ][^\W\d_]+)?"
    r"|\d{1,2}:\d\d(?!\d)"
    r"|\d{1,15}(?:[.,]\d{1,15}){0,6}"
    r"|(?:[^\W\d_]\.){2,6}"
    r"|[^\W\d_](?:['’ʼ][^\W\d_]+)?"
    r"|\x01\d\d"
    r"|[$%]"
)
DATELINE = re.compile(r"[^()\n]{0,90}\(([A-Z][A-Za-z .]{1,20})\)\s*[-–—|]+\s*")


class Comparable(NamedTuple):
    """The normalised view of one statement.

    ``sequence`` is everything that is compared, in order: content words, numbers as "#13",
    weekdays and months as "@sat", "!not" before what is negated; ``words`` are its different
    content words. ``names`` are the words written with a capital. ``days`` are the days the
    text names, ``day_first`` to ``day_last`` the days of the event, all as proleptic ordinals;
    ``is_dated`` tells a day the text gives from one taken over from the article.
    ``denied`` and ``ahead`` (predicted, threatened) are what the stage of status found.
    """

    sequence: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    scales: tuple[str, ...]
    days: tuple[int, ...]
    cities: tuple[str, ...]
    day_first: int | None
    day_last: int | None
    is_dated: bool
    denied: bool
    ahead: bool


class Scene(NamedTuple):
    """What the stages before resolved: where and when it happened, whether it is denied, and
    whether it has yet to come about."""

    cities: tuple[str, ...] = ()
    day_first: int | None = None
    day_last: int | None = None
    is_dated: bool = False
    denied: bool = False
    ahead: bool = False


def comparable(statement: Statement) -> Comparable:
    """Return the normalised view of ``statement``, with its resolved day, cities and status.

    A denial of next to no words of its own ("The army denied it") says what it takes up.
    """
    view = _resolved(statement, statement.text)
    if statement.about is not None and len(view.words) < FEW_WORDS:
        return _resolved(statement, f"{statement.text} {statement.about}")
    return view


def _resolved(statement: Statement, text: str) -> Comparable:
    when, published = statement.when, statement.published
    cities = _sorted([city.casefold() for city in statement.cities])
    status = statement.status.name
    modes = status == "denied", status in AHEAD
    if when is None:
        day = published.toordinal() if published else None
        return _view(text, published, Scene(cities, day, day, False, *modes))
    first = when.span.start.toordinal()
    last = (when.span.end - timedelta(microseconds=1)).toordinal()
    filing = when.filing_day.toordinal()
    days = min(first, last, filing), max(first, last, filing)
    return _view(text, published, Scene(cities, *days, when.basis != "document", *modes))


def comparable_text(text: str, day: date | None = None) -> Comparable:
    """Return the normalised view of bare ``text`` of an article published on ``day``."""
    ordinal = day.toordinal() if day else None
    return _view(text, day, Scene((), ordinal, ordinal))


def _view(text: str, day: date | None, scene: Scene) -> Comparable:
    sequence: list[str] = []
    words: list[str] = []
    names: list[str] = []
    numbers: list[str] = []
    scales: list[str] = []
    days: list[int] = []
    number: float | None = None
    negators = month = 0
    before = NOTHING
    joined = compounds()
    for normal, kind, value in map(
        words_seen().__getitem__, TOKEN.findall(_content(text[:LONGEST_TEXT]))
    ):
        if kind == STOP:
            if before == UNWILLING and normal == "to":
                negators += 1
            before = STOP
            month = 0
            if number is not None:
                sequence.append(_written(number, numbers))
                number = None
            continue
        if negators and kind not in SILENT:
            sequence.extend([NOT] * negators)
            negators = 0
        if number is not None and kind != MULTIPLIER:
            if kind == MONTH and number <= 31:
                days.append(month_day(int(value), int(number), day))
                sequence.append(f"@{number:.0f}")
            else:
                sequence.append(_written(number, numbers))
            number = None
        if kind <= NAME:
            if words and sequence[-1] == words[-1] and (words[-1], normal) in joined:
                normal = joined[words[-1], normal]
                sequence[-1] = words[-1] = normal
            else:
                sequence.append(normal)
                words.append(normal)
            if kind == NAME and (before != NOTHING or _is_surely_name(normal)):
                names.append(normal)
        elif kind == NUMBER:
            if month and value < 100:  # "March 34" is a slip, and no count either
                days.append(month_day(month, int(value), day))
                sequence.append(f"@{value:.0f}")
            else:
                number = value
        elif kind == MULTIPLIER:
            number = value if number is None else number * value
        elif kind == NEGATOR:
            negators += 1
        elif kind == SCALE:
            sequence.append(normal)
            scales.append(normal)
        elif kind >= CLOCK:
            sequence.append(normal)
            if kind == WEEKDAY and before != SAY and day is not None:
                days.append(day.toordinal() - (day.toordinal() - 1 - int(value)) % 7)
                if FUTURE.search(text, 0, LONGEST_TEXT):  # it may as well be the coming one
                    days.append(days[-1] + 7)
        month = int(value) if kind == MONTH else 0
        before = kind
    if number is not None:
        sequence.append(_written(number, numbers))
    sequence.extend([NOT] * negators)
    if len(names) > 3 * (len(words) - len(names)):  # a headline in capitals: no sign of a name
        names = [word for word in names if _is_surely_name(word)]
    return Comparable(
        tuple(sequence),
        tuple(sorted(set(words + scales), key=ranks_seen().__getitem__)),
        _sorted(names),
        _sorted(numbers),
        _sorted(scales),
        _sorted([found for found in days if found]),
        *scene,
    )


def _is_surely_name(word: str) -> bool:
    """Return whether a capital means a name even where every word or the first has one."""
    return band(word) == RAREST_BAND or word in place_groups()


def _sorted(values: Collection[Any]) -> tuple[Any, ...]:
    """Return the different values in order: small tuples take a quarter of the memory of sets."""
    return tuple(sorted(set(values))) if len(values) > 1 else tuple(values)


def _written(number: float, numbers: list[str]) -> str:
    written = intern(f"#{number:.12g}")
    numbers.append(written)
    return written


def month_day(month: int, number: int, published: date | None) -> int:
    """Return the ordinal of that day of the month nearest before publication; 0 where there is
    none.
    """
    year = published.year if published else 2000
    try:
        found = date(year, month, number)
        if published and found > published + timedelta(days=60):
            found = date(year - 1, month, number)
    except ValueError:
        return 0
    return found.toordinal()


def _content(text: str) -> str:
    """Return ``text`` without an agency's slug ("UPDATE 2-", "(Updated 3 p.m.)") and dateline
    ("CITY (Agency) -"), and with ages marked.
    """
    if found := SLUG.match(text):
        text = text[found.end() :]
    if AGE.search(text):  # five times as fast as to replace nothing
        text = AGE.sub(rf" {AGE_MARK}\1", text)
    found = DATELINE.match(text) if "(" in text[:92] else None
    return text[found.end() :] if found and found[1].casefold() in agencies() else text
