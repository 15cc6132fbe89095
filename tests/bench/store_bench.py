"""The store as it grows: building claims, adding to them, and asking, in CPU time of one process.

    python tests/bench/store_bench.py build|add STORE COUNT [SEED]

``make_matched_store`` and ``cost_of_adding`` are what `make bench` calls. Statements are those of
`tests/eval/make_scale.py`, five an article, with a city, a kind and an outlet each.
"""

import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "eval")]

from make_scale import statements  # noqa: E402

from conflict_timeline.matching import update_claims  # noqa: E402
from conflict_timeline.model import Article, Published, Statement  # noqa: E402
from conflict_timeline.store import open_store, save_article  # noqa: E402
from conflict_timeline.store.query import read_totals  # noqa: E402
from tests.claim_records import counted, said  # noqa: E402

CITIES = ("Kharkiv", "Kyiv", "Mariupol", "Kherson", "Sumy", "Odesa", "Aleppo", "Khartoum")
TOWNS = 400
KINDS = ("shelling", "air_strike", "casualties", "ground_combat", "protest", "diplomacy", "aid")
OUTLETS = 40
CITY_SHARE, TOLL_SHARE = 0.25, 0.08  # of statements; in news of Libya and Ukraine .13-.21, .04-.05
PER_ARTICLE = 5
ARTICLES_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Growth:
    """What it took to bring so many statements into a store: CPU seconds, peak memory in MB."""

    statements: int
    saving: float
    matching: float
    peak_mb: float
    claims: int

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.saving + self.matching


def articles(count: int, seed: int, prefix: str) -> Iterator[tuple[Article, list[Statement]]]:
    """Yield articles with about ``count`` generated statements in all, in no order of days."""
    waiting: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    number = 0
    for row in statements(count, seed):
        rows = waiting[str(row["date"])]
        rows.append(row)
        if len(rows) == PER_ARTICLE:
            yield _article(rows, f"{prefix}{number:060x}")
            waiting[str(row["date"])] = []
            number += 1
    for rows in waiting.values():
        if rows:
            yield _article(rows, f"{prefix}{number:060x}")
            number += 1


def _article(rows: list[dict[str, object]], name: str) -> tuple[Article, list[Statement]]:
    published = date.fromisoformat(str(rows[0]["date"]))
    outlet = f"Outlet {random.Random(name).randrange(OUTLETS)}"
    made: list[Statement] = []
    start = 0
    for row in rows:
        draw = random.Random(int(str(row["gold"])))
        city = draw.choice(CITIES) if draw.random() < 0.2 else f"Town {draw.randrange(TOWNS)}"
        text = str(row["text"])
        toll = next((int(word) for word in text.split() if word.isdigit()), None)
        made.append(
            said(
                text,
                article=name,
                outlet=outlet,
                start=start,
                published=published,
                city=city if draw.random() < CITY_SHARE else None,
                country="UA",
                kinds=(draw.choice(KINDS),),
                figures=(counted(toll, "people killed"),)
                if toll and draw.random() < TOLL_SHARE
                else (),
            )
        )
        start += len(text) + 1
    text = " ".join(statement.text for statement in made)
    return Article(
        name, f"news/{name}.txt", text, Published(published, "header"), outlet=outlet
    ), made


def grow(path: Path, count: int, *, seed: int, prefix: str) -> Growth:
    """Bring ``count`` generated statements into the store at ``path`` and match them."""
    started = time.process_time()
    made = list(islice(articles(count, seed, prefix), None)) if count <= 10_000 else None
    source = iter(made if made is not None else articles(count, seed, prefix))
    saving = matching = 0.0
    with open_store(path, create=True) as store:
        before = read_totals(store).statements
        while chunk := list(islice(source, ARTICLES_AT_ONCE)):
            started = time.process_time()
            with store.transaction():
                for article, listed in chunk:
                    save_article(store, article, listed, rules_version="bench")
            saving += time.process_time() - started
        started = time.process_time()
        update_claims(store)
        totals = read_totals(store)
    matching = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Growth(totals.statements - before, saving, matching, peak, totals.claims)


def make_matched_store(path: Path, count: int) -> Growth:
    """Make a store of ``count`` statements and their claims; returns what it took."""
    return grow(path, count, seed=1, prefix="0000")


def cost_of_adding(path: Path, count: int = 1_000, *, seed: int = 2) -> Growth:
    """Add ``count`` statements to a store of ``make_matched_store``; returns what it took."""
    return grow(path, count, seed=seed, prefix=f"{seed:04x}")


def main() -> None:
    what, path, count, *rest = sys.argv[1:]
    if what == "build":
        done = make_matched_store(Path(path), int(count))
    else:
        done = cost_of_adding(Path(path), int(count), seed=int(rest[0]) if rest else 2)
    print(
        f"{done.statements:,} statements, {done.claims:,} claims in all: saving {done.saving:.2f}, "
        f"matching {done.matching:.2f} CPU-s, peak {done.peak_mb:.0f} MB"
    )


if __name__ == "__main__":
    main()
