"""Each sentence with what the stages found in it: the unit that day, place and status are read
from."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conflict_timeline.attribution import governing_speakers
from conflict_timeline.model import Attribution, PlaceRef, Sentence, TimeExpression
from conflict_timeline.rules.trie import fold

DATELINE_LENGTH = 90
_DATELINE = re.compile(
    r"[^\n—–(.!?]{2,60}(?:\.[^\n—–(.!?]{1,30}){0,2}(?P<agency>\([^()\n]{2,40}\))?\s*(?:—|–|--|-)\s"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its folded text, the times and places that begin in it, and who speaks.

    ``spoken`` are the attributions whose cue stands in it; ``attribution`` is the one that
    governs it.
    """

    index: int
    sentence: Sentence
    folded: str
    times: tuple[TimeExpression, ...]
    places: tuple[PlaceRef, ...]
    attribution: Attribution | None
    spoken: tuple[Attribution, ...]

    @property
    def speaker(self) -> str | None:
        """Return the fullest name of whoever speaks, or None."""
        governing = self.attribution
        return (governing.resolved or governing.speaker) if governing else None


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
            attribution=governing[index],
            spoken=tuple(spoken_in[index]),
        )
        for index, sentence in enumerate(sentences)
    ]


def spans_within(spans: Sequence[tuple[int, int]], sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the parts of ``spans`` inside ``sentence``, as offsets into its text."""
    for start, end in spans:
        low, high = max(start, sentence.start), min(end, sentence.end)
        if low < high:
            yield low - sentence.start, high - sentence.start


def _is_dateline(
    expression: TimeExpression, sentence: Sentence, places: Sequence[PlaceRef]
) -> bool:
    """Return whether a date stands in "KYIV, March 1 (Agency) -": it dates the filing, no event."""
    if expression.start - sentence.start > DATELINE_LENGTH:
        return False
    found = _DATELINE.match(sentence.text)
    if found is None or sentence.start + found.end() < expression.end:
        return False
    return found["agency"] is not None or any(place.role == "dateline" for place in places)


def _holder(position: int, sentences: Sequence[Sentence], starts: Sequence[int]) -> int | None:
    index = bisect_right(starts, position) - 1
    return index if index >= 0 and position < sentences[index].end else None
