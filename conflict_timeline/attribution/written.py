"""A source as its words alone tell it: which persons it may name, or what noun it is.

Nothing here knows the article, so that what is often written is read once.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from conflict_timeline.attribution.names import (
    MAX_NAME,
    WORD,
    head_of,
    is_proper,
    plain,
    role_words,
    trailing_name,
)
from conflict_timeline.attribution.vocabulary import word_lists

_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_COMMA = re.compile(r",(?!\d)")  # not that of "2,000 residents"
_KEPT = 1024  # sources: the same ones again and again, in one article and in the next


class Person(NamedTuple):
    """A name in a source. A lone one counts where the article has it in full or it has a title."""

    name: str
    is_full: bool
    has_title: bool = False


class Noun(NamedTuple):
    """A source without a person's name: its head noun, and the words that tell it from others.

    ``goes_back`` says that it is "the mayor", "the defence ministry", which the article names
    elsewhere; otherwise ``modifiers`` are those of "the French president", or the place of "the
    mayor of Oslo" (``of_place``), or empty. ``shown`` is what to print of it. ``is_its`` marks
    "its mayor".
    """

    head: str
    modifiers: frozenset[str]
    goes_back: bool
    shown: str
    of_place: bool = False
    is_its: bool = False


@lru_cache(maxsize=_KEPT)
def people_named(source: str) -> tuple[Person, ...]:
    """Return the persons that the parts of a source may name, up to a relative clause."""
    people: list[Person] = []
    for part in _parts(source):
        if part.split(" ", 1)[0].lower() in word_lists()["relative"]:
            break
        person = _person_in(part)
        if person is not None:
            people.append(person)
    return tuple(people)


@lru_cache(maxsize=_KEPT)
def noun_named(source: str) -> Noun | None:
    """Return what noun a source is that names no person, ``None`` when it has no word."""
    parts = _parts(source)
    words = WORD.findall(parts[0]) if parts else []
    if not words:
        return None
    lists = word_lists()
    first, head = words[0].lower(), head_of(words)
    short = len(words) == 2 and head in lists["org"]  # "the Observatory"
    bare = short or not any(word[0].isupper() for word in words[1:])
    anaphoric = first in lists["anaphoric"] or (first == "a" and words[1:2] == ["statement"])
    goes_back = bare and len(words) <= 4 and anaphoric
    modifiers: frozenset[str] = frozenset()
    of_place = words[2:3] == ["of"] and is_proper(" ".join(words[3:])) and len(words) > 3
    of_place = of_place and head in lists["local-office"] and head == words[1].lower()
    if of_place:
        modifiers = frozenset(map(plain, words[3:])) - lists["place-noun"]
    elif goes_back:
        before = words[1 : words.index(words[-1])]
        modifiers = frozenset(plain(word) for word in before) - {head}
    elif first == "the" and 2 < len(words) <= MAX_NAME and head == words[-1].lower():
        modifiers = frozenset(plain(word) for word in words[1:-1])
    shown = parts[0]
    if not is_proper(shown):
        shown = next((part for part in parts[1:] if is_proper(part)), shown)
    if first in lists["article"] and shown == parts[0] and " " in shown:
        shown = shown.split(" ", 1)[1]
    return Noun(head, modifiers, goes_back, shown, of_place, is_its=first == "its")


def _parts(source: str) -> list[str]:
    """Return the stretches between commas, without brackets."""
    bare = _BRACKETS.sub("", source) if "(" in source else source
    return [part for part in map(str.strip, _COMMA.split(bare)) if part]


def _person_in(part: str) -> Person | None:
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
        return Person(" ".join(name), is_full=True)
    if before and before[-1].lower() == "the":
        return None
    return Person(
        name[0],
        is_full=False,
        has_title=bool(before) and before[-1].lower().strip(".") in role_words(),
    )


def _belongs_to_another(before: Sequence[str]) -> bool:
    """Say whether the words before a name are "opponents of President", "an aide to Mr"."""
    lowered = [word.lower().strip(".") for word in before]
    links = word_lists()["noun-link"]
    link = next((at for at, word in enumerate(lowered) if at and word in links), None)
    if link is None:
        return False
    return lowered[link - 1] not in word_lists()["role"] or lowered[-1] in role_words()
