"""Two names for the same bytes: whichever is read first, in one run or in two, the same is kept."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from conflict_timeline import build_timeline
from conflict_timeline.pipeline import IngestOptions, ingest, set_date
from conflict_timeline.record_json import claim_to_json, json_line
from conflict_timeline.store import ClaimFilter, iter_claim_json, open_store, read_articles

UNDATED = "Rockets struck a depot in Sumy on Monday, the mayor said. Ten people were killed."
DATED = f"2 March 2022\n\n{UNDATED}"
CASES = {
    "one has a day": (UNDATED, ["a.txt", "2022-03-02 b.txt", "c.txt"], "2022-03-02 b.txt"),
    "two days": (UNDATED, ["2022-03-09.txt", "2022-03-02.txt"], "2022-03-02.txt"),
    "none has a day": (UNDATED, ["b.txt", "a.txt"], "a.txt"),
    "the name and the head": (DATED, ["a.txt", "2022-03-04.txt"], "2022-03-04.txt"),
    "the head alone": (DATED, ["b.txt", "a.txt"], "a.txt"),
    "a note beside one": (DATED, ["2022-03-05.txt", "noted.txt"], "noted.txt"),
    "folders": (UNDATED, ["x/a.txt", "2022-03-04/a.txt"], "2022-03-04/a.txt"),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[list[Path], Path]:
    text, names, kept = CASES[request.param]
    paths = [tmp_path / "in" / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if path.stem == "noted":
            path.with_name("noted.txt.meta.toml").write_text("date = 2022-03-03\n")
    # a dated neighbour in each folder, from which an undated copy may take its day
    for number, folder in enumerate(sorted({path.parent for path in paths})):
        (folder / f"2022-03-01 n{number}.txt").write_text(f"Fire broke out in Homs. {number}")
    return paths, tmp_path / "in" / kept


def _kept(store_path: Path, runs: list[list[Path]], jobs: int) -> tuple[str, ...]:
    for paths in runs:
        with open_store(store_path, create=True) as store:
            ingest(paths, store, IngestOptions(jobs=jobs))
    with open_store(store_path, create=False) as store:
        articles = [
            (a.file, a.record, a.published, a.outlet, a.n_statements) for a in read_articles(store)
        ]
        return (repr(articles), *iter_claim_json(store, ClaimFilter()))


@pytest.mark.parametrize("jobs", [1, 2])
def test_order_and_runs_choose_no_other_copy(
    case: tuple[list[Path], Path], tmp_path: Path, jobs: int
) -> None:
    paths, kept = case
    folder = tmp_path / "in"
    expected = _kept(tmp_path / "whole.db", [[folder]], jobs)
    assert kept.as_posix() in expected[0]
    for number, order in enumerate(permutations(paths)):
        if jobs > 1 and number > 1:
            break
        rest = sorted(path for path in folder.rglob("*.txt") if path not in paths)
        in_one = _kept(tmp_path / f"one {number}.db", [[*order, *rest]], jobs)
        assert in_one == expected
        in_many = _kept(tmp_path / f"many {number}.db", [rest, *([p] for p in order)], jobs)
        assert in_many == expected
        last = _kept(tmp_path / f"last {number}.db", [*([p] for p in order), rest, [folder]], jobs)
        assert last == expected


def test_reading_again_changes_nothing(case: tuple[list[Path], Path], tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db", create=True) as store:
        ingest([tmp_path / "in"], store)
        report = ingest([tmp_path / "in"], store)
        assert report.new == report.reread == 0


def test_without_a_store_the_same_copy_is_kept(
    case: tuple[list[Path], Path], tmp_path: Path
) -> None:
    paths, _ = case
    rest = sorted(path for path in (tmp_path / "in").rglob("*.txt") if path not in paths)
    expected = _kept(tmp_path / "whole.db", [[tmp_path / "in"]], 1)[1:]
    for order in permutations(paths):
        claims = build_timeline([*order, *rest])
        assert [json_line(claim_to_json(claim)) for claim in claims] == list(expected)


def test_a_copy_that_moves_dates_no_neighbours_any_more(tmp_path: Path) -> None:
    """An undated neighbour is dated as if the articles had all come at once."""
    for folder in ("x", "y"):
        (tmp_path / "in" / folder).mkdir(parents=True)
    dated = "3 March 2022\n\nShells fell in Homs on Tuesday."
    (tmp_path / "in/x/a.txt").write_text(dated)
    (tmp_path / "in/x/undated.txt").write_text("Rockets struck a depot in Sumy on Wednesday.")
    (tmp_path / "in/y/2022-03-03.txt").write_text(dated)
    together = _kept(tmp_path / "one.db", [[tmp_path / "in"]], 1)
    apart = _kept(tmp_path / "two.db", [[tmp_path / "in/x"], [tmp_path / "in/y"]], 1)
    assert apart == together
    assert "in/y/2022-03-03.txt" in together[0]


def test_new_rules_do_not_move_an_article_to_a_worse_copy(tmp_path: Path) -> None:
    good, worse = tmp_path / "2022-03-02.txt", tmp_path / "a.txt"
    for path in (good, worse):
        path.write_text(UNDATED)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "actors.tsv").write_text("River Guard\tgroup\n")
    with open_store(tmp_path / "s.db", create=True) as store:
        ingest([good], store)
        ingest([worse], store, IngestOptions(rules=rules))
        (article,) = read_articles(store)
    assert article.file == good.as_posix()
    assert str(article.published.day) == "2022-03-02"


def test_a_day_that_was_set_outlives_better_copies(tmp_path: Path) -> None:
    """Also when another thing about the article, its outlet, makes it be read again."""
    first, better = tmp_path / "a.txt", tmp_path / "2022-03-02.txt"
    for path in (first, better):
        path.write_text(UNDATED)
    with open_store(tmp_path / "s.db", create=True) as store:
        ingest([first], store)
        set_date(store, read_articles(store)[0].id, date(2022, 3, 9))
        ingest([first, better], store, IngestOptions(outlet="The Courier"))
        (article,) = read_articles(store)
    assert (article.outlet, article.published.basis) == ("The Courier", "flag")
    assert article.published.day == date(2022, 3, 9)
