"""Compare one process, two local workers and Spark on many articles: the digest of all claims.

    .venv-cluster/bin/python tests/cluster/at_scale.py [--articles 2000] [--characters 300]

`make test-cluster` makes that environment. Prints a line for each way of running: claims, digest,
the CPU seconds of all its processes and the most memory they held together. Ends with 1 where the
digests differ. The articles are wire copy where ../shared has it; beyond what there is, each comes
again in a later year with other words left out. Otherwise they are made from samples/.
``--characters`` keeps the beginning of each.
"""

import argparse
import gzip
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "bench")]

from measure import CTL, SHARED, cost_of  # noqa: E402

from conflict_timeline.record_json import claims_digest  # noqa: E402
from tests.cluster.articles import vary_samples  # noqa: E402
from tests.cluster.watched import Watched, watch  # noqa: E402

WIRE = SHARED / "articles" / "reuters_1987.jsonl.gz"
A_SHARD = 500  # articles
PARTITIONS = (3, 16)  # of a shuffle; the result must not depend on it


@dataclass(frozen=True)
class Row:
    way: str
    claims: int
    digest: str
    cost: Watched


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--characters", type=int, help="of each article, at most")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ctl-scale-", dir=given.scratch) as scratch:
        folder = Path(scratch) / "articles"
        size = write_shards(folder, given.articles, given.characters)
        print(f"{given.articles:,} articles, {size / 1e6:.1f} MB of JSON Lines", flush=True)
        rows = []
        for row in ways(folder, Path(scratch)):
            rows.append(row)
            seconds, peak = row.cost
            spent = f"{seconds:7,.0f} CPU-s {peak:6,.0f} MB" if seconds and peak else ""
            print(f"{row.way:20} {row.claims:9,} claims  {row.digest[:16]}  {spent}", flush=True)
    same = len({row.digest for row in rows}) == 1
    print("the same claims" if same else "the claims differ")
    return 0 if same else 1


def ways(folder: Path, scratch: Path) -> Iterator[Row]:
    """Run each way of ingesting ``folder`` and yield what it made."""
    for jobs in (1, 2):
        store, printed = scratch / f"{jobs}.db", scratch / f"{jobs}.jsonl"
        ctl = [*CTL, "-q", "--db", str(store)]
        cost = watch([*ctl, "ingest", str(folder), "--jobs", str(jobs)], folder=PROJECT)
        cost_of([*ctl, "timeline", "--jsonl"], out=printed)
        with printed.open(encoding="utf-8") as lines:
            yield _row(f"{jobs} process{'es' * (jobs > 1)}", lines, cost)
        store.unlink()
    for partitions in PARTITIONS:
        out = scratch / f"spark{partitions}"
        settings = scratch / "conf"
        settings.mkdir(exist_ok=True)
        (settings / "spark-defaults.conf").write_text(
            f"spark.sql.shuffle.partitions {partitions}\nspark.sql.adaptive.enabled false\n"
            f"spark.local.dir {scratch}\nspark.driver.memory 3g\nspark.ui.enabled false\n"
        )
        command = [*CTL, "ingest", str(folder), "--engine", "spark", "--master", "local[2]"]
        environment = {"SPARK_CONF_DIR": str(settings), "PYTHONPATH": str(PROJECT)}
        cost = watch([*command, "--out", str(out), "-q"], folder=PROJECT, settings=environment)
        yield _row(f"Spark, {partitions} partitions", _written_claims(out), cost)
        shutil.rmtree(out)


def _row(way: str, lines: Iterator[str], cost: Watched) -> Row:
    claims = [line.rstrip("\n") for line in lines]
    return Row(way, len(claims), claims_digest(claims), cost)


def _written_claims(out: Path) -> Iterator[str]:
    from pyarrow import dataset

    parts = dataset.dataset(out / "claims", partitioning="hive").to_batches(columns=["claim"])
    for part in parts:
        yield from part["claim"].to_pylist()


def write_shards(folder: Path, number: int, characters: int | None = None) -> int:
    """Write ``number`` articles, of each so many characters, in shards of JSON Lines; return the
    bytes."""
    folder.mkdir(parents=True)
    rows = islice(_wire() if WIRE.exists() else iter(vary_samples(number)), number)
    size = 0
    for shard in count():
        lines = [_line(row, characters) for row in islice(rows, A_SHARD)]
        if not lines:
            return size
        text = "".join(lines).encode()
        size += (folder / f"{shard:05}.jsonl").write_bytes(text)
    return size


def _line(row: dict[str, str], characters: int | None) -> str:
    if characters and len(row["text"]) > characters:
        row = row | {"text": row["text"][:characters].rpartition(" ")[0]}
    return json.dumps(row, ensure_ascii=False) + "\n"


def _wire() -> Iterator[dict[str, str]]:
    """Yield wire articles without end: once as they are, then again and again a year later with
    every so many words left out, so that no text comes twice.
    """
    for again in count():
        with gzip.open(WIRE, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if not row["text"].strip():
                    continue
                day, text = row.get("date") or "", row["text"]
                if again:
                    words = text.split(" ")
                    del words[again :: 40 + again]
                    text = f"({again}) {' '.join(words)}"
                    day = day and f"{int(day[:4]) + again}{day[4:]}".replace("-02-29", "-02-28")
                yield {
                    "published_at": day,
                    "source": row.get("source") or "",
                    "title": row.get("title") or "",
                    "text": text,
                }


if __name__ == "__main__":
    sys.exit(main())
