"""``ctl figures``: how a count developed, by source."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Annotated

import typer

from conflict_timeline.cli.counts import (
    Count,
    count_of,
    day_of,
    earlier_of,
    is_about,
    series_order,
)
from conflict_timeline.cli.filters import claim_filter
from conflict_timeline.cli.options import Call, FilterOptions
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.screen import Line, print_lines
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.terminal import hint
from conflict_timeline.problems import UsageProblem
from conflict_timeline.record_json import claim_cities, json_line
from conflict_timeline.safe_text import safe_text
from conflict_timeline.store import find_claims, open_store
from conflict_timeline.wording import figure_words, speaker_words, status_words

BAR = 16
BESIDE = frozenset({"distance", "duration", "population", "share", "count", "age", "rank"})
"""Measures that are no tally of a conflict: shown when they are asked for, and in the JSON."""

COLUMNS = ("measure", "unit", "date", "value", "bound", "speakers", "status", "cities", "outlets",
           "id", "text", "count", "side", "in_series", "updates")  # fmt: skip
Earlier = dict[str, list[Count]]
"""All counts by the id of their claim."""


def figures(
    call: Call,
    filters: FilterOptions,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHAT]",
            help="killed, wounded, missing, captured, displaced, refugees, evacuated, money, "
            "weapons, sites, or a word of a unit",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
) -> None:
    """Show how counts developed, day by day and source by source.

    \b
      ctl figures killed --city Kharkiv
      ctl figures refugees --json

    A series holds what is comparable: the same count of the same side, however it is worded. A
    newer figure names the one it updates; what is only predicted or denied is marked and no part.
    """
    with open_store(call.store_path, create=False) as store:
        claims = find_claims(store, claim_filter(store, filters, quiet=call.quiet))
        counts = [
            count_of(claim, figure) for claim in claims for figure in claim.representative.figures
        ]
    earlier: Earlier = defaultdict(list)
    for count in counts:
        earlier[count.claim.id].append(count)
    if what:
        counts = _about(counts, what)
    elif not as_json:
        counts = [count for count in counts if count.figure.measure not in BESIDE]
    if as_json:
        write_pieces([json_line([_json(count, earlier) for count in counts]) + "\n"], None)
    elif sys.stdout.isatty():
        print_lines(_screen(counts, earlier), call)
    else:
        rows = [COLUMNS, *(_row(count, earlier) for count in counts)]
        write_pieces(("\t".join(safe_text(cell) for cell in row) + "\n" for row in rows), None)
    hint("Next: `ctl disputes` for figures that contradict.", quiet=call.quiet)


def _about(counts: list[Count], what: str) -> list[Count]:
    """Keep the counts that ``what`` asks for."""
    found = [count for count in counts if is_about(count, what)]
    if not found:
        known = {name for c in counts for name in (c.name, c.figure.unit, c.figure.measure)}
        raise UsageProblem(
            "CTL-U013",
            f"nothing is counted as “{what}” here",
            hint=did_you_mean(what, known) or "`ctl figures` shows all counts",
        )
    return found


def _screen(counts: Iterable[Count], earlier: Earlier) -> Iterator[Line]:
    """Yield each series as a small plot, and below it what is no part of it."""
    ordered = sorted(
        counts, key=lambda c: (series_order(c), day_of(c), len(earlier_of(c, earlier)))
    )
    for _, group in groupby(ordered, key=series_order):
        members = list(group)
        series = [count for count in members if count.is_in_series]
        top = max((count.figure.value or 0 for count in series), default=0)
        first = members[0]
        side = f" · {first.side}" if first.side else ""
        measure = "" if first.name == first.figure.measure else f"  {first.figure.measure}"
        yield (("bold", safe_text(f"{first.name}{side}")), ("dim", safe_text(measure)))
        for count in series:
            yield _line(count, ("mark", _bar(count.figure.value, top)), earlier)
        for count in members:
            if not count.is_in_series:
                mark = f"not counted: {count.claim.representative.status.name}"[: BAR + 9]
                yield _line(count, ("bad", mark.ljust(BAR)), earlier)
        yield ()


def _line(count: Count, bar: tuple[str, str], earlier: Earlier) -> Line:
    head = count.claim.representative
    day = head.when.filing_day.isoformat() if head.when else "no date"
    cities = ", ".join(claim_cities(count.claim))
    older = earlier_of(count, earlier)
    after = f"  after {older[0].figure.text} ({older[0].claim.id[:8]})" if older else ""
    return (
        ("dim", f"  {day:<11}"),
        bar,
        ("bold", safe_text(f" {figure_words(count.figure)}")),
        ("", safe_text(f"  {speaker_words(head)}, {status_words(head)}")),
        ("dim", safe_text(f"{'  ' + cities if cities else ''}  {count.claim.id[:8]}{after}")),
    )


def _bar(value: float | None, top: float) -> str:
    """A bar of at most ``BAR`` cells, in eighths, as wide for every row."""
    if not value or value < 0 or not top:
        return " " * BAR
    eighths = max(1, round(min(1.0, value / top) * BAR * 8))
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + ("▏▎▍▌▋▊▉"[rest - 1] if rest else "")).ljust(BAR)


def _row(count: Count, earlier: Earlier) -> tuple[str, ...]:
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
        count.name,
        count.side,
        "yes" if count.is_in_series else "no",
        "; ".join(_ids(earlier_of(count, earlier))),
    )


def _json(count: Count, earlier: Earlier) -> dict[str, object]:
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
        "count": count.name,
        "side": count.side or None,
        "in_series": count.is_in_series,
        "updates": _ids(earlier_of(count, earlier)),
    }


def _ids(counts: Sequence[Count]) -> list[str]:
    return list(dict.fromkeys(count.claim.id for count in counts))
