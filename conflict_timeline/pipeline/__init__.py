"""Files in, claims out: into a store (`ingest`), or as a list (`build_timeline`)."""

from conflict_timeline.pipeline.progress import IngestEvent
from conflict_timeline.pipeline.run import (
    IngestOptions,
    IngestReport,
    find_article,
    ingest,
    set_date,
)
from conflict_timeline.pipeline.without_store import build_timeline

__all__ = [
    "IngestEvent",
    "IngestOptions",
    "IngestReport",
    "build_timeline",
    "find_article",
    "ingest",
    "set_date",
]
