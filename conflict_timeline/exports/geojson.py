"""GeoJSON (RFC 7946) with time: one feature for each place of a claim, for QGIS and kepler.gl.

``start`` and ``end`` are always full UTC instants, or else GDAL reads the whole column as text;
how exactly they are known is in ``precision`` and ``edtf``. Without coordinates: no geometry.
"""

from collections.abc import Iterable, Iterator

from conflict_timeline.exports.fields import (
    instant,
    joined,
    kinds_of,
    located,
    speakers_of,
    utc_span,
)
from conflict_timeline.model import Claim, PlaceRef
from conflict_timeline.record_json import claim_actors, claim_cities, json_line
from conflict_timeline.wording import figure_words, is_inferred


def write_geojson(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield a FeatureCollection."""
    before = '{"type":"FeatureCollection","features":[\n'
    for claim in claims:
        for number, place in enumerate(located(claim) or (None,), start=1):
            yield before + json_line(_feature(claim, place, number))
            before = ",\n"
    yield ("" if before == ",\n" else before) + "\n]}\n"


def _feature(claim: Claim, place: PlaceRef | None, number: int) -> dict[str, object]:
    head = claim.representative
    span = utc_span(head.when) if head.when else None
    point = {"type": "Point", "coordinates": [place.lon, place.lat]} if place else None
    return {
        "type": "Feature",
        "id": f"{claim.id}-{number}",
        "geometry": point,
        "properties": {
            "claim": claim.id,
            "text": head.text,
            "date": head.when.filing_day.isoformat() if head.when else None,
            "start": instant(span[0]) if span else None,
            "end": instant(span[1]) if span else None,
            "edtf": head.when.span.edtf if head.when else None,
            "precision": head.when.span.granularity if head.when else None,
            "date_basis": head.when.basis if head.when else None,
            "date_inferred": is_inferred(claim),
            "place": place.name if place else None,
            "country": place.country if place else None,
            "cities": joined(claim_cities(claim)),
            "speakers": joined(speakers_of(claim)),
            "status": head.status.name,
            "polarity": head.status.polarity,
            "kinds": joined(kinds_of(claim)),
            "actors": joined(claim_actors(claim)),
            "figures": joined(figure_words(figure) for figure in head.figures),
            "outlets": joined(claim.outlets),
            "n_outlets": len(claim.outlets),
            "origins": claim.origins,
            "n_statements": len(claim.statements),
            "file": head.file,
            "start_char": head.start,
            "end_char": head.end,
        },
    }
