"""What one input may cost: `LARGEST_...`, `MOST_...`, and the `Allowance` that all inside it share.

The numbers keep a stranger's file from filling the memory (some GB at the very worst) while no
archive of articles comes near them. `ctl help formats` lists them.
"""

from conflict_timeline.problems import InputProblem

LARGEST_FILE = 512_000_000
"""Bytes of one file, also after gzip."""

LARGEST_ARTICLE = 20_000_000
"""Characters of one article, and bytes of one web page: a long book has a twentieth of that."""

LARGEST_MEMBER = 64_000_000
"""Bytes of one file inside an archive, unpacked."""

LARGEST_TOTAL = 2_000_000_000
"""Bytes that all inside one input may come to: gzip, archives in archives, captured pages."""

GROWTH, ALWAYS = 100, 200_000_000
"""An input may grow to 100 times its size, and to 200 MB in any case: text packs 3 to 10 times."""

MOST_MEMBERS = 20_000
"""Files inside one input, in all its archives together."""

DEEPEST = 2
"""Archives inside one another."""

MOST_TAGS, MOST_PAGE_TAGS = 4_000_000, 1_000_000
"""Of a Word document or a feed, and of a web page, whose tree takes up to 1 kB for each."""

MOST_VALUES = 20_000_000
"""Objects and arrays of one JSON file, which is held in memory whole."""

MOST_PAGES = 5_000
"""Pages of a PDF that are read."""

MOST_PROBLEMS = 1_000
"""Problems of one input that are told one by one."""


class Allowance:
    """What is left of the limits for one input and everything inside it."""

    __slots__ = ("bytes_left", "is_spent", "members_left")

    def __init__(self, size: int) -> None:
        self.bytes_left = min(LARGEST_TOTAL, max(ALWAYS, GROWTH * size))
        self.members_left = MOST_MEMBERS
        self.is_spent = False

    def take(self, size: int, *, members: int = 0) -> bool:
        """Use up so many bytes and files; false, from now on, when that is more than is left."""
        self.bytes_left -= size
        self.members_left -= members
        self.is_spent = self.is_spent or self.bytes_left < 0 or self.members_left < 0
        return not self.is_spent

    def at_most(self, limit: int) -> int:
        """Return how many bytes of a part are worth reading: one more than may be used."""
        return min(limit, max(0, self.bytes_left)) + 1


def spent(where: str) -> InputProblem:
    """Return the problem of an input that unpacks to more than its allowance."""
    what = "unpacks to more than the limit; the rest was left out"
    return InputProblem("CTL-I011", what, where=where, hint="unpack it and read the folder")


def too_large(where: str, what: str, limit: int) -> InputProblem:
    """Return the problem of an input above a limit of bytes or characters."""
    return _to_split(where, f"is too large for one {what} (more than {limit // 1_000_000} MB)")


def too_many(where: str, count: int, what: str) -> InputProblem:
    """Return the problem of an input that holds more ``what`` than are read."""
    return _to_split(where, f"holds more than {count:,} {what}")


def _to_split(where: str, what: str) -> InputProblem:
    return InputProblem("CTL-I011", what, where=where, hint="split it into smaller files")
