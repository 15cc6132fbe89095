"""Resolvers for words that point: weekdays, parts of the day, today, last week, the following year."""

import re
from datetime import date

from conflict_timeline.model import TimeSpan
from conflict_timeline.times.calendar import Answer, Found, base_year, edge_of, quarter_ended
from conflict_timeline.times.scene import Anchor, Meaning, Scene, Tense, make_date, shift
from conflict_timeline.times.span import (
    ONE_DAY,
    add_months,
    days_span,
    overnight_span,
    part_span,
    value_span,
)

_BACK = frozenset({"last", "past", "previous"})
_FORWARD = frozenset({"next", "coming", "following"})


def day_anchor(day: date, value: str = "") -> Anchor:
    """Return the anchor of one day, or of the part of it that ``value`` names."""
    return Anchor(day.year, day.month, day.day, value or day.isoformat())


def timed(day: date, code: str) -> str:
    """Return the TIMEX3 value of a part of a day."""
    return f"{day.isoformat()}{code}" if code.startswith("T") else f"{day.isoformat()}T{code}"


def weekday_day(
    scene: Scene, weekday: int, toward: str, tense: Tense | None, base: date | None
) -> date | None:
    """Return the day of a weekday: back in the past tense (0 to 6 days), forward in the future.

    "The previous Friday" that would fall before the conflict began is the latest Friday instead.
    """
    if base is None:
        return None
    back = (base.weekday() - weekday) % 7
    if toward in _FORWARD:
        return shift(base, (weekday - base.weekday()) % 7 or 7)
    if toward in _BACK:
        day = shift(base, -(back or 7))
        named = scene.day_anchor.as_date() if scene.day_anchor else None
        if toward == "previous" and named is not None and day == named:
            day = shift(named, -7)  # "2,082 points on Friday ... on the previous Friday"
        return _not_before_conflict(scene, day, weekday)
    if toward == "this":
        return shift(base, (weekday - base.weekday()) % 7 if tense == "future" else -back)
    if tense == "future":
        return shift(base, (weekday - base.weekday()) % 7)
    return shift(base, -back)


def nearest_weekday(base: date, weekday: int) -> date | None:
    """Return the weekday that lies nearest to ``base``, the later one of two."""
    ahead = (weekday - base.weekday()) % 7
    return shift(base, ahead if ahead <= 3 else ahead - 7)


def _either_way(scene: Scene, found: Found) -> bool:
    """Whether the word before ("until", "starting") leaves open if the weekday is past or to come."""
    before = scene.folded[max(0, found.start() - 12) : found.start()].split()
    return bool(before) and before[-1] in scene.lexicon.words["either_way"]


def _not_before_conflict(scene: Scene, day: date | None, weekday: int) -> date | None:
    start, published = scene.conflict_start, scene.published
    if day is None or start is None or published is None or day >= start or published < start:
        return day
    latest = shift(published, -((published.weekday() - weekday) % 7))
    return latest if latest is not None and latest >= start else day


def weekday(found: Found, scene: Scene) -> Answer:
    """Friday, last Friday, Saturday morning, late Tuesday, every Thursday."""
    groups = found.groupdict()
    if not scene.text[found.start("weekday")].isupper():
        return None
    word = found["weekday"]
    words = scene.lexicon.words
    number = int(words["weekday"].get(word) or words["weekday_short"][word])
    toward_word = groups.get("toward") or ""
    part = groups.get("part")
    code = scene.lexicon.value("part", part) if part else ""
    if toward_word in ("each", "every"):
        return Meaning(
            "SET", f"XXXX-WXX-{number + 1}" + (f"T{code}" if code else ""), weekday=number
        )
    toward = words["toward"].get(" ".join(toward_word.split()), "")
    tense = scene.tense_at(found.start(), found.end())
    anaphoric = toward in ("that", "same", "following", "previous")
    base = scene.reference
    if anaphoric and scene.day_anchor is not None and toward != "previous":
        base = scene.day_anchor.as_date() or base
    day = weekday_day(scene, number, toward, tense, base)
    if not toward and tense != "future" and base is not None and _either_way(scene, found):
        day = nearest_weekday(base, number)
    edge = edge_of(found) or {"early": "START", "late": "END"}.get(groups.get("mod_b") or "")
    if day is None:
        value = f"XXXX-WXX-{number + 1}" + (f"T{code}" if code else "")
        kind = "TIME" if code else "DATE"
        return Meaning(kind, value, weekday=number, tense=tense, edge=edge, anaphoric=anaphoric)
    if not code:
        return Meaning(
            "DATE", day.isoformat(), weekday=number, tense=tense, edge=edge,
            anchor=day_anchor(day), anaphoric=anaphoric,
        )  # fmt: skip
    return Meaning(
        "TIME", timed(day, code), span=part_span(day, code, edge=edge), weekday=number,
        tense=tense, edge=edge, anchor=day_anchor(day, timed(day, code)), anaphoric=anaphoric,
    )  # fmt: skip


def weekdays(found: Found, scene: Scene) -> Answer:
    """Fridays, Tuesday nights."""
    words = scene.lexicon.words
    number = words["weekdays"].get(found["weekday"] or "") or words["weekday"][found["weekday_b"]]
    part = found["part"] or found["part_b"]
    code = ""
    if part:
        code = "T" + (words["part"].get(part) or words["parts"][part])
    return Meaning("SET", f"XXXX-WXX-{int(number) + 1}{code}", weekday=int(number))


def narrative_day(scene: Scene) -> date | None:
    """Return the day the text spoke of last, in news else the publication day."""
    if scene.day_anchor is not None:
        return scene.day_anchor.as_date()
    return scene.published if scene.style == "news" else None


def part_of_day(found: Found, scene: Scene) -> Answer:
    """This morning, last night, that evening, the night, at dawn."""
    code = scene.lexicon.value("part", found["part"])
    toward_word = " ".join((found["toward"] or "").split())
    toward = scene.lexicon.words["toward"].get(toward_word, "")
    edge = edge_of(found)
    anaphoric = toward in ("that", "same", "following", "previous") or bool(found["the"])
    if not toward and not found["the"] and edge is None:
        return None
    if not anaphoric and toward in ("this", "last", "next", "") and scene.style == "news":
        day = scene.published
    else:
        day = narrative_day(scene)
    if not toward and not found["the"]:
        day, anaphoric = narrative_day(scene), True
    if day is None:
        if toward or found["the"] and code == "NI":
            return Meaning("TIME", f"XXXX-XX-XXT{code.removeprefix('T')}", anaphoric=anaphoric)
        return Meaning("TIME", f"XXXX-XX-XXT{code.removeprefix('T')}", anaphoric=True)
    if found["the"] and code == "NI" and scene.style == "news" and edge is None:
        return _the_night(scene, day)
    if toward == "last":
        day = shift(day, -1) or day
    elif toward in ("next", "following", "coming"):
        day = shift(day, 1) or day
    elif toward == "previous":
        day = shift(day, -1) or day
    return Meaning(
        "TIME", timed(day, code), span=None if code.startswith("T") else part_span(day, code, edge=edge),
        edge=edge, anaphoric=anaphoric, anchor=day_anchor(day),
    )  # fmt: skip


def _the_night(scene: Scene, day: date) -> Meaning:
    """The night: the one just named, else the one that ended on the morning of the day."""
    if scene.anchor is not None and scene.anchor.value.endswith("TNI"):
        return Meaning("TIME", timed(day, "NI"), anaphoric=True)
    before = shift(day, -1) or day
    return Meaning("TIME", timed(before, "NI"), span=overnight_span(day), anaphoric=True)


def bare_part(found: Found, scene: Scene) -> Answer:
    """Noon, midnight, night: a part of the day that nothing points at."""
    code = scene.lexicon.value("part", found["part"])
    day = narrative_day(scene)
    if found["weekday"]:
        number = int(scene.lexicon.words["weekday"][found["weekday"]])
        tense = scene.tense_at(found.start(), found.end())
        day = weekday_day(scene, number, "", tense, scene.reference)
        if day is None:
            return Meaning(
                "TIME",
                f"XXXX-WXX-{number + 1}T{code.removeprefix('T')}",
                weekday=number,
                tense=tense,
            )
        return Meaning(
            "TIME", timed(day, code), weekday=number, tense=tense, anchor=day_anchor(day)
        )
    if found["word"]:
        return None
    before = scene.folded[max(0, found.start() - 8) : found.start()].split()[-1:]
    if not code.startswith("T") and before and before[0] in scene.lexicon.words["part_after"]:
        if code != "NI" and day is not None:
            return Meaning("TIME", timed(day, code), anaphoric=True)
        if (
            day is not None
            and before[0] == "by"
            or before[0] == "at"
            and day is not None
            and scene.style == "news"
        ):
            return Meaning("TIME", timed(day, code), anaphoric=True)
    if not code.startswith("T"):
        if scene.style == "news" or code not in ("NI", "DT"):
            return None
        return Meaning("TIME", f"XXXX-XX-XXT{code}", anaphoric=True)
    if found["part"] == "midday" and day is None:
        return None
    if day is None:
        return Meaning("TIME", f"XXXX-XX-XX{code}", anaphoric=True)
    return Meaning("TIME", timed(day, code), anaphoric=True)


def overnight(found: Found, scene: Scene) -> Answer:
    """Overnight: the night that ended on the morning of the document, or of the weekday beside it."""
    morning = scene.reference
    number: int | None = None
    if found["weekday"]:
        number = int(scene.lexicon.words["weekday"][found["weekday"]])
        morning = weekday_day(scene, number, "", "past", morning)
    if morning is None:
        return Meaning("TIME", "XXXX-XX-XXTNI", weekday=number, tense="past")
    before = shift(morning, -1) or morning
    return Meaning(
        "TIME", timed(before, "NI"), span=overnight_span(morning), weekday=number, tense="past"
    )


def deictic(found: Found, scene: Scene) -> Answer:
    """Today, yesterday evening, the day after tomorrow, later today."""
    step = int(scene.lexicon.words["deictic"][found["word"]])
    if found["beyond"]:
        step += 1 if found["beyond"].endswith("after") else -1
    part = found["part"] or found["part_b"]
    code = scene.lexicon.value("part", part) if part else ""
    base = scene.published if scene.style == "news" else None
    if scene.style == "narrative":
        if step == 0 and not part:
            return Meaning("DATE", "PRESENT_REF")
        base = narrative_day(scene)
    day = shift(base, step) if base is not None else None
    tense: Tense | None = "past" if step < 0 else "future" if step > 0 else None
    edge = edge_of(found)
    if day is None:
        return Meaning("DATE", "", tense=tense)
    if code:
        return Meaning(
            "TIME", timed(day, code), span=None if code.startswith("T") else part_span(day, code, edge=edge),
            edge=edge, tense=tense, anchor=day_anchor(day),
        )  # fmt: skip
    return Meaning("DATE", day.isoformat(), edge=edge, tense=tense, anchor=day_anchor(day))


def tonight(found: Found, scene: Scene) -> Answer:
    """Tonight."""
    day = scene.reference
    if day is None:
        return Meaning("TIME", "XXXX-XX-XXTNI", tense="future")
    return Meaning("TIME", timed(day, "NI"), edge=edge_of(found), anchor=day_anchor(day))


def toward_unit(found: Found, scene: Scene) -> Answer:
    """Last week, this year, the following day, that same month."""
    toward = scene.lexicon.value("toward", found["toward"])
    unit = found["unit"]
    code = "WE" if unit == "weekend" else scene.lexicon.words["unit"][unit]
    edge = edge_of(found)
    definite = scene.folded.startswith("the ", found.start())
    if toward in ("past", "last") and definite and not edge and code not in ("WE",):
        return _one_unit_back(found, scene, code)
    if toward == "past" and not definite:
        return _one_unit_back(found, scene, code)
    if code in ("TS", "TM"):
        return None
    if (
        toward in ("next", "coming", "following", "previous", "same", "that", "last")
        and code == "TH"
    ):
        return Meaning("DURATION", "PT1H", anaphoric=True)
    if code == "TH":
        return None
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(toward, 0)
    anaphoric = toward in ("following", "previous", "that", "same") or (
        toward == "next" and (definite or code == "D")
    )
    if toward == "this" and code == "N":
        return None
    meaning = _stepped(scene, code, step, edge, anaphoric=anaphoric)
    if meaning is not None and step < 0 and scene.style == "narrative":
        meaning.anchor = None  # "taken the previous year" is an aside
    if meaning is not None and step == 0 and found["mod"]:
        meaning.span = _so_far(scene, meaning.value, found["mod"])
    if meaning is not None and toward == "this" and scene.style == "narrative" and code == "D":
        return None
    if meaning is not None and found["part"] and code == "D" and meaning.anchor:
        day = meaning.anchor.as_date()
        if day is not None:
            part = scene.lexicon.value("part", found["part"])
            meaning.type, meaning.value, meaning.span = "TIME", timed(day, part), None
    return meaning


def _so_far(scene: Scene, value: str, mod: str) -> TimeSpan | None:
    """Earlier this week ends on the publication day, later this week begins on it."""
    whole, day = value_span(value), scene.published
    if whole is None or day is None or not whole.start.date() <= day < whole.end.date():
        return None
    if mod == "earlier":
        return days_span(clipped(scene, whole.start.date(), day), day)
    if mod == "later":
        return days_span(day, (whole.end - ONE_DAY).date())
    return None


def _one_unit_back(found: Found, scene: Scene, code: str) -> Meaning | None:
    if code in ("WE", "N"):
        return None
    length = {
        "TS": "PT1S",
        "TM": "PT1M",
        "TH": "PT1H",
        "E": "P10Y",
        "C": "P100Y",
        "Q": "P3M",
        "F": "P2W",
    }.get(code, f"P1{code}")
    return Meaning("DURATION", length, span=looking_back(scene, length))


def looking_back(scene: Scene, value: str) -> TimeSpan | None:
    """Return the span of a duration that ends on the reference day."""
    last = scene.reference
    found = re.fullmatch(r"P(\d+)([DWMY])", value)
    if last is None or found is None:
        return None
    count, unit = int(found[1]), found[2]
    if unit in "DW":
        first = shift(last, -count * (7 if unit == "W" else 1))
    else:
        first = add_months(last, -count * (12 if unit == "Y" else 1))
    if first is None:
        return None
    return days_span(clipped(scene, first, last), last)


def clipped(scene: Scene, first: date, last: date) -> date:
    """Return ``first``, but no day before the conflict began when the window ends in it."""
    start = scene.conflict_start
    return start if start is not None and first < start <= last else first


def base_day(scene: Scene, *, anaphoric: bool) -> date | None:
    """Return the day a step counts from."""
    if scene.style == "narrative" or anaphoric:
        last, day = scene.anchor, scene.day_anchor
        if day is not None and scene.style == "narrative" and last is not None:
            if last.day is None and (last.year, last.month) != (day.year, day.month):
                return None  # the text has moved on to a date whose day is not known
        if day is not None:
            return day.as_date()
        if scene.style == "narrative":
            return None
    return scene.published


def _stepped(
    scene: Scene, code: str, step: int, edge: str | None, *, anaphoric: bool
) -> Meaning | None:
    """Return the unit ``step`` units from the reference: day, week, weekend, month, quarter, year."""
    use_anchor = scene.anchor is not None and (anaphoric or scene.style == "narrative")
    if code in ("D", "N"):
        day = base_day(scene, anaphoric=anaphoric)
        if day is None or (moved := shift(day, step)) is None:
            return Meaning("DATE", "XXXX-XX-XX", anaphoric=anaphoric)
        if code == "N":
            return Meaning(
                "TIME", timed(moved, "NI"), anaphoric=anaphoric, anchor=day_anchor(moved)
            )
        return Meaning(
            "DATE", moved.isoformat(), edge=edge, anaphoric=anaphoric, anchor=day_anchor(moved)
        )
    if code in ("W", "WE", "F"):
        day = base_day(scene, anaphoric=anaphoric)
        if day is None or (moved := shift(day, 7 * step)) is None:
            year_text = year_value(scene.anchor.year) if scene.anchor else "XXXX"
            return Meaning("DATE", f"{year_text}-WXX", anaphoric=anaphoric)
        if (
            code == "WE"
            and step == 0
            and scene.style == "news"
            and day.weekday() < 4
            and edge is None
        ):
            pass
        year_number, week, _ = moved.isocalendar()
        value = f"{year_number:04d}-W{week:02d}" + ("-WE" if code == "WE" else "")
        return Meaning("DATE", value, edge=edge, anaphoric=anaphoric)
    if use_anchor and scene.anchor is not None:
        year_number, month_number = scene.anchor.year, scene.anchor.month
    elif scene.published is not None:
        year_number, month_number = scene.published.year, scene.published.month
    else:
        return Meaning("DATE", "XXXX", anaphoric=anaphoric)
    return _stepped_long(code, step, edge, year_number, month_number, anaphoric=anaphoric)


def _stepped_long(
    code: str,
    step: int,
    edge: str | None,
    year_number: int,
    month_number: int | None,
    *,
    anaphoric: bool,
) -> Meaning | None:
    if code == "Y":
        number = year_number + step
        value = year_value(number)
        return Meaning(
            "DATE", value, edge=edge, anaphoric=anaphoric, anchor=Anchor(number, None, None, value)
        )
    if code == "E":
        return Meaning("DATE", f"{year_number // 10 + step}", edge=edge, anaphoric=anaphoric)
    if code == "C":
        return Meaning("DATE", f"{year_number // 100 + step}", edge=edge, anaphoric=anaphoric)
    if month_number is None:
        return Meaning("DATE", f"{year_value(year_number)}-XX", anaphoric=anaphoric)
    if code == "M":
        total = year_number * 12 + month_number - 1 + step
        number, month_number = divmod(total, 12)
        value = f"{year_value(number)}-{month_number + 1:02d}"
        return Meaning(
            "DATE", value, edge=edge, anaphoric=anaphoric,
            anchor=Anchor(number, month_number + 1, None, value),
        )  # fmt: skip
    if code == "Q":
        total = year_number * 4 + (month_number - 1) // 3 + step
        value = f"{total // 4:04d}-Q{total % 4 + 1}"
        return Meaning("DATE", value, edge=edge, anaphoric=anaphoric)
    return None


def year_value(number: int) -> str:
    """Return the TIMEX3 value of a year; negative years are before Christ."""
    return f"BC{-number:04d}" if number < 0 else f"{number:04d}"


_CLAUSE = re.compile(r"\s{1,4}(\w{1,20})")


def unit_after(found: Found, scene: Scene) -> Answer:
    """The day after, the year before, a day earlier, a year ago."""
    how, unit = found["how"], found["unit"]
    definite = scene.folded.startswith("the", found.start())
    back = how in ("before", "earlier", "previous", "previously", "prior", "ago")
    clause = _CLAUSE.match(scene.folded, found.end())
    if how in ("before", "after") and scene.style == "news":
        if not definite or (clause and (unit != "day" or clause[1].endswith("ing"))):
            return None  # "the night after a day of tension" counts from the day it names
    code = {"night": "N", "morning": "MO", "evening": "EV"}.get(unit) or scene.lexicon.words[
        "unit"
    ][unit]
    step = -1 if back else 1
    anaphoric = how != "ago"
    if code in ("MO", "EV"):
        day = narrative_day(scene)
        moved = shift(day, step) if day else None
        if moved is None:
            return None
        return Meaning("TIME", timed(moved, code), anaphoric=True, anchor=day_anchor(moved))
    if code == "Y" and back and scene.style == "news":
        return _year_back(scene, how)
    return _stepped(scene, code, step, None, anaphoric=anaphoric)


def _year_back(scene: Scene, how: str) -> Meaning:
    """A year earlier: the quarter under discussion a year before, else the year before."""
    spoken = re.fullmatch(r"(\d{4})(-Q[1-4])", scene.period)
    if spoken and scene.published is not None and abs(int(spoken[1]) - scene.published.year) <= 1:
        return Meaning("DATE", f"{int(spoken[1]) - 1:04d}{spoken[2]}", anaphoric=how != "ago")
    base = base_year(scene, "last" if how == "ago" else "that")
    if base is None:
        return Meaning("DATE", "XXXX", anaphoric=how != "ago")
    value = year_value(base - 1)
    return Meaning("DATE", value, anaphoric=how != "ago")


def the_unit(found: Found, scene: Scene) -> Answer:
    """The end of the year, over the weekend, later in the day, the quarter."""
    unit = found["unit"]
    edge = edge_of(found)
    code = "WE" if unit == "weekend" else scene.lexicon.words["unit"][unit]
    before = scene.folded[max(0, found.start() - 12) : found.start()].split()
    word = before[-1] if before else ""
    after = scene.folded[found.end() : found.end() + 8]
    if found["ended"]:
        if code == "Q" and found["month_end"]:
            return quarter_ended(scene, found["month_end"])
        return Meaning("DURATION", f"P1{code}") if code in "DWMYQ" else None
    if after.startswith((" of ", " that ", " when ", " the ")) and code != "WE":
        return None
    if (
        code == "D"
        and edge is None
        and word
        not in (
            "for",
            "during",
            "of",
            "in",
            "ended",
            "ending",
            "end",
            "finish",
            "finished",
            "on",
            "throughout",
        )
    ):
        return None
    if code in ("E", "C") and edge is None:
        return None
    if code == "N" and edge is None:
        return None
    if (
        code in ("W", "M", "Y")
        and edge is None
        and word not in ("for", "during", "of", "in", "this", "by", "throughout")
    ):
        return None
    anaphoric = scene.style == "narrative" or code in ("D", "N")
    if code == "WE":
        return _weekend(scene)
    if code == "Q" and scene.period:
        return Meaning("DATE", scene.period, anaphoric=True, edge=edge)
    if code == "Q" and scene.published is not None and edge is None:
        total = scene.published.year * 4 + (scene.published.month - 1) // 3 - 1
        return Meaning("DATE", f"{total // 4:04d}-Q{total % 4 + 1}")
    return _stepped(scene, code, 0, edge, anaphoric=anaphoric)


def _weekend(scene: Scene) -> Meaning:
    base = scene.reference
    if base is None:
        return Meaning("DATE", "XXXX-WXX-WE")
    day = base if base.weekday() >= 5 else (shift(base, -7) or base)
    year_number, week, _ = day.isocalendar()
    return Meaning("DATE", f"{year_number:04d}-W{week:02d}-WE")


def unit_end(found: Found, scene: Scene) -> Answer:
    """Year-end, month's end, midyear."""
    unit = found["unit"] or found["unit_b"]
    edge = "END" if found["unit"] else "MID"
    code = scene.lexicon.words["unit"][unit]
    meaning = _stepped(scene, code, 0, edge, anaphoric=False)
    if meaning is not None and "-end" in found.group() and code == "Y" and len(meaning.value) == 4:
        meaning.value += "-12-31"
    return meaning


def ref_word(found: Found, scene: Scene) -> Answer:
    """Now, recently, the future: no interval."""
    first = re.split(r"[\s-]", found["word"])[0]
    return Meaning("DATE", scene.lexicon.words["ref_word"][first])


def this_time(found: Found, scene: Scene) -> Answer:
    """During this time, at the same time: the time a history has reached, without an interval."""
    day = scene.day_anchor
    if found.group().endswith(("day", "date")) and found.group().startswith("this") and day:
        return Meaning("DATE", day.value[:10], anaphoric=True)
    return Meaning("DATE", "PRESENT_REF", anaphoric=True)


def ordinal_day(found: Found, scene: Scene) -> Answer:
    """On the 20th: the day of the month that the text speaks of."""
    anchor = scene.anchor
    before = scene.folded[max(0, found.start() - 8) : found.start()].split()
    if anchor is None or anchor.month is None or not before:
        return None
    if before[-1] not in scene.lexicon.words["introduces"]:
        return None
    day = make_date(anchor.year, anchor.month, int(found["ordinal"][:-2]))
    if day is None:
        return None
    return Meaning("DATE", day.isoformat(), anaphoric=True, anchor=day_anchor(day))


def year_ago(found: Found, scene: Scene) -> Answer:
    """The year-earlier profit."""
    return _year_back(scene, "earlier")


def since_conflict(found: Found, scene: Scene) -> Answer:
    """Since the start of the invasion: from the day the conflict began to the document."""
    first, last = scene.conflict_start, scene.published
    if first is None or last is None or last < first:
        return None
    return Meaning("DURATION", f"P{(last - first).days}D", span=days_span(first, last))


def conflict_day(found: Found, scene: Scene) -> Answer:
    """The third day of the invasion, counted from the day it began."""
    if scene.conflict_start is None:
        return None
    words = scene.lexicon.words
    if found["n"]:
        number = (
            int(found["n"]) if found["n"].isdigit() else int(float(words["number"][found["n"]]))
        )
        code = "D"
    else:
        number = int(words["ordinal"][found["ordinal"]])
        code = words["unit"][found["unit"]]
    if number < 1:
        return None
    if code == "D":
        day = shift(scene.conflict_start, number - 1)
        return Meaning("DATE", day.isoformat(), anchor=day_anchor(day)) if day else None
    if code == "W":
        first = shift(scene.conflict_start, 7 * (number - 1))
        last = shift(scene.conflict_start, 7 * number - 1)
        if first is None or last is None:
            return None
        year_number, week, _ = first.isocalendar()
        return Meaning("DATE", f"{year_number:04d}-W{week:02d}", span=days_span(first, last))
    return None
