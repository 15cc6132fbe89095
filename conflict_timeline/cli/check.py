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
from conflict_timeline.record_json import claim_from_json, claim_to_json, json_line
from conflict_timeline.safe_text import safe_text
from conflict_timeline.store import (
    Store,
    article_text,
    open_store,
    read_articles,
    read_decisions,
)
from conflict_timeline.store.articles import find_stored
from conflict_timeline.store.decisions import decided_day
from conflict_timeline.store.folding import storable

_ORPHANS = (
    (
        "claims name statements that are not there",
        "SELECT count(*) FROM claim_statements WHERE statement NOT IN (SELECT id FROM statements)",
    ),
    (
        "dated statements belong to no claim",
        "SELECT count(*) FROM statements WHERE "
        "CASE WHEN json_valid(record) THEN json_extract(record, '$.date') END IS NOT NULL "
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
            found += [*_unreadable_articles(store)]
            found += [*_orphans(store), *_moved_spans(store), *_changed_claims(store)]
            found += [*_unreadable_decisions(store)]
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


def _unreadable_articles(store: Store) -> Iterator[str]:
    for row in store.rows("SELECT id FROM articles"):
        try:
            find_stored(store, row[0])
        except Problem as problem:
            yield f"article {row[0][:16]}: {problem.what}"


def _moved_spans(store: Store) -> Iterator[str]:
    """Every statement must be exactly the characters of its article that it points at."""
    article, text = "", ""
    for row in store.rows(
        'SELECT article, id, start, "end", record FROM statements '
        "WHERE article IN (SELECT article FROM article_texts) ORDER BY article, start, id"
    ):
        if row[0] != article:
            article, text = row[0], ""
            try:
                text = article_text(store, article)
            except Problem as problem:
                yield f"article {article[:16]}: {problem.what}"
        if (said := _said(row[4])) is None:
            yield f"statement {row[1]} has a record that cannot be read"
        elif text[row[2] : row[3]] != said:
            yield f"statement {row[1]} is not what article {article[:16]} says"


def _said(record: str) -> str | None:
    """Return the text of a statement's record, None where it cannot be read."""
    try:
        return str(json.loads(record)["text"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _changed_claims(store: Store) -> Iterator[str]:
    """Every claim must be readable, be called as its row is, and quote its statements."""
    for row in store.rows("SELECT id, text, record FROM claims ORDER BY n"):
        try:
            claim = claim_from_json(json.loads(row[2]))
            head = storable(claim.representative.text)
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
            yield f"claim {row[0]} has a record that cannot be read"
            continue
        is_whole = json_line(claim_to_json(claim)) == row[2]
        if not is_whole or (claim.id, head) != (row[0], row[1]):
            yield f"claim {row[0]} has a record that says something else"
        for statement in claim.statements:
            stored = store.row("SELECT record FROM statements WHERE id = ?", (statement.id,))
            if stored is not None and _said(stored[0]) not in (None, statement.text):
                yield f"claim {row[0]} does not say what statement {statement.id} says"


def _unreadable_decisions(store: Store) -> Iterator[str]:
    for decision in read_decisions(store):
        is_day = decision.action == "set_date" or (decision.action, decision.field) == (
            "set",
            "date",
        )
        if is_day and decided_day(decision.new) is None:
            yield f"decision {decision.id} of {decision.who} sets a day that is none"


def _changed_files(store: Store) -> Iterator[str]:
    """Read every file again: each article of the store must still be in it, byte for byte."""
    from conflict_timeline.problems import InputProblem
    from conflict_timeline.reading import read_file

    for file, group in groupby(read_articles(store), key=lambda article: article.file):
        stored = list(group)
        if file == "-":
            continue  # standard input leaves nothing to compare with
        outcomes = [outcome for path in _files_stored_as(file) for outcome in read_file(path)]
        found = {outcome.id for outcome in outcomes if not isinstance(outcome, InputProblem)}
        lost = [article for article in stored if article.id not in found]
        problem = next((o for o in outcomes if isinstance(o, InputProblem)), None)
        if lost and not found and problem is not None:
            yield f"{file}: {problem.what}"
        elif lost and len(stored) == 1:
            yield f"{file}: has changed since it was read"
        elif lost:
            yield f"{file}: {len(lost)} of its {len(stored)} articles have changed or are gone"


def _files_stored_as(name: str) -> list[Path]:
    """Return the files that the store knows as ``name``: it keeps ``?`` for what is no letter in
    UTF-8, so there may be several; the name itself where there is none."""
    if "?" not in name:
        return [Path(name)]
    found = [Path(Path(name).anchor)]
    for part in Path(name).relative_to(found[0]).parts:
        found = [folder / entry for folder in found for entry in _entries(folder, part)]
    return sorted(found) or [Path(name)]


def _entries(folder: Path, stored: str) -> list[str]:
    if "?" not in stored:
        return [stored]
    try:
        return [entry.name for entry in folder.iterdir() if storable(entry.name) == stored]
    except OSError:
        return []
