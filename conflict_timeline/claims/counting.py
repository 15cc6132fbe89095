"""Which two figures count the same: what a newer one updates and a rival one disputes."""

import re
from datetime import date
from functools import cache

from conflict_timeline.claims.comparable import LONGEST_TEXT
from conflict_timeline.claims.overlap import Overlap
from conflict_timeline.claims.profile import (
    Profile,
    days_between,
    is_brief,
    link_words,
    raw_words,
    share_place,
)
from conflict_timeline.claims.vocabulary import look_up, place_groups
from conflict_timeline.model import Figure

UPDATE_DAYS = 90
TOLL_DAYS = 3
MOST_GROWTH = 30  # a count that grew more between two reports counts something else
START_DAYS = 3  # two counts since one beginning: the first days of a war are told differently
FIFTH = 1 / 5  # where one says only "the attack", which its article told before
THIRD = 1 / 3  # of the words of both: other words for one event share about that much
NEARLY = 0.05  # "about 770" and 767 agree
KILLED, FLED, EVACUATED = "kill", "flee", "evacuat"
PART = re.compile(r"\s+(?:of\s+(?:the|them|whom|those|which)\b|among\b)", re.IGNORECASE)
MORE = re.compile(r"\b(?:an)?other\b|\balso\b|\b(?:further|additional)\b", re.IGNORECASE)


def update_reason(one: Profile, other: Profile, overlap: Overlap) -> tuple[Profile, Profile, str]:
    """Return (newer, older, reason) when a figure of one updates one of the other, else the
    two with "".

    Either both count everything so far of the same scope since the same beginning, or both tell of
    one event and the later one counts more. The reason ends in the older figure's day, by which
    ``links.chosen_links`` finds the one before.
    """
    newer, older = (one, other) if is_newer(one, other) else (other, one)
    nothing = newer, older, ""
    if not (one.is_firm and other.is_firm) or one.is_negative or other.is_negative:
        return nothing
    figures = same_count(newer, older)
    if figures is None or not is_newer(newer, older) or overlap.dice < THIRD:
        return nothing
    new, old = figures
    if new.value is None or old.value is None:
        return nothing
    if not old.value < new.value <= MOST_GROWTH * old.value:
        return nothing
    if not (_is_series(newer, older, new) or is_one_event(one, other)):
        return nothing
    day = date.fromordinal(max(1, older.view.day_last or older.last_published))
    text = " ".join(new.text[:60].split())
    return newer, older, f"{text}, up from {old.value:,.15g} ({day.isoformat()})"


def rival_reason(one: Profile, other: Profile, overlap: Overlap) -> str:
    """Return how two counts of one event exclude each other in plain words, or ""."""
    figures = same_count(one, other)
    if figures is None or not is_one_event(one, other):
        return ""
    if overlap.dice < (FIFTH if _refers_back(one) or _refers_back(other) else THIRD):
        return ""
    mine, theirs = figures
    if _agree(mine, theirs) or _is_one_source(one, other):
        return ""
    if is_growing(one, other):
        return ""
    where = "same place and day" if share_place(one, other) else "same day"
    return f"{_counted(mine)} against {_counted(theirs)}, {where}"


def is_one_event(one: Profile, other: Profile) -> bool:
    """Return whether two claims are of one day and place, and none of another kind of event."""
    if days_between(one, other) > 0 or not (_is_of_a_day(one) and _is_of_a_day(other)):
        return False
    if not share_place(one, other) and not _are_of_one_country(one, other):
        return False
    mine, theirs = one.kinds - {"casualties"}, other.kinds - {"casualties"}
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _are_of_one_country(one: Profile, other: Profile) -> bool:
    """Return whether both count for one country: of no place and no event, one of them a toll."""
    if one.scene or other.scene or one.countries.isdisjoint(other.countries):
        return False
    if (one.kinds | other.kinds) - {"casualties"} or _refers_back(one) or _refers_back(other):
        return False
    return _is_toll(one) or _is_toll(other)


def _refers_back(profile: Profile) -> bool:
    """Return whether the claim names its event only by a word like "the attack"."""
    text = profile.claim.representative.text[:LONGEST_TEXT].lower()
    return any(f"the {word}" in text for word in raw_words("event"))


def same_count(one: Profile, other: Profile) -> tuple[Figure, Figure] | None:
    """Return the first two figures that count the same and differ."""
    for figure in one.counts:
        for rival in other.counts:
            if (
                figure.measure == rival.measure
                and outcome(figure) == outcome(rival)
                and _population(one, figure) == _population(other, rival)
                and figure.value is not None
                and rival.value is not None
                and figure.value != rival.value
                and not is_part(one, figure)
                and not is_part(other, rival)
            ):
                return figure, rival
    return None


def is_part(profile: Profile, figure: Figure) -> bool:
    """Return whether a figure counts some of others ("five of the injured") or more of them
    ("another 65", "four were also killed").
    """
    text = profile.claim.representative.text
    if PART.match(text, figure.end) or MORE.search(text[max(0, figure.start - 20) : figure.start]):
        return True
    return (
        outcome(figure) == KILLED and MORE.search(text[figure.start : figure.end + 30]) is not None
    )


def outcome(figure: Figure) -> str:
    """Return what happened to those counted: kill, wound, flee, ..."""
    found = _outcome(figure.unit)
    return FLED if figure.measure == "displaced" and found != EVACUATED else found


def is_newer(one: Profile, other: Profile) -> bool:
    """Return whether the first is of a later day or, of one day, was published later."""
    return (one.view.day_last or 0, one.first_published) > (
        other.view.day_last or 0,
        other.last_published,
    )


def is_growing(one: Profile, other: Profile) -> bool:
    """Return whether a later publication counts more of the same event: a toll that rose."""
    figures = same_count(one, other)
    if figures is None or figures[0].value is None or figures[1].value is None:
        return False
    if one.first_published > other.last_published:
        return figures[0].value > figures[1].value
    return one.last_published < other.first_published and figures[0].value < figures[1].value


def _is_series(newer: Profile, older: Profile, figure: Figure) -> bool:
    """Return whether both count everything so far: of one scope, since one beginning."""
    if days_between(newer, older) > UPDATE_DAYS or newer.places != older.places:
        return False
    if not newer.countries.issuperset(older.countries) and not older.countries.issuperset(
        newer.countries
    ):
        return False
    if figure.measure not in link_words("running") and not (
        _is_cumulative(newer) and (_is_cumulative(older) or _is_first_day_of(older, newer))
    ):
        return _is_toll(newer) and share_place(newer, older) and _are_of_days(newer, older)
    start, other_start = _start(newer), _start(older)
    if start is not None and other_start is not None:
        return abs(start - other_start) <= START_DAYS
    if start is not None:
        return (older.view.day_last or 0) >= start and newer.view.day_last != older.view.day_last
    return True


def _start(profile: Profile) -> int | None:
    """Return the first day of what is counted, where the text gives one."""
    first, last = profile.view.day_first, profile.view.day_last
    return first if first is not None and last is not None and last > first else None


def _is_first_day_of(older: Profile, newer: Profile) -> bool:
    """Return whether the older count is of the day on which the newer one begins."""
    start = _start(newer)
    return start is not None and older.view.is_dated and older.view.day_last == start


def _is_cumulative(profile: Profile) -> bool:
    return _start(profile) is not None or _has_word(profile, "cumulative")


def _is_toll(profile: Profile) -> bool:
    return _has_word(profile, "toll")


def _are_of_days(one: Profile, other: Profile) -> bool:
    return is_brief(one) and is_brief(other) and days_between(one, other) <= TOLL_DAYS


def _has_word(profile: Profile, name: str) -> bool:
    words = profile.claim.representative.text[:LONGEST_TEXT].lower().split()
    return any(word.strip(",.;:") in raw_words(name) for word in words)


def _is_of_a_day(profile: Profile) -> bool:
    view = profile.view
    return is_brief(profile) and (view.day_last or 0) - (view.day_first or 0) <= 1


def _agree(one: Figure, other: Figure) -> bool:
    """Return whether both figures can hold: "more than 50" and 58, "about 770" and 767."""
    if one.value is None or other.value is None:
        return True
    if {one.bound, other.bound} & {"about"}:
        return abs(one.value - other.value) <= NEARLY * max(one.value, other.value)
    return _covers(one, other) or _covers(other, one)


def _covers(bound: Figure, exact: Figure) -> bool:
    if exact.bound not in ("exact", "at_least") or bound.value is None or exact.value is None:
        return False
    if bound.bound == "more_than":
        return exact.value > bound.value
    return bound.bound in ("up_to", "less_than") and exact.value <= bound.value


def _is_one_source(one: Profile, other: Profile) -> bool:
    """Return whether the same speaker, or the same outlet, counts both times: then it counts two
    events, or the toll rose; a dispute has two voices.
    """
    if one.speakers and other.speakers:
        return not set(one.speakers).isdisjoint(other.speakers)
    if not one.claim.outlets and not other.claim.outlets:
        return not one.articles.isdisjoint(other.articles)
    return not set(one.claim.outlets).isdisjoint(other.claim.outlets)


def _counted(figure: Figure) -> str:
    """Return the figure with what it counts: "at least 10 people killed"."""
    unit = "" if figure.unit.lower() in figure.text.lower() else f" {figure.unit}"
    text = " ".join(figure.text[:60].split())
    return f"{text[:1].lower()}{text[1:]}{unit[:60]}"


def _population(profile: Profile, figure: Figure) -> frozenset[str]:
    """Return who is counted; "553 wounded" beside "249 civilians killed" counts civilians."""
    if len(figure.unit.split()) == 1 and figure.measure == "casualties":
        for other in profile.counts:
            is_beside = other.measure == figure.measure and outcome(other) not in (
                "",
                outcome(figure),
            )
            if is_beside and (ones := _counted_ones(other.unit)):
                return ones
    return _counted_ones(figure.unit)


@cache
def _outcome(unit: str) -> str:
    outcomes = link_words("outcome")
    return next((word for part in unit.split() if (word := look_up(part).normal) in outcomes), "")


@cache
def _counted_ones(unit: str) -> frozenset[str]:
    """Return who or what is counted; people of whatever name are people, but civilians, children
    and soldiers are some of them only, and other counts."""
    words = [look_up(word).normal for word in unit.split()]
    ones = {word for word in words if word not in link_words("outcome")} - link_words("people")
    groups = place_groups()
    if all(word in groups for word in ones):  # "Ukrainians killed": people
        return frozenset()
    return frozenset(ones)
