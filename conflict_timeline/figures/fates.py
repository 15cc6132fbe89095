"""Finds what befell those whom a sentence counts: killed, wounded, captured, displaced, destroyed.

No parser: the nearest word for it decides, first to the right of the number ("12 were killed"),
then to its left ("killed 12"); the items of a list and an aside share it.
"""

import re
from collections.abc import Sequence
from functools import cache

from conflict_timeline.figures.quantities import Quantity, nouns, outcomes
from conflict_timeline.rules.loader import read_table

_REACH = 90  # characters looked ahead
_WORDS_AHEAD = 9
_WORDS_BACK = 6
_OWN_WORDS = 3  # words behind a number in its own noun phrase: "dozens of badly wounded men"
_WORD = re.compile(r"[^\W\d_][\w'-]*|[.;:!?,]")
_ASIDE = re.compile(
    r",?\s+(?:including|among\s+them|of\s+(?:them|whom))\s+(?:at\s+least\s+|about\s+|some\s+)?$"
)
_LIST = re.compile(r"(?:,|,?\s+and)\s+(?:an?other\s+|at\s+least\s+|about\s+|some\s+)?$")
_DASHES = re.compile(r"\s(?:-{1,2}|—)\s(?:at\s+least\s+|about\s+|some\s+|up\s+to\s+)?$")
_DASH = re.compile(r"\s(?:-{1,2}|—)\s")
# what stands before a participle that is a verb: "were displaced", "killed and wounded"
_VERBAL = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "got", "had", "have", "has", "and", "or"}
)
_ONE_MORE = frozenset({"a", "an", "his", "her", "their"})
_SENTENCE = frozenset(".;:!?")
_CLAUSE = frozenset({",", "and", "while", "but", "after", "when"})


def find_fates(folded: str, quantities: Sequence[Quantity]) -> list[str | None]:
    """Return for each of ``quantities`` the outcome (see ``outcomes.tsv``) of what it counts.

    >>> from conflict_timeline.figures.quantities import find_quantities
    >>> text = "3 women and 2 men were killed."
    >>> find_fates(text.lower(), find_quantities(text))
    ['killed', 'killed']
    """
    rightward = _rightward(folded, quantities)
    fates: list[str | None] = []
    for index, quantity in enumerate(quantities):
        fate = rightward[index]
        if not quantity.head and (acted := _right_before(folded, quantity)):
            fate = acted  # "killed 13 and wounded 29 in the raid"
        if fate is None:
            begin = quantities[index - 1].end if index else 0
            fate = _to_the_left(folded, max(begin, quantity.start - 60), quantity.start)
        if fate is None and index and _LIST.search(_between(folded, quantities, index - 1)):
            fate = fates[-1]
        fates.append(fate)
    return fates


def _rightward(folded: str, quantities: Sequence[Quantity]) -> list[str | None]:
    fates: list[str | None] = [None] * len(quantities)
    for index in reversed(range(len(quantities))):
        after = _between(folded, quantities, index)
        aside = _ASIDE.search(after)
        dashes = None if aside else _DASHES.search(after)
        joint = aside or dashes or _LIST.search(after)
        fate = _first(_WORD.findall(after[: joint.start()] if joint else after))
        if fate is None and joint and index + 1 < len(quantities):
            behind = quantities[index + 1].number_end
            if dashes:  # "1.9 million people - 85% of the population - were displaced"
                fate = _behind_dash(folded, behind)
            else:
                fate = (aside and _behind_aside(folded, behind)) or fates[index + 1]
        fates[index] = fate
    return fates


def _between(folded: str, quantities: Sequence[Quantity], index: int) -> str:
    end = quantities[index].number_end
    ahead = quantities[index + 1].start if index + 1 < len(quantities) else len(folded)
    return folded[end : min(ahead, end + _REACH)]


def _behind_aside(folded: str, start: int) -> str | None:
    comma = folded.find(",", start, start + 60)
    return _first(_WORD.findall(folded[comma + 1 : comma + 60])) if comma > 0 else None


def _right_before(folded: str, quantity: Quantity) -> str | None:
    """Return the outcome of the verb that stands right before a number without a noun."""
    following = _WORD.search(folded, quantity.number_end, quantity.number_end + 24)
    if following and following[0] in outcomes():
        return None
    before = folded[max(0, quantity.start - 24) : quantity.start].split()
    return outcomes().get(before[-1]) if before and before[-1].endswith(("ed", "ing")) else None


def _behind_dash(folded: str, start: int) -> str | None:
    dash = _DASH.search(folded, start, start + _REACH)
    return _first(_WORD.findall(folded[dash.end() : dash.end() + 60])) if dash else None


@cache
def _active() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("figures", "active_outcomes.tsv"))


def _first(words: Sequence[str]) -> str | None:
    known, active = outcomes(), _active()
    for at, word in enumerate(words[:_WORDS_AHEAD]):
        if word in active:
            return None
        if word in known:
            if at >= _OWN_WORDS and _is_attribute(words, at):
                continue  # "in a school where displaced families had sought shelter"
            return known[word]
        if word == "and" and _is_one_more(words, at):
            continue  # "two adults and a child were killed"
        if word in _SENTENCE or word in _CLAUSE:
            return None
    return None


def _is_one_more(words: Sequence[str], at: int) -> bool:
    """Say whether "and" adds one person without a number: "and a child", "and his wife"."""
    following = words[at + 1 : at + 3]
    return (
        len(following) > 1
        and following[0] in _ONE_MORE
        and nouns().get(following[1]) in ("people", "force")
    )


def _is_attribute(words: Sequence[str], at: int) -> bool:
    """Say whether a participle only describes others: "displaced families", "wounded soldiers"."""
    return (
        words[at].endswith("ed")
        and words[at - 1] not in _VERBAL
        and nouns().get(words[at + 1] if at + 1 < len(words) else "") == "people"
    )


def _to_the_left(folded: str, start: int, end: int) -> str | None:
    known = outcomes()
    for word in reversed(_WORD.findall(folded[start:end])[-_WORDS_BACK:]):
        if word in _SENTENCE:
            return None
        if word in known:
            return known[word]
    return None
