"""Speakers that stand behind their verb: "said the mayor"."""

from conflict_timeline.attribution.clauses import clause_ends_at, names_somebody
from conflict_timeline.attribution.contents import clause_start
from conflict_timeline.attribution.phrases import NOUN, Span, is_verb_like, phrase_right
from conflict_timeline.attribution.sources import subject_left
from conflict_timeline.attribution.vocabulary import verbs
from conflict_timeline.attribution.words import Words


def inverted_source(words: Words, index: int, before: int) -> Span | None:
    """Return the source behind the verb in '"...", said the mayor'."""
    codes = words.codes
    after = index + 1
    if after >= len(words.codes) or codes[after] not in "CDl#N":
        return None
    if before >= 0 and codes[before] not in "Q,-":
        return _inverted_without_comma(words, index, before)
    quoted = before >= 0 and "Q" in codes[max(0, before - 1) : before + 1]
    pronoun = codes[after] == "N"
    verb = verbs()[words.words[index]]
    blames = verb.kind == "accuse"  # "Novak, hurt in the raid, accused the army"
    if verb.lemma == "tell" or (not quoted and (pronoun or blames)):
        return None
    source = phrase_right(words, after)
    if source is None:
        return None
    end = source[1]
    following = codes[end] if end < len(words.codes) else "."
    closed = following in ".,Q;:!?-)" or codes[end - 1] == ","
    if pronoun and following not in ".,":
        return None
    if quoted:
        return source if closed or following not in "AVv" else None
    if before < 0:
        return source if closed and following in ":Q," and end < len(words.codes) else None
    if not (closed or following in "PTRS") or not names_somebody(words, source):
        return None
    says = "to" in verb.traits
    if clause_ends_at(words, before):
        return source
    subject = subject_left(words, index)
    named = subject is not None and codes[subject[0]] == "C" and following == "Q"
    if closed and says and not named:  # "Novak, the mayor, said the town holds ... "by force"
        return source
    return source if subject is None else None


def _inverted_without_comma(words: Words, index: int, before: int) -> Span | None:
    """Read copy without commas: "... and nine women said the group's director Ivan Petrov."."""
    codes = words.codes
    if codes[before] not in NOUN or words.words[index] != "said" or "Q" in codes[index:]:
        return None
    clause = range(clause_start(words, index), index)
    if not any(is_verb_like(words, at) and words.words[at + 1] != "by" for at in clause):
        return None  # "experts interviewed by the paper said the remains"
    source = phrase_right(words, index + 1)
    if source is None or source[1] < words.end or source[1] - source[0] < 2:
        return None
    if any(is_verb_like(words, at) for at in range(*source)):
        return None  # "the mayor said Novak resigned."
    return source if names_somebody(words, source) else None
