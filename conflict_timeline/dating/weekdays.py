"""Clues from weekdays: past here and to come there, a night just ended, the last one told."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from conflict_timeline.dating.clue import WEEKDAYS, Clue, Test, counting_words
from conflict_timeline.dating.planned import looks_forward
from conflict_timeline.model import Evidence, TimeExpression
from conflict_timeline.rules.trie import compile_trie, fold

_FEW_DAYS = 3  # so many possible days may be told apart by a weekday that is named only once
_NEAR = 3  # days between the day of writing and the other weekdays that news names bare
_FAR = 4  # the same where the last of them is looked for: seven days hold no wider gap twice
_LEAD = 600  # characters in which title, dateline and first sentence stand
_SENTENCE_END = re.compile(r"[a-z\d)][.!?][\"”’]?\s")
_MOST_MENTIONS = 6  # of one weekday that are kept as evidence


def weekday_clues(text: str, times: Sequence[TimeExpression]) -> Iterator[Clue]:
    """A weekday that is past in one sentence and to come in another is the day of writing itself.

    A bare "Wednesday" names one day within one article. If it lies behind in one place and ahead
    in another, it is the day on which the article was written. So is the last weekday named, when a
    night that has just ended is told on it.
    """
    past, future = _weekdays_named(text, times)
    both = {time.weekday for time in past} & {time.weekday for time in future}
    if len(both) == 1:
        weekday = both.pop() or 0
        if _reach(weekday, past, future) > _NEAR:
            return
        for chosen, proves in (
            (past, "already past: written on that day or later"),
            (future, "still to come: written on that day or earlier"),
        ):
            same = [time for time in chosen if time.weekday == weekday]
            for time in same[:_MOST_MENTIONS]:
                proof = Evidence(time.text, time.start, time.end, proves)
                yield Clue(proof, _on_weekday(weekday))
    elif not both:
        yield from _morning_after(text, past)


def _weekdays_named(
    text: str, times: Sequence[TimeExpression]
) -> tuple[list[TimeExpression], list[TimeExpression]]:
    """Return the bare weekdays of the past tense, and those of what is planned."""
    bare = [time for time in times if time.tense and _is_bare_weekday(text, time)]
    past = [time for time in bare if time.tense == "past"]
    return past, [t for t in bare if t.tense == "future" and looks_forward(text, t.start)]


def _reach(weekday: int, past: Sequence[TimeExpression], future: Sequence[TimeExpression]) -> int:
    """Return how many days the other weekdays lie behind or ahead of it, at most."""
    behind = ((weekday - time.weekday) % 7 for time in past if time.weekday is not None)
    ahead = ((time.weekday - weekday) % 7 for time in future if time.weekday is not None)
    return max((*behind, *ahead), default=0)


def _morning_after(text: str, past: Sequence[TimeExpression]) -> Iterator[Clue]:
    """A night that has just ended, told on the last of the one or two weekdays that are named."""
    named = {time.weekday for time in past if time.weekday is not None}
    nights = compile_trie(counting_words("night"))
    for time in past:
        if time.weekday is None:
            continue
        start, end = _sentence_around(text, time)
        if not nights.search(fold(text[start:end])):
            continue
        weekday = time.weekday
        if all((weekday - other) % 7 <= 1 for other in named):
            proof = Evidence(
                text[start:end].strip()[:160],
                start,
                end,
                f"the night had just ended: written on that {WEEKDAYS[weekday]}",
            )
            yield Clue(proof, _on_weekday(weekday))
            return


def told_on(text: str, times: Sequence[TimeExpression], days: Sequence[date]) -> list[Clue]:
    """Return the clue that leaves one of ``days``: the last weekday on which something is told.

    News names the weekdays of the last days and of the day it is written on, and of those the last
    comes last: with "Saturday" and "Sunday" behind and "Monday" ahead it is Sunday. Of 312 dated
    articles on Libya in 2011 in which at least two mentions said so, 73 in 100 were published on
    that day and 22 on the next one, from which all these weekdays mean the same days.
    """
    past, future = _weekdays_named(text, times)
    named = Counter(time.weekday for time in past if time.weekday is not None)
    led_by = _weekday_of_lead(text, past) if len(named) > 1 else None
    weekday = _last_told(past, future, named)
    if weekday is None and led_by is not None and led_by == _last_told(past, (), named):
        weekday = led_by  # what is planned for next week lies further ahead than the news behind
    if weekday is None:
        return []
    fitting = [day for day in days if day.weekday() == weekday]
    is_firm = named[weekday] > 1 or weekday == led_by or len(days) <= _FEW_DAYS
    if len(fitting) != 1 or not is_firm:
        return []
    told = next(time for time in past if time.weekday == weekday)
    proves = f"the last weekday told: written on that {WEEKDAYS[weekday]}"
    return [
        Clue(Evidence(told.text, told.start, told.end, proves), _on_weekday(weekday), (fitting[0],))
    ]


def _last_told(
    past: Sequence[TimeExpression], future: Sequence[TimeExpression], named: Collection[int]
) -> int | None:
    """Return the weekday from which all others lie nearest, if that is one and they are near."""
    reach = {weekday: _reach(weekday, past, future) for weekday in named}
    last = [weekday for weekday in named if reach[weekday] == min(reach.values())]
    return last[0] if len(last) == 1 and reach[last[0]] <= _FAR else None


def _weekday_of_lead(text: str, past: Sequence[TimeExpression]) -> int | None:
    """Return the weekday that the first sentence names, if it names one: news opens with what it
    was written about."""
    if not past:
        return None
    first = past[0]
    before = text[: first.start].rstrip()
    is_lead = not _SENTENCE_END.search(before) and first.start < _LEAD
    return first.weekday if is_lead else None


def _on_weekday(weekday: int) -> Test:
    return lambda one: one.weekday() == weekday


def _is_bare_weekday(text: str, time: TimeExpression) -> bool:
    """Return whether the expression names a weekday without "last", "next" or a calendar date."""
    if time.weekday is None or time.type == "SET" or any(char.isdigit() for char in time.text):
        return False
    before = fold(text[max(0, time.start - 10) : time.start]).split()
    words = set(fold(time.text).split())
    if before and not before[-1].endswith((".", ",", ";")):
        words.add(before[-1])
    after = text[time.end : time.end + 4].lstrip(" ,")
    return not words & set(counting_words("direction")) and not after[:1].isdigit()


def _sentence_around(text: str, time: TimeExpression) -> tuple[int, int]:
    """Return roughly the sentence that holds an expression, at most 300 characters either way."""
    first, last = max(0, time.start - 300), min(len(text), time.end + 300)
    start = max(text.rfind(mark, first, time.start) for mark in (". ", ".\n", "\n", "? ", "! "))
    ends = [text.find(mark, time.end, last) for mark in (". ", ".\n", "\n", "? ", "! ")]
    found = [end for end in ends if end >= 0]
    return max(first, start + 1), min(found) + 1 if found else last
