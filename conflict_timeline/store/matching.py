"""The tables that keep claims incremental: views, their keys, accepted pairs, and what waits.

Every function reads or writes only the rows it names, through an index: the cost of an ingest
depends on what it touches, not on what the store holds. Lists of values travel as one JSON value,
because SQLite takes a limited number of them.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from conflict_timeline.model import Claim, Link, Statement
from conflict_timeline.record_json import claim_from_json, claim_line, statement_line
from conflict_timeline.store.database import Store
from conflict_timeline.store.folding import storable
from conflict_timeline.store.query import statement_from_row
from conflict_timeline.store.write import clear_claims

EACH = "json_each(?) AS wanted CROSS JOIN"
LAST_DAY = 10_000_000  # later than any ordinal


class Member(NamedTuple):
    """A statement of a view, as far as its place in the order of the sources goes."""

    published: str
    article: str
    start: int
    end: int
    id: str


class Key(NamedTuple):
    """One row of a block of claims that may be linked."""

    day: int
    claim: str


class State(NamedTuple):
    """What the claims were built with: rules, the last decision."""

    matched_with: str | None
    decided: int


def read_state(store: Store) -> State:
    """Return what the claims were built with."""
    row = store.row("SELECT matched_with, decided FROM claims_state")
    return State(*row) if row else State(None, 0)


def start_over(store: Store, matched_with: str) -> None:
    """Empty the claims and all that matching derived; every dated statement waits again."""
    with store.transaction() as connection:
        clear_claims(store)
        for table in ("pending", "views", "view_keys", "view_pairs", "matched", "link_keys"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM found_links")
        connection.execute("DELETE FROM link_gists")
        connection.execute(
            "INSERT INTO pending (day, statement) SELECT json_extract(record, '$.date') AS day, id "
            "FROM statements WHERE day IS NOT NULL ORDER BY day, id"
        )
        connection.execute("UPDATE claims_state SET matched_with = ?, decided = 0", (matched_with,))


def read_pending(store: Store, limit: int) -> list[tuple[str, str]]:
    """Return (day, statement) of what waits, in order of day, at most ``limit``."""
    return list(
        store.rows("SELECT day, statement FROM pending ORDER BY day, statement LIMIT ?", (limit,))
    )


def drop_pending(store: Store, rows: Sequence[tuple[str, str]]) -> None:
    """Forget that these rows wait."""
    with store.transaction() as connection:
        connection.executemany("DELETE FROM pending WHERE day = ? AND statement = ?", rows)


def settle(store: Store, decided: int, *, is_stale: bool) -> None:
    """Remember that the claims follow the decisions up to ``decided``, and, unless more waits, all
    that is stored."""
    with store.transaction() as connection:
        connection.execute("UPDATE claims_state SET decided = ?", (decided,))
        if not is_stale:
            connection.execute("UPDATE claims_state SET stale = 0")


def load_statements(store: Store, ids: Collection[str]) -> Iterator[tuple[Statement, str]]:
    """Yield the statements called ``ids`` that are there, each with its JSON, in this order."""
    for article, record in store.rows(
        f"SELECT s.article, s.record FROM {EACH} statements AS s ON s.id = wanted.value",
        (json.dumps(list(ids)),),
    ):
        yield statement_from_row(store, record, article), record


def views_of(store: Store, statements: Collection[str]) -> dict[str, int]:
    """Return the view of each matched statement."""
    return dict(
        store.rows(
            f"SELECT m.statement, m.view FROM {EACH} matched AS m ON m.statement = wanted.value",
            (json.dumps(list(statements)),),
        )
    )


def known_views(store: Store, digests: Collection[int]) -> dict[str, int]:
    """Return record and number of the views that have one of ``digests``."""
    return dict(
        store.rows(
            f"SELECT v.record, v.n FROM {EACH} views AS v ON v.digest = wanted.value",
            (json.dumps(list(digests)),),
        )
    )


def view_records(store: Store, views: Collection[int]) -> dict[int, str]:
    """Return the records of ``views`` by number."""
    return dict(
        store.rows(
            f"SELECT v.n, v.record FROM {EACH} views AS v ON v.n = wanted.value",
            (json.dumps(list(views)),),
        )
    )


def next_view(store: Store) -> int:
    """Return a number that no view has, nor any greater one."""
    row = store.row("SELECT coalesce(max(n), 0) + 1 FROM views")
    return int(row[0]) if row else 1


def add_views(store: Store, rows: Iterable[tuple[int, int | None, str]]) -> None:
    """Add views: number, digest, record."""
    with store.transaction() as connection:
        connection.executemany("INSERT INTO views (n, digest, record) VALUES (?, ?, ?)", rows)


def add_view_keys(store: Store, rows: Iterable[tuple[int, int, int]]) -> None:
    """Add (key, day, view); sorted here, so that neighbours are written together."""
    with store.transaction() as connection:
        connection.executemany(
            "INSERT INTO view_keys (key, day, view) VALUES (?, ?, ?)", sorted(rows, key=_KEY)
        )


_KEY = itemgetter(0)  # neighbours by their keys: to compare whole rows takes twice as long


def drop_views(store: Store, views: Collection[int], keys: Iterable[tuple[int, int, int]]) -> None:
    """Remove views with their ``keys`` and pairs."""
    numbers = [(view,) for view in views]
    pairs = list(
        store.rows(
            f"SELECT p.other, p.view FROM {EACH} view_pairs AS p ON p.view = wanted.value",
            (json.dumps(list(views)),),
        )
    )
    with store.transaction() as connection:
        connection.executemany("DELETE FROM views WHERE n = ?", numbers)
        connection.executemany(
            "DELETE FROM view_keys WHERE key = ? AND day = ? AND view = ?", sorted(keys)
        )
        connection.executemany("DELETE FROM view_pairs WHERE view = ?", numbers)
        connection.executemany("DELETE FROM view_pairs WHERE view = ? AND other = ?", sorted(pairs))


def keys_in_use(store: Store, keys: Iterable[int]) -> set[int]:
    """Return those of ``keys`` that any stored view has: in a young store few."""
    return _in_use(store, "view_keys", keys)


def link_keys_in_use(store: Store, keys: Iterable[int]) -> set[int]:
    """Return those of ``keys`` that any stored claim has."""
    return _in_use(store, "link_keys", keys)


def _in_use(store: Store, table: str, keys: Iterable[int]) -> set[int]:
    if store.row(f"SELECT max(key) FROM {table}") == (None,):
        return set()
    sql = f"SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM {table} WHERE key = value)"
    return {row[0] for row in store.rows(sql, (json.dumps(sorted(set(keys))),))}


def sharing(store: Store, wanted: Iterable[tuple[int, int, int]]) -> dict[int, list[int]]:
    """Return the views that have a key and lie in its days, or on no day, by key.

    ``wanted`` are (key, first day, last day) of ``view_keys``, no two of one key overlapping.
    """
    found: defaultdict[int, list[int]] = defaultdict(list)
    with _wanted_keys(store, wanted):
        for key, view in store.rows(
            "SELECT k.key, k.view FROM temp.wanted_keys AS w CROSS JOIN view_keys AS k "
            "ON k.key = w.key AND k.day BETWEEN w.low AND w.high UNION ALL "
            "SELECT k.key, k.view FROM (SELECT DISTINCT key FROM temp.wanted_keys) AS w "
            "CROSS JOIN view_keys AS k ON k.key = w.key AND k.day = 0"
        ):
            found[key].append(view)
    return found


class _wanted_keys:
    """A temporary table of (key, low, high) for as long as a query joins it."""

    def __init__(self, store: Store, rows: Iterable[tuple[int, int, int]]) -> None:
        self.connection = store.connection
        self.rows = rows

    def __enter__(self) -> None:
        self.connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS wanted_keys "
            "(key INTEGER, low INTEGER, high INTEGER, PRIMARY KEY (key, low)) WITHOUT ROWID"
        )
        self.connection.execute("DELETE FROM temp.wanted_keys")
        self.connection.executemany(
            "INSERT INTO temp.wanted_keys (key, low, high) VALUES (?, ?, ?)", sorted(self.rows)
        )

    def __exit__(self, *_: object) -> None:
        self.connection.execute("DELETE FROM temp.wanted_keys")


def add_pairs(store: Store, pairs: Iterable[tuple[int, int, float]]) -> None:
    """Add accepted pairs of views with their scores."""
    rows = [
        row for one, other, score in pairs for row in ((one, other, score), (other, one, score))
    ]
    with store.transaction() as connection:
        connection.executemany(
            "INSERT INTO view_pairs (view, other, score) VALUES (?, ?, ?)", sorted(rows)
        )


def reachable(store: Store, views: Collection[int]) -> set[int]:
    """Return the views that accepted pairs lead to from ``views``, with these."""
    return {
        row[0]
        for row in store.rows(
            "WITH RECURSIVE reached (view) AS (SELECT value FROM json_each(?) UNION "
            "SELECT p.other FROM reached CROSS JOIN view_pairs AS p ON p.view = reached.view) "
            "SELECT view FROM reached",
            (json.dumps(list(views)),),
        )
    }


def pairs_among(store: Store, views: Collection[int]) -> dict[int, dict[int, float]]:
    """Return the accepted neighbours of each of ``views`` that has any, with their scores."""
    found: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for view, other, score in store.rows(
        f"SELECT p.view, p.other, p.score FROM {EACH} view_pairs AS p ON p.view = wanted.value",
        (json.dumps(list(views)),),
    ):
        found[view][other] = score
    return dict(found)


def members_of(store: Store, views: Collection[int]) -> dict[int, list[Member]]:
    """Return the statements of each view that has any, in the order of the sources."""
    found: defaultdict[int, list[Member]] = defaultdict(list)
    for view, *member in store.rows(
        'SELECT m.view, m.published, s.article, s.start, s."end", s.id '
        f"FROM {EACH} matched AS m ON m.view = wanted.value "
        "CROSS JOIN statements AS s ON s.id = m.statement",
        (json.dumps(list(views)),),
    ):
        found[view].append(Member(*member))
    for members in found.values():
        members.sort()
    return dict(found)


def save_matched(
    store: Store, *, gone: Collection[str], now: Iterable[tuple[str, int, str]]
) -> None:
    """Forget the statements that are ``gone``; ``now`` are (statement, view, published)."""
    with store.transaction() as connection:
        connection.executemany(
            "DELETE FROM matched WHERE statement = ?", [(statement,) for statement in gone]
        )
        connection.executemany(
            "INSERT OR REPLACE INTO matched (statement, view, published) VALUES (?, ?, ?)",
            sorted(now),
        )


def without_members(store: Store, views: Collection[int]) -> list[int]:
    """Return those of ``views`` that no statement has any more."""
    return [
        row[0]
        for row in store.rows(
            "SELECT value FROM json_each(?) WHERE NOT EXISTS "
            "(SELECT 1 FROM matched WHERE view = value)",
            (json.dumps(list(views)),),
        )
    ]


def claims_holding(store: Store, statements: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the claims that hold any of ``statements``, each with all its members in order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for claim, statement in store.rows(
        "SELECT c.claim, c.statement FROM (SELECT DISTINCT s.claim AS claim FROM "
        f"{EACH} claim_statements AS s ON s.statement = wanted.value) AS held "
        "CROSS JOIN claim_statements AS c ON c.claim = held.claim ORDER BY c.claim, c.position",
        (json.dumps(list(statements)),),
    ):
        found[claim].append(statement)
    return {claim: tuple(members) for claim, members in found.items()}


def load_claims(store: Store, ids: Collection[str]) -> Iterator[Claim]:
    """Yield the claims called ``ids`` that are there, in no order; articles by their prefix."""
    for (record,) in store.rows(
        f"SELECT c.record FROM {EACH} claims AS c ON c.id = wanted.value",
        (json.dumps(list(ids)),),
    ):
        yield claim_from_json(json.loads(record))


def change_link_keys(
    store: Store,
    *,
    gone: Iterable[tuple[int, int, str]],
    come: Iterable[tuple[int, int, str]],
) -> None:
    """Remove and add (key, day, claim)."""
    with store.transaction() as connection:
        connection.executemany(
            "DELETE FROM link_keys WHERE key = ? AND day = ? AND claim = ?", sorted(gone, key=_KEY)
        )
        connection.executemany(
            "INSERT OR IGNORE INTO link_keys (key, day, claim) VALUES (?, ?, ?)",
            sorted(come, key=_KEY),
        )


def change_gists(store: Store, *, gone: Iterable[str], come: Iterable[tuple[str, str]]) -> None:
    """Remove the gists of claims; add (claim, gist)."""
    with store.transaction() as connection:
        connection.executemany(
            "DELETE FROM link_gists WHERE claim = ?", [(claim,) for claim in sorted(gone)]
        )
        connection.executemany(
            "INSERT OR REPLACE INTO link_gists (claim, gist) VALUES (?, ?)", sorted(come)
        )


def gists_of(store: Store, claims: Collection[str]) -> dict[str, str]:
    """Return the gists of ``claims``."""
    return dict(
        store.rows(
            f"SELECT g.claim, g.gist FROM {EACH} link_gists AS g ON g.claim = wanted.value",
            (json.dumps(list(claims)),),
        )
    )


def link_blocks(
    store: Store, keys: Iterable[int], *, largest: int
) -> Iterator[tuple[int, list[Key] | None]]:
    """Yield each of ``keys`` that two claims or more share with its block, in order.

    A block of more than ``largest`` claims comes as None: read the parts that matter through
    ``link_window``.
    """
    with _wanted_keys(store, ((key, 0, LAST_DAY) for key in keys)):
        block: list[Key] = []
        before: int | None = None
        for key, size, day, claim in store.rows(
            "WITH sized AS MATERIALIZED (SELECT w.key, (SELECT count(*) FROM (SELECT 1 FROM "
            "link_keys AS c WHERE c.key = w.key LIMIT ? + 1)) AS size FROM temp.wanted_keys AS w) "
            "SELECT sized.key, sized.size, k.day, k.claim FROM sized LEFT JOIN link_keys AS k "
            "ON k.key = sized.key AND sized.size <= ? WHERE sized.size > 1",
            (largest, largest),
        ):
            if key != before:
                if block and before is not None:
                    yield before, block
                block, before = [], key
            if size > largest:
                yield key, None
            else:
                block.append(Key(day, claim))
        if block and before is not None:
            yield before, block


def link_window(store: Store, key: int, around: Key, *, reach: int) -> list[Key]:
    """Return the rows of one block around a place in it: ``reach`` on each side, in order."""
    place = (key, around.day, around.claim)
    sides = ("< (?, ?) ORDER BY day DESC, claim DESC", ">= (?, ?) ORDER BY day, claim")
    return sorted(
        Key(*row)
        for side in sides
        for row in store.rows(
            f"SELECT day, claim FROM link_keys WHERE key = ? AND (day, claim) {side} LIMIT ?",
            (*place, reach + 1),
        )
    )


def is_near_in_block(store: Store, key: int, one: Key, other: Key, *, reach: int) -> bool:
    """Return whether two claims of a block lie at most ``reach`` places apart."""
    first, last = sorted((one, other))
    row = store.row(
        "SELECT count(*) FROM (SELECT 1 FROM link_keys WHERE key = ? AND (day, claim) > (?, ?) "
        "AND (day, claim) <= (?, ?) LIMIT ?)",
        (key, *first, *last, reach + 1),
    )
    return row is not None and row[0] <= reach


def links_found(store: Store, claims: Collection[str]) -> dict[str, set[Link]]:
    """Return all links found from each of ``claims`` that has any, shown or not."""
    found: defaultdict[str, set[Link]] = defaultdict(set)
    for claim, kind, other, reason in store.rows(
        f"SELECT l.claim, l.type, l.other, l.reason FROM {EACH} found_links AS l "
        "ON l.claim = wanted.value",
        (json.dumps(list(claims)),),
    ):
        found[claim].add(Link(kind, other, json.loads(reason)))
    return dict(found)


def drop_links_to(store: Store, claims: Collection[str]) -> set[str]:
    """Remove the links found from and to ``claims``; returns the claims that had one to them."""
    values = [(claim,) for claim in claims]
    sources = {
        row[0]
        for row in store.rows(
            f"SELECT l.claim FROM {EACH} found_links AS l ON l.other = wanted.value",
            (json.dumps(list(claims)),),
        )
    }
    with store.transaction() as connection:
        connection.executemany("DELETE FROM found_links WHERE claim = ?", values)
        connection.executemany("DELETE FROM found_links WHERE other = ?", values)
    return sources


def linked(store: Store, pairs: Collection[tuple[Key, Key]]) -> list[tuple[Key, Key]]:
    """Return those of ``pairs`` of claims between which a link was found, one way or the other."""
    names = {place.claim for pair in pairs for place in pair}
    known = set(
        store.rows(
            f"SELECT l.claim, l.other FROM {EACH} found_links AS l ON l.claim = wanted.value",
            (json.dumps(list(names)),),
        )
    )
    return [
        (one, other)
        for one, other in pairs
        if (one.claim, other.claim) in known or (other.claim, one.claim) in known
    ]


def drop_links_between(store: Store, pairs: Iterable[tuple[str, str]]) -> None:
    """Remove the links found between the claims of each pair."""
    both = [way for one, other in pairs for way in ((one, other), (other, one))]
    with store.transaction() as connection:
        connection.executemany("DELETE FROM found_links WHERE claim = ? AND other = ?", both)


def add_links(store: Store, links: Iterable[tuple[str, Link]]) -> None:
    """Add links that were found, each with the claim it leads from."""
    with store.transaction() as connection:
        connection.executemany(
            "INSERT OR IGNORE INTO found_links (claim, other, type, reason) VALUES (?, ?, ?, ?)",
            sorted(
                (claim, link.claim, link.type, json.dumps(link.reason)) for claim, link in links
            ),
        )


def show_links(store: Store, claim: Claim, *, weight: float) -> None:
    """Store ``claim`` with the links it has now, and nothing else about it that changed."""
    with store.transaction() as connection:
        connection.execute(
            "UPDATE claims SET record = ?, weight = ? WHERE id = ?",
            (claim_line(claim, map(statement_line, claim.statements)), weight, claim.id),
        )
        connection.execute("DELETE FROM claim_links WHERE claim = ?", (claim.id,))
        connection.executemany(
            "INSERT OR IGNORE INTO claim_links (claim, type, other, reason) VALUES (?, ?, ?, ?)",
            [(claim.id, link.type, link.claim, storable(link.reason)) for link in claim.links],
        )
