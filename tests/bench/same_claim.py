"""Which statements are one claim: rate, slope and memory from 10,000 to 1,000,000, beside peers."""

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from time import process_time

from measure import PROJECT, SHARED, Line, Options, cost_of, in_child

EVAL = PROJECT / "tests" / "eval"
GOLD = SHARED / "bench" / "dedup"
ADAPTER = EVAL / "predict_clusters.py"
MILLION_SECONDS, MILLION_MB, LEAST_F1 = 60, 1_536, 0.93
SMALL = 2_000
THRESHOLD = 73  # token_set_ratio at which one setting did best on all gold (../shared/bench/dedup)


def lines(options: Options) -> Iterator[Line]:
    """Yield cost by size, the slope, F1, and the cost of comparing all pairs."""
    sizes = (10_000, 100_000, 1_000_000) if options.is_full else (10_000, 50_000)
    costs = {}
    for size in sizes:
        texts = made(size, options.scratch)
        seconds, peak = clustered(texts, options.scratch / "claims.jsonl")
        costs[size] = seconds
        is_million = size == 1_000_000
        yield Line(
            f"claims of {size:,} generated statements",
            f"{seconds:.1f} CPU-s, {peak:.0f} MB",
            f"{MILLION_SECONDS} s, {MILLION_MB} MB" if is_million else "",
            (seconds <= MILLION_SECONDS and peak <= MILLION_MB) if is_million else None,
        )
    first, last = sizes[0], sizes[-1]
    slope = math.log(costs[last] / costs[first]) / math.log(last / first)
    yield Line(
        f"  cost grows from {first:,} to {last:,} with the power",
        f"{slope:.2f}",
        "1.1",
        slope <= 1.1,
    )
    gold = GOLD / f"scale_{'100k' if options.is_full else '10k'}.jsonl.gz"
    if gold.exists():
        clustered(gold, options.scratch / "claims.jsonl")
        f1 = in_child(pair_f1, gold, options.scratch / "claims.jsonl")
        yield Line(f"  pair F1 on {gold.name}", f"{f1:.3f}", f"{LEAST_F1}", f1 >= LEAST_F1)
    yield from peers(options)


def made(count: int, scratch: Path) -> Path:
    """Return a file of ``count`` generated statements with days."""
    path = scratch / f"statements{count}.jsonl"
    if not path.exists():
        cost_of([sys.executable, EVAL / "make_scale.py", str(count)], out=path)
    return path


def clustered(texts: Path, out: Path) -> tuple[float, float]:
    """Return CPU seconds (normalising and clustering) and peak MB of the adapter's run."""
    cost = cost_of([sys.executable, ADAPTER, texts], out=out)
    spent = re.findall(r"([\d.]+) CPU-s", cost.said)
    return sum(map(float, spent)), cost.peak_mb


def pair_f1(gold: Path, predicted: Path) -> float:
    """Return F1 over the pairs of statements that are put into one claim."""
    import gzip

    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        true = {row["id"]: row["gold"] for row in map(json.loads, lines)}
    found = {}
    with predicted.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found[row["id"]] = row["claim"]
    both = _pairs(Counter((true[name], found[name]) for name in found))
    return 2 * both / (_pairs(Counter(true.values())) + _pairs(Counter(found.values())))


def _pairs(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def peers(options: Options) -> Iterator[Line]:
    """Yield what comparing all pairs, and MinHash where it is installed, cost at a small size."""
    texts = made(SMALL, options.scratch)
    own = in_child(own_seconds, texts)
    pairs = in_child(all_pairs_seconds, texts)
    yield Line(
        f"claims of {SMALL:,} beside rapidfuzz, all pairs",
        f"{pairs / own:.0f} x cheaper ({own:.2f} against {pairs:.2f} CPU-s)",
    )
    minhash = in_child(minhash_seconds, texts)
    if minhash is None:
        yield Line(f"claims of {SMALL:,} beside datasketch", "not here (pip install datasketch)")
    else:
        yield Line(
            f"claims of {SMALL:,} beside datasketch, candidates alone",
            f"{minhash / own:.1f} x its cost ({own:.2f} against {minhash:.2f} CPU-s)",
        )


def _texts(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return [(row["text"], row["date"]) for row in map(json.loads, lines)]


def own_seconds(path: Path) -> float:
    """Return CPU seconds for normalising, proposing, comparing and grouping."""
    from datetime import date

    from conflict_timeline.claims.cluster import group_views
    from conflict_timeline.claims.comparable import comparable_text

    rows = _texts(path)
    group_views([comparable_text(text, date.fromisoformat(day)) for text, day in rows[:50]])
    started = process_time()
    group_views([comparable_text(text, date.fromisoformat(day)) for text, day in rows])
    return process_time() - started


def all_pairs_seconds(path: Path) -> float:
    """Return CPU seconds for rapidfuzz's token_set_ratio over all pairs, in C++ and one thread."""
    from rapidfuzz.fuzz import token_set_ratio
    from rapidfuzz.process import cdist
    from rapidfuzz.utils import default_process

    texts = [default_process(text) for text, _ in _texts(path)]
    started = process_time()
    try:
        cdist(texts, texts, scorer=token_set_ratio, score_cutoff=THRESHOLD, workers=1)
    except ImportError:  # it wants numpy for the matrix
        for one, other in combinations(texts, 2):
            token_set_ratio(one, other, score_cutoff=THRESHOLD)
    return process_time() - started


def minhash_seconds(path: Path) -> float | None:
    """Return CPU seconds of datasketch's MinHash LSH for finding candidates, None without it."""
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        return None
    texts = [text.lower().split() for text, _ in _texts(path)]
    started = process_time()
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for number, words in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([word.encode() for word in words])
        index.query(sketch)
        index.insert(number, sketch)
    return process_time() - started
