"""The statement builder's vocabulary as compiled tries, and the tense of a sentence's first
verb."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, cast, get_args

from conflict_timeline.rules.loader import load_file, rules_folder
from conflict_timeline.rules.trie import WORD_BEGINS, PhraseTrie, phrase_trie, trie_pattern

Tense = Literal["future", "perfect", "past", "present"]
_REGULAR_PAST = r"[a-z]{3,}ed"


@cache
def vocabulary(*names: str) -> PhraseTrie:
    """Return the compiled trie of word lists of ``rules/statements/words.toml``."""
    return phrase_trie(phrase for name in names for phrase in _words()[name])


def first_tense(folded: str) -> Tense | None:
    """Return the tense of the first finite verb, or None where no verb is recognised.

    >>> first_tense("the ministry has not reported losses")
    'perfect'
    >>> first_tense("shells landed near the square and people are afraid")
    'past'
    """
    found = _finite_verb().search(folded)
    return cast(Tense, found.lastgroup) if found else None


def finite_verbs(folded: str) -> Iterator[re.Match[str]]:
    """Yield the words of ``folded`` that may be finite verbs, in order."""
    return _finite_verb().finditer(folded)


@cache
def _finite_verb() -> re.Pattern[str]:
    """Return the pattern of a finite verb, its tense the name of the group.

    "Is to" is future before it is present, so the order of the groups counts.
    """
    forms = {tense: trie_pattern(_words()[tense]) for tense in get_args(Tense)}
    forms["past"] += f"|{_REGULAR_PAST}"
    groups = "|".join(f"(?P<{tense}>{form})" for tense, form in forms.items())
    return re.compile(rf"{WORD_BEGINS}(?:{groups})(?!\w)")  # all begin with a letter


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return dict(
        load_file(rules_folder("statements").joinpath("words.toml"), frozenset()).vocabulary
    )
