"""Which days and claims matter most.

A day matters when independent articles look back on it: an article that names the calendar day of
something past says that it still counts, while the news of the day only says that something
happened. A chronology is one article more for each of its days, no matter how many days it lists.
Late days have few articles after them that could look back, so what was found is set against the
square root of how many could have: by chance alone it would stray so far. Claims are ranked by
origins, articles and figures.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import log2

from conflict_timeline.claims.comparable import TOKEN, month_day
from conflict_timeline.claims.vocabulary import MONTH, NUMBER, look_up
from conflict_timeline.model import Claim, Statement

LOOKING_BACK = 1.0
RECENT = 0.2  # "yesterday", "on Monday": five articles of the next days say as much as one later
SAME_DAY = 0.1
UNDATED = 0.05
EXPOSURE = 0.5
FINE = frozenset({"day", "part_of_day", "hour", "minute"})


def rank_days(statements: Iterable[Statement]) -> list[tuple[date, float]]:
    """Return every day that something is dated to, most important first, with its weight.

    An article counts once for a day, with the strongest thing it says about it.
    """
    listed = list(statements)
    mentions: dict[date, dict[str, float]] = defaultdict(dict)
    for statement in listed:
        for day, weight in _mentions(statement):
            known = mentions[day]
            known[statement.article] = max(known.get(statement.article, 0.0), weight)
    published = sorted({(s.published, s.article) for s in listed if s.published})
    days = [day for day, _ in published]
    least = max(5.0, len(days) / 40)
    ranked = [
        (
            day,
            sum(sorted(weights.values()))
            / (least + len(days) - bisect_right(days, day)) ** EXPOSURE,
        )
        for day, weights in mentions.items()
    ]
    return sorted(ranked, key=lambda row: (-row[1], row[0]))


def digest(claims: Sequence[Claim], *, days: int, per_day: int) -> list[tuple[date, list[Claim]]]:
    """Return the ``days`` that matter most, in calendar order, each with its ``per_day`` best
    claims; days that no claim is filed under are passed over."""
    on_day: dict[date, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.representative.when is not None:
            on_day[claim.representative.when.filing_day].append(claim)
    ranked = rank_days(member for claim in claims for member in claim.statements)
    picked = sorted([day for day, _ in ranked if day in on_day][:days])
    return [(day, top(on_day[day], per_day)) for day in picked]


def top(claims: Iterable[Claim], count: int) -> list[Claim]:
    """Return the ``count`` most telling claims, most telling first."""
    return sorted(claims, key=_claim_order)[:count]


def claim_weight(claim: Claim) -> float:
    """Return how much a claim tells: origins and articles that look back on it first, then whether
    it is an event of a day, then articles, facts and what is said beside and against it.

    Articles and links count by their logarithm: what one outlet prints for the twentieth time is
    background. What took months or years is background, and counts half.
    """
    representative = claim.representative
    when = representative.when
    articles = {member.article for member in claim.statements}
    is_of_a_day = when is not None and when.basis != "document" and when.span.granularity in FINE
    is_background = when is not None and when.span.granularity in ("month", "year")
    is_speech_only = set(representative.kinds) <= {"statement", "other"}
    told = [link for link in claim.links if link.type != "related"]
    weight = (
        3.0 * claim.origins
        + log2(1 + len(articles))
        + min(2, len(representative.figures))
        + min(2, len(representative.cities))
        + (0.0 if is_speech_only else 2.0)
        + (3.0 if is_of_a_day else 0.0)
        + 3.0 * log2(1 + len({m.article for m in claim.statements if _looks_back(m)}))
        + log2(1 + len(told))
    )
    return weight / 2 if is_background else weight


def _claim_order(claim: Claim) -> tuple[float, str]:
    return -claim_weight(claim), claim.id


def _mentions(statement: Statement) -> Iterator[tuple[date, float]]:
    """Yield the days a statement speaks of, with how much that says about the day."""
    published = statement.published
    if published is not None:
        for day in calendar_days(statement.text, published):
            if day < published:
                yield day, LOOKING_BACK
    when = statement.when
    if when is None or when.span.granularity not in FINE:
        return
    day = when.filing_day
    if published is not None and day > published:
        return
    if _looks_back(statement):
        yield day, LOOKING_BACK
    elif when.basis == "relative":
        yield day, RECENT if published is None or day < published else SAME_DAY
    else:
        yield day, UNDATED


def _looks_back(statement: Statement) -> bool:
    """Return whether the statement gives the calendar day of something that lies before its
    article."""
    when = statement.when
    if when is None or when.basis != "explicit" or when.span.granularity not in FINE:
        return False
    return statement.published is None or when.filing_day < statement.published


def calendar_days(text: str, published: date) -> frozenset[date]:
    """Return the calendar days that ``text`` names by month and number, nearest to publication.

    >>> sorted(calendar_days("Since March 3 and until 9 April", date(2021, 5, 1)))
    [datetime.date(2021, 3, 3), datetime.date(2021, 4, 9)]
    """
    days = set()
    month = number = 0
    for _, kind, value in map(look_up, TOKEN.findall(text[:4000])):
        if kind == NUMBER and month and value <= 31:
            days.add(month_day(month, int(value), published))
        elif kind == MONTH and number:
            days.add(month_day(int(value), number, published))
        number = int(value) if kind == NUMBER and value <= 31 else 0
        month = int(value) if kind == MONTH else 0
    return frozenset(date.fromordinal(day) for day in days if day)
