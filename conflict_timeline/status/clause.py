"""Finds which words stand in a sentence's governing clause, and which in its first verb group.

No parser: one walk over the words with the classes of ``rules/status/words.tsv``. Reporting verbs
are transparent, because what governs "officials said the truce could end" is "could", not "said".
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from conflict_timeline.rules.loader import read_table

_TOKEN = re.compile(r"[^\W\d_](?:[\w'.-]*\w)?|[,;:()\[\]—]|--|\n")
_NOT_SUBORDINATE = re.compile(
    r"as\s+(?:\d|many|much|few|well|part|of|saying|soon|far|long|a\s|an\s|the\s)|since\s+(?:the\s|\d|early|late|\w+day)|(?:after|before|until|following|amid|despite)\s+(?:the|a|an|\w+)?\s*$"
)
_MOST_TOKENS = 400


class Word(NamedTuple):
    """One word of the walk: ``main`` when it stands outside subordinate clauses.

    ``verb`` says where it stands by the first finite verb of the governing clause: *before* it,
    *in* its verb group, or *after* it.
    """

    start: int
    end: int
    text: str
    main: bool
    verb: str


_MARKS = {
    ",": "comma", "—": "comma", "--": "comma",
    ";": "break", "\n": "break", ":": "mark", "(": "mark", ")": "mark", "[": "mark", "]": "mark",
}  # fmt: skip
_FINITE = frozenset({"auxiliary", "modal", "finite"})
_NOUN_BEFORE = frozenset({"determiner", "comma", "mark"})  # what "-ed" follows as an adjective


@cache
def word_classes() -> Mapping[str, str]:
    """Return each function word, each common finite verb and each mark with its class."""
    return dict(read_table("status", "words.tsv")) | _MARKS


def read_clause(
    folded: str, hidden: Sequence[tuple[int, int]] = (), *, until: int | None = None
) -> tuple[Word, ...]:
    """Return the words of ``folded`` with their place; nothing in a ``hidden`` span counts.

    The walk may stop behind ``until`` once the verb group is complete.
    """
    classes = word_classes()
    spans = sorted(hidden, reverse=True)
    words: list[Word] = []
    seen_verb = in_group = away_verb = False
    away = ""  # the kind of subordinate clause the walk is in
    previous, previous_kind = "", "comma"
    for count, found in enumerate(_TOKEN.finditer(folded)):
        text, start = found[0], found.start()
        if until is not None and start > until and seen_verb and not in_group:
            break
        if count > _MOST_TOKENS:
            break
        kind = classes.get(text) or _by_ending(text, previous, previous_kind)
        while spans and spans[-1][1] <= start:
            spans.pop()
        if spans and spans[-1][0] <= start:
            previous, previous_kind, in_group = text, kind, False
            continue
        if kind in ("comma", "break", "mark"):
            if kind != "mark":
                away = ""
            previous, previous_kind, in_group = text, kind, False
            continue
        is_finite = kind in _FINITE
        if kind == "relative" or (kind == "subordinator" and _subordinates(folded, start, text)):
            away, away_verb, in_group = kind, False, False
        elif away and is_finite:
            if away == "relative" and away_verb and kind != "auxiliary" and not in_group:
                away = ""  # the second verb behind a relative clause is the main one
            else:
                away_verb = in_group = True
        elif away and kind != "adverb":
            in_group = False
        verb = "after" if seen_verb else "before"
        if away:
            words.append(Word(start, found.end(), text, False, verb))
        elif kind == "reporting" and _reports(text, previous):
            words.append(Word(start, found.end(), text, True, "in" if in_group else verb))
            if in_group or not seen_verb:  # what the first reporting verb reports is the content
                seen_verb = in_group = False
        elif is_finite:
            in_group = in_group or not seen_verb
            words.append(Word(start, found.end(), text, True, "in" if in_group else verb))
            seen_verb = True
        else:
            words.append(Word(start, found.end(), text, True, "in" if in_group else verb))
            in_group = in_group and (kind == "adverb" or text.endswith("ly"))
        previous, previous_kind = text, kind
    return tuple(words)


def _by_ending(text: str, previous: str, previous_kind: str) -> str:
    """Return the class of a word that the table does not know: "hasn't", "shelled"."""
    if text.endswith("ed"):
        if len(text) < 5 or text.endswith("eed"):
            return ""
        adjective = previous_kind in _NOUN_BEFORE or previous in ("and", "or")
        return "" if adjective else "finite"
    if text.endswith("n't"):
        return "modal" if text in ("can't", "won't", "couldn't", "wouldn't") else "auxiliary"
    return ""


def _reports(text: str, previous: str) -> bool:
    """Say whether a reporting verb is one here: "said", not "saying" or "the claim"."""
    return not text.endswith("ing") and previous not in ("have", "the", "a", "of", "no")


def _subordinates(folded: str, start: int, word: str) -> bool:
    return not _NOT_SUBORDINATE.match(folded, start) or word in ("if", "whether", "while")
