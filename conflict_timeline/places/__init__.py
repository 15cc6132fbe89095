"""Places: find the names in a text, settle which place each means and what it does there."""

from conflict_timeline.places.find import find_places
from conflict_timeline.places.gazetteer import (
    CREDIT,
    Gazetteer,
    Place,
    bearing,
    capital_of,
    distance_km,
    open_gazetteer,
    shared_gazetteer,
)
from conflict_timeline.places.scene import place_of_event

__all__ = [
    "CREDIT",
    "Gazetteer",
    "Place",
    "bearing",
    "capital_of",
    "distance_km",
    "find_places",
    "open_gazetteer",
    "place_of_event",
    "shared_gazetteer",
]
