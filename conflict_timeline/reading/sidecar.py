"""Reads what stands beside an article: ``name.meta.toml``: `read_sidecar`."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.fields import lower_keys

SUFFIX = ".meta.toml"


def read_sidecar(path: Path) -> Mapping[str, Any] | InputProblem:
    """Return the fields of ``a.txt.meta.toml`` or ``a.meta.toml`` beside ``path``, or none."""
    for sidecar in (path.with_name(path.name + SUFFIX), path.with_suffix(SUFFIX)):
        try:
            with sidecar.open("rb") as opened:
                return lower_keys(tomllib.load(opened))
        except FileNotFoundError:
            continue
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            return InputProblem(
                "CTL-I009",
                f"cannot be read as TOML: {error}",
                where=sidecar.as_posix(),
                hint="write lines such as: date = 2022-02-27",
            )
    return {}
