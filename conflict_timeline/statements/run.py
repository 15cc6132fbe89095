"""What has been read so far of a text: the run, which days go on in it, and when they end.

Its news day is the last day of the news that was named; an older day (a look back) goes on only
inside its own paragraph, and never to what somebody else says.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from conflict_timeline.model import TimeBasis, TimeSpan
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.words import vocabulary
from conflict_timeline.times.span import filing_day

PLUPERFECT = re.compile(  # its letters before the boundary, so that the search skips to them
    r"had(?<!\whad) (?:not |already |earlier |previously |just |also |been )?"
    r"(?!to\b|an?\b|the\b|no\b|any\b|more\b|been\b)\w+"
)
_PRONOUNS = ("he ", "she ", "it ", "they ", "his ", "her ", "its ", "their ", "both ", "the two ")
RUN_LENGTH = 8  # paragraphs after which a carried day is no longer trusted
NEWS_DAYS = 3  # days before publication that are still the news itself
MOST_DAYS = 7  # a longer span ("over the past months") says how long, not which day comes next


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
    if not may_carry(found.span, run.published):
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
    if run.is_history or (is_news(found.span, run.published) and not _looks_back(found, run, line)):
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
    return day != run.main_day or PLUPERFECT.search(line.folded) is not None


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
    """Return the run where no day goes on: behind a line on a day that nobody knows ("on Friday",
    without a date for the article), for what comes after it may be of that day; before each item
    of a list, which is news of its own."""
    return run._replace(news=None, aside=None)


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
    if not is_of_its_own(run, news):
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
    if not line.spoken and PLUPERFECT.search(line.folded):
        return run
    if vocabulary("event_words", "victim_words", "same_moment").search(line.folded):
        return run
    return run._replace(news=None)


def _is_named(speaker: str, told: str) -> bool:
    """Return whether ``told``, a folded sentence, names ``speaker`` by the last of his names."""
    names = fold(speaker).split()
    return bool(names) and len(names[-1]) > 2 and f" {names[-1]} " in f" {told} "


def is_of_its_own(run: Run, carried: Carried | None) -> bool:
    """Return whether a day is neither the article's nor one that it opens with or comes back to."""
    if carried is None or run.published is None:
        return False
    day = filing_day(carried.span)
    return day != run.published and day not in run.topic_days


def is_beside(carried: Carried, line: Line) -> bool:
    return line.sentence.paragraph - carried.paragraph <= 1


def may_carry(span: TimeSpan, published: date | None) -> bool:
    """Return whether a day may date the sentences after it: no whole month and no forecast may."""
    if span.granularity in ("week", "month", "year") or (span.end - span.start).days > MOST_DAYS:
        return False
    return published is None or filing_day(span) <= published


def is_news(span: TimeSpan, published: date | None) -> bool:
    return published is None or (published - filing_day(span)).days <= NEWS_DAYS
