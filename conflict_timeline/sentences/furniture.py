"""What a line is by its shape: prose, or heading, caption, byline, header, caveat."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from conflict_timeline.model import SentenceRole
from conflict_timeline.rules.lazy import LazyPattern
from conflict_timeline.rules.loader import Rule, load_stage
from conflict_timeline.rules.trie import fold
from conflict_timeline.sentences.ends import RULE_KEYS, Chunk

Shaped = tuple[int, int, SentenceRole]

_DASHED = re.compile(r"[-–—] [^\n]{2,100} [-–—]")
_NAMED = re.compile(r"[^\W\d][^:\n]{1,40}: \S")
_BULLET = re.compile(r"(?:[-–—•*·▪●◦‣]|\(?\w{1,2}[.)])\s")
_QUOTES = frozenset("\"“„«'‘`")
_CLOSING = "\"”’'»)]`"
_MAX_HEADING = 110
_MAX_CAPITALS = 200
_MAX_QUESTION = 70
_MAX_HEADING_SPACES = 13
_MAX_NAMED_SPACES = 19
_MAX_TOPIC_SPACES = 3
_MAX_FURNITURE = 240
_TAIL = 80
_BEFORE_TRIGGER = 120
_AFTER_TRIGGER = 160
_MAX_DATELINE = 140
_MIN_LEAD = 30


@dataclass(frozen=True, slots=True)
class _Whole:
    """A rule that holds anywhere in a sentence, tried at its literal trigger.

    ``is_credit`` says that it must hold for all of the sentence, as written.
    """

    trigger: str
    pattern: LazyPattern
    unless: tuple[str, ...]
    role: SentenceRole
    is_credit: bool = False


@dataclass(frozen=True, slots=True)
class _Shapes:
    """The furniture rules by where they are tried.

    ``start`` holds, by first letter, one pattern for all its rules; each is a group, named in
    ``roles``.
    ``agency`` finds the brackets and ``datelines`` what stands before them, on text as written.
    """

    start: Mapping[str, LazyPattern]
    roles: Mapping[str | None, SentenceRole]
    end: tuple[tuple[LazyPattern, SentenceRole], ...]
    whole: tuple[_Whole, ...]
    agency: re.Pattern[str]
    datelines: tuple[LazyPattern, ...]


class Mentions:
    """Where the rules that hold anywhere in a sentence match in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = sorted(_whole_matches(text), key=lambda found: found[0])

    def __bool__(self) -> bool:
        return bool(self._found)

    def role_of(self, begin: int, end: int) -> SentenceRole:
        """Return the role of a short sentence that says who helped, or what nobody could check."""
        if end - begin > _MAX_FURNITURE:
            return "prose"
        at = bisect_left(self._found, begin, key=lambda found: found[0])
        while at < len(self._found) and self._found[at][0] < end:
            rule = self._found[at][1]
            if self._holds(rule, begin, end):
                return rule.role
            at += 1
        return "prose"

    def _holds(self, rule: _Whole, begin: int, end: int) -> bool:
        if rule.is_credit:
            return rule.pattern.fullmatch(self._text, begin, end) is not None
        sentence = fold(self._text[begin:end])
        return not any(word in sentence for word in rule.unless)


class Datelines:
    """Where an agency's dateline stands behind other text on its line: "TRIPOLI (Reuters) -"."""

    def __init__(self, text: str) -> None:
        self._starts = [
            start
            for found in _shapes().agency.finditer(text)
            if (start := _dateline_start(text, found.start())) is not None
        ]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def first_in(self, begin: int, end: int) -> int | None:
        """Return where the first dateline of a sentence begins."""
        at = bisect_left(self._starts, begin)
        return self._starts[at] if at < len(self._starts) and self._starts[at] < end else None


def _dateline_start(text: str, agency: int) -> int | None:
    """Return where the place before the agency's bracket begins, ``agency`` when there is none."""
    line = max(text.rfind("\n", 0, agency) + 1, agency - _MAX_DATELINE)
    window = text[line:agency]
    for pattern in _shapes().datelines:
        if found := pattern.search(window):
            return line + found.start("dateline")
    long = len(window) > _MIN_LEAD  # a shorter one is a dateline of another form
    return agency if long and window[-1] == " " else None


def _whole_matches(text: str) -> Iterator[tuple[int, _Whole]]:
    for rule in _shapes().whole:
        position = text.find(rule.trigger)
        while position >= 0:
            if rule.is_credit:
                yield position, rule
                position = text.find(rule.trigger, position + len(rule.trigger))
                continue
            window_start = max(0, position - _BEFORE_TRIGGER)
            window = fold(text[window_start : position + _AFTER_TRIGGER])
            if found := rule.pattern.search(window):
                yield window_start + found.start(), rule
            position = text.find(rule.trigger, position + _AFTER_TRIGGER)


def shape_paragraph(
    text: str, chunks: Sequence[Chunk], *, alone: bool, datelines: Datelines | None
) -> list[Shaped]:
    """Return the sentences of one paragraph with their roles; a glued header becomes its own.

    What stands before an agency's dateline on its line is a heading, however long. ``alone`` says
    that the text has no other paragraph: a single line is no heading.
    """
    if datelines is None:
        return _shape(text, chunks, alone=alone)
    for position, (begin, end) in enumerate(chunks):
        at = datelines.first_in(begin, end)
        if at is None or (at == begin and position == 0):
            continue
        role = _start_role(text, *chunks[0])[0]
        role = "heading" if role == "prose" else role
        before = [(first, last, role) for first, last in chunks[:position]]
        if at > begin:
            before.append((begin, begin + len(text[begin:at].rstrip()), role))
        return before + _shape(text, [(at, end), *chunks[position + 1 :]], alone=alone)
    return _shape(text, chunks, alone=alone)


def _shape(text: str, chunks: Sequence[Chunk], *, alone: bool) -> list[Shaped]:
    begin, end = chunks[0]
    role, cut = _start_role(text, begin, end)
    shaped: list[Shaped] = []
    if cut < end:
        shaped.append((begin, cut, role))
        begin = cut
        while text[begin].isspace():
            begin += 1
        role = "prose" if len(chunks) > 1 else _start_role(text, begin, end)[0]
    if len(chunks) == 1:
        role = role if role != "prose" else _line_role(text, begin, end, alone=alone)
        shaped.append((begin, end, role))
    elif role != "prose" or _is_topic_heading(text, chunks, alone=alone):
        role = "heading" if role == "prose" else role
        shaped.append((begin, end, role))
        shaped += [(first, last, role) for first, last in chunks[1:]]
    else:
        shaped.append((begin, end, "prose"))
        shaped += [(first, last, "prose") for first, last in chunks[1:-1]]
        first, last = chunks[-1]
        shaped.append((first, last, _last_role(text, first, last)))
    return shaped


def _is_topic_heading(text: str, chunks: Sequence[Chunk], *, alone: bool) -> bool:
    """Read "War at sea. The minister: we will win": a topic with its full stop, then a heading."""
    begin, end = chunks[0]
    last = chunks[-1]
    return (
        not alone
        and text.count(" ", begin, end) <= _MAX_TOPIC_SPACES
        and text[begin].isupper()
        and text[end - 1] == "."
        and _line_role(text, *last, alone=False) == "heading"
    )


def _start_role(text: str, begin: int, end: int) -> tuple[SentenceRole, int]:
    """Return the role that a line's beginning shows, and where a header glued to more ends."""
    shapes = _shapes()
    rules = shapes.start.get(text[begin].lower())
    if rules is None:
        return "prose", end
    found = rules.match(text[begin : min(end, begin + _MAX_FURNITURE)].lower())
    if found is None:
        return "prose", end
    role = shapes.roles[found.lastgroup]
    cut = begin + found.end()
    glued = role == "header" and cut < end and not text[cut:end].isspace()
    return role, cut if glued else end


def _last_role(text: str, begin: int, end: int) -> SentenceRole:
    """Return the role of a paragraph's last sentence: a sign-off or a picture credit."""
    role, _ = _start_role(text, begin, end)
    if role == "prose" and text[end - 1] not in '.!?…"”':
        role = _end_role(text, begin, end)
    return role


def _end_role(text: str, begin: int, end: int) -> SentenceRole:
    tail = fold(text[max(begin, end - _TAIL) : end])
    for pattern, role in _shapes().end:
        if pattern.search(tail):
            return role
    return "prose"


def _line_role(text: str, begin: int, end: int, *, alone: bool) -> SentenceRole:
    """Return the role of a line that is a paragraph of its own."""
    last = text[end - 1]
    if last in ".!…:;,":
        return "prose"
    role = _end_role(text, begin, end)
    if role != "prose" or alone or end - begin > _MAX_CAPITALS:
        return role
    line = text[begin:end]
    if line.isupper():
        return "heading"
    spoken = last in _CLOSING and line.rstrip(_CLOSING + " ")[-1:] in tuple(".!?…,")
    if end - begin > _MAX_HEADING or spoken:
        return "prose"
    if last == "?" and (text[begin] in _QUOTES or end - begin > _MAX_QUESTION):
        return "prose"
    if _DASHED.fullmatch(line):
        return "heading"
    spaces = _MAX_NAMED_SPACES if _NAMED.match(line) else _MAX_HEADING_SPACES
    if _BULLET.match(line) or line.count(" ") > spaces:
        return "prose"
    return "heading"


# --- data -----------------------------------------------------------------------------------------


def furniture_rules() -> tuple[Rule, ...]:
    """Return the rules for headers, captions, bylines, caveats and broken sentences."""
    return tuple(rule for file in load_stage("abbreviations", RULE_KEYS) for rule in file.rules)


@cache
def _shapes() -> _Shapes:
    start: dict[str, list[str]] = {}
    roles: dict[str | None, SentenceRole] = {}
    end: list[tuple[LazyPattern, SentenceRole]] = []
    whole: list[_Whole] = []
    agency = re.compile(r"(?!)")
    datelines: list[LazyPattern] = []
    for rule in furniture_rules():
        pattern, place = LazyPattern(rule.pattern), rule.fields.get("place")
        if place == "start":
            name = f"rule{len(roles)}"
            roles[name] = rule.fields["role"]
            for letter in rule.fields["first"]:
                start.setdefault(letter, []).append(f"(?P<{name}>{rule.pattern})")
        elif place == "end":
            end.append((pattern, rule.fields["role"]))
        elif place == "agency":
            agency = re.compile(rule.pattern)
        elif place == "dateline":
            datelines.append(pattern)
        elif place in ("whole", "credit"):
            unless = tuple(rule.fields.get("unless", ()))
            trigger, role = rule.fields["trigger"], rule.fields["role"]
            whole.append(_Whole(trigger, pattern, unless, role, is_credit=place == "credit"))
    by_letter = {letter: LazyPattern("|".join(rules)) for letter, rules in start.items()}
    return _Shapes(by_letter, roles, tuple(end), tuple(whole), agency, tuple(datelines))
