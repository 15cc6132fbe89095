"""A store of the hand-made world, for tests of everything that reads one."""

import sqlite3
from contextlib import closing
from pathlib import Path

from conflict_timeline.claims.digest import claim_weight
from conflict_timeline.store import database, open_store, save_article, save_claims, save_failure
from tests import records

MIGRATIONS = Path(database.__file__).with_name("migrations")


def make_store(path: Path) -> Path:
    """Write the hand-made world to ``path`` and return it."""
    articles, claims = records.world()
    with open_store(path, create=True) as store:
        for article, statements in articles:
            save_article(store, article, statements, rules_version="r1")
        save_claims(store, claims, weigh=claim_weight)
        save_failure(store, "articles/scan.pdf", "CTL-I003", "PDF support is not installed")
    return path


def make_old_store(path: Path, version: int) -> Path:
    """Write the hand-made world to ``path`` as a ctl of that version of the store had it."""
    now = make_store(path.with_name(f"{path.name}.now"))
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("PRAGMA journal_mode = WAL")
        for script in sorted(MIGRATIONS.glob("*.sql"))[:version]:
            old.executescript(script.read_text(encoding="utf-8"))
        old.execute(f"PRAGMA user_version = {version}")
        old.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
        old.execute("ATTACH ? AS now", (str(now),))
        names = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT GLOB ?"
        for (table,) in old.execute(names, ("claims_fts_*",)).fetchall():
            columns = ", ".join(
                f'"{row[0]}"'
                for row in old.execute(f"SELECT name FROM pragma_table_info('{table}')")
            )
            old.execute(
                f"INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}"
            )
    for file in now.parent.glob(f"{now.name}*"):
        file.unlink()
    return path
