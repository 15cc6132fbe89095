"""Pronouns: whom "he", "she", "it" and "they" mean, by number and kind."""

from collections.abc import Sequence
from itertools import pairwise

from conflict_timeline.attribution.carry import Found
from conflict_timeline.attribution.memory import (
    BODY,
    PAPER,
    PEOPLE,
    PERSON,
    RECENT,
    Memory,
    person_in_subject,
    sentences_between,
    subject_of,
)
from conflict_timeline.attribution.names import WORD, gender_of
from conflict_timeline.attribution.vocabulary import word_lists
from conflict_timeline.model import Sentence

_MAX_DOCUMENT = 40
_FEW = 3


def person_meant(
    pronoun: str, attribution: Found, memory: Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return whom "he" or "she" means, never a man where the article knows a woman."""
    gender = gender_of([pronoun])
    name = _nearest_person(attribution, memory, text, sentences)
    if name is not None and memory.is_other(name, gender):
        fitting = [other for other in memory.recent if not memory.is_other(other, gender)]
        name = fitting[-1] if fitting else name
    if name is not None and gender is not None:
        memory.genders.setdefault(name, gender)
    return name


def _nearest_person(
    attribution: Found, memory: Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return the last speaker who is a person, or the subject of a sentence since."""
    assert attribution.source is not None
    last = memory.last
    speaks = last is not None and last.kind == PERSON
    if last is not None and speaks and last.sentence == attribution.sentence:
        return last.name
    own = sentences[attribution.sentence]
    cue = text[attribution.cue[0] : attribution.cue[1]].lower()
    goes_on = attribution.rule == "according-to" or cue in word_lists()["goes-on"]
    if not (speaks and goes_on):
        for index in sentences_between(attribution.sentence, memory, sentences):
            name = person_in_subject(sentences[index].text, memory)
            if name is not None:
                memory.person, memory.person_sentence = name, index
                return name
        if own.start < attribution.source[0] and text[own.start] not in "\"“'":
            name = person_in_subject(text[own.start : attribution.source[0]], memory)
            if name is not None:
                memory.person, memory.person_sentence = name, attribution.sentence
                return name
    if last is not None and speaks:
        return last.name
    if last is not None and goes_on and last.kind == BODY and not last.is_plural:
        near = memory.sources[-_FEW:]
        if attribution.sentence - last.sentence <= 1 and all(s.kind != PERSON for s in near):
            return last.name  # "he added" of a ministry, as translations have it
    if memory.person is not None:
        return memory.person
    return next((s.name for s in reversed(memory.sources) if s.kind == PERSON), None)


def _is_writing(attribution: Found, text: str) -> bool:
    cue = text[attribution.cue[0] : attribution.cue[1]].lower()
    return cue in word_lists()["writing"]


def _document_in(sentence: str) -> str | None:
    """Return the report or letter that a sentence names: "Novak signed a letter. It states"."""
    lists = word_lists()
    words = WORD.findall(sentence)[-_MAX_DOCUMENT:]
    for before, word in pairwise(words):
        low = word.lower()
        if before.lower() in lists["article"] and low in lists["document"]:
            return str(low)
    return None


def it_meant(
    attribution: Found, memory: Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return the body, country or document that "it" means."""
    for index in sentences_between(attribution.sentence, memory, sentences):
        subject = subject_of(sentences[index], memory, index)
        if subject is not None and subject.kind in (BODY, PAPER) and not subject.is_plural:
            return subject.name
        document = _document_in(sentences[index].text) if _is_writing(attribution, text) else None
        if document is not None:
            return document
    for source in reversed(memory.sources):
        if attribution.sentence - source.sentence > RECENT:
            break
        if source.kind in (BODY, PAPER):
            return source.name
    own = subject_of(sentences[attribution.sentence], memory, attribution.sentence)
    return own.name if own is not None and own.kind == BODY else None


def they_meant(
    attribution: Found, memory: Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return the people that "they" means; one body ("the council ... they") when none speak."""
    cue = text[attribution.cue[0] : attribution.cue[1]].lower()
    last = memory.last
    fresh = last is not None and attribution.sentence - last.sentence <= 1
    if last is not None and fresh and last.is_plural and cue in word_lists()["goes-on"]:
        return last.name  # "Residents were searched, they add": those who spoke before
    for index in (
        attribution.sentence,
        *sentences_between(attribution.sentence, memory, sentences),
    ):
        subject = subject_of(sentences[index], memory, index)
        if subject is not None and subject.kind == PEOPLE:
            return subject.name
    near = [
        source
        for source in reversed(memory.sources)
        if attribution.sentence - source.sentence <= RECENT
    ]
    plural = next((source for source in near if source.is_plural), None)
    if plural is not None and (near[0] is plural or near[0].kind == PERSON):
        return plural.name
    if not near or near[0].name in memory.recent:
        return None  # a named person is not "they"
    return near[0].name
