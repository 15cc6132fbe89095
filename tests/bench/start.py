"""How long `ctl` takes to start."""

from collections.abc import Iterator

from measure import CTL, Line, Options, cost_of

TARGET = 0.130  # CPU seconds


def lines(options: Options) -> Iterator[Line]:
    """Yield the cost of `ctl --help`."""
    seconds = cost_of([*CTL, "--help"], times=11).seconds
    yield Line(
        "start: ctl --help",
        f"{seconds * 1000:.0f} ms",
        f"{TARGET * 1000:.0f} ms",
        seconds <= TARGET,
    )
