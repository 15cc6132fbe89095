"""Texts with days -> claims: predict_clusters.py TEXTS.jsonl[.gz] > PREDICTIONS.jsonl.

Prints the CPU seconds and the peak memory of reading, normalising and clustering on standard error.
"""

import gc
import gzip
import json
import resource
import sys
import time
from datetime import date
from pathlib import Path

from conflict_timeline.claims.cluster import group_views
from conflict_timeline.claims.comparable import comparable_text


def main(path: Path) -> None:
    gc.disable()  # a million small records and not one cycle
    started = time.process_time()
    names, views = [], []
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        for row in map(json.loads, lines):
            names.append(row["id"])
            views.append(comparable_text(row["text"], date.fromisoformat(row["date"])))
    normalised = time.process_time()
    groups = group_views(views)
    clustered = time.process_time()
    for group in groups:
        for position in group:
            print(json.dumps({"id": names[position], "claim": names[group[0]]}))
    print(
        f"{len(names)} statements, {len(groups)} claims: reading and normalising "
        f"{normalised - started:.2f} CPU-s, clustering {clustered - normalised:.2f} CPU-s, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
