"""Which city a sentence is about: one it names, one its run of paragraphs is about, or none.

A place carries over only where the words keep the scene ("the city", "the building", the same
quotation) or the paragraph goes on; a new place, a heading or a look at the whole country ends it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from conflict_timeline.model import PlaceRef
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.words import vocabulary

_COUNTRY_CAPITAL = re.compile(
    r"(?:\b(?P<before>\w+) )?\b(?:the (?P<people>\w+(?:ian|ish|ese|i|an|ch))|(?P<owner>\w+)'s?)"
    r" capital\b(?! of\b| punish| gain| market)"
)
SCENE_LENGTH = 3  # paragraphs over which "the city" still means the last city named
PARAGRAPH_LENGTH = 3
"""Sentences after the one that names a city over which its paragraph may go on without a word about
it: news paragraphs are no longer, and a text whose line breaks were lost is one long paragraph."""


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
    named_in: int
    speaker: str | None


CapitalOf = Callable[[str | None], PlaceRef | None]
"""Gives the capital of a country (ISO 3166), or of the country the article is about (None)."""


def locate_lines(
    lines: Sequence[Line], *, capital_of: CapitalOf, demonyms: Mapping[str, str]
) -> list[Located]:
    """Return where the event of each line is.

    ``capital_of`` and ``demonyms`` ("Libyan" -> "LY") are for "the capital" without a name.
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
            where = _capital(line, scene, capital_of, demonyms) or _anaphoric(line, scene)
        located.append(where)
        if where.cities:
            is_carried = scene is not None and not own and where.cities == scene.cities
            named_in = scene.named_in if scene and is_carried else line.index
            scene = _Scene(
                where.cities, where.refs, sentence.paragraph, line.index, named_in, line.speaker
            )
        elif any(ref.role == "event" for ref in line.places):
            scene = None  # the article moved to another region or country
    return located


def _capital(
    line: Line, scene: _Scene | None, capital_of: CapitalOf, demonyms: Mapping[str, str]
) -> Located | None:
    """Return the capital a line speaks of without its name: of the country named with it, else
    the one the scene is in, else that of the country the article is about."""
    named = _country_with_capital(line, demonyms)
    if named is not None:
        ref = capital_of(named)
        return Located((ref.name,), (ref,), "the capital of the country named") if ref else None
    if not _names_capital(line.folded):
        return None
    for ref in scene.refs if scene else ():
        seat = capital_of(ref.country) if ref.country else None
        if seat is not None and seat.name == ref.name:
            return Located((ref.name,), (ref,), "“the capital” of the sentences before")
    if (ref := capital_of(None)) is None:
        return None
    return Located((ref.name,), (ref,), "“the capital” of the country the article is about")


def _country_with_capital(line: Line, demonyms: Mapping[str, str]) -> str | None:
    """Return the country of "Ukraine's capital" or "the Libyan capital", where it is known."""
    if " capital" not in line.folded or not _names_capital(line.folded):
        return None
    found = _COUNTRY_CAPITAL.search(line.folded)
    if found is None:
        return None
    if found["people"]:
        return demonyms.get(found["people"].capitalize())
    at = line.sentence.start + found.start("owner")
    return next(
        (r.country for r in line.places if r.start <= at < r.end and r.kind == "country"), None
    )


def _anaphoric(line: Line, scene: _Scene | None) -> Located:
    """Return the city a line without one takes: "the city", the scene that goes on."""
    folded, places = line.folded, line.places
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
    found = _COUNTRY_CAPITAL.search(folded) if " capital" in folded else None
    return found is not None and not vocabulary("near_words").pattern.fullmatch(
        found["before"] or ""
    )


def _continuation(line: Line, scene: _Scene) -> str | None:
    """Return why a line that follows a scene is still in it, or None."""
    if vocabulary("scene").search(line.folded):
        return "the same scene as the sentence before"
    same_paragraph = (
        line.sentence.paragraph == scene.paragraph
        and line.index - scene.named_in <= PARAGRAPH_LENGTH
    )
    is_seen = line.attribution is not None and line.attribution.observed  # pictures of the scene
    same_source = line.speaker is None or is_seen or scene.speaker in (None, line.speaker)
    if same_paragraph and same_source:
        return "the paragraph goes on"
    if line.speaker is not None and _goes_on(line.speaker, scene.speaker):
        return "the same speaker goes on"
    return None


def _goes_on(speaker: str, before: str | None) -> bool:
    """Return whether it is still the same source: the same name, or "a statement" of nobody
    else."""
    return (
        speaker == before or vocabulary("document_sources").pattern.match(fold(speaker)) is not None
    )


def _names(refs: Sequence[PlaceRef]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref.name for ref in refs))
