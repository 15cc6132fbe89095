"""Links between claims (first version: none)."""

from collections.abc import Iterable

from conflict_timeline.model import Claim


def find_links(claims: Iterable[Claim]) -> list[Claim]:
    """Return ``claims`` with their links filled in."""
    return list(claims)
