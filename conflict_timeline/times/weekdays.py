"""Resolvers for days of the week: back in the past tense, forward in the future."""

from datetime import date

from conflict_timeline.times.lexicon import compiled
from conflict_timeline.times.scene import SENTENCE_END, Anchor, Meaning, Scene, Tense, shift
from conflict_timeline.times.span import part_span
from conflict_timeline.times.wording import (
    ANAPHORIC,
    BACK,
    FORWARD,
    Answer,
    Found,
    direction_of,
    edge_of,
    has_capital,
)


def day_anchor(day: date, value: str = "") -> Anchor:
    """Return the anchor of one day, or of the part of it that ``value`` names."""
    return Anchor(day.year, day.month, day.day, value or day.isoformat())


def timed(day: date, code: str) -> str:
    """Return the TIMEX3 value of a part of a day."""
    return f"{day.isoformat()}{code}" if code.startswith("T") else f"{day.isoformat()}T{code}"


def weekday_day(
    scene: Scene, number: int, *, toward: str = "", tense: Tense | None, base: date | None
) -> date | None:
    """Return the day of a weekday: 0 to 6 days back, or 0 to 6 days ahead in the future tense.

    "The previous Friday" that would fall before the conflict began is the latest Friday instead.
    """
    if base is None:
        return None
    back = (base.weekday() - number) % 7
    ahead = (number - base.weekday()) % 7
    if toward in FORWARD:
        return shift(base, ahead or 7)
    if toward in BACK:
        day = shift(base, -(back or 7))
        named = scene.day_anchor.as_date() if scene.day_anchor else None
        if toward == "previous" and named is not None and day == named:
            day = shift(named, -7)  # "on Friday ... than on the previous Friday"
        return _not_before_conflict(scene, day, number)
    if toward == "this" and tense != "past":
        return shift(base, ahead)
    return shift(base, ahead if tense == "future" else -back)


def _nearest(base: date, number: int) -> date | None:
    ahead = (number - base.weekday()) % 7
    return shift(base, ahead if ahead <= 3 else ahead - 7)


def _not_before_conflict(scene: Scene, day: date | None, number: int) -> date | None:
    start, published = scene.conflict_start, scene.published
    if day is None or start is None or published is None or day >= start or published < start:
        return day
    latest = shift(published, -((published.weekday() - number) % 7))
    return latest if latest is not None and latest >= start else day


def weekday(found: Found, scene: Scene) -> Answer:
    """Friday, last Friday, Saturday morning, late Tuesday, every Thursday."""
    if not has_capital(found, scene, "weekday"):
        return None
    if scene.lexicon.has("named_day", scene.word_before(found.start())):
        return None  # "Bloody Sunday"
    groups, words = found.groupdict(), scene.lexicon.words
    word = found["weekday"]
    number = int(words["weekday"].get(word) or words["weekday_short"][word])
    part = groups.get("part")
    code = scene.lexicon.value("part", part) if part else ""
    timex = f"XXXX-WXX-{number + 1}" + (f"T{code.removeprefix('T')}" if code else "")
    if scene.lexicon.has("every", groups.get("toward") or ""):
        return Meaning("SET", timex, weekday=number)
    toward = direction_of(found, scene)
    tense = scene.tense_at(found.start(), found.end())
    anaphoric = toward in ANAPHORIC
    day = _day_of(found, scene, number, toward, tense)
    edge = edge_of(found, scene)
    if day is None:
        return Meaning(
            "TIME" if code else "DATE", timex, weekday=number, tense=tense, edge=edge,
            anaphoric=anaphoric,
        )  # fmt: skip
    value = timed(day, code) if code else day.isoformat()
    return Meaning(
        "TIME" if code else "DATE",
        value,
        span=part_span(day, code, edge=edge) if code and not code.startswith("T") else None,
        weekday=number,
        tense=tense,
        edge=edge,
        anchor=day_anchor(day, value),
        anaphoric=anaphoric,
    )


def _day_of(
    found: Found, scene: Scene, number: int, toward: str, tense: Tense | None
) -> date | None:
    base = scene.reference
    last = None if toward else _end_of_range(found, scene)
    if last is not None:
        return shift(last, -((last.weekday() - number) % 7 or 7))
    opened = None if toward else _start_of_range(found, scene)
    if opened is not None:
        return shift(opened, (number - opened.weekday()) % 7 or 7)
    if toward in ANAPHORIC and toward != "previous" and scene.day_anchor is not None:
        base = scene.day_anchor.as_date() or base
    open_word = scene.lexicon.has("either_way", scene.word_before(found.start()))
    if open_word and not toward and tense != "future" and base is not None:
        return _nearest(base, number)  # "starting Saturday" may be yesterday or to come
    return weekday_day(scene, number, toward=toward, tense=tense, base=base)


def _start_of_range(found: Found, scene: Scene) -> date | None:
    """The day before "until": "imposed from Tuesday evening until Thursday morning"."""
    gap = found.start() - scene.day_at
    if scene.day_anchor is None or not 0 < gap < _JOINT:
        return None
    joint = compiled(scene.lexicon, "until_joint")
    if not joint.fullmatch(scene.folded, scene.day_at, found.start()):
        return None
    return scene.day_anchor.as_date()


_JOINT = 16


def _end_of_range(found: Found, scene: Scene) -> date | None:
    """The day that closes a range which the match opens, so that it opens before it closes."""
    between = scene.looks("range_start", found.start(), reach=9)
    joint = compiled(scene.lexicon, "range_end_and" if between else "range_end")
    closing = joint.match(scene.folded, found.end())
    if closing is None:
        return None
    number = int(scene.lexicon.words["weekday"][closing[1]])
    tense = scene.tense_at(closing.start(1), closing.end())
    return weekday_day(scene, number, tense=tense, base=scene.reference)


_SENTENCE_REST = 200


def day_in_sentence(scene: Scene, start: int, end: int) -> date | None:
    """Return the day that the sentence around an expression names, before it or else behind it."""
    near = scene.day_anchor is not None and start - scene.day_at < _SENTENCE_REST
    if near and not SENTENCE_END.search(scene.folded, scene.day_at, start) and scene.day_anchor:
        return scene.day_anchor.as_date()
    stop = SENTENCE_END.search(scene.folded, end, end + _SENTENCE_REST)
    rest = stop.start() if stop else end + _SENTENCE_REST
    found = compiled(scene.lexicon, "a_weekday").search(scene.folded, end, rest)
    if found is None:
        return None
    number = int(scene.lexicon.words["weekday"][found[0]])
    tense = scene.tense_at(found.start(), found.end())
    return weekday_day(scene, number, tense=tense, base=scene.reference)


def weekdays(found: Found, scene: Scene) -> Answer:
    """Fridays, Tuesday nights."""
    words = scene.lexicon.words
    number = words["weekdays"].get(found["weekday"] or "") or words["weekday"][found["weekday_b"]]
    part = found["part"] or found["part_b"]
    code = f"T{words['part'].get(part) or words['parts'][part]}" if part else ""
    return Meaning("SET", f"XXXX-WXX-{int(number) + 1}{code}", weekday=int(number))
