"""The manual page, from the commands' own help: ``python -m conflict_timeline.cli.manual``."""

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files

import typer

from conflict_timeline import __version__
from conflict_timeline.cli.app import COMMANDS, CREDIT, build_app

TOPICS = ("dates", "formats", "exit-codes", "environment")


def manual() -> Iterator[str]:
    """Yield the lines of ctl.1 in roff."""
    root = typer.main.get_command(build_app())
    with root.make_context("ctl", [], resilient_parsing=True) as context:
        yield f'.TH CTL 1 "" "ctl {__version__}" "Conflict timeline"'
        yield ".SH NAME"
        yield "ctl \\- turn dated news articles into a located, attributed chronology"
        yield ".SH SYNOPSIS"
        yield ".B ctl"
        yield "[OPTIONS] COMMAND [ARGS]..."
        yield ".SH DESCRIPTION"
        yield from _text(root.help or "")
        yield ".SH OPTIONS"
        yield from _options(option.get_help_record(context) for option in root.params)
        yield ".SH COMMANDS"
        for name in COMMANDS:
            command = root.get_command(context, name)  # type: ignore[attr-defined]
            with command.make_context(f"ctl {name}", [], resilient_parsing=True) as inner:
                usage = " ".join(command.collect_usage_pieces(inner))
                yield f'.SS "ctl {name} {_escaped(usage)}"'
                yield from _text(command.help or "")
                yield from _options(option.get_help_record(inner) for option in command.params)
    for topic in TOPICS:
        text = files("conflict_timeline.cli").joinpath("topics", f"{topic}.txt")
        title, _, rest = text.read_text(encoding="utf-8").partition("\n")
        yield f'.SH "{title}"'
        yield from _preformatted(rest.strip("\n"))
    yield ".SH CREDITS"
    yield _escaped(CREDIT)


def _options(records: Iterable[tuple[str, str] | None]) -> Iterator[str]:
    for record in records:
        if record is not None:
            yield ".TP"
            yield f".B {_escaped(record[0])}"
            yield _escaped(record[1]) or "\\&"


def _text(help_text: str) -> Iterator[str]:
    """Paragraphs are filled; those after \\b stand as they are."""
    for paragraph in re.split(r"\n\s*\n", help_text.strip()):
        if paragraph.startswith("\b"):
            yield from _preformatted(paragraph.removeprefix("\b").strip("\n"))
        else:
            yield ".PP"
            yield _escaped(" ".join(paragraph.split()))


def _preformatted(text: str) -> Iterator[str]:
    yield ".PP"
    yield ".nf"
    yield from (_escaped(line) for line in text.split("\n"))
    yield ".fi"


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    sys.stdout.writelines(line + "\n" for line in manual())
