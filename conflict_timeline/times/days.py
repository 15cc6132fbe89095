"""Resolvers for today and its neighbours, and for the parts of a day."""

from datetime import date

from conflict_timeline.times.scene import Meaning, Scene, Tense, make_date, shift
from conflict_timeline.times.span import overnight_span, part_span
from conflict_timeline.times.weekdays import day_anchor, timed, weekday_day
from conflict_timeline.times.wording import ANAPHORIC, STEP, Answer, Found, direction_of, edge_of


def narrative_day(scene: Scene) -> date | None:
    """Return the day the text spoke of last, in news else the publication day."""
    if scene.day_anchor is not None:
        return scene.day_anchor.as_date()
    return scene.published if scene.style == "news" else None


def deictic(found: Found, scene: Scene) -> Answer:
    """Today, yesterday evening, the day after tomorrow, later today."""
    words = scene.lexicon.words
    step = int(words["deictic"][found["word"]])
    groups = found.groupdict()
    if beyond := groups.get("beyond"):
        step += 1 if scene.lexicon.value("how", beyond.split()[-1]) == "ahead" else -1
    part = groups.get("part") or groups.get("part_b")
    code = scene.lexicon.value("part", part) if part else ""
    if scene.style == "narrative" and step == 0 and not part:
        return Meaning("DATE", "PRESENT_REF")
    base = scene.published if scene.style == "news" else narrative_day(scene)
    day = shift(base, step) if base is not None else None
    tense: Tense | None = "past" if step < 0 else "future" if step > 0 else None
    edge = edge_of(found, scene)
    if day is None:
        return Meaning("DATE", "", tense=tense)
    if not code:
        return Meaning("DATE", day.isoformat(), edge=edge, tense=tense, anchor=day_anchor(day))
    return _part_meaning(day, code, edge, tense=tense)


def _part_meaning(
    day: date, code: str, edge: str | None, *, tense: Tense | None = None, anaphoric: bool = False
) -> Meaning:
    return Meaning(
        "TIME",
        timed(day, code),
        span=None if code.startswith("T") else part_span(day, code, edge=edge),
        edge=edge,
        tense=tense,
        anaphoric=anaphoric,
        anchor=day_anchor(day),
    )


def _unknown_part(code: str) -> Meaning:
    return Meaning("TIME", f"XXXX-XX-XXT{code.removeprefix('T')}", anaphoric=True)


def tonight(found: Found, scene: Scene) -> Answer:
    """Tonight."""
    day = scene.reference
    if day is None:
        return Meaning("TIME", "XXXX-XX-XXTNI", tense="future")
    edge = edge_of(found, scene)
    return Meaning("TIME", timed(day, "NI"), edge=edge, anchor=day_anchor(day))


def part_of_day(found: Found, scene: Scene) -> Answer:
    """This morning, last night, that evening, the night, early afternoon."""
    code = scene.lexicon.value("part", found["part"])
    toward, edge = direction_of(found, scene), edge_of(found, scene)
    definite = bool(found["the"])
    if not toward and not definite and edge is None:
        return None
    now = toward not in ANAPHORIC and not definite and bool(toward)
    day = scene.published if now and scene.style == "news" else narrative_day(scene)
    if day is None:
        return _unknown_part(code)
    if found["before"]:  # "the evening before": of the day before the one just named
        return _part_meaning(shift(day, -1) or day, code, edge, anaphoric=True)
    if definite and code == "NI" and scene.style == "news" and edge is None:
        return _the_night(scene, day)
    day = shift(day, STEP.get(toward, 0)) or day
    return _part_meaning(day, code, edge, anaphoric=not now)


def _the_night(scene: Scene, day: date) -> Meaning:
    """The night: the one just named, else the one that ended on the morning of the day."""
    if scene.anchor is not None and scene.anchor.value.endswith("TNI"):
        return Meaning("TIME", timed(day, "NI"), anaphoric=True)
    before = shift(day, -1) or day
    return Meaning("TIME", timed(before, "NI"), span=overnight_span(day), anaphoric=True)


def bare_part(found: Found, scene: Scene) -> Answer:
    """Noon, midnight Friday, at dawn, night: a part of the day without a determiner."""
    code = scene.lexicon.value("part", found["part"])
    if code == "T24:00" and scene.lexicon.has("after_midnight", scene.word_before(found.start())):
        code = "T00:00"  # "shortly after midnight on Saturday" is the beginning of Saturday
    if found["weekday"]:
        return _part_of_weekday(found, scene, code)
    if found["word"]:
        return None
    day = narrative_day(scene)
    if code.startswith("T"):
        return Meaning("TIME", timed(day, code), anaphoric=True) if day else _unknown_part(code)
    before = scene.word_before(found.start())
    placed = scene.lexicon.has("part_after", before)
    by_night = scene.style == "news" and scene.lexicon.has("night_after", before)
    if placed and day is not None and (code != "NI" or by_night):
        return Meaning("TIME", timed(day, code), anaphoric=True)
    if scene.style == "news" or code not in ("NI", "DT"):
        return None
    return _unknown_part(code)


def _part_of_weekday(found: Found, scene: Scene, code: str) -> Meaning:
    number = int(scene.lexicon.words["weekday"][found["weekday"]])
    tense = scene.tense_at(found.start(), found.end())
    day = weekday_day(scene, number, tense=tense, base=scene.reference)
    if day is None:
        value = f"XXXX-WXX-{number + 1}T{code.removeprefix('T')}"
        return Meaning("TIME", value, weekday=number, tense=tense)
    anchor = day_anchor(day)
    return Meaning("TIME", timed(day, code), weekday=number, tense=tense, anchor=anchor)


def part_of_weekdays(found: Found, scene: Scene) -> Answer:
    """The night of Saturday to Sunday: the night that begins on the first of the two."""
    code = scene.lexicon.value("part", found["part"])
    numbers = scene.lexicon.words["weekday"]
    first = int(numbers[found["weekday"]])
    tense = scene.tense_at(found.start(), found.end())
    day = weekday_day(
        scene, int(numbers[found["weekday_b"] or found["weekday"]]), tense=tense,
        base=scene.reference,
    )  # fmt: skip
    if day is None:
        value = f"XXXX-WXX-{first + 1}T{code.removeprefix('T')}"
        return Meaning("TIME", value, weekday=first, tense=tense)
    day = shift(day, -((day.weekday() - first) % 7)) or day
    value = timed(day, code)
    return Meaning("TIME", value, weekday=first, tense=tense, anchor=day_anchor(day, value))


def overnight(found: Found, scene: Scene) -> Answer:
    """Overnight: the night that ended on the morning of the document, or of the weekday named."""
    morning = scene.reference
    number: int | None = None
    if found["weekday"]:
        number = int(scene.lexicon.words["weekday"][found["weekday"]])
        morning = weekday_day(scene, number, tense="past", base=morning)
    if morning is None:
        return Meaning("TIME", "XXXX-XX-XXTNI", weekday=number, tense="past")
    value = timed(shift(morning, -1) or morning, "NI")
    return Meaning("TIME", value, span=overnight_span(morning), weekday=number, tense="past")


def ordinal_day(found: Found, scene: Scene) -> Answer:
    """On the 20th: the day of the month that the text speaks of."""
    anchor = scene.anchor
    introduced = scene.lexicon.has("introduces", scene.word_before(found.start()))
    if anchor is None or anchor.month is None or not introduced:
        return None
    number = int(scene.lexicon.value("ordinal", found["ordinal"]))
    day = make_date(anchor.year, anchor.month, number)
    if day is None:
        return None
    return Meaning("DATE", day.isoformat(), anaphoric=True, anchor=day_anchor(day))
