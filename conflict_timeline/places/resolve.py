"""Settles which place each mention means: containers, the document's countries, size, one sense a document."""

from collections import Counter
from math import log10

from conflict_timeline.places.gazetteer import Place
from conflict_timeline.places.mention import Mention
from conflict_timeline.places.vocabulary import words


def settle(text: str, mentions: list[Mention]) -> None:
    """Set ``place`` and ``reason`` of every mention that has senses."""
    countries, divisions = _in_play(mentions)
    fixed: dict[str, Place] = {}
    for mention in mentions:
        if mention.places and (inside := _contained(mention)):
            mention.place, mention.reason = inside, "inside the place named after it"
            fixed.setdefault(mention.text, inside)
    for mention in mentions:
        if not mention.places or mention.place:
            continue
        if mention.text in fixed:
            mention.place, mention.reason = fixed[mention.text], "as elsewhere in the document"
            continue
        mention.place = max(
            mention.places[:40],
            key=lambda place: _fitness(place, mention, countries, divisions),
        )
        mention.reason = "best known or nearest to the document's other places"


def _in_play(mentions: list[Mention]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    countries: Counter[str] = Counter()
    divisions: Counter[tuple[str, str]] = Counter()
    for mention in mentions:
        if not mention.places:
            continue
        best = mention.places[0]
        if best.country and (best.kind == "country" or len(mention.places) == 1):
            countries[best.country] += 1
        if best.country and best.admin1 and best.kind == "region":
            countries[best.country] += 1
            divisions[best.country, best.admin1] += 1
    return countries, divisions


def _contained(mention: Mention) -> Place | None:
    if not mention.container or not mention.container.places:
        return None
    for outer in mention.container.places[:4]:
        for place in mention.places:
            if place is outer or place.country != outer.country or place.kind == "country":
                continue
            if outer.kind == "country" or (
                outer.kind in ("region", "city") and outer.admin1 and outer.admin1 == place.admin1
            ):
                return place
    return None


def _fitness(
    place: Place,
    mention: Mention,
    countries: Counter[str],
    divisions: Counter[tuple[str, str]],
) -> float:
    value = log10(place.weight + 10) - (1.0 if place.alias else 0.0)
    if place.country and countries.get(place.country):
        value += 1.0 + min(1.0, countries[place.country] * 0.2)
    if place.admin1 and divisions.get((place.country or "", place.admin1)):
        value += 1.5
    after = mention.after.strip().lower()
    if after in words("region_type") and place.kind == "region":
        value += 2.0
    return value
