"""``ctl ingest``: read articles into the store, once."""

import sys
from collections import Counter
from datetime import date as Day
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflict_timeline.cli.articles import settling_command
from conflict_timeline.cli.filters import days_of
from conflict_timeline.cli.options import Call, RulesOption
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.terminal import Progress, hint, say, say_kept, say_problem
from conflict_timeline.problems import InputProblem, UsageProblem
from conflict_timeline.record_json import json_line
from conflict_timeline.store import Store, open_store

if TYPE_CHECKING:
    from conflict_timeline.pipeline import IngestReport
    from conflict_timeline.store import StoredArticle

SHOWN_ALIKE = 5
"""Failures of one kind that are shown one by one before they are only counted."""


class Engine(StrEnum):
    """What reads the articles: this machine into the store, or a Spark cluster into a folder."""

    local = "local"
    spark = "spark"


def ingest(
    call: Call,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files and folders; - reads stdin.")
    ],
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DAY", help="Publication day of all of them: 2022-03-02."),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Outlet of all of them.")
    ] = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", metavar="N", min=0, help="Worker processes; 0: all cores."),
    ] = 1,
    rules: RulesOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read; store nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON on stdout.")] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="spark: on many machines, into --out.")
    ] = Engine.local,
    master: Annotated[
        str | None,
        typer.Option("--master", metavar="ADDRESS", help="The Spark cluster: spark://HOST:7077."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="DIR", help="Where Spark writes; then `ctl load DIR`."),
    ] = None,
) -> None:
    """Read files and folders into the store; run it again for what is new.

    \b
      ctl ingest articles/
      ctl ingest report.txt --date 2022-03-02 --outlet "BBC News"

    An article is known by its bytes: what was read before is not read twice. A file that cannot be
    read is named, the rest is stored, and the exit code is 3.
    """
    if Path("-") in paths and sys.stdin.isatty():
        raise UsageProblem(
            "CTL-U001",
            "nothing is piped in",
            hint="ctl ingest - reads an article from a pipe; name files or folders otherwise",
        )
    _refuse_addresses(paths)
    from conflict_timeline.pipeline import IngestEvent, IngestOptions
    from conflict_timeline.pipeline import ingest as run

    published = _one_day(date) if date else None
    if engine is Engine.spark:
        _ingest_on_spark(paths, master, out, published, outlet, rules, as_json, quiet=call.quiet)
        return
    if master or out:
        raise UsageProblem(
            "CTL-U001", "--master and --out go with a cluster", hint="add --engine spark"
        )
    progress = Progress(quiet=call.quiet)

    def show(event: IngestEvent) -> None:
        progress.show(event)

    options = IngestOptions(
        published=published, outlet=outlet, jobs=jobs, dry_run=dry_run, rules=rules
    )
    with _open(call, dry_run=dry_run) as store:
        say_kept(store)
        try:
            report = run(paths, store, options, progress=show)
        finally:
            progress.clear()
    _say_failures(report.failed, as_json=call.log_format == "json")
    if as_json:
        write_pieces([json_line(_report_json(report)) + "\n"], None)
    elif not call.quiet:
        _say_summary(report, dry_run=dry_run)
    if report.new or report.reread:
        hint("Next: `ctl timeline`", quiet=call.quiet)
    if report.failed:
        raise typer.Exit(InputProblem.exit_code)


def _ingest_on_spark(
    paths: list[Path],
    master: str | None,
    out: str | None,
    published: Day | None,
    outlet: str | None,
    rules: Path | None,
    as_json: bool,
    *,
    quiet: bool,
) -> None:
    if not (master and out) or Path("-") in paths:
        raise UsageProblem(
            "CTL-U001",
            "--engine spark reads files and folders and needs --master and --out",
            hint="--master spark://HOST:7077 --out DIR",
        )
    from conflict_timeline.engines.session import start_session
    from conflict_timeline.engines.spark import run_job

    spark = start_session(master)
    try:
        counts = run_job(spark, paths, out, published=published, outlet=outlet, rules=rules)
    finally:
        spark.stop()
    if as_json:
        write_pieces([json_line(counts) + "\n"], None)
    elif not quiet:
        say(", ".join(f"{count} {what}" for what, count in counts.items()) + f" in {out}")
    hint(f"Next: `ctl load {out}`", quiet=quiet)
    if counts["problems"]:
        raise typer.Exit(InputProblem.exit_code)


def _refuse_addresses(paths: list[Path]) -> None:
    """Articles are read from files: an address is not taken for a folder that is missing."""
    for path in paths:
        scheme, _, rest = path.as_posix().partition(":/")
        if len(scheme) > 1 and scheme.isalnum() and rest and not path.exists():
            raise UsageProblem(
                "CTL-U025",
                "is an address; articles are read from files and folders",
                where=f"{scheme}://{rest.lstrip('/')}",
                hint="fetch it, or mount it under the same path on every machine (mount-s3, "
                "gcsfuse, hdfs-fuse), and name that path",
            )


def _open(call: Call, *, dry_run: bool) -> Store:
    """A dry run reads the store if there is one, and makes none."""
    if not dry_run:
        return open_store(call.store_path, create=True)
    if call.store_path.exists():
        return open_store(call.store_path, create=False)
    return open_store(Path(":memory:"), create=True)


def _one_day(text: str) -> Day:
    first, last = days_of(text)
    if first != last:
        raise UsageProblem("CTL-U003", f"“{text}” is no day", hint="write --date 2022-03-02")
    return first


def _say_failures(failed: list[InputProblem], *, as_json: bool) -> None:
    """Each failure on one line; many of one kind are counted instead."""
    alike = Counter(problem.code for problem in failed)
    shown: Counter[str] = Counter()
    for problem in failed:
        shown[problem.code] += 1
        if as_json or shown[problem.code] <= SHOWN_ALIKE:
            say_problem(problem, as_json=as_json)
    for code, count in alike.items():
        if count > SHOWN_ALIKE and not as_json:
            say(f"ctl: {count - SHOWN_ALIKE} more of [{code}]: see `ctl articles --failed`")


def _say_summary(report: "IngestReport", *, dry_run: bool) -> None:
    if not (report.new or report.unchanged or report.failed):
        say("ctl: nothing to read there; `ctl help formats` lists what is read")
    done = [f"{report.new} new", f"{report.unchanged} unchanged"]
    if report.reread:
        done.append(f"{report.reread} read again")
    if report.failed:
        done.append(f"{len(report.failed)} failed")
    if dry_run:
        say(f"{', '.join(done)} (dry run: nothing stored)")
        return
    say(f"{', '.join(done)}; {report.statements} statements, {report.claims} claims in the store")
    for contradicted in report.contradicted[:SHOWN_ALIKE]:
        published = contradicted.published
        say(
            f"{contradicted.file}: {published.day} by its name, {published.candidates[0]} by its "
            f"own words; the name was believed "
            f"(settle it: {settling_command(contradicted, str(published.candidates[0]))})"
        )
    _say_rest(len(report.contradicted), "articles with two days")
    for article in report.inferred[:SHOWN_ALIKE]:
        day = article.published.day
        say(f"{article.file}: no date; {day} is inferred (see `ctl articles`)")
    _say_rest(len(report.inferred), "inferred dates")
    for article in report.undated[:SHOWN_ALIKE]:
        say(
            f"{article.file}: no date found{_possible(article)}, so its relative dates stay open "
            f"(settle it: {settling_command(article)})"
        )
    _say_rest(len(report.undated), "articles without a date")


def _possible(article: "StoredArticle") -> str:
    """Return the days that the article's words leave, as the analyst who settles it needs them."""
    days = article.published.candidates
    return f" ({days[0]} to {days[-1]} is possible)" if days else ""


def _say_rest(count: int, what: str) -> None:
    if count > SHOWN_ALIKE:
        say(f"{count - SHOWN_ALIKE} more {what}: see `ctl articles`")


def _report_json(report: "IngestReport") -> dict[str, object]:
    return {
        "new": report.new,
        "unchanged": report.unchanged,
        "reread": report.reread,
        "articles": report.articles,
        "statements": report.statements,
        "claims": report.claims,
        "failed": [
            {"file": p.where, "code": p.code, "message": p.what, "hint": p.hint}
            for p in report.failed
        ],
        "undated": [article.file for article in report.undated],
        "contradicted": [
            {
                "file": a.file,
                "dates": [str(day) for day in (a.published.day, *a.published.candidates)],
            }
            for a in report.contradicted
        ],
        "inferred": [
            {"file": a.file, "date": a.published.day.isoformat() if a.published.day else None}
            for a in report.inferred
        ],
    }
