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
AIM_REACH = 5  # words from the verb to "at": "fired two volleys of tear gas at"


@dataclass(frozen=True, slots=True)
class _Deeds:
    after: re.Pattern[str]
    forms: frozenset[str]
    done: frozenset[str]  # what may stand before "by": participles and nouns of doing
    nouns: frozenset[str]


def role_of(folded: str, start: int, end: int) -> ActorRole:
    """Return the role of the actor at ``folded[start:end]`` of a folded sentence."""
    deeds, words = _deeds(), words_before(folded, start)
    bare = _without_added(words)
    if bare and bare[-1] == "by":
        near = bare[-1 - BY_REACH : -1]
        return "initiator" if any(word in deeds.done for word in near) else "mentioned"
    if after := deeds.after.match(folded, end):
        if after["passive"] or after["suffers"]:
            return "target"
        if not (bare and bare[-1] in grammar()["preposition"]):
            return "initiator"
    return _as_object(bare, words) if bare else "mentioned"


def _as_object(bare: Sequence[str], words: Sequence[str]) -> ActorRole:
    """Return the role that the words before a name give it."""
    deeds, classes = _deeds(), grammar()
    last, before = bare[-1], bare[-1 - AIM_REACH : -1]
    if last == "between":
        return "initiator" if before and before[-1] in classes["contest"] else "mentioned"
    if last == "from":
        if before and before[-1] in deeds.nouns:
            return "initiator"
        return "target" if any(word in classes["taking"] for word in before) else "mentioned"
    if last in classes["aiming"] and any(word in deeds.forms for word in before):
        return "target"
    if last in classes["particle"]:
        bare = bare[:-1]
    elif last in classes["member"] and "of" in words[-3:]:
        bare = _without_added(bare[:-1])
    return "target" if bare and bare[-1] in deeds.forms else "mentioned"


def words_before(folded: str, start: int) -> list[str]:
    """Return the words just before ``start``, the last one last; punctuation stays on its word."""
    return folded[max(0, start - LOOK_BACK) : start].split()


def _without_added(words: Sequence[str]) -> Sequence[str]:
    added = grammar()["added"]
    at = len(words)
    while at and (words[at - 1] in added or words[at - 1][:1].isdigit()):
        # "attacked at least ten": "at" belongs to the number, "fired at the" to the verb
        if words[at - 1] == "at" and words[at : at + 1] != ["least"]:
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
    suffers = (
        rf"(?:\s+(?:{auxiliary})){{0,2}}(?:\s+{adverb})?"
        rf"\s+(?:{trie_pattern(classes['suffering'])})(?!\w)"
    )
    active = rf"(?:\s+(?:{auxiliary})){{0,3}}(?:\s+{adverb})?\s+(?:{trie_pattern(forms)})(?!\w)"
    backed = rf"(?:\s+(?:{trie_pattern(classes['backed'])})\s+by\s+(?:the\s+)?\w{{1,30}})?"
    after = (
        rf"(?:'s?)?(?:,[^,.;]{{1,60}},)?{backed}(?:\s+{adverb}){{0,2}}"
        rf"(?:(?P<passive>{passive})|(?P<suffers>{suffers})|{active})"
    )
    heads = frozenset(form.split()[0] for form in forms)
    doings = (word for row in read_table("actors", "doings.tsv") for word in row)
    nouns = frozenset(word.split()[-1] for word in doings)
    done = participles | {participle.split()[0] for participle in participles} | nouns
    return _Deeds(re.compile(after), forms | heads, done, nouns)
