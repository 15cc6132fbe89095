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
from datetime import date, timedelta

from conflict_timeline.model import (
    Attribution,
    Sentence,
    TimeBasis,
    TimeExpression,
    TimeSpan,
)
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.carry import (
    Dated,
    Run,
    advance,
    follow,
    inherit,
    resolve_night,
    speaker_name,
)
from conflict_timeline.statements.words import first_tense, vocabulary
from conflict_timeline.times.span import days_span, filing_day

BACKGROUND_DAYS = 45  # a date this old and before the war began is background
OLD_DAYS = 400  # the same where no war is known
ASIDE_DAYS = 30  # a date this old inside a subordinate clause explains, and dates nothing
HISTORY_DAYS = 90  # a text most of whose dates are older than this is a history
MIN_HISTORY_DATES = 4

_AFTER = re.compile(r"\bafter (?:a|an|the)\b[^,]{0,40}$")
_RANGE_OPENING = re.compile(r"\b(?:between|from)(?: the)?\s+(?:the )?$")
_RANGE_JOINT = re.compile(r"\s+(?:and|to|until|till|through)\s+(?:the )?")
_SINCE = re.compile(r"\bsince\b[^.;:]{0,60}$")
_SPEECH_GAP = re.compile(r"^\W*(?:\w+\W+){0,3}$")


def date_sentences(
    sentences: Sequence[Sentence],
    times: Sequence[Sequence[TimeExpression]],
    governing: Sequence[Attribution | None],
    cities: Sequence[Sequence[str]],
    *,
    published: date | None,
    conflict_start: date | None,
) -> list[Dated | None]:
    """Return, for each sentence, when it happened (None: no evidence, or only background dates).

    ``times``, ``governing`` and ``cities`` run parallel to ``sentences``: the expressions inside
    each, the attribution that governs it, the cities its event is in.
    """
    news = [
        [e for e in group if e.span and not is_background(e.span, published, conflict_start)]
        for group in times
    ]
    spoken = _speech_expressions(sentences, news, governing)
    run = Run(published, is_history=_is_history(times, published))
    dated: list[Dated | None] = []
    for index, sentence in enumerate(sentences):
        if sentence.role == "heading":
            run = Run(published, is_history=run.is_history)
        if sentence.role != "prose":
            dated.append(None)
            continue
        attribution = governing[index]
        event = _own_time(
            sentence,
            news[index],
            attribution,
            published=published,
        )
        speech = _speech_time(attribution, spoken, published=published)
        found = resolve_night(event, run, sentence) if event else speech
        if found:
            run = advance(
                run,
                found,
                sentence,
                index,
                speaker_name(attribution),
                speech=speech,
                cities=cities[index],
            )
        elif news[index] or not _has_dates(times[index]):
            found = inherit(run, sentence, index, attribution, cities=cities[index])
            run = follow(run, found, sentence, index, speaker_name(attribution))
        dated.append(found)
    return dated


def _is_history(times: Sequence[Sequence[TimeExpression]], published: date | None) -> bool:
    """Return whether most dates of a text lie months before its publication: then none is news."""
    if published is None:
        return True
    days = [e.span.end.date() for group in times for e in group if e.span and e.type == "DATE"]
    old = sum((published - day).days > HISTORY_DAYS for day in days)
    return len(days) >= MIN_HISTORY_DATES and 2 * old > len(days)


def _own_time(
    sentence: Sentence,
    expressions: Sequence[TimeExpression],
    attribution: Attribution | None,
    *,
    published: date | None,
) -> Dated | None:
    """Return the time that the sentence's own words give its event, or None."""
    candidates = [e for e in expressions if e.type in ("DATE", "TIME", "DURATION")]
    event = [e for e in candidates if not _dates_the_speech(e, sentence, attribution)]
    if not event:
        return None
    folded = fold(sentence.text)
    chosen = min(
        event,
        key=lambda e: (
            e.anaphoric,
            _is_clock_only(e),
            _subordination(folded, e.start - sentence.start),
            e.start,
        ),
    )
    depth = _subordination(folded, chosen.start - sentence.start)
    if published and depth and _age(chosen, published) > ASIDE_DAYS:
        return None
    span = _with_range(_with_part(chosen, event), chosen, event, folded, sentence.start)
    span = _until(span, published, folded)
    reason = f"{chosen.rule}: “{chosen.text}”"
    is_since = _SINCE.search(folded[: chosen.start - sentence.start]) is not None
    if published and is_since and span.start.date() <= published:
        span = days_span(span.start.date(), published)
        reason += ", counted from there to the publication day"
    speech = [e for e in candidates if e not in event]
    said = filing_day(speech[0].span) if speech and speech[0].span else None
    basis: TimeBasis = "inherited" if chosen.anaphoric else chosen.basis
    return Dated(span, basis, chosen.text, said, reason)


def _is_clock_only(expression: TimeExpression) -> bool:
    """Return whether an expression is an hour without a day: it takes its day from another."""
    span = expression.span
    return (
        span is not None
        and span.granularity in ("minute", "hour")
        and expression.basis == "relative"
        and expression.weekday is None
    )


def _with_part(chosen: TimeExpression, others: Sequence[TimeExpression]) -> TimeSpan:
    """Return the day of ``chosen`` with the part of day right behind it ("Saturday, at night")."""
    assert chosen.span is not None  # only expressions with a span are chosen
    if chosen.span.granularity != "day":
        return chosen.span
    for other in others:
        is_behind = 0 < other.start - chosen.end <= 8 and other.anaphoric
        if is_behind and other.span and other.span.part and _is_same_day(other.span, chosen.span):
            return other.span
    return chosen.span


def _with_range(
    span: TimeSpan,
    chosen: TimeExpression,
    others: Sequence[TimeExpression],
    folded: str,
    offset: int,
) -> TimeSpan:
    """Return the whole of "between A and B" and "from A to B" where the two are separate dates."""
    opening = _RANGE_OPENING.search(folded[: chosen.start - offset])
    if opening is None or span.granularity not in ("day", "days"):
        return span
    for other in others:
        between = folded[chosen.end - offset : other.start - offset]
        if other.span and other.start > chosen.end and _RANGE_JOINT.fullmatch(between):
            last = filing_day(other.span)
            return days_span(span.start.date(), last) if last > span.start.date() else span
    return span


def _until(span: TimeSpan, published: date | None, folded: str) -> TimeSpan:
    """Return a span that had begun before publication without the part that had not happened
    yet."""
    if published is None or not span.start.date() <= published < filing_day(span):
        return span
    if span.granularity in ("minute", "hour", "part_of_day", "day") or first_tense(folded) is None:
        return span
    if vocabulary("future").search(folded):
        return span
    return days_span(span.start.date(), published)


def _is_same_day(one: TimeSpan, other: TimeSpan) -> bool:
    return one.start.date() == other.start.date()


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
    return (published - last).days > OLD_DAYS


def _has_dates(expressions: Sequence[TimeExpression]) -> bool:
    return any(e.span and e.type in ("DATE", "TIME") for e in expressions)


def _age(expression: TimeExpression, published: date) -> int:
    """Return how many days before publication an expression ends."""
    assert expression.span is not None  # only expressions with a span are chosen
    return (published - expression.span.end.date()).days


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
