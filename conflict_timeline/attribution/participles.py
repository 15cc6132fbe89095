"""Cues that share the subject of another verb: "saying", "adding"."""

from conflict_timeline.attribution.clauses import in_noun_clause, is_bare
from conflict_timeline.attribution.contents import Draft, add_content_behind
from conflict_timeline.attribution.frames import has_clause, is_cue
from conflict_timeline.attribution.phrases import Span, is_verb_like, phrase_right
from conflict_timeline.attribution.sources import phrase_left, subject_left
from conflict_timeline.attribution.vocabulary import Verb, word_lists
from conflict_timeline.attribution.words import Words

_GOVERNOR_WINDOW = 120
_MAIN_RULES = frozenset({"subject", "inverted", "coordinated", "negated"})
_NARROW = frozenset(
    {"identify", "call", "count", "given", "renew", "rule", "listed", "speak", "clear", "blame"}
)


def participle(words: Words, index: int, verb: Verb, drafts: list[Draft]) -> Draft | None:
    """Read "..., saying that", whose source is that of the clause it hangs on."""
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
        draft.source = governor(words, before, drafts)
    elif codes[before] in "vV":
        draft.source = governor(words, index, drafts)
    elif codes[before] in "PS":
        _source_of_adverbial(words, draft, before, drafts)
    elif codes[before] in "Clq#D)":
        _source_of_attribute(words, draft, before, drafts)
    if draft.source is None and draft.rule != "fronted":
        return None
    if draft.rule == "participle" and verb.kind in ("promise", "cite"):
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
        draft.source = governor(words, before, drafts)


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
        draft.source = governor(words, phrase[0], drafts) or phrase
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


def governor(words: Words, index: int, drafts: list[Draft]) -> Span | None:
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
        if codes[source[0]] == "S" or is_bare(words, source) or in_noun_clause(words, source[0]):
            continue
        if codes[at] != "l" or codes[at - 1] in "CNRT":
            return source
        fallback = fallback or source
    if fallback is None and drafts:
        fallback = drafts[-1].source
    if fallback is None and codes[0] in "CDlN":
        fallback = phrase_right(words, 0)
    return fallback
