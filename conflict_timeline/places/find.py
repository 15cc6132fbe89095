"""Finds the places a text names: capitalised words that the gazetteer knows and the context allows.

One pass collects candidates (longest match from each capitalised word), each with the words around
it; evidence decides which of them are places; ``resolve`` settles which place each means from the
whole document; ``roles`` says what each does in its sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conflict_timeline.model import PlaceKind, PlaceRef
from conflict_timeline.places import evidence, resolve, roles
from conflict_timeline.places.gazetteer import Gazetteer, Place, shared_gazetteer
from conflict_timeline.places.mention import Mention
from conflict_timeline.places.spelling import name_key, without_article
from conflict_timeline.places.vocabulary import words

_WORD = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?\b|[^\W\d_a-zß-öø-ÿ]\w{0,60}(?:['’ʼ‘-]\w{1,40}){0,6}")
_POSSESSIVE = ("'s", "’s", "'S", "’S", "ʼs")
_JOINTS = frozenset(
    [" ", "\n", "  ", "-", " of ", " of the ", " de ", " del ", " de la ", " di ", " da ", " do ",
     " dos ", " la ", " al-", " al ", " ar-", " as-", " at-", " an-", " ad-", " ez-", " ez ", " el-",
     " el ", " ash-", " az-", " es-", " and ", " & ", " on ", " upon ", " e ", "-e ", " in ", " ul "]
)  # fmt: skip
_ARTICLES = frozenset(["al-", "el-", "ar-", "as-", "at-", "an-", "ad-", "az-", "ez-"])
_SHORT = frozenset(["St", "Ste", "Ft", "Mt"])
_SPACE = re.compile(r"\s+")
MAX_WORDS = 5
MAX_TEXT = 5_000_000


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    possessive: bool


def find_places(text: str, *, gazetteer: Gazetteer | None = None) -> list[PlaceRef]:
    """Return every place ``text`` (a whole document) names, in order, resolved and with its role.

    Coordinates come from the gazetteer (the packaged one unless another is given); a place known
    only by its syntax ("the village of X") has none. Never raises for odd text.
    """
    known = gazetteer or shared_gazetteer()
    mentions = list(candidates(text, known))
    kept = evidence.choose(text, mentions)
    resolve.settle(text, kept)
    return roles.assign(text, kept)


def candidates(text: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield the longest known name from each capitalised word, and names known by syntax alone."""
    found = [_word(text, match.start(), match.end()) for match in _WORD.finditer(text)]
    position = 0
    while position < len(found):
        last, mention = _longest(text, found, position, gazetteer)
        if mention is not None:
            yield mention
        position = last + 1


def _word(text: str, start: int, end: int) -> _Word:
    if end - start > 2 and text[end - 2 : end] in _POSSESSIVE:
        return _Word(start, end - 2, True)
    return _Word(start, end, False)


def _longest(
    text: str, found: list[_Word], position: int, gazetteer: Gazetteer
) -> tuple[int, Mention | None]:
    first = found[position]
    last = position
    while last - position < MAX_WORDS - 1 and last + 1 < len(found) and not found[last].possessive:
        gap = text[found[last].end : found[last + 1].start]
        if gap in _JOINTS or (gap == ". " and text[first.start : first.end] in _SHORT):
            last += 1
        else:
            break
    start = first.start
    article = text[max(0, start - 3) : start].lower() in _ARTICLES
    if article and (start < 4 or not text[start - 4].isalnum()):
        start -= 3
    for end in range(last, position - 1, -1):
        surface = text[start : found[end].end]
        places = known(surface, gazetteer)
        if places and not (end > position and _is_loose_pair(surface, places)):
            return end, Mention(
                start, found[end].end, surface, places, words=end - position + 1,
                possessive=found[end].possessive,
            )  # fmt: skip
    if "-" in text[first.start : first.end]:
        return position, _hyphenated(text, first, gazetteer)
    return position, _by_syntax(text, first, found, position)


def known(surface: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return what ``surface`` may mean; single words of everyday use mean nothing."""
    cached = gazetteer.surfaces.get(surface)
    if cached is not None:
        return cached
    places = _known(surface, gazetteer)
    if len(gazetteer.surfaces) > 100_000:  # a bounded memory
        gazetteer.surfaces.clear()
    gazetteer.surfaces[surface] = places
    return places


def _known(surface: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    key = name_key(surface)
    if len(key) < 2 or len(key) > 60:
        return ()
    if len(key) <= 3 and key.isascii() and not (surface.isupper() and len(key) >= 2):
        return tuple(p for p in gazetteer.find(key) if not p.alias and p.weight >= 200_000)
    if surface.lower() in words("never"):
        if not surface.isupper() or len(key) > 3:
            return ()
        return tuple(p for p in gazetteer.find(key) if p.kind == "country")
    if surface.isupper() and len(key) <= 3:
        return tuple(p for p in gazetteer.find(key) if p.kind in ("country", "region"))
    if key.isascii():
        return gazetteer.find(key) or gazetteer.find(without_article(key))
    return gazetteer.look_up(surface)


def _is_loose_pair(surface: str, places: tuple[Place, ...]) -> bool:
    """Two names with a joining word between them are one name only when that is a usual name."""
    return (" and " in surface or " in " in surface or " on " in surface) and all(
        place.alias for place in places
    )


def _hyphenated(text: str, word: _Word, gazetteer: Gazetteer) -> Mention | None:
    """ "Tehran-backed", "Russia-Ukraine": the part before the hyphen is a name in use as adjective."""
    head = text[word.start : word.end].split("-", 1)[0]
    if len(head) < 3:
        return None
    places = known(head, gazetteer)
    if not places or places[0].weight < 100_000:
        return None
    end = word.start + len(head)
    return Mention(word.start, end, head, places, words=1, attributive=True)


def _by_syntax(text: str, word: _Word, found: list[_Word], position: int) -> Mention | None:
    """A name no gazetteer knows, but which the words around it say is a place."""
    surface = text[word.start : word.end]
    if surface.lower() in words("never") or len(surface) < 3:
        return None
    before = text[max(0, word.start - 40) : word.start].split()
    of_type = len(before) >= 2 and before[-1] == "of" and before[-2].lower() in words("before_of")
    after = _SPACE.split(text[word.end : word.end + 20].lstrip(" "), maxsplit=1)[0].strip(".,;:)")
    if of_type or after in words("syntax_type"):
        kind: PlaceKind = "region" if after in words("region_type") else "city"
        return Mention(word.start, word.end, surface, (), words=1, syntax=kind)
    return None
