"""Parquet keeps every claim with its types, or says which extra is missing."""

import sys
from datetime import date
from pathlib import Path

import pytest

from conflict_timeline.exports.parquet import write_parquet
from conflict_timeline.problems import UsageProblem
from tests import records
from tests.running import ctl
from tests.stores import make_store

CLAIMS = records.world()[1]


@pytest.mark.filterwarnings("default")
def test_parquet_is_read_back(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(CLAIMS, tmp_path / "claims.parquet")
    rows = parquet.read_table(tmp_path / "claims.parquet").to_pylist()
    assert [row["id"] for row in rows] == [claim.id for claim in CLAIMS]
    assert rows[0]["date"] == date(2022, 2, 26)
    assert rows[0]["outlets"] == ["The Courier", "Evening Post"]
    assert rows[-1]["date"] is None


def test_parquet_without_its_extra_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageProblem, match="not installed"):
        write_parquet(CLAIMS, tmp_path / "claims.parquet")
    assert not (tmp_path / "claims.parquet").exists()


def test_parquet_wants_a_file(tmp_path: Path) -> None:
    store = str(make_store(tmp_path / "t.db"))
    assert ctl("--db", store, "export", "parquet").code == 2
