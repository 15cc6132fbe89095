"""Each sentence with what the stages found in it: the unit that day, place and status are read
from."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflict_timeline.attribution import governing_speakers
from conflict_timeline.model import Attribution, PlaceRef, Sentence, TimeExpression
from conflict_timeline.rules.trie import fold

DATELINE_LENGTH = 90
_DATELINE = re.compile(
    r"[^\n—–(.!?]{2,60}(?:\.[^\n—–(.!?]{1,30}){0,2}(?P<agency>\([^()\n]{2,40}\))?\s*(?:—|–|--|-)\s"
)


@dataclass(slots=True)  # there is one for each sentence, and a frozen one takes thrice the time
class Line:
    """One sentence: its folded text, the times and places that begin in it, and who speaks.

    ``spoken`` are the attributions whose cue stands in it; ``attribution`` is the one that
    governs it, ``speaker`` the fullest name of its source.
    """

    index: int
    sentence: Sentence
    folded: str
    times: tuple[TimeExpression, ...]
    places: tuple[PlaceRef, ...]
    attribution: Attribution | None
    spoken: tuple[Attribution, ...]
    speaker: str | None


def lines_of(
    text: str,
    sentences: Sequence[Sentence],
    *,
    times: Sequence[TimeExpression],
    places: Sequence[PlaceRef],
    attributions: Sequence[Attribution],
) -> list[Line]:
    """Return one line for each sentence, in text order."""
    folded = fold(text)
    governing = governing_speakers(sentences, attributions)
    starts = [sentence.start for sentence in sentences]
    times_in: list[list[TimeExpression]] = [[] for _ in sentences]
    places_in: list[list[PlaceRef]] = [[] for _ in sentences]
    spoken_in: list[list[Attribution]] = [[] for _ in sentences]
    for place in places:
        if (index := _holder(place.start, sentences, starts)) is not None:
            places_in[index].append(place)
    for expression in times:
        index = _holder(expression.start, sentences, starts)
        if index is not None and not _is_dateline(expression, sentences[index], places_in[index]):
            times_in[index].append(expression)
    for attribution in attributions:
        if not attribution.cue:
            continue
        if (index := _holder(attribution.cue[0][0], sentences, starts)) is not None:
            spoken_in[index].append(attribution)
    return [
        Line(
            index=index,
            sentence=sentence,
            folded=folded[sentence.start : sentence.end],
            times=tuple(times_in[index]),
            places=tuple(places_in[index]),
            attribution=speech,
            spoken=tuple(spoken_in[index]),
            speaker=(speech.resolved or speech.speaker) if speech else None,
        )
        for index, (sentence, speech) in enumerate(zip(sentences, governing, strict=True))
    ]


def spans_within(spans: Iterable[tuple[int, int]], sentence: Sentence) -> list[tuple[int, int]]:
    """Return the parts of ``spans`` inside ``sentence``, as offsets into its text."""
    first, last = sentence.start, sentence.end
    return [
        (max(start, first) - first, min(end, last) - first)
        for start, end in spans
        if start < end and start < last and end > first
    ]


def _is_dateline(
    expression: TimeExpression, sentence: Sentence, places: Sequence[PlaceRef]
) -> bool:
    """Return whether a date stands in "KYIV, March 1 (Agency) -": it dates the filing, no event."""
    if expression.start - sentence.start > DATELINE_LENGTH:
        return False
    is_filed = any(place.role == "dateline" for place in places)
    if not is_filed and "(" not in sentence.text:
        return False
    found = _DATELINE.match(sentence.text)
    if found is None or sentence.start + found.end() < expression.end:
        return False
    return is_filed or found["agency"] is not None


def _holder(position: int, sentences: Sequence[Sentence], starts: Sequence[int]) -> int | None:
    index = bisect_right(starts, position) - 1
    return index if index >= 0 and position < sentences[index].end else None
