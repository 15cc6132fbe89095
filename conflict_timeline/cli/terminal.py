"""What the command line says beside its data: errors, warnings, hints, progress. All on stderr."""

import json
import os
import sys
import time
from typing import TYPE_CHECKING

from conflict_timeline.problems import Problem
from conflict_timeline.safe_text import safe_text

if TYPE_CHECKING:
    from conflict_timeline.pipeline import IngestEvent
    from conflict_timeline.store import Store

KNOWN_SHARE = 0.01
"""Less than this share of the work says nothing about the time that is left."""


def say(text: str) -> None:
    """Print one line to stderr, safe for a terminal."""
    sys.stderr.write(safe_text(text) + "\n")


def say_problem(problem: Problem, *, as_json: bool = False) -> None:
    """Print what went wrong, where, and what to do: one line, as text or as JSON."""
    if as_json:
        sys.stderr.write(
            json.dumps(
                {
                    "code": problem.code,
                    "message": problem.what,
                    "where": problem.where,
                    "hint": problem.hint,
                    "exit_code": problem.exit_code,
                }
            )
            + "\n"
        )
    else:
        say(f"ctl: {problem}")


def say_kept(store: "Store") -> None:
    """Say that a store of an older ctl was brought up to date, and where the old one is."""
    if store.kept is not None:
        say(f"ctl: {store.path}: brought up to date; as the older ctl left it: {store.kept}")


def hint(text: str, *, quiet: bool) -> None:
    """Say the next step, to a person only: when stdout and stderr are both a terminal."""
    if not quiet and sys.stderr.isatty() and sys.stdout.isatty():
        say(text)


def wants_colour(*, no_color: bool) -> bool:
    """Return whether stdout gets colour: a terminal that NO_COLOR and TERM do not forbid."""
    if os.environ.get("FORCE_COLOR"):
        return not no_color
    if no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def progress_words(event: "IngestEvent", *, seconds: float) -> str:
    """Return how far an ingest is after ``seconds``: counts, rate, time left, the file at work."""
    count, unit = (event.articles, "articles") if event.articles else (event.done, "files")
    parts = [f"{event.done:,} of {event.total:,} files"]
    if event.articles:
        parts.append(f"{event.articles:,} articles")
    parts.append(f"{count / seconds:,.0f} {unit}/s")
    if event.share >= KNOWN_SHARE:
        left = int(seconds * (1 - min(1.0, event.share)) / event.share) + 1
        parts.append(f"{left // 60}:{left % 60:02} left")
    return " · ".join((*parts, event.file))


class Progress:
    """A line on stderr that counts files and articles, with their rate and the time left: from the
    second second on, for a terminal only."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = False
        self._started = time.monotonic()
        self._next = self._started + 1.0
        self._wanted = not quiet and sys.stderr.isatty()

    def show(self, event: "IngestEvent") -> None:
        """Show how far it is; cheap enough to call for every article."""
        now = time.monotonic()
        if not self._wanted or now < self._next:
            return
        self._next = now + 0.2
        self._shown = True
        line = progress_words(event, seconds=now - self._started)
        width = max(20, _columns() - 1)
        sys.stderr.write("\r" + safe_text(line)[:width].ljust(width))
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            sys.stderr.write("\r" + " " * max(20, _columns() - 1) + "\r")
            self._shown = False


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return 80
