"""Predict kinds for an evaluation file: ``predict_kinds.py INPUT.jsonl[.gz] > PRED.jsonl``."""

import argparse
import gzip
import json
import sys
from pathlib import Path

from conflict_timeline.kinds import find_kinds


def main() -> None:
    """Print one prediction for each line of the input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", type=Path)
    path = parser.parse_args().input
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            names = [kind.name for kind in find_kinds(record["text"])]
            main_kind = names[0] if names else "other"
            row = {"id": record["id"], "kind": main_kind, "kinds": names or ["other"]}
            sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
