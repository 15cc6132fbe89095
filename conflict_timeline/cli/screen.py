"""Prints styled lines to a terminal, or plain ones anywhere else."""

import re
import shutil
import sys
from collections.abc import Iterable

from conflict_timeline.cli.options import Call
from conflict_timeline.cli.output import page, write_pieces
from conflict_timeline.cli.terminal import wants_colour

STYLES = {"": "", "bold": "1", "dim": "2", "mark": "1;33", "good": "32", "bad": "31"}
LABEL = 16
"""A dim first piece of at most this many columns is a label: later lines start under its value."""
Line = tuple[tuple[str, str], ...]


def print_lines(lines: Iterable[Line], call: Call) -> None:
    """Print ``lines``; a terminal gets colour, wrapped text and a pager."""
    colour = wants_colour(no_color=call.no_color)
    if not sys.stdout.isatty():
        write_pieces(
            ("".join(_styled(line, colour=colour)) + "\n" for line in lines), None, is_drawn=True
        )
        return
    width = shutil.get_terminal_size((100, 24)).columns
    page((wrapped(line, width, colour=colour) for line in lines), no_pager=False)


def wrapped(line: Line, width: int, *, colour: bool) -> str:
    """Return ``line`` broken at spaces to ``width`` columns, under the value of its label."""
    plain = "".join(text for _, text in line)
    label = line[0][1] if line and line[0][0] == "dim" else ""
    indent = len(label) if len(label) <= LABEL else 0
    breaks = _breaks(plain, width, indent)
    out: list[str] = []
    at = 0
    for style, text in line:
        done = 0
        for position in (cut - at for cut in breaks if at <= cut < at + len(text)):
            out += [_paint(style, text[done:position].rstrip(), colour=colour), "\n", " " * indent]
            done = position
        out.append(_paint(style, text[done:], colour=colour))
        at += len(text)
    return "".join(out) + "\n"


def _breaks(plain: str, width: int, indent: int) -> list[int]:
    """Return where a new line begins: before each word that would not fit any more."""
    found: list[int] = []
    used = 0
    for word in re.finditer(r"\s*\S+", plain):
        begin = word.end() - len(word[0].lstrip())
        if used + len(word[0]) > width and begin > indent:
            found.append(begin)
            used = indent + word.end() - begin
        else:
            used += len(word[0])
    return found


def _styled(line: Line, *, colour: bool) -> Iterable[str]:
    return (_paint(style, text, colour=colour) for style, text in line)


def _paint(style: str, text: str, *, colour: bool) -> str:
    code = STYLES[style] if colour else ""
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text
