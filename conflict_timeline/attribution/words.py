"""A sentence as words with coarse classes: enough grammar to find who stands beside a verb.

One letter a token, so that neighbours can be compared cheaply:

    C capitalised   l other word   # number   D determiner   P preposition   A auxiliary   R adverb
    & coordinator   S subordinator N subject pronoun         T time word     V other finite verb
    v reporting verb (finite or base)         g reporting verb in -ing
    Q one whole quotation     q a word or two in quotation marks that are no speech
    , ; : . ( ) - and other marks stand for themselves
"""

import re
from dataclasses import dataclass, field
from itertools import accumulate

from conflict_timeline.attribution.quotations import Quotations
from conflict_timeline.attribution.vocabulary import (
    Verb,
    contractions,
    verbs,
    word_classes,
    word_lists,
    word_readings,
)

_TOKEN_FORM = (
    r"({letter}(?:\.(?:{letter}\.)++"
    r"|{letter}*+(?:['&/.,-](?:(?<=[.,])\d++|(?<![.,]){letter}++))*+(?:'(?!\w))?)"
    r"|[^\s'\"](?:(?<=\.)\.++|(?<=-)-++)?)"
)
_TOKEN = re.compile(_TOKEN_FORM.format(letter=r"[^\W_]"))
_TOKEN_OF_ASCII = re.compile(_TOKEN_FORM.format(letter="[a-z0-9]"), re.ASCII)  # a quarter faster
_ALIKE = {"--": "-", "—": "-", "–": "-", "[": "(", "]": ")"}
_LOWER_HOMONYMS = {"may": "A", "march": "l", "second": "l", "last": "l"}
_MAX_TERM = 80
_PICTURED = 10  # words back to the pictures that show
_HEADLINE = 0.75


@dataclass(slots=True)
class Words:
    """The tokens of one sentence: folded words, offsets into the text, and class letters.

    ``end`` is the index behind the last token that is no final mark.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    codes: str
    end: int


@dataclass(slots=True)
class _Columns:
    """The tokens while they are read: their letters may still change."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def read_words(folded: str, text: str, *, start: int, end: int, quotations: Quotations) -> Words:
    """Return the tokens of ``text[start:end]``; every quotation is one token."""
    read = _Columns()
    position = start
    for opened, closed in quotations.within(start, end):
        if position < opened:
            _add_words(read, folded, text, start=position, end=opened, sentence_end=end)
        _add_quotation(read, folded, start=max(position, opened), end=min(closed, end))
        position = closed
    if position < end:
        _add_words(read, folded, text, start=position, end=end, sentence_end=end)
    _settle(read, text)
    codes = "".join(read.codes)
    return Words(read.words, read.starts, read.ends, codes, end=len(codes.rstrip(".!?")))


def _add_words(
    read: _Columns, folded: str, text: str, *, start: int, end: int, sentence_end: int
) -> None:
    part = folded[start:end]
    token = _TOKEN_OF_ASCII if part.isascii() else _TOKEN
    parts = token.split(part)  # gap, token, gap, token, ..., gap
    edges = [*accumulate(map(len, parts), initial=start)]
    words, starts, ends = parts[1::2], edges[1:-1:2], edges[2::2]
    if "'" in part and not contractions().isdisjoint(words):
        words, starts, ends = _uncontracted(words, starts)
    codes = [*map(word_classes().get, words)]
    for index, code in enumerate(codes):
        if code is None:  # most words: kept here, since a call for each costs as much again
            word, first = words[index], text[starts[index]]
            if first.isupper():
                codes[index] = "C"
            elif first.isalpha():  # "R" is a guess: most words in -ly are adverbs
                codes[index] = "R" if word[-2:] == "ly" and len(word) > 4 else "l"
            else:
                codes[index] = "#" if first.isdigit() else _ALIKE.get(word, word[0])
        elif code == "T":
            word = words[index]
            if word in _LOWER_HOMONYMS and text[starts[index]].islower():
                codes[index] = _LOWER_HOMONYMS[word]
        elif code == "D" and words[index] == "a" and folded.startswith(".", starts[index] + 1):
            codes[index] = "C"  # an initial
    read.words += words
    read.starts += starts
    read.ends += ends
    read.codes += codes  # type: ignore[arg-type]  # no None is left
    final = ends[-1:] == [sentence_end]
    if "." in (words[:-1] if final else words):
        _join_dots(read, sentence_end)


def _uncontracted(words: list[str], starts: list[int]) -> tuple[list[str], list[int], list[int]]:
    """Return the columns with "he's" in two: the pronoun and its verb."""
    contracted = contractions()
    apart: list[str] = []
    positions: list[int] = []
    for word, at in zip(words, starts, strict=True):
        cut = word.index("'") if word in contracted else len(word)
        apart.append(word[:cut])
        positions.append(at)
        if cut < len(word):
            apart.append(word[cut:])
            positions.append(at + cut)
    return apart, positions, [*map(int.__add__, positions, map(len, apart))]


def _join_dots(read: _Columns, sentence_end: int) -> None:
    """Join the dots of "Mr." and of initials to their words: they are no boundaries."""
    dots = [index for index, word in enumerate(read.words) if word == "." and index]
    for index in reversed(dots):
        if read.ends[index] >= sentence_end:
            continue
        if len(read.words[index - 1]) >= 5 and read.codes[index - 1] in "lT":
            continue  # the source broke the sentence here
        if read.ends[index - 1] == read.starts[index]:
            read.ends[index - 1] = read.ends[index]
        for column in (read.words, read.starts, read.ends, read.codes):
            del column[index]


def _add_quotation(read: _Columns, folded: str, *, start: int, end: int) -> None:
    previous = read.words[-1] if read.words else ""
    titled = previous in word_lists()["before-title"] or previous.endswith("'s")
    spoken = folded[start:end].rstrip("\"'` ").endswith(",")
    after_noun = titled or (read.codes[-1:] == ["D"] and not spoken)
    term = _is_mere_term(folded, start, end, after_noun=after_noun)
    read.words.append('"')
    read.starts.append(start)
    read.ends.append(end)
    read.codes.append("q" if term else "Q")


def _is_mere_term(folded: str, start: int, end: int, *, after_noun: bool) -> bool:
    """Say whether a quotation is a name or a word or two in quotation marks, no speech."""
    inner = folded[start:end].strip("\"'` ")
    if after_noun and 0 < len(inner) < _MAX_TERM:
        return True
    if inner.count(" ") > 2 or not inner or inner[-1] in ".,!?":
        return False
    return folded[end : end + 1] not in (",", ".")


# --- what words are where they stand --------------------------------------------------------------


def _settle(read: _Columns, text: str) -> None:
    """Turn words that only look like verbs where they stand into plain words."""
    codes, words = read.codes, read.words
    readings = word_readings()
    if not readings.keys().isdisjoint(words):
        for word in [word for word in dict.fromkeys(words) if word in readings]:  # in text order
            _settle_function_word(read, words.index(word))
    headline: bool | None = None
    for index, code in enumerate(codes):
        if code not in "vgV":
            continue
        before = codes[index - 1] if index else ""
        possessive = before in ("C", "R", "l", "#") and _is_possessive(words[index - 1])
        if before == "D" or possessive:
            following = codes[index + 1] if index + 1 < len(codes) else ""
            if possessive and codes[index] == "v" and following in ("D", "N", "S"):
                continue  # "a critic of Novak's said that"
            doubled = codes[index] == "v" and following in ("v", "g")
            counted = codes[index] == "v" and verbs()[words[index]].shape == "s"
            counted = counted and words[index - 1] in word_lists()["plural-pronominal"]
            if _is_object_before(read, index):
                continue  # "a man who was with her said"
            if words[index - 1] == "this" and code == "v" and verbs()[words[index]].shape == "base":
                codes[index] = "l"  # "cannot confirm this report"
                continue
            if doubled or counted or words[index - 1] not in word_lists()["pronominal"]:
                codes[index] = "l"  # "two witnesses", not "both say"
            continue
        if index and text[read.starts[index]].isupper():
            if words[index] in word_lists()["weak-trigger"]:
                codes[index] = "C"  # "the United States", in headlines too
                continue
            if headline is None:
                headline = _is_headline(text, read)
            if not headline:
                codes[index] = "C"
                continue
        if codes[index] == "v":
            _settle_verb(read, index, verbs()[words[index]], before)


def _is_object_before(read: _Columns, index: int) -> bool:
    """Say whether "her" before the verb is whom a preposition governs, and no possessive."""
    if read.words[index - 1] not in word_lists()["object-pronoun"] or read.codes[index] != "v":
        return False
    return read.codes[index - 2 : index - 1] == ["P"] and verbs()[read.words[index]].always


def _settle_function_word(read: _Columns, index: int) -> None:
    """Read "last week", "first reported", "but added", "has since said"."""
    following = read.codes[index + 1 : index + 2]
    code, before, behind = word_readings()[read.words[index]]
    wanted = before == "-" or (index > 0 and read.codes[index - 1] in before)
    if wanted and following and following[0] in behind:
        read.codes[index] = code


def _settle_verb(read: _Columns, index: int, verb: Verb, before: str) -> None:
    following = read.words[index + 1 : index + 2]
    if verb.lemma == "state" and not word_lists()["state-noun"].isdisjoint(following):
        read.codes[index] = "l"  # "Libyan state TV"
        return
    nominal = verb.needs == "noun" or (verb.needs == "observe" and verb.shape in ("base", "s"))
    if (nominal and not _noun_is_verb(read, index)) or (
        before == "P" and read.words[index - 1] != "to"
    ):
        read.codes[index] = "l"


def _is_headline(text: str, read: _Columns) -> bool:
    """Say whether the words of a line mostly begin with capitals."""
    long = [start for start, word in zip(read.starts, read.words, strict=True) if len(word) > 4]
    return sum(text[start].isupper() for start in long) > len(long) * _HEADLINE


def _is_possessive(word: str) -> bool:
    return word.endswith(("'s", "s'"))


def _before_time(codes: list[str], left: int) -> int:
    """Return the index before "on Tuesday" that ends at ``left``, else ``left``."""
    at = left
    while at >= 0 and codes[at] == "T":
        at -= 1
    if at == left:
        return left
    return at - 1 if at >= 0 and codes[at] == "P" else at


def _noun_is_verb(read: _Columns, index: int) -> bool:
    """Say whether "report", "claims" is a verb here: a subject before it, a clause behind it."""
    codes, words = read.codes, read.words
    left = index - 1
    while left >= 0 and codes[left] == "R":
        left -= 1
    if verbs()[words[index]].needs == "observe":
        lists, subject = word_lists(), words[max(0, index - _PICTURED) : index]
        if not lists["image"].isdisjoint(subject):
            return True  # "dash-cam video verified by the paper shows at least"
        by_paper = verbs()[words[index]].lemma in lists["told-by-paper"]
        if by_paper and not lists["record"].isdisjoint(subject):
            return True  # "hospital records seen by the agency show"
        left = _before_time(codes, left)  # "images taken on Tuesday show"
    if left < 0:
        return False
    if words[left] == "to":
        return words[left - 1 : left] != ["according"]  # "according to state television"
    if codes[left] == "A":
        return True
    verb, lists = verbs()[words[index]], word_lists()
    common = codes[left] == "l"
    pronouns = lists["subject-relative"] | lists["pronominal"]
    if not (common or codes[left] in "NC)#" or words[left] in pronouns):
        return False
    if index + 1 >= len(words) or codes[index + 1] == ".":
        return "," in codes[:index] or "Q" in codes[:index]
    singular = common and not words[left].endswith("s")
    if common and singular != (verb.shape == "s"):
        return False  # "reports say", "the report says"
    following = codes[index + 1]
    if following == "," and words[0] == "as" and "," not in codes[:index]:
        return True  # "As the ministry notes, ..."
    if following in "NQ:" or words[index + 1] in lists["noun-verb-complement"]:
        return True
    if following == "D":
        return not singular or verb.needs == "observe"
    return following == "C" and codes[left] in "NC"
