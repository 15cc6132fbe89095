"""What holds for any folder of articles: order, runs and repetition change nothing."""

import json
import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_timeline.exports import EXPORTS, writer
from conflict_timeline.model import Article, Claim
from conflict_timeline.pipeline import ingest
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import read_file
from conflict_timeline.record_json import claim_from_json, claim_to_json, json_line
from conflict_timeline.store import (
    ClaimFilter,
    article_text,
    find_claims,
    iter_claim_json,
    open_store,
    read_statements,
)

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))

SENTENCES = (
    "Rockets struck a depot in Sumy on Monday, the mayor said.",
    "Rockets hit a depot in Sumy on Monday, mayor Olena Marchuk said.",
    "At least 10 people were killed in Kharkiv on Saturday night.",
    "Four people were killed in Kharkiv on Saturday night, a hospital said.",
    "The army denied that it had shelled the market on 1 March 2022.",
    "The following morning the bridge was gone.",
    "“They came at night,” she said on Friday.",
)
HEADS = ("2 March 2022\n\n", "The Courier\n4 March 2022\n\n", "")
odd = st.text(
    st.characters(codec=None) | st.sampled_from("\x00\x1b\u202e\ud800=<[&'\"\n "), max_size=30
)
bodies = st.lists(st.sampled_from(SENTENCES) | odd, min_size=1, max_size=5).map(" ".join)
texts = st.tuples(st.sampled_from(HEADS), bodies).map("".join)
names = st.sampled_from(
    ("a.txt", "b/a.txt", "b/2022-03-03 c.txt", "c.md", "d.html", "b/e.csv", "f.json", "g.eml")
)
folders = st.dictionaries(names, texts, min_size=1, max_size=5)


def _write(folder: Path, files: dict[str, str]) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        paths.append(path)
    return paths


def _outcome(path: Path) -> list[str]:
    with open_store(path, create=False) as store:
        return list(iter_claim_json(store, ClaimFilter()))


@FEW
@given(folders)
def test_spans_slice_back_and_records_round_trip(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "in", files)
        with open_store(folder / "s.db", create=True) as store:
            ingest([folder / "in"], store)
            for statement in read_statements(store):
                text = article_text(store, statement.article)
                assert text[statement.start : statement.end] == statement.text
            for claim in find_claims(store, ClaimFilter()):
                line = json_line(claim_to_json(claim))
                full = {s.article[:16]: s.article for s in claim.statements}
                again = claim_from_json(json.loads(line), full_article_id=full.__getitem__)
                assert json_line(claim_to_json(again)) == line


@FEW
@given(folders, st.integers(0, 5), st.randoms(use_true_random=False))
def test_order_runs_and_repetition_change_nothing(
    files: dict[str, str], cut: int, draw: random.Random
) -> None:
    """Once, twice, in two runs, in any order: the same claims with the same ids.

    Files of the same bytes are one article, filed under the copy whose day is known best.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = _write(folder / "in", files)
        with open_store(folder / "once.db", create=True) as store:
            ingest(sorted(paths), store)
        expected = _outcome(folder / "once.db")
        with open_store(folder / "once.db", create=True) as store:
            report = ingest(sorted(paths), store)
            assert report.new == report.reread == 0
        assert _outcome(folder / "once.db") == expected
        draw.shuffle(paths)
        for part in (paths[:cut], paths[cut:]):
            with open_store(folder / "parts.db", create=True) as store:
                ingest(part, store)
        assert _outcome(folder / "parts.db") == expected


@FEW
@given(folders)
def test_every_export_takes_any_claim(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "in", files)
        with open_store(folder / "s.db", create=True) as store:
            ingest([folder / "in"], store)
            claims: list[Claim] = list(find_claims(store, ClaimFilter()))
        for export in EXPORTS:
            if export != "parquet":
                "".join(writer(export)(claims)).encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(names, st.binary(max_size=300) | texts.map(lambda text: text.encode("utf-8", "replace")))
def test_no_input_raises(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        for outcome in read_file(path):
            assert isinstance(outcome, Article | InputProblem)
            assert str(outcome)
