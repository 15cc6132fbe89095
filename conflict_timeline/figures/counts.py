"""Finds what a sentence counts: its quantities of people, money, weapons and sites.

Ages, scores, sizes and the places of things in time are quantities but count nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, cast

from conflict_timeline.figures.fates import find_fates
from conflict_timeline.figures.quantities import (
    RULE_KEYS,
    Quantity,
    fill_vocabulary,
    needed_words,
    nouns,
    outcomes,
    quantities_of,
)
from conflict_timeline.model import Figure
from conflict_timeline.rules.lazy import LazyPattern
from conflict_timeline.rules.loader import load_stage, read_table
from conflict_timeline.rules.trie import fold

_PEOPLE = frozenset({"people", "force", "casualties", "displaced", "detained", "population"})
_BY_OUTCOME = {
    "killed": "casualties", "wounded": "casualties", "missing": "casualties",
    "lost": "casualties", "captured": "detained", "displaced": "displaced",
}  # fmt: skip
_CONTEXT_REACH = 110  # characters: "death toll in Monday's strike on a tower near ... has risen to"
_ASIDE_REACH = 80  # characters between a count and the part of it that is counted too
_TO_THINGS = frozenset({"destroyed", "captured", "lost"})
_CONTINUING = re.compile(
    r"(?<!\w)(?:includ(?:es?|ing)|among\s+them|of\s+(?:them|whom|which))(?!\w)"
    r"|(?<!\w)(?:(?:up|down)\s+from|compared\s+(?:with|to))\s+$"
)
_NONE_OF = re.compile(r"(?<!\w)(?:none|neither|not\s+one)\s+of\s+(?:the|its|their|his|her)?\s*$")
_ACTING = re.compile(
    r"\s+(?:have\s+|had\s+)?(?:gathered|protested|attended|marched|rallied|demonstrated|joined|boarded|entered|reached|took\s+part|turned\s+out)(?!\w)"
)
_COUNTING_ON = re.compile(r"\s+(?:who|of\s+whom|of\s+them|from|others)(?!\w)")
_PART_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|some\s+)?")
_OBJECT = re.compile(r"(?<!\w)(\w+)\s+(?:(?:all|another|a\s+further|a\s+total\s+of)\s+)?$")
_LET_GO = re.compile(
    r"(?<!\w)(?:was|were|been|be|being)\s+(?:\w+\s+)?(?:freed|released|swapped|exchanged)(?!\w)"
)
_ANOTHER = re.compile(r"(?<!\w)(?:another|a\s+further)\s+(?:\w+\s+)?$")
_ONE_OF = re.compile(r"\s+of\s")
_SUBJECT = re.compile(
    r"(?!(?:He|She|It|They|We|I|The)\s)((?:[A-Z][\w'’-]+\s+){1,3})(?:has\s+|had\s+|have\s+|also\s+|already\s+){0,2}(?:lost|loses|lose)\s+$"
)


@dataclass(frozen=True, slots=True)
class _Context:
    before: LazyPattern | None
    pattern: LazyPattern
    measure: str
    unit: str
    groups: frozenset[str]
    needs: frozenset[str]
    weak: bool  # gives way to what befell those counted


@cache
def _contexts() -> tuple[_Context, ...]:
    found = []
    for file in load_stage("figures", RULE_KEYS):
        for rule in sorted(file.rules, key=lambda rule: rule.id):
            if "measure" not in rule.fields:
                continue
            before = fill_vocabulary(file, str(rule.fields.get("before", "")))
            found.append(
                _Context(
                    LazyPattern(before) if before else None,
                    LazyPattern(rule.pattern),
                    str(rule.fields["measure"]),
                    str(rule.fields["unit"]),
                    frozenset(cast(list[str], rule.fields["nouns"])),
                    needed_words(file, rule),
                    bool(rule.fields.get("weak", False)),
                )
            )
    return tuple(found)


@cache
def _words_needed() -> frozenset[str]:
    return frozenset().union(*(context.needs for context in _contexts()))


@lru_cache(maxsize=256)  # most sentences have none or one of the words
def _contexts_among(words: frozenset[str]) -> tuple[_Context, ...]:
    """Return the contexts that can hold in a sentence that has ``words`` of those needed."""
    return tuple(c for c in _contexts() if not (c.needs and c.needs.isdisjoint(words)))


@cache
def _amounts() -> frozenset[str]:
    """Units of bulk goods and of area: a count of them is a figure of its own."""
    return frozenset(row[0] for row in read_table("figures", "amounts.tsv"))


class _Reading(NamedTuple):
    """What a quantity is read against: its sentence, its outcome, the figures beside it."""

    text: str
    folded: str
    contexts: Sequence[_Context]
    outcome: str | None
    earlier: Sequence[Figure]
    following: Quantity | None
    next_outcome: str | None


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of one sentence; offsets are within ``text``.

    >>> [(f.value, f.bound, f.measure) for f in find_figures("At least 12 civilians were killed.")]
    [(12.0, 'at_least', 'casualties')]
    """
    folded = fold(text)
    quantities, words = quantities_of(text, folded)
    if not quantities:
        return ()
    befallen = not outcomes().keys().isdisjoint(words)
    fates = find_fates(folded, quantities) if befallen else [None] * len(quantities)
    contexts = _contexts_among(_words_needed() & words)
    found: list[Figure] = []
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        next_fate = fates[index + 1] if following else None
        reading = _Reading(text, folded, contexts, fates[index], found, following, next_fate)
        if measured := _measure(quantity, reading):
            found.append(_figure(quantity, *measured))
    return tuple(found)


def _figure(quantity: Quantity, measure: str, unit: str) -> Figure:
    return Figure(
        quantity.start, quantity.end, quantity.text, quantity.value, quantity.low, quantity.high,
        quantity.bound, unit, measure,
    )  # fmt: skip


def _measure(quantity: Quantity, reading: _Reading) -> tuple[str, str] | None:
    """Return the measure of the quantity and the unit it counts, if it counts anything."""
    group = nouns().get(quantity.head, "")
    if not group and quantity.kind == "count" and _is_hurt(quantity, reading):
        return _of_people(quantity, reading, group)
    if measured := _by_context(quantity, reading, group or quantity.kind.replace("count", "")):
        return measured
    if quantity.kind != "count":
        return _by_unit(quantity)
    if quantity.value is not None and quantity.value != int(quantity.value):
        return None  # people and things come whole
    if quantity.form == "words" and _is_attribute(quantity, reading.folded):
        return None
    outcome = reading.outcome
    if group in _PEOPLE or (not quantity.head and outcome in _BY_OUTCOME):
        return _of_people(quantity, reading, group)
    if group in ("weapons", "sites"):
        return _of_things(quantity, group, outcome)
    if group:
        return "count", quantity.unit
    if not quantity.head:
        return _without_noun(quantity, reading)
    return ("count", quantity.unit) if quantity.form == "digits" else None


def _is_hurt(quantity: Quantity, reading: _Reading) -> bool:
    """Say whether a verb of killing or wounding has the number as its object: "killing all 20"."""
    is_whole = quantity.value is None or quantity.value.is_integer()
    return is_whole and _done_to(quantity, reading) in ("killed", "wounded")


def _is_freed(quantity: Quantity, reading: _Reading) -> bool:
    """Say whether they were let go: "released 12 men", not "released pictures of 12 men"."""
    if _done_to(quantity, reading) == "freed":
        return True
    end = quantity.number_end
    return reading.outcome == "freed" and bool(_LET_GO.search(reading.folded, end, end + 60))


def _done_to(quantity: Quantity, reading: _Reading) -> str | None:
    """Return the outcome of the verb that has the number as its object, right before it."""
    if reading.outcome is None:
        return None
    verb = _OBJECT.search(reading.folded, max(0, quantity.start - 40), quantity.start)
    return outcomes().get(verb[1]) if verb else None


def _is_attribute(quantity: Quantity, folded: str) -> bool:
    """Say whether the words count nothing of their own: "one of the towns", "two-day talks"."""
    joined = folded[quantity.number_end : quantity.number_end + 1] == "-"
    return joined or (quantity.value == 1 and bool(_ONE_OF.match(folded, quantity.end)))


def _by_context(quantity: Quantity, reading: _Reading, group: str) -> tuple[str, str] | None:
    window = reading.folded[max(0, quantity.start - _CONTEXT_REACH) : quantity.start]
    for context in reading.contexts:
        if group not in context.groups or (context.weak and reading.outcome in _BY_OUTCOME):
            continue
        if not context.pattern.match(reading.folded, quantity.number_start):
            continue
        if context.before is None:
            return context.measure, quantity.unit or context.unit
        if before := context.before.search(window):
            named = before.groupdict().get("noun") or context.unit
            unit = quantity.unit if quantity.head in nouns() or not named else named
            return context.measure, unit or named
    return None


def _by_unit(quantity: Quantity) -> tuple[str, str] | None:
    if quantity.kind in ("money", "distance"):
        return quantity.kind, quantity.unit
    if quantity.kind == "share":  # "100% certain" is a manner of speaking
        return None if quantity.value == 100 else ("share", quantity.unit)
    if quantity.kind == "size" and quantity.head in _amounts() and quantity.form != "some":
        return "count", quantity.unit
    return None


def _of_people(quantity: Quantity, reading: _Reading, group: str) -> tuple[str, str] | None:
    unit, outcome = quantity.unit, reading.outcome
    if group in ("displaced", "detained") and outcome in ("killed", "wounded", "missing"):
        return "casualties", f"{unit} {outcome}"
    if _is_freed(quantity, reading):  # no longer held: not to be added to those who are
        return "count", f"{unit} freed"
    if group in ("casualties", "displaced", "detained", "population"):
        return group, unit
    if _is_whole(quantity, reading) or _NONE_OF.search(
        reading.folded, max(0, quantity.start - 20), quantity.start
    ):
        return "count", unit
    if reading.earlier and _continues(quantity, reading):
        return reading.earlier[-1].measure, f"{unit} {outcome or ''}".strip()
    if outcome in _BY_OUTCOME:
        return _BY_OUTCOME[outcome], f"{unit} {outcome}{_side(quantity, reading)}".strip()
    if group == "force":
        return "force", unit
    return None if quantity.form == "words" and (quantity.value or 0) <= 20 else ("count", unit)


def _of_things(quantity: Quantity, group: str, outcome: str | None) -> tuple[str, str] | None:
    if outcome in _TO_THINGS or (outcome == "hit" and group == "sites"):
        return group, f"{quantity.unit} {outcome}"
    if group == "sites" and quantity.form == "words":
        return None
    return group, quantity.unit


def _without_noun(quantity: Quantity, reading: _Reading) -> tuple[str, str] | None:
    """Read "of which 30 were shot down" and "43 of 45 drones" by the figure they belong to."""
    if (following := reading.following) and _PART_OF.fullmatch(
        reading.folded, quantity.end, following.start
    ):
        return _part_of(following, reading.next_outcome)
    if reading.earlier and reading.outcome in _TO_THINGS:
        last = reading.earlier[-1]
        if last.measure in ("weapons", "sites"):
            return last.measure, f"{last.unit.split()[0]} {reading.outcome}"
    if reading.earlier and (_continues(quantity, reading) or _goes_on(quantity, reading)):
        last = reading.earlier[-1]
        if last.measure not in ("money", "share", "distance", "duration"):
            return last.measure, last.unit
    if quantity.bound != "exact" and _ACTING.match(reading.folded, quantity.end):
        return "count", "people"
    return None


def _part_of(whole: Quantity, outcome: str | None) -> tuple[str, str] | None:
    """Read the 43 of "43 of 45 drones": what the whole counts, and what befell the part."""
    if not whole.head:
        return None
    group = nouns().get(whole.head, "")
    if group in _PEOPLE and outcome in _BY_OUTCOME:
        return _BY_OUTCOME[outcome], f"{whole.unit} {outcome}"
    return (group if group in ("weapons", "sites", "force") else "count"), whole.unit


def _is_whole(quantity: Quantity, reading: _Reading) -> bool:
    """Say whether a part of it was counted before: the 45 of "43 of 45 drones"."""
    if not reading.earlier:
        return False
    end = reading.earlier[-1].end
    return bool(_PART_OF.fullmatch(reading.folded, end, quantity.start))


def _continues(quantity: Quantity, reading: _Reading) -> bool:
    begin = max(reading.earlier[-1].end, quantity.start - _ASIDE_REACH)
    return bool(_CONTINUING.search(reading.folded, begin, quantity.start))


def _goes_on(quantity: Quantity, reading: _Reading) -> bool:
    """Say whether a number without a noun counts on: "2,000 from the coast and 1,000 who came",
    "and another 500 out of the port"."""
    folded, start, end = reading.folded, quantity.number_start, quantity.number_end
    goes_on = _COUNTING_ON.match(folded, end) or _ANOTHER.search(folded, max(0, start - 40), start)
    return quantity.form == "digits" and goes_on is not None


def _side(quantity: Quantity, reading: _Reading) -> str:
    """Return whose loss it is: "Russia had lost 450 troops" names no nation beside the noun."""
    begin = max(0, quantity.start - 60)
    subject = _SUBJECT.search(reading.text[begin : quantity.start])
    return f" by {subject[1].strip()}" if subject else ""
