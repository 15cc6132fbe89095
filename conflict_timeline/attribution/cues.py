"""Cues of one sentence: which reporting words stand there, whose they are, and what they carry."""

from dataclasses import dataclass, field

from conflict_timeline.attribution.sources import (
    Span,
    noun_lists,
    phrase_left,
    phrase_right,
    subject_left,
)
from conflict_timeline.attribution.words import Verb, Words, verbs


@dataclass(slots=True)
class Draft:
    """One attribution of a sentence in token spans; ``content`` may have several."""

    cue: Span
    source: Span | None
    content: list[Span] = field(default_factory=list)
    rule: str = ""
    verb: Verb | None = None


def read_cues(words: Words) -> list[Draft]:
    """Return the attributions of one sentence, in the order of their cues."""
    drafts: list[Draft] = []
    known = verbs()
    for index, code in enumerate(words.codes):
        word = words.words[index]
        draft = None
        if code == "v" or code == "g":
            draft = _verb(words, index, known[word], drafts)
        elif word == "according" and index + 1 < len(words) and words.words[index + 1] == "to":
            draft = _according(words, index)
        if draft is not None:
            drafts.append(draft)
    _trim(words, drafts)
    return drafts


def _according(words: Words, index: int) -> Draft | None:
    source = phrase_right(words, index + 2)
    if source is None:
        if index + 2 < len(words) and words.codes[index + 2] == "Q":
            source = (index + 2, index + 3)
        else:
            return None
    draft = Draft((index, index + 2), source, rule="according-to")
    codes = words.codes
    end = _sentence_end(words)
    after = source[1]
    fronted = index == 0 or codes[index - 1] in "(;:" or (codes[index - 1] in "&S" and index <= 2)
    if not fronted:
        begin = _clause_start(words, index)
        stop = index - 1 if codes[index - 1] in ",-–—" else index
        if stop > begin:
            draft.content.append((begin, stop))
    if after < end and codes[after] == "," and (fronted or codes[index - 1] == ","):
        draft.content.append((after + 1, end))
    return draft


_NEEDS_CLAUSE = frozenset(
    {"observe", "learn", "believe", "post", "go-on", "cite", "accuse", "predict", "urge", "deny"}
)


def _verb(words: Words, index: int, verb: Verb, drafts: list[Draft]) -> Draft | None:
    if verb.shape == "ing":
        return _participle(words, index, verb, drafts)
    codes = words.codes
    before = index - 1
    while before >= 0 and codes[before] == "R":
        before -= 1
    if before >= 0 and words.words[before] == "to" and verb.shape == "base":
        return None
    if (
        (before >= 0
        and codes[before] in "DP")
        or (
            before >= 0
            and verb.shape in ("base", "s")
            and codes[before] in "l"
            and verb.shape == "s"
            and not _clause_follows(words, index)
        )
    ):
        return None
    if verb.shape in ("past", "part") and _is_passive(words, before):
        return _passive(words, index, verb)
    if verb.kind in ("observe", "learn", "believe", "post", "go-on"):
        return None
    if (
        verb.shape == "base"
        and before >= 0
        and codes[before] not in "NlCRS&"
        and codes[before] != "A"
    ):
        return None
    if verb.shape == "base" and not (_clause_follows(words, index) or codes[before] == "N"):
        return None
    inverted = _inverted(words, index, before)
    if inverted is not None:
        source: Span | None = inverted
        rule = "inverted"
    elif before < 0 or codes[before] == "&":
        source = (
            drafts[-1].source if drafts else (_first_subject(words, index) if before >= 0 else None)
        )
        rule = "coordinated"
        if source is None:
            return None
    else:
        source = subject_left(words, index)
        rule = "subject"
        if source is None:
            return None
        if (
            source[1] - source[0] == 1
            and codes[source[0]] == "D"
            and words.words[source[0]]
            not in (
                "this",
                "that",
                "these",
                "some",
                "many",
                "several",
                "both",
                "each",
                "most",
                "others",
            )
        ):
            return None
    draft = Draft((index, index + 1), source, rule=rule, verb=verb)
    _content(words, draft, index)
    return draft


def _inverted(words: Words, index: int, before: int) -> Span | None:
    codes = words.codes
    after = index + 1
    if after >= len(words):
        return None
    if before >= 0 and codes[before] not in "Q,-–—":
        return None
    if before >= 0 and codes[before] == "," and codes[after] not in "CDl":
        return None
    if codes[after] not in "CDl#N":
        return None
    if codes[after] == "N" and before >= 0 and codes[before] != "Q":
        return None
    source = phrase_right(words, after)
    if source is None:
        return None
    end = source[1]
    if codes[before] == "Q" if before >= 0 else False:
        return source
    if end >= len(words) or codes[end] in ".,Q;:" or (codes[end] == "P"):
        return source
    return None


def _is_passive(words: Words, before: int) -> bool:
    at = before
    while at >= 0 and words.codes[at] in "R":
        at -= 1
    return at >= 0 and words.words[at] in (
        "is", "are", "was", "were", "be", "been", "being", "'s", "'re", "isn't", "wasn't", "weren't", "aren't",
    )  # fmt: skip


def _passive(words: Words, index: int, verb: Verb) -> Draft | None:
    """Read "was told by the mayor that"; a passive without agent is nobody's."""
    codes = words.codes
    for at in range(index + 1, min(index + 12, len(words))):
        if codes[at] in ",;Q":
            break
        if words.words[at] == "by":
            source = phrase_right(words, at + 1)
            if source is None or codes[source[0]] == "N":
                return None
            draft = Draft((index, index + 1), source, rule="passive", verb=verb)
            draft.content.append((_clause_start(words, index), index))
            return draft
    return None


def _participle(words: Words, index: int, verb: Verb, drafts: list[Draft]) -> Draft | None:
    codes = words.codes
    if verb.kind in ("observe", "learn", "believe", "post", "go-on"):
        return None
    before = index - 1
    while before >= 0 and codes[before] == "R":
        before -= 1
    if before < 0:
        return None
    source: Span | None = None
    if codes[before] == "A":
        source = subject_left(words, index)
    elif codes[before] in ",Q&-–—" or (
        codes[before] in "P"
        and words.words[before] in ("by", "in", "before", "after", "while", "without", "as", "of")
    ):
        if words.words[before] in ("of", "without"):
            return None
        source = drafts[-1].source if drafts else _first_subject(words, index)
    elif codes[before] == "S" and words.words[before] in ("while", "as", "when"):
        source = drafts[-1].source if drafts else _first_subject(words, index)
        if words.words[before] == "as" and words.words[before - 1] in ("quoted", "cited"):
            source = subject_left(words, before - 1)
    elif codes[before] in "Cl":
        source = phrase_left(words, before)
        head = words.words[before]
        if (
            source is not None
            and head not in noun_lists()["message"]
            and not (source[0] > 0 and words.words[source[0] - 1] == "with")
        ):
            if drafts and drafts[-1].source and not _clause_follows(words, index):
                source = drafts[-1].source
    if source is None:
        return None
    draft = Draft((index, index + 1), source, rule="participle", verb=verb)
    end = _sentence_end(words)
    after = _skip_addressee(words, index + 1, verb)
    if after < end:
        draft.content.append((after, end))
    elif codes[before] == "Q":
        draft.content.append((before, before + 1))
    return draft


def _first_subject(words: Words, index: int) -> Span | None:
    """Return the subject of the main clause before ``index``: the first noun phrase before a verb."""
    codes = words.codes
    for at in range(index):
        if codes[at] in "VvA" or (
            codes[at] == "l" and words.words[at].endswith("ed") and at > 0 and codes[at - 1] in "CN"
        ):
            found = subject_left(words, at)
            if found is not None:
                return found
    return None


def _sentence_end(words: Words) -> int:
    end = len(words)
    while end > 0 and words.codes[end - 1] in ".!?)":
        end -= 1
    return end


def _clause_start(words: Words, index: int) -> int:
    at = index - 1
    while at >= 0 and words.codes[at] not in ";":
        at -= 1
    return at + 1


def _clause_follows(words: Words, index: int) -> bool:
    after = index + 1
    if after >= len(words):
        return False
    return words.codes[after] in "NDQCS:," or words.words[after] == "that"


def _skip_addressee(words: Words, at: int, verb: Verb | None) -> int:
    codes = words.codes
    size = _sentence_end(words)
    if verb is not None and verb.kind == "tell" and at < size and codes[at] in "CDlN":
        if codes[at] == "N" or words.words[at] in ("him", "her", "them", "me", "us"):
            at += 1
        else:
            phrase = phrase_right(words, at)
            if phrase is not None:
                at = phrase[1]
    moved = True
    while moved and at < size:
        moved = False
        if codes[at] in "RT":
            at += 1
            moved = True
        elif codes[at] == "P" and words.words[at] in (
            "on",
            "in",
            "at",
            "during",
            "via",
            "through",
            "by",
            "to",
            "after",
            "from",
            "of",
            "about",
            "late",
            "early",
        ):
            if at + 1 < size and (codes[at + 1] == "T" or _is_setting(words, at + 1)):
                phrase = phrase_right(words, at + 1)
                at = phrase[1] if phrase and phrase[1] > at + 1 else at + 2
                moved = True
    if at < size and codes[at] in ":,":
        at += 1
    return at


def _is_setting(words: Words, at: int) -> bool:
    codes = words.codes
    end = at
    while end < len(words) and codes[end] in "DCl#TR":
        if words.words[end] in noun_lists()["message"] or codes[end] == "T":
            return True
        end += 1
    return False


def _content(words: Words, draft: Draft, index: int) -> None:
    """Set the content of a finite cue: what follows it, else what stands before its source."""
    codes = words.codes
    end = _sentence_end(words)
    source = draft.source
    assert source is not None
    after = max(index + 1, source[1]) if draft.rule == "inverted" else index + 1
    after = _skip_addressee(words, after, draft.verb)
    left_stop = min(source[0], index) - 1
    quote_left = left_stop >= 0 and codes[left_stop] == "Q"
    comma_left = left_stop >= 0 and codes[left_stop] in ",-–—"
    right = after < end and not _only_adjunct(words, after, end)
    begin = _clause_start(words, max(left_stop, 0)) if left_stop > 0 else 0
    if quote_left and left_stop == 0:
        draft.content.append((0, 1))
    elif (quote_left or comma_left) and (not right or quote_left or draft.rule == "inverted"):
        stop = left_stop + 1 if quote_left else left_stop
        if stop > begin:
            draft.content.append((begin, stop))
        if not (right and codes[after] == "Q"):
            return
    if right:
        draft.content.append((after, end))
    elif not draft.content and comma_left and left_stop > begin:
        draft.content.append((begin, left_stop))


def _only_adjunct(words: Words, after: int, end: int) -> bool:
    """Say whether nothing but a place, a time, a participle or a further clause follows."""
    code = words.codes[after]
    if words.codes[after - 1] == "," and code in "gS&P":
        return True
    return code in "gP" or (
        code == "S"
        and words.words[after]
        not in ("that", "if", "whether", "how", "why", "what", "when", "there")
    )


def _trim(words: Words, drafts: list[Draft]) -> None:
    """End each content before the next cue of the same source."""
    codes = words.codes
    for position, draft in enumerate(drafts):
        for later in drafts[position + 1 :]:
            same = later.source == draft.source or later.rule == "according-to"
            if not same:
                continue
            stop = later.cue[0]
            while stop > 0 and codes[stop - 1] in ",&R-–—A":
                stop -= 1
            draft.content = [
                (begin, min(end, stop) if begin < stop < end else end)
                for begin, end in draft.content
            ]
            break
    for draft in drafts:
        draft.content = [(begin, end) for begin, end in draft.content if end > begin]
