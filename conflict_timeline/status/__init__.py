"""Status: how firmly something is said, and whether it happened (see ``reading``, ``factuality``)."""

from conflict_timeline.status.factuality import factuality
from conflict_timeline.status.reading import read_status

__all__ = ["factuality", "read_status"]
