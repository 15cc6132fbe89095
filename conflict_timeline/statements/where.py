"""Which city a sentence is about: one it names, one its run of paragraphs is about, or none.

A small model of discourse. A *scene* has a topic, the town a paragraph is about, and the town of
its latest sentence. A town named in passing (the end of a way, a village hit as well) does not take
the topic's place: "the city", "the mayor" still mean the topic. A sentence without a town takes one
only where its words keep the scene ("the city", "the strike", "the dead", the same speaker) or its
paragraph goes on; what states and alliances say and do, plans, another place or a heading ends it.
Talks held somewhere are no scene for what is said there.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from conflict_timeline.model import PlaceRef
from conflict_timeline.places.gazetteer import distance_km
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.standing import Towns, towns_by_use, towns_of
from conflict_timeline.statements.words import first_tense, vocabulary

_COUNTRY_CAPITAL = re.compile(
    r"(?:\b(?P<before>\w+) )?\b(?:the (?P<people>\w+(?:ian|ish|ese|i|an|ch))|(?P<owner>\w+)'s?)"
    r" capital\b(?! of\b| punish| gain| market)"
)
_THERE = re.compile(  # a place, not "there is"
    r"\bthere\b(?!'| (?:is|are|was|were|be|been|has|had|have|will|would|could|can|may|might|must"
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
_PART = re.compile(
    r" (?:district|neighbou?rhood|quarter|borough|(?:housing )?estate|metro station|street)\b"
)
_LANDMARK = re.compile(r"\b(?:from|near|outside|behind|past|beside) (?:the|a|its) $")
_LAUNCHED = re.compile(r"\b(?:fired|launched|flew|flown|took off)\b[^.;]{0,50}$")
SCENE_LENGTH = 3  # paragraphs over which "the city" still means the last city named ...
SENTENCES = 8  # ... or sentences, where each stands on a line of its own: three paragraphs of news
PARAGRAPH_LENGTH = 3
"""Sentences after the one that names a city over which its paragraph may go on without a word about
it: news paragraphs are no longer, and a text whose line breaks were lost is one long paragraph."""
REACH = 3  # sentences back over which "the strike" finds the strike, as for "the city"
WAY_LENGTH = 12  # characters: "against the "
WHEN_LENGTH = 14  # characters: "beginning of "
LAUNCH_LENGTH = 70  # characters: "launched from bombers that flew over the "
AWAY_LENGTH = 40  # characters: "30 km (19 miles) to the north-east of "
IN_TOWN_KM = 10  # beyond this a plant or base is not said to be in a town, but near it
SUBJECT_LENGTH = 50  # characters in which a sentence has named its subject
LOST_BREAKS = 8  # sentences: a longer paragraph of news is a text that lost its line breaks


class Located(NamedTuple):
    """The cities a sentence's event is in, the reference that gives zone and coordinates, and
    why.

    ``places`` are the places of the sentence with what each turned out to stand for.
    """

    cities: tuple[str, ...]
    refs: tuple[PlaceRef, ...]
    reason: str
    places: tuple[PlaceRef, ...] = ()


NOWHERE = Located((), (), "")


class _Scene(NamedTuple):
    """Where the story is. Sentences are counted without headings, captions and bylines.

    ``opened`` is the paragraph that the topic opens, ``sentence`` and ``paragraph`` are those of
    the last sentence placed here, ``spoken_of`` is the last one with words for it; ``is_national``
    tells that a state spoke in it, of whom the next sentence may go on.
    """

    topic: tuple[PlaceRef, ...]
    latest: tuple[PlaceRef, ...]
    paragraph: int
    sentence: int
    spoken_of: int
    speaker: str | None
    opened: int | None = None
    is_meeting: bool = False
    is_national: bool = False


class _Place(NamedTuple):
    """One sentence in the article: its number, whether it opens its paragraph, whether paragraphs
    are real ones (``has_breaks``) or lines of one sentence that go on (``goes_on``)."""

    line: Line
    number: int
    is_first: bool
    has_breaks: bool
    goes_on: bool


CapitalOf = Callable[[str | None], PlaceRef | None]
"""Gives the capital of a country (ISO 3166), or of the country the article is about (None)."""


def locate_lines(
    lines: Sequence[Line], *, capital_of: CapitalOf, demonyms: Mapping[str, str]
) -> list[Located]:
    """Return where the event of each line is.

    ``capital_of`` and ``demonyms`` ("Libyan" -> "LY") are for "the capital" without a name.
    """
    scene: _Scene | None = None
    home = capital_of(None)
    focus = _focus(lines)
    known = towns_by_use(lines)
    settled = _settled(lines)
    sizes = Counter(line.sentence.paragraph for line in lines if line.sentence.role == "prose")
    are_lines = 4 * sum(size == 1 for size in sizes.values()) > 3 * len(sizes)
    located: list[Located] = []
    introduced: dict[str, tuple[PlaceRef, ...]] = {}
    number, paragraph = 0, -1
    for line in lines:
        sentence = line.sentence
        if sentence.role == "heading" and not vocabulary("notices").search(line.folded):
            scene = None
        if sentence.role != "prose":
            located.append(NOWHERE)
            continue
        number += 1
        here = _Place(
            line,
            number,
            is_first=sentence.paragraph != paragraph,
            has_breaks=sizes[sentence.paragraph] <= LOST_BREAKS,
            goes_on=are_lines,
        )
        paragraph = sentence.paragraph
        towns = towns_of(line, known)
        own = _own_towns(here, towns, scene, introduced)
        if own:
            where = Located(_names(own), own, "named in the sentence")
        else:
            where = (
                _capital(line, scene, capital_of, demonyms)
                or _at_seat(towns, scene, focus)
                or _at_site(towns, settled)
                or _in_quarter(here, towns, scene)
                or _anaphoric(here, towns, scene, focus)
                or (_introduced(here, towns, introduced) if introduced else None)
                or NOWHERE
            )
        located.append(where._replace(places=towns.places) if towns.places else where)
        if where.refs:
            introduced.update((found[0], where.refs) for found in _spots(line))
        if own:
            scene = _moved(here, own, towns, scene, home)
        elif where.cities:
            scene = _kept(here, where.refs, scene)
        elif any(
            ref.role == "event" and not (scene and _is_told_by(line, ref, scene))
            for ref in towns.places
        ):
            scene = None  # the article moved to another region or country
    return located


def _focus(lines: Sequence[Line]) -> tuple[PlaceRef, ...]:
    """Return the town an article is written in and about: its dateline and its first scene."""
    prose = [line for line in lines if line.sentence.role == "prose"]
    opening = (ref for line in prose[:REACH] for ref in towns_of(line).places)
    filed = next((ref.name for ref in opening if ref.role == "dateline"), None)
    if filed is None:
        return ()
    first = next(
        (r for line in prose for r in line.places if r.role == "event" and r.kind == "city"), None
    )
    return (first,) if first is not None and first.name == filed else ()


def _own_towns(
    here: _Place,
    towns: Towns,
    scene: _Scene | None,
    introduced: Mapping[str, tuple[PlaceRef, ...]],
) -> tuple[PlaceRef, ...]:
    """Return the towns that a sentence names for its event."""
    if not (towns.scene or towns.domains or towns.beside):
        return ()
    line = here.line
    is_same_paragraph = scene is not None and here.has_breaks and not here.is_first
    quarters = {ref.start for ref in towns.quarters}
    whole = [ref for ref in towns.scene if ref.start not in quarters]
    around = {
        r.country for r in (*whole, *(scene.topic if scene and _is_near(here, scene) else ()))
    }
    own = tuple(
        ref for ref in towns.scene if ref.start not in quarters or ref.country not in around
    )
    if not own:
        if towns.domains and not is_same_paragraph:
            return towns.domains
        return () if scene and _is_near(here, scene) else towns.beside
    is_passing = scene is not None and set(own) <= set(towns.passing) and _is_near(here, scene)
    if (
        is_passing
        and scene
        and not _shares(own, scene.topic)
        and (
            _names_city(line)  # "lorries sent from Poltava did not reach the city"
            or _THERE.search(line.folded)
            or any(_shares(scene.topic, refs) for _, refs in _known_spots(line, introduced))
        )
    ):
        return ()
    return own


def _moved(
    here: _Place,
    own: tuple[PlaceRef, ...],
    towns: Towns,
    scene: _Scene | None,
    home: PlaceRef | None,
) -> _Scene:
    """Return the scene after a sentence that names towns."""
    line = here.line
    is_meeting = not vocabulary("deeds").search(line.folded) and (
        _speaks_of_meeting(line)
        or (home is not None and all(ref.country not in (None, home.country) for ref in own))
    )
    moved = _Scene(
        topic=own,
        latest=own,
        paragraph=line.sentence.paragraph,
        sentence=here.number,
        spoken_of=here.number,
        speaker=line.speaker,
        is_meeting=is_meeting,
    )
    is_passing = set(own) <= set(towns.passing)
    is_aside = is_passing or (is_meeting and _is_told_from(line, own, home))
    if is_aside and scene is not None and not scene.is_meeting and _is_near(here, scene):
        return scene._replace(sentence=here.number, paragraph=moved.paragraph)
    if scene is not None and (shared := _shares(own, scene.topic)) and len(scene.topic) == 1:
        return moved._replace(topic=shared, opened=scene.opened)
    if here.is_first and here.has_breaks and _opens(line, own[0]):
        return moved._replace(topic=own[:1], opened=line.sentence.paragraph)
    if scene is not None and scene.opened == line.sentence.paragraph:
        return scene._replace(latest=own, sentence=here.number, spoken_of=here.number)
    return moved._replace(latest=()) if is_passing else moved


def _kept(here: _Place, refs: tuple[PlaceRef, ...], scene: _Scene | None) -> _Scene:
    """Return the scene after a sentence that stays in it, or goes back to its topic."""
    line = here.line
    spoken_of = here.number
    if scene is not None and _shares(refs, (*scene.topic, *scene.latest)):
        if _cue(here, scene) in ("", _GOES_ON, _SPEAKER, _NOT_MOVED):
            spoken_of = scene.spoken_of
        return scene._replace(
            latest=refs,
            paragraph=line.sentence.paragraph,
            sentence=here.number,
            spoken_of=spoken_of,
            speaker=line.speaker or scene.speaker,
            is_national=_is_national(line),
        )
    return _Scene(refs, refs, line.sentence.paragraph, here.number, spoken_of, line.speaker)


def _speaks_of_meeting(line: Line) -> bool:
    """Return whether people meet in a line: not "nine kilometres from the parliament"."""
    return any(
        not _LANDMARK.search(line.folded, max(0, found.start() - WHEN_LENGTH), found.start())
        for found in vocabulary("meetings").finditer(line.folded)
    )


def _is_told_from(line: Line, own: Sequence[PlaceRef], home: PlaceRef | None) -> bool:
    """Return whether all a town abroad is named for is where somebody spoke: "In X, Mr Y said"."""
    return home is not None and any(
        ref.country not in (None, home.country) and first - ref.end in (1, 2)
        for ref in own[:1]
        for attribution in line.spoken
        for first, _ in attribution.source
    )


def _opens(line: Line, ref: PlaceRef) -> bool:
    """Return whether a sentence opens with a town: "In X, ...", "X: ...", "The port of X ..."."""
    begin = ref.start - line.sentence.start
    return begin <= 60 and _OPENING.fullmatch(line.folded, 0, begin) is not None


def _is_near(here: _Place, scene: _Scene) -> bool:
    return (
        here.line.sentence.paragraph - scene.paragraph <= SCENE_LENGTH
        or here.number - scene.sentence <= SENTENCES
    )


def _shares(refs: Sequence[PlaceRef], others: Sequence[PlaceRef]) -> tuple[PlaceRef, ...]:
    names = {ref.name for ref in others}
    return tuple(ref for ref in refs if ref.name in names)


def _capital(
    line: Line, scene: _Scene | None, capital_of: CapitalOf, demonyms: Mapping[str, str]
) -> Located | None:
    """Return the capital a line speaks of without its name: of the country named with it, else
    the one the scene is in, else that of the country the article is about."""
    if not _names_capital(line.folded):
        return None
    named = _country_with_capital(line, demonyms)
    if named is not None:
        ref = capital_of(named)
        return Located((ref.name,), (ref,), "the capital of the country named") if ref else None
    for ref in (*scene.latest, *scene.topic) if scene else ():
        seat = capital_of(ref.country) if ref.country else None
        if seat is not None and seat.name == ref.name:
            return Located((ref.name,), (ref,), "“the capital” of the sentences before")
    if (ref := capital_of(None)) is None:
        return None
    return Located((ref.name,), (ref,), "“the capital” of the country the article is about")


def _country_with_capital(line: Line, demonyms: Mapping[str, str]) -> str | None:
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


def _leads_to(line: Line, ref: PlaceRef) -> bool:
    begin = max(0, ref.start - line.sentence.start)
    return _WAY.search(line.folded, max(0, begin - WAY_LENGTH), begin) is not None


def _names_capital(folded: str) -> bool:
    """Return whether a line speaks of the capital without its name, and not as a landmark.

    >>> _names_capital("troops bear down on ukraine's capital")
    True
    >>> _names_capital("a port near the libyan capital")
    False
    """
    plain = vocabulary("capital_words").search(folded)
    if plain is not None and not _is_away(folded, plain.start()):
        return True
    found = _COUNTRY_CAPITAL.search(folded) if " capital" in folded else None
    if found is None:
        return False
    before = found["before"] or ""
    if before == "of":  # "in a suburb of the Libyan capital", but "west of the Libyan capital"
        return not _is_away(folded, found.end("before") + 1)
    return not vocabulary("near_words").pattern.fullmatch(before)


_GOES_ON = "the paragraph goes on"
_NOT_MOVED = "nothing moved it elsewhere"
_SPEAKER = "the same speaker goes on"


def _at_seat(towns: Towns, scene: _Scene | None, focus: tuple[PlaceRef, ...]) -> Located | None:
    """Return the town spoken of where whoever speaks of it sits there: "said a lawyer in X"."""
    if not towns.beside and not towns.domains:
        return None
    spoken_of = (*(scene.topic if scene and not scene.is_meeting else ()), *focus)
    found = _shares((*towns.beside, *towns.domains), spoken_of)[:1]
    return Located(_names(found), found, "whoever speaks is there") if found else None


def _settled(lines: Sequence[Line]) -> tuple[PlaceRef, ...]:
    """Return the towns of an article that has a plant, base or airport in it, else none."""
    refs = [ref for line in lines for ref in line.places if ref.lat is not None]
    if not any(ref.kind == "site" for ref in refs):
        return ()
    return tuple({ref.name: ref for ref in refs if ref.kind == "city"}.values())


def _at_site(towns: Towns, settled: Sequence[PlaceRef]) -> Located | None:
    """Return the town of the article that a plant or base stands in: Enerhodar for its plant."""
    for site in towns.places:
        if site.kind != "site" or site.role != "event" or site.lat is None or site.lon is None:
            continue
        near = [
            (distance_km((site.lat, site.lon), (ref.lat, ref.lon)), ref.name, ref)
            for ref in settled
            if ref.lat is not None
            and ref.lon is not None
            and ref.country == site.country
            and not ref.reason.endswith("a capital")  # there sites stand for governments
        ]
        if near and (found := min(near))[0] <= IN_TOWN_KM:
            return Located((found[1],), (found[2],), f"where {site.name} stands")
    return None


def _in_quarter(here: _Place, towns: Towns, scene: _Scene | None) -> Located | None:
    """Return the town spoken of for a sentence in one of its districts."""
    if scene is None or not _is_near(here, scene):
        return None
    if not towns.quarters:
        return _in_unlisted_quarter(here, towns, scene)
    quarters = {ref.start for ref in towns.quarters}
    if any(ref.kind == "city" and ref.start not in quarters for ref in towns.places):
        return None  # it may be a district of that one
    return Located(_names(scene.topic), scene.topic, "a district of the town before")


def _in_unlisted_quarter(here: _Place, towns: Towns, scene: _Scene) -> Located | None:
    """Return the town spoken of for a sentence whose only place is "the X district" nobody lists.

    What a province is divided into stands in the gazetteer; most districts of towns do not.
    """
    line = here.line
    places = [ref for ref in towns.places if ref.role == "event"]
    is_part = places and all(
        ref.lat is None and _PART.match(line.folded, ref.end - line.sentence.start)
        for ref in places
    )
    if not is_part or scene.is_meeting or here.number - scene.sentence > REACH:
        return None
    return Located(_names(scene.topic), scene.topic, "a district of the town before")


def _anaphoric(
    here: _Place, towns: Towns, scene: _Scene | None, focus: tuple[PlaceRef, ...]
) -> Located | None:
    """Return the city a line without one takes: "the city", the scene that goes on."""
    line = here.line
    if scene is None and not focus and not towns.places:
        return None  # there is no town to take
    if _names_city(line):
        titled = tuple(r for r in line.places if r.kind == "city" and r.role == "speaker")
        if scene is None or not _is_near(here, scene) or (titled and here.is_first):
            refs, reason = titled[:1] or focus, "“the city” of the official or the article"
        else:
            refs, reason = _city_meant(here, scene), "“the city” of the sentences before"
        return Located(_names(refs), refs, reason) if refs else None
    is_there = _THERE.search(line.folded) is not None
    if not is_there and _is_wider(line):
        return None
    if scene is None or not _is_near(here, scene):
        if not vocabulary("local").search(line.folded) or _is_national(line):
            return None
        if _is_elsewhere(line, towns, None):
            return None
        return Located(_names(focus), focus, "people of the article's town") if focus else None
    reason = _cue(here, scene)
    is_weak = reason in (_GOES_ON, _SPEAKER, _NOT_MOVED)
    if _is_elsewhere(line, towns, None if is_weak else scene):
        return None
    return Located(_names(scene.latest), scene.latest, reason) if reason else None


def _is_wider(line: Line) -> bool:
    """Return whether a line speaks of the whole country, of other towns or of the war."""
    return any(
        found[0] not in ("the war", "the invasion", "the conflict")
        or not _WHEN.search(line.folded, max(0, found.start() - WHEN_LENGTH), found.start())
        for found in vocabulary("wider").finditer(line.folded)
    )


def _is_elsewhere(line: Line, towns: Towns, scene: _Scene | None) -> bool:
    """Return whether a sentence is set in another place: not where a way leads, and not in the
    country or province of ``scene``, nor where weapons flew over."""
    is_measured = any(
        ref.bearing
        or ref.distance_km
        or (ref.role == "reference" and _is_away(line.folded, ref.start - line.sentence.start))
        for ref in towns.places
    )
    if (is_measured and not _THERE.search(line.folded)) or any(
        _is_away(line.folded, found.start())
        for found in vocabulary("city_words").finditer(line.folded)
    ):
        return True
    countries = {ref.country for ref in scene.latest} if scene else set()
    told_of = {ref.start for ref in (*towns.domains, *towns.beside, *towns.passing)}
    return any(
        ref.role == "event"
        and ref.start not in told_of
        and not (ref.kind == "country" and ref.country in countries)
        and not (scene and ref.kind == "region" and _holds(ref, scene))
        and not (ref.kind == "sea" and _is_flown_over(line, ref))
        and not _is_spot(line, ref)
        and not (scene and _leads_to(line, ref))
        for ref in towns.places
    )


def _holds(region: PlaceRef, scene: _Scene) -> bool:
    """Return whether the town spoken of lies in a province: its governor may speak of the town."""
    return region.admin1 is not None and any(
        ref.admin1 == region.admin1 and ref.country == region.country for ref in scene.latest
    )


def _is_told_by(line: Line, ref: PlaceRef, scene: _Scene) -> bool:
    """Return whether a place only tells who speaks: "a former governor of the X region wrote"."""
    return _holds(ref, scene) and any(
        first <= ref.start < last
        for attribution in line.spoken
        for first, last in attribution.source
    )


def _is_flown_over(line: Line, ref: PlaceRef) -> bool:
    """Return whether weapons came from there: "missiles fired from ships in the Black Sea"."""
    begin = ref.start - line.sentence.start
    return _LAUNCHED.search(line.folded, max(0, begin - LAUNCH_LENGTH), begin) is not None


def _is_spot(line: Line, ref: PlaceRef) -> bool:
    """Return whether a place that nobody lists may be a part of the town spoken of: "the Lenin
    district"."""
    if ref.geonameid is not None or ref.lat is not None:
        return False
    is_district = line.folded.startswith(" district", ref.end - line.sentence.start)
    return ref.kind in ("site", "district") or (ref.kind == "region" and is_district)


def _cue(here: _Place, scene: _Scene) -> str:
    """Return why a line that names no town is still in the scene, or ""."""
    line, folded = here.line, here.line.folded
    since = here.number - scene.sentence
    if since <= 1 and scene.latest and _THERE.search(folded):
        return "“there”"
    if since > REACH or not scene.latest or scene.is_meeting:
        return ""
    if found := vocabulary("event_words", "spot_words", "victim_words").search(folded):
        return f"“{found[0]}” of the sentences before"
    if _THERE.search(folded):
        return "“there”"
    if since == 1 and not _is_national(line) and (found := vocabulary("local").search(folded)):
        return f"“{found[0]}” of the town before"
    if since == 1 and vocabulary("denials").search(folded):
        return "a denial of what was told"
    if since > 1 or here.number - scene.spoken_of > PARAGRAPH_LENGTH:
        return ""
    if line.speaker and line.speaker == scene.speaker and _goes_on_quoted(line, scene):
        return _SPEAKER
    if vocabulary("plans").search(folded) or _is_national(line) or scene.is_national:
        return ""
    if vocabulary("national").search(folded) and not vocabulary("deeds").search(folded):
        return ""
    if line.sentence.paragraph == scene.paragraph:
        return _GOES_ON
    if here.goes_on and line.speaker in (None, scene.speaker) and not _names_day(line):
        return _GOES_ON
    if line.speaker is not None and _goes_on(line.speaker, scene.speaker):
        return _SPEAKER
    is_next = line.sentence.paragraph - scene.paragraph <= 1
    if is_next and vocabulary("deeds").search(folded) and first_tense(folded) == "past":
        return _NOT_MOVED  # not "97 have been killed since Saturday": totals are of a country
    return ""


def _goes_on_quoted(line: Line, scene: _Scene) -> bool:
    """Return whether a line is the next of the same quotation, which nobody has interrupted."""
    return line.sentence.paragraph == scene.paragraph and line.folded.startswith(('"', "'"))


def _names_day(line: Line) -> bool:
    """Return whether a line names a day: with a paragraph of its own that is other news."""
    return any(expression.type == "DATE" for expression in line.times)


def _spots(line: Line) -> Iterator[re.Match[str]]:
    """Yield the buildings a line names, without their article."""
    return vocabulary("spot_nouns").finditer(line.folded)


def _introduced(
    here: _Place, towns: Towns, introduced: Mapping[str, tuple[PlaceRef, ...]]
) -> Located | None:
    """Return the town of "the hospital", where an earlier sentence told of a hospital in a town."""
    if any(ref.role == "event" and ref not in towns.passing for ref in towns.places):
        return None
    for spot, refs in _known_spots(here.line, introduced):
        return Located(_names(refs), refs, f"“the {spot}” told of before")
    return None


def _known_spots(
    line: Line, introduced: Mapping[str, tuple[PlaceRef, ...]]
) -> Iterator[tuple[str, tuple[PlaceRef, ...]]]:
    """Yield each building that a line takes for known, with the town an earlier one put it in."""
    for found in _spots(line):
        refs = introduced.get(found[0])
        if refs and line.folded.endswith("the ", 0, found.start()):
            yield found[0], refs


def _names_city(line: Line) -> bool:
    """Return whether a line speaks of "the city" without naming it."""
    return any(
        not _NAMED.match(line.folded, found.end()) and not _is_away(line.folded, found.start())
        for found in vocabulary("city_words").finditer(line.folded)
    )


def _is_away(folded: str, start: int) -> bool:
    """Return whether the words at ``start`` are measured from: "20 km north of the city"."""
    return _AWAY.search(folded, max(0, start - AWAY_LENGTH), start) is not None


def _city_meant(here: _Place, scene: _Scene) -> tuple[PlaceRef, ...]:
    """Return the town that "the city" means: the topic; "the village" may be the latest one.

    It is one town: of two that a sentence named, the one it named first, which it is about.
    """
    if vocabulary("small_words").search(here.line.folded) and scene.latest:
        return scene.latest[:1]
    return scene.topic[:1]


def _is_national(line: Line) -> bool:
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


def _goes_on(speaker: str, before: str | None) -> bool:
    """Return whether it is still the same source: the same name, or "a statement" of nobody
    else."""
    return (
        speaker == before or vocabulary("document_sources").pattern.match(fold(speaker)) is not None
    )


def _names(refs: Sequence[PlaceRef]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref.name for ref in refs))
