"""Claims as the text of other formats: ``Iterable[Claim] -> Iterator[str]``, no store, no clock.

``EXPORTS`` names every format with its function; modules are imported when a format is asked for.
"""

from collections.abc import Callable, Iterator
from importlib import import_module

Writer = Callable[..., Iterator[str]]
"""``Iterable[Claim] -> Iterator[str]``; some take keyword options."""

EXPORTS = {
    "json": ("records", "write_json", "the contract's JSON, one array"),
    "jsonl": ("records", "write_jsonl", "one claim a line"),
    "csv": ("delimited", "write_csv", "for spreadsheets and csvkit"),
    "tsv": ("delimited", "write_tsv", "tab-separated"),
    "html": ("report_html", "write_html", "one self-contained page: filters, histogram, map"),
    "md": ("markdown", "write_markdown", "Markdown, days as headings"),
}


def writer(name: str) -> Writer:
    """Return the function that writes format ``name``. Raises ``KeyError`` for an unknown one."""
    module, function, _ = EXPORTS[name]
    found: Writer = getattr(import_module(f"{__name__}.{module}"), function)
    return found
