"""Sentences: exact spans of the text, the paragraph each stands in, and whether it is prose or furniture.

One compiled expression finds every place where a sentence could end; cheap looks at the word before and
the letter after decide. The offsets are those of the text as given: nothing is cut out or put in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from conflict_timeline.model import Sentence, SentenceRole
from conflict_timeline.rules.loader import Rule, load_stage, read_table
from conflict_timeline.rules.trie import fold

_FURNITURE_KEYS = frozenset({"role", "place", "trigger", "unless", "first"})

# One candidate: final marks, closing quotes or brackets, a footnote mark, then white space, the end of the
# text, or (for "troops.The") a capital. The look-behind keeps a long row of marks linear. A line end is one too.
_CANDIDATE = re.compile(
    r"""[.!?…\n](?<![.!?…][.!?…])
    (?: (?<=\n)\s*+
      | [.!?…]*+ (?:["”’»)\]*`]|''|'(?!\w)){0,4}+ (?:\[{1,2}\w{1,5}\]{1,2}(?:\([^\s)]{0,300}\))?){0,3}+
        (?: \s++ | \Z | (?<=[a-z\d]{2}[.!?])(?=[A-Z][a-z]) | (?<=[a-z]["”][.!?])(?=[A-Z][a-z]) | (?<=[a-z][.!?]["”])(?=[A-Z][a-z]) )
    )""",
    re.VERBOSE,
)
_OPENING = frozenset("\"“”„«'‘’`([*#•-–—$€£¿¡@<")
_QUOTES = frozenset("\"“„«'‘`")
_ENDINGS = frozenset(".!?…\"”’'»)]`:;,")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_FIRST_WORD = re.compile(r"[^\w]{0,3}([\w']+)")
_WORD_AND_NEXT = re.compile(r"[\w'.]+\s+([\w']+)")
_SIGN_OFF = re.compile(r"[-–—(]+ ?[^\W\d_][^\n.]{1,60}\.?\s*(?:\n|\Z)")
_BULLET = re.compile(r"(?:[-–—•*·▪●◦‣]|\(?\w{1,2}[.)])\s")
_MAX_HEADING = 110
_MAX_HEADING_WORDS = 14
_MAX_FURNITURE = 240

Chunk = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Shapes:
    """The furniture rules by where they are tried, compiled."""

    start: Mapping[str, tuple[tuple[re.Pattern[str], SentenceRole], ...]]
    end: tuple[tuple[re.Pattern[str], SentenceRole], ...]
    whole: tuple[tuple[str, re.Pattern[str], tuple[str, ...], SentenceRole], ...]
    rejoin: tuple[re.Pattern[str], ...]


def split_sentences(text: str, *, start: int = 0) -> list[Sentence]:
    """Return the sentences of ``text`` from offset ``start`` on, in order, never overlapping.

    >>> [s.text for s in split_sentences("It fell on Feb. 28. The mayor fled.")]
    ['It fell on Feb. 28.', 'The mayor fled.']
    """
    shapes = _shapes()
    wrapped = _is_hard_wrapped(text)
    whole = _whole_furniture(text, shapes)
    sentences: list[Sentence] = []
    paragraph = 0
    paragraphs = list(_paragraphs(text, start=start, wrapped=wrapped))
    alone = len(paragraphs) == 1
    for chunks in paragraphs:
        if len(chunks) > 1:
            chunks = _rejoined(text, chunks)
        for first, last, role in _shaped(text, chunks, alone=alone):
            if whole and role == "prose":
                role = _role_inside(whole, first, last)
            sentences.append(Sentence(first, last, text[first:last], paragraph, role))
        paragraph += 1
    return sentences


# --- ends -------------------------------------------------------------------------------------------------------------


def _paragraphs(text: str, *, start: int, wrapped: bool) -> Iterator[list[Chunk]]:
    """Yield the sentences of each paragraph as (start, end)."""
    size = len(text)
    classes = _word_classes()
    while start < size and text[start].isspace():
        start += 1
    begin = start
    chunks: list[Chunk] = []
    for found in _CANDIDATE.finditer(text, start):
        position, after = found.span()
        if position < begin:
            continue
        mark = text[position]
        gap_start = after
        while gap_start > position and text[gap_start - 1].isspace():
            gap_start -= 1
        if gap_start < after and "\n" in text[gap_start:after]:
            breaks = _breaks_paragraph(text, position, gap_start, after, wrapped=wrapped)
        else:
            breaks = False
        if not breaks:
            if mark == "\n":
                continue
            if after < size and not _ends(text, begin, position, gap_start, after, classes):
                continue
        end = gap_start
        while end > begin and text[end - 1].isspace():
            end -= 1
        if chunks and end - begin <= 2 and not any(map(str.isalnum, text[begin:end])):
            chunks[-1] = (chunks[-1][0], end)  # a quotation mark that the source set apart
        elif end > begin:
            chunks.append((begin, end))
        begin = after
        if breaks and chunks:
            yield chunks
            chunks = []
    end = size
    while end > begin and text[end - 1].isspace():
        end -= 1
    if end > begin:
        chunks.append((begin, end))
    if chunks:
        yield chunks


def _breaks_paragraph(
    text: str, position: int, gap_start: int, after: int, *, wrapped: bool
) -> bool:
    gap = text[gap_start:after]
    if gap.count("\n") > 1:
        return True
    if after >= len(text):
        return True
    if wrapped:
        return len(gap) - gap.rfind("\n") > 2
    # A line that stops without any mark and goes on in lower case was broken by the source.
    line = position - text.rfind("\n", 0, position)
    return not (text[position] == "\n" and text[after].islower() and line > 40)


def _ends(
    text: str, begin: int, position: int, gap_start: int, after: int, classes: Mapping[str, str]
) -> bool:
    """Say whether the mark at ``position`` ends a sentence, looking at the words on both sides."""
    following = text[after]
    if following.islower():
        return False
    if not (following.isupper() or following.isdigit() or following.isalpha()):
        if following not in _OPENING:
            return False
        if not _opens_sentence(text, after):
            return False
    if text[position] != ".":
        return True
    if gap_start - position > 1 and text[gap_start - 1] in '"”»':
        return True
    tail = text[max(begin, position - 12) : position].split()
    if not tail:
        return False
    word = tail[-1].lstrip("(“\"‘'[*")
    if not word:
        return True
    if len(tail) == 1 and word.isdigit() and len(word) < 3 and position - len(word) == begin:
        return False  # "1. The first point"
    if len(word) == 1 and word.isupper():
        return _starts_sentence(text, after, classes)
    kind = classes.get(word.lower())
    if kind is None:
        if "." in word and _ACRONYM.fullmatch(word):
            return following in _QUOTES or _starts_sentence(text, after, classes)
        return True
    return _abbreviation_ends(text, kind, word, after, classes)


def _abbreviation_ends(
    text: str, kind: str, word: str, after: int, classes: Mapping[str, str]
) -> bool:
    following = text[after]
    if kind == "title":
        return False
    if kind == "number":
        return not following.isdigit()
    if kind in ("month", "weekday", "end"):
        if kind == "month" and word[0].islower():
            return True
        if following.isdigit():
            return False
        return following in _QUOTES or _starts_sentence(text, after, classes)
    if kind == "clock":
        return not _goes_on_after_clock(text, after)
    return True


def _opens_sentence(text: str, after: int) -> bool:
    """Say whether the word behind an opening quote, bracket or dash begins with a capital or digit."""
    for char in text[after : after + 4]:
        if char.isupper() or char.isdigit():
            return True
        if char.isalpha():
            return not char.islower()
    return False


def _starts_sentence(text: str, after: int, classes: Mapping[str, str]) -> bool:
    word = _FIRST_WORD.match(text, after)
    return word is not None and f"{word[1].lower()}|starter" in classes


def _goes_on_after_clock(text: str, after: int) -> bool:
    """Say whether "a.m. Kyiv time" or "p.m. Saturday" goes on."""
    classes = _word_classes()
    word = _FIRST_WORD.match(text, after)
    if word is None:
        return False
    first = word[1].lower()
    if f"{first}|zone" in classes or f"{first}|day" in classes:
        return True
    both = _WORD_AND_NEXT.match(text, after)
    return both is not None and both[1] == "time"


def _rejoined(text: str, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Join a surname that the source left behind its reporting clause to the sentence before."""
    joined: list[Chunk] = [chunks[0]]
    for begin, end in chunks[1:]:
        if end - begin < 25 and text[begin].isupper() and text[begin : end - 1].isalpha():
            first, last = joined[-1]
            tail = fold(text[max(first, last - 80) : last])
            if (
                any(pattern.search(tail) for pattern in _shapes().rejoin)
                and f"{text[begin : end - 1].lower()}|starter" not in _word_classes()
            ):
                joined[-1] = (first, end)
                continue
        joined.append((begin, end))
    return joined


def _is_hard_wrapped(text: str) -> bool:
    """Say whether line ends inside paragraphs come from a fixed line width, as in old agency copy."""
    lines = text.count("\n")
    if lines < 2:
        return False
    rows = text[:20_000].split("\n")
    filled = [40 <= len(row) <= 100 for row in rows]
    goes_on = sum(full and row[:1].islower() for full, row in zip(filled, rows[1:], strict=False))
    return goes_on >= 2 and goes_on * 4 >= sum(1 for row in rows if row.strip())


# --- furniture --------------------------------------------------------------------------------------------------------


def _shaped(
    text: str, chunks: Sequence[Chunk], *, alone: bool
) -> Iterator[tuple[int, int, SentenceRole]]:
    """Yield the sentences of one paragraph with their roles; a glued header is cut off as its own."""
    shapes = _shapes()
    begin, end = chunks[0]
    if len(chunks) > 1:
        roles = _roles_in_paragraph(text, chunks, shapes)
        yield from roles
        return
    role, cut = _start_role(text, begin, end, shapes)
    if cut < end:
        yield begin, cut, role
        while text[cut].isspace():
            cut += 1
        rest, _ = _start_role(text, cut, end, shapes)
        yield cut, end, rest if rest != "prose" else _line_role(text, cut, end, shapes, alone=alone)
        return
    if role == "prose":
        role = _line_role(text, begin, end, shapes, alone=alone)
    yield begin, end, role


def _roles_in_paragraph(
    text: str, chunks: Sequence[Chunk], shapes: _Shapes
) -> Iterator[tuple[int, int, SentenceRole]]:
    begin, end = chunks[0]
    role, cut = _start_role(text, begin, end, shapes)
    if role in ("byline", "caption") or (role == "header" and cut == end):
        for first, last in chunks:
            yield first, last, role
        return
    if cut < end:
        yield begin, cut, role
        while text[cut].isspace():
            cut += 1
        begin = cut
    yield begin, end, "prose"
    for first, last in chunks[1:-1]:
        yield first, last, "prose"
    first, last = chunks[-1]
    role, cut = _start_role(text, first, last, shapes)
    if role == "prose" and text[last - 1] not in '.!?…"”':
        role = _end_role(text, first, last, shapes)
    yield first, last, role


def _start_role(text: str, begin: int, end: int, shapes: _Shapes) -> tuple[SentenceRole, int]:
    """Return the role that the beginning of a line shows and where its match ends (``end`` if all of it)."""
    rules = shapes.start.get(text[begin].lower())
    if rules is None:
        return "prose", end
    line = text[begin : min(end, begin + _MAX_FURNITURE)].lower()
    for pattern, role in rules:
        if found := pattern.match(line):
            cut = min(begin + found.end(), end)
            if role == "header":
                return role, cut if cut < end and text[cut:end].strip() else end
            return role, end
    return "prose", end


def _end_role(text: str, begin: int, end: int, shapes: _Shapes) -> SentenceRole:
    tail = fold(text[max(begin, end - 80) : end])
    for pattern, role in shapes.end:
        if pattern.search(tail):
            return role
    return "prose"


def _line_role(text: str, begin: int, end: int, shapes: _Shapes, *, alone: bool) -> SentenceRole:
    """Return the role of a line that is a paragraph of its own."""
    last = text[end - 1]
    if last in ".!…:;,":
        return "prose"
    role = _end_role(text, begin, end, shapes)
    if role != "prose" or alone or end - begin > _MAX_HEADING:
        return role
    if last in "\"”’'»)]`" and text[end - 2] in ".!?…,":
        return "prose"
    if last == "?" and (text[begin] in _QUOTES or end - begin > 70):
        return "prose"
    line = text[begin:end]
    if _BULLET.match(line) or line.count(" ") >= _MAX_HEADING_WORDS:
        return "prose"
    return "heading"


def _whole_furniture(
    text: str, shapes: _Shapes
) -> list[tuple[int, tuple[str, ...], str, SentenceRole]]:
    """Return where rules that hold anywhere in a sentence match: position, exceptions, text, role."""
    found: list[tuple[int, tuple[str, ...], str, SentenceRole]] = []
    for trigger, pattern, unless, role in shapes.whole:
        position = text.find(trigger)
        while position >= 0:
            window_start = max(0, position - 120)
            window = fold(text[window_start : position + 160])
            for match in pattern.finditer(window):
                at = window_start + match.start()
                if abs(at - position) < 120:
                    found.append((at, unless, text, role))
            position = text.find(trigger, position + len(trigger))
    return found


def _role_inside(
    whole: Sequence[tuple[int, tuple[str, ...], str, SentenceRole]], begin: int, end: int
) -> SentenceRole:
    for position, unless, text, role in whole:
        if begin <= position < end and end - begin < _MAX_FURNITURE:
            sentence = fold(text[begin:end])
            if not any(word in sentence for word in unless):
                return role
    return "prose"


# --- data -------------------------------------------------------------------------------------------------------------


@cache
def _word_classes() -> dict[str, str]:
    """Return abbreviation -> class, and "word|class" for the classes of whole words."""
    classes: dict[str, str] = {}
    for word, kind in read_table("abbreviations", "en.tsv"):
        if kind in ("starter", "zone", "day"):
            classes[f"{word}|{kind}"] = kind
        else:
            classes[word] = kind
    return classes


def furniture_rules() -> tuple[Rule, ...]:
    """Return the rules for headers, captions, bylines, caveats and broken sentences."""
    return tuple(
        rule for file in load_stage("abbreviations", _FURNITURE_KEYS) for rule in file.rules
    )


@cache
def _shapes() -> _Shapes:
    start: dict[str, list[tuple[re.Pattern[str], SentenceRole]]] = {}
    end, whole, rejoin = [], [], []
    for rule in furniture_rules():
        pattern = re.compile(rule.pattern)
        place = rule.fields.get("place")
        if place is None:
            rejoin.append(pattern)
        elif place == "start":
            for letter in rule.fields["first"]:
                start.setdefault(letter, []).append((pattern, rule.fields["role"]))
        elif place == "end":
            end.append((pattern, rule.fields["role"]))
        else:
            unless = tuple(rule.fields.get("unless", ()))
            whole.append((rule.fields["trigger"], pattern, unless, rule.fields["role"]))
    by_letter = {letter: tuple(rules) for letter, rules in start.items()}
    return _Shapes(by_letter, tuple(end), tuple(whole), tuple(rejoin))
