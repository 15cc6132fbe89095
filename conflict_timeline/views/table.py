"""The timeline for a terminal: days as headings, one entry a claim, in columns or stacked."""

from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from conflict_timeline.model import Claim
from conflict_timeline.record_json import claim_cities
from conflict_timeline.safe_text import safe_text
from conflict_timeline.wording import (
    is_inferred,
    long_day,
    speaker_words,
    status_words,
    time_words,
)

WIDE = 110
ID_LENGTH = 8
STATUS_STYLE = {
    "denied": "magenta",
    "threatened": "red",
    "unconfirmed": "yellow",
    "predicted": "blue",
    "claimed": "cyan",
    "observed": "green",
}

KIND_STYLE = {
    "airstrike": "red",
    "missile_strike": "red",
    "shelling": "red",
    "explosion": "red",
    "weapons_use": "red",
    "ground_combat": "yellow",
    "territorial_control": "yellow",
    "troop_movement": "yellow",
    "casualties": "bold red",
    "civilian_attack": "bold red",
    "displacement": "blue",
    "humanitarian": "blue",
    "aid": "blue",
    "diplomacy": "cyan",
    "sanctions": "cyan",
}
"""Violence warm, movement yellow, people blue, politics cyan; the name stands beside the colour."""


def draw_timeline(
    claims: Iterable[Claim], *, width: int, colour: bool, base: Path | None = None
) -> Iterator[str]:
    """Yield the timeline as text, a day at a time, ``width`` columns wide.

    Article text is only ever wrapped in ``Text``, so that nothing in it is markup. With ``base``,
    the folder that relative files are in, an entry's id is a link to its file (OSC 8).
    """
    console = _console(width, colour=colour)
    for day, entries in groupby(claims, key=_day_heading):
        yield _render(console, Text(day, style="bold"))
        draw = _columns if width >= WIDE else _stacked
        for claim in entries:
            yield _render(console, Padding(draw(claim, base), (0, 0, 0, 1)))
        yield "\n"


def _day_heading(claim: Claim) -> str:
    when = claim.representative.when
    return long_day(when.filing_day) if when else "Day unknown"


def _columns(claim: Claim, base: Path | None) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=13)
    table.add_column(width=21)
    table.add_column(ratio=1)
    table.add_column(width=28)
    head = claim.representative
    table.add_row(
        Text(time_words(head.when), style="green"),
        _where_and_what(claim, "\n"),
        Text(safe_text(head.text)),
        Text("\n").join([Text(safe_text(speaker_words(head))), *_notes(claim, base)]),
    )
    return table


def _stacked(claim: Claim, base: Path | None) -> Table:
    head = claim.representative
    first = [
        Text(time_words(head.when), style="green"),
        _where_and_what(claim, " · "),
        Text(safe_text(speaker_words(head))),
        *_notes(claim, base),
    ]
    table = Table.grid(expand=True)
    table.add_row(Text(" · ").join(part for part in first if part.plain))
    table.add_row(Padding(Text(safe_text(head.text)), (0, 0, 0, 2)))
    return table


def _where_and_what(claim: Claim, between: str) -> Text:
    """The cities, and the kinds of event in their colours."""
    kinds = Text(", ").join(
        Text(kind.replace("_", " "), style=KIND_STYLE.get(kind, ""))
        for kind in claim.representative.kinds
    )
    cities = Text(safe_text(", ".join(claim_cities(claim))), style="bold")
    return Text(between).join(part for part in (cities, kinds) if part.plain)


def _notes(claim: Claim, base: Path | None) -> list[Text]:
    """The status, how many outlets, whether the date was inferred, and the id to ask for more."""
    head = claim.representative
    status = Text(status_words(head), style=STATUS_STYLE.get(head.status.name, ""))
    count = len(claim.outlets)
    if count > 1:
        status.append(f" · {count} outlets", style="default")
    if any(link.type == "contradicts" for link in claim.links):
        status.append(" · disputed", style="bold red")
    notes = [status]
    if is_inferred(claim):
        notes.append(Text("date inferred", style="yellow"))
    shown = Text(claim.id[:ID_LENGTH], style="dim")
    if base:
        shown.stylize(Style(link=base.joinpath(safe_text(head.file)).as_uri()))
    notes.append(shown)
    return notes


def _console(width: int, *, colour: bool) -> Console:
    return Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )


def _render(console: Console, part: Text | Padding) -> str:
    """Return ``part`` as text; the console is used for one part after the other."""
    file = console.file
    assert isinstance(file, StringIO)
    console.print(part)
    drawn = file.getvalue()
    file.seek(0)
    file.truncate()
    return "".join(line.rstrip() + "\n" for line in drawn.splitlines())
