"""Completes names from the store: cities, kinds and outlets. Silent when there is no store."""

import os
from pathlib import Path

import typer


def complete_city(context: typer.Context, incomplete: str) -> list[str]:
    """Return the cities of the store that begin with ``incomplete``."""
    return _names(context, "city", incomplete)


def complete_region(context: typer.Context, incomplete: str) -> list[str]:
    """Return the regions of the store that begin with ``incomplete``."""
    return _names(context, "region", incomplete)


def complete_kind(context: typer.Context, incomplete: str) -> list[str]:
    """Return the kinds of event in the store that begin with ``incomplete``."""
    return _names(context, "kind", incomplete)


def complete_outlet(context: typer.Context, incomplete: str) -> list[str]:
    """Return the outlets of the store that begin with ``incomplete``."""
    return _names(context, "outlet", incomplete)


def _names(context: typer.Context, term: str, incomplete: str) -> list[str]:
    from conflict_timeline.problems import Problem
    from conflict_timeline.safe_text import safe_text
    from conflict_timeline.store.database import open_store
    from conflict_timeline.store.folding import fold_name
    from conflict_timeline.store.query import names_of

    wanted = fold_name(incomplete)
    try:
        with open_store(_store_path(context), create=False) as store:
            known = names_of(store, term)
    except Problem:
        return []
    return [safe_text(name) for key, name in sorted(known.items()) if key.startswith(wanted)]


def _store_path(context: typer.Context) -> Path:
    outer = context.parent.params.get("db") if context.parent else None
    return Path(context.params.get("db") or outer or os.environ.get("CTL_DB") or "timeline.db")
