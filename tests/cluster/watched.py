"""What a command costs with all processes it starts, those included that end on their own."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
EVERY = 0.5  # seconds: what a process does after it was last seen is not counted
SESSION, USER_TIME, SYSTEM_TIME = 3, 11, 12  # in /proc/PID/stat, behind the name


class Watched(NamedTuple):
    """CPU seconds of all processes, and the most memory they held together; None where the system
    does not tell."""

    seconds: float | None
    peak_mb: float | None


def watch(
    command: Sequence[str], *, folder: Path, settings: Mapping[str, str] | None = None
) -> Watched:
    """Run ``command`` in ``folder`` in a session of its own until all that it started has ended.

    Raises RuntimeError where it fails; 3 is what ctl ends with when it could not read a file.
    """
    seconds: dict[str, float] = {}
    peak = 0.0
    with tempfile.TemporaryFile() as said:
        started = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | (settings or {}),
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        try:
            while True:
                has_ended = started.poll() is not None
                found = _members(started.pid)
                seconds |= {name: used for name, used, _ in found}
                peak = max(peak, sum(held for _, _, held in found))
                if has_ended and not found:
                    break
                time.sleep(EVERY)
        finally:  # interrupted: leave nothing behind
            for name, _, _ in _members(started.pid):
                with suppress(ProcessLookupError):
                    os.kill(int(name), signal.SIGKILL)
        if started.returncode not in (0, 3):
            said.seek(0)
            text = said.read().decode("utf-8", "replace")[-2_000:]
            raise RuntimeError(f"{' '.join(command)} ended with {started.returncode}: {text}")
    return Watched(sum(seconds.values()), peak) if seconds else Watched(None, None)


def _members(session: int) -> list[tuple[str, float, float]]:
    """Return number, CPU seconds and megabytes of every process of a session: of pages that some
    share, each has its part."""
    found = []
    for entry in PROC.glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[SESSION]) != session or fields[0] == "Z":
                continue
            held = (entry / "smaps_rollup").read_text().partition("\nPss:")[2].split()
        except (OSError, ValueError):
            continue  # it has just ended
        ticks = int(fields[USER_TIME]) + int(fields[SYSTEM_TIME])
        found.append((entry.name, ticks / os.sysconf("SC_CLK_TCK"), int(held[0]) / 1024))
    return found
