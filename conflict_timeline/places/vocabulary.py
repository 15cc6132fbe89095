"""The words of rules/places/words.tsv, by class, and the demonyms."""

from functools import cache

from conflict_timeline.rules.loader import read_table


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of class ``name``. Raises KeyError for a class the file does not have."""
    return _classes()[name]


@cache
def demonyms() -> dict[str, str]:
    """Return the words of rules/places/demonyms.tsv with the ISO code of their country."""
    rows = read_table("places", "demonyms.tsv")
    return {word: iso for iso, listed in rows for word in listed.split()}


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in read_table("places", "words.tsv")}
