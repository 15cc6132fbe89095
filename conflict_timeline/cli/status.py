"""``ctl status``: what the store holds."""

from typing import Annotated

import typer

from conflict_timeline.cli.options import Call
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.screen import print_lines
from conflict_timeline.cli.terminal import hint
from conflict_timeline.record_json import json_line
from conflict_timeline.safe_text import safe_text
from conflict_timeline.store import Store, claims_are_stale, open_store
from conflict_timeline.store.database import SCHEMA_VERSION

_COUNTS = (
    ("articles", "SELECT count(*) FROM articles"),
    ("without_date", "SELECT count(*) FROM articles WHERE published IS NULL"),
    ("inferred_dates", "SELECT count(*) FROM articles WHERE published_basis = 'inferred'"),
    ("failed_files", "SELECT count(*) FROM failures"),
    ("statements", "SELECT count(*) FROM statements"),
    ("claims", "SELECT count(*) FROM claims"),
    ("disputed", "SELECT count(DISTINCT claim) FROM claim_links WHERE type = 'contradicts'"),
    ("decisions", "SELECT count(*) FROM decisions"),
)
_COMMON = (
    "SELECT min(name), count(*) AS n FROM claim_terms WHERE term = ? GROUP BY key "
    "ORDER BY n DESC, key LIMIT ?"
)
SHOWN = 12


def status(
    call: Call,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Say what the store holds: counts, days, and the names that claims can be found by."""
    with open_store(call.store_path, create=False) as store:
        held = describe(store)
    if as_json:
        write_pieces([json_line(held) + "\n"], None)
        return
    print_lines([((("dim", f"{name:<16}")), ("", value)) for name, value in _words(held)], call)
    hint(f"Next: {_next_step(held)}", quiet=call.quiet)


def describe(store: Store) -> dict[str, object]:
    """Return what ``ctl status`` says, as one JSON object."""
    held: dict[str, object] = {"store": str(store.path), "interrupted": claims_are_stale(store)}
    for name, sql in _COUNTS:
        row = store.row(sql)
        held[name] = row[0] if row else 0
    days = store.row("SELECT min(date), max(date) FROM claims")
    held["first_day"], held["last_day"] = days or (None, None)
    held["rules_versions"] = [
        row[0] for row in store.rows("SELECT DISTINCT rules_version FROM articles ORDER BY 1")
    ]
    for term, name in (("city", "cities"), ("kind", "kinds"), ("outlet", "outlets")):
        held[name] = {row[0]: row[1] for row in store.rows(_COMMON, (term, SHOWN))}
    held["store_version"] = store.made_by_version
    return held


def _words(held: dict[str, object]) -> list[tuple[str, str]]:
    rows = [("store", safe_text(str(held["store"])))]
    rows += [(name.replace("_", " "), f"{held[name]:,}") for name, _ in _COUNTS]
    days = f"{held['first_day'] or '–'} to {held['last_day'] or '–'}"
    rows.append(("days", safe_text(days)))
    for name in ("cities", "kinds", "outlets"):
        counts = held[name]
        assert isinstance(counts, dict)
        rows.append(
            (
                name,
                ", ".join(f"{safe_text(key)} {count}" for key, count in counts.items()) or "none",
            )
        )
    versions = held["rules_versions"]
    assert isinstance(versions, list)
    rows.append(("rules version", safe_text(", ".join(versions)) or "none"))
    if (version := held["store_version"]) != SCHEMA_VERSION:
        how = "the next `ctl ingest` brings it up to date and keeps a copy"
        rows.append(("store version", f"{version}, of an older ctl: {how}"))
    return rows


def _next_step(held: dict[str, object]) -> str:
    if held["interrupted"]:
        return "the last ingest was interrupted: run it again"
    if not held["articles"]:
        return "`ctl ingest FOLDER`"
    if held["without_date"]:
        return "`ctl articles` shows which articles have no date"
    return "`ctl timeline`"
