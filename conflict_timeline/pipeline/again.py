"""What is read again: articles that older rules read, and undated ones when others are known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from conflict_timeline.bundles import Extract, extract_articles
from conflict_timeline.extract import folder_of, infer_date, neighbour_days
from conflict_timeline.faults import attempt, ended_worker
from conflict_timeline.model import Article, Published, Statement
from conflict_timeline.problems import InputProblem
from conflict_timeline.store import Store, load_article, save_article
from conflict_timeline.store.articles import (
    articles_read_otherwise,
    pending_folders,
    published_in_folder,
    undated_in_folder,
)
from conflict_timeline.store.write import forget_folders, is_sure
from conflict_timeline.workers import Workers


def reread_stale(
    store: Store, extract: Extract, workers: Workers, version: str, failed: list[InputProblem]
) -> int:
    """Read articles again whose statements an older rule set made; returns how many."""
    stale = [
        article.id
        for article in articles_read_otherwise(store, version)
        if article.rules_version != "undated" and is_sure(article.published.basis)
    ]
    loaded = (load_article(store, article_id) for article_id in stale)
    for article, statements in extract_articles(loaded, extract, workers, failed):
        save_article(store, article, statements, rules_version=version)
    return len(stale)


def date_undated(
    store: Store, extract: Extract, workers: Workers, version: str, failed: list[InputProblem]
) -> None:
    """Infer the day of every undated article from its words and the dated articles of its
    folder."""
    folders = pending_folders(store)
    read = partial(_read_undated, extract=extract)
    for undated, found in workers.each(read, _undated(store, folders, version), lost=_no_reading):
        outcome = ended_worker(undated.article.file) if found is None else found
        if isinstance(outcome, InputProblem):
            failed.append(outcome)
            continue
        for article, statements in outcome:
            save_article(store, article, statements, rules_version=version)
    forget_folders(store, folders)


@dataclass(frozen=True, slots=True)
class _Undated:
    """An article without a day of its own, the days of its folder, and what it was dated when it
    was last read by the rules of now."""

    article: Article
    neighbours: tuple[date, ...]
    last: Published | None


def _undated(store: Store, folders: Iterable[str], version: str) -> Iterator[_Undated]:
    found = [a for folder in folders for a in undated_in_folder(store, folder)]
    found += articles_read_otherwise(store, version)
    undated = {article.id: article for article in found if not is_sure(article.published.basis)}
    by_folder = sorted(undated.values(), key=lambda article: (folder_of(article.file), article.id))
    for folder, articles in groupby(by_folder, key=lambda article: folder_of(article.file)):
        neighbours = neighbour_days(published_in_folder(store, folder)).get(folder, ())
        for stored in articles:
            last = stored.published if stored.rules_version == version else None
            yield _Undated(load_article(store, stored.id), neighbours, last)


def _read_undated(
    undated: _Undated, *, extract: Extract
) -> Sequence[tuple[Article, list[Statement]]] | InputProblem | None:
    """Return the article as it is dated now, with its statements; nothing where it stays as it
    was."""
    return attempt(partial(_dated_anew, undated, extract), undated.article.file)


def _dated_anew(undated: _Undated, extract: Extract) -> Sequence[tuple[Article, list[Statement]]]:
    article = infer_date(undated.article, undated.neighbours)
    return () if article.published == undated.last else ((article, extract([article])[0]),)


def _no_reading(undated: _Undated) -> None:
    """What is known of an undated article that ended the process that read it."""
