"""What is measured on: real wire copy where ../shared has it, else articles made from samples/."""

import gzip
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from measure import PROJECT, SHARED

REUTERS = SHARED / "articles" / "reuters_1987.jsonl.gz"
GENERATED = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as a reader of files gets it; ``day`` is ISO, or empty where unknown."""

    day: str
    outlet: str
    title: str
    text: str


def described() -> str:
    """Return what the articles are, for the head of the table."""
    if REUTERS.exists():
        return "reuters_1987 (21,577 wire articles of 0.8 kB; every n-th of them)"
    return "articles generated from samples/ (../shared is not there: rates differ from real news)"


def articles(count: int | None = None) -> list[Piece]:
    """Return ``count`` articles spread over all there are, the same at every call; all without."""
    everything = _all()
    step = max(1, len(everything) // (count or len(everything)))
    return everything[::step][:count]


def write_files(folder: Path, count: int | None = None) -> int:
    """Write one text file an article and return the bytes of all."""
    folder.mkdir(parents=True)
    written = 0
    for number, piece in enumerate(articles(count)):
        head = "\n".join(filter(None, (piece.title, piece.outlet, piece.day)))
        text = f"{head}\n\n{piece.text}\n"
        place = folder / f"{number // 1_000:03}"
        place.mkdir(exist_ok=True)
        written += (place / f"{number:05}.txt").write_bytes(text.encode())
    return written


@cache
def _all() -> list[Piece]:
    if not REUTERS.exists():
        return _generated()
    with gzip.open(REUTERS, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [
            Piece(
                row.get("date") or "",
                row.get("source") or "",
                row.get("title") or "Untitled",
                row["text"],
            )
            for row in rows
            if row["text"].strip()
        ]


def _generated() -> list[Piece]:
    sys.path.insert(0, str(PROJECT))
    from tests.cluster.articles import vary_samples

    return [
        Piece(row["published_at"], row["source"], f"Report {number}", row["text"])
        for number, row in enumerate(vary_samples(GENERATED))
    ]
