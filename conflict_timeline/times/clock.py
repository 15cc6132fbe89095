"""Resolvers for times of the clock, with their zones, days and ranges that run past midnight."""

import re
from datetime import date, datetime, timedelta

from conflict_timeline.times.calendar import Answer, Found, read_month
from conflict_timeline.times.relative import day_anchor, narrative_day, weekday_day
from conflict_timeline.times.scene import Meaning, Scene, Tense, make_date, shift
from conflict_timeline.times.span import clock_span, midnight

_RANGE_BEFORE = re.compile(r"(?:\bto|\buntil|\btill|-|\band)\s{0,3}$")


def clock(found: Found, scene: Scene) -> Answer:
    """10:35 a.m., 0430 GMT on Friday, 5:00 p.m. local."""
    moment = _hour_and_minute(found, scene)
    if moment is None:
        return None
    hour, minute = moment
    zone_word = found["zone"]
    zone = _zone(scene, zone_word)
    day, weekday, tense = _day_beside(found, scene)
    if day is None and weekday is None:
        day = narrative_day(scene)
    suffix = "Z" if zone == "UTC" and zone_word in ("utc", "gmt", "z", "zulu") else ""
    text = f"T{hour:02d}:{minute:02d}{suffix}"
    if day is None:
        value = (f"XXXX-WXX-{weekday + 1}" if weekday is not None else "XXXX-XX-XX") + text
        return Meaning("TIME", value, weekday=weekday, anaphoric=weekday is None)
    start = _moment(scene, found, day, hour, minute)
    if start is None:
        return None
    if hour == 24:
        value = day.isoformat() + text
    else:
        value = start.date().isoformat() + text
    meaning = Meaning(
        "TIME", value, span=clock_span(start, zone=zone if zone != "local" else None), weekday=weekday,
        tense=tense, anchor=day_anchor(day), zone=zone,
    )  # fmt: skip
    if found["between"] and _stands_apart(found, scene):
        return _apart(found, scene, meaning, day)
    return meaning


def _stands_apart(found: Found, scene: Scene) -> bool:
    """Whether a comma or a closing bracket makes the day beside a time an expression of its own."""
    return "," in found["between"] or scene.folded[found.start("between") - 1] == ")"


def _apart(found: Found, scene: Scene, meaning: Meaning, day: date) -> list[Meaning]:
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
        text = found["military"]
        hour, minute = int(text[:2]), int(text[2:])
        return (hour, minute) if hour <= 24 else None
    hour, minute = int(found["hour24"]), int(found["minute24"])
    if hour > 24 or not _is_clock(found, scene):
        return None
    return hour, minute


_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:at|by|from|until|till|around|about|before|after|between|since|to|and|on|of|near|past)|-|\()\s{0,3}$"
)


def _is_clock(found: Found, scene: Scene) -> bool:
    """A bare 14:30 is a time of day only with a zone or after a word like "at"; 2:06 may be a length."""
    if (
        found["zone"]
        or scene.folded[found.end() - 1] == "s"
        or scene.folded[found.end() - 2 : found.end()] in ("hr",)
    ):
        return True
    if found["weekday"] or found["word"]:
        return True
    return bool(_CLOCK_BEFORE.search(scene.folded, max(0, found.start() - 10), found.start()))


def _zone(scene: Scene, word: str | None) -> str | None:
    if not word:
        return None
    return scene.lexicon.words["zone"].get(" ".join(word.split()), None)


def _day_beside(found: Found, scene: Scene) -> tuple[date | None, int | None, Tense | None]:
    """Return the day named next to the time, its weekday and tense."""
    base = scene.reference
    if found["weekday"]:
        number = int(scene.lexicon.words["weekday"][found["weekday"]])
        tense = scene.tense_at(found.start(), found.end())
        return weekday_day(scene, number, "", tense, base), number, tense
    if found["word"] and base is not None:
        return shift(base, int(scene.lexicon.words["deictic"][found["word"]])), None, None
    name = "month" if found["month"] else "month_b"
    if found[name] and base is not None:
        number = read_month(scene, found[name])
        groups = found.groupdict()
        year = int(groups.get("year") or groups.get("year_b") or base.year)
        return make_date(year, number, int(groups["day"] or groups["day_b"])), None, None
    return None, None, None


def _moment(scene: Scene, found: Found, day: date, hour: int, minute: int) -> datetime | None:
    """Return the moment; the end of a range that is earlier than its start is on the next day."""
    try:
        moment = midnight(day) + timedelta(hours=hour, minutes=minute)
        opening = scene.clock_start
        closes = _RANGE_BEFORE.search(scene.folded, max(0, found.start() - 12), found.start())
        if closes and opening is not None and found.start() - scene.clock_end < 60:
            if moment <= opening and opening - moment < timedelta(days=1):
                moment += timedelta(days=1)
    except OverflowError:
        return None
    scene.clock_start, scene.clock_end = moment, found.end()
    return moment


def clock_words(found: Found, scene: Scene) -> Answer:
    """4 in the morning, ten o'clock at night, six o'clock."""
    text = found["n"] or found["n_b"]
    words = scene.lexicon.words["number"]
    number = float(text) if text.isdigit() else float(words[text])
    if not 1 <= number <= 12 or number != int(number):
        return None
    hour = int(number) % 12
    if found["part"] in ("afternoon", "evening") or (found["night"] and hour >= 6):
        hour += 12
    day = narrative_day(scene)
    if day is None:
        return Meaning("TIME", f"XXXX-XX-XXT{hour:02d}:00", anaphoric=True)
    return Meaning("TIME", f"{day.isoformat()}T{hour:02d}:00", anaphoric=True)
