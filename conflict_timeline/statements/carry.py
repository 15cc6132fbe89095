"""The day that a sentence without one takes from the run it stands in."""

import re
from collections.abc import Sequence

from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.run import (
    RUN_LENGTH,
    Carried,
    Dated,
    Run,
    is_beside,
    is_news,
    is_of_its_own,
    may_carry,
)
from conflict_timeline.statements.words import Tense, first_tense, vocabulary
from conflict_timeline.times.span import day_span, filing_day

_HAS = re.compile(r"\b(?:has|have|'ve)(?: also| already| repeatedly| since| now| previously)? $")
_HAS_LENGTH = 18  # characters: "has previously "
_LATER = re.compile(r"\b(?:said|added|wrote|told \w+) later\b|\blater (?:said|added|wrote|told)\b")
_BY_THEN = re.compile(r"then\b(?:(?<=\bby then)|(?<=\buntil then))")
_WAS_SPEAKING = re.compile(
    r"(?:(?:mr|mrs|ms|dr|gen|col) )?(?P<name>[\w'-]{2,30}) was (?:speaking|talking|responding)\b"
)


def inherit(run: Run, line: Line, *, cities: Sequence[str]) -> Dated | None:
    """Return the day that a line without one takes, or None where nothing gives one."""
    speaker, sentence, aside = line.speaker, line.sentence, run.aside
    said = _when_spoke(run, line)
    carried = _nearest(run, line, cities)
    if run.named and _BY_THEN.search(line.folded) and is_beside(run.named, line):
        return _carried_over(run.named, keeps_hour=False)
    if speaker is None and (heard := _told_of(run, line)):
        return Dated(heard.span, "inherited", None, None, f"the speaker told of: {heard.reason}")
    if aside is None and carried is None and said is None:
        return _published(run)
    tense = _reporting_tense(line) or first_tense(line.folded)
    if run.published is None and tense in ("present", "perfect", "future"):
        return None  # it is said of the day of writing, which nobody knows
    goes_on_aside = aside and tense == "past" and _is_taken_up(aside, line)
    if aside and goes_on_aside and speaker is None:
        return _carried_over(aside, keeps_hour=False)
    if said and carried and _LATER.search(line.folded):
        said = None  # "the president said later": after what has been told since
    if (
        said
        and (tense == "past" or _names_no_verb(line))
        and (carried or may_carry(said.span, run.published))
    ):
        return Dated(said.span, "inherited", None, None, f"the same speaker goes on: {said.reason}")
    if run.published and _tells_the_present(line) and is_of_its_own(run, aside or carried):
        return _published(run)
    if aside and goes_on_aside and is_news(aside.span, run.published):
        return _carried_over(aside, keeps_hour=False)
    if carried:
        same_paragraph = carried.last_paragraph == sentence.paragraph
        same_speaker = speaker is not None and carried.speaker == speaker
        goes_on = same_paragraph and speaker in (None, carried.speaker)
        if tense == "past" or goes_on or same_speaker:
            keeps_hour = carried.last_sentence == line.index - 1 and (
                same_paragraph
                or same_speaker
                or bool(vocabulary("same_moment").search(line.folded))
            )
            return _carried_over(carried, keeps_hour=keeps_hour)
    return _published(run)


def _is_taken_up(aside: Carried, line: Line) -> bool:
    """Return whether a line goes on with a look back: in its paragraph, or in the next one that
    begins with a word for what happened in it ("The attack ...")."""
    since = line.sentence.paragraph - aside.paragraph
    return since == 0 or (
        since == 1
        and line.index - aside.last_sentence <= 2
        and vocabulary("event_words").pattern.match(line.folded) is not None
    )


def _tells_the_present(line: Line) -> bool:
    """Return whether a line reports, in nobody's own words, what is so or will be: "the fire will
    burn for another day, the service said". It is so on the day of writing."""
    attribution = line.attribution
    if attribution is None or attribution not in line.spoken or not attribution.content:
        return False
    start = attribution.content[0][0] - line.sentence.start
    is_quoted = '"' in line.folded
    is_in_front = start >= 0 and attribution.content[0][0] < attribution.cue[0][0]
    return is_in_front and not is_quoted and first_tense(line.folded) in ("present", "future")


def _told_of(run: Run, line: Line) -> Dated | None:
    """Return when the one spoke of whom a line goes on to tell: "Kit was speaking after ..."."""
    found = _WAS_SPEAKING.match(line.folded)
    if found is None:
        return None
    name = found["name"]
    return next((s.dated for who, s in run.said.items() if fold(who).split()[-1:] == [name]), None)


def _names_no_verb(line: Line) -> bool:
    """Return whether the speaker of a line is named by "according to", without a verb."""
    attribution = line.attribution
    if attribution is None or attribution not in line.spoken:
        return False
    return line.folded.startswith("according to", attribution.cue[0][0] - line.sentence.start)


def _when_spoke(run: Run, line: Line) -> Dated | None:
    """Return when the speaker of a line spoke before, if that is not long ago in the text."""
    heard = run.said.get(line.speaker or "")
    if heard is None or line.sentence.paragraph - heard.paragraph > RUN_LENGTH:
        return None
    return heard.dated


def _published(run: Run) -> Dated | None:
    if run.published is None:
        return None
    return Dated(day_span(run.published), "document", None, None, "the day of publication")


def _nearest(run: Run, line: Line, cities: Sequence[str]) -> Carried | None:
    """Return the day last named for one of ``cities``, else the last day of the news."""
    carried = run.news
    if carried and carried.last_paragraph != line.sentence.paragraph:
        here = [run.at[city] for city in cities if city in run.at]
        last_here = max(here, key=lambda day: day.last_sentence, default=carried)
        day = filing_day(last_here.span)
        if day == run.main_day or day > filing_day(carried.span):
            carried = last_here
    if carried and line.sentence.paragraph - carried.paragraph > RUN_LENGTH:
        return None
    return carried


def _carried_over(carried: Carried, *, keeps_hour: bool) -> Dated:
    span = carried.span
    if not (keeps_hour and span.part):
        span = day_span(filing_day(span))
    return Dated(span, "inherited", None, None, f"carried over from “{carried.words}”")


def _reporting_tense(line: Line) -> Tense | None:
    """Return the tense of the speech verb, for a quotation may stand in any tense."""
    attribution = line.attribution
    if attribution is None or not attribution.cue:
        return None
    if attribution not in line.spoken:
        return "past"  # the rest of a quotation goes with its speech verb
    start, end = attribution.cue[0]
    offset = line.sentence.start
    if _HAS.search(line.folded, max(0, start - offset - _HAS_LENGTH), start - offset):
        return "perfect"
    return first_tense(line.folded[start - offset : end - offset])
