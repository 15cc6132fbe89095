"""The 22 kinds of event, what other vocabularies call them, and which kinds a user's word names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process

from conflict_timeline.problems import UsageProblem
from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import fold


@dataclass(frozen=True, slots=True)
class KindInfo:
    """One kind of the taxonomy and what other vocabularies call it."""

    name: str
    meaning: str
    acled_event: str
    acled_sub_events: tuple[str, ...]
    cameo: tuple[str, ...]
    plover: tuple[str, ...]
    iptc: tuple[str, ...]
    hxl: tuple[str, ...]


@cache
def load_taxonomy() -> Mapping[str, KindInfo]:
    """Return the 22 kinds by name, with the names and codes of ACLED, CAMEO, PLOVER, IPTC, HXL."""
    kinds = {}
    for row in read_table("kinds", "taxonomy.tsv"):
        cells = [*row, *[""] * (8 - len(row))]
        name, meaning, event = cells[:3]
        sub_events, cameo, plover, iptc, hxl = (
            tuple(part.strip() for part in cell.split(";") if part.strip()) for cell in cells[3:8]
        )
        kinds[name] = KindInfo(name, meaning, event, sub_events, cameo, plover, iptc, hxl)
    return kinds


def kinds_named(name: str) -> tuple[str, ...]:
    """Return our kinds that ``name`` means: a kind of ours, or an event or sub-event type of ACLED.

    >>> kinds_named("Air/drone strike")
    ('airstrike',)

    Raises UsageProblem, with the nearest name, for anything else.
    """
    names = _names_of_kinds()
    if found := names.get(_plain(name)):
        return found
    close = process.extractOne(_plain(name), names.keys(), score_cutoff=55)
    hint = f"did you mean {close[0]!r}?" if close else "ctl schema lists the kinds"
    raise UsageProblem("CTL-U020", f"there is no kind {name!r}", hint=hint)


@cache
def _names_of_kinds() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for info in load_taxonomy().values():
        for called in (*info.acled_event.split(";"), *info.acled_sub_events):
            if key := _plain(called):
                names[key] = (*names.get(key, ()), info.name)
    return names | {_plain(name): (name,) for name in load_taxonomy()}


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(name)).split())
