"""What each place does in its sentence: the scene, a name for a government, a dateline ..."""

import re
from dataclasses import replace
from itertools import pairwise

from conflict_timeline.model import PlaceKind, PlaceRef, PlaceRole
from conflict_timeline.places.mention import Mention, Word
from conflict_timeline.places.sign_rules import sign_rules
from conflict_timeline.places.vocabulary import any_words, words

_DATELINE = re.compile(
    r"(?:[ \t]*[,/][ \t]*[^\n,/]{2,30}){0,2}(?:[ \t]*\([^\n()]{2,40}\))?[ \t]*(?:—|–|--|-)[ \t]"
)
_BEARING = r"(?P<bearing>(?:north|south)(?:-?(?:east|west))?|east|west)(?:ern)?(?:wards?)?"
_DISTANCE = re.compile(
    r"(?P<amount>\d[\d.,]{0,8}|[a-z]{2,10}(?=[ -]))[ -]?"
    r"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)\b"
    r"(?: \([^()]{1,30}\))?,?(?: (?:further|or so|away))?(?: to the)?"
    rf"(?: {_BEARING})?(?: (?:of|from|off|outside|away from))"
    r" (?:the )?(?:[a-z-]+ ){0,4}$",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # "Chernihiv, north of X"
    rf"\b(?P<place>[A-Z][\w’'-]{{2,30}}),? (?:just |which lies |which is |to the )?{_BEARING} of $"
)
_UNIT = re.compile(r"(?<![a-z])km|kilom|mile| mi ", re.IGNORECASE)
_THAT_OF = re.compile(r"\b(?:that|those) of (?:the )?$", re.IGNORECASE)
_IF_WERE = re.compile(
    r"\b(?:if|should)\b[^.;]{0,50}\b(?:were to|to flee|to leave)\b[^.;]{0,25}$", re.IGNORECASE
)
_CALLED_TOWN = re.compile(
    r", (?:an?|the) (?:(?!(?:in|of|at|from|near|who|with) )[a-z-]{2,20} ){0,3}"
    r"(?:village|town|city|suburb|hamlet|settlement|township)\b"
)
_IN_QUARTERS = re.compile(r"\bneighbou?rhoods? of (?:the )?$", re.IGNORECASE)
_AMONG_QUARTERS = re.compile(  # "X and Y neighbourhoods"
    r"(?:, [\w’'-]{2,30}){0,3},? and [\w’'-]{2,30} (?:neighbou?rhoods|quarters|boroughs)\b"
)
_STATES = ("ADM1", "ADM2")
_DEED = re.compile(
    r"(?: on [A-Z][a-z]{5,8}| last \w{4,9}| this \w{4,9}| also| again| yesterday| [a-z]{3,12}ly)?"
    r" (?:(?:has|have|had) (?:also |not |never )?)?"
    r"(?P<verb>[a-z]{2,14}ed|made|took|gave|sent|bought|sold|led|built|won|cut|put|brought|hit|struck|shot|fought"
    r"|wants|needs|seeks|makes|takes|gives|sends|leads)"
    r"(?= )(?! (?:by|in|at|from|since|during|after|before|last|near|under|and|as)\b)"
)
_VERBS = re.compile(r" (\w+)(?: (\w+))?(?: (\w+))?")
_CENTRE = re.compile(
    r"\b(?:cent(?:er|re)|downtown|heart|outskirts|edge) of (?:the )?$", re.IGNORECASE
)
_BEARINGS = {
    "north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW",
    "southeast": "SE", "southwest": "SW",
}  # fmt: skip
_LOCATED = frozenset(
    ["left:locative", "left:movement", "left:struck", "lead:locative", "list located"]
)
_AGAINST = frozenset(["left=by", "left=with", "left=against", "list against"])
_MAY_COME = re.compile(
    r"\b(?:could|might|may|would)(?: (?:also|even|soon|well|one day))?"
    r" (?:come|go|spread|head|travel|move|fly|return|be brought) to (?:the )?"
    r"(?:[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{1,20})?(?:, or |, and |, | or | and )){0,4}$"
)
_MAY_BE_STRUCK = re.compile(
    r"\b(?:could|might|may|would)(?: (?:also|then|even|soon|next|later|try to))?"
    r" (?:attack|strike|hit|bomb|bombard|shell|storm|target|invade|capture|seize|occupy|besiege"
    r"|encircle|assault|blockade)(?: (?:the|on))?(?: [a-z]+ (?:city|town|port) of)? $"
)
_LIES_BY = re.compile(
    r"\b(?:drive|walk|ride|march|flight|journey|hours?|minutes|upstream|downstream|upriver"
    r"|downriver|across the (?:[\w’'-]{2,20} )?(?:river|estuary|bay|reservoir|border|front|valley)"
    r"|across the [A-Z][\w’'-]{2,20}|just over the border)"
    r" (?:away )?from (?:the )?(?:[a-z-]+ ){0,3}$"
)
_SENT_FROM = re.compile(
    r"\b(?:negotiators|delegations?|delegates|envoys?|diplomats|emissaries|mediators"
    r"|representatives|ministers) from (?:[A-Z][a-z]{2,20}(?:, | and |, and )){0,3}$",
    re.IGNORECASE,
)
_MODALS = ("could ", "might ", "may ", "would ")
_REPUBLICS = ("People's Republic", "People’s Republic")
_TRIP_TO = re.compile(r"\b(?:flights?|trips?|tickets?|plane|itinerary)(?: \w+){0,2} to $")
_SOURCE_IN = re.compile(
    r"\b(sources?|correspondents?|reporters?|diplomats?|spokes\w+|officials?|analysts?|observers?"
    r"|commanders?|authorities|ministers?|residents?|activists?|witnesses|forces|army|military"
    r"|troops|militants|leaders?)"
    r" (?:based )?in (?:the )?(?:[a-z-]+ ){0,3}$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r" and (?:the )?[A-Z]")
_BORDER_WITH = re.compile(r"\b(?:borders?|boundary|frontier) with (?:the )?$", re.IGNORECASE)
_CALLS_ON = re.compile(r"\b(?:call(?:s|ed|ing)?|rel(?:y|ies|ied|ying)|prevailed) (?:up)?on $")
_RULERS_IN = re.compile(
    r"\b(?:authorities|government|regime|leadership|leaders|rulers|politicians|decision-makers"
    r"|junta|policymakers) in $",
    re.IGNORECASE,
)
_SAYER_IN = re.compile(
    r"\b(?:said|says) (?:[A-Z][\w.’'-]{0,20},? ){1,4}(?:a |an |the )?[A-Za-z][^.;\"”\n]{0,80}"
    r" (?:in|at) (?:the )?$"
    r"|\b[Aa]ccording to [^.;,\"”\n]{0,80}\b(?:officials?|sources?|spokes\w+|analysts?|diplomats?)"
    r" (?:based )?in $"
)
_SPEAKS = re.compile(
    r"(?:,)? (?:has |have |had |also )?"
    r"(?:said|says|say|told|confirmed|reported|denied|added|claimed|warned|announced)\b"
)
_STOP = re.compile(r"[.!?\n]")
LIST_JOINTS = frozenset([", ", " and ", ", and ", " or ", ", or ", " & ", "; ", "/"])
ROLES: dict[str, PlaceRole] = {
    "body": "metonym", "mention": "mention", "speaker": "speaker", "destination": "reference",
}  # fmt: skip
_SEAT = re.compile(
    r"\b(?:embassy|embassies|consulate|mission|ambassador|envoy)(?: general)? (?:in|to) (?:the )?$",
    re.IGNORECASE,
)
_AT_SEAT = re.compile(  # "shells landed near the Chinese embassy in X": there it happened
    r"\b(?:near|outside|inside|at|hit|struck|stormed|attacked|damaged|over|in front of|opposite"
    r"|close to)"
    r" (?:the |a |its |their )?(?:[\w’'-]{2,20} ){0,3}"
    r"(?:embassy|embassies|consulate|mission)(?: general)? in (?:the )?$",
    re.IGNORECASE,
)
SYNTAX_KINDS: dict[str, PlaceKind] = {
    "city": "city", "region": "region", "nature": "site", "street": "site", "facility": "site",
    "unknown": "district", "village": "city", "quarter": "district",
}  # fmt: skip
KM_PER_MILE = 1.609


def assign(text: str, found: list[Word], mentions: list[Mention]) -> list[PlaceRef]:
    """Return the mentions as place references with role, bearing and distance."""
    read_lists(text, mentions)
    return seats_of_speakers(text, [_reference(text, found, mention) for mention in mentions])


def read_lists(text: str, mentions: list[Mention]) -> None:
    """Add what lists say: "in Izium and Kupiansk" locates both, "Kyiv, Lviv" makes Kyiv a town."""
    for one, other in pairwise(mentions):
        if other.start - one.end > 6 or text[one.end : other.start] not in LIST_JOINTS:
            continue
        if not _LOCATED.isdisjoint(one.signs) or _is_bordering(text, one):
            other.signs.append("list located")
        if "left=between" in one.signs and text[one.end : other.start] == " and ":
            other.signs.append("on the way")
        if not _AGAINST.isdisjoint(one.signs):
            other.signs.append("list against")
        for mention, neighbour in ((one, other), (other, one)):
            if neighbour is other and _acts(text, other):
                one.signs.append("list acts")
            place = neighbour.place
            if place and place.kind == "city" and place.feature != "PPLC":
                mention.signs.append("listed with town")


def _is_bordering(text: str, mention: Mention) -> bool:
    start = max(0, mention.start - 24)
    return mention.before == "with" and bool(_BORDER_WITH.search(text, start, mention.start))


def seats_of_speakers(text: str, places: list[PlaceRef]) -> list[PlaceRef]:
    """Return the places with the seats of those who speak as such: "a source in Damascus said".

    Officials of a town who speak of nowhere else speak of their town.
    """
    settled = list(places)
    for index, place in enumerate(places):
        if place.role != "event" or place.kind != "city":
            continue
        before = _SOURCE_IN.search(text, max(0, place.start - 60), place.start)
        if not before or not _SPEAKS.match(text, place.end):
            continue
        vague = before[1].lower() in words("source") and place.reason.endswith("capital")
        end = _STOP.search(text, place.end, place.end + 400)
        limit = end.start() if end else place.end + 400
        start = max(
            text.rfind(stop, max(0, place.start - 300), place.start) for stop in (". ", "\n")
        )
        elsewhere = any(
            other.role == "event"
            and other.kind == "city"
            and other.name != place.name
            and start < other.start < limit
            for other in places[max(0, index - 8) : index + 9]
        )
        if vague or elsewhere:
            settled[index] = replace(place, role="speaker")
    return settled


def _reference(text: str, found: list[Word], mention: Mention) -> PlaceRef:
    place = mention.place
    left = text[max(0, mention.start - 80) : mention.start]
    role, direction, distance, rules = _role(text, found, mention, left)
    return PlaceRef(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        name=place.name if place else mention.text,
        kind=place.kind if place else _kind_by_syntax(text, mention, left),
        role=role,
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        geonameid=place.geonameid if place else None,
        zone=place.zone if place else None,
        bearing=direction,
        distance_km=distance,
        reason=_explain(mention, rules),
    )


def _kind_by_syntax(text: str, mention: Mention, left: str) -> PlaceKind:
    """Return the kind of a name no gazetteer has.

    It is a town where it is called one ("X, a village in"), stands among towns ("the villages of X
    and Y") or fighting goes on "in" it; a quarter where it is called that.
    """
    if _IN_QUARTERS.search(left) or _AMONG_QUARTERS.match(text, mention.end):
        return "district"
    if mention.syntax in ("unknown", "village") and (
        "listed towns" in mention.signs or _CALLED_TOWN.match(text, mention.end)
    ):
        return "city"
    if mention.syntax == "unknown" and {"some country", "within known"} & set(mention.signs):
        attacked = any(
            word in words("violence") or word in words("struck")
            for word in left.lower().split()[-8:]
        )
        spot = mention.before.lower() in ("in", "near", "outside", "on") and "\n" not in left[-30:]
        if spot and attacked and not mention.text.isupper():
            return "city"
    return SYNTAX_KINDS[mention.syntax]


def _role(
    text: str, found: list[Word], mention: Mention, left: str
) -> tuple[PlaceRole, str | None, float | None, str]:
    """Return role, bearing, distance in kilometres and the rules that decided."""
    if is_dateline(text, mention):
        return "dateline", None, None, "opens the line"
    lower = left.lower()
    has_unit = "km" in lower or "kilom" in lower or "mile" in lower or " mi " in lower
    measured = _DISTANCE.search(left) if has_unit and _UNIT.search(left) else None
    if measured and not _CENTRE.search(left):
        direction = _compass(measured["bearing"])
        distance = _kilometres(measured["amount"], measured["unit"])
        return "reference", direction, distance, "measured from"
    aside = _BESIDE.search(left) if mention.before == "of" else None
    if aside and aside["place"].lower() not in words("never"):
        return "reference", _compass(aside["bearing"]), None, "lies beside it"
    decision = sign_rules("association.tsv", "scene").decide(
        association_signs(text, found, mention, left)
    )
    names = ", ".join(decision.names[:2])
    return (ROLES[decision.verdict] if decision.value < 0 else "event"), None, None, names


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


def _is_partner(mention: Mention, left: str, before: str) -> bool:
    """Return whether a state is dealt with under the name: "its partnership with Moscow".

    ``before`` is the last word of ``left``, the article left out.
    """
    place = mention.place
    if place is None:
        return False
    if before in ("on", "upon") and place.feature == "PPLC" and _CALLS_ON.search(left):
        return True
    if before not in ("with", "against", "between", "on", "and"):
        return False
    if place.kind != "country" and place.feature != "PPLC":
        return False
    return any(word in words("dealings") for word in left.lower().split()[-5:-1])


def _word_before(mention: Mention, left: str) -> str:
    """Return the word before the name, the article left out: "with" in "with the United States"."""
    before = mention.before.lower()
    if before == "the":
        words_left = left.lower().split()
        before = words_left[-2] if len(words_left) > 1 else before
    return before


def _acts(text: str, mention: Mention) -> bool:
    """Return whether a state acts under the place's name: "Moscow denied", "Minsk aircraft".

    Only countries and capitals act; "Kyiv was shelled" leaves Kyiv the scene.
    """
    place = mention.place
    if mention.attributive:
        return True
    if place is None or not (
        place.kind == "country" or place.feature == "PPLC" or place.feature in _STATES
    ):
        return False
    after = mention.after.lower()
    if mention.after_gap not in (" ", "") or after in words("local"):
        return False
    if after in words("state_noun"):
        return True
    if mention.possessive:
        return place.kind == "city" and after not in words("after_place")
    if place.feature != "PPLC" and _does(text, mention):
        return True
    verbs = _VERBS.match(text, mention.end)
    if not verbs or (
        verbs[1] in words("function")
        and not any(verbs[1] in words(name) for name in ("auxiliary", "modal", "speech"))
    ):
        return False
    if place.feature != "PPLC" and any(verb in words("counting") for verb in verbs.groups()[:2]):
        return False  # "Chad reported ten cases": they are in Chad
    following = [verb for verb in verbs.groups() if verb and verb not in ("also", "been", "not")]
    if len(following) > 1 and following[1] in words("speech"):
        return True
    if any(verb in words("struck") or verb in words("suffered") for verb in following):
        return False
    if verbs[1] in words("auxiliary"):
        doing = len(following) > 1 and following[1] not in words("function")
        return verbs[1] in words("modal") or (doing and verbs[1] in ("has", "have", "had"))
    return verbs[1] in words("speech")


def _does(text: str, mention: Mention) -> bool:
    """Return whether a state or province is the subject of what is done: "Chad has made its case".

    A passive ("Chad invaded by") and what merely befalls it ("Chad suffered") are no deeds.
    """
    found = _DEED.match(text, mention.end)
    if found is None:
        return False
    verb = found["verb"]
    return not any(verb in words(name) for name in ("bearing", "suffered", "counting"))


def is_dateline(text: str, mention: Mention) -> bool:
    """Return whether the mention opens a line that goes on with a dash: "LONDON (Reuters) -".

    Where marks were lost, capitals before a sentence do: "BEIRUT A helicopter was shot down".
    """
    if len(mention.text) > 3 and mention.text.isupper() and not mention.before[-1:].isalpha():
        follows = mention.after[:1].isupper() and mention.after_gap == " "
        if follows and mention.after in ("A", "An", "The"):
            return True
    line = text[max(0, mention.start - 2) : mention.start].strip(" \t")
    opens = mention.start == 0 or line.endswith("\n") or (mention.start <= 2 and not line)
    return bool(opens and _DATELINE.match(text, mention.end))


def association_signs(text: str, found: list[Word], mention: Mention, left: str) -> list[str]:
    """Return the signs that rules/places/association.tsv asks for; ``left`` is the text before."""
    place = mention.place
    signs = [*mention.signs, place.kind if place else SYNTAX_KINDS[mention.syntax]]
    before = _word_before(mention, left)
    after = mention.after.lower()
    if before in ("by", "with", "against", "for"):
        signs.append("left=" + before)
    if place and place.feature == "PPLC":
        signs.append("capital")
    if "on route" in signs or (
        before == "between" and mention.after == "and" and _BETWEEN.match(text, mention.end)
    ):
        signs.append("on the way")
    if _is_bordering(text, mention):
        signs.append("bordering")
    if before == "by" and "followed by " in left[-16:].lower():
        signs = [sign for sign in signs if sign != "left=by"]
    if place and place.feature == "GOVL":
        signs.append("power")
    if before == "of":
        if _THAT_OF.search(left):
            signs.append("that of")
        if _CENTRE.search(left):
            signs.append("centre of")
    if mention.attributive and text.startswith("-based", mention.end):
        signs.append("based in")
    if mention.possessive and _owns_deed(text, mention):
        signs.append("owned deed")
    if mention.after_gap == " " and _names_body(text, found, mention):
        signs.append("body after")
    if before in ("in", "to", "the") and _SEAT.search(left) and not _AT_SEAT.search(left):
        signs.append("seat")
    if before == "capital":
        signs.append("called capital")
    if before in words("accused"):
        signs.append("accused")
    if before in ("to", "from") and any(
        word in words("gift") for word in left.lower().split()[-5:-1]
    ):
        signs.append("given to")
    if before == "in" and _RULERS_IN.search(left):
        signs.append("rulers in")
    if before in ("in", "at", "the") and _SAYER_IN.search(
        text, max(0, mention.start - 160), mention.start
    ):
        signs.append("sayer in")
    if (" if " in left or "If " in left) and _IF_WERE.search(left):
        signs.append("if were")
    may = any(verb in left for verb in _MODALS)
    if may and _MAY_BE_STRUCK.search(left):
        signs.append("may be struck")
    if " from " in left and _LIES_BY.search(left):
        signs.append("lies by")
    if " from " in left and _SENT_FROM.search(left):
        signs.append("sent from")
    if mention.after_gap == " " and after in words("regional"):
        signs.append("regional")
    if mention.after_gap == " " and text.startswith(_REPUBLICS, mention.end + 1):
        signs.append("republic")
    if may and " to " in left and _MAY_COME.search(left):
        signs.append("may come")
    if before == "to" and _TRIP_TO.search(left):
        signs.append("trip to")
    if mention.after_gap in (" ", "-") and after in words("named_after"):
        signs.append("named after")
    if mention.after_gap == " " and mention.after in words("site_name"):
        signs.append("building after")
    if _is_scene(text, mention):
        signs.append("own part")
    if _is_partner(mention, left, before):
        signs.append("dealt with")
    inside = before in words("locative")
    located = inside or before in words("movement")
    if not (inside if mention.possessive else located) and _acts(text, mention):
        signs.append("acts")
    if _is_struck(text, mention):
        signs.append("is struck")
    return signs + _named_bodies(text, found, mention)


def _owns_deed(text: str, mention: Mention) -> bool:
    """Return whether what is a state's own follows: "Chad's foreign policy", "Chad's demands"."""
    nouns = _VERBS.match(text, mention.end + 2)
    return nouns is not None and any(
        noun.lower() in words("deed") or noun.lower() in words("state_noun")
        for noun in nouns.groups()
        if noun and noun != "air"  # air forces and air raids, but air pollution too
    )


def _names_body(text: str, found: list[Word], mention: Mention) -> bool:
    """Return whether the capitalised words after the name are a court, chamber or force of it."""
    end = mention.end
    for word in found[mention.last + 1 : mention.last + 4]:
        if text[end : word.start] != " ":
            return False
        if word.text in words("body_after"):
            return True
        end = word.end
    return False


def _named_bodies(text: str, found: list[Word], mention: Mention) -> list[str]:
    """Return what "of" joins to the name: "Bank of X", "the government of X", "the town of X"."""
    signs = []
    before = mention.before.lower()
    if mention.first and before in ("of", "the", "for"):
        previous = found[mention.first - 1]
        gap = text[previous.end : mention.start]
        is_folk = previous.text.lower() in words("folk_of")  # "Residents of X said": no body
        if gap in (" of ", " of the ", " for ") and not is_folk:
            head = previous.text in words("org_head") or previous.text in words("body")
            signs.append("body of" if head else "Name of")
    if before in ("of", "the"):
        parts = text[max(0, mention.start - 30) : mention.start].lower().split()
        noun = next((word for word in reversed(parts) if word not in ("of", "the")), "")
        if noun in words("state_noun") or noun in words("body"):
            signs.append("government of")
        elif "of" in parts[-2:] and noun in any_words("before_of", "direction", "folk_of"):
            signs.append("town of")
    return signs


def _is_struck(text: str, mention: Mention) -> bool:
    """Return whether something is done to the place: "was hit", "came under"."""
    verbs = None if mention.possessive else _VERBS.match(text, mention.end)
    if verbs is None or verbs[1] in words("modal"):
        return False
    if verbs[1] in words("suffered"):
        return True
    done = [verb for verb in verbs.groups()[1:] if verb and verb in words("struck")]
    return verbs[1] in words("auxiliary") and any(verb.endswith(("ed", "hit")) for verb in done)


def _explain(mention: Mention, rules: str) -> str:
    """Return the rules behind a reference: that it is a place, which place, and its role."""
    parts = [", ".join(mention.rules[:2]), mention.reason, rules]
    if mention.place and mention.place.feature == "PPLC":
        parts.append("a capital")
    return "; ".join([part for part in parts if part])


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
