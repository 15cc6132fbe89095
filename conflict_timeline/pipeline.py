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
from itertools import groupby
from pathlib import Path, PurePath
from traceback import extract_tb
from typing import TypeVar

from conflict_timeline.claims import cluster_claims
from conflict_timeline.copies import copy_rank
from conflict_timeline.extract import (
    extract_all,
    folder_of,
    infer_date,
    neighbour_days,
)
from conflict_timeline.matching import needs_update, update_claims
from conflict_timeline.model import Article, Claim, Evidence, Published, Statement
from conflict_timeline.problems import InputProblem, Problem, UsageProblem
from conflict_timeline.reading import find_inputs, read_file
from conflict_timeline.rules.version import rules_version
from conflict_timeline.store import (
    Decision,
    Store,
    StoredArticle,
    decide,
    load_article,
    save_article,
    save_failure,
)
from conflict_timeline.store.query import (
    articles_called,
    articles_read_otherwise,
    find_stored,
    pending_folders,
    published_in_folder,
    read_totals,
    undated_articles,
    undated_in_folder,
)
from conflict_timeline.store.write import forget_folders, is_sure, timeline_order
from conflict_timeline.workers import Workers

Item = TypeVar("Item")
Extract = Callable[[Sequence[Article]], list[list[Statement]]]

FIRST_BATCH, BATCH, BATCH_CHARACTERS = 16, 64, 100_000  # articles stored in one transaction
FIRST_BUNDLE, BUNDLE, BUNDLE_CHARACTERS = 4, 64, 200_000  # articles read stage by stage
FEW_ARTICLES = 64_000  # bytes: a file of many articles above that is read one by one
ONE_ARTICLE = frozenset({".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".eml"})


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What the user said about this run; ``jobs`` is the number of worker processes (0: one for
    each core), ``rules`` a folder of the user's own rule data."""

    published: date | None = None
    outlet: str | None = None
    jobs: int = 1
    dry_run: bool = False
    rules: Path | None = None


@dataclass(frozen=True, slots=True)
class IngestEvent:
    """``done`` of ``total`` input files are read, ``articles`` are stored; ``file`` is at work.

    ``share`` is how much of the input is done, from 0 to 1, by the bytes of the files.
    """

    done: int
    total: int
    file: str
    articles: int = 0
    share: float = 0.0


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
    watch = _Watch(progress, [_size(entry) for entry in inputs])
    with Workers(options.jobs or os.cpu_count() or 1) as workers:
        fresh = _noting_contradictions(
            _fresh_articles(inputs, store, options, version, report, watch, workers), report
        )
        if options.dry_run:
            for _ in fresh:
                pass
            return report
        dated = _save_undated(store, fresh, watch)
        for batch in _batches(_extract_all(dated, extract, workers, report.failed)):
            with store.transaction():
                for article, statements in batch:
                    save_article(store, article, statements, rules_version=version)
            for _ in batch:
                watch.stored()
        report.reread += _reread_stale(store, extract, workers, version, report.failed)
        _date_undated(store, extract, workers, version, report.failed)
    for problem in report.failed:
        save_failure(store, problem.where or "", problem.code, problem.what)
    if needs_update(store):
        update_claims(store)
    _count(store, report)
    return report


def build_timeline(
    paths: Sequence[Path | str],
    *,
    published: date | None = None,
    outlet: str | None = None,
    failed: list[InputProblem] | None = None,
) -> list[Claim]:
    """Return the claims of files and folders in timeline order, without a store.

    What cannot be read is appended to ``failed`` where given, else left out. Articles whose day
    stays unknown give only the statements whose words name a full date.
    """
    problems = failed if failed is not None else []
    extracted = _extract_all(
        _dated_articles(paths, published, outlet, problems), extract_all, Workers(1), problems
    )
    statements = [
        statement for _, found in extracted for statement in found if statement.when is not None
    ]
    return sorted(cluster_claims(statements), key=timeline_order)


def _dated_articles(
    paths: Sequence[Path | str],
    published: date | None,
    outlet: str | None,
    problems: list[InputProblem],
) -> Iterator[Article]:
    """Yield each article of ``paths`` once, dated from its neighbours where it has no day."""
    articles: dict[str, Article] = {}
    for entry in find_inputs([Path(path) for path in paths]):
        for outcome in _outcomes(entry, published, outlet):
            if isinstance(outcome, InputProblem):
                problems.append(outcome)
            else:
                known = articles.setdefault(outcome.id, outcome)
                if _rank(outcome) < _rank(known):
                    articles[outcome.id] = outcome
    neighbours = neighbour_days((a.file, a.published) for a in articles.values())
    for article in articles.values():
        dated: Article | InputProblem = article
        if article.published.day is None:
            days = neighbours.get(folder_of(article.file), ())
            dated = _attempt(partial(infer_date, article, days), article.file)
        if isinstance(dated, InputProblem):
            problems.append(dated)
        else:
            yield dated


def _rank(article: Article) -> str:
    return copy_rank(article.published, article.outlet, article.file)


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
        _date_undated(store, extract, Workers(1), version, [])
        if decision:
            decide(store, decision)
    update_claims(store)
    return article


def _count(store: Store, report: IngestReport) -> None:
    report.articles, report.claims, report.statements = read_totals(store)
    undated = undated_articles(store)
    report.undated = [a for a in undated if a.published.day is None]
    report.inferred = [a for a in undated if a.published.basis == "inferred"]


@dataclass(slots=True)
class _Watch:
    """Counts what is done, and tells whoever wants to know; ``sizes`` are bytes of the files."""

    tell: Callable[[IngestEvent], None] | None
    sizes: list[int]
    files: int = 0
    articles: int = 0
    file: str = ""
    bytes_before: int = 0
    bytes_here: int = 0
    taken: int = 0
    waiting: int = 0
    bytes_in_all: int = field(init=False)

    def __post_init__(self) -> None:
        self.bytes_in_all = sum(self.sizes)  # once: it is asked for at every article

    def begin(self, entry: Path | InputProblem) -> None:
        self.file, self.bytes_here = str(getattr(entry, "where", entry)), 0

    def read(self, article: Article) -> None:
        """Of a file of many articles, the texts tell roughly how far it is read; if packed, not."""
        size = self.sizes[self.files]
        self.taken += 1
        if not self.file.endswith(PACKED):
            self.bytes_here = min(size, self.bytes_here + len(article.text))

    def handed_on(self) -> None:
        self.waiting += 1

    def stored(self) -> None:
        self.articles += 1
        self.waiting -= 1
        self._tell()

    def end(self) -> None:
        self.bytes_before += self.sizes[self.files]
        self.bytes_here = 0
        self.files += 1
        self._tell()

    def _tell(self) -> None:
        if self.tell:
            read = (self.bytes_before + self.bytes_here) / max(1, self.bytes_in_all)
            share = read * (1 - self.waiting / max(1, self.taken))
            self.tell(IngestEvent(self.files, len(self.sizes), self.file, self.articles, share))


PACKED = (".gz", ".zip", ".tgz", ".bz2", ".xz")


def _size(entry: Path | InputProblem) -> int:
    try:
        return entry.stat().st_size if isinstance(entry, Path) else 0
    except OSError:
        return 0


def _fresh_articles(
    inputs: Sequence[Path | InputProblem],
    store: Store,
    options: IngestOptions,
    version: str,
    report: IngestReport,
    watch: _Watch,
    workers: Workers,
) -> Iterator[Article]:
    """Yield the articles that are new or must be read again, counting all of them into
    ``report``."""
    ranks: dict[str, str] = {}
    for entry, outcomes in _read_inputs(inputs, watch.sizes, options, workers):
        watch.begin(entry)
        for outcome in outcomes:
            if isinstance(outcome, InputProblem):
                report.failed.append(outcome)
                continue
            watch.read(outcome)
            rank = _rank(outcome)
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
                ranks[outcome.id] = _rank(kept)
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


def _read_inputs(
    inputs: Sequence[Path | InputProblem],
    sizes: Sequence[int],
    options: IngestOptions,
    workers: Workers,
) -> Iterator[tuple[Path | InputProblem, Iterable[Article | InputProblem]]]:
    """Yield each input with what it holds, in order: read by the workers, or here, one article
    after another, where a file may hold too many to be held at once.
    """
    read = partial(_all_outcomes, published=options.published, outlet=options.outlet)
    by_place = groupby(zip(inputs, sizes, strict=True), key=lambda entry: _is_for_workers(*entry))
    for is_for_workers, entries in by_place:
        paths = (entry for entry, _ in entries)
        if is_for_workers and workers.count > 1:
            yield from workers.each(read, paths, lost=_lost_file)
        else:
            for entry in paths:
                yield entry, _outcomes(entry, options.published, options.outlet)


def _is_for_workers(entry: Path | InputProblem, size: int) -> bool:
    if isinstance(entry, InputProblem) or str(entry) == "-":
        return False
    return size <= FEW_ARTICLES or entry.suffix.lower() in ONE_ARTICLE


def _all_outcomes(
    entry: Path | InputProblem, *, published: date | None, outlet: str | None
) -> Iterable[Article | InputProblem]:
    return list(_outcomes(entry, published, outlet))


def _lost_file(entry: Path | InputProblem) -> Iterable[Article | InputProblem]:
    return [_ended_worker(str(entry))]


def _outcomes(
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
    while (outcome := _attempt(partial(next, outcomes, None), file)) is not None:
        yield outcome


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
    return _rank(article) < copy_rank(known, stored.outlet, stored.file)


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


def _save_undated(store: Store, articles: Iterable[Article], watch: _Watch) -> Iterator[Article]:
    """Put undated articles into the store for later and pass the dated ones on."""
    for article in articles:
        if article.published.day is None:
            save_article(store, article, (), rules_version="undated")
            watch.stored()
        else:
            yield article


def _extract_all(
    articles: Iterable[Article], extract: Extract, workers: Workers, failed: list[InputProblem]
) -> Iterator[tuple[Article, list[Statement]]]:
    """Yield each article with its statements, in the order of ``articles``."""
    return _extract_bundles(_bundles(articles), extract, workers, failed)


def _extract_bundles(
    bundles: Iterable[list[Article]],
    extract: Extract,
    workers: Workers,
    failed: list[InputProblem],
) -> Iterator[tuple[Article, list[Statement]]]:
    read = partial(_statements_of, extract=extract)
    for bundle, found in workers.each(read, bundles, lost=_no_statements, most=1):
        if found is None and len(bundle) > 1:  # one of them ended the process: which one?
            alone = ([article] for article in bundle)
            yield from _extract_bundles(alone, extract, workers, failed)
            continue
        outcomes = found or [_ended_worker(article.file) for article in bundle]
        for article, outcome in zip(bundle, outcomes, strict=True):
            if isinstance(outcome, InputProblem):
                failed.append(outcome)
            else:
                yield article, outcome


def _statements_of(
    bundle: list[Article], *, extract: Extract
) -> Sequence[list[Statement] | InputProblem]:
    """Return the statements of each article; where reading them together fails, one by one, with
    the problem of each on which it fails."""
    found = _attempt(partial(extract, bundle), bundle[0].file)
    if not isinstance(found, InputProblem):
        return found
    if len(bundle) == 1:
        return [found]
    return [one for article in bundle for one in _statements_of([article], extract=extract)]


def _attempt(work: Callable[[], Item], file: str) -> Item | InputProblem:
    """Return what ``work`` returns or, where it fails as nobody foresaw, the problem of ``file``:
    one article that the program cannot read does not keep it from the others."""
    try:
        return work()
    except Problem:  # explained already: the rules are wrong, say, for every article
        raise
    except Exception as error:
        place = extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__} in {PurePath(place.filename).name}, line {place.lineno}"
        return _left_out(f"reading it failed: {said}", file)


def _bundles(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield what is read stage by stage: first few articles, to store early, then some dozens; what
    the stages find is held for a whole bundle."""
    return _grouped(
        articles,
        lambda article: len(article.text),
        sizes=(FIRST_BUNDLE, BUNDLE),
        characters=BUNDLE_CHARACTERS,
    )


def _batches(
    extracted: Iterable[tuple[Article, list[Statement]]],
) -> Iterator[list[tuple[Article, list[Statement]]]]:
    """Yield what goes into the store at once: few articles, and no more than a second's work."""
    return _grouped(
        extracted,
        lambda one: len(one[0].text),
        sizes=(FIRST_BATCH, BATCH),
        characters=BATCH_CHARACTERS,
    )


def _grouped(
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


def _ended_worker(file: str) -> InputProblem:
    return _left_out("reading it ended the worker process", file)


def _left_out(what: str, file: str) -> InputProblem:
    return InputProblem(
        "CTL-I020",
        what,
        where=file,
        hint="it was left out and is tried again at the next ingest; please report it",
    )


def _reread_stale(
    store: Store, extract: Extract, workers: Workers, version: str, failed: list[InputProblem]
) -> int:
    """Read articles again whose statements an older rule set made; returns how many."""
    stale = [
        article.id
        for article in articles_read_otherwise(store, version)
        if article.rules_version != "undated" and is_sure(article.published.basis)
    ]
    loaded = (load_article(store, article_id) for article_id in stale)
    for article, statements in _extract_all(loaded, extract, workers, failed):
        save_article(store, article, statements, rules_version=version)
    return len(stale)


def _date_undated(
    store: Store, extract: Extract, workers: Workers, version: str, failed: list[InputProblem]
) -> None:
    """Infer the day of every undated article from its words and the dated articles of its
    folder."""
    folders = pending_folders(store)
    read = partial(_read_undated, extract=extract)
    for undated, found in workers.each(read, _undated(store, folders, version), lost=_no_reading):
        outcome = _ended_worker(undated.article.file) if found is None else found
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
    return _attempt(partial(_dated_anew, undated, extract), undated.article.file)


def _dated_anew(undated: _Undated, extract: Extract) -> Sequence[tuple[Article, list[Statement]]]:
    article = infer_date(undated.article, undated.neighbours)
    return () if article.published == undated.last else ((article, extract([article])[0]),)


def _no_reading(undated: _Undated) -> None:
    """What is known of an undated article that ended the process that read it."""


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
