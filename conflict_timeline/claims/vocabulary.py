"""The shipped tables of ``rules/claims`` as lookups, and how one word becomes what is compared.

Everything is loaded at first use; ``look_up`` remembers the words it has seen, because news
repeats them.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar
from zlib import crc32

from conflict_timeline.rules.loader import read_table

Value = TypeVar("Value")
STAGE = "claims"
LARGEST_MEMO = 1 << 18
RAREST_BAND = 20
LONGEST_WORD = 40

(
    PLAIN,
    NAME,
    STOP,
    SAY,
    SOURCE,
    NEGATOR,
    NUMBER,
    MULTIPLIER,
    SCALE,
    UNWILLING,
    CLOCK,
    WEEKDAY,
    MONTH,
) = range(13)
WORD_CLASSES = {
    "stop": STOP,
    "say": SAY,
    "source": SOURCE,
    "negator": NEGATOR,
    "scale": SCALE,
    "unwilling": UNWILLING,
}
DAY_CLASSES = {"weekday": WEEKDAY, "weekday_short": WEEKDAY, "month": MONTH, "month_short": MONTH}
SUFFIXES = (
    ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ousness", "ous"),
    ("ization", "ize"), ("isation", "ize"), ("ising", "ize"), ("ised", "ize"), ("ises", "ize"),
    ("ise", "ize"), ("izing", "ize"), ("ized", "ize"), ("izes", "ize"),
)  # fmt: skip


class Word(NamedTuple):
    """What the tables say about one token: its ``normal`` form, its class and, for numbers, its
    value.
    """

    normal: str
    kind: int
    value: float = 0.0


CAPITALS = {"May": Word("@may", MONTH, 5), "States": Word("stat", NAME)}
"""Words that are others with a capital: the month, not the verb; of a name, not "he states"."""


class Memo(dict[str, Value]):
    """What a pure function said of the words seen so far; twice as fast as ``lru_cache``."""

    def __init__(self, function: Callable[[str], Value]) -> None:
        super().__init__()
        self.function = function

    def __missing__(self, word: str) -> Value:
        value = self.function(word)
        if len(self) < LARGEST_MEMO:
            self[word] = value
        return value


def look_up(token: str) -> Word:
    """Return what the tables say about ``token`` as it stands in the text."""
    if token[0] == "\x01":  # the age of a person: "Ivan Petrenko, 69, said"
        return Word("@" + token[1:], CLOCK)
    if token[0].isdigit():
        return _number(token)
    if "." in token:
        token = token.replace(".", "")
    lowered = token.lower().replace("’", "'").replace("ʼ", "'")[:LONGEST_WORD]
    if token in CAPITALS:
        return CAPITALS[token]
    if token.isupper() and lowered in {
        "us",
        "it",
        "un",
    }:  # the country, the office: not the pronoun
        return Word({"us": "america"}.get(lowered, lowered), NAME)
    if (fixed := word_classes().get(lowered)) is not None:
        return fixed
    if "'" in lowered:
        lowered = (
            lowered.split("'")[0] if len(lowered.split("'")[0]) > 1 else lowered.replace("'", "")
        )
        if (fixed := word_classes().get(lowered)) is not None:
            return fixed
    return Word(normal_form(lowered), NAME if token[0].isupper() else PLAIN)


def normal_form(word: str) -> str:
    """Return the form under which lower-case ``word`` is compared: spelling, stem, synonym.

    >>> normal_form("demonstrators") == normal_form("protesters")
    True
    """
    table = canonical()
    if (found := table.get(word)) is not None:
        return found
    stemmed = stem(word)
    return table.get(stemmed, stemmed)


def stem(word: str) -> str:
    """Return ``word`` without the endings of number and tense.

    >>> [stem(word) for word in ("cities", "bombing", "stopped", "forces", "forced")]
    ['city', 'bomb', 'stop', 'forc', 'forc']
    """
    if len(word) < 4 or not word.isascii():
        return word
    for ending, instead in SUFFIXES:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word[: -len(ending)] + instead
            break
    if (word.endswith("ies") and len(word) > 4) or (word.endswith("ied") and len(word) > 4):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) > 2 and any(char in "aeiouy" for char in base):
            doubled = base[-1] == base[-2] and base[-1] not in "lsze"
            word = base[:-1] if doubled else base
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _number(token: str) -> Word:
    if ":" in token:
        return Word("@" + token, CLOCK)
    plain = token.rstrip(".,")
    if "," in plain and all(len(part) == 3 for part in plain.split(",")[1:]):
        plain = plain.replace(",", "")
    try:
        return Word("", NUMBER, float(plain.replace(",", ".", 1)))
    except ValueError:  # "1.2.3": a version, an address
        return Word(plain, PLAIN)


@cache
def word_classes() -> Mapping[str, Word]:
    """Return stop words, reporting words, number words and calendar words by their lower-case
    form.
    """
    words: dict[str, Word] = {}
    order: dict[str, int] = {}
    for name, listed in read_table(STAGE, "stopwords.tsv"):
        for word in listed.split():
            if name in DAY_CLASSES:
                words[word] = Word(
                    "@" + word[:3], DAY_CLASSES[name], order.get(name, 0) + (name[0] == "m")
                )
                order[name] = order.get(name, 0) + 1
            else:
                words[word] = Word(word, WORD_CLASSES[name])
    words["may"] = Word("may", STOP)  # far more often the verb; the month has a capital
    for word, value in read_table(STAGE, "numbers.tsv"):
        kind = MULTIPLIER if value.startswith("x") else NUMBER
        words[word] = Word("", kind, float(value.removeprefix("x")))
    return words


@cache
def canonical() -> Mapping[str, str]:
    """Return the canonical form of every spelling, place adjective and synonym, and of their
    stems; a stem yields to a word that looks like it ("plan" is no plane).
    """
    table: dict[str, str] = {}
    for name, adjectives, *_ in read_table(STAGE, "places.tsv"):
        table.update(dict.fromkeys((name, *adjectives.split()), name))
    stems: dict[str, str] = {}
    for file in ("spellings.tsv", "synonyms.tsv"):
        for name, variants in read_table(STAGE, file):
            normal = table.get(name) or stem(name)
            for variant in (name, *variants.split()):
                table.setdefault(variant, normal)
                table.setdefault(f"{variant}s", normal)
                stems.setdefault(stem(variant), normal)
    return stems | table


@cache
def compounds() -> Mapping[tuple[str, str], str]:
    """Return the one-word form of two-word spellings ("air strike"), by their normal forms."""
    return {
        (normal_form(first), normal_form(second)): normal_form(joined)
        for first, second, joined in read_table(STAGE, "compounds.tsv")
    }


@cache
def opposites() -> Mapping[str, frozenset[tuple[int, int]]]:
    """Return, by normal form, the (row, side) places of a word among all opposites."""
    return _sides(read_table(STAGE, "antonyms.tsv") + read_table(STAGE, "contrasts.tsv"))


@cache
def antonyms() -> Mapping[str, frozenset[tuple[int, int]]]:
    """Return the same of those opposites that cannot both be told of one event."""
    return _sides(read_table(STAGE, "antonyms.tsv"))


def _sides(rows: list[list[str]]) -> Mapping[str, frozenset[tuple[int, int]]]:
    places: dict[str, set[tuple[int, int]]] = {}
    for row, sides in enumerate(rows):
        for side, words in enumerate(sides):
            for word in words.split():
                places.setdefault(normal_form(word), set()).add((row, side))
    return {word: frozenset(found) for word, found in places.items()}


@cache
def place_groups() -> Mapping[str, str]:
    """Return the country of every place word, by normal form; a capital belongs to its country."""
    groups: dict[str, str] = {}
    for name, _, *capitals in read_table(STAGE, "places.tsv"):
        groups[name] = name
        for capital in " ".join(capitals).split():
            groups[normal_form(capital)] = name
    return groups


@cache
def parties() -> Mapping[str, int]:
    """Return the party that a word for people stands for, by normal form."""
    return {
        normal_form(word): number
        for number, (words,) in enumerate(read_table(STAGE, "actors.tsv"))
        for word in words.split()
    }


@cache
def bands() -> Mapping[str, int]:
    """Return the frequency band of every common stem: n means about 2**n times rarer than "the"."""
    table: dict[str, int] = {}
    for band, stems in read_table(STAGE, "frequency.tsv"):
        for word in stems.split():
            normal = canonical().get(word, word)
            table[normal] = min(int(band), table.get(normal, RAREST_BAND))
    return table


@lru_cache(maxsize=1 << 17)
def band(normal: str) -> int:
    """Return how rare the normal form is, 0 (everywhere) to ``RAREST_BAND`` (not in the table).

    Names of countries and capitals count as common: they are rare in English and everywhere in
    a war.
    """
    if normal in place_groups():
        return 7
    return bands().get(normal, RAREST_BAND if len(normal) > 3 else 12)


def rank(normal: str) -> int:
    """Return a 62-bit number of the word: the rarer, the smaller, then the longer; ties by hash.

    It is the same in every process and different for different words (44 bits of hash).
    """
    raw = normal.encode("utf-8", "surrogatepass")
    mixed = (crc32(raw) << 12) ^ crc32(raw[::-1], 0x9E3779B9)
    return (RAREST_BAND - band(normal)) << 50 | (LONGEST_WORD - len(normal)) << 44 | mixed


@cache
def agencies() -> frozenset[str]:
    """Return the names of news agencies and networks as they sign their copy, case folded."""
    return frozenset(name.casefold() for (name,) in read_table(STAGE, "agencies.tsv"))


@cache
def words_seen() -> Memo[Word]:
    """Return ``look_up`` with a memory."""
    return Memo(look_up)


@cache
def ranks_seen() -> Memo[int]:
    """Return ``rank`` with a memory."""
    return Memo(rank)
