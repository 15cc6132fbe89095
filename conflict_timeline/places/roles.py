"""What each place does in its sentence: the scene, a name for a government, a dateline ..."""

import re
from functools import cache

from conflict_timeline.model import PlaceKind, PlaceRef, PlaceRole
from conflict_timeline.places.mention import Mention, Word
from conflict_timeline.places.vocabulary import words
from conflict_timeline.rules.loader import read_table

_DATELINE = re.compile(
    r"(?:[ \t]*[,/][ \t]*[^\n,/]{2,30}){0,2}(?:[ \t]*\([^\n()]{2,40}\))?[ \t]*(?:—|–|--|-)[ \t]"
)
_BEARING = r"(?P<bearing>(?:north|south)(?:-?(?:east|west))?|east|west)(?:ern)?(?:wards?)?"
_DISTANCE = re.compile(
    r"(?P<amount>\d[\d.,]{0,8}|[a-z]{2,10})[ -](?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)\b"
    r"(?: \([^()]{1,30}\))?,?(?: (?:further|or so|away))?(?: to the)?"
    rf"(?: {_BEARING})?(?: (?:of|from|off|outside|away from))"
    r" (?:the )?(?:[a-z-]+ ){0,4}$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\bkm|kilom|mile| mi ", re.IGNORECASE)
_THAT_OF = re.compile(r"\b(?:that|those) of (?:the )?$", re.IGNORECASE)
_IF_WERE = re.compile(r"\b(?:if|should)\b[^.;]{0,50}\b(?:were to|to flee|to leave)\b[^.;]{0,25}$")
_VERBS = re.compile(r" (\w+)(?: (\w+))?(?: (\w+))?")
_CENTRE = re.compile(
    r"\b(?:cent(?:er|re)|downtown|heart|outskirts|edge) of (?:the )?$", re.IGNORECASE
)
_BEARINGS = {
    "north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW",
    "southeast": "SE", "southwest": "SW",
}  # fmt: skip
_GRAMMAR = ("left", "right", "possessive", "attributive", "contain", "listed", "code", "capitals")
_SEAT = re.compile(
    r"\b(?:embassy|embassies|consulate|mission|ambassador|envoy)(?: general)? (?:in|to) (?:the )?$",
    re.IGNORECASE,
)
SYNTAX_KINDS: dict[str, PlaceKind] = {
    "city": "city", "region": "region", "nature": "site", "street": "site", "facility": "site",
    "unknown": "district",
}  # fmt: skip
KM_PER_MILE = 1.609


def assign(text: str, found: list[Word], mentions: list[Mention]) -> list[PlaceRef]:
    """Return the mentions as place references with role, bearing and distance."""
    return [_reference(text, found, mention) for mention in mentions]


def _reference(text: str, found: list[Word], mention: Mention) -> PlaceRef:
    place = mention.place
    left = text[max(0, mention.start - 80) : mention.start]
    role, direction, distance = _role(text, found, mention, left)
    return PlaceRef(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        name=place.name if place else mention.text,
        kind=place.kind if place else SYNTAX_KINDS[mention.syntax],
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


def _role(
    text: str, found: list[Word], mention: Mention, left: str
) -> tuple[PlaceRole, str | None, float | None]:
    if is_dateline(text, mention):
        return "dateline", None, None
    measured = _DISTANCE.search(left) if _UNIT.search(left) else None
    if measured and not _CENTRE.search(left):
        return (
            "reference",
            _compass(measured["bearing"]),
            _kilometres(measured["amount"], measured["unit"]),
        )
    if mention.before in ("in", "to", "the") and _SEAT.search(left):
        return "speaker", None, None
    place = mention.place
    located = mention.before.lower() in words("locative") or mention.before.lower() in words(
        "movement"
    )
    if place and place.feature == "GOVL" and not located:
        return "metonym", None, None
    if mention.before == "of" and _THAT_OF.search(left):
        return "metonym", None, None
    inside = mention.before.lower() in words("locative")
    if place and not (inside if mention.possessive else located) and _acts(text, mention):
        return "metonym", None, None
    if _is_partner(mention, left):
        return "metonym", None, None
    if (" if " in left or "If " in left) and _IF_WERE.search(left):
        return "mention", None, None
    if _is_scene(text, mention) or stands_for(text, found, mention) <= 0:
        return "event", None, None
    return "mention", None, None


def _is_scene(text: str, mention: Mention) -> bool:
    """A town named with its own officials or parts ("Kherson Mayor") is where the news is.

    So is whatever has a part of it named: "Ukraine's capital", "Syria's north".
    """
    parts = _VERBS.match(text, mention.end + 2) if mention.possessive else None
    if parts and any(
        part in words("after_place") or part in words("before_of") or part in words("direction")
        for part in parts.groups()
    ):
        return True
    is_town = mention.place is not None and mention.place.kind in ("city", "district", "site")
    return is_town and mention.after_gap in (" ", "") and mention.after.lower() in words("local")


def _is_partner(mention: Mention, left: str) -> bool:
    """Return whether a state is dealt with under the name: "its partnership with Moscow"."""
    place = mention.place
    if place is None or mention.before not in ("with", "against", "between", "on", "and"):
        return False
    if place.kind != "country" and place.feature != "PPLC":
        return False
    return any(word in words("dealings") for word in left.lower().split()[-5:-1])


def _acts(text: str, mention: Mention) -> bool:
    """Return whether a state acts under the place's name: "Moscow denied", "Minsk aircraft".

    Only countries and capitals act; "Kyiv was shelled" leaves Kyiv the scene.
    """
    place = mention.place
    if mention.attributive:
        return True
    if place is None or (place.kind != "country" and place.feature != "PPLC"):
        return False
    after = mention.after.lower()
    if mention.after_gap not in (" ", "") or after in words("local"):
        return False
    if after in words("state_noun"):
        return True
    if mention.possessive:
        return place.kind == "city" and after not in words("after_place")
    verbs = _VERBS.match(text, mention.end)
    if not verbs or verbs[1] in words("function") - words("auxiliary"):
        return False
    following = [verb for verb in verbs.groups() if verb and verb not in ("also", "been", "not")]
    if len(following) > 1 and following[1] in words("speech"):
        return True
    if any(verb in words("struck") or verb in words("suffered") for verb in following):
        return False
    if verbs[1] in words("auxiliary"):
        doing = len(following) > 1 and following[1] not in words("function")
        return verbs[1] in words("modal") or (doing and verbs[1] in ("has", "have", "had"))
    return verbs[1] in words("speech")


def is_dateline(text: str, mention: Mention) -> bool:
    """Return whether the mention opens a line that goes on with a dash: "LONDON (Reuters) -"."""
    line = text[max(0, mention.start - 2) : mention.start].strip(" \t")
    opens = mention.start == 0 or line.endswith("\n") or (mention.start <= 2 and not line)
    return bool(opens and _DATELINE.match(text, mention.end))


def stands_for(text: str, found: list[Word], mention: Mention) -> float:
    """Return how far the name stands for a government or body (above 0) or a spot (below)."""
    weight = association_weights()
    return weight["always"] + sum(
        weight.get(sign, 0.0) for sign in association_signs(text, found, mention)
    )


def association_signs(text: str, found: list[Word], mention: Mention) -> list[str]:
    """Return the signs on which ``stands_for`` rests: the mention's own, and its grammar."""
    kind = mention.place.kind if mention.place else mention.syntax
    signs = [sign for sign in mention.signs if sign.startswith(_GRAMMAR)]
    left = next((sign for sign in signs if sign.startswith("left")), "left")
    right = next((sign for sign in signs if sign.startswith("right")), "right")
    signs.append(kind)
    signs.append(f"{kind} {left}")
    signs.append(f"{left} {right}")
    signs.append(f"{kind} {right}")
    if mention.possessive:
        signs.append(f"{kind} 's")
    previous_word = mention.before.lower()
    if left == "left:other":
        ending = next((end for end in ("ed", "ing", "s", "ly") if previous_word.endswith(end)), "")
        signs.append(f"left -{ending}")
    after = mention.after.lower() if mention.after_gap in (" ", "") else ""
    if right in ("right:other", "right:after_place", "right:state_noun", "right:speech"):
        ending = next((end for end in ("ed", "ing", "s", "ly") if after.endswith(end)), "")
        signs.append(f"{right} -{ending}")
        if right == "right:other":
            signs.append(f"right={after}")
        if mention.possessive:
            signs.append(f"'s {right}")
    if mention.first and left in ("left=of", "left=the", "left=for"):
        previous = found[mention.first - 1]
        gap = text[previous.end : mention.start]
        if gap in (" of ", " of the ", " for "):
            head = previous.text in words("org_head") or previous.text in words("body")
            signs.append("body of" if head else "Name of")
    if left in ("left=of", "left=the"):
        before = text[max(0, mention.start - 30) : mention.start].lower().split()
        noun = next((word for word in reversed(before) if word not in ("of", "the")), "")
        if noun in words("state_noun") or noun in words("body"):
            signs.append("government of")
        elif noun in words("before_of"):
            signs.append("town of")
    return signs


@cache
def association_weights() -> dict[str, float]:
    """Return the weight of each sign that a name stands for a body."""
    return {row[0]: float(row[1]) for row in read_table("places", "association.tsv")}


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
