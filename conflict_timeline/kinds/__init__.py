"""What kind of event a sentence reports, by the taxonomy of 22 kinds, and the taxonomy itself."""

from conflict_timeline.kinds.find import find_kinds
from conflict_timeline.kinds.lexicon import is_hint, is_vague
from conflict_timeline.kinds.taxonomy import KindInfo, kinds_named, load_taxonomy

__all__ = ["KindInfo", "find_kinds", "is_hint", "is_vague", "kinds_named", "load_taxonomy"]
