"""The store keeps what it is given, finds it again, and says what is wrong with its file."""

import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from conflict_timeline import model
from conflict_timeline.problems import StoreProblem
from conflict_timeline.store import (
    ClaimFilter,
    Decision,
    Near,
    Store,
    article_text,
    database,
    days_set,
    decide,
    find_claims,
    forget_article,
    iter_claim_json,
    load_article,
    open_store,
    read_articles,
    read_decisions,
    read_failures,
    read_statements,
    replace_claims,
    save_article,
    save_claims,
    save_failure,
)
from tests import records

ONE = records.article("Shells hit Kharkiv. A bridge in Mykolaiv was raised. Ten died in Aleppo.")
TWO = records.article(
    "Shells hit Kharkiv, officials said.", "folder/two.txt", outlet="Evening Post", basis="inferred"
)
SHELLS = records.statement(ONE, "Shells hit Kharkiv.", actor="Russia")
SHELLS_AGAIN = records.statement(
    TWO, "Shells hit Kharkiv, officials said.", speaker="Olena Mayor", status="claimed"
)
BRIDGE = records.statement(
    ONE, "A bridge in Mykolaiv was raised.", city="Mykolaiv", day=date(2022, 2, 25), kinds=()
)
DEATHS = records.statement(
    ONE,
    "Ten died in Aleppo.",
    city="Aleppo",
    day=date(2022, 3, 1),
    kinds=("casualties",),
    killed=10,
)
CLAIMS = [
    records.claim(DEATHS),
    records.claim(SHELLS, SHELLS_AGAIN),
    records.claim(BRIDGE, links=(model.Link("related", "other", "same day"),)),
]
TEXTS = {
    "bridge": "A bridge in Mykolaiv was raised.",
    "shells": "Shells hit Kharkiv.",
    "deaths": "Ten died in Aleppo.",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a store é.db", create=True) as opened:
        save_article(opened, ONE, [SHELLS, BRIDGE, DEATHS], rules_version="r1")
        save_article(opened, TWO, [SHELLS_AGAIN], rules_version="r1")
        save_claims(opened, CLAIMS)
        yield opened


@pytest.mark.parametrize(
    ("text", "killed", "is_kept"),
    [
        ("Ten died in Kharkiv.", 10.0, True),
        ("Many died in Kharkiv.", float("inf"), False),  # JSON has no such number
        ("Ten died \ud83d\ude00 in Kharkiv.", 10.0, False),  # one character when read again
    ],
    ids=["plain", "infinite", "surrogates"],
)
def test_store_gives_what_it_was_just_given_only_where_reading_gives_the_same(
    tmp_path: Path, text: str, killed: float, *, is_kept: bool
) -> None:
    article = records.article(text)
    given = records.statement(article, text, killed=killed)
    with open_store(tmp_path / "timeline.db", create=True) as store:
        save_article(store, article, [given], rules_version="1")
        assert bool(store.written) == is_kept
        [first], [read] = read_statements(store), read_statements(store)
        assert (first is given) == is_kept
        assert first == read
        assert store.written == {}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (ClaimFilter(), "bridge shells deaths"),
        (ClaimFilter(reverse=True), "deaths shells bridge"),
        (ClaimFilter(cities=["KHARKIV"]), "shells"),
        (ClaimFilter(cities=["Kharkiv", "Aleppo"]), "shells deaths"),
        (ClaimFilter(cities=["Kharkiv"], until=date(2022, 2, 25)), ""),
        (ClaimFilter(cities=["Kharkiv"], kinds=["shelling"], reverse=True), "shells"),
        (ClaimFilter(countries=["SY"]), "deaths"),
        (ClaimFilter(near=Near(50.0, 36.2, 20)), "shells"),
        (ClaimFilter(near=Near(50.0, 36.2, 700)), "bridge shells"),
        (ClaimFilter(since=date(2022, 2, 26)), "shells deaths"),
        (ClaimFilter(since=date(2022, 2, 26), until=date(2022, 2, 26)), "shells"),
        (ClaimFilter(kinds=["casualties", "shelling"]), "shells deaths"),
        (ClaimFilter(kinds=["protest"]), ""),
        (ClaimFilter(statuses=["asserted"]), "bridge shells deaths"),
        (ClaimFilter(actors=["russia"]), "shells"),
        (ClaimFilter(speakers=["mayor"]), "shells"),
        (ClaimFilter(speakers=["may"]), ""),
        (ClaimFilter(outlets=["Post"]), "shells"),
        (ClaimFilter(min_outlets=2), "shells"),
        (ClaimFilter(grep="officials"), "shells"),
        (ClaimFilter(grep="SHELL* kharkiv"), "shells"),
        (ClaimFilter(grep='"hit Kharkiv"'), "shells"),
        (ClaimFilter(grep='"Kharkiv hit"'), ""),
        (ClaimFilter(grep='NEAR( OR "'), ""),
        (ClaimFilter(grep="..."), ""),
        (ClaimFilter(top=1), "shells"),
        (ClaimFilter(top=2, reverse=True), "shells bridge"),
        (ClaimFilter(limit=2), "bridge shells"),
        (ClaimFilter(ids=[CLAIMS[0].id]), "deaths"),
        (ClaimFilter(undated=True), ""),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_store_finds_claims_by(store: Store, filters: ClaimFilter, expected: str) -> None:
    found = [claim.representative.text for claim in find_claims(store, filters)]
    assert found == [TEXTS[name] for name in expected.split()]


def test_store_returns_claims_as_they_were_saved(store: Store) -> None:
    assert sorted(find_claims(store, ClaimFilter()), key=lambda claim: claim.id) == sorted(
        CLAIMS, key=lambda claim: claim.id
    )


def test_store_streams_the_contract_json(store: Store) -> None:
    shells = json.loads(next(iter_claim_json(store, ClaimFilter(cities=["Kharkiv"]))))
    assert shells["cities"] == ["Kharkiv"]
    assert shells["speakers"] == ["Olena Mayor"]
    assert shells["when"]["start"] == "2022-02-26T00:00:00+02:00"
    assert len(shells["statements"]) == 2


def test_store_returns_statements_in_a_fixed_order(store: Store) -> None:
    found = list(read_statements(store))
    assert found == sorted(
        [SHELLS, BRIDGE, DEATHS, SHELLS_AGAIN], key=lambda s: (s.article, s.start)
    )


def test_store_replaces_an_article_and_moves_its_file(store: Store) -> None:
    moved = records.article(ONE.text)
    moved = model.Article(moved.id, "elsewhere/é.txt", moved.text, moved.published)
    save_article(store, moved, [SHELLS], rules_version="r2")
    listed = {a.id: a for a in read_articles(store)}
    assert len(listed) == 2
    assert (listed[ONE.id].file, listed[ONE.id].rules_version) == ("elsewhere/é.txt", "r2")
    assert listed[ONE.id].n_statements == 1
    assert len(list(read_statements(store))) == 2
    assert load_article(store, ONE.id) == moved


def test_store_forgets_an_article_with_its_statements(store: Store) -> None:
    forget_article(store, ONE.id)
    assert [a.file for a in read_articles(store)] == ["folder/two.txt"]
    assert list(read_statements(store)) == [SHELLS_AGAIN]
    with pytest.raises(StoreProblem):
        article_text(store, ONE.id)


def test_store_replaces_some_claims(store: Store) -> None:
    replace_claims(store, gone=[CLAIMS[0].id], new=[records.claim(SHELLS)])
    assert [c.representative.text for c in find_claims(store, ClaimFilter())] == [
        TEXTS["bridge"],
        TEXTS["shells"],
    ]
    assert not list(find_claims(store, ClaimFilter(grep="died")))
    assert not list(find_claims(store, ClaimFilter(grep="officials")))
    assert len(list(find_claims(store, ClaimFilter(grep="shells")))) == 1


def test_store_does_not_depend_on_the_order_of_claims(store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "other.db", create=True) as other:
        save_claims(other, reversed(CLAIMS))
        assert list(iter_claim_json(other, ClaimFilter())) == list(
            iter_claim_json(store, ClaimFilter())
        )


@pytest.mark.parametrize("text", ["lone \ud800 surrogate", "nul \0 byte", "", "Київ"], ids=ascii)
def test_store_keeps_any_text(store: Store, text: str) -> None:
    odd = records.article(text, "odd\udcff.txt")
    save_article(store, odd, [], rules_version="r1")
    assert article_text(store, odd.id) == text


def test_store_keeps_a_statement_with_a_surrogate(store: Store) -> None:
    odd = records.article("Shells hit \ud800 Kharkiv.")
    said = records.statement(odd, odd.text)
    save_article(store, odd, [said], rules_version="r1")
    save_claims(store, [records.claim(said)])
    assert next(find_claims(store, ClaimFilter())).representative == said


def test_store_remembers_failures_until_the_file_is_read(store: Store) -> None:
    save_failure(store, Path("folder/one.txt"), "CTL-I002", "is empty")
    save_failure(store, "folder/bad.bin", "CTL-I001", "is binary")
    save_article(store, ONE, [], rules_version="r1")
    assert [f.path for f in read_failures(store)] == ["folder/bad.bin"]


def test_store_keeps_decisions_for_good(store: Store) -> None:
    for day in ("2022-03-01", "2022-03-02"):
        decide(store, Decision("ana", "article", ONE.id, "set_date", "published", None, day))
    assert [d.new for d in read_decisions(store)] == ["2022-03-01", "2022-03-02"]
    assert days_set(store) == {ONE.id: date(2022, 3, 2)}
    for change in ("DELETE FROM decisions", "UPDATE decisions SET who = 'eve'"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            store.connection.execute(change)


def test_store_transaction_is_all_or_nothing(store: Store) -> None:
    def broken() -> Iterator[model.Claim]:
        yield CLAIMS[0]
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        save_claims(store, broken())
    assert len(list(find_claims(store, ClaimFilter()))) == 3


def test_store_opens_for_reading_only(store: Store) -> None:
    with open_store(store.path, create=False) as reader:
        assert len(read_articles(reader)) == 2
        with pytest.raises(StoreProblem, match="reading only"):
            save_claims(reader, [])


def test_store_reads_while_another_writes(store: Store) -> None:
    with store.transaction(), open_store(store.path, create=False) as reader:
        forget_article(store, ONE.id)
        assert len(read_articles(reader)) == 2


def test_store_second_writer_waits(store: Store) -> None:
    def write() -> None:
        with open_store(store.path, create=True) as other:
            save_failure(other, "x", "CTL-I001", "is binary")

    with store.transaction():
        writer = threading.Thread(target=write)
        writer.start()
        save_failure(store, "y", "CTL-I001", "is binary")
    writer.join()
    assert len(read_failures(store)) == 2


def not_a_database(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)


def another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()


def newer(path: Path) -> None:
    open_store(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("prepare", "create", "code"),
    [
        (lambda path: None, False, "CTL-S001"),
        (lambda path: path.mkdir(), True, "CTL-S002"),
        (another_program, True, "CTL-S002"),
        (newer, False, "CTL-S003"),
        (not_a_database, True, "CTL-S007"),
    ],
    ids=["missing", "folder", "another program's", "newer", "not a database"],
)
def test_store_explains_a_file_that_is(
    tmp_path: Path, prepare: object, create: bool, code: str
) -> None:
    path = tmp_path / "store.db"
    prepare(path)  # type: ignore[operator]
    with pytest.raises(StoreProblem) as caught:
        open_store(path, create=create)
    assert caught.value.code == code
    assert caught.value.hint


def test_store_opens_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    open_store(tmp_path / "store.db", create=True).close()
    tmp_path.chmod(0o500)
    try:
        with open_store(tmp_path / "store.db", create=False) as reader:
            assert read_articles(reader) == []
    finally:
        tmp_path.chmod(0o700)


def test_values_are_bound_by_place() -> None:
    """Numbered places (`?1`) with a sequence of values are an error from Python 3.14 on."""
    package = Path(database.__file__).parents[1]
    for path in package.rglob("*.py"):
        assert not re.search(r"\?\d+(?=[ ,)\"])", path.read_text(encoding="utf-8")), path


def test_store_knows_its_last_migration() -> None:
    folder = Path(database.__file__).with_name("migrations")
    assert max(int(p.name[:3]) for p in folder.glob("*.sql")) == database.SCHEMA_VERSION


@pytest.mark.parametrize("put", [None, b"", b"another"], ids=["gone", "empty", "another"])
def test_store_that_is_taken_away_while_it_is_written(tmp_path: Path, put: bytes | None) -> None:
    """What went into a file without a name is lost: nobody is told that it is stored."""
    path = tmp_path / "store.db"
    with open_store(path, create=True) as store:
        save_failure(store, "a", "CTL-I001", "is binary")
        path.unlink()
        if put is not None:
            path.write_bytes(put)
        with pytest.raises(StoreProblem) as caught:
            save_failure(store, "b", "CTL-I001", "is binary")
        assert caught.value.code == "CTL-S013"


def test_store_in_memory_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store(Path(":memory:"), create=True) as store:
        save_failure(store, "a", "CTL-I001", "is binary")
        assert len(read_failures(store)) == 1
    assert list(tmp_path.iterdir()) == []
