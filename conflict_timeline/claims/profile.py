"""What the links of one claim are judged by: the resolved values of its representative."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple, Protocol

from conflict_timeline.claims.comparable import (
    LONGEST_TEXT,
    NOT,
    TOKEN,
    Comparable,
    comparable,
    comparable_text,
)
from conflict_timeline.claims.vocabulary import look_up, parties, place_groups
from conflict_timeline.model import Claim, Figure, Statement
from conflict_timeline.rules.loader import read_table

FIRM = frozenset({"asserted", "claimed", "observed"})
COUNTED = frozenset({"casualties", "displaced", "detained", "weapons", "damage", "force"})
NEGATED_WORDS = 4
BRIEF = 3  # days: what takes longer agrees and disagrees with everything


class Gist(Protocol):
    """What tells most claims apart that cannot be linked (see ``links.may_be_linked``)."""

    @property
    def is_negative(self) -> bool:
        """Whether it says that something is not so."""

    @property
    def places(self) -> frozenset[str]:
        """The cities of the event."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that say something of the subject."""

    @property
    def counts(self) -> Sequence[object]:
        """The counts, whatever they are: only whether there are any matters."""


class Profile(NamedTuple):
    """What a claim is judged by.

    ``about`` is the view of the sentence that a denial takes up. ``places`` are the cities of the
    event, ``scene`` all its places below a country. ``kinds`` leave out those that say nothing of
    the subject. ``articles`` are those of ``spanning_members``.
    """

    claim: Claim
    view: Comparable
    about: Comparable | None
    places: frozenset[str]
    scene: frozenset[str]
    countries: frozenset[str]
    kinds: frozenset[str]
    counts: tuple[Figure, ...]
    articles: frozenset[str]
    first_published: int
    last_published: int
    rivals: frozenset[str]
    is_negative: bool
    is_denial: bool
    is_firm: bool

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who says it."""
        return self.claim.representative.speakers


def profile_of(
    claim: Claim, *, view: Comparable | None = None, digits: int | None = None
) -> Profile:
    """Return what the links of ``claim`` are judged by; ``view`` is that of its representative,
    where it is at hand, and ``digits`` how much of an article's id counts."""
    statement = claim.representative
    view = view or comparable(statement)
    event = [place for place in statement.places if place.role == "event"]
    countries = {place.country for place in statement.places if place.country}
    groups = place_groups()
    named = {groups[word] for word in view.words if word in groups}
    members = spanning_members(claim)
    published = [member.published.toordinal() for member in members if member.published]
    about = statement.about
    return Profile(
        claim=claim,
        view=view,
        about=comparable_text(about, statement.published) if about else None,
        places=frozenset([city.casefold() for city in statement.cities]),
        scene=frozenset([place.name for place in event if place.kind not in ("country", "sea")]),
        countries=frozenset(countries | named),
        kinds=frozenset(statement.kinds) - link_words("vague"),
        counts=tuple([figure for figure in map(_counted, statement.figures) if figure]),
        articles=frozenset([member.article[:digits] for member in members]),
        first_published=min(published, default=0),
        last_published=max(published, default=0),
        rivals=_acts(statement.text, link_words("rival").intersection(view.words)),
        is_negative=statement.status.polarity == "negative" and not _is_question(statement.text),
        is_denial=statement.status.name == "denied",
        is_firm=statement.status.name in FIRM,
    )


def _counted(figure: Figure) -> Figure | None:
    """Return a figure that links go by, or None; refugees are displaced by whatever measure."""
    if figure.measure in COUNTED:
        return figure
    if figure.measure == "count" and not raw_words("refugee").isdisjoint(figure.unit.split()):
        return replace(figure, measure="displaced")
    return None


def _acts(text: str, words: frozenset[str]) -> frozenset[str]:
    """Return those of ``words`` that stand in ``text`` on their own: "rebel-held" is no act."""
    if not words or "-" not in text:
        return words
    return words.intersection(
        look_up(token[0]).normal
        for token in TOKEN.finditer(text[:LONGEST_TEXT])
        if text[token.start() - 1 : token.start()] != "-"
    )


def _is_question(text: str) -> bool:
    """Return whether it asks: "Why don't they stop it?" denies nothing."""
    return text.rstrip("\"”’' ").endswith("?")


def spanning_members(claim: Claim) -> tuple[Statement, ...]:
    """Return the members that a claim's links depend on: the representative, and the first and
    last published; a few, however many there are.
    """
    if len(claim.statements) == 1:
        return claim.statements
    kept = {claim.representative.id: claim.representative}
    dated = [member for member in claim.statements if member.published]
    if dated:
        first = min(dated, key=lambda member: member.published or date.min)
        last = max(dated, key=lambda member: member.published or date.min)
        kept |= {first.id: first, last.id: last}
    return tuple(kept.values())


def is_brief(profile: Profile) -> bool:
    """Return whether the claim is about a few days: months and years agree with everything."""
    view = profile.view
    return (view.day_last or 0) - (view.day_first or 0) <= BRIEF


def days_between(one: Profile, other: Profile) -> int:
    """Return how many days lie between the two, 0 where they touch or a day is unknown."""
    if one.view.day_first is None or other.view.day_first is None:
        return 0
    last, other_last = one.view.day_last or 0, other.view.day_last or 0
    return max(0, max(one.view.day_first, other.view.day_first) - min(last, other_last))


def share_place(one: Profile, other: Profile) -> bool:
    """Return whether both name a place of the event, below a country, that the other names too."""
    return not one.scene.isdisjoint(other.scene) or not one.places.isdisjoint(other.places)


def are_apart(one: Gist, other: Gist) -> bool:
    """Return whether the two are in different cities."""
    return bool(one.places) and bool(other.places) and one.places.isdisjoint(other.places)


def subject_words(view: Comparable) -> frozenset[str]:
    """Return the words that say what it is about: no names, places or parties."""
    groups, sides = place_groups(), parties()
    return frozenset(
        [
            word
            for word in view.words
            if len(word) > 2 and word not in view.names and word not in groups and word not in sides
        ]
    )


def negated(profile: Profile) -> frozenset[str]:
    """Return what stands closely behind a negation: "not a single combat casualty", "no Russian
    aircraft"; no more than the first word that is no name, place or party and says what is not so,
    with those that only count or qualify it.
    """
    sequence = profile.view.sequence
    groups, sides, names = place_groups(), parties(), profile.view.names
    through = link_words("through")
    found = set()
    for at, mark in enumerate(sequence):
        if mark == NOT:
            for word in sequence[at + 1 : at + 1 + NEGATED_WORDS]:
                found.add(word)
                if not (word in groups or word in sides or word in names or word in through):
                    break
    return frozenset(found)


def as_written(claim: Claim, normal: frozenset[str]) -> str:
    """Return words of the claim's text as it writes them, for those of ``normal``, in order."""
    found: dict[str, str] = {}
    for token in TOKEN.findall(claim.representative.text[:LONGEST_TEXT]):
        word = look_up(token).normal
        if word in normal:
            found.setdefault(word, token.lower())
    return ", ".join(list(found.values())[:4])


@cache
def link_words(name: str) -> frozenset[str]:
    """Return the words of one class of ``links.tsv``, as written and as they are compared."""
    words = raw_words(name)
    return words | frozenset(look_up(word).normal for word in words)


@cache
def raw_words(name: str) -> frozenset[str]:
    """Return the words of one class of ``links.tsv`` as written."""
    return frozenset(
        word
        for row, words in read_table("claims", "links.tsv")
        if row == name
        for word in words.split()
    )
