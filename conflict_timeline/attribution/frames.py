"""Frames: what must stand beside a reporting verb before it counts as a cue.

"Said" always reports; "added" does so with a quotation, a clause or nothing behind it, not with
"jobs"; "pledged" wants "to" or "that"; "continued" wants a quotation. The table of verbs names the
frame of each verb, this module says what the frames ask for.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from conflict_timeline.attribution.vocabulary import Verb, is_speaker, word_lists
from conflict_timeline.attribution.words import Words

_AHEAD = 10
_QUOTED_WITHIN = 8
_COUNTED_WITHIN = 6
_EXPRESSED_WITHIN = 4
_LISTED_WITHIN = 4
_CLEAR_WITHIN = 6  # words of "made it clear on Monday that"
_POSTED_WITHIN = 4  # words of "on its official Telegram"
_NAMED_WITHIN = 7  # words between "called" and what in quotation marks it was called
_LIVES_WITHIN = 3  # "claimed the young lives"; further on "he lives" may follow


class Beside(NamedTuple):
    """What stands beside a verb: class letters and words of its neighbours, adverbs skipped.

    ``speech`` is a quotation, a colon or "that" behind the verb, ``quoted`` a quotation shortly
    before it, ``last`` the end of the sentence behind it, ``complement`` "that" or a quotation
    a little later, among the next words, ``ahead``; ``by_speaker`` a noun before it that speaks.
    """

    before: str
    code: str
    word: str
    speech: bool
    quoted: bool
    last: bool
    complement: bool
    ahead: Sequence[str]
    by_speaker: bool


def is_cue(words: Words, index: int, verb: Verb, *, before: int) -> bool:
    """Say whether the finite verb at ``index`` reports, with the word ``before`` its adverbs."""
    if verb.always:
        return True
    beside = _look_beside(words, index, before)
    if verb.shape == "base" and before >= 0:
        if words.words[before] == "to":
            seems = before and words.words[before - 1] in word_lists()["seeming"]
            if verb.needs == "observe" and seems:
                return True  # "images appear to show"
            return beside.speech or ("to" in verb.traits and beside.code not in ",.;")
        if beside.before == "A":
            return (
                beside.speech
                or "could" in verb.traits
                or verb.needs == "observe"  # "a crew could hear gunfire"
                or (verb.needs == "count" and words.words[before] not in word_lists()["be"])
                or beside.code in "NS"
            )
        if beside.before not in "NlC#)q,RSTD%":
            return False
    return _FRAMES[verb.needs](verb, beside)


def has_clause(words: Words, index: int) -> bool:
    """Say whether a clause or a quotation follows: "hoping that", not "fearing a coup"."""
    beside = _look_beside(words, index, index - 1)
    return beside.speech or beside.code in "NS" or (beside.code in "CDlPT" and beside.complement)


def _look_beside(words: Words, index: int, before: int) -> Beside:
    codes, tokens = words.codes, words.words
    size = len(words.codes)
    after = index + 1
    while after < size and codes[after] == "R":
        after += 1
    code = codes[after] if after < size else "."
    word = tokens[after] if after < size else "."
    following = codes[after + 1] if after + 1 < size else ""
    quoted = before >= 0 and (
        codes[before] == "Q" or "Q" in codes[max(0, index - _QUOTED_WITHIN) : index]
    )
    ahead = tokens[after : after + _AHEAD]
    return Beside(
        before=codes[before] if before >= 0 else "",
        code=code,
        word=word,
        speech=code in "Q:" or word == "that" or (code == "," and following == "Q"),
        quoted=quoted,
        last=code in ".!?",
        complement="that" in ahead or '"' in ahead,
        ahead=ahead,
        by_speaker=before >= 0 and is_speaker(tokens[before]),
    )


def _free(verb: Verb, beside: Beside) -> bool:
    if verb.shape == "base" and "to" not in verb.traits:
        clause = beside.code in "NDCSq" or (beside.code == "l" and beside.word.endswith("s"))
        alone = beside.code in ",." and beside.before == "N"
        return beside.speech or clause or alone
    if "never-negated" in verb.traits and beside.before == "N":
        return beside.speech or beside.last or beside.code == "," or beside.quoted
    return True


def _noun(verb: Verb, beside: Beside) -> bool:
    return (
        beside.speech
        or beside.code in "NDqC"
        or (beside.code == "," and beside.by_speaker)  # "As the ministry notes, ..."
        # "..., he notes.", "..., its defence ministry claims."
        or (beside.last and (beside.quoted or beside.by_speaker or beside.before in ("C", "N")))
        or beside.word in word_lists()["noun-verb-complement"]
    )


def _clause(verb: Verb, beside: Beside) -> bool:
    if beside.speech or beside.code in "NS" or (beside.code in "PT" and beside.complement):
        return True
    if beside.last or beside.code == ",":
        estimated = beside.last and beside.by_speaker and verb.kind == "report"
        return estimated or beside.quoted or beside.before in ("C", "N")
    if beside.code == "P" and beside.quoted and beside.before in ("N", "C"):
        return True  # "..., she stressed on the radio"
    return beside.code in "DC" and verb.shape != "part" and beside.word != "no"


def _object(verb: Verb, beside: Beside) -> bool:
    return beside.speech or beside.code in "NDCSlq" or (beside.quoted and beside.last)


def _promise(verb: Verb, beside: Beside) -> bool:
    if beside.speech or beside.code == "N" or beside.word in word_lists()["promise-complement"]:
        return True
    to_somebody = beside.ahead[: beside.ahead.index(",")] if "," in beside.ahead else beside.ahead
    if beside.code in "DC" and "that" in to_somebody:
        return True  # "promised the council that nobody would be moved"
    return beside.quoted and beside.last


def _quote(verb: Verb, beside: Beside) -> bool:
    return beside.speech or beside.last or (beside.quoted and beside.code in ",P")


def _added(verb: Verb, beside: Beside) -> bool:
    if beside.code in "l#" or beside.word == "to":
        return False
    if beside.code == "D":
        return beside.before in ("N", "C") or beside.quoted
    return beside.speech or beside.last or beside.code in ",NCPST"


def _reported(verb: Verb, beside: Beside) -> bool:
    reduced = beside.code == "A" and not beside.quoted  # "the figures reported could not be"
    return not reduced and beside.word not in word_lists()["reported-not"]


def _claimed(verb: Verb, beside: Beside) -> bool:
    """Read "claimed that", "claimed the town"; not "claimed 40 lives", "claimed the lives of"."""
    counted = beside.code == "#" or beside.word in word_lists()["claimed-not"]
    lives = not word_lists()["claimed-life"].isdisjoint(beside.ahead[:_LIVES_WITHIN])
    return not (counted or lives) and _free(verb, beside)


def _point(verb: Verb, beside: Beside) -> bool:
    return beside.word in word_lists()["point-particle"]


def _rule(verb: Verb, beside: Beside) -> bool:
    return beside.speech or beside.word in word_lists()["rule-particle"]


def _call(verb: Verb, beside: Beside) -> bool:
    """Read "called for talks", "called the claim “false”" and "called it a crime".

    Not so "called the army to help".
    """
    lists = word_lists()
    names = beside.word in lists["object-pronoun"] | lists["thing-pronoun"]
    if names and not lists["article"].isdisjoint(beside.ahead[1:2]):
        return True
    return beside.word in lists["call-particle"] or '"' in beside.ahead[1:_NAMED_WITHIN]


def _identify(verb: Verb, beside: Beside) -> bool:
    """Read "identified the dead man as Novak", not "a man identified as Novak"."""
    return "as" in beside.ahead[1:] and not beside.word.endswith(("self", "selves"))


def _count(verb: Verb, beside: Beside) -> bool:
    """Read "put the toll at ten", "updated to ten its toll"."""
    return not word_lists()["count-noun"].isdisjoint(beside.ahead[:_COUNTED_WITHIN])


def _given(verb: Verb, beside: Beside) -> bool:
    """Read "gave the figure as ten", not "gave figures for May"."""
    return _count(verb, beside) and ("as" in beside.ahead[1:] or "toll" in beside.ahead[:2])


def _clear(verb: Verb, beside: Beside) -> bool:
    """Read "made clear that", "made it clear that"."""
    said = "that" in beside.ahead[1:_CLEAR_WITHIN]
    return said and "clear" in beside.ahead[:2]


def _blame(verb: Verb, beside: Beside) -> bool:
    """Read "laid the blame on the bank"."""
    return "blame" in beside.ahead[:2]


def _renew(verb: Verb, beside: Beside) -> bool:
    """Read "renewed his call for a truce", not "renewed the lease"."""
    return not word_lists()["renewed"].isdisjoint(beside.ahead[:_EXPRESSED_WITHIN])


def _listed(verb: Verb, beside: Beside) -> bool:
    """Read "listed 13 hospitals", "counted nine bodies", "listed the names of the dead"."""
    lists = word_lists()
    number = beside.code == "#" or beside.word in lists["number-word"] - lists["article"]
    return number or not lists["counted"].isdisjoint(beside.ahead[:_LISTED_WITHIN])


def _speak(verb: Verb, beside: Beside) -> bool:
    """Read "spoke of heavy shelling", not "spoke to the mayor"."""
    return beside.word in word_lists()["speak-particle"]


def _posted(verb: Verb, beside: Beside) -> bool:
    """Read "posted on Facebook", and what is posted in quotation marks."""
    named = not word_lists()["platform"].isdisjoint(beside.ahead[1:_POSTED_WITHIN])
    by_somebody = beside.by_speaker or beside.before in ("C", "N")
    return _quote(verb, beside) or (beside.code == "P" and named and by_somebody)


def _express(verb: Verb, beside: Beside) -> bool:
    """Read "expressed regret", "expressed deep concern"."""
    return not word_lists()["expressed"].isdisjoint(beside.ahead[:_EXPRESSED_WITHIN])


def _observe(verb: Verb, beside: Beside) -> bool:
    return True  # the subject decides


_FRAMES: Mapping[str, Callable[[Verb, Beside], bool]] = {
    "free": _free,
    "noun": _noun,
    "clause": _clause,
    "object": _object,
    "promise": _promise,
    "quote": _quote,
    "added": _added,
    "reported": _reported,
    "claimed": _claimed,
    "point": _point,
    "rule": _rule,
    "call": _call,
    "identify": _identify,
    "count": _count,
    "given": _given,
    "renew": _renew,
    "clear": _clear,
    "blame": _blame,
    "express": _express,
    "listed": _listed,
    "speak": _speak,
    "posted": _posted,
    "observe": _observe,
}
