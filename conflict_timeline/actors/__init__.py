"""Who acts in a sentence: states, their forces, armed groups and organisations."""

from conflict_timeline.actors.dictionary import label_of
from conflict_timeline.actors.find import find_actors

__all__ = ["find_actors", "label_of"]
