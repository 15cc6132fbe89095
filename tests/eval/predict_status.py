"""Writes the certainty of events: ``predict_status.py IN > OUT`` (tokens are split at spaces)."""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conflict_timeline.status.factuality import factuality


def lines(path: Path) -> Iterator[dict[str, Any]]:
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    for line in content.decode().split("\n"):
        if line.strip():
            yield json.loads(line)


def character_spans(text: str, targets: list[dict[str, Any]]) -> list[tuple[int, int]]:
    spans = []
    at = 0
    for token in text.split():
        start = text.index(token, at)
        at = start + len(token)
        spans.append((start, at))
    return [(spans[first][0], spans[last - 1][1]) for first, last in (t["span1"] for t in targets)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", type=Path)
    for row in lines(parser.parse_args().input):
        values = factuality(row["text"], character_spans(row["text"], row["targets"]))
        print(json.dumps({"id": row["id"], "values": values}))


if __name__ == "__main__":
    main()
