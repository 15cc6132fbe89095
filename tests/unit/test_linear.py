"""The cost of reading grows with the length of a text, not with its square, whatever the text.

Each input is doubled; the longer may take at most ``MOST`` times the shorter (2 is linear, 4 is
quadratic). The clock counts only this process's work, and the best of some tries is taken.
"""

import gc
import hashlib
import tomllib
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from conflict_timeline.extract import extract_statements
from conflict_timeline.model import Article, Published
from conflict_timeline.reading.draft import Source
from conflict_timeline.reading.files import read_source

LENGTH = 40_000
MOST = 3.2
NOISE_SECONDS = 0.03
TRIES = 4
RULES = Path(__file__).resolve().parents[2] / "conflict_timeline" / "rules"

PATTERNS = (
    *("a", "A ", "a\n\n", "a-", "a'", ".", ", ", "(", "“", '"a" ', "\n", "\t", "#", "* ", "- a\n"),
    *("a\tb\n", "| a ", "@", "1", "1 ", "1,", "10% ", "10:00 ", "$1 million ", "&amp;", "<p>"),
    *("http://a.b/c ", "\x00", "\ud800", "\x1b[31m", "\u202e", "â€™", "на ", "في ", "一"),
    *("Kyiv ", "Kyiv, ", "KYIV ", "near Kyiv ", "35 km south of ", "the Kyiv region of ", "No. "),
    *("on Monday ", "3 March 2022, ", "the last ", "since ", "said ", "he said, ", "that "),
    *("according to ", "told ", "not ", "if ", "killed 3 ", "more than ", "Mr. ", "U.S. ", "J. "),
    *("John Smith ", "the Russian Defence Ministry ", "Russian forces ", "“a” said "),
    "3 people were killed in Kyiv on Monday, he said. ",
    "3 people were killed in Kyiv on Monday he said ",
    "Rockets struck Kharkiv\n\n",
)


def _examples(path: Path) -> str:
    """Return the texts of all examples of a rule file, a full stop after each."""
    texts = []
    for group in tomllib.loads(path.read_text(encoding="utf-8")).values():
        for rule in group if isinstance(group, list) else ():
            for example in (*rule.get("yes", ()), *rule.get("no", ())):
                texts.append(example["text"] if isinstance(example, dict) else example)
    return "".join(f"{text} " for text in texts)


def _rule_files() -> list[Path]:
    return [path for path in sorted(RULES.glob("*/*.toml")) if _examples(path)]


def _read(text: str) -> object:
    """Everything between an article's text and its statements."""
    identity = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    published = Published(date(2022, 3, 1), "flag")
    return extract_statements(Article(identity, "a.txt", text, published))


def _read_bytes(text: str) -> object:
    """Decoding, finding the date, outlet, title and language."""
    content = text.encode("utf-8", "surrogatepass")
    return list(read_source(Source("folder/a.txt", content)))


def _repeated(pattern: str, length: int) -> str:
    return (pattern * (length // len(pattern) + 1))[:length]


def _seconds(read: object, text: str) -> float:
    """Return CPU seconds without the cycle collector, whose cost is that of all tests before."""
    gc.collect()
    gc.disable()
    try:
        started = process_time()
        read(text)  # type: ignore[operator]
        return process_time() - started
    finally:
        gc.enable()


def _assert_linear(read: object, pattern: str) -> None:
    short, long = (_repeated(pattern, length) for length in (LENGTH // 2, LENGTH))
    read(short[: LENGTH // 4])  # type: ignore[operator]  # loads what is loaded once
    shortest = longest = float("inf")
    for _ in range(TRIES):
        shortest = min(shortest, _seconds(read, short))
        longest = min(longest, _seconds(read, long))
        if longest < MOST * shortest + NOISE_SECONDS:
            return
    pytest.fail(f"{longest:.2f} s for twice the text of {shortest:.2f} s")


@pytest.mark.parametrize("pattern", PATTERNS, ids=ascii)
def test_extraction_takes_time_with_the_length(pattern: str) -> None:
    _assert_linear(_read, pattern)


@pytest.mark.parametrize("pattern", PATTERNS, ids=ascii)
def test_reading_takes_time_with_the_length(pattern: str) -> None:
    _assert_linear(_read_bytes, pattern)


@pytest.mark.parametrize("path", _rule_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rules_take_time_with_the_length_of_their_own_examples(path: Path) -> None:
    _assert_linear(_read, _examples(path))


def test_one_endless_sentence_with_a_hundred_thousand_dates() -> None:
    """One sentence, no full stop: a fifth of the dates must take at least a tenth of the time."""
    text = "on 3 March 2022 " * 100_000
    whole, fifth = (_seconds(_read, part) for part in (text, text[: len(text) // 5]))
    assert whole < 10 * fifth + 0.5


def test_one_line_of_two_million_characters() -> None:
    assert _seconds(_read_bytes, "x" * 2_000_000) < 5
    assert _seconds(_read, "x " * 1_000_000) < 20
