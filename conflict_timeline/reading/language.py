"""Guesses the language of a text by script and small words: `language_of`."""

import re
from collections import Counter
from functools import cache

from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import fold

_SAMPLE = 6_000
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = {code: chr(code) if chr(code).isalpha() else " " for code in range(128)}
_SCRIPTS = [re.compile(letters) for letters in ("[\u0600-\u06ff]+", "[\u0400-\u04ff]+", "[a-z]+")]
_ISO = re.compile(r"([a-z]{2})(?:[-_][a-zA-Z]{2,4})?$")
_NAMES = {
    "english": "en", "ukrainian": "uk", "russian": "ru", "arabic": "ar", "french": "fr",
    "spanish": "es", "italian": "it", "german": "de",
}  # fmt: skip


def language_of(text: str, stated: str | None = None) -> str:
    """Return the ISO 639-1 code of the text's language: the stated one, else a guess.

    >>> language_of("Les forces ont repris la ville dans la nuit")
    'fr'
    """
    if stated:
        code = _NAMES.get(stated.strip().lower(), stated.strip())
        if found := _ISO.match(code.lower() if len(code) == 2 else code):
            return found[1]
    sample = fold(text[:_SAMPLE])
    if not sample.isascii():
        arabic, cyrillic, latin = (_letters(script, sample) for script in _SCRIPTS)
        if arabic > max(cyrillic, latin):
            return "ar"
        if cyrillic > latin:
            ukrainian = sum(sample.count(char) for char in "іїєґ")
            russian = sum(sample.count(char) for char in "ыэъё")
            return "uk" if ukrainian > russian else "ru"
    counts: dict[str, int] = {}
    small_words = _small_words()
    for word, count in Counter(filter(small_words.__contains__, _words(sample))).items():
        for lang in small_words[word]:
            counts[lang] = counts.get(lang, 0) + count
    best = max(counts, key=lambda lang: (counts[lang], lang == "en"), default="en")
    return best if counts.get(best, 0) >= 2 and counts[best] > counts.get("en", 0) else "en"


def _words(sample: str) -> list[str]:
    return sample.translate(_PLAIN).split() if sample.isascii() else _WORD.findall(sample)


def _letters(script: re.Pattern[str], sample: str) -> int:
    return sum(map(len, script.findall(sample)))


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for lang, words in read_table("published", "small_words.tsv"):
        for word in words.split():
            table[word] = (*table.get(word, ()), lang)
    return table
