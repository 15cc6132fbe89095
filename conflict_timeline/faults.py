"""Keeps a fault in one article or file from the others: `attempt`, and the problem it becomes."""

from collections.abc import Callable
from pathlib import PurePath
from traceback import extract_tb
from typing import TypeVar

from conflict_timeline.problems import InputProblem, Problem

Result = TypeVar("Result")


def attempt(work: Callable[[], Result], file: str) -> Result | InputProblem:
    """Return what ``work`` returns or, where it fails as nobody foresaw, the problem of ``file``:
    one article that the program cannot read does not keep it from the others."""
    try:
        return work()
    except Problem:  # explained already: the rules are wrong, say, for every article
        raise
    except Exception as error:
        place = extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__} in {PurePath(place.filename).name}, line {place.lineno}"
        return _left_out(f"reading it failed: {said}", file)


def ended_worker(file: str) -> InputProblem:
    return _left_out("reading it ended the worker process", file)


def _left_out(what: str, file: str) -> InputProblem:
    return InputProblem(
        "CTL-I020",
        what,
        where=file,
        hint="it was left out and is tried again at the next ingest; please report it",
    )
