"""A Spark cluster gives the claims that one process gives, also when a machine is lost midway."""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from conflict_timeline import build_timeline, claim_to_json
from conflict_timeline.claims.cluster import cluster_claims
from conflict_timeline.extract import extract_all
from conflict_timeline.model import Article, Published, Statement
from conflict_timeline.reading import find_inputs, read_file
from conflict_timeline.record_json import article_to_json, claims_digest, json_line
from tests.cluster.articles import write_articles
from tests.cluster.standalone import PROJECT, Cluster, wait_for

MISSING = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
if MISSING:
    pytest.skip(f"{', '.join(MISSING)} not installed: make test-cluster", allow_module_level=True)
if shutil.which("java") is None:
    pytest.skip("Java is not installed", allow_module_level=True)

ARTICLES = 400
TIME_FOR_A_RUN = 600  # seconds; a run takes 20 to 40 on two free cores, minutes on busy ones


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pyarrow import Table, parquet

    folder = write_articles(tmp_path_factory.mktemp("articles"), ARTICLES)
    shard = folder / "shard00000.jsonl"  # as Parquet: shards of both kinds are read
    rows = [json.loads(line) for line in shard.read_text(encoding="utf-8").splitlines()]
    parquet.write_table(Table.from_pylist(rows), shard.with_suffix(".parquet"))
    shard.unlink()
    return folder


@pytest.fixture(scope="module")
def expected(articles: Path) -> str:
    return claims_digest(json_line(claim_to_json(claim)) for claim in build_timeline([articles]))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    from pyspark.find_spark_home import _find_spark_home

    running = Cluster(Path(_find_spark_home()), tmp_path_factory.mktemp("cluster"))
    try:
        yield running.open()
    finally:
        running.close()


def different_articles(folder: Path) -> int:
    """Count the articles as one process does: the same bytes twice are one."""
    files = [entry for entry in find_inputs([folder]) if isinstance(entry, Path)]
    found = [outcome for file in files for outcome in read_file(file)]
    return len({article.id for article in found if isinstance(article, Article)})


def digest_of(out: Path) -> str:
    from pyarrow import dataset

    table = dataset.dataset(out / "claims", partitioning="hive").to_table(columns=["claim"])
    return claims_digest(table["claim"].to_pylist())


def ingest(cluster: Cluster, articles: Path, out: Path, *, lose_during: Sequence[str] = ()) -> str:
    """Run a job and return the digest of its claims.

    A worker is killed while each of the tables ``lose_during`` is being written; another one
    takes its place.
    """
    job = cluster.ctl(
        "ingest", str(articles), "--engine", "spark", "--master", cluster.address,
        "--out", str(out), "--json",
    )  # fmt: skip
    try:
        for table in lose_during:
            wait_for(
                lambda table=table: any((out / table / "_temporary").glob("0/_temporary/*")),
                TIME_FOR_A_RUN,
            )
            cluster.lose_worker()
            assert not (out / table / "_SUCCESS").exists(), "it was too late"
            cluster.fill()
        printed, said = job.communicate(timeout=TIME_FOR_A_RUN)
    finally:
        job.kill()
    assert job.returncode == 3, said  # one file is broken, on purpose
    assert json.loads(printed)["articles"] == different_articles(articles), said
    assert json.loads(printed)["problems"] == 1, said
    return digest_of(out)


def test_spark_gives_the_claims_of_one_process(
    cluster: Cluster, articles: Path, expected: str, tmp_path: Path
) -> None:
    assert ingest(cluster, articles, tmp_path / "run") == expected
    store = str(tmp_path / "all.db")
    load = cluster.ctl("--db", store, "load", str(tmp_path / "run"))
    _, said = load.communicate(timeout=TIME_FOR_A_RUN)
    assert load.returncode == 0, said
    timeline = cluster.ctl("--db", store, "timeline", "--jsonl")
    printed, _ = timeline.communicate(timeout=TIME_FOR_A_RUN)
    assert claims_digest(printed.splitlines()) == expected


def test_spark_loses_workers_in_extraction_and_shuffle_and_nothing_else(
    cluster: Cluster, articles: Path, expected: str, tmp_path: Path
) -> None:
    stages = "_work/extracted", "_work/pairs"
    assert ingest(cluster, articles, tmp_path / "run", lose_during=stages) == expected


def test_large_blocks_are_cut_and_give_the_same_claims(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyspark.sql import SparkSession

    from conflict_timeline.engines import spark

    found = [
        outcome
        for file in find_inputs([articles / "loose", articles / "shard00050.jsonl"])
        if isinstance(file, Path)
        for outcome in read_file(file)
    ]
    texts = [article for article in found if isinstance(article, Article)]
    dated = [article for article in texts if article.published.day]
    extracted = zip(dated, extract_all(dated), strict=True)
    listed = [(article, one) for article, found in extracted for one in found if one.when]
    rows = [spark._statement_row(statement, article.id) for article, statement in listed]
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    try:
        statements = session.createDataFrame(rows, spark.STATEMENTS)
        claims = spark.make_claims(statements, str(tmp_path), at_once=3)
        linked = spark.link_claims(claims.localCheckpoint(), str(tmp_path), at_once=7)
        made = {row.claim for row in linked.collect()}
        runs = session.read.parquet(str(tmp_path / "linked")).where("run > 0").count()
        cut = session.read.parquet(str(tmp_path / "finer")).where("together > 3").count()
    finally:
        session.stop()
    expected = cluster_claims(statement for _, statement in listed)
    assert made == {json_line(claim_to_json(claim)) for claim in expected}
    assert cut > 3
    assert runs > 3


def test_an_article_on_which_the_program_fails_is_told_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import pandas

    from conflict_timeline.engines import spark

    def failing(articles: Sequence[Article], *, rules: Path | None) -> list[list[Statement]]:
        if any(article.file == "bad.txt" for article in articles):
            raise ZeroDivisionError
        return extract_all(articles, rules=rules)

    monkeypatch.setattr(spark, "extract_all", failing)
    day = Published(date(2022, 3, 4), "flag")
    found = [
        json_line(article_to_json(Article(name, name, "Shells hit Sumy on Friday.", day)))
        for name in ("one.txt", "bad.txt", "two.txt")
    ]
    frames = spark._extract(iter([pandas.DataFrame({"article": found})]), rules=None)
    rows = pandas.concat(list(frames))
    assert list(rows["article"].dropna()) == ["one.txt", "two.txt"]
    assert list(rows["code"].dropna()) == ["CTL-I020"]
    assert list(rows["place"].dropna()) == ["bad.txt"]
