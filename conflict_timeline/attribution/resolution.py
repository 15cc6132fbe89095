"""Resolution: the fullest name that the article itself gives for a source.

"Zelensky" becomes "Volodymyr Zelensky" when the article names him so anywhere; "the mayor" becomes
the person whom the article calls mayor; "he", "it", "they" and "the ministry" go back to the last
source of a kind that fits: never from an army to a union, nor from "it" to a person.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache, partial

from conflict_timeline.attribution.carry import Found, is_inside
from conflict_timeline.attribution.memory import (
    BODY,
    RECENT,
    Memory,
    Source,
    sentences_between,
    source_of,
    subject_of,
)
from conflict_timeline.attribution.names import (
    Holder,
    body_nouns,
    people_of,
    plain,
    role_words,
)
from conflict_timeline.attribution.pronouns import it_meant, person_meant, they_meant
from conflict_timeline.attribution.quotations import Quotations
from conflict_timeline.attribution.vocabulary import head_kin, no_names, word_lists
from conflict_timeline.attribution.written import Noun, Person, noun_named, people_named
from conflict_timeline.model import Sentence

_NEAR = 3
_MOST_HOLDERS = 24  # mentions on each side; keeps the cost of odd text linear
_SCENE_WINDOW = 500  # characters of a sentence
_SCENE = 3  # sentences: the one that names the holder of an office, and two before it
_BODY_NAME = re.compile(r"\b[A-Z][\w’'-]*[^\W_](?:(?: of(?: the)?| for)? [A-Z][\w’'-]*[^\W_])+")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]*[^\W_]")
_PLACED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round)(?: the)?(?: (?:city|town|village|port) of)?"
    r" ([A-Z][\w’'-]*[^\W_])"
)
_SETTING = re.compile(
    r"(?:In|Near|Outside)(?: the (?:city|town|village) of)? ([A-Z][\w’'-]*[^\W_]),"
)
_REGION = re.compile(r"([A-Z][\w’'-]*[^\W_]) (?:region|oblast|province|governorate|district)\b")


def resolve_speakers(
    text: str, sentences: Sequence[Sentence], found: Sequence[Found], quotations: Quotations
) -> None:
    """Fill ``speaker`` and ``resolved`` of every attribution, in text order."""
    if not any(attribution.source is not None for attribution in found):
        return
    memory = Memory(partial(people_of, text, sentences, quotations))
    outer: Found | None = None
    for attribution in found:
        if attribution.source is None:
            continue
        attribution.speaker = _words_of(text, attribution.source)
        if attribution.tail is not None:
            attribution.speaker += " " + _words_of(text, attribution.tail).rstrip(".")
        named = attribution.speaker
        if attribution.antecedent is not None:
            named = _words_of(text, attribution.antecedent)
        if outer is not None and outer.source == attribution.source:
            attribution.resolved = outer.resolved  # "he stressed ..., warning that"
        else:
            attribution.resolved = _resolve(named, attribution, memory, text, sentences)
        if attribution.resolved is None and named != attribution.speaker:
            attribution.resolved = named
        if attribution.rule in ("hearsay", "relative", "via"):
            continue
        if sentences[attribution.sentence].role != "prose":
            continue
        nested = outer is not None and is_inside(text, attribution, outer)
        name = attribution.resolved or attribution.speaker
        if nested or name.lower() in word_lists()["pronoun"]:
            continue
        memory.add(source_of(name, memory, attribution.sentence))
        memory.carried[:] = attribution.content
        outer = attribution


def _words_of(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[span[0] : span[1]].strip(" ,–—-").split())


def _resolve(
    speaker: str,
    attribution: Found,
    memory: Memory,
    text: str,
    sentences: Sequence[Sentence],
) -> str | None:
    folded, lists = speaker.lower(), word_lists()
    if folded in lists["person-pronoun"] or folded in lists["owner"]:
        return person_meant(folded, attribution, memory, text, sentences)
    if folded in lists["thing-pronoun"]:
        plural = folded in lists["plural-pronoun"]
        if plural:
            return they_meant(attribution, memory, text, sentences)
        return it_meant(attribution, memory, text, sentences)
    for person in people_named(speaker):
        name = _full_name(person, memory)
        if name is None and _is_introduced(person.name, speaker):
            name = person.name
        if name is not None:
            memory.person, memory.person_sentence = name, attribution.sentence
            memory.note(name, speaker.lower().replace(".", "").split())
            return name if name != speaker else None
    noun = noun_named(speaker)
    if noun is None:
        return None
    known: str | None = None
    if noun.goes_back:
        known = _definite(noun, attribution, memory, text, sentences)
    elif noun.modifiers:
        known = _holder(noun, attribution, memory, sentences)
    if known is not None and known.lower() != folded:
        return known
    return noun.shown if noun.shown != speaker else None


def _full_name(person: Person, memory: Memory) -> str | None:
    """Return the name of a person as the article has it in full; a lone name may be none."""
    if person.is_full:
        return person.name
    known = memory.names.get(person.name.lower())
    return known or (person.name if person.has_title else None)


def _is_introduced(name: str, speaker: str) -> bool:
    """Say whether a lone name is plainly a person's: "Ada, who", "Ada, 41", "his sister, Ada"."""
    parts = speaker.split(", ")
    if name not in parts:
        return False
    kin = word_lists()["female"] | word_lists()["male"]
    beside = [part.lower().rstrip(",").split(" ") for part in parts if part != name]
    return any(words[0] == "who" or words[0].isdecimal() or words[-1] in kin for words in beside)


def _definite(
    noun: Noun, attribution: Found, memory: Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return whom "the mayor", "the ministry", "the statement" means."""
    head, modifiers, lists = noun.head, noun.modifiers, word_lists()
    for source in reversed(memory.sources[-_NEAR:]):  # "an army commander ... the commander"
        if source.head == head and modifiers <= source.words:
            return source.name
    if head in role_words() and head in memory.roles and not head.endswith("s"):
        return _holder(noun, attribution, memory, sentences)
    if head in lists["message"] and not modifiers:
        return memory.last.name if memory.last is not None else None
    if (
        head in head_kin() or head in body_nouns()
    ):  # "Amnesty International named ten. The group said"
        for index in sentences_between(attribution.sentence, memory, sentences):
            subject = subject_of(sentences[index], memory, index)
            named = subject is not None and subject.name[0].isupper()
            if subject is not None and named and _goes_back(head, modifiers, subject, 1):
                return subject.name
        if (own := _body_named_before(head, attribution, text, sentences)) is not None:
            return own
    for source in reversed(memory.sources):
        if _goes_back(head, modifiers, source, attribution.sentence - source.sentence):
            return source.name
    if head in lists["role"] and not modifiers and not head.endswith("s"):
        near = attribution.sentence - memory.person_sentence <= _NEAR
        if near and not _holds_other(memory.person, head, memory):
            return memory.person
    return None


def _body_named_before(
    head: str, attribution: Found, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return the body of "A depot of the Red Cross burned, the organisation said"."""
    assert attribution.source is not None
    kin = head_kin().get(head, frozenset())
    begin, end = sentences[attribution.sentence].start, attribution.source[0]
    for named in reversed(_BODY_NAME.findall(text[max(begin, end - _SCENE_WINDOW) : end])):
        if plain(named.rpartition(" ")[2]) in kin:
            return str(named)
    return None


def _goes_back(head: str, modifiers: frozenset[str], source: Source, distance: int) -> bool:
    """Say whether "the <modifiers> <head>" may mean the source: same noun, or a wider one."""
    if source.head == head:
        return modifiers <= source.words
    if source.kind != BODY or distance > RECENT:
        return False
    kin = head_kin().get(head, frozenset())
    if source.head in kin:  # "the extremist group" is no observatory
        return modifiers <= source.words | word_lists()["neutral-modifier"]
    return not source.head and "-" in kin


def _holds_other(name: str | None, head: str, memory: Memory) -> bool:
    """Say whether the article gives the person offices, and this one to nobody."""
    if name is None or head in word_lists()["any-office"]:
        return False
    return any(holder.name == name for holders in memory.roles.values() for holder in holders)


def _holder(
    office: Noun, attribution: Found, memory: Memory, sentences: Sequence[Sentence]
) -> str | None:
    """Return who holds the office: of several the one of the place that the sentence names.

    Without such a place it is the last one who spoke, else the nearest before.
    """
    assert attribution.source is not None
    head, modifiers, lists = office.head, office.modifiers, word_lists()
    holders = memory.roles.get(head)
    if not holders and head in lists["any-leader"]:  # "the Norwegian leader"
        leaders = (memory.roles.get(office, ()) for office in sorted(lists["leads"]))
        known = [holder for of_office in leaders for holder in of_office]
        holders = sorted((h for h in known if h.modifiers & modifiers), key=lambda h: h.at)
    if not holders:
        return None
    if modifiers:
        holders = _fitting(holders, modifiers, of_place=office.of_place)
        if not holders:
            return None
    before = bisect_left(holders, attribution.source[0], key=lambda holder: holder.at)
    if before == 0 and head in lists["local-office"]:
        return None  # every town has a mayor: one named later on is another
    names = {holder.name for holder in holders}
    spoke = [source.name for source in memory.sources[-_NEAR:] if source.name in names]
    name = spoke[-1] if spoke else holders[max(0, before - 1)].name
    if head in lists["local-office"]:
        near = holders[max(0, before - _MOST_HOLDERS) : before + _MOST_HOLDERS]
        local = _local_holder(name, office, near, attribution.sentence, sentences)
        if local is None:
            return None
        name = local
    memory.person, memory.person_sentence = name, attribution.sentence
    return name


def _fitting(
    holders: Sequence[Holder], modifiers: frozenset[str], *, of_place: bool
) -> list[Holder]:
    """Return the holders that "the French president", "the mayor of Kyiv" may mean."""
    fitting = [holder for holder in holders if modifiers <= holder.modifiers | holder.places]
    if fitting or of_place:
        return fitting
    fitting = [
        holder
        for holder in holders
        if (holder.modifiers | holder.places) & modifiers or not holder.modifiers | holder.places
    ]  # "the US president" is not "Russian President X"
    return fitting if len({holder.name for holder in fitting}) == 1 else []


def _local_holder(
    name: str, office: Noun, holders: Sequence[Holder], at: int, sentences: Sequence[Sentence]
) -> str | None:
    """Return the holder of a place that the sentence names, else ``name`` if it may be theirs.

    A place is of the office ("the mayor of Oslo"), or stands where its holder is first spoken of.
    """
    sentence = sentences[at].text
    named = frozenset(plain(found[0]) for found in _CAPITAL.finditer(sentence))
    here = _places_in(sentence[:_SCENE_WINDOW])
    of_place = {holder.name for holder in holders if holder.places & named}
    for length in () if of_place else (1, _SCENE):
        scenes = {holder: _scene(holder, sentences, length=length) for holder in holders}
        of_place = of_place or {h.name for h, scene in scenes.items() if scene & here}
    if len(of_place) == 1 or name in of_place:
        return name if name in of_place else of_place.pop()
    region = _REGION.search(sentence)
    if office.is_its or (region is not None and plain(region[1]) in here):
        return None
    places = frozenset().union(*(holder.places for holder in holders if holder.name == name))
    setting = _SETTING.match(sentence)
    elsewhere = setting is not None and plain(setting[1]) in here - places
    return None if elsewhere and places and office.head in word_lists()["town-office"] else name


def _scene(holder: Holder, sentences: Sequence[Sentence], *, length: int) -> frozenset[str]:
    """Return the places named in the last ``length`` sentences where a holder is spoken of."""
    last = bisect_right(sentences, holder.at, key=lambda sentence: sentence.start)
    near = sentences[max(0, last - length) : last]
    return frozenset().union(*(_places_in(sentence.text[:_SCENE_WINDOW]) for sentence in near))


@lru_cache(maxsize=256)  # the scenes of one article's officials, for each of their words
def _places_in(sentence: str) -> frozenset[str]:
    """Return the names behind "in", "near", ... that are no countries."""
    found = frozenset(plain(found[1]) for found in _PLACED.finditer(sentence))
    return found - word_lists()["country"] - no_names()
