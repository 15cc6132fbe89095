"""Which days and claims matter most: ranks by how many independent articles date something to them.

A day matters when many articles speak of it, most of all articles published on other days: a
later article looks back only at what mattered. The same weights rank claims.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from conflict_timeline.model import Claim, Statement


def rank_days(statements: Iterable[Statement]) -> list[tuple[date, float]]:
    """Return every day that something is dated to, most important first, with its weight."""
    articles: dict[date, dict[str, float]] = defaultdict(dict)
    for statement in statements:
        if statement.when is None:
            continue
        day = statement.when.filing_day
        weight = _weight(statement)
        known = articles[day].get(statement.article, 0.0)
        articles[day][statement.article] = max(known, weight)
    ranked = [(day, sum(weights.values())) for day, weights in articles.items()]
    return sorted(ranked, key=lambda row: (-row[1], row[0]))


def digest(claims: Sequence[Claim], *, days: int, per_day: int) -> list[tuple[date, list[Claim]]]:
    """Return the ``days`` that matter most, in calendar order, each with its ``per_day`` best
    claims.
    """
    ranked = rank_days(member for claim in claims for member in claim.statements)
    picked = sorted(day for day, _ in ranked[:days])
    on_day: dict[date, list[Claim]] = {day: [] for day in picked}
    for claim in claims:
        when = claim.representative.when
        if when is not None and when.filing_day in on_day:
            on_day[when.filing_day].append(claim)
    return [(day, top(on_day[day], per_day)) for day in picked]


def top(claims: Iterable[Claim], count: int) -> list[Claim]:
    """Return the ``count`` most telling claims, most telling first."""
    return sorted(claims, key=_claim_order)[:count]


def _claim_order(claim: Claim) -> tuple[float, str]:
    weight = (
        3.0 * claim.origins
        + len({member.article for member in claim.statements})
        + max((_weight(member) for member in claim.statements), default=0.0)
        + min(2, len(claim.representative.figures))
        + min(2, len(claim.representative.kinds))
    )
    return -weight, claim.id


def _weight(statement: Statement) -> float:
    when = statement.when
    if when is None:
        return 0.0
    if when.basis == "explicit":
        return 2.0
    return 1.0 if when.basis == "relative" else 0.5
