"""From files to a store: rate, cores, memory of the process that writes."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from material import write_files
from measure import CTL, PROJECT, Line, Options, cost_of, in_child

TARGET = 0.5  # MB per CPU second
FLAT = 300  # MB
MANY = 100_000


def lines(options: Options) -> Iterator[Line]:
    """Yield MB of files per CPU second of all processes, with one worker and with two."""
    folder = options.scratch / "articles"
    size = in_child(write_files, folder, None if options.is_full else 1_000)
    for jobs in (1, 2):
        cost = cost_of(ingest_command(folder, options.scratch / f"jobs{jobs}.db", jobs))
        rate = size / 1e6 / cost.seconds
        yield Line(
            f"ctl ingest -j {jobs}, files to store ({size / 1e6:.1f} MB)",
            f"{rate:.2f} MB/CPU-s, {cost.peak_mb:.0f} MB in the largest process",
            f"{TARGET} MB/CPU-s",
            rate >= TARGET,
        )
    if options.is_full:
        peak = parent_peak(many_files(options.scratch / "many"), options.scratch / "many.db")
        yield Line(
            f"memory of the writing process, {MANY:,} articles",
            f"{peak:.0f} MB while reading",
            f"{FLAT} MB",
            peak <= FLAT,
        )


def ingest_command(folder: Path, store: Path, jobs: int) -> list[str]:
    """Return the command that is measured."""
    return [*CTL, "-q", "--db", str(store), "ingest", str(folder), "--jobs", str(jobs)]


def many_files(folder: Path) -> Path:
    """Write as many small dated articles, each other than all others, and return the folder."""
    for number in range(MANY):
        place = folder / f"{number // 1_000:03}"
        place.mkdir(parents=True, exist_ok=True)
        day = f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}"
        text = f"{day}\n\nShells hit depot {number} in Kharkiv on {day}, officials said.\n"
        (place / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def parent_peak(folder: Path, store: Path) -> float:
    """Return the most memory (MB) that the process held which reads and writes, workers left out,
    until all articles are stored: building the claims afterwards holds them all."""
    child = subprocess.Popen(ingest_command(folder, store, 2), cwd=PROJECT)
    peak = 0.0
    workers = False
    while child.poll() is None:
        children = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
        workers = workers or bool(children)
        if workers and not children:
            break  # all are stored
        status = Path(f"/proc/{child.pid}/status").read_text()
        held = next((row for row in status.splitlines() if row.startswith("VmHWM")), "VmHWM 0")
        peak = max(peak, int(held.split()[1]) / 1024)
        time.sleep(0.2)
    child.kill()
    child.wait()
    return peak
