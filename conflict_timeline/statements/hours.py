"""Hours, nights and steps that name no day: "at 5 a.m.", "the night", "the day before".

They are of the day that the run has reached.
"""

import re
from datetime import timedelta

from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.run import RUN_LENGTH, Carried, Dated, Run, is_beside
from conflict_timeline.statements.words import first_tense
from conflict_timeline.times.span import day_span, filing_day, moved_span, overnight_span

_STEPS = re.compile(  # "the evening before", "the next morning"; but "before dawn", "after 5 a.m."
    r"\b(?:earlier|later|next|following|previous|that|same)\b|\b(?:before|after)$"
)
_THAT = re.compile(  # the day of the sentence before, not the last date it may mention in passing
    r"(?:earlier |later )?(?:that|the same) (?:very |same )?(?:day|morning|afternoon|evening|night)"
)
_IN_THE_DAY = re.compile(r"(?:earlier|later) in the day")
_DAY_STEP = re.compile(
    r"(?:(?:the|a|one) day before(?: that)?|(?:a|one) day earlier|the (?:previous|preceding) day"
    r"|the eve"
    r"|(?P<on>the day after|(?:a|one) day (?:after|later)|the (?:next|following) day))"
)
_NEXT_PART = re.compile(
    r"(?:early |late )?the (?:next|following) (?:morning|afternoon|evening|night)"
)
NAMES_DAY = re.compile(
    r"yesterday|today|tomorrow|tonight|\bthis|\blast|\bnext|day\b|\d[/.-]\d\d?[/.-]\d"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
HOURS = frozenset({"part_of_day", "hour", "minute"})
_NIGHTS = frozenset({"night", "overnight", "evening"})
_NOON = 12
_NIGHT_LENGTH = 2  # paragraphs over which "the night" still means the last night named


def resolve_hour(dated: Dated, run: Run, line: Line) -> Dated:
    """Return an hour or a part of a day that names no day ("at 5 a.m.", "the night") on the day the
    run has reached."""
    words = fold(dated.expression or "")
    if dated.basis == "inherited" and (step := _DAY_STEP.fullmatch(words)):
        return _step_from_run(dated, run, line, 1 if step["on"] else -1)
    if _NEXT_PART.fullmatch(words) and first_tense(line.folded) != "future":
        return _part_of_next_day(dated, run, line)
    reached = _day_told(run, line) if _IN_THE_DAY.fullmatch(words) else None
    if reached:
        reason = f"{dated.reason}, on the day of “{reached.words}”"
        return dated._replace(span=day_span(filing_day(reached.span)), reason=reason)
    meant = _day_meant(run, line) if dated.basis == "inherited" and _THAT.fullmatch(words) else None
    if meant and meant.span.start.date() == filing_day(meant.span):
        moved = filing_day(meant.span) - dated.span.start.date()
        reason = f"{dated.reason}, on the day of “{meant.words}”"
        return dated._replace(span=moved_span(dated.span, moved), reason=reason)
    is_bare_clock = dated.span.granularity in ("hour", "minute") and not NAMES_DAY.search(words)
    if not (dated.basis == "inherited" or is_bare_clock) or _STEPS.search(words):
        return dated
    if is_bare_clock and _follows_a_day(dated, line):
        return dated  # "Saturday's pause was to have lasted from 9 a.m."
    if dated.span.part in ("night", "overnight"):
        return _resolve_night(dated, run, line)
    carried = _day_reached(run, line)
    span = dated.span
    day = filing_day(carried.span) if carried else run.published
    if day is None or span.granularity not in HOURS:
        return dated
    is_night = carried is not None and carried.span.part in ("evening", "night")
    if is_night and span.start.hour < _NOON and (run.published is None or day < run.published):
        day += timedelta(days=1)
    moved = day - span.start.date()
    if not moved:
        return dated
    told = f"the day of “{carried.words}”" if carried else "the day of publication"
    return dated._replace(span=moved_span(span, moved), reason=f"{dated.reason}, on {told}")


def _part_of_next_day(dated: Dated, run: Run, line: Line) -> Dated:
    """Return "the next morning" as that of the day after the one last named."""
    carried = _day_told(run, line)
    if carried is None or _follows_a_day(dated, line):
        return dated
    moved = filing_day(carried.span) + timedelta(days=1) - dated.span.start.date()
    reason = f"{dated.reason}, counted from “{carried.words}”"
    return dated._replace(span=moved_span(dated.span, moved), reason=reason)


def _follows_a_day(dated: Dated, line: Line) -> bool:
    """Return whether a sentence names a day before the hour that dates it."""
    at = next((e.start for e in line.times if e.text == dated.expression), line.sentence.start)
    return any(
        e.start < at and e.span is not None and e.span.granularity == "day" and not e.anaphoric
        for e in line.times
    )


def _step_from_run(dated: Dated, run: Run, line: Line, step: int) -> Dated:
    """Return "the day before" as the day before the one the run has reached."""
    carried = _day_told(run, line)
    if carried is None:
        return dated
    day = filing_day(carried.span) + timedelta(days=step)
    if run.first_day and day < run.first_day <= day + timedelta(days=1):
        day = run.first_day  # no event of a war is told as the day before it
    if run.published and day > run.published and first_tense(line.folded) == "past":
        return dated._replace(span=day_span(run.published))
    reason = f"{dated.reason}, counted from “{carried.words}”"
    return dated._replace(span=day_span(day), reason=reason)


def _day_told(run: Run, line: Line) -> Carried | None:
    """Return the day last named in the paragraph, else the one that the text has reached."""
    named = run.named
    is_here = named is not None and named.paragraph == line.sentence.paragraph
    return named if is_here else _day_reached(run, line)


def _day_meant(run: Run, line: Line) -> Carried | None:
    """Return the day that "that evening" means: the one last named, here or a paragraph before."""
    named = run.named
    return named if named and is_beside(named, line) else _day_reached(run, line)


def _day_reached(run: Run, line: Line) -> Carried | None:
    """Return the day that the text has reached: of the look back it is in, else of the news."""
    carried = run.aside
    if carried is None or carried.paragraph != line.sentence.paragraph:
        carried = run.news
    if carried and line.sentence.paragraph - carried.last_paragraph > RUN_LENGTH:
        return None
    return carried


def _resolve_night(dated: Dated, run: Run, line: Line) -> Dated:
    """Return "the night" as the night the run is about, else as the one before publication."""
    carried, aside = run.news, run.aside
    if aside and aside.paragraph == line.sentence.paragraph and aside.span.part in _NIGHTS:
        carried = aside
    if (
        carried
        and carried.span.part in _NIGHTS
        and line.sentence.paragraph - carried.last_paragraph <= _NIGHT_LENGTH
    ):
        reason = f"{dated.reason}, the night of “{carried.words}”"
        return dated._replace(span=carried.span, reason=reason)
    is_tonight = dated.span.part == "night" and filing_day(dated.span) == run.published
    if run.published and is_tonight:
        reason = f"{dated.reason}, the night before publication"
        return dated._replace(span=overnight_span(run.published), basis="relative", reason=reason)
    return dated
