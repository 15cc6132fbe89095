"""How fast extraction reads, in two figures that do not need a machine to itself.

The rate as a share of the rate at which one expression finds the words of the same text, both in
CPU time and in turn: it falls by half where others use the processor's cache, so its floor is far
below what a quiet machine shows. And the characters read for each hundred lines of the program that
run: the same in every run, blind to what a regular expression costs. `make bench` prints megabytes
for each CPU second.
"""

import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from types import FrameType

from conflict_timeline.actors import find_actors
from conflict_timeline.attribution import find_attributions, governing_speakers
from conflict_timeline.extract import extract_all
from conflict_timeline.figures import find_figures
from conflict_timeline.kinds import find_kinds
from conflict_timeline.model import Article, Published
from conflict_timeline.sentences import split_sentences
from conflict_timeline.status import read_status

ARTICLES = 400
COUNTED = 60
TURNS = 5
CHARACTERS = 4.9  # for 100 lines, when extraction read .33 MB for each CPU second
WORDS_PER_SECOND = 38.0  # MB: the rate of the words where the targets in MB/s were set
WORD = re.compile(r"\w+")


def speed(file: Path) -> Iterator[tuple[str, float, float]]:
    """Yield (figure, target, value) for the articles of ``file``."""
    articles = list(_articles(file))
    for name, target, read in (
        ("attribution, status, kinds, actors, figures", 1.5, _evidence),
        ("extraction", 0.55, extract_all),
    ):
        yield f"{name}, % of words", 100 * target / WORDS_PER_SECOND, 100 * _share(articles, read)
    counted = articles[:COUNTED]
    characters = sum(len(article.text) for article in counted)
    extract_all(counted)
    yield (
        "characters for 100 lines run",
        CHARACTERS * 0.55 / 0.33,
        100 * characters / _lines_run(counted),
    )


def _lines_run(articles: list[Article]) -> int:
    """Return how many lines of Python run while ``articles`` are extracted."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        extract_all(articles)
    finally:
        sys.settrace(before)
    return count


def _share(articles: list[Article], read: Callable[[list[Article]], object]) -> float:
    """Return the rate of ``read`` divided by that of finding words."""
    read(articles[:50])  # tables and patterns are loaded once
    turns = [(_cost(_words, articles), _cost(read, articles)) for _ in range(TURNS)]
    return median(words / cost for words, cost in turns)


def _cost(read: Callable[[list[Article]], object], articles: list[Article]) -> float:
    started = process_time()
    read(articles)
    return process_time() - started


def _words(articles: list[Article]) -> None:
    for article in articles:
        WORD.findall(article.text)


def _evidence(articles: list[Article]) -> None:
    """Read who says it, how firmly, what kind of event, who did it and how many."""
    for article in articles:
        sentences = split_sentences(article.text)
        governing_speakers(sentences, find_attributions(article.text, sentences))
        for sentence in sentences:
            find_kinds(sentence.text)
            find_actors(sentence.text)
            find_figures(sentence.text)
            read_status(sentence.text, attributed=True, observed=False)


def _articles(file: Path) -> Iterator[Article]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in zip(range(ARTICLES), lines, strict=False):
            row = json.loads(line)
            day = date.fromisoformat(row["date"]) if row.get("date") else None
            published = Published(day, "metadata" if day else "none")
            yield Article(id=str(number), file=file.name, text=row["text"], published=published)
