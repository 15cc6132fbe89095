"""Memory: who has spoken so far in an article, and what each sentence is plainly about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from conflict_timeline.attribution.names import (
    WORD,
    Holder,
    People,
    body_nouns,
    gender_of,
    head_of,
    is_proper,
    paper_nouns,
    people_nouns,
    plain,
)
from conflict_timeline.attribution.vocabulary import word_classes, word_lists
from conflict_timeline.model import Sentence

PERSON, PEOPLE, BODY, PAPER, OTHER = "person", "people", "body", "paper", "other"
RECENT = 8
_SUBJECT_WINDOW = 120
_MAX_SUBJECT = 7  # words of a sentence in which its plain subject is looked for
_MAX_SOURCES = 24
_MAX_BACK = 3
_KEPT = 1024  # names: the same ones again and again, in one article and in the next
_BEFORE_NO_SUBJECT = frozenset("PSVvgAN&")


class Source(NamedTuple):
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
        return self.kind == PEOPLE or (self.kind == BODY and self.head.endswith("s"))


@dataclass(slots=True)
class Memory:
    """What the article has said so far, and, for names and roles, what it says anywhere."""

    find_people: Callable[[], People]
    people: People | None = None
    person: str | None = None
    person_sentence: int = -9
    sources: list[Source] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    carried: list[tuple[int, int]] = field(default_factory=list)

    @property
    def names(self) -> Mapping[str, str]:
        """Surname -> full name; the article is searched for names when one is first wanted."""
        self.people = self.people or self.find_people()
        return self.people.names

    @property
    def roles(self) -> Mapping[str, Sequence[Holder]]:
        """Role -> its holders in text order."""
        self.people = self.people or self.find_people()
        return self.people.roles

    @property
    def last(self) -> Source | None:
        return self.sources[-1] if self.sources else None

    @property
    def last_sentence(self) -> int:
        return self.sources[-1].sentence if self.sources else -9

    def add(self, source: Source) -> None:
        """Remember who spoke last."""
        self.sources.append(source)
        del self.sources[:-_MAX_SOURCES]

    def is_other(self, name: str, gender: str | None) -> bool:
        """Say whether the person is known to be a man where the pronoun is "she", or a woman."""
        return gender is not None and self.genders.get(name, gender) != gender

    def note(self, name: str, words: Sequence[str]) -> None:
        """Remember a person and what the words beside the name tell of the gender."""
        gender = gender_of(words)
        if gender is not None:
            self.genders.setdefault(name, gender)
        if name in self.recent:
            self.recent.remove(name)
        self.recent.append(name)
        del self.recent[:-RECENT]


def source_of(name: str, memory: Memory, sentence: int) -> Source:
    """Return a source with its kind, read from the name as resolved."""
    head, lowered = _words_of(name)
    if name == memory.person or name in memory.recent:
        return Source(name, PERSON, head, lowered, sentence)
    kind = _kind_of(name, head)
    return Source(
        name, kind, head if kind != BODY or head in body_nouns() else "", lowered, sentence
    )


@lru_cache(maxsize=_KEPT)
def _words_of(name: str) -> tuple[str, frozenset[str]]:
    """Return the head noun of a name, and its words."""
    words = WORD.findall(name) or [name]
    return head_of(words), frozenset(map(plain, words))


@lru_cache(maxsize=_KEPT)
def _kind_of(name: str, head: str) -> str:
    single = head.removesuffix("s")
    if head in body_nouns():
        return BODY
    if head in paper_nouns():
        return PAPER
    if head in people_nouns() or single in people_nouns():
        plural = (single in people_nouns() and single != head) or head.endswith(("men", "people"))
        return PEOPLE if plural else PERSON
    if " and " in name or (head.endswith("s") and not is_proper(name)):
        return PEOPLE
    return BODY if is_proper(name) or name.isupper() else OTHER


def sentences_between(
    sentence: int, memory: Memory, sentences: Sequence[Sentence]
) -> Iterator[int]:
    """Yield the sentences since the last speaker, nearest first, that are not that one's words."""
    for index in range(sentence - 1, max(-1, memory.last_sentence, sentence - 1 - _MAX_BACK), -1):
        at = sentences[index].start
        if sentences[index].role == "prose" and not any(
            begin <= at < end for begin, end in memory.carried
        ):
            yield index


def subject_of(sentence: Sentence, memory: Memory, index: int) -> Source | None:
    """Return the body, country or people that a sentence plainly begins with."""
    lists, classes = word_lists(), word_classes()
    taken: list[str] = []
    found: list[str] = []
    for match in WORD.finditer(sentence.text[:_SUBJECT_WINDOW]):
        word = match[0]
        low = word.lower()
        if len(taken) == _MAX_SUBJECT or (
            classes.get(low, "l") in _BEFORE_NO_SUBJECT and low not in lists["org"]
        ):
            break
        taken.append(word)
        speaks = low in body_nouns() or low in people_nouns()
        if speaks or low.removesuffix("s") in lists["role"]:
            found = taken[:]
    if not found:
        return None
    if found[0].lower() in lists["article"]:
        found = found[1:]
    elif found[0][0].isupper() and len(found) > 1 and found[0].lower() in lists["anaphoric"]:
        return None
    return source_of(" ".join(found), memory, index) if found else None


def person_in_subject(sentence: str, memory: Memory) -> str | None:
    """Return the person named as a subject near the beginning of a sentence."""
    if sentence[:1] in ("'", '"', "“", "‘"):
        return None
    classes = word_classes()
    before = ""
    opening = WORD.match(sentence)
    if opening is not None and classes.get(opening[0].lower(), "") in ("P", "S"):
        sentence = sentence.partition(", ")[2] or sentence  # "With winter near, Novak left."
    for found in WORD.finditer(sentence[:_SUBJECT_WINDOW]):
        word = found[0]
        if word[0].isupper() and classes.get(before) != "P":
            name = memory.names.get(word.lower())
            if name is not None:
                return name
        if not word[0].isupper():
            before = word
    return None
