"""Candidates for place references, and the capitalised words they are made of."""

from dataclasses import dataclass, field
from typing import NamedTuple

from conflict_timeline.places.gazetteer import Place


class Word(NamedTuple):
    """One capitalised word; ``end`` leaves out what hangs on: "'s", "'ll", "-based"."""

    start: int
    end: int
    text: str
    possessive: bool
    attributive: bool = False


@dataclass(slots=True)
class Mention:
    """One candidate: where it stands, what it may mean, and what is known about it so far.

    ``places`` are the senses, best first; ``syntax`` says how a name outside the gazetteer is
    known (city, region, nature, street, facility, unknown); ``attributive`` marks "Tehran-backed";
    ``first`` and ``last`` number its capitalised words; ``place`` is the sense chosen.
    """

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    first: int
    last: int
    possessive: bool = False
    attributive: bool = False
    syntax: str = ""
    before: str = ""
    before_gap: str = ""
    after: str = ""
    after_gap: str = ""
    container: "Mention | None" = None
    inner: "Mention | None" = None
    signs: list[str] = field(default_factory=list)
    rules: tuple[str, ...] = ()
    place: Place | None = None
    reason: str = ""
