"""Loads an optional library where it is installed: `load_extra`."""

import importlib
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conflict_timeline.problems import InputProblem


def load_extra(module: str, extra: str, format_name: str, where: str) -> Any | InputProblem:
    """Return the module, or the problem that names the extra which brings it."""
    try:
        with warnings.catch_warnings(), _no_sockets():
            warnings.simplefilter("ignore")  # what a library says about itself is no news to users
            return importlib.import_module(module)
    except ImportError:
        return InputProblem(
            "CTL-I008",
            f"{format_name} support is not installed",
            where=where,
            hint=f"pip install 'conflict-timeline[{extra}]'",
        )


@contextmanager
def _no_sockets() -> Iterator[None]:
    """Keep urllib3, which trafilatura brings, from binding a socket to see whether IPv6 works."""
    had = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        yield
    finally:
        socket.has_ipv6 = had
