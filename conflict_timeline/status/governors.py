"""Finds what governs an event word: modal, negation, the verb of its infinitive, its clause.

No parser: a walk to the left of the word over the classes of ``rules/certainty/*.tsv``, each walk
bounded, so that a sentence costs no more than its events. What a governor of each relation and
class means for the event is said by the rules of ``rules/certainty/*.toml``, not here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from conflict_timeline.rules.loader import read_table

_TOKEN = re.compile(
    r"n't(?!\w)|[^\W_][\w-]{0,12}?(?=n't(?!\w))|'[a-z]{1,2}(?!\w)|[^\W_](?:[\w.-]*\w)?(?='[a-z]|n't)|[^\W_](?:[\w'.-]*\w)?|[^\w\s]+"
)
_BREAKS = frozenset({",", ";", ":", "--", "—", "-", ".", '"', "''", "``", "(", ")", "?", "!"})
_STOPS = frozenset({";", ":", ".", "?", "!", '"', "''", "``", "--", "—"})
_JOINS = frozenset({"and", "or", "nor"})
_GROUP = 8  # words of a verb group: "would not then have also been quickly"
_PHRASE = 7  # words between a verb and what is named in its object
_CLAUSE = 24  # words between a conjunction and the verb of its clause


@dataclass(frozen=True, slots=True)
class Governor:
    """What governs an event: the ``relation``, the class (``kind``), and the governor's own place.

    ``at`` is the governor's index where it is an event itself, whose certainty counts.
    """

    relation: str
    kind: str
    at: int | None = None
    is_negated: bool = False
    is_definite: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, folded, and where each begins."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    def index(self, start: int) -> int:
        """Return the index of the word at the offset ``start``."""
        return min(bisect_left(self.starts, start), len(self.words) - 1)


@dataclass(frozen=True, slots=True)
class _Group:
    """The auxiliaries left of a verb: ``left`` is where they begin."""

    left: int
    modal: str
    is_negated: bool
    is_infinitive: bool
    is_perfect: bool
    is_bare: bool


def split_words(folded: str) -> Sentence:
    """Return the words and marks of a folded sentence."""
    found = [(match.start(), match[0]) for match in _TOKEN.finditer(folded)]
    return Sentence(tuple(word for _, word in found), tuple(start for start, _ in found))


@cache
def _words(kind: str) -> frozenset[str]:
    rows = read_table("certainty", "function_words.tsv")
    return frozenset(word for word, its_kind in rows if its_kind == kind)


@cache
def _modals() -> Mapping[str, str]:
    return dict(read_table("certainty", "modals.tsv"))


@cache
def _classes(relation: str) -> Mapping[str, str]:
    """Return the class of each word that governs by ``relation``."""
    rows = read_table("certainty", "governors.tsv")
    return {word: kind for its_relation, kind, word in rows if its_relation == relation}


@cache
def _closed() -> frozenset[str]:
    """Return the function words that end a noun phrase or a clause when one walks leftwards."""
    return _words("pronoun") | _words("subordinator") | _words("relative")


def governors_of(sentence: Sentence, at: int) -> Iterator[Governor]:
    """Yield what governs the word at ``at``, the outermost first."""
    words = sentence.words
    group = _verb_group(words, at)
    if group.is_infinitive and _is_nominal(words, at, group.left):
        yield from _of_noun(words, at)
        return
    if group.is_infinitive:
        yield _of_infinitive(words, group)
    else:
        if group.is_bare and (first := _joined(words, at)) is not None:
            yield Governor("inherited", "", first)
            return
        if group.is_bare and not _is_finite(words, at):
            yield from _of_noun(words, at)
            if hedge := _hedge(words, group.left, at):
                yield Governor("adverb", hedge)
            return
        yield from _of_clause(words, at, group)
    if group.modal:
        yield Governor("modal", _modal_kind(words, group), is_negated=group.is_negated)
    elif group.is_negated:
        yield Governor("negation", "not")
    if hedge := _hedge(words, group.left, at):
        yield Governor("adverb", hedge)
    if (
        not group.is_negated
        and not group.is_infinitive
        and _nobody_does_it(words, group.left, is_bare=group.is_bare)
    ):
        yield Governor("negation", "nobody")


def _modal_kind(words: Sequence[str], group: _Group) -> str:
    """Return the class of a modal: "would have", "he said it would" (a "will" that was said)."""
    if group.is_perfect:
        return f"{group.modal}-have"
    if group.modal == "would":
        for left in range(group.left - 1, max(-1, group.left - 1 - _CLAUSE), -1):
            if words[left] in _words("reporting"):
                return "would-reported"
            if words[left] in _STOPS or words[left] in ("if", ","):
                break
    return group.modal


def _hedge(words: Sequence[str], left: int, at: int) -> str:
    """Return the class of an adverb in the verb group or right before it: "allegedly took"."""
    hedges = _classes("adverb")
    return next((hedges[word] for word in words[max(0, left - 2) : at] if word in hedges), "")


def _is_nominal(words: Sequence[str], at: int, left: int) -> bool:
    """Say whether "to" is a preposition: "led to bombing", not "declined to comment"."""
    is_governed = left > 0 and words[left - 1] in _classes("infinitive")
    return words[at].endswith(_NOMINAL) and not is_governed


_NOMINAL = ("ion", "ions", "ment", "ance", "ence", "ity", "ing")


def _verb_group(words: Sequence[str], at: int) -> _Group:
    left, modal = at, ""
    is_negated = is_infinitive = is_perfect = False
    is_bare = True
    while left > 0 and at - left < _GROUP:
        word = words[left - 1]
        if word in _words("not"):
            is_negated = True
            if word == "cannot":
                modal = "can"
            is_bare = False
        elif word in _modals():
            modal, is_bare = _modals()[word], False
        elif word == "to":
            if words[left][:1].isdigit() or is_infinitive:
                break
            left -= 1
            is_infinitive = True
            if left and words[left - 1] in _words("not"):  # "decided not to leave"
                left -= 1
                is_negated = True
            break
        elif word in _words("auxiliary"):
            is_perfect = is_perfect or word == "have"
            is_bare = False
        elif word == "longer" and left > 1 and words[left - 2] == "no":
            is_negated, is_bare = True, False
            left -= 1
        elif not (word in _words("filler") or (word.endswith("ly") and len(word) > 4)):
            break
        left -= 1
    return _Group(left, modal, is_negated, is_infinitive, is_perfect, is_bare)


def _of_infinitive(words: Sequence[str], group: _Group) -> Governor:
    """Return what governs "to": the word before it, or a verb whose object stands between."""
    classes, control = _classes("infinitive"), _classes("control")
    for at in range(group.left - 1, max(-1, group.left - 1 - _PHRASE), -1):
        word = words[at]
        if word in _STOPS:
            break
        if word in classes and (at == group.left - 1):
            return Governor("infinitive", classes[word], at)
        if word in control:
            return Governor("infinitive", control[word], at)
        if word in _words("relative") or word in _words("subordinator"):
            break
    return Governor("infinitive", *_purpose(words, group.left))


def _purpose(words: Sequence[str], left: int) -> tuple[str, int | None]:
    """Return whether an infinitive that no word asks for is the purpose of what was done."""
    for at in range(left - 1, max(-1, left - 1 - _CLAUSE), -1):
        word = words[at]
        if word in _STOPS or word in _closed():
            break
        if word in _modals() or word == "to":
            return "purpose", None
        if word.endswith("ed") and len(word) > 4:
            return "purpose-of-done", at
    return "purpose", None


def _joined(words: Sequence[str], at: int) -> int | None:
    """Return the verb that shares its modal with ``at``: "to burn and loot", "may burn or loot"."""
    event = words[at]
    if at < 2 or words[at - 1] not in _JOINS or event.endswith(("ed", "ing", "s")):
        return None
    if event in _words("finite"):
        return None
    for left in range(at - 2, max(0, at - 12), -1):
        word, before = words[left], words[left - 1]
        if word in _STOPS or word in _closed():
            return None
        if (before == "to" and word not in _words("determiner") and not word[:1].isdigit()) or (
            before in _modals()
        ):
            return left if word not in _words("auxiliary") else None
    return None


def _is_finite(words: Sequence[str], at: int) -> bool:
    """Say whether a word without auxiliaries is a verb of its own: "rebels attacked"."""
    previous = words[at - 1] if at else ""
    if previous in _words("pronoun") or previous in _words("relative"):
        return True
    if previous in _words("determiner") or previous in _words("preposition"):
        return False
    return words[at].endswith("ed") or words[at] in _words("finite")


def _of_clause(words: Sequence[str], at: int, group: _Group) -> Iterator[Governor]:
    """Yield the conjunction of the clause, and what its sentence says of it: "hopes that"."""
    yield from _conditions(words, at, group)
    subordinators, complements = _classes("clause"), _classes("complement")
    has_comma = False
    for left in range(group.left - 1, max(-1, group.left - 1 - _CLAUSE), -1):
        word = words[left]
        if word in _STOPS or (word == "," and group.is_bare):
            return
        has_comma = has_comma or word == ","
        if word in subordinators:
            if has_comma and group.modal:  # "if they lose, war will follow": see _conditions
                return
            if subordinators[word] == "until" and _is_past(words, at, group):
                return
            yield Governor("clause", subordinators[word])
            return
        if word in _words("subordinator"):
            return
        if word == "that" and left and words[left - 1] in complements:
            yield Governor("complement", complements[words[left - 1]], left - 1)
            return
        if word in _words("relative") and word != "that":
            return
        if word in complements and _opens_clause(words, left + 1):
            yield Governor("complement", complements[word], left)
            return


def _is_past(words: Sequence[str], at: int, group: _Group) -> bool:
    """Say whether a verb is in the past: "until the army entered", "once they had left"."""
    auxiliaries = words[group.left : at]
    if auxiliaries:
        return not {"was", "were", "had", "did"}.isdisjoint(auxiliaries)
    return words[at].endswith("ed")


def _opens_clause(words: Sequence[str], at: int) -> bool:
    """Say whether a clause without "that" may begin here: "hopes the talks will", "says he"."""
    word = words[at] if at < len(words) else ""
    return word in _words("pronoun") or word in _words("determiner")


def _conditions(words: Sequence[str], at: int, group: _Group) -> Iterator[Governor]:
    """Yield the condition or the question that the whole sentence makes."""
    if "?" in words[at + 1 : at + 40]:
        yield Governor("clause", "question")
    if not group.modal:
        return
    if not {"if", "unless"}.isdisjoint(words[at + 1 : at + 15]):
        yield Governor("clause", "consequence")
    commas = 0
    for left in range(group.left - 1, max(-1, group.left - 1 - _CLAUSE), -1):
        word = words[left]
        if word in _STOPS or commas > 1:
            return
        if word == ",":
            commas += 1
        elif commas and word in ("if", "unless"):
            yield Governor("clause", "consequence")
            return


def _nobody_does_it(words: Sequence[str], left: int, *, is_bare: bool) -> bool:
    """Say whether nobody does it: "no one has said", "neither he nor she could be found"."""
    for at in range(left - 1, max(-1, left - 10), -1):
        word = words[at]
        if word in _BREAKS or word in _closed():
            return False
        if is_bare and word in _words("preposition"):
            return False
        if word in _words("nobody"):
            return words[at + 1] not in ("doubt", "matter", "longer")
    return False


def _of_noun(words: Sequence[str], at: int) -> Iterator[Governor]:
    """Yield what a noun, a gerund or a participle is governed by, up to the verb of its clause."""
    event = words[at]
    if event.endswith("ed") and words[at + 1 : at + 2] == ("by",):
        return  # "a plan approved by the cabinet": what a participle tells of a noun is so
    is_definite = False
    modifiers, determiners, objects = (
        _classes("modifier"), _classes("determiner"), _classes("object"),
    )  # fmt: skip
    conditions = _classes("clause")
    found: list[Governor] = []
    distance = -1 if words[at - 1 : at] and words[at - 1] in _words("preposition") else 0
    in_phrase = True  # still in the event's own noun phrase
    for left in range(at - 1, max(-1, at - 1 - _PHRASE), -1):
        word = words[left]
        if word in conditions and not is_definite:
            found.append(Governor("clause", conditions[word]))
            break
        if word in _BREAKS or word in _closed():
            break
        if in_phrase and word in modifiers:
            found.append(Governor("modifier", modifiers[word]))
        elif word in determiners:
            if is_definite or words[left + 1] == "longer":
                break
            found.append(Governor("determiner", determiners[word]))
            in_phrase = False
        elif word in _words("determiner"):
            is_definite = is_definite or (in_phrase and word not in ("a", "an"))
            in_phrase = False
        elif kind := objects.get(word) or objects.get(f"{word} {words[left + 1]}"):
            is_subject = event.endswith("s") and left == at - 1 and word.isalpha()
            if is_subject and not word.endswith(("s", "ed", "ing")):
                break  # "the plan provides"
            if not (is_definite and distance):
                found.append(Governor("object", kind, left))
            break
        elif word in _words("preposition") and word != "to":
            in_phrase = False
            distance += 1
        elif word in _modals() or word == "to" or word in _words("not"):
            if verb := _verb_behind(words, left, at):
                found.append(Governor("inherited", "", verb, is_definite=is_definite))
            break
    if "?" in words[at + 1 : at + 40]:
        found.append(Governor("clause", "question"))
    yield from reversed(found)


def _verb_behind(words: Sequence[str], left: int, at: int) -> int | None:
    """Return the verb whose group holds ``left``: "will [not] [easily] end"."""
    for index in range(left + 1, at):
        word = words[index]
        if word in _words("determiner") or word[:1].isdigit() or word in _BREAKS:
            return None
        if not (
            word in _words("auxiliary") or word in _words("not") or word in _modals()
            or word in _words("filler") or word.endswith("ly") or word == "to"
        ):  # fmt: skip
            return index
    return None
