"""A pattern that is compiled when a text first asks for it: most rules never are in a short run."""

import re
from collections.abc import Callable
from functools import cached_property

Found = re.Match[str] | None


class LazyPattern:
    """A regular expression with the methods of a compiled one, at its speed once it is."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def match(self) -> Callable[..., Found]:
        """What matches at a place."""
        return re.compile(self.source).match

    @cached_property
    def fullmatch(self) -> Callable[..., Found]:
        """What matches all of a text."""
        return re.compile(self.source).fullmatch

    @cached_property
    def search(self) -> Callable[..., Found]:
        """What finds the first match."""
        return re.compile(self.source).search
