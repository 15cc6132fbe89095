"""Resolvers that step by units: last week, the following year, the day after, later this month."""

import re
from datetime import date

from conflict_timeline.model import TimeSpan
from conflict_timeline.times.days import narrative_day
from conflict_timeline.times.quarters import quarter_ended, spoken_quarter, year_back
from conflict_timeline.times.scene import Anchor, Meaning, Scene, shift
from conflict_timeline.times.span import ONE_DAY, add_months, days_span, value_span
from conflict_timeline.times.weekdays import day_anchor, timed
from conflict_timeline.times.wording import (
    ANAPHORIC,
    STEP,
    Answer,
    Found,
    direction_of,
    edge_of,
    year_value,
)

_LENGTH = {
    "TS": "PT1S",
    "TM": "PT1M",
    "TH": "PT1H",
    "E": "P10Y",
    "C": "P100Y",
    "Q": "P3M",
    "F": "P2W",
}


def toward_unit(found: Found, scene: Scene) -> Answer:
    """Last week, this year, the following day, that same month, the past week."""
    toward, edge = direction_of(found, scene), edge_of(found, scene)
    code = scene.lexicon.value("unit", found["unit"])
    definite = scene.folded.startswith(scene.lexicon.fragments["article"] + " ", found.start())
    if (toward == "past" or (toward == "last" and definite)) and not edge and code != "WE":
        return _length_back(scene, code)
    if code == "TH" and toward in STEP.keys() | ANAPHORIC:
        return Meaning("DURATION", "PT1H", anaphoric=True)
    if code in ("TS", "TM", "TH") or (toward == "this" and code == "N"):
        return None
    if toward == "this" and code == "D" and scene.style == "narrative":
        return None
    if code == "WE" and toward == "this" and scene.tense_at(found.start(), found.end()) == "past":
        return _weekend(scene, ahead=scene.tense_at(found.start(), found.end()) == "future")
    step = STEP.get(toward, 0)
    anaphoric = toward in ANAPHORIC or (toward == "next" and (definite or code == "D"))
    meaning = stepped(scene, code, step, edge=edge, anaphoric=anaphoric)
    if meaning is None:
        return None
    if step < 0 and scene.style == "narrative":
        meaning.anchor = None  # "taken the previous year" is an aside
    if step == 0 and found["mod"]:
        meaning.span = _so_far(scene, meaning.value, scene.lexicon.value("mod", found["mod"]))
    if found["part"] and code == "D" and meaning.anchor and (day := meaning.anchor.as_date()):
        part = scene.lexicon.value("part", found["part"])
        meaning.type, meaning.value, meaning.span = "TIME", timed(day, part), None
    return meaning


def _length_back(scene: Scene, code: str) -> Meaning | None:
    if code in ("WE", "N"):
        return None
    value = _LENGTH.get(code, f"P1{code}")
    return Meaning("DURATION", value, span=looking_back(scene, value))


def _so_far(scene: Scene, value: str, mod: str) -> TimeSpan | None:
    """Earlier this week ends on the publication day, later this week begins on it."""
    whole, day = value_span(value), scene.published
    if whole is None or day is None or not whole.start.date() <= day < whole.end.date():
        return None
    if mod == "EARLIER":
        return days_span(clipped(scene, whole.start.date(), day), day)
    return days_span(day, (whole.end - ONE_DAY).date()) if mod == "LATER" else None


def looking_back(scene: Scene, value: str) -> TimeSpan | None:
    """Return the span of a duration that ends on the reference day."""
    last = scene.reference
    found = re.fullmatch(r"P(T?)(\d{1,6})([HDWMY])", value)
    if last is None or found is None or (found[1] and found[3] != "H"):
        return None
    count, unit = int(found[2]), found[3]
    if unit == "H":
        first = shift(last, -((count + 23) // 24))
    elif unit in "DW":
        first = shift(last, -count * (7 if unit == "W" else 1))
    else:
        first = add_months(last, -count * (12 if unit == "Y" else 1))
    return None if first is None else days_span(clipped(scene, first, last), last)


def clipped(scene: Scene, first: date, last: date) -> date:
    """Return ``first``, but no day before the conflict began when the window ends in it."""
    start = scene.conflict_start
    return start if start is not None and first < start <= last else first


def base_day(scene: Scene, *, anaphoric: bool, ahead: bool = False) -> date | None:
    """Return the day a step counts from; None where the text leaves it open.

    "Three days later" (``ahead``) never counts from the publication day.
    """
    last, day = scene.anchor, scene.day_anchor
    if scene.style == "narrative":
        if day is None:
            return None
        moved_on = last is not None and last.day is None
        if moved_on and last is not None and (last.year, last.month) != (day.year, day.month):
            return None
        return day.as_date()
    if anaphoric and day is not None:
        return day.as_date()
    return None if ahead and anaphoric else scene.published


def stepped(
    scene: Scene, code: str, step: int, *, edge: str | None = None, anaphoric: bool = False
) -> Meaning | None:
    """Return the unit ``step`` units from the reference: day, week, weekend, month, year, ..."""
    if code in ("D", "N", "W", "WE", "F"):
        return _stepped_days(scene, code, step, edge=edge, anaphoric=anaphoric)
    if scene.anchor is not None and (anaphoric or scene.style == "narrative"):
        year, month = scene.anchor.year, scene.anchor.month
    elif scene.published is not None:
        year, month = scene.published.year, scene.published.month
    else:
        return Meaning("DATE", "XXXX", anaphoric=anaphoric)
    meaning = _stepped_months(code, step, year, month)
    if meaning is not None:
        meaning.edge, meaning.anaphoric = edge, anaphoric
    return meaning


def _stepped_days(
    scene: Scene, code: str, step: int, *, edge: str | None, anaphoric: bool
) -> Meaning:
    by_day = code in ("D", "N")
    base = base_day(scene, anaphoric=anaphoric, ahead=step > 0)
    moved = shift(base, step * (1 if by_day else 7)) if base is not None else None
    if moved is None:
        year = year_value(scene.anchor.year) if scene.anchor else "XXXX"
        return Meaning("DATE", "XXXX-XX-XX" if by_day else f"{year}-WXX", anaphoric=anaphoric)
    if code == "N":
        value, anchor = timed(moved, "NI"), day_anchor(moved)
        return Meaning("TIME", value, anaphoric=anaphoric, anchor=anchor)
    if by_day:
        value, anchor = moved.isoformat(), day_anchor(moved)
        return Meaning("DATE", value, edge=edge, anaphoric=anaphoric, anchor=anchor)
    value = week_value(moved) + ("-WE" if code == "WE" else "")
    return Meaning("DATE", value, edge=edge, anaphoric=anaphoric)


def week_value(day: date) -> str:
    """Return the TIMEX3 value of the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _stepped_months(code: str, step: int, year: int, month: int | None) -> Meaning | None:
    if code == "Y":
        value = year_value(year + step)
        return Meaning("DATE", value, anchor=Anchor(year + step, None, None, value))
    if code in ("E", "C"):
        return Meaning("DATE", f"{year // (10 if code == 'E' else 100) + step}")
    if month is None:
        return Meaning("DATE", f"{year_value(year)}-XX")
    if code == "M":
        return month_meaning(year * 12 + month - 1 + step)
    if code == "Q":
        year, rest = divmod(year * 4 + (month - 1) // 3 + step, 4)
        return Meaning("DATE", f"{year:04d}-Q{rest + 1}")
    return None


def month_meaning(index: int) -> Meaning:
    """Return the month with a number counted from year 0."""
    year, rest = divmod(index, 12)
    value = f"{year_value(year)}-{rest + 1:02d}"
    return Meaning("DATE", value, anchor=Anchor(year, rest + 1, None, value))


_CLAUSE = re.compile(r"\s{1,4}(\w{1,20})")


def unit_after(found: Found, scene: Scene) -> Answer:
    """The day after, the year before, a day earlier, a year ago."""
    lexicon, unit, word = scene.lexicon, found["unit"], found["how"]
    how = lexicon.value("how", word)
    step = 1 if how == "ahead" else -1
    if lexicon.has("bound_how", word) and scene.style == "news" and not found["that"]:
        clause = _CLAUSE.match(scene.folded, found.end())
        joined = clause is not None and (
            lexicon.words["step_unit"][unit] != "D" or scene.looks("gerund", clause.end(), reach=5)
        )
        if joined or not scene.folded.startswith(lexicon.fragments["article"], found.start()):
            return None  # "the night after a day of tension" counts from the day it names
    code = lexicon.words["step_unit"][unit]
    if code in ("MO", "EV"):
        day = narrative_day(scene)
        moved = shift(day, step) if day else None
        if moved is None:
            return None
        return Meaning("TIME", timed(moved, code), anaphoric=True, anchor=day_anchor(moved))
    if code == "Y" and step < 0 and scene.style == "news" and not lexicon.has("plain_back", word):
        return year_back(scene, said_now=how == "ago")
    return stepped(scene, code, step, anaphoric=how != "ago")


def eve(found: Found, scene: Scene) -> Answer:
    """On the eve, on the eve of the attack."""
    return stepped(scene, "D", -1, anaphoric=True)


def the_unit(found: Found, scene: Scene) -> Answer:
    """The end of the year, over the weekend, later in the day, the quarter."""
    lexicon, edge = scene.lexicon, edge_of(found, scene)
    code = lexicon.value("unit", found["unit"])
    if found["ended"]:
        if code == "Q" and found["month_end"]:
            return quarter_ended(scene, found["month_end"])
        return Meaning("DURATION", f"P1{code}") if code in "DWMYQ" else None
    if code == "WE":
        return _weekend(scene, ahead=scene.tense_at(found.start(), found.end()) == "future")
    clause = _CLAUSE.match(scene.folded, found.end())
    if clause is not None and not found["mod"] and lexicon.has("clause_word", clause[1]):
        return None
    if edge is None and not found["mod"]:
        before = scene.word_before(found.start())
        if code in ("E", "C", "N") or (code == "D" and not lexicon.has("day_after", before)):
            return None
        if code in ("W", "M", "Y") and not lexicon.has("unit_after", before):
            return None
    if code == "Q" and (scene.period or (edge is None and scene.published is not None)):
        return Meaning("DATE", spoken_quarter(scene), anaphoric=bool(scene.period), edge=edge)
    anaphoric = scene.style == "narrative" or code in ("D", "N")
    meaning = stepped(scene, code, 0, edge=edge, anaphoric=anaphoric)
    if meaning is not None and found["mod"] and code not in ("D", "N"):
        meaning.span = _so_far(scene, meaning.value, scene.lexicon.value("mod", found["mod"]))
    return meaning


def _weekend(scene: Scene, *, ahead: bool) -> Meaning:
    base = scene.reference
    if base is None:
        return Meaning("DATE", "XXXX-WXX-WE")
    day = base if ahead or base.weekday() >= 5 else (shift(base, -7) or base)
    return Meaning("DATE", f"{week_value(day)}-WE")


def unit_end(found: Found, scene: Scene) -> Answer:
    """Year-end, month's end, midyear."""
    code = scene.lexicon.value("unit", found["unit"] or found["unit_b"])
    edge = "END" if found["unit"] else "MID"
    meaning = stepped(scene, code, 0, edge=edge)
    if meaning is not None and found["hyphen"] and code == "Y" and len(meaning.value) == 4:
        meaning.value += "-12-31"
    return meaning
