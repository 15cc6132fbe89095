"""Chooses the reader for a file by its name and its first bytes: `reader_for`."""

import re
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Reader, Source
from conflict_timeline.reading.text import not_text

_READING = "conflict_timeline.reading"

# Reader -> module and function; a module is imported when the first file of its format is met.
_READERS = {
    "text": ("text", "read_text"),
    "markdown": ("markdown", "read_markdown"),
    "json": ("records", "read_json"),
    "jsonl": ("records", "read_json_lines"),
    "html": ("html", "read_html"),
    "docx": ("docx", "read_docx"),
    "eml": ("mail", "read_message"),
    "mbox": ("mail", "read_mailbox"),
    "table": ("tables", "read_table_rows"),
    "feed": ("feed", "read_feed"),
    "pdf": ("pdf", "read_pdf"),
    "warc": ("warc", "read_warc"),
    "parquet": ("parquet", "read_parquet"),
    "press": ("press_exports", "read_press_export"),
}
_BY_SUFFIX = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".eml": "eml",
    ".mbox": "mbox",
    ".csv": "table",
    ".tsv": "table",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
}
_FOREIGN = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a rich-text file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
)
_FOREIGN_MARKS = tuple(mark for mark, _ in _FOREIGN)
_XML_PREFIX = rb"(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--[^>]{0,300}-->\s{0,20})?"
_PAGE = re.compile(_XML_PREFIX + rb"<(?:!doctype html|html|head|body)", re.IGNORECASE)
_HEADERS = re.compile(
    rb"(?:[A-Za-z-]{2,40}:[^\r\n]{0,900}\r?\n(?:[ \t][^\r\n]{0,900}\r?\n){0,20}){2,60}\r?\n"
)
_MAILBOX = re.compile(rb"From [^\r\n]{3,300}\r?\n[A-Za-z-]{2,40}:")
_PRESS = re.compile(
    rb"^(?:Document [A-Z0-9]{8}[A-Za-z0-9]{4}"
    rb"|[ \t]{0,80}(?:End of Document|\d{1,5} of \d{1,5} DOCUMENTS))",
    re.MULTILINE,
)


def reader_for(source: Source) -> Reader | InputProblem:
    """Return the reader of the file's format; plain text where nothing else is known."""
    content = source.content
    for mark, nature in _FOREIGN if content.startswith(_FOREIGN_MARKS) else ():
        if content.startswith(mark):
            return InputProblem(
                "CTL-I004",
                f"is {nature}, not text",
                where=source.shown,
                hint="convert it to text first, or leave it out",
            )
    if content[4:8] == b"ftyp":
        return not_text(source)
    chosen = _format_of(source)
    if chosen == "office":
        return InputProblem(
            "CTL-I004",
            "is an office document other than Word",
            where=source.shown,
            hint="save it as .docx or as text",
        )
    return _reader(chosen)


@cache
def _reader(chosen: str) -> Reader:
    module, function = _READERS[chosen]
    reader: Reader = getattr(import_module(f"{_READING}.{module}"), function)
    return reader


def _format_of(source: Source) -> str:
    """Return the format that the bytes show, else the one that the name says."""
    content = source.content
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        from conflict_timeline.reading.archives import office_format

        return "docx" if office_format(content) == "docx" else "office"
    if content.startswith(b"WARC/"):
        return "warc"
    if content.startswith(b"PAR1"):
        return "parquet"
    suffix = PurePosixPath((source.format_name or source.name).lower()).suffix
    if suffix == ".xml":
        return "feed" if _is_feed(content) else "html"
    if named := _BY_SUFFIX.get(suffix):
        return named
    return _sniffed(content) if suffix in ("", ".txt", ".text", ".asc") else "text"


def _sniffed(content: bytes) -> str:
    """Return the format of a file whose name says no more than that it is text."""
    head = content[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"(?:---|\+\+\+)[ \t]*\r?\n", head):
        return "markdown"
    if _PAGE.match(head):
        return "html"
    if head.startswith(b"<") and _is_feed(head):
        return "feed"
    if re.match(rb"\[\s{0,20}\{\s{0,20}\"", head):
        return "json"
    if re.match(rb"\{\s{0,20}\"[^\"]{1,80}\"\s{0,5}:", head):
        return "jsonl" if content.strip().count(b"\n{") or b"\n" not in content.strip() else "json"
    if _MAILBOX.match(head):
        return "mbox"
    if _HEADERS.match(head) and b"\nmessage-id:" in b"\n" + head.lower():
        return "eml"
    return "press" if _is_press_export(content) else "text"


def _is_feed(content: bytes) -> bool:
    sample = content[:4_000].lower()
    return any(mark in sample for mark in (b"<rss", b"<feed", b"<rdf:rdf"))


def _is_press_export(content: bytes) -> bool:
    if not _PRESS.search(content[:400_000]):
        return False
    from conflict_timeline.reading.press_exports import is_press_export

    return is_press_export(content)
