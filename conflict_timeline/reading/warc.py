"""Reads web archives, one document a captured page: `read_warc`.

The day of capture is no publication date and is not used as one.
"""

import io
from collections.abc import Generator, Iterator
from contextlib import closing, redirect_stderr
from typing import Any

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.extras import load_extra
from conflict_timeline.reading.html import read_page


def read_warc(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield one document for every HTML page that was captured with success."""
    iterators = load_extra("warcio.archiveiterator", "warc", "WARC", source.shown)
    if isinstance(iterators, InputProblem):
        yield iterators
        return
    trafilatura = load_extra("trafilatura", "html", "HTML", source.shown)
    if isinstance(trafilatura, InputProblem):
        yield trafilatura
        return
    with closing(_pages(iterators, source)) as pages:
        while True:
            with redirect_stderr(io.StringIO()):  # warcio writes its own notes there
                page = next(pages, None)
            if page is None:
                return
            yield page


def _pages(iterators: Any, source: Source) -> Generator[Draft | InputProblem, None, None]:
    try:
        for record in iterators.ArchiveIterator(io.BytesIO(source.content)):
            if record.rec_type != "response" or not _is_page(record):
                continue
            # A page may be packed again, each a thousandfold: they share the file's allowance.
            content = record.content_stream().read(source.allowance.at_most(limits.LARGEST_ARTICLE))
            if not source.allowance.take(len(content)):
                yield limits.spent(source.shown)
                return
            identity = record.rec_headers.get_header("WARC-Record-ID", "").strip("<>")
            url = record.rec_headers.get_header("WARC-Target-URI")
            where = f"{source.shown}, {url}"
            yield read_page(source, content, where=where, url=url, record=identity or url)
    except Exception as error:
        # warcio raises its own and the decompressor's errors; what was read before stays.
        yield InputProblem(
            "CTL-I007",
            f"is a damaged web archive ({type(error).__name__})",
            where=source.shown,
            hint="what came before the damage was read",
        )


def _is_page(record: object) -> bool:
    headers = getattr(record, "http_headers", None)
    if headers is None or headers.get_statuscode() != "200":
        return False
    return "html" in (headers.get_header("Content-Type") or "")
