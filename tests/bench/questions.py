"""Questions to a large store: one city and a month, full text, everything as JSON Lines."""

import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from measure import CTL, PROJECT, Line, Options, cost_of, in_child

CITIES = ("Kharkiv", "Kyiv", "Mariupol", "Kherson", "Sumy", "Odesa", "Aleppo", "Khartoum")
QUESTIONS = (
    (
        "one city, one month (--jsonl)",
        ("--city", "Kharkiv", "--since", "2022-03-01", "--until", "2022-03-31", "--jsonl"),
        0.080,
    ),
    ("full text (--grep, --jsonl)", ("--grep", "shelled", "--limit", "100", "--jsonl"), 0.120),
)
RATE = 100_000  # claims per CPU second
BATCH = 20_000


def lines(options: Options) -> Iterator[Line]:
    """Yield the CPU of whole processes over a store of generated claims."""
    count = 1_000_000 if options.is_full else 30_000
    store = options.scratch / "claims.db"
    in_child(make_store, store, count)
    for what, question, target in QUESTIONS:
        out = options.scratch / "answer.jsonl"
        seconds = cost_of(
            [*CTL, "--db", store, "timeline", *question, "--no-pager"], out=out, times=7
        ).seconds
        yield Line(
            f"{what}, {count:,} claims",
            f"{seconds * 1000:.0f} ms ({_count(out):,} claims)",
            f"{target * 1000:.0f} ms",
            seconds <= target,
        )
    everything = cost_of(
        [*CTL, "--db", store, "timeline", "--jsonl", "--no-pager"],
        out=Path(os.devnull),
        times=1 if options.is_full else 3,
    )
    rate = count / everything.seconds
    yield Line(
        f"everything as JSON Lines, {count:,} claims",
        f"{rate:,.0f} claims/CPU-s, {everything.peak_mb:.0f} MB",
        f"{RATE:,}",
        rate >= RATE,
    )


def _count(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def make_store(path: Path, count: int) -> None:
    """Write a store of ``count`` claims over three years, of one statement each."""
    sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "eval")]
    from make_scale import Words

    from conflict_timeline.claims.cluster import make_claim
    from conflict_timeline.store import open_store
    from conflict_timeline.store.write import replace_claims
    from tests.claim_records import said

    source = Words(1)
    draw = source.random
    first = date(2021, 1, 1)

    def claim(number: int) -> object:
        words = source.sentence()
        words[draw.randrange(len(words))] = draw.choice(("shelled", "struck", "left", "held"))
        day = first + timedelta(days=number * 1_095 // count)
        city = draw.choice(CITIES) if draw.random() < 0.5 else source.name()
        text = f"{' '.join(words).capitalize()} in {city}."
        outlet = f"Outlet {draw.randrange(40)}"
        article = f"{number:064x}"
        return make_claim(
            [said(text, outlet=outlet, article=article, published=day, city=city, country="UA")]
        )

    with open_store(path, create=True) as store:
        for start in range(0, count, BATCH):
            new = [claim(number) for number in range(start, min(count, start + BATCH))]
            replace_claims(store, gone=(), new=new)
