"""Cues of one sentence: which reporting words stand there, whose they are, and what they carry.

The rules have names (``subject``, ``inverted``, ``according-to`` ...); rules.toml tells what each
reads, with examples.
"""

import re
from functools import cache

from conflict_timeline.attribution.adverbials import according, in_pictures, opinion, per
from conflict_timeline.attribution.clauses import (
    describes,
    in_noun_clause,
    in_object_relative,
    in_relative_clause,
    is_bare,
    is_bare_report,
    is_relative,
    without_participle,
)
from conflict_timeline.attribution.contents import (
    Draft,
    add_content,
    add_content_behind,
    clause_start,
    trim_contents,
)
from conflict_timeline.attribution.frames import is_cue
from conflict_timeline.attribution.inversion import inverted_source
from conflict_timeline.attribution.participles import governor, participle
from conflict_timeline.attribution.passives import is_fronted_past, is_passive, passive
from conflict_timeline.attribution.phrases import phrase_right
from conflict_timeline.attribution.sources import antecedent, subject_left
from conflict_timeline.attribution.vocabulary import Verb, verbs, word_lists
from conflict_timeline.attribution.words import Words

_MAX_CUES = 24  # of one sentence; keeps the cost of odd text linear
_MAX_LEAD_IN = 35  # words between a subject and the colon before its quotation
_MAX_ERRAND = 24  # words between "came out of" and "to say"
_TALLY_WITHIN = 4  # words between "recorded" and the number
_NAMELESS_RULES = frozenset({"passive", "hearsay"})
_CUE_LETTER = re.compile("[vg:]")


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
            draft = (_finite if code == "v" else participle)(words, index, known[word], drafts)
            seen += 1
        elif code == ":":
            draft = None if drafts else _colon(words, index)
        elif word == "according":
            draft = according(words, index)
            seen += 1
        elif word == "per":
            draft = per(words, index)
        elif word in opinions and index:
            draft = opinion(words, index)
        elif word in pictures and index:
            draft = in_pictures(words, index)
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


def _colon(words: Words, index: int) -> Draft | None:
    """Read 'The senator was blunt: "No deal."': a quotation behind a colon is the subject's."""
    if words.codes[index + 1 : index + 2] != "Q":
        return None
    source = governor(words, index, [])
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
        if is_passive(words, index, verb, before):
            return passive(words, index, verb)
        if is_fronted_past(words, verb, before):
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
        source = governor(words, index, drafts)
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
    inverted = inverted_source(words, index, before)
    if inverted is not None:
        return Draft(cue, inverted, rule="inverted", verb=verb)
    if before < 0:
        return None
    resumes = codes[before] == "," and codes[before - 1 : before] == "Q" and bool(drafts)
    if codes[before] == "&" or resumes:
        source = governor(words, before, drafts)
        rule = "coordinated"
    else:
        source = subject_left(words, index)
        rule = "subject"
    if source is None or is_bare(words, source):
        return None
    if verb.needs == "observe":
        source = without_participle(words, source)
    if is_bare_report(words, source):
        return Draft(cue, None, rule="hearsay", verb=verb)
    draft = Draft(cue, source, rule=rule, verb=verb)
    link = words.words[source[0] - 1] if source[0] else ""
    if rule == "subject" and link in word_lists()["conditional"]:
        draft.rule = "conditional"
    elif rule == "coordinated" and link in word_lists()["subordinator"]:
        draft.rule = "subordinate"  # "as the envoy met them and accused the army of"
    elif rule == "subject" and (
        link == "what"  # "after what the envoy called a “pause”"
        or in_relative_clause(words, source[0])
        or describes(words, source[0])
        or in_noun_clause(words, source[0])
        or in_object_relative(words, source[0], verb)
    ):
        draft.rule = "relative"
    elif rule == "subject" and link in word_lists()["subordinator"]:
        if verb.needs == "quote" and codes[index + 1 : index + 2] not in (":", "Q"):
            return None  # "a pledge of "more arms" as the war continues"
        draft.rule = "subordinate"
    if is_relative(words, source):
        draft.rule, draft.antecedent = "relative", antecedent(words, source[0])
        if rule == "subject" and "never-relative" in verb.traits:
            return None
        if draft.antecedent is None and words.words[source[0]] != "who":
            return None
    return draft


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


# --- passives -------------------------------------------------------------------------------------


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
    named = "C" in words.codes[span[0] : span[1]]
    counted = "#" in words.codes[draft.cue[1] : draft.cue[1] + _TALLY_WITHIN]
    if draft.verb.lemma in lists["tallies"] and named and counted:
        return True  # "the United Nations has recorded 816 deaths"
    if draft.verb.lemma in lists["told-by-paper"] and not lists["record"].isdisjoint(tokens):
        return True  # "hospital records show"
    if draft.verb.lemma in lists["broadcasts"] and not lists["broadcaster"].isdisjoint(tokens):
        return True  # "state television showed"
    bodies = lists["org"] | lists["role"] | lists["study"]
    return draft.verb.lemma in lists["sees-for-itself"] and bool(tokens & bodies)


# --- participles ----------------------------------------------------------------------------------


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
