"""What readers hand over before date, outlet and language are settled: `Source` in, `Draft` out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.limits import LARGEST_FILE, Allowance


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file (or archive member) and what the user said about it.

    ``file`` is the path as given, with forward slashes; ``member`` the path inside an archive,
    ``format_name`` the name that tells the format where it is not the file's own (``a.txt.gz``),
    ``allowance`` what everything inside the file may still come to.
    """

    file: str
    content: bytes
    member: str | None = None
    published: date | None = None
    outlet: str | None = None
    sidecar: Mapping[str, Any] = field(default_factory=dict)
    format_name: str = ""
    allowance: Allowance = field(default_factory=lambda: Allowance(LARGEST_FILE), compare=False)

    @property
    def name(self) -> str:
        """The path whose last part names the document itself."""
        return self.member or self.file

    @property
    def shown(self) -> str:
        """The path as messages print it."""
        return f"{self.file}:{self.member}" if self.member else self.file


@dataclass(frozen=True, slots=True)
class Draft:
    """One document as a reader found it. ``raw`` is the bytes that give it its identity.

    ``date`` is the value of its own date field, unread; ``start`` where its body begins;
    ``dated_by_name`` is false for records, whose file's name says nothing about each of them.
    """

    raw: bytes
    text: str
    record: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str | None = None
    date: object = None
    front_matter: Mapping[str, Any] = field(default_factory=dict)
    start: int = 0
    dated_by_name: bool = True
    encoding: str = "utf-8"

    @property
    def id(self) -> str:
        """The SHA-256 of ``raw`` in hex."""
        return sha256(self.raw).hexdigest()


Reader = Callable[[Source], Iterator[Draft | InputProblem]]
