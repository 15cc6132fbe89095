"""Figures: how many, of what, of which side (see ``numbers``, ``quantities``, ``counts``)."""

from conflict_timeline.figures.counts import find_figures
from conflict_timeline.figures.quantities import Quantity, find_quantities

__all__ = ["Quantity", "find_figures", "find_quantities"]
