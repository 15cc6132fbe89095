"""Content spans: what a cue carries, before it, behind it, or on both sides."""

from dataclasses import dataclass, field

from conflict_timeline.attribution.phrases import Span, is_setting, phrase_right
from conflict_timeline.attribution.vocabulary import Verb, word_lists
from conflict_timeline.attribution.words import Words

_MAX_TAIL = 3
_MIN_CLAUSE = 3  # words before a source that are more than "However,"


@dataclass(slots=True)
class Draft:
    """One attribution of a sentence in token spans; ``content`` may have several.

    ``antecedent`` is what a relative pronoun as source stands for; ``tail`` a surname that was left
    behind the clause where the copy is broken ("spokesman Ivan said on Monday. Petrov.");
    ``possessive`` says that the source ends in "'s", which is not printed.
    """

    cue: Span
    source: Span | None
    content: list[Span] = field(default_factory=list)
    rule: str = ""
    verb: Verb | None = None
    antecedent: Span | None = None
    tail: Span | None = None
    possessive: bool = False


def clause_start(words: Words, index: int) -> int:
    """Return where the clause of ``index`` begins: at the sentence or behind a semicolon."""
    return words.codes.rfind(";", 0, max(0, index)) + 1


def add_content_behind(words: Words, draft: Draft, *, stop: int | None = None) -> None:
    """Add what follows the cue and its addressee, up to ``stop`` or the end of the sentence."""
    end = words.end if stop is None else stop
    after = after_addressee(words, draft.cue[1], draft.verb)
    if after < end:
        draft.content.append((after, end))


def after_addressee(words: Words, at: int, verb: Verb | None) -> int:
    """Return the token behind "CNN", "on Saturday", "in a statement on Telegram"."""
    codes, tokens = words.codes, words.words
    size = words.end
    if verb is not None and verb.kind == "tell" and at < size and codes[at] in "CDlN#":
        if codes[at] == "N" or tokens[at] in word_lists()["object-pronoun"]:
            at += 1
        elif (phrase := phrase_right(words, at)) is not None:
            at = phrase[1]
    while at < size:
        if codes[at] in "RT" or codes[at : at + 2] == "DT":
            at += 1
        elif _is_that_day(words, at) or tokens[at : at + 2] == ["local", "time"]:
            at += 2
        elif tokens[at + 1 : at + 2] == ["time"] and codes[at] == "C" and codes[at - 1] in "T#":
            at += 2  # "early Friday Norwegian time"
        elif codes[at] == "P" and at + 1 < size and is_setting(words, at + 1):
            at += 1
            while at < size and codes[at] in "DCl#TR&" and codes[at - 1 : at + 1] != "TC":
                at += 1
        else:
            break
    if at < size and codes[at] in ":,-":
        at += 1
    return at


def _is_that_day(words: Words, that: int) -> bool:
    """Say whether "that day", "that night" is when it was said, and no clause of its own."""
    noun = that + 1
    if (
        words.words[that] != "that"
        or noun >= words.end
        or words.words[noun] not in word_lists()["that-time"]
    ):
        return False
    return noun + 1 == words.end or words.codes[noun + 1] in ",;:QS"


def add_content(words: Words, draft: Draft) -> None:
    """Set the content of a finite cue: what follows it, else what stands before its source."""
    codes = words.codes
    source = draft.source
    assert source is not None
    behind = draft.cue[1]
    end = _end_before_tail(words, draft)
    after = after_addressee(words, max(source[1], behind), draft.verb)
    if codes[after : after + 1] == ".":
        end = min(end, after)  # broken copy: "the mayor said on Monday. shared on Telegram."
    if draft.rule == "relative":
        if after < end:
            draft.content.append((after, end))
        return
    edge = min(source[0], draft.cue[0]) - 1  # what stands before the clause
    begin = clause_start(words, edge + 1)
    comma = edge > 0 and codes[edge] in ",-"
    quoted = edge >= 0 and (codes[edge] == "Q" or (comma and codes[edge - 1] == "Q"))
    stop = edge + 1 if edge >= 0 and codes[edge] == "Q" else edge
    if draft.rule == "inverted" or quoted:
        if edge >= 0:
            draft.content.append((begin, stop))
        if after < end and (codes[after] == "Q" or not draft.content):
            draft.content.append((after, end))
    elif comma and codes[behind : behind + 1] == "," and behind < end and edge > begin:
        draft.content.append((begin, edge))  # "the road, he said, was open"
        if after < end and codes[after] not in "gPS" and not words.words[after].endswith("ing"):
            draft.content.append((after, end))
    elif after < end and not _is_adjunct(words, after):
        draft.content.append((after, end))
    elif comma and edge - begin >= _MIN_CLAUSE:
        draft.content.append((begin, edge))
    elif (
        not comma and edge - begin >= _MIN_CLAUSE and codes[edge] not in "SP"
    ):  # copy without commas: "the town fell he added"
        draft.content.append((begin, edge + 1))
    elif after < end:
        draft.content.append((after, end))
    elif edge > 0:
        draft.content.append((begin, edge if comma else edge + 1))
    elif behind < end:
        draft.content.append((behind, end))


def _end_before_tail(words: Words, draft: Draft) -> int:
    """Return the end of the sentence; a surname behind a break becomes the draft's tail."""
    codes = words.codes
    end = words.end
    index = draft.cue[0]
    broken = codes.find(".", index, end)
    if broken < 0:
        return end
    adverbial = set(codes[index + 1 : broken]) <= set("PTR")
    if adverbial and end - broken <= _MAX_TAIL and set(codes[broken + 1 : end]) == {"C"}:
        draft.tail = (broken + 1, end)
        return broken
    return end


def _is_adjunct(words: Words, after: int) -> bool:
    """Say whether nothing but a place, a participle or a further clause follows."""
    code, word = words.codes[after], words.words[after]
    behind_comma = words.codes[after - 1] == ","
    if word in word_lists()["complement-preposition"] and not behind_comma:
        return False  # "warned of strikes"
    if word in word_lists()["clause-word"] and not behind_comma:
        return False
    if behind_comma and code == "T" and words.codes[after + 1 : after + 2] in ("S", "P"):
        return True  # "she said, hours after the storm"
    return code in "gPS&" or (code == "l" and word.endswith("ing") and behind_comma)


def trim_contents(words: Words, drafts: list[Draft]) -> None:
    """End each content before the next cue of the same source, or before "according to"."""
    codes = words.codes
    for position, draft in enumerate(drafts):
        for later in drafts[position + 1 :]:
            same = later.source == draft.source
            if later.source is None or not (same or later.rule == "according-to"):
                continue
            stop = later.cue[0] if same else min(later.cue[0], later.source[0])
            while stop > 0 and codes[stop - 1] in ",&R-A":
                stop -= 1
            draft.content = [
                (begin, stop if begin < stop < end else end) for begin, end in draft.content
            ]
            break
    for position, draft in enumerate(drafts):
        if draft.rule == "passive" and position and draft.source is not None:
            # "Novak said he was told by a guard": the guard does not report Novak
            first = drafts[position - 1].cue[1]
            draft.content = [
                (first if begin < first < end else begin, end) for begin, end in draft.content
            ]
    if ";" in codes:
        _end_at_semicolons(words, drafts)
    for draft in drafts:
        if draft.rule in ("subordinate", "relative"):
            draft.content = [(begin, _aside_end(words, draft, end)) for begin, end in draft.content]
        if draft.rule == "relative" and draft.source is not None:
            draft.content = [
                (begin, _relative_end(words, draft.source[0], begin, end))
                for begin, end in draft.content
            ]
        draft.content = [(begin, end) for begin, end in draft.content if end > begin]


def _end_at_semicolons(words: Words, drafts: list[Draft]) -> None:
    """End "he said no; the mayor said yes" where somebody else speaks behind a semicolon."""
    for position, draft in enumerate(drafts):
        for later in drafts[position + 1 :]:
            if later.source is None or later.source == draft.source:
                continue
            stop = words.codes.rfind(";", draft.cue[1], min(later.cue[0], later.source[0]))
            if stop >= 0:
                draft.content = [
                    (begin, stop if begin < stop < end else end) for begin, end in draft.content
                ]
                break


def _relative_end(words: Words, first: int, begin: int, end: int) -> int:
    """Return where ", who called it a mistake," closes before the verb of the main clause.

    Where that verb reports, "who" goes on; not so in "the bank, which the union accuses of fraud,
    said".
    """
    codes = words.codes
    is_object = first > 1 and words.words[first - 1] in word_lists()["object-relative"]
    opening = first - 2 if is_object else first - 1
    if opening < 0 or codes[opening] != ",":
        return end
    end_of_commas = min(end, len(codes) - 1)  # a text may break off behind one
    comma = codes.find(",", begin, end_of_commas)
    while comma >= 0:
        if codes[comma + 1] in ("AVv" if is_object else "AV"):
            return comma
        comma = codes.find(",", comma + 1, end_of_commas)
    return end


def _aside_end(words: Words, draft: Draft, end: int) -> int:
    """Return where the dashes around "— where the army has vowed revenge —" close, else ``end``."""
    codes = words.codes
    if "-" not in codes[: draft.cue[0]]:
        return end
    closing = codes.find("-", draft.cue[1], end)
    return closing if closing >= 0 else end
