"""``ctl export FORMAT``: the same claims as the timeline, as files that other tools open."""

from pathlib import Path
from typing import Annotated

import typer

from conflict_timeline.cli.filters import claim_filter
from conflict_timeline.cli.options import Call, FilterOptions
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.timeline import claim_pieces
from conflict_timeline.exports import EXPORTS
from conflict_timeline.problems import UsageProblem
from conflict_timeline.store import open_store


def export(
    call: Call,
    filters: FilterOptions,
    form: Annotated[
        str | None, typer.Argument(metavar="FORMAT", help="Without one: list the formats.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; - is the screen."),
    ] = None,
    excel_safe: Annotated[
        bool, typer.Option("--excel-safe", help="Disarm cells that a spreadsheet would run.")
    ] = False,
) -> None:
    """Write claims in a format that other tools open; the filters are those of `ctl timeline`.

    \b
      ctl export csv --excel-safe -o claims.csv
      ctl export md --city Kharkiv -o kharkiv.md
    """
    if form is None:
        for name, (_, _, about) in EXPORTS.items():
            typer.echo(f"{name:<14}{about}")
        return
    if form not in EXPORTS:
        raise UsageProblem(
            "CTL-U009",
            f"“{form}” is no format of ctl",
            hint=did_you_mean(form, EXPORTS) or f"one of {', '.join(EXPORTS)}",
        )
    with open_store(call.store_path, create=False) as store:
        wanted = claim_filter(store, filters, quiet=call.quiet)
        write_pieces(claim_pieces(store, wanted, form, excel_safe=excel_safe), output)
