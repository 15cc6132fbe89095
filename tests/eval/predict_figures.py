"""Writes figures for the quantity and the press-release files: ``predict_figures.py IN > OUT``."""

import argparse
import dataclasses
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from conflict_timeline.figures import Quantity, find_quantities
from conflict_timeline.figures.casualties import casualty_summary

SIGNS = {"more_than": ">", "at_least": ">", "less_than": "<", "up_to": "<", "about": "~"}


def lines(path: Path) -> Iterator[dict[str, object]]:
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    for line in content.decode().split("\n"):
        if line.strip():
            yield json.loads(line)


def figure(quantity: Quantity) -> dict[str, object]:
    is_range = quantity.value is None and quantity.form in ("digits", "words", "part")
    value = quantity.low if is_range else quantity.value or quantity.magnitude
    row: dict[str, object] = {
        "value": value,
        "bound": "=" if is_range else SIGNS.get(quantity.bound, "="),
    }
    if is_range:
        row["high"] = quantity.high
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", type=Path)
    for row in lines(parser.parse_args().input):
        figures = [figure(q) for q in find_quantities(str(row["text"])) if q.form != "some"]
        summary = dataclasses.asdict(casualty_summary(str(row["text"])))
        print(json.dumps({"id": row["id"], "figs": figures} | summary))


if __name__ == "__main__":
    main()
