"""One article in, its statements out: the stages in their order, nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path, PurePath

from conflict_timeline.attribution import find_attributions
from conflict_timeline.conflicts import Conflict, find_conflict
from conflict_timeline.dating import date_article, neighbouring_days
from conflict_timeline.model import Article, PlaceRef, Published, Statement, TimeExpression
from conflict_timeline.places import capital_of, find_places
from conflict_timeline.places.gazetteer import Place, shared_gazetteer
from conflict_timeline.places.vocabulary import demonyms
from conflict_timeline.reading.dates import written_dates
from conflict_timeline.reading.mojibake import repaired_copy
from conflict_timeline.sentences import split_sentences
from conflict_timeline.statements import build_statements
from conflict_timeline.times import find_times


def extract_statements(article: Article, *, rules: Path | None = None) -> list[Statement]:
    """Return the statements of ``article``, in text order. Pure: the same article gives the same
    list.

    ``rules`` is a folder of the user's own rule data: ``actors.tsv`` adds to the actors known.
    An article without a publication day gives statements without ``when``, except where its words
    name a full date.
    """
    return extract_all([article], rules=rules)[0]


def extract_all(articles: Sequence[Article], *, rules: Path | None = None) -> list[list[Statement]]:
    """Return what ``extract_statements`` returns for each of ``articles``, a fifth faster.

    Each stage reads all articles before the next begins, so that its rules stay in the processor's
    cache. What the stages find is held for all articles at once: give it some dozens at a time.
    """
    texts = [repaired_copy(article.text) for article in articles]
    days = [article.published.day for article in articles]
    conflicts = [find_conflict(text, published=day) for text, day in zip(texts, days, strict=True)]
    starts = [_start_for(conflict, day) for conflict, day in zip(conflicts, days, strict=True)]
    sentences = [
        split_sentences(text, start=article.header_end)
        for article, text in zip(articles, texts, strict=True)
    ]
    times = [
        _times(article, text, start)
        for article, text, start in zip(articles, texts, starts, strict=True)
    ]
    places = [find_places(text) for text in texts]
    attributions = [
        find_attributions(text, split, outlet=article.outlet)
        for article, text, split in zip(articles, texts, sentences, strict=True)
    ]
    return [
        build_statements(
            article,
            texts[at],
            sentences=sentences[at],
            times=times[at],
            places=places[at],
            attributions=attributions[at],
            conflict_start=starts[at],
            capital_of=_capital,
            demonyms=demonyms(),
            home_country=_home_of(conflicts[at]),
            extra_actors=_own_table(rules, "actors.tsv"),
        )
        for at, article in enumerate(articles)
    ]


def _times(article: Article, text: str, start: date | None) -> list[TimeExpression]:
    """Return the time expressions; where the day is open, with the spans that are the same on every
    day that is possible: "March 4" between April and June is one day, "Friday" is many."""
    published = article.published
    read = partial(find_times, text, lang=article.lang, conflict_start=start)
    found = read(published=published.day)
    if (
        published.day is not None
        or not published.candidates
        or all(time.span is not None for time in found)
        or _tells_of_other_years(text, published)
    ):
        return found
    first, last = (
        {(time.start, time.end): time for time in read(published=published.candidates[at])}
        for at in (0, -1)
    )
    return [_certain(time, first, last) for time in found]


def _tells_of_other_years(text: str, published: Published) -> bool:
    """Return whether full dates of other years stand in the text: a day without its year may then
    be of theirs."""
    years = range(published.candidates[0].year, published.candidates[-1].year + 1)
    return any(
        written.days[0].year not in years
        for written in written_dates(text)
        if len(written.days) == 1
    )


def _certain(
    time: TimeExpression,
    first: Mapping[tuple[int, int], TimeExpression],
    last: Mapping[tuple[int, int], TimeExpression],
) -> TimeExpression:
    """Return ``time`` as it is read on the first and on the last possible day, where both agree:
    a later day of writing never moves a time back."""
    place = time.start, time.end
    one, other = first.get(place), last.get(place)
    if time.span is None and one and other and one.span == other.span:
        return one
    return time


def infer_date(article: Article, neighbours: Sequence[date]) -> Article:
    """Return ``article`` with the day its own words and its dated neighbours leave, where that
    is one day.

    ``neighbours`` are the publication days of the dated articles in the same folder.
    """
    text = repaired_copy(article.text)
    conflict = find_conflict(text, published=None)
    times = find_times(
        text,
        published=None,
        lang=article.lang,
        conflict_start=conflict.start if conflict else None,
    )
    inferred = date_article(text, times, neighbours=neighbours, conflict=conflict)
    if inferred.day is None:  # what the reader found out about the missing date stays told
        told = dict.fromkeys((*article.published.evidence, *inferred.evidence))
        inferred = replace(inferred, evidence=tuple(told))
    return replace(article, published=inferred)


def neighbour_days(articles: Iterable[tuple[str, Published]]) -> dict[str, tuple[date, ...]]:
    """Return, for each folder, the days its articles state; ``articles`` are (file, published).

    Inferred days do not count: one guess never supports another, and order cannot matter.
    """
    folders: defaultdict[str, list[Published]] = defaultdict(list)
    for file, published in articles:
        folders[folder_of(file)].append(published)
    return {folder: neighbouring_days(found) for folder, found in folders.items()}


def folder_of(file: str) -> str:
    """Return the folder whose dated articles are a file's neighbours."""
    return str(PurePath(file).parent)


def _own_table(rules: Path | None, name: str) -> Path | None:
    table = rules / name if rules else None
    return table if table and table.is_file() else None


def _start_for(conflict: Conflict | None, published: date | None) -> date | None:
    if conflict is None or (published and conflict.start > published):
        return None
    return conflict.start


def _home_of(conflict: Conflict | None) -> str | None:
    """Return the country a conflict is fought in, the first where there are several."""
    return conflict.countries[0] if conflict and conflict.countries else None


def place_named(name: str) -> PlaceRef | None:
    """Return the place that the gazetteer has under ``name``, as an event place, or None."""
    places = shared_gazetteer().look_up(name)
    return _event_place(places[0], name, reason="named by an analyst") if places else None


@cache
def _capital(country: str) -> PlaceRef | None:
    place = capital_of(country)
    return _event_place(place, "", reason="capital") if place else None


def _event_place(place: Place, text: str, *, reason: str) -> PlaceRef:
    return PlaceRef(
        start=0,
        end=0,
        text=text,
        name=place.name,
        kind=place.kind,
        role="event",
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
        geonameid=place.geonameid,
        zone=place.zone,
        reason=reason,
    )
