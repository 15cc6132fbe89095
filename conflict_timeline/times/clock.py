"""Resolvers for times of the clock, with their zones, days and ranges that run past midnight."""

from datetime import date, datetime, timedelta

from conflict_timeline.times.days import narrative_day
from conflict_timeline.times.scene import Meaning, Scene, Tense, make_date, shift
from conflict_timeline.times.span import clock_span, midnight
from conflict_timeline.times.weekdays import day_anchor, weekday_day
from conflict_timeline.times.wording import Answer, Found, read_month


def clock(found: Found, scene: Scene) -> Answer:
    """10:35 a.m., 0430 GMT on Friday, 5:00 p.m. local."""
    moment = _hour_and_minute(found, scene)
    if moment is None:
        return None
    hour, minute = moment
    zone, mark = _zone(found, scene)
    day, weekday, tense = _day_beside(found, scene)
    if day is None and weekday is None:
        day = narrative_day(scene)
    text = f"T{hour:02d}:{minute:02d}{mark}"
    if day is None:
        value = (f"XXXX-WXX-{weekday + 1}" if weekday is not None else "XXXX-XX-XX") + text
        return Meaning("TIME", value, weekday=weekday, anaphoric=weekday is None)
    start = _moment(found, scene, midnight(day), timedelta(hours=hour, minutes=minute))
    if start is None:
        return None
    spoken = day if hour == 24 else start.date()
    meaning = Meaning(
        "TIME",
        spoken.isoformat() + text,
        span=clock_span(start, zone=zone),
        weekday=weekday,
        tense=tense,
        anchor=day_anchor(day),
    )
    if found["between"] and _stands_apart(found, scene):
        return _apart(found, meaning, day)
    return meaning


def _stands_apart(found: Found, scene: Scene) -> bool:
    """Whether a comma or a closing bracket makes the day beside a time an expression of its own."""
    return "," in found["between"] or scene.folded[found.start("between") - 1] == ")"


def _apart(found: Found, meaning: Meaning, day: date) -> list[Meaning]:
    meaning.end = found.start("between")
    beside = Meaning(
        "DATE", day.isoformat(), weekday=meaning.weekday, tense=meaning.tense,
        anchor=day_anchor(day), start=found.end("between"), end=found.end(),
    )  # fmt: skip
    return [meaning, beside]


def _hour_and_minute(found: Found, scene: Scene) -> tuple[int, int] | None:
    if found["half"]:
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if not 1 <= hour <= 12:
            return (hour, minute) if 13 <= hour <= 23 else None
        return hour % 12 + (12 if found["half"].startswith("p") else 0), minute
    if found["military"]:
        hour, minute = int(found["military"][:2]), int(found["military"][2:])
    else:
        hour, minute = int(found["hour24"]), int(found["minute24"])
        if not _is_clock(found, scene):
            return None
    return (hour, minute) if hour * 60 + minute <= 24 * 60 else None


def _is_clock(found: Found, scene: Scene) -> bool:
    """Whether a bare 14:30 is a time of day: with a zone, or after a word like "at"."""
    if any(found[group] for group in ("zone", "hours", "weekday", "word")):
        return True
    return scene.looks("clock_before", found.start(), reach=10)


def _zone(found: Found, scene: Scene) -> tuple[str | None, str]:
    """Return the IANA name of the zone named, and Z for universal time."""
    word = " ".join((found["zone"] or found["zone_b"] or "").split())
    name = scene.lexicon.words["zone"].get(word)
    return (None if name == "local" else name), ("Z" if name == "UTC" else "")


def _day_beside(found: Found, scene: Scene) -> tuple[date | None, int | None, Tense | None]:
    """Return the day named next to the time, its weekday and tense."""
    base, words = scene.reference, scene.lexicon.words
    if found["weekday"]:
        number = int(words["weekday"][found["weekday"]])
        tense = scene.tense_at(found.start(), found.end())
        return weekday_day(scene, number, tense=tense, base=base), number, tense
    if base is None:
        return None, None, None
    if found["word"]:
        return shift(base, int(words["deictic"][found["word"]])), None, None
    name = "month" if found["month"] else "month_b"
    if found[name]:
        year = int(found["year"] or found["year_b"] or base.year)
        day = make_date(year, read_month(scene, found[name]), int(found["day"] or found["day_b"]))
        return day, None, None
    return None, None, None


def _moment(found: Found, scene: Scene, start: datetime, after: timedelta) -> datetime | None:
    """Return the moment; the end of a range that is earlier than its start is on the next day."""
    opening = scene.clock_start
    try:
        moment = start + after
        closes = scene.looks("range_before", found.start(), reach=12)
        near = closes and found.start() - scene.clock_end < 60
        if near and opening is not None and timedelta(0) <= opening - moment < timedelta(days=1):
            moment += timedelta(days=1)
    except OverflowError:
        return None
    scene.clock_start, scene.clock_end = moment, found.end()
    return moment


def clock_words(found: Found, scene: Scene) -> Answer:
    """4 in the morning, ten o'clock at night, six o'clock."""
    text = found["n"] or found["n_b"]
    word = text if text.isdigit() else scene.lexicon.words["number"][text]
    number = 0.0 if word.startswith("x") else float(word)
    if not 1 <= number <= 12 or number % 1:
        return None
    hour = int(number) % 12
    code = scene.lexicon.value("part", found["part"]) if found["part"] else ""
    if code in ("AF", "EV") or (code == "NI" and hour >= 6):
        hour += 12
    day = narrative_day(scene)
    value = f"{day.isoformat() if day else 'XXXX-XX-XX'}T{hour:02d}:00"
    return Meaning("TIME", value, anaphoric=True)
