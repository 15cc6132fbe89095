"""Prints the places of each text: predict_places.py INPUT.jsonl[.gz] > PRED.jsonl."""

import gzip
import json
import sys
from pathlib import Path

from conflict_timeline.places import find_places

ASSOCIATIVE = ("metonym", "mention")


def main(path: str) -> None:
    content = Path(path).read_bytes()
    content = gzip.decompress(content) if path.endswith(".gz") else content
    for row in map(json.loads, content.splitlines()):
        toponyms = [
            {
                "start": place.start,
                "end": place.end,
                "text": place.text,
                "lat": place.lat,
                "lon": place.lon,
                "type": "associative" if place.role in ASSOCIATIVE else "literal",
            }
            for place in find_places(row["text"])
        ]
        print(json.dumps({"doc_id": row["doc_id"], "toponyms": toponyms}))


if __name__ == "__main__":
    main(sys.argv[1])
