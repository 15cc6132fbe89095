"""Finds what a sentence counts: its quantities of people, money, weapons and sites.

Ages, scores, sizes and the lengths of time spans are quantities but count nothing.
"""

import re

from conflict_timeline.figures.quantities import (
    Quantity,
    find_quantities,
    nouns,
    outcomes,
)
from conflict_timeline.model import Figure
from conflict_timeline.rules.trie import fold

_WORDS = re.compile(r"[^\W\d_][\w'-]*|[.;:!?,]")
_PEOPLE = frozenset({"people", "force", "casualties", "displaced", "detained", "population"})
_BY_OUTCOME = {
    "killed": "casualties", "wounded": "casualties", "missing": "casualties", "lost": "casualties",
    "captured": "detained", "displaced": "displaced",
}  # fmt: skip
_TIME_LEAD = re.compile(
    r"(?<!\w)(?:in|within|past|last|next|coming|previous|after|before|since|for|every|another|"
    r"preceding|recent|least|than|about|nearly|almost|over|first)\s+(?:the\s+)?(?:past\s+|last\s+|next\s+|first\s+)?$"
)
_TIME_TAIL = re.compile(r"\s+(?:ago|earlier|later|before|after|old|since|from\s+now|on)(?!\w)")
_POPULATION = re.compile(
    r"(?<!\w)(?:population\s+(?:of|is|was|stood\s+at|stands\s+at)|"
    r"(?:city|town|village|country|nation|region|territory|enclave|settlement|home|metropolis)\s+(?:of|to))\s+(?:\w+\s+){0,3}$"
)
_TOLL = re.compile(
    r"(?<!\w)(?P<what>death\s+toll|toll|number\s+of\s+(?:the\s+)?(?P<noun>\w+(?:\s+\w+)?)|fatalities|casualties)"
    r"(?:\s+\w+){0,8}?\s+(?:to|at|reached|is|was|of|stands\s+at|hit|passed|topped|exceeded)\s+$"
)


_ASIDE = re.compile(r",?\s+(?:including|among\s+them|of\s+them|of\s+whom)\s+(?:at\s+least\s+)?$")


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of one sentence; offsets are within ``text``.

    >>> [(f.value, f.bound, f.measure) for f in find_figures("At least 12 civilians were killed.")]
    [(12.0, 'at_least', 'casualties')]
    """
    quantities = find_quantities(text)
    if not quantities:
        return ()
    folded = fold(text)
    found: list[Figure] = []
    for index, quantity in enumerate(quantities):
        ahead = len(text)
        if index + 1 < len(quantities):
            ahead = quantities[index + 1].start
        behind = quantities[index - 1].end if index else 0
        if figure := _figure(text, folded, quantity, found, behind, ahead):
            found.append(figure)
    return tuple(found)


def _figure(
    text: str, folded: str, quantity: Quantity, earlier: list[Figure], behind: int, ahead: int
) -> Figure | None:
    measure = _measure(folded, quantity, earlier, behind, ahead)
    if measure is None:
        return None
    name, unit = measure
    return Figure(
        quantity.start, quantity.end, quantity.text, quantity.value, quantity.low, quantity.high,
        quantity.bound, unit, name,
    )  # fmt: skip


def _measure(
    folded: str, quantity: Quantity, earlier: list[Figure], behind: int, ahead: int
) -> tuple[str, str] | None:
    unit = quantity.unit
    match quantity.kind:
        case "money":
            return "money", unit
        case "share":
            return None if quantity.value == 100 else ("share", unit)
        case "distance":
            return "distance", unit
        case "duration":
            return ("duration", unit) if _is_duration(folded, quantity) else None
        case "age" | "score" | "size":
            return None
    outcome = _outcome(folded, quantity, behind, ahead)
    group = nouns().get(quantity.head)
    before = folded[max(0, quantity.start - 60) : quantity.start]
    if _POPULATION.search(before) and group in ("people", "population", None):
        return "population", unit or "people"
    if group is None and (toll := _TOLL.search(before)):
        return "casualties", str(toll["what"])
    if group in _PEOPLE or (group is None and not quantity.head and outcome in _BY_OUTCOME):
        if group in ("casualties", "displaced", "detained", "population"):
            return group, unit
        if _continues(folded, quantity, earlier):
            return earlier[-1].measure, f"{unit} {outcome or ''}".strip()
        if outcome in _BY_OUTCOME:
            return _BY_OUTCOME[outcome], f"{unit} {outcome}".strip()
        if group == "force":
            return "force", unit
        return "count", unit
    if group in ("weapons", "sites"):
        return group, f"{unit} {outcome}" if outcome in ("destroyed", "captured", "lost") else unit
    if group is not None:
        return "count", unit
    if quantity.form == "digits" and quantity.head:
        return "count", unit
    return None


def _continues(folded: str, quantity: Quantity, earlier: list[Figure]) -> bool:
    if not earlier:
        return False
    between = folded[earlier[-1].end : quantity.start]
    return "including" in between or "among them" in between or "of them" in between


def _is_duration(folded: str, quantity: Quantity) -> bool:
    """Keep the length of something ("a 40-minute call"), not the place of something in time."""
    if quantity.form != "digits":
        return False
    if folded[quantity.number_end : quantity.number_end + 1] == "-":
        return "year" not in quantity.head
    return quantity.head.startswith(("minute", "min")) and not _TIME_TAIL.match(
        folded, quantity.number_end + 1 + len(quantity.unit)
    )


def _outcome(folded: str, quantity: Quantity, behind: int, ahead: int) -> str | None:
    """Return what befell those counted: the nearest word for it, first to the right."""
    known = outcomes()
    after = folded[quantity.number_end : min(ahead, quantity.number_end + 90)]
    if aside := _ASIDE.search(folded, max(0, ahead - 30), ahead):  # "N, including M, were killed"
        after = folded[quantity.number_end : aside.start()]
        rest = folded.find(",", ahead, ahead + 60)
        if rest > 0:
            after += folded[rest + 1 : rest + 60]
    for position, found in enumerate(_WORDS.finditer(after)):
        word = found[0]
        if word in known:
            return known[word]
        if word in ";.!?:" or position > 9:
            break
        if position and word in (",", "and", "while", "but", "after", "when"):
            break
    before = folded[max(behind, quantity.start - 60) : quantity.start]
    for word in reversed(_WORDS.findall(before)[-6:]):
        if word in ";.!?:":
            break
        if word in known:
            return known[word]
    return None
