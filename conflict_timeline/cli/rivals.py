"""Claims that contradict each other: the strongest first, all rivals of one claim together."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from conflict_timeline.model import Claim, Statement
from conflict_timeline.record_json import claim_cities
from conflict_timeline.store.database import Store
from conflict_timeline.store.filters import ClaimFilter
from conflict_timeline.store.query import find_claims

NAMED, CITY, DAY, FIGURES, DENIAL = 2.0, 2.0, 2.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Rival:
    """One claim that contradicts another: why, and how strongly."""

    claim: Claim
    reason: str
    strength: float


@dataclass(frozen=True, slots=True)
class Block:
    """One claim and all that contradicts it, strongest first; ``number`` counts from 1."""

    number: int
    claim: Claim
    rivals: tuple[Rival, ...]


def find_disputes(store: Store, wanted: ClaimFilter) -> list[Block]:
    """Return the contradictions of which at least one side is ``wanted``, strongest first.

    Each pair is in one block: that of the claim with more rivals, of two alike that of the denial.
    """
    claims = {claim.id: claim for claim in find_claims(store, wanted)}
    pairs: dict[frozenset[str], str] = {}
    for claim in claims.values():
        for link in claim.links:
            if link.type == "contradicts" and link.claim != claim.id:
                pairs.setdefault(frozenset((claim.id, link.claim)), link.reason)
    beyond = sorted({name for pair in pairs for name in pair} - set(claims))
    if beyond:
        claims |= {claim.id: claim for claim in find_claims(store, ClaimFilter(ids=beyond))}
    known = {pair: reason for pair, reason in pairs.items() if pair <= set(claims)}
    return _blocks(claims, known)


def strength(one: Claim, other: Claim) -> float:
    """Return how much two rival claims tell: two speakers, one city and day, figures, sources."""
    heads = one.representative, other.representative
    both = (
        (NAMED, _are_two_speakers(*heads)),
        (CITY, not set(claim_cities(one)).isdisjoint(claim_cities(other))),
        (DAY, len({head.when.filing_day if head.when else None for head in heads}) == 1),
        (FIGURES, all(head.figures for head in heads)),
        (DENIAL, any(head.status.name == "denied" for head in heads)),
    )
    sources = min(10, one.origins + other.origins) / 20
    return sum(weight for weight, holds in both if holds) + sources


def _are_two_speakers(one: Statement, other: Statement) -> bool:
    named = one.speakers and other.speakers
    return bool(named) and set(one.speakers).isdisjoint(other.speakers)


def _blocks(claims: dict[str, Claim], pairs: dict[frozenset[str], str]) -> list[Block]:
    degree = Counter(name for pair in pairs for name in pair)

    def rank(name: str) -> tuple[int, bool, str, str]:
        head = claims[name].representative
        day = head.when.filing_day.isoformat() if head.when else "~"
        return -degree[name], head.status.name != "denied", day, name

    against: dict[str, list[Rival]] = defaultdict(list)
    for pair, reason in pairs.items():
        hub, other = sorted(pair, key=rank)
        rival = claims[other]
        against[hub].append(Rival(rival, reason, strength(claims[hub], rival)))
    ordered = [(hub, _ordered(rivals)) for hub, rivals in against.items()]
    ordered.sort(key=lambda block: (-block[1][0].strength, rank(block[0])[2:]))
    return [
        Block(number, claims[hub], rivals) for number, (hub, rivals) in enumerate(ordered, start=1)
    ]


def _ordered(rivals: Iterable[Rival]) -> tuple[Rival, ...]:
    return tuple(sorted(rivals, key=lambda rival: (-rival.strength, rival.claim.id)))
