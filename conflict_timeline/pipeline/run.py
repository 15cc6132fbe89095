"""Wires the stages: files in, statements and claims into the store. Yields progress, prints
nothing.

The result does not depend on the order in which files are read, on how many workers read them,
or on whether they come in one run or in many: articles are read one by one, undated articles are
dated when all others of the run are known, and claims follow from all statements of the store.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePath

from conflict_timeline.bundles import extract_articles, grouped
from conflict_timeline.collector import collect_seldom
from conflict_timeline.copies import copy_rank, rank_of
from conflict_timeline.extract import extract_all
from conflict_timeline.matching import needs_update, update_claims
from conflict_timeline.model import Article, Evidence, Published, Statement
from conflict_timeline.pipeline.again import date_undated, reread_stale
from conflict_timeline.pipeline.inputs import read_inputs
from conflict_timeline.pipeline.progress import IngestEvent, Watch, size_of
from conflict_timeline.pipeline.ready import load_rules
from conflict_timeline.problems import InputProblem, UsageProblem
from conflict_timeline.reading import find_inputs
from conflict_timeline.rules.version import rules_version
from conflict_timeline.store import (
    Decision,
    Store,
    StoredArticle,
    decide,
    load_article,
    save_article,
    save_articles,
    save_failure,
)
from conflict_timeline.store.articles import articles_called, find_stored, undated_articles
from conflict_timeline.store.query import read_totals
from conflict_timeline.store.write import is_sure
from conflict_timeline.workers import Workers

FIRST_BATCH, BATCH, BATCH_CHARACTERS = 16, 256, 200_000  # articles stored in one transaction


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What the user said about this run; ``jobs`` is the number of worker processes (0: one for
    each core), ``rules`` a folder of the user's own rule data."""

    published: date | None = None
    outlet: str | None = None
    jobs: int = 1
    dry_run: bool = False
    rules: Path | None = None


@dataclass(slots=True)
class IngestReport:
    """What one run did. ``undated`` names the articles whose day stays unknown, ``contradicted``
    those read in this run whose name and words give two days."""

    new: int = 0
    unchanged: int = 0
    reread: int = 0
    failed: list[InputProblem] = field(default_factory=list)
    undated: list[StoredArticle] = field(default_factory=list)
    inferred: list[StoredArticle] = field(default_factory=list)
    contradicted: list[Article] = field(default_factory=list)
    articles: int = 0
    statements: int = 0
    claims: int = 0


@collect_seldom()
def ingest(
    paths: Sequence[Path],
    store: Store,
    options: IngestOptions | None = None,
    *,
    progress: Callable[[IngestEvent], None] | None = None,
) -> IngestReport:
    """Read files and folders into ``store`` and return what was done; safe to run again.

    One transaction for a few articles: an interrupted run loses nothing that was reported as done,
    and the next run goes on where it stopped. Files that cannot be read are in ``failed``; the rest
    is stored.
    """
    options = options or IngestOptions()
    version = rules_version(options.rules)
    extract = partial(extract_all, rules=options.rules)
    report = IngestReport()
    inputs = list(find_inputs(paths))
    watch = Watch(progress, [size_of(entry) for entry in inputs])
    # An empty store will need the rules; where all is stored already, nothing does.
    will_extract = not options.dry_run and not read_totals(store).articles
    prepare = partial(load_rules, extract) if will_extract else None
    with Workers(options.jobs or os.cpu_count() or 1, prepare=prepare) as workers:
        fresh = _noting_contradictions(
            _fresh_articles(inputs, store, options, version, report, watch, workers), report
        )
        if options.dry_run:
            for _ in fresh:
                pass
            return report
        dated = _save_undated(store, fresh, watch)
        for batch in _batches(extract_articles(dated, extract, workers, report.failed)):
            save_articles(store, batch, rules_version=version)
            for _ in batch:
                watch.stored()
        report.reread += reread_stale(store, extract, workers, version, report.failed)
        date_undated(store, extract, workers, version, report.failed)
    for problem in report.failed:
        save_failure(store, problem.where or "", problem.code, problem.what)
    if needs_update(store):
        update_claims(store)
    _count(store, report)
    return report


def set_date(
    store: Store,
    article_id: str,
    day: date,
    *,
    rules: Path | None = None,
    decision: Decision | None = None,
) -> Article:
    """Give one stored article its publication day and read it again; returns it as stored now.

    ``rules`` is the user's own rule data, as at ingest; ``decision`` is kept together with the day.
    """
    article = load_article(store, article_id)
    evidence = Evidence(day.isoformat(), None, None, "set by the user")
    article = replace(article, published=Published(day, "flag", (evidence,)))
    version, extract = rules_version(rules), partial(extract_all, rules=rules)
    with store.transaction():
        save_article(store, article, extract([article])[0], rules_version=version)
        date_undated(store, extract, Workers(1), version, [])
        if decision:
            decide(store, decision)
    update_claims(store)
    return article


def find_article(store: Store, name: str) -> StoredArticle:
    """Return the stored article that ``name`` means: its file, its file name, or the start of
    its id.

    Raises UsageProblem when none or several match.
    """
    matches = [
        article
        for article in articles_called(store, name)
        if name in (article.file, PurePath(article.file).name, article.record)
        or article.id.startswith(name)
    ]
    if len(matches) == 1:
        return matches[0]
    what = "matches no article" if not matches else f"matches {len(matches)} articles"
    raise UsageProblem("CTL-U010", f"“{name}” {what}", hint="see `ctl articles` for files and ids")


def _count(store: Store, report: IngestReport) -> None:
    report.articles, report.claims, report.statements = read_totals(store)
    undated = undated_articles(store)
    report.undated = [a for a in undated if a.published.day is None]
    report.inferred = [a for a in undated if a.published.basis == "inferred"]


def _fresh_articles(
    inputs: Sequence[Path | InputProblem],
    store: Store,
    options: IngestOptions,
    version: str,
    report: IngestReport,
    watch: Watch,
    workers: Workers,
) -> Iterator[Article]:
    """Yield the articles that are new or must be read again, counting all of them into
    ``report``."""
    ranks: dict[str, str] = {}
    for entry, outcomes in read_inputs(
        inputs, watch.sizes, workers, published=options.published, outlet=options.outlet
    ):
        watch.begin(entry)
        for outcome in outcomes:
            if isinstance(outcome, InputProblem):
                report.failed.append(outcome)
                continue
            watch.read(outcome)
            rank = rank_of(outcome)
            if outcome.id in ranks:  # a copy under another name
                report.unchanged += 1
                if rank < ranks[outcome.id]:
                    ranks[outcome.id] = rank
                    watch.handed_on()
                    yield outcome
                continue
            stored = find_stored(store, outcome.id)
            if stored is None:
                ranks[outcome.id] = rank
                report.new += 1
                watch.handed_on()
                yield outcome
            elif (says_more := _says_more(outcome, stored, options)) or (
                stored.rules_version != version
            ):
                report.reread += 1
                watch.handed_on()
                keep = _keep_set_date if says_more else _keep_copy
                kept = keep(outcome, stored)
                ranks[outcome.id] = rank_of(kept)
                yield kept
            else:
                report.unchanged += 1
                ranks[outcome.id] = copy_rank(stored.published, stored.outlet, stored.file)
        watch.end()


def _noting_contradictions(articles: Iterable[Article], report: IngestReport) -> Iterator[Article]:
    for article in articles:
        if article.published.day and article.published.candidates:
            report.contradicted.append(article)
        yield article


def _says_more(article: Article, stored: StoredArticle, options: IngestOptions) -> bool:
    """Return whether this run changes what is stored: by the user's flags, by what the same file
    or what stands beside it says now, or as a copy whose day is known better.
    """
    said, known = article.published, stored.published
    if said.basis == "flag" and said.day != known.day:
        return True
    if options.outlet is not None or article.file == stored.file:
        if article.outlet is not None and article.outlet != stored.outlet:
            return True
        if article.file == stored.file:
            return is_sure(said.basis) and known.basis != "flag" and said.day != known.day
    return rank_of(article) < copy_rank(known, stored.outlet, stored.file)


def _keep_copy(article: Article, stored: StoredArticle) -> Article:
    """Read again under new rules, a copy under another name stays filed under the better one."""
    if article.file == stored.file:
        return _keep_set_date(article, stored)
    return replace(
        article,
        file=stored.file,
        record=stored.record,
        published=stored.published,
        outlet=stored.outlet,
        title=stored.title,
        url=stored.url,
        header_end=stored.header_end,
        lang=stored.lang,
    )


def _keep_set_date(article: Article, stored: StoredArticle) -> Article:
    """A day that the user set stays set when the article is read again."""
    if stored.published.basis == "flag" and article.published.basis != "flag":
        return replace(article, published=stored.published)
    return article


def _save_undated(store: Store, articles: Iterable[Article], watch: Watch) -> Iterator[Article]:
    """Put undated articles into the store for later and pass the dated ones on."""
    for article in articles:
        if article.published.day is None:
            save_article(store, article, (), rules_version="undated")
            watch.stored()
        else:
            yield article


def _batches(
    extracted: Iterable[tuple[Article, list[Statement]]],
) -> Iterator[list[tuple[Article, list[Statement]]]]:
    """Yield what goes into the store at once: few articles, and no more than a second's work."""
    return grouped(
        extracted,
        lambda one: len(one[0].text),
        sizes=(FIRST_BATCH, BATCH),
        characters=BATCH_CHARACTERS,
    )
