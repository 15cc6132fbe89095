"""Names: whom an article names, in full, with which office, and what kind of noun a word is.

Headings capitalise every word and prove no name; offices count outside quotations only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from conflict_timeline.attribution.quotations import Quotations
from conflict_timeline.attribution.vocabulary import no_names, word_lists
from conflict_timeline.model import Sentence

_NAME = re.compile(
    r"[A-Z][\w’'-]++(?<=[^\W\d_])"
    r"(?: (?:[A-Z]\.|al|el|bin|ibn|de|van|von|der|(?:[a-z]{2,3}-)?[A-Z][\w’'-]++(?<=[^\W\d_])))*"
    r" (?:[a-z]{2,3}-)?[A-Z][\w’'-]*[^\W\d_]"
)
WORD = re.compile(r"[\w’'-]*[^\W_]")
_POSSESSIVES = ("’s", "'s", "s'", "s’")
MAX_NAME = 4
_OFFICE_WINDOW = 60  # characters before a name in which "the mayor of Oslo," is looked for
_OFFICE_PLACE = 3  # words of an office that may name its place


@dataclass(frozen=True, slots=True)
class Holder:
    """One mention of a person with a role: "French" is a modifier of "French President X".

    ``places`` are the capitalised words of the office: of "the mayor of Oslo", "the Oslo mayor".
    """

    at: int
    name: str
    modifiers: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


class People(NamedTuple):
    """Surname -> full name, and role -> its holders, of one article."""

    names: Mapping[str, str]
    roles: Mapping[str, Sequence[Holder]]


def people_of(text: str, sentences: Sequence[Sentence], quotations: Quotations) -> People:
    """Return whom the whole text names; roles count outside quotations only.

    Headings capitalise every word and prove no name.
    """
    names: dict[str, str] = {}
    by_role: dict[str, list[Holder]] = {}
    for found in _names_in(text, sentences):
        words, name_words = _split_name(found[0])
        if not name_words:
            continue
        if len(name_words) == len(words) > 2 and text.endswith(" of ", 0, found.start()):
            name_words = name_words[1:]  # "the council of Norway Ada Novak"
        if len(name_words) > 1 and name_words[-1].lower() in word_lists()["country"]:
            continue  # "Deputy Leaves Norway" without a full stop
        before = words[: len(words) - len(name_words)]
        office = _office_before(text, found, before)
        name = " ".join(name_words)
        if len(name_words) > 1:
            surname = name_words[-1].lower()
            if " " not in names.get(surname, ""):
                names[surname] = name
            if office is None:
                office = _office_after(text, found.end())
        elif office is not None:
            name = names.setdefault(name.lower(), name)
        if office is not None and quotations.covering(found.start()) is None:
            modifiers = (
                frozenset(map(plain, office.before)) - {office.role} - word_lists()["article"]
            )
            places = frozenset(plain(word) for word in office.places if word[0].isupper())
            holder = Holder(found.start(), name, modifiers, (places | modifiers) - no_names())
            by_role.setdefault(office.role, []).append(holder)
    return People(names, by_role)


class _Office(NamedTuple):
    """A role beside a name, the words before it, and those that may name its place."""

    role: str
    before: Sequence[str] = ()
    places: Sequence[str] = ()


def _names_in(text: str, sentences: Sequence[Sentence]) -> Iterator[re.Match[str]]:
    for sentence in sentences:
        if sentence.role not in ("heading", "header", "byline"):
            yield from _NAME.finditer(text, sentence.start, sentence.end)


@lru_cache(maxsize=1024)  # the same names again and again, in one article and in the next
def _split_name(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a name as written, and those at its end that are the person's name."""
    words = written.split(" ")
    return tuple(words), tuple(trailing_name(words))


def _office_before(text: str, found: re.Match[str], before: Sequence[str]) -> _Office | None:
    """Read "Oslo Mayor X", "the Oslo mayor, X,", "mayor of Oslo X", "the mayor of Oslo, X,"."""
    roles = role_words()
    for word in reversed(before):
        if word.lower() in roles:
            return _Office(word.lower(), before)
    start = found.start()
    if start == 0 or text[start - 1] != " ":
        return None
    line = text.rfind("\n", 0, start) + 1
    words = text[max(line, start - _OFFICE_WINDOW) : start - 1].split(" ")
    if words[-1].lower() in roles:
        return _Office(words[-1].lower(), before, _unbroken(words[-1 - _OFFICE_PLACE : -1]))
    apposition = words[-1].endswith(",") and text[found.end() : found.end() + 1] in tuple(",.;)")
    followed = before and words[-1] == "of" and found[0].count(" ") > len(before)
    if not (apposition or followed):
        return None
    if apposition and (role := words[-1][:-1].lower()) in roles:  # "the regional governor, X,"
        return _Office(role, before, _unbroken(words[-1 - _OFFICE_PLACE : -1]))
    for position in range(len(words) - 2, max(0, len(words) - 6), -1):
        if words[position + 1] == "of" and words[position].lower() in word_lists()["local-office"]:
            return _Office(
                words[position].lower(), before, [w.strip(",") for w in words[position:]]
            )
    return None


def _unbroken(words: Sequence[str]) -> Sequence[str]:
    """Return the place that ends ``words``: "Oslo" of "on Monday, Oslo regional"."""
    begin = len(words)
    while begin > 0 and _may_be_of_place(words[begin - 1]):
        begin -= 1
    return words[begin:]


def _may_be_of_place(word: str) -> bool:
    listed = word in word_lists()["place-noun"] or word == "regional"
    return word[-1:].isalnum() and (word[0].isupper() or listed)


def _office_after(text: str, end: int) -> _Office | None:
    """Read "Anna Kovalenko, a union spokeswoman", "Anna Kovalenko, mayor of Oslo"."""
    if not text.startswith(", ", end):
        return None
    apposition = text[end + 2 : end + 80].split(",", 1)[0]
    words: list[str] = WORD.findall(apposition)[:7]
    for position, word in enumerate(words):
        if word in ("who", "which", "and", "said"):
            break
        if word.lower() in role_words():
            of = words[position + 1 : position + 2] in (["of"], ["in"])
            places = words[position + 2 : position + 2 + _OFFICE_PLACE] if of else ()
            return _Office(word.lower(), words[:position], places)
    return None


def plain(word: str) -> str:
    """Return the folded word without a possessive ending."""
    return word.lower().removesuffix("'s").removesuffix("’s")


def role_words() -> frozenset[str]:
    """Return offices and titles: "mayor", "gen"."""
    lists = word_lists()
    return lists["role"] | lists["title"]


def trailing_name(words: Sequence[str]) -> list[str]:
    """Return the person's name at the end of a phrase: capitals that are no role and no body."""
    stops, particles = no_names(), word_lists()["name-particle"]
    begin = len(words)
    while begin > 0 and len(words) - begin < MAX_NAME:
        word = words[begin - 1]
        low = word.lower().strip(".,")
        if low in stops or word.endswith(_POSSESSIVES):
            break
        if not word[:1].isupper() and low.split("-", 1)[0] not in particles:
            break
        begin -= 1
    while begin < len(words) and words[begin].lower() in particles:
        if words[begin][0].isupper() and len(words[begin]) > 2:
            break  # "Ben", "Abu" and "Van" open names
        begin += 1
    return list(words[begin:])


def is_proper(part: str) -> bool:
    """Say whether every longer word is capitalised and none is a possessive."""
    long = [word for word in part.split(" ") if len(word) > 3]
    return bool(long) and all(
        word[0].isupper() and not word.endswith(_POSSESSIVES) for word in long
    )


def gender_of(words: Sequence[str]) -> str | None:
    """Return "male" or "female" when a word tells it: "she", "chairman"."""
    for gender in ("male", "female"):
        if not word_lists()[gender].isdisjoint(words):
            return gender
    return None


def head_of(words: Sequence[str]) -> str:
    """Return the head noun, folded: "council" of "the council of Norway"."""
    for position, word in enumerate(words):
        if position and word.lower() in word_lists()["noun-link"]:
            head, before = words[position - 1].lower(), words[max(0, position - 2)].lower()
            # "an official familiar with the plan"
            return before if before in word_lists()["role"] and head not in _known_nouns() else head
    return words[-1].lower()


@cache
def _known_nouns() -> frozenset[str]:
    return body_nouns() | paper_nouns() | people_nouns()


@cache
def body_nouns() -> frozenset[str]:
    """Return the nouns of bodies and countries."""
    lists = word_lists()
    return lists["org"] | lists["country"] | lists["body"]


@cache
def paper_nouns() -> frozenset[str]:
    """Return the nouns of documents, pictures and figures."""
    lists = word_lists()
    return lists["message"] | lists["study"] | lists["image"] | lists["record"]


@cache
def people_nouns() -> frozenset[str]:
    """Return the nouns of persons."""
    lists = word_lists()
    return lists["role"] | lists["people"] | lists["crew"] | lists["male"] | lists["female"]
