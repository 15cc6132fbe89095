"""Files to articles: read by workers, or here where a file may hold too many at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path

from conflict_timeline.faults import attempt, ended_worker
from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import read_file
from conflict_timeline.workers import Workers

FEW_ARTICLES = 64_000  # bytes: a file of many articles above that is read one by one
ONE_ARTICLE = frozenset({".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".eml"})


def read_inputs(
    inputs: Sequence[Path | InputProblem],
    sizes: Sequence[int],
    workers: Workers,
    *,
    published: date | None,
    outlet: str | None,
) -> Iterator[tuple[Path | InputProblem, Iterable[Article | InputProblem]]]:
    """Yield each input with what it holds, in order: read by the workers, or here, one article
    after another, where a file may hold too many to be held at once.
    """
    read = partial(_all_outcomes, published=published, outlet=outlet)
    by_place = groupby(zip(inputs, sizes, strict=True), key=lambda entry: _is_for_workers(*entry))
    for is_for_workers, entries in by_place:
        paths = (entry for entry, _ in entries)
        if is_for_workers and workers.count > 1:
            yield from workers.each(read, paths, lost=_lost_file)
        else:
            for entry in paths:
                yield entry, outcomes_of(entry, published, outlet)


def _is_for_workers(entry: Path | InputProblem, size: int) -> bool:
    if isinstance(entry, InputProblem) or str(entry) == "-":
        return False
    return size <= FEW_ARTICLES or entry.suffix.lower() in ONE_ARTICLE


def _all_outcomes(
    entry: Path | InputProblem, *, published: date | None, outlet: str | None
) -> Iterable[Article | InputProblem]:
    return list(outcomes_of(entry, published, outlet))


def _lost_file(entry: Path | InputProblem) -> Iterable[Article | InputProblem]:
    return [ended_worker(str(entry))]


def outcomes_of(
    entry: Path | InputProblem, published: date | None, outlet: str | None
) -> Iterable[Article | InputProblem]:
    """Return what one input holds; an input that is a problem already holds only that."""
    if isinstance(entry, InputProblem):
        return [entry]
    return _until_it_fails(read_file(entry, published=published, outlet=outlet), str(entry))


def _until_it_fails(
    outcomes: Iterator[Article | InputProblem], file: str
) -> Iterator[Article | InputProblem]:
    """Yield what a file holds; a fault of the program costs the rest of that file and no other."""
    while (outcome := attempt(partial(next, outcomes, None), file)) is not None:
        yield outcome
