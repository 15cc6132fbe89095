"""Where the story is: a scene, a sentence in it, and how long it lasts."""

from collections.abc import Sequence
from typing import NamedTuple

from conflict_timeline.model import PlaceRef
from conflict_timeline.statements.lines import Line

SCENE_LENGTH = 3  # paragraphs over which "the city" still means the last city named ...
SENTENCES = 8  # ... or sentences, where each stands on a line of its own: three paragraphs of news
PARAGRAPH_LENGTH = 3
"""Sentences after the one that names a city over which its paragraph may go on without a word about
it: news paragraphs are no longer, and a text whose line breaks were lost is one long paragraph."""
REACH = 3  # sentences back over which "the strike" finds the strike, as for "the city"


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


class Scene(NamedTuple):
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


class Here(NamedTuple):
    """One sentence in the article: its number, whether it opens its paragraph, whether paragraphs
    are real ones (``has_breaks``) or lines of one sentence that go on (``goes_on``)."""

    line: Line
    number: int
    is_first: bool
    has_breaks: bool
    goes_on: bool


def is_near(here: Here, scene: Scene) -> bool:
    """Return whether a sentence is near enough to a scene for "the city" to mean its town."""
    return (
        here.line.sentence.paragraph - scene.paragraph <= SCENE_LENGTH
        or here.number - scene.sentence <= SENTENCES
    )


def shares(refs: Sequence[PlaceRef], others: Sequence[PlaceRef]) -> tuple[PlaceRef, ...]:
    """Return those of ``refs`` whose name one of ``others`` has."""
    known = {ref.name for ref in others}
    return tuple(ref for ref in refs if ref.name in known)


def names(refs: Sequence[PlaceRef]) -> tuple[str, ...]:
    """Return the different names, in order."""
    return tuple(dict.fromkeys(ref.name for ref in refs))
