"""How long `ctl` takes to start."""

import sys
from collections.abc import Iterator

from measure import CTL, Line, Options, cost_of

TARGET = 0.130  # CPU seconds


def lines(options: Options) -> Iterator[Line]:
    """Yield the cost of `ctl --help`, and of Python without anything for comparison."""
    seconds = cost_of([*CTL, "--help"], times=11).seconds
    bare = cost_of([sys.executable, "-c", "pass"], times=11).seconds
    figure = f"{seconds * 1000:.0f} ms (Python itself: {bare * 1000:.0f} ms)"
    yield Line("start: ctl --help", figure, f"{TARGET * 1000:.0f} ms", seconds <= TARGET)
