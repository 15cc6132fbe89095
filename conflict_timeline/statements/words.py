"""The statement builder's vocabulary as compiled tries, and the tense of a sentence's first
verb."""

import re
from functools import cache
from typing import Literal

from conflict_timeline.rules.loader import load_file, rules_folder
from conflict_timeline.rules.trie import compile_trie

Tense = Literal["present", "perfect", "past", "future"]
_REGULAR_PAST = re.compile(r"\b[a-z]{3,}ed\b")


@cache
def vocabulary(name: str) -> re.Pattern[str]:
    """Return the compiled trie of one word list of ``rules/statements/words.toml``."""
    return compile_trie(_words()[name])


def first_tense(folded: str) -> Tense | None:
    """Return the tense of the first finite verb, or None where no verb is recognised.

    >>> first_tense("the ministry has not reported losses")
    'perfect'
    >>> first_tense("shells landed near the square and people are afraid")
    'past'
    """
    tenses: tuple[Tense, ...] = ("future", "perfect", "past", "present")
    found: list[tuple[int, int]] = []  # position, then rank: "is to" is future before it is present
    for rank, tense in enumerate(tenses):
        if match := vocabulary(tense).search(folded):
            found.append((match.start(), rank))
    if match := _REGULAR_PAST.search(folded):
        found.append((match.start(), tenses.index("past")))
    return tenses[min(found)[1]] if found else None


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return dict(
        load_file(rules_folder("statements").joinpath("words.toml"), frozenset()).vocabulary
    )
