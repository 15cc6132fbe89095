"""``ctl disputes``: claims that contradict each other, side by side."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from conflict_timeline.cli.filters import claim_filter
from conflict_timeline.cli.options import Call, FilterOptions
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.screen import Line, print_lines
from conflict_timeline.cli.terminal import hint
from conflict_timeline.model import Claim
from conflict_timeline.record_json import claim_to_json, json_line
from conflict_timeline.safe_text import safe_text
from conflict_timeline.store import ClaimFilter, Store, find_claims, open_store
from conflict_timeline.wording import (
    figure_words,
    long_day,
    speaker_words,
    status_words,
)

Dispute = tuple[Claim, Claim, str]


def disputes(
    call: Call,
    filters: FilterOptions,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
) -> None:
    """Show claims that contradict each other, side by side.

    \b
      ctl disputes --city Kharkiv
      ctl disputes --json | jq '.[].claims[].text'
    """
    with open_store(call.store_path, create=False) as store:
        found = list(find_disputes(store, claim_filter(store, filters, quiet=call.quiet)))
    if as_json:
        rows = [
            {"reason": reason, "claims": [claim_to_json(one), claim_to_json(other)]}
            for one, other, reason in found
        ]
        write_pieces([json_line(rows) + "\n"], None)
    elif sys.stdout.isatty():
        print_lines((line for dispute in found for line in _screen(*dispute)), call)
    else:
        write_pieces(_rows(found), None)
    step = "Next: `ctl show ID` for the sources." if found else "No claims contradict each other."
    hint(step, quiet=call.quiet)


def find_disputes(store: Store, wanted: ClaimFilter) -> Iterator[Dispute]:
    """Yield each pair of contradicting claims once; at least one of the two is in ``wanted``."""
    seen: set[frozenset[str]] = set()
    for claim in find_claims(store, wanted):
        for link in claim.links:
            pair = frozenset((claim.id, link.claim))
            if link.type != "contradicts" or pair in seen:
                continue
            seen.add(pair)
            other = next(find_claims(store, ClaimFilter(ids=[link.claim])), None)
            if other is not None:
                yield claim, other, link.reason


def _screen(one: Claim, other: Claim, reason: str) -> Iterator[Line]:
    when = one.representative.when
    yield (
        ("bold", long_day(when.filing_day) if when else "Day unknown"),
        ("dim", safe_text(f"  {reason}")),
    )
    for claim in (one, other):
        head = claim.representative
        yield (
            ("dim", f"  {claim.id[:8]}  "),
            ("mark", safe_text(f"{speaker_words(head)}, {status_words(head)}: ")),
            ("", safe_text(head.text)),
        )
    yield ()


def _rows(found: list[Dispute]) -> Iterator[str]:
    yield "date\tid\tspeakers\tstatus\tfigures\ttext\tother_id\tother_speakers\tother_status\t" + (
        "other_figures\tother_text\treason\n"
    )
    for one, other, reason in found:
        when = one.representative.when
        cells = [when.filing_day.isoformat() if when else "", *_cells(one), *_cells(other), reason]
        yield "\t".join(safe_text(cell) for cell in cells) + "\n"


def _cells(claim: Claim) -> list[str]:
    head = claim.representative
    figures = "; ".join(figure_words(figure) for figure in head.figures)
    return [claim.id, speaker_words(head), status_words(head), figures, head.text]
