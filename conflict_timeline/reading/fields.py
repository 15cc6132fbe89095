"""Names of fields in records, front matter and tables: `field_names`, `pick`."""

from collections.abc import Mapping
from functools import cache

from conflict_timeline.rules.loader import read_table


@cache
def field_names(field: str) -> tuple[str, ...]:
    """Return the names under which ``field`` ("date", "text", ...) is kept, best first."""
    return tuple(name for kind, name in read_table("published", "fields.tsv") if kind == field)


def pick(record: Mapping[str, object], field: str) -> object:
    """Return the value that ``record`` (lower-case keys) holds for ``field``, or ``None``."""
    for name in field_names(field):
        value = record.get(name)
        if value is not None and value != "":
            return value
    return None


def pick_text(record: Mapping[str, object], field: str) -> str | None:
    """Return the value for ``field`` as one line of text, or ``None``.

    A nested object such as ``{"source": {"name": "..."}}`` answers with its name.
    """
    value = pick(record, field)
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("id")
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value if isinstance(part, str | int))
    if value is None or isinstance(value, Mapping):
        return None
    return " ".join(str(value).split())[:500] or None


def lower_keys(record: Mapping[str, object]) -> dict[str, object]:
    """Return ``record`` with its keys in lower case; the first of two equal keys stays."""
    lowered: dict[str, object] = {}
    for key, value in record.items():
        lowered.setdefault(str(key).strip().lower(), value)
    return lowered
