"""Where in its file a statement stands: page, line, record, message, part of an archive."""

from pathlib import PurePosixPath
from typing import NamedTuple

ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
RECORDS = {
    ".mbox": "message", ".eml": "message", ".warc": "WARC record", ".rss": "entry",
    ".atom": "entry", ".xml": "entry",
}  # fmt: skip
LINES = frozenset({".txt", ".text", ".md", ".markdown", ""})
"""Files whose text is the file's own, so that a line of one is a line of the other."""

PAGE_BREAK = "\f"
"""What the reader of PDF files puts between two pages; pages are counted here only."""


class SourcePlace(NamedTuple):
    """Where a statement stands; what does not apply is ``None``.

    ``member`` is the path inside an archive, ``record`` the record's number or id, called
    ``record_kind``; ``page`` and ``line`` count from 1.
    """

    member: str | None = None
    record: str | None = None
    record_kind: str = "record"
    page: int | None = None
    line: int | None = None
    title: str | None = None
    url: str | None = None

    def words(self) -> str:
        """Return the place in words, or an empty text when only the file is known."""
        parts = (
            f"in the archive: {self.member}" if self.member else "",
            f"{self.record_kind} {self.record}" if self.record else "",
            f"page {self.page}" if self.page else "",
            f"line {self.line}" if self.line else "",
            f"“{self.title}”" if self.title else "",
            self.url or "",
        )
        return ", ".join(part for part in parts if part)


def source_place(
    file: str,
    record: str | None,
    *,
    text: str,
    start: int,
    title: str | None = None,
    url: str | None = None,
) -> SourcePlace:
    """Return where the character ``start`` of an article's ``text`` stands in ``file``.

    ``record`` is the article's: a number or id, or "member#id" inside an archive.
    """
    member = None
    if file.lower().endswith(ARCHIVES) and record:
        member, _, rest = record.partition("#")
        record = rest or None
    suffix = _suffix(member or file)
    return SourcePlace(
        member=member,
        record=record,
        record_kind=RECORDS.get(suffix, "record"),
        page=text.count(PAGE_BREAK, 0, start) + 1 if suffix == ".pdf" else None,
        line=text.count("\n", 0, start) + 1 if suffix in LINES and not record else None,
        title=title,
        url=url,
    )


def _suffix(name: str) -> str:
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix in (".gz", ".bz2") else path.suffix
