"""``ctl export FORMAT``: the same claims as the timeline, as files that other tools open."""

import json
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import Annotated

import typer

from conflict_timeline.cli.filters import claim_filter
from conflict_timeline.cli.options import Call, FilterOptions
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.provenance import Hashed, Written, write_provenance
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.terminal import hint
from conflict_timeline.cli.timeline import claim_pieces
from conflict_timeline.exports import EXPORTS
from conflict_timeline.problems import UsageProblem
from conflict_timeline.store import ClaimFilter, Store, find_claims, open_store

PARQUET = "parquet"
WHOLE_EVENTS = ("Battles", "Explosions/Remote violence", "Violence against civilians")
ONE_SUB_EVENT = (
    "airstrike", "missile_strike", "shelling", "ground_combat", "interception",
    "infrastructure_damage",
)  # fmt: skip
"""Kinds that are one sub-event type of ACLED; the others could be several, or need a judgement."""


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
        bool, typer.Option("--excel-safe", help="csv, tsv: disarm what a spreadsheet would run.")
    ] = False,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="html: the page's title.")
    ] = None,
    boundaries: Annotated[
        Path | None,
        typer.Option("--boundaries", metavar="FILE", help="html: GeoJSON lines for the map."),
    ] = None,
    provenance: Annotated[
        Path | None,
        typer.Option(
            "--provenance",
            metavar="FILE",
            help="Also write what is needed to make it again: versions, articles, hashes.",
        ),
    ] = None,
) -> None:
    """Write claims in a format that other tools open; the filters are those of `ctl timeline`.

    \b
      ctl export html -o report.html
      ctl export geojson --kind shelling -o shelling.geojson
      ctl export csv --excel-safe -o claims.csv --provenance claims.provenance.json
    """
    if form is None:
        for name, (_, _, about) in EXPORTS.items():
            typer.echo(f"{name:<14}{about}")
        typer.echo(f"{PARQUET:<14}for DuckDB, Polars and Spark (needs the extra [parquet])")
        return
    if form not in (*EXPORTS, PARQUET):
        raise UsageProblem(
            "CTL-U009",
            f"“{form}” is no format of ctl",
            hint=did_you_mean(form, EXPORTS) or f"one of {', '.join(EXPORTS)}",
        )
    if provenance is not None and provenance == output:
        raise UsageProblem("CTL-U009", "both files have one name", hint="name another with -o")
    with open_store(call.store_path, create=False) as store:
        store.row("BEGIN")  # what is written beside the claims is of the same moment
        wanted = claim_filter(store, filters, quiet=call.quiet)
        if form == PARQUET:
            written = _parquet(store, wanted, output)
        else:
            if form == "html":
                pieces = _report(store, wanted, title=title or "Timeline", boundaries=boundaries)
            elif form == "acled":
                pieces = _acled(store, wanted)
            else:
                pieces = claim_pieces(store, wanted, form, excel_safe=excel_safe)
            hashed = Hashed(pieces)
            write_pieces(hashed, output)
            written = Written(output, hashed.sha256, hashed.size)
        if provenance is not None:
            write_provenance(
                store,
                wanted,
                provenance,
                form=form,
                filters=filters,
                options={"excel_safe": excel_safe, "title": title, "boundaries": boundaries},
                written=written,
            )
    if output is not None:
        hint(f"Written: {output}", quiet=call.quiet)


def _parquet(store: Store, wanted: ClaimFilter, output: Path | None) -> Written:
    """Write the claims as Parquet."""
    from conflict_timeline.exports.parquet import write_parquet

    if output is None or str(output) == "-":
        raise UsageProblem("CTL-U009", "Parquet is no text", hint="name a file with -o FILE")
    write_parquet(find_claims(store, wanted), output)
    with output.open("rb") as file:
        return Written(output, file_digest(file, "sha256").hexdigest(), output.stat().st_size)


def _acled(store: Store, wanted: ClaimFilter) -> Iterator[str]:
    """ACLED's types come from the taxonomy, where a kind of ours is one of theirs and no less."""
    from conflict_timeline.exports.acled import write_acled
    from conflict_timeline.kinds import load_taxonomy
    from conflict_timeline.places.gazetteer import shared_gazetteer

    types = {
        name: (info.acled_event, info.acled_sub_events[0] if name in ONE_SUB_EVENT else "")
        for name, info in load_taxonomy().items()
        if name in ONE_SUB_EVENT or info.acled_event in WHOLE_EVENTS
    }

    def country_name(code: str) -> str:
        found = shared_gazetteer().country(code)
        return found.name if found else code

    return write_acled(find_claims(store, wanted), event_types=types, country_name=country_name)


def _report(
    store: Store, wanted: ClaimFilter, *, title: str, boundaries: Path | None
) -> Iterator[str]:
    from conflict_timeline.exports.report_html import write_html

    lines = None
    if boundaries is not None:
        try:
            lines = json.loads(boundaries.read_text(encoding="utf-8"))
            if not isinstance(lines, dict):
                raise ValueError("not an object")
        except ValueError as error:
            raise UsageProblem(
                "CTL-U015",
                f"is no GeoJSON: {error}",
                where=str(boundaries),
                hint="give a GeoJSON file of lines or areas",
            ) from error
    return write_html(
        find_claims(store, wanted),
        title=title,
        boundaries=lines,
        boundaries_name=boundaries.name if boundaries else "",
    )
