"""Which of several files with the same bytes speaks for them all: `copy_rank`.

The bytes are one article, but each name may tell another day or outlet. The copy whose day is
known best is kept; so it does not matter in which order, or in how many runs, they are read.
"""

import json

from conflict_timeline.model import Article, Published, PublishedBasis

_LADDER: tuple[PublishedBasis, ...] = (
    *("flag", "sidecar", "front_matter", "metadata", "filename", "header", "dateline"),
    *("inferred", "none"),
)
"""From the surest; as `ctl help dates` lists them."""

_GUESSED = _LADDER.index("inferred")


def copy_rank(published: Published, outlet: str | None, file: str) -> str:
    """Return what sorts the copies of one article, the one to keep first.

    First how its day is known, then the earlier day, then one with an outlet, then the name. A day
    that was inferred comes from the neighbours of the copy and counts as none. The text is ASCII,
    so that every engine sorts it alike.

    >>> from datetime import date
    >>> march = Published(date(2022, 3, 2), "filename")
    >>> unknown = Published(None, "none")
    >>> copy_rank(march, None, "b.txt") < copy_rank(unknown, "The Courier", "a.txt")
    True
    """
    step = min(_LADDER.index(published.basis), _GUESSED)
    day = published.day.isoformat() if published.day and step < _GUESSED else "~"
    return f"{step} {day} {json.dumps([outlet is None, outlet or '', file])}"


def rank_of(article: Article) -> str:
    """Return the rank of one copy."""
    return copy_rank(article.published, article.outlet, article.file)
