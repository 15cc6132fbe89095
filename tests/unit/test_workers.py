"""Work in processes: in order, in bounded chunks, and with workers that die."""

import json
import os
import signal
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest

from conflict_timeline.pipeline import IngestOptions, ingest
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import read_file
from conflict_timeline.record_json import claim_to_json, json_line
from conflict_timeline.store import ClaimFilter, find_claims, open_store
from conflict_timeline.workers import CHUNK, FIRST_CHUNK, WINDOW, Workers, growing_chunks


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
    monkeypatch.setattr("conflict_timeline.pipeline.read_file", deadly)
    with open_store(tmp_path / "killed.db", create=True) as store:
        killed = ingest([tmp_path], store, IngestOptions(jobs=2))
    assert killed == whole
    assert killed.articles == 12


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
