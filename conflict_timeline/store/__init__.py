"""The store: one SQLite file with articles, statements, claims and decisions. No business rules.

    open_store(path, create=...) -> Store     save_article, save_claims ...   (write)
                                              read_articles, find_claims ...  (query)
                                              decide, read_decisions ...      (decisions)

Everything SQLite can complain about comes out as a ``StoreProblem`` that says what to do.
"""

from conflict_timeline.store.database import Store, open_store
from conflict_timeline.store.decisions import Decision, days_set, decide, read_decisions
from conflict_timeline.store.query import (
    ClaimFilter,
    Failure,
    Near,
    StoredArticle,
    article_text,
    find_claims,
    iter_claim_json,
    load_article,
    read_articles,
    read_failures,
    read_statements,
    stored_rules_version,
)
from conflict_timeline.store.write import (
    forget_article,
    replace_claims,
    save_article,
    save_claims,
    save_failure,
)

__all__ = [
    "ClaimFilter",
    "Decision",
    "Failure",
    "Near",
    "Store",
    "StoredArticle",
    "article_text",
    "days_set",
    "decide",
    "find_claims",
    "forget_article",
    "iter_claim_json",
    "load_article",
    "open_store",
    "read_articles",
    "read_decisions",
    "read_failures",
    "read_statements",
    "replace_claims",
    "save_article",
    "save_claims",
    "save_failure",
    "stored_rules_version",
]
