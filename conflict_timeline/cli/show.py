"""``ctl show ID``: one claim whole."""

import json
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from conflict_timeline.cli.options import Call
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.screen import print_lines
from conflict_timeline.cli.terminal import hint
from conflict_timeline.model import Article, Claim, Published, Statement
from conflict_timeline.problems import UsageProblem
from conflict_timeline.record_json import claim_to_json, json_line
from conflict_timeline.store import (
    ClaimFilter,
    Store,
    article_text,
    find_claims,
    load_article,
    open_store,
)
from conflict_timeline.store.query import claims_starting_with

if TYPE_CHECKING:
    from conflict_timeline.views.source import SourcePlace


def show(
    call: Call,
    id: Annotated[
        str, typer.Argument(metavar="ID", help="A claim's or a statement's id, or its beginning.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="The claim with its context.")] = False,
) -> None:
    """Show one claim: every statement in its context, and how each value was reached.

    \b
      ctl show 3f9a12
      ctl show 3f9a12 --json | jq .statements
    """
    with open_store(call.store_path, create=False) as store:
        claim = find_one(store, id)
        if as_json:
            write_pieces([json_line(_with_context(store, claim)) + "\n"], None)
            return
        from conflict_timeline.views.show import show_claim

        print_lines(
            show_claim(
                claim,
                text_of=cache(lambda article: article_text(store, article)),
                published_of=cache(lambda article: _published(store, article)),
                linked=lambda other: next(find_claims(store, ClaimFilter(ids=[other])), None),
                place_of=lambda statement: _place(
                    load_article(store, statement.article), statement
                ),
            ),
            call,
        )
        file = claim.representative.file
    hint(f"Next: `ctl explain TEXT` for the rules; the source is {file}", quiet=call.quiet)


def find_one(store: Store, prefix: str) -> Claim:
    """Return the claim whose id starts with ``prefix``. Raises UsageProblem for none or several."""
    found = claims_starting_with(store, prefix.strip()) if prefix.strip() else []
    if len(found) > 1 and prefix not in found:
        raise UsageProblem(
            "CTL-U011",
            f"“{prefix}” begins {len(found)} ids",
            hint=f"one of {', '.join(found[:5])}",
        )
    claim = next(find_claims(store, ClaimFilter(ids=found[:1])), None) if found else None
    if claim is None:
        raise UsageProblem(
            "CTL-U011", f"no claim is called “{prefix}”", hint="`ctl timeline` shows the ids"
        )
    return claim


def _place(article: Article, statement: Statement) -> "SourcePlace":
    from conflict_timeline.views.source import source_place

    return source_place(
        article.file,
        article.record,
        text=article.text,
        start=statement.start,
        title=article.title,
        url=article.url,
    )


def _published(store: Store, article: str) -> Published:
    return load_article(store, article).published


def _with_context(store: Store, claim: Claim) -> dict[str, object]:
    from conflict_timeline.views.show import context_of

    value = claim_to_json(claim)
    for row, statement in zip(value["statements"], claim.statements, strict=True):
        article = load_article(store, statement.article)
        before, after = context_of(article.text, statement.start, statement.end)
        row["context"] = {"before": before, "after": after}
        row["source"] = _place(article, statement)._asdict()
        row["published_evidence"] = [
            {"text": e.text, "start": e.start, "end": e.end, "proves": e.proves}
            for e in article.published.evidence
        ]
    parsed: dict[str, object] = json.loads(json_line(value))
    return parsed
