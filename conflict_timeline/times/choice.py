"""Which year a month or a day means that names none.

In a history it is the year that lies nearest to the date the text spoke of last, forward before
backward; in news the one within the twelve months around the publication.
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
        day is None or _days_since(published, month, day) > _STILL_PAST
    ):
        late = (month, day or published.day) >= (published.month, published.day)
        return published.year if late else published.year + 1
    if day is None and month == published.month:
        return published.year
    ahead = _NEXT_MONTH if day is None and tense is not None else _AHEAD
    for year in (published.year + 1, published.year):
        months = (year - published.year) * 12 + month - published.month
        if months + ((day or 15) - published.day) / 31 <= ahead:
            return year
    return published.year - 1


_AHEAD = 4
"""Months: a date without a year lies in the twelve months around the publication, and news tells
twice as much as it announces: eight months behind, four ahead."""
_NEXT_MONTH = 1
"""Months: a month after a past verb is behind, or the next one ("cut its orders for May")."""
_STILL_PAST = 90
"""Days: a date this young is looked back on, even beside a verb in the future."""


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
    if apart <= -8:  # from December on to April at most: a history moves forward over New Year
        return anchor.year + 1
    return anchor.year - 1 if apart >= 10 else anchor.year  # only January looks back to November
