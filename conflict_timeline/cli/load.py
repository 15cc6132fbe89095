"""``ctl load``: bring what a cluster wrote into the store."""

from typing import Annotated

import typer

from conflict_timeline.cli.filters import days_of
from conflict_timeline.cli.options import Call
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.cli.terminal import hint, say, say_kept
from conflict_timeline.record_json import json_line
from conflict_timeline.store import open_store
from conflict_timeline.store.folding import fold_name


def load(
    call: Call,
    run: Annotated[
        str, typer.Argument(metavar="DIR", help="What `ctl ingest --engine spark` wrote.")
    ],
    city: Annotated[
        list[str] | None, typer.Option("--city", metavar="NAME", help="Only claims there.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Only from that day on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Only up to that day.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as JSON on stdout.")] = False,
) -> None:
    """Bring the claims that a cluster made into the store, all or a part, with their articles.

    \b
      ctl load run/
      ctl --db kharkiv.db load run/ --city Kharkiv --since 2022-03
    """
    from conflict_timeline.engines.load import Part, load_run
    from conflict_timeline.engines.run_tables import open_run
    from conflict_timeline.extract import place_named

    names = list(city or ())
    names += [place.name for name in names if (place := place_named(name))]
    part = Part(
        cities=frozenset(map(fold_name, names)),
        since=days_of(since)[0] if since else None,
        until=days_of(until)[1] if until else None,
    )
    tables = open_run(run)
    with open_store(call.store_path, create=True) as store:
        say_kept(store)
        counts = load_run(tables, store, part)
    if as_json:
        write_pieces([json_line(counts) + "\n"], None)
    elif not call.quiet:
        say(", ".join(f"{count} {what}" for what, count in counts.items()))
    hint("Next: `ctl timeline`", quiet=call.quiet)
