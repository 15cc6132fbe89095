"""One item of a review on the screen: what is doubted, the claims, and where they differ."""

from collections.abc import Iterator

from conflict_timeline.model import Claim
from conflict_timeline.record_json import claim_cities
from conflict_timeline.safe_text import safe_text
from conflict_timeline.wording import (
    figure_words,
    speaker_words,
    status_words,
    time_words,
)

Styled = tuple[str, str]


def draw_item(
    claims: tuple[Claim, ...],
    *,
    title: str,
    contexts: tuple[tuple[str, str], ...],
) -> Iterator[tuple[Styled, ...]]:
    """Yield the lines of one item; ``contexts`` is what stands before and after each claim."""
    yield (("bold", safe_text(title)),)
    for letter, claim, (before, after) in zip("AB", claims, contexts, strict=False):
        head = claim.representative
        yield (
            ("mark", f"{letter} "),
            ("bold", safe_text(_facts(claim))),
            ("dim", safe_text(f"  {head.outlet or 'unknown outlet'}  {head.file}:{head.start}")),
        )
        yield (
            ("dim", "  "),
            ("dim", safe_text(before + " ") if before else ""),
            ("", safe_text(head.text)),
            ("dim", safe_text(" " + after) if after else ""),
        )
    if len(claims) > 1:
        yield (("dim", "differ  "), ("", safe_text(differences(*claims[:2]) or "in words only")))


def differences(one: Claim, other: Claim) -> str:
    """Return where two claims differ, field by field."""
    found = []
    for name, left, right in (
        ("day", _day(one), _day(other)),
        ("city", ", ".join(claim_cities(one)), ", ".join(claim_cities(other))),
        ("says", speaker_words(one.representative), speaker_words(other.representative)),
        ("status", status_words(one.representative), status_words(other.representative)),
        ("figures", _figures(one), _figures(other)),
    ):
        if left != right:
            found.append(f"{name}: {left or 'none'} ≠ {right or 'none'}")
    return " · ".join(found)


def _facts(claim: Claim) -> str:
    head = claim.representative
    cities = ", ".join(claim_cities(claim))
    facts = (_day(claim), time_words(head.when), cities, speaker_words(head), status_words(head))
    return " · ".join(fact for fact in facts if fact)


def _day(claim: Claim) -> str:
    when = claim.representative.when
    return when.filing_day.isoformat() if when else "no date"


def _figures(claim: Claim) -> str:
    return "; ".join(figure_words(figure) for figure in claim.representative.figures)
