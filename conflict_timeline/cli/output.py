"""Writes lines of data to stdout or to a file, and nothing else there."""

import io
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from conflict_timeline.problems import UsageProblem
from conflict_timeline.safe_text import visible

BATCH = 500


def write_pieces(pieces: Iterable[str], target: Path | None, *, is_drawn: bool = False) -> None:
    """Write ``pieces`` as they come, to stdout (``None`` or ``-``) or to the file ``target``.

    What is not drawn by ctl itself is data: on a terminal its control characters are shown.
    """
    if target is None or str(target) == "-":
        if sys.stdout.isatty() and not is_drawn:
            pieces = map(visible, pieces)
        _write_stdout(pieces)
        sys.stdout.flush()
        return
    if not target.parent.is_dir():
        raise UsageProblem(
            "CTL-U008", "the folder does not exist", where=str(target), hint="create it first"
        )
    if target.exists() and not target.is_file():
        # A device or a pipe: who may write everywhere would put a file in the place of /dev/null.
        with target.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            for batch in _batches(pieces):
                file.write(batch)
        return
    target = target.resolve()  # a link stays one
    # Beside the target and then renamed, so that a broken run never leaves half a file.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        os.close(handle)
        with Path(name).open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            for batch in _batches(pieces):
                file.write(batch)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield each text with its line end."""
    for text in texts:
        yield text + "\n"


def page(pieces: Iterable[str], *, no_pager: bool) -> None:
    """Write drawn ``pieces`` to stdout; from the first that is too much for the terminal on,
    through a pager, which gets them as they come.
    """
    pieces = iter(pieces)
    pager = _pager()
    if no_pager or not sys.stdout.isatty() or not pager or shutil.which(pager[0]) is None:
        write_pieces(pieces, None, is_drawn=True)
        return
    held: list[str] = []
    rows = _rows()
    for piece in pieces:
        held.append(piece)
        rows -= piece.count("\n")
        if rows <= 0:
            break
    if rows > 0:
        write_pieces(held, None, is_drawn=True)
        return
    with subprocess.Popen(pager, stdin=subprocess.PIPE) as running:
        assert running.stdin is not None
        try:
            for piece in chain(held, pieces):
                running.stdin.write(piece.encode("utf-8", "backslashreplace"))
            running.stdin.close()
        except BrokenPipeError:
            pass  # the reader has seen enough


def _pager() -> list[str]:
    """Return the pager's command; none where the words that name it cannot be told apart."""
    try:
        return shlex.split(os.environ.get("CTL_PAGER") or os.environ.get("PAGER") or "less -FIRX")
    except ValueError:
        return []


def _write_stdout(pieces: Iterable[str]) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    for batch in _batches(pieces):
        sys.stdout.write(batch)


def _batches(pieces: Iterable[str]) -> Iterator[str]:
    iterator = iter(pieces)
    while batch := "".join(islice(iterator, BATCH)):
        yield batch


def _rows() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines
    except OSError:
        return 24


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
