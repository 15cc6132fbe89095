"""Stores that somebody else made: nothing hangs or fails without words, nothing is believed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import ctl
from tests.stores import make_store

READING = (("timeline",), ("timeline", "--jsonl"), ("articles",), ("status",), ("check",))
ENDLESS = (
    "CREATE VIEW {0} AS WITH RECURSIVE x (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) "
    "SELECT c.* FROM old AS c, x"
)


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make a store and change it behind ctl's back."""
    monkeypatch.chdir(tmp_path)
    make_store(tmp_path / "timeline.db")

    def change(*statements: str) -> None:
        with closing(sqlite3.connect("timeline.db", isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            for statement in statements:
                connection.execute(statement)

    return change


@pytest.mark.parametrize("table", ["claims", "articles", "claim_terms"])
def test_a_view_in_the_place_of_a_table_is_refused(
    changed: Callable[..., None], table: str
) -> None:
    changed("PRAGMA legacy_alter_table = ON", f"ALTER TABLE {table} RENAME TO old",
            ENDLESS.format(table))  # fmt: skip
    for arguments in (*READING, ("ingest", ".")):
        done = ctl(*arguments)
        assert done.code == 1
        assert "[CTL-S012]" in done.err


def test_a_trigger_changes_nothing_that_ctl_stores(changed: Callable[..., None]) -> None:
    changed("CREATE TRIGGER t AFTER INSERT ON statements BEGIN DELETE FROM decisions; END")
    before = Path("timeline.db").read_bytes()
    for arguments in READING:
        assert ctl(*arguments).code == 0  # reading runs no trigger
    done = ctl("ingest", ".")
    assert done.code == 1
    assert "trigger t" in done.err
    assert "[CTL-S012]" in done.err
    assert Path("timeline.db").read_bytes() == before


def test_tables_and_views_of_the_user_do_no_harm(changed: Callable[..., None]) -> None:
    changed("CREATE TABLE mine (a)", "CREATE VIEW my_view AS SELECT * FROM claims")
    changed("CREATE TRIGGER t AFTER INSERT ON mine BEGIN DELETE FROM mine; END")
    Path("in").mkdir()
    assert ctl("ingest", "in").code == 0


DEEP = "'[' || replace(printf('%.{0}c', 'x'), 'x', '[') || replace(printf('%.{0}c', 'x'), 'x', ']')"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claims SET record = '{'",
        "UPDATE claims SET record = '[1, 2]'",
        "UPDATE claims SET record = '7'",
        f"UPDATE claims SET record = {DEEP.format(900)} || ']'",
        f"UPDATE claims SET record = {DEEP.format(90_000)}",
        "UPDATE claims SET record = json_set(record, '$.when', 5)",
        "UPDATE claims SET record = json_remove(record, '$.statements')",
        "UPDATE claims SET record = json_set(record, '$.text', 'Nothing happened.')",
        "UPDATE claims SET text = 'Nothing happened.'",
        "UPDATE claims SET record = json_set(record, '$.statements[0].text', 'Nothing happened.')",
        "UPDATE claims SET record = json_set(record, '$.id', 'ffff')",
        "UPDATE statements SET record = '{'",
        f"UPDATE statements SET record = {DEEP.format(90_000)}",
        "UPDATE articles SET evidence = '{'",
        "UPDATE articles SET candidates = '[5]'",
        "UPDATE articles SET published = '9999-99-99'",
        "UPDATE article_texts SET text = x'ff00'",
    ],
)
def test_records_that_were_changed_are_told(changed: Callable[..., None], change: str) -> None:
    changed(change)
    for arguments in (*READING, ("show", "a"), ("disputes",), ("figures",), ("export", "html")):
        done = ctl(*arguments)
        assert done.code in (0, 1, 2)
        assert "CTL-X001" not in done.err
        assert "Traceback" not in done.err
    done = ctl("check")
    assert done.code == 1
    assert "[CTL-S011]" in done.err


@pytest.mark.parametrize("command", [("timeline", "--json"), ("timeline", "--jsonl")], ids=str)
def test_records_of_strangers_drive_no_terminal(
    changed: Callable[..., None], command: tuple[str, ...]
) -> None:
    whole = ctl(*command).out
    changed("UPDATE claims SET record = json_set(record, '$.text', 'a' || char(8238) || 'b')")
    changed("UPDATE claims SET record = replace(record, '{', '{' || char(10))")
    printed = ctl(*command).out
    assert "\u202e" not in printed
    assert "\\u202e" in printed
    assert len(printed.splitlines()) == len(whole.splitlines())


@pytest.mark.parametrize(
    ("kind", "action", "field"),
    [("article", "set_date", "published"), ("statement", "set", "date")],
)
@pytest.mark.parametrize("new", ["soon", None, "9999-99-99"])
def test_decisions_of_strangers_that_name_no_day_decide_nothing(
    changed: Callable[..., None], kind: str, action: str, field: str, new: str | None
) -> None:
    target = f"(SELECT id FROM {kind}s ORDER BY id LIMIT 1)"
    value = f"'{new}'" if new else "NULL"
    before = ctl("timeline", "--jsonl").out
    changed(
        "INSERT INTO decisions (who, tool_version, rules_version, target_kind, target_id, action, "
        f"field, new) VALUES ('eve', '', '', '{kind}', {target}, '{action}', '{field}', {value})"
    )
    assert ctl("timeline", "--jsonl").out == before
    Path("in").mkdir()
    assert ctl("ingest", "in").code == 0
    for arguments in (("timeline",), ("articles",), ("review", "--log"), ("review", "--conflicts")):
        assert ctl(*arguments).code == 0
    done = ctl("check")
    assert "decision 1 of eve sets a day that is none" in done.out
    assert done.code == 1
