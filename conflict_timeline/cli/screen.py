"""Prints styled lines to a terminal, or plain ones anywhere else."""

import shutil
import sys
from collections.abc import Iterable

from conflict_timeline.cli.options import Call
from conflict_timeline.cli.output import page, write_pieces
from conflict_timeline.cli.terminal import wants_colour

STYLES = {"": "", "bold": "1", "dim": "2", "mark": "1;33", "good": "32", "bad": "31"}
Line = tuple[tuple[str, str], ...]


def print_lines(lines: Iterable[Line], call: Call) -> None:
    """Print ``lines``; a terminal gets colour, wrapped text and a pager."""
    colour = wants_colour(no_color=call.no_color)
    if not sys.stdout.isatty():
        write_pieces(("".join(_styled(line, colour=colour)) + "\n" for line in lines), None)
        return
    width = shutil.get_terminal_size((100, 24)).columns
    page("".join(wrapped(line, width, colour=colour) for line in lines), no_pager=False)


def wrapped(line: Line, width: int, *, colour: bool) -> str:
    """Return ``line`` broken at spaces to ``width`` columns, with its styles."""
    words = [(style, word) for style, text in line for word in text.replace(" ", " \0").split("\0")]
    indent = len(words[0][1]) if words and line[0][0] == "dim" else 0
    out, used = [], 0
    for style, word in words:
        if used + len(word.rstrip()) > width and used > indent:
            out.append("\n" + " " * indent)
            used = indent
        out.append(_paint(style, word, colour=colour))
        used += len(word)
    return "".join(out).rstrip(" ") + "\n"


def _styled(line: Line, *, colour: bool) -> Iterable[str]:
    return (_paint(style, text, colour=colour) for style, text in line)


def _paint(style: str, text: str, *, colour: bool) -> str:
    code = STYLES[style] if colour else ""
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text
