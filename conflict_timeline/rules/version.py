"""The version of the rules: a digest over all rule data, so that a changed rule re-reads what it
must."""

import hashlib
import os
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from conflict_timeline import __version__


@cache
def rules_version(own: Path | None = None) -> str:
    """Return the package version and 12 hex digits over the names and bytes of every rule file.

    ``own`` is a folder of the user's own rule data, which counts as well.
    """
    digest = hashlib.sha256()
    if own is not None:
        for table in sorted(table for table in own.glob("*.tsv") if table.is_file()):
            digest.update(os.fsencode(table.name))
            digest.update(hashlib.sha256(table.read_bytes()).digest())
    for name, entry in sorted(_data_files(files("conflict_timeline.rules"), "")):
        digest.update(name.encode())
        digest.update(hashlib.sha256(entry.read_bytes()).digest())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _data_files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            found.extend(_data_files(entry, name))
        elif entry.name.endswith((".toml", ".tsv", ".txt")):
            found.append((name, entry))
    return found
