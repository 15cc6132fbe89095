"""How far an ingest is, for whoever wants to know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem

PACKED = (".gz", ".zip", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True, slots=True)
class IngestEvent:
    """``done`` of ``total`` input files are read, ``articles`` are stored; ``file`` is at work.

    ``share`` is how much of the input is done, from 0 to 1, by the bytes of the files.
    """

    done: int
    total: int
    file: str
    articles: int = 0
    share: float = 0.0


@dataclass(slots=True)
class Watch:
    """Counts what is done, and tells whoever wants to know; ``sizes`` are bytes of the files."""

    tell: Callable[[IngestEvent], None] | None
    sizes: list[int]
    files: int = 0
    articles: int = 0
    file: str = ""
    bytes_before: int = 0
    bytes_here: int = 0
    taken: int = 0
    waiting: int = 0
    bytes_in_all: int = field(init=False)

    def __post_init__(self) -> None:
        self.bytes_in_all = sum(self.sizes)  # once: it is asked for at every article

    def begin(self, entry: Path | InputProblem) -> None:
        self.file, self.bytes_here = str(getattr(entry, "where", entry)), 0

    def read(self, article: Article) -> None:
        """Of a file of many articles, the texts tell roughly how far it is read; if packed, not."""
        size = self.sizes[self.files]
        self.taken += 1
        if not self.file.endswith(PACKED):
            self.bytes_here = min(size, self.bytes_here + len(article.text))

    def handed_on(self) -> None:
        self.waiting += 1

    def stored(self) -> None:
        self.articles += 1
        self.waiting -= 1
        self._tell()

    def end(self) -> None:
        self.bytes_before += self.sizes[self.files]
        self.bytes_here = 0
        self.files += 1
        self._tell()

    def _tell(self) -> None:
        if self.tell:
            read = (self.bytes_before + self.bytes_here) / max(1, self.bytes_in_all)
            share = read * (1 - self.waiting / max(1, self.taken))
            self.tell(IngestEvent(self.files, len(self.sizes), self.file, self.articles, share))


def size_of(entry: Path | InputProblem) -> int:
    try:
        return entry.stat().st_size if isinstance(entry, Path) else 0
    except OSError:
        return 0
