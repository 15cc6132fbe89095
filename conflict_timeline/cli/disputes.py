"""``ctl disputes``: claims that contradict each other, side by side."""

import shutil
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from conflict_timeline.cli.filters import claim_filter
from conflict_timeline.cli.options import Call, FilterOptions
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.rivals import Block, find_disputes
from conflict_timeline.cli.screen import Line, print_lines
from conflict_timeline.cli.terminal import hint
from conflict_timeline.model import Claim
from conflict_timeline.record_json import claim_to_json, json_line
from conflict_timeline.safe_text import safe_text
from conflict_timeline.store import open_store
from conflict_timeline.wording import figure_words, speaker_words, status_words

BLOCKS = 20
"""Blocks that a terminal shows without --all or --limit."""

RIVALS = 3
"""Rivals of one claim that a terminal shows without --all."""


def disputes(
    call: Call,
    filters: FilterOptions,
    every: Annotated[
        bool, typer.Option("--all", help="On a terminal too: every dispute, every rival.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
) -> None:
    """Show claims that contradict each other, side by side, the strongest first.

    \b
      ctl disputes --city Kharkiv
      ctl disputes --json | jq '.[].claims[].text'

    Strong is a dispute of named speakers over figures of one city and day. All that contradicts one
    claim is one block. A terminal shows the first of them; a pipe gets every pair.
    """
    with open_store(call.store_path, create=False) as store:
        wanted = claim_filter(store, filters, quiet=call.quiet)
        found = find_disputes(store, wanted._replace(limit=None))
    shown = found if filters.limit is None else found[: filters.limit]
    if as_json:
        write_pieces([json_line([row for block in shown for row in _json(block)]) + "\n"], None)
    elif sys.stdout.isatty():
        if not every and filters.limit is None:
            shown = found[:BLOCKS]
        print_lines(_screen(shown, left_out=len(found) - len(shown), every=every), call)
    else:
        write_pieces(_rows(shown), None)
    step = "Next: `ctl show ID` for the sources." if found else "No claims contradict each other."
    hint(step, quiet=call.quiet)


def _screen(blocks: list[Block], *, left_out: int, every: bool) -> Iterator[Line]:
    from conflict_timeline.views.disputes import draw_dispute

    width = shutil.get_terminal_size((100, 24)).columns
    for block in blocks:
        rivals = block.rivals if every else block.rivals[:RIVALS]
        yield from draw_dispute(
            block.claim,
            [(rival.claim, rival.reason) for rival in rivals],
            hidden=len(block.rivals) - len(rivals),
            width=width,
        )
    if left_out:
        yield (("dim", f"… and {left_out} weaker disputes: --all shows them"),)


def _json(block: Block) -> Iterator[dict[str, object]]:
    for rival in block.rivals:
        yield {
            "reason": rival.reason,
            "claims": [claim_to_json(block.claim), claim_to_json(rival.claim)],
            "block": block.number,
            "strength": round(rival.strength, 2),
        }


def _rows(blocks: list[Block]) -> Iterator[str]:
    yield "date\tid\tspeakers\tstatus\tfigures\ttext\tother_id\tother_speakers\tother_status\t" + (
        "other_figures\tother_text\treason\tblock\tstrength\n"
    )
    for block in blocks:
        when = block.claim.representative.when
        day = when.filing_day.isoformat() if when else ""
        for rival in block.rivals:
            cells = [day, *_cells(block.claim), *_cells(rival.claim), rival.reason]
            cells += [str(block.number), f"{rival.strength:.2f}"]
            yield "\t".join(safe_text(cell) for cell in cells) + "\n"


def _cells(claim: Claim) -> list[str]:
    head = claim.representative
    figures = "; ".join(figure_words(figure) for figure in head.figures)
    return [claim.id, speaker_words(head), status_words(head), figures, head.text]
