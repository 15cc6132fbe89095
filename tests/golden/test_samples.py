"""The timeline of samples/ is what a careful analyst would print: samples/expected/timeline.jsonl.

`pytest tests/golden/test_samples.py --update-golden` writes it anew; read every changed line then.
"""

import json
from pathlib import Path

from conflict_timeline import build_timeline
from conflict_timeline.record_json import claim_to_json

PROJECT = Path(__file__).resolve().parents[2]
EXPECTED = PROJECT / "samples" / "expected" / "timeline.jsonl"


def entry(claim):
    """Return what an analyst reads of a claim, and where it stands in the articles."""
    record = claim_to_json(claim)
    return {
        "date": record["date"],
        "when": {key: record["when"][key] for key in ("edtf", "part", "basis", "said")},
        "text": record["text"],
        "cities": record["cities"],
        "speakers": record["speakers"],
        "status": record["status"],
        "kinds": record["kinds"],
        "figures": [f"{figure['text']} = {figure['unit']}" for figure in record["figures"]],
        "outlets": record["outlets"],
        "links": sorted(link["type"] for link in record["links"]),
        "statements": [
            {
                "file": Path(statement["file"]).relative_to(PROJECT).as_posix(),
                "record": statement["record"],
                "start": statement["start"],
                "end": statement["end"],
                "published_basis": statement["published_basis"],
            }
            for statement in record["statements"]
        ],
    }


def test_samples_give_the_expected_timeline(request):
    printed = [entry(claim) for claim in build_timeline([PROJECT / "samples"])]
    if request.config.getoption("--update-golden"):
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in printed)
        EXPECTED.parent.mkdir(exist_ok=True)
        EXPECTED.write_text("".join(lines), encoding="utf-8")
    expected = [json.loads(line) for line in EXPECTED.read_text(encoding="utf-8").splitlines()]
    assert printed == expected
