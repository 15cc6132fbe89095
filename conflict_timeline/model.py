"""The records that every stage hands to the next: frozen, slotted, without behaviour of their own.

Offsets (``start``, ``end``) are half-open and count Unicode code points of ``Article.text``.
What is missing is ``None``; what is empty is an empty tuple. Nothing here does I/O or matches text.

    bytes -> Article -> Sentence, TimeExpression, PlaceRef, Attribution, Kind, Actor, Figure ->
    Statement -> Claim
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

PublishedBasis = Literal[
    "flag",
    "sidecar",
    "metadata",
    "front_matter",
    "header",
    "filename",
    "dateline",
    "inferred",
    "none",
]
Granularity = Literal["minute", "hour", "part_of_day", "day", "days", "week", "month", "year"]
PartOfDay = Literal["early morning", "morning", "afternoon", "evening", "night", "overnight"]
TimeBasis = Literal["explicit", "relative", "inherited", "document"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
SentenceRole = Literal["prose", "heading", "caption", "byline", "header", "caveat"]
PlaceKind = Literal["city", "country", "region", "district", "sea", "site"]
PlaceRole = Literal["event", "mention", "metonym", "dateline", "speaker", "reference"]
StatusName = Literal[
    "asserted", "claimed", "denied", "unconfirmed", "predicted", "threatened", "observed"
]
Polarity = Literal["positive", "negative"]
Bound = Literal[
    "exact", "about", "more_than", "at_least", "up_to", "less_than", "hundreds", "unknown"
]
ActorRole = Literal["initiator", "target", "mentioned"]
LinkType = Literal["updates", "contradicts", "corroborates", "related"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a value: the words it rests on and what they prove."""

    text: str
    start: int | None
    end: int | None
    proves: str


@dataclass(frozen=True, slots=True)
class Published:
    """The publication day of an article and how it was found.

    ``day`` is ``None`` when it is unknown; then ``candidates`` lists the days that the evidence
    leaves open, of many the first and the last. Beside a known ``day``, they are what contradicts
    it.
    """

    day: date | None
    basis: PublishedBasis
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One dated document: a file, or one record of a file that holds many.

    ``id`` is the SHA-256 (hex) of the file's bytes, or of the record's bytes inside it.
    ``text`` is what the bytes decode to, never edited; ``header_end`` is where the body begins
    (after front matter or a date line that the reader understood). ``encoding`` is what the bytes
    were decoded with.
    """

    id: str
    file: str
    text: str
    published: Published
    record: str | None = None
    header_end: int = 0
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str = "en"
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: ``article.text[start:end] == text``. Spans never overlap.

    ``paragraph`` counts the blocks of the text from 0; ``role`` says whether it is prose or
    furniture.
    """

    start: int
    end: int
    text: str
    paragraph: int
    role: SentenceRole = "prose"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """An interval of time, local to where it happened, with how exactly it is known.

    ``start`` and ``end`` are naive local times, ``end`` exclusive for days (midnight after the
    last day). ``edtf`` is ISO 8601-2 level 0 or 1. ``zone`` is an IANA name only when the words
    name a zone.
    """

    start: datetime
    end: datetime
    granularity: Granularity
    edtf: str
    part: PartOfDay | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One TIMEX3 expression. ``value`` is the TIMEX3 value; ``span`` its interval, where it has
    one.

    ``basis`` is *explicit* for a calendar date, else *relative*. ``weekday`` (Monday 0) and
    ``tense`` (of the verb that governs it) are what the dating of undated articles works on, so
    they are set even when no publication day is known and ``span`` is therefore ``None``.
    ``anaphoric`` marks expressions that need an earlier one ("that night", "the same day",
    "hours later").
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    span: TimeSpan | None
    basis: TimeBasis
    rule: str
    weekday: int | None = None
    tense: Literal["past", "future"] | None = None
    anaphoric: bool = False


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """One place named in the text. ``name`` is the gazetteer's; ``text`` the article's.

    Coordinates come only from the gazetteer, never from guessing. ``zone`` is the IANA time zone.
    ``role`` is what the place does in its sentence; only *event* places answer ``--city``.
    ``bearing`` ("S") and ``distance_km`` are set where the text measures from the place.
    """

    start: int
    end: int
    text: str
    name: str
    kind: PlaceKind
    role: PlaceRole
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    zone: str | None = None
    bearing: str | None = None
    distance_km: float | None = None
    reason: str = ""


SpanList = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: spans of source, cue and content, the speaker as written and as resolved.

    ``speaker`` is the words of the source; ``resolved`` the fullest name known inside the article
    (None when it is the same as ``speaker``). ``via`` is the outer source of "X said, according
    to Y". ``observed`` is true when the source is the outlet's own eyes or images.
    """

    source: SpanList
    cue: SpanList
    content: SpanList
    speaker: str
    resolved: str | None = None
    via: str | None = None
    observed: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How firmly something is said; ``polarity`` is negative when the thing did not happen."""

    name: StatusName
    polarity: Polarity
    cue: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One event kind of the taxonomy with the words that show it."""

    name: str
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """One state, force, armed group or organisation named in the text."""

    name: str
    start: int
    end: int
    role: ActorRole = "mentioned"
    country: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One count: ``value`` (None for "dozens"), its bounds, the unit counted, and of which side.

    ``measure`` is what kind of count it is: casualties, displaced, money, weapons, sites,
    distance, ...
    """

    start: int
    end: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    bound: Bound
    unit: str
    measure: str


@dataclass(frozen=True, slots=True)
class When:
    """The time of a statement: the event's interval, its filing day, and how both were reached.

    ``filing_day`` is the one day an analyst files the statement under (see the contract).
    ``said`` is when the speaker said it, where that differs from the event.
    ``start`` and ``end`` are aware datetimes when the zone of the place is known.
    """

    filing_day: date
    span: TimeSpan
    basis: TimeBasis
    expression: str | None
    said: date | None = None
    zone: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that says what happened at an identifiable time: an exact span of its article.

    ``when`` is ``None`` for a statement whose article has no known publication day.
    ``start``/``end`` may cover several source sentences where the source broke one in two.
    ``about`` is the earlier sentence of the article that a denial takes up ("denied the claim").
    """

    id: str
    article: str
    file: str
    record: str | None
    outlet: str | None
    published: date | None
    published_basis: PublishedBasis
    start: int
    end: int
    text: str
    when: When | None
    places: tuple[PlaceRef, ...]
    cities: tuple[str, ...]
    speakers: tuple[str, ...]
    spoken_as: tuple[str, ...]
    via: str | None
    status: Status
    kinds: tuple[str, ...]
    actors: tuple[Actor, ...]
    figures: tuple[Figure, ...]
    why: tuple[str, ...] = ()
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation from one claim to another."""

    type: LinkType
    claim: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements that say the same thing: one entry of the timeline.

    ``representative`` is the statement whose words the claim prints. ``origins`` counts independent
    sources: wire copy printed by five outlets is one origin.
    """

    id: str
    representative: Statement
    statements: tuple[Statement, ...]
    outlets: tuple[str, ...]
    origins: int = 1
    links: tuple[Link, ...] = field(default=())
