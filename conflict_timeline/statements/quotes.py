"""Where quotation marks open and close, over a whole text, so that a quotation may span
sentences."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

from conflict_timeline.model import Sentence
from conflict_timeline.statements.lines import spans_within

# literals only: their first letters find candidates
_MARK = re.compile(r"""“|”|„|«|»|"|``|''|\n\s*\n""")
_OPENING, _CLOSING = frozenset("“„«"), frozenset("”»")


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans inside quotation marks; a paragraph break ends a quotation left open.

    >>> quotations('He said “we hold on. We stay” and left.')
    ((9, 28),)
    """
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _MARK.finditer(text):
        sign = mark[0]
        if sign[0] == "\n":
            if opened is not None:
                spans.append((opened, mark.start()))
            opened = None
        elif opened is None:
            opened = mark.end()
        elif sign not in _OPENING:
            spans.append((opened, mark.start()))
            opened = None
    if opened is not None:
        spans.append((opened, len(text)))
    return tuple(spans)


def quoted_within(
    quoted: Sequence[tuple[int, int]], sentence: Sentence
) -> Sequence[tuple[int, int]]:
    """Return the parts of ``quoted`` inside ``sentence``, as offsets into its text.

    The quotations of a text stand in order and apart, so that only those of the sentence are seen.
    """
    if not quoted:
        return ()
    first = bisect_right(quoted, sentence.start, key=itemgetter(1))
    behind = bisect_left(quoted, sentence.end, lo=first, key=itemgetter(0))
    return spans_within(quoted[first:behind], sentence)
