"""Chooses the reader for a file by its name and its first bytes: `reader_for`."""

from collections.abc import Callable
from pathlib import PurePosixPath

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Reader, Source
from conflict_timeline.reading.markdown import read_markdown
from conflict_timeline.reading.records import read_json, read_json_lines
from conflict_timeline.reading.text import not_text, read_text

_BY_SUFFIX: dict[str, Callable[[], Reader]] = {
    ".md": lambda: read_markdown,
    ".markdown": lambda: read_markdown,
    ".jsonl": lambda: read_json_lines,
    ".ndjson": lambda: read_json_lines,
    ".json": lambda: read_json,
}
_FOREIGN = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video"),
)


def reader_for(source: Source) -> Reader | InputProblem:
    """Return the reader of the file's format; plain text where nothing else is known."""
    for mark, nature in _FOREIGN:
        if source.content.startswith(mark):
            return InputProblem(
                "CTL-I004",
                f"is {nature}, not text",
                where=source.shown,
                hint="convert it to text first, or leave it out",
            )
    if source.content[4:8] == b"ftyp":
        return not_text(source)
    suffix = PurePosixPath((source.format_name or source.name).lower()).suffix
    if chosen := _BY_SUFFIX.get(suffix):
        return chosen()
    if source.content[:4] in (b"---\n", b"---\r", b"+++\n", b"+++\r"):
        return read_markdown
    return read_text
