"""Resolvers for amounts of time: six days, two weeks ago, several hours later, every month."""

import re
from datetime import date

from conflict_timeline.model import TimeSpan
from conflict_timeline.times.lexicon import compiled
from conflict_timeline.times.scene import Anchor, Meaning, Scene, shift
from conflict_timeline.times.span import days_span
from conflict_timeline.times.steps import base_day, clipped, looking_back, month_meaning, week_value
from conflict_timeline.times.weekdays import day_anchor, day_in_sentence
from conflict_timeline.times.wording import Answer, Found, year_value

# unit code -> ISO 8601 designators, and how many of that unit one is
_LENGTH = {
    "TS": ("T", "S", 1), "TM": ("T", "M", 1), "TH": ("T", "H", 1), "D": ("", "D", 1),
    "N": ("", "D", 1), "WE": ("", "D", 2), "W": ("", "W", 1), "F": ("", "W", 2), "M": ("", "M", 1),
    "Q": ("", "M", 3), "Y": ("", "Y", 1), "E": ("", "Y", 10), "C": ("", "Y", 100),
}  # fmt: skip
_HALF = {"Y": "6M", "TH": "30M", "TM": "30S"}
_WINDOW = {"D": 3, "W": 21, "M": 90}  # days that "recent days, weeks, months" look back


def unit_code(scene: Scene, word: str) -> str:
    """Return the code of a unit, singular or plural."""
    words = scene.lexicon.words
    return words["unit"].get(word) or words["units"][word]


def count_of(scene: Scene, text: str) -> float | None:
    """Return a number written in digits or words; None for no number."""
    if text[0].isdigit():
        return _digits(text)
    total = 0.0
    words = scene.lexicon.words["number"]
    for word in re.split(r"[\s-]+", text):
        if word not in words:
            continue
        value = words[word]
        if value.startswith("x"):  # hundred, dozen
            total = (total or 1) * float(value[1:])
        elif 1 <= total < 20 and float(value) >= 1:
            total = float(value)  # "two-three years": the larger counts
        else:
            total += float(value)
    return total


def _digits(text: str) -> float | None:
    total = 0.0
    for part in re.split(r"[\s-]+", text.replace(",", "")):
        if not part[0].isdigit():
            continue
        if "/" in part:
            top, bottom = part.split("/")
            if bottom == "0":
                return None
            total += int(top) / int(bottom)
        else:
            total += float(part)
    return total


def length_value(count: float | None, code: str) -> str:
    """Return the TIMEX3 value of a duration; an unknown count is X.

    >>> length_value(2.5, "Y"), length_value(None, "W")
    ('P2Y6M', 'PXW')
    """
    prefix, unit, times = _LENGTH[code]
    if count is None:
        return {"E": "PXE", "C": "PXC"}.get(code, f"P{prefix}X{unit}")
    if count % 1 == 0.5 and code in _HALF:
        whole = f"{int(count)}{unit}" if count >= 1 else ""
        return f"P{prefix}{whole}{_HALF[code]}"
    return f"P{prefix}{count * times:.10g}{unit}"


def duration(found: Found, scene: Scene) -> Answer:
    """Six days, 12-year, 2 1/2 years, the last two weeks."""
    count = count_of(scene, found["n"])
    code = unit_code(scene, found["unit"])
    singular = found["unit"] in scene.lexicon.words["unit"]
    if not count or _is_age(found, scene) or (code in ("TS", "Q") and singular):
        return None
    if code == "Q" and compiled(scene.lexicon, "share_of").match(scene.folded, found.end()):
        return None  # "three quarters of the army"
    if found["half_more"]:
        count += 0.5
    value = length_value(count, code)
    return Meaning("DURATION", value, span=_window(found, scene, value))


def _is_age(found: Found, scene: Scene) -> bool:
    return compiled(scene.lexicon, "age").match(scene.folded, found.end()) is not None


def _window(found: Found, scene: Scene, value: str) -> TimeSpan | None:
    """The span of "the last two weeks", and of "have fled in six days"."""
    if compiled(scene.lexicon, "of_period").match(scene.folded, found.end()):
        return None  # "the last three days of February"
    lead = scene.folded[found.start() : found.start("n")]
    if compiled(scene.lexicon, "before_that").search(lead):
        base = day_in_sentence(scene, found.start(), found.end())
        days = re.fullmatch(r"P(\d{1,3})D", value)
        if base is not None and days is not None:
            return _days_before(base, int(days[1]))
    back = compiled(scene.lexicon, "looking_back").search(lead)
    if back or scene.looks("perfect_in", found.start(), reach=45):
        return looking_back(scene, value)
    return None


def _days_before(base: date, count: int) -> TimeSpan | None:
    """The days before one that the sentence names: "on Friday, as on the previous two nights"."""
    first, last = shift(base, -count), shift(base, -1)
    return days_span(first, last) if first is not None and last is not None else None


def one_unit(found: Found, scene: Scene) -> Answer:
    """A week, an hour, half a year, a year and a half."""
    code = unit_code(scene, found["unit"])
    if code in ("TS", "N", "Q") or _is_age(found, scene):
        return None
    count = 0.5 if found["halved"] or found["half_b"] else 1.0
    if found["half_more"]:
        count += 0.5
    if count == 1.0 and scene.looks("price", found.start(), reach=12) and scene.style == "news":
        return None  # "$2 million a year"
    if count == 1.0 and scene.looks("rate", found.start(), reach=12):
        return Meaning("SET", length_value(1, code))
    return Meaning("DURATION", length_value(count, code))


def some_units(found: Found, scene: Scene) -> Answer:
    """Several weeks, recent years, the past few months."""
    words = scene.lexicon.words
    code = unit_code(scene, found["unit"])
    some = " ".join((found["some"] or "").split())
    vague = words["vague"].get(found["toward"] or "", "")
    lead = scene.folded[found.start() : found.start("unit")]
    counted = some or found["toward"] or compiled(scene.lexicon, "looking_back").search(lead)
    if not counted:
        return None
    if vague == "RECENT":
        return _recent(scene, code)
    if not some and (
        vague == "FUTURE_REF"
        or (vague == "PAST_REF" and scene.lexicon.fragments["article"] not in lead)
    ):
        return Meaning("DATE", vague)
    count = 2.0 if words["some"].get(some) == "2" else None
    back = vague in ("RECENT", "PAST_REF") or compiled(scene.lexicon, "looking_back").search(lead)
    return Meaning(
        "DURATION", length_value(count, code), span=_lately(scene, code) if back else None
    )


def _recent(scene: Scene, code: str) -> Meaning:
    span = _lately(scene, code)
    if code in ("D", "M", "Q"):
        return Meaning("DURATION", length_value(None, code), span=span)
    return Meaning("DATE", "PAST_REF", span=span)


def _lately(scene: Scene, code: str) -> TimeSpan | None:
    """The window of "recent days", which ends on the reference day."""
    last = scene.reference
    if last is None or code not in _WINDOW:
        return None
    first = shift(last, -_WINDOW[code]) or last
    return days_span(clipped(scene, first, last), last)


def bare_units(found: Found, scene: Scene) -> Answer:
    """Years, weeks, hours that nothing counts: for years, within weeks."""
    code = unit_code(scene, found["unit"])
    if code in ("TS", "TM", "N", "Q"):
        return None
    if not scene.lexicon.has("units_after", scene.word_before(found.start())):
        return None
    return Meaning("DURATION", length_value(None, code))


def unit_long(found: Found, scene: Scene) -> Answer:
    """Month-long, decades-long."""
    code = unit_code(scene, found["unit"])
    if found["unit"] in scene.lexicon.words["unit"]:
        return Meaning("DURATION", length_value(1, code))
    return Meaning("DURATION", length_value(None, "Y" if code in ("E", "C") else code))


def offset(found: Found, scene: Scene) -> Answer:
    """Two weeks ago, three days later, months earlier."""
    lexicon, word = scene.lexicon, " ".join(found["how"].split())
    how, code = lexicon.value("how", word), unit_code(scene, found["unit"])
    some = " ".join((found["some"] or "").split())
    singular = found["unit"] in lexicon.words["unit"]
    if singular and not found["a"] and not found["n"]:
        return None
    count: float | None = 1.0 if found["a"] else None
    if found["n"]:
        count = count_of(scene, found["n"])
    elif lexicon.words["some"].get(some) == "2":
        count = 2.0
    if count is not None and found["half_more"]:
        count += 0.5
    if lexicon.has("bound_how", word):
        following = scene.folded[found.end() : found.end() + 1]
        is_distance = following == " " or (scene.style == "news" and following != ",")
        if how == "on" or is_distance:  # but "Two days before, he had left"
            if count is None or how == "on":
                return None  # "two days after the attack" is a distance
            return Meaning("DURATION", length_value(count, code), end=found.start("how") - 1)
    if count is None:
        past = how in ("ago", "back")
        return Meaning("DATE", "PAST_REF" if past else "FUTURE_REF", anaphoric=how != "ago")
    step = -round(count) if how in ("ago", "back") else round(count)
    anaphoric = how not in ("ago", "from_now")
    if code in ("TS", "TM", "TH"):
        return Meaning("DURATION", length_value(count, code), anaphoric=anaphoric)
    return _moved(scene, code, step, anaphoric=anaphoric)


def _moved(scene: Scene, code: str, step: int, *, anaphoric: bool) -> Meaning | None:
    if code in ("D", "N", "W", "F"):
        meaning = _moved_days(scene, code, step, anaphoric=anaphoric)
    else:
        meaning = _moved_months(scene, code, step, anaphoric=anaphoric)
    if meaning is not None:
        meaning.anaphoric = anaphoric
    return meaning


def _moved_days(scene: Scene, code: str, step: int, *, anaphoric: bool) -> Meaning | None:
    base = base_day(scene, anaphoric=anaphoric, ahead=step > 0)
    if base is None:
        year = year_value(scene.anchor.year) if scene.anchor else "XXXX"
        return Meaning("DATE", f"{year}-{'WXX' if code in ('W', 'F') else 'XX-XX'}")
    moved = shift(base, step * {"W": 7, "F": 14}.get(code, 1))
    if moved is None:
        return None
    if code in ("W", "F"):
        return Meaning("DATE", week_value(moved))
    return Meaning("DATE", moved.isoformat(), anchor=day_anchor(moved))


def _moved_months(scene: Scene, code: str, step: int, *, anaphoric: bool) -> Meaning | None:
    if (anaphoric or scene.style == "narrative") and scene.anchor is not None:
        year, month = scene.anchor.year, scene.anchor.month
    elif scene.published is not None:
        year, month = scene.published.year, scene.published.month
    else:
        return Meaning("DATE", "XXXX")
    if code in ("M", "Q"):
        if month is None:
            return Meaning("DATE", f"{year_value(year)}-XX")
        return month_meaning(year * 12 + month - 1 + step * (3 if code == "Q" else 1))
    if code == "Y":
        value = year_value(year + step)
        return Meaning("DATE", value, anchor=Anchor(year + step, None, None, value))
    return Meaning("DATE", f"{year // (10 if code == 'E' else 100) + step}")


def set_word(found: Found, scene: Scene) -> Answer:
    """Daily, annually."""
    return Meaning("SET", scene.lexicon.words["set"][found["set"]])


def every_unit(found: Found, scene: Scene) -> Answer:
    """Every day, every two weeks, per month."""
    unit = found["unit"]
    code = unit_code(scene, unit)
    if code == "WE":
        return Meaning("SET", "XXXX-WXX-WE")
    if code == "N":
        return None
    count = count_of(scene, found["n"]) if found["n"] else 1.0
    return Meaning("SET", length_value(count, code))


def every_part(found: Found, scene: Scene) -> Answer:
    """Every night, each summer."""
    if found["season"]:
        return Meaning("SET", f"XXXX-{scene.lexicon.value('season', found['season'])}")
    code = scene.lexicon.value("part", found["part"])
    return Meaning("SET", f"XXXX-XX-XXT{code.removeprefix('T')}")
