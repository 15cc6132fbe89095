"""What the words of one line say about its place: "there", "the city", ways, distances, wholes."""

import re
from collections.abc import Iterator, Mapping, Sequence

from conflict_timeline.model import PlaceRef
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.words import vocabulary

_COUNTRY_CAPITAL = re.compile(
    r"(?:\b(?P<before>\w+) )?\b(?:the (?P<people>\w+(?:ian|ish|ese|i|an|ch))|(?P<owner>\w+)'s?)"
    r" capital\b(?! of\b| punish| gain| market)"
)
THERE = re.compile(  # a place, not "there is"; its letters first, so that the search skips to them
    r"there\b(?<!\wthere)"
    r"(?!'| (?:is|are|was|were|be|been|has|had|have|will|would|could|can|may|might|must"
    r"|seems?|appears?|remains?)\b)"
)
_WAY = re.compile(r"\b(?:to|into|from|via|with|by|against) (?:the )?$")
_OPENING = re.compile(r"(?:in|at|near|outside|around|across)? ?(?:the )?(?:[\w'-]+ ){0,4}(?:of )?")
_AWAY = re.compile(  # "20 km north of the city" is not in it
    r"(?:km|kilomet(?:er|re)s?|miles?|(?<!in the )(?<!on the )\b(?:north|south|east|west)[\w-]*)"
    r"(?: \([^()]{1,20}\))?(?: (?:north|south|east|west)[\w-]*)? (?:of|from|outside) $"
)
_NAMED = re.compile(  # "the city of Kyiv", but "the city of about 400,000"
    r" (?:called|named) | of (?!(?:(?:about|around|some|nearly|almost|over|more than|just) )*\d)"
)
_WHEN = re.compile(  # "since the war began" and "on the first day of the war" tell only when
    r"\b(?:since|before|after|until|during|into|(?:start|beginning|outbreak|days?|weeks?|months?|hours"
    r"|phase|stage|years?) of) $"
)
_LANDMARK = re.compile(r"\b(?:from|near|outside|behind|past|beside) (?:the|a|its) $")
_LAUNCHED = re.compile(r"\b(?:fired|launched|flew|flown|took off)\b[^.;]{0,50}$")
WAY_LENGTH = 12  # characters: "against the "
WHEN_LENGTH = 14  # characters: "beginning of "
LAUNCH_LENGTH = 70  # characters: "launched from bombers that flew over the "
AWAY_LENGTH = 40  # characters: "30 km (19 miles) to the north-east of "
SUBJECT_LENGTH = 50  # characters in which a sentence has named its subject


def names_city(line: Line) -> bool:
    """Return whether a line speaks of "the city" without naming it."""
    return any(
        not _NAMED.match(line.folded, found.end()) and not is_away(line.folded, found.start())
        for found in vocabulary("city_words").finditer(line.folded)
    )


def names_this_town(line: Line) -> bool:
    """Return whether a line says "this town": the one that its article is written in."""
    return vocabulary("this_town").search(line.folded) is not None


def is_away(folded: str, start: int) -> bool:
    """Return whether the words at ``start`` are measured from: "20 km north of the city"."""
    return _AWAY.search(folded, max(0, start - AWAY_LENGTH), start) is not None


def names_capital(folded: str) -> bool:
    """Return whether a line speaks of the capital without its name, and not as a landmark.

    >>> names_capital("troops bear down on ukraine's capital")
    True
    >>> names_capital("a port near the libyan capital")
    False
    """
    plain = vocabulary("capital_words").search(folded)
    if plain is not None and not is_away(folded, plain.start()):
        return True
    found = _COUNTRY_CAPITAL.search(folded) if " capital" in folded else None
    if found is None:
        return False
    before = found["before"] or ""
    if before == "of":  # "in a suburb of the Libyan capital", but "west of the Libyan capital"
        return not is_away(folded, found.end("before") + 1)
    return not vocabulary("near_words").pattern.fullmatch(before)


def country_with_capital(line: Line, demonyms: Mapping[str, str]) -> str | None:
    """Return the country of "Ukraine's capital" or "the Libyan capital", where it is known."""
    found = _COUNTRY_CAPITAL.search(line.folded)
    if found is None:
        return None
    if found["people"]:
        return demonyms.get(found["people"].capitalize())
    at = line.sentence.start + found.start("owner")
    return next(
        (r.country for r in line.places if r.start <= at < r.end and r.kind == "country"), None
    )


def leads_to(line: Line, ref: PlaceRef) -> bool:
    """Return whether a place is the end of a way: "against the", "from"."""
    begin = max(0, ref.start - line.sentence.start)
    return _WAY.search(line.folded, max(0, begin - WAY_LENGTH), begin) is not None


def is_spot(line: Line, ref: PlaceRef) -> bool:
    """Return whether a place that nobody lists may be a part of the town spoken of: "the Lenin
    district"."""
    if ref.geonameid is not None or ref.lat is not None:
        return False
    is_district = line.folded.startswith(" district", ref.end - line.sentence.start)
    return ref.kind in ("site", "district") or (ref.kind == "region" and is_district)


def is_flown_over(line: Line, ref: PlaceRef) -> bool:
    """Return whether weapons came from there: "missiles fired from ships in the Black Sea"."""
    begin = ref.start - line.sentence.start
    return _LAUNCHED.search(line.folded, max(0, begin - LAUNCH_LENGTH), begin) is not None


def is_wider(line: Line) -> bool:
    """Return whether a line speaks of the whole country, of other towns or of the war."""
    return any(
        found[0] not in ("the war", "the invasion", "the conflict")
        or not _WHEN.search(line.folded, max(0, found.start() - WHEN_LENGTH), found.start())
        for found in vocabulary("wider").finditer(line.folded)
    )


def is_national(line: Line) -> bool:
    """Return whether a state, an alliance or a head of state speaks or acts in a line."""
    source = fold(line.attribution.speaker) if line.attribution else ""
    if vocabulary("national").search(source):
        return True
    if vocabulary("local").search(source):
        return False
    begin = line.sentence.start
    return vocabulary("national").search(line.folded[:SUBJECT_LENGTH]) is not None or any(
        ref.role == "metonym"
        and ref.start - begin < SUBJECT_LENGTH
        and not ref.reason.endswith("accused")  # "He accused Russia": he may be the mayor
        for ref in line.places
    )


def names_day(line: Line) -> bool:
    """Return whether a line names a day: with a paragraph of its own that is other news."""
    return any(expression.type == "DATE" for expression in line.times)


def spots(line: Line) -> Iterator[re.Match[str]]:
    """Yield the buildings a line names, without their article."""
    return vocabulary("spot_nouns").finditer(line.folded)


def is_told_from(line: Line, own: Sequence[PlaceRef], home: PlaceRef | None) -> bool:
    """Return whether all a town abroad is named for is where somebody spoke: "In X, Mr Y said"."""
    return home is not None and any(
        ref.country not in (None, home.country) and first - ref.end in (1, 2)
        for ref in own[:1]
        for attribution in line.spoken
        for first, _ in attribution.source
    )


def opens(line: Line, ref: PlaceRef) -> bool:
    """Return whether a sentence opens with a town: "In X, ...", "X: ...", "The port of X ..."."""
    begin = ref.start - line.sentence.start
    return begin <= 60 and _OPENING.fullmatch(line.folded, 0, begin) is not None


def speaks_of_meeting(line: Line) -> bool:
    """Return whether people meet in a line: not "nine kilometres from the parliament"."""
    return any(
        not _LANDMARK.search(line.folded, max(0, found.start() - WHEN_LENGTH), found.start())
        for found in vocabulary("meetings").finditer(line.folded)
    )
