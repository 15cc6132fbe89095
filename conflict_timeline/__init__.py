"""ctl, the conflict timeline builder: dated articles in, an attributed and located chronology out.

The command line's job as functions:

>>> from conflict_timeline import build_timeline
>>> for claim in build_timeline(["samples"]):  # doctest: +SKIP
...     when = claim.representative.when
...     print(when.filing_day, claim.representative.cities, claim.representative.text)

``build_timeline`` works in memory; ``open_store`` and ``ingest`` keep a store that grows run by
run, ``find_claims`` asks it. Names are imported when first used, so ``import conflict_timeline`` is
cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from conflict_timeline.claims import cluster_claims as cluster_claims
    from conflict_timeline.extract import extract_statements as extract_statements
    from conflict_timeline.model import Article as Article
    from conflict_timeline.model import Claim as Claim
    from conflict_timeline.model import Statement as Statement
    from conflict_timeline.pipeline import IngestOptions as IngestOptions
    from conflict_timeline.pipeline import IngestReport as IngestReport
    from conflict_timeline.pipeline import build_timeline as build_timeline
    from conflict_timeline.pipeline import ingest as ingest
    from conflict_timeline.problems import Problem as Problem
    from conflict_timeline.reading import read_file as read_file
    from conflict_timeline.record_json import claim_to_json as claim_to_json
    from conflict_timeline.store import ClaimFilter as ClaimFilter
    from conflict_timeline.store import find_claims as find_claims
    from conflict_timeline.store import open_store as open_store

_HOME = {
    "Article": "model",
    "Claim": "model",
    "ClaimFilter": "store",
    "IngestOptions": "pipeline",
    "IngestReport": "pipeline",
    "Problem": "problems",
    "Statement": "model",
    "build_timeline": "pipeline",
    "claim_to_json": "record_json",
    "cluster_claims": "claims",
    "extract_statements": "extract",
    "find_claims": "store",
    "ingest": "pipeline",
    "open_store": "store",
    "read_file": "reading",
}
__all__ = sorted([*_HOME, "__version__"])  # built from the one table above


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
