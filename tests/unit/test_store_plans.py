"""No question to a large store, and no step of adding to it, reads a whole table or sorts it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from conflict_timeline import matching
from conflict_timeline.pipeline import find_article, ingest
from conflict_timeline.store import ClaimFilter, Near, Store, count_claims, open_store
from conflict_timeline.store.query import iter_claim_json, names_of
from tests import stores

LARGE = (
    "articles|article_texts|statements|claims|claim_terms|claim_places|claim_statements"
    "|claim_links|claim_figures|views|view_keys|view_pairs|matched|link_keys|link_gists|found_links"
)
SCAN = re.compile(rf"SCAN (?:{LARGE}|[a-vx-z])(?: (?!VIRTUAL)|$)")
# "w" is what a query wants to find, a temporary table.
BY_INDEX_IN_ORDER = re.compile(r"USING (?:COVERING )?INDEX claims_in_order")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(stores.make_store(tmp_path / "s.db"), create=True) as opened:
        yield opened


def run_queries(store: Store, run: object) -> list[str]:
    """Return the SQL, with its values, of everything that ``run`` asks of the store."""
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    try:
        run()  # type: ignore[operator]
    finally:
        store.connection.set_trace_callback(None)
    return [sql for sql in asked if sql.startswith(("SELECT", "WITH", "UPDATE", "DELETE FROM"))]


def plan(store: Store, sql: str) -> list[str]:
    rows = store.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    return [row[3] for row in rows]


@pytest.mark.parametrize(
    "filters",
    [
        ClaimFilter(cities=["Kharkiv"], since=date(2022, 2, 1), until=date(2022, 2, 28)),
        ClaimFilter(cities=["Kharkiv"], reverse=True),
        ClaimFilter(since=date(2022, 2, 1), until=date(2022, 2, 28)),
        ClaimFilter(),
        ClaimFilter(limit=10, reverse=True),
        ClaimFilter(kinds=["shelling"]),
        ClaimFilter(countries=["UA"], statuses=["asserted"]),
    ],
    ids=["city and days", "city", "days", "everything", "the last ten", "kind", "country"],
)
def test_store_answers_in_the_order_of_an_index(store: Store, filters: ClaimFilter) -> None:
    *_, sql = run_queries(store, lambda: list(iter_claim_json(store, filters)))
    steps = plan(store, sql)
    assert not any("TEMP B-TREE" in step for step in steps), steps
    for step in steps:
        assert not SCAN.search(step) or BY_INDEX_IN_ORDER.search(step), steps


@pytest.mark.parametrize(
    "filters",
    [
        ClaimFilter(grep="shells"),
        ClaimFilter(grep="shells", cities=["Kharkiv"], kinds=["shelling"]),
        ClaimFilter(near=Near(50.0, 36.2, 20)),
        ClaimFilter(ids=["x"]),
        ClaimFilter(cities=["Kharkiv", "Aleppo"]),
        ClaimFilter(kinds=["shelling", "casualties"]),
        ClaimFilter(cities=["Kharkiv", "Aleppo"], kinds=["shelling", "casualties"]),
        ClaimFilter(actors=["russia"]),
    ],
    ids=["words", "words in a city", "near", "ids", "cities", "kinds", "both", "actor"],
)
def test_store_finds_by_an_index_what_it_then_sorts(store: Store, filters: ClaimFilter) -> None:
    for sql in run_queries(store, lambda: list(iter_claim_json(store, filters))):
        for step in plan(store, sql):
            assert not SCAN.search(step), (sql, step)


def test_store_reads_common_words_in_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_timeline.store.filters.FEW", 0)
    for filters in (
        ClaimFilter(grep="kharkiv"),
        ClaimFilter(grep="kharkiv", limit=1),
        ClaimFilter(grep="kharkiv", cities=["Kharkiv"]),
        ClaimFilter(kinds=["shelling", "casualties"]),
    ):
        found = list(iter_claim_json(store, filters))
        assert found
        *_, sql = run_queries(store, lambda: list(iter_claim_json(store, filters)))  # noqa: B023
        steps = plan(store, sql)
        assert not any("ORDER BY" in step for step in steps), steps
        monkeypatch.setattr("conflict_timeline.store.filters.FEW", 5_000)
        assert list(iter_claim_json(store, filters)) == found
        monkeypatch.setattr("conflict_timeline.store.filters.FEW", 0)


def test_store_counts_everything_without_reading_claims(store: Store) -> None:
    assert run_queries(store, lambda: count_claims(store, ClaimFilter())) == [
        "SELECT n_articles, n_claims, n_statements FROM claims_state"
    ]


def test_adding_an_article_scans_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even with links, decisions, and an article that is dated from its neighbours."""
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(matching, "WHOLE_BLOCK", 1)  # parts of large blocks are read as well
    with open_store(tmp_path / "s.db", create=True) as store:
        ingest([tmp_path / name for name in list(ARTICLES)[:2]], store)
        asked = run_queries(store, lambda: ingest([tmp_path / n for n in ARTICLES], store))
        asked += run_queries(store, lambda: _found(store, str(tmp_path / "one.txt")))
        assert len(asked) > 40
        for sql in asked:
            if "sqlite_schema" in sql or "temp." in sql.partition("FROM")[2][:9]:
                continue
            for step in plan(store, sql):
                assert not SCAN.search(step) or "articles_without_date" in step, (sql, step)


ARTICLES = {
    "one.txt": "1 March 2022\n\nRockets struck a depot in Sumy on Monday, killing 3 people.\n",
    "two.txt": "2 March 2022\n\nThe army denied that rockets struck a depot in Sumy on Monday.\n",
    "three.txt": "2 March 2022\n\nRockets struck a depot in Sumy on Monday, killing 5 people.\n",
    "four.txt": "Rockets hit a clinic in Kherson on Monday night.\n",
}


def _found(store: Store, name: str) -> None:
    find_article(store, name)
    names_of(store, "city")
