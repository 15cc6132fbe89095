"""Decides which candidates are places, by the signs in the words around each.

The rules over these signs stand in rules/places/evidence.tsv (see ``sign_rules``); a candidate with
more for it than against it is a place.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from conflict_timeline.places.mention import Mention, Word
from conflict_timeline.places.resolve import peoples_named, read_spelling
from conflict_timeline.places.sign_rules import sign_rules
from conflict_timeline.places.vocabulary import demonyms, first_class, words

_BEFORE = re.compile(r"(?<![^\W_])([^\W_](?:[\w’'.&-]{0,30}\w)?)(\W{0,3})$")
_AFTER = re.compile(r"(\W{0,3})([^\W_](?:[\w’'-]{0,30}\w)?)")
ROUTE = re.compile(
    r"(?:[-–][^\W\d_][\w’'-]{2,30})? (?:highway|motorway|road|railway|railroad|route|axis|line"
    r"|corridor|direction|sector|front)\b"
)
_IS_STRUCK = re.compile(
    r" (?:was|were|is|has been|had been|being)(?: [a-z]{3,12}ly)? ([a-z]{4,14})\b"
)
_PASSIVE = frozenset(["was", "were", "is", "has", "had", "being"])
_WITHIN = re.compile(
    r"(?:,? (?:an?|the) [a-z]{3,14})?(?: [a-z]{4,14})?,? (?:in|of)(?: the)?(?: [a-z-]{3,16}){0,2}"
    r"(?: of)? $"
)
APPOSITION = re.compile(
    r", (?:a|an|the) (?:(?!(?:in|of|at|from|near|who|with) )[a-z-]{2,20} ){0,3}"  # no "nurse in a"
    r"(?:village|town|city|suburb|hamlet|district|neighbou?rhood|settlement|township|island|enclave)\b"
)
_SEA = re.compile(r" (?:seas|sea(?! (?:ports?|terminals?|trade|routes?|drones?|mines?)\b))\b")
ENOUGH = 2  # one good sign, or two weak ones
_WIDEST_JOINT = len(", in ")
FOREIGN_FROM = 20_000  # in Cyrillic and Arabic text the words around are not read


def choose(text: str, found: list[Word], mentions: list[Mention]) -> list[Mention]:
    """Return the mentions that are places, each with its signs and the rules that made it one."""
    read_signs(text, found, mentions)
    rules = sign_rules("evidence.tsv", "place")
    kept = []
    for mention in mentions:
        decision = rules.decide(mention.signs)
        if decision.value >= ENOUGH:
            mention.rules = decision.names
            kept.append(mention)
    return kept


def read_signs(text: str, found: list[Word], mentions: list[Mention]) -> None:
    """Set the signs of every mention: its own, its neighbours', and the document's."""
    _surroundings(text, mentions)
    for mention in mentions:
        mention.signs = _own(mention)
        mention.signs += _left(text, found, mention)
        mention.signs += _right(text, found, mention)
        if mention.before in ("from", "to") and "right:name" in mention.signs:
            # "a letter from Arnold Palm": who sends and gets things has two names as well
            mention.signs = ["left:other" if s == "left:movement" else s for s in mention.signs]
        if "given" in mention.signs and {"right:name", "right:given"} & set(mention.signs):
            mention.signs.append("first name")
    _document(text, found, mentions)


def _surroundings(text: str, mentions: list[Mention]) -> None:
    for index, mention in enumerate(mentions):
        mention.before, mention.before_gap = _word_before(text, mention.start)
        right = _AFTER.match(text, mention.end + 2 * mention.possessive)
        if right:
            mention.after_gap = right[1]
            mention.after = right[2].removesuffix("'s").removesuffix("’s")  # "the region's head"
        if index + 1 < len(mentions):
            following = mentions[index + 1]
            if following.start - mention.end <= _WIDEST_JOINT and (
                text[mention.end : following.start] in (", ", " (", ",\n", ",", ", in ")
            ):
                mention.container = following
                following.inner = mention


def _word_before(text: str, start: int) -> tuple[str, str]:
    """Return the word before ``start`` and what stands between, empty where there is none."""
    if text.startswith(" ", start - 1):  # a plain word between spaces, as most are
        space = text.rfind(" ", max(0, start - 32), start - 1)
        word = text[space + 1 : start - 1]
        if space >= 0 and word.isalpha():
            return word, " "
    found = _BEFORE.search(text, max(0, start - 34), start)
    return (found[1], found[2]) if found else ("", "")


def _own(mention: Mention) -> list[str]:
    signs = ["words:" + str(min(3, mention.last - mention.first + 1))]
    if mention.syntax:
        signs.append("syntax:" + mention.syntax)
        if mention.text.startswith(("Al-", "El-", "al-", "el-")):
            signs.append("Arabic article")
    else:
        signs += read_spelling(mention.places).known_as
    if mention.places and not mention.text.isascii() and mention.text[-1] >= "Ͱ":
        large = mention.places[0].weight >= FOREIGN_FROM
        return ["foreign:" + ("large" if large else "small")]
    if mention.text.isupper() and len(mention.text) > 1:
        if mention.places and mention.places[0].kind == "country" and len(mention.text) < 5:
            return ["code"]
        if mention.places and mention.places[0].feature == "ADM1" and len(mention.text) < 5:
            letters = mention.text.count(".")
            names = [word for word in mention.places[0].name.split() if word != "of"]
            return ["code:region", *["false initials"] * (letters > 1 and len(names) != letters)]
        signs.append("capitals:" + ("short" if len(mention.text) < 6 else "long"))
    if mention.attributive:
        signs.append("attributive")
    if mention.possessive:
        signs.append("possessive")
    first = mention.text.split(" ", 1)[0]
    if mention.text in words("given"):
        signs.append("given")
    elif mention.text in words("surname"):
        signs.append("surname")
    elif mention.text in words("ambiguous"):
        signs.append("ambiguous")
    if mention.first == mention.last and mention.text.lower() in words("plain"):
        signs.append("plain word")
    if first in ("St.", "Saint", "St") and mention.possessive:
        signs.append("saint")
    return signs


def _left(text: str, found: list[Word], mention: Mention) -> list[str]:
    gap, word = mention.before_gap, mention.before
    lower = word.lower()
    if not word or "\n" in gap:
        return ["left:line"]
    if gap == "":
        return ["left:joined"]
    if (gap == ", " or lower == "and") and _is_among_ships(text, mention.start):
        return ["left:ship"]
    if gap not in (" ", "  "):
        if gap[0] == "." and len(word) == 1:
            return ["left:initial"]
        mark = gap.strip()[-1:]
        return ["left:" + (mark if mark in ",.;:()-—–\"'“‘|•" else "mark")]
    if lower in words("title"):
        return ["left:title"]
    if lower.isdecimal():
        return ["left:number"]
    if lower in words("ship"):
        return ["left:ship"]
    if word[0].isupper() and lower not in words("never") and lower not in words("function"):
        previous = found[mention.first - 1] if mention.first else None
        if previous and previous.end > mention.start - 3 and not previous.possessive:
            known = "given" if previous.text in words("given") else "name"
            if previous.text.isupper() and len(previous.text) > 1 and not mention.text.isupper():
                known = "acronym"
            if previous.text in words("direction"):
                known = "direction"
            return ["left:" + known]
    if lower == "at" and mention.syntax == "unknown":
        return ["left=at"]
    if name := _classes_before().get(lower):
        return ["left:" + ("struck" if name == "siege" else name)]
    if lower == "on" and is_under_attack(text, mention.start):
        return ["left:struck"]
    if lower == "called" and any(
        word in words("before_of") or word == "place"
        for word in text[max(0, mention.start - 40) : mention.start].lower().split()[-4:-1]
    ):
        return ["left:town of"]
    if lower == "for" and any(
        verb in _LEFT_FOR
        for verb in text[max(0, mention.start - 48) : mention.start].split()[-6:-1]
    ):
        return ["left:movement"]
    if lower == "of" and text[max(0, mention.start - 7) : mention.start].lower() == "out of ":
        return ["left:movement"]
    if lower == "of":
        noun = _noun_before_of(text, mention.start)
        if noun in words("before_of") or noun in words("folk_of"):
            return ["left:town of"]
    sign = "left=" + lower if lower in words("function") else "left:other"
    if lead := _lead(text, mention.start):
        return [sign, "lead:" + lead]
    return [sign]


def _is_among_ships(text: str, start: int) -> bool:
    """Return whether a list of ships leads to the name: "a frigate and two others, X and Y"."""
    listed = _OTHERS.search(text, max(0, start - 60), start)
    if listed is None:
        return False
    return any(
        word.strip(",.").removesuffix("s") in words("ship")
        for word in text[max(0, start - 200) : start].lower().rsplit(". ", 1)[-1].split()
    )


_OTHERS = re.compile(
    r"\b(?:others?|more|another|ships|vessels|boats|frigates|corvettes|destroyers|tankers|cutters),"
    r" (?:the )?(?:[A-Z][\w’'-]{1,20}(?: [A-Z][\w’'-]{1,20})?(?:, and |, | and )(?:the )?){0,3}$"
)
_LEFT_FOR = frozenset(
    ["fled", "left", "leaving", "fleeing", "bound", "heading", "headed", "departed"]
)
_ARTICLES = frozenset(["the", "a", "an", "its", "their", "of"])


def is_under_attack(text: str, start: int) -> bool:
    """Return whether "on" before the name follows an attack: "shells fell on", "advanced on"."""
    before = text[max(0, start - 40) : start].lower().split()[-5:-1]
    return any(word in words("attack") for word in before)


def _lead(text: str, start: int) -> str:
    """Return what leads to a place across adjectives: "an attack on the strategic X"."""
    written = text[max(0, start - 48) : start].split()
    before = [word.lower() for word in written]
    if not before or (before[-1] in words("function") and before[-1] not in _ARTICLES):
        return ""
    if before[-1] == "of":
        if len(before) < 2 or before[-2] not in words("part_of"):
            return ""
        before, written = before[:-2], written[:-2]
    for word, as_written in zip(reversed(before[-5:]), reversed(written[-5:]), strict=True):
        if as_written[0].isupper() and as_written not in demonyms():
            return ""  # another name stands between, or "on Saturday"
        if word in words("locative") or word == "on":
            return "locative"
        if word in words("siege") or word in words("struck"):
            return "struck"
        if word in words("movement"):
            return "movement"
        if word[-1] in ",.;:)" or (word in words("function") and word not in ("the", "a", "its")):
            return ""
    return ""


def _noun_before_of(text: str, start: int) -> str:
    parts = text[max(0, start - 30) : start].lower().split()
    return parts[-2] if len(parts) > 1 else ""


def _right(text: str, found: list[Word], mention: Mention) -> list[str]:
    gap, word = mention.after_gap, mention.after
    lower = word.lower()
    signs = []
    if mention.container:
        inside = {place.country for place in mention.container.places[:3]}
        if any(place.country in inside and place.kind != "country" for place in mention.places):
            signs.append("contained")
    if mention.inner:
        countries = {place.country for place in mention.inner.places}
        if any(place.country in countries for place in mention.places[:2]):
            signs.append("container")
    if mention.places and _joins_towns(text, mention):
        signs.append("on route")
    if not word or "\n" in gap:
        return [*signs, "right:line"]
    if gap == ", " and lower in ("a", "an", "the") and APPOSITION.match(text, mention.end):
        signs.append("apposition")
    if word in _PASSIVE and _is_done_to(text, mention.end):
        signs.append("is struck")
    if gap not in (" ", "  "):
        mark = gap.strip()[:1]
        return [*signs, "right:" + (mark if mark in ",.;:()-—–\"'”’|$" else "mark")]
    if word[0].isupper():
        if name := _names_after().get(word):
            return [*signs, "right:" + name]
        if _ends_in(text, found, mention.last + 1, "org_head"):
            return [*signs, "right:org"]
        if lower in words("never") or lower in words("function"):
            return [*signs, "right:Function"]
        following = found[mention.last + 1] if mention.last + 1 < len(found) else None
        return [*signs, "right:acronym" if following and word.isupper() else "right:name"]
    if _SEA.match(text, mention.end):
        return [*signs, "right:thing"]
    if lower in words("local"):
        signs.append("part after")
    if lower in words("weapon"):
        signs.append("weapon after")
    return [*signs, "right:" + _classes_after().get(lower, "other")]


@cache
def _classes_before() -> Mapping[str, str]:
    return first_class("locative", "movement", "struck", "siege", "speech", "direction")


@cache
def _names_after() -> Mapping[str, str]:
    return first_class("street", "type_name", "org_head", "team", "given")


@cache
def _classes_after() -> Mapping[str, str]:
    return first_class("thing", "after_place", "state_noun", "speech", "function")


def _joins_towns(text: str, mention: Mention) -> bool:
    """Return whether the name is an end of a road: "the Kidal-Gao road"."""
    joined = text[mention.start - 1 : mention.start] in ("-", "–") or (
        text[mention.end : mention.end + 1] in ("-", "–")
    )
    return joined and ROUTE.match(text, mention.end) is not None


def _is_done_to(text: str, end: int) -> bool:
    """Return whether what was done is done to places: "X was shelled", not "X was praised"."""
    verb = _IS_STRUCK.match(text, end)
    return verb is not None and (verb[1] in words("struck") or verb[1] in words("siege"))


def _ends_in(text: str, found: list[Word], position: int, kind: str) -> bool:
    """Return whether the capitalised words from ``position`` on go on to one of class ``kind``."""
    for number in range(position, min(position + 3, len(found) - 1)):
        if text[found[number].end : found[number + 1].start] not in (" ", " of "):
            return False
        if found[number + 1].text in words(kind):
            return True
    return False


def _document(text: str, found: list[Word], mentions: list[Mention]) -> None:
    """Add what the rest of the document says: countries in play, other uses of the same words."""
    single = {m.text.lower() for m in mentions if m.first == m.last and not m.text.isupper()}
    common = single.intersection(text.split()) if single else single
    countries: dict[str, int] = {}
    for iso in peoples_named(found):
        countries[iso] = 1
    located: set[str] = set()
    named = surnames(text, found)
    times: dict[str, int] = {}
    for mention in mentions:
        times[mention.text] = times.get(mention.text, 0) + 1
        if mention.places:
            best = mention.places[0]
            if best.country and (best.kind in ("country", "region") or best.feature == "PPLC"):
                countries[best.country] = countries.get(best.country, 0) + 1
        if not _PLACED.isdisjoint(mention.signs):
            located.add(mention.text)
        if not _PERSONAL.isdisjoint(mention.signs):
            named.add(mention.text)
    for index, mention in enumerate(mentions):
        own = mention.places[0] if mention.places else None
        share = 1 if own and (own.kind in ("country", "region") or own.feature == "PPLC") else 0
        for place in mention.places[:8]:
            if place.country and countries.get(place.country, 0) > share:
                mention.signs.append("country in play")
                break
        person = mention.text in named and not (own and own.kind == "country")
        if person and "left:name" not in mention.signs:
            mention.signs.append("surname elsewhere")
        if times[mention.text] > 2:
            mention.signs.append("often")
        if mention.text in located and "left:locative" not in mention.signs:
            mention.signs.append("located elsewhere")
        is_single = mention.first == mention.last and not mention.text.isupper()
        if common and is_single and mention.text.lower() in common:
            mention.signs.append("common word")
        if index and _is_list(text, mentions[index - 1], mention):
            mention.signs.append("listed after " + _size(mentions[index - 1]))
            if "listed towns" in mentions[index - 1].signs or _calls_towns(
                text, mentions[index - 1]
            ):
                mention.signs += ["listed towns", "left:town of"]
            if _ends_name(mention) and not _LED.isdisjoint(mentions[index - 1].signs):
                mention.signs.append("list led in")
        if index + 1 < len(mentions) and _is_list(text, mention, mentions[index + 1]):
            mention.signs.append("listed before " + _size(mentions[index + 1]))
        if mention.syntax == "unknown":
            mention.signs += ["some country"] * bool(countries)
        if mention.syntax and index + 1 < len(mentions):
            following = mentions[index + 1]
            between = text[mention.end : min(following.start, mention.end + 50)]
            if following.places and _WITHIN.match(between) and "\n" not in between:
                mention.signs.append("within known")
        if mention.syntax and _is_amid_violence(text, mention):
            mention.signs.append("amid violence")


def _is_amid_violence(text: str, mention: Mention) -> bool:
    """Return whether the words before tell of fighting: "shells hit positions near X"."""
    before = text[max(0, mention.start - 70) : mention.start].lower().split()[-8:]
    return any(
        word in words("violence") or word in words("struck") or word in words("siege")
        for word in before
    )


def surnames(text: str, found: list[Word]) -> set[str]:
    """Return the words that follow a given name or a title: "Robert Low" makes Low a surname."""
    given, titles = words("given"), words("title")
    known = set()
    for one, other in pairwise(found):
        apart = other.start - one.end
        if apart == 1 and (one.text in given or one.text.lower() in titles):
            if text[one.end] == " ":
                known.add(other.text)
        elif apart == 2 and one.text.lower() in titles and text.startswith(". ", one.end):
            known.add(other.text)
    return known


def _calls_towns(text: str, mention: Mention) -> bool:
    """Return whether "the villages of" leads to the name: the names after it are villages too."""
    if "left:town of" not in mention.signs or mention.before != "of":
        return False
    return _noun_before_of(text, mention.start) in words("towns")


def _ends_name(mention: Mention) -> bool:
    """Return whether nothing is said of the name: "in Izium, Bo said" is no list of towns."""
    if mention.after_gap.strip()[:1] in _CLAUSE_MARKS or not mention.after:
        return True
    return mention.after in ("and", "or")


_CLAUSE_MARKS = frozenset(",.;:)")
_PLACED = frozenset(["left:locative", "contained"])
_PERSONAL = frozenset(["left:given", "left:initial", "left:name", "left:title"])
_LED = frozenset(["left:locative", "left:struck", "left:movement", "left:direction", "list led in"])


def _is_list(text: str, one: Mention, other: Mention) -> bool:
    return other.start - one.end < 8 and text[one.end : other.start] in (
        ", ", " and ", ", and ", " or ", " & ", "; ", "/", "-", " – ",
    )  # fmt: skip


def _size(mention: Mention) -> str:
    if not mention.places:
        return "unknown"
    return "known" if mention.places[0].weight >= 50_000 else "small"
