"""Infers the day of an article that states none: `date_article`.

Every clue in the text allows some days and forbids others: past events named by weekday, votes
still to come, "overnight", days counted from the start of the war, days of the month without a
year. The days that every clue allows are the answer: exactly one is *inferred*, more are
*candidates*. No date is the article's own merely because it is the only full one in the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from conflict_timeline.conflicts import Conflict
from conflict_timeline.dating.calendar import calendar_clues, stated_clues
from conflict_timeline.dating.clue import Clue
from conflict_timeline.dating.counted import counted, counting_clues, first_day_named
from conflict_timeline.dating.weekdays import told_on, weekday_clues
from conflict_timeline.model import Evidence, Published, TimeExpression
from conflict_timeline.reading.dates import WrittenDate, calendar_day, written_dates

_LONGEST_WAR = timedelta(days=5_500)
_AFTERMATH = timedelta(days=120)
_BESIDE = timedelta(days=45)  # how far from its dated neighbours an article may lie
_CLOSE = timedelta(days=10)
_MOST_LISTED = 10
_MOST_REMAINING = 366  # of more days than a year, the first and the last say nothing


def date_article(
    text: str,
    times: Sequence[TimeExpression],
    *,
    neighbours: Sequence[date] = (),
    conflict: Conflict | None = None,
) -> Published:
    """Return the day an article was written: *inferred* when exactly one is possible, else open.

    ``times`` are the expressions of the text, found without a publication day (weekday and tense
    are what counts); ``neighbours`` the days of dated articles read beside it, which may settle the
    year; ``conflict`` the war it is about. The evidence names every clue that was used.
    """
    dates = list(written_dates(text))
    start, start_evidence = _first_day(text, dates, neighbours, conflict)
    margin = conflict.margin if conflict else 1
    counts = list(counting_clues(text, start, margin=margin)) if start else []
    clues = [
        *stated_clues(text, dates),
        *calendar_clues(text, dates, times),
        *(first_day_named(text, dates, start) if start else ()),
        *weekday_clues(text, times),
    ]
    window = _stated_window(clues) or _window(start, neighbours, conflict, [*clues, *counts])
    if window is None or not (clues or counts):
        return Published(None, "none", tuple(clue.evidence for clue in [*clues, *counts]))
    days = list(_days(*window))
    clues += _furthest(counts, days)
    days = [day for day in days if all(clue.allows(day) for clue in clues)]
    beside = _beside(days, neighbours)
    evidence = [*start_evidence, *(clue.evidence for clue in clues)]
    if neighbours and beside and len(beside) < len(days):
        days = beside
        evidence.append(_beside_evidence(neighbours))
    if len(days) > 1:
        told = told_on(text, times, days)
        days = [day for clue in told for day in clue.days] or days
        evidence.extend(clue.evidence for clue in told)
    evidence.sort(key=lambda proof: (proof.start is None, proof.start or 0))
    if len(days) == 1:
        return Published(days[0], "inferred", tuple(evidence))
    if len(days) > _MOST_REMAINING:
        return Published(None, "none", tuple(evidence))
    if len(days) > _MOST_LISTED:
        note = f"{len(days)} days are possible; the first and the last are listed"
        evidence.append(Evidence(f"{days[0]} to {days[-1]}", None, None, note))
        days = [days[0], days[-1]]
    return Published(None, "none", tuple(evidence), tuple(days))


def neighbouring_days(published: Iterable[Published]) -> tuple[date, ...]:
    """Return the days of articles that are dated beyond doubt, for `date_article`."""
    sure = (one for one in published if one.basis not in ("inferred", "none"))
    return tuple(sorted({one.day for one in sure if one.day is not None}))


def _first_day(
    text: str,
    dates: Sequence[WrittenDate],
    neighbours: Sequence[date],
    conflict: Conflict | None,
) -> tuple[date | None, list[Evidence]]:
    """Return the first day of the war: the table's, or the one the text itself gives."""
    if conflict is not None:
        proof = Evidence(conflict.name, None, None, f"it began on {conflict.start.isoformat()}")
        return conflict.start, [proof]
    for rule, _, found, base in counted(text):
        if rule.fields["resolve"] != "began":
            continue
        where = base + found.start("date")
        written = next((one for one in dates if one.start <= where < one.end), None)
        day = _with_year(written, neighbours) if written else None
        if day:
            words = text[base + found.start() : base + found.end()]
            proof = Evidence(
                words, base + found.start(), base + found.end(), f"the war began on {day}"
            )
            return day, [proof]
    return None, []


def _with_year(written: WrittenDate, neighbours: Sequence[date]) -> date | None:
    """Return the day, its year taken from the neighbours where it is not written."""
    if len(written.days) == 1:
        return written.days[0]
    if not neighbours or written.days:
        return None
    last = max(neighbours)
    fitting = [
        day
        for year in (last.year, last.year - 1)
        if (day := calendar_day(year, written.month, written.day)) and day <= last + _BESIDE
    ]
    return fitting[0] if fitting else None


def _stated_window(clues: Sequence[Clue]) -> tuple[date, date] | None:
    """Return the span of the days that a date line names in full, or ``None``."""
    days = [day for clue in clues for day in clue.days]
    return (min(days), max(days)) if days else None


def _furthest(counts: Sequence[Clue], days: Sequence[date]) -> list[Clue]:
    """Return the counts that fit the one which reaches furthest into ``days``.

    "On the second day of the war" may look back from the third week; no count looks ahead.
    """
    allowed = [{day for day in days if clue.allows(day)} for clue in counts]
    latest = max(filter(None, allowed), key=max, default=set())
    return [clue for clue, found in zip(counts, allowed, strict=True) if found & latest]


def _window(
    start: date | None,
    neighbours: Sequence[date],
    conflict: Conflict | None,
    clues: Sequence[Clue],
) -> tuple[date, date] | None:
    """Return the first and last day that are possible at all, ``None`` when nothing bounds them."""
    if start is not None:
        end = conflict.end + _AFTERMATH if conflict and conflict.end else start + _LONGEST_WAR
        return start, end
    if neighbours and clues:
        return min(neighbours) - _BESIDE, max(neighbours) + _BESIDE
    return None


def _beside(days: Sequence[date], neighbours: Sequence[date]) -> list[date]:
    """Return the days that lie beside the dated neighbours.

    Where only the year is open, a day in the very weeks of the neighbours comes before one that is
    merely near: a folder may hold two wars.
    """
    gaps = {day: min(abs(day - other) for other in neighbours) for day in days if neighbours}
    near = [day for day in days if neighbours and gaps[day] <= _BESIDE]
    if len({(day.month, day.day) for day in near}) == 1 < len(near):
        close = [day for day in near if gaps[day] <= _CLOSE]
        return close or near
    return near


def _beside_evidence(neighbours: Sequence[date]) -> Evidence:
    first, last = min(neighbours).isoformat(), max(neighbours).isoformat()
    span = first if first == last else f"{first} to {last}"
    return Evidence(span, None, None, "the days of the dated articles beside it")


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
