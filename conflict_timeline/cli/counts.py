"""What a figure counts, in the words people use, and of which side: what makes two comparable."""

from dataclasses import dataclass
from functools import cache

from conflict_timeline.cli.aliases import aliases
from conflict_timeline.model import Claim, Figure
from conflict_timeline.rules.loader import read_table
from conflict_timeline.store.folding import fold_name

FORCES = "forces"
PEOPLE = frozenset({"casualties", "displaced", "detained", "people"})
"""Measures of persons: figures of one outcome are comparable, however the persons are called."""

APART = frozenset({"predicted", "threatened", "denied"})
"""How a figure may be said that did not come about: it is no point of a series."""


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of one claim: ``name`` is what is counted, ``side`` whose, "" when it is open."""

    claim: Claim
    figure: Figure
    name: str
    side: str

    @property
    def series(self) -> tuple[str, str]:
        """Figures of one series are comparable."""
        return self.name, self.side

    @property
    def is_in_series(self) -> bool:
        """Whether the figure is said to have come about."""
        status = self.claim.representative.status
        return status.name not in APART and status.polarity == "positive"


def count_of(claim: Claim, figure: Figure) -> Count:
    """Return what ``figure`` counts; only persons have sides, the rest is told by its unit.

    "people killed", "dead" and "civilians killed" are one count; "Russian troops killed" is
    another side's.
    """
    words = fold_name(figure.unit).split()
    if figure.measure not in PEOPLE:
        return Count(claim, figure, " ".join(words) or figure.measure, "")
    names = aliases("counts")
    name = next((names[word] for word in words if word in names), figure.measure)
    if name == "displaced":
        name = _displacement(claim)
    return Count(claim, figure, name, _side(words))


def is_about(count: Count, what: str) -> bool:
    """Return whether ``what`` asks for ``count``: a count's name, a measure, or words of a unit."""
    key = fold_name(what)
    asked = aliases("counts_asked").get(key, key)
    if asked in (count.name, fold_name(count.figure.measure)):
        return True
    if asked in aliases("counts").values():
        return False
    return f" {key} " in f" {fold_name(count.figure.unit)} "


def series_order(count: Count) -> tuple[int, str, str, str]:
    """Return the key that sorts series: persons by what befell them, then measures."""
    names = list(dict.fromkeys(aliases("counts").values()))
    place = names.index(count.name) if count.name in names else len(names)
    return place, count.figure.measure, count.name, count.side


def earlier_of(count: Count, counts: dict[str, list[Count]]) -> list[Count]:
    """Return the counts that ``count`` is newer than, by its links, latest first.

    ``counts`` are all counts by the id of their claim.
    """
    found = [
        other
        for link in count.claim.links
        if link.type == "updates"
        for other in counts.get(link.claim, ())
        if other.series == count.series
    ]
    return sorted(found, key=day_of, reverse=True)


def day_of(count: Count) -> str:
    """Return the filing day as text, after all others when it is unknown."""
    when = count.claim.representative.when
    return when.filing_day.isoformat() if when else "~"


def _displacement(claim: Claim) -> str:
    """Return refugees, evacuated or displaced, by the words of the claim."""
    head = claim.representative
    text = " ".join(head.text.casefold().split())
    countries = {place.text.casefold() for place in head.places if place.kind == "country"}
    for words, name in aliases("displaced").items():
        forms = (
            [words.replace("{country}", country) for country in sorted(countries) if country]
            if "{country}" in words
            else [words]
        )
        if any(form in text for form in forms):
            return name
    return "displaced"


def _side(words: list[str]) -> str:
    country = next((_demonyms()[word] for word in words if word in _demonyms()), "")
    forces = FORCES if any(word in _force_nouns() for word in words) else ""
    return " ".join(part for part in (country, forces) if part)


@cache
def _demonyms() -> dict[str, str]:
    """Return countries by their names and adjectives: "russian" is Russia."""
    return {
        word: row[0].title()
        for row in read_table("claims", "places.tsv")
        for word in (row[0], *(row[1].split() if len(row) > 1 else ()))
    }


@cache
def _force_nouns() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("figures", "nouns.tsv") if row[1:2] == ["force"])
