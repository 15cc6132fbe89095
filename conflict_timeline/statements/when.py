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
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from conflict_timeline.model import Attribution, TimeBasis, TimeExpression, TimeSpan
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.carry import inherit
from conflict_timeline.statements.hours import HOURS, NAMES_DAY, resolve_hour
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.own_time import (
    comes_after,
    is_since,
    open_relatives,
    own_time,
    subordination,
)
from conflict_timeline.statements.run import Dated, advance, follow, leave, lose_day, start_run
from conflict_timeline.statements.words import vocabulary
from conflict_timeline.times.span import days_span, filing_day, moved_span

BACKGROUND_DAYS = 45  # a date this old and before the war began is background
AHEAD_DAYS = 60  # what is planned for later than this is filed under the day it was said
OLD_DAYS = 400  # the same where no war is known
HISTORY_DAYS = 90  # a text most of whose dates are older than this is a history
MIN_HISTORY_DATES = 4
LEAD_LENGTH = 2  # sentences in which news has told what it is about
MOST_EXPRESSIONS = 24  # no sentence of prose has more; a list of dates must not cost its square

_THAN = re.compile(  # "600 more than they had announced on Friday", not "more than 60 km"
    r"\bthan (?:they|it|he|she|was|were|had|on|in|at|initially|previously|first|what)\b[^,;]{0,40}$"
    r"|\bthan (?:the |an? )?(?:[\w.]+ ){1,3}"  # "more than the 40 tanks first reported on Monday"
    r"(?:reported|announced|counted|recorded|estimated)\b[^,;]{0,20}$"
    r"|\b(?:compared (?:with|to)|up from|down from)\b(?:[^,;]|(?<=\d),(?=\d)){0,40}$"
    r"|\bas (?:soon|early) as $"  # a plan's horizon
)
_MORE_THAN = re.compile(r"\b(?:more|less|fewer|higher|lower|worse|better) than (?:on |in )?$")
_LONG_AGO = re.compile(r" (?:ago|earlier|before|later)$|^\d")  # "more than a week ago"
_FEAST = re.compile(  # "paint eggs for Easter", "six days before Easter": it tells of the feast
    r"\b(?:for|before|until|ahead of|of|after|marked|marking|celebrat(?:e|ed|ing)|the) $"
)
_CITED = re.compile(r"\([^()]{3,90}, $")  # "(Letters, 28 April)"
_FROM = re.compile(r"\b(?:from|since|between) (?:the )?$")  # "from 3 to 9 May monitors counted"
_COUNTING = re.compile(r"\b(?:counting|counted) from[^;]{0,40}$")  # "said, counting from 24 May"
_OTHER_ZONE = re.compile(  # "6 a.m. (11 p.m. ET Thursday)" says one time twice
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?|h)?(?: local(?: time)?| [a-z]{2,4})?"
    r" \((?:about |around )?"
    r"(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?)?(?: [a-z]{2,4})?,? ?(?:on )?)?$"
)
_LIST_ITEM = re.compile(r"[•▪●◦‣]\s")
_DEICTIC = re.compile(
    r"today|tonight|tomorrow|yesterday|last night|this (?:morning|afternoon|evening)"
)
_SAME_DAY = re.compile(r"\b(?:that|same)\b")
_WIDE = frozenset({"days", "week", "month", "year"})
_REACH = 60
_SPEECH_GAP = re.compile(r"^(?!.*\b(?:from|since|until|to|that)\b)\W*(?:\w+\W+){0,3}$")


def date_lines(
    lines: Sequence[Line],
    cities: Sequence[Sequence[str]],
    *,
    published: date | None,
    conflict_start: date | None,
) -> list[Dated | None]:
    """Return, for each line, when it happened (None: no evidence, or only background dates).

    ``cities`` runs parallel to ``lines``: where the event of each is.
    """
    news = [
        [
            e
            for e in line.times
            if e.span
            and not is_background(e.span, published, conflict_start)
            and not is_outlook(e.span, published)
            and not _stands_behind(_THAN, e, line)
            and not (_stands_behind(_MORE_THAN, e, line) and not _LONG_AGO.search(fold(e.text)))
            and not ("(" in line.folded and _stands_behind(_OTHER_ZONE, e, line))
            and not _is_cited(e, line)
            and not _is_miscounted(e, published)
            and not (e.rule == "time.en.holiday" and _stands_behind(_FEAST, e, line))
        ]
        for line in lines
    ]
    spoken = _speech_expressions(lines, news)
    own = []
    for line, expressions in zip(lines, news, strict=True):
        speech = _speech_time(line.attribution, spoken, published=published) if spoken else None
        if expressions:
            event = _event_time(line, expressions, published=published)
        else:
            event = comes_after(line, published)
        if event and speech and published:
            event = _as_spoken(event, speech, line, published=published)
        own.append((event, speech))
    told_on = [
        event or speech
        for line, (event, speech) in zip(lines, own, strict=True)
        if line.sentence.role == "prose"
    ]
    run = start_run(
        published,
        is_history=_is_history(lines, published),
        main_day=_main_day(told_on),
        topic_days=_topic_days(told_on),
        first_day=conflict_start,
    )
    dated: list[Dated | None] = []
    for line, expressions, (told, spoke), where in zip(lines, news, own, cities, strict=True):
        if line.sentence.role != "prose":
            dated.append(None)
            continue
        if _LIST_ITEM.match(line.sentence.text):
            run = lose_day(run)
        event = resolve_hour(told, run, line) if told else None
        speech = resolve_hour(spoke, run, line) if spoke else None
        if speech:
            speech = speech._replace(said=filing_day(speech.span))
        found = speech if speech and _is_proposal(line) else event or speech
        if published is None and found and _is_led_by_unknown_day(line, found):
            found, run = None, lose_day(run)
        elif found:
            run = advance(run, found, line, speech=speech, cities=where)
        elif published is None and _names_unknown_day(line):
            run = lose_day(run)
        elif (
            expressions
            or not line.times
            or not _is_background_only(line.times, published, conflict_start)
        ):
            run = leave(run, line, cities=where)
            found = inherit(run, line, cities=where)
            run = follow(run, found, line)
        dated.append(found)
    return dated


def _names_unknown_day(line: Line) -> bool:
    """Return whether a line names a day that only the article's own day would tell."""
    return any(_is_unknown_day(e) for e in line.times)


def _is_unknown_day(expression: TimeExpression) -> bool:
    words = fold(expression.text)
    return (
        expression.span is None
        and expression.type in ("DATE", "TIME")
        and NAMES_DAY.search(words) is not None
        and not _SAME_DAY.search(words)
    )


def _is_led_by_unknown_day(line: Line, found: Dated) -> bool:
    """Return whether a sentence names an unknown day before the one it was dated by, and no less
    plainly: "On Tuesday he proposed a truce until 24 April" is of Tuesday."""
    start = line.sentence.start
    chosen = next((e for e in line.times if e.text == found.expression), None)
    if chosen is None:
        return False
    depth = subordination(line.folded, chosen.start - start)
    return any(
        e.start < chosen.start
        and _is_unknown_day(e)
        and subordination(line.folded, e.start - start) <= depth
        for e in line.times[:MOST_EXPRESSIONS]
    )


def _stands_behind(words: re.Pattern[str], expression: TimeExpression, line: Line) -> bool:
    """Return whether ``words`` match right before a time, at most ``_REACH`` characters back."""
    at = expression.start - line.sentence.start
    return words.search(line.folded, max(0, at - _REACH), at) is not None


def _is_proposal(line: Line) -> bool:
    """Return whether a sentence tells of a proposal or demand: it is of the day it was made, not of
    the one it is about."""
    attribution = line.attribution
    if attribution is None or attribution not in line.spoken:
        return False
    at = attribution.cue[0][0] - line.sentence.start
    return vocabulary("proposals").pattern.match(line.folded, at) is not None


def _is_miscounted(expression: TimeExpression, published: date | None) -> bool:
    """Return whether "two days earlier" was counted from a day still to come: it is past."""
    if published is None or expression.span is None or not expression.rule.endswith(".ago"):
        return False
    is_back = fold(expression.text).endswith(("earlier", "before"))
    return is_back and expression.span.start.date() > published


def _is_cited(expression: TimeExpression, line: Line) -> bool:
    """Return whether a day tells in which issue something stood: "(Letters, 28 April)"."""
    at = expression.end - line.sentence.start
    return line.folded.startswith(")", at) and _stands_behind(_CITED, expression, line)


def _event_time(
    line: Line, expressions: Sequence[TimeExpression], *, published: date | None
) -> Dated | None:
    event: list[TimeExpression] = []
    speech: list[TimeExpression] = []
    for expression in expressions[:MOST_EXPRESSIONS]:
        if expression.type not in ("DATE", "TIME", "DURATION"):
            continue
        if _dates_the_speech(expression, line, line.attribution):
            speech.append(expression)
        elif not _tells_of_speaker(expression, line, line.attribution):
            event.append(expression)
    return own_time(line, event, speech, published=published)


def _as_spoken(event: Dated, speech: Dated, line: Line, *, published: date) -> Dated:
    """Return "today" in quotation marks as the day on which it was spoken."""
    said, words = speech.said, fold(event.expression or "")
    if said is None or said == published or not _DEICTIC.fullmatch(words):
        return event
    at = line.folded.find(words)
    before, after = line.sentence.text[:at], line.sentence.text[at:]
    is_quoted = before.count("“") > before.count("”") or ('"' in after and before.count('"') % 2)
    if not is_quoted:
        return event
    reason = f"{event.reason}, as said on {said}"
    return event._replace(span=moved_span(event.span, said - published), reason=reason)


def _main_day(own: Sequence[Dated | None]) -> date | None:
    """Return the day on which most of the lines with a day of their own happen, the latest such."""
    days = _days_told(own)
    return max(days, key=lambda day: (days[day], day), default=None)


def _topic_days(own: Sequence[Dated | None]) -> frozenset[date]:
    """Return the day that the sentences name with which a text opens, and the one most of it is
    about, where that is named twice."""
    lead = next((filing_day(found.span) for found in own[:LEAD_LENGTH] if found), None)
    main = _main_day(own)
    is_named_again = main is not None and _days_told(own)[main] > 1
    return frozenset(day for day in (lead, main if is_named_again else None) if day)


def _days_told(own: Sequence[Dated | None]) -> Counter[date]:
    """Count the lines of each day: a bare "the morning" has its day from another line, and what
    only explains is no news."""
    return Counter(
        filing_day(found.span)
        for found in own
        if found
        and not found.explains
        and not (found.basis == "inherited" and found.span.granularity in HOURS)
    )


def _is_history(lines: Sequence[Line], published: date | None) -> bool:
    """Return whether most dates of a text lie months before its publication: then none is news."""
    if published is None:
        return True
    days = [e.span.end.date() for line in lines for e in line.times if e.span and e.type == "DATE"]
    old = sum((published - day).days > HISTORY_DAYS for day in days)
    return len(days) >= MIN_HISTORY_DATES and 2 * old > len(days)


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
    if published and span.granularity in _WIDE and filing_day(span) > published:
        if span.granularity == "year":
            return None  # "in 2022", said in 2022: it tells no day
        span = days_span(span.start.date(), published)  # said "this week", that is up to today
    reason = f"{expression.rule}: said “{expression.text}”"
    basis: TimeBasis = "inherited" if expression.anaphoric else expression.basis
    return Dated(span, basis, expression.text, filing_day(span), reason)


def _speech_expressions(
    lines: Sequence[Line], news: Sequence[Sequence[TimeExpression]]
) -> dict[Attribution, TimeExpression]:
    """Return the expression beside the cue of each attribution that has one."""
    spoken: dict[Attribution, TimeExpression] = {}
    for line, expressions in zip(lines, news, strict=True):
        for attribution in line.spoken:
            for expression in expressions[:MOST_EXPRESSIONS]:
                if _dates_the_speech(expression, line, attribution):
                    spoken.setdefault(attribution, _counted_here(expression, expressions))
    return spoken


def _counted_here(
    expression: TimeExpression, expressions: Sequence[TimeExpression]
) -> TimeExpression:
    """Return "a day later" as settled where the sentence itself names the day before it."""
    if expression.anaphoric and expressions[0].start < expression.start:
        return replace(expression, anaphoric=False)
    return expression


def _dates_the_speech(
    expression: TimeExpression, line: Line, attribution: Attribution | None
) -> bool:
    """Return whether the expression stands in the reporting clause, not in what is reported."""
    if attribution is None or attribution not in line.spoken:
        return False
    if _stands_behind(_COUNTING, expression, line) or is_since(expression, line):
        return False
    if _stands_behind(_FROM, expression, line) and expression.start < attribution.cue[0][0]:
        return False
    cue_end = attribution.cue[-1][1]
    if not any(start <= expression.start < end for start, end in attribution.content):
        if expression.start < cue_end and _is_verbless(line, attribution):
            return False  # "shelled a school on Friday; half of it burned, according to X"
        return not _tells_of_speaker(expression, line, attribution)
    if not 0 <= expression.start - cue_end < 12:
        return False
    offset = line.sentence.start
    return bool(_SPEECH_GAP.match(line.sentence.text[cue_end - offset : expression.start - offset]))


def _is_verbless(line: Line, attribution: Attribution) -> bool:
    """Return whether a speaker is named by "according to", which has no verb a time could date."""
    return line.folded.startswith("according to", attribution.cue[0][0] - line.sentence.start)


def _tells_of_speaker(
    expression: TimeExpression, line: Line, attribution: Attribution | None
) -> bool:
    """Return whether a time says something of the speaker: "the service, which stopped its search
    on Friday, said"."""
    if attribution is None or not attribution.cue or expression.start > attribution.cue[0][0]:
        return False
    if any(start <= expression.start < end for start, end in attribution.content):
        return False
    before = line.folded[: expression.start - line.sentence.start]
    return any(
        not before.startswith("when", at)
        and (before[:at].endswith(", ") or not before.startswith("who", at))
        for at in open_relatives(before)  # "a reporter who was there on Friday saw": on Friday
    )


def is_background(span: TimeSpan, published: date | None, conflict_start: date | None) -> bool:
    """Return whether a date lies so far back that it explains the news instead of being news."""
    if published is None:
        return False
    last = span.end.date()
    if conflict_start and conflict_start <= published:
        return last < conflict_start and (published - last).days > BACKGROUND_DAYS
    return (published - last).days > OLD_DAYS


def is_outlook(span: TimeSpan, published: date | None) -> bool:
    """Return whether a time is a plan's horizon ("early next week"): the plan is made today."""
    if published is None or span.start.date() <= published:
        return False
    is_vague = span.granularity in ("month", "year") or (span.end - span.start).days > 1
    return is_vague or (span.start.date() - published).days > AHEAD_DAYS


def _is_background_only(
    expressions: Sequence[TimeExpression], published: date | None, conflict_start: date | None
) -> bool:
    spans = [e.span for e in expressions if e.span and e.type in ("DATE", "TIME")]
    return bool(spans) and all(is_background(span, published, conflict_start) for span in spans)
