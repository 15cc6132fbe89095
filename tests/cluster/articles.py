"""Articles for the cluster's tests, made from the samples: shards and a folder of text files."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

from conflict_timeline import read_file
from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import find_inputs

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
OUTLETS = ("Northern Wire", "Harbour Post", "Eastern Bulletin", "Nile Courier")
CITIES = ("Kyiv", "Kharkiv", "Mariupol", "Kherson", "Sumy", "Odesa")
COMMON = "This story was updated with further reports from the region."
COUNTED = "The exchange in Kyiv said its index of grain shipments closed {} points higher at {}."


def write_articles(folder: Path, count: int) -> Path:
    """Write ``count`` articles, most in shards of 25, and return ``folder``.

    Paragraphs return with other cities, counts and days; some articles come twice, some without a
    date, and one sentence stands in all of them and another one with other
    figures each time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = vary_samples(count)
    loose_rows = rows[-12:]
    rows[-12:] = rows[:5]
    for start in range(0, len(rows), 25):
        lines = [json.dumps(row) + "\n" for row in rows[start : start + 25]]
        (folder / f"shard{start:05}.jsonl").write_text("".join(lines), encoding="utf-8")
    loose = folder / "loose"
    loose.mkdir(exist_ok=True)
    for number, row in enumerate(loose_rows):
        dated = f"KYIV, {date(2022, 3, 1 + number):%-d %B %Y} (Northern Wire) — " * (number % 3 > 0)
        (loose / f"{number}.txt").write_text(dated + row["text"], encoding="utf-8")
    (folder / "broken.jsonl").write_text('{"text": ', encoding="utf-8")
    return folder


def vary_samples(count: int) -> list[dict[str, str]]:
    """Return ``count`` articles as rows of JSON Lines, the same at every call."""
    chance = random.Random(8)
    paragraphs = [part for text in _sample_texts() for part in text.split("\n\n") if len(part) > 60]
    return [_article(paragraphs, chance, number) for number in range(count)]


def _article(paragraphs: list[str], chance: random.Random, number: int) -> dict[str, str]:
    chosen = [_varied(part, chance) for part in chance.sample(paragraphs, 4)]
    day = date(2022, 2, 24) + timedelta(days=chance.randrange(40))
    return {
        "published_at": day.isoformat(),
        "source": chance.choice(OUTLETS),
        "text": "\n\n".join([*chosen, COMMON, COUNTED.format(100 + number, number)]),
    }


def _varied(text: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return text
    one, other = chance.sample(CITIES, 2)
    words = text.replace(one, other).split(" ")
    for place, word in enumerate(words):
        if word.isdigit() and len(word) < 4 and chance.random() < 0.3:
            words[place] = str(int(word) + chance.randrange(1, 9))
    if chance.random() < 0.3:
        del words[chance.randrange(len(words))]
    return " ".join(words)


def _sample_texts() -> list[str]:
    found: list[Article | InputProblem] = []
    for path in find_inputs([SAMPLES]):
        assert isinstance(path, Path)
        found += read_file(path)
    return [article.text for article in found if isinstance(article, Article)]
