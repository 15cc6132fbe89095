"""The JSON Schema (2020-12) of what ``ctl timeline --json`` prints, from the records' own types.

Keys may be added; within a major version none is renamed or retyped.
"""

from typing import Any, get_args

from conflict_timeline import model

SCHEMA_VERSION = "1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_MOMENT: Schema = {
    "type": "string",
    "description": "local time; with an offset where the time zone of the place is known",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}(:\d{2})?)?$",
}
_OFFSET: Schema = {"type": "integer", "minimum": 0}


def claim_schema() -> Schema:
    """Return the schema of one claim."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:ctl:schema:claim:{SCHEMA_VERSION}",
        "title": "claim",
        "description": "Statements that say the same thing: one entry of the timeline.",
        **_object(
            {
                "id": _described(_TEXT, "stable across re-runs and across the order of ingest"),
                "date": _described(_or_null(_DAY), "the day it is filed under; null when unknown"),
                "date_inferred": _described({"type": "boolean"}, "rests on an inferred date"),
                "when": _ref("when"),
                "text": _described(_TEXT, "the words of the representative statement"),
                "places": _list(_ref("place")),
                "cities": _described(_list(_TEXT), "where the event is; what --city matches"),
                "speakers": _described(_list(_TEXT), "who says so; empty: the outlet itself"),
                "status": _one_of(model.StatusName),
                "polarity": _one_of(model.Polarity),
                "kinds": _list(_TEXT),
                "actors": _list(_TEXT),
                "figures": _list(_ref("figure")),
                "outlets": _list(_TEXT),
                "origins": _described(
                    {"type": "integer", "minimum": 0}, "independent sources; wire copy counts once"
                ),
                "links": _list(
                    _object(
                        {"type": _one_of(model.LinkType), "claim": _TEXT, "reason": _TEXT},
                    )
                ),
                "representative": _described(_TEXT, "id of the statement whose words are shown"),
                "statements": {"type": "array", "items": _ref("statement"), "minItems": 1},
            }
        ),
        "$defs": {
            "when": _or_null(_when()),
            "place": _object(_place()),
            "statement_place": _object(_place() | _statement_place()),
            "figure": _object(_figure()),
            "statement_figure": _object(_figure() | {"start": _OFFSET, "end": _OFFSET}),
            "statement": _object(_statement()),
        },
    }


def timeline_schema() -> Schema:
    """Return the schema of the array that ``ctl timeline --json`` prints."""
    claim = claim_schema()
    definitions = claim.pop("$defs")
    del claim["$schema"], claim["$id"]
    return {
        "$schema": DIALECT,
        "$id": f"urn:ctl:schema:timeline:{SCHEMA_VERSION}",
        "title": "timeline",
        "type": "array",
        "items": claim,
        "$defs": definitions,
    }


def provenance_schema() -> Schema:
    """Return the schema of what ``ctl export FORMAT --provenance FILE`` writes."""
    digest = _TEXT | {"pattern": "^[0-9a-f]{64}$"}
    count: Schema = {"type": "integer", "minimum": 0}
    article = {
        "id": _described(digest, "SHA-256 of the file's or the record's bytes"),
        "file": _TEXT,
        "record": _or_null(_TEXT),
        "published": _or_null(_DAY),
        "published_basis": _one_of(model.PublishedBasis),
        "outlet": _or_null(_TEXT),
        "rules_version": _TEXT,
        "tool_version": _TEXT,
        "read_at": _described(_TEXT, "when it was read, UTC"),
    }
    export = {
        "format": _TEXT,
        "filters": _described({"type": "object"}, "the filters that were given, as written"),
        "options": {"type": "object"},
        "file": _described(_or_null(_TEXT), "null: the screen"),
        "sha256": _described(digest, "of the exported bytes"),
        "bytes": count,
    }
    decision = {
        **dict.fromkeys(("who", "target_kind", "target_id", "action", "at_utc"), _TEXT),
        **dict.fromkeys(("field", "old", "new", "reason"), _or_null(_TEXT)),
        "rules_version": _TEXT,
        "id": count,
    }
    store = {
        "articles": count,
        "articles_sha256": _described(
            digest, "of a line [id, file, published, outlet, rules_version] for each, by id"
        ),
        "interrupted": _described({"type": "boolean"}, "claims did not follow all that was read"),
    }
    claims = {"count": count, "sha256": _described(digest, "of them as JSON Lines, in order")}
    return {
        "$schema": DIALECT,
        "$id": f"urn:ctl:schema:provenance:{SCHEMA_VERSION}",
        "title": "provenance",
        "description": "What is needed to make an export again, and to see that it is the same.",
        **_object(
            {
                "tool": _object({"name": _TEXT, "version": _TEXT}),
                "export": _object(export),
                "claims": _object(claims),
                "rules_versions": _list(_TEXT),
                "articles": _described(_list(_object(article)), "those of the exported claims"),
                "decisions": _described(_list(_object(decision)), "all that analysts decided"),
                "store": _object(store),
            }
        ),
    }


def article_schema() -> Schema:
    """Return the schema of an article as a cluster writes it, with its text."""
    offset = _or_null(_OFFSET)
    evidence: Schema = {
        "type": "array",
        "prefixItems": [_TEXT, offset, offset, _TEXT],
        "minItems": 4,
        "maxItems": 4,
    }
    return _object(
        {
            "id": _TEXT | {"pattern": "^[0-9a-f]{64}$"},
            "file": _TEXT,
            "text": _TEXT,
            "published": _object(
                {
                    "day": _or_null(_DAY),
                    "basis": _one_of(model.PublishedBasis),
                    "evidence": _list(evidence),
                    "candidates": _list(_DAY),
                }
            ),
            "record": _or_null(_TEXT),
            "header_end": _OFFSET,
            "title": _or_null(_TEXT),
            "outlet": _or_null(_TEXT),
            "url": _or_null(_TEXT),
            "lang": _TEXT,
        }
    )


def _when() -> Schema:
    return _object(
        {
            "edtf": _described(_TEXT, "ISO 8601-2, level 0 or 1"),
            "start": _MOMENT,
            "end": _described(_MOMENT, "exclusive"),
            "granularity": _one_of(model.Granularity),
            "part": _or_null(_one_of(model.PartOfDay)),
            "basis": _one_of(model.TimeBasis),
            "expression": _or_null(_TEXT),
            "said": _described(_or_null(_DAY), "when the speaker said it, where that differs"),
            "zone": _described(_or_null(_TEXT), "IANA time zone of the place"),
            "zone_said": _described(_or_null(_TEXT), "IANA time zone that the words name"),
            "reason": _TEXT,
        }
    )


def _place() -> Schema:
    return {
        "name": _TEXT,
        "kind": _one_of(model.PlaceKind),
        "country": _described(_or_null(_TEXT), "ISO 3166-1 alpha-2"),
        "admin1": _or_null(_TEXT),
        "lat": _or_null({"type": "number", "minimum": -90, "maximum": 90}),
        "lon": _or_null({"type": "number", "minimum": -180, "maximum": 180}),
        "geonameid": _or_null({"type": "integer"}),
        "role": _one_of(model.PlaceRole),
        "text": _TEXT,
    }


def _statement_place() -> Schema:
    return {
        "start": _OFFSET,
        "end": _OFFSET,
        "zone": _or_null(_TEXT),
        "bearing": _or_null(_TEXT),
        "distance_km": _or_null({"type": "number"}),
        "reason": _TEXT,
    }


def _figure() -> Schema:
    number = _or_null({"type": "number"})
    return {
        "value": number,
        "low": number,
        "high": number,
        "bound": _one_of(model.Bound),
        "unit": _TEXT,
        "measure": _described(_TEXT, "what kind of count it is: casualties, displaced, ..."),
        "text": _TEXT,
    }


def _statement() -> Schema:
    return {
        "id": _TEXT,
        "file": _TEXT,
        "record": _or_null(_TEXT),
        "article": _described(_TEXT, "first hex digits of the article's SHA-256"),
        "outlet": _or_null(_TEXT),
        "published": _or_null(_DAY),
        "published_basis": _one_of(model.PublishedBasis),
        "start": _described(_OFFSET, "Unicode code points of the decoded article"),
        "end": _described(_OFFSET, "exclusive"),
        "text": _described(_TEXT, "exactly article[start:end]"),
        "date": _or_null(_DAY),
        "when": _ref("when"),
        "places": _list(_ref("statement_place")),
        "cities": _list(_TEXT),
        "speakers": _list(_TEXT),
        "spoken_as": _described(_list(_TEXT), "the speakers as the article writes them"),
        "via": _or_null(_TEXT),
        "status": _one_of(model.StatusName),
        "polarity": _one_of(model.Polarity),
        "status_cue": _or_null(_TEXT),
        "status_rule": _TEXT,
        "kinds": _list(_TEXT),
        "actors": _list(_TEXT),
        "actor_roles": _list(
            _object(
                {
                    "name": _TEXT,
                    "start": _OFFSET,
                    "end": _OFFSET,
                    "role": _one_of(model.ActorRole),
                    "country": _or_null(_TEXT),
                    "side": _or_null(_TEXT),
                }
            )
        ),
        "figures": _list(_ref("statement_figure")),
        "why": _described(_list(_TEXT), "the rules and reasons behind the values"),
        "about": _described(_or_null(_TEXT), "the earlier sentence that a denial takes up"),
    }


def _object(properties: Schema) -> Schema:
    """Every key is always there; further keys may come with a later version."""
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one_of(literal: object) -> Schema:
    return {"enum": list(get_args(literal))}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _described(schema: Schema, description: str) -> Schema:
    return schema | {"description": description}
