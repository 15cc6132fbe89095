"""Reads Word documents with nothing but the standard library: `read_docx`."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.archives import DAMAGE
from conflict_timeline.reading.draft import Draft, Source

LARGEST_PART = 100_000_000  # bytes of one part, unpacked
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read_docx(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield the one document of a .docx file, a blank line between its paragraphs."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as packed:
            body = ElementTree.fromstring(_part(packed, "word/document.xml"))
            title = _title(packed)
    except (*DAMAGE, KeyError, ElementTree.ParseError) as error:
        reason = str(error).strip("'\"")[:80] or type(error).__name__
        yield InputProblem(
            "CTL-I007",
            f"is a damaged Word document: {reason}",
            where=source.shown,
            hint="open it and save it again",
        )
        return
    text = "\n\n".join(paragraph for paragraph in _paragraphs(body) if paragraph.strip())
    yield Draft(source.content, text, title=title)


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    if packed.getinfo(name).file_size > LARGEST_PART:
        raise ValueError("too large when unpacked")
    with packed.open(name) as opened:
        content = opened.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART or content.count(b"<") > limits.MOST_TAGS:
        raise ValueError("too large when unpacked")
    return content


def _paragraphs(body: ElementTree.Element) -> Iterator[str]:
    """Yield the text of each paragraph. One inside another (a text box) stands before it, alone.

    A stack instead of ``iter`` on every paragraph: nested ones would be read once for each level.
    """
    open_paragraphs: list[list[str]] = [[]]
    steps = [(body, False)]
    while steps:
        node, is_done = steps.pop()
        if is_done:
            yield "".join(open_paragraphs.pop())
            continue
        if node.tag == f"{_W}p":
            open_paragraphs.append([])
            steps.append((node, True))
        elif node.tag == f"{_W}t" and len(open_paragraphs) > 1:
            open_paragraphs[-1].append(node.text or "")
        elif node.tag == f"{_W}tab":
            open_paragraphs[-1].append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            open_paragraphs[-1].append("\n")
        steps += [(child, False) for child in reversed(node)]


def _title(packed: zipfile.ZipFile) -> str | None:
    try:
        found = ElementTree.fromstring(_part(packed, "docProps/core.xml")).find(_TITLE)
    except (*DAMAGE, KeyError, ElementTree.ParseError):
        return None
    return (found.text or "").strip() or None if found is not None else None
