"""Attribution: who says what, in spans of source, cue and content, over a whole document."""

from conflict_timeline.attribution.find import find_attributions, speaker_of

__all__ = ["find_attributions", "speaker_of"]
