"""Which city a sentence is about: one it names, one its run of paragraphs is about, or none.

A place carries over only where the words keep the scene ("the city", "the building", the same
quotation) or the paragraph goes on; a new place, a heading or a look at the whole country ends it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conflict_timeline.model import PlaceRef
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.words import vocabulary

_COUNTRY_CAPITAL = re.compile(
    r"(?:\b(?P<before>\w+) )?\b(?:the \w+(?:ian|ish|ese|i|an|ch)|\w+'s?)"
    r" capital\b(?! of\b| punish| gain| market)"
)
SCENE_LENGTH = 3  # paragraphs over which "the city" still means the last city named


@dataclass(frozen=True, slots=True)
class Located:
    """The cities a sentence's event is in, the reference that gives zone and coordinates, and
    why."""

    cities: tuple[str, ...]
    refs: tuple[PlaceRef, ...]
    reason: str


NOWHERE = Located((), (), "")


@dataclass(frozen=True, slots=True)
class _Scene:
    cities: tuple[str, ...]
    refs: tuple[PlaceRef, ...]
    paragraph: int
    sentence: int
    speaker: str | None


def locate_lines(lines: Sequence[Line], *, capital: Callable[[], PlaceRef | None]) -> list[Located]:
    """Return where the event of each line is.

    ``capital`` gives the capital of the country the article is about, for "the capital" without
    a name.
    """
    scene: _Scene | None = None
    located: list[Located] = []
    for line in lines:
        sentence = line.sentence
        if sentence.role == "heading":
            scene = None
        if sentence.role != "prose":
            located.append(NOWHERE)
            continue
        own = tuple(ref for ref in line.places if ref.role == "event" and ref.kind == "city")
        if own:
            where = Located(_names(own), own, "named in the sentence")
        else:
            where = _anaphoric(line, scene, capital=capital)
        located.append(where)
        if where.cities:
            scene = _Scene(where.cities, where.refs, sentence.paragraph, line.index, line.speaker)
        elif any(ref.role == "event" for ref in line.places):
            scene = None  # the article moved to another region or country
    return located


def _anaphoric(
    line: Line, scene: _Scene | None, *, capital: Callable[[], PlaceRef | None]
) -> Located:
    """Return the city a line without one takes: "the capital", "the city", the scene that goes
    on."""
    folded, places = line.folded, line.places
    if _names_capital(folded) and (ref := capital()):
        return Located((ref.name,), (ref,), "“the capital” of the country the article is about")
    names_city = vocabulary("city_words").search(folded) is not None
    titled = next((ref for ref in places if ref.kind == "city" and ref.role == "speaker"), None)
    if names_city and titled:
        return Located((titled.name,), (titled,), "“the city” of the official named")
    if scene is None or line.sentence.paragraph - scene.paragraph > SCENE_LENGTH:
        return NOWHERE
    if names_city:
        return Located(scene.cities, scene.refs, "“the city” of the sentence before")
    is_elsewhere = any(ref.role == "event" for ref in places)
    if scene.sentence != line.index - 1 or is_elsewhere or vocabulary("wider").search(folded):
        return NOWHERE
    reason = _continuation(line, scene)
    return Located(scene.cities, scene.refs, reason) if reason else NOWHERE


def _names_capital(folded: str) -> bool:
    """Return whether a line speaks of the capital without its name, and not as a landmark.

    >>> _names_capital("troops bear down on ukraine's capital")
    True
    >>> _names_capital("a port near the libyan capital")
    False
    """
    if vocabulary("capital_words").search(folded):
        return True
    found = _COUNTRY_CAPITAL.search(folded)
    return found is not None and not vocabulary("near_words").fullmatch(found["before"] or "")


def _continuation(line: Line, scene: _Scene) -> str | None:
    """Return why a line that follows a scene is still in it, or None."""
    if vocabulary("scene").search(line.folded):
        return "the same scene as the sentence before"
    same_paragraph = line.sentence.paragraph == scene.paragraph
    if same_paragraph and (line.speaker is None or scene.speaker in (None, line.speaker)):
        return "the paragraph goes on"
    if line.speaker is not None and _goes_on(line.speaker, scene.speaker):
        return "the same speaker goes on"
    return None


def _goes_on(speaker: str, before: str | None) -> bool:
    """Return whether it is still the same source: the same name, or "a statement" of nobody
    else."""
    return speaker == before or vocabulary("document_sources").match(fold(speaker)) is not None


def _names(refs: Sequence[PlaceRef]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref.name for ref in refs))
