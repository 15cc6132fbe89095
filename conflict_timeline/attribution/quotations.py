"""Quotation marks paired up: which stretches of a text are somebody's words.

Curly, straight, doubled single ('' and ``) and low marks are read alike. A quotation that is left
open runs to the end of its paragraph when the paragraph began with it, as quotations over several
paragraphs do.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]

_MARK = re.compile(r""""|“|”|„|«|»|\'\'|``""")  # literals only: their first letters find candidates
_OPENS = frozenset("“„«")
_CLOSES = frozenset("»")
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\w)|(?<=[.,?!…])[’'](?!\w)|\n")
_SINGLE_CLOSING = re.compile(r"[.,?!…][’'‘]")
_MAX_QUOTATION = 6_000


@dataclass(frozen=True, slots=True)
class Quotations:
    """Spans of quotations with their marks, in order; ``open_ended`` starts unclosed ones."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    open_ended: frozenset[int]

    def covering(self, position: int) -> int | None:
        """Return the index of the quotation that ``position`` lies in, or ``None``."""
        index = bisect_right(self.starts, position) - 1
        return index if index >= 0 and position < self.ends[index] else None

    def within(self, start: int, end: int) -> Iterator[Span]:
        """Yield the quotations that share something with ``start`` to ``end``, in order."""
        index = bisect_right(self.ends, start)
        while index < len(self.starts) and self.starts[index] < end:
            yield self.starts[index], self.ends[index]
            index += 1


def find_quotations(text: str) -> Quotations:
    """Return the quotations of ``text``; unpaired marks are left out."""
    starts: list[int] = []
    ends: list[int] = []
    unclosed: set[int] = set()
    opened: int | None = None
    for found in _MARK.finditer(text):
        at, after = found.span()
        if opened is not None and (
            at - opened > _MAX_QUOTATION or "\n\n" in text[opened:at] or _at_line_start(text, at)
        ):
            _close_open_ended(text, opened, starts, ends, unclosed)
            opened = None
        if opened is None:
            if _can_open(text, found[0], at, after):
                opened = at
            continue
        if _can_close(text, found[0], at, after):
            starts.append(opened)
            ends.append(after)
            opened = None
        elif _can_open(text, found[0], at, after):
            opened = at  # the mark before was stray
    if opened is not None:
        _close_open_ended(text, opened, starts, ends, unclosed)
    # British copy: single marks, told from apostrophes by the mark before the end
    if not starts and _SINGLE_CLOSING.search(text):
        _pair_single(text, starts, ends)
    return Quotations(tuple(starts), tuple(ends), frozenset(unclosed))


def _pair_single(text: str, starts: list[int], ends: list[int]) -> None:
    opened: int | None = None
    for found in _SINGLE.finditer(text):
        at = found.start()
        if found[0] == "\n":
            opened = None
        elif at and text[at - 1] in ".,?!…" and opened is not None:
            starts.append(opened)
            ends.append(at + 1)
            opened = None
        elif opened is None and text[at + 1 : at + 2].isalnum():
            opened = at


def _close_open_ended(
    text: str, opened: int, starts: list[int], ends: list[int], unclosed: set[int]
) -> None:
    if not _at_line_start(text, opened):
        return
    end = text.find("\n", opened)
    end = len(text) if end < 0 else end
    if end - opened <= _MAX_QUOTATION:
        starts.append(opened)
        ends.append(end)
        unclosed.add(opened)


def _at_line_start(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _can_open(text: str, mark: str, at: int, after: int) -> bool:
    if mark in _OPENS:
        return True
    if mark in _CLOSES or after >= len(text):
        return False
    if text[after].isspace():  # '" There is still a risk" where the source put a space
        apart = at == 0 or text[at - 1].isspace()
        return (
            mark == '"' and apart and text[after] == " " and text[after + 1 : after + 2].isupper()
        )
    before = text[at - 1] if at else " "
    return before.isspace() or before in "([-–—:/‘'" or mark == "``"


def _can_close(text: str, mark: str, at: int, after: int) -> bool:
    if mark in _OPENS:  # “the wrong way round“ when the mark leans on the word before
        return not text[at - 1].isspace() and (after >= len(text) or not text[after].isalnum())
    if mark == "``":
        return False
    if mark in "”»":
        return True
    before = text[at - 1]
    following = text[after] if after < len(text) else " "
    return not before.isspace() or following.isspace() or not following.isalnum()
