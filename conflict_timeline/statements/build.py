"""Joins what the stages found into statements: what is on the timeline, when, where, who says so.

This is the only place that decides what is a statement and what it inherits from the sentences
before it.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from conflict_timeline.actors import find_actors
from conflict_timeline.attribution import speaker_of
from conflict_timeline.figures import find_figures
from conflict_timeline.kinds import find_kinds
from conflict_timeline.model import (
    Article,
    Attribution,
    Kind,
    PlaceRef,
    Sentence,
    Statement,
    TimeExpression,
    When,
)
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.background import background_reason, ends_article
from conflict_timeline.statements.carry import Dated
from conflict_timeline.statements.quotes import quotations
from conflict_timeline.statements.when import (
    date_sentences,
    expressions_by_sentence,
    spans_within,
)
from conflict_timeline.statements.where import Located, locate_sentences
from conflict_timeline.status import read_status
from conflict_timeline.times.span import filing_day


def build_statements(
    article: Article,
    *,
    sentences: Sequence[Sentence],
    times: Sequence[TimeExpression],
    places: Sequence[PlaceRef],
    attributions: Sequence[Attribution],
    conflict_start: date | None,
    capital_of: Callable[[str], PlaceRef | None],
    home_country: str | None,
) -> list[Statement]:
    """Return the statements of one article, in text order.

    ``capital_of`` gives a country's capital; ``home_country`` (ISO 3166) is where the article's
    conflict is fought, for "the capital" and for the clock when a sentence names no place.
    """
    times_of = expressions_by_sentence(sentences, times)
    places_of = _places_by_sentence(sentences, places)
    governing = [speaker_of(s.start, s.end, attributions) for s in sentences]
    country = _main_country(places) or home_country
    located = locate_sentences(
        sentences,
        places_of,
        [(a.resolved or a.speaker) if a else None for a in governing],
        capital=lambda: capital_of(country) if country else None,
    )
    dated = date_sentences(
        sentences,
        times_of,
        governing,
        [where.cities for where in located],
        published=article.published.day,
        conflict_start=conflict_start,
    )
    quoted = quotations(article.text)
    statements: list[Statement] = []
    follows_background = False
    for index, sentence in enumerate(sentences):
        if 2 * index > len(sentences) and ends_article(fold(sentence.text)):
            break
        if sentence.role != "prose":
            follows_background = False
            continue
        attribution = governing[index]
        kinds = find_kinds(sentence.text, ignore=_reporting_clause(attribution, sentence))
        reason = background_reason(
            fold(sentence.text),
            is_dated=_has_own_time(dated[index]),
            is_attributed=attribution is not None,
            is_event=any(kind.name != "other" for kind in kinds),
            follows_background=follows_background,
        )
        follows_background = reason is not None
        if reason or (dated[index] is None and article.published.day is not None):
            continue  # furniture, or nothing but dates that lie before the news
        statements.append(
            _statement(
                article,
                sentence,
                dated=dated[index],
                located=located[index],
                places=places_of[index],
                attribution=attribution,
                kinds=kinds,
                quoted=tuple(spans_within(quoted, sentence)),
                zone=_zone_of_country(places, country),
            )
        )
    return statements


def _statement(
    article: Article,
    sentence: Sentence,
    *,
    dated: Dated | None,
    located: Located,
    places: Sequence[PlaceRef],
    attribution: Attribution | None,
    kinds: Sequence[Kind],
    quoted: tuple[tuple[int, int], ...],
    zone: str | None,
) -> Statement:
    status = read_status(
        sentence.text,
        attributed=attribution is not None and not attribution.observed,
        observed=attribution is not None and attribution.observed,
        ignore=_reporting_clause(attribution, sentence),
        quoted=quoted,
    )
    when = _when(dated, located.refs or tuple(places), zone) if dated else None
    spoken = (attribution.speaker,) if attribution and attribution.speaker else ()
    speakers = (attribution.resolved or attribution.speaker,) if attribution and spoken else ()
    inherited = tuple(ref for ref in located.refs if ref not in places)
    return Statement(
        id=statement_id(article.id, sentence.start, sentence.end),
        article=article.id,
        file=article.file,
        record=article.record,
        outlet=article.outlet,
        published=article.published.day,
        published_basis=article.published.basis,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        when=when,
        places=(*places, *inherited),
        cities=located.cities,
        speakers=speakers,
        spoken_as=spoken,
        via=attribution.via if attribution else None,
        status=status,
        kinds=tuple(dict.fromkeys(kind.name for kind in kinds)),
        actors=find_actors(sentence.text),
        figures=find_figures(sentence.text),
        why=_why(dated, located, attribution, status.cue, kinds, sentence),
    )


def statement_id(article_id: str, start: int, end: int) -> str:
    """Return the id of the statement at ``start:end``: derived from content, stable across runs."""
    return hashlib.sha256(f"{article_id}:{start}:{end}".encode()).hexdigest()[:16]


def _when(dated: Dated, places: Sequence[PlaceRef], zone: str | None) -> When:
    day = filing_day(dated.span)
    local = dated.span.zone or next(
        (ref.zone for ref in places if ref.role == "event" and ref.zone), zone
    )
    said = dated.said if dated.said and dated.said != day else None
    return When(
        filing_day=day,
        span=dated.span,
        basis=dated.basis,
        expression=dated.expression,
        said=said,
        zone=local,
        reason=dated.reason,
    )


def _why(
    dated: Dated | None,
    located: Located,
    attribution: Attribution | None,
    cue: str | None,
    kinds: Sequence[Kind],
    sentence: Sentence,
) -> tuple[str, ...]:
    """Return one line per value saying what it rests on, for ``ctl show``."""
    lines = [f"day: {dated.reason}" if dated else "day: the article has no publication date"]
    if located.cities:
        lines.append(f"city: {', '.join(located.cities)}: {located.reason}")
    if attribution:
        lines.append(f"speaker: “{attribution.speaker}” ({attribution.rule})")
    if cue:
        lines.append(f"status: “{cue}”")
    lines.extend(
        f"kind: {k.name}: “{sentence.text[k.start : k.end]}”" for k in kinds if k.end > k.start
    )
    return tuple(lines)


def _reporting_clause(
    attribution: Attribution | None, sentence: Sentence
) -> tuple[tuple[int, int], ...]:
    if attribution is None:
        return ()
    return tuple(sorted(spans_within((*attribution.source, *attribution.cue), sentence)))


def _has_own_time(dated: Dated | None) -> bool:
    return dated is not None and dated.expression is not None


def _places_by_sentence(
    sentences: Sequence[Sentence], places: Sequence[PlaceRef]
) -> list[list[PlaceRef]]:
    grouped: list[list[PlaceRef]] = [[] for _ in sentences]
    position = 0
    for place in places:
        while position < len(sentences) and sentences[position].end <= place.start:
            position += 1
        if position < len(sentences) and sentences[position].start <= place.start:
            grouped[position].append(place)
    return grouped


def _main_country(places: Sequence[PlaceRef]) -> str | None:
    """Return the country most of the article's events are in."""
    counts = Counter(ref.country for ref in places if ref.role == "event" and ref.country)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else None


def _zone_of_country(places: Sequence[PlaceRef], country: str | None) -> str | None:
    zones = Counter(ref.zone for ref in places if ref.zone and ref.country == country)
    return min(zones, key=lambda zone: (-zones[zone], zone)) if zones else None
