"""Resolution: the fullest name that the article itself gives for a source.

"Zelensky" becomes "Volodymyr Zelensky" when the article names him so anywhere; "the mayor" becomes
the person whom the article calls mayor; "he", "it" and "the ministry" go back to the last one
that fits.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conflict_timeline.attribution.carry import Found
from conflict_timeline.attribution.vocabulary import no_names, word_lists
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


@dataclass(frozen=True, slots=True)
class _Holder:
    """One mention of a person with a role: "French" is a modifier of "French President X"."""

    at: int
    name: str
    modifiers: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Memory:
    """What the article has said so far, and, for names and roles, what it says anywhere."""

    names: Mapping[str, str]
    roles: Mapping[str, Sequence[_Holder]]
    heads: dict[str, str] = field(default_factory=dict)
    person: str | None = None
    person_sentence: int = -9
    organisation: str | None = None
    last: str | None = None
    last_is_plural: bool = False
    last_sentence: int = -9
    genders: dict[str, str] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)

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


def resolve_speakers(text: str, sentences: Sequence[Sentence], found: Sequence[Found]) -> None:
    """Fill ``speaker`` and ``resolved`` of every attribution, in text order."""
    if not any(attribution.source is not None for attribution in found):
        return
    memory = _Memory(*_people(text))
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
        memory.last = attribution.resolved or attribution.speaker
        memory.last_is_plural = _is_plural(memory.last)
        memory.last_sentence = attribution.sentence


def _words_of(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[span[0] : span[1]].strip(" ,–—-").split())


# --- what the article names -----------------------------------------------------------------------


def _people(text: str) -> tuple[dict[str, str], dict[str, list[_Holder]]]:
    """Return surname -> full name, and role -> its holders, for the whole text."""
    roles = _role_words()
    names: dict[str, str] = {}
    by_role: dict[str, list[_Holder]] = {}
    for found in _NAME.finditer(text):
        words = found[0].split(" ")
        name_words = _trailing_name(words)
        if not name_words:
            continue
        if len(name_words) == len(words) > 2 and text.endswith(" of ", 0, found.start()):
            name_words = name_words[1:]  # "the council of Norway Ada Novak"
        before = words[: len(words) - len(name_words)]
        role = _role_before(text, found.start(), before, roles)
        name = " ".join(name_words)
        if len(name_words) > 1:
            names.setdefault(name_words[-1].lower(), name)
            if role is None:
                role = _role_after(text, found.end(), roles)
        elif role is not None:
            name = names.get(name.lower(), name)
        if role is not None:
            modifiers = frozenset(_plain(word) for word in before) - {role}
            by_role.setdefault(role, []).append(_Holder(found.start(), name, modifiers))
    return names, by_role


def _role_before(text: str, start: int, before: Sequence[str], roles: frozenset[str]) -> str | None:
    for word in reversed(before):
        if word.lower() in roles:
            return word.lower()
    if start == 0 or text[start - 1] != " ":
        return None
    previous = text[max(0, start - 25) : start - 1].rsplit(" ", 1)[-1].lower()
    return previous if previous in roles else None


def _role_after(text: str, end: int, roles: frozenset[str]) -> str | None:
    """Read "Anna Kovalenko, a spokeswoman for the council"."""
    if not text.startswith(", ", end):
        return None
    apposition = text[end + 2 : end + 80].split(",", 1)[0]
    for word in _WORD.findall(apposition)[:7]:
        if word in ("who", "which", "and", "said"):
            return None
        if word.lower() in roles:
            return str(word.lower())
    return None


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


def _is_plural(name: str) -> bool:
    words = _WORD.findall(name)
    return bool(words) and _head(words).endswith("s") and not _is_proper(name)


def _head(words: Sequence[str]) -> str:
    for position, word in enumerate(words):
        if position and word.lower() in word_lists()["noun-link"]:
            return words[position - 1].lower()
    return words[-1].lower()


# --- one source -----------------------------------------------------------------------------------


def _resolve(
    speaker: str,
    attribution: Found,
    memory: _Memory,
    text: str,
    sentences: Sequence[Sentence],
) -> str | None:
    folded = speaker.lower()
    if folded in word_lists()["person-pronoun"]:
        gender = _gender([folded])
        name = _person_meant(attribution, memory, text, sentences)
        if name is not None and memory.is_other(name, gender):
            fitting = [other for other in memory.recent if not memory.is_other(other, gender)]
            name = fitting[-1] if fitting else name
        if name is not None and gender is not None:
            memory.genders.setdefault(name, gender)
        return name
    if folded in word_lists()["thing-pronoun"]:
        return _thing_meant(folded, memory)
    parts = [part.strip() for part in _BRACKETS.sub("", speaker).split(",") if part.strip()]
    for part in parts:
        if part.split(" ", 1)[0].lower() in word_lists()["relative"]:
            break
        name = _person_in(part, memory)
        if name is not None:
            memory.person, memory.person_sentence = name, attribution.sentence
            memory.note(name, speaker.lower().replace(".", "").split())
            return name if name != speaker else None
    words = _WORD.findall(parts[0]) if parts else []
    if not words:
        return None
    first = words[0].lower()
    bare = not any(word[0].isupper() for word in words[1:])
    if (
        bare
        and len(words) <= 4
        and (
            first in word_lists()["anaphoric"]
            or (words[0] in ("a", "A") and words[1:2] == ["statement"])
        )
    ):
        head = _head(words)
        modifiers = frozenset(_plain(word) for word in words[1 : words.index(words[-1])])
        known = _definite(
            head, attribution, memory, exact=len(words) > 2, modifiers=modifiers - {head}
        )
        if known is not None and known.lower() != folded:
            return known
    elif first == "the" and 2 < len(words) <= _MAX_NAME and _head(words) == words[-1].lower():
        head = words[-1].lower()
        modifiers = frozenset(_plain(word) for word in words[1:-1])
        if head in memory.roles:
            known = _definite(head, attribution, memory, exact=False, modifiers=modifiers)
            if known is not None:
                return known
    plain = parts[0]
    if not _is_proper(plain):
        plain = next((part for part in parts[1:] if _is_proper(part)), plain)
    if first in ("the", "a", "an") and plain == parts[0] and " " in plain:
        plain = plain.split(" ", 1)[1]
    head = _head(_WORD.findall(plain) or words)
    if not head.endswith("s") or head in word_lists()["org"]:
        memory.heads[head] = plain
    if head in word_lists()["org"] or _is_proper(plain):
        memory.organisation = plain
    return plain if plain != speaker else None


def _person_in(part: str, memory: _Memory) -> str | None:
    words = part.split(" ")
    for position, word in enumerate(words):
        if position and word.lower() in word_lists()["after-name"]:
            words = words[:position]
            break
    name = _trailing_name(words)
    if not name:
        for position, word in enumerate(words):  # "Jane Roe of the council"
            if position and word.lower() in ("of", "from", "at", "in"):
                name = _trailing_name(words[:position])
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
    if len(name) > 1:
        return " ".join(name)
    if before and before[-1].lower() == "the":
        return None
    known = memory.names.get(name[0].lower())
    if known is not None:
        return known
    titled = bool(before) and before[-1].lower().strip(".") in _role_words()
    return name[0] if titled else None


def _definite(
    head: str,
    attribution: Found,
    memory: _Memory,
    *,
    exact: bool,
    modifiers: frozenset[str] = frozenset(),
) -> str | None:
    """Return whom "the mayor", "the French president", "the ministry", "the statement" means."""
    assert attribution.source is not None
    if head in memory.roles and not head.endswith("s"):
        holders = memory.roles[head]
        if modifiers:
            fitting = [holder for holder in holders if modifiers <= holder.modifiers]
            if not fitting and len({holder.name for holder in holders}) > 1:
                return None
            holders = fitting or holders
        before = bisect_left(holders, attribution.source[0], key=lambda holder: holder.at)
        name = holders[max(0, before - 1)].name
        memory.person, memory.person_sentence = name, attribution.sentence
        return name
    if exact:
        near = attribution.sentence - memory.last_sentence <= 2
        if near and head in word_lists()["org"] and memory.last != memory.person:
            return memory.last
        return memory.heads.get(head)
    if head in word_lists()["message"]:
        return memory.last
    if head in memory.heads:
        return memory.heads[head]
    if head in word_lists()["org"]:
        return memory.organisation
    if head in word_lists()["role"]:
        if attribution.sentence - memory.person_sentence <= _NEAR:
            return memory.person
        if attribution.sentence - memory.last_sentence <= _NEAR and _is_proper(memory.last or ""):
            return memory.last
    return None


def _person_meant(
    attribution: Found, memory: _Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    """Return whom "he" or "she" means: the last speaker, or the subject of the sentence before."""
    assert attribution.source is not None
    if memory.last_sentence == attribution.sentence and memory.last:
        return memory.last
    own = sentences[attribution.sentence]
    for back in range(1, 4):
        index = attribution.sentence - back
        if index < 0 or index <= memory.last_sentence:
            break
        name = _subject_name(sentences[index].text, memory)
        if name is not None:
            memory.person, memory.person_sentence = name, index
            return name
    if own.start < attribution.source[0] and text[own.start] not in "\"“'":
        name = _subject_name(text[own.start : attribution.source[0]], memory)
        if name is not None:
            memory.person, memory.person_sentence = name, attribution.sentence
            return name
    if memory.last_is_plural and memory.person is not None:
        return memory.person
    return memory.last or memory.person


def _thing_meant(pronoun: str, memory: _Memory) -> str | None:
    if pronoun in ("they", "them"):
        return memory.last
    if memory.last is not None and memory.last != memory.person:
        return memory.last
    return memory.organisation or memory.last


def _subject_name(sentence: str, memory: _Memory) -> str | None:
    """Return the person named near the beginning of a sentence."""
    if sentence[:1] in ("'", '"', "“", "‘"):
        return None
    for found in _WORD.finditer(sentence[:_SUBJECT_WINDOW]):
        if not found[0][0].isupper():
            continue
        name = memory.names.get(found[0].lower())
        if name is not None:
            return name
    return None
