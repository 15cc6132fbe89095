"""What keeps a sentence that names no town in the scene, and what takes it elsewhere."""

from conflict_timeline.model import PlaceRef
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.scene import (
    PARAGRAPH_LENGTH,
    REACH,
    Here,
    Located,
    Scene,
    is_near,
    names,
)
from conflict_timeline.statements.scene_words import (
    THERE,
    is_away,
    is_flown_over,
    is_national,
    is_spot,
    is_wider,
    leads_to,
    names_city,
    names_day,
    names_this_town,
)
from conflict_timeline.statements.standing import Towns
from conflict_timeline.statements.words import first_tense, vocabulary

GOES_ON = "the paragraph goes on"
NOT_MOVED = "nothing moved it elsewhere"
SPEAKER = "the same speaker goes on"


def anaphoric(
    here: Here, towns: Towns, scene: Scene | None, focus: tuple[PlaceRef, ...]
) -> Located | None:
    """Return the city a line without one takes: "the city", the scene that goes on."""
    line = here.line
    if scene is None and not focus and not towns.places:
        return None  # there is no town to take
    if focus and names_this_town(line):
        return Located(names(focus), focus, "“this town” of the dateline")
    if names_city(line):
        titled = tuple(r for r in line.places if r.kind == "city" and r.role == "speaker")
        if scene is None or not is_near(here, scene) or (titled and here.is_first):
            refs, reason = titled[:1] or focus, "“the city” of the official or the article"
        else:
            refs, reason = _city_meant(here, scene), "“the city” of the sentences before"
        return Located(names(refs), refs, reason) if refs else None
    is_there = THERE.search(line.folded) is not None
    if not is_there and is_wider(line):
        return None
    if scene is None or not is_near(here, scene):
        if not vocabulary("local").search(line.folded) or is_national(line):
            return None
        if _is_elsewhere(line, towns, None):
            return None
        return Located(names(focus), focus, "people of the article's town") if focus else None
    reason = cue(here, scene)
    is_weak = reason in (GOES_ON, SPEAKER, NOT_MOVED)
    if _is_elsewhere(line, towns, None if is_weak else scene):
        return None
    return Located(names(scene.latest), scene.latest, reason) if reason else None


def cue(here: Here, scene: Scene) -> str:
    """Return why a line that names no town is still in the scene, or ""."""
    line, folded = here.line, here.line.folded
    since = here.number - scene.sentence
    if since <= 1 and scene.latest and THERE.search(folded):
        return "“there”"
    if since > REACH or not scene.latest or scene.is_meeting:
        return ""
    if found := vocabulary("event_words", "spot_words", "victim_words").search(folded):
        return f"“{found[0]}” of the sentences before"
    if THERE.search(folded):
        return "“there”"
    if since == 1 and not is_national(line) and (found := vocabulary("local").search(folded)):
        return f"“{found[0]}” of the town before"
    if since == 1 and vocabulary("denials").search(folded):
        return "a denial of what was told"
    if since > 1 or here.number - scene.spoken_of > PARAGRAPH_LENGTH:
        return ""
    if line.speaker and line.speaker == scene.speaker and _goes_on_quoted(line, scene):
        return SPEAKER
    if vocabulary("plans").search(folded) or is_national(line) or scene.is_national:
        return ""
    if vocabulary("national").search(folded) and not vocabulary("deeds").search(folded):
        return ""
    if line.sentence.paragraph == scene.paragraph:
        return GOES_ON
    if here.goes_on and line.speaker in (None, scene.speaker) and not names_day(line):
        return GOES_ON
    if line.speaker is not None and _goes_on(line.speaker, scene.speaker):
        return SPEAKER
    is_next = line.sentence.paragraph - scene.paragraph <= 1
    if is_next and vocabulary("deeds").search(folded) and first_tense(folded) == "past":
        return NOT_MOVED  # not "97 have been killed since Saturday": totals are of a country
    return ""


def _city_meant(here: Here, scene: Scene) -> tuple[PlaceRef, ...]:
    """Return the town that "the city" means: the topic; "the village" may be the latest one.

    It is one town: of two that a sentence named, the one it named first, which it is about.
    """
    if vocabulary("small_words").search(here.line.folded) and scene.latest:
        return scene.latest[:1]
    return scene.topic[:1]


def _goes_on(speaker: str, before: str | None) -> bool:
    """Return whether it is still the same source: the same name, or "a statement" of nobody
    else."""
    return (
        speaker == before or vocabulary("document_sources").pattern.match(fold(speaker)) is not None
    )


def _goes_on_quoted(line: Line, scene: Scene) -> bool:
    """Return whether a line is the next of the same quotation, which nobody has interrupted."""
    return line.sentence.paragraph == scene.paragraph and line.folded.startswith(('"', "'"))


def _is_elsewhere(line: Line, towns: Towns, scene: Scene | None) -> bool:
    """Return whether a sentence is set in another place: not where a way leads, and not in the
    country or province of ``scene``, nor where weapons flew over."""
    is_measured = any(
        ref.bearing
        or ref.distance_km
        or (ref.role == "reference" and is_away(line.folded, ref.start - line.sentence.start))
        for ref in towns.places
    )
    if (is_measured and not THERE.search(line.folded)) or any(
        is_away(line.folded, found.start())
        for found in vocabulary("city_words").finditer(line.folded)
    ):
        return True
    countries = {ref.country for ref in scene.latest} if scene else set()
    told_of = {ref.start for ref in (*towns.domains, *towns.beside, *towns.passing)}
    return any(
        ref.role == "event"
        and ref.start not in told_of
        and not (ref.kind == "country" and ref.country in countries)
        and not (scene and ref.kind == "region" and holds(ref, scene))
        and not (ref.kind == "sea" and is_flown_over(line, ref))
        and not is_spot(line, ref)
        and not (scene and leads_to(line, ref))
        for ref in towns.places
    )


def holds(region: PlaceRef, scene: Scene) -> bool:
    """Return whether the town spoken of lies in a province: its governor may speak of the town."""
    return region.admin1 is not None and any(
        ref.admin1 == region.admin1 and ref.country == region.country for ref in scene.latest
    )
