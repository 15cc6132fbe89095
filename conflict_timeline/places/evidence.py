"""Decides which candidates are places, from what they may mean and the words around them."""

import re

from conflict_timeline.places.mention import Mention
from conflict_timeline.places.vocabulary import words

_LAST_WORD = re.compile(r"([^\W_][\w’'.-]{0,40})(\W{0,3})$")
_NEXT_WORD = re.compile(r"(\W{0,3})([^\W_][\w’'-]{0,40})")
ACCEPT = 2.0


def choose(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions that are places, each with its score set."""
    surroundings(text, mentions)
    for mention in mentions:
        mention.score = score(text, mention)
    accepted = {mention.text for mention in mentions if mention.score >= ACCEPT}
    countries = {
        mention.places[0].country
        for mention in mentions
        if mention.score >= ACCEPT and mention.places
    }
    kept = []
    for mention in mentions:
        if mention.score < ACCEPT and mention.score > ACCEPT - 1.2:
            near = any(place.country in countries for place in mention.places)
            mention.score += 0.8 if near else 0.0
            mention.score += 1.0 if mention.text in accepted else 0.0
        if mention.score >= ACCEPT:
            kept.append(mention)
    return kept


def surroundings(text: str, mentions: list[Mention]) -> None:
    """Set the word before and after each mention, and the container of "X, Y"."""
    for index, mention in enumerate(mentions):
        left = _LAST_WORD.search(text[max(0, mention.start - 44) : mention.start])
        mention.before = left[1] + (left[2] if left[2].strip() else " ") if left else ""
        right = _NEXT_WORD.match(text[mention.end : mention.end + 48])
        mention.after = right[1].strip() + " " + right[2] if right else ""
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following and text[mention.end : following.start] in (", ", " (", ",\n", ","):
            mention.container = following


def score(text: str, mention: Mention) -> float:
    """Return how likely the mention is a place; ``ACCEPT`` and above means yes."""
    if mention.syntax:
        return ACCEPT
    best = mention.places[0]
    value = _prior(best.weight, best.kind, best.alias)
    value += 0.8 if mention.words > 1 else 0.0
    before, _, gap = mention.before.partition(" ")
    word = before.rstrip("-,.;:(“\"'—").lower()
    bare = before == word or before.lower() == word
    if bare and gap == "":
        if word in words("locative"):
            value += 1.5
        elif word in words("movement") or word in words("struck"):
            value += 0.9
        elif word == "of":
            value += 0.6
        if word in words("title") and best.kind == "city":
            value -= 2.0
        elif before[:1].isupper() and word not in words("never") and best.kind != "country":
            value -= 1.5
    punctuation, _, after = mention.after.partition(" ")
    if not punctuation and after:
        if after.lower() in words("after_place"):
            value += 1.0
        elif after[0].isupper() and after not in words("org_head") and mention.words == 1:
            value -= 1.0 if best.kind in ("country", "region") else 2.0
    if mention.container and mention.container.places:
        inside = {place.country for place in mention.container.places[:3]}
        if any(place.country in inside for place in mention.places):
            value += 1.5
    if mention.text in words("given") or mention.text in words("ambiguous"):
        value -= 1.0
    return value


def _prior(weight: float, kind: str, alias: bool) -> float:
    if kind == "country":
        return 3.5
    if kind in ("sea", "region", "site", "district"):
        return 2.3
    steps = ((1_000_000, 2.6), (200_000, 2.2), (50_000, 1.7), (15_000, 1.3), (3_000, 1.0))
    value = next((worth for least, worth in steps if weight >= least), 0.7)
    return value - (0.5 if alias else 0.0)
