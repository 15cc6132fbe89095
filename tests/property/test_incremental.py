"""Claims kept up to date in a store equal claims made at once, whatever came, changed or went."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_timeline import matching
from conflict_timeline.claims import cluster_claims, incremental, links
from conflict_timeline.claims.comparable import comparable
from conflict_timeline.claims.incremental import changed_pairs, view_from_text, view_to_text
from conflict_timeline.extract import place_named
from conflict_timeline.matching import needs_update, update_claims
from conflict_timeline.model import Article, Published, Statement
from conflict_timeline.record_json import claim_to_json, json_line
from conflict_timeline.review import apply_decisions, pair_id
from conflict_timeline.store import (
    ClaimFilter,
    Decision,
    Store,
    claims_are_stale,
    decide,
    forget_article,
    iter_claim_json,
    open_store,
    read_decisions,
    read_statements,
    save_article,
)
from conflict_timeline.store.query import read_totals
from tests.claim_records import counted, said

SUBJECTS = ("Rebel fighters", "Government troops", "Residents", "Two rockets")
ACTIONS = ("captured", "recaptured", "hit", "did not hit", "burned", "shelled")
OBJECTS = ("the power station", "the old grain terminal", "a bakery queue", "the railway bridge")
ENDS = ("", " and killed 3 people", " and killed 13 people", ", officials said", " before dawn")
WORDLESS = ("He was.", "...", "\ud800")


class World:
    """Articles that come, change and go, and what the claims must be."""

    def __init__(self, store: Store, draw: random.Random) -> None:
        self.store = store
        self.draw = draw
        self.articles: dict[str, list[Statement]] = {}
        self.decisions = 0

    def text(self) -> str:
        draw = self.draw
        if draw.random() < 0.05:
            return draw.choice(WORDLESS)
        parts = [draw.choice(part) for part in (SUBJECTS, ACTIONS, OBJECTS, ENDS)]
        return "{} {} {}{}".format(*parts)

    def statements(self, name: str) -> list[Statement]:
        draw = self.draw
        published = date(2022, 3, 1) + timedelta(draw.randrange(24))
        made = []
        for place in range(draw.randint(0, 4)):
            text = self.text()
            toll = next((n for n in (13, 3) if f"killed {n} " in text), None)
            made.append(
                said(
                    text,
                    article=name,
                    outlet=draw.choice(["One", "Two", "Three"]),
                    published=published,
                    start=100 * place,
                    city=draw.choice([None, None, "Izium", "Kherson"]),
                    country="UA",
                    day=published - timedelta(draw.randrange(3)) if draw.random() < 0.5 else None,
                    days=draw.choice([1, 1, 1, 2, 40]),
                    status=draw.choice(["asserted", "asserted", "claimed", "denied"]),
                    kinds=draw.choice([("shelling",), ("casualties",), ("territorial_control",)]),
                    figures=(counted(toll, "people killed"),) if toll else (),
                )
            )
        if draw.random() < 0.1:
            made = [replace(statement, when=None) for statement in made]
        return made

    def save(self, name: str) -> None:
        self.articles[name] = self.statements(name)
        days = [s.published for s in self.articles[name]]
        article = Article(name, f"{name}.txt", "", Published(days[0] if days else None, "header"))
        save_article(self.store, article, self.articles[name], rules_version="r")

    def step(self) -> None:
        draw = self.draw
        chance = draw.random()
        if chance < 0.15 and self.articles:
            name = draw.choice(sorted(self.articles))
            del self.articles[name]
            forget_article(self.store, name)
        elif chance < 0.3 and self.articles:
            self.save(draw.choice(sorted(self.articles)))
        elif chance < 0.45:
            self.decide()
        else:
            for _ in range(draw.randint(1, 6)):
                self.save(f"a{draw.randrange(60)}")

    def decide(self) -> None:
        draw = self.draw
        every = sorted(s.id for statements in self.articles.values() for s in statements)
        if len(every) < 2:
            return
        one, other = draw.sample(every, 2)
        action = draw.choice(["merge", "merge", "keep_apart", "undo", "split", "reject", "set"])
        if action in ("merge", "keep_apart", "undo"):
            known = [d.target_id for d in read_decisions(self.store) if d.target_kind == "pair"]
            target = draw.choice(known) if known and action == "undo" else pair_id(one, other)
            made = Decision("ana", "pair", target, action)
        elif action == "set":
            made = Decision("ana", "statement", one, "set", "city", None, "Kyiv")
        else:
            made = Decision("ana", "statement", one, action)
        decide(self.store, made)

    def expected(self) -> list[str]:
        stored = [s for s in read_statements(self.store) if s.when is not None]
        claims = apply_decisions(
            cluster_claims(stored), list(read_decisions(self.store)), place_named=place_named
        )
        return sorted(json_line(claim_to_json(claim)) for claim in claims)

    def check(self) -> None:
        assert sorted(iter_claim_json(self.store, ClaimFilter())) == self.expected()

    def check_tables(self, path: Path) -> None:
        """Compare every table of claims with those of a store that gets everything at once."""
        with open_store(path, create=True) as whole:
            for name, statements in self.articles.items():
                article = Article(name, f"{name}.txt", "", Published(None, "none"))
                save_article(whole, article, statements, rules_version="r")
            for decision in read_decisions(self.store):
                decide(whole, decision)
            update_claims(whole)
            for table in DERIVED_TABLES:
                assert rows_of(self.store, table) == rows_of(whole, table), table


DERIVED_TABLES = (
    "claims", "claim_terms", "claim_places", "claim_statements", "claim_links", "claim_figures",
    "view_keys", "view_pairs", "matched", "link_keys", "link_gists", "found_links", "claims_fts",
)  # fmt: skip


def rows_of(store: Store, table: str) -> list[str]:
    """Return the rows of a table, without the numbers that the order of arrival gave."""
    numbers = ("n", "view", "other") if table in ("view_keys", "view_pairs", "matched") else ("n",)
    names = [row[1] for row in store.rows(f"SELECT * FROM pragma_table_info('{table}')")]
    columns = ", ".join(f'"{name}"' for name in names if name not in numbers)
    return sorted(repr(row) for row in store.rows(f"SELECT {columns} FROM {table}"))


@pytest.mark.parametrize("window", [60, 3], ids=["blocks as they are", "large blocks"])
@pytest.mark.parametrize("seed", range(5))
def test_claims_kept_up_to_date_equal_all_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, window: int
) -> None:
    """With a small window every block is a large one, of which only parts are read."""
    for module in (links, incremental, matching):
        monkeypatch.setattr(module, "LARGEST_BLOCK", window)
    if window < 60:
        monkeypatch.setattr(matching, "WHOLE_BLOCK", 5)
        monkeypatch.setattr(matching, "MANY", 2 + seed)
        monkeypatch.setattr(links, "MOST_LINKS", 2)
        monkeypatch.setattr(matching, "BATCH", 7)
        monkeypatch.setattr(matching, "PAUSE", 0)
    with open_store(tmp_path / "s.db", create=True) as store:
        world = World(store, random.Random(seed))
        for _ in range(12):
            world.step()
            update_claims(store)
            world.check()
        world.check_tables(tmp_path / "whole.db")
        totals = read_totals(store)
        listed = list(iter_claim_json(store, ClaimFilter()))
        assert totals.claims == len(listed)
        assert totals.articles == len(world.articles)
        for name in sorted(world.articles):
            forget_article(store, name)
        update_claims(store)
        assert read_totals(store) == (0, 0, 0)
        for table in TABLES_SINCE_3:
            if table == "pending_folders":
                continue
            assert store.row(f"SELECT count(*) FROM {table}") == (0,), table


BLOCK = st.lists(st.integers(0, 400), unique=True, min_size=2, max_size=170).map(sorted)


@given(BLOCK, st.randoms(use_true_random=False), st.integers(0, 12), st.integers(0, 12))
@settings(max_examples=150, deadline=None)
def test_changed_pairs_are_those_that_changed(
    before: list[int], draw: random.Random, leave: int, arrive: int
) -> None:
    old = [(number,) for number in before]
    gone = draw.sample(old, min(leave, len(old)))
    again = [one for one in gone if draw.random() < 0.3]
    come = [one for one in ((draw.randrange(400),) for _ in range(arrive)) if one not in old]
    come = sorted({*come, *again})
    now = sorted({*old, *come} - ({*gone} - {*again}))
    changes = changed_pairs(now, come=come, gone=gone)

    def near(block: list[tuple[int]]) -> set[tuple[tuple[int], tuple[int]]]:
        reach = links.LARGEST_BLOCK
        return {
            (one, other)
            for place, one in enumerate(block)
            for other in block[place + 1 : place + 1 + reach]
        }

    fresh = set(come)
    was = {pair for pair in near(old) if fresh.isdisjoint(pair)}
    assert len(changes.judged) == len(set(changes.judged))
    assert set(changes.judged) == near(now) - was
    assert set(changes.parted) == {pair for pair in was - near(now) if set(gone).isdisjoint(pair)}


def test_views_survive_as_text() -> None:
    texts = ("13 rebels did not enter Izium on 3 March", "\ud800 O'Brien’s “car” \0", "...")
    for text in texts:
        view = comparable(said(text, city="Izium", status="denied"))
        assert view_from_text(view_to_text(view)) == view
        assert type(view_from_text(view_to_text(view))) is type(view)


def test_an_unknown_decision_target_is_passed_over(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db", create=True) as store:
        decide(store, Decision("ana", "pair", "gone+lost", "merge"))
        decide(store, Decision("ana", "article", "x", "set_date", new="2022-03-02"))
        world = World(store, random.Random(1))
        world.save("a1")
        update_claims(store)
        world.check()


def test_a_store_of_version_3_is_read_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(path, create=True) as store:
        world = World(store, random.Random(7))
        for number in range(20):
            world.save(f"a{number}")
        update_claims(store)
        before = list(iter_claim_json(store, ClaimFilter()))
    with closing(sqlite3.connect(path)) as connection:
        for table in TABLES_SINCE_3:
            connection.execute(f"DROP TABLE {table}")
        for index in ("articles_by_rules", "articles_without_date"):
            connection.execute(f"DROP INDEX {index}")
        for column in ("matched_with", "decided", "n_articles", "n_claims", "n_statements"):
            connection.execute(f"ALTER TABLE claims_state DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 3")
    with open_store(path, create=False) as store:
        assert list(iter_claim_json(store, ClaimFilter())) == before
        assert read_totals(store).claims == len(before)
        assert not claims_are_stale(store)
        assert needs_update(store)
    with open_store(path, create=True) as store:
        world.store = store
        world.save("later")
        update_claims(store)
        world.check()
        assert not needs_update(store)


TABLES_SINCE_3 = (
    "views", "view_keys", "view_pairs", "matched", "pending", "pending_folders", "link_keys",
    "found_links", "link_gists",
)  # fmt: skip


def test_other_rules_of_matching_match_everything_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "s.db", create=True) as store:
        world = World(store, random.Random(3))
        for number in range(20):
            world.save(f"a{number}")
        update_claims(store)
        monkeypatch.setattr(matching, "claims_version", lambda: "other")
        store.connection.execute("DELETE FROM view_pairs")  # as if other rules had made them
        assert needs_update(store)
        update_claims(store)
        world.check()
