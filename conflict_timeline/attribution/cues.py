"""Cues of one sentence: which reporting words stand there, whose they are, and what they carry.

The rules have names (``subject``, ``inverted``, ``according-to`` ...); rules.toml tells what each
reads, with examples.
"""

import re
from functools import cache

from conflict_timeline.attribution.contents import (
    Draft,
    add_content,
    add_content_behind,
    clause_start,
    trim_contents,
)
from conflict_timeline.attribution.frames import has_clause, is_cue
from conflict_timeline.attribution.phrases import NOUN, Span, is_verb_like, phrase_right
from conflict_timeline.attribution.sources import antecedent, phrase_left, subject_left
from conflict_timeline.attribution.vocabulary import Verb, is_speaker, verbs, word_lists
from conflict_timeline.attribution.words import Words

_MAX_CUES = 24  # of one sentence; keeps the cost of odd text linear
_MAX_AGENT_DISTANCE = 10
_MAX_LEAD_IN = 35  # words between a subject and the colon before its quotation
_GOVERNOR_WINDOW = 120
_MAX_PICTURE = 4  # words of "in the drone footage"
_MAX_OWNER = 8  # words of "the head of the council's" before "opinion"
_MAX_ERRAND = 24  # words between "came out of" and "to say"
_MAX_RELATIVE_SUBJECT = 3  # words of "the rebel army" between "which" and its verb
_TALLY_WITHIN = 4  # words between "recorded" and the number
_MAIN_RULES = frozenset({"subject", "inverted", "coordinated", "negated"})
_NAMELESS_RULES = frozenset({"passive", "hearsay"})
_CUE_LETTER = re.compile("[vg:]")
_UNSAID = frozenset(
    {"observe", "clause", "quote", "added", "promise", "identify", "call", "count", "rule"}
    | {"listed", "speak", "posted", "given", "renew", "clear", "blame"}
)
_NARROW = frozenset(
    {"identify", "call", "count", "given", "renew", "rule", "listed", "speak", "clear", "blame"}
)


def read_cues(words: Words, *, eyes: frozenset[str] = frozenset()) -> list[Draft]:
    """Return the attributions of one sentence, in the order of their cues.

    ``eyes`` are the folded words of outlets whose crews see for themselves.
    """
    drafts: list[Draft] = []
    known = verbs()
    lists = word_lists()
    hearsay, opinions, pictures = lists["hearsay"], lists["opinion"], lists["pictured"]
    seen = 0
    for index in _places_of_cues(words):
        code, word = words.codes[index], words.words[index]
        draft = None
        if code == "v" or code == "g":
            draft = (_finite if code == "v" else _participle)(words, index, known[word], drafts)
            seen += 1
        elif code == ":":
            draft = None if drafts else _colon(words, index)
        elif word == "according":
            draft = _according(words, index)
            seen += 1
        elif word == "per":
            draft = _per(words, index)
        elif word in opinions and index:
            draft = _opinion(words, index)
        elif word in pictures and index:
            draft = _in_pictures(words, index)
        elif word in hearsay:
            draft = Draft((index, index + 1), None, [(0, words.end)], rule="hearsay")
        if draft is not None:
            drafts.append(draft)
        if seen >= _MAX_CUES:
            break
    drafts = [draft for draft in drafts if _may_report(words, draft, eyes)]
    _give_fronted_sources(words, drafts)
    _pass_on(words, drafts)
    trim_contents(words, drafts)
    return drafts


def _pass_on(words: Words, drafts: list[Draft]) -> None:
    """Read "the dam held, the mayor said, the agency reports": the agency passes it on."""
    if len(drafts) < 2:
        return
    told, last = drafts[-2], drafts[-1]
    if last.verb is None or last.source is None or last.rule != "subject" or told.rule != "subject":
        return
    ends = last.cue[1] == words.end and words.codes[last.source[0] - 1] == ","
    if not ends or last.verb.lemma not in word_lists()["passes-on"] or told.source is None:
        return
    begin = clause_start(words, told.source[0])
    if told.content and told.content[0][0] >= last.source[0] and begin < told.source[0] - 1:
        told.content = [(begin, told.source[0] - 1)]
    last.rule, last.content = "via", [(begin, last.source[0] - 1)]


def _places_of_cues(words: Words) -> list[int]:
    """Return where a cue may stand: at reporting verbs, colons, and the words that cue alone."""
    if _cue_words().isdisjoint(words.words):
        return [found.start() for found in _CUE_LETTER.finditer(words.codes)]
    return [
        index
        for index, (word, code) in enumerate(zip(words.words, words.codes, strict=True))
        if code in "vg:" or (code in "RlCP" and word in _cue_words())
    ]


@cache
def _cue_words() -> frozenset[str]:
    lists = word_lists()
    return lists["hearsay"] | lists["opinion"] | lists["pictured"] | {"according", "per"}


# --- according to ---------------------------------------------------------------------------------


def _according(words: Words, index: int) -> Draft | None:
    if words.words[index + 1 : index + 2] != ["to"] or index + 2 >= len(words.codes):
        return None
    if words.words[index + 2] in word_lists()["no-source"]:
        return None  # "according to plan"
    return _by_source(words, (index, index + 2))


def _per(words: Words, index: int) -> Draft | None:
    """Read "Per the governor, ..."; not "twice per day"."""
    if words.words[index + 1 : index + 2] != ["the"] or words.codes[index - 1 : index] not in (
        "",
        ",",
    ):
        return None
    draft = _by_source(words, (index, index + 1))
    return draft if draft and draft.source and _names_somebody(words, draft.source) else None


def _opinion(words: Words, index: int) -> Draft | None:
    """Read "In his opinion, ...", "by the army's count": what is left of the sentence is theirs.

    So is it in "in the words of the mayor".
    """
    tokens, codes, lists = words.words, words.codes, word_lists()
    if tokens[index + 1 : index + 2] == ["of"] and index + 2 < len(codes):
        told = index > 1 and tokens[index - 1] == "the"
        linked = told and tokens[index - 2] in lists["opinion-preposition"]
        inserted = linked and words.codes[index - 3 : index - 2] == ","
        return _by_source(words, (index - 2, index + 2), inserted=inserted) if linked else None
    end = index - 1 if tokens[index - 1] == "own" else index
    possessive = tokens[end - 1].endswith(("'s", "s'"))
    first = end - 1
    while possessive and first > 0 and end - first < _MAX_OWNER and codes[first - 1] in NOUN + "D":
        first -= 1
    owner = tokens[first] in lists["bare"] and tokens[first] not in lists["article"]
    if not (owner or possessive) or tokens[first - 1] not in lists["opinion-preposition"]:
        return None
    draft = Draft((first - 1, index + 1), (first, end), rule="according-to", possessive=possessive)
    fronted = _is_fronted(words, first - 1)
    _add_both_sides(words, draft, after=index + 1, fronted=fronted)
    if fronted and not draft.content:  # without a comma
        draft.content.append((index + 1, words.end))
    return draft


def _in_pictures(words: Words, index: int) -> Draft | None:
    """Read "a bridge is hit in footage released by the army"."""
    if words.words[index + 1 : index + 2] != ["released"] and not (
        words.words[index + 1 : index + 3][1:] == ["by"]
        and words.words[index + 1] in word_lists()["shown-by"]
    ):
        return None
    first = index - 1
    while first > 0 and index - first < _MAX_PICTURE and words.codes[first] in "lCD":
        first -= 1
    return _by_source(words, (first, first + 1)) if words.words[first] == "in" else None


def _by_source(words: Words, cue: Span, *, inserted: bool = False) -> Draft | None:
    """Return whoever follows the cue as the source of what stands on both sides.

    Of what is ``inserted`` between commas the next one is the end, and no apposition follows.
    """
    first, behind = cue
    fronted = _is_fronted(words, first)
    wide = not fronted or "," in words.codes[first:]
    source = phrase_right(words, behind, wide=wide, fronted=fronted or inserted)
    if source is None:
        if words.codes[behind] not in "Qq":
            return None
        source = (behind, behind + 1)
    draft = Draft(cue, source, rule="according-to")
    _add_both_sides(words, draft, after=source[1], fronted=fronted)
    return draft


def _is_fronted(words: Words, first: int) -> bool:
    """Say whether nothing of a clause stands before the cue."""
    opened = words.codes[first - 1 : first] in ("(", ";", ":")
    return opened or not words.codes[:first].strip("R,&ST")


def _add_both_sides(words: Words, draft: Draft, *, after: int, fronted: bool) -> None:
    codes, first = words.codes, draft.cue[0]
    if not fronted:
        begin = clause_start(words, first)
        stop = first - 1 if codes[first - 1] in ",-" else first
        if stop > begin:
            draft.content.append((begin, stop))
    if after < words.end and (fronted or codes[first - 1] in ",-"):
        begin = after + 1 if codes[after] in ",-" else after
        if begin < words.end and (codes[after] in ",-" or codes[after - 1] == ","):
            draft.content.append((begin, words.end))


def _colon(words: Words, index: int) -> Draft | None:
    """Read 'The senator was blunt: "No deal."': a quotation behind a colon is the subject's."""
    if words.codes[index + 1 : index + 2] != "Q":
        return None
    source = _governor(words, index, [])
    if source is None or index - source[1] > _MAX_LEAD_IN or words.codes[source[0]] not in "CDlN":
        return None
    draft = Draft((index, index + 1), source, rule="colon")
    draft.content.append((index + 1, index + 2))
    return draft


# --- finite verbs ---------------------------------------------------------------------------------


def _finite(words: Words, index: int, verb: Verb, drafts: list[Draft]) -> Draft | None:
    before = index - 1
    while before >= 0 and words.codes[before] == "R":
        before -= 1
    if verb.shape in ("past", "part"):
        if _is_passive(words, index, verb, before):
            return _passive(words, index, verb)
        if _is_fronted_past(words, verb, before):
            return Draft((index, index + 1), None, rule="passive", verb=verb)
    if not is_cue(words, index, verb, before=before):
        return None
    if verb.needs == "posted" and words.words[before] in word_lists()["posted-thing"]:
        return None  # "a video posted on Facebook"
    if before >= 0 and words.words[before] == "to":
        went = _went_on(words, before)
        if went is not None and (source := subject_left(words, went)) is not None:
            went_on = Draft((index, index + 1), source, rule="subject", verb=verb)
            add_content_behind(words, went_on)
            return went_on
        source = _governor(words, index, drafts)
        if source is None:
            return None
        rule = "subject" if verb.needs == "observe" else "infinitive"  # "images seem to show"
        draft = Draft((index, index + 1), source, rule=rule, verb=verb)
        add_content_behind(words, draft)
        return draft
    found = _with_source(words, index, verb, before, drafts)
    if found is None:
        return None
    if found.source is None:
        found.content.append((index + 1, words.end))
        return found
    negated = _is_negated(words, index) or _is_nobody(words, found)
    if negated and verb.needs != "rule":  # "did not rule out" says something
        if "never-negated" in verb.traits:
            return None
        found.rule = "negated"
    add_content(words, found)
    return found


def _went_on(words: Words, to: int) -> int | None:
    """Return the index of "went" in "went on to say": who did so said it.

    So did who "came out of the meeting to say".
    """
    tokens = words.words[max(0, to - 2) : to]
    if tokens[1:] == ["on"] and tokens[0] in word_lists()["went-on"]:
        return to - 2
    if words.codes[to + 2 : to + 3] in ("l", "."):
        return None  # "came to say goodbye"
    for at in range(to - 1, max(0, to - _MAX_ERRAND), -1):
        if words.words[at] in word_lists()["came-to-say"]:
            return at
        if words.codes[at] in "AVv":
            return None
        if words.codes[at] in ",;:Q.S":
            return None
    return None


def _with_source(
    words: Words, index: int, verb: Verb, before: int, drafts: list[Draft]
) -> Draft | None:
    """Return a draft whose source is behind the verb, shared with another verb, or its subject."""
    codes = words.codes
    cue = (index, index + 1)
    inverted = _inverted(words, index, before)
    if inverted is not None:
        return Draft(cue, inverted, rule="inverted", verb=verb)
    if before < 0:
        return None
    resumes = codes[before] == "," and codes[before - 1 : before] == "Q" and bool(drafts)
    if codes[before] == "&" or resumes:
        source = _governor(words, before, drafts)
        rule = "coordinated"
    else:
        source = subject_left(words, index)
        rule = "subject"
    if source is None or _is_bare(words, source):
        return None
    if verb.needs == "observe":
        source = _without_participle(words, source)
    if _is_bare_report(words, source):
        return Draft(cue, None, rule="hearsay", verb=verb)
    draft = Draft(cue, source, rule=rule, verb=verb)
    link = words.words[source[0] - 1] if source[0] else ""
    if rule == "subject" and link in word_lists()["conditional"]:
        draft.rule = "conditional"
    elif rule == "coordinated" and link in word_lists()["subordinator"]:
        draft.rule = "subordinate"  # "as the envoy met them and accused the army of"
    elif rule == "subject" and (
        link == "what"  # "after what the envoy called a “pause”"
        or _in_relative_clause(words, source[0])
        or _describes(words, source[0])
        or _in_noun_clause(words, source[0])
        or _in_object_relative(words, source[0], verb)
    ):
        draft.rule = "relative"
    elif rule == "subject" and link in word_lists()["subordinator"]:
        draft.rule = "subordinate"
    if _is_relative(words, source):
        draft.rule, draft.antecedent = "relative", antecedent(words, source[0])
        if rule == "subject" and "never-relative" in verb.traits:
            return None
        if draft.antecedent is None and words.words[source[0]] != "who":
            return None
    return draft


def _in_relative_clause(words: Words, first: int) -> bool:
    """Say whether the subject from ``first`` stands in "a deal in which two countries vowed"."""
    tokens, codes = words.words, words.codes
    return (
        first > 1
        and tokens[first - 1] in word_lists()["relative"]
        and codes[first - 2] == "P"
        and codes[first] != "S"
    )


def _in_object_relative(words: Words, first: int, verb: Verb) -> bool:
    """Say whether the subject stands in "the unit, which the army accuses of".

    What "which the army confirmed" refers to may be all that stands before it.
    """
    before = words.words[first - 1] if first else ""
    return verb.kind == "accuse" and before in word_lists()["object-relative"]


def _in_noun_clause(words: Words, first: int) -> bool:
    """Say whether the subject stands in "the fact that the bank had put its terms in writing"."""
    tokens = words.words
    return (
        first > 1 and tokens[first - 1] == "that" and tokens[first - 2] in word_lists()["that-noun"]
    )


def _without_participle(words: Words, source: Span) -> Span:
    """Return "satellite images" of "satellite images taken on Tuesday show"."""
    first, end = source
    while (
        end - first > 1
        and words.codes[end - 1] == "l"
        and words.words[end - 1].endswith(("ed", "en"))
    ):
        end -= 1
    return first, end


def _describes(words: Words, first: int) -> bool:
    """Say whether the subject from ``first`` stands in "a move the army described as"."""
    tokens = words.words
    return (
        first > 1
        and words.codes[first] == "D"
        and tokens[first - 1] in word_lists()["contact-noun"]
        and tokens[first - 2] in word_lists()["article"]
        and tokens[first - 2] != "the"
    )


def _is_relative(words: Words, source: Span) -> bool:
    at = source[0]
    return (
        source[1] - at == 1
        and words.codes[at] in "SD"
        and words.words[at] in word_lists()["subject-relative"]
    )


def _is_bare(words: Words, source: Span) -> bool:
    """Say whether the source is an article or a possessive alone."""
    return (
        source[1] - source[0] == 1
        and words.codes[source[0]] == "D"
        and words.words[source[0]] in word_lists()["bare"]
    )


def _is_bare_report(words: Words, source: Span) -> bool:
    """Say whether the source is "recent reports" and the like: nobody is named."""
    last, lists = source[1] - 1, word_lists()
    return words.words[last] == "reports" and all(
        word in lists["report-modifier"] or word in lists["article"]
        for word in words.words[source[0] : last]
    )


def _is_negated(words: Words, index: int) -> bool:
    at = index - 1
    while at >= 0 and words.codes[at] in "AR":
        if words.words[at] in word_lists()["negation"]:
            return True
        at -= 1
    return False


def _is_nobody(words: Words, draft: Draft) -> bool:
    """Say whether the subject is "none of the reports", "no official"."""
    return draft.source is not None and words.words[draft.source[0]] in word_lists()["nobody"]


def _inverted(words: Words, index: int, before: int) -> Span | None:
    """Return the source behind the verb in '"...", said the mayor'."""
    codes = words.codes
    after = index + 1
    if after >= len(words.codes) or codes[after] not in "CDl#N":
        return None
    if before >= 0 and codes[before] not in "Q,-":
        return _inverted_without_comma(words, index, before)
    quoted = before >= 0 and "Q" in codes[max(0, before - 1) : before + 1]
    pronoun = codes[after] == "N"
    if (pronoun and not quoted) or verbs()[words.words[index]].lemma == "tell":
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
    if not (closed or following in "PTRS") or not _names_somebody(words, source):
        return None
    says = "to" in verbs()[words.words[index]].traits
    if _clause_ends_at(words, before):
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
    return source if _names_somebody(words, source) else None


def _names_somebody(words: Words, source: Span) -> bool:
    if "C" in words.codes[source[0] : source[1]]:
        return True
    return any(is_speaker(word) for word in words.words[source[0] : source[1]])


def _clause_ends_at(words: Words, comma: int) -> bool:
    """Say whether a whole clause, no apposition, ends at ``comma``."""
    at = comma - 1
    while at >= 0 and words.codes[at] not in ",;Q-":
        if is_verb_like(words, at) and not _is_of_relative(words, at):
            return True
        at -= 1
    return at < 0


def _is_of_relative(words: Words, verb: int) -> bool:
    """Say whether the verb is that of "who left" or "which the army accuses"."""
    lists, before = word_lists(), words.words[max(0, verb - _MAX_RELATIVE_SUBJECT) : verb]
    is_subject = bool(before) and before[-1] in lists["subject-relative"]
    return is_subject or not lists["object-relative"].isdisjoint(before)


# --- passives -------------------------------------------------------------------------------------


def _is_passive(words: Words, index: int, verb: Verb, before: int) -> bool:
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


def _is_fronted_past(words: Words, verb: Verb, before: int) -> bool:
    """Read "Asked about it, ..." and "When asked ...": nobody is named."""
    if "fronted" not in verb.traits:
        return False
    return before < 0 or (
        words.codes[before] == "S" and words.words[before] in word_lists()["fronting"]
    )


def _passive(words: Words, index: int, verb: Verb) -> Draft | None:
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


def _may_report(words: Words, draft: Draft, eyes: frozenset[str]) -> bool:
    """Say whether who "saw" or "showed" can: pictures, crews of outlets, services, officials."""
    if draft.verb is None or draft.verb.needs != "observe":
        return True
    span = draft.antecedent or draft.source
    if span is None:
        return False
    lists = word_lists()
    tokens = {word.removesuffix("'s") for word in words.words[span[0] : span[1]]}
    if tokens & lists["image"] or (tokens & lists["crew"] and tokens & eyes):
        return True
    if draft.verb.lemma in lists["tallies"] and "C" in words.codes[span[0] : span[1]]:
        # "the United Nations has recorded 816 deaths"
        return "#" in words.codes[draft.cue[1] : draft.cue[1] + _TALLY_WITHIN]
    if draft.verb.lemma in lists["told-by-paper"] and not lists["record"].isdisjoint(tokens):
        return True  # "hospital records show"
    if draft.verb.lemma in lists["broadcasts"] and not lists["broadcaster"].isdisjoint(tokens):
        return True  # "state television showed"
    bodies = lists["org"] | lists["role"] | lists["study"]
    return draft.verb.lemma in lists["sees-for-itself"] and bool(tokens & bodies)


# --- participles ----------------------------------------------------------------------------------


def _participle(words: Words, index: int, verb: Verb, drafts: list[Draft]) -> Draft | None:
    if verb.needs in ("observe", "quote") or verb.kind == "learn":
        return None
    if verb.needs == "clause" and not has_clause(words, index):
        return None
    if verb.needs in _NARROW and not is_cue(words, index, verb, before=index - 1):
        return None
    codes = words.codes
    if verb.needs == "added" and codes[index + 1 : index + 2] in ("l", "#"):
        return None  # "adding fuel to the fire"
    if not word_lists()["warning-noun"].isdisjoint(words.words[index + 1 : index + 2]):
        return None  # "fired warning shots"
    before = index - 1
    while before >= 0 and (codes[before] in "RT" or words.words[before] == "not"):
        before -= 1
    draft = Draft((index, index + 1), None, rule="participle", verb=verb)
    if before < 0:
        draft.rule = "fronted"
    elif codes[before] == "A":
        draft.source = subject_left(words, index)
    elif codes[before] in ",Q&-:":
        draft.source = _governor(words, before, drafts)
    elif codes[before] in "vV":
        draft.source = _governor(words, index, drafts)
    elif codes[before] in "PS":
        _source_of_adverbial(words, draft, before, drafts)
    elif codes[before] in "Clq#D)":
        _source_of_attribute(words, draft, before, drafts)
    if draft.source is None and draft.rule != "fronted":
        return None
    if draft.rule == "participle" and verb.kind == "promise":
        draft.rule = "pledge"
    add_content_behind(words, draft, stop=_fronted_end(words, draft))
    return draft


def _fronted_end(words: Words, draft: Draft) -> int | None:
    if draft.rule != "fronted":
        return None
    end = words.end
    stop = draft.cue[1]
    while stop < end and words.codes[stop] != ",":
        stop += 1
    return stop


def _source_of_adverbial(words: Words, draft: Draft, before: int, drafts: list[Draft]) -> None:
    """Read "by saying", "while adding", "went on saying", "was quoted as saying"."""
    tokens, lists = words.words, word_lists()
    link = tokens[before]
    previous = tokens[before - 1] if before else ""
    if words.codes[before] == "P":
        if link == "on" and previous in lists["went-on"]:
            before -= 1
        elif link not in lists["participle-preposition"]:
            return
    elif link not in lists["participle-subordinator"]:
        return
    elif link == "as" and previous in lists["as-quoted"]:
        draft.source = subject_left(words, before - 1)
        return
    if before == 0:
        draft.rule = "fronted"
    else:
        draft.source = _governor(words, before, drafts)


def _source_of_attribute(words: Words, draft: Draft, before: int, drafts: list[Draft]) -> None:
    """Read "a statement saying" (whoever issued it), "with the mayor saying", "images showing"."""
    phrase = phrase_left(words, before)
    if phrase is None:
        return
    lists = word_lists()
    noun = words.words[before]
    draft.rule = "subordinate"
    if _head(words, phrase) in lists["message"]:
        draft.rule = "participle"
        draft.source = _governor(words, phrase[0], drafts) or phrase
    elif (
        words.codes[before] != "l"
        or (phrase[0] > 0 and words.words[phrase[0] - 1] == "with")
        or any(noun in lists[name] for name in ("role", "org", "study", "image"))
    ):
        draft.source = phrase


def _head(words: Words, phrase: Span) -> str:
    """Return the head noun: the last word before the first preposition."""
    for at in range(phrase[0] + 1, phrase[1]):
        if words.codes[at] in "PS":
            return words.words[at - 1]
    return words.words[phrase[1] - 1]


def _governor(words: Words, index: int, drafts: list[Draft]) -> Span | None:
    """Return the subject that a participle or a second verb at ``index`` shares.

    It is the last speaker of the sentence; without one, the subject of its first finite verb.
    """
    for draft in reversed(drafts):
        if draft.source is not None and draft.rule in _MAIN_RULES and draft.cue[0] < index:
            return draft.source
    codes = words.codes
    begin = 0
    if codes[0] in "SP" and "," in codes[:index]:
        begin = codes.index(",")
    fallback: Span | None = None
    for at in range(begin, min(index, begin + _GOVERNOR_WINDOW)):
        if not is_verb_like(words, at):
            continue
        source = subject_left(words, at)
        if source is None:
            continue
        if words.words[at] in word_lists()["comes-after"] and codes[at + 1] == "S":
            continue  # "The letter comes after officials met, saying"
        if words.words[source[0]] == "who":
            if "," not in codes[at:index]:
                return source
            continue
        if codes[source[0]] == "S" or _is_bare(words, source) or _in_noun_clause(words, source[0]):
            continue
        if codes[at] != "l" or codes[at - 1] in "CNRT":
            return source
        fallback = fallback or source
    if fallback is None and drafts:
        fallback = drafts[-1].source
    if fallback is None and codes[0] in "CDlN":
        fallback = phrase_right(words, 0)
    return fallback


def _give_fronted_sources(words: Words, drafts: list[Draft]) -> None:
    """Give "Citing reports, the mayor said" the subject of the main clause."""
    for position, draft in enumerate(drafts):
        if draft.rule != "fronted":
            continue
        later = [other.source for other in drafts[position + 1 :] if other.source is not None]
        if later:
            draft.source = later[0]
        elif "," in words.codes[draft.cue[1] :]:
            draft.source = phrase_right(words, words.codes.index(",", draft.cue[1]) + 1)
    drafts[:] = [
        draft for draft in drafts if draft.source is not None or draft.rule in _NAMELESS_RULES
    ]
