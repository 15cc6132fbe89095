"""``ctl explain``: how the rules read a sentence, or what a code means."""

from typing import Annotated

import typer

from conflict_timeline.cli.filters import days_of
from conflict_timeline.cli.options import Call
from conflict_timeline.cli.screen import Line, print_lines
from conflict_timeline.cli.terminal import hint


def explain(
    call: Call,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="A sentence, or a code.")],
    date: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day it was published.")
    ] = None,
) -> None:
    """Show how the rules read a sentence, value by value, or what a problem's code means.

    \b
      ctl explain "Shelling hit Kharkiv on Saturday night, officials said." --date 2022-02-27
      ctl explain CTL-S001
    """
    sentence = " ".join(text)
    lines = _lines(sentence, date)
    print_lines(lines, call)
    if date is None:
        hint("Relative dates need the day of publication: --date 2022-02-27", quiet=call.quiet)


def _lines(sentence: str, date: str | None) -> list[Line]:
    from conflict_timeline.extract import extract_statements
    from conflict_timeline.model import Article, Published
    from conflict_timeline.views.show import reasons

    published = Published(days_of(date)[0], "flag") if date else Published(None, "none")
    article = Article(id="0" * 64, file="(given)", text=sentence, published=published)
    lines: list[Line] = []
    for statement in extract_statements(article):
        lines.append((("bold", statement.text),))
        lines += [(("dim", f"  {name:<11}"), ("", value)) for name, value in reasons(statement)]
    return lines or [(("", "Nothing here is a statement for the timeline."),)]
