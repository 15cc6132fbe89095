"""Reads web pages: `read_html`, and bare HTML fragments: `plain_text`.

trafilatura finds the article on the page and htmldate its day, so that menus, cookie notices and
teasers never become statements. The article's text is what was found on the page.
"""

import re
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.extras import load_extra
from conflict_timeline.reading.text import decode, not_text

LARGEST_PAGE = 20_000_000
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav"}
    | {"ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
_SILENT = frozenset({"script", "style", "head", "template", "noscript", "svg"})


def read_html(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield the one article of a web page."""
    found = read_page(source, source.content, where=source.shown)
    yield found


def read_page(
    source: Source, content: bytes, *, where: str, url: str | None = None, record: str | None = None
) -> Draft | InputProblem:
    """Return the article of one page, or why there is none."""
    trafilatura = load_extra("trafilatura", "html", "HTML", where)
    if isinstance(trafilatura, InputProblem):
        return trafilatura
    decoded = decode(content[:LARGEST_PAGE])
    if decoded is None:
        return not_text(source)
    page, encoding = decoded
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = trafilatura.bare_extraction(
                page,
                url=url,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except Exception as error:
            # The parsers below raise much of their own; whatever it is, the page has no article.
            return _no_article(where, type(error).__name__)
    text = (getattr(found, "text", None) or "") if found is not None else ""
    if not text.strip():
        return _no_article(where, "no article found on it")
    return Draft(
        content,
        text,
        record=record,
        title=found.title,
        outlet=_name(found.sitename) or _name(found.hostname),
        url=url or found.url or None,
        lang=_stated_language(page) or found.language,
        date=found.date,
        encoding=encoding,
    )


def plain_text(fragment: str) -> str:
    """Return the text of an HTML fragment, a blank line between its blocks.

    >>> plain_text("<p>Shells fell &amp; burned.</p><p>Nobody died.</p>")
    'Shells fell & burned.\\n\\nNobody died.'
    """
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    reader = _Blocks()
    reader.feed(fragment)
    reader.close()
    return "\n\n".join(block for block in reader.blocks() if block)


class _Blocks(HTMLParser):
    """Collects the text of block elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[list[str]] = [[]]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._parts.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._parts.append([])

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts[-1].append(data)

    def blocks(self) -> Iterator[str]:
        for parts in self._parts:
            yield " ".join("".join(parts).split())


def _stated_language(page: str) -> str | None:
    found = re.search(r"<html[^>]{0,300}?\slang=[\"']?([A-Za-z]{2})\b", page[:5_000])
    return found[1] if found else None


def _name(words: str | None) -> str | None:
    return " ".join(words.split())[:100] or None if words else None


def _no_article(where: str, reason: str) -> InputProblem:
    return InputProblem(
        "CTL-I012",
        f"holds no article that can be read ({reason})",
        where=where,
        hint="save the article itself as text",
    )
