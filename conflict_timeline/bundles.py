"""Many articles to their statements: in bundles, by workers, each article whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from conflict_timeline.faults import attempt, ended_worker
from conflict_timeline.model import Article, Statement
from conflict_timeline.problems import InputProblem
from conflict_timeline.workers import Workers

Item = TypeVar("Item")
Extract = Callable[[Sequence[Article]], list[list[Statement]]]

FIRST_BUNDLE, BUNDLE, BUNDLE_CHARACTERS = 4, 64, 200_000  # articles read stage by stage


def extract_articles(
    articles: Iterable[Article], extract: Extract, workers: Workers, failed: list[InputProblem]
) -> Iterator[tuple[Article, list[Statement]]]:
    """Yield each article with its statements, in the order of ``articles``."""
    return _extract_bundles(bundles(articles), extract, workers, failed)


def _extract_bundles(
    bundles: Iterable[list[Article]],
    extract: Extract,
    workers: Workers,
    failed: list[InputProblem],
) -> Iterator[tuple[Article, list[Statement]]]:
    read = partial(statements_of, extract=extract)
    for bundle, found in workers.each(read, bundles, lost=_no_statements, most=1):
        if found is None and len(bundle) > 1:  # one of them ended the process: which one?
            alone = ([article] for article in bundle)
            yield from _extract_bundles(alone, extract, workers, failed)
            continue
        outcomes = found or [ended_worker(article.file) for article in bundle]
        for article, outcome in zip(bundle, outcomes, strict=True):
            if isinstance(outcome, InputProblem):
                failed.append(outcome)
            else:
                yield article, outcome


def statements_of(
    bundle: list[Article], *, extract: Extract
) -> Sequence[list[Statement] | InputProblem]:
    """Return the statements of each article; where reading them together fails, one by one, with
    the problem of each on which it fails."""
    found = attempt(partial(extract, bundle), bundle[0].file)
    if not isinstance(found, InputProblem):
        return found
    if len(bundle) == 1:
        return [found]
    return [one for article in bundle for one in statements_of([article], extract=extract)]


def bundles(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield what is read stage by stage: first few articles, to store early, then some dozens; what
    the stages find is held for a whole bundle."""
    return grouped(
        articles,
        lambda article: len(article.text),
        sizes=(FIRST_BUNDLE, BUNDLE),
        characters=BUNDLE_CHARACTERS,
    )


def grouped(
    items: Iterable[Item],
    length: Callable[[Item], int],
    *,
    sizes: tuple[int, int],
    characters: int,
) -> Iterator[list[Item]]:
    """Yield lists of items that end at ``characters``, or at a size that doubles from the first of
    ``sizes`` to the second."""
    size, most = sizes
    group: list[Item] = []
    taken = 0
    for item in items:
        group.append(item)
        taken += length(item)
        if len(group) >= size or taken >= characters:
            yield group
            group, taken = [], 0
            size = min(most, 2 * size)
    if group:
        yield group


def _no_statements(bundle: list[Article]) -> None:
    """What is known of articles that ended the process that read them."""
