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


@cache
def word_classes() -> Mapping[str, str]:
    """Return each function word and each common finite verb with its class."""
    return dict(read_table("status", "words.tsv"))


def read_clause(
    folded: str, hidden: Sequence[tuple[int, int]] = (), *, until: int | None = None
) -> tuple[Word, ...]:
    """Return the words of ``folded`` with their place; nothing in a ``hidden`` span counts."""
    # The walk may stop at the first complete verb group behind ``until``.
    classes = word_classes()
    words: list[Word] = []
    seen_verb = False
    in_group = False
    away: str | None = None  # the kind of subordinate clause the walk is in
    away_verb = False
    previous = ","
    spans = sorted(hidden)
    at_span = 0
    for found in _TOKEN.finditer(folded):
        if len(words) > _MOST_TOKENS:
            break
        text = found[0]
        start = found.start()
        if until is not None and start > until and seen_verb and not in_group:
            break
        while at_span < len(spans) and spans[at_span][1] <= start:
            at_span += 1
        is_hidden = at_span < len(spans) and spans[at_span][0] <= start
        if is_hidden:
            previous = text
            in_group = False
            continue
        kind = classes.get(text, "")
        if not kind and text.endswith("n't"):
            kind = "modal" if text in ("can't", "won't", "couldn't", "wouldn't") else "auxiliary"
        if text in (",", ";", ":", "—", "--", "(", ")", "\n"):
            if text == "," or text in ("—", "--"):
                away = None
            if text in (";", "\n"):
                away, seen_verb = None, seen_verb
            in_group = False
            previous = text
            continue
        if kind == "relative" or (kind == "subordinator" and _subordinates(folded, start, text)):
            away, away_verb, in_group = kind, False, False
        elif away is not None:
            if _is_finite(text, kind, previous, classes):
                if away == "relative" and away_verb and kind != "auxiliary" and not in_group:
                    away = None
                else:
                    away_verb = in_group = True
            elif kind != "adverb":
                in_group = False
        if away is not None:
            words.append(Word(start, found.end(), text, False, "after" if seen_verb else "before"))
            previous = text
            continue
        if (
            kind == "reporting"
            and not text.endswith("ing")
            and previous not in ("have", "the", "a", "of", "no")
        ):
            words.append(
                Word(
                    start,
                    found.end(),
                    text,
                    True,
                    "in" if in_group else "before" if not seen_verb else "after",
                )
            )
            seen_verb = in_group = False
        elif _is_finite(text, kind, previous, classes):
            verb = "in" if in_group else ("after" if seen_verb else "in")
            words.append(Word(start, found.end(), text, True, verb))
            in_group = in_group or not seen_verb
            seen_verb = True
        else:
            words.append(
                Word(
                    start,
                    found.end(),
                    text,
                    True,
                    "in" if in_group else "after" if seen_verb else "before",
                )
            )
            if in_group and kind != "adverb" and not text.endswith("ly"):
                in_group = False
        previous = text
    return tuple(words)


def _subordinates(folded: str, start: int, word: str) -> bool:
    return not _NOT_SUBORDINATE.match(folded, start) or word in ("if", "whether", "while")


def _is_finite(text: str, kind: str, previous: str, classes: Mapping[str, str]) -> bool:
    if kind in ("auxiliary", "modal", "finite"):
        return True
    if kind or not text.endswith("ed") or len(text) < 5 or text.endswith("eed"):
        return False
    return classes.get(previous, "") != "determiner" and previous not in (",", "(", "and", "or")
