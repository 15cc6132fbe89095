"""Pairs of texts -> same claim or not: predict_pairs.py PAIRS.jsonl[.gz] > PREDICTIONS.jsonl."""

import gzip
import json
import sys
from datetime import date
from pathlib import Path

from conflict_timeline.claims.comparable import Comparable, comparable_text
from conflict_timeline.claims.score import same_claim


def view(text: str, day: str | None) -> Comparable:
    return comparable_text(text, date.fromisoformat(day) if day else None)


def main(path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        for pair in map(json.loads, lines):
            same = same_claim(
                view(pair["a"], pair.get("date_a")), view(pair["b"], pair.get("date_b"))
            )
            print(json.dumps({"id": pair["id"], "same": same}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
