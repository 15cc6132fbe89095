"""Makes articles for the soak: `write_articles` fills a folder, the same for the same seed.

They hold what an ingest has to get right at once: day headers and none, JSON Lines, wire copy in
many outlets, rival figures, odd characters, and files that cannot be read.
"""

import json
import random
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2022, 2, 25)
CITIES = (
    *("Kharkiv", "Mykolaiv", "Kherson", "Chernihiv", "Sumy", "Mariupol", "Aleppo", "Khartoum"),
    *("Odesa", "Zaporizhzhia", "Kyiv", "Lviv", "Poltava", "Dnipro", "Idlib", "Homs", "Tripoli"),
    *("Misrata", "Omdurman", "Goma", "Mosul", "Raqqa", "Aden", "Sanaa"),
)
THINGS = (
    *("a bakery", "the railway bridge", "a grain terminal", "an apartment block", "a clinic"),
    *("a water tower", "the bus station", "a school", "two warehouses", "a power line"),
)
DEEDS = ("struck", "shelled", "damaged", "destroyed", "burned", "hit")
WHEN = ("on Monday morning", "on Saturday night", "overnight", "on Friday", "on {day}")
SPEAKERS = ("the mayor", "emergency officials", "witnesses", "the defence ministry")
OUTLETS = ("The Courier", "Evening Post", "The Herald", "Daily Wire")
ODD = ("\x1b[31mred\x1b[0m", "[bold]marks[/bold]", "\u202ereversed\u202c", "=1+2", "<b>&amp;</b>")


def write_articles(folder: Path, *, count: int, seed: int) -> None:
    """Write ``count`` articles and a few files that cannot be read into ``folder``.

    The days they are spread over grow with ``count``, as they do in an archive: twenty at least.
    """
    draw, days = random.Random(seed), max(20, count // 10)
    wire = [_sentence(draw, days) for _ in range(max(4, count // 4))]
    for number in range(count):
        day = FIRST_DAY + timedelta(draw.randrange(days))
        body = _body(draw, wire, days)
        place = folder / f"part {number % 7}"
        place.mkdir(parents=True, exist_ok=True)
        form = draw.random()
        if form < 0.6:
            text = f"{draw.choice(OUTLETS)}\n{day:%-d %B %Y}\n\n{body}\n"
            _write(place / f"article-{number}.txt", text)
        elif form < 0.75:
            _write(place / f"{day.isoformat()} – статья {number}.txt", body)
        elif form < 0.85:
            record = {"text": body, "date": day.isoformat(), "outlet": draw.choice(OUTLETS)}
            again = record | {"text": _body(draw, wire, days)}
            lines = "\n".join(json.dumps(each) for each in (record, again))
            _write(place / f"records-{number}.jsonl", lines)
        elif form < 0.95:
            _write(place / f"undated-{number}.txt", body)
        else:
            _write(place / f"broken-{number}.json", '{"text": ')


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _body(draw: random.Random, wire: list[str], days: int) -> str:
    own = [_sentence(draw, days) for _ in range(draw.randint(2, 6))]
    shared = draw.sample(wire, k=min(len(wire), draw.randint(1, 3)))
    sentences = own + shared
    draw.shuffle(sentences)
    return "\n\n".join(" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3))


def _sentence(draw: random.Random, days: int) -> str:
    day = FIRST_DAY + timedelta(draw.randrange(days))
    city, when = draw.choice(CITIES), draw.choice(WHEN).format(day=f"{day:%-d %B %Y}")
    if draw.random() < 0.4:
        killed = draw.choice(("Three", "At least 10", "More than 450", "Dozens of"))
        return f"{killed} people were killed in {city} {when}, {draw.choice(SPEAKERS)} said."
    odd = f" {draw.choice(ODD)}" if draw.random() < 0.1 else ""
    thing, deed = draw.choice(THINGS), draw.choice(DEEDS)
    return f"Rockets {deed} {thing} in {city}{odd} {when}, {draw.choice(SPEAKERS)} said."
