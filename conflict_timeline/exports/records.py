"""The contract's own JSON: an array, or one claim a line."""

from collections.abc import Iterable, Iterator

from conflict_timeline.model import Claim
from conflict_timeline.record_json import claim_to_json, json_line


def write_jsonl(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield one line of JSON for each claim."""
    for claim in claims:
        yield json_line(claim_to_json(claim)) + "\n"


def write_json(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield one JSON array of all claims, one a line."""
    return json_array(json_line(claim_to_json(claim)) for claim in claims)


def json_array(records: Iterable[str]) -> Iterator[str]:
    """Yield a JSON array of values that are JSON already."""
    before = "[\n"
    for record in records:
        yield before + record
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
