"""Nothing is lost when two programs write to one store at once; `tests/soak` does it at random."""

from pathlib import Path

import pytest

from conflict_timeline import pipeline
from conflict_timeline.model import Claim
from conflict_timeline.pipeline import ingest, rebuild_claims
from conflict_timeline.store import (
    ClaimFilter,
    Decision,
    claims_are_stale,
    decide,
    iter_claim_json,
    open_store,
)

ONE = "1 March 2022\n\nRockets struck a depot in Sumy on Monday.\n"
OTHER = "2 March 2022\n\nShells damaged a clinic in Kherson on Tuesday.\n"


def timeline(path: Path) -> list[str]:
    with open_store(path, create=False) as store:
        return list(iter_claim_json(store, ClaimFilter()))


@pytest.mark.parametrize("other_finishes", [True, False], ids=["other ends", "other goes on"])
def test_claims_hold_what_another_ingest_stored_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_finishes: bool
) -> None:
    """The other ingest comes between the reading of statements and the writing of claims."""
    for name, text in (("one.txt", ONE), ("other.txt", OTHER)):
        (tmp_path / name).write_text(text)
    path, whole = tmp_path / "s.db", tmp_path / "whole.db"
    with open_store(whole, create=True) as store:
        ingest([tmp_path / "one.txt", tmp_path / "other.txt"], store)

    cluster = pipeline.cluster_claims

    def disturbed(statements: object) -> list[Claim]:
        claims = cluster(statements)  # type: ignore[arg-type]
        monkeypatch.setattr(pipeline, "cluster_claims", cluster)
        with open_store(path, create=True) as second:
            if not other_finishes:
                monkeypatch.setattr(pipeline, "rebuild_claims", lambda store: None)
            ingest([tmp_path / "other.txt"], second)
        return claims

    with open_store(path, create=True) as store:
        monkeypatch.setattr(pipeline, "cluster_claims", disturbed)
        ingest([tmp_path / "one.txt"], store)
        assert claims_are_stale(store) is not other_finishes
        monkeypatch.undo()
        if not other_finishes:
            rebuild_claims(store)  # what the other does in the end
    assert timeline(path) == timeline(whole)


def test_a_decision_made_while_claims_are_built_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.txt").write_text(ONE)
    path = tmp_path / "s.db"
    with open_store(path, create=True) as store:
        ingest([tmp_path / "one.txt"], store)
    read = pipeline.read_decisions

    def disturbed(store: object) -> list[Decision]:
        found = list(read(store))  # type: ignore[arg-type]
        with open_store(path, create=True) as second:
            decide(second, Decision("ana", "claim", "c0", "accept"))
        return found

    monkeypatch.setattr(pipeline, "read_decisions", disturbed)
    with open_store(path, create=True) as store:
        rebuild_claims(store)
        assert claims_are_stale(store)
