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
from dataclasses import replace

from conflict_timeline.model import PlaceRef
from conflict_timeline.places.gazetteer import distance_km
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.scene import (
    NOWHERE,
    REACH,
    Here,
    Located,
    Scene,
    is_near,
    names,
    shares,
)
from conflict_timeline.statements.scene_words import (
    THERE,
    country_with_capital,
    is_national,
    is_told_from,
    names_capital,
    names_city,
    names_this_town,
    opens,
    speaks_of_meeting,
    spots,
)
from conflict_timeline.statements.standing import Towns, towns_by_use, towns_of
from conflict_timeline.statements.staying import GOES_ON, NOT_MOVED, SPEAKER, anaphoric, cue, holds
from conflict_timeline.statements.words import vocabulary

_PART = re.compile(
    r" (?:district|neighbou?rhood|quarter|borough|(?:housing )?estate|metro station|street)\b"
)
IN_TOWN_KM = 10  # beyond this a plant or base is not said to be in a town, but near it
LOST_BREAKS = 8  # sentences: a longer paragraph of news is a text that lost its line breaks


CapitalOf = Callable[[str | None], PlaceRef | None]
"""Gives the capital of a country (ISO 3166), or of the country the article is about (None)."""


def locate_lines(
    lines: Sequence[Line], *, capital_of: CapitalOf, demonyms: Mapping[str, str]
) -> list[Located]:
    """Return where the event of each line is.

    ``capital_of`` and ``demonyms`` ("Libyan" -> "LY") are for "the capital" without a name.
    """
    scene: Scene | None = None
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
        here = Here(
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
            where = Located(names(own), own, "named in the sentence")
        else:
            where = (
                _capital(line, scene, capital_of, demonyms)
                or _at_seat(towns, scene, focus)
                or _at_site(towns, settled)
                or _in_quarter(here, towns, scene)
                or anaphoric(here, towns, scene, focus)
                or _of_officials(line)
                or (_introduced(here, towns, introduced) if introduced else None)
                or NOWHERE
            )
        located.append(Located(where.cities, where.refs, where.reason, towns.places))
        if where.refs:
            introduced.update((found[0], where.refs) for found in spots(line))
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


def _of_officials(line: Line) -> Located | None:
    """Return the town whose officials speak of "the city" in a sentence that names no other:
    "The governor of Mykolaiv said that a barracks in the city was hit"."""
    bodies = {
        ref.name: ref
        for ref in line.places
        if ref.role == "metonym"
        and ref.kind == "city"
        and not ref.reason.endswith("a capital")
        and ("government-of" in ref.reason or "regional" in ref.reason)
    }
    if len(bodies) != 1 or not vocabulary("city_words").search(line.folded):
        return None
    town = tuple(replace(ref, role="event") for ref in bodies.values())
    return Located(names(town), town, "the town whose officials speak of it")


def _focus(lines: Sequence[Line]) -> tuple[PlaceRef, ...]:
    """Return the town an article is written in and about: its dateline and its first scene."""
    prose = [line for line in lines if line.sentence.role == "prose"]
    opening = (ref for line in prose[:REACH] for ref in towns_of(line).places)
    filed = next((ref for ref in opening if ref.role == "dateline"), None)
    if filed is None:
        return ()
    first = next(
        (r for line in prose for r in line.places if r.role == "event" and r.kind == "city"), None
    )
    if first is not None and first.name == filed.name:
        return (first,)
    is_here = filed.kind == "city" and any(names_this_town(line) for line in prose)
    return (replace(filed, role="event"),) if is_here else ()


def _own_towns(
    here: Here,
    towns: Towns,
    scene: Scene | None,
    introduced: Mapping[str, tuple[PlaceRef, ...]],
) -> tuple[PlaceRef, ...]:
    """Return the towns that a sentence names for its event."""
    if not (towns.scene or towns.domains or towns.beside):
        return ()
    line = here.line
    is_same_paragraph = scene is not None and here.has_breaks and not here.is_first
    quarters = {ref.start for ref in towns.quarters}
    whole = [ref for ref in towns.scene if ref.start not in quarters]
    around = {r.country for r in (*whole, *(scene.topic if scene and is_near(here, scene) else ()))}
    own = tuple(
        ref for ref in towns.scene if ref.start not in quarters or ref.country not in around
    )
    if not own:
        if towns.domains and not is_same_paragraph:
            return towns.domains
        return () if scene and is_near(here, scene) else towns.beside
    is_passing = scene is not None and set(own) <= set(towns.passing) and is_near(here, scene)
    if (
        is_passing
        and scene
        and not shares(own, scene.topic)
        and (
            names_city(line)  # "lorries sent from Poltava did not reach the city"
            or THERE.search(line.folded)
            or any(shares(scene.topic, refs) for _, refs in _known_spots(line, introduced))
        )
    ):
        return ()
    return own


def _moved(
    here: Here,
    own: tuple[PlaceRef, ...],
    towns: Towns,
    scene: Scene | None,
    home: PlaceRef | None,
) -> Scene:
    """Return the scene after a sentence that names towns."""
    line = here.line
    is_meeting = not vocabulary("deeds").search(line.folded) and (
        speaks_of_meeting(line)
        or (home is not None and all(ref.country not in (None, home.country) for ref in own))
    )
    moved = Scene(
        topic=own,
        latest=own,
        paragraph=line.sentence.paragraph,
        sentence=here.number,
        spoken_of=here.number,
        speaker=line.speaker,
        is_meeting=is_meeting,
    )
    is_passing = set(own) <= set(towns.passing)
    is_aside = is_passing or (is_meeting and is_told_from(line, own, home))
    if is_aside and scene is not None and not scene.is_meeting and is_near(here, scene):
        return scene._replace(sentence=here.number, paragraph=moved.paragraph)
    if scene is not None and (shared := shares(own, scene.topic)) and len(scene.topic) == 1:
        return moved._replace(topic=shared, opened=scene.opened)
    if here.is_first and here.has_breaks and opens(line, own[0]):
        return moved._replace(topic=own[:1], opened=line.sentence.paragraph)
    if scene is not None and scene.opened == line.sentence.paragraph:
        return scene._replace(latest=own, sentence=here.number, spoken_of=here.number)
    return moved._replace(latest=()) if is_passing else moved


def _kept(here: Here, refs: tuple[PlaceRef, ...], scene: Scene | None) -> Scene:
    """Return the scene after a sentence that stays in it, or goes back to its topic."""
    line = here.line
    spoken_of = here.number
    if scene is not None and shares(refs, (*scene.topic, *scene.latest)):
        if cue(here, scene) in ("", GOES_ON, SPEAKER, NOT_MOVED):
            spoken_of = scene.spoken_of
        return scene._replace(
            latest=refs,
            paragraph=line.sentence.paragraph,
            sentence=here.number,
            spoken_of=spoken_of,
            speaker=line.speaker or scene.speaker,
            is_national=is_national(line),
        )
    return Scene(refs, refs, line.sentence.paragraph, here.number, spoken_of, line.speaker)


def _capital(
    line: Line, scene: Scene | None, capital_of: CapitalOf, demonyms: Mapping[str, str]
) -> Located | None:
    """Return the capital a line speaks of without its name: of the country named with it, else
    the one the scene is in, else that of the country the article is about."""
    if not names_capital(line.folded):
        return None
    named = country_with_capital(line, demonyms)
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


def _at_seat(towns: Towns, scene: Scene | None, focus: tuple[PlaceRef, ...]) -> Located | None:
    """Return the town spoken of where whoever speaks of it sits there: "said a lawyer in X"."""
    if not towns.beside and not towns.domains:
        return None
    spoken_of = (*(scene.topic if scene and not scene.is_meeting else ()), *focus)
    found = shares((*towns.beside, *towns.domains), spoken_of)[:1]
    return Located(names(found), found, "whoever speaks is there") if found else None


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


def _in_quarter(here: Here, towns: Towns, scene: Scene | None) -> Located | None:
    """Return the town spoken of for a sentence in one of its districts."""
    if scene is None or not is_near(here, scene):
        return None
    if not towns.quarters:
        return _in_unlisted_quarter(here, towns, scene)
    quarters = {ref.start for ref in towns.quarters}
    if any(ref.kind == "city" and ref.start not in quarters for ref in towns.places):
        return None  # it may be a district of that one
    return Located(names(scene.topic), scene.topic, "a district of the town before")


def _in_unlisted_quarter(here: Here, towns: Towns, scene: Scene) -> Located | None:
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
    return Located(names(scene.topic), scene.topic, "a district of the town before")


def _is_told_by(line: Line, ref: PlaceRef, scene: Scene) -> bool:
    """Return whether a place only tells who speaks: "a former governor of the X region wrote"."""
    return holds(ref, scene) and any(
        first <= ref.start < last
        for attribution in line.spoken
        for first, last in attribution.source
    )


def _introduced(
    here: Here, towns: Towns, introduced: Mapping[str, tuple[PlaceRef, ...]]
) -> Located | None:
    """Return the town of "the hospital", where an earlier sentence told of a hospital in a town."""
    if any(ref.role == "event" and ref not in towns.passing for ref in towns.places):
        return None
    for spot, refs in _known_spots(here.line, introduced):
        return Located(names(refs), refs, f"“the {spot}” told of before")
    return None


def _known_spots(
    line: Line, introduced: Mapping[str, tuple[PlaceRef, ...]]
) -> Iterator[tuple[str, tuple[PlaceRef, ...]]]:
    """Yield each building that a line takes for known, with the town an earlier one put it in."""
    for found in spots(line):
        refs = introduced.get(found[0])
        if refs and line.folded.endswith("the ", 0, found.start()):
            yield found[0], refs
