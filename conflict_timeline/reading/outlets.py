"""Finds the outlet of an article in its own words or address: `find_outlet`."""

import re
from collections.abc import Callable
from functools import cache

from conflict_timeline.reading.dates import published_rules
from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import fold

_HEAD, _TAIL = 1_500, 120


def find_outlet(text: str, *, start: int = 0, url: str | None = None) -> str | None:
    """Return the outlet that a dateline, a credit line or the address names, in its usual spelling.

    >>> find_outlet("BEIRUT (Reuters) - Talks resumed.")
    'Reuters'
    """
    head = text[start : start + _HEAD]
    for rule_id, needs, search in _credits("outlet.head"):
        found = search(head) if not needs or any(map(head.__contains__, needs)) else None
        if found and (name := _usual(found["outlet"], sure=rule_id == "outlet.head.dated")):
            return name
    tail = text[max(start, len(text) - _TAIL) :].rstrip()
    for _, _, search in _credits("outlet.tail"):
        if (found := search(tail)) and (name := _known(found["outlet"])):
            return name
    return outlet_of_address(url) if url else None


def outlet_of_folder(name: str) -> str | None:
    """Return the outlet after which the folder of a file is named, if it is a known one."""
    folder = name.rpartition("/")[0].rpartition("/")[2]
    return _known(re.sub(r"[_-]+", " ", folder)) if folder else None


def outlet_of_address(url: str) -> str | None:
    """Return the outlet whose address this is: its usual name where known, else the host."""
    found = re.match(
        r"(?:[a-z][a-z0-9+.-]{0,20}://)?(?:[^/@\s]{0,200}@)?([^/:?#\s]{3,200})", url.strip().lower()
    )
    if not found or "." not in found[1]:
        return None
    host = re.sub(r"^(?:www\d?|m|amp|edition|en|uk|ru|news)\.", "", found[1])
    return _outlets().get(host, host)


def _usual(words: str, *, sure: bool) -> str | None:
    """Return the usual name for ``words``; unknown ones pass when they look like a name."""
    words = " ".join(words.split()).strip(" .,")
    known = _known(words)
    if known or not words:
        return known
    parts = words.split()
    is_name = 2 <= len(parts) <= 4 and all(part[0].isupper() for part in parts)
    return words if sure or is_name or (words.isupper() and 2 <= len(words) <= 5) else None


def _known(words: str) -> str | None:
    return _outlets().get(fold(" ".join(words.split()).strip(" .,")))


@cache
def _outlets() -> dict[str, str]:
    """Return folded spelling or host -> usual name."""
    table: dict[str, str] = {}
    for name, spellings in read_table("published", "outlets.tsv"):
        table[fold(name)] = name
        table.update((fold(spelling.strip()), name) for spelling in spellings.split("|"))
    return table


Search = Callable[[str], re.Match[str] | None]


@cache
def _credits(prefix: str) -> tuple[tuple[str, tuple[str, ...], Search], ...]:
    """Return id, the words one of which must be there for a rule to match, and its search."""
    return tuple(
        (rule.id, tuple(rule.fields.get("needs", ())), _search(rule.pattern))
        for rule in published_rules(f"{prefix}.")
    )


def _search(source: str) -> Search:
    pattern = re.compile(source, re.MULTILINE)
    # To search for what must stand at the beginning is to try it at every character.
    return pattern.match if source.startswith(r"\A") else pattern.search
