"""What an actor does in its clause: starts something, suffers it, or is only mentioned.

Only the words next to the name are looked at: a verb of doing after it ("shelled", passive "were
shelled"), "by" with a participle before it, such a verb before it as its object.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from conflict_timeline.actors.dictionary import grammar
from conflict_timeline.model import ActorRole
from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import trie_pattern

LOOK_BACK = 72  # characters: about ten words
BY_REACH = 4  # words from the participle to "by": "carried out overnight by"


@dataclass(frozen=True, slots=True)
class _Deeds:
    after: re.Pattern[str]
    forms: frozenset[str]
    done: frozenset[str]  # what may stand before "by": participles and nouns of doing


def role_of(folded: str, start: int, end: int) -> ActorRole:
    """Return the role of the actor at ``folded[start:end]`` of a folded sentence."""
    deeds, words = _deeds(), words_before(folded, start)
    bare = _without_added(words)
    if bare and bare[-1] == "by":
        near = bare[-1 - BY_REACH : -1]
        return "initiator" if any(word in deeds.done for word in near) else "mentioned"
    if after := deeds.after.match(folded, end):
        if after["passive"]:
            return "target"
        if not (bare and bare[-1] in grammar()["preposition"]):
            return "initiator"
    if bare and bare[-1] in grammar()["particle"]:
        bare = bare[:-1]
    return "target" if bare and bare[-1] in deeds.forms else "mentioned"


def words_before(folded: str, start: int) -> list[str]:
    """Return the words just before ``start``, the last one last; punctuation stays on its word."""
    return folded[max(0, start - LOOK_BACK) : start].split()


def _without_added(words: Sequence[str]) -> Sequence[str]:
    added = grammar()["added"]
    at = len(words)
    while at and (words[at - 1] in added or words[at - 1][:1].isdigit()):
        # "attacked at least ten": "at" belongs to the number, "fired at the" to the verb
        if words[at - 1] == "at" and at < len(words) and words[at] != "least":
            break
        at -= 1
    return words[:at]


@cache
def _deeds() -> _Deeds:
    rows = read_table("actors", "deeds.tsv")
    forms = frozenset(form for row in rows for form in row)
    participles = frozenset(row[3] for row in rows)
    classes = grammar()
    adverb = rf"(?:{trie_pattern(classes['adverb'])}|on\s+\w+day|\w{{2,20}}ly)"
    be, auxiliary = trie_pattern(classes["be"]), trie_pattern(classes["auxiliary"])
    passive = (
        rf"(?:\s+(?:has|have|had|will|would))?\s+(?:{be})(?:\s+{adverb})?"
        rf"\s+(?:{trie_pattern(participles)})(?!\w)"
    )
    active = rf"(?:\s+(?:{auxiliary})){{0,3}}(?:\s+{adverb})?\s+(?:{trie_pattern(forms)})(?!\w)"
    after = (
        rf"(?:'s?)?(?:,[^,.;]{{1,60}},)?(?:\s+{adverb}){{0,2}}(?:(?P<passive>{passive})|{active})"
    )
    heads = frozenset(form.split()[0] for form in forms)
    return _Deeds(
        re.compile(after), forms | heads, participles | {p.split()[0] for p in participles}
    )
