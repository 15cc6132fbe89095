"""Records as the JSON of the contract, and back.

A claim becomes one JSON object with every key always present; a statement inside it carries its own
values, so that nothing a merge put together is lost. ``claim_from_json(claim_to_json(claim)) ==
claim``, except that ``article`` is shortened to a prefix, which the reader may lengthen again, and
that figures are finite numbers.

``json_line`` writes text that is safe everywhere: control characters (C0 and C1), bidirectional
controls, line separators and lone surrogates are escaped, so that a line is one line and a terminal
is never driven by an article.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from conflict_timeline.model import (
    Actor,
    Article,
    Claim,
    Evidence,
    Figure,
    Link,
    PlaceRef,
    Published,
    Statement,
    Status,
    TimeSpan,
    When,
)

JsonObject = dict[str, Any]

ARTICLE_PREFIX = 16
"""Hex digits of an article's SHA-256 that the JSON shows: 64 bits, no clash in any real folder."""

_UNSAFE = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


_ENCODER = json.JSONEncoder(
    # Nothing here can hold itself, and to look for that takes a quarter of the time.
    ensure_ascii=False,
    check_circular=False,
    sort_keys=True,
    separators=(",", ":"),
)


def json_line(value: object) -> str:
    """Return ``value`` as one line of JSON: keys sorted, unsafe characters escaped."""
    text = _ENCODER.encode(value)
    if text.isprintable():  # no unsafe character is; several times as fast as to replace nothing
        return text
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def claim_to_json(claim: Claim) -> JsonObject:
    """Return ``claim`` as the object that ``ctl timeline --json`` prints."""
    return _claim_json(claim, [statement_to_json(statement) for statement in claim.statements])


def claim_line(claim: Claim, statements: Iterable[str]) -> str:
    """Return ``json_line(claim_to_json(claim))``, given the lines of its statements in order.

    >>> claim_line(claim, map(statement_line, claim.statements))  # doctest: +SKIP
    """
    line = json_line(_claim_json(claim, []))
    before, _, after = line.partition(_NO_STATEMENTS)
    return f'{before},"statements":[{",".join(statements)}]{after}'


_NO_STATEMENTS = ',"statements":[]'
"""Found in no text of a claim: inside a string a quotation mark has a backslash before it."""


def statement_line(statement: Statement) -> str:
    """Return ``json_line(statement_to_json(statement))``."""
    return json_line(statement_to_json(statement))


def _claim_json(claim: Claim, statements: list[JsonObject]) -> JsonObject:
    head = claim.representative
    told = _head_first(claim)
    return {
        "id": claim.id,
        "date": _day(head.when.filing_day if head.when else None),
        "date_inferred": head.published_basis == "inferred",
        "when": when_to_json(head.when),
        "text": head.text,
        "places": [_place(place) for place in _claim_places(told)],
        "cities": list(_union([s.cities for s in told])),
        "speakers": list(_union([s.speakers for s in told])),
        "status": head.status.name,
        "polarity": head.status.polarity,
        "kinds": list(_union([s.kinds for s in told])),
        "actors": list(_actor_names(told)),
        "figures": [_figure(figure) for figure in head.figures],
        "outlets": list(claim.outlets),
        "origins": claim.origins,
        "links": [
            {"type": link.type, "claim": link.claim, "reason": link.reason} for link in claim.links
        ],
        "representative": head.id,
        "statements": statements,
    }


def claims_digest(lines: Iterable[str]) -> str:
    """Return the SHA-256 of claims given as JSON lines, whatever their order.

    Two runs with one digest made the same claims: ids, members and all values.
    """
    digest = sha256()
    for line in sorted(lines):
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def statement_to_json(statement: Statement) -> JsonObject:
    """Return ``statement`` as it stands inside a claim's ``statements``."""
    return {
        "id": statement.id,
        "file": statement.file,
        "record": statement.record,
        "article": statement.article[:ARTICLE_PREFIX],
        "outlet": statement.outlet,
        "published": _day(statement.published),
        "published_basis": statement.published_basis,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "date": _day(statement.when.filing_day if statement.when else None),
        "when": when_to_json(statement.when),
        "places": [_full_place(place) for place in statement.places],
        "cities": list(statement.cities),
        "speakers": list(statement.speakers),
        "spoken_as": list(statement.spoken_as),
        "via": statement.via,
        "status": statement.status.name,
        "polarity": statement.status.polarity,
        "status_cue": statement.status.cue,
        "status_rule": statement.status.rule,
        "kinds": list(statement.kinds),
        "actors": list(dict.fromkeys([actor.name for actor in statement.actors])),
        "actor_roles": [_actor(actor) for actor in statement.actors],
        "figures": [_full_figure(figure) for figure in statement.figures],
        "why": list(statement.why),
        "about": statement.about,
    }


def claim_from_json(
    value: Mapping[str, Any], *, full_article_id: Callable[[str], str] = str
) -> Claim:
    """Return the claim that ``value`` describes; ``full_article_id`` lengthens an article's prefix.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` when ``value`` is no claim.
    """
    statements = tuple(
        statement_from_json(row, full_article_id=full_article_id) for row in value["statements"]
    )
    return Claim(
        id=value["id"],
        representative=next(s for s in statements if s.id == value["representative"]),
        statements=statements,
        outlets=tuple(value["outlets"]),
        origins=value["origins"],
        links=tuple(Link(row["type"], row["claim"], row["reason"]) for row in value["links"]),
    )


def statement_from_json(
    value: Mapping[str, Any], *, full_article_id: Callable[[str], str] = str
) -> Statement:
    """Return the statement that ``value`` describes (see ``claim_from_json``)."""
    return Statement(
        id=value["id"],
        article=full_article_id(value["article"]),
        file=value["file"],
        record=value["record"],
        outlet=value["outlet"],
        published=_to_day(value["published"]),
        published_basis=value["published_basis"],
        start=value["start"],
        end=value["end"],
        text=value["text"],
        when=_to_when(value["when"], value["date"]),
        places=tuple(PlaceRef(**row) for row in value["places"]),
        cities=tuple(value["cities"]),
        speakers=tuple(value["speakers"]),
        spoken_as=tuple(value["spoken_as"]),
        via=value["via"],
        status=Status(
            value["status"], value["polarity"], value["status_cue"], value["status_rule"]
        ),
        kinds=tuple(value["kinds"]),
        actors=tuple(Actor(**row) for row in value["actor_roles"]),
        figures=tuple(_to_figure(row) for row in value["figures"]),
        why=tuple(value["why"]),
        about=value.get("about"),
    )


def article_to_json(article: Article) -> JsonObject:
    """Return ``article`` whole, with its text and the evidence for its day."""
    published = article.published
    return {
        "id": article.id,
        "file": article.file,
        "text": article.text,
        "published": {
            "day": _day(published.day),
            "basis": published.basis,
            "evidence": [[e.text, e.start, e.end, e.proves] for e in published.evidence],
            "candidates": [day.isoformat() for day in published.candidates],
        },
        "record": article.record,
        "header_end": article.header_end,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "lang": article.lang,
    }


def article_from_json(value: Mapping[str, Any]) -> Article:
    """Return the article that ``value`` describes (see ``article_to_json``)."""
    published = value["published"]
    return Article(
        id=value["id"],
        file=value["file"],
        text=value["text"],
        published=Published(
            day=_to_day(published["day"]),
            basis=published["basis"],
            evidence=tuple(Evidence(*row) for row in published["evidence"]),
            candidates=tuple(date.fromisoformat(day) for day in published["candidates"]),
        ),
        record=value["record"],
        header_end=value["header_end"],
        title=value["title"],
        outlet=value["outlet"],
        url=value["url"],
        lang=value["lang"],
    )


def when_to_json(when: When | None) -> JsonObject | None:
    """Return the time of a statement; ``start`` and ``end`` carry an offset where it is known."""
    if when is None:
        return None
    span, zone = when.span, when.zone or when.span.zone
    return {
        "edtf": span.edtf,
        "start": zoned(span.start, zone).isoformat(),
        "end": zoned(span.end, zone).isoformat(),
        "granularity": span.granularity,
        "part": span.part,
        "basis": when.basis,
        "expression": when.expression,
        "said": _day(when.said),
        "zone": when.zone,
        "zone_said": span.zone,
        "reason": when.reason,
    }


def zoned(moment: datetime, zone: str | None) -> datetime:
    """Return the local ``moment`` with the offset of ``zone``; unchanged when that is unknown."""
    if moment.tzinfo is not None or zone is None:
        return moment
    found = _zone(zone)
    return moment if found is None else moment.replace(tzinfo=found)


def claim_cities(claim: Claim) -> tuple[str, ...]:
    """Return the cities of all statements of ``claim``, the representative's first."""
    return _union([statement.cities for statement in _head_first(claim)])


def claim_actors(claim: Claim) -> tuple[str, ...]:
    """Return the names of all actors of ``claim``, the representative's first."""
    return _actor_names(_head_first(claim))


def _actor_names(statements: Iterable[Statement]) -> tuple[str, ...]:
    return _union([[actor.name for actor in statement.actors] for statement in statements])


def event_places(claim: Claim) -> tuple[PlaceRef, ...]:
    """Return the places where the event is, each once."""
    return tuple([p for p in _claim_places(_head_first(claim)) if p.role == "event"])


@cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError on some systems only
        return None
    except KeyError:
        return None


def _head_first(claim: Claim) -> tuple[Statement, ...]:
    head = claim.representative
    return (head, *[s for s in claim.statements if s.id != head.id])


def _union(groups: Sequence[Iterable[str]]) -> tuple[str, ...]:
    if len(groups) == 1:  # most claims have one statement
        return tuple(dict.fromkeys(groups[0]))
    return tuple(dict.fromkeys([name for group in groups for name in group]))


def _claim_places(statements: Sequence[Statement]) -> Sequence[PlaceRef]:
    """Return the places of a claim whose statements are given, the representative first."""
    if len(statements) == 1:
        return statements[0].places
    places = list(statements[0].places)
    known = {(place.name, place.role) for place in places}
    for statement in statements[1:]:
        for place in statement.places:
            if place.role == "event" and (place.name, place.role) not in known:
                known.add((place.name, place.role))
                places.append(place)
    return places


def _place(place: PlaceRef) -> JsonObject:
    return {
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "geonameid": place.geonameid,
        "role": place.role,
        "text": place.text,
    }


def _full_place(place: PlaceRef) -> JsonObject:
    return _place(place) | {
        "start": place.start,
        "end": place.end,
        "zone": place.zone,
        "bearing": place.bearing,
        "distance_km": place.distance_km,
        "reason": place.reason,
    }


def _actor(actor: Actor) -> JsonObject:
    return {
        "name": actor.name,
        "start": actor.start,
        "end": actor.end,
        "role": actor.role,
        "country": actor.country,
        "side": actor.side,
    }


def _figure(figure: Figure) -> JsonObject:
    return {
        "value": _number(figure.value),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "bound": figure.bound,
        "unit": figure.unit,
        "measure": figure.measure,
        "text": figure.text,
    }


def _full_figure(figure: Figure) -> JsonObject:
    return _figure(figure) | {"start": figure.start, "end": figure.end}


def _number(value: float | None) -> float | int | None:
    """JSON has no infinity, and "450 killed" reads better than "450.0 killed"."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _to_figure(row: Mapping[str, Any]) -> Figure:
    numbers = {
        key: None if row[key] is None else float(row[key]) for key in ("value", "low", "high")
    }
    return Figure(
        start=row["start"],
        end=row["end"],
        text=row["text"],
        bound=row["bound"],
        unit=row["unit"],
        measure=row["measure"],
        **numbers,
    )


def _to_when(row: Mapping[str, Any] | None, filing_day: str | None) -> When | None:
    if row is None or filing_day is None:
        return None
    span = TimeSpan(
        start=datetime.fromisoformat(row["start"]).replace(tzinfo=None),
        end=datetime.fromisoformat(row["end"]).replace(tzinfo=None),
        granularity=row["granularity"],
        edtf=row["edtf"],
        part=row["part"],
        zone=row["zone_said"],
    )
    return When(
        filing_day=date.fromisoformat(filing_day),
        span=span,
        basis=row["basis"],
        expression=row["expression"],
        said=_to_day(row["said"]),
        zone=row["zone"],
        reason=row["reason"],
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _to_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
