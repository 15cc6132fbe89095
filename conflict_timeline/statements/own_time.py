"""The time that a sentence's own words give its event: which expression counts, and over what
span."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from conflict_timeline.model import TimeBasis, TimeExpression, TimeSpan
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.run import Dated
from conflict_timeline.statements.words import finite_verbs, first_tense, vocabulary
from conflict_timeline.times.span import day_span, days_span, filing_day

ASIDE_DAYS = 30  # a date this old inside a subordinate clause explains, and dates nothing

# Where a pattern begins with its letters, and not with a boundary, the search skips to them.
_AFTER = re.compile(r"after(?<!\wafter) (?:a|an|the)\b[^,]{0,40}$")
_TRAILING_AFTER = re.compile(  # ", after 160 left on"
    r", after (?!(?:dark|midnight|noon|dawn)\b)[^,;]{3,80}$"
)
_TRAILING = re.compile(r", (?:as|while|when) [^,;]{0,80}$")  # ", as a curfew imposed on"
_COUNTS = {"a day": 1, "one day": 1, "two days": 2, "three days": 3, "a week": 7}
_COMES_AFTER = re.compile(
    rf"(?:it|this|that|the (?:\w+ ){{1,3}}?)\s?comes? (?:just |barely |only )?"
    rf"(?:(?P<count>{'|'.join(_COUNTS)}) )?after\b"
)
_DESPITE = re.compile(
    r", (?:despite|in spite of|contrary to|in defiance of|in response to|in retaliation for)"
    r" [^,;]{0,80}$"
)
_RANGE_OPENING = re.compile(r"\b(?:between|from)(?: the)?\s+(?:the )?$")
_RANGE_JOINT = re.compile(r"\s+(?:and|to|until|till|through)\s+(?:the )?")
_UP_TO = re.compile(r" (?:up )?(?:to|until|till|ending) (?:early |late )?")
_SINCE = re.compile(r"since\b(?<!\wsince)(?! then\b)[^.,;:]{0,60}$")
_RECENT = re.compile(r"\b(?:past|last|previous|preceding)\b.{0,12}\bhours?\b")
_REDUCED = re.compile(  # a participle without "was" ends a phrase with a preposition
    r"\b(?:of|from|in|at|near|with|by|beneath|under|inside|outside|beside|about|through|into)"
    r" (?:an?|the|its|his|her|their|two|three|several|some)"
    r" (?:(?!was |were |been |being |is |are |had |has |have |and |or |who )[\w'-]+ ){1,4}?"
    r"(?P<done>[a-z]+)"
    r"(?: by [^,;]{3,40})?(?: early| late)?(?: on| in| during| before)? (?:early |late )?$"
)
_REPORTS = re.compile(r"\b(?:said|say|says|told|reported|announced|claimed|that)\b")
_QUOTED = re.compile(r"[\"“][^\"“”]{0,200}[\"”]")
_JOINS = ("and ", "or ", "but ", "then ", "to ", "that ", "who ", "which ")
_NOUN_LEADS = ("the ", " a ", " an ", " its ", " his ", " her ", " their ", " of ", " in ", " by ")
_VERB_GROUP = 6  # characters between the verbs of one group: "was later found"
_DASH = re.compile(r" [—–-]{1,2} ")  # ends "— two of whom are priests — in a letter on"
_EXACT = frozenset({"minute", "hour", "part_of_day", "day", "days"})


def own_time(
    line: Line,
    event: Sequence[TimeExpression],
    speech: Sequence[TimeExpression],
    *,
    published: date | None,
) -> Dated | None:
    """Return the time that the words of ``line`` give its event, or None.

    ``event`` are its expressions that may date the event, ``speech`` those that date the saying.
    """
    start = line.sentence.start
    if speech and all(_RECENT.search(line.folded[e.start - start : e.end - start]) for e in event):
        event = []  # "said on Thursday that ten had died over the previous 24 hours": by Thursday
    if not event:
        return comes_after(line, published)
    depths = [subordination(line.folded, e.start - start) for e in event]
    # An hour of the main clause counts before a day that explains: "at 5 a.m., as a curfew imposed
    # on Tuesday ended"; a stretch up to now counts after a day: "closed since the war began, it
    # opened on Tuesday".
    ranks = [
        (e.anaphoric, 2 * depth + _is_clock_only(e), is_since(e, line), e.start)
        for e, depth in zip(event, depths, strict=True)
    ]
    first = ranks.index(min(ranks))
    chosen, depth = _end_of_stretch(event[first], event, line), depths[first]
    assert chosen.span is not None  # only expressions with a span may date an event
    before = line.folded[: chosen.start - start]
    if depth and any(_only_explains(before, at) for at in open_relatives(before)):
        return None  # "fell hours before he visited the town, where ten had died on Monday"
    if _is_of_a_thing(before):
        return None  # "searched for survivors beneath a theatre flattened on Wednesday"
    if _DESPITE.search(before):
        return None  # "it was shelled, despite an order on Thursday"
    is_far = published is not None and (published - chosen.span.end.date()).days > ASIDE_DAYS
    if depth and (is_far or chosen.span.granularity not in _EXACT):
        return None
    span = _with_part(chosen.span, chosen, event)
    span = _with_range(span, chosen, event, line, published=published)
    span = _until(span, published, line.folded)
    reason = f"{chosen.rule}: “{chosen.text}”"
    goes_on = is_since(chosen, line)
    if published and goes_on and span.start.date() <= published:
        span = days_span(span.start.date(), published)
        reason += ", counted from there to the publication day"
    said = filing_day(speech[0].span) if speech and speech[0].span else None
    if said and span.start.date() < said < filing_day(span) == published:
        span = days_span(span.start.date(), said)  # "said on Sunday that 90 died since it began"
    basis: TimeBasis = "inherited" if chosen.anaphoric else chosen.basis
    explains = depth > 0 and _explains(before)
    return Dated(span, basis, chosen.text, said, reason, explains=explains)


def comes_after(line: Line, published: date | None) -> Dated | None:
    """Return the day of "It comes a day after ten people were killed": the news is what was before,
    counted from publication."""
    found = _COMES_AFTER.match(line.folded)
    if published is None or found is None or found["count"] is None:
        return None
    words = found["count"]
    span = day_span(published - timedelta(days=_COUNTS[words]))
    return Dated(span, "relative", words, None, f"“{found[0]}”, counted from publication")


def _explains(before: str) -> bool:
    """Return whether a time stands in a clause that explains the sentence, not in one with "when"
    or one that opens it: the story does not move to that time."""
    relatives = [at for at in open_relatives(before) if not before.startswith("when", at)]
    return bool(relatives) or _TRAILING_AFTER.search(before) is not None


def is_since(expression: TimeExpression, line: Line) -> bool:
    """Return whether a time is one from which something has gone on: "since Monday"; but "since
    Monday, when a bridge fell" tells of the bridge."""
    before = line.folded[: expression.start - line.sentence.start]
    is_told = line.folded.startswith(", when ", expression.end - line.sentence.start)
    if is_told and first_tense(before) == "past":
        return False
    return expression.text[:5].casefold() == "since" or _SINCE.search(before) is not None


def _end_of_stretch(
    chosen: TimeExpression, event: Sequence[TimeExpression], line: Line
) -> TimeExpression:
    """Return the day to which a number of hours runs: "in the 24 hours to Thursday morning"."""
    if chosen.type != "DURATION":
        return chosen
    at = chosen.end - line.sentence.start
    ends = (e for e in event if e.start > chosen.end)
    return next(
        (e for e in ends if _UP_TO.fullmatch(line.folded[at : e.start - line.sentence.start])),
        chosen,
    )


def subordination(folded: str, position: int) -> int:
    """Return 0 for the main clause, more for clauses that only compare, explain or look back."""
    before = folded[:position]
    depth = 0
    opens_subordinate = vocabulary("subordinators").pattern.match(folded) and not vocabulary(
        "false_subordinators"
    ).pattern.match(folded)
    if opens_subordinate and "," not in before and "," in folded[position:]:
        depth += 1
    if open_relatives(before):
        depth += 1
    if _AFTER.search(before) or _TRAILING.search(before) or _TRAILING_AFTER.search(before):
        depth += 1
    return depth


def open_relatives(before: str) -> list[int]:
    """Return where relative clauses begin that are still open at the end of ``before`` (folded):
    "who was seized on Friday, was freed on" has none, nor has "a man who fled on Friday was
    shot on"."""
    last_comma = before.rfind(",")
    return [
        found.start()
        for found in vocabulary("relatives").pattern.finditer(before)
        if (last_comma < found.end() or not before.endswith(", ", 0, found.start()))
        and not _is_closed(before, found.start(), found.end())
        and not _DASH.search(before, found.end())
    ]


def _is_of_a_thing(before: str) -> bool:
    """Return whether a time belongs to a participle that tells which thing is meant, in a sentence
    that has told an event before."""
    found = _REDUCED.search(before)
    if found is None or not vocabulary("done_to").pattern.fullmatch(found["done"]):
        return False
    main = before[: found.start()]
    is_told = any(verb.lastgroup == "past" for verb in finite_verbs(main))
    return is_told and not _REPORTS.search(main)


def _is_closed(before: str, start: int, end: int) -> bool:
    """Return whether a relative clause of the subject, set off by no comma, has ended: the second
    verb, if in the past, is the sentence's own."""
    if not before.startswith(("who", "which", "that"), start) or before.endswith(", ", 0, start):
        return False
    if first_tense(before[:start]) is not None:
        return False
    clause = _QUOTED.sub(" ", before[start if before.startswith("that ", start) else end :])
    is_first, last = True, -_VERB_GROUP
    for found in finite_verbs(clause):
        if clause.endswith(_NOUN_LEADS, 0, found.start()):
            continue  # "onto the set"
        is_new = found.start() - last > _VERB_GROUP and not clause.endswith(
            _JOINS, 0, found.start()
        )
        if is_new and not is_first:
            return found.lastgroup == "past"
        is_first, last = False, found.end()
    return False


def _only_explains(before: str, relative: int) -> bool:
    """Return whether a relative clause begins after its sentence has told an event; one with "when"
    tells when that was."""
    main, clause = before[:relative], before[relative:]
    if _COMES_AFTER.match(main):
        return False  # "the assault comes after the loss of the ship, which sank on": it tells that
    is_told = first_tense(main) is not None and not main.endswith("those ")
    return is_told and not clause.startswith("when")


def _is_clock_only(expression: TimeExpression) -> bool:
    """Return whether an expression is an hour without a day: it takes its day from another."""
    span = expression.span
    return (
        span is not None
        and span.granularity in ("minute", "hour")
        and expression.basis == "relative"
        and expression.weekday is None
    )


def _with_part(
    span: TimeSpan, chosen: TimeExpression, others: Sequence[TimeExpression]
) -> TimeSpan:
    """Return the day of ``chosen`` with the part of day right behind it ("Saturday, at night")."""
    if span.granularity != "day":
        return span
    for other in others:
        is_behind = 0 < other.start - chosen.end <= 8 and other.anaphoric
        if is_behind and other.span and other.span.part and _is_same_day(other.span, span):
            return other.span
    return span


def _with_range(
    span: TimeSpan,
    chosen: TimeExpression,
    others: Sequence[TimeExpression],
    line: Line,
    *,
    published: date | None,
) -> TimeSpan:
    """Return the whole of "between A and B", "from A to B" and "Saturday and Sunday"; of hours only
    what is over: a curfew "from 8 p.m. on Tuesday" begins then."""
    folded, offset = line.folded, line.sentence.start
    if span.granularity not in ("day", "days", "hour", "minute"):
        return span
    opening = _RANGE_OPENING.search(folded[: chosen.start - offset])
    for other in others:
        between = folded[chosen.end - offset : other.start - offset]
        if other.span is None or other.start <= chosen.end:
            continue
        first, last = span.start.date(), filing_day(other.span)
        is_range = opening is not None and _RANGE_JOINT.fullmatch(between) is not None
        is_pair = between == " and " and (last - first).days in (1, 2)  # "Saturday and Sunday"
        if span.granularity in ("hour", "minute"):
            is_pair = False
            is_range = is_range and published is not None and last <= published
        if last > first and (is_range or is_pair):
            return days_span(first, last)
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
