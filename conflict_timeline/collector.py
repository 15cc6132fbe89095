"""How often memory is searched for reference cycles in a long run: `collect_seldom`."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (500_000, 20, 20)
"""New objects that are still there when a search begins, more than what is held while a bundle of
articles is read, and how many searches of the young make one of the older: Python's own numbers
(700, 10, 10) suit programs that make many cycles.

Here a search finds next to nothing, for records are frozen and point one way: 850 objects in 1,500
articles, a tenth of what their text takes. To look for them as often as Python does takes a
twentieth of an ingest; half a million would take some 50 MB.
"""


@contextmanager
def collect_seldom() -> Iterator[None]:
    """Search for cycles ``SELDOM`` while this lasts; reference counts free all else at once."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
