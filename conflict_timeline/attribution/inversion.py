"""Speakers that stand behind their verb: "said the mayor"."""

from conflict_timeline.attribution.clauses import clause_ends_at, names_somebody
from conflict_timeline.attribution.contents import clause_start
from conflict_timeline.attribution.phrases import NOUN, Span, is_setting, is_verb_like, phrase_right
from conflict_timeline.attribution.sources import subject_left
from conflict_timeline.attribution.vocabulary import verbs, word_lists
from conflict_timeline.attribution.words import Words


def inverted_source(words: Words, index: int, before: int) -> Span | None:
    """Return the source behind the verb in '"...", said the mayor'."""
    codes = words.codes
    after = _behind_setting(words, index)
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
    told = any(is_verb_like(words, at) for at in range(before))
    if after > index + 1 and not quoted and not told:
        return None  # "the note, announced in a paper of the bank"
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
    if subject is not None and subject[0] and codes[subject[0] - 1] == "P" and closed:
        return source  # "died in Oslo, on the coast, reported the police": no town reports
    named = subject is not None and codes[subject[0]] == "C" and following == "Q"
    if closed and says and not named:  # "Novak, the mayor, said the town holds ... "by force"
        return source
    return source if subject is None else None


def _behind_setting(words: Words, index: int) -> int:
    """Return the token behind "said on Sunday", "said in a message", "replied to the paper".

    Translated copy puts these before the speaker.
    """
    codes, after = words.codes, index + 1
    if codes[after : after + 1] != "P":
        return after
    if words.words[after] == "to":
        named = after + 1
        while codes[named : named + 1] == "C":
            named += 1
        return named if named > after + 1 and codes[named : named + 1] == "D" else after
    if not (is_setting(words, after + 1) or codes[after + 1 : after + 2] in ("T", "C")):
        return after
    behind, seen = after + 1, False
    while behind < words.end and codes[behind] in "DClTR#P":
        is_name = codes[behind] == "C" and codes[behind - 1] != "P"
        if is_name and words.words[behind] not in word_lists()["platform"]:
            break
        if codes[behind] == "D" and seen and codes[behind - 1] != "P":
            break
        seen = seen or codes[behind] in "lTC"
        behind += 1
    return behind if codes[behind : behind + 1] in ("C", "D") else after


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
