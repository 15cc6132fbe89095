"""Makes statements with known claims, for speed: make_scale.py COUNT [SEED] > TEXTS.jsonl.

Sentences are drawn word by word from the shipped frequency table, common words more often, with
names, places and figures between them. About 55 % stay alone, 30 % have two to five versions as
editors make them (attribution, dateline, slips, cuts, capitals, figures in words), and 15 % are
hard negatives: one figure, place, negation or opposite away from a version. Form of a line:
``{"id", "text", "date", "doc", "gold", "kind"}``.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from conflict_timeline.rules.loader import read_table

CALENDAR = 1_000
FIRST_DAY = date(2022, 1, 1)
FUNCTION_WORDS = ("the", "of", "in", "to", "and", "a", "with", "for", "on", "by", "from", "at")
SPEAKERS = ("officials", "witnesses", "local media", "state media", "authorities", "residents")
STARTS = ("", "", "BREAKING: ", "KYIV (Reuters) - ", "Meanwhile, ", "* ")
IN_WORDS = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven"}
OPPOSITES = (("entered", "left"), ("captured", "recaptured"), ("opened", "closed"))


class Words:
    """Draws words about as often as English uses them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words: list[str] = []
        weights: list[float] = []
        for band, stems in read_table("claims", "frequency.tsv"):
            for word in stems.split():
                if len(word) > 2 and int(band) > 4:
                    self.words.append(word)
                    weights.append(2.0 ** -(int(band) * 0.6))
        self.cumulative = list(accumulate(weights))
        self.places = [row[0].title() for row in read_table("claims", "places.tsv")]

    def sentence(self) -> list[str]:
        length = self.random.randint(8, 16)
        content = self.random.choices(self.words, cum_weights=self.cumulative, k=length)
        words = []
        for word in content:
            if self.random.random() < 0.4:
                words.append(self.random.choice(FUNCTION_WORDS))
            words.append(word)
        for _ in range(self.random.choice((0, 1, 1, 2))):
            words.insert(self.random.randrange(2, len(words)), self.name())
        words.insert(2, self.random.choice(OPPOSITES)[0])
        words.insert(self.random.randrange(3, len(words)), self.random.choice(self.places))
        words.insert(self.random.randrange(3, len(words)), str(self.random.randint(2, 99)))
        return words

    def name(self) -> str:
        parts = ("ka", "ro", "mi", "ve", "lu", "sha", "to", "ni", "dro", "be", "za", "gur", "pol")
        return "".join(self.random.choices(parts, k=3)).title()


def version(words: list[str], draw: random.Random) -> str:
    """Return the same claim in other words, as another outlet would print it."""
    words = list(words)
    if draw.random() < 0.3:
        place = draw.randrange(len(words))
        word = words[place]
        if len(word) > 5 and word.islower():
            cut = draw.randrange(1, len(word) - 2)
            words[place] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    if draw.random() < 0.3:
        words = [IN_WORDS.get(word, word) for word in words]
    if draw.random() < 0.15:
        words = words[: max(8, len(words) * 3 // 4)]
    text = " ".join(words)
    text = text.upper() if draw.random() < 0.1 else text[0].upper() + text[1:]
    if draw.random() < 0.3:
        speaker = draw.choice(SPEAKERS)
        if draw.random() < 0.5:
            return f"{draw.choice(STARTS)}{text}, {speaker} said."
        return f"{draw.choice(STARTS)}According to {speaker}, {text}."
    return draw.choice(STARTS) + text + "."


def negative(words: list[str], source: Words) -> list[str]:
    """Return a sentence that looks the same and says something else."""
    words = list(words)
    kind = source.random.randrange(4)
    figure = next((n for n, word in enumerate(words) if word.isdigit()), 0)
    place = next((n for n, word in enumerate(words) if word in source.places), 0)
    if kind == 0:
        words[figure] = str(int(words[figure]) + source.random.randint(1, 40))
    elif kind == 1:
        words[place] = source.random.choice(
            [name for name in source.places if name != words[place]]
        )
    elif kind == 2:
        verb = next(n for n, word in enumerate(words) if word in dict(OPPOSITES))
        words[verb] = dict(OPPOSITES)[words[verb]]
    else:
        words.insert(3, "not")
    return words


def statements(count: int, seed: int) -> Iterator[dict[str, object]]:
    source = Words(seed)
    draw = source.random
    made = gold = 0
    while made < count:
        words = source.sentence()
        day = FIRST_DAY + timedelta(days=draw.randrange(CALENDAR))
        chance = draw.random()
        texts = [(words, gold, "base")]
        if chance < 0.25:
            texts += [(words, gold, "dup")] * draw.choice((1, 1, 1, 2, 2, 3, 4))
            if chance < 0.12:
                gold += 1
                texts.append((negative(words, source), gold, "neg"))
        elif chance < 0.31:
            gold += 1
            texts.append((negative(words, source), gold, "neg"))
        gold += 1
        for own, claim, kind in texts[: count - made]:
            late = day + timedelta(days=draw.randrange(4))
            yield {
                "id": made,
                "text": version(own, draw),
                "date": late.isoformat(),
                "doc": f"d{made}",
                "gold": claim,
                "kind": kind,
            }
            made += 1


def main(count: int, seed: int = 1) -> None:
    for row in statements(count, seed):
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
