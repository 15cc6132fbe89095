"""The words of rules/places/words.tsv, by class."""

from functools import cache

from conflict_timeline.rules.loader import read_table


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of class ``name``. Raises KeyError for a class the file does not have."""
    return _classes()[name]


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in read_table("places", "words.tsv")}
