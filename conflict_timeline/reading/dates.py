"""Finds calendar dates as articles write their own: `written_dates`.

Works only on the short stretches where a publication date may stand (the head of a text, a field, a
file name), in the languages of ``rules/published/months.tsv``. No date here depends on the clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from conflict_timeline.rules.loader import Rule, load_stage, read_table
from conflict_timeline.rules.trie import fold, trie_pattern

STAGE = "published"
_CENTURY = 2000  # of "02/27/22"
KEYS = frozenset({"partial", "lines", "rank", "whole", "capital", "basis", "needs", "opens"})

# Arabic-Indic and Persian digits, one for one, so that offsets stay.
_DIGITS = {0x660 + n: str(n) for n in range(10)} | {0x6F0 + n: str(n) for n in range(10)}


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text: its span, and the days it may mean.

    ``days`` holds one day, or two when 03/04/2022 leaves it open; it is empty when the year is not
    written, and then ``month`` and ``day`` say what is known.
    """

    start: int
    end: int
    days: tuple[date, ...]
    month: int
    day: int


def published_rules(prefix: str) -> tuple[Rule, ...]:
    """Return the rules of this stage whose id begins with ``prefix`` ("date.", "header.", ...)."""
    return tuple(
        rule
        for file in load_stage(STAGE, KEYS)
        for rule in file.rules
        if rule.id.startswith(prefix)
    )


def published_vocabulary(name: str) -> tuple[str, ...]:
    """Return the words of one vocabulary of this stage's rule files."""
    return tuple(word for file in load_stage(STAGE, KEYS) for word in file.vocabulary.get(name, ()))


def written_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDate]:
    """Yield every date written in ``text[start:end]``, in order and without overlap."""
    begin, stop = start, len(text) if end is None else end
    folded = fold(text[begin:stop])
    if not folded.isascii():
        folded = folded.translate(_DIGITS)
    triggers, rules = _compiled()
    taken = 0
    for trigger in triggers.finditer(folded):
        if trigger.start() < taken:
            continue
        for partial, pattern in rules:
            found = pattern.match(folded, trigger.start())
            if found and (written := _read(found, partial, begin)):
                taken = found.end()
                yield written
                break


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of every month word, folded."""
    return {fold(word): int(number) for number, word, _ in read_table(STAGE, "months.tsv")}


@cache
def _ordinal_numbers() -> dict[str, int]:
    return {word: int(number) for number, word in read_table(STAGE, "ordinals.tsv")}


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[tuple[bool, re.Pattern[str]], ...]]:
    months, ordinals = trie_pattern(month_numbers()), trie_pattern(_ordinal_numbers())
    triggers = re.compile(rf"(?<![\w.])(?:\d|(?:{months}|{ordinals})(?!\w))")
    rules = []
    for rule in published_rules("date."):
        pattern = rule.pattern.replace("{month}", f"(?:{months})")
        pattern = pattern.replace("{ordinal}", f"(?:{ordinals})")
        rules.append((bool(rule.fields.get("partial")), re.compile(pattern)))
    rules.sort(key=lambda row: row[0])  # a full date before one without its year
    return triggers, tuple(rules)


def _read(found: re.Match[str], partial: bool, offset: int) -> WrittenDate | None:
    groups = found.groupdict()
    day = _ordinal_numbers()[word] if (word := groups.get("ordinal")) else int(groups["day"])
    if word := groups.get("month"):
        month, swapped = month_numbers()[re.sub(r"\s+", " ", word)], False
    else:
        month, swapped = int(groups["number"]), groups.get("mark") in ("/", "-")
    start, end = found.start() + offset, found.end() + offset
    if partial:
        if not 1 <= day <= 31 or calendar_day(2000, month, day) is None:
            return None
        return WrittenDate(start, end, (), month, day)
    year = int(groups["year"])
    year += _CENTURY if year < 100 else 0
    readings = [calendar_day(year, month, day)]
    if swapped and groups["day"] and found.start("day") < found.start("year"):
        readings.append(calendar_day(year, day, month))
    days = tuple(dict.fromkeys(reading for reading in readings if reading))
    return WrittenDate(start, end, days, days[0].month, days[0].day) if days else None


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or ``None`` where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
