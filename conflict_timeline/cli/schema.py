"""``ctl schema``: the JSON Schema of what ctl prints."""

import json
from importlib.resources import files
from typing import Annotated

import typer

from conflict_timeline.cli.options import Call
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.problems import UsageProblem

NAMES = ("claim", "timeline", "provenance", "datasette")


def schema(
    call: Call,
    name: Annotated[
        str,
        typer.Argument(metavar="[claim|timeline|provenance|datasette]", help="What to describe."),
    ] = "claim",
) -> None:
    """Print the JSON Schema (2020-12) of a claim, or of what `ctl timeline --json` prints.

    `provenance` is what `ctl export --provenance` writes;
    `datasette` prints a metadata.yaml that describes the store's tables.

    \b
      ctl schema > claim.schema.json
      ctl schema timeline > timeline.schema.json
      ctl timeline --json | check-jsonschema --schemafile timeline.schema.json -
    """
    from conflict_timeline.schema import claim_schema, provenance_schema, timeline_schema

    if name not in NAMES:
        raise UsageProblem(
            "CTL-U012",
            f"there is no schema “{name}”",
            hint=did_you_mean(name, NAMES) or f"one of {', '.join(NAMES)}",
        )
    if name == "datasette":
        described = files("conflict_timeline.store").joinpath("metadata.yaml")
        write_pieces([described.read_text(encoding="utf-8")], None)
        return
    made = {"claim": claim_schema, "timeline": timeline_schema, "provenance": provenance_schema}
    write_pieces([json.dumps(made[name](), indent=2, ensure_ascii=False) + "\n"], None)
