"""``ctl review``: decide what the rules were not sure of; every decision is kept."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from conflict_timeline.cli.filters import claim_filter
from conflict_timeline.cli.options import Call, FilterOptions
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.terminal import hint, say, say_kept
from conflict_timeline.problems import UsageProblem
from conflict_timeline.review import (
    FIELDS,
    ItemKind,
    ReviewItem,
    check_value,
    effect_of,
    find_items,
    orphans,
    slot_of,
    verdict,
)
from conflict_timeline.store.articles import article_text, stored_rules_version
from conflict_timeline.store.database import Store, open_store
from conflict_timeline.store.decisions import Decision, TargetKind, decide, read_decisions
from conflict_timeline.store.query import claims_are_stale, find_claims

KEYS = {
    "a": "accept", "r": "reject", "u": "unsure", "m": "merge", "k": "keep_apart", "d": "date",
    "c": "city", "s": "speaker", "t": "status", "i": "kinds",
}  # fmt: skip
HELP = {
    "pair": "(m)erge (k)eep apart (u)nsure (n)ote (p)revious (q)uit",
    "other": "(a)ccept (r)eject (d)ate (c)ity (s)peaker s(t)atus k(i)nds (u)nsure (n)ote "
    "(p)revious (q)uit",
}

NONE = "-"
MAY_BE_NONE = ("city", "speaker", "kinds")


class Verdict(NamedTuple):
    """What was decided about one item, before who and when are known."""

    action: str
    field: str | None = None
    new: str | None = None
    reason: str | None = None


def review(
    call: Call,
    filters: FilterOptions,
    dates: Annotated[bool, typer.Option("--dates", help="Only uncertain days.")] = False,
    places: Annotated[bool, typer.Option("--places", help="Only uncertain places.")] = False,
    pairs: Annotated[bool, typer.Option("--pairs", help="Only claims that may be one.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Also what you decided before.")] = False,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Write the items to CSV or JSONL."),
    ] = None,
    apply: Annotated[
        Path | None,
        typer.Option("--apply", metavar="FILE", help="Read decisions from CSV or JSONL."),
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="Print every decision as JSON Lines.")] = False,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Print what two analysts decided differently.")
    ] = False,
    who: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Who decides (also: CTL_USER).")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing: accept every item as it stands.")
    ] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Ask nothing: fail where a question would come.")
    ] = False,
) -> None:
    """Go through what the rules were not sure of, one item at a time; it resumes where you stopped.

    \b
      ctl review --city Kharkiv --dates
      ctl review --export items.csv          fill in decision, new and reason, then
      ctl review --apply items.csv
      ctl review --log > mine.jsonl          a second analyst applies it with --apply

    Decisions are only ever added. They hold when the articles are read again.
    """
    analyst = who or call.user
    if log or conflicts:
        with open_store(call.store_path, create=False) as store:
            write_pieces(_log(store) if log else _conflicts(store), None)
        return
    chosen = [
        kind
        for kind, wanted in (("date", dates), ("place", places), ("pair", pairs))
        if wanted or not (dates or places or pairs)
    ]
    kinds: list[ItemKind] = [kind for kind in ("date", "place", "pair") if kind in chosen]
    with open_store(call.store_path, create=False, write=export is None) as store:
        say_kept(store)
        if apply is not None:
            from conflict_timeline.cli.decisions_file import read_decision_file

            _apply(store, read_decision_file(apply, analyst), call)
            return
        wanted = claim_filter(store, filters, quiet=call.quiet)
        items = list(find_items(find_claims(store, wanted), kinds))
        if not every:
            done = _decided(store, analyst)
            items = [item for item in items if (item.kind, item.target_id) not in done]
        if export is not None:
            from conflict_timeline.cli.decisions_file import write_items

            write_pieces(write_items(items, jsonl=export.suffix == ".jsonl"), export)
            return
        if yes:
            _apply(store, [_decision(store, item, _as_it_stands(item), analyst) for item in items],
                   call)  # fmt: skip
            return
        if no_input or not (sys.stdin.isatty() and sys.stdout.isatty()):
            why = "--no-input is given" if no_input else "this is no terminal"
            raise UsageProblem(
                "CTL-U017",
                f"review asks questions, and {why}",
                hint="use --export FILE and --apply FILE, or --yes to accept every item",
            )
        try:
            _ask_all(store, items, analyst, call)
        finally:  # also when the analyst stops with Ctrl-C: what was decided holds
            if claims_are_stale(store):
                from conflict_timeline.matching import update_claims

                update_claims(store)
    hint("Next: `ctl timeline`; `ctl review --log` prints every decision.", quiet=call.quiet)


def _as_it_stands(item: ReviewItem) -> Verdict:
    """Return the decision that changes nothing: two claims that may be one stay two."""
    return Verdict("keep_apart" if item.kind == "pair" else "accept", reason="--yes")


def _ask_all(store: Store, items: list[ReviewItem], analyst: str, call: Call) -> None:
    """Ask about each item; every decision is stored at once."""
    from conflict_timeline.cli.screen import print_lines
    from conflict_timeline.views.review import draw_item

    if not items:
        say("Nothing is left to review here.")
        return
    at = made = 0
    while at < len(items):
        item = items[at]
        title = f"[{at + 1}/{len(items)}] {item.kind}: {item.why}"
        print_lines(draw_item(item.claims, title=title, contexts=_contexts(store, item)), call)
        answer = _ask(item)
        if answer == "quit":
            break
        if answer == "previous":
            at = max(0, at - 1)
            continue
        if isinstance(answer, Verdict):
            decide(store, _decision(store, item, answer, analyst))
            made += 1
            if answer.action == "note":
                continue
        at += 1
    say(f"{made} decisions stored as {analyst}; {len(items) - at} items left")


def _ask(item: ReviewItem) -> Verdict | str:
    """Return what the analyst decides about ``item``, or "quit" or "previous"."""
    help_line = HELP.get(item.kind, HELP["other"])
    allowed = {"u", "n", "p", "q"} | ({"m", "k"} if item.kind == "pair" else set("ardcsti"))
    while True:
        say(f"{help_line} ?")
        key = read_key().lower()
        if key in ("q", ""):
            return "quit"
        if key == "p":
            return "previous"
        if key not in allowed:
            continue
        if key == "n":
            return Verdict("note", reason=read_line("note: "))
        word = KEYS[key]
        if word not in FIELDS:
            return Verdict(word, reason=read_line("reason: ") if word == "reject" else None)
        typed = read_line(f"{word} ({NONE} for none): " if word in MAY_BE_NONE else f"{word}: ")
        if not typed:
            continue
        try:
            new = check_value(word, "" if typed == NONE and word in MAY_BE_NONE else typed)
        except UsageProblem as problem:
            say(str(problem))
            continue
        if word == "city" and new and not _is_known_place(new):
            say(f"“{new}” is in no gazetteer: it is kept as written, without coordinates")
        return Verdict("set", word, new, read_line("reason: ") or None)


def _is_known_place(name: str) -> bool:
    from conflict_timeline.extract import place_named

    return place_named(name) is not None


def read_key() -> str:
    """Return one key of the terminal, without waiting for the end of a line."""
    try:
        import termios
        import tty
    except ImportError:  # not on Windows
        return sys.stdin.readline().strip()[:1]
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def read_line(prompt: str) -> str:
    """Return a line that the analyst types."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _contexts(store: Store, item: ReviewItem) -> tuple[tuple[str, str], ...]:
    from conflict_timeline.views.show import context_of

    return tuple(
        context_of(article_text(store, head.article), head.start, head.end)
        for head in (claim.representative for claim in item.claims)
    )


def _decision(store: Store, item: ReviewItem, answer: Verdict, analyst: str) -> Decision:
    kind: TargetKind = "pair" if item.kind == "pair" else "statement"
    return Decision(
        who=analyst,
        target_kind=kind,
        target_id=item.target_id,
        action=answer.action,
        field=answer.field or item.kind,
        old=_old(item, answer.field),
        new=answer.new,
        reason=answer.reason,
        rules_version=stored_rules_version(store) or "",
    )


def _old(item: ReviewItem, field: str | None) -> str | None:
    head = item.claims[0].representative
    values = {
        "date": head.when.filing_day.isoformat() if head.when else "",
        "city": ", ".join(head.cities),
        "speaker": ", ".join(head.speakers),
        "status": head.status.name,
        "kinds": ", ".join(head.kinds),
    }
    return values.get(field or "")


def _decided(store: Store, analyst: str) -> set[tuple[str, str]]:
    """What this analyst has decided: the kind of item and its target."""
    done = set()
    for decision in read_decisions(store):
        if decision.who == analyst and decision.action not in ("note", "undo"):
            about = "pair" if decision.target_kind == "pair" else decision.field
            kinds = ["date", "place"] if decision.action == "reject" else [about]
            done |= {(kind or "", decision.target_id) for kind in kinds}
            if about == "city":
                done.add(("place", decision.target_id))
            if about == "pair":
                done.add(("pair", decision.target_id))
    return done


def _apply(store: Store, rows: list[Decision], call: Call) -> None:
    """Add the decisions that are new, in one transaction; report what contradicts another's."""
    from conflict_timeline.matching import update_claims

    known = {(slot_of(d), d.who, *verdict(d)) for d in read_decisions(store)}
    before = set(effect_of(read_decisions(store)).conflicts)
    added = 0
    with store.transaction():
        for row in rows:
            if (slot_of(row), row.who, *verdict(row)) not in known:
                decide(store, row)
                added += 1
        if added:
            update_claims(store)
    effect = effect_of(read_decisions(store))
    if not call.quiet:
        say(f"{added} decisions added, {len(rows) - added} were there already")
    for first, other in effect.conflicts:
        if (first, other) in before:
            continue
        say(f"ctl: {_disagreement(first, other)} [CTL-U018]")


def _disagreement(first: Decision, other: Decision) -> str:
    def words(decision: Decision) -> str:
        value = f" {decision.field} = {decision.new}" if decision.action == "set" else ""
        return f"{decision.who}: {decision.action}{value}"

    return f"{first.target_id}: {words(first)} (holds), {words(other)}"


def _log(store: Store) -> Iterator[str]:
    from conflict_timeline.record_json import json_line

    statements = frozenset(row[0] for row in store.rows("SELECT id FROM statements"))
    decisions = list(read_decisions(store))
    lost = {decision.id for decision in orphans(decisions, statements)}
    for decision in decisions:
        yield json_line(decision._asdict() | {"orphaned": decision.id in lost}) + "\n"


def _conflicts(store: Store) -> Iterator[str]:
    for first, other in effect_of(read_decisions(store)).conflicts:
        yield _disagreement(first, other) + "\n"
