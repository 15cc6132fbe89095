"""How a day, an hour and a speaker's moment go on from sentence to sentence, and when they stop.

A *run* is what has been read so far of a text. Its news day is the last day of the news
that was named; an older day (a look back) goes on only inside its own paragraph, and never to what
somebody else says.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from conflict_timeline.model import TimeBasis, TimeSpan
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.words import Tense, first_tense, vocabulary
from conflict_timeline.times.span import day_span, filing_day, moved_span, overnight_span

_PLUPERFECT = re.compile(  # its letters before the boundary, so that the search skips to them
    r"had(?<!\whad) (?:not |already |earlier |previously |just |also |been )?"
    r"(?!to\b|an?\b|the\b|no\b|any\b|more\b|been\b)\w+"
)
_HAS = re.compile(r"\b(?:has|have|'ve)(?: also| already| repeatedly| since| now| previously)? $")
_HAS_LENGTH = 18  # characters: "has previously "
_STEPS = re.compile(  # "the evening before", "the next morning"; but "before dawn", "after 5 a.m."
    r"\b(?:earlier|later|next|following|previous|that|same)\b|\b(?:before|after)$"
)
_THAT = re.compile(  # the day of the sentence before, not the last date it may mention in passing
    r"(?:earlier |later )?(?:that|the same) (?:very |same )?(?:day|morning|afternoon|evening|night)"
)
_IN_THE_DAY = re.compile(r"(?:earlier|later) in the day")
_LATER = re.compile(r"\b(?:said|added|wrote|told \w+) later\b|\blater (?:said|added|wrote|told)\b")
_BY_THEN = re.compile(r"then\b(?:(?<=\bby then)|(?<=\buntil then))")
_WAS_SPEAKING = re.compile(
    r"(?:(?:mr|mrs|ms|dr|gen|col) )?(?P<name>[\w'-]{2,30}) was (?:speaking|talking|responding)\b"
)
_PRONOUNS = ("he ", "she ", "it ", "they ", "his ", "her ", "its ", "their ", "both ", "the two ")
_DAY_STEP = re.compile(
    r"(?:(?:the|a|one) day before(?: that)?|(?:a|one) day earlier|the (?:previous|preceding) day"
    r"|the eve"
    r"|(?P<on>the day after|(?:a|one) day (?:after|later)|the (?:next|following) day))"
)
_NEXT_PART = re.compile(
    r"(?:early |late )?the (?:next|following) (?:morning|afternoon|evening|night)"
)
NAMES_DAY = re.compile(
    r"yesterday|today|tomorrow|tonight|\bthis|\blast|\bnext|day\b|\d[/.-]\d\d?[/.-]\d"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
HOURS = frozenset({"part_of_day", "hour", "minute"})
NIGHTS = frozenset({"night", "overnight", "evening"})
NOON = 12
RUN_LENGTH = 8  # paragraphs after which a carried day is no longer trusted
NEWS_DAYS = 3  # days before publication that are still the news itself
MOST_DAYS = 7  # a longer span ("over the past months") says how long, not which day comes next
NIGHT_LENGTH = 2  # paragraphs over which "the night" still means the last night named


class Dated(NamedTuple):
    """When one sentence happened and how that was reached.

    ``expression`` is None for inherited days; ``said`` is when it was said, where known;
    ``explains`` tells that the time stands in a clause that only explains: the story stays where
    it is.
    """

    span: TimeSpan
    basis: TimeBasis
    expression: str | None
    said: date | None
    reason: str
    explains: bool = False


class Carried(NamedTuple):
    """A day that undated sentences may take: where it was said, and how far its run has come.

    ``told`` is the folded sentence that named it.
    """

    span: TimeSpan
    words: str
    told: str
    paragraph: int
    last_paragraph: int
    last_sentence: int
    speaker: str | None


class Said(NamedTuple):
    """When a speaker spoke, and the paragraph in which he was last heard."""

    dated: Dated
    paragraph: int


class Run(NamedTuple):
    """What is known at one point of a text.

    ``main_day`` is the day most of the text is about, ``topic_days`` those that it opens with or
    comes back to, ``first_day`` that of its war. ``said`` maps speakers to when they last spoke,
    ``at`` cities to the last day named for them; ``named`` is the last day named at all, for an
    event or a saying.
    """

    published: date | None
    is_history: bool
    main_day: date | None
    topic_days: frozenset[date]
    first_day: date | None
    news: Carried | None
    aside: Carried | None
    said: Mapping[str, Said]
    at: Mapping[str, Carried]
    named: Carried | None


def start_run(
    published: date | None,
    *,
    is_history: bool,
    main_day: date | None,
    topic_days: frozenset[date],
    first_day: date | None,
) -> Run:
    """Return what is known before the first line of a text."""
    return Run(
        published,
        is_history,
        main_day,
        topic_days,
        first_day,
        news=None,
        aside=None,
        said={},
        at={},
        named=None,
    )


def advance(
    run: Run,
    found: Dated,
    line: Line,
    *,
    speech: Dated | None,
    cities: Sequence[str],
) -> Run:
    """Return the run after a line that names its own day.

    ``speech`` is when its speaker spoke, ``cities`` where its event is.
    """
    said, speaker = dict(run.said), line.speaker
    if speaker and speech and speech.span.granularity != "year":
        said[speaker] = Said(speech, line.sentence.paragraph)
    elif speaker:
        said.pop(speaker, None)  # the newer day is the one that goes on
    run = run._replace(said=said)
    if not _may_carry(found.span, run.published):
        return run
    carried = Carried(
        span=found.span,
        words=found.expression or "",
        told=line.folded,
        paragraph=line.sentence.paragraph,
        last_paragraph=line.sentence.paragraph,
        last_sentence=line.index,
        speaker=speaker,
    )
    run, news = run._replace(named=carried), run.news
    if found.explains and news and filing_day(found.span) < filing_day(news.span):
        return run
    is_heard = line.attribution is None or not line.attribution.observed
    if news and found is speech and is_heard and filing_day(found.span) < filing_day(news.span):
        return run  # somebody spoke earlier: that dates what they say, not the scene
    if run.is_history or (
        _is_news(found.span, run.published) and not _looks_back(found, run, line)
    ):
        return run._replace(
            news=carried,
            aside=None,
            at={**run.at, **dict.fromkeys(cities, carried)},
        )
    return run._replace(aside=carried)


def _looks_back(found: Dated, run: Run, line: Line) -> bool:
    """Return whether a line turns for a moment to a day before the one the news has reached.

    The day most of the text is about is no look back, unless the line says so: "had burned".
    """
    day = filing_day(found.span)
    if run.news is None or day >= filing_day(run.news.span):
        return False
    return day != run.main_day or _PLUPERFECT.search(line.folded) is not None


def follow(run: Run, found: Dated | None, line: Line) -> Run:
    """Return the run after a line that took its day from it."""
    speaker, paragraph = line.speaker or "", line.sentence.paragraph
    if speaker in run.said and run.said[speaker].paragraph != paragraph:
        heard = run.said[speaker]._replace(paragraph=paragraph)
        run = run._replace(said={**run.said, speaker: heard})
    if run.news is None or found is None or found.basis != "inherited":
        return run
    moved = run.news._replace(
        last_paragraph=paragraph,
        last_sentence=line.index,
        speaker=line.speaker,
    )
    return run._replace(news=moved)


def lose_day(run: Run) -> Run:
    """Return the run after a line on a day that nobody knows ("on Friday", without a date for the
    article): what comes after it may be of that day, so no day goes on."""
    return run._replace(news=None, aside=None)


def inherit(run: Run, line: Line, *, cities: Sequence[str]) -> Dated | None:
    """Return the day that a line without one takes, or None where nothing gives one."""
    speaker, sentence, aside = line.speaker, line.sentence, run.aside
    said = _when_spoke(run, line)
    carried = _nearest(run, line, cities)
    if run.named and _BY_THEN.search(line.folded) and _is_beside(run.named, line):
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
        and (carried or _may_carry(said.span, run.published))
    ):
        return Dated(said.span, "inherited", None, None, f"the same speaker goes on: {said.reason}")
    if run.published and _tells_the_present(line) and _is_of_its_own(run, aside or carried):
        return _published(run)
    if aside and goes_on_aside and _is_news(aside.span, run.published):
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


def leave(run: Run, line: Line, *, cities: Sequence[str]) -> Run:
    """Return the run before a line without a day of its own: a new paragraph may leave the day of
    the one before it for that of the article.

    A digest tells one thing after another. A day that it neither opens with nor comes back to
    belongs to its own item: it goes on only where the next paragraph takes that up, by its speaker,
    its town, a word for what happened, a pronoun or what had been before.
    """
    news = run.news
    if news is None or line.sentence.paragraph == news.last_paragraph:
        return run
    if not _is_of_its_own(run, news):
        return run
    day = filing_day(news.span)
    if line.speaker is not None and (
        line.speaker == news.speaker
        or line.speaker in run.said
        or _is_named(line.speaker, news.told)
    ):
        return run
    if any(city in run.at and filing_day(run.at[city].span) == day for city in cities):
        return run
    if line.folded.startswith(_PRONOUNS):
        return run
    if not line.spoken and _PLUPERFECT.search(line.folded):
        return run
    if vocabulary("event_words", "victim_words", "same_moment").search(line.folded):
        return run
    return run._replace(news=None)


def _is_named(speaker: str, told: str) -> bool:
    """Return whether ``told``, a folded sentence, names ``speaker`` by the last of his names."""
    names = fold(speaker).split()
    return bool(names) and len(names[-1]) > 2 and f" {names[-1]} " in f" {told} "


def _is_of_its_own(run: Run, carried: Carried | None) -> bool:
    """Return whether a day is neither the article's nor one that it opens with or comes back to."""
    if carried is None or run.published is None:
        return False
    day = filing_day(carried.span)
    return day != run.published and day not in run.topic_days


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


def _is_beside(carried: Carried, line: Line) -> bool:
    return line.sentence.paragraph - carried.paragraph <= 1


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


def resolve_hour(dated: Dated, run: Run, line: Line) -> Dated:
    """Return an hour or a part of a day that names no day ("at 5 a.m.", "the night") on the day the
    run has reached."""
    words = fold(dated.expression or "")
    if dated.basis == "inherited" and (step := _DAY_STEP.fullmatch(words)):
        return _step_from_run(dated, run, line, 1 if step["on"] else -1)
    if _NEXT_PART.fullmatch(words) and first_tense(line.folded) != "future":
        return _part_of_next_day(dated, run, line)
    reached = _day_told(run, line) if _IN_THE_DAY.fullmatch(words) else None
    if reached:
        reason = f"{dated.reason}, on the day of “{reached.words}”"
        return dated._replace(span=day_span(filing_day(reached.span)), reason=reason)
    meant = _day_meant(run, line) if dated.basis == "inherited" and _THAT.fullmatch(words) else None
    if meant and meant.span.start.date() == filing_day(meant.span):
        moved = filing_day(meant.span) - dated.span.start.date()
        reason = f"{dated.reason}, on the day of “{meant.words}”"
        return dated._replace(span=moved_span(dated.span, moved), reason=reason)
    is_bare_clock = dated.span.granularity in ("hour", "minute") and not NAMES_DAY.search(words)
    if not (dated.basis == "inherited" or is_bare_clock) or _STEPS.search(words):
        return dated
    if is_bare_clock and _follows_a_day(dated, line):
        return dated  # "Saturday's pause was to have lasted from 9 a.m."
    if dated.span.part in ("night", "overnight"):
        return _resolve_night(dated, run, line)
    carried = _day_reached(run, line)
    span = dated.span
    day = filing_day(carried.span) if carried else run.published
    if day is None or span.granularity not in HOURS:
        return dated
    is_night = carried is not None and carried.span.part in ("evening", "night")
    if is_night and span.start.hour < NOON and (run.published is None or day < run.published):
        day += timedelta(days=1)
    moved = day - span.start.date()
    if not moved:
        return dated
    told = f"the day of “{carried.words}”" if carried else "the day of publication"
    return dated._replace(span=moved_span(span, moved), reason=f"{dated.reason}, on {told}")


def _part_of_next_day(dated: Dated, run: Run, line: Line) -> Dated:
    """Return "the next morning" as that of the day after the one last named."""
    carried = _day_told(run, line)
    if carried is None or _follows_a_day(dated, line):
        return dated
    moved = filing_day(carried.span) + timedelta(days=1) - dated.span.start.date()
    reason = f"{dated.reason}, counted from “{carried.words}”"
    return dated._replace(span=moved_span(dated.span, moved), reason=reason)


def _follows_a_day(dated: Dated, line: Line) -> bool:
    """Return whether a sentence names a day before the hour that dates it."""
    at = next((e.start for e in line.times if e.text == dated.expression), line.sentence.start)
    return any(
        e.start < at and e.span is not None and e.span.granularity == "day" and not e.anaphoric
        for e in line.times
    )


def _step_from_run(dated: Dated, run: Run, line: Line, step: int) -> Dated:
    """Return "the day before" as the day before the one the run has reached."""
    carried = _day_told(run, line)
    if carried is None:
        return dated
    day = filing_day(carried.span) + timedelta(days=step)
    if run.first_day and day < run.first_day <= day + timedelta(days=1):
        day = run.first_day  # no event of a war is told as the day before it
    if run.published and day > run.published and first_tense(line.folded) == "past":
        return dated._replace(span=day_span(run.published))
    reason = f"{dated.reason}, counted from “{carried.words}”"
    return dated._replace(span=day_span(day), reason=reason)


def _day_told(run: Run, line: Line) -> Carried | None:
    """Return the day last named in the paragraph, else the one that the text has reached."""
    named = run.named
    is_here = named is not None and named.paragraph == line.sentence.paragraph
    return named if is_here else _day_reached(run, line)


def _day_meant(run: Run, line: Line) -> Carried | None:
    """Return the day that "that evening" means: the one last named, here or a paragraph before."""
    named = run.named
    return named if named and _is_beside(named, line) else _day_reached(run, line)


def _day_reached(run: Run, line: Line) -> Carried | None:
    """Return the day that the text has reached: of the look back it is in, else of the news."""
    carried = run.aside
    if carried is None or carried.paragraph != line.sentence.paragraph:
        carried = run.news
    if carried and line.sentence.paragraph - carried.last_paragraph > RUN_LENGTH:
        return None
    return carried


def _resolve_night(dated: Dated, run: Run, line: Line) -> Dated:
    """Return "the night" as the night the run is about, else as the one before publication."""
    carried, aside = run.news, run.aside
    if aside and aside.paragraph == line.sentence.paragraph and aside.span.part in NIGHTS:
        carried = aside
    if (
        carried
        and carried.span.part in NIGHTS
        and line.sentence.paragraph - carried.last_paragraph <= NIGHT_LENGTH
    ):
        reason = f"{dated.reason}, the night of “{carried.words}”"
        return dated._replace(span=carried.span, reason=reason)
    is_tonight = dated.span.part == "night" and filing_day(dated.span) == run.published
    if run.published and is_tonight:
        reason = f"{dated.reason}, the night before publication"
        return dated._replace(span=overnight_span(run.published), basis="relative", reason=reason)
    return dated


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


def _may_carry(span: TimeSpan, published: date | None) -> bool:
    """Return whether a day may date the sentences after it: no whole month and no forecast may."""
    if span.granularity in ("week", "month", "year") or (span.end - span.start).days > MOST_DAYS:
        return False
    return published is None or filing_day(span) <= published


def _is_news(span: TimeSpan, published: date | None) -> bool:
    return published is None or (published - filing_day(span)).days <= NEWS_DAYS
