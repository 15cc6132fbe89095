"""Opens what should be a plain file without ever waiting for it: `open_file`."""

import os
from pathlib import Path
from typing import BinaryIO

_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0)  # Windows has no files that wait


def open_file(path: Path) -> BinaryIO:
    """Return ``path`` opened for reading bytes.

    A file may have become a pipe since it was looked at, and some of the system's own files (as
    ``/proc/kmsg``, which a link may lead to) say that they are plain and wait for ever. Here a read
    returns ``None`` or fewer bytes where it would wait.
    """
    return open(path, "rb", opener=_open)


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | _NEVER_WAIT)
