"""Which year a month or a day means that names none.

In a history it is the year that lies nearest to the date the text spoke of last, forward before
backward; in news the nearest to the publication, where the future counts more than the past.
"""

from datetime import date

from conflict_timeline.times.lexicon import compiled
from conflict_timeline.times.scene import Anchor, Scene, Tense
from conflict_timeline.times.wording import BACK, FORWARD


def year_that_follows(scene: Scene, end: int) -> int | None:
    """Return the year of the next date in the same list or range: "August and September 1914"."""
    found = compiled(scene.lexicon, "next_year").match(scene.folded, end)
    return int(found["year"]) if found else None


def year_for(
    scene: Scene, month: int, *, day: int | None, tense: Tense | None, toward: str = ""
) -> int | None:
    """Return the year of a month, or of a day in it; None without anything to count from."""
    anchor, published = scene.anchor, scene.published
    if scene.style == "narrative" and anchor is not None:
        return _in_history(anchor, month, toward)
    if published is None:
        return None
    if toward == "this":
        return published.year
    if toward in BACK:
        return published.year if month < published.month else published.year - 1
    if (tense == "future" or toward in FORWARD) and (
        day is None or _days_since(published, month, day) > 90
    ):
        late = (month, day or published.day) >= (published.month, published.day)
        return published.year if late else published.year + 1
    if day is None and month == published.month:
        return published.year
    weight = 2.0 if day is not None or tense is None else 10.0

    def apart(year: int) -> float:
        months = (year - published.year) * 12 + month - published.month
        ahead = months + ((day or 15) - published.day) / 31
        return -ahead if ahead < 0 else weight * ahead

    return min((published.year - 1, published.year, published.year + 1), key=apart)


def _days_since(published: date, month: int, day: int) -> int:
    return (published.month - month) * 31 + published.day - day


def _in_history(anchor: Anchor, month: int, toward: str) -> int:
    if anchor.month is None:
        return anchor.year
    apart = month - anchor.month
    if toward in BACK:
        return anchor.year if apart < 0 else anchor.year - 1
    if toward in FORWARD:
        return anchor.year if apart > 0 else anchor.year + 1
    if apart <= -8:  # from December on to January, never from August back to January
        return anchor.year + 1
    return anchor.year - 1 if apart >= 10 else anchor.year
