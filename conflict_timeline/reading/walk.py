"""Finds the files to read under what the user names: `find_inputs`."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.opening import open_file

# Files that lie among articles without being any; a file that the user names is always read.
_NOT_ARTICLES = re.compile(
    r"(?:(?:readme|licen[cs]e)(?:\.(?:md|markdown|txt|rst))?|copying|notice|manifest\.csv)$"
    r"|.*(?:\.meta\.toml|~|\.bak|\.tmp|\.db|\.db-wal|\.db-shm|\.sqlite3?|\.lock)$"
    r"|thumbs\.db$|desktop\.ini$"
    r"|_success$|_(?:started|committed)_\d{1,20}$",  # what Spark leaves among its shards
    re.IGNORECASE,
)
_NOT_FOLDERS = frozenset({"__pycache__", "__MACOSX", "node_modules"})
_DEEPEST = 64
_OWN_OUTPUT = (b'"statements"', b'"when"', b'"published_basis"')


def find_inputs(paths: Sequence[Path]) -> Iterator[Path | InputProblem]:
    """Yield every file under ``paths`` in a fixed order, and a problem for what cannot be read.

    Folders are walked through; hidden files, notes such as README, stores, sidecars and timelines
    that ctl itself wrote are passed over. What cannot be an article (pipes, devices, links in a
    circle or to nothing) is a problem with its reason. No file is yielded twice.
    """
    seen: set[str] = set()
    for path in paths:
        if str(path) == "-":
            yield path
            continue
        for found in _find(path, (), True):
            if isinstance(found, Path):
                if found.as_posix() in seen:
                    continue
                seen.add(found.as_posix())
            yield found


def is_no_article(name: str) -> bool:
    """Return whether a file of this name lies among articles without being one."""
    return _NOT_ARTICLES.match(name) is not None


def _find(
    path: Path, above: tuple[tuple[int, int], ...], named: bool
) -> Iterator[Path | InputProblem]:
    try:
        status = path.stat()
    except OSError as error:
        yield _unreachable(path, error)
        return
    except ValueError:
        yield _problem(path, "is no path", "check the name")
        return
    if stat.S_ISDIR(status.st_mode):
        here = (status.st_dev, status.st_ino)
        if here in above:
            yield _problem(path, "leads back to a folder above it", "skipped")
            return
        if len(above) >= _DEEPEST:
            yield _problem(path, f"is nested deeper than {_DEEPEST} folders", "name it itself")
            return
        yield from _find_in_folder(path, (*above, here))
    elif stat.S_ISREG(status.st_mode):
        if named or not _is_own_output(path):
            yield path
    else:
        yield _problem(path, f"is {_nature(status.st_mode)}, not a file", "skipped")


def _find_in_folder(
    folder: Path, above: tuple[tuple[int, int], ...]
) -> Iterator[Path | InputProblem]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError as error:
        yield _unreachable(folder, error)
        return
    for name in names:
        if name.startswith(".") or name in _NOT_FOLDERS or is_no_article(name):
            continue
        yield from _find(folder / name, above, False)


def _is_own_output(path: Path) -> bool:
    """Return whether the file holds claims that ctl printed, by the keys near its beginning."""
    if path.suffix.lower() not in (".json", ".jsonl", ".ndjson"):
        return False
    try:
        with open_file(path) as opened:
            head = opened.read(65_536) or b""
    except OSError:
        return False  # reading it will say why
    return all(key in head for key in _OWN_OUTPUT)


def _unreachable(path: Path, error: OSError) -> InputProblem:
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return _problem(path, "is a link to nothing", "skipped")
        return _problem(path, "does not exist", "check the path")
    if isinstance(error, PermissionError):
        return _problem(path, "may not be read", "check its permissions")
    reason = (error.strerror or "cannot be read").lower()
    return _problem(path, f"cannot be read: {reason}", "skipped")


def _problem(path: Path, what: str, hint: str) -> InputProblem:
    return InputProblem("CTL-I001", what, where=path.as_posix(), hint=hint)


def _nature(mode: int) -> str:
    for test, name in (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            return name
    return "something else"
