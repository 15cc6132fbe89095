"""Measure how fast ctl is and print one table: what, figure, target, reached or not.

    python tests/bench/run.py [SUBJECT...] [--full]

Costs are CPU time (user and system), medians of several runs where they are short; wall time
decides nothing. The default run takes two to three minutes on a part of everything; `--full` takes
all of the news, and a million statements and claims: half an hour.
"""

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from time import monotonic

from material import described
from measure import Line, Options, pace

SUBJECTS = {
    "start": "start",
    "extraction": "extraction",
    "ingest": "whole_ingest",
    "claims": "same_claim",
    "adding": "adding",
    "questions": "questions",
}
PACE = "half a million additions (to compare runs by)"
MARKS = {True: "reached", False: "NOT REACHED", None: ""}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=", ".join(SUBJECTS))
    parser.add_argument("--full", action="store_true", help="all of it")
    given = parser.parse_args()
    if unknown := set(given.subjects) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
    began = monotonic()
    print(f"Articles: {described()}")
    print(f"Python {platform.python_version()}, {platform.machine()}; {PACE}: {pace():.0f} ms")
    print(f"{'what':56} {'figure':52} {'target':>14}")
    reached = []
    for subject in given.subjects or SUBJECTS:
        print(f'-- make bench ARGS="{subject}{" --full" * given.full}"')
        for line in measured(subject, is_full=given.full):
            row = f"{line.what:56} {line.figure:52} {line.target:>14} {MARKS[line.reached]}"
            print(row.rstrip(), flush=True)
            reached += [] if line.reached is None else [line.reached]
    print(f"{PACE}: {pace():.0f} ms")
    print(f"{sum(reached)} of {len(reached)} targets reached; {monotonic() - began:.0f} s in all")
    return 0


def measured(subject: str, *, is_full: bool) -> Iterator[Line]:
    """Yield the lines of one subject; what it writes is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="ctl-bench-") as scratch:
        yield from import_module(SUBJECTS[subject]).lines(Options(is_full, Path(scratch)))


if __name__ == "__main__":
    sys.exit(main())
