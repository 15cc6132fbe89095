"""A candidate on its way to becoming a place reference."""

from dataclasses import dataclass

from conflict_timeline.model import PlaceKind
from conflict_timeline.places.gazetteer import Place


@dataclass(slots=True)
class Mention:
    """One candidate: where it stands, what it may mean, and what is known about it so far.

    ``places`` are the senses, best first; ``syntax`` is the kind of a name that only the words
    around it show to be a place; ``attributive`` marks "Tehran-backed"; ``place`` is the sense chosen.
    """

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    words: int
    possessive: bool = False
    attributive: bool = False
    syntax: PlaceKind | None = None
    score: float = 0.0
    place: Place | None = None
    reason: str = ""
    container: "Mention | None" = None
    before: str = ""
    after: str = ""
    embedded: bool = False
    typed: str = ""
