"""Statements as the claims stage gets them, from the few values a test cares about."""

import hashlib
from datetime import date, datetime, timedelta

from conflict_timeline.model import (
    Figure,
    PlaceRef,
    Polarity,
    Statement,
    Status,
    StatusName,
    TimeBasis,
    TimeSpan,
    When,
)


def said(
    text: str,
    *,
    outlet: str = "The Courier",
    article: str | None = None,
    start: int = 0,
    published: date = date(2022, 3, 2),
    day: date | None = None,
    days: int = 1,
    basis: TimeBasis | None = None,
    expression: str | None = None,
    city: str | None = None,
    country: str | None = None,
    status: StatusName = "asserted",
    polarity: Polarity = "positive",
    kinds: tuple[str, ...] = ("shelling",),
    figures: tuple[Figure, ...] = (),
) -> Statement:
    """Return a statement; without ``day`` it is dated to the day its article appeared."""
    article = article or f"{outlet}-{published.isoformat()}"
    first = day or published
    begin = datetime(first.year, first.month, first.day)
    span = TimeSpan(begin, begin + timedelta(days=days), "day", first.isoformat())
    filing = first + timedelta(days=days - 1)
    place = PlaceRef(0, 1, city or "", city or "", "city", "event", country=country)
    return Statement(
        id=hashlib.sha256(
            f"{article}\0{start}\0{text}".encode("utf-8", "surrogatepass")
        ).hexdigest()[:16],
        article=article,
        file=f"{article}.txt",
        record=None,
        outlet=outlet,
        published=published,
        published_basis="header",
        start=start,
        end=start + len(text),
        text=text,
        when=When(filing, span, basis or ("relative" if day else "document"), expression),
        places=(place,) if city or country else (),
        cities=(city,) if city else (),
        speakers=(),
        spoken_as=(),
        via=None,
        status=Status(status, polarity),
        kinds=kinds,
        actors=(),
        figures=figures,
    )


def counted(value: float, unit: str, measure: str = "casualties") -> Figure:
    return Figure(0, 1, f"{value:g}", value, value, value, "exact", unit, measure)
