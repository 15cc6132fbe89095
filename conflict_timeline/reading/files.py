"""Reads one file into articles: `read_file`."""

import gzip
import io
import stat
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.articles import article_of
from conflict_timeline.reading.draft import Reader, Source
from conflict_timeline.reading.formats import reader_for
from conflict_timeline.reading.limits import Allowance, too_large
from conflict_timeline.reading.opening import open_file
from conflict_timeline.reading.sidecar import read_sidecar


def read_file(
    path: Path, *, published: date | None = None, outlet: str | None = None
) -> Iterator[Article | InputProblem]:
    """Yield the articles of one file, and a problem for each thing in it that could not be read.

    ``published`` and ``outlet`` are what the user said; they overrule the file. ``-`` reads
    standard input. Text and Markdown hold one article, JSON and JSON Lines one a record. Nothing is
    raised. Of very many problems the first are told, and how many more there are.
    """
    problems = 0
    for outcome in _read_file(path, published, outlet):
        if isinstance(outcome, InputProblem):
            problems += 1
            if problems > limits.MOST_PROBLEMS:
                continue
        yield outcome
    if problems > limits.MOST_PROBLEMS:
        yield InputProblem(
            "CTL-I013",
            f"has {problems - limits.MOST_PROBLEMS:,} more problems like these",
            where=path.as_posix(),
            hint="is it what its name says?",
        )


def _read_file(
    path: Path, published: date | None, outlet: str | None
) -> Iterator[Article | InputProblem]:
    shown = path.as_posix()
    content = _read_bytes(path)
    if isinstance(content, InputProblem):
        yield content
        return
    sidecar = {} if shown == "-" else read_sidecar(path)
    if isinstance(sidecar, InputProblem):
        yield sidecar
        sidecar = {}
    member_name = shown.removesuffix(".gz") if content.unpacked else shown
    source = Source(
        shown,
        content.content,
        published=published,
        outlet=outlet,
        sidecar=sidecar,
        format_name=member_name,
        allowance=content.allowance,
    )
    yield from read_source(source)


def read_source(source: Source) -> Iterator[Article | InputProblem]:
    """Yield the articles of bytes that are already in memory."""
    if not source.content.strip():
        yield InputProblem(
            "CTL-I003", "is empty", where=source.shown, hint="nothing to read; leave it out"
        )
        return
    if source.content.startswith(b"PK\x03\x04") or source.content[257:262] == b"ustar":
        from conflict_timeline.reading.archives import is_archive

        if is_archive(source.content):
            yield from _read_archive(source)
            return
    reader = reader_for(source)
    if isinstance(reader, InputProblem):
        yield reader
        return
    try:
        yield from _read_drafts(reader, source)
    except RecursionError:
        yield InputProblem(
            "CTL-I006",
            "is nested too deeply to be an article",
            where=source.shown,
            hint="check the file",
        )


def _read_drafts(reader: Reader, source: Source) -> Iterator[Article | InputProblem]:
    draft = None
    for draft in reader(source):
        if isinstance(draft, InputProblem):
            yield draft
        elif len(draft.text) > limits.LARGEST_ARTICLE:
            yield too_large(source.shown, "article", limits.LARGEST_ARTICLE)
        elif not draft.text.strip():
            yield InputProblem(
                "CTL-I003",
                "holds no text",
                where=source.shown,
                hint="nothing to read; leave it out",
            )
        else:
            yield article_of(draft, source)
    if draft is None:
        yield InputProblem(
            "CTL-I003",
            "holds no articles",
            where=source.shown,
            hint="nothing to read; leave it out",
        )


def _read_archive(source: Source) -> Iterator[Article | InputProblem]:
    from conflict_timeline.reading.archives import open_archive

    if source.member and source.member.count(":") + 1 >= limits.DEEPEST:
        yield InputProblem(
            "CTL-I007",
            "is an archive within archives",
            where=source.shown,
            hint="unpack it and read the folder",
        )
        return
    for found in open_archive(source.content, source.shown, source.allowance):
        if isinstance(found, InputProblem):
            yield found
            continue
        name, content = found
        member = f"{source.member}:{name}" if source.member else name
        unpacked = unpack(content, f"{source.file}:{member}", source.allowance)
        if isinstance(unpacked, InputProblem):
            yield unpacked
            continue
        yield from read_source(
            replace(
                source,
                content=unpacked.content,
                member=member,
                sidecar={},
                format_name=name.removesuffix(".gz") if unpacked.unpacked else name,
            )
        )


class _Content:
    """Bytes of a file, whether they came out of gzip, and what all inside it may still come to."""

    __slots__ = ("allowance", "content", "unpacked")

    def __init__(self, content: bytes, unpacked: bool, allowance: Allowance) -> None:
        self.content = content
        self.unpacked = unpacked
        self.allowance = allowance


def _read_bytes(path: Path) -> _Content | InputProblem:
    shown = path.as_posix()
    try:
        if shown == "-":
            content = sys.stdin.buffer.read(limits.LARGEST_FILE + 1)
        else:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
                return InputProblem("CTL-I001", "is not a file", where=shown, hint="skipped")
            with open_file(path) as opened:  # no more room than it needs, unless it grew
                content = opened.read(min(status.st_size, limits.LARGEST_FILE) + 1) or b""
                if len(content) > status.st_size:
                    content += opened.read(limits.LARGEST_FILE + 1 - len(content)) or b""
    except (OSError, ValueError) as error:
        return _unreadable(shown, error)
    if len(content) > limits.LARGEST_FILE:
        return too_large(shown, "file", limits.LARGEST_FILE)
    return unpack(content, shown)


def unpack(
    content: bytes, shown: str, allowance: Allowance | None = None
) -> _Content | InputProblem:
    """Return the bytes, taken out of gzip where they are packed so.

    ``allowance`` is that of the archive they lie in; a file of its own gets one of its own.
    """
    allowance = allowance or Allowance(len(content))
    if not content.startswith(b"\x1f\x8b"):
        return _Content(content, False, allowance)
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            unpacked = packed.read(allowance.at_most(limits.LARGEST_FILE))
    except (OSError, EOFError, zlib.error):
        return InputProblem(
            "CTL-I007", "is a damaged gzip file", where=shown, hint="fetch or pack it again"
        )
    if len(unpacked) > limits.LARGEST_FILE:
        return too_large(shown, "file", limits.LARGEST_FILE)
    if not allowance.take(len(unpacked)):
        return limits.spent(shown)
    return _Content(unpacked, True, allowance)


def _unreadable(shown: str, error: OSError | ValueError) -> InputProblem:
    if isinstance(error, FileNotFoundError):
        return InputProblem("CTL-I001", "does not exist", where=shown, hint="check the path")
    if isinstance(error, IsADirectoryError):
        return InputProblem("CTL-I001", "is a folder", where=shown, hint="name a file")
    if isinstance(error, PermissionError):
        return InputProblem(
            "CTL-I002", "may not be read", where=shown, hint="check its permissions"
        )
    reason = (getattr(error, "strerror", None) or "the system says no").lower()
    return InputProblem("CTL-I002", f"cannot be read: {reason}", where=shown, hint="check the disk")
