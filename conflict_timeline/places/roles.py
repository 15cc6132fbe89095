"""What each place does in its sentence: where it happened, or a name for a government, a dateline, ..."""

import re

from conflict_timeline.model import PlaceRef, PlaceRole
from conflict_timeline.places.mention import Mention, Word
from conflict_timeline.places.vocabulary import words

_DATELINE = re.compile(
    r"(?:[ \t]*[,/][ \t]*[^\n,/]{2,30}){0,2}(?:[ \t]*\([^\n()]{2,40}\))?[ \t]*(?:—|–|--|-)[ \t]"
)
_DISTANCE = re.compile(
    r"(\d[\d.,]{0,8}|[a-z]+)[ -](km|kms|kilomet(?:er|re)s?|miles?|mi)\b"
    r"(?:[ ,(]{1,3}[\w.,() ]{0,24}?)?"
    r"(?: (?P<bearing>(?:north|south|east|west|northeast|northwest|southeast|southwest|north-east"
    r"|north-west|south-east|south-west)(?:ern)?)(?:[ -](?:of|from))?| (?:from|of|off|outside|away from))"
    r" (?:the )?(?:[a-z-]+ ){0,4}$",
    re.IGNORECASE,
)
_CENTRE = re.compile(
    r"\b(?:cent(?:er|re)|downtown|heart|outskirts|edge) of (?:the )?$", re.IGNORECASE
)
_BEARINGS = {
    "north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW",
    "southeast": "SE", "southwest": "SW",
}  # fmt: skip
_SEAT = re.compile(
    r"\b(?:embassy|embassies|consulate|mission|ambassador|envoy)(?: general)? (?:in|to) (?:the )?$",
    re.IGNORECASE,
)
KM_PER_MILE = 1.609


def assign(text: str, found: list[Word], mentions: list[Mention]) -> list[PlaceRef]:
    """Return the mentions as place references with role, bearing and distance."""
    return [_reference(text, mention) for mention in mentions]


def _reference(text: str, mention: Mention) -> PlaceRef:
    place = mention.place
    left = text[max(0, mention.start - 80) : mention.start]
    role, direction, distance = _role(text, mention, left)
    return PlaceRef(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        name=place.name if place else mention.text,
        kind=place.kind if place else (mention.syntax or "city"),
        role=role,
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        geonameid=place.geonameid if place else None,
        zone=place.zone if place else None,
        bearing=direction,
        distance_km=distance,
        reason=mention.reason,
    )


def _role(text: str, mention: Mention, left: str) -> tuple[PlaceRole, str | None, float | None]:
    if is_dateline(text, mention):
        return "dateline", None, None
    if not _CENTRE.search(left) and (measured := _DISTANCE.search(left)):
        return "reference", _compass(measured["bearing"]), _kilometres(measured[1], measured[2])
    if _SEAT.search(left):
        return "speaker", None, None
    if is_metonym(mention):
        return "metonym", None, None
    return "event", None, None


def is_dateline(text: str, mention: Mention) -> bool:
    """Return whether the mention opens a line that goes on with a dash: "KYIV — ", "LONDON (Reuters) -"."""
    line = text[max(0, mention.start - 2) : mention.start].strip(" \t")
    opens = mention.start == 0 or line.endswith("\n") or (mention.start <= 2 and not line)
    return bool(opens and _DATELINE.match(text, mention.end))


def is_metonym(mention: Mention) -> bool:
    """Return whether the name stands for a government or a people rather than a spot on the map."""
    punctuation, after = mention.after_gap.strip(), mention.after
    before = mention.before.lower()
    if mention.attributive or mention.text.endswith("Kremlin"):
        return True
    if before in words("locative"):
        return False
    if mention.possessive or not punctuation:
        return after.lower() in words("state_noun") or (
            not mention.possessive and after.lower() in words("speech")
        )
    return False


def _compass(found: str | None) -> str | None:
    if not found:
        return None
    return _BEARINGS.get(found.lower().replace("-", "").removesuffix("ern"))


def _kilometres(amount: str, unit: str) -> float | None:
    try:
        value = float(amount.replace(",", ""))
    except ValueError:
        return None
    return round(value * KM_PER_MILE, 1) if unit.lower().startswith("mi") else value


def place_of_event(
    text: str, verb_start: int, verb_end: int, places: list[PlaceRef]
) -> PlaceRef | None:
    """Return the place where the event named by the verb at ``verb_start:verb_end`` happened.

    The first place after the verb that a locative preposition introduces, else the last such place
    before it, else the nearest place of its sentence that is no dateline or metonym.
    """
    usable = [place for place in places if place.role in ("event", "mention", "reference")]
    located = [place for place in usable if _is_located(text, place)]
    after = [place for place in located if place.start >= verb_end]
    before = [place for place in located if place.end <= verb_start]
    if after:
        return after[0]
    if before:
        return before[-1]
    if not usable:
        return None
    return min(usable, key=lambda place: max(verb_start - place.end, place.start - verb_end))


def _is_located(text: str, place: PlaceRef) -> bool:
    left = text[max(0, place.start - 40) : place.start].lower().split()
    return any(word in words("locative") for word in left[-3:])
