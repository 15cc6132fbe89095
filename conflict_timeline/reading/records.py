"""Reads JSON and JSON Lines, one document a record: `read_json_lines`, `read_json`.

A record is an object with at least its text; the names its fields may have stand in
``rules/published/fields.tsv``. Its identity is the SHA-256 of its own bytes in the file.
"""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.fields import lower_keys, pick, pick_text
from conflict_timeline.reading.telegram import is_telegram, read_telegram
from conflict_timeline.reading.text import decode, not_text

LONGEST_RECORD = 32_000_000  # bytes of one record
_SPACE = re.compile(r"[\s,]*")


def read_json_lines(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield one document for every line of a JSON Lines file; a bad line is one problem."""
    for number, line in enumerate(_lines(source.content), start=1):
        raw = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not raw:
            continue
        if len(raw) > LONGEST_RECORD:
            yield _problem(source, number, "is too long to be an article")
            continue
        try:
            record = json.loads(raw)
        except (ValueError, RecursionError) as error:
            reason = str(error).split(":")[0].lower()
            yield _problem(source, number, f"is not valid JSON ({reason})")
            continue
        yield draft_of_record(record, raw, number, source)


def _lines(content: bytes) -> Iterator[bytes]:
    """Yield the lines one by one: a list of them could take ten times the file's size."""
    for line in io.BytesIO(content):
        yield from line.splitlines()


def read_json(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield the documents of a JSON file: an array of records, one, or an array under a key."""
    if source.content.count(b"{") + source.content.count(b"[") > limits.MOST_VALUES:
        yield limits.too_many(source.shown, limits.MOST_VALUES, "objects and arrays")
        return
    decoded = decode(source.content)
    if decoded is None:
        yield not_text(source)
        return
    text = decoded[0]
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "\n" in text.strip() and text.lstrip().startswith("{"):
            yield from read_json_lines(source)
            return
        reason = str(error).split(":")[0].lower()
        yield InputProblem(
            "CTL-I006", f"is not valid JSON ({reason})", where=source.shown, hint="check the file"
        )
        return
    if is_telegram(whole):
        yield from read_telegram(whole, source)
        return
    if isinstance(whole, dict):
        listed = next(
            (value for value in whole.values() if isinstance(value, list) and _are_records(value)),
            None,
        )
        if listed is None or pick(lower_keys(whole), "text") is not None:
            yield draft_of_record(whole, source.content.strip(), 1, source)
            return
        whole = listed
    if not isinstance(whole, list):
        yield _problem(source, 1, "holds no articles")
        return
    for number, record in enumerate(whole, start=1):
        raw = json.dumps(record, ensure_ascii=False, sort_keys=True).encode(
            "utf-8", "surrogatepass"
        )
        yield draft_of_record(record, raw, number, source)


def draft_of_record(
    record: object, raw: bytes, number: int, source: Source
) -> Draft | InputProblem:
    """Return the document that one JSON object holds."""
    if not isinstance(record, dict):
        return _problem(source, number, "is no object with a text")
    fields = lower_keys(record)
    if is_own_output(fields):
        return InputProblem(
            "CTL-I010",
            "is a timeline that ctl wrote, not an article",
            where=f"{source.shown}, record {number}",
            hint="leave it out, or keep timelines in another folder",
        )
    text = _text_of(pick(fields, "text"))
    if not text.strip():
        return _problem(source, number, "has no text")
    record_id = pick_text(fields, "id")
    return Draft(
        raw,
        text,
        record=record_id or str(number),
        title=pick_text(fields, "title"),
        outlet=pick_text(fields, "outlet"),
        url=pick_text(fields, "url"),
        lang=pick_text(fields, "lang"),
        date=_date_of(fields),
        dated_by_name=False,
    )


def is_own_output(fields: dict[str, Any]) -> bool:
    """Return whether a record is one of the claims that ``ctl timeline --json`` prints."""
    return isinstance(fields.get("statements"), list) and "when" in fields and "status" in fields


def _are_records(values: list[object]) -> bool:
    first = values[0] if values else None
    return isinstance(first, dict) and pick(lower_keys(first), "text") is not None


def _text_of(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):  # paragraphs
        return "\n\n".join(part for part in value if isinstance(part, str))
    return ""


def _date_of(fields: dict[str, Any]) -> object:
    value = pick(fields, "date")
    if isinstance(value, str) and not any(char.isdigit() for char in value):
        return None  # "unknown", "n/a"
    return value if isinstance(value, str | int | float) else None


def _problem(source: Source, number: int, what: str) -> InputProblem:
    return InputProblem(
        "CTL-I005",
        f"record {number} {what}",
        where=source.shown,
        hint='a record needs at least {"text": "..."}',
    )
