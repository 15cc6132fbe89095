"""What it costs to add 1,000 statements to a store that holds many."""

from collections.abc import Iterator

from measure import Line, Options, in_child
from store_bench import Growth, cost_of_adding, make_matched_store

TARGET = 2.0  # CPU seconds, to a store of 1,000,000
ADDED = 1_000


def lines(options: Options) -> Iterator[Line]:
    """Yield the cost of making stores and of adding to them, by their size."""
    sizes = (100_000, 1_000_000) if options.is_full else (2_000, 10_000)
    for size in sizes:
        store = options.scratch / f"{size}.db"
        made = in_child(make_matched_store, store, size)
        yield Line(f"store of {made.statements:,} statements, made at once", _figure(made))
        tries = sorted(
            (in_child(cost_of_adding, store, ADDED, seed=seed) for seed in (2, 3, 4)),
            key=lambda growth: growth.seconds,
        )
        added = tries[1]
        yield Line(
            f"  adding {ADDED:,} statements to {size:,}",
            _figure(added),
            f"{TARGET} s at 1 million",
            added.seconds <= TARGET,
        )


def _figure(growth: Growth) -> str:
    return (
        f"{growth.seconds:.2f} CPU-s ({growth.saving:.2f} of it storing), {growth.peak_mb:.0f} MB"
    )
