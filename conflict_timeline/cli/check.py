"""``ctl check``: is the store sound, and are the files still what was read?"""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from conflict_timeline.cli.options import Call
from conflict_timeline.cli.terminal import say
from conflict_timeline.problems import Problem
from conflict_timeline.safe_text import safe_text
from conflict_timeline.store import Store, article_text, open_store, read_articles

_ORPHANS = (
    (
        "claims name statements that are not there",
        "SELECT count(*) FROM claim_statements WHERE statement NOT IN (SELECT id FROM statements)",
    ),
    (
        "dated statements belong to no claim",
        "SELECT count(*) FROM statements WHERE json_extract(record, '$.date') IS NOT NULL "
        "AND id NOT IN (SELECT statement FROM claim_statements) "
        "AND NOT EXISTS (SELECT 1 FROM decisions WHERE action = 'reject')",
    ),
    (
        "links lead to claims that are not there",
        "SELECT count(*) FROM claim_links WHERE other NOT IN (SELECT id FROM claims)",
    ),
    (
        "articles have no text",
        "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article FROM article_texts)",
    ),
)


def check(
    call: Call,
    articles: Annotated[
        bool, typer.Option("--articles", help="Hash the files again and say what changed.")
    ] = False,
) -> None:
    """Check that the store is whole and that every statement is what its article says.

    Exit code 1 when something is wrong. Nothing is changed.
    """
    with open_store(call.store_path, create=False) as store:
        found = [*_damage(store)]
        if not found:
            found += [*_orphans(store), *_moved_spans(store)]
        if articles:
            found += [*_changed_files(store)]
    for line in found:
        typer.echo(safe_text(line))
    if found:
        say(f"ctl: {call.store_path}: {len(found)} problems found [CTL-S011]")
        raise typer.Exit(1)
    if not call.quiet:
        say(f"{call.store_path}: sound")


def _damage(store: Store) -> Iterator[str]:
    """SQLite's own check, then the search index's."""
    try:
        for row in store.rows("PRAGMA integrity_check(20)"):
            if row[0] != "ok":
                yield f"the file is damaged: {row[0]}"
        for row in store.rows("PRAGMA foreign_key_check"):
            yield f"a row of {row[0]} belongs to nothing"
    except Problem as problem:
        yield f"the file is damaged: {problem.what}"
        yield from _whole_tables(store)


def _whole_tables(store: Store) -> Iterator[str]:
    """Say table by table what can still be read from a damaged file."""
    for table in ("articles", "article_texts", "statements", "claims", "decisions"):
        try:
            row = store.row(f"SELECT count(*) FROM (SELECT * FROM {table} NOT INDEXED)")
            yield f"{table}: {row[0] if row else 0} rows can be read"
        except Problem as problem:
            yield f"{table}: cannot be read whole ({problem.what})"


def _orphans(store: Store) -> Iterator[str]:
    for what, sql in _ORPHANS:
        row = store.row(sql)
        if row and row[0]:
            yield f"{row[0]} {what}"


def _moved_spans(store: Store) -> Iterator[str]:
    """Every statement must be exactly the characters of its article that it points at."""
    article, text = "", ""
    for row in store.rows(
        'SELECT article, id, start, "end", record FROM statements '
        "WHERE article IN (SELECT article FROM article_texts) ORDER BY article, start, id"
    ):
        if row[0] != article:
            article, text = row[0], article_text(store, row[0])
        try:
            said = json.loads(row[4])["text"]
        except (ValueError, KeyError, TypeError):
            yield f"statement {row[1]} has a record that cannot be read"
            continue
        if text[row[2] : row[3]] != said:
            yield f"statement {row[1]} is not what article {article[:16]} says"


def _changed_files(store: Store) -> Iterator[str]:
    """Read every file again: each article of the store must still be in it, byte for byte."""
    from conflict_timeline.problems import InputProblem
    from conflict_timeline.reading import read_file

    for file, group in groupby(read_articles(store), key=lambda article: article.file):
        stored = list(group)
        if file == "-":
            continue  # standard input leaves nothing to compare with
        outcomes = list(read_file(Path(file)))
        found = {outcome.id for outcome in outcomes if not isinstance(outcome, InputProblem)}
        lost = [article for article in stored if article.id not in found]
        problem = next((o for o in outcomes if isinstance(o, InputProblem)), None)
        if lost and not found and problem is not None:
            yield f"{file}: {problem.what}"
        elif lost and len(stored) == 1:
            yield f"{file}: has changed since it was read"
        elif lost:
            yield f"{file}: {len(lost)} of its {len(stored)} articles have changed or are gone"
