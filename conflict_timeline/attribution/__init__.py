"""Attribution: who says what, in spans of source, cue and content, over a whole document."""

from conflict_timeline.attribution.find import find_attributions
from conflict_timeline.attribution.govern import governing_speakers, speaker_of

__all__ = ["find_attributions", "governing_speakers", "speaker_of"]
