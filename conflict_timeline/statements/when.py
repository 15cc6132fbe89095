"""Which day a sentence belongs to: its own expression, its speaker's, one carried over, or the
document's.

The order of evidence (conventions of the expert gold, see the README's "How dates are found"):

1. an expression of its own that dates the event, main clause before subordinate clause;
2. the expression beside the speech verb that governs it ("said on Saturday"), which dates the
saying;
3. for what has been the case up to now ("has not reported"), the day of publication;
4. the day of the nearest dated sentence before it in the same run of paragraphs;
5. the day of publication.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conflict_timeline.model import (
    Attribution,
    Sentence,
    TimeBasis,
    TimeExpression,
    TimeSpan,
)
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.words import first_tense, vocabulary
from conflict_timeline.times.span import day_span, days_span, filing_day

RUN_LENGTH = 8  # paragraphs after which a carried day is no longer trusted
BACKGROUND_DAYS = 45  # a date this old and before the war began is background
HISTORY_DAYS = 400  # the same where no war is known

_AFTER = re.compile(r"\bafter (?:a|an|the)\b[^,]{0,40}$")
_SINCE = re.compile(r"\bsince\b[^.;:]{0,60}$")
_SPEECH_GAP = re.compile(r"^\W*(?:\w+\W+){0,3}$")


@dataclass(frozen=True, slots=True)
class Dated:
    """When one sentence happened and how that was reached; ``expression`` is None for inherited
    days."""

    span: TimeSpan
    basis: TimeBasis
    expression: str | None
    said: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Carried:
    span: TimeSpan
    paragraph: int
    sentence: int
    speaker: str | None
    text: str


def date_sentences(
    sentences: Sequence[Sentence],
    times: Sequence[Sequence[TimeExpression]],
    governing: Sequence[Attribution | None],
    *,
    published: date | None,
    conflict_start: date | None,
) -> list[Dated | None]:
    """Return, for each sentence, when it happened (None: no evidence, or only background dates).

    ``times`` and ``governing`` run parallel to ``sentences``: the expressions inside each, and the
    attribution that governs it.
    """
    spoken = _speech_expressions(sentences, times, governing)
    carried: _Carried | None = None
    dated: list[Dated | None] = []
    for index, sentence in enumerate(sentences):
        if sentence.role == "heading":
            carried = None
        if sentence.role != "prose":
            dated.append(None)
            continue
        if carried and sentence.paragraph - carried.paragraph > RUN_LENGTH:
            carried = None
        attribution = governing[index]
        found = _own_time(
            sentence,
            times[index],
            attribution,
            published=published,
            conflict_start=conflict_start,
        ) or _speech_time(attribution, spoken, published=published)
        is_own = found is not None
        if found is None and not _is_background_only(times[index], published, conflict_start):
            found = _inherited(sentence, index, attribution, carried, published=published)
        dated.append(found)
        if found and _is_carried_on(found, is_own, published):
            carried = _Carried(
                found.span,
                sentence.paragraph,
                index,
                _speaker(attribution),
                found.expression or (carried.text if carried else ""),
            )
    return dated


def _own_time(
    sentence: Sentence,
    expressions: Sequence[TimeExpression],
    attribution: Attribution | None,
    *,
    published: date | None,
    conflict_start: date | None,
) -> Dated | None:
    """Return the time that the sentence's own words give its event, or None."""
    candidates = [
        expression
        for expression in expressions
        if expression.span is not None
        and expression.type in ("DATE", "TIME", "DURATION")
        and not is_background(expression.span, published, conflict_start)
    ]
    event = [e for e in candidates if not _dates_the_speech(e, sentence, attribution)]
    if not event:
        return None
    folded = fold(sentence.text)
    chosen = min(event, key=lambda e: (_subordination(folded, e.start - sentence.start), e.start))
    assert chosen.span is not None  # candidates hold only expressions with a span
    span = chosen.span
    reason = f"{chosen.rule}: “{chosen.text}”"
    is_since = _SINCE.search(folded[: chosen.start - sentence.start]) is not None
    if published and is_since and span.start.date() <= published:
        span = days_span(span.start.date(), published)
        reason += ", counted from there to the publication day"
    speech = [e for e in candidates if e not in event]
    said = filing_day(speech[0].span) if speech and speech[0].span else None
    return Dated(span, chosen.basis, chosen.text, said, reason)


def _speech_time(
    attribution: Attribution | None,
    spoken: Mapping[Attribution, TimeExpression],
    *,
    published: date | None,
) -> Dated | None:
    if attribution is None or (expression := spoken.get(attribution)) is None:
        return None
    span = expression.span
    if span is None or (published and span.start.date() > published + timedelta(days=1)):
        return None
    reason = f"{expression.rule}: said “{expression.text}”"
    return Dated(span, expression.basis, expression.text, filing_day(span), reason)


def _speech_expressions(
    sentences: Sequence[Sentence],
    times: Sequence[Sequence[TimeExpression]],
    governing: Sequence[Attribution | None],
) -> dict[Attribution, TimeExpression]:
    """Return the expression beside the cue of each attribution that has one."""
    spoken: dict[Attribution, TimeExpression] = {}
    attributions = {attribution for attribution in governing if attribution and attribution.cue}
    for sentence, expressions in zip(sentences, times, strict=True):
        for attribution in attributions:
            if not sentence.start <= attribution.cue[0][0] < sentence.end:
                continue
            for expression in expressions:
                if expression.span and _dates_the_speech(expression, sentence, attribution):
                    spoken.setdefault(attribution, expression)
    return spoken


def _dates_the_speech(
    expression: TimeExpression, sentence: Sentence, attribution: Attribution | None
) -> bool:
    """Return whether the expression stands in the reporting clause rather than in what is
    reported."""
    if attribution is None or not attribution.cue:
        return False
    if not sentence.start <= attribution.cue[0][0] < sentence.end:
        return False
    if not any(start <= expression.start < end for start, end in attribution.content):
        return True
    cue_end = attribution.cue[-1][1]
    gap = sentence.text[cue_end - sentence.start : expression.start - sentence.start]
    return cue_end <= expression.start and bool(_SPEECH_GAP.match(gap)) and len(gap) < 12


def _subordination(folded: str, position: int) -> int:
    """Return 0 for the main clause, more for clauses that only compare, explain or look back."""
    before = folded[:position]
    depth = 0
    opens_subordinate = vocabulary("subordinators").match(folded) and not vocabulary(
        "false_subordinators"
    ).match(folded)
    if opens_subordinate and "," not in before and "," in folded[position:]:
        depth += 1
    if vocabulary("relatives").search(before):
        depth += 1
    if _AFTER.search(before):
        depth += 1
    return depth


def is_background(span: TimeSpan, published: date | None, conflict_start: date | None) -> bool:
    """Return whether a date lies so far back that it explains the news instead of being news."""
    if published is None:
        return False
    last = span.end.date()
    if conflict_start and conflict_start <= published:
        return last < conflict_start and (published - last).days > BACKGROUND_DAYS
    return (published - last).days > HISTORY_DAYS


def _is_background_only(
    expressions: Sequence[TimeExpression], published: date | None, conflict_start: date | None
) -> bool:
    spans = [e.span for e in expressions if e.span and e.type in ("DATE", "TIME")]
    return bool(spans) and all(is_background(span, published, conflict_start) for span in spans)


def _inherited(
    sentence: Sentence,
    index: int,
    attribution: Attribution | None,
    carried: _Carried | None,
    *,
    published: date | None,
) -> Dated | None:
    folded = fold(sentence.text)
    tense = first_tense(folded)
    near = carried is not None and carried.sentence == index - 1
    same_paragraph = carried is not None and carried.paragraph == sentence.paragraph
    same_speaker = (
        carried is not None
        and carried.speaker is not None
        and carried.speaker == _speaker(attribution)
    )
    if carried and (tense == "past" or same_paragraph or same_speaker):
        keeps_hour = (near or same_paragraph) and (
            same_paragraph or same_speaker or bool(vocabulary("same_moment").search(folded))
        )
        span = carried.span if keeps_hour and carried.span.part else _filing_span(carried.span)
        reason = f"carried over from “{carried.text}”" if carried.text else "carried over"
        return Dated(span, "inherited", None, None, reason)
    if published is None:
        return None
    return Dated(day_span(published), "document", None, None, "the day of publication")


def _filing_span(span: TimeSpan) -> TimeSpan:
    return day_span(filing_day(span))


def _is_carried_on(found: Dated, is_own: bool, published: date | None) -> bool:
    """Only a day said in the words may date the sentences after it, and no whole month or
    forecast."""
    if not is_own or found.span.granularity in ("week", "month", "year"):
        return False
    return published is None or found.span.start.date() <= published


def _speaker(attribution: Attribution | None) -> str | None:
    return (attribution.resolved or attribution.speaker) if attribution else None


def aware(moment: datetime, zone: str | None) -> datetime:
    """Return ``moment`` with the offset of the IANA ``zone`` (UTC where none is known)."""
    from zoneinfo import ZoneInfo

    return moment.replace(tzinfo=ZoneInfo(zone or "UTC"))


def expressions_by_sentence(
    sentences: Sequence[Sentence], expressions: Sequence[TimeExpression]
) -> list[list[TimeExpression]]:
    """Return the expressions that begin inside each sentence, in text order."""
    grouped: list[list[TimeExpression]] = [[] for _ in sentences]
    position = 0
    for expression in expressions:
        while position < len(sentences) and sentences[position].end <= expression.start:
            position += 1
        if position < len(sentences) and sentences[position].start <= expression.start:
            grouped[position].append(expression)
    return grouped


def spans_within(spans: Sequence[tuple[int, int]], sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the parts of ``spans`` inside ``sentence``, as offsets into its text."""
    for start, end in spans:
        low, high = max(start, sentence.start), min(end, sentence.end)
        if low < high:
            yield low - sentence.start, high - sentence.start
