"""Figures: how many, of what, of which side (see ``numbers``, ``quantities``, ``counts``)."""

from conflict_timeline.figures.casualties import CasualtySummary, casualty_summary
from conflict_timeline.figures.counts import find_figures
from conflict_timeline.figures.quantities import Quantity, find_quantities

__all__ = ["CasualtySummary", "Quantity", "casualty_summary", "find_figures", "find_quantities"]
