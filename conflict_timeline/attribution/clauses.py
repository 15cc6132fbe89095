"""Whose clause a verb stands in: what a phrase before it cannot be the subject of."""

from conflict_timeline.attribution.phrases import Span, is_verb_like
from conflict_timeline.attribution.vocabulary import Verb, is_speaker, word_lists
from conflict_timeline.attribution.words import Words

_MAX_RELATIVE_SUBJECT = 3  # words of "the rebel army" between "which" and its verb


def in_relative_clause(words: Words, first: int) -> bool:
    """Say whether the subject from ``first`` stands in "a deal in which two countries vowed"."""
    tokens, codes = words.words, words.codes
    return (
        first > 1
        and tokens[first - 1] in word_lists()["relative"]
        and codes[first - 2] == "P"
        and codes[first] != "S"
    )


def in_object_relative(words: Words, first: int, verb: Verb) -> bool:
    """Say whether the subject stands in "the unit, which the army accuses of".

    What "which the army confirmed" refers to may be all that stands before it.
    """
    before = words.words[first - 1] if first else ""
    return verb.kind == "accuse" and before in word_lists()["object-relative"]


def in_noun_clause(words: Words, first: int) -> bool:
    """Say whether the subject stands in "the fact that the bank had put its terms in writing"."""
    tokens = words.words
    return (
        first > 1 and tokens[first - 1] == "that" and tokens[first - 2] in word_lists()["that-noun"]
    )


def _is_of_relative(words: Words, verb: int) -> bool:
    """Say whether the verb is that of "who left" or "which the army accuses"."""
    lists, before = word_lists(), words.words[max(0, verb - _MAX_RELATIVE_SUBJECT) : verb]
    is_subject = bool(before) and before[-1] in lists["subject-relative"]
    return is_subject or not lists["object-relative"].isdisjoint(before)


def clause_ends_at(words: Words, comma: int) -> bool:
    """Say whether a whole clause, no apposition, ends at ``comma``."""
    at = comma - 1
    while at >= 0 and words.codes[at] not in ",;Q-":
        if is_verb_like(words, at) and not _is_of_relative(words, at):
            return True
        at -= 1
    return at < 0


def is_relative(words: Words, source: Span) -> bool:
    """Return whether a phrase is a lone relative word ("who"): another noun is meant."""
    at = source[0]
    return (
        source[1] - at == 1
        and words.codes[at] in "SD"
        and words.words[at] in word_lists()["subject-relative"]
    )


def is_bare(words: Words, source: Span) -> bool:
    """Say whether the source is an article or a possessive alone."""
    return (
        source[1] - source[0] == 1
        and words.codes[source[0]] == "D"
        and words.words[source[0]] in word_lists()["bare"]
    )


def is_bare_report(words: Words, source: Span) -> bool:
    """Say whether the source is "recent reports" and the like: nobody is named."""
    last, lists = source[1] - 1, word_lists()
    return words.words[last] == "reports" and all(
        word in lists["report-modifier"] or word in lists["article"]
        for word in words.words[source[0] : last]
    )


def describes(words: Words, first: int) -> bool:
    """Say whether the subject from ``first`` stands in "a move the army described as"."""
    tokens = words.words
    return (
        first > 1
        and words.codes[first] == "D"
        and tokens[first - 1] in word_lists()["contact-noun"]
        and tokens[first - 2] in word_lists()["article"]
        and tokens[first - 2] != "the"
    )


def without_participle(words: Words, source: Span) -> Span:
    """Return "satellite images" of "satellite images taken on Tuesday show"."""
    first, end = source
    while (
        end - first > 1
        and words.codes[end - 1] == "l"
        and words.words[end - 1].endswith(("ed", "en"))
    ):
        end -= 1
    return first, end


def names_somebody(words: Words, source: Span) -> bool:
    """Return whether a phrase names somebody who may speak."""
    if "C" in words.codes[source[0] : source[1]]:
        return True
    return any(is_speaker(word) for word in words.words[source[0] : source[1]])
