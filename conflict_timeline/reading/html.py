"""Reads web pages: `read_html`, and bare HTML fragments: `plain_text`.

trafilatura finds the article on the page and htmldate its day, so that menus, cookie notices and
teasers never become statements. The article's text is what was found on the page.
"""

import codecs
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.extras import load_extra
from conflict_timeline.reading.text import decode, not_text

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav"}
    | {"ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{0,4000}>|<!--|<[!?][^<>]{0,1000}>")
_BLOCK = "\x00"
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
    if len(content) > limits.LARGEST_ARTICLE:
        return limits.too_large(where, "page", limits.LARGEST_ARTICLE)
    if content.count(b"<") > limits.MOST_PAGE_TAGS:
        return limits.too_many(where, limits.MOST_PAGE_TAGS, "tags")
    decoded = _decode_page(content)
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
    pieces = "".join(_pieces(fragment)).split(_BLOCK)
    blocks = (" ".join(unescape(piece).split()) for piece in pieces)
    return "\n\n".join(block for block in blocks if block)


def _pieces(fragment: str) -> Iterator[str]:
    """Yield the text between tags, and a mark where a block begins or ends.

    The parser of the standard library takes time with the square of some broken input; this one
    reads every character once.
    """
    position, lowered = 0, fragment.lower()
    for tag in _TAG.finditer(fragment):
        if tag.start() < position:
            continue  # inside a comment or a script
        yield fragment[position : tag.start()].replace(_BLOCK, " ")
        position = tag.end()
        name = (tag[1] or "").lower()
        if tag[0] == "<!--":
            end = fragment.find("-->", position)
            position = end + 3 if end >= 0 else len(fragment)
        elif name in _SILENT:
            end = lowered.find(f"</{name}", position)
            position = end if end >= 0 else len(fragment)
        elif name.lstrip("/") in _BLOCKS:
            yield _BLOCK
    yield fragment[position:].replace(_BLOCK, " ")


def _decode_page(content: bytes) -> tuple[str, str] | None:
    """Return the page's text: UTF-8 where it is that, else by the encoding that the page names."""
    named = re.search(rb"charset\s?=\s?[\"']?([A-Za-z0-9_-]{3,20})", content[:4_000])
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(LookupError, UnicodeDecodeError):
            if named and (encoding := codecs.lookup(named[1].decode("ascii")).name) != "utf-8":
                return content.decode(encoding), encoding
    return decode(content)


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
