"""Reads the articles of the store, and what could not be read."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_timeline.problems import StoreProblem
from conflict_timeline.store.damage import NO_RECORD, damaged_record
from conflict_timeline.store.database import Store

if TYPE_CHECKING:  # the records cost 10 ms to load, and the stored JSON is printed without them
    from conflict_timeline.model import Article, Published


class StoredArticle(NamedTuple):
    """An article as the store lists it, without its text."""

    id: str
    file: str
    record: str | None
    rules_version: str
    published: "Published"
    outlet: str | None
    title: str | None
    lang: str
    n_statements: int
    url: str | None = None
    header_end: int = 0
    read_at: str = ""
    tool_version: str = ""


class Failure(NamedTuple):
    """A file that could not be read."""

    path: str
    code: str
    message: str


_ARTICLE = (
    "SELECT id, file, record, rules_version, published, published_basis, evidence, candidates, "
    "outlet, title, lang, n_statements, url, header_end, read_at, tool_version FROM articles"
)


def read_articles(store: Store) -> list[StoredArticle]:
    """Return all articles, sorted by file and record."""
    return [_article(row) for row in store.rows(f"{_ARTICLE} ORDER BY file, record, id")]


def find_stored(store: Store, article_id: str) -> StoredArticle | None:
    """Return one article as the store lists it, or None when it is not there."""
    row = store.row(f"{_ARTICLE} WHERE id = ?", (article_id,))
    return None if row is None else _article(row)


def articles_read_otherwise(store: Store, rules_version: str) -> Iterator[StoredArticle]:
    """Yield the articles that were not read with ``rules_version``, by an index: cost as many as
    there are."""
    versions = store.rows(
        "WITH RECURSIVE found (version) AS (SELECT min(rules_version) FROM articles UNION ALL "
        "SELECT (SELECT min(rules_version) FROM articles WHERE rules_version > found.version) "
        "FROM found WHERE found.version IS NOT NULL) "
        "SELECT version FROM found WHERE version IS NOT NULL"
    )
    for (version,) in list(versions):
        if version != rules_version:
            listed = store.rows("SELECT id FROM articles WHERE rules_version = ?", (version,))
            for (article_id,) in list(listed):
                if found := find_stored(store, article_id):
                    yield found


def undated_articles(store: Store) -> list[StoredArticle]:
    """Return the articles whose day is inferred or unknown, sorted by file and record."""
    return [
        _article(row)
        for row in store.rows(
            f"{_ARTICLE} INDEXED BY articles_without_date "
            "WHERE published_basis IN ('inferred', 'none') ORDER BY file, record, id"
        )
    ]


def undated_in_folder(store: Store, folder: str) -> list[StoredArticle]:
    """Return the articles of one folder whose day is inferred or unknown."""
    where, values = _files_under(folder)
    rows = store.rows(
        f"{_ARTICLE} INDEXED BY articles_without_date "
        f"WHERE published_basis IN ('inferred', 'none') AND {where}",
        values,
    )
    found = [_article(row) for row in rows]
    return [article for article in found if str(PurePath(article.file).parent) == folder]


def published_in_folder(store: Store, folder: str) -> Iterator[tuple[str, "Published"]]:
    """Yield file and day of the articles of one folder; an (article's day, basis) once a file."""
    from conflict_timeline.model import Published

    where, values = _files_under(folder)
    for file, day, basis in store.rows(
        f"SELECT DISTINCT file, published, published_basis FROM articles WHERE {where}", values
    ):
        if str(PurePath(file).parent) == folder:
            yield file, Published(date.fromisoformat(day) if day else None, basis)


def _files_under(folder: str) -> tuple[str, list[object]]:
    """Return a condition that all files of ``folder`` meet, and others; by an index."""
    if folder in (".", ""):
        return "1", []
    return "file >= ? AND file < ?", [folder, folder + "\U0010ffff"]


def pending_folders(store: Store) -> dict[str, int]:
    """Return the folders whose undated articles must be dated again, each with its mark."""
    return dict(store.rows("SELECT folder, mark FROM pending_folders"))


def articles_called(store: Store, name: str) -> list[StoredArticle]:
    """Return the articles that ``name`` means: a file, a file's name, a record, or the start of an
    id of at least 6 characters."""
    ids = {row[0] for row in store.rows("SELECT id FROM articles WHERE file = ?", (name,))}
    if len(name) >= 6:
        after = name + "\U0010ffff"
        ids |= {
            row[0]
            for row in store.rows("SELECT id FROM articles WHERE id >= ? AND id < ?", (name, after))
        }
    if not ids:
        ids = {
            row[0]
            for row in store.rows(
                "SELECT id FROM articles WHERE rowid IN (SELECT rowid FROM articles INDEXED BY "
                "articles_by_file WHERE record = ? OR substr(file, ?) = ?)",
                (name, -len(name), name),
            )
        }
    return [article for found in sorted(ids) if (article := find_stored(store, found))]


def load_article(store: Store, article_id: str) -> "Article":
    """Return one article whole, with its text. Raises ``StoreProblem`` when it is not there."""
    from conflict_timeline.model import Article

    row = store.row(f"{_ARTICLE} WHERE id = ?", (article_id,))
    if row is None:
        raise _no_article(store, article_id)
    found = _article(row)
    return Article(
        id=found.id,
        file=found.file,
        text=article_text(store, article_id),
        published=found.published,
        record=found.record,
        header_end=found.header_end,
        title=found.title,
        outlet=found.outlet,
        url=found.url,
        lang=found.lang,
    )


def article_text(store: Store, article_id: str) -> str:
    """Return the decoded text of an article. Raises ``StoreProblem`` when it is not there."""
    row = store.row("SELECT text FROM article_texts WHERE article = ?", (article_id,))
    if row is None:
        raise _no_article(store, article_id)
    text: str | bytes = row[0]
    try:
        return text if isinstance(text, str) else text.decode("utf-8", "surrogatepass")
    except NO_RECORD as error:
        raise damaged_record(store, error) from error


def read_failures(store: Store) -> list[Failure]:
    """Return the files that could not be read, by path."""
    return [
        Failure(*row)
        for row in store.rows("SELECT path, code, message FROM failures ORDER BY path")
    ]


def stored_rules_version(store: Store) -> str | None:
    """Return the rules version that all articles were read with, if it is one."""
    versions = [row[0] for row in store.rows("SELECT DISTINCT rules_version FROM articles LIMIT 2")]
    return versions[0] if len(versions) == 1 else None


def count_undated(store: Store) -> int:
    """Return how many articles have no publication day, not even an inferred one."""
    row = store.row("SELECT count(*) FROM articles WHERE published IS NULL AND n_statements > 0")
    return int(row[0]) if row else 0


def _article(row: tuple[Any, ...]) -> StoredArticle:
    try:
        return _article_of(row)
    except NO_RECORD as error:
        raise StoreProblem(
            "CTL-S007",
            f"the row of an article cannot be read ({type(error).__name__}: {error})",
            hint="`ctl check` says what is whole",
        ) from error


def _article_of(row: tuple[Any, ...]) -> StoredArticle:
    from conflict_timeline.model import Evidence, Published

    (id_, file, record, rules_version, day, basis, evidence, candidates, *rest) = row
    outlet, title, lang, n_statements, url, header_end, read_at, tool_version = rest
    published = Published(
        day=date.fromisoformat(day) if day else None,
        basis=basis,
        evidence=tuple(Evidence(**item) for item in json.loads(evidence)),
        candidates=tuple(date.fromisoformat(item) for item in json.loads(candidates)),
    )
    return StoredArticle(
        id=id_,
        file=file,
        record=record,
        rules_version=rules_version,
        published=published,
        outlet=outlet,
        title=title,
        lang=lang,
        n_statements=n_statements,
        url=url,
        header_end=header_end,
        read_at=read_at,
        tool_version=tool_version,
    )


def _no_article(store: Store, article_id: str) -> StoreProblem:
    return StoreProblem(
        "CTL-S009",
        f"holds no article {article_id[:16]}",
        where=str(store.path),
        hint="ingest its file again",
    )
