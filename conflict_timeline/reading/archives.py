"""Opens zip and tar archives: `open_archive` yields the files inside, within limits."""

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import limits
from conflict_timeline.reading.limits import Allowance
from conflict_timeline.reading.walk import is_no_article

DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(OSError, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError),
)


_ENTRY = b"PK\x01\x02"  # begins each entry of a zip file's list


def is_archive(content: bytes) -> bool:
    """Return whether the bytes are a zip file (but no office document) or a tar file."""
    if content.startswith(b"PK\x03\x04"):
        return office_format(content) is None
    return content[257:262] == b"ustar"


def office_format(content: bytes) -> str | None:
    """Return "docx", or "office" for the other documents that are zip files inside, or ``None``."""
    if is_crowded(content):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except DAMAGE:
        return None
    if "word/document.xml" in names:
        return "docx"
    return "office" if {"[Content_Types].xml", "META-INF/manifest.xml"} & names else None


def is_crowded(content: bytes) -> bool:
    """Return whether a zip file lists far more files than are read: the list alone fills memory."""
    return content.count(_ENTRY) > 10 * limits.MOST_MEMBERS


def open_archive(
    content: bytes, where: str, allowance: Allowance
) -> Iterator[tuple[str, bytes] | InputProblem]:
    """Yield (path, bytes) of every member that may be an article, in the order of their paths.

    Folders, links, hidden files and notes are passed over. A locked, damaged or oversized member is
    a problem. When the ``allowance`` is used up, which archives within share, that is the last one.
    """
    members = _zipped if content.startswith(b"PK") else _tarred
    for member in members(content, where, allowance):
        size = len(member[1]) if isinstance(member, tuple) else 0
        if not allowance.take(size, members=1):
            yield limits.spent(where)
            return
        yield member
        if allowance.is_spent:
            return  # inside that member, where it was told


def _zipped(
    content: bytes, where: str, allowance: Allowance
) -> Iterator[tuple[str, bytes] | InputProblem]:
    if is_crowded(content):
        yield limits.too_many(where, limits.MOST_MEMBERS, "files")
        return
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
            elif info.file_size > limits.LARGEST_MEMBER:
                yield _oversized(shown)
            else:
                yield _read_zipped(packed, info, shown, allowance)


def _read_zipped(
    packed: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str, allowance: Allowance
) -> tuple[str, bytes] | InputProblem:
    try:
        with packed.open(info) as opened:
            unpacked = opened.read(allowance.at_most(limits.LARGEST_MEMBER))
    except DAMAGE:
        return _damaged(shown)
    is_larger = len(unpacked) > limits.LARGEST_MEMBER
    return _oversized(shown) if is_larger else (info.filename, unpacked)


def _tarred(
    content: bytes, where: str, allowance: Allowance
) -> Iterator[tuple[str, bytes] | InputProblem]:
    most = 10 * limits.MOST_MEMBERS
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            listed = list(islice(packed, most + 1))
            if len(listed) > most:
                yield limits.too_many(where, limits.MOST_MEMBERS, "files")
                return
            for member in sorted(listed, key=lambda member: member.name):
                if not member.isfile() or _is_passed_over(member.name):
                    continue
                opened = packed.extractfile(member)
                if member.size > limits.LARGEST_MEMBER or opened is None:
                    yield _oversized(f"{where}:{member.name}")
                else:
                    yield member.name, opened.read(allowance.at_most(limits.LARGEST_MEMBER))
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
        f"is larger than {limits.LARGEST_MEMBER // 1_000_000} MB inside the archive",
        where=where,
        hint="unpack it and read the folder",
    )
