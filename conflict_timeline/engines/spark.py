"""The pipeline as an Apache Spark job: the library's own functions inside DataFrame operations.

No logic of its own: Spark moves rows, the library decides. Records travel as JSON text.

    files -> articles -> (undated ones dated from their folder's days) -> statements
          -> views that share a key -> accepted pairs -> connected groups -> claims of each group
          -> links between claims that share a link key -> Parquet partitioned by day

A pair's verdict depends on the pair alone and a claim's members on its connected group alone, so
the result is the same for any number of machines and partitions as in one process.

Every stage is written out before the next one reads it, so a lost machine costs the tasks it had.
Blocks come to Python as sorted rows, not as one row each, so no block must fit into a row.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import blake2b
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_timeline.bundles import bundles, statements_of
from conflict_timeline.claims.blocks import MOST_AT_ONCE, cells
from conflict_timeline.claims.cluster import accepted_in_block, claims_of_group
from conflict_timeline.claims.comparable import Comparable, comparable
from conflict_timeline.claims.keys import MEETING, filed_keys, filing, finer_keys
from conflict_timeline.claims.links import (
    LARGEST_BLOCK,
    chosen_links,
    claim_for_links,
    keys_of,
    link_order,
    links_along,
    profile_of,
)
from conflict_timeline.copies import copy_rank
from conflict_timeline.extract import extract_all, folder_of, infer_date
from conflict_timeline.faults import attempt
from conflict_timeline.model import Article, Claim, Link, Statement
from conflict_timeline.pipeline.inputs import outcomes_of
from conflict_timeline.problems import InputProblem, UsageProblem
from conflict_timeline.reading import find_inputs
from conflict_timeline.record_json import (
    article_from_json,
    article_to_json,
    claim_from_json,
    claim_to_json,
    json_line,
    statement_from_json,
    statement_line,
)
from conflict_timeline.rules.version import rules_version

if TYPE_CHECKING:
    import pandas
    from pyspark.sql import DataFrame, SparkSession

    Batches = Iterator[pandas.DataFrame]

Row = tuple[Any, ...]

FILES = "number long, file string"
PROBLEMS = "place string, code string, what string, hint string"
ARTICLES = (
    "position long, rank string, id string, folder string, day string, basis string, rules string, "
    "article string"
)
READ = f"{ARTICLES}, {PROBLEMS}"
STATEMENTS = "id string, article string, view string, words string, statement string"
EXTRACTED = f"{STATEMENTS}, {PROBLEMS}"
FILED = "view string, keys array<long>, parts array<byte>"
FINER = "key long, part byte, view string"
PLACED = "key long, place long, together long, view string"
MET = "key long, low long, high long, part long, view string"
PAIRS = "low string, high string"
CLAIMS = "id string, date string, cities array<string>, claim string"
LINK_FILED = "id string, day long, keys array<long>, claim string"
LINKS = "id string, link string"

BATCH = 1_000
"""Rows that go between Spark and Python at a time: bounds the memory of a worker."""

FILES_AT_LEAST = 64
"""Small files that one task reads; with fewer files than that for each core, every core has some.
"""


TASKS_A_CORE, ARTICLES_A_TASK = 4, 2_000
"""Extraction is dear for its bytes: Spark, which cuts by bytes, would give it to a few cores, and a
slow machine would hold up all others.
"""


def run_job(
    spark: "SparkSession",
    inputs: list[Path],
    out: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    rules: Path | None = None,
) -> dict[str, int]:
    """Read ``inputs`` and write ``out``/articles, /statements, /claims (by day) and /problems.

    Returns how many of each were written. ``inputs`` and ``rules`` must be visible to every
    worker under the same path; ``out`` may be any address that the Spark installation can write to.
    An earlier run that stands there is overwritten; raises UsageProblem where something else does.
    """
    spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH))
    out = out.rstrip("/")
    work = f"{out}/_work"
    _refuse_foreign(spark, out)
    read = partial(_read_files, published=published, outlet=outlet, rules=rules_version(rules))
    rows = _written(read_inputs(spark, inputs, read), f"{work}/read")
    articles = _written(date_articles(first_of_each(rows)), f"{out}/articles")
    number = articles.count()
    tasks = max(TASKS_A_CORE * spark.sparkContext.defaultParallelism, number // ARTICLES_A_TASK)
    extracted = _written(
        articles.repartition(tasks, "id").mapInPandas(partial(_extract, rules=rules), EXTRACTED),
        f"{work}/extracted",
    )
    statements = _written(
        extracted.where("code is null").select(*_names(STATEMENTS)), f"{out}/statements"
    )
    failed = rows.unionByName(extracted, allowMissingColumns=True).where("code is not null")
    problems = _written(failed.select(*_names(PROBLEMS)), f"{out}/problems")
    claims = _written(make_claims(statements, work), f"{work}/claims")
    linked = link_claims(claims, work).repartition("date")
    linked.write.mode("overwrite").partitionBy("date").parquet(f"{out}/claims")
    _remove(spark, work)
    return {
        "articles": number,
        "statements": statements.count(),
        "claims": spark.read.parquet(f"{out}/claims").count(),
        "problems": problems.count(),
    }


def read_inputs(
    spark: "SparkSession", inputs: list[Path], read: Callable[["Batches"], "Batches"]
) -> "DataFrame":
    """Return a row for each article of ``inputs`` and for each thing that could not be read.

    The driver walks the folders; the files are read where the tasks run.
    """
    entries = list(enumerate(find_inputs(inputs)))
    files = [(n, json.dumps(str(path))) for n, path in entries if isinstance(path, Path)]
    failed = [_problem_row(found) for _, found in entries if isinstance(found, InputProblem)]
    cores = spark.sparkContext.defaultParallelism
    parts = min(max(len(files), 1), max(cores, len(files) // FILES_AT_LEAST))
    frame = spark.createDataFrame(files, FILES).repartition(parts, "number")
    found = frame.mapInPandas(read, READ)
    if failed:
        found = found.unionByName(spark.createDataFrame(failed, READ))
    return found


def first_of_each(rows: "DataFrame") -> "DataFrame":
    """Return each content once: of several files with the same bytes the copy whose day is known
    best, as in one process.
    """
    from pyspark.sql import functions as sql

    names = _names(ARTICLES)
    whole = sql.struct(*names)
    order = sql.struct("rank", "position")
    first = rows.where("code is null").groupBy("id").agg(sql.min_by(whole, order).alias("a"))
    return first.select(*(f"a.{name}" for name in names))


def date_articles(articles: "DataFrame") -> "DataFrame":
    """Return ``articles`` with the undated ones dated from their words and their folder's days."""
    from pyspark.sql import functions as sql

    days = (
        articles.where("day is not null and basis not in ('inferred', 'none')")
        .groupBy("folder")
        .agg(sql.collect_set("day").alias("days"))
    )
    undated = articles.where("day is null").join(days, "folder", "left")
    return articles.where("day is not null").unionByName(undated.mapInPandas(_infer, ARTICLES))


def make_claims(statements: "DataFrame", work: str, *, at_once: int = MOST_AT_ONCE) -> "DataFrame":
    """Return the claims of ``statements``, without links.

    Statements with one view are one node, so a sentence in a million articles makes no large block;
    no task holds more than twice ``at_once`` views of a block.
    """
    from pyspark.sql import functions as sql

    dated = statements.where("view is not null")
    views = dated.groupBy("view").agg(sql.first("words").alias("words"))
    views = _written(views, f"{work}/views")
    met = blocks_of(views, work, at_once).join(views, "view")
    met = met.select("key", "low", "high", "part", "view", "words")
    pairs = _sorted_by(met, ("key", "low", "high"), "part").mapInPandas(_pairs, PAIRS)
    roots = connected(_written(pairs, f"{work}/pairs"), work)
    root = sql.coalesce("root", "view").alias("root")
    grouped = dated.join(roots, "view", "left").select(root, "statement")
    return _sorted_by(grouped, ("root",)).mapInPandas(_claims, CLAIMS)


def blocks_of(views: "DataFrame", work: str, at_once: int) -> "DataFrame":
    """Return where each view meets others: the key, the cell of a large block, its part there.

    Only keys travel, and only those of blocks in which a pair can meet. A block of more than
    ``at_once`` is filed anew under finer keys, and cut into cells where that does not help.
    """
    from pyspark.sql import functions as sql

    filed = views.mapInPandas(_keys, FILED)
    each = sql.inline(sql.arrays_zip("keys", "parts")).alias("key", "part")
    first = _written(_met(filed.select(each, "view")), f"{work}/blocks")
    whole = [sql.lit(0).cast("long").alias(name) for name in ("low", "high", "part")]
    large = first.where(f"together > {at_once}").join(views, "view")
    finer = large.select("key", "part", "view", "words").mapInPandas(_finer, FINER)
    second = _written(_met(finer), f"{work}/finer")
    cut = second.where(f"together > {at_once}").select(*_names(PLACED))
    small = first.where(f"together <= {at_once}").unionByName(
        second.where(f"together <= {at_once}")
    )
    return small.select("key", *whole, "view").unionByName(
        cut.mapInPandas(partial(_cells, at_once=at_once), MET)
    )


def _met(rows: "DataFrame") -> "DataFrame":
    """Return the rows of blocks in which a pair can meet, each with its place and their number."""
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    block = Window.partitionBy("key")
    counted = rows.select(
        "*",
        (sql.row_number().over(block.orderBy("view")) - 1).cast("long").alias("place"),
        sql.count("*").over(block).alias("together"),
        sql.bit_or("part").over(block).alias("parts"),
    )
    return counted.where(f"together > 1 and parts = {MEETING}").drop("parts")


def connected(pairs: "DataFrame", work: str) -> "DataFrame":
    """Return ``view, root``: the smallest view reachable from each view over ``pairs``.

    Every round all views of one root take the smallest root among their neighbours, or their root's
    root, until none changes: few rounds, for what is still apart joins in pairs at least.
    """
    from pyspark.sql import functions as sql

    edges = pairs.union(pairs.select("high", "low")).toDF("view", "other")
    start = edges.groupBy("view").agg(sql.min("other").alias("other"))
    roots = _written(start.selectExpr("view", "least(view, other) as root"), f"{work}/roots0")
    rounds = 0
    while True:
        rounds += 1
        near = edges.join(roots.selectExpr("view as other", "root as near"), "other")
        lowest = near.groupBy("view").agg(sql.min("near").alias("near"))
        seen = roots.join(lowest, "view").groupBy("root").agg(sql.min("near").alias("seen"))
        further = roots.selectExpr("view as root", "root as further")
        moved = (
            roots.join(seen, "root")
            .join(further, "root")
            .selectExpr("view", "least(seen, further, root) as root", "root as before")
        )
        moved = _written(moved, f"{work}/roots{rounds}")
        roots = moved.select("view", "root")
        if moved.where("root != before").isEmpty():
            return roots


def link_claims(claims: "DataFrame", work: str, *, at_once: int = MOST_AT_ONCE) -> "DataFrame":
    """Return ``claims`` with their links: judged pairwise among claims that share a link key, in
    order of time and each with a bounded number of those before it.

    A key of many claims is cut into runs of ``at_once``, each led by the last of the run before.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    filed = claims.select("claim").mapInPandas(_link_keys, LINK_FILED)
    filed = _written(filed, f"{work}/linkable")
    block = Window.partitionBy("key")
    rows = filed.select(sql.explode("keys").alias("key"), "day", "id").select(
        "*",
        (sql.row_number().over(block.orderBy("day", "id")) - 1).alias("place"),
        sql.count("*").over(block).alias("together"),
    )
    ends = [sql.floor((sql.col("place") + ahead) / at_once) for ahead in (0, LARGEST_BLOCK)]
    run = sql.explode(sql.sequence(*ends)).alias("run")
    met = rows.where("together > 1").select("key", run, "day", "id")
    met = _written(met, f"{work}/linked").join(filed.select("id", "claim"), "id")
    met = _sorted_by(met.select("key", "run", "day", "id", "claim"), ("key", "run"), "day", "id")
    links = met.mapInPandas(_links, LINKS)
    collected = links.groupBy("id").agg(sql.collect_set("link").alias("links"))
    both = claims.join(_written(collected, f"{work}/links"), "id", "left")
    alone = both.where("links is null").select(*_names(CLAIMS))
    return alone.unionByName(both.where("links is not null").mapInPandas(_with_links, CLAIMS))


def _written(frame: "DataFrame", path: str) -> "DataFrame":
    """Write a table and return what was written: later losses never reach behind it."""
    schema = frame.schema
    frame.write.mode("overwrite").parquet(path)
    return frame.sparkSession.read.schema(schema).parquet(path)


def _remove(spark: "SparkSession", path: str) -> None:
    hadoop, files = _at(spark, path)
    files.delete(hadoop, True)


def _refuse_foreign(spark: "SparkSession", out: str) -> None:
    """Nobody's own folder of articles is overwritten by a mistaken ``--out``."""

    def is_there(name: str) -> bool:
        path, files = _at(spark, f"{out}/{name}")
        return bool(files.exists(path))

    if is_there("_work") or is_there("claims/_SUCCESS"):
        return
    if any(map(is_there, ("articles", "statements", "claims", "problems"))):
        raise UsageProblem(
            "CTL-U024",
            "holds something that no run of ctl wrote",
            where=out,
            hint="name a new folder",
        )


def _at(spark: "SparkSession", path: str) -> tuple[Any, Any]:
    """Return a path and the file system that Spark itself uses there."""
    hadoop = spark._jvm.org.apache.hadoop.fs.Path(path)
    return hadoop, hadoop.getFileSystem(spark._jsc.hadoopConfiguration())


def _sorted_by(frame: "DataFrame", key: tuple[str, ...], *more: str) -> "DataFrame":
    """Bring the rows of one key together, one after another."""
    return frame.repartition(*key).sortWithinPartitions(*key, *more)


def _names(schema: str) -> list[str]:
    return [column.split()[0] for column in schema.split(", ")]


def _frames(rows: Iterable[Row], schema: str) -> "Batches":
    import pandas

    names, iterator = _names(schema), iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield pandas.DataFrame(batch, columns=names, dtype=object)


def _rows(batches: "Batches") -> Iterator[Row]:
    for batch in batches:
        yield from batch.itertuples(index=False, name=None)


def _blocks(batches: "Batches") -> Iterator[tuple[Any, Iterator[Row]]]:
    """Yield the rows of each key, which is their first column; to be read before the next key."""
    return groupby(_rows(batches), key=itemgetter(0))


def _read_files(
    batches: "Batches", *, published: date | None, outlet: str | None, rules: str
) -> "Batches":
    def read() -> Iterator[Row]:
        for number, name in _rows(batches):
            file = Path(json.loads(name))
            for place, found in enumerate(outcomes_of(file, published, outlet)):
                if isinstance(found, InputProblem):
                    yield _problem_row(found)
                else:
                    row = _article_row(found, (int(number) << 32) + place, rules)
                    yield *row, None, None, None, None

    return _frames(read(), READ)


def _problem_row(problem: InputProblem) -> Row:
    return *(None for _ in _names(ARTICLES)), *_told(problem)


def _told(problem: InputProblem) -> Row:
    texts = problem.where, problem.code, problem.what, problem.hint
    return tuple(text and text.encode("utf-8", "backslashreplace").decode() for text in texts)


def _article_row(article: Article, position: int, rules: str) -> Row:
    day = article.published.day
    return (
        position,
        copy_rank(article.published, article.outlet, article.file),
        article.id,
        json.dumps(folder_of(article.file)),
        day.isoformat() if day else None,
        article.published.basis,
        rules,
        json_line(article_to_json(article)),
    )


def _infer(batches: "Batches") -> "Batches":
    def infer() -> Iterator[Row]:
        for batch in batches:
            for row in batch.itertuples(index=False):
                days = () if row.days is None else sorted(map(date.fromisoformat, row.days))
                article = article_from_json(json.loads(row.article))
                dated = attempt(partial(infer_date, article, days), article.file)
                if isinstance(dated, Article):  # else it is read, and told, without a day
                    article = dated
                yield _article_row(article, row.position, row.rules)

    return _frames(infer(), ARTICLES)


def _extract(batches: "Batches", *, rules: Path | None) -> "Batches":
    """A statement without a day is kept, but has no view: it enters no claim."""
    read = partial(extract_all, rules=rules)

    def extract() -> Iterator[Row]:
        texts = (text for batch in batches for text in batch["article"])
        for bundle in bundles(article_from_json(json.loads(text)) for text in texts):
            for article, found in zip(bundle, statements_of(bundle, extract=read), strict=True):
                if isinstance(found, InputProblem):
                    yield *(None for _ in _names(STATEMENTS)), *_told(found)
                    continue
                for statement in found:
                    yield *_statement_row(statement, article.id), *(None for _ in _names(PROBLEMS))

    return _frames(extract(), EXTRACTED)


def _statement_row(statement: Statement, article: str) -> Row:
    view, words = _view(statement) if statement.when is not None else (None, None)
    return statement.id, article, view, words, statement_line(statement)


def _view(statement: Statement) -> tuple[str, str]:
    """Return the node of a statement and its comparable view as text; a view without words stays
    alone.
    """
    view = comparable(statement)
    words = json.dumps(view, separators=(",", ":"))
    node = words if view.words else statement.id
    return blake2b(node.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(), words


def _comparable(words: str) -> Comparable:
    parts: list[Any] = json.loads(words)
    values: list[Any] = [tuple(part) if isinstance(part, list) else part for part in parts]
    return Comparable(*values)


def _keys(batches: "Batches") -> "Batches":
    rows = ((view, *filed_keys(filing(_comparable(words)))) for view, words in _rows(batches))
    return _frames(rows, FILED)


def _finer(batches: "Batches") -> "Batches":
    rows = (
        (finer, its_part, view)
        for key, part, view, words in _rows(batches)
        for finer, its_part in finer_keys(int(key), int(part), filing(_comparable(words)))
    )
    return _frames(rows, FINER)


def _cells(batches: "Batches", *, at_once: int) -> "Batches":
    rows = (
        (key, low, high, place // at_once, view)
        for key, place, together, view in _rows(batches)
        for low, high in cells(place, together, most=at_once)
    )
    return _frames(rows, MET)


def _pairs(batches: "Batches") -> "Batches":
    def pairs() -> Iterator[Row]:
        for (key, low, high), rows in groupby(_rows(batches), key=itemgetter(0, 1, 2)):
            block = list(rows)
            views = [_comparable(row[5]) for row in block]
            apart = sum(row[3] == low for row in block) if low < high else None
            for one, other in accepted_in_block(int(key), views, apart=apart):
                yield block[one][4], block[other][4]

    return _frames(pairs(), PAIRS)


def _claims(batches: "Batches") -> "Batches":
    rows = (
        _claim_row(claim)
        for _, group in _blocks(batches)
        for claim in claims_of_group([statement_from_json(json.loads(row[1])) for row in group])
    )
    return _frames(rows, CLAIMS)


def _claim_row(claim: Claim) -> Row:
    record = claim_to_json(claim)
    return claim.id, record["date"], record["cities"], json_line(record)


def _claim(text: str) -> Claim:
    return claim_from_json(json.loads(text))


def _link_keys(batches: "Batches") -> "Batches":
    def keys() -> Iterator[Row]:
        for (text,) in _rows(batches):
            claim = claim_for_links(_claim(text))
            day, claim_id = link_order(claim)
            yield claim_id, day, sorted(keys_of(profile_of(claim))), json_line(claim_to_json(claim))

    return _frames(keys(), LINK_FILED)


def _links(batches: "Batches") -> "Batches":
    def links() -> Iterator[Row]:
        for _, rows in groupby(_rows(batches), key=itemgetter(0, 1)):
            for source, link in links_along(_claim(row[4]) for row in rows):
                yield source, json_line([link.type, link.claim, link.reason])

    return _frames(links(), LINKS)


def _with_links(batches: "Batches") -> "Batches":
    def linked() -> Iterator[Row]:
        for batch in batches:
            for text, found in zip(batch["claim"], batch["links"], strict=True):
                links = chosen_links(Link(*json.loads(link)) for link in found)
                yield _claim_row(replace(_claim(text), links=links))

    return _frames(linked(), CLAIMS)
