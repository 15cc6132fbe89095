"""What a line of the bench is, and how cost is measured: CPU time of child processes."""

import compileall
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import process_time
from typing import ParamSpec, TypeVar

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"
CTL = (sys.executable, "-m", "conflict_timeline")

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; ``reached`` is None where there is no target or nothing to measure."""

    what: str
    figure: str
    target: str = ""
    reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured; ``scratch`` is a folder that is removed afterwards."""

    is_full: bool
    scratch: Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: CPU seconds of all its processes, and the most memory one of them
    held."""

    seconds: float
    peak_mb: float
    said: str


def cost_of(command: Sequence[str | Path], *, out: Path | None = None, times: int = 1) -> Cost:
    """Run ``command`` so many times and return the one in the middle; raises where it fails.

    Its output goes to ``out``, or nowhere; ``said`` is what it wrote to standard error.
    """
    _compile()
    costs = sorted((_run(command, out) for _ in range(times)), key=lambda cost: cost.seconds)
    return costs[len(costs) // 2]


@cache
def _compile() -> None:
    """Compile the program as its installation does: where an environment keeps Python from writing
    byte code, every start would read the sources anew."""
    compileall.compile_dir(PROJECT / "conflict_timeline", quiet=1)


def _run(command: Sequence[str | Path], out: Path | None) -> Cost:
    with tempfile.TemporaryFile() as said, (out or Path(os.devnull)).open("wb") as printed:
        child = subprocess.Popen(command, cwd=PROJECT, stdout=printed, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if child.returncode not in (0, 3):
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {child.returncode}: {text}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text)


def in_child(
    function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
) -> Result:
    """Return what ``function`` returns in a process of its own: what it loads and keeps is gone
    with that process."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        return pool.submit(function, *given, **named).result()


def pace() -> float:
    """Return the CPU milliseconds of a fixed piece of work: what else runs on the machine slows
    CPU time too, and figures of two runs compare as far as this does.
    """
    tries = []
    for _ in range(9):
        started = process_time()
        sum(number & 3 for number in range(500_000))
        tries.append((process_time() - started) * 1_000)
    return median(tries)


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return median(values)
