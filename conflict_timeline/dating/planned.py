"""Whether a time is still to come: `looks_forward`."""

import re
from functools import cache

from conflict_timeline.dating.clue import counting_words
from conflict_timeline.rules.trie import compile_trie, fold


def looks_forward(text: str, position: int) -> bool:
    """Return whether a word such as "scheduled" or "due" stands before, in the same clause."""
    before = fold(text[max(0, position - 80) : position])
    clause = re.split(r"[.;!?\n]|,\s(?:and|but|who|which)\s", before)[-1]
    return bool(_forward_words().search(clause))


@cache
def _forward_words() -> re.Pattern[str]:
    return compile_trie(counting_words("forward"))
