"""``ctl figures``: how a count developed, by source."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from conflict_timeline.cli.filters import claim_filter
from conflict_timeline.cli.options import Call, FilterOptions
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.screen import Line, print_lines
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.terminal import hint
from conflict_timeline.model import Claim, Figure
from conflict_timeline.problems import UsageProblem
from conflict_timeline.record_json import claim_cities, json_line
from conflict_timeline.safe_text import safe_text
from conflict_timeline.store import find_claims, open_store
from conflict_timeline.store.folding import fold_name
from conflict_timeline.wording import figure_words, speaker_words, status_words

BAR = 16
BESIDE = frozenset({"distance", "duration", "population", "share", "count", "age", "rank"})
"""Measures that are no tally of a conflict: shown when they are asked for, and in the JSON."""

COLUMNS = ("measure", "unit", "date", "value", "bound", "speakers", "status", "cities", "outlets",
           "id", "text")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of one claim."""

    claim: Claim
    figure: Figure


def figures(
    call: Call,
    filters: FilterOptions,
    what: Annotated[
        str | None,
        typer.Argument(metavar="[WHAT]", help="Which count: killed, refugees, casualties ..."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
) -> None:
    """Show how counts developed, day by day and source by source.

    \b
      ctl figures killed --city Kharkiv
      ctl figures refugees --json
    """
    with open_store(call.store_path, create=False) as store:
        claims = find_claims(store, claim_filter(store, filters, quiet=call.quiet))
        counts = [
            Count(claim, figure) for claim in claims for figure in claim.representative.figures
        ]
    if what:
        counts = _about(counts, what)
    elif not as_json:
        counts = [count for count in counts if count.figure.measure not in BESIDE]
    if as_json:
        write_pieces([json_line([_json(count) for count in counts]) + "\n"], None)
    elif sys.stdout.isatty():
        print_lines(_screen(counts), call)
    else:
        rows = [COLUMNS, *(_row(count) for count in counts)]
        write_pieces(("\t".join(safe_text(cell) for cell in row) + "\n" for row in rows), None)
    hint("Next: `ctl disputes` for figures that contradict.", quiet=call.quiet)


def _about(counts: list[Count], what: str) -> list[Count]:
    """Keep the counts whose unit or measure has the words of ``what``."""
    wanted = f" {fold_name(what)} "
    found = [
        count
        for count in counts
        if wanted in f" {fold_name(count.figure.unit)} "
        or wanted in f" {fold_name(count.figure.measure)} "
    ]
    if not found:
        known = {name for c in counts for name in (c.figure.unit, c.figure.measure)}
        raise UsageProblem(
            "CTL-U013",
            f"nothing is counted as “{what}” here",
            hint=did_you_mean(what, known) or "`ctl figures` shows all counts",
        )
    return found


def _screen(counts: Iterable[Count]) -> Iterator[Line]:
    groups: defaultdict[tuple[str, str], list[Count]] = defaultdict(list)
    for count in counts:
        groups[count.figure.measure, count.figure.unit].append(count)
    for (measure, unit), members in sorted(groups.items()):
        top = max((count.figure.value or 0 for count in members), default=0)
        yield (("bold", safe_text(unit or measure)), ("dim", f"  {measure}"))
        for count in members:
            head = count.claim.representative
            day = head.when.filing_day.isoformat() if head.when else "no date"
            cities = ", ".join(claim_cities(count.claim))
            yield (
                ("dim", f"  {day:<11}"),
                ("mark", _bar(count.figure.value, top)),
                ("bold", safe_text(f" {figure_words(count.figure)}")),
                ("", safe_text(f"  {speaker_words(head)}, {status_words(head)}")),
                ("dim", safe_text(f"  {cities}  {count.claim.id[:8]}")),
            )
        yield ()


def _bar(value: float | None, top: float) -> str:
    """A bar of at most ``BAR`` cells, in eighths, as wide for every row."""
    if not value or value < 0 or not top:
        return " " * BAR
    eighths = max(1, round(min(1.0, value / top) * BAR * 8))
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + ("▏▎▍▌▋▊▉"[rest - 1] if rest else "")).ljust(BAR)


def _row(count: Count) -> tuple[str, ...]:
    head, figure = count.claim.representative, count.figure
    return (
        figure.measure,
        figure.unit,
        head.when.filing_day.isoformat() if head.when else "",
        "" if figure.value is None else f"{figure.value:.15g}",
        figure.bound,
        "; ".join(head.speakers),
        head.status.name,
        "; ".join(claim_cities(count.claim)),
        "; ".join(count.claim.outlets),
        count.claim.id,
        figure.text,
    )


def _json(count: Count) -> dict[str, object]:
    head, figure = count.claim.representative, count.figure
    return {
        "measure": figure.measure,
        "unit": figure.unit,
        "date": head.when.filing_day.isoformat() if head.when else None,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound,
        "text": figure.text,
        "speakers": list(head.speakers),
        "status": head.status.name,
        "cities": list(claim_cities(count.claim)),
        "outlets": list(count.claim.outlets),
        "claim": count.claim.id,
    }
