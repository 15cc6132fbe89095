"""Which side somebody speaks for: a state, those who fight it, or nobody.

A denial disputes what others say, never what the denier's own side says.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from conflict_timeline.claims.vocabulary import STAGE, look_up, place_groups
from conflict_timeline.rules.loader import read_table

INDEPENDENT, ARMED, STATE = "independent", "armed", "state"


class Side(NamedTuple):
    """What kind of side (``state``, ``armed``, ``independent``, "" when unknown) of which
    countries."""

    kind: str
    countries: frozenset[str]


@lru_cache(maxsize=1 << 14)
def side_of(speakers: tuple[str, ...]) -> Side:
    """Return the side that ``speakers``, as the article calls them, speak for.

    >>> side_of(("Syrian military source",))
    Side(kind='state', countries=frozenset({'syria'}))
    """
    words = [word for speaker in speakers for word in speaker[:200].replace("’", "'").split()]
    lowered = [word.casefold().removesuffix("'s").strip(".,;:()\"“”'") for word in words]
    groups = place_groups()
    normal = [look_up(word).normal for word in words if word[:1].isalnum()]
    countries = frozenset([groups[word] for word in normal if word in groups])
    classes = _classes()
    found = {classes[word] for word in lowered if word in classes}
    for kind in (INDEPENDENT, ARMED, STATE):
        if kind in found:
            return Side(kind, countries)
    is_bare = bool(countries) and len(words) <= 2
    return Side(STATE if is_bare else "", countries)


def are_one_side(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two statements come from one side: the same speaker, or two voices of one
    state or of its enemies.
    """
    if not set(one).isdisjoint(other):
        return True
    mine, theirs = side_of(one), side_of(other)
    if mine.kind != theirs.kind or mine.kind not in (ARMED, STATE):
        return False
    if mine.countries and theirs.countries:
        return not mine.countries.isdisjoint(theirs.countries)
    return not mine.countries and not theirs.countries


@cache
def _classes() -> dict[str, str]:
    table: dict[str, str] = {}
    for kind, words in read_table(STAGE, "sides.tsv"):
        for word in words.split():
            table.setdefault(word, kind)
    return table
