"""Clues from calendar dates: a date line that leaves something open, past events and plans."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from conflict_timeline.dating.clue import WEEKDAYS, Clue, Test
from conflict_timeline.dating.planned import looks_forward
from conflict_timeline.model import Evidence, TimeExpression
from conflict_timeline.reading.dates import WrittenDate, calendar_day
from conflict_timeline.reading.published import find_dateline, find_header
from conflict_timeline.rules.trie import compile_trie, fold

SAME_YEAR = 300  # days for which a day of the month may go without its year
_MOST_CLUES = 300  # different dates in one text that count


def stated_clues(text: str, dates: Sequence[WrittenDate]) -> Iterator[Clue]:
    """A date line or dateline that leaves the year or the order of the numbers open."""
    for stated in (find_header(text)[0], find_dateline(text)):
        if stated is None or stated.day is not None or not stated.evidence:
            continue
        proof = stated.evidence[0]
        written = next((one for one in dates if one.start == proof.start), None)
        if written is not None:
            yield Clue(proof, _on_stated_day(written, _weekday_beside(text, written)), written.days)
            return


def _on_stated_day(written: WrittenDate, weekday: int | None) -> Test:
    def allows(one: date) -> bool:
        if written.days:
            fits = one in written.days
        else:
            fits = (one.month, one.day) == (written.month, written.day)
        return fits and (weekday is None or one.weekday() == weekday)

    return allows


def calendar_clues(
    text: str, dates: Sequence[WrittenDate], times: Sequence[TimeExpression]
) -> Iterator[Clue]:
    """A dated past event is a lower bound, a dated plan an upper bound."""
    tenses = [(time.start, time.end, time.tense) for time in times if time.tense]
    position = 0
    seen: set[tuple[object, ...]] = set()
    for written in dates:
        while position < len(tenses) and tenses[position][1] <= written.start:
            position += 1
        if position == len(tenses):
            return
        start, _, tense = tenses[position]
        if start >= written.end or len(written.days) > 1:
            continue
        weekday = _weekday_beside(text, written)
        same = (written.month, written.day, written.days, tense, weekday)
        if same in seen or len(seen) >= _MOST_CLUES:
            continue
        seen.add(same)
        words = text[written.start : written.end]
        if tense == "past":
            proof = Evidence(words, written.start, written.end, "already past when it was written")
            yield Clue(proof, _after(written, weekday))
        elif looks_forward(text, written.start):
            proof = Evidence(words, written.start, written.end, "still to come when it was written")
            yield Clue(proof, _before(written, weekday))


def _after(written: WrittenDate, weekday: int | None) -> Test:
    if written.days:
        return lambda one: one >= written.days[0]

    def allows(one: date) -> bool:
        past = _latest(written, one)
        return (
            past is not None
            and (one - past).days <= SAME_YEAR
            and (weekday is None or past.weekday() == weekday)
        )

    return allows


def _before(written: WrittenDate, weekday: int | None) -> Test:
    if written.days:
        return lambda one: one <= written.days[0]

    def allows(one: date) -> bool:
        years = (one.year, one.year + 1)
        coming = [
            day
            for year in years
            if (day := calendar_day(year, written.month, written.day)) and day >= one
        ]
        return bool(coming) and (
            (coming[0] - one).days <= SAME_YEAR
            and (weekday is None or coming[0].weekday() == weekday)
        )

    return allows


def _latest(written: WrittenDate, one: date) -> date | None:
    for year in (one.year, one.year - 1):
        day = calendar_day(year, written.month, written.day)
        if day and day <= one:
            return day
    return None


def _weekday_beside(text: str, written: WrittenDate) -> int | None:
    """Return the weekday written next to a date ("Wednesday, 2 March"), or ``None``."""
    before = fold(text[max(0, written.start - 12) : written.start])
    names = list(_weekday_names().finditer(before))
    if not names or before[names[-1].end() :].strip(" ,\n"):
        return None
    return [name.lower() for name in WEEKDAYS].index(names[-1][0])


@cache
def _weekday_names() -> re.Pattern[str]:
    return compile_trie(name.lower() for name in WEEKDAYS)
