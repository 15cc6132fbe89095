"""Reads the text of PDF files: `read_pdf`.

Pages are kept apart by a form feed, so that a position tells its page; lines that the layout broke
are joined again, since a PDF knows no paragraphs.
"""

import re
from collections.abc import Iterator

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.extras import load_extra

PAGE_BREAK = "\n\n\f"
_HYPHENS = "\ufffe\x02\xad"  # what pdfium writes where a word was broken


def read_pdf(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield the one document of a PDF file."""
    pdfium = load_extra("pypdfium2", "pdf", "PDF", source.shown)
    if isinstance(pdfium, InputProblem):
        yield pdfium
        return
    try:
        document = pdfium.PdfDocument(source.content)
    except (pdfium.PdfiumError, ValueError, OSError) as error:
        locked = "password" in str(error).lower()
        yield InputProblem(
            "CTL-I007",
            "is locked with a password" if locked else "is a damaged PDF",
            where=source.shown,
            hint="unlock it first" if locked else "fetch or export it again",
        )
        return
    unreadable = (pdfium.PdfiumError, ValueError, OSError)
    pages: list[str] = []
    damaged: list[int] = []
    count, title, length = 0, None, 0
    try:
        count = len(document)
        for number in range(min(count, limits.MOST_PAGES)):
            try:
                page = join_lines(document[number].get_textpage().get_text_range())
            except unreadable:
                page = ""
                damaged.append(number + 1)
            pages.append(page)
            if (length := length + len(page)) > limits.LARGEST_ARTICLE:
                break  # one page may draw another thousands of times; the draft is refused
        title = str(document.get_metadata_dict().get("Title") or "").strip() or None
    except unreadable:
        damaged.append(len(pages) + 1)
    finally:
        document.close()
    if count > limits.MOST_PAGES:
        yield limits.too_many(source.shown, limits.MOST_PAGES, "pages; the first were read")
    if damaged and len(damaged) < len(pages):
        yield InputProblem(
            "CTL-I007",
            f"has {len(damaged)} damaged pages, the first is page {damaged[0]}",
            where=source.shown,
            hint="the other pages were read",
        )
    if not any(page.strip() for page in pages):
        yield InputProblem(
            "CTL-I012",
            "holds no text (a scan?)",
            where=source.shown,
            hint="run text recognition on it first",
        )
        return
    yield Draft(source.content, PAGE_BREAK.join(pages), title=title)


def join_lines(page: str) -> str:
    """Return the page with lines joined into paragraphs.

    A paragraph ends at a blank line, or where a line is clearly shorter than the others, or ends a
    sentence and the next begins with a capital after a short line.
    """
    page = re.sub(f"[{_HYPHENS}]\r?\n?", "", page)
    lines = [line.strip() for line in page.replace("\r\n", "\n").split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[3 * len(lengths) // 4] if lengths else 0
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not line:
            if parts and parts[-1] != "\n\n":
                parts.append("\n\n")
            continue
        parts.append(line)
        ends = len(line) < 0.7 * usual and not following[:1].islower()
        parts.append("\n\n" if ends or not following else " ")
    return "".join(parts).strip()
