"""STIX 2.1: a bundle of incidents (claims), locations, identities (outlets) and notes (statements).

Ids are derived from content (UUID version 5) and times from publication days, so that the same
claims give the same bundle.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from conflict_timeline.exports.fields import instant, joined, kinds_of, located, speakers_of
from conflict_timeline.model import Claim, PlaceRef, Statement
from conflict_timeline.record_json import json_line
from conflict_timeline.wording import is_inferred, status_words

SPACE = uuid.UUID("0b6f7ed4-1c35-5c9e-9d5b-7e6b0d7f8a11")
AUTHOR = "ctl"
NAME_LENGTH = 120


def write_stix(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield a bundle; shared objects come before the first claim that names them."""
    seen: set[str] = set()
    yield f'{{"type":"bundle","id":"{_id("bundle", "timeline")}","objects":[\n'
    yield json_line(_identity(AUTHOR, "system"))
    for claim in claims:
        for item in _objects(claim):
            if item["id"] not in seen:
                seen.add(str(item["id"]))
                yield ",\n" + json_line(item)
    yield "\n]}\n"


def _objects(claim: Claim) -> Iterator[dict[str, object]]:
    head = claim.representative
    published = head.published or (head.when.filing_day if head.when else date(1970, 1, 1))
    places = [_location(place) for place in located(claim)]
    outlets = [_identity(outlet, "organization") for outlet in claim.outlets]
    yield from places
    yield from outlets
    incident = _incident(claim, published)
    yield incident
    about = [str(item["id"]) for item in (incident, *places, *outlets)]
    for statement in claim.statements:
        yield _note(statement, published, about)


def _incident(claim: Claim, published: date) -> dict[str, object]:
    head = claim.representative
    said = joined(speakers_of(claim))
    facts = (
        f"when: {head.when.span.edtf}" if head.when else "",
        "publication date inferred" if is_inferred(claim) else "",
        f"status: {status_words(head)}",
        f"says: {said}" if said else "",
    )
    return {
        **_common("incident", claim.id, published),
        "name": head.text[:NAME_LENGTH] or claim.id,
        "description": f"{head.text}\n{'; '.join(fact for fact in facts if fact)}",
        "labels": list(kinds_of(claim)) or ["unspecified"],
        "external_references": [{"source_name": "ctl", "external_id": claim.id}],
    }


def _note(statement: Statement, published: date, about: list[str]) -> dict[str, object]:
    where = f"{statement.file}:{statement.start}-{statement.end}"
    return {
        **_common("note", statement.id, statement.published or published),
        "abstract": where,
        "content": statement.text or where,
        "object_refs": about,
        "external_references": [
            {
                "source_name": statement.outlet or "unknown outlet",
                "description": where,
                "external_id": statement.article,
            }
        ],
    }


def _location(place: PlaceRef) -> dict[str, object]:
    country = {"country": place.country} if place.country else {}
    return {
        **_common("location", f"{place.name} {place.geonameid}", date(1970, 1, 1)),
        "name": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        **country,
    }


def _identity(name: str, kind: str) -> dict[str, object]:
    return {
        **_common("identity", name, date(1970, 1, 1), by_author=name != AUTHOR),
        "name": name or "unknown",
        "identity_class": kind,
    }


def _common(kind: str, key: str, day: date, *, by_author: bool = True) -> dict[str, object]:
    stamp = instant(datetime.combine(day, time(), UTC)).replace("Z", ".000Z")
    author = {"created_by_ref": _id("identity", AUTHOR)} if by_author else {}
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": _id(kind, key),
        "created": stamp,
        "modified": stamp,
        **author,
    }


def _id(kind: str, key: str) -> str:
    text = f"{kind}:{key}".encode("utf-8", "replace").decode()
    return f"{kind}--{uuid.uuid5(SPACE, text)}"
