"""Runs the command line: ``ctl`` or ``python -m conflict_timeline``."""

import gc
import os
import sys

from conflict_timeline.collector import SELDOM

INTERRUPTED = 130


def main() -> int:
    """Run ``ctl`` with the process's arguments and return its exit code."""
    _fill_closed_streams()
    gc.set_threshold(*SELDOM)  # modules and rules are held to the end
    try:
        from conflict_timeline.cli.app import run
    except KeyboardInterrupt:  # before there is anything to tell
        return INTERRUPTED
    try:
        return run(sys.argv[1:])
    finally:
        gc.freeze()  # the system takes all memory back: nothing is searched for cycles at the exit


def _fill_closed_streams() -> None:
    """Who closes a standard stream (``>&-`` in a shell) wants nothing of it.

    Its number must not go to the next file that is opened, and whoever writes there expects a
    stream.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


if __name__ == "__main__":
    sys.exit(main())
