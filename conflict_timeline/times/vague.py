"""Resolvers for words that name no interval ("now"), and for the time of the conflict."""

import re

from conflict_timeline.times.amounts import count_of
from conflict_timeline.times.scene import Meaning, Scene, shift
from conflict_timeline.times.span import days_span
from conflict_timeline.times.steps import week_value
from conflict_timeline.times.weekdays import day_anchor
from conflict_timeline.times.wording import Answer, Found


def ref_word(found: Found, scene: Scene) -> Answer:
    """Now, recently, the future: no interval."""
    first = re.split(r"[\s-]", found["word"])[0]
    return Meaning("DATE", scene.lexicon.words["ref_word"][first])


def this_time(found: Found, scene: Scene) -> Answer:
    """During this time, this day: the time a history has reached."""
    day = scene.day_anchor
    if found.groupdict().get("day") and day is not None:
        return Meaning("DATE", day.value[:10], anaphoric=True)
    return Meaning("DATE", "PRESENT_REF", anaphoric=True)


def since_conflict(found: Found, scene: Scene) -> Answer:
    """Since the start of the invasion: from the day the conflict began to the document."""
    first, last = scene.conflict_start, scene.published
    if first is None or last is None or last < first:
        return None
    return Meaning("DURATION", f"P{(last - first).days}D", span=days_span(first, last))


def conflict_day(found: Found, scene: Scene) -> Answer:
    """The third day of the invasion, counted from the day it began."""
    start, words = scene.conflict_start, scene.lexicon.words
    if start is None:
        return None
    if found["n"]:
        number, code = int(count_of(scene, found["n"]) or 0), "D"
    else:
        number, code = int(words["ordinal"][found["ordinal"]]), words["unit"][found["unit"]]
    if number < 1:
        return None
    first = shift(start, (number - 1) * (7 if code == "W" else 1))
    last = shift(start, number * 7 - 1)
    if first is None or last is None or code not in ("D", "W"):
        return None
    if code == "D":
        return Meaning("DATE", first.isoformat(), anchor=day_anchor(first))
    return Meaning("DATE", week_value(first), span=days_span(first, last))
