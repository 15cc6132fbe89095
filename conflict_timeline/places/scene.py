"""Where the event of one verb happened: the place its sentence ties to it, or none.

The rules over the signs of each place stand in rules/places/scene.tsv (see ``sign_rules``); the
place with most for it wins, if it has enough. The most telling: the first place a locative
preposition introduces after the verb, else the last before it; what contains another place
("Nablus, West Bank") gives way.
"""

import re
from collections.abc import Sequence

from conflict_timeline.model import PlaceRef
from conflict_timeline.places.sign_rules import sign_rules
from conflict_timeline.places.vocabulary import words

_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z\"“(])|\n\s*\n")
_WORDS_BEFORE = re.compile(r"[\w'’-]+|[,;:—–(]")
_TYPE_OF = re.compile(
    r"^(?:'s|’s)? (?:[a-z-]+ ){0,2}"
    r"(?:city|town|village|province|district|region|state|capital|port|camp|suburb|villages|towns)"
    r"(?:,| of)? $"
)
FAR, NEAR = 18, 5  # words between verb and place
ENOUGH = 2  # one good sign, or two weak ones


def place_of_event(
    text: str, verb_start: int, verb_end: int, places: Sequence[PlaceRef]
) -> PlaceRef | None:
    """Return where the event of the verb at ``verb_start:verb_end`` happened, or None.

    ``places`` are those of ``find_places``; only those in the verb's sentence compete.
    """
    rules = sign_rules("scene.tsv", "scene")
    best = None
    best_value = ENOUGH - 1
    for place, signs in candidates(text, verb_start, verb_end, places):
        value = rules.decide(signs).value
        if value > best_value:
            best, best_value = place, value
    return best


def candidates(
    text: str, verb_start: int, verb_end: int, places: Sequence[PlaceRef]
) -> list[tuple[PlaceRef, list[str]]]:
    """Return the places of the verb's sentence, each with its signs."""
    start, end = _sentence(text, verb_start, verb_end)
    inside = [place for place in places if place.start >= start and place.end <= end]
    found = []
    located_after = located_before = None
    for place in inside:
        lead = _lead(text, place)
        if lead != "bare":
            if place.start >= verb_end and located_after is None:
                located_after = place
            if place.end <= verb_start:
                located_before = place
    for index, place in enumerate(inside):
        signs = _signs(text, verb_start, verb_end, place)
        if place is located_after:
            signs.append("first located after")
        if place is located_before:
            signs.append("last located before")
            if located_after is None:
                signs.append("none located after")
        if located_after is None and located_before is None:
            signs.append("nothing located")
        if len(inside) == 1:
            signs.append("only place")
        if index and text[inside[index - 1].end : place.start] in (", ", ", in ", " in ", " ("):
            signs.append("outer")
        if index + 1 < len(inside) and _TYPE_OF.match(text[place.end : inside[index + 1].start]):
            signs.append("outer")
        between = sum(
            min(place.start, verb_start) < other.start < max(place.start, verb_start)
            for other in inside
        )
        if between > 1:
            signs.append("places between")
        if place.start - start < 30 and place.end <= verb_start and _lead(text, place) != "bare":
            signs.append("opens the sentence")
        if place.start >= verb_end and len(text[verb_end : place.start].split()) <= 1:
            signs.append("object")
        found.append((place, signs))
    return found


def _signs(text: str, verb_start: int, verb_end: int, place: PlaceRef) -> list[str]:
    side = "after" if place.start >= verb_end else "before"
    gap = text[verb_end : place.start] if side == "after" else text[place.end : verb_start]
    parts = [part.lower() for part in _WORDS_BEFORE.findall(gap[-400:])]
    lead = _lead(text, place)
    signs = [side, "lead:" + lead, "role:" + place.role, "kind:" + place.kind]
    if lead in words("locative") and lead not in ("to", "towards", "toward"):
        signs.append("located")
    if len(parts) > FAR:
        signs.append("far")
    elif len(parts) <= NEAR:
        signs.append("near")
    seen = set(parts)
    for name in ("speech", "boundary", "auxiliary"):
        if seen & words(name):
            signs.append("across " + name)
    if "," in seen:
        signs.append("across comma")
    following = text[place.end : place.end + 24]
    if following[:2] in ("'s", "’s"):
        signs.append("possessive")
    elif re.match(r" [a-z]", following):
        after = following.split()[0].strip(".,;:")
        if after not in words("function"):
            signs.append("before part" if after in words("after_place") else "before noun")
    verb = text[verb_start:verb_end].lower()
    for name in ("speech", "struck"):
        if verb in words(name) or (name == "struck" and verb in words("siege")):
            signs.append("verb:" + name)
    return signs


def _lead(text: str, place: PlaceRef) -> str:
    """Return what leads to the place across "the northern city of": "in", "near", "bare"."""
    before = text[max(0, place.start - 70) : place.start].lower()
    parts: list[str] = _WORDS_BEFORE.findall(before)
    for steps, word in enumerate(reversed(parts[-7:])):
        if word in words("locative") or word in ("from", "to", "of", "on", "between"):
            if word == "of" and any(part in words("before_of") for part in parts[-4:]):
                continue
            return word
        if word in words("struck"):
            return "struck"
        if word in words("movement"):
            return "movement"
        if word in ",;:—–(" or (steps and word in words("function") and word not in _SKIPPED):
            break
        if steps > 4:
            break
    return "bare"


_SKIPPED = frozenset(["the", "a", "an", "its", "their", "other", "and", "two", "three", "several"])


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence around the verb, at most 1,000 characters each way."""
    low, high = max(0, start - 1000), min(len(text), end + 1000)
    for match in _SENTENCE_END.finditer(text, low, start):
        low = match.end()
    after = _SENTENCE_END.search(text, end, high)
    return low, after.start() + 1 if after else high
