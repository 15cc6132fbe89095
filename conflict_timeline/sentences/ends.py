"""Where sentences and paragraphs end.

One compiled expression finds every place where a sentence could end; cheap looks at the word before
and the letter behind decide.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from conflict_timeline.rules.loader import load_stage, read_table
from conflict_timeline.rules.trie import fold

Chunk = tuple[int, int]
RULE_KEYS = frozenset({"role", "place", "trigger", "unless", "first"})

# One candidate: final marks, closing quotes or brackets, footnote marks, then white space, the end
# of the text, or a capital or a dash of dialogue glued on ("troops.The", "troops.- The"). A line
# end is a candidate too, in text of a fixed width only before more white space. The look-behind on
# the first mark keeps a long row of marks linear.
_MARKS = r"""[.!?…\n](?<![.!?…][.!?…])
    (?: (?<=\n)\s{white}
      | (?<!\n)
        ([.!?…]*+ (?:["”’»)\]*`]|''|'(?!\w)){{0,4}}+
          (?:\[{{1,2}}\w{{1,5}}\]{{1,2}}(?:\([^\s)]{{0,300}}\))?){{0,3}}+)
        (?: \s++ | \Z
          | (?<=[a-z\d]{{2}}[.!?]) (?=[-–—]\s[A-Z])
          | (?: (?<=[a-z\d]{{2}}[.!?]) | (?<=[a-z]["”][.!?]) | (?<=[a-z][.!?]["”]) ) (?=[A-Z][a-z])
        )
    )"""
_CANDIDATE = re.compile(_MARKS.format(white="*+"), re.VERBOSE)
_CANDIDATE_IF_WRAPPED = re.compile(_MARKS.format(white="++"), re.VERBOSE)
_OPENING = frozenset("\"“”„«'‘’`([*#•-–—$€£¿¡@<")
_QUOTES = frozenset("\"“„«'‘`")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_FIRST_WORD = re.compile(r"[^\w]{0,3}([\w']+)")
_SECOND_WORD = re.compile(r"[\w'.]+\s+([\w']+)")
_LONGEST_ABBREVIATION = 12
_LONGEST_SURNAME = 25
_CLAUSE_WINDOW = 80
_SAMPLE = 20_000
_WRAPPED_WIDTH = range(40, 101)
_BROKEN_LINE = 40  # a shorter line without a final mark is a heading


def find_paragraphs(text: str, *, start: int = 0) -> Iterator[list[Chunk]]:
    """Yield the sentences of each paragraph as (start, end)."""
    size = len(text)
    wrapped = _is_hard_wrapped(text)
    begin = start
    while begin < size and text[begin].isspace():
        begin += 1
    chunks: list[Chunk] = []
    candidates = _CANDIDATE_IF_WRAPPED if wrapped else _CANDIDATE
    for found in candidates.finditer(text, begin):
        position, after = found.span()
        if position < begin:
            continue
        gap = found.end(1) if text[position] != "\n" else position
        white = text[gap:after]
        breaks = "\n" in white and _breaks_paragraph(text, position, white, after, wrapped=wrapped)
        if not breaks and (
            text[position] == "\n"
            or (after < size and not _ends(text, begin, position, gap, after))
        ):
            continue
        _add_chunk(text, chunks, begin, gap)
        begin = after
        if breaks and chunks:
            yield _rejoined(text, chunks) if len(chunks) > 1 else chunks
            chunks = []
    _add_chunk(text, chunks, begin, size)
    if chunks:
        yield _rejoined(text, chunks) if len(chunks) > 1 else chunks


def _add_chunk(text: str, chunks: list[Chunk], begin: int, end: int) -> None:
    while end > begin and text[end - 1].isspace():
        end -= 1
    if chunks and 0 < end - begin <= 2 and not any(map(str.isalnum, text[begin:end])):
        chunks[-1] = (chunks[-1][0], end)  # a quotation mark that the source set apart
    elif end > begin:
        chunks.append((begin, end))


# --- paragraphs -----------------------------------------------------------------------------------


def _breaks_paragraph(text: str, position: int, white: str, after: int, *, wrapped: bool) -> bool:
    if white.count("\n") > 1 or after >= len(text):
        return True
    if wrapped:
        return len(white) - white.rfind("\n") > 2  # an indented line
    # A long line that stops without any mark and goes on in lower case was broken by the source.
    line = position - text.rfind("\n", 0, position)
    return not (text[position] == "\n" and text[after].islower() and line > _BROKEN_LINE)


def _is_hard_wrapped(text: str) -> bool:
    """Say whether line ends inside paragraphs come from a fixed width, as in old agency copy."""
    if text.count("\n") < 2:
        return False
    rows = text[:_SAMPLE].split("\n")
    goes_on = sum(
        [after[:1].islower() for row, after in pairwise(rows) if len(row) in _WRAPPED_WIDTH]
    )
    return goes_on >= 2 and goes_on * 4 >= len([row for row in rows if row.strip()])


def _rejoined(text: str, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Join a surname that the source left behind its reporting clause to the sentence before."""
    joined: list[Chunk] = [chunks[0]]
    for begin, end in chunks[1:]:
        first, last = joined[-1]
        if _is_lone_name(text, begin, end) and _lacks_surname(text, first, last):
            joined[-1] = (first, end)
        else:
            joined.append((begin, end))
    return joined


def _is_lone_name(text: str, begin: int, end: int) -> bool:
    if end - begin > _LONGEST_SURNAME or not text[begin].isupper():
        return False
    word = text[begin : end - 1]
    return word.isalpha() and f"{word.lower()}|starter" not in _word_classes()


def _lacks_surname(text: str, begin: int, end: int) -> bool:
    tail = fold(text[max(begin, end - _CLAUSE_WINDOW) : end])
    return any(pattern.search(tail) for pattern in _broken_clauses())


# --- ends -----------------------------------------------------------------------------------------


def _ends(text: str, begin: int, position: int, gap: int, after: int) -> bool:
    """Say whether the mark at ``position`` ends a sentence, looking at the words on both sides."""
    following = text[after]
    if following.islower():
        return False
    letter = following.isalpha() or following.isdigit()
    if not letter and not (following in _OPENING and _opens_sentence(text, after)):
        return False
    if text[position] != "." or (gap - position > 1 and text[gap - 1] in '"”»'):
        return True
    tail = text[max(begin, position - _LONGEST_ABBREVIATION) : position].split()
    if not tail:
        return False
    word = tail[-1].lstrip("(“\"‘'[*")
    if len(tail) == 1 and word.isdigit() and len(word) < 3 and position - len(word) == begin:
        return False  # "1. The first point"
    if len(word) == 1 and word.isupper():
        return _starts_sentence(text, after)
    kind = _word_classes().get(word.lower())
    if kind is not None:
        return _abbreviation_ends(text, kind, word, after)
    if "." in word and _ACRONYM.fullmatch(word):
        return following in _QUOTES or _starts_sentence(text, after)
    return True


def _abbreviation_ends(text: str, kind: str, word: str, after: int) -> bool:
    following = text[after]
    if kind == "title":
        return False
    if kind == "number":
        return not following.isdigit()
    if kind == "clock":
        return not _goes_on_after_clock(text, after)
    if kind == "month" and word[0].islower():
        return True  # "in the jar."
    if following.isdigit():
        return False
    return following in _QUOTES or _starts_sentence(text, after)


def _opens_sentence(text: str, after: int) -> bool:
    """Say whether the word behind an opening quote, bracket or dash begins as sentences do."""
    for char in text[after : after + 4]:
        if char.isalpha():
            return not char.islower()
        if char.isdigit():
            return True
    return False


def _starts_sentence(text: str, after: int) -> bool:
    word = _FIRST_WORD.match(text, after)
    return word is not None and f"{word[1].lower()}|starter" in _word_classes()


def _goes_on_after_clock(text: str, after: int) -> bool:
    """Say whether "a.m. Kyiv time" or "p.m. Saturday" goes on."""
    classes = _word_classes()
    word = _FIRST_WORD.match(text, after)
    if word is None:
        return False
    first = word[1].lower()
    if text[after] == "(" and first.isdigit():
        return True  # "6:30 a.m. (0430 GMT)"
    if f"{first}|zone" in classes or f"{first}|day" in classes:
        return True
    second = _SECOND_WORD.match(text, after)
    return second is not None and f"{second[1]}|clock-noun" in classes


# --- data -----------------------------------------------------------------------------------------


@cache
def _word_classes() -> Mapping[str, str]:
    """Return abbreviation -> class, and "word|class" for the classes of whole words."""
    classes: dict[str, str] = {}
    for word, kind in read_table("abbreviations", "en.tsv"):
        whole = kind in ("starter", "zone", "day", "clock-noun")
        classes[f"{word}|{kind}" if whole else word] = kind
    return classes


@cache
def _broken_clauses() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of reporting clauses that lack a surname."""
    return tuple(
        re.compile(rule.pattern)
        for file in load_stage("abbreviations", RULE_KEYS)
        for rule in file.rules
        if "place" not in rule.fields
    )
