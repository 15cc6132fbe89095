"""Cues in the passive: "was reported by", "it is believed"."""

from conflict_timeline.attribution.contents import Draft, clause_start
from conflict_timeline.attribution.phrases import NOUN, Span, phrase_right
from conflict_timeline.attribution.vocabulary import Verb, word_lists
from conflict_timeline.attribution.words import Words

_MAX_AGENT_DISTANCE = 10
_UNSAID = frozenset(
    {"observe", "clause", "quote", "added", "promise", "identify", "call", "count", "rule"}
    | {"listed", "speak", "posted", "given", "renew", "clear", "blame"}
)


def is_passive(words: Words, index: int, verb: Verb, before: int) -> bool:
    """Return whether the verb at ``index`` is a passive: "was told", "reported by"."""
    be = before - 1 if before > 0 and words.words[before] == "not" else before
    if be >= 0 and words.words[be] in word_lists()["be"]:
        return True
    if verb.needs == "observe" and before >= 0 and words.words[before] == "as":
        return True  # "as seen in footage"
    coordinated = before >= 0 and words.codes[before] in "A&"
    return not coordinated and _agent_follows(words, index)


def _agent_follows(words: Words, index: int) -> bool:
    """Say whether "by" follows, perhaps behind a time: "a truce declared last week by"."""
    at = index + 1
    last = len(words.codes) - 1
    while at < last and at - index < 4 and words.codes[at] in "RT":
        at += 1
    if at >= last or words.words[at] != "by" or words.codes[at + 1] not in "CDl#":
        return False
    return words.words[at + 1] not in word_lists()["message"]  # "said by telephone"


def is_fronted_past(words: Words, verb: Verb, before: int) -> bool:
    """Read "Asked about it, ..." and "When asked ...": nobody is named."""
    if "fronted" not in verb.traits:
        return False
    return before < 0 or (
        words.codes[before] == "S" and words.words[before] in word_lists()["fronting"]
    )


def passive(words: Words, index: int, verb: Verb) -> Draft | None:
    """Read "was told by the mayor that"; without agent nobody is named."""
    draft = Draft((index, index + 1), None, rule="passive", verb=verb)
    source = _agent(words, index, verb)
    ordering = source is not None and verb.lemma in word_lists()["tells-to"]
    if ordering and source and "to" in words.words[source[0] : source[1] + 1]:
        return None  # "was told by a guard to wait": an order, and no statement
    if source is None:
        if verb.needs in _UNSAID or "never-nobody" in verb.traits:
            return None
        draft.content.append((index + 1, words.end))
        return draft
    draft.source = source
    as_cited = index > 0 and (words.codes[index - 1] == "," or words.words[index - 1] == "as")
    if verb.kind == "cite" and as_cited:
        draft.rule = "via"
    end = words.end
    if index < 3 and words.words[0] == "as" and source[1] < end:  # "As reported by the agency, ..."
        draft.content.append((source[1] + 1, end))
    else:
        draft.content.append((_passive_start(words, index), index))
    return draft


def _passive_start(words: Words, index: int) -> int:
    """Return where what was said begins: the clause, or the noun of "reports written by"."""
    start = clause_start(words, index)
    if words.codes[index - 1 : index] == "l":
        at = index - 1
        while at > start and words.codes[at - 1] in NOUN + "D":
            at -= 1
        return at
    return start


def _agent(words: Words, index: int, verb: Verb) -> Span | None:
    """Return who stands behind "by"; for pictures also behind "in": "captured in footage"."""
    for at in range(index + 1, min(index + _MAX_AGENT_DISTANCE, len(words.codes) - 1)):
        if words.codes[at] in ",;Q" and at > index + 1:
            return None
        if words.codes[at] in "lvV" and at > index + 1 and words.words[at].endswith("ed"):
            return None  # "understood to mean reports not approved by the army"
        pictured = (
            verb.needs == "observe" and words.words[at] in word_lists()["setting-preposition"]
        )
        if words.words[at] == "by" or pictured:
            return None if words.words[at + 1].endswith("ing") else phrase_right(words, at + 1)
    return None
