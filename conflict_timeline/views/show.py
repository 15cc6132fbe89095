"""One claim whole: its values, how each was reached, and every statement in its context."""

from collections.abc import Callable, Iterator

from conflict_timeline.model import Claim, PlaceRef, Published, Statement, When
from conflict_timeline.record_json import claim_actors, claim_cities, when_to_json
from conflict_timeline.safe_text import safe_text
from conflict_timeline.views.source import SourcePlace
from conflict_timeline.wording import (
    figure_words,
    long_day,
    speaker_words,
    status_words,
    time_words,
)

CONTEXT = 240
"""Characters shown before and after a statement, cut at the end of a sentence or line."""

Styled = tuple[str, str]
"""A piece of a line and its style: "", "bold", "dim", "mark"."""


def show_claim(
    claim: Claim,
    *,
    text_of: Callable[[str], str],
    published_of: Callable[[str], Published | None],
    linked: Callable[[str], Claim | None],
    place_of: Callable[[Statement], SourcePlace],
) -> Iterator[tuple[Styled, ...]]:
    """Yield the lines of one claim, as styled pieces that are safe for a terminal.

    ``text_of`` and ``published_of`` look an article up by its id, ``linked`` a claim, ``place_of``
    says where in its file a statement stands.
    """
    head = claim.representative
    yield (("bold", safe_text(head.text)),)
    yield ()
    for name, value in _values(claim):
        yield (("dim", f"{name:<11}"), ("", safe_text(value)))
    if claim.links:
        yield ()
        yield (("bold", "Links"),)
        for link in claim.links:
            other = linked(link.claim)
            said = other.representative.text if other else "(no longer in the store)"
            reason = f" [{link.reason}]" if link.reason else ""
            yield (
                ("", f"  {link.type} "),
                ("dim", link.claim),
                ("", safe_text(f" {said}{reason}")),
            )
    for number, statement in enumerate(claim.statements, start=1):
        yield ()
        yield from _statement(
            statement,
            number,
            text_of(statement.article),
            published_of(statement.article),
            place_of(statement),
        )


def _values(claim: Claim) -> Iterator[tuple[str, str]]:
    head = claim.representative
    yield "id", claim.id
    yield "date", _date_words(head.when)
    yield "cities", ", ".join(claim_cities(claim)) or "none"
    yield "says", speaker_words(head) + (f", via {head.via}" if head.via else "")
    yield "status", status_words(head)
    yield "kinds", ", ".join(head.kinds) or "none"
    if actors := claim_actors(claim):
        yield "actors", ", ".join(actors)
    if head.figures:
        yield "figures", "; ".join(figure_words(figure) for figure in head.figures)
    yield "outlets", _outlet_words(claim)


def _outlet_words(claim: Claim) -> str:
    """Return the outlets and how many independent sources they are.

    An article of no known outlet may be any paper's, even one of those named: it counts as no
    outlet, and as a source of its own where its words are its own.
    """
    words = f"{', '.join(claim.outlets) or 'unknown'} ({_count(claim.origins, 'origin')})"
    unknown = len({member.article for member in claim.statements if not member.outlet})
    if not unknown:
        return words
    return f"{words}; {_count(unknown, 'article')} of no known outlet, not counted as outlets"


def _date_words(when: When | None) -> str:
    if when is None:
        return "unknown: the article has no publication day"
    time = time_words(when)
    return f"{long_day(when.filing_day)}{', ' + time if time else ''} ({when.span.edtf})"


def _statement(
    statement: Statement,
    number: int,
    text: str,
    published: Published | None,
    place: SourcePlace,
) -> Iterator[tuple[Styled, ...]]:
    where = f"{statement.file}:{statement.start}–{statement.end}"
    yield (
        ("bold", f"Statement {number}"),
        ("", f"  {safe_text(statement.outlet or 'unknown outlet')}  "),
        ("dim", safe_text(where)),
    )
    before, after = context_of(text, statement.start, statement.end)
    yield (
        ("dim", safe_text(before)),
        ("mark", safe_text(text[statement.start : statement.end])),
        ("dim", safe_text(after)),
    )
    if where := place.words():
        yield (("dim", f"  {'source':<11}"), ("", safe_text(where)))
    yield (("dim", f"  {'published':<11}"), ("", safe_text(_published_words(statement, published))))
    for name, reason in reasons(statement):
        yield (("dim", f"  {name:<11}"), ("", safe_text(reason)))


def context_of(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span, about a sentence each."""
    before = text[max(0, start - CONTEXT) : start]
    cut = max(before.rfind(mark, 0, len(before) - 2) for mark in (". ", "\n", "! ", "? "))
    if cut >= 0:
        before = before[cut + 1 :].lstrip()
    elif start > CONTEXT:
        before = "…" + before
    after = text[end : end + CONTEXT]
    ends = [at for mark in (". ", "\n", "! ", "? ") if (at := after.find(mark, 2)) >= 0]
    if ends:
        after = after[: min(ends) + 1].rstrip()
    elif end + CONTEXT < len(text):
        after += "…"
    return before, after


def reasons(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield each value of ``statement`` by name, in words that say how it was reached."""
    when = statement.when
    if when is not None:
        said = f"; said on {when.said}" if when.said else ""
        words = f"“{when.expression}”, " if when.expression else ""
        values = when_to_json(when) or {}
        yield (
            "date",
            f"{when.filing_day}: {words}{when.basis}"
            f"{', ' + when.reason if when.reason else ''}{said}; "
            f"{values['start']} to {values['end']}",
        )
    for place in statement.places:
        yield "place", _place_words(place)
    if statement.speakers:
        spoken = ", ".join(statement.spoken_as)
        same = spoken == ", ".join(statement.speakers) or not spoken
        yield "says", ", ".join(statement.speakers) + ("" if same else f" (“{spoken}”)")
    status = statement.status
    cue = f", by “{status.cue}”" if status.cue else ""
    yield (
        "status",
        f"{status_words(statement)}{cue}{' [' + status.rule + ']' if status.rule else ''}",
    )
    if statement.kinds:
        yield "kinds", ", ".join(statement.kinds)
    for actor in statement.actors:
        yield "actor", f"{actor.name}, {actor.role}"
    for figure in statement.figures:
        yield "figure", f"“{figure.text}”: {figure_words(figure)} ({figure.measure})"
    if statement.about is not None:
        yield "takes up", f"“{statement.about}”"
    for reason in statement.why:
        yield "rule", reason


def _published_words(statement: Statement, published: Published | None) -> str:
    day = statement.published.isoformat() if statement.published else "unknown"
    words = f"{day}, {statement.published_basis}"
    if published is None:
        return words
    evidence = "; ".join(
        f"“{item.text}”{' at ' + str(item.start) if item.start is not None else ''}: {item.proves}"
        for item in published.evidence
    )
    return f"{words} ({evidence})" if evidence else words


def _place_words(place: PlaceRef) -> str:
    country = f", {place.country}" if place.country else ""
    point = f" {place.lat:.4f}, {place.lon:.4f}" if place.lat and place.lon else ""
    words = "" if place.text == place.name or not place.text else f" (“{place.text}”)"
    measured = f" ({way_words(place)})" if place.distance_km is not None or place.bearing else ""
    reason = f"; {place.reason}" if place.reason else ""
    return f"{place.name}{country}{words}: {place.role}{measured}{point}{reason}"


def way_words(place: PlaceRef) -> str:
    """Return how far and which way from ``place`` the text measures: "35 km S of it"."""
    far = f"{place.distance_km:.4g} km" if place.distance_km is not None else ""
    return f"{far} {place.bearing} of it".lstrip() if place.bearing else f"{far} from it"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
