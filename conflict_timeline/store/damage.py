"""A record of the store that is not what ctl wrote."""

from conflict_timeline.problems import StoreProblem
from conflict_timeline.store.database import Store

NO_RECORD = (KeyError, TypeError, ValueError, AttributeError, StopIteration, RecursionError)
"""What reading JSON of another shape than ours may raise."""


def damaged_record(store: Store, error: Exception) -> StoreProblem:
    """Return the problem of a record that cannot be read."""
    return StoreProblem(
        "CTL-S007",
        f"holds a record that cannot be read ({type(error).__name__}: {error})",
        where=str(store.path),
        hint="`ctl check` says what is whole",
    )
