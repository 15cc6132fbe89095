"""W3C Web Annotation: each statement as an annotation of its article, by position and by quote."""

from collections.abc import Iterable, Iterator

from conflict_timeline.exports.fields import kinds_of
from conflict_timeline.model import Claim, Statement
from conflict_timeline.record_json import claim_cities, json_line

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write_webannotation(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield an annotation page with one annotation for each statement."""
    before = f'{{"@context":"{CONTEXT}","id":"urn:ctl:timeline","type":"AnnotationPage","items":[\n'
    empty = before
    for claim in claims:
        for statement in claim.statements:
            yield before + json_line(_annotation(claim, statement))
            before = ",\n"
    yield (before if before is empty else "") + "\n]}\n"


def _annotation(claim: Claim, statement: Statement) -> dict[str, object]:
    """Positions count Unicode code points of the decoded article, as the model wants them."""
    tags = [*kinds_of(claim), *claim_cities(claim), statement.status.name]
    if statement.when:
        tags.append(statement.when.span.edtf)
    return {
        "@context": CONTEXT,
        "id": f"urn:ctl:statement:{statement.id}",
        "type": "Annotation",
        "motivation": "tagging",
        "body": [
            {"type": "TextualBody", "purpose": "identifying", "value": f"urn:ctl:claim:{claim.id}"},
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        ],
        "target": {
            "type": "SpecificResource",
            "source": {
                "id": f"urn:ctl:article:{statement.article}",
                "type": "Text",
                "format": "text/plain",
                "label": statement.file,
            },
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": statement.start,
                    "end": statement.end,
                },
                {"type": "TextQuoteSelector", "exact": statement.text},
            ],
        },
    }
