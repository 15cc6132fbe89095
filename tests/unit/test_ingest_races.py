"""Nothing is lost when two programs write to one store at once; `tests/soak` does it at random."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conflict_timeline import matching
from conflict_timeline.pipeline import ingest, run
from conflict_timeline.store import (
    ClaimFilter,
    Decision,
    claims_are_stale,
    decide,
    iter_claim_json,
    open_store,
    read_statements,
)

ONE = "1 March 2022\n\nRockets struck a depot in Sumy on Monday. A school burned on Tuesday.\n"
OTHER = "2 March 2022\n\nShells damaged a clinic in Kherson on Tuesday.\n"


def timeline(path: Path) -> list[str]:
    with open_store(path, create=False) as store:
        return list(iter_claim_json(store, ClaimFilter()))


def between_batches(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    """Let one statement be matched at a time, and something happen after the first."""
    monkeypatch.setattr(matching, "BATCH", 1)

    def disturbed(_: float) -> None:
        monkeypatch.setattr(matching, "sleep", lambda _: None)
        happens()

    monkeypatch.setattr(matching, "sleep", disturbed)


@pytest.mark.parametrize("other_finishes", [True, False], ids=["other ends", "other goes on"])
def test_claims_hold_what_another_ingest_stored_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_finishes: bool
) -> None:
    """The other ingest comes while the claims of the first are half built."""
    for name, text in (("one.txt", ONE), ("other.txt", OTHER)):
        (tmp_path / name).write_text(text)
    path, whole = tmp_path / "s.db", tmp_path / "whole.db"
    with open_store(whole, create=True) as store:
        ingest([tmp_path / "one.txt", tmp_path / "other.txt"], store)

    def other() -> None:
        with open_store(path, create=True) as second:
            if not other_finishes:
                monkeypatch.setattr(run, "needs_update", lambda store: False)
            ingest([tmp_path / "other.txt"], second)

    with open_store(path, create=True) as store:
        between_batches(monkeypatch, other)
        ingest([tmp_path / "one.txt"], store)
        assert not claims_are_stale(store)
    assert timeline(path) == timeline(whole)


def test_a_decision_made_while_claims_are_built_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.txt").write_text(ONE)
    path = tmp_path / "s.db"

    def other() -> None:
        with open_store(path, create=True) as second:
            for statement in read_statements(second):
                decide(second, Decision("ana", "statement", statement.id, "reject"))

    with open_store(path, create=True) as store:
        between_batches(monkeypatch, other)
        ingest([tmp_path / "one.txt"], store)
        assert not claims_are_stale(store)
    assert timeline(path) == []


def test_an_interrupted_update_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.txt").write_text(ONE)
    path, whole = tmp_path / "s.db", tmp_path / "whole.db"
    with open_store(whole, create=True) as store:
        ingest([tmp_path / "one.txt"], store)

    def interrupt() -> None:
        raise KeyboardInterrupt

    with open_store(path, create=True) as store:
        between_batches(monkeypatch, interrupt)
        with pytest.raises(KeyboardInterrupt):
            ingest([tmp_path / "one.txt"], store)
        assert claims_are_stale(store)
        assert len(timeline(path)) == 1
        ingest([tmp_path / "one.txt"], store)
        assert not claims_are_stale(store)
    assert timeline(path) == timeline(whole)
