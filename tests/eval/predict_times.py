"""Print the time expressions of each document of a JSON Lines file for the temporal scorer.

python tests/eval/predict_times.py INPUT.jsonl[.gz] > PRED.jsonl
"""

import gzip
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from conflict_timeline.times import find_times


def predict(document: dict[str, Any]) -> dict[str, Any]:
    """Return the prediction line of one document."""
    published = date.fromisoformat(document["dct"][:10]) if document.get("dct") else None
    times = find_times(document["text"], published=published)
    return {
        "doc_id": document["doc_id"],
        "timexes": [
            {"start": time.start, "end": time.end, "type": time.type, "value": time.value}
            for time in times
        ],
    }


def main() -> None:
    """Read the file named on the command line, write to standard output."""
    path = Path(sys.argv[1])
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                print(json.dumps(predict(json.loads(line)), ensure_ascii=False))


if __name__ == "__main__":
    main()
