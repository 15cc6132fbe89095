"""Resolution: the fullest name that the article itself gives for a source.

"Zelensky" becomes "Volodymyr Zelensky" when the article names him so anywhere; "the mayor" becomes
the person whom the article calls mayor; "he", "it", "they" and "the ministry" go back to the last
source of a kind that fits: never from an army to a union, nor from "it" to a person.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

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
    MAX_NAME,
    WORD,
    head_of,
    is_proper,
    people_of,
    plain,
    role_words,
    trailing_name,
)
from conflict_timeline.attribution.pronouns import it_meant, person_meant, they_meant
from conflict_timeline.attribution.quotations import Quotations
from conflict_timeline.attribution.vocabulary import head_kin, word_lists
from conflict_timeline.model import Sentence

_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_NEAR = 3


def resolve_speakers(
    text: str, sentences: Sequence[Sentence], found: Sequence[Found], quotations: Quotations
) -> None:
    """Fill ``speaker`` and ``resolved`` of every attribution, in text order."""
    if not any(attribution.source is not None for attribution in found):
        return
    memory = Memory(*people_of(text, sentences, quotations))
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
        if attribution.rule in ("hearsay", "relative"):
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
            return they_meant(attribution, memory, sentences)
        return it_meant(attribution, memory, text, sentences)
    parts = [part.strip() for part in _BRACKETS.sub("", speaker).split(",") if part.strip()]
    for part in parts:
        if part.split(" ", 1)[0].lower() in lists["relative"]:
            break
        name = _person_in(part, memory)
        if name is not None:
            memory.person, memory.person_sentence = name, attribution.sentence
            memory.note(name, speaker.lower().replace(".", "").split())
            return name if name != speaker else None
    words = WORD.findall(parts[0]) if parts else []
    if not words:
        return None
    known = _described(words, attribution, memory, sentences)
    if known is not None and known.lower() != folded:
        return known
    shown = parts[0]
    if not is_proper(shown):
        shown = next((part for part in parts[1:] if is_proper(part)), shown)
    if words[0].lower() in lists["article"] and shown == parts[0] and " " in shown:
        shown = shown.split(" ", 1)[1]
    return shown if shown != speaker else None


def _described(
    words: Sequence[str], attribution: Found, memory: Memory, sentences: Sequence[Sentence]
) -> str | None:
    """Return whom "the mayor", "the defence ministry", "the French president" goes back to."""
    first, head = words[0].lower(), head_of(words)
    short = len(words) == 2 and head in word_lists()["org"]  # "the Observatory"
    bare = short or not any(word[0].isupper() for word in words[1:])
    anaphoric = first in word_lists()["anaphoric"] or (first == "a" and words[1:2] == ["statement"])
    if bare and len(words) <= 4 and anaphoric:
        before = words[1 : words.index(words[-1])]
        modifiers = frozenset(plain(word) for word in before) - {head}
        return _definite(head, modifiers, attribution, memory, sentences)
    if first == "the" and 2 < len(words) <= MAX_NAME and head == words[-1].lower():
        modifiers = frozenset(plain(word) for word in words[1:-1])
        return _holder(head, modifiers, attribution, memory)
    return None


def _person_in(part: str, memory: Memory) -> str | None:
    words = part.split(" ")
    if "and" in words and trailing_name(words[: words.index("and")]):
        return None  # two
    for position, word in enumerate(words):
        if position and word.lower() in word_lists()["after-name"]:
            words = words[:position]
            break
    name = trailing_name(words)
    linked = len(name) < len(words) and words[-len(name) - 1].lower() in word_lists()["noun-link"]
    if len(name) < 2 or (linked and len(name) < 3):
        for position, word in enumerate(words):  # "Jane Roe of the council"
            if position and word.lower() in ("of", "from", "at", "in"):
                owner = trailing_name(words[:position])
                if not name or len(owner) > 1:  # "Senator Ada Novak of South Carolina"
                    name, words = owner, words[:position]
                break
    if not name or (name == words and name[0].lower() in ("the", "a", "an")):
        return None
    if name[0].lower() in ("the", "a", "an"):
        name = name[1:]
    if not name:
        return None
    before = words[: len(words) - len(name)]
    if len(name) > 2 and before and before[-1].lower() == "of":
        name = name[1:]  # "the minister of defence of Russia Ivan Petrov"
    elif before and before[-1].lower() in word_lists()["noun-link"]:
        return None  # "the Committee to Protect Journalists"
    if _belongs_to_another(before):
        return None
    if len(name) > 1:
        return " ".join(name)
    if before and before[-1].lower() == "the":
        return None
    known = memory.names.get(name[0].lower())
    if known is not None:
        return known
    titled = bool(before) and before[-1].lower().strip(".") in role_words()
    return name[0] if titled else None


def _belongs_to_another(before: Sequence[str]) -> bool:
    """Say whether the words before a name are "opponents of President", "an aide to Mr"."""
    lowered = [word.lower().strip(".") for word in before]
    links = word_lists()["noun-link"]
    link = next((at for at, word in enumerate(lowered) if at and word in links), None)
    if link is None:
        return False
    return lowered[link - 1] not in word_lists()["role"] or lowered[-1] in role_words()


def _definite(
    head: str,
    modifiers: frozenset[str],
    attribution: Found,
    memory: Memory,
    sentences: Sequence[Sentence],
) -> str | None:
    """Return whom "the mayor", "the ministry", "the statement" means."""
    lists = word_lists()
    for source in reversed(memory.sources[-_NEAR:]):  # "an army commander ... the commander"
        if source.head == head and modifiers <= source.words:
            return source.name
    if head in memory.roles and not head.endswith("s"):
        return _holder(head, modifiers, attribution, memory)
    if head in lists["message"] and not modifiers:
        return memory.last.name if memory.last is not None else None
    if head in head_kin():  # "Amnesty International named ten. The group said"
        for index in sentences_between(attribution.sentence, memory, sentences):
            subject = subject_of(sentences[index], memory, index)
            named = subject is not None and subject.name[0].isupper()
            if subject is not None and named and _goes_back(head, modifiers, subject, 1):
                return subject.name
    for source in reversed(memory.sources):
        if _goes_back(head, modifiers, source, attribution.sentence - source.sentence):
            return source.name
    if head in lists["role"] and not modifiers and not head.endswith("s"):
        near = attribution.sentence - memory.person_sentence <= _NEAR
        if near and not _holds_other(memory.person, head, memory):
            return memory.person
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


def _holder(head: str, modifiers: frozenset[str], attribution: Found, memory: Memory) -> str | None:
    """Return who holds the office: of several the last one who spoke, else the nearest before."""
    assert attribution.source is not None
    holders = memory.roles.get(head)
    if not holders and head in word_lists()["any-leader"]:  # "the Norwegian leader"
        leaders = (memory.roles.get(office, ()) for office in sorted(word_lists()["leads"]))
        known = [holder for of_office in leaders for holder in of_office]
        holders = sorted((h for h in known if h.modifiers & modifiers), key=lambda h: h.at)
    if not holders:
        return None
    if modifiers:
        fitting = [holder for holder in holders if modifiers <= holder.modifiers]
        if not fitting:  # "the US president" is not "Russian President X"
            fitting = [h for h in holders if not h.modifiers or h.modifiers & modifiers]
            if len({holder.name for holder in fitting}) != 1:
                return None
        holders = fitting
    names = {holder.name for holder in holders}
    spoke = [source.name for source in memory.sources[-_NEAR:] if source.name in names]
    before = bisect_left(holders, attribution.source[0], key=lambda holder: holder.at)
    if before == 0 and head in word_lists()["local-office"]:
        return None  # every town has a mayor: one named later on is another
    name = spoke[-1] if spoke else holders[max(0, before - 1)].name
    memory.person, memory.person_sentence = name, attribution.sentence
    return name
