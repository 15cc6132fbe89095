"""Parquet shards: rows as records, whatever the columns hold."""

from datetime import date, datetime
from pathlib import Path

import pytest

from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import find_inputs, read_file

pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
from pyarrow import parquet  # noqa: E402

BODY = "Shells fell on the port on Monday. The army said it had returned fire."


def _write(path: Path, **columns: object) -> Path:
    parquet.write_table(pyarrow.table(columns), path)
    return path


def _articles(path: Path) -> list[Article]:
    found = list(read_file(path))
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def _problem(path: Path) -> InputProblem:
    (found,) = read_file(path)
    assert isinstance(found, InputProblem)
    return found


@pytest.mark.parametrize(
    "day",
    ["2014-07-19", date(2014, 7, 19), datetime(2014, 7, 19, 8, 30)],
    ids=["text", "date", "timestamp"],
)
def test_parquet_gives_an_article_for_each_row(tmp_path: Path, day: object) -> None:
    shard = _write(
        tmp_path / "part-0.parquet",
        Text=[BODY, BODY + " Fires burned."],
        Date=[day, day],
        source=["Harbour Post", None],
        embedding=[[0.5], [0.25]],
    )
    first, second = _articles(shard)
    assert (first.text, first.outlet, second.outlet) == (BODY, "Harbour Post", None)
    assert [one.published.day for one in (first, second)] == [date(2014, 7, 19)] * 2
    assert [one.record for one in (first, second)] == ["1", "2"]


def test_parquet_identity_is_what_an_article_is_made_of(tmp_path: Path) -> None:
    one = _write(tmp_path / "one.parquet", text=[BODY], date=["2014-07-19"], score=[1])
    two = _write(tmp_path / "two.parquet", score=[2], date=["2014-07-19"], text=[BODY])
    assert _articles(one)[0].id == _articles(two)[0].id


def test_parquet_columns_are_mapped_beside_the_file(tmp_path: Path) -> None:
    shard = _write(tmp_path / "a.parquet", What=[BODY], When=["19 July 2014"])
    assert "has no column of text (columns: What, When)" in _problem(shard).what
    (tmp_path / "a.parquet.meta.toml").write_text('[columns]\ntext = "What"\ndate = "When"\n')
    assert _articles(shard)[0].published.day == date(2014, 7, 19)


def test_parquet_damage_is_a_problem(tmp_path: Path) -> None:
    whole = _write(tmp_path / "a.parquet", text=[BODY] * 50, date=["2014-07-19"] * 50).read_bytes()
    broken = tmp_path / "b.parquet"
    for cut in range(4, len(whole), 29):
        broken.write_bytes(whole[:cut] + b"\xff" * 3 + whole[cut + 3 :] * (cut % 2))
        for found in read_file(broken):
            assert isinstance(found, Article | InputProblem)


def test_parquet_that_unpacks_beyond_all_bounds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conflict_timeline.reading.limits.ALWAYS", 100_000)
    shard = tmp_path / "a.parquet"
    table = pyarrow.table({"text": [f"{number} {'a ' * 300_000}" for number in range(4)]})
    parquet.write_table(table, shard, compression="zstd", write_statistics=False)
    assert 100 * shard.stat().st_size < 2_000_000
    assert _problem(shard).code == "CTL-I011"


def test_folders_of_shards_are_read_without_what_spark_leaves(tmp_path: Path) -> None:
    _write(tmp_path / "part-00000.snappy.parquet", text=[BODY], date=["2014-07-19"])
    for name in ("_SUCCESS", ".part-00000.crc", "_started_123", "_committed_123"):
        (tmp_path / name).write_bytes(b"")
    assert [str(path) for path in find_inputs([tmp_path])] == [
        str(tmp_path / "part-00000.snappy.parquet")
    ]
