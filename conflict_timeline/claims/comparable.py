"""The normalised view of one statement: what is compared instead of its words.

A ``Comparable`` is a pure function of one statement and the shipped tables of ``rules/claims``, never of the
other statements: that is what makes claims independent of the order of ingest and equal on one machine
and on many. Words are stemmed, spellings and synonyms unified, reporting words dropped; numbers, days,
cities, negated words and opposites are kept apart because the guards of ``score`` compare them one by one.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from conflict_timeline.claims.vocabulary import (
    MONTH,
    MULTIPLIER,
    NEGATOR,
    NUMBER,
    PLAIN,
    SAY,
    SCALE,
    STOP,
    WEEKDAY,
    compounds,
    look_up,
)
from conflict_timeline.model import Statement

LONGEST_TEXT = 4_000

TOKEN = re.compile(
    r"\d{1,15}(?:[.,]\d{1,15}){0,6}"
    r"|(?:[^\W\d_]\.){2,6}"
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)?"
    r"|[$%]"
)
AGENCY_DATELINE = re.compile(r"[^()]{0,90}\([A-Z][A-Za-z .]{1,20}\)\s*(?:[-–—|:]+\s*|(?=\S))")


class Comparable(NamedTuple):
    """The normalised view of one statement.

    ``words`` are the content words in order. ``day_first``/``day_last`` are
    proleptic ordinals; ``is_dated`` tells a day the text gives from one taken over from the article.
    """

    words: tuple[str, ...]
    numbers: frozenset[float]
    scales: frozenset[str]
    days: frozenset[int]
    negated: frozenset[str]
    cities: frozenset[str]
    day_first: int | None
    day_last: int | None
    is_dated: bool
    denied: bool


def comparable(statement: Statement) -> Comparable:
    """Return the normalised view of ``statement``, with its resolved day, cities and status."""
    view = comparable_text(statement.text, statement.published)
    when = statement.when
    denied = statement.status.name == "denied"
    cities = frozenset(city.casefold() for city in statement.cities)
    if when is None:
        return view._replace(cities=cities, denied=denied)
    first, last = when.span.start.date(), (when.span.end - timedelta(microseconds=1)).date()
    return view._replace(
        cities=cities,
        denied=denied,
        day_first=min(first, last, when.filing_day).toordinal(),
        day_last=max(first, last, when.filing_day).toordinal(),
        is_dated=when.basis != "document",
    )


def comparable_text(text: str, day: date | None = None) -> Comparable:
    """Return the normalised view of bare ``text`` of an article published on ``day``."""
    words: list[str] = []
    numbers: set[float] = set()
    scales: set[str] = set()
    days: set[int] = set()
    negated: set[str] = set()
    pairs = compounds()
    ordinal = day.toordinal() if day else None
    is_negated = False
    previous_kind = STOP
    number: float | None = None
    month = 0
    for normal, kind, value in map(look_up, TOKEN.findall(_without_dateline(text[:LONGEST_TEXT]))):
        if kind == PLAIN:
            if words and (joined := pairs.get((words[-1], normal))):
                words[-1] = joined
            else:
                words.append(normal)
            if is_negated:
                negated.add(words[-1])
                is_negated = False
        elif kind == STOP:
            if normal == "-":
                continue
        elif kind == NEGATOR:
            is_negated = True
        elif kind == NUMBER:
            if number is not None:
                numbers.add(number)
            number = value
            if month:
                days.add(-(month * 100 + int(value)) if value <= 31 else 0)
                number, month = None, 0
            previous_kind = kind
            continue
        elif kind == MULTIPLIER:
            number = (1.0 if number is None else number) * value
        elif kind == SCALE:
            scales.add(normal)
        elif kind == WEEKDAY:
            if previous_kind != SAY and ordinal is not None:
                days.add(ordinal - (ordinal - 1 - int(value)) % 7)
        elif kind == MONTH:
            if previous_kind == NUMBER and number is not None and number <= 31:
                days.add(-(int(value) * 100 + int(number)))
                number = None
            else:
                month = int(value)
                words.append(normal)
                previous_kind = kind
                continue
        if number is not None and kind != MULTIPLIER:
            numbers.add(number)
            number = None
        month = 0
        previous_kind = kind
    if number is not None:
        numbers.add(number)
    days.discard(0)
    return Comparable(
        words=tuple(words),
        numbers=frozenset(numbers),
        scales=frozenset(scales),
        days=frozenset(days),
        negated=frozenset(negated),
        cities=frozenset(),
        day_first=ordinal,
        day_last=ordinal,
        is_dated=False,
        denied=False,
    )


def _without_dateline(text: str) -> str:
    """Return ``text`` without an agency's dateline such as "CITY (Agency) -"."""
    found = AGENCY_DATELINE.match(text) if "(" in text[:92] else None
    return text[found.end() :] if found and found[0][0] != '"' else text
