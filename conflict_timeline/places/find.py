"""Finds the places a text names: capitalised words the gazetteer knows and the context allows.

One pass collects candidates (longest match from each capitalised word); ``evidence`` decides from
the words around each which are places; ``resolve`` settles which place each means from the whole
document; ``roles`` says what each does in its sentence.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import zip_longest
from typing import NamedTuple

from conflict_timeline.model import PlaceRef
from conflict_timeline.places import evidence, resolve, roles
from conflict_timeline.places.gazetteer import Gazetteer, Place, distance_km, shared_gazetteer
from conflict_timeline.places.mention import Mention, Word
from conflict_timeline.places.spelling import code_key, name_key, without_article
from conflict_timeline.places.vocabulary import any_words, demonyms, words

# The first letter comes before the choice: so the search skips to letters that are not small.
_WORD = re.compile(
    r"[^\W\d_a-zß-öø-ÿ](?:(?<=[A-Z])\.(?:[A-Z]\.)+[A-Z]?|\w{0,60}(?:['’ʼ‘-]\w{1,40}){0,6})"
)
_ENDINGS = ("'s", "’s", "'S", "’S", "ʼs")
_CONTRACTIONS = ("'ll", "’ll", "'ve", "’ve", "'re", "’re", "'d", "’d", "'m", "’m", "n't", "n’t")
_JOINED_BY = (
    " |\n|  |-|/|-e | es | esh | and | & | of | of the | on | upon | in | as | de | del | de la "
    "| di | da "
    "| do | dos | la | le | les | du | e | ad | al | el | ez | bin | ul | al-| ar-| as-| at-| an-"
    "| ad-| ez-| el-| ash-| az-| es-| ul-"
)
_JOINTS = frozenset(_JOINED_BY.split("|"))
_RUNS_ON = frozenset([" ", " of ", "-", " al-", " el-", " al ", " es ", " ez "])
_WIDEST_GAP = max(map(len, _JOINTS | _RUNS_ON))
_ARTICLES = frozenset(["al-", "el-", "ar-", "as-", "at-", "an-", "ad-", "az-", "ez-"])
_SHORT = frozenset(["St", "Ste", "Ft", "Mt"])
_ADJECTIVE = re.compile(r"(?<=[^-]{2})-[a-z]{3,}$")  # "Tehran-backed"
_NUMBER = re.compile(r"[ -]\d{1,4}[A-Z]?\b")
_TYPE_AFTER = re.compile(r"[ ]([a-z][a-z-]{3,14})\b")
_SITE_TAIL = re.compile(
    r"( (?:nuclear |thermal |air |border |refugee |oil |steel )?(?:power )?"
    r"(?:plant|station|base|airbase|airport|airfield|dam|bridge|crossing|camp|field|hospital|prison))"
    r"(?: plant| station| base)?\b"
)
_RIVER = re.compile(r" [Rr]ivers?\b(?! (?:ports?|stations?|terminals?|fleet|police)\b)")
MAX_WORDS = 5
REMEMBERED = 10_000  # words: a bounded memory
KNOWN_INSIDE = 100_000
NUCLEAR = 1_000  # characters: a text that names a nuclear plant in full names it near by
AWAY_KM = 20  # beyond this a plant or base is not in the town it is named after


def find_places(text: str, *, gazetteer: Gazetteer | None = None) -> list[PlaceRef]:
    """Return every place ``text`` (a whole document) names, in order, resolved and with its role.

    Coordinates come from the gazetteer (the packaged one unless another is given); a place known
    only by its syntax ("the village of X") has none. Never raises for odd text.
    """
    known = gazetteer or shared_gazetteer()
    found = capitalised(text)
    mentions = evidence.choose(text, found, list(candidates(text, found, known)))
    resolve.settle(text, found, mentions, gazetteer=known)
    return roles.assign(text, found, mentions)


def capitalised(text: str) -> list[Word]:
    """Return the words of ``text`` that do not begin with a small Latin letter, without endings."""
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        if word.isascii() and word.isalpha():
            found.append(Word(start, end, word, False))
            continue
        if "-" in word and (cut := _ADJECTIVE.search(word)):
            found.append(Word(start, start + cut.start(), word[: cut.start()], False, True))
            continue
        if "'" not in word and "’" not in word and "ʼ" not in word:
            found.append(Word(start, end, word, False))
            continue
        if word.endswith(_ENDINGS) and len(word) > 3:
            found.append(Word(start, end - 2, word[:-2], True))
            continue
        for ending in _CONTRACTIONS:
            if word.endswith(ending) and len(word) > len(ending):
                word = word[: -len(ending)]
                break
        found.append(Word(start, start + len(word), word, False))
    return found


def candidates(text: str, found: list[Word], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield the longest known name from each capitalised word, and names known by syntax alone."""
    position = 0
    previous = -10  # where the last candidate ended: the next one may go on with its list
    while position < len(found):
        mention = _longest(text, found, position, gazetteer)
        parts: list[Mention] = []
        if mention is None and "-" in found[position].text:
            parts = list(_hyphenated(text, found, position, gazetteer))
            yield from parts
        if mention is None and not parts:
            mention = _unknown(text, found, position, previous, gazetteer)
        if mention is not None:
            yield mention
            position, previous = mention.last, mention.end
        position += 1


def _longest(text: str, found: list[Word], position: int, gazetteer: Gazetteer) -> Mention | None:
    first = found[position]
    if text.startswith(", ", first.start - 2) and (
        coded := _by_code(text, found, position, gazetteer)
    ):
        return coded
    last = position
    while last - position < MAX_WORDS - 1 and last + 1 < len(found):
        begin, end = found[last].end, found[last + 1].start
        if end - begin > _WIDEST_GAP:
            break
        gap = text[begin:end]
        if (
            gap in _JOINTS
            or (gap == ". " and found[last].text in _SHORT)
            or (found[last].possessive and last == position and gap[2:] == " ")
        ):
            last += 1
        else:
            break
    start = _with_article(text, first.start)
    traits = traits_of(first.text)
    if last == position and traits.is_never:
        if _is_town(text, found, position, gazetteer):
            places = gazetteer.find(name_key(first.text))
            if places:
                return Mention(first.start, first.end, first.text, places, position, position)
        if traits.is_plain and start == first.start:
            return None
    longest = last
    if last > position + 1 and not gazetteer.begins_longer(text[start : found[position + 1].end]):
        longest = position + 1
    for end in range(longest, position - 1, -1):
        surface = text[start : found[end].end]
        if traits.is_article:  # "The Hague", but Kremlin in "The Kremlin"
            places = gazetteer.find(name_key(surface)) if end > position else ()
        else:
            places = known(surface, gazetteer)
        if not places:
            continue
        is_town = places[0].kind == "city"
        if is_town and _names_street(text, found, end):
            break  # "Freedom Square" is not Freedom
        if is_town and _RIVER.match(text, found[end].end):
            break  # "on the Dnipro river" is not in Dnipro
        if end == position < last and traits.leads and _run(text, found, end, gazetteer) > end:
            break  # "Khan Touman" is not Khan, but "in al-Bab on Sunday" is a town
        if is_town and (site := _site(text, start, found[end].end, gazetteer, places[0])):
            return Mention(start, site[1], text[start : site[1]], site[0], position, end)
        if not (end > position and _is_loose_pair(surface, places)):
            return Mention(
                start, found[end].end, surface, places, position, end,
                possessive=found[end].possessive, attributive=found[end].attributive,
            )  # fmt: skip
    if traits.is_no_name and not traits.leads and not traits.is_route:
        return None
    return _by_syntax(text, found, position, gazetteer)


def _site(
    text: str, start: int, end: int, gazetteer: Gazetteer, town: Place
) -> tuple[tuple[Place, ...], int] | None:
    """Return the plant or base named after ``town`` but away from it, and where its name ends.

    The Zaporizhzhia nuclear power plant is 50 km from Zaporizhzhia; the plant at Chernobyl is at
    Chernobyl.
    """
    tail = _SITE_TAIL.match(text, end)
    if tail is None:
        return None
    for stop in (tail.end(), tail.end(1)):
        named = text[start:stop]
        if tail[1] == " plant" and "nuclear" in text[max(0, start - NUCLEAR) : stop + NUCLEAR]:
            named = text[start:end] + " nuclear power plant"
        places = tuple(place for place in gazetteer.find(name_key(named)) if place.kind == "site")
        if places and _apart(places[0], town) > AWAY_KM:
            return places, stop
    return None


def _apart(one: Place, other: Place) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    return distance_km((one.lat, one.lon), (other.lat, other.lon))


def _names_street(text: str, found: list[Word], end: int) -> bool:
    following = found[end + 1] if end + 1 < len(found) else None
    return (
        following is not None
        and text[found[end].end : following.start] == " "
        and following.text in words("square")
    )


def _is_town(text: str, found: list[Word], position: int, gazetteer: Gazetteer) -> bool:
    """ "Reading, England" and "the city of Van" are towns, though most such words are not."""
    word = found[position]
    if position + 1 < len(found) and text[word.end : found[position + 1].start] == ", ":
        outer = known(found[position + 1].text, gazetteer)
        inner = gazetteer.find(name_key(word.text)) if len(word.text) > 2 else ()
        if outer and (outer[0].kind == "country" or outer[0].feature == "ADM1"):
            return any(
                place.country == outer[0].country
                and (outer[0].kind == "country" or place.division == outer[0].division)
                and place.kind == "city"
                for place in inner[:20]
            ) and not text[: word.start].endswith(("Mr. ", "Mrs. ", "Ms. "))
    left = text[max(0, word.start - 20) : word.start]
    if not left.rstrip().endswith("of"):
        return False
    before = left.split()
    return len(before) > 1 and before[-1] == "of" and before[-2] in ("city", "town", "village")


def _with_article(text: str, start: int) -> int:
    """Return where the name begins, a small "al-" before it included."""
    if not text.startswith("-", start - 1):
        return start
    if text[max(0, start - 3) : start].lower() in _ARTICLES and (
        start < 4 or not text[start - 4].isalnum()
    ):
        return start - 3
    return start


def known(surface: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return what ``surface`` may mean; words of everyday use mean nothing."""
    cached = gazetteer.surfaces.get(surface)
    if cached is None:
        cached = _known(surface, gazetteer)
        if len(gazetteer.surfaces) > 100_000:  # a bounded memory
            gazetteer.surfaces.clear()
        gazetteer.surfaces[surface] = cached
    return cached


def _known(surface: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    if len(surface) < 2 or len(surface) > 60:
        return ()
    key = name_key(surface)
    code = code_key(surface) if surface.isupper() or "." in surface else ""
    if (code and not surface.endswith(".")) or "." in surface[:-1]:
        codes = tuple(p for p in gazetteer.find(code) if p.kind == "country" or len(key) > 2)
        if codes or ("." in surface[:-1] and (codes := gazetteer.find(code))):
            return codes
    if len(key) < 3 or (len(key) == 3 and surface.isupper()):
        return ()
    if surface.lower() in words("never"):
        return ()
    if key.isascii():
        found = gazetteer.find(key) or gazetteer.find(without_article(key))
        if not found and key[-1] == "s" and surface[-1] == "s":  # "Syrias": a lost apostrophe
            found = tuple(
                p for p in gazetteer.find(key[:-1]) if p.weight >= 500_000 and not p.alias
            )
        return found
    if key[0] < "Ͱ" or surface[0].isupper() or key[0] >= "א":
        return gazetteer.look_up(surface)
    return ()


def _is_loose_pair(surface: str, places: tuple[Place, ...]) -> bool:
    """Two names with a joining word between them are one name only when that is a usual name."""
    return (" and " in surface or " in " in surface or " on " in surface or "/" in surface) and all(
        place.alias for place in places
    )


def _by_code(text: str, found: list[Word], position: int, gazetteer: Gazetteer) -> Mention | None:
    """ "Austin, TX" and "Austin, Tex.": an abbreviation that counts only after a comma."""
    word = found[position]
    if len(word.text) > 5 or position == 0:
        return None
    if found[position - 1].end < word.start - 2:
        return None
    dotted = text[word.end : word.end + 1] == "."
    code = code_key(word.text + ("." if dotted else ""))
    places = tuple(p for p in gazetteer.find(code) if p.kind == "region") if code else ()
    if not places:
        return None
    end = word.end + dotted
    return Mention(word.start, end, text[word.start : end], places, position, position)


def _hyphenated(
    text: str, found: list[Word], position: int, gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Yield the names in "Tehran-backed", "Russia-Ukraine" and "the Kidal-Gao road"."""
    word = found[position]
    route = evidence.ROUTE.match(text, word.end) is not None
    start = word.start
    parts = word.text.split("-")
    party = parts[0].isupper() and len(parts[0]) <= 3
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        end = start + len(part)
        if len(part) > 1 and part[:1].isupper() and not following.isdigit():  # a unit: "Dnipro-1"
            places = known(part, gazetteer)
            if places and (party or route or places[0].weight >= 50_000):
                yield Mention(
                    start, end, part, places, position, position,
                    attributive=end < word.end and word.text[end - word.start + 1].islower(),
                )  # fmt: skip
        start = end + 1


def _by_syntax(text: str, found: list[Word], position: int, gazetteer: Gazetteer) -> Mention | None:
    """A name no gazetteer knows, but which its own words or those around it say is a place."""
    first = found[position]
    traits = traits_of(first.text)
    if traits.is_route and (number := _NUMBER.match(text, first.end)):
        return _named(text, first.start, number.end(), position, position, "street")
    if traits.is_no_name and not traits.leads:
        return None
    last = _run(text, found, position, gazetteer)
    if traits.leads and last > position:
        syntax = "village" if first.text in words("village_head") else "nature"
        after = _TYPE_AFTER.match(text, found[last].end)
        if after and after[1] in words("quarter_type"):
            syntax = "quarter"
        return _named(text, first.start, found[last].end, position, last, syntax)
    if traits.is_no_name:
        return None
    for end in range(last, position, -1):
        word = found[end].text
        if word in words("street"):
            return _named(text, first.start, found[end].end, position, end, "street")
        if word in words("type_name"):
            if (
                end > position + 1
                and found[end - 1].text not in words("direction")
                and known(text[found[position + 1].start : found[end].end], gazetteer)
            ):
                return None
            syntax = "region" if word.lower() in words("region_type") else "nature"
            return _named(text, first.start, found[end].end, position, end, syntax)
        if word in words("facility"):
            inner = (known(part.text, gazetteer) for part in found[position + 1 : end])
            if any(places and places[0].weight >= KNOWN_INSIDE for places in inner):
                return None  # "Northeast Texas Community College": the next candidate is Texas
            return _named(text, first.start, found[end].end, position, end, "facility")
    if _RIVER.match(text, found[last].end):
        return _named(text, first.start, found[last].end, position, last, "nature")
    after = _TYPE_AFTER.match(text, found[last].end)
    start = _with_article(text, first.start)
    if len(first.text) >= 3 and (
        (after and after[1] in words("syntax_type")) or _is_of_type(text, start)
    ):
        is_region = after is not None and after[1].rstrip("s") in words("region_type")
        syntax = "region" if is_region else "city"
        if after is not None and after[1] in words("quarter_type"):
            syntax = "quarter"
        return _named(text, start, found[last].end, position, last, syntax)
    return None


def _unknown(
    text: str, found: list[Word], position: int, previous: int, gazetteer: Gazetteer
) -> Mention | None:
    """A name after "in", or next in a list of places, that may be a place nobody lists."""
    first = found[position]
    if first.possessive or not traits_of(first.text).may_be_unlisted:
        return None
    start = _with_article(text, first.start)
    gap = text[previous:start] if start - previous < 8 else ""
    listed = gap in (", ", " and ", ", and ", " & ", "; ", "/", " or ")
    if not listed:
        before = text[max(0, start - 24) : start].removesuffix("the ")
        last_word = before.rsplit(None, 1)[-1:] if before.endswith(" ") else []
        lead = last_word[0].lower() if last_word else ""
        led = lead in _leads_to_place()
        if lead == "to" and before.lower().endswith("according to "):
            return None
        led = led or (lead == "on" and evidence.is_under_attack(text, start))
        if not led and lead != "called" and not evidence.APPOSITION.match(text, first.end):
            return None
    last = _run(text, found, position, gazetteer)
    return _named(text, start, found[last].end, position, last, "unknown")


@cache
def _leads_to_place() -> frozenset[str]:
    return any_words("locative", "movement", "siege", "direction")


def _may_be_unlisted(word: str) -> bool:
    """Return whether a word may name a place that nobody lists, if the words around it say so."""
    lower = word.lower()
    if len(lower) < 4 or lower in words("never") or lower in words("function"):
        return False
    if word in words("given") or word.isupper() or not word[0].isupper():
        return False
    if word[0] >= "Ͱ":  # other scripts: where a name ends is not seen
        return False
    return not any(part in demonyms() for part in word.split("-"))


def _run(text: str, found: list[Word], position: int, gazetteer: Gazetteer) -> int:
    """Return the last of the capitalised words that go on from ``position`` without a break."""
    last = position
    while last + 1 < len(found) and last - position < 4 and not found[last].possessive:
        following = found[last + 1]
        begin = found[last].end
        if following.start - begin > _WIDEST_GAP:
            break
        gap = text[begin : following.start]
        if gap not in _RUNS_ON or (gap == " of " and known(following.text, gazetteer)):
            break  # "Map of Adamawa State": the name begins after "of"
        if traits_of(following.text).is_never and following.text not in any_words(
            "direction", "facility", "street", "type_name"
        ):
            break
        last += 1
    return last


class Traits(NamedTuple):
    """What a capitalised word can be, whatever stands around it.

    ``leads`` tells of "Bab" and "Khan", with which names begin; ``is_no_name`` of words that are no
    place's own name; ``may_be_unlisted`` of those that may name a place that nobody lists;
    ``is_plain`` of those that alone are nothing else than a word.
    """

    is_article: bool
    is_never: bool
    is_no_name: bool
    is_route: bool
    leads: bool
    may_be_unlisted: bool
    is_plain: bool


@lru_cache(maxsize=REMEMBERED)
def traits_of(word: str) -> Traits:
    """Return what ``word`` can be."""
    is_never, is_no_name = word.lower() in words("never"), _is_no_name(word)
    is_route, leads = word in words("route"), word in words("type_first")
    is_code = word.isupper() or "." in word  # "US", but not "Us"
    return Traits(
        is_article=word in ("The", "THE"),
        is_never=is_never,
        is_no_name=is_no_name,
        is_route=is_route,
        leads=leads,
        may_be_unlisted=_may_be_unlisted(word),
        is_plain=is_never and is_no_name and not (is_route or leads or is_code),
    )


def _is_no_name(word: str) -> bool:
    """Return whether a word is no place's own name: "Several villages", "Daesh(')s capital"."""
    lower, never = word.lower(), words("never")
    return word not in words("direction") and (
        lower in never or lower in words("function") or lower.removesuffix("s") in never
    )


def _is_of_type(text: str, start: int) -> bool:
    """Return whether "the village of", or the like, leads to the name."""
    left = text[max(0, start - 40) : start]
    if not left.rstrip().endswith("of"):
        return False
    before = left.split()
    return len(before) >= 2 and before[-1] == "of" and before[-2].lower() in words("before_of")


def _named(text: str, start: int, end: int, first: int, last: int, syntax: str) -> Mention:
    return Mention(start, end, text[start:end], (), first, last, syntax=syntax)
