"""Sentences: text in, exact spans out, with paragraph and role."""

from conflict_timeline.sentences.furniture import furniture_rules
from conflict_timeline.sentences.split import split_sentences

__all__ = ["furniture_rules", "split_sentences"]
