"""Runs ``ctl`` inside the test's own process, as fast as a function call."""

import io
import sys
from dataclasses import dataclass
from unittest.mock import patch

from conflict_timeline.cli.app import run


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def ctl(*arguments: str, terminal: bool = False) -> Outcome:
    """Run ``ctl`` with ``arguments``; with ``terminal`` its streams say that they are one."""
    kind = Terminal if terminal else io.TextIOWrapper
    out, err = io.BytesIO(), io.BytesIO()
    with (
        patch.object(sys, "stdout", kind(out, encoding="utf-8", newline="")),
        patch.object(sys, "stderr", kind(err, encoding="utf-8", newline="")),
    ):
        try:
            code = run(arguments)
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else 1
        sys.stdout.flush()
        sys.stderr.flush()
        return Outcome(code, out.getvalue().decode(), err.getvalue().decode())
