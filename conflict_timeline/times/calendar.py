"""Resolvers for days and months of the calendar.

A resolver takes the match of its rule and the scene, and returns what the match means: one
meaning, several where a range is two expressions, or None where it is no date after all.
"""

from conflict_timeline.times.choice import year_for, year_that_follows
from conflict_timeline.times.scene import Anchor, Meaning, Scene, Tense, make_date, shift
from conflict_timeline.times.wording import (
    BACK,
    FORWARD,
    Answer,
    Found,
    direction_of,
    edge_of,
    full_year,
    has_capital,
    named_year,
    read_month,
    relative_year,
    year_value,
)


def numeric_date(found: Found, scene: Scene) -> Answer:
    """2022-02-27, with or without a time."""
    day = make_date(int(found["year"]), int(found["month"]), int(found["day"]))
    if day is None:
        return None
    value = day.isoformat()
    anchor = Anchor(day.year, day.month, day.day, value)
    if found["hour24"]:
        value = f"{value}T{found['hour24']}:{found['minute24']}"
        return Meaning("TIME", value, basis="explicit", anchor=anchor)
    return Meaning("DATE", value, basis="explicit", anchor=anchor)


def slash_date(found: Found, scene: Scene) -> Answer:
    """7/8/07 and 24.12.1999: month first with slashes, day first with dots, unless impossible."""
    first, second = int(found["first"]), int(found["second"])
    year = full_year(found["year"])
    day_first = found["mark"] == "." or "lower_case" in scene.lexicon.fragments
    month, number = (second, first) if day_first else (first, second)
    day = make_date(year, month, number) or make_date(year, number, month)
    if day is None:
        return None
    anchor = Anchor(day.year, day.month, day.day, day.isoformat())
    return Meaning("DATE", day.isoformat(), basis="explicit", anchor=anchor)


def calendar_day(found: Found, scene: Scene) -> Answer:
    """A day and a month, with or without a year."""
    if not has_capital(found, scene, "month"):
        return None
    groups = found.groupdict()
    number = groups.get("day") or scene.lexicon.value("ordinal", groups["ordinal"])
    month_number = read_month(scene, found["month"])
    return _day_in_month(found, scene, month_number, int(number))


def _day_in_month(
    found: Found,
    scene: Scene,
    month_number: int,
    number: int,
    *,
    end: int | None = None,
) -> Meaning | None:
    if not 1 <= number <= 31:
        return None
    tense: Tense | None = None
    after = found.end() if end is None else end
    chosen = named_year(found, scene)
    if chosen is None:
        chosen = year_that_follows(scene, after)
    if chosen is None and (of_year := found.groupdict().get("ofyear")):
        chosen = relative_year(scene, of_year)
    if chosen is None:
        tense = scene.tense_at(found.start(), after) if scene.style == "news" else None
        toward = direction_of(found, scene)
        chosen = year_for(scene, month_number, day=number, tense=tense, toward=toward)
        if chosen is not None and _has_ended(found, scene, (chosen, month_number, number)):
            chosen -= 1
    if chosen is None:
        return Meaning("DATE", f"XXXX-{month_number:02d}-{number:02d}", tense=tense)
    day = make_date(chosen, month_number, number)
    if day is None and chosen > 0:
        return None
    value = f"{year_value(chosen)}-{month_number:02d}-{number:02d}"
    return Meaning(
        "DATE",
        value,
        edge=edge_of(found, scene),
        basis="explicit",
        weekday=day.weekday() if day and found.groupdict().get("weekday") else None,
        tense=tense,
        anchor=Anchor(chosen, month_number, number, value),
    )


def _has_ended(found: Found, scene: Scene, day: tuple[int, int, int]) -> bool:
    """Whether "the year ended Jan. 31" or "was held on 31 May" was given a day that lies ahead."""
    published = scene.published
    if published is None or scene.style != "news":
        return False
    tomorrow = shift(published, 1) or published  # it is tomorrow already further east
    if day <= (tomorrow.year, tomorrow.month, tomorrow.day):
        return False
    closed = scene.lexicon.has("closed", scene.word_before(found.start()))
    return closed or scene.looks("done_on", found.start(), reach=44)


def month_day_range(found: Found, scene: Scene) -> Answer:
    """March 5-9, 1918: two expressions, the second without its month."""
    if not has_capital(found, scene, "month"):
        return None
    number = read_month(scene, found["month"])
    first = _day_in_month(found, scene, number, int(found["day"]))
    last = _day_in_month(found, scene, number, int(found["day_b"]))
    if first is None or last is None or last.value < first.value:
        return None
    first.start, first.end = found.start(), found.start("between")
    last.start, last.end = found.start("day_b"), found.end()
    return [first, last]


def range_day(found: Found, scene: Scene) -> Answer:
    """The 24 of 24-26 February: month and year come later."""
    if not has_capital(found, scene, "month"):
        return None
    number = read_month(scene, found["month"])
    day = int(found["day"])
    return _day_in_month(found, scene, number, day, end=found.end("month"))


def part_of_date(found: Found, scene: Scene) -> Answer:
    """The night of 10 August 1792."""
    name = "month" if found["month"] else "month_b"
    if not has_capital(found, scene, name):
        return None
    number = int(found["day"] or found["day_b"])
    month_number = read_month(scene, found[name])
    day = _day_in_month(found, scene, month_number, number)
    code = scene.lexicon.value("part", found["part"])
    if day is not None:
        day.type, day.value = "TIME", day.value + (code if code.startswith("T") else "T" + code)
    return day


def month_year(found: Found, scene: Scene) -> Answer:
    """February 2021."""
    year = named_year(found, scene)
    if year is None or not has_capital(found, scene, "month"):
        return None
    return _month_meaning(found, scene, year, explicit=True)


def month_relative_year(found: Found, scene: Scene) -> Answer:
    """July last year, August of that year."""
    year = relative_year(scene, found["toward"])
    if year is None or not has_capital(found, scene, "month"):
        return None
    return _month_meaning(found, scene, year)


def _month_meaning(
    found: Found, scene: Scene, year: int, *, explicit: bool = False, tense: Tense | None = None
) -> Meaning:
    number = read_month(scene, found["month"])
    value = f"{year_value(year)}-{number:02d}"
    return Meaning(
        "DATE",
        value,
        edge=edge_of(found, scene),
        basis="explicit" if explicit else "relative",
        tense=tense,
        anchor=Anchor(year, number, None, value),
    )


def month(found: Found, scene: Scene) -> Answer:
    """A month without a year."""
    if not has_capital(found, scene, "month"):
        return None
    number = read_month(scene, found["month"])
    if scene.lexicon.has("every", found["toward"] or ""):
        return Meaning("SET", f"XXXX-{number:02d}")
    toward = direction_of(found, scene)
    if not toward and edge_of(found, scene) is None and not _reads_as_month(found, scene):
        return None
    tense: Tense | None = None
    year = year_that_follows(scene, found.end())
    if year is None:
        if toward in BACK:
            tense = "past"
        elif toward in FORWARD:
            tense = "future"
        elif scene.style == "news" and toward != "this":
            tense = scene.tense_at(found.start(), found.end())
            before = scene.word_before(found.start())
            if tense == "past" and scene.lexicon.has("reaches", before):
                tense = None  # "extended the truce through May" may well reach ahead
        year = year_for(scene, number, day=None, tense=tense, toward=toward)
    if year is None:
        return Meaning("DATE", f"XXXX-{number:02d}", tense=tense)
    return _month_meaning(found, scene, year, tense=tense)


def _reads_as_month(found: Found, scene: Scene) -> bool:
    """Whether an ambiguous month name (May, March, a short form) stands where a month would."""
    lexicon, word = scene.lexicon, found["month"]
    if lexicon.has("month_short", word):  # "mar" or "dec" without a full stop
        return False
    if not lexicon.has("month_word", word):
        return True
    return lexicon.has("introduces", scene.word_before(found.start()))
