"""A sentence as words with coarse classes: enough grammar to find who stands before or after a verb.

One letter a token, so that neighbours can be compared cheaply:

    C capitalised   l other word   # number   D determiner   P preposition   A auxiliary   R adverb
    & coordinator   S subordinator N subject pronoun         T time word     V other finite verb
    v reporting verb (finite or base)         g reporting verb in -ing        Q one whole quotation
    , ; : . ( ) - and other marks stand for themselves
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from conflict_timeline.attribution.quotations import Quotations
from conflict_timeline.rules.loader import read_table

_TOKEN = re.compile(r"(?:[^\W_]\.){2,}|[^\W_]+(?:[.'&/-][^\W_]+)*(?:'(?!\w))?|\.\.+|--+|\S")
_TITLE_DOT = 12


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb form: its lemma, its class ("say", "deny", ...) and its shape."""

    lemma: str
    kind: str
    shape: str


@dataclass(slots=True)
class Words:
    """The tokens of one sentence: folded words, offsets into the text, and class letters."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    codes: list[str]

    def __len__(self) -> int:
        return len(self.words)


@cache
def verbs() -> Mapping[str, Verb]:
    """Return the reporting verbs by form."""
    return {
        form: Verb(lemma, kind, shape)
        for form, lemma, kind, shape in read_table("attribution", "verbs.tsv")
    }


@cache
def word_classes() -> Mapping[str, str]:
    """Return the class letter of every listed word; reporting verbs are v or g."""
    classes = {word: letter for word, letter in read_table("attribution", "words.tsv")}
    for form, verb in verbs().items():
        classes[form] = "g" if verb.shape == "ing" else "v"
    return classes


def read_words(folded: str, text: str, *, start: int, end: int, quotations: Quotations) -> Words:
    """Return the tokens of ``text[start:end]``; every quotation is one token."""
    classes = word_classes()
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    codes: list[str] = []
    position = start
    while position < end:
        quotation = quotations.covering(position)
        if quotation is not None:
            stop = min(quotations.ends[quotation], end)
            words.append('"')
            starts.append(position)
            ends.append(stop)
            codes.append("Q")
            position = stop
            continue
        following = _next_start(quotations, position, end)
        for found in _TOKEN.finditer(folded, position, following):
            word = found[0]
            at = found.start()
            first = word[0]
            if first.isalpha():
                code = classes.get(word) or ("C" if text[at].isupper() else _guess(word))
                if code == "T" and word in ("may", "march") and text[at].islower():
                    code = "A" if word == "may" else "l"
            elif first.isdigit():
                code = "#"
            else:
                if word == "." and words and found.end() < end and starts:
                    # the dot of "Mr." or an initial is no boundary
                    ends[-1] = found.end() if ends[-1] == at else ends[-1]
                    continue
                code = classes.get(word, first)
            words.append(word)
            starts.append(at)
            ends.append(found.end())
            codes.append(code)
        position = following
    return Words(words, starts, ends, codes)


def _next_start(quotations: Quotations, position: int, end: int) -> int:
    from bisect import bisect_left

    index = bisect_left(quotations.starts, position)
    if index < len(quotations.starts) and quotations.starts[index] < end:
        return quotations.starts[index]
    return end


def _guess(word: str) -> str:
    """Return the class of a lower-case word that no list holds."""
    return "R" if word.endswith("ly") and len(word) > 4 else "l"
