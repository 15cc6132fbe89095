"""Reads Markdown, whose front matter may hold date, outlet, title and address: `read_markdown`.

The text stays as written, marks included; the sentence stage knows headings and lists.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.fields import lower_keys, pick_text
from conflict_timeline.reading.text import decode, not_text

_FENCE = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n")
_HEADING = re.compile(r"^\s{0,3}#{1,2}\s+(\S[^\n]{0,200})", re.MULTILINE)
_PAIR = re.compile(r"([^\s:#][^:\n]{0,60}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_LONGEST = 20_000


def read_markdown(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield the one document of a Markdown file."""
    decoded = decode(source.content)
    if decoded is None:
        yield not_text(source)
        return
    text, encoding = decoded
    front_matter, start = split_front_matter(text)
    heading = _HEADING.search(text[start : start + 2_000])
    yield Draft(
        source.content,
        text,
        encoding=encoding,
        front_matter=front_matter,
        start=start,
        title=pick_text(front_matter, "title") or (heading[1].strip() if heading else None),
        outlet=pick_text(front_matter, "outlet"),
        url=pick_text(front_matter, "url"),
        lang=pick_text(front_matter, "lang"),
    )


def split_front_matter(text: str) -> tuple[Mapping[str, Any], int]:
    """Return the front matter (keys in lower case) and where the body begins; 0 without one."""
    fence = _FENCE.match(text)
    if not fence:
        return {}, 0
    close = re.compile(rf"^{re.escape(fence[1])}[ \t]*\r?$\n?|^\.\.\.[ \t]*\r?$\n?", re.MULTILINE)
    end = close.search(text, fence.end(), fence.end() + _LONGEST)
    if not end:
        return {}, 0
    block = text[fence.end() : end.start()]
    table = _read_toml(block) if fence[1] == "+++" else _read_pairs(block)
    return lower_keys(table), end.end()


def _read_toml(block: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _read_pairs(block: str) -> Mapping[str, Any]:
    """Read the part of YAML that front matter uses: one ``key: value`` a line."""
    table: dict[str, Any] = {}
    for line in block.splitlines():
        pair = _PAIR.match(line) if line[:1].strip() else None
        if pair and pair[2]:
            value = re.sub(r"\s+#.*$", "", pair[2]).strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            table.setdefault(pair[1].strip("\"' "), value)
    return table
