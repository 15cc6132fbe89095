"""Resolution: the fullest name that the article itself gives for a source.

"Zelensky" becomes "Volodymyr Zelensky" when the article names him so anywhere; "the mayor" becomes the
person whom the article calls mayor; "he", "it" and "the ministry" go back to the last one that fits.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conflict_timeline.attribution.carry import Found
from conflict_timeline.attribution.sources import noun_lists
from conflict_timeline.model import Sentence

_NAME = re.compile(
    r"[A-Z][\w’'-]*[^\W\d_](?: (?:[A-Z]\.|al|bin|de|van|von|der|[A-Z][\w’'-]*[^\W\d_]))*"
    r" [A-Z][\w’'-]*[^\W\d_]"
)
_WORD = re.compile(r"[\w’'.-]*[^\W_]")
_PERSON_PRONOUNS = frozenset({"he", "she", "who"})
_THING_PRONOUNS = frozenset({"it", "they", "which", "that"})


@dataclass(slots=True)
class _Memory:
    names: Mapping[str, str]
    roles: Mapping[str, Sequence[tuple[int, str]]]
    heads: dict[str, str] = field(default_factory=dict)
    person: str | None = None
    organisation: str | None = None
    last: str | None = None
    last_sentence: int = -9


def resolve_speakers(text: str, sentences: Sequence[Sentence], found: Sequence[Found]) -> None:
    """Fill ``speaker`` and ``resolved`` of every attribution, in text order."""
    people = _people(text)
    memory = _Memory(people[0], people[1])
    for attribution in found:
        if attribution.source is None:
            continue
        start, end = attribution.source
        attribution.speaker = text[start:end].strip(" ,–—-")
        if attribution.tail is not None:
            start, end = attribution.tail
            attribution.speaker += " " + text[start:end].strip(".")
        if attribution.antecedent is not None:
            start, end = attribution.antecedent
            attribution.resolved = text[start:end].strip(" ,–—-")
            continue
        attribution.resolved = _resolve(attribution, memory, text, sentences)
        name = attribution.resolved or attribution.speaker
        if attribution.rule != "pronoun":
            memory.last = name
            memory.last_sentence = attribution.sentence


def _people(text: str) -> tuple[dict[str, str], dict[str, list[tuple[int, str]]]]:
    """Return surname -> full name, and role -> (position, full name) for the whole text."""
    roles = noun_lists()["role"] | noun_lists()["title"]
    names: dict[str, str] = {}
    by_role: dict[str, list[tuple[int, str]]] = {}
    for found in _NAME.finditer(text):
        words = found[0].split(" ")
        cut = 0
        role = None
        for position, word in enumerate(words):
            folded = word.lower().rstrip("’'s") if word.endswith(("’s", "'s")) else word.lower()
            if folded in roles:
                cut, role = position + 1, folded
            elif word.endswith(("’s", "'s")):
                cut = position + 1
        name_words = words[cut:]
        if not name_words:
            continue
        if role is None:
            before = _WORD.findall(text[max(0, found.start() - 25) : found.start()])
            if before and before[-1].lower() in roles and text[found.start() - 1] in " ,":
                role = before[-1].lower()
        name = " ".join(name_words)
        if role is not None:
            by_role.setdefault(role, []).append((found.start(), name))
        if len(name_words) > 1 and not _is_organisation(name_words):
            names.setdefault(name_words[-1].lower(), name)
            after = text[found.end() : found.end() + 90]
            if role is None and after.startswith(", "):
                for word in _WORD.findall(after[2:].split(",")[0])[:8]:
                    if word.lower() in roles:
                        by_role.setdefault(word.lower(), []).append((found.start(), name))
                        break
    return names, by_role


def _is_organisation(words: Sequence[str]) -> bool:
    organisations = noun_lists()["org"]
    return any(word.lower() in organisations for word in words)


def _resolve(
    attribution: Found, memory: _Memory, text: str, sentences: Sequence[Sentence]
) -> str | None:
    speaker = attribution.speaker
    folded = speaker.lower()
    if folded in _PERSON_PRONOUNS:
        return _pronoun(attribution, memory, text, sentences, person=True)
    if folded in _THING_PRONOUNS:
        return _pronoun(attribution, memory, text, sentences, person=False)
    parts = [part.strip() for part in re.sub(r"\([^()]{0,40}\)", "", speaker).split(",")]
    for part in parts:
        name = _person_in(part, memory)
        if name is not None:
            memory.person = name
            return name if name != speaker else None
    words = _WORD.findall(parts[0])
    if not words:
        return None
    head = _head(words)
    if words[0].lower() in ("the", "this", "that", "its", "his", "her", "a") and (words[0].lower() != "a" or head == "statement") and len(words) <= 3:
        known = None
        if not any(word[0].isupper() for word in words[1:]):
            known = _definite(head, attribution, memory, full=len(words) > 2)
        if known is not None and known.lower() != folded:
            return known
    plain = next((part for part in parts[1:] if _is_proper(part) and not _is_proper(parts[0])), parts[0])
    if words[0].lower() in ("the", "a", "an"):
        plain = plain.split(" ", 1)[1] if " " in plain else plain
    if (
        head in noun_lists()["org"]
        or (words[0][0].isupper()
        and words[0].lower() not in ("the", "a"))
    ):
        memory.heads[head] = plain
        memory.organisation = plain
    return plain if plain != speaker else None


def _is_proper(part: str) -> bool:
    """Say whether every longer word is capitalised and none is a possessive."""
    long = [word for word in part.split(" ") if len(word) > 3]
    return bool(long) and all(word[0].isupper() and not word.endswith(("'s", "’s")) for word in long)


def _head(words: Sequence[str]) -> str:
    for position, word in enumerate(words):
        if position and word.lower() in (
            "of",
            "in",
            "for",
            "at",
            "from",
            "on",
            "who",
            "with",
            "to",
            "by",
        ):
            return words[position - 1].lower()
    return words[-1].lower()


def _person_in(part: str, memory: _Memory) -> str | None:
    roles = noun_lists()["role"] | noun_lists()["title"]
    words = [w for w in part.split(" ") if w]
    cut = 0
    for position, word in enumerate(words):
        low = word.lower().strip(".,()")
        if low in roles or word.endswith(("’s", "'s", "s'", "s’")):
            cut = position + 1
    rest = [w.strip("()") for w in words[cut:]]
    if rest and rest[0].lower() in ("the", "a", "an"):
        rest = rest[1:]
    if not rest or not all(w[:1].isupper() for w in rest) or _is_organisation(rest):
        return None
    if len(rest) == 1:
        return memory.names.get(rest[0].lower().removesuffix("'s"), rest[0] if cut else None)
    if len(rest) > 4:
        return None
    return " ".join(rest)


def _definite(head: str, attribution: Found, memory: _Memory, *, full: bool) -> str | None:
    assert attribution.source is not None
    if head in memory.roles:
        before = [name for at, name in memory.roles[head] if at < attribution.source[0]]
        after = [name for at, name in memory.roles[head] if at >= attribution.source[0]]
        name = before[-1] if before else after[0]
        memory.person = name
        return name
    if full:
        return memory.heads.get(head)
    if head in noun_lists()["message"]:
        return memory.last
    if head in memory.heads:
        return memory.heads[head]
    if head in noun_lists()["org"]:
        for known, name in memory.heads.items():
            if known.startswith(head[:5]):
                return name
        return memory.organisation
    return None


def _pronoun(
    attribution: Found, memory: _Memory, text: str, sentences: Sequence[Sentence], *, person: bool
) -> str | None:
    assert attribution.source is not None
    attribution.rule = attribution.rule or "pronoun"
    own = sentences[attribution.sentence]
    if memory.last_sentence == attribution.sentence and memory.last:
        return memory.last
    if person:
        for back in range(1, 4):
            index = attribution.sentence - back
            if index < 0 or index <= memory.last_sentence:
                break
            name = _subject_name(sentences[index].text, memory)
            if name is not None:
                memory.person = name
                return name
        if own.start < attribution.source[0]:
            name = _subject_name(text[own.start : attribution.source[0]], memory)
            if name is not None and text[own.start] not in "\"“'":
                memory.person = name
                return name
        return memory.last or memory.person
    return memory.last if memory.last != memory.person else (memory.organisation or memory.last)


def _subject_name(sentence: str, memory: _Memory) -> str | None:
    """Return the person named near the beginning of a sentence."""
    if sentence[:1] in '"“':
        return None
    for found in _WORD.finditer(sentence[:120]):
        word = found[0].lower().removesuffix("’s").removesuffix("'s")
        if found[0][0].isupper() and word in memory.names:
            return memory.names[word]
    return None
