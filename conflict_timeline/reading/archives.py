"""Opens zip and tar archives: `open_archive` yields the files inside, within limits."""

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.walk import is_no_article

MOST_MEMBERS = 20_000
LARGEST_MEMBER = 64_000_000  # bytes, unpacked
LARGEST_ARCHIVE = 2_000_000_000  # bytes of all members together, unpacked
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(OSError, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError),
)


def is_archive(content: bytes) -> bool:
    """Return whether the bytes are a zip file (but no office document) or a tar file."""
    if content.startswith(b"PK\x03\x04"):
        return office_format(content) is None
    return content[257:262] == b"ustar"


def office_format(content: bytes) -> str | None:
    """Return "docx", or "office" for the other documents that are zip files inside, or ``None``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except DAMAGE:
        return None
    if "word/document.xml" in names:
        return "docx"
    return "office" if {"[Content_Types].xml", "META-INF/manifest.xml"} & names else None


def open_archive(content: bytes, where: str) -> Iterator[tuple[str, bytes] | InputProblem]:
    """Yield (path, bytes) of every member that may be an article, in the order of their paths.

    Folders, links, hidden files and notes are passed over. A locked, damaged or oversized member is
    a problem; so is an archive that unpacks to more than the limits.
    """
    members = _zipped(content, where) if content.startswith(b"PK") else _tarred(content, where)
    total = 0
    for count, member in enumerate(members):
        if isinstance(member, tuple):
            total += len(member[1])
        if count >= MOST_MEMBERS or total > LARGEST_ARCHIVE:
            yield InputProblem(
                "CTL-I011",
                "unpacks to more than the limit; the rest was left out",
                where=where,
                hint="unpack it and read the folder",
            )
            return
        yield member


def _zipped(content: bytes, where: str) -> Iterator[tuple[str, bytes] | InputProblem]:
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE:
        yield _damaged(where)
        return
    with packed:
        for info in sorted(packed.infolist(), key=lambda info: info.filename):
            if _is_passed_over(info.filename) or info.is_dir():
                continue
            shown = f"{where}:{info.filename}"
            if info.flag_bits & 1:
                yield InputProblem(
                    "CTL-I007", "is locked with a password", where=shown, hint="unpack it first"
                )
            elif info.file_size > LARGEST_MEMBER:
                yield _oversized(shown)
            else:
                yield _read_zipped(packed, info, shown)


def _read_zipped(
    packed: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str
) -> tuple[str, bytes] | InputProblem:
    try:
        with packed.open(info) as opened:
            unpacked = opened.read(LARGEST_MEMBER + 1)
    except DAMAGE:
        return _damaged(shown)
    return _oversized(shown) if len(unpacked) > LARGEST_MEMBER else (info.filename, unpacked)


def _tarred(content: bytes, where: str) -> Iterator[tuple[str, bytes] | InputProblem]:
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            members = sorted(packed.getmembers(), key=lambda member: member.name)
            for member in members:
                if not member.isfile() or _is_passed_over(member.name):
                    continue
                opened = packed.extractfile(member)
                if member.size > LARGEST_MEMBER or opened is None:
                    yield _oversized(f"{where}:{member.name}")
                else:
                    yield member.name, opened.read()
    except (tarfile.TarError, *DAMAGE):
        yield _damaged(where)


def _is_passed_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if not parts:
        return True  # a member without a name
    return any(part.startswith((".", "__MACOSX")) for part in parts) or is_no_article(parts[-1])


def _damaged(where: str) -> InputProblem:
    return InputProblem(
        "CTL-I007", "is a damaged archive", where=where, hint="fetch or pack it again"
    )


def _oversized(where: str) -> InputProblem:
    return InputProblem(
        "CTL-I011",
        f"is larger than {LARGEST_MEMBER // 1_000_000} MB inside the archive",
        where=where,
        hint="unpack it and read the folder",
    )
