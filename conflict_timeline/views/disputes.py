"""Rival claims side by side."""

from collections.abc import Iterator
from itertools import zip_longest
from textwrap import wrap

from conflict_timeline.model import Claim
from conflict_timeline.record_json import claim_cities
from conflict_timeline.safe_text import safe_text
from conflict_timeline.wording import long_day, speaker_words, status_words

NARROWEST = 30
"""Columns that one side needs; a narrower screen gets the sides below each other."""

ID_LENGTH = 8
Line = tuple[tuple[str, str], ...]


def draw_dispute(
    claim: Claim, rivals: list[tuple[Claim, str]], *, hidden: int, width: int
) -> Iterator[Line]:
    """Yield the lines of one claim with ``rivals`` and their reasons beside it.

    ``hidden`` counts the rivals that are left out.
    """
    total = len(rivals) + hidden
    heading = _heading(claim)
    count = f"  {total} claims against it" if total > 1 else ""
    yield (("bold", heading), ("dim", count))
    column = (width - 5) // 2
    shown: Claim | None = claim
    for other, reason in rivals:
        yield (("dim", f"  {safe_text(reason)}"),)
        if column < NARROWEST:
            for side in (shown, other):
                if side is not None:
                    yield from _stacked(side, max(20, width - 4))
        else:
            yield from _beside(shown, other, column)
        shown = None  # said once
    if hidden:
        yield (("dim", f"  … and {hidden} more against {claim.id[:ID_LENGTH]}: --all shows them"),)
    yield ()


def _heading(claim: Claim) -> str:
    when = claim.representative.when
    day = long_day(when.filing_day) if when else "Day unknown"
    return safe_text(" · ".join((day, *claim_cities(claim))))


def _beside(left: Claim | None, right: Claim, column: int) -> Iterator[Line]:
    sides = [_cell(left, column) if left else [], _cell(right, column)]
    blank = ("", "")
    for one, other in zip_longest(*sides, fillvalue=blank):
        yield (
            ("", "  "),
            (one[0], one[1].ljust(column)),
            ("dim", " │ "),
            (other[0], other[1]),
        )


def _stacked(claim: Claim, width: int) -> Iterator[Line]:
    for piece in _cell(claim, width):
        yield (("", "  "), piece)


def _cell(claim: Claim, column: int) -> list[tuple[str, str]]:
    head = claim.representative
    source = ", ".join(claim.outlets) or "unknown outlet"
    parts = (
        ("mark", f"{speaker_words(head)}, {status_words(head)}".lstrip(", ")),
        ("", head.text),
        ("dim", f"{claim.id[:ID_LENGTH]}  {source}"),
    )
    return [(style, line) for style, text in parts for line in wrap(safe_text(text), column)]
