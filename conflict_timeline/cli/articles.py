"""``ctl articles``: what was read, each date and how it was found, what failed."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from conflict_timeline.cli.filters import days_of
from conflict_timeline.cli.options import Call, RulesOption
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.screen import Line, print_lines
from conflict_timeline.cli.terminal import hint, say, say_kept
from conflict_timeline.model import Article
from conflict_timeline.problems import UsageProblem
from conflict_timeline.record_json import json_line
from conflict_timeline.safe_text import safe_text
from conflict_timeline.store import (
    Decision,
    Failure,
    StoredArticle,
    open_store,
    read_articles,
    read_failures,
)

COLUMNS = ("published", "basis", "outlet", "statements", "file", "record", "id", "evidence")


def articles(
    call: Call,
    set_date: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--set-date",
            metavar="FILE DAY",
            help="Settle an article's publication day: its file, file name or id, and 2022-03-02.",
        ),
    ] = None,
    undated: Annotated[
        bool, typer.Option("--undated", help="Only those without a date of their own.")
    ] = False,
    failed: Annotated[bool, typer.Option("--failed", help="Only files that failed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
    rules: RulesOption = None,
    who: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Who decides (also: CTL_USER).")
    ] = None,
) -> None:
    """List the articles: the day each was published, how that is known, and what failed.

    \b
      ctl articles --undated
      ctl articles --set-date 004.txt 2022-03-02
    """
    if set_date:
        _set_date(call, *set_date, rules=rules, who=who)
        return
    with open_store(call.store_path, create=False) as store:
        found = [] if failed else read_articles(store)
        failures = [] if undated else read_failures(store)
    if undated:
        found = [a for a in found if a.published.basis in ("inferred", "none")]
    if as_json:
        rows = [_article_json(a) for a in found] + [_failure_json(f) for f in failures]
        write_pieces([json_line(rows) + "\n"], None)
    elif sys.stdout.isatty():
        print_lines([*_screen(found), *_failed_screen(failures)], call)
        hint("Next: `ctl articles --set-date FILE DAY` settles a day for good.", quiet=call.quiet)
    else:
        rows_ = [COLUMNS, *(_row(a) for a in found), *(_failed_row(f) for f in failures)]
        write_pieces(("\t".join(row) + "\n" for row in rows_), None)


def _set_date(call: Call, name: str, text: str, *, rules: Path | None, who: str | None) -> None:
    """Store the decision, then read the article again with its new day."""
    from conflict_timeline.pipeline import find_article
    from conflict_timeline.pipeline import set_date as read_again

    first, last = days_of(text)
    if first != last:
        raise UsageProblem(
            "CTL-U003", f"“{text}” is no day", hint="write the whole day: 2022-03-02"
        )
    with open_store(call.store_path, create=False, write=True) as store:
        say_kept(store)
        article = find_article(store, name)
        old = article.published.day.isoformat() if article.published.day else None
        decision = _decision(article, old, first.isoformat(), who=who or call.user)
        read_again(store, article.id, first, rules=rules, decision=decision)
    if not call.quiet:
        say(f"{article.file}: published {first}, set by you (was {old or 'unknown'})")
        hint("Next: `ctl timeline`", quiet=call.quiet)


def settling_command(article: Article | StoredArticle, day: str = "YYYY-MM-DD") -> str:
    """Return the command that settles the article's day, ready for a shell."""
    name = article.id[:12] if article.record else article.file
    return f"ctl articles --set-date {shlex.quote(safe_text(name))} {day}"


def _decision(article: StoredArticle, old: str | None, new: str, *, who: str) -> Decision:
    return Decision(
        who=who,
        target_kind="article",
        target_id=article.id,
        action="set_date",
        field="published",
        old=old,
        new=new,
        rules_version=article.rules_version,
    )


def _evidence(article: StoredArticle) -> str:
    found = "; ".join(f"“{item.text}”: {item.proves}" for item in article.published.evidence)
    if article.published.candidates and article.published.day is None:
        days = ", ".join(str(day) for day in article.published.candidates)
        found = f"{found + '; ' if found else ''}possible: {days}"
    if _is_contradicted(article):
        own = article.published.candidates[0].isoformat()
        found += f"; settle it: {settling_command(article, own)}"
    return found


def _is_contradicted(article: StoredArticle) -> bool:
    return article.published.day is not None and bool(article.published.candidates)


def _screen(found: list[StoredArticle]) -> list[Line]:
    lines: list[Line] = []
    for article in found:
        day = article.published.day
        doubtful = article.published.basis in ("inferred", "none") or _is_contradicted(article)
        record = f" record {article.record}" if article.record else ""
        lines.append(
            (
                ("mark" if doubtful else "bold", f"{day.isoformat() if day else 'no date':<12}"),
                ("", f"{article.published.basis:<13}"),
                ("", f"{article.n_statements:>4} statements  "),
                ("", safe_text(f"{article.file}{record}")),
                ("dim", safe_text(f"  {article.outlet or ''}")),
            )
        )
        if doubtful and (why := _evidence(article)):
            lines.append((("dim", " " * 12), ("dim", safe_text(why))))
    return lines


def _failed_screen(failures: list[Failure]) -> list[Line]:
    return [
        (("bad", f"{'failed':<12}"), ("", safe_text(f"{f.path}: {f.message} [{f.code}]")))
        for f in failures
    ]


def _row(article: StoredArticle) -> tuple[str, ...]:
    day = article.published.day
    return tuple(
        safe_text(value)
        for value in (
            day.isoformat() if day else "",
            article.published.basis,
            article.outlet or "",
            str(article.n_statements),
            article.file,
            article.record or "",
            article.id,
            _evidence(article),
        )
    )


def _failed_row(failure: Failure) -> tuple[str, ...]:
    return ("", "failed", "", "0", safe_text(failure.path), "", "", safe_text(failure.message))


def _article_json(article: StoredArticle) -> dict[str, object]:
    published = article.published
    return {
        "id": article.id,
        "file": article.file,
        "record": article.record,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "lang": article.lang,
        "published": published.day.isoformat() if published.day else None,
        "published_basis": published.basis,
        "published_evidence": [
            {"text": e.text, "start": e.start, "end": e.end, "proves": e.proves}
            for e in published.evidence
        ],
        "published_candidates": [day.isoformat() for day in published.candidates],
        "statements": article.n_statements,
        "rules_version": article.rules_version,
        "tool_version": article.tool_version,
        "read_at": article.read_at,
        "failed": None,
    }


def _failure_json(failure: Failure) -> dict[str, object]:
    return {"file": failure.path, "failed": {"code": failure.code, "message": failure.message}}
