"""Settings of a person: --config FILE, or $XDG_CONFIG_HOME/ctl/config.toml.

Never read from the current folder or a folder of articles: evidence must not steer the program.
"""

import os
from pathlib import Path
from typing import NamedTuple

from conflict_timeline.problems import UsageProblem


class Settings(NamedTuple):
    """What a configuration file may set; flags and the environment overrule it."""

    db: str | None = None
    user: str | None = None
    quiet: bool = False
    no_color: bool = False


def read_settings(path: Path | None) -> Settings:
    """Return the settings of ``path``, or of the person's own file where there is one."""
    own = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "ctl" / "config.toml"
    chosen = path or own
    if path is None and not own.is_file():
        return Settings()
    import tomllib

    try:
        table = tomllib.loads(chosen.read_text(encoding="utf-8"))
        if unknown := set(table) - set(Settings._fields):
            raise ValueError(f"unknown key {sorted(unknown)[0]}")
        for key, value in table.items():
            if not isinstance(value, str if key in ("db", "user") else bool):
                raise ValueError(f"{key} has the wrong type")
    except (OSError, ValueError) as error:
        raise UsageProblem(
            "CTL-U014",
            f"cannot be read as configuration: {error}",
            where=str(chosen),
            hint="it is TOML with the keys db, user, quiet and no_color",
        ) from error
    return Settings(**table)
