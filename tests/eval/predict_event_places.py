"""Prints where each event happened: predict_event_places.py INPUT.jsonl[.gz] > PRED.jsonl."""

import gzip
import json
import sys
from pathlib import Path

from conflict_timeline.places import find_places, place_of_event


def main(path: str) -> None:
    content = Path(path).read_bytes()
    content = gzip.decompress(content) if path.endswith(".gz") else content
    for row in map(json.loads, content.splitlines()):
        location = []
        if row["verb"]:
            verb = row["verb"][0]
            places = find_places(row["text"])
            place = place_of_event(row["text"], verb["start"], verb["end"], places)
            if place:
                location = [{"start": place.start, "end": place.end, "text": place.text}]
        print(json.dumps({"doc_id": row["doc_id"], "location": location}))


if __name__ == "__main__":
    main(sys.argv[1])
