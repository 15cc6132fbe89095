"""What is measured: for each stage the gold, the adapter, the scorer, the figures read off it,
the targets.

A figure's ``pattern`` finds it in the scorer's output; its name is the key in ``floors.toml``.
"""

import re
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

EVAL = Path(__file__).resolve().parent
PROJECT = EVAL.parents[1]
SHARED = PROJECT.parent / "shared"
BENCH = SHARED / "bench"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a scorer's output and the target it is held against."""

    name: str
    pattern: str
    target: float


@dataclass(frozen=True, slots=True)
class Suite:
    """One gold file scored once; ``key`` is the field that identifies a record."""

    name: str
    gold: str
    adapter: str
    scorer: str
    figures: tuple[Figure, ...]
    key: str = "id"
    arguments: tuple[str, ...] = ()
    is_whole: bool = False  # clusters cannot be cut into a part seen and a part kept aside


def _temporal(corpus: str, relaxed: float, value: float, day: float) -> tuple[Figure, ...]:
    row = rf"(?m)^{corpus}\s+\d+\s+\d+ \|\s+[\d.]+\s+[\d.]+\s+[\d.]+ \|"
    number = r"\s*([\d.]+|--)\s*"
    return (
        Figure(f"{corpus} relaxed F1", rf"{row}\s+[\d.]+\s+[\d.]+\s+([\d.]+) \|", relaxed),
        Figure(
            f"{corpus} value F1",
            rf"{row}\s+[\d.]+\s+[\d.]+\s+[\d.]+ \|\s+[\d.]+ \|\s+[\d.]+\s+[\d.]+\s+([\d.]+) \|",
            value,
        ),
        Figure(
            f"{corpus} day accuracy",
            rf"{row}[^|]*\|[^|]*\|[^|]*\|[^|]*\|{number}",
            day,
        ),
    )


def _geo(corpus: str, column: int, name: str, target: float) -> Figure:
    cell = r"(?:[\d.]+/[\d.]+/[\d.]+|-\s*/\s*-\s*/\s*-)\s+"
    return Figure(
        f"{corpus} {name}",
        rf"(?m)^{corpus}\s+\d+\s+(?:{cell}){{{column}}}[\d.]+/[\d.]+/([\d.]+)",
        target,
    )


def _geo_distance(corpus: str, target: float) -> Figure:
    cell = r"(?:[\d.]+/[\d.]+/[\d.]+|-\s*/\s*-\s*/\s*-)\s+"
    return Figure(
        f"{corpus} acc@161", rf"(?m)^{corpus}\s+\d+\s+(?:{cell}){{4}}\S+\s+([\d.]+)", target
    )


def _pairs(name: str, target: float) -> Suite:
    return Suite(
        f"pairs {name}",
        f"dedup/{name}_dev.jsonl",
        "predict_pairs.py",
        "dedup/score_pairs.py",
        (Figure("same-claim F1", r"F1 ([\d.]+)", target),),
    )


SUITES: tuple[Suite, ...] = (
    Suite(
        "time",
        "temporal/dev.jsonl",
        "predict_times.py",
        "temporal/score.py",
        (
            *_temporal("wikiwars", 95, 92, 96),
            *_temporal("timebank", 94, 85, 93),
            *_temporal("aquaint", 94, 82, 93),
            *_temporal("meantime", 93, 87, 95),
        ),
        key="doc_id",
        arguments=("--by", "corpus"),
    ),
    Suite(
        "places",
        "geo/dev.jsonl",
        "predict_places.py",
        "geo/score.py",
        (
            _geo("gwn", 1, "noun F1", 0.91),
            _geo("lgl", 1, "noun F1", 0.89),
            _geo("trnews", 1, "noun F1", 0.95),
            _geo("geovirus", 1, "noun F1", 0.94),
            _geo("humset", 1, "noun F1", 0.90),
            _geo("gwn", 3, "literal F1", 0.80),
            _geo("humset", 3, "literal F1", 0.87),
            _geo_distance("gwn", 0.95),
            _geo_distance("lgl", 0.84),
            _geo_distance("trnews", 0.94),
        ),
        key="doc_id",
        arguments=("--by", "corpus"),
    ),
    Suite(
        "event places",
        "geo/evloc_dev.jsonl",
        "predict_event_places.py",
        "geo/score_event_places.py",
        (Figure("F1", r"F1 ([\d.]+)", 0.78),),
        key="doc_id",
    ),
    Suite(
        "attribution",
        "events/attrib_polnear_dev.jsonl",
        "predict_attribution.py",
        "events/score_attrib.py",
        (
            Figure("cue F1", r"cue overlap .*?F1=([\d.]+)", 0.92),
            Figure("source overlap F1", r"source overlap .*?F1=([\d.]+)", 0.90),
            Figure("source exact F1", r"source exact .*?F1=([\d.]+)", 0.80),
            Figure("sentence attributed F1", r"sentence attributed .*?F1=([\d.]+)", 0.92),
            Figure("right speaker", r"both attributed\s+([\d.]+)", 0.95),
        ),
        arguments=("--core",),
    ),
    Suite(
        "kinds CASE-21",
        "events/event_case21_dev.jsonl",
        "predict_kinds.py",
        "events/score_event.py",
        (
            Figure("accuracy", r"accuracy=([\d.]+)", 0.84),
            Figure("macro F1", r"macroF1=([\d.]+)", 0.82),
        ),
    ),
    Suite(
        "kinds PLOVER",
        "events/event_plover_dev.jsonl",
        "predict_kinds.py",
        "events/score_plover.py",
        (Figure("compatible", r"compatible=([\d.]+)", 0.75),),
    ),
    Suite(
        "figures NewsQuant",
        "events/figures_newsquant_dev.jsonl",
        "predict_figures.py",
        "events/score_figures.py",
        (
            Figure("value F1", r"value P=[\d.]+ R=[\d.]+ F1=([\d.]+)", 0.93),
            Figure("value + bound F1", r"value\+bound P=[\d.]+ R=[\d.]+ F1=([\d.]+)", 0.89),
        ),
    ),
    Suite(
        "figures ISAF",
        "events/figures_isaf_dev.jsonl",
        "predict_figures.py",
        "events/score_isaf.py",
        (
            Figure("killed?", r"killed\? acc ([\d.]+)", 0.97),
            Figure("captured?", r"captured\? acc ([\d.]+)", 0.97),
        ),
    ),
    Suite(
        "status UW",
        "events/status_uw_dev.jsonl",
        "predict_status.py",
        "events/score_status.py",
        (Figure("macro F1", r"system .*?macroF1 ([\d.]+)", 0.72),),
    ),
    Suite(
        "sentences UD",
        "events/sents_ud_dev.jsonl",
        "predict_sentences.py",
        "events/score_sentences.py",
        (Figure("ends F1", r"F1 ([\d.]+)", 0.94),),
    ),
    Suite(
        "sentences challenge",
        "events/sents_challenge.jsonl",
        "predict_sentences.py",
        "events/score_sentences.py",
        (Figure("exact of 40", r"exact texts (\d+)/", 40),),
    ),
    _pairs("war_hand", 0.92),
    _pairs("war_hard", 0.82),
    _pairs("synth", 0.98),
    _pairs("mrpc", 0.78),
    _pairs("sts_headlines", 0.84),
    Suite(
        "clusters 10k",
        "dedup/scale_10k.jsonl.gz",
        "predict_clusters.py",
        "dedup/score_clusters.py",
        (Figure("pair F1", r"F1 ([\d.]+)", 0.94),),
        is_whole=True,
    ),
)


def held_out(identifier: object) -> bool:
    """Return whether a gold record belongs to the fifth that rule writers do not look at."""
    return zlib.crc32(str(identifier).encode()) % 5 == 0


def read_figures(suite: Suite, output: str) -> Iterator[tuple[Figure, float]]:
    """Yield the suite's figures from its scorer's output."""
    for figure in suite.figures:
        found = re.search(figure.pattern, output)
        if found and found[1] != "--":
            yield figure, float(found[1])


def scratch() -> Path:
    """Return a new folder for predictions."""
    return Path(tempfile.mkdtemp(prefix="ctl-eval-"))
