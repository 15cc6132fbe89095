"""Which attribution governs a sentence: the one whose clause or content covers enough of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from conflict_timeline.attribution.vocabulary import word_lists
from conflict_timeline.model import Attribution, Sentence

_GOVERNS = 0.35  # of the sentence: "After the attack on the port, the mayor said it was closed"
_ADVERBIAL = 60  # "on Saturday in a statement" between the verb and what was said
_MARGIN = 3
_LEADING = (".subject", ".inverted", ".according-to")
_MIN_LEAD = 6
_WEIGHTS = {"relative": 0.5, "subordinate": 0.7, "passive": 0.8}
_NEVER = frozenset({"negated", "infinitive", "via", "hearsay", "conditional", "pledge"})


def speaker_of(
    sentence_start: int, sentence_end: int, attributions: Sequence[Attribution]
) -> Attribution | None:
    """Return the attribution that governs the sentence, or ``None`` when the text itself speaks.

    Relative clauses and asides count less; denied sayings ("has not said") and nobody's words never
    govern. For all sentences of a document use ``governing_speakers``, which looks at each once.
    """
    return _strongest(sentence_start, sentence_end, attributions)


def governing_speakers(
    sentences: Sequence[Sentence], attributions: Sequence[Attribution]
) -> list[Attribution | None]:
    """Return, for each sentence, the attribution that governs it; linear in the document."""
    starts = [sentence.start for sentence in sentences]
    ends = [sentence.end for sentence in sentences]
    candidates: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        touched: set[int] = set()
        for begin, stop in (*attribution.content, *attribution.source, *attribution.cue):
            touched.update(range(bisect_right(ends, begin), bisect_left(starts, stop)))
        for index in touched:
            candidates.setdefault(index, []).append(attribution)
    return [
        _strongest(starts[index], ends[index], candidates[index]) if index in candidates else None
        for index in range(len(sentences))
    ]


def _strongest(start: int, end: int, attributions: Iterable[Attribution]) -> Attribution | None:
    best: Attribution | None = None
    most = 0.0
    for attribution in attributions:
        rule = attribution.rule.rpartition(".")[2]
        if not attribution.source or rule in _NEVER:
            continue
        covered = _covered(attribution, start, end) * _WEIGHTS.get(rule, 1.0)
        if covered < _GOVERNS or attribution.speaker.lower() in word_lists()["first-person"]:
            continue
        if best is None or _outdoes(attribution, covered, best, most):
            best, most = attribution, covered
    return best


def _outdoes(attribution: Attribution, covered: float, best: Attribution, most: float) -> bool:
    """Say whether a second attribution governs rather than ``best``.

    In "X told Y, according to Z" it is X; else the outer one: "he said the ministry had denied it".
    """
    if bool(best.via) != bool(attribution.via):
        return bool(attribution.via)
    if _reports(attribution, best):
        return True
    return covered > most and not _reports(best, attribution)


def _reports(outer: Attribution, inner: Attribution) -> bool:
    start, end = inner.cue[0]
    return any(begin <= start and end <= stop for begin, stop in outer.content)


def _covered(attribution: Attribution, start: int, end: int) -> float:
    """Return the share of the sentence that lies in the content or in the attributing clause."""
    if attribution.content and attribution.rule.endswith(_LEADING):
        opening = attribution.content[0]
        leads = opening[0] <= start + _MARGIN < opening[1] - _MIN_LEAD
        if leads and opening[1] <= attribution.cue[0][0] < end:
            return 1.0  # '"They must stop," she said, a day after the council had voted'
    clause = (*attribution.source, *attribution.cue)
    if attribution.rule.endswith(".subject"):  # with "in a video call with his staff" inside
        clause = ((min(clause)[0], max(clause)[1]),)
    pieces = sorted(
        [
            (max(begin, start), min(stop, end))
            for begin, stop in (*attribution.content, *clause)
            if begin < end and stop > start
        ]
    )
    covered = 0
    position = start
    for begin, stop in pieces:
        gap = begin - position
        reached = position if position > start and gap < _ADVERBIAL else max(begin, position)
        covered += max(0, stop - reached)
        position = max(position, stop)
    return covered / (end - start) if pieces else 0.0
