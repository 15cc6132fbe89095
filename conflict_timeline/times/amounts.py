"""Resolvers for amounts of time: six days, two weeks ago, several hours later, every month."""

import re
from datetime import date

from conflict_timeline.model import TimeSpan
from conflict_timeline.times.calendar import Answer, Found
from conflict_timeline.times.relative import base_day, clipped, day_anchor, looking_back, year_value
from conflict_timeline.times.scene import Anchor, Meaning, Scene, shift
from conflict_timeline.times.span import days_span

_LENGTH = {
    "TS": ("T", "S", 1), "TM": ("T", "M", 1), "TH": ("T", "H", 1), "D": ("", "D", 1),
    "N": ("", "D", 1), "W": ("", "W", 1), "F": ("", "W", 2), "M": ("", "M", 1),
    "Q": ("", "M", 3), "Y": ("", "Y", 1), "E": ("", "Y", 10), "C": ("", "Y", 100),
}  # fmt: skip


def unit_code(scene: Scene, word: str) -> str:
    """Return the code of a unit, singular or plural."""
    words = scene.lexicon.words
    return words["unit"].get(word) or words["units"][word]


def count_of(scene: Scene, text: str) -> float | None:
    """Return a number written in digits or words, or None beyond what a count of time can be."""
    text = " ".join(text.split())
    if text[0].isdigit():
        return _digits(text)
    total = 0.0
    half = text.endswith(" and a half")
    words = scene.lexicon.words["number"]
    for word in re.split(r"[\s-]+", text.removesuffix(" and a half")):
        if word in ("a", "an"):
            continue
        value = float(words[word])
        total = (total or 1) * value if value in (12, 100, 1000) else total + value
    return total + 0.5 if half else total


def _digits(text: str) -> float | None:
    parts = re.split(r"[\s-]+", text.replace(",", ""))
    total = 0.0
    for part in parts:
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
    whole = int(count)
    if count != whole and times == 1:
        part = count - whole
        head = f"{whole}{unit}" if whole else ""
        if part == 0.5 and code == "Y":
            return f"P{head}6M"
        if part == 0.5 and code == "TH":
            return f"PT{head}30M"
        if part == 0.5 and code == "TM":
            return f"PT{head}30S"
        return f"P{prefix}{count:g}{unit}"
    return f"P{prefix}{count * times:g}{unit}"


def duration(found: Found, scene: Scene) -> Answer:
    """Six days, 12-year, 2 1/2 years, the last two weeks."""
    if _is_age(scene, found.end()):
        return None
    count = count_of(scene, found["n"])
    if count is None or count <= 0:
        return None
    if found["half_more"]:
        count += 0.5
    code = unit_code(scene, found["unit"])
    if code == "TS" and found["unit"] == "second":
        return None
    if code == "Q" and (found["unit"] == "quarter" or scene.folded.startswith(" of", found.end())):
        return None
    value = length_value(count, code)
    return Meaning("DURATION", value, span=_window(found, scene, value))


_AGE = re.compile(r"(?:-|\s)old(?!\w)")


def _is_age(scene: Scene, end: int) -> bool:
    return _AGE.match(scene.folded, end) is not None


_BACK_WORDS = re.compile(r"(?:^|\b)(?:last|past|previous|preceding)\b")


def _window(found: Found, scene: Scene, value: str) -> TimeSpan | None:
    """The span of "the last two weeks", and of "have fled in six days"."""
    lead = scene.folded[found.start() : found.start("n")]
    if _BACK_WORDS.search(lead):
        return looking_back(scene, value)
    before = scene.folded[max(0, found.start() - 40) : found.start()]
    if before.endswith(("in ", "within ", "over ")) and re.search(r"\b(?:have|has|had)\b", before):
        return looking_back(scene, value)
    return None


def one_unit(found: Found, scene: Scene) -> Answer:
    """A week, an hour, half a year, a year and a half."""
    code = unit_code(scene, found["unit"])
    if code in ("TS", "N") or _is_age(scene, found.end()) or code == "Q":
        return None
    if code in ("TM",) and found["half_more"] is None:
        after = scene.folded[found.end() : found.end() + 1]
        if after not in (" ", ",", "."):
            return None
    before = scene.folded[max(0, found.start() - 12) : found.start()]
    count = 0.5 if found["halved"] or found["half_b"] else 1.0
    if found["half_more"]:
        count += 0.5
    if count == 1.0 and scene.style == "news" and _PRICE.search(before):
        return None
    if count == 1.0 and _RATE.search(before):
        return Meaning("SET", length_value(1, code))
    return Meaning("DURATION", length_value(count, code))


_PRICE = re.compile(r"(?:\d|illion|cents|percent|dollars|seats|thousand) $")
_RATE = re.compile(r"(?:times|once|twice|\d|people|hours|dollars|barrels|cents|percent) $")


def some_units(found: Found, scene: Scene) -> Answer:
    """Several weeks, recent years, the past few months."""
    code = unit_code(scene, found["unit"])
    some = " ".join((found["some"] or "").split())
    toward = found["toward"]
    lead = scene.folded[found.start() : found.start("unit")]
    if not some and not toward:
        if not _BACK_WORDS.search(lead):
            return None
    count: float | None = None
    if some in ("a couple of", "a couple"):
        count = 2
    if toward == "recent":
        return _recent(found, scene, code)
    if toward in ("coming", "future") and not some:
        return Meaning("DATE", "FUTURE_REF")
    if toward in ("past",) and not some and "the" not in lead:
        return Meaning("DATE", "PAST_REF")
    value = length_value(count, code)
    return Meaning("DURATION", value)


_RECENT = {"D": 3, "W": 21, "M": 90}


def _recent(found: Found, scene: Scene, code: str) -> Meaning:
    last = scene.reference
    span = None
    if last is not None and code in _RECENT:
        first = shift(last, -_RECENT[code])
        if first is not None:
            span = days_span(clipped(scene, first, last), last)
    if code in ("D", "M", "Q"):
        return Meaning("DURATION", length_value(None, code), span=span)
    return Meaning("DATE", "PAST_REF", span=span)


def bare_units(found: Found, scene: Scene) -> Answer:
    """Years, weeks, hours that nothing counts: for years, within weeks."""
    code = unit_code(scene, found["unit"])
    if code in ("TS", "TM", "N") or found["unit"] in ("quarters", "mins"):
        return None
    before = scene.folded[max(0, found.start() - 12) : found.start()].split()
    word = before[-1] if before else ""
    if word not in (
        "for",
        "in",
        "within",
        "over",
        "after",
        "of",
        "the",
        "or",
        "and",
        "until",
        "took",
        "take",
        "through",
        "during",
        "these",
        "those",
        "spent",
        "follows",
        "into",
    ):
        return None
    return Meaning("DURATION", length_value(None, code))


def unit_long(found: Found, scene: Scene) -> Answer:
    """Month-long, decades-long."""
    code = unit_code(scene, found["unit"])
    plural = found["unit"] in scene.lexicon.words["units"]
    if plural:
        return Meaning("DURATION", {"E": "PXY", "C": "PXY"}.get(code, length_value(None, code)))
    return Meaning("DURATION", length_value(1, code))


def offset(found: Found, scene: Scene) -> Answer:
    """Two weeks ago, three days later, months earlier."""
    how = found["how"]
    code = unit_code(scene, found["unit"])
    some = " ".join((found["some"] or "").split())
    count: float | None = None
    if found["n"]:
        count = count_of(scene, found["n"])
    elif found["a"] or (found["unit"] in scene.lexicon.words["unit"] and not some):
        count = 1
    elif some.startswith("a couple"):
        count = 2
    if found["unit"] in scene.lexicon.words["unit"] and not found["a"] and not found["n"]:
        return None
    back = how in ("ago", "earlier", "before", "previously", "prior")
    if how in ("before", "after", "on") and (
        scene.style == "news" or how == "on" or _clause_follows(scene, found.end())
    ):
        if count is None or how == "on":
            return None
        return Meaning("DURATION", length_value(count, code), end=found.start("how") - 1)
    if how in ("hence", "from now"):
        back = False
    anaphoric = how not in ("ago", "hence", "from now")
    if count is None:
        return _vague_offset(scene, code, back=back, how=how, anaphoric=anaphoric)
    return _counted_offset(scene, code, count, back=back, anaphoric=anaphoric)


def _clause_follows(scene: Scene, end: int) -> bool:
    return scene.folded[end : end + 1] == " "


def _vague_offset(scene: Scene, code: str, *, back: bool, how: str, anaphoric: bool) -> Meaning:
    if how == "ago":
        return Meaning("DATE", "PAST_REF")
    if scene.style == "narrative" and code in ("D", "TH"):
        return Meaning("DATE", "PAST_REF" if back else "FUTURE_REF", anaphoric=True)
    return Meaning("DATE", "PAST_REF" if back else "FUTURE_REF", anaphoric=anaphoric)


def _counted_offset(
    scene: Scene, code: str, count: float, *, back: bool, anaphoric: bool
) -> Meaning | None:
    sign = -1 if back else 1
    steps = round(count) * sign
    if code in ("TS", "TM", "TH"):
        return Meaning("DURATION", length_value(count, code), anaphoric=anaphoric)
    if code in ("D", "N", "W", "F"):
        base = base_day(scene, anaphoric=anaphoric)
        days = steps * {"W": 7, "F": 14}.get(code, 1)
        if base is None:
            if scene.anchor is not None and scene.style == "narrative":
                return Meaning(
                    "DATE", f"{year_value(scene.anchor.year)}-XX-XX", anaphoric=anaphoric
                )
            return Meaning("DATE", "XXXX-XX-XX", anaphoric=anaphoric)
        moved = shift(base, days)
        if moved is None:
            return None
        if code in ("W", "F"):
            year_number, week, _ = moved.isocalendar()
            return Meaning("DATE", f"{year_number:04d}-W{week:02d}", anaphoric=anaphoric)
        return Meaning("DATE", moved.isoformat(), anaphoric=anaphoric, anchor=day_anchor(moved))
    return _long_offset(scene, code, steps, anaphoric=anaphoric)


def _long_offset(scene: Scene, code: str, steps: int, *, anaphoric: bool) -> Meaning | None:
    if (anaphoric or scene.style == "narrative") and scene.anchor is not None:
        year_number, month_number = scene.anchor.year, scene.anchor.month
    elif scene.published is not None:
        year_number, month_number = scene.published.year, scene.published.month
    else:
        return Meaning("DATE", "XXXX", anaphoric=anaphoric)
    if code in ("M", "Q"):
        if month_number is None:
            return Meaning("DATE", f"{year_value(year_number)}-XX", anaphoric=anaphoric)
        total = year_number * 12 + month_number - 1 + steps * (3 if code == "Q" else 1)
        year_number, month_number = divmod(total, 12)
        value = f"{year_value(year_number)}-{month_number + 1:02d}"
        return Meaning(
            "DATE",
            value,
            anaphoric=anaphoric,
            anchor=Anchor(year_number, month_number + 1, None, value),
        )
    if code == "Y":
        year_number += steps
        value = year_value(year_number)
        return Meaning(
            "DATE", value, anaphoric=anaphoric, anchor=Anchor(year_number, None, None, value)
        )
    if code == "E":
        return Meaning("DATE", f"{year_number // 10 + steps}", anaphoric=anaphoric)
    return Meaning("DATE", f"{year_number // 100 + steps}", anaphoric=anaphoric)


def set_word(found: Found, scene: Scene) -> Answer:
    """Daily, annually."""
    return Meaning("SET", scene.lexicon.words["set"][found["set"]])


def every_unit(found: Found, scene: Scene) -> Answer:
    """Every day, each of two weeks, per month."""
    unit = found["unit"]
    if unit == "weekend":
        return Meaning("SET", "XXXX-WXX-WE")
    code = unit_code(scene, unit)
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
