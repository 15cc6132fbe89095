"""Reads what the user wrote beside an article: `read_sidecar`.

Either a file ``name.meta.toml`` for one article, or one table ``manifest.csv`` for a folder, with a
column ``file`` and any of date, outlet, url, lang and title. The file for one article comes first.
"""

import csv
import io
import stat
import tomllib
from collections.abc import Mapping
from errno import ENAMETOOLONG
from functools import lru_cache
from pathlib import Path
from typing import Any

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.fields import lower_keys
from conflict_timeline.reading.opening import open_file

SUFFIX = ".meta.toml"
MANIFEST = "manifest.csv"
_LARGEST = 20_000_000  # bytes of a manifest
_LONGEST = 64_000  # bytes of a sidecar: reading TOML takes time with the square of some input


def read_sidecar(path: Path) -> Mapping[str, Any] | InputProblem:
    """Return what is said beside ``path``, keys in lower case; empty when nothing is."""
    said: dict[str, Any] = {}
    manifest = path.with_name(MANIFEST)
    try:
        status = manifest.stat()
        if not stat.S_ISREG(status.st_mode):
            return _broken(manifest, "is not a file", "leave it out")
        said |= _rows(manifest, status.st_mtime_ns, status.st_size).get(path.name, {})
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return _broken(manifest, f"cannot be read: {error}", "it needs a column named file")
    for sidecar in (path.with_name(path.name + SUFFIX), path.with_suffix(SUFFIX)):
        try:
            if not stat.S_ISREG((status := sidecar.stat()).st_mode):
                return _broken(sidecar, "is not a file", "leave it out")  # a pipe would never end
            if status.st_size > _LONGEST:
                return _broken(sidecar, "is too large", "it describes one article only")
            with open_file(sidecar) as opened:
                text = (opened.read(_LONGEST) or b"").decode("utf-8")
            return said | lower_keys(tomllib.loads(text))
        except FileNotFoundError:
            continue
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            if isinstance(error, OSError) and error.errno == ENAMETOOLONG:
                continue  # no file can be called so, beside one whose own name is nearly too long
            hint = "write lines such as: date = 2022-02-27"
            return _broken(sidecar, f"cannot be read as TOML: {error}", hint)
    return said


@lru_cache(maxsize=8)
def _rows(manifest: Path, changed: int, size: int) -> dict[str, dict[str, Any]]:
    """Return file name -> its row; read again when the manifest has ``changed``."""
    if size > _LARGEST:
        raise OSError("too large")
    with open_file(manifest) as opened:
        text = (opened.read(_LARGEST) or b"").decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        lowered = lower_keys({key: value for key, value in row.items() if key and value})
        if name := str(lowered.get("file") or lowered.get("filename") or ""):
            found[name.rpartition("/")[2]] = lowered
    return found


def _broken(path: Path, what: str, hint: str) -> InputProblem:
    return InputProblem("CTL-I009", what, where=path.as_posix(), hint=hint)
