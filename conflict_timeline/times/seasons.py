"""Resolvers for seasons and feasts."""

from datetime import date, timedelta

from conflict_timeline.model import TimeBasis
from conflict_timeline.times.scene import Anchor, Meaning, Scene, make_date, shift
from conflict_timeline.times.wording import (
    BACK,
    FORWARD,
    Answer,
    Found,
    direction_of,
    edge_of,
    has_capital,
    named_year,
    read_year,
    relative_year,
    year_value,
)

_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def season(found: Found, scene: Scene) -> Answer:
    """The spring of 1916, last summer, winter."""
    code = scene.lexicon.value("season", found["season"])
    edge = edge_of(found, scene)
    number = named_year(found, scene)
    if number is not None:
        value = f"{year_value(number)}-{code}"
        month = None if code == "WI" else _FIRST_MONTH[code]
        anchor = Anchor(number, month, None, value)
        return Meaning("DATE", value, edge=edge, basis="explicit", anchor=anchor)
    toward = direction_of(found, scene)
    if not _reads_as_season(found, scene, bool(toward), bool(edge)):
        return None
    if found["ofyear"]:
        number = relative_year(scene, found["ofyear"])
    else:
        number = _year_of_season(scene, code, toward)
    return Meaning("DATE", f"{year_value(number) if number else 'XXXX'}-{code}", edge=edge)


def _reads_as_season(found: Found, scene: Scene, pointed: bool, edged: bool) -> bool:
    lexicon, word = scene.lexicon, found["season"]
    verb = lexicon.has("season_verb", word)  # "fall"
    before = scene.word_before(found.start())
    capital = scene.style == "narrative" and has_capital(found, scene, "season")
    introduced = capital or lexicon.has("introduces", before)
    if not (pointed or found["ofyear"] or found["the"] or edged):
        if lexicon.has("season_word", word) and not (
            capital or lexicon.has("season_after", before)
        ):
            return False
        if scene.style == "news" and not introduced:
            return False
    return introduced or pointed or not verb


def _year_of_season(scene: Scene, code: str, toward: str) -> int | None:
    first = _FIRST_MONTH[code]
    anchor, published = scene.anchor, scene.published
    if scene.style == "narrative" and anchor is not None:
        late = anchor.month is not None and (
            (toward in FORWARD and anchor.month >= first) or (code == "SP" and anchor.month >= 10)
        )
        return anchor.year + 1 if late else anchor.year
    if published is None:
        return None
    if toward in BACK:
        return published.year if first + 2 < published.month else published.year - 1
    if toward in FORWARD and published.month >= first:
        return published.year + 1
    return published.year


def holiday(found: Found, scene: Scene) -> Answer:
    """Christmas Eve 1979, Easter Sunday, last Thanksgiving."""
    if not has_capital(found, scene, "holiday"):
        return None
    rule = scene.lexicon.value("holiday", found["holiday"])
    if rule.startswith("easter") and "orthodox easter" in scene.folded:
        rule = rule.replace("easter", "orthodox")
    if found["year"]:
        day = holiday_day(rule, read_year(scene, found["year"]) or 0)
    else:
        day = _nearest_holiday(found, scene, rule)
    if day is None:
        return None
    anchor = Anchor(day.year, day.month, day.day, day.isoformat())
    basis: TimeBasis = "explicit" if found["year"] else "relative"
    return Meaning("DATE", day.isoformat(), basis=basis, anchor=anchor)


def _nearest_holiday(found: Found, scene: Scene, rule: str) -> date | None:
    if scene.style == "narrative" and scene.anchor is not None:
        return holiday_day(rule, scene.anchor.year)
    published = scene.published
    if published is None:
        return None
    toward = direction_of(found, scene)
    tense = scene.tense_at(found.start(), found.end())
    days = [holiday_day(rule, published.year + step) for step in (-1, 0, 1)]
    known = [day for day in days if day is not None]
    if toward in BACK:
        known = [day for day in known if day < published]
    elif toward in FORWARD or tense == "future":
        known = [day for day in known if day >= published]
    return min(known, key=lambda day: abs(day - published), default=None)


# month, weekday, which one of the month (-1 the last), days after it
_MOVABLE = {
    "thanksgiving": (11, 3, 4, 0), "labor": (9, 0, 1, 0), "memorial": (5, 0, -1, 0),
    "election": (11, 0, 1, 1), "mlk": (1, 0, 3, 0), "presidents": (2, 0, 3, 0),
    "columbus": (10, 0, 2, 0),
}  # fmt: skip


def holiday_day(rule: str, year: int) -> date | None:
    """Return the day of a feast; ``rule`` is MM-DD, easter+N, orthodox+N (days from Easter Sunday,
    in the East by the Julian calendar) or the name of a movable holiday.

    >>> holiday_day("easter-2", 2022), holiday_day("orthodox+0", 2022)
    (datetime.date(2022, 4, 15), datetime.date(2022, 4, 24))
    """
    if rule[0].isdigit():
        return make_date(year, int(rule[:2]), int(rule[3:]))
    if not 1583 <= year <= 4000:
        return None
    church, step, days = rule.partition("+") if "+" in rule else rule.partition("-")
    if church in ("easter", "orthodox"):
        return shift(_easter_sunday(church, year), int(step + days))
    month, weekday, which, after = _MOVABLE[rule]
    if which < 0:
        last = date(year, month, 31)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1) + after)


def _easter_sunday(church: str, year: int) -> date:
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

    day: date = easter(year, EASTER_ORTHODOX if church == "orthodox" else EASTER_WESTERN)
    return day
