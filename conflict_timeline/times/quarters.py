"""Resolvers for quarters and halves of a year, as business news speaks of them."""

import re

from conflict_timeline.model import TimeBasis
from conflict_timeline.times.scene import Anchor, Meaning, Scene
from conflict_timeline.times.wording import (
    STEP,
    Answer,
    Found,
    base_year,
    read_month,
    relative_year,
)

_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


def quarter(found: Found, scene: Scene) -> Answer:
    """The third quarter, the year-ago quarter, the first half of 1998."""
    word = " ".join(found["ordinal"].split())
    ordinal = scene.lexicon.words["ordinal"].get(word)
    number = int(ordinal) if ordinal else None
    code = scene.lexicon.value("period", found["unit"])
    kind = scene.lexicon.words["quarter_word"].get(word, "")
    if code == "H":
        return _half(found, scene, number)
    if code == "P" and (number is not None or kind not in ("this", "ago")):
        return None
    if number is None and found["ended"]:
        return quarter_ended(scene, found["month_end"])
    if number is None:
        return _pointed_quarter(scene, kind)
    if number == -1 and not scene.lexicon.has("final", word):
        return None  # "the last quarter" is a step back, not the fourth
    number = 4 if number == -1 else number
    if number > 4:
        return None
    explicit = found["year_a"] or found["year"]
    year = int(explicit) if explicit else _year_of_quarter(found, scene, number)
    if year is None:
        return Meaning("DATE", f"XXXX-Q{number}")
    return _meaning(year, number, explicit=bool(explicit))


def _year_of_quarter(found: Found, scene: Scene, number: int) -> int | None:
    words = found["toward_a"] or found["toward"]
    toward = scene.lexicon.words["toward"].get(words.split()[-1], "") if words else ""
    base = base_year(scene, toward)
    if base is None or words or scene.published is None:
        return None if base is None else base + STEP.get(toward, 0)
    if found["ago"] is not None or found["back"]:
        base -= 1
    current = (scene.published.month - 1) // 3 + 1
    ahead = number == current + 1 and scene.tense_at(found.start(), found.end()) == "future"
    return base if number <= current or ahead else base - 1


def _meaning(year: int, number: int, *, explicit: bool = False) -> Meaning:
    value = f"{year:04d}-Q{number}"
    basis: TimeBasis = "explicit" if explicit else "relative"
    return Meaning("DATE", value, basis=basis, anchor=Anchor(year, None, None, value))


def _pointed_quarter(scene: Scene, kind: str) -> Meaning | None:
    """The latest quarter, the next one, the one a year ago, counted from the one spoken of."""
    published = scene.published
    if published is None:
        return None
    current = published.year * 4 + (published.month - 1) // 3
    spoken = _QUARTER.fullmatch(scene.period)
    index = current - 1
    if spoken and int(spoken[1]) * 12 + int(spoken[2]) * 3 <= published.year * 12 + published.month:
        index = int(spoken[1]) * 4 + int(spoken[2]) - 1
    if kind == "ago":
        year, rest = divmod(index - 4, 4)
        meaning = _meaning(year, rest + 1)
        meaning.anchor, meaning.anaphoric = None, True
        return meaning
    index = {"next": current + 1, "now": current, "previous": index - 1}.get(kind, index)
    year, rest = divmod(index, 4)
    return _meaning(year, rest + 1)


def _half(found: Found, scene: Scene, number: int | None) -> Meaning | None:
    explicit = found["year_a"] or found["year"]
    words = found["toward_a"] or found["toward"]
    if number not in (1, 2, -1) or not (explicit or words):
        return None
    year = int(explicit) if explicit else relative_year(scene, words)
    return None if year is None else Meaning("DATE", f"{year:04d}-H{2 if number == -1 else number}")


def quarter_of_year(found: Found, scene: Scene) -> Answer:
    """The 1988 quarter, last year's period: the quarter under discussion in another year."""
    year = int(found["year_a"]) if found["year_a"] else relative_year(scene, found["toward_a"])
    if year is None:
        return None
    if found["ended"]:
        return quarter_ended(scene, found["month_end"], year)
    return Meaning("DATE", f"{year:04d}{scene.period[4:]}", anaphoric=True)


def quarter_ended(scene: Scene, month: str, year: int | None = None) -> Meaning | None:
    """The quarter that ends with a month: "the quarter ended Sept. 30" is the third."""
    number = read_month(scene, month)
    if year is None:
        if scene.published is None:
            return None
        year = scene.published.year - (1 if number > scene.published.month else 0)
    return _meaning(year, max(1, number // 3))


def year_ago(found: Found, scene: Scene) -> Answer:
    """The year-earlier profit."""
    return year_back(scene, said_now=False)


def year_back(scene: Scene, *, said_now: bool) -> Meaning:
    """A year ago, a year earlier: a year before the quarter under discussion, else the year."""
    spoken = _QUARTER.fullmatch(scene.period)
    if spoken and scene.published is not None and abs(int(spoken[1]) - scene.published.year) <= 1:
        value = f"{int(spoken[1]) - 1:04d}-Q{spoken[2]}"
        return Meaning("DATE", value, anaphoric=not said_now)
    base = base_year(scene, "last" if said_now else "that")
    value = "XXXX" if base is None else f"{base - 1:04d}"
    return Meaning("DATE", value, anaphoric=not said_now)


def spoken_quarter(scene: Scene) -> str:
    """Return the value of the quarter under discussion, else of the last one that is over."""
    if scene.period or scene.published is None:
        return scene.period
    year, rest = divmod(scene.published.year * 4 + (scene.published.month - 1) // 3 - 1, 4)
    return f"{year:04d}-Q{rest + 1}"
