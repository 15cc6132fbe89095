"""Times: what the words say about when."""

from conflict_timeline.times.find import find_times

__all__ = ["find_times"]
