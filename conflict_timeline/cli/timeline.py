"""``ctl timeline``: print claims in order, as a table, or as data for other programs."""

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflict_timeline.cli.filters import claim_filter
from conflict_timeline.cli.options import Call, FilterOptions, OutputOptions
from conflict_timeline.cli.output import lines, page, write_pieces
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.terminal import hint, wants_colour
from conflict_timeline.problems import UsageProblem
from conflict_timeline.store import ClaimFilter, Store, find_claims, iter_claim_json, open_store
from conflict_timeline.store.articles import count_undated
from conflict_timeline.store.query import count_claims

if TYPE_CHECKING:
    from conflict_timeline.model import Claim

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "md")
SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv",
            ".md": "md", ".txt": "table"}  # fmt: skip
TABLE_WIDTH = 100
PER_DAY = 3
NO_ID = "-"
"""An id that no claim has: a filter without ids would let all of them through."""


def timeline(
    call: Call,
    filters: FilterOptions,
    output: OutputOptions,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", min=1, help="A digest: the N days that matter most,"),
    ] = None,
    per_day: Annotated[
        int | None,
        typer.Option("--per-day", metavar="K", min=1, help="with their K most telling claims [3]."),
    ] = None,
) -> None:
    """Print what happened, in order.

    \b
      ctl timeline --city Kharkiv --since 2022-02-26
      ctl timeline --near "Kyiv:50km" --kind shelling
      ctl timeline --grep "residential build*" --min-outlets 2
      ctl timeline --days 10 --per-day 3
      ctl timeline --json | jq '.[].date'

    A terminal gets a table, a pipe tab-separated values; --format chooses otherwise.
    """
    chosen = chosen_format(output)
    with open_store(call.store_path, create=False) as store:
        wanted = claim_filter(store, filters, quiet=call.quiet)
        if days or per_day:
            wanted = _digest(store, wanted, days=days, per_day=per_day or PER_DAY)
        if chosen == "table":
            pieces = _table(store, wanted, call, to_file=output.output is not None)
            first = next(pieces, "")
            pieces = chain((first,), pieces)
            if output.output is None:
                page(pieces, no_pager=output.no_pager)
            else:
                write_pieces(pieces, output.output)
            hint(_next_step(store, is_empty=not first), quiet=call.quiet)
        else:
            pieces = claim_pieces(store, wanted, chosen, excel_safe=output.excel_safe)
            write_pieces(pieces, output.output)
        if output.exit_code and not count_claims(store, wanted):
            raise typer.Exit(1)


def _digest(store: Store, wanted: ClaimFilter, *, days: int | None, per_day: int) -> ClaimFilter:
    """Keep the days that matter most and their most telling claims, of all that is wanted."""
    from conflict_timeline.claims.digest import digest, top

    claims = list(find_claims(store, wanted._replace(limit=None, reverse=False)))
    if days:
        best = [group for _, group in digest(claims, days=days, per_day=per_day)]
    else:
        best = [top(group, per_day) for _, group in groupby(claims, key=_filing_day)]
    kept = [claim.id for group in best for claim in group]
    return ClaimFilter(ids=kept or [NO_ID], reverse=wanted.reverse, limit=wanted.limit)


def _filing_day(claim: "Claim") -> str:
    when = claim.representative.when
    return when.filing_day.isoformat() if when else ""


def claim_pieces(
    store: Store, wanted: ClaimFilter, form: str, *, excel_safe: bool = False
) -> Iterator[str]:
    """Yield the claims in format ``form``; JSON comes from the store as it stands there."""
    if form == "jsonl":
        return lines(iter_claim_json(store, wanted))
    if form == "json":
        from conflict_timeline.exports.records import json_array

        return json_array(iter_claim_json(store, wanted))
    from conflict_timeline.exports import writer

    write = writer(form)
    if excel_safe and form in ("csv", "tsv"):
        write = partial(write, excel_safe=True)
    return write(find_claims(store, wanted))


def chosen_format(output: OutputOptions) -> str:
    """Return the format that was asked for, by flag, by the file's ending, or by where it goes."""
    flags = {
        name
        for name in (output.format, "json" if output.json else "", "jsonl" if output.jsonl else "")
        if name
    }
    if len(flags) > 1:
        raise UsageProblem("CTL-U002", "two formats are asked for", hint="name one")
    for form in flags:
        if form not in FORMATS:
            raise UsageProblem(
                "CTL-U009",
                f"“{form}” is no format of the timeline",
                hint=did_you_mean(form, FORMATS)
                or f"one of {', '.join(FORMATS)}; other formats: `ctl export FORMAT`",
            )
        return form
    if output.output and str(output.output) != "-":
        return _format_of_ending(output.output)
    return "table" if output.output is None and sys.stdout.isatty() else "tsv"


def _format_of_ending(target: Path) -> str:
    """Return the format that the ending of ``target`` names; a file without one gets TSV."""
    ending = target.suffix.lower()
    if not ending:
        return "tsv"
    if ending not in SUFFIXES:
        from conflict_timeline.exports import EXPORTS

        name = ending[1:]
        raise UsageProblem(
            "CTL-U009",
            f"the ending {ending} is no format of the timeline",
            hint=f"`ctl export {name} -o {target}` writes it"
            if name in EXPORTS
            else f"name one with --format, or end the file in {', '.join(SUFFIXES)}",
        )
    return SUFFIXES[ending]


def _table(store: Store, wanted: ClaimFilter, call: Call, *, to_file: bool) -> Iterator[str]:
    from conflict_timeline.views.table import draw_timeline

    on_terminal = sys.stdout.isatty() and not to_file
    width = shutil.get_terminal_size((TABLE_WIDTH, 24)).columns
    colour = not to_file and wants_colour(no_color=call.no_color)
    base = Path.cwd() if on_terminal and colour else None
    return draw_timeline(find_claims(store, wanted), width=width, colour=colour, base=base)


def _next_step(store: Store, *, is_empty: bool) -> str:
    if is_empty:
        return "Nothing found. `ctl status` says what the store holds."
    if undated := count_undated(store):
        who = "1 article has" if undated == 1 else f"{undated} articles have"
        return (
            f"{who} no date, so what they date by “Monday” or “overnight” is not shown: "
            "`ctl articles --undated`."
        )
    return "Next: `ctl show ID` for the sources of one claim, `ctl disputes` for what contradicts."
