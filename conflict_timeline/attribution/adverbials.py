"""Cues that are no verbs: "according to", "in the view of", pictures."""

from conflict_timeline.attribution.clauses import names_somebody
from conflict_timeline.attribution.contents import Draft, clause_start
from conflict_timeline.attribution.phrases import NOUN, Span, phrase_right
from conflict_timeline.attribution.vocabulary import word_lists
from conflict_timeline.attribution.words import Words

_MAX_PICTURE = 4  # words of "in the drone footage"
_MAX_OWNER = 8  # words of "the head of the council's" before "opinion"


def according(words: Words, index: int) -> Draft | None:
    """Read "according to the mayor"."""
    if words.words[index + 1 : index + 2] != ["to"] or index + 2 >= len(words.codes):
        return None
    if words.words[index + 2] in word_lists()["no-source"]:
        return None  # "according to plan"
    return _by_source(words, (index, index + 2))


def per(words: Words, index: int) -> Draft | None:
    """Read "Per the governor, ..."; not "twice per day"."""
    if words.words[index + 1 : index + 2] != ["the"] or words.codes[index - 1 : index] not in (
        "",
        ",",
    ):
        return None
    draft = _by_source(words, (index, index + 1))
    return draft if draft and draft.source and names_somebody(words, draft.source) else None


def opinion(words: Words, index: int) -> Draft | None:
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


def in_pictures(words: Words, index: int) -> Draft | None:
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
