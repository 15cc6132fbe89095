"""A store of the hand-made world, for tests of everything that reads one."""

from pathlib import Path

from conflict_timeline.claims.digest import claim_weight
from conflict_timeline.store import open_store, save_article, save_claims, save_failure
from tests import records


def make_store(path: Path) -> Path:
    """Write the hand-made world to ``path`` and return it."""
    articles, claims = records.world()
    with open_store(path, create=True) as store:
        for article, statements in articles:
            save_article(store, article, statements, rules_version="r1")
        save_claims(store, claims, weigh=claim_weight)
        save_failure(store, "articles/scan.pdf", "CTL-I003", "PDF support is not installed")
    return path
