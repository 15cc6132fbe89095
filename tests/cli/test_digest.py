"""``--days``, ``--per-day`` and ``--top`` keep what the ranking of the claims stage keeps."""

import json
from collections import Counter
from pathlib import Path

import pytest

from conflict_timeline.claims.digest import claim_weight, digest, top
from conflict_timeline.model import Claim
from conflict_timeline.store import ClaimFilter, find_claims, open_store
from tests.running import ctl

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "ukraine"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("digest") / "t.db"
    assert ctl("--db", str(path), "ingest", str(SAMPLES), "-q").code == 0
    return path


@pytest.fixture(scope="module")
def claims(store: Path) -> list[Claim]:
    with open_store(store, create=False) as opened:
        return list(find_claims(opened, ClaimFilter()))


def shown(store: Path, *arguments: str) -> list[dict[str, str]]:
    done = ctl("--db", str(store), "timeline", "--json", *arguments)
    assert done.code == 0
    found: list[dict[str, str]] = json.loads(done.out)
    return found


def test_top_goes_by_the_ranking_of_claims(store: Path, claims: list[Claim]) -> None:
    weights = {claim.id: claim_weight(claim) for claim in claims}
    kept = sorted(weights[claim["id"]] for claim in shown(store, "--top", "5"))
    assert kept == sorted(weights[claim.id] for claim in top(claims, 5))


def test_days_and_claims_are_those_of_the_digest(store: Path, claims: list[Claim]) -> None:
    found = shown(store, "--days", "4", "--per-day", "2")
    picked = digest(claims, days=4, per_day=2)
    assert {claim["id"] for claim in found} == {one.id for _, best in picked for one in best}
    assert sorted({claim["date"] for claim in found}) == [day.isoformat() for day, _ in picked]
    days = [claim["date"] for claim in found]
    assert days == sorted(days)


def test_per_day_alone_keeps_every_day(store: Path) -> None:
    found = shown(store, "--per-day", "1")
    assert {claim["date"] for claim in found} == {claim["date"] for claim in shown(store)}
    assert set(Counter(claim["date"] for claim in found).values()) == {1}


def test_a_digest_keeps_within_the_filters(store: Path) -> None:
    found = shown(store, "--days", "2", "--city", "Kharkiv", "--reverse")
    inside = {claim["id"] for claim in shown(store, "--city", "Kharkiv")}
    assert found
    assert {claim["id"] for claim in found} <= inside
    assert [c["date"] for c in found] == sorted((c["date"] for c in found), reverse=True)


@pytest.mark.parametrize("form", ["json", "csv", "md", "table"])
def test_a_digest_of_nothing_is_empty(store: Path, form: str) -> None:
    done = ctl("--db", str(store), "timeline", "--days", "3", "--until", "1999", "-f", form)
    assert done.code == 0
    assert "2022" not in done.out
