"""Finds the time expressions of a document and gives each its TIMEX3 value and interval.

One pass over the text: a trie proposes candidate positions, the rules of the word found there are
matched anchored at it, the longest match that has a meaning wins. Expressions are resolved in text
order, because later ones ("two days later") refer to earlier ones.
"""

import re
from datetime import date

from conflict_timeline.model import TimeExpression, TimeSpan
from conflict_timeline.rules.trie import fold
from conflict_timeline.times.lexicon import Lexicon, compiled
from conflict_timeline.times.resolve import RESOLVERS
from conflict_timeline.times.rulebook import Rulebook, TimeRule, language_of, load_rulebook
from conflict_timeline.times.scene import Meaning, Scene, Style
from conflict_timeline.times.span import value_span


def find_times(
    text: str,
    *,
    published: date | None,
    lang: str = "en",
    conflict_start: date | None = None,
) -> list[TimeExpression]:
    """Return the time expressions of a whole document, in text order, never overlapping.

    News is read relative to ``published``, a history relative to the date its narrative has
    reached; the text decides which it is. Without ``published`` relative expressions keep
    ``span`` None. ``conflict_start`` bounds "in recent days" and "since the start of the war".

    >>> find_times("fled on Friday", published=date(2022, 2, 27))[0].value
    '2022-02-25'
    """
    book = load_rulebook(language_of(lang))
    folded = fold(text)
    scene = Scene(
        text=text,
        folded=folded,
        published=published,
        style=document_style(folded, book.lexicon, published=published),
        conflict_start=conflict_start,
        lexicon=book.lexicon,
    )
    found: list[TimeExpression] = []
    position = 0
    for candidate in book.candidate.finditer(folded):
        if candidate.start() < position:
            continue
        for expression in _read(candidate, book, scene):
            if expression.start >= position:
                found.append(expression)
                position = expression.end
    return found


def _read(candidate: re.Match[str], book: Rulebook, scene: Scene) -> list[TimeExpression]:
    start = candidate.start()
    folded, style = scene.folded, scene.style
    matches = []
    for rule in book.rules_at(candidate, folded):
        if rule.style and rule.style != style:
            continue
        match = rule.pattern.match(folded, start)
        if match is not None and not (rule.upper and not scene.text[start].isupper()):
            matches.append((match, rule))
    if len(matches) > 1:
        matches.sort(key=_longest_first)
    for match, rule in matches:
        answer = RESOLVERS[rule.resolve](match, scene)
        if answer is not None:
            meanings = answer if isinstance(answer, list) else [answer]
            return [_express(meaning, match, rule, scene) for meaning in meanings]
    return []


def _longest_first(pair: tuple[re.Match[str], TimeRule]) -> int:
    return -pair[0].end()


def _express(
    meaning: Meaning, match: re.Match[str], rule: TimeRule, scene: Scene
) -> TimeExpression:
    start = match.start() if meaning.start is None else meaning.start
    end = match.end() if meaning.end is None else meaning.end
    if "-Q" in meaning.value or meaning.value in _LONG_PERIODS:
        scene.period = meaning.value if meaning.anchor is not None else scene.period
        if meaning.type == "DURATION":
            scene.period = ""
    if meaning.anchor is not None:
        scene.move_to(meaning.anchor, start, end)
    return TimeExpression(
        start=start,
        end=end,
        text=scene.text[start:end],
        type=meaning.type,
        value=meaning.value,
        span=meaning.span or _span_of(meaning),
        basis=meaning.basis,
        rule=rule.id,
        weekday=meaning.weekday,
        tense=meaning.tense,
        anaphoric=meaning.anaphoric,
    )


_LONG_PERIODS = frozenset({"P9M", "P6M", "P1Y"})  # what business news reports beside quarters


def _span_of(meaning: Meaning) -> TimeSpan | None:
    if meaning.type in ("DATE", "TIME"):
        return value_span(meaning.value, edge=meaning.edge)
    return None


# The digits come before the look-behind: so the search skips to digits.
_YEAR = re.compile(r"(1[0-9]\d\d|20\d\d)(?<![\d.,$-]\d{4})(?![\d,.]\d|\d)")


def document_style(folded: str, lexicon: Lexicon, *, published: date | None) -> Style:
    """Return "narrative" where the text speaks of other years, and hardly of these days.

    A history names years all along and no "yesterday" or "Friday"; an article names a few years of
    background and tells the rest by weekday and by who said it.
    """
    here = published.year if published else 0
    years = [int(year) for year in _YEAR.findall(folded)]
    other = sum(1 for year in years if year != here) + _count(lexicon, "year_bc", folded)
    if other < _FEW_YEARS:
        return "news"
    these_days = _count(lexicon, "news_word", folded) + years.count(here)
    said = _count(lexicon, "speech_word", folded)
    is_history = other >= _YEARS_TO_A_DAY * these_days and other > said
    return "narrative" if is_history else "news"


_FEW_YEARS = 5  # fewer years may be the background of a short report
_YEARS_TO_A_DAY = 8  # a history may quote a "yesterday" now and then


def _count(lexicon: Lexicon, fragment: str, folded: str) -> int:
    return sum(1 for _ in compiled(lexicon, fragment).finditer(folded))
