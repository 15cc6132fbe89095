"""Status: how firmly something is said (``reading``), and whether it happened (``factuality``)."""

from conflict_timeline.status.reading import read_status

__all__ = ["read_status"]
