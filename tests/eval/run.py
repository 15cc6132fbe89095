"""Score every stage against the gold in ../shared and print one table beside the targets.

    python tests/eval/run.py [NAME...] [--json FILE]

Three figures each: on all of dev, on the four fifths that rules were written on, and on the
fifth that was kept aside. Exit 1 when a figure on all of dev lies below its floor in floors.toml.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from measures import BENCH, EVAL, SHARED, SUITES, Suite, held_out, read_figures, scratch
from speed import speed

FLOORS = EVAL / "floors.toml"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only suites whose name starts so")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    if not BENCH.is_dir():
        print(f"skipped: no gold at {BENCH}")
        return 0
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floor"]
    figures: dict[str, float] = {}
    below = 0
    print(f"{'figure':46} {'all':>7} {'seen':>7} {'aside':>7} {'target':>7} {'floor':>7}")
    for name, target, values in measured(options.names):
        everything = values["all"]
        figures[name] = everything
        floor = floors.get(name)
        mark = "  BELOW ITS FLOOR" if floor is not None and everything < floor else ""
        below += bool(mark)
        cells = " ".join(
            f"{values.get(part, float('nan')):7.3f}" for part in ("all", "seen", "aside")
        )
        floor_cell = "      -" if floor is None else f"{floor:7.3f}"
        print(f"{name:46} {cells} {target:7.3f} {floor_cell}{mark}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 1 if below else 0


def measured(names: list[str]) -> Iterator[tuple[str, float, dict[str, float]]]:
    """Yield (figure name, target, value on each part) for every suite asked for, the seeds
    first."""
    folder = scratch()
    if not names or any("seeds".startswith(name) for name in names):
        yield from seeds(folder)
    if not names or any("days".startswith(name) for name in names):
        yield days(folder)
    if not names or any("speed".startswith(name) for name in names):
        for figure, target, share in speed(SHARED / "articles/reuters_1987.jsonl.gz"):
            yield f"speed: {figure}", target, {"all": share}
    for suite in SUITES:
        if names and not any(suite.name.startswith(name) for name in names):
            continue
        predicted = folder / "predicted.jsonl"
        with predicted.open("w", encoding="utf-8") as out:
            subprocess.run(
                [sys.executable, EVAL / suite.adapter, BENCH / suite.gold], stdout=out, check=True
            )
        rows: dict[str, tuple[float, dict[str, float]]] = {}
        for part in ("all",) if suite.is_whole else ("all", "seen", "aside"):
            gold, pred = _part(suite, predicted, part, folder)
            for figure, value in read_figures(suite, _score(suite, gold, pred)):
                rows.setdefault(f"{suite.name}: {figure.name}", (figure.target, {}))[1][part] = (
                    value
                )
        for name, (target, values) in rows.items():
            yield name, target, values


def seeds(folder: Path) -> Iterator[tuple[str, float, dict[str, float]]]:
    """Yield the figures of the product itself on the two seed articles."""
    store, out = folder / "seeds.db", folder / "seeds.json"
    ctl = [sys.executable, "-m", "conflict_timeline", "--db", str(store)]
    subprocess.run([*ctl, "ingest", str(SHARED / "seeds")], check=True, capture_output=True)
    targets = {
        "sentences found (must)": 0.95,
        "statements that belong": 0.95,
        "day right, of all must": 0.97,
        "part of day right": 0.90,
        "city": 0.95,
        "speaker right": 0.92,
        "status right": 0.93,
        "kinds": 0.80,
        "figures": 0.92,
        "near-identical pairs merged": 0.97,
        "different claims kept apart": 0.97,
        "entries found (must)": 1.0,
        "entries on the right day": 1.0,
        "printed claims that belong": 1.0,
    }
    for gold, city in (
        (SHARED / "gold/seeds", None),
        (SHARED / "gold/seeds/kharkiv.jsonl", "Kharkiv"),
    ):
        arguments = ["timeline", "--json", "-o", str(out)] + (["--city", city] if city else [])
        subprocess.run([*ctl, *arguments], check=True, capture_output=True)
        scored = subprocess.run(
            [sys.executable, SHARED / "gold/score.py", gold, out, "--json"],
            check=True,
            capture_output=True,
            text=True,
        )
        for name, value in json.loads(scored.stdout).items():
            if name in targets:
                number = value["f1"] if isinstance(value, dict) else value
                yield f"seeds: {name}", targets[name], {"all": number}


def days(folder: Path) -> tuple[str, float, dict[str, float]]:
    """Return how well the days of two human timelines of Libya 2011 are picked from its
    articles."""
    picked = folder / "days.json"
    with picked.open("w", encoding="utf-8") as out:
        articles = SHARED / "articles/libya_2011.jsonl.gz"
        subprocess.run([sys.executable, EVAL / "predict_days.py", articles], stdout=out, check=True)
    timelines = sorted((BENCH / "timeline/libya").glob("*.txt"))
    pairs = [argument for timeline in timelines for argument in (timeline, picked)]
    scored = subprocess.run(
        [sys.executable, BENCH / "timeline/score_dates.py", *pairs],
        check=True,
        capture_output=True,
        text=True,
    )
    return "days: macro date F1", 0.60, {"all": float(scored.stdout.split()[-1])}


def _score(suite: Suite, gold: Path, predicted: Path) -> str:
    done = subprocess.run(
        [sys.executable, BENCH / suite.scorer, gold, predicted, *suite.arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _part(suite: Suite, predicted: Path, part: str, folder: Path) -> tuple[Path, Path]:
    """Return gold and prediction files that hold only the records of ``part``."""
    gold = BENCH / suite.gold
    if part == "all":
        return gold, predicted
    kept = []
    for source, name in ((gold, "gold"), (predicted, "pred")):
        target = folder / f"{name}-{part}.jsonl"
        with _open(source) as lines, target.open("w", encoding="utf-8") as out:
            for line in lines:
                if part == "all" or held_out(json.loads(line)[suite.key]) == (part == "aside"):
                    out.write(line)
        kept.append(target)
    return kept[0], kept[1]


def _open(path: Path):  # type: ignore[no-untyped-def]
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
