"""Reading text: the rate of every stage, of all together, and of peers for the time stage."""

import os
import shlex
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from time import process_time
from typing import Any

from material import Piece, articles
from measure import Line, Options, cost_of, in_child, middle

STAGES = {
    "conflict_timeline.extract": {
        "repaired_copy": "mending characters",
        "find_conflict": "conflict",
        "split_sentences": "sentences",
        "find_times": "times",
        "find_places": "places",
        "find_attributions": "attribution",
        "build_statements": "statements",
    },
    "conflict_timeline.statements.build": {
        "date_lines": "statements: when",
        "locate_lines": "statements: where",
        "find_kinds": "statements: kinds",
        "find_figures": "statements: figures",
        "find_actors": "statements: actors",
        "read_status": "statements: status",
    },
}
"""The functions `extract_statements` calls, by the module that calls them."""

ALL = "extraction, all stages"
TRIES = 3
DATEPARSER_ARTICLES = 30
HEIDELTIME = "HEIDELTIME"
HEIDELTIME_KNOWN = "7,600 characters/CPU-s in an earlier measurement on other news"


def lines(options: Options) -> Iterator[Line]:
    """Yield megabytes of text per CPU second for each stage and for all of them."""
    count = None if options.is_full else 500
    characters, seconds = in_child(stage_seconds, count)
    rate = characters / 1e6 / seconds.pop(ALL)
    yield Line(f"{ALL} (1 core, {characters / 1e6:.2f} MB)", f"{rate:.2f} MB/CPU-s")
    for stage, spent in seconds.items():
        share = spent * rate * 1e6 / characters
        yield Line(f"  {stage}", f"{characters / 1e6 / spent:.1f} MB/CPU-s ({share:.0%})")
    yield from peers(options)


def stage_seconds(count: int | None) -> tuple[int, dict[str, float]]:
    """Return the characters read, and the CPU seconds of each stage: the median of some passes."""
    import importlib

    from conflict_timeline import extract

    records = [_article(piece) for piece in articles(count)]
    whole = extract.extract_statements
    for record in records:
        whole(record)  # tables and patterns are loaded when a text first needs them
    tries = []
    for _ in range(TRIES if count else 1):
        started = process_time()
        for record in records:
            whole(record)
        tries.append(process_time() - started)
    spent: defaultdict[str, float] = defaultdict(float)
    for module_name, functions in STAGES.items():
        module = importlib.import_module(module_name)
        for name, stage in functions.items():
            if hasattr(module, name):
                setattr(module, name, _timed(getattr(module, name), stage, spent))
    for record in records:
        whole(record)
    return sum(len(record.text) for record in records), {ALL: middle(tries), **spent}


def _timed(
    function: Callable[..., Any], stage: str, spent: defaultdict[str, float]
) -> Callable[..., Any]:
    spent[stage] = 0.0

    @wraps(function)
    def timed(*given: Any, **named: Any) -> Any:
        started = process_time()
        try:
            return function(*given, **named)
        finally:
            spent[stage] += process_time() - started

    return timed


def _article(piece: Piece) -> Any:
    from conflict_timeline.model import Article, Published

    return Article(
        id="0" * 64,
        file="a.txt",
        text=piece.text,
        published=Published(_day(piece), "flag" if piece.day else "none"),
        outlet=piece.outlet,
    )


def _day(piece: Piece) -> date | None:
    return date.fromisoformat(piece.day) if piece.day else None


def peers(options: Options) -> Iterator[Line]:
    """Yield the time stage beside dateparser.search and, where it is there, HeidelTime."""
    own = in_child(own_times, 400)
    other = in_child(dateparser_times, DATEPARSER_ARTICLES)
    yield Line(
        "times beside dateparser.search",
        f"{own / other:.0f} x its rate ({own / 1e3:,.0f} against {other / 1e3:,.0f} kB/CPU-s)",
    )
    if command := os.environ.get(HEIDELTIME):
        peer = heideltime_rate(shlex.split(command), options.scratch)
        yield Line(
            "times beside HeidelTime", f"{own / peer:.0f} x its rate ({peer:,.0f} chars/CPU-s)"
        )
    else:
        yield Line("times beside HeidelTime", f"not here; {HEIDELTIME_KNOWN}")


def own_times(count: int) -> float:
    """Return characters per CPU second of the time stage."""
    from conflict_timeline.times import find_times

    return _rate(
        articles(count),
        lambda piece: find_times(piece.text, published=_day(piece)),
    )


def dateparser_times(count: int) -> float:
    """Return characters per CPU second of `dateparser.search`, told the language and the day."""
    import warnings

    from dateparser.search import search_dates

    warnings.simplefilter("ignore")
    return _rate(
        articles(count),
        lambda piece: search_dates(
            piece.text,
            languages=["en"],
            settings={"RELATIVE_BASE": datetime.fromisoformat(piece.day or "1987-03-01")},
        ),
    )


def _rate(pieces: list[Piece], read: Callable[[Piece], object]) -> float:
    read(pieces[0])
    started = process_time()
    for piece in pieces:
        read(piece)
    return sum(len(piece.text) for piece in pieces) / (process_time() - started)


def heideltime_rate(command: list[str], scratch: Path) -> float:
    """Return characters per CPU second of a command that takes a text file, without its start."""
    seconds, sizes = [], []
    for count in (2, 20):
        path = scratch / f"heideltime{count}.txt"
        path.write_text("\n\n".join(in_child(texts, count)), encoding="utf-8")
        sizes.append(path.stat().st_size)
        seconds.append(cost_of([*command, path]).seconds)
    return (sizes[1] - sizes[0]) / max(1e-9, seconds[1] - seconds[0])


def texts(count: int) -> list[str]:
    """Return the bare texts of some articles."""
    return [piece.text for piece in articles(count)]
