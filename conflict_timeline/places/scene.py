"""Where the event of one verb happened: the place its sentence ties to it, or none.

The rules over the signs of each place stand in rules/places/scene.tsv (see ``sign_rules``); the
place with most for it wins, if it has enough. The most telling: the first place a locative
preposition introduces after the verb, else the last before it; what contains another place
("Nablus, West Bank") gives way.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from conflict_timeline.model import PlaceRef
from conflict_timeline.places.sign_rules import sign_rules
from conflict_timeline.places.vocabulary import words

_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z\"“(])|\n\s*\n")
_WORDS_BEFORE = re.compile(r"[\w'’-]+|[,;:—–(]")
_TYPE = (
    r"(?:city|town|village|province|district|region|state|capital|port|camp|suburb|villages|towns"
    r"|island|neighbou?rhood|quarter|county|governorate|area|resort|resorts|stronghold|enclave)"
)
_TYPE_OF = re.compile(rf"^(?:'s|’s)? (?:[a-z-]+ ){{0,2}}{_TYPE}(?:,| of)?(?: [a-z]+ern)? $")
_OWNS = re.compile(r"^(?:'s|’s) (?:[a-z-]+ ){0,2}$")
_LIES_IN = re.compile(
    rf"^(?: {_TYPE})?(?:, (?:an?|the) (?:[a-z-]+ ){{0,3}}{_TYPE})?"
    rf"(?:, | \(|,? (?:in|of)(?: the)? (?:{_TYPE} of )?(?:[a-z-]+ ){{0,2}})$"
)
_PASSIVE = re.compile(
    r"^ (?:was|were|is|are|has been|have been|had been|being|came)(?: [a-z]+ly| being)? $"
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
    holders = containers(text, inside)
    leads = [_lead(text, place) for place in inside]
    for i in sorted(holders):  # "in the ancient West Bank town of Jericho": both are led in
        if leads[i] != "bare" and i + 1 < len(inside) and leads[i + 1] == "bare":
            leads[i + 1] = leads[i]
    after = [i for i, place in enumerate(inside) if place.start >= verb_end and leads[i] != "bare"]
    before = [i for i, place in enumerate(inside) if place.end <= verb_start and leads[i] != "bare"]
    first = next((i for i in after if i not in holders), after[0] if after else None)
    last = next((i for i in reversed(before) if i not in holders), before[-1] if before else None)
    found = []
    for index, place in enumerate(inside):
        signs = _signs(text, verb_start, verb_end, place, leads[index])
        if index == first:
            signs.append("first located after")
        if index == last:
            signs.append("last located before")
            if first is None:
                signs.append("none located after")
        if first is None and last is None:
            signs.append("nothing located")
        if len(inside) == 1:
            signs.append("only place")
        if index in holders:
            signs.append("outer")
        between = sum(
            min(place.start, verb_start) < other.start < max(place.start, verb_start)
            for other in inside
        )
        if between > 1:
            signs.append("places between")
        if place.start - start < 30 and place.end <= verb_start and leads[index] != "bare":
            signs.append("opens the sentence")
        if place.start >= verb_end and _is_object(text[verb_end : place.start]):
            signs.append("object")
        if place.end <= verb_start and _PASSIVE.match(text[place.end : verb_start]):
            signs.append("subject")
        found.append((place, signs))
    return found


def containers(text: str, places: Sequence[PlaceRef]) -> frozenset[int]:
    """Return the places that only say where the place next to them lies, by their position.

    Both in "Nablus, West Bank", both in "the West Bank city of Nablus", Baghdad in "Baghdad's Dora
    district" and in "Dora, a quarter of Baghdad", Syria in "a village in northern Syria".
    """
    holding = set()
    for index, (one, other) in enumerate(pairwise(places)):
        between = " ".join(text[one.end : other.start].split(" "))
        if len(between) > 60:
            continue
        if _OWNS.match(between):
            holding.add(index)
        elif _TYPE_OF.match(between):
            holding.add(index if _size(one) >= _size(other) else index + 1)
        elif _LIES_IN.match(between) and _size(one) <= _size(other):
            holding.add(index + 1)
    return frozenset(holding)


def _size(place: PlaceRef) -> int:
    """Return how large a thing the place is, from a name nobody lists to a country."""
    if place.lat is None and place.geonameid is None:
        return 0
    if place.kind == "country":
        return 4
    if place.kind in ("region", "sea"):
        return 3
    return 2 if place.reason.endswith("a capital") else 1


def _is_object(between: str) -> bool:
    """Return whether nothing but a word or two that go with the place follow the verb."""
    parts = between.lower().split()
    if len(parts) <= 1:
        return True
    return (
        len(parts) <= 3
        and parts[0] in _SKIPPED
        and not any(part in words("function") or part[-1] in ",;:" for part in parts[1:])
    )


def _signs(text: str, verb_start: int, verb_end: int, place: PlaceRef, lead: str) -> list[str]:
    side = "after" if place.start >= verb_end else "before"
    gap = text[verb_end : place.start] if side == "after" else text[place.end : verb_start]
    parts = [part.lower() for part in _WORDS_BEFORE.findall(gap[-400:])]
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
        parts_after = text[place.end + 2 : place.end + 42].lower().split()[:3]
        is_part = any(
            part.strip(".,;:") in words(name)
            for part in parts_after
            for name in ("after_place", "local", "direction")
        )
        signs.append("before part" if is_part else "possessive")
    elif re.match(r" [a-z]", following):
        after = following.split()[0].strip(".,;:")
        if after not in words("function"):
            signs.append("before part" if after in words("after_place") else "before noun")
    verb = text[verb_start:verb_end].lower()
    for name in ("speech", "struck"):
        if verb in words(name) or (
            name == "struck" and (verb in words("siege") or verb in words("ravage"))
        ):
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
