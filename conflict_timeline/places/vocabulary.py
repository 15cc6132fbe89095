"""The words of rules/places/words.tsv, by class, and the demonyms."""

from collections.abc import Mapping
from functools import cache

from conflict_timeline.rules.loader import read_table


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of class ``name``. Raises KeyError for a class the file does not have."""
    return _classes()[name]


@cache
def any_words(*names: str) -> frozenset[str]:
    """Return the words of all classes ``names``."""
    return frozenset().union(*(words(name) for name in names))


@cache
def first_class(*names: str) -> Mapping[str, str]:
    """Return each word of the classes ``names`` with the first of them that has it."""
    return {word: name for name in reversed(names) for word in words(name)}


@cache
def demonyms() -> dict[str, str]:
    """Return the words of rules/places/demonyms.tsv with the ISO code of their country."""
    rows = read_table("places", "demonyms.tsv")
    return {word: iso for iso, listed in rows for word in listed.split()}


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in read_table("places", "words.tsv")}
