"""The words of time of one language, and rule patterns with those words filled in.

``rules/time/<lang>.words.tsv`` gives class, word and value ("month", "january", "1");
``<lang>.fragments.tsv`` gives pieces of pattern that many rules share. In a rule's pattern
``{name}`` stands for a class or a fragment and a space for any white space.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import trie_pattern

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SPACE = r"\s{1,4}"
_MAYBE_SPACE = r"\s{0,4}"


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """``words[class][word]`` is the value of a word; ``fragments`` are pieces of pattern."""

    words: Mapping[str, Mapping[str, str]]
    fragments: Mapping[str, str]

    def value(self, name: str, word: str) -> str:
        """Return the value of ``word`` in a class; white space inside the word does not matter."""
        return self.words[name][" ".join(word.split()) if " " in word or "\n" in word else word]

    def has(self, name: str, word: str) -> bool:
        """Return whether a class has a word; a language may lack the class."""
        return word in self.words.get(name, ())

    def fill(self, pattern: str) -> str:
        """Return ``pattern`` with classes, fragments and spaces written out."""
        while _PLACEHOLDER.search(pattern):
            pattern = _PLACEHOLDER.sub(self._piece, pattern)
        return pattern.replace(" ?", _MAYBE_SPACE).replace(" ", _SPACE)

    def _piece(self, found: re.Match[str]) -> str:
        name = found[1]
        if name in self.fragments:
            return self.fragments[name]
        return _class_pattern(self, name)


@cache
def _class_pattern(lexicon: Lexicon, name: str) -> str:
    return rf"(?:{trie_pattern(lexicon.words[name])})(?!\w)"


@cache
def compiled(lexicon: Lexicon, name: str) -> re.Pattern[str]:
    """Return a fragment as a compiled pattern; one that matches nothing where there is none."""
    return re.compile(lexicon.fill(lexicon.fragments.get(name, r"(?!)")))


@cache
def load_lexicon(lang: str) -> Lexicon:
    """Return the lexicon of a language."""
    words: dict[str, dict[str, str]] = {}
    for name, word, value in read_table("time", f"{lang}.words.tsv"):
        words.setdefault(name, {})[word] = value
    fragments = {row[0]: row[1] for row in read_table("time", f"{lang}.fragments.tsv")}
    return Lexicon(words, fragments)
