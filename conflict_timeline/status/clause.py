"""Finds which words stand in a sentence's governing clause, and which in its first verb group.

No parser: one walk over the words with the classes of ``rules/status/words.tsv``. Reporting verbs
are transparent, because what governs "officials said the truce could end" is "could", not "said".
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from conflict_timeline.rules.loader import read_table

_TOKEN = re.compile(r"[^\W\d_](?:[\w'.-]*\w)?|[,;:()\[\]—]|--|\n")
_NOT_SUBORDINATE = re.compile(
    r"as\s+(?:\d|many|much|few|well|part|of|saying|soon|far|long|a\s|an\s|the\s)|since\s+(?:the\s|\d|early|late|\w+day)|(?:after|before|until|following|amid|despite)\s+(?:the|a|an|\w+)?\s*$"
)
_MOST_TOKENS = 400


class Word(NamedTuple):
    """One word of the walk, outside subordinate clauses.

    ``verb`` says where it stands by the first finite verb of the governing clause: *before* it,
    *in* its verb group, or *after* it.
    """

    start: int
    end: int
    text: str
    verb: str


_MARKS = {
    ",": "comma", "—": "comma", "--": "comma",
    ";": "break", "\n": "break", ":": "mark", "(": "mark", ")": "mark", "[": "mark", "]": "mark",
}  # fmt: skip
_MARK_KINDS = frozenset({"comma", "break", "mark"})
_FINITE = frozenset({"auxiliary", "modal", "finite"})
_NOUN_BEFORE = frozenset({"determiner", "comma", "mark"})  # what "-ed" follows as an adjective


@cache
def word_classes() -> Mapping[str, str]:
    """Return each function word, each common finite verb and each mark with its class."""
    return dict(read_table("status", "words.tsv")) | _MARKS


def read_clause(
    folded: str, hidden: Sequence[tuple[int, int]] = (), *, until: int | None = None
) -> tuple[Word, ...]:
    """Return the words of the governing clause with their place; ``hidden`` spans do not count.

    The walk may stop behind ``until`` once the verb group is complete.
    """
    kind_of = word_classes().get
    spans = sorted(hidden, reverse=True)
    words: list[Word] = []
    seen_verb = in_group = away_verb = False
    away = ""  # the kind of subordinate clause the walk is in
    previous, previous_kind = "", "comma"
    for found in islice(_TOKEN.finditer(folded), _MOST_TOKENS + 1):
        text = found[0]
        start = found.start()
        if seen_verb and not in_group and until is not None and start > until:
            break
        kind = kind_of(text)
        if kind is None:
            kind = _by_ending(text, previous, previous_kind) if text[-1] in "dt" else ""
        if spans:
            while spans and spans[-1][1] <= start:
                spans.pop()
            if spans and spans[-1][0] <= start:
                previous, previous_kind, in_group = text, kind, False
                continue
        if not kind:  # most words: a noun, an adjective, a verb that the table does not know
            if away:
                in_group = False
            else:
                place = "in" if in_group else "after" if seen_verb else "before"
                words.append(Word(start, found.end(), text, place))
                in_group = in_group and text.endswith("ly")
            previous, previous_kind = text, kind
            continue
        if kind in _MARK_KINDS:
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
        if not away:
            reports = kind == "reporting" and _reports(text, previous)
            if is_finite:
                in_group = in_group or not seen_verb
            place = "in" if in_group else "after" if seen_verb else "before"
            words.append(Word(start, found.end(), text, place))
            if reports:
                if (
                    in_group or not seen_verb
                ):  # what the first reporting verb reports is the content
                    seen_verb = in_group = False
            elif is_finite:
                seen_verb = True
            else:
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
