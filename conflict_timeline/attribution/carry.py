"""Carry-over: the speaker of a quotation that runs over several sentences or paragraphs."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from conflict_timeline.attribution.quotations import Quotations
from conflict_timeline.model import Sentence

Span = tuple[int, int]
_MIN_QUOTATION = 20
_MAX_LEAD_IN = 80
_ENOUGH = 40
_MAX_CARRIED = 40  # quotations of one speaker; keeps the cost of odd text linear
_MAX_DIALOGUE = 12  # sentences of one turn
_NOWHERE = -9
_BESIDE = (" and", " but", ";", " while", " whereas", " though")
_PASSING_MENTIONS = frozenset({"relative", "negated", "infinitive", "via", "conditional"})


@dataclass(slots=True)
class Found:
    """One attribution while it is being completed; spans are offsets into the text."""

    source: Span | None
    cue: Span
    content: list[Span]
    rule: str
    sentence: int
    speaker: str = ""
    resolved: str | None = None
    via: str | None = None
    speaks: bool = True
    antecedent: Span | None = None
    tail: Span | None = None


def is_inside(text: str, attribution: Found, outer: Found) -> bool:
    """Say whether the words are told by another speaker: "he said he was told by the army"."""
    if attribution.sentence != outer.sentence or attribution.source is None:
        return False
    at = attribution.cue[0]
    if not any(begin <= at < end for begin, end in outer.content):
        return False
    clause = text[outer.cue[1] : max(outer.cue[1], attribution.source[0])].rstrip()
    return not clause.endswith(_BESIDE)  # "he said no, but the mayor said yes"


def carry_quotations(
    text: str, sentences: Sequence[Sentence], quotations: Quotations, found: Sequence[Found]
) -> None:
    """Extend contents over whole quotations; give every quotation of a paragraph its speaker."""
    if not found:
        return
    _carry_over_colons(text, sentences, found)
    _carry_dash_dialogue(text, sentences, found)
    if not quotations.starts:
        return
    owners = _extend_over_quotations(quotations, found)
    starts = [sentence.start for sentence in sentences]
    by_paragraph: dict[int, list[Found]] = {}
    outer: Found | None = None
    for attribution in found:
        if attribution.speaks and attribution.source and attribution.rule not in _PASSING_MENTIONS:
            told = attribution.rule == "passive"
            if told and outer is not None and is_inside(text, attribution, outer):
                continue
            outer = attribution
            paragraph = sentences[attribution.sentence].paragraph
            by_paragraph.setdefault(paragraph, []).append(attribution)
    previous: Found | None = None
    previous_paragraph = _NOWHERE
    for index, (start, stop) in enumerate(zip(quotations.starts, quotations.ends, strict=True)):
        position = bisect_right(starts, start) - 1
        if position < 0:
            continue
        sentence = sentences[position]
        speaker = owners.get(index)
        if speaker is None:
            inside = min(stop, sentence.end) - start
            if stop - start < _MIN_QUOTATION or inside * 5 < (sentence.end - sentence.start) * 3:
                continue  # a few words in quotation marks, or less than three fifths of a sentence
            speaker = _nearest(by_paragraph.get(sentence.paragraph, ()), start)
            if speaker is None and sentence.paragraph - previous_paragraph in (0, 1):
                speaker = previous
            if speaker is None:
                speakers = by_paragraph.get(sentence.paragraph - 1)
                speaker = speakers[-1] if speakers else None
            if speaker is None:
                continue
            _add(speaker, (start, stop))
        previous, previous_paragraph = speaker, sentence.paragraph


def _extend_over_quotations(quotations: Quotations, found: Sequence[Found]) -> dict[int, Found]:
    """Let each content take in the whole of the quotations that it shares; return their owners."""
    owners: dict[int, Found] = {}
    for attribution in found:
        for begin, end in list(attribution.content):
            for index in _overlapping(quotations, begin, end):
                start, stop = quotations.starts[index], quotations.ends[index]
                shared = min(end, stop) - max(begin, start)
                runs_on = start <= end < stop or start < begin <= stop
                most = shared * 2 >= min(stop - start, end - begin)
                if (runs_on or most or shared > _ENOUGH) and index not in owners:
                    owners[index] = attribution
                    _add(attribution, (start, stop))
    return owners


def _carry_over_colons(text: str, sentences: Sequence[Sentence], found: Sequence[Found]) -> None:
    """Give a clause that ends in a colon ("The paper reports:") what follows it."""
    for attribution in found:
        own = sentences[attribution.sentence]
        if text[own.end - 1] != ":" or own.end - attribution.cue[1] > _MAX_LEAD_IN:
            continue
        first = attribution.sentence + 1
        if first >= len(sentences) or sentences[first].paragraph > own.paragraph + 1:
            continue
        last = first
        while (
            last + 1 < len(sentences)
            and sentences[last + 1].paragraph == sentences[first].paragraph
        ):
            last += 1
        _add(attribution, (sentences[first].start, sentences[last].end))


def _carry_dash_dialogue(text: str, sentences: Sequence[Sentence], found: Sequence[Found]) -> None:
    """Give "- The attack begins. Rockets fall - said the minister" its first sentences."""
    for attribution in found:
        own = sentences[attribution.sentence]
        edge = min(attribution.cue[0], (attribution.source or attribution.cue)[0])
        if text[max(own.start, edge - 2) : edge].strip() not in ("-", "–", "—"):
            continue
        first = attribution.sentence
        while (
            first > max(0, attribution.sentence - _MAX_DIALOGUE)
            and sentences[first - 1].paragraph == own.paragraph
        ):
            first -= 1
        if first < attribution.sentence and text[sentences[first].start] in "-–—":
            _add(attribution, (sentences[first].start, own.start))
        last = attribution.sentence
        if last + 1 < len(sentences) and text[sentences[last + 1].start] in "-–—":
            while (
                last + 1 < min(len(sentences), attribution.sentence + _MAX_DIALOGUE)
                and sentences[last + 1].paragraph == own.paragraph
            ):
                last += 1
        if last > attribution.sentence:  # "- No - said the minister. - We never did."
            _add(attribution, (sentences[attribution.sentence + 1].start, sentences[last].end))


def _nearest(attributions: Sequence[Found], position: int) -> Found | None:
    """Return the last speaker before ``position``, else the first one after it."""
    if not attributions:
        return None
    before = bisect_left(attributions, position, key=lambda attribution: attribution.cue[0])
    return attributions[max(0, before - 1)]


def _overlapping(quotations: Quotations, begin: int, end: int) -> range:
    first = bisect_right(quotations.ends, begin)
    last = bisect_left(quotations.starts, end)
    return range(first, last)


def _add(attribution: Found, span: Span) -> None:
    if len(attribution.content) > _MAX_CARRIED:
        return
    merged: list[Span] = []
    begin, end = span
    for start, stop in attribution.content:
        if stop < begin or start > end:
            merged.append((start, stop))
        else:
            begin, end = min(begin, start), max(end, stop)
    merged.append((begin, end))
    attribution.content[:] = sorted(merged)
