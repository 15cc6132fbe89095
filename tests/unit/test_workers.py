"""Work in processes: in order, in bounded chunks, and with workers that die."""

import json
import os
import signal
from collections.abc import Iterator
from copy import copy
from multiprocessing import get_start_method
from pathlib import Path

import pytest

from conflict_timeline.pipeline import IngestOptions, build_timeline, ingest
from conflict_timeline.problems import InputProblem, RuleProblem
from conflict_timeline.reading import read_file
from conflict_timeline.record_json import claim_to_json, json_line
from conflict_timeline.sentences import split_sentences
from conflict_timeline.store import ClaimFilter, Store, find_claims, open_store
from conflict_timeline.workers import CHUNK, FIRST_CHUNK, WINDOW, Workers, growing_chunks

TWO = pytest.param(
    2,
    marks=pytest.mark.skipif(
        get_start_method() != "fork",  # from Python 3.14 on
        reason="what a test changes is seen by workers that are forked only",
    ),
)
TWO_ONCE = pytest.param(2, 1, marks=TWO.marks)


def double(number: int) -> int:
    return 2 * number


def double_unless_13(number: int) -> int:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def none(number: int) -> int:
    return -number


@pytest.mark.parametrize("count", [1, 3])
def test_workers_keep_the_order(count: int) -> None:
    with Workers(count) as workers:
        assert list(workers.each(double, range(500), lost=none)) == [
            (number, 2 * number) for number in range(500)
        ]


@pytest.mark.parametrize(("count", "times"), [(1, 0), TWO_ONCE])
def test_workers_share_what_was_prepared_before_the_first(count: int, times: int) -> None:
    loaded: list[int] = []
    with Workers(count, prepare=lambda: loaded.append(os.getpid())) as workers:
        found = dict(workers.each(double_unless_13, range(14, 40), lost=none))
    assert loaded == times * [os.getpid()]
    assert len(found) == 26


def test_workers_lose_only_what_kills_one() -> None:
    with Workers(2) as workers:
        found = dict(workers.each(double_unless_13, range(120), lost=none))
    assert found == {number: 2 * number for number in range(120)} | {13: -13}


def test_workers_feed_one_another_also_when_one_dies() -> None:
    with Workers(2) as workers:
        first = workers.each(double, range(120), lost=none)
        halves = (twice // 2 for _, twice in first)
        found = dict(workers.each(double_unless_13, halves, lost=none))
    assert found == {number: 2 * number for number in range(120)} | {13: -13}


def test_workers_take_no_more_than_they_can_hold() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(100_000):
            taken = number
            yield number

    with Workers(2) as workers:
        results = workers.each(double, items(), lost=none)
        for count, (number, _) in enumerate(results):
            assert taken - number <= (2 * WINDOW + 1) * CHUNK
            if count == 2_000:
                break


def test_workers_say_what_went_wrong_in_a_function() -> None:
    with Workers(2) as workers, pytest.raises(ZeroDivisionError):
        list(workers.each((1).__floordiv__, [1, 0], lost=none))


def test_workers_bring_problems_back_whole() -> None:
    problem = InputProblem("CTL-I003", "is empty", where="a.txt", hint="leave it out")
    with Workers(2) as workers:
        [(_, found)] = workers.each(copy, [problem], lost=copy)
    assert str(found) == str(problem)
    assert isinstance(found, InputProblem)


def test_ingest_loses_nothing_with_a_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        text = f"2 March 2022\n\nShells hit depot {number} in Kharkiv on Tuesday.\n"
        (tmp_path / f"{number:02}.txt").write_text(text)

    def deadly(path: Path, **named: object) -> object:
        if path.name == "07.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return read_file(path, **named)  # type: ignore[arg-type]

    with open_store(tmp_path / "whole.db", create=True) as store:
        whole = ingest([tmp_path], store)
    monkeypatch.setattr("conflict_timeline.pipeline.inputs.read_file", deadly)
    with open_store(tmp_path / "killed.db", create=True) as store:
        killed = ingest([tmp_path], store, IngestOptions(jobs=2))
    assert killed == whole
    assert killed.articles == 12


@pytest.mark.parametrize("jobs", [1, TWO])
@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
def test_ingest_leaves_out_only_the_article_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, jobs: int, dated: bool
) -> None:
    """A fault of the program in one article of a bundle: the others are read, once, and the next
    ingest tries the one again."""
    _write_depots(tmp_path, dated=dated)
    with open_store(tmp_path / "whole.db", create=True) as store:
        whole = ingest([tmp_path], store)
        all_lines = _lines(store)
    store = open_store(tmp_path / "failed.db", create=True)
    with store, monkeypatch.context() as patched:
        patched.setattr("conflict_timeline.extract.split_sentences", _failing_at_depot_7)
        report = ingest([tmp_path], store, IngestOptions(jobs=jobs))
        [problem] = report.failed
        assert (problem.code, problem.where) == ("CTL-I020", (tmp_path / "07.txt").as_posix())
        assert "ZeroDivisionError in test_workers.py" in problem.what
        assert report.statements == whole.statements - 1
        assert _lines(store) == [line for line in all_lines if "depot 7 " not in line]
        patched.undo()
        again = ingest([tmp_path], store, IngestOptions(jobs=jobs))
        assert again.failed == []
        assert _lines(store) == all_lines


@pytest.mark.parametrize("jobs", [1, TWO])
def test_ingest_goes_on_after_a_file_that_a_reader_fails_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, jobs: int
) -> None:
    _write_depots(tmp_path, dated=True)

    def failing(path: Path, **named: object) -> object:
        yield from read_file(path, **named)  # type: ignore[arg-type]
        if path.name == "07.txt":
            raise ZeroDivisionError

    monkeypatch.setattr("conflict_timeline.pipeline.inputs.read_file", failing)
    with open_store(tmp_path / "timeline.db", create=True) as store:
        report = ingest([tmp_path], store, IngestOptions(jobs=jobs))
    assert [Path(problem.where or "").name for problem in report.failed] == ["07.txt"]
    assert report.articles == 12  # what was read of the file before is kept


def test_build_timeline_names_the_article_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_depots(tmp_path, dated=True)
    monkeypatch.setattr("conflict_timeline.extract.split_sentences", _failing_at_depot_7)
    failed: list[InputProblem] = []
    assert len(build_timeline([tmp_path], failed=failed)) == 11
    assert [Path(problem.where or "").name for problem in failed] == ["07.txt"]


def test_ingest_says_what_is_wrong_with_the_rules_once(tmp_path: Path) -> None:
    """A table of the user's that cannot be used is no fault of the articles."""
    _write_depots(tmp_path, dated=True)
    rules = tmp_path / "own"
    rules.mkdir()
    (rules / "actors.tsv").write_text("a name alone\n")
    with open_store(tmp_path / "timeline.db", create=True) as store, pytest.raises(RuleProblem):
        ingest([tmp_path], store, IngestOptions(rules=rules))


def _write_depots(folder: Path, *, dated: bool) -> None:
    for number in range(12):
        day = "2 March 2022\n\n" * dated
        text = f"{day}Shells hit depot {number} in Kharkiv on 1 March 2022.\n"
        (folder / f"{number:02}.txt").write_text(text)


def _failing_at_depot_7(text: str, *, start: int = 0) -> object:
    return 1 // 0 if "depot 7 " in text else split_sentences(text, start=start)


def _lines(store: Store) -> list[str]:
    return [json_line(claim_to_json(claim)) for claim in find_claims(store, ClaimFilter())]


def test_ingest_gives_the_same_with_workers(tmp_path: Path) -> None:
    """Dated and undated files, and a file of many articles that is read where they are stored."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(30):
        day = "3 March 2022\n\n" * (number % 3 > 0)
        text = f"Shells hit depot {number} on Thursday. The road was cut on {number + 1} June.\n"
        (folder / f"{number:02}.txt").write_text(day + text)
    rows = [{"date": "2022-03-04", "text": f"Rocket {n} hit Sumy. {'x ' * 900}"} for n in range(60)]
    (folder / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    lines = {}
    for jobs in (1, 3):
        with open_store(tmp_path / f"{jobs}.db", create=True) as store:
            ingest([folder], store, IngestOptions(jobs=jobs))
            claims = find_claims(store, ClaimFilter())
            lines[jobs] = [json_line(claim_to_json(claim)) for claim in claims]
    assert lines[1] == lines[3]
    assert len(lines[1]) > 60


def test_chunks_are_small_first() -> None:
    sizes = [len(chunk) for chunk in growing_chunks(range(200))]
    assert sizes == [FIRST_CHUNK, 8, 16, 32, CHUNK, 64, 12]
