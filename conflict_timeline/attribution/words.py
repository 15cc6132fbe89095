"""A sentence as words with coarse classes: enough grammar to find who stands before or after a verb.

One letter a token, so that neighbours can be compared cheaply:

    C capitalised   l other word   # number   D determiner   P preposition   A auxiliary   R adverb
    & coordinator   S subordinator N subject pronoun         T time word     V other finite verb
    v reporting verb (finite or base)         g reporting verb in -ing        Q one whole quotation
    , ; : . ( ) - and other marks stand for themselves
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from conflict_timeline.attribution.quotations import Quotations
from conflict_timeline.rules.loader import read_table

_TOKEN = re.compile(
    r"(?<![\w'])(?:i|he|she|it|we|they|you|who|that|there)(?='(?:s|ve|d|re|ll|m)\b)"
    r"|(?<=\w)'(?:s|ve|d|re|ll|m)\b|(?:[^\W_]\.){2,}|[^\W_]+(?:['&/-][^\W_]+|[.,]\d+)*(?:'(?!\w))?|\.\.+|--+|\S"
)
_DASHES = frozenset({"-", "--", "—", "–"})
_TIME_HOMONYMS = {"may": "A", "march": "l", "second": "l", "last": "l"}


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb form: its lemma, its class ("say", "deny", ...), its shape and what it needs."""

    lemma: str
    kind: str
    shape: str
    needs: str


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
        form: Verb(lemma, kind, shape, needs)
        for form, lemma, kind, shape, needs in read_table("attribution", "verbs.tsv")
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
            term = _is_mere_term(folded, position, stop, after_article=codes[-1:] == ["D"] or words[-1:] != [] and words[-1].endswith("'s"))
            codes.append("q" if term else "Q")
            position = stop
            continue
        following = quotations.next_start(position, end)
        for found in _TOKEN.finditer(folded, position, following):
            word = found[0]
            at = found.start()
            first = word[0]
            if first.isalpha():
                code = classes.get(word) or ("C" if text[at].isupper() else _guess(word))
                if word == "a" and text[at] == "A" and folded[at + 1 : at + 2] == ".":
                    code = "C"
                if code == "T" and word in _TIME_HOMONYMS and text[at].islower():
                    code = _TIME_HOMONYMS[word]
            elif first.isdigit():
                code = "#"
            elif word == "'":
                continue  # the rest of ''' or a single quotation mark
            elif word == "." and words and found.end() < end:
                if len(words[-1]) < 5 or codes[-1] not in "lT":
                    if ends[-1] == at:  # the dot of "Mr." or of an initial is no boundary
                        ends[-1] = at + 1
                    continue
                code = "."  # the source broke the sentence here
            else:
                code = "-" if word in _DASHES else classes.get(word, first)
            words.append(word)
            starts.append(at)
            ends.append(found.end())
            codes.append(code)
        position = following
    read = Words(words, starts, ends, codes)
    _settle(read, text)
    return read


def _settle(read: Words, text: str) -> None:
    """Turn words that only look like verbs where they stand into plain words."""
    codes, words = read.codes, read.words
    known = verbs()
    for index, code in enumerate(codes):
        if code not in "vgV":
            if words[index] == "last" and codes[index + 1 : index + 2] == ["T"]:
                codes[index] = "T"
            elif words[index] == "first" and index + 1 < len(codes) and codes[index + 1] in "vV":
                codes[index] = "R"
            elif code == "S" and index + 1 < len(codes) and codes[index + 1] in "vgR":
                if words[index] == "but":
                    codes[index] = "&"
                elif words[index] == "since" and index and codes[index - 1] == "A":
                    codes[index] = "R"
            continue
        before = codes[index - 1] if index else ""
        if before == "D" or (before in "CRl#" and _is_possessive(words, index - 1)):
            doubled = code == "v" and codes[index + 1 : index + 2] in (["v"], ["g"])
            if words[index - 1] not in _PRONOMINAL or doubled:
                codes[index] = "l"
            continue
        if index and text[read.starts[index]].isupper() and not _is_headline(text, read):
            codes[index] = "C"
        elif code == "v":
            verb = known[words[index]]
            nominal = verb.needs == "noun" or verb.needs == "observe" and verb.shape in ("base", "s")
            if nominal and not _noun_is_verb(read, index):
                codes[index] = "l"
            elif before == "P" and words[index - 1] != "to":
                codes[index] = "l"


_PRONOMINAL = frozenset(
    "this that these those some many several both each most all another one two three four five"
    " six seven eight nine ten".split()
)


def _is_headline(text: str, read: Words) -> bool:
    """Say whether the words of a line all begin with capitals."""
    long = [start for start, word in zip(read.starts, read.words, strict=True) if len(word) > 4]
    return sum(text[start].isupper() for start in long) * 4 > len(long) * 3


def _is_possessive(words: Sequence[str], index: int) -> bool:
    word = words[index]
    return word.endswith(("'s", "s'")) and index + 1 < len(words)


def _noun_is_verb(read: Words, index: int) -> bool:
    """Say whether "report", "claims" is a verb here: a subject before it and a clause behind it."""
    codes, words = read.codes, read.words
    left = index - 1
    while left >= 0 and codes[left] == "R":
        left -= 1
    if left < 0:
        return False
    if words[left] == "to" or codes[left] == "A":
        return True
    plural = codes[left] == "l" and words[left].endswith("s")
    subject = codes[left] in "NC)#" or plural or words[left] in ("who", "which", "that")
    subject = subject or words[left] in _PRONOMINAL
    if not subject:
        return False
    if index + 1 >= len(words) or codes[index + 1] == ".":
        return "," in codes[:index] or "Q" in codes[:index]
    return codes[index + 1] in "DNQ:" or words[index + 1] in ("that", "how", "to", "not") or (
        codes[index + 1] == "C" and codes[left] in "NlC"
    )


def _is_mere_term(folded: str, start: int, end: int, *, after_article: bool) -> bool:
    """Say whether a quotation is a word or two in quotation marks, no speech."""
    inner = folded[start:end].strip("\"'` ")
    if after_article and 0 < len(inner) < 60:
        return True
    if inner.count(" ") > 2 or not inner or inner[-1] in ".,!?":
        return False
    return folded[end : end + 1] not in (",", ".")


def _guess(word: str) -> str:
    """Return the class of a lower-case word that no list holds."""
    return "R" if word.endswith("ly") and len(word) > 4 else "l"
