"""Phrases by the thousand and what each stands for, found whole in folded text.

To compile a trie of ten thousand phrases takes a fifth of a second, which a few articles are read
in. So a book of phrases looks the words of its first sentences up in a dictionary, and compiles its
trie when so many have come that it pays: the trie finds the same in half the time.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Generic, TypeVar

from conflict_timeline.rules.trie import compile_trie, trie_pattern

T = TypeVar("T")
Phrase = tuple[int, int, T]
"""Where a phrase stands, and what it stands for."""

_WORD = re.compile(r"\w+")
_TWO_WORDS = re.compile(r"(\w+)\W+(\w+)")
_OFTEN = 2_000  # sentences: from here on the trie is used


class PhraseBook(Generic[T]):
    """Phrases in folded spelling; a space in one is any white space in the text."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._entries = entries
        self._longer: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        marked = False  # a phrase of one word or none with a mark at an end: "'ll"
        for phrase in entries:
            if found := _TWO_WORDS.match(phrase):
                self._longer[found[1], found[2]].append(phrase)
            elif not _WORD.fullmatch(phrase):
                marked = True
        self._asked = _OFTEN if marked else 0
        self._patterns: dict[tuple[str, str], re.Pattern[str]] = {}
        self._trie: re.Pattern[str] | None = None

    def find(self, folded: str) -> list[Phrase[T]]:
        """Return the phrases in ``folded`` in text order.

        The longest of those that begin at one place counts, and none overlap.
        """
        if self._asked >= _OFTEN:
            return self._by_letters(folded)
        self._asked += 1
        return self._by_words(folded)

    def _by_letters(self, folded: str) -> list[Phrase[T]]:
        if self._trie is None:
            self._trie = compile_trie(self._entries)
        entries = self._entries
        return [
            (found.start(), found.end(), entries.get(found[0]) or self._entry(found[0]))
            for found in self._trie.finditer(folded)
        ]

    def _by_words(self, folded: str) -> list[Phrase[T]]:
        words = list(_WORD.finditer(folded))
        found: list[Phrase[T]] = []
        reached = 0
        for first, second in zip(words, [*words[1:], None], strict=False):
            start, end = first.span()
            if start < reached:
                continue
            longer = second and self._pattern((first[0], second[0]))
            if longer and (phrase := longer.match(folded, start)):
                reached = phrase.end()
                found.append((start, reached, self._entry(phrase[0])))
            elif first[0] in self._entries:
                reached = end
                found.append((start, reached, self._entries[first[0]]))
        return found

    def _pattern(self, first_two: tuple[str, str]) -> re.Pattern[str] | None:
        """Return the pattern of the phrases that begin with two words, made at the first need."""
        if first_two in self._longer and first_two not in self._patterns:
            phrases = trie_pattern(self._longer[first_two])
            self._patterns[first_two] = re.compile(rf"(?:{phrases})(?!\w)")
        return self._patterns.get(first_two)

    def _entry(self, written: str) -> T:
        if written in self._entries:
            return self._entries[written]
        return self._entries[" ".join(written.split())]
