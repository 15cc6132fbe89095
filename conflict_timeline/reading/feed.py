"""Reads saved RSS and Atom feeds, one document an entry: `read_feed`."""

import json
import warnings
from collections.abc import Iterator, Mapping

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.extras import load_extra
from conflict_timeline.reading.html import plain_text


def read_feed(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield one document for every entry of a feed that has text."""
    fastfeedparser = load_extra("fastfeedparser", "feed", "feed", source.shown)
    if isinstance(fastfeedparser, InputProblem):
        yield fastfeedparser
        return
    if source.content.count(b"<") > limits.MOST_TAGS:
        yield limits.too_many(source.shown, limits.MOST_TAGS, "tags")
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            feed = fastfeedparser.parse(source.content)
    except Exception as error:
        # The parser raises what its XML library raises; whatever it is, the file is no feed.
        yield InputProblem(
            "CTL-I006",
            f"is no feed that can be read ({type(error).__name__})",
            where=source.shown,
            hint="check the file",
        )
        return
    outlet = _text(feed.feed, "title")
    for number, entry in enumerate(feed.entries, start=1):
        body = plain_text(_content(entry))
        if not body:
            continue
        yield Draft(
            json.dumps(dict(entry), sort_keys=True, default=str, ensure_ascii=False).encode(
                "utf-8", "surrogatepass"
            ),
            body,
            record=_text(entry, "id") or _text(entry, "link") or str(number),
            title=_text(entry, "title"),
            outlet=outlet,
            url=_text(entry, "link"),
            lang=_text(feed.feed, "language"),
            date=_text(entry, "published") or _text(entry, "updated"),
            dated_by_name=False,
        )


def _content(entry: Mapping[str, object]) -> str:
    """Return the longest text of an entry: its content or its description."""
    parts = [_text(entry, "summary") or "", _text(entry, "description") or ""]
    content = entry.get("content")
    for part in content if isinstance(content, list) else ():
        if isinstance(part, Mapping):
            parts.append(str(part.get("value") or ""))
    return max(parts, key=len)


def _text(record: Mapping[str, object], key: str) -> str | None:
    value = record.get(key)
    return value.strip() or None if isinstance(value, str) else None
