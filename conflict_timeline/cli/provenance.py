"""What is needed to make an export again: tool, rules, arguments, articles, decisions, hashes."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from conflict_timeline import __version__
from conflict_timeline.cli.options import FilterOptions
from conflict_timeline.cli.output import write_pieces
from conflict_timeline.record_json import claim_to_json, json_line
from conflict_timeline.store import (
    ClaimFilter,
    Store,
    claims_are_stale,
    find_claims,
    read_decisions,
)
from conflict_timeline.store.articles import StoredArticle, find_stored


class Written(NamedTuple):
    """What was exported: the file (None is the screen), its SHA-256 and its size in bytes."""

    file: Path | None
    sha256: str
    size: int


class Hashed:
    """Text on its way out, with the SHA-256 and the number of the bytes that went by."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = pieces
        self._digest = sha256()
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        for piece in self._pieces:
            content = piece.encode("utf-8", "backslashreplace")
            self._digest.update(content)
            self.size += len(content)
            yield piece

    @property
    def sha256(self) -> str:
        """Return the hex digest of what went by so far."""
        return self._digest.hexdigest()


def write_provenance(
    store: Store,
    wanted: ClaimFilter,
    target: Path,
    *,
    form: str,
    filters: FilterOptions,
    options: dict[str, Any],
    written: Written,
) -> None:
    """Write to ``target`` what the export of ``wanted`` in format ``form`` rests on.

    ``articles`` are those of the exported claims; ``store`` has a digest over all, since claims
    follow from all that was read.
    ``claims`` has the digest of what `ctl timeline --jsonl` prints with the same filters.
    """
    claims, count = sha256(), 0
    ids: set[str] = set()
    for claim in find_claims(store, wanted):
        claims.update(json_line(claim_to_json(claim)).encode() + b"\n")
        count += 1
        ids.update(statement.article for statement in claim.statements)
    articles = [article for one in sorted(ids) if (article := find_stored(store, one))]
    articles.sort(key=lambda article: (article.file, article.record or "", article.id))
    record = {
        "tool": {"name": "ctl", "version": __version__},
        "export": {
            "format": form,
            "filters": _given(filters),
            "options": {key: _plain(value) for key, value in options.items() if value},
            "file": None if str(written.file) in ("None", "-") else str(written.file),
            "sha256": written.sha256,
            "bytes": written.size,
        },
        "claims": {"count": count, "sha256": claims.hexdigest()},
        "rules_versions": sorted({article.rules_version for article in articles}),
        "articles": [_article(article) for article in articles],
        "decisions": [decision._asdict() for decision in read_decisions(store)],
        "store": _whole(store),
    }
    write_pieces([json_line(record) + "\n"], target)


def _given(filters: FilterOptions) -> dict[str, Any]:
    """Return the filters that were given, as they were written."""
    given = {field.name: (getattr(filters, field.name), field.default) for field in fields(filters)}
    return {name: value for name, (value, default) in given.items() if value != default}


def _article(article: StoredArticle) -> dict[str, Any]:
    day = article.published.day
    return {
        "id": article.id,
        "file": article.file,
        "record": article.record,
        "published": day.isoformat() if day else None,
        "published_basis": article.published.basis,
        "outlet": article.outlet,
        "rules_version": article.rules_version,
        "tool_version": article.tool_version,
        "read_at": article.read_at,
    }


def _whole(store: Store) -> dict[str, Any]:
    """Return how much the store holds, and a digest of what every article was read as."""
    digest, count = sha256(), 0
    for row in store.rows(
        "SELECT id, file, published, outlet, rules_version FROM articles ORDER BY id"
    ):
        digest.update(json_line(row).encode() + b"\n")
        count += 1
    return {
        "articles": count,
        "articles_sha256": digest.hexdigest(),
        "interrupted": claims_are_stale(store),
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value
