"""The store: one SQLite file with articles, statements, claims and decisions. No business rules.

    open_store(path, create=...) -> Store     save_article, save_claims ...   (write)
                                              read_articles, find_claims ...  (query)
                                              decide, read_decisions ...      (decisions)

Names are imported when first used: a command that reads loads nothing that writes.
Everything SQLite can complain about comes out as a ``StoreProblem`` that says what to do.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_timeline.store.articles import Failure as Failure
    from conflict_timeline.store.articles import StoredArticle as StoredArticle
    from conflict_timeline.store.articles import article_text as article_text
    from conflict_timeline.store.articles import load_article as load_article
    from conflict_timeline.store.articles import read_articles as read_articles
    from conflict_timeline.store.articles import read_failures as read_failures
    from conflict_timeline.store.articles import stored_rules_version as stored_rules_version
    from conflict_timeline.store.database import Store as Store
    from conflict_timeline.store.database import open_store as open_store
    from conflict_timeline.store.decisions import Decision as Decision
    from conflict_timeline.store.decisions import days_set as days_set
    from conflict_timeline.store.decisions import decide as decide
    from conflict_timeline.store.decisions import read_decisions as read_decisions
    from conflict_timeline.store.filters import ClaimFilter as ClaimFilter
    from conflict_timeline.store.filters import Near as Near
    from conflict_timeline.store.query import claims_are_stale as claims_are_stale
    from conflict_timeline.store.query import count_claims as count_claims
    from conflict_timeline.store.query import count_statements as count_statements
    from conflict_timeline.store.query import find_claims as find_claims
    from conflict_timeline.store.query import iter_claim_json as iter_claim_json
    from conflict_timeline.store.query import read_statements as read_statements
    from conflict_timeline.store.write import add_claims as add_claims
    from conflict_timeline.store.write import drop_claims as drop_claims
    from conflict_timeline.store.write import forget_article as forget_article
    from conflict_timeline.store.write import replace_claims as replace_claims
    from conflict_timeline.store.write import save_article as save_article
    from conflict_timeline.store.write import save_articles as save_articles
    from conflict_timeline.store.write import save_claims as save_claims
    from conflict_timeline.store.write import save_failure as save_failure

_HOME = {
    "ClaimFilter": "filters",
    "Decision": "decisions",
    "Failure": "articles",
    "Near": "filters",
    "Store": "database",
    "StoredArticle": "articles",
    "add_claims": "write",
    "article_text": "articles",
    "claims_are_stale": "query",
    "count_claims": "query",
    "count_statements": "query",
    "days_set": "decisions",
    "decide": "decisions",
    "drop_claims": "write",
    "find_claims": "query",
    "forget_article": "write",
    "iter_claim_json": "query",
    "load_article": "articles",
    "open_store": "database",
    "read_articles": "articles",
    "read_decisions": "decisions",
    "read_failures": "articles",
    "read_statements": "query",
    "replace_claims": "write",
    "save_article": "write",
    "save_articles": "write",
    "save_claims": "write",
    "save_failure": "write",
    "stored_rules_version": "articles",
}
__all__ = sorted(_HOME)  # built from the one table above


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
