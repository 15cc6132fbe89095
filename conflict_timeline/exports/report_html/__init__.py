"""One self-contained HTML file: filters, histogram, map, every claim with its sources. No network.

The page holds the claims twice: as JSON for its script, and as plain HTML inside ``noscript``,
which a browser with scripts skips. Nothing of an article is markup: text is escaped in the HTML and
set as text by the script, and the content policy lets only this very script and style run.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Any

from conflict_timeline.exports.report_html.coasts import Frame, draw_lines, frame_of, land_path
from conflict_timeline.model import Claim, PlaceRef, Statement
from conflict_timeline.record_json import claim_cities, event_places
from conflict_timeline.safe_text import safe_text
from conflict_timeline.wording import (
    figure_words,
    is_inferred,
    long_day,
    speaker_words,
    status_words,
    time_words,
)

CREDITS = "Made by ctl. Place names: GeoNames (geonames.org), CC BY 4.0. Coasts: Natural Earth."


def write_html(
    claims: Iterable[Claim],
    *,
    title: str = "Timeline",
    boundaries: dict[str, Any] | None = None,
    boundaries_name: str = "",
) -> Iterator[str]:
    """Yield the report. ``boundaries`` is a GeoJSON object whose lines are drawn on the map.

    No borders are drawn without it: whose a place is, is the reader's choice, and the page says so.
    """
    known = list(claims)
    points = [
        (place.lon, place.lat)
        for claim in known
        for place in _located(claim)
        if place.lat is not None and place.lon is not None
    ]
    frame = frame_of(points)
    style, script = _part("page.css"), _part("page.js")
    values = {
        "policy": _policy(style, script),
        "title": escape(safe_text(title)),
        "style": style,
        "summary": escape(_summary(known)),
        "map_hidden": "" if points else " hidden",
        "map_width": f"{frame.width:g}",
        "map_height": f"{frame.height:g}",
        "land": land_path(frame) if points else "",
        "boundaries": draw_lines(frame, boundaries) if boundaries and points else "",
        "credits": escape(
            CREDITS
            + (f" Boundaries as in {safe_text(boundaries_name)}." if boundaries else " No borders.")
        ),
        "script": script,
    }
    # The odd pieces are the names of gaps: what fills one is never looked through for another.
    for at, piece in enumerate(re.split(r"\{\{(\w+)\}\}", _part("page.html"))):
        if at % 2 == 0:
            yield piece
        elif piece == "plain":
            yield from _plain(known)
        elif piece == "data":
            yield from _data(known, frame)
        else:
            yield values[piece]


def _part(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """A content policy that lets this script and this style run, and nothing be loaded."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'"
    )


def _summary(claims: list[Claim]) -> str:
    days = [c.representative.when.filing_day for c in claims if c.representative.when]
    outlets = {outlet for claim in claims for outlet in claim.outlets}
    span = f", {long_day(min(days))} to {long_day(max(days))}" if days else ""
    return f"{len(claims):,} claims from {len(outlets):,} outlets{span}."


def _plain(claims: list[Claim]) -> Iterator[str]:
    for day, entries in groupby(claims, key=_day):
        yield f"<h2>{escape(long_day(day) if day else 'Day unknown')}</h2>\n"
        for claim in entries:
            head = claim.representative
            facts = [
                time_words(head.when),
                ", ".join(claim_cities(claim)),
                speaker_words(head),
                status_words(head),
                "date inferred" if is_inferred(claim) else "",
            ]
            said = escape(safe_text(" · ".join(fact for fact in facts if fact)))
            sources = escape(safe_text("; ".join(_where(s) for s in claim.statements)))
            yield (
                f'<article class="claim"><div class="meta">{said}</div>'
                f'<p>{escape(safe_text(head.text))}</p><p class="id">{sources}</p></article>\n'
            )


def _day(claim: Claim) -> Any:
    when = claim.representative.when
    return when.filing_day if when else None


def _where(statement: Statement) -> str:
    day = statement.published.isoformat() if statement.published else "no date"
    outlet = statement.outlet or "unknown outlet"
    return f"{outlet}, {day}, {statement.file}:{statement.start}–{statement.end}"


class _Names:
    """Numbers names in the order they are met, so that each is written once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        return self._numbers.setdefault(safe_text(name), len(self._numbers))

    def numbers(self, names: Iterable[str]) -> list[int]:
        return [self.number(name) for name in names]

    def listed(self) -> list[str]:
        return list(self._numbers)


def _data(claims: list[Claim], frame: Frame) -> Iterator[str]:
    """Yield the JSON of the page a claim at a time; its short keys are what page.js reads."""
    names = {key: _Names() for key in ("city", "kind", "status", "speaker", "outlet")}
    places: dict[str, tuple[int, list[object]]] = {}
    position = {claim.id: at for at, claim in enumerate(claims)}
    yield '{"claims":['
    for at, claim in enumerate(claims):
        yield (",\n" if at else "\n") + _script_json(_row(claim, names, places, position, frame))
    listed = {key: known.listed() for key, known in names.items()}
    points = [point for _, point in places.values()]
    yield '\n],"names":' + _script_json(listed) + ',"places":' + _script_json(points) + "}"


def _row(
    claim: Claim,
    names: dict[str, _Names],
    places: dict[str, tuple[int, list[object]]],
    position: dict[str, int],
    frame: Frame,
) -> dict[str, object]:
    head = claim.representative
    everyone = (head, *claim.statements)
    day = _day(claim)
    return {
        "a": claim.id,
        "d": day.isoformat() if day else "",
        "t": time_words(head.when),
        "x": safe_text(head.text),
        "c": names["city"].numbers(claim_cities(claim)),
        "s": names["status"].number(head.status.name),
        "n": int(head.status.polarity == "negative" and head.status.name != "denied"),
        "k": names["kind"].numbers(dict.fromkeys(k for s in everyone for k in s.kinds)),
        "w": names["speaker"].numbers(dict.fromkeys(w for s in everyone for w in s.speakers)),
        "o": names["outlet"].numbers(claim.outlets),
        "i": int(is_inferred(claim)),
        "f": safe_text("; ".join(figure_words(figure) for figure in head.figures)),
        "p": _place_numbers(claim, places, frame),
        "l": [
            [link.type, position[link.claim], safe_text(link.reason)]
            for link in claim.links
            if link.claim in position
        ],
        "q": [_source(statement, head) for statement in claim.statements],
    }


def _source(statement: Statement, head: Statement) -> list[object]:
    return [
        safe_text(statement.outlet or ""),
        statement.published.isoformat() if statement.published else "",
        statement.published_basis,
        safe_text(statement.file),
        statement.start,
        statement.end,
        "" if statement.text == head.text else safe_text(statement.text),
    ]


def _place_numbers(
    claim: Claim, places: dict[str, tuple[int, list[object]]], frame: Frame
) -> list[int]:
    found = []
    for place in _located(claim):
        assert place.lat is not None
        assert place.lon is not None
        x, y = frame.project(place.lon, place.lat)
        name = safe_text(place.name)
        row = places.setdefault(name, (len(places), [name, round(x, 1), round(y, 1)]))
        found.append(row[0])
    return sorted(set(found))


def _located(claim: Claim) -> list[PlaceRef]:
    """Return the cities of the event that have coordinates: only what ``--city`` finds is a dot."""
    cities = set(claim_cities(claim))
    return [
        place
        for place in event_places(claim)
        if place.name in cities and place.lat is not None and place.lon is not None
    ]


def _script_json(value: object) -> str:
    """JSON that is safe inside a script element: no tag can begin in it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
