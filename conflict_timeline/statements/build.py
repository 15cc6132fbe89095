"""Joins what the stages found into statements: what is on the timeline, when, where, who says so.

This is the only place that decides what is a statement and what it inherits from the sentences
before it.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from conflict_timeline.actors import find_actors
from conflict_timeline.figures import find_figures
from conflict_timeline.kinds import find_kinds, is_hint
from conflict_timeline.model import (
    Actor,
    Article,
    Attribution,
    Kind,
    PlaceRef,
    Sentence,
    Statement,
    TimeExpression,
    When,
)
from conflict_timeline.statements.background import background_reason, ends_article
from conflict_timeline.statements.kinds_before import (
    FROM_BEFORE,
    Told,
    kinds_with_before,
    told_by,
)
from conflict_timeline.statements.lines import Line, lines_of, spans_within
from conflict_timeline.statements.quotes import quotations, quoted_within
from conflict_timeline.statements.run import Dated
from conflict_timeline.statements.scene import Located
from conflict_timeline.statements.taken_up import taken_up
from conflict_timeline.statements.when import date_lines
from conflict_timeline.statements.where import locate_lines
from conflict_timeline.status import read_status
from conflict_timeline.times.span import filing_day

BY_OFFICE = "kinds.diplomacy.office"  # a kind that rests on a name alone makes no event of a line


def build_statements(
    article: Article,
    text: str,
    *,
    sentences: Sequence[Sentence],
    times: Sequence[TimeExpression],
    places: Sequence[PlaceRef],
    attributions: Sequence[Attribution],
    conflict_start: date | None,
    capital_of: Callable[[str], PlaceRef | None],
    demonyms: Mapping[str, str],
    home_country: str | None,
    extra_actors: Path | None = None,
) -> list[Statement]:
    """Return the statements of one article, in text order.

    ``text`` is what the stages read: the article's text, or a readable copy of the same length.
    ``capital_of`` gives a country's capital, ``demonyms`` the country of "Libyan";
    ``home_country`` (ISO 3166) is where the article's conflict is fought, for "the capital" and for
    the clock when a sentence names no place.
    ``extra_actors`` is a table of the user's own actors.
    """
    lines = lines_of(article.text, sentences, times=times, places=places, attributions=attributions)
    country = _main_country(places, home=home_country)

    def capital(named: str | None) -> PlaceRef | None:
        of = named or country
        return capital_of(of) if of else None

    located = locate_lines(lines, capital_of=capital, demonyms=demonyms)
    dated = date_lines(
        lines,
        [where.cities for where in located],
        published=article.published.day,
        conflict_start=conflict_start,
    )
    quoted = quotations(text)
    zone = _zone_of_country(places, country)
    statements: list[Statement] = []
    told: list[Told] = []
    follows_background = False
    for line, when, where in zip(lines, dated, located, strict=True):
        if 2 * line.index > len(lines) and ends_article(line.folded):
            break
        if line.sentence.role != "prose":
            follows_background = False
            told.clear()
            continue
        reporting = _reporting_clause(line)
        kinds = find_kinds(line.sentence.text, ignore=reporting if _leaves(line, reporting) else ())
        reason = background_reason(
            line.folded,
            is_dated=when is not None and when.expression is not None,
            is_attributed=line.attribution is not None,
            is_event=any(_is_event(kind) for kind in kinds),
            follows_background=follows_background,
        )
        kinds = kinds_with_before(line, kinds, told)
        told.append(told_by(kinds, line, told))
        follows_background = reason is not None
        if reason or (when is None and article.published.day is not None):
            continue  # furniture, or nothing but dates that lie before the news
        statement = _statement(
            article,
            line,
            when=when,
            where=where,
            kinds=kinds,
            actors=find_actors(line.sentence.text, extra=extra_actors),
            reporting=reporting,
            quoted=quoted_within(quoted, line.sentence),
            zone=zone,
        )
        if statement.status.name == "denied":
            statement = replace(statement, about=taken_up(statement, statements))
        statements.append(statement)
    return statements


def _is_event(kind: Kind) -> bool:
    return kind.name != "other" and kind.rule != BY_OFFICE and not is_hint(kind.rule)


def _statement(
    article: Article,
    line: Line,
    *,
    when: Dated | None,
    where: Located,
    kinds: Sequence[Kind],
    actors: tuple[Actor, ...],
    reporting: Sequence[tuple[int, int]],
    quoted: Sequence[tuple[int, int]],
    zone: str | None,
) -> Statement:
    sentence, attribution = line.sentence, line.attribution
    status = read_status(
        sentence.text,
        attributed=attribution is not None and not attribution.observed,
        observed=attribution is not None and attribution.observed,
        ignore=reporting,
        quoted=quoted,
    )
    is_spoken = attribution is not None and bool(attribution.speaker)
    inherited = tuple([ref for ref in where.refs if ref not in line.places])
    places = where.places or line.places
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
        text=article.text[sentence.start : sentence.end],
        when=_when(when, where.refs or places, zone) if when else None,
        places=(*places, *inherited),
        cities=where.cities,
        speakers=(line.speaker,) if is_spoken and line.speaker else (),
        spoken_as=(attribution.speaker,) if attribution and is_spoken else (),
        via=attribution.via if attribution else None,
        status=status,
        kinds=tuple(dict.fromkeys([kind.name for kind in kinds])),
        actors=actors,
        figures=find_figures(sentence.text),
        why=_why(line, when, where, status.cue, kinds),
    )


def _date_words(article: Article) -> list[tuple[int, int]]:
    """Return the spans of the words that date the article itself: they date no sentence."""
    if article.published.basis not in ("header", "dateline", "front_matter"):
        return []
    return [(e.start, e.end) for e in article.published.evidence if e.start is not None and e.end]


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
    line: Line, when: Dated | None, where: Located, cue: str | None, kinds: Sequence[Kind]
) -> tuple[str, ...]:
    """Return one line per value saying what it rests on, for ``ctl show``."""
    reasons = [f"day: {when.reason}" if when else "day: the article has no publication date"]
    if where.cities:
        reasons.append(f"city: {', '.join(where.cities)}: {where.reason}")
    if line.attribution:
        reasons.append(f"speaker: “{line.attribution.speaker}” ({line.attribution.rule})")
    if cue:
        reasons.append(f"status: “{cue}”")
    text = line.sentence.text
    reasons += [f"kind: {k.name}: “{text[k.start : k.end]}”" for k in kinds if k.end > k.start]
    taken = [k for k in kinds if k.rule == FROM_BEFORE and k.end == k.start]
    reasons += [f"kind: {k.name}: as in the sentence before" for k in taken]
    return tuple(reasons)


def _reporting_clause(line: Line) -> Sequence[tuple[int, int]]:
    """Return the spans of source and cue inside a line: what they say is no event."""
    attribution = line.attribution
    if attribution is None:
        return ()
    return sorted(spans_within((*attribution.source, *attribution.cue), line.sentence))


def _leaves(line: Line, reporting: Sequence[tuple[int, int]]) -> bool:
    """Return whether ``reporting`` leaves any word: what fills its sentence is no mere source."""
    at, text = 0, line.sentence.text
    for start, end in (*reporting, (len(text), len(text))):
        if any(character.isalnum() for character in text[at:start]):
            return True
        at = max(at, end)
    return False


def _main_country(places: Sequence[PlaceRef], *, home: str | None) -> str | None:
    """Return the country the article is about: where its war is fought, if anything happens there,
    else where most of its events are."""
    counts = Counter(ref.country for ref in places if ref.role == "event" and ref.country)
    if home in counts or not counts:
        return home
    return min(counts, key=lambda code: (-counts[code], code))


def _zone_of_country(places: Sequence[PlaceRef], country: str | None) -> str | None:
    zones = Counter(ref.zone for ref in places if ref.zone and ref.country == country)
    return min(zones, key=lambda zone: (-zones[zone], zone)) if zones else None
