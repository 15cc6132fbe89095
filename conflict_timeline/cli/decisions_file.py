"""Review by spreadsheet: items out, decisions in; and the log of another analyst in."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path

from conflict_timeline.exports.delimited import storable_cell
from conflict_timeline.problems import UsageProblem
from conflict_timeline.record_json import claim_cities, json_line
from conflict_timeline.review import FIELDS, PAIRS, STATES, ReviewItem, check_value
from conflict_timeline.store.decisions import Decision, TargetKind
from conflict_timeline.wording import speaker_words, status_words

COLUMNS = (
    "item", "target", "why", "date", "city", "says", "status", "text", "other_date", "other_city",
    "other_says", "other_status", "other_text", "decision", "new", "reason",
)  # fmt: skip
ALLOWED = (*STATES, *PAIRS, "split", "note", "undo", *FIELDS)
ON_ANYTHING = ("unsure", "note", "undo")
ACTIONS: dict[TargetKind, tuple[str, ...]] = {
    "statement": ("accept", "reject", "split", "set", *ON_ANYTHING),
    "pair": (*PAIRS, *ON_ANYTHING),
    "article": ("set_date", *ON_ANYTHING),
    "claim": ON_ANYTHING,
}
"""What a log may say was done to each kind of target."""


def write_items(items: Iterable[ReviewItem], *, jsonl: bool) -> Iterator[str]:
    """Yield the items with empty columns ``decision``, ``new`` and ``reason`` to fill in."""
    line = StringIO()
    writer = csv.DictWriter(line, COLUMNS, restval="", lineterminator="\n")
    if not jsonl:
        writer.writeheader()
    for item in items:
        row = _row(item)
        if jsonl:
            yield json_line(dict.fromkeys(COLUMNS, "") | row) + "\n"
            continue
        writer.writerow({key: storable_cell(value) for key, value in row.items()})
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def read_decision_file(path: Path, analyst: str) -> list[Decision]:
    """Return the decisions of a filled-in export or of a log; a problem names its row."""
    found = []
    for number, row in enumerate(_rows(path), start=1):
        try:
            decision = _from_log(row) if row.get("action") else _from_item(row, analyst)
        except UsageProblem as problem:
            problem.where = f"{path}, row {number}"
            raise
        if decision is not None:
            found.append(decision)
    return found


def _row(item: ReviewItem) -> dict[str, str]:
    row = {"item": item.kind, "target": item.target_id, "why": item.why}
    for before, claim in zip(("", "other_"), item.claims, strict=False):
        head = claim.representative
        row |= {
            f"{before}date": head.when.filing_day.isoformat() if head.when else "",
            f"{before}city": "; ".join(claim_cities(claim)),
            f"{before}says": speaker_words(head),
            f"{before}status": status_words(head),
            f"{before}text": head.text,
        }
    return row


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix in (".jsonl", ".json", ".ndjson"):
            rows: list[Mapping[str, str]] = [json.loads(line) for line in text.split("\n") if line]
        else:
            rows = list(csv.DictReader(StringIO(text, newline="")))
    except (csv.Error, ValueError, RecursionError) as error:
        raise UsageProblem(
            "CTL-U016", f"cannot be read: {error}", where=str(path), hint="give CSV or JSON Lines"
        ) from error
    for row in rows:
        if not isinstance(row, dict):
            raise UsageProblem("CTL-U016", "holds a line that is no object", where=str(path))
        yield {key: "" if value is None else str(value) for key, value in row.items() if key}


def _from_item(row: Mapping[str, str], analyst: str) -> Decision | None:
    word = row.get("decision", "").strip().lower().replace(" ", "_")
    if not word:
        return None
    if word not in ALLOWED:
        raise UsageProblem(
            "CTL-U016", f"“{word}” is no decision", hint=f"one of {', '.join(ALLOWED)}"
        )
    is_field = word in FIELDS
    target = row.get("target", "")
    if not target:
        raise UsageProblem("CTL-U016", "names no target", hint="keep the column target as it was")
    kind: TargetKind = "pair" if "+" in target else "statement"
    if (word in PAIRS) != (kind == "pair") and word not in ON_ANYTHING:
        raise UsageProblem("CTL-U016", f"“{word}” does not fit a {kind}")
    return Decision(
        who=analyst,
        target_kind=kind,
        target_id=target,
        action="set" if is_field else word,
        field=word if is_field else row.get("item") or None,
        old=row.get({"speaker": "says"}.get(word, word)) if is_field else None,
        new=check_value(word, row.get("new", "")) if is_field else None,
        reason=row.get("reason") or None,
    )


def _from_log(row: Mapping[str, str]) -> Decision:
    """A line of ``ctl review --log``: who decided stays who decided."""
    kinds: tuple[TargetKind, ...] = ("claim", "pair", "article", "statement")
    kind = next((kind for kind in kinds if kind == row.get("target_kind")), None)
    if kind is None or not row.get("who") or not row.get("target_id"):
        raise UsageProblem("CTL-U016", "is no decision: it lacks who, target_kind or target_id")
    if row["action"] not in ACTIONS[kind]:
        raise UsageProblem(
            "CTL-U016",
            f"“{row['action']}” is nothing that is decided about a {kind}",
            hint=f"one of {', '.join(ACTIONS[kind])}",
        )
    field = row.get("field") or None
    new = row.get("new") or None
    if row["action"] in ("set", "set_date"):
        new = check_value("date" if row["action"] == "set_date" else field or "", new or "")
    return Decision(
        who=row["who"],
        target_kind=kind,
        target_id=row["target_id"],
        action=row["action"],
        field=field,
        old=row.get("old") or None,
        new=new,
        reason=row.get("reason") or None,
        rules_version=row.get("rules_version", ""),
    )
