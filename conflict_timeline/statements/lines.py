"""Each sentence with what the stages found in it: the unit that day, place and status are read
from."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conflict_timeline.attribution import governing_speakers
from conflict_timeline.model import Attribution, PlaceRef, Sentence, TimeExpression
from conflict_timeline.rules.trie import fold


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
    for expression in times:
        if (index := _holder(expression.start, sentences, starts)) is not None:
            times_in[index].append(expression)
    for place in places:
        if (index := _holder(place.start, sentences, starts)) is not None:
            places_in[index].append(place)
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


def _holder(position: int, sentences: Sequence[Sentence], starts: Sequence[int]) -> int | None:
    index = bisect_right(starts, position) - 1
    return index if index >= 0 and position < sentences[index].end else None
