"""Which city a sentence is about: one it names, one its run of paragraphs is about, or none.

A place carries over only where the words keep the scene ("the city", "the building", the same
quotation) or the paragraph goes on; a new place, a heading or a look at the whole country ends it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conflict_timeline.model import PlaceRef, Sentence
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.words import vocabulary

SCENE_LENGTH = 3  # paragraphs over which "the city" still means the last city named


@dataclass(frozen=True, slots=True)
class Located:
    """The cities a sentence's event is in, the reference that gives zone and coordinates, and
    why."""

    cities: tuple[str, ...]
    refs: tuple[PlaceRef, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Scene:
    cities: tuple[str, ...]
    refs: tuple[PlaceRef, ...]
    paragraph: int
    sentence: int
    speaker: str | None


def locate_sentences(
    sentences: Sequence[Sentence],
    places: Sequence[Sequence[PlaceRef]],
    speakers: Sequence[str | None],
    *,
    capital: Callable[[], PlaceRef | None],
) -> list[Located]:
    """Return where each sentence's event is; ``places`` and ``speakers`` run parallel to
    ``sentences``.

    ``capital`` gives the capital of the country the article is about, for "the capital" without
    a name.
    """
    scene: _Scene | None = None
    located: list[Located] = []
    for index, sentence in enumerate(sentences):
        if sentence.role == "heading":
            scene = None
        if sentence.role != "prose":
            located.append(Located((), (), ""))
            continue
        own = tuple(ref for ref in places[index] if ref.role == "event" and ref.kind == "city")
        where = Located(_names(own), own, "named in the sentence") if own else None
        if where is None:
            where = _anaphoric(
                sentence, index, places[index], scene, speaker=speakers[index], capital=capital
            )
        located.append(where)
        if where.cities:
            scene = _Scene(where.cities, where.refs, sentence.paragraph, index, speakers[index])
        elif scene and any(ref.role == "event" for ref in places[index]):
            scene = None  # the article moved to another region or country
    return located


def _anaphoric(
    sentence: Sentence,
    index: int,
    places: Sequence[PlaceRef],
    scene: _Scene | None,
    *,
    speaker: str | None,
    capital: Callable[[], PlaceRef | None],
) -> Located:
    folded = fold(sentence.text)
    if vocabulary("capital_words").search(folded) and (ref := capital()):
        return Located((ref.name,), (ref,), "“the capital” of the country the article is about")
    nothing = Located((), (), "")
    names_city = vocabulary("city_words").search(folded) is not None
    looks_wider = vocabulary("wider").search(folded) or any(ref.role == "event" for ref in places)
    titled = next((ref for ref in places if ref.kind == "city" and ref.role == "speaker"), None)
    if names_city and titled:
        return Located((titled.name,), (titled,), "“the city” of the official named")
    if scene is None or sentence.paragraph - scene.paragraph > SCENE_LENGTH:
        return nothing
    if looks_wider and not names_city:
        return nothing
    follows = scene.sentence == index - 1
    if names_city:
        return Located(scene.cities, scene.refs, "“the city” of the sentence before")
    if follows and vocabulary("scene").search(folded):
        return Located(scene.cities, scene.refs, "the same scene as the sentence before")
    another_speaks = speaker is not None and scene.speaker not in (None, speaker)
    if follows and sentence.paragraph == scene.paragraph and not another_speaks:
        return Located(scene.cities, scene.refs, "the paragraph goes on")
    if follows and speaker is not None and _goes_on(speaker, scene.speaker):
        return Located(scene.cities, scene.refs, "the same speaker goes on")
    return nothing


def _goes_on(speaker: str, before: str | None) -> bool:
    """Return whether it is still the same source: the same name, or "a statement" of nobody
    else."""
    return speaker == before or vocabulary("document_sources").match(fold(speaker)) is not None


def _names(refs: Sequence[PlaceRef]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref.name for ref in refs))
