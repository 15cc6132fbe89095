"""Resolution: the fullest name that the article itself gives for a source.

"Zelensky" becomes "Volodymyr Zelensky" when the article names him so anywhere; "the mayor" becomes
the person whom the article calls mayor; "he", "it", "they" and "the ministry" go back to the last
source of a kind that fits: never from an army to a union, nor from "it" to a person.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from conflict_timeline.attribution.carry import Found, is_inside
from conflict_timeline.attribution.quotations import Quotations
from conflict_timeline.attribution.vocabulary import head_kin, no_names, word_classes, word_lists
from conflict_timeline.model import Sentence

_NAME = re.compile(
    r"[A-Z][\w’'-]*[^\W\d_]"
    r"(?: (?:[A-Z]\.|al|el|bin|ibn|de|van|von|der|(?:[a-z]{2,3}-)?[A-Z][\w’'-]*[^\W\d_]))*"
    r" (?:[a-z]{2,3}-)?[A-Z][\w’'-]*[^\W\d_]"
)
_WORD = re.compile(r"[\w’'-]*[^\W_]")
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_POSSESSIVES = ("’s", "'s", "s'", "s’")
_MAX_NAME = 4
_NEAR = 3
_RECENT = 8
_SUBJECT_WINDOW = 120
_MAX_SUBJECT = 7  # words of a sentence in which its plain subject is looked for
_MAX_SOURCES = 24
_MAX_DOCUMENT = 40
_MAX_BACK = 3
_BEFORE_NO_SUBJECT = frozenset("PSVvgAN&")
_PERSON, _PEOPLE, _BODY, _PAPER, _OTHER = "person", "people", "body", "paper", "other"


@dataclass(frozen=True, slots=True)
class _Holder:
    """One mention of a person with a role: "French" is a modifier of "French President X"."""

    at: int
    name: str
    modifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Source:
    """Somebody who spoke, or was the subject of a sentence: the kind tells what may go back to it.

    ``head`` is the head noun, empty for bodies that are named without one ("Hezbollah").
    """

    name: str
    kind: str
    head: str
    words: frozenset[str]
    sentence: int

    @property
    def is_plural(self) -> bool:
        return self.kind == _PEOPLE or (self.kind == _BODY and self.head.endswith("s"))


@dataclass(slots=True)
class _Memory:
    """What the article has said so far, and, for names and roles, what it says anywhere."""

    names: Mapping[str, str]
    roles: Mapping[str, Sequence[_Holder]]
    person: str | None = None
    person_sentence: int = -9
    sources: list[_Source] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    carried: list[tuple[int, int]] = field(default_factory=list)

    @property
    def last(self) -> _Source | None:
        return self.sources[-1] if self.sources else None

    @property
    def last_sentence(self) -> int:
        return self.sources[-1].sentence if self.sources else -9

    def add(self, source: _Source) -> None:
        """Remember who spoke last."""
        self.sources.append(source)
        del self.sources[:-_MAX_SOURCES]

    def is_other(self, name: str, gender: str | None) -> bool:
        """Say whether the person is known to be a man where the pronoun is "she", or a woman."""
        return gender is not None and self.genders.get(name, gender) != gender

    def note(self, name: str, words: Sequence[str]) -> None:
        """Remember a person and what the words beside the name tell of the gender."""
        gender = _gender(words)
        if gender is not None:
            self.genders.setdefault(name, gender)
        if name in self.recent:
            self.recent.remove(name)
        self.recent.append(name)
        del self.recent[:-_RECENT]


def resolve_speakers(
    text: str, sentences: Sequence[Sentence], found: Sequence[Found], quotations: Quotations
) -> None:
    """Fill ``speaker`` and ``resolved`` of every attribution, in text order."""
    if not any(attribution.source is not None for attribution in found):
        return
    memory = _Memory(*_people(text, sentences, quotations))
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
        memory.add(_source(name, memory, attribution.sentence))
        memory.carried[:] = attribution.content
        outer = attribution


def _words_of(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[span[0] : span[1]].strip(" ,–—-").split())


# --- what the article names -----------------------------------------------------------------------


def _people(
    text: str, sentences: Sequence[Sentence], quotations: Quotations
) -> tuple[dict[str, str], dict[str, list[_Holder]]]:
    """Return surname -> full name, and role -> its holders outside quotations, for the whole text.

    Headings capitalise every word and prove no name.
    """
    roles = _role_words()
    names: dict[str, str] = {}
    by_role: dict[str, list[_Holder]] = {}
    for found in _names_in(text, sentences):
        words = found[0].split(" ")
        name_words = _trailing_name(words)
        if not name_words:
            continue
        if len(name_words) == len(words) > 2 and text.endswith(" of ", 0, found.start()):
            name_words = name_words[1:]  # "the council of Norway Ada Novak"
        before = words[: len(words) - len(name_words)]
        role = _role_before(text, found.start(), before, roles)
        name = " ".join(name_words)
        if len(name_words) > 1 and name_words[-1].lower() in word_lists()["country"]:
            continue  # "Deputy Leaves Norway" without a full stop
        if len(name_words) > 1:
            surname = name_words[-1].lower()
            if " " not in names.get(surname, ""):
                names[surname] = name
            if role is None:
                role, before = _role_after(text, found.end(), roles)
        elif role is not None:
            name = names.setdefault(name.lower(), name)
        if role is not None and quotations.covering(found.start()) is None:
            modifiers = frozenset(map(_plain, before)) - {role} - word_lists()["article"]
            by_role.setdefault(role, []).append(_Holder(found.start(), name, modifiers))
    return names, by_role


def _names_in(text: str, sentences: Sequence[Sentence]) -> Iterator[re.Match[str]]:
    for sentence in sentences:
        if sentence.role not in ("heading", "header", "byline"):
            yield from _NAME.finditer(text, sentence.start, sentence.end)


def _role_before(text: str, start: int, before: Sequence[str], roles: frozenset[str]) -> str | None:
    for word in reversed(before):
        if word.lower() in roles:
            return word.lower()
    if start == 0 or text[start - 1] != " ":
        return None
    previous = text[max(0, start - 25) : start - 1].rsplit(" ", 1)[-1].lower()
    return previous if previous in roles else None


def _role_after(text: str, end: int, roles: frozenset[str]) -> tuple[str | None, list[str]]:
    """Read "Anna Kovalenko, a union spokeswoman": the role, and the words before it."""
    if not text.startswith(", ", end):
        return None, []
    apposition = text[end + 2 : end + 80].split(",", 1)[0]
    words: list[str] = _WORD.findall(apposition)[:7]
    for position, word in enumerate(words):
        if word in ("who", "which", "and", "said"):
            break
        if word.lower() in roles:
            return word.lower(), words[:position]
    return None, []


def _plain(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("’s")


def _role_words() -> frozenset[str]:
    lists = word_lists()
    return lists["role"] | lists["title"]


def _trailing_name(words: Sequence[str]) -> list[str]:
    """Return the person's name at the end of a phrase: capitals that are no role and no body."""
    stops, particles = no_names(), word_lists()["name-particle"]
    begin = len(words)
    while begin > 0 and len(words) - begin < _MAX_NAME:
        word = words[begin - 1]
        low = word.lower().strip(".,")
        if low in stops or word.endswith(_POSSESSIVES):
            break
        if not word[:1].isupper() and low.split("-", 1)[0] not in particles:
            break
        begin -= 1
    while begin < len(words) and words[begin].lower() in word_lists()["name-particle"]:
        begin += 1
    return list(words[begin:])


def _is_proper(part: str) -> bool:
    """Say whether every longer word is capitalised and none is a possessive."""
    long = [word for word in part.split(" ") if len(word) > 3]
    return bool(long) and all(
        word[0].isupper() and not word.endswith(_POSSESSIVES) for word in long
    )


def _gender(words: Sequence[str]) -> str | None:
    for gender in ("male", "female"):
        if any(word in word_lists()[gender] for word in words):
            return gender
    return None


def _head(words: Sequence[str]) -> str:
    for position, word in enumerate(words):
        if position and word.lower() in word_lists()["noun-link"]:
            head, before = words[position - 1].lower(), words[max(0, position - 2)].lower()
            # "an official familiar with the plan"
            return before if before in word_lists()["role"] and head not in _known_nouns() else head
    return words[-1].lower()


@cache
def _known_nouns() -> frozenset[str]:
    return _body_nouns() | _paper_nouns() | _people_nouns()


# --- one source -----------------------------------------------------------------------------------


def _resolve(
    speaker: str,
    attribution: Found,
    memory: _Memory,
    text: str,
    sentences: Sequence[Sentence],
) -> str | None:
    folded, lists = speaker.lower(), word_lists()
    if folded in lists["person-pronoun"]:
        return _pronoun_meant(folded, attribution, memory, text, sentences)
    if folded in lists["thing-pronoun"]:
        plural = folded in lists["plural-pronoun"]
        if plural:
            return _they_meant(attribution, memory, sentences)
        return _it_meant(attribution, memory, text, sentences)
    parts = [part.strip() for part in _BRACKETS.sub("", speaker).split(",") if part.strip()]
    for part in parts:
        if part.split(" ", 1)[0].lower() in lists["relative"]:
            break
        name = _person_in(part, memory)
        if name is not None:
            memory.person, memory.person_sentence = name, attribution.sentence
            memory.note(name, speaker.lower().replace(".", "").split())
            return name if name != speaker else None
    words = _WORD.findall(parts[0]) if parts else []
    if not words:
        return None
    known = _described(words, attribution, memory, sentences)
    if known is not None and known.lower() != folded:
        return known
    plain = parts[0]
    if not _is_proper(plain):
        plain = next((part for part in parts[1:] if _is_proper(part)), plain)
    if words[0].lower() in lists["article"] and plain == parts[0] and " " in plain:
        plain = plain.split(" ", 1)[1]
    return plain if plain != speaker else None


def _described(
    words: Sequence[str], attribution: Found, memory: _Memory, sentences: Sequence[Sentence]
) -> str | None:
    """Return whom "the mayor", "the defence ministry", "the French president" goes back to."""
    first, head = words[0].lower(), _head(words)
    short = len(words) == 2 and head in word_lists()["org"]  # "the Observatory"
    bare = short or not any(word[0].isupper() for word in words[1:])
    anaphoric = first in word_lists()["anaphoric"] or (first == "a" and words[1:2] == ["statement"])
    if bare and len(words) <= 4 and anaphoric:
        before = words[1 : words.index(words[-1])]
        modifiers = frozenset(_plain(word) for word in before) - {head}
        return _definite(head, modifiers, attribution, memory, sentences)
    if first == "the" and 2 < len(words) <= _MAX_NAME and head == words[-1].lower():
        modifiers = frozenset(_plain(word) for word in words[1:-1])
        return _holder(head, modifiers, attribution, memory)
    return None


def _source(name: str, memory: _Memory, sentence: int) -> _Source:
    """Return a source with its kind, read from the name as resolved."""
    words = _WORD.findall(name) or [name]
    lowered = frozenset(_plain(word) for word in words)
    head = _head(words)
    single = head.removesuffix("s")
    if name == memory.person or name in memory.recent:
        return _Source(name, _PERSON, head, lowered, sentence)
    if head in _body_nouns():
        return _Source(name, _BODY, head, lowered, sentence)
    if head in _paper_nouns():
        return _Source(name, _PAPER, head, lowered, sentence)
    if head in _people_nouns() or single in _people_nouns():
        plural = (single in _people_nouns() and single != head) or head.endswith(("men", "people"))
        return _Source(name, _PEOPLE if plural else _PERSON, head, lowered, sentence)
    if " and " in name or (head.endswith("s") and not _is_proper(name)):
        return _Source(name, _PEOPLE, head, lowered, sentence)
    if _is_proper(name) or name.isupper():
        return _Source(name, _BODY, "", lowered, sentence)
    return _Source(name, _OTHER, head, lowered, sentence)


@cache
def _body_nouns() -> frozenset[str]:
    lists = word_lists()
    return lists["org"] | lists["country"] | lists["body"]


@cache
def _paper_nouns() -> frozenset[str]:
    lists = word_lists()
    return lists["message"] | lists["study"] | lists["image"] | lists["record"]


@cache
def _people_nouns() -> frozenset[str]:
    lists = word_lists()
    return lists["role"] | lists["people"] | lists["crew"] | lists["male"] | lists["female"]


def _person_in(part: str, memory: _Memory) -> str | None:
    words = part.split(" ")
    if "and" in words and _trailing_name(words[: words.index("and")]):
        return None  # two
    for position, word in enumerate(words):
        if position and word.lower() in word_lists()["after-name"]:
            words = words[:position]
            break
    name = _trailing_name(words)
    linked = len(name) < len(words) and words[-len(name) - 1].lower() in word_lists()["noun-link"]
    if len(name) < 2 or (linked and len(name) < 3):
        for position, word in enumerate(words):  # "Jane Roe of the council"
            if position and word.lower() in ("of", "from", "at", "in"):
                owner = _trailing_name(words[:position])
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
    titled = bool(before) and before[-1].lower().strip(".") in _role_words()
    return name[0] if titled else None


def _belongs_to_another(before: Sequence[str]) -> bool:
    """Say whether the words before a name are "opponents of President", "an aide to Mr"."""
    lowered = [word.lower().strip(".") for word in before]
    links = word_lists()["noun-link"]
    link = next((at for at, word in enumerate(lowered) if at and word in links), None)
    if link is None:
        return False
    return lowered[link - 1] not in word_lists()["role"] or lowered[-1] in _role_words()


def _definite(
    head: str,
    modifiers: frozenset[str],
    attribution: Found,
    memory: _Memory,
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
        for index in _between(attribution.sentence, memory, sentences):
            subject = _subject(sentences[index], memory, index)
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


def _goes_back(head: str, modifiers: frozenset[str], source: _Source, distance: int) -> bool:
    """Say whether "the <modifiers> <head>" may mean the source: same noun, or a wider one."""
    if source.head == head:
        return modifiers <= source.words
    if source.kind != _BODY or distance > _RECENT:
        return False
    kin = head_kin().get(head, frozenset())
    if source.head in kin:  # "the extremist group" is no observatory
        return modifiers <= source.words | word_lists()["neutral-modifier"]
    return not source.head and "-" in kin


def _holds_other(name: str | None, head: str, memory: _Memory) -> bool:
    """Say whether the article gives the person offices, and this one to nobody."""
    if name is None or head in word_lists()["any-office"]:
        return False
    return any(holder.name == name for holders in memory.roles.values() for holder in holders)


def _holder(
    head: str, modifiers: frozenset[str], attribution: Found, memory: _Memory
) -> str | None:
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
    name = spoke[-1] if spoke else holders[max(0, before - 1)].name
    memory.person, memory.person_sentence = name, attribution.sentence
    return name


# --- pronouns -------------------------------------------------------------------------------------


def _pronoun_meant(
    pronoun: str, attribution: Found, memory: _Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return whom "he" or "she" means, never a man where the article knows a woman."""
    gender = _gender([pronoun])
    name = _person_meant(attribution, memory, text, sentences)
    if name is not None and memory.is_other(name, gender):
        fitting = [other for other in memory.recent if not memory.is_other(other, gender)]
        name = fitting[-1] if fitting else name
    if name is not None and gender is not None:
        memory.genders.setdefault(name, gender)
    return name


def _person_meant(
    attribution: Found, memory: _Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return the last speaker who is a person, or the subject of a sentence since."""
    assert attribution.source is not None
    last = memory.last
    speaks = last is not None and last.kind == _PERSON
    if last is not None and speaks and last.sentence == attribution.sentence:
        return last.name
    own = sentences[attribution.sentence]
    cue = text[attribution.cue[0] : attribution.cue[1]].lower()
    goes_on = attribution.rule == "according-to" or cue in word_lists()["goes-on"]
    if not (speaks and goes_on):
        for index in _between(attribution.sentence, memory, sentences):
            name = _subject_name(sentences[index].text, memory)
            if name is not None:
                memory.person, memory.person_sentence = name, index
                return name
        if own.start < attribution.source[0] and text[own.start] not in "\"“'":
            name = _subject_name(text[own.start : attribution.source[0]], memory)
            if name is not None:
                memory.person, memory.person_sentence = name, attribution.sentence
                return name
    if last is not None and speaks:
        return last.name
    if memory.person is not None:
        return memory.person
    return next((s.name for s in reversed(memory.sources) if s.kind == _PERSON), None)


def _between(sentence: int, memory: _Memory, sentences: Sequence[Sentence]) -> Iterator[int]:
    """Yield the sentences since the last speaker, nearest first, that are not that one's words."""
    for index in range(sentence - 1, max(-1, memory.last_sentence, sentence - 1 - _MAX_BACK), -1):
        at = sentences[index].start
        if sentences[index].role == "prose" and not any(
            begin <= at < end for begin, end in memory.carried
        ):
            yield index


def _is_writing(attribution: Found, text: str) -> bool:
    cue = text[attribution.cue[0] : attribution.cue[1]].lower()
    return cue in word_lists()["writing"]


def _document_in(sentence: str) -> str | None:
    """Return the report or letter that a sentence names: "Novak signed a letter. It states"."""
    lists = word_lists()
    words = _WORD.findall(sentence)[-_MAX_DOCUMENT:]
    for before, word in pairwise(words):
        low = word.lower()
        if before.lower() in lists["article"] and low in lists["document"]:
            return str(low)
    return None


def _it_meant(
    attribution: Found, memory: _Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return the body, country or document that "it" means."""
    for index in _between(attribution.sentence, memory, sentences):
        subject = _subject(sentences[index], memory, index)
        if subject is not None and subject.kind in (_BODY, _PAPER) and not subject.is_plural:
            return subject.name
        document = _document_in(sentences[index].text) if _is_writing(attribution, text) else None
        if document is not None:
            return document
    for source in reversed(memory.sources):
        if attribution.sentence - source.sentence > _RECENT:
            break
        if source.kind in (_BODY, _PAPER):
            return source.name
    own = _subject(sentences[attribution.sentence], memory, attribution.sentence)
    return own.name if own is not None and own.kind == _BODY else None


def _they_meant(attribution: Found, memory: _Memory, sentences: Sequence[Sentence]) -> str | None:
    """Return the people that "they" means; one body ("the council ... they") when none speak."""
    for index in (attribution.sentence, *_between(attribution.sentence, memory, sentences)):
        subject = _subject(sentences[index], memory, index)
        if subject is not None and subject.kind == _PEOPLE:
            return subject.name
    near = [
        source
        for source in reversed(memory.sources)
        if attribution.sentence - source.sentence <= _RECENT
    ]
    plural = next((source for source in near if source.is_plural), None)
    if plural is not None and (near[0] is plural or near[0].kind == _PERSON):
        return plural.name
    if not near or near[0].name in memory.recent:
        return None  # a named person is not "they"
    return near[0].name


def _subject(sentence: Sentence, memory: _Memory, index: int) -> _Source | None:
    """Return the body, country or people that a sentence plainly begins with."""
    lists, classes = word_lists(), word_classes()
    taken: list[str] = []
    found: list[str] = []
    for match in _WORD.finditer(sentence.text[:_SUBJECT_WINDOW]):
        word = match[0]
        low = word.lower()
        if len(taken) == _MAX_SUBJECT or (
            classes.get(low, "l") in _BEFORE_NO_SUBJECT and low not in lists["org"]
        ):
            break
        taken.append(word)
        speaks = low in _body_nouns() or low in _people_nouns()
        if speaks or low.removesuffix("s") in lists["role"]:
            found = taken[:]
    if not found:
        return None
    if found[0].lower() in lists["article"]:
        found = found[1:]
    elif found[0][0].isupper() and len(found) > 1 and found[0].lower() in lists["anaphoric"]:
        return None
    return _source(" ".join(found), memory, index) if found else None


def _subject_name(sentence: str, memory: _Memory) -> str | None:
    """Return the person named as a subject near the beginning of a sentence."""
    if sentence[:1] in ("'", '"', "“", "‘"):
        return None
    classes = word_classes()
    before = ""
    opening = _WORD.match(sentence)
    if opening is not None and classes.get(opening[0].lower(), "") in ("P", "S"):
        sentence = sentence.partition(", ")[2] or sentence  # "With winter near, Novak left."
    for found in _WORD.finditer(sentence[:_SUBJECT_WINDOW]):
        word = found[0]
        if word[0].isupper() and classes.get(before) != "P":
            name = memory.names.get(word.lower())
            if name is not None:
                return name
        if not word[0].isupper():
            before = word
    return None
