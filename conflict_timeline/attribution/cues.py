"""Cues of one sentence: which reporting words stand there, whose they are, and what they carry."""

from dataclasses import dataclass, field

from conflict_timeline.attribution.sources import (
    Span,
    antecedent,
    is_verb_like,
    phrase_left,
    phrase_right,
    skip_left,
    subject_left,
)
from conflict_timeline.attribution.vocabulary import Verb, verbs, word_lists
from conflict_timeline.attribution.words import Words

_BE = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't", "weren't"}
)
_NEGATIONS = frozenset(
    {"not", "never", "n't", "hasn't", "haven't", "hadn't", "don't", "doesn't", "didn't", "cannot"}
)
_SUBORDINATORS = frozenset(
    {
        "as",
        "while",
        "when",
        "because",
        "although",
        "though",
        "after",
        "before",
        "since",
        "if",
        "where",
    }
)
_CLAUSE_WORDS = frozenset(
    {"that", "how", "why", "what", "whether", "if", "when", "where", "who", "there"}
)


@dataclass(slots=True)
class Draft:
    """One attribution of a sentence in token spans; ``content`` may have several.

    ``antecedent`` is what a relative pronoun as source stands for; ``tail`` a surname that the source
    of the text left behind the clause ("spokesman Ivan said on Monday. Petrov.").
    """

    cue: Span
    source: Span | None
    content: list[Span] = field(default_factory=list)
    rule: str = ""
    verb: Verb | None = None
    antecedent: Span | None = None
    tail: Span | None = None


def read_cues(words: Words) -> list[Draft]:
    """Return the attributions of one sentence, in the order of their cues."""
    drafts: list[Draft] = []
    known = verbs()
    for index, code in enumerate(words.codes):
        word = words.words[index]
        draft = None
        if code == "v":
            draft = _finite(words, index, known[word], drafts)
        elif code == "g":
            draft = _participle(words, index, known[word], drafts)
        elif word == "according" and index + 2 < len(words) and words.words[index + 1] == "to":
            draft = _according(words, index)
        elif word == "reportedly" or word == "allegedly":
            draft = Draft((index, index + 1), None, [(0, _sentence_end(words))], rule="hearsay")
        if draft is not None:
            drafts.append(draft)
    _give_fronted_sources(words, drafts)
    _trim(words, drafts)
    return drafts


# --- according to ---------------------------------------------------------------------------------


def _according(words: Words, index: int) -> Draft | None:
    codes = words.codes
    fronted = codes[index - 1 : index] in (["("], [";"], [":"]) or set(codes[:index]) <= set(
        "R,&ST"
    )
    source = phrase_right(words, index + 2, wide=True, fronted=fronted)
    if source is None:
        if codes[index + 2] not in "Qq":
            return None
        source = (index + 2, index + 3)
    draft = Draft((index, index + 2), source, rule="according-to")
    end = _sentence_end(words)
    after = source[1]
    if not fronted:
        begin = _clause_start(words, index)
        stop = index - 1 if codes[index - 1] in ",-" else index
        if stop > begin:
            draft.content.append((begin, stop))
    if after < end and (fronted or codes[index - 1] == ","):
        begin = after + 1 if codes[after] in ",-" else after
        if begin < end and (codes[after] == "," or codes[after - 1] == ","):
            draft.content.append((begin, end))
    return draft


# --- finite verbs ---------------------------------------------------------------------------------


def _finite(words: Words, index: int, verb: Verb, drafts: list[Draft]) -> Draft | None:
    codes, tokens = words.codes, words.words
    before = index - 1
    while before >= 0 and codes[before] == "R":
        before -= 1
    if verb.shape in ("past", "part"):
        be = before - 1 if before > 0 and tokens[before] == "not" else before
        if be >= 0 and tokens[be] in _BE or before >= 0 and tokens[before] in ("get", "got"):
            return _passive(words, index, verb)
        if (
            before < 0 or codes[before] == "S" and tokens[before] in ("when", "if", "as", "once")
        ) and (verb.lemma in ("ask", "quote", "cite", "describe", "accuse", "tell")):
            return Draft((index, index + 1), None, rule="passive", verb=verb)
        if codes[before] not in "A&" and _agent_follows(words, index):
            return _passive(words, index, verb)
    if not _wanted(words, index, verb, before):
        return None
    if before >= 0 and tokens[before] == "to":
        return _infinitive(words, index, verb, drafts)
    inverted = _inverted(words, index, before)
    if inverted is not None:
        draft = Draft((index, index + 1), inverted, rule="inverted", verb=verb)
    elif before < 0:
        return None
    elif codes[before] == "&" or codes[before] == "," and codes[before - 1] == "Q" and drafts:
        source = _governor(words, before, drafts)
        if source is None:
            return None
        draft = Draft((index, index + 1), source, rule="coordinated", verb=verb)
        if tokens[source[0]] == "who":
            draft.rule, draft.antecedent = "relative", antecedent(words, source[0])
    else:
        source = subject_left(words, index)
        if source is None or _is_bare_determiner(words, source):
            return None
        draft = Draft((index, index + 1), source, rule="subject", verb=verb)
        if source[0] and tokens[source[0] - 1] in _SUBORDINATORS:
            draft.rule = "subordinate"
        if verb.kind in ("accuse", "promise") or verb.lemma in ("write", "reveal", "threaten"):
            if tokens[source[0]] in ("who", "which", "that") and source[1] - source[0] == 1:
                return None
        if source[1] - source[0] == 1 and codes[source[0]] in "SD" and tokens[source[0]] in (
            "who", "which", "that",
        ):  # fmt: skip
            draft.antecedent = antecedent(words, source[0])
            draft.rule = "relative"
            if draft.antecedent is None and tokens[source[0]] != "who":
                return None
    if verb.needs == "observe" and not _is_observer(words, draft):
        return None
    if any(tokens[at] in _NEGATIONS for at in range(max(0, index - 3), index) if codes[at] in "AR"):
        if verb.lemma in ("respond", "comment", "reply"):
            return None
        draft.rule = "negated"
    _content(words, draft, index)
    return draft


def _is_bare_determiner(words: Words, source: Span) -> bool:
    if source[1] - source[0] > 1 or words.codes[source[0]] != "D":
        return False
    return words.words[source[0]] in (
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "my",
        "our",
        "your",
    )


def _wanted(words: Words, index: int, verb: Verb, before: int) -> bool:
    """Say whether the words around the verb are those that its rule asks for."""
    codes, tokens = words.codes, words.words
    size = len(words)
    after = index + 1
    while after < size and codes[after] == "R":
        after += 1
    code = codes[after] if after < size else "."
    word = tokens[after] if after < size else "."
    speech = (
        code == "Q"
        or code == ":"
        or word in ("that", "that's")
        or (code == "," and after + 1 < size and codes[after + 1] == "Q")
    )
    quoted_before = before >= 0 and (
        codes[before] == "Q" or index >= 2 and "Q" in codes[max(0, index - 8) : index]
    )
    last = code in ".!?"
    needs = verb.needs
    if verb.shape == "base" and before >= 0:
        if tokens[before] == "to":
            return speech or verb.lemma in ("say", "explain", "tell") and code not in ",.;"
        if codes[before] == "A":
            return (
                verb.lemma in ("say", "tell", "describe", "suggest", "explain", "argue", "respond")
                or speech
                or code == "N"
                or code == "S"
            )
        if codes[before] not in "NlC#)q,RSTD%":
            return False
    if needs == "free":
        if verb.shape == "base" and verb.lemma != "say":
            clause = code in "NDCSq" or (code == "l" and word.endswith("s"))
            return speech or clause or (code in ",." and before >= 0 and codes[before] == "N")
        if verb.lemma == "respond" and before >= 0 and codes[before] in "N":
            return speech or last or code == ","
        return True
    if needs == "noun":
        return speech or code in "NDq" or word in ("how", "to") or code == "C"
    if needs == "clause":
        ahead = tokens[after : after + 10]
        if code in "PT" and ("that" in ahead or '"' in ahead):
            return True
        return (
            speech
            or code in "NS"
            or quoted_before
            and (last or code == ",")
            or (code in "DC" and verb.shape != "part")
            or ((last or code == ",") and codes[before] in "CN")
        )
    if needs == "object":
        return speech or code in "NDCSlq" or (quoted_before and last)
    if needs == "promise":
        return (
            speech
            or word == "to"
            or code == "N"
            or word in ("his", "her", "their", "its", "not")
            or (quoted_before and last)
        )
    if needs == "quote":
        return speech or last or (code == "," and quoted_before) or quoted_before and code in "P"
    if needs == "added":
        if code in "l#" or word == "to":
            return False
        return (
            speech
            or last
            or code == ","
            or code in "NC"
            or (code == "D" and (codes[before] in "NC" or quoted_before))
            or code in "PST"
        )
    if needs == "reported":
        return word != "from" and not (word in ("to", "for") and not last)
    if needs == "point":
        return word in ("out", "to")
    return True


def _infinitive(words: Words, index: int, verb: Verb, drafts: list[Draft]) -> Draft | None:
    source = _governor(words, index, drafts)
    if source is None:
        return None
    draft = Draft((index, index + 1), source, rule="infinitive", verb=verb)
    end = _sentence_end(words)
    after = _after_addressee(words, index + 1, verb)
    if after < end:
        draft.content.append((after, end))
    return draft


def _inverted(words: Words, index: int, before: int) -> Span | None:
    """Return the source behind the verb in '"...", said the mayor'."""
    codes = words.codes
    after = index + 1
    if after >= len(words) or codes[after] not in "CDl#N":
        return None
    if before >= 0 and codes[before] not in "Q,-":
        return None
    quoted = before >= 0 and (
        codes[before] == "Q" or before > 0 and codes[before - 1] == "Q" and codes[before] in ",-"
    )
    if codes[after] == "N" and not quoted or words.words[index] in ("told", "tells"):
        return None
    source = phrase_right(words, after)
    if source is None:
        return None
    end = source[1]
    if codes[after] == "N" and end < len(words) and codes[end] not in ".,":
        return None
    closed = end >= len(words) or codes[end] in ".,Q;:!?-)" or codes[end - 1] == ","
    if quoted:
        return source if closed or codes[end] not in "AVv" else None
    if before < 0:
        return source if closed and end < len(words) and codes[end] in ":Q," else None
    if not closed and codes[end] not in "PT":
        return None
    head = words.words[after:end]
    person = codes[after] == "C" or any(
        word in word_lists()["role"] or word in word_lists()["org"] for word in head
    )
    if not person:
        return None
    if end >= _sentence_end(words) or _before_is_clause(words, before):
        return source
    return source if subject_left(words, index) is None else None


def _before_is_clause(words: Words, comma: int) -> bool:
    """Say whether a whole clause, no apposition, ends at ``comma``."""
    at = comma - 1
    while at >= 0 and words.codes[at] not in ",;Q-":
        if is_verb_like(words, at) and words.words[at - 1] not in ("who", "which"):
            return True
        at -= 1
    return at < 0


def _agent_follows(words: Words, index: int) -> bool:
    """Say whether "by" follows, perhaps behind a time: "a truce declared last week by"."""
    at = index + 1
    while at < len(words) - 1 and at - index < 4 and words.codes[at] in "RT":
        at += 1
    return at < len(words) - 1 and words.words[at] == "by" and words.codes[at + 1] in "CDl#"


def _passive(words: Words, index: int, verb: Verb) -> Draft | None:
    """Read "was told by the mayor that"; without agent nobody is named."""
    codes, tokens = words.codes, words.words
    for at in range(index + 1, min(index + 10, len(words))):
        if codes[at] in ",;Q" and at > index + 1:
            break
        if tokens[at] == "by" or verb.needs == "observe" and tokens[at] in ("in", "on"):
            source = phrase_right(words, at + 1)
            if source is None or tokens[at + 1].endswith("ing"):
                break
            draft = Draft((index, index + 1), source, rule="passive", verb=verb)
            if (
                verb.kind == "cite"
                and index
                and (codes[index - 1] == "," or tokens[index - 1] == "as")
            ):
                draft.rule = "via"
            if verb.needs == "observe" and not _is_observer(words, draft):
                return None
            if index < 3 and tokens[0] == "as" and source[1] < _sentence_end(words):
                draft.content.append((source[1] + 1, _sentence_end(words)))
            else:
                draft.content.append((_clause_start(words, index), index))
            return draft
    if verb.needs in ("observe", "clause", "quote", "added", "promise") or verb.lemma in (
        "say",
        "note",
        "expect",
    ):
        return None
    draft = Draft((index, index + 1), None, rule="passive", verb=verb)
    draft.content.append((index + 1, _sentence_end(words)))
    return draft


def _is_observer(words: Words, draft: Draft) -> bool:
    """Say whether the source can see for itself: pictures, crews of outlets, services, officials."""
    span = draft.antecedent or draft.source
    if span is None or draft.verb is None:
        return False
    lists = word_lists()
    tokens = words.words[span[0] : span[1]]
    if any(token in lists["image"] for token in tokens):
        return True
    if any(token in lists["crew"] for token in tokens) and any(
        token.removesuffix("'s") in lists["outlet"] for token in tokens
    ):
        return True
    return draft.verb.lemma in ("notice", "detect", "find", "document", "verify") and any(
        token in lists["org"] or token in lists["role"] or token in lists["study"]
        for token in tokens
    )


# --- participles ----------------------------------------------------------------------------------


def _participle(words: Words, index: int, verb: Verb, drafts: list[Draft]) -> Draft | None:
    codes, tokens = words.codes, words.words
    if verb.needs in ("observe", "quote") or verb.kind in ("learn",):
        return None
    before = index - 1
    while before >= 0 and (codes[before] in "RT" or tokens[before] == "not"):
        before -= 1
    source: Span | None = None
    rule = "participle"
    if before < 0:
        rule = "fronted"
    elif codes[before] == "A":
        source = subject_left(words, index)
    elif codes[before] in ",Q&-:":
        source = _governor(words, before, drafts)
    elif codes[before] == "P":
        if tokens[before] == "on" and before and tokens[before - 1] in ("went", "goes", "go"):
            before -= 1
        elif tokens[before] not in ("by", "in", "before", "after", "while", "for"):
            return None
        if before == 0:
            rule = "fronted"
        else:
            source = _governor(words, before, drafts)
    elif codes[before] == "S":
        if tokens[before] not in ("while", "as", "when", "before", "after"):
            return None
        if tokens[before] == "as" and before and tokens[before - 1] in ("quoted", "cited"):
            source = subject_left(words, before - 1)
        elif before == 0:
            rule = "fronted"
        else:
            source = _governor(words, before, drafts)
    elif codes[before] in "Clq#D)":
        phrase = phrase_left(words, before)
        if phrase is None:
            return None
        with_ = phrase[0] > 0 and tokens[phrase[0] - 1] == "with"
        rule = "subordinate"
        if _head_of(words, phrase) in word_lists()["message"]:
            rule = "participle"
            source = _governor(words, phrase[0], drafts) or phrase
        elif with_ or tokens[before] in word_lists()["image"]:
            source = phrase
        elif codes[before] != "l" or with_ or _may_speak(tokens[before]):
            source = phrase
    elif codes[before] in "vV":
        source = _governor(words, index, drafts)
    if source is None and rule != "fronted":
        return None
    draft = Draft((index, index + 1), source, rule=rule, verb=verb)
    end = _sentence_end(words)
    after = _after_addressee(words, index + 1, verb)
    if rule == "fronted":
        stop = index + 1
        while stop < end and codes[stop] != ",":
            stop += 1
        end = stop
    if after < end:
        draft.content.append((after, end))
    return draft


def _head_of(words: Words, phrase: Span) -> str:
    """Return the head noun: the last word before the first preposition."""
    for at in range(phrase[0] + 1, phrase[1]):
        if words.codes[at] in "PS":
            return words.words[at - 1]
    return words.words[phrase[1] - 1]


def _may_speak(noun: str) -> bool:
    """Say whether a common noun names people, bodies or papers that say something."""
    lists = word_lists()
    return any(noun in lists[name] for name in ("role", "org", "study"))


def _governor(words: Words, index: int, drafts: list[Draft]) -> Span | None:
    """Return the subject that a participle or a second verb before ``index`` shares."""
    for draft in reversed(drafts):
        if draft.source is not None and draft.rule in _MAIN_RULES and draft.cue[0] < index:
            return draft.source
    at = 0
    if words.codes[0] == "S" or words.codes[0] == "P":
        comma = words.codes.index(",", 0, index) if "," in words.codes[:index] else 0
        at = comma
    fallback: Span | None = None
    while at < index:
        if is_verb_like(words, at):
            source = subject_left(words, at)
            if source is not None and words.words[source[0]] == "who":
                if "," not in words.codes[at:index]:
                    return source
                source = None
            if (
                source is not None
                and words.codes[source[0]] != "S"
                and not _is_bare_determiner(words, source)
            ):
                if words.codes[at] != "l" or words.codes[at - 1] in "CNRT":
                    return source
                fallback = fallback or source
        at += 1
    if fallback is None and drafts:
        fallback = drafts[-1].source
    if fallback is None and words.codes[0] in "CDlN":
        fallback = phrase_right(words, 0)
    return fallback


_MAIN_RULES = frozenset({"subject", "inverted", "coordinated", "negated"})


def _give_fronted_sources(words: Words, drafts: list[Draft]) -> None:
    """Give "Citing reports, the mayor said" the subject of the main clause."""
    for position, draft in enumerate(drafts):
        if draft.rule != "fronted":
            continue
        for later in drafts[position + 1 :]:
            if later.source is not None:
                draft.source = later.source
                break
        else:
            comma = draft.cue[1]
            while comma < len(words) and words.codes[comma] != ",":
                comma += 1
            draft.source = phrase_right(words, comma + 1) if comma + 1 < len(words) else None
    drafts[:] = [
        draft
        for draft in drafts
        if draft.source is not None or draft.rule in ("passive", "hearsay")
    ]


# --- contents -------------------------------------------------------------------------------------


def _sentence_end(words: Words) -> int:
    end = len(words)
    while end > 0 and words.codes[end - 1] in ".!?":
        end -= 1
    return end


def _clause_start(words: Words, index: int) -> int:
    at = index - 1
    while at >= 0 and words.codes[at] != ";":
        at -= 1
    return at + 1


def _after_addressee(words: Words, at: int, verb: Verb | None) -> int:
    """Return the token behind "CNN", "on Saturday", "in a statement on Telegram"."""
    codes, tokens = words.codes, words.words
    size = _sentence_end(words)
    if verb is not None and verb.kind == "tell" and at < size and codes[at] in "CDlN#":
        if codes[at] == "N" or tokens[at] in ("him", "her", "them", "me", "us"):
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
        elif codes[at] == "P" and at + 1 < size and _is_setting(words, at + 1):
            end = at + 1
            while (
                end < size
                and codes[end] in "DCl#TR&"
                and not (codes[end] == "C" and codes[end - 1] == "T")
            ):
                end += 1
            at = end
            moved = True
    if at < size and codes[at] in ":,-":
        at += 1
    return at


def _is_setting(words: Words, at: int) -> bool:
    end = at
    while end < len(words) and end - at < 8 and words.codes[end] in "DCl#TRg":
        if words.codes[end] == "T" or words.words[end] in word_lists()["message"]:
            return True
        end += 1
    return False


def _content(words: Words, draft: Draft, index: int) -> None:
    """Set the content of a finite cue: what follows it, else what stands before its source."""
    codes = words.codes
    end = _sentence_end(words)
    source = draft.source
    assert source is not None
    if "." in codes[index:end]:
        broken = codes.index(".", index, end)
        adverbial = set(codes[index + 1 : broken]) <= set("PTR")
        if adverbial and end - broken <= 3 and set(codes[broken + 1 : end]) == {"C"}:
            draft.tail = (broken + 1, end)
            end = broken
    after = source[1] if draft.rule == "inverted" else index + 1
    after = _after_addressee(words, after, draft.verb)
    edge = min(source[0], index) - 1  # what stands before the source
    if draft.rule == "relative":
        edge = -1
    quoted = edge >= 0 and (
        codes[edge] == "Q" or codes[edge] in ",-" and edge > 0 and codes[edge - 1] == "Q"
    )
    comma = edge > 0 and codes[edge] in ",-"
    begin = _clause_start(words, edge + 1) if edge >= 0 else 0
    left_clause = (quoted or comma) and (
        quoted or _has_verb(words, begin, edge) or edge - begin > 4
    )
    right = after < end and not _is_adjunct(words, after)
    if draft.rule == "inverted":
        if edge >= 0:
            draft.content.append((begin, edge + 1 if codes[edge] == "Q" else edge))
        if after < end and (codes[after] == "Q" or not draft.content):
            draft.content.append((after, end))
    elif quoted:
        draft.content.append((begin, edge + 1 if codes[edge] == "Q" else edge))
        if after < end and codes[after] == "Q":
            draft.content.append((after, end))
    elif comma and index + 1 < end and codes[index + 1] == "," and edge > begin:
        draft.content.append((begin, edge))  # "the road, he said, was open"
        if codes[after] not in "gPS" and not words.words[after].endswith("ing"):
            draft.content.append((after, end))
    elif right:
        draft.content.append((after, end))
    elif left_clause or comma:
        draft.content.append((begin, edge))
    elif after < end:
        draft.content.append((after, end))
    elif edge > 1:  # copy without commas: "the town fell he added"
        draft.content.append((begin, edge + 1))
    elif index + 1 < end:
        draft.content.append((index + 1, end))


def _has_verb(words: Words, begin: int, end: int) -> bool:
    return any(is_verb_like(words, at) for at in range(begin, end))


def _is_adjunct(words: Words, after: int) -> bool:
    """Say whether nothing but a place, a time, a participle or a further clause follows."""
    code, word = words.codes[after], words.words[after]
    if word == "to" or word in _CLAUSE_WORDS and words.codes[after - 1] != ",":
        return False
    if words.codes[after - 1] == "," and code in "gS&P":
        return True
    return code in "gPS&" or (
        code == "l" and word.endswith("ing") and words.codes[after - 1] == ","
    )


def _trim(words: Words, drafts: list[Draft]) -> None:
    """End each content before the next cue of the same source."""
    codes = words.codes
    for position, draft in enumerate(drafts):
        for later in drafts[position + 1 :]:
            if later.source != draft.source and later.rule != "according-to":
                continue
            if later.source is None:
                continue
            stop = (
                min(later.cue[0], later.source[0]) if later.source != draft.source else later.cue[0]
            )
            while stop > 0 and codes[stop - 1] in ",&R-A":
                stop -= 1
            draft.content = [
                (begin, min(end, stop) if begin < stop < end else end)
                for begin, end in draft.content
            ]
            break
    for draft in drafts:
        draft.content = [(begin, end) for begin, end in draft.content if end > begin]
