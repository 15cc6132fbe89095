"""Groups statements that say the same thing into claims, in near-linear time and in any order.

Statements with the same normalised view are one node. Keys propose pairs, ``score`` verifies
them, and what is connected by accepted pairs is split into stars: every member is close to the
centre of its star and in conflict with no other member, so a chain of small changes never
drifts into one claim. Every choice is made by a total order over the statements themselves,
never by the order of arrival.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b

from conflict_timeline.claims.blocks import pairs_of, shared_blocks
from conflict_timeline.claims.comparable import Comparable, comparable
from conflict_timeline.claims.guards import in_conflict, stated_conflict
from conflict_timeline.claims.keys import filing, meet_under
from conflict_timeline.claims.links import find_links
from conflict_timeline.claims.origins import count_origins
from conflict_timeline.claims.score import compare
from conflict_timeline.model import Claim, Statement

MOST_WORDED = 30


def cluster_claims(statements: Iterable[Statement]) -> list[Claim]:
    """Return the claims of ``statements``, in order of day and place in the source, with their
    links.

    A claim's id is derived from its earliest member by publication, article and position: it
    stays the same when later members join, and changes when an earlier article brings the same
    claim or the claim is split.
    """
    return find_links(claims_of_group(statements))


def claims_of_group(statements: Iterable[Statement]) -> list[Claim]:
    """Return the claims of ``statements`` without links.

    Any group that no accepted pair leaves may be clustered on its own: the claims are the same as
    those of everything at once.
    """
    different = {statement.id: statement for statement in statements}
    ordered = sorted(different.values(), key=source_order)
    groups = group_views([comparable(statement) for statement in ordered])
    return [make_claim([ordered[index] for index in group]) for group in groups]


def source_order(statement: Statement) -> tuple[str, str, int, int, str]:
    """Return the total order of statements: publication day, article, position."""
    published = statement.published.isoformat() if statement.published else "9999"
    return published, statement.article, statement.start, statement.end, statement.id


def make_claim(members: Sequence[Statement]) -> Claim:
    """Return one claim of ``members``, which are in source order, without links."""
    outlets = tuple(sorted({member.outlet for member in members if member.outlet}))
    return Claim(
        id=claim_id_of(members[0].id),
        representative=min(members, key=_least_telling) if len(members) > 1 else members[0],
        statements=tuple(members),
        outlets=outlets,
        origins=count_origins(members),
    )


def claim_id_of(earliest: str) -> str:
    """Return the id of the claim whose earliest member is the statement called ``earliest``."""
    return blake2b(earliest.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _least_telling(statement: Statement) -> tuple[float, tuple[str, str, int, int, str]]:
    """Order members for the choice of the representative: resolved facts first, then the
    earlier one.
    """
    facts = (
        3 * (statement.when is not None and statement.when.basis != "document")
        + 2 * bool(statement.cities)
        + 2 * bool(statement.figures)
        + bool(statement.speakers)
        + bool(statement.kinds)
        + min(len(statement.text), 300) / 300
    )
    return -facts, source_order(statement)


def group_views(views: Sequence[Comparable]) -> list[list[int]]:
    """Return groups of positions in ``views`` that say the same thing; ``views`` come in source
    order.
    """
    with no_collector():
        return sorted(_groups(views))


@contextmanager
def no_collector() -> Iterator[None]:
    """Pause the search for reference cycles: none are made here, and it would walk over millions of
    live views again and again, a quarter of all the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _groups(views: Sequence[Comparable]) -> Iterator[list[int]]:
    distinct, positions = _merged(views)
    neighbours = accepted_pairs(distinct)
    for star in stars(distinct, neighbours, positions):
        yield sorted([position for node in star for position in positions[node]])


def _merged(views: Sequence[Comparable]) -> tuple[list[Comparable], list[list[int]]]:
    """Return the different views, each with its positions; a view without words stays alone."""
    nodes: dict[Comparable, int] = {}
    distinct: list[Comparable] = []
    positions: list[list[int]] = []
    for position, view in enumerate(views):
        node = nodes.setdefault(view, len(distinct)) if view.words else len(distinct)
        if node == len(distinct):
            distinct.append(view)
            positions.append([])
        positions[node].append(position)
    return distinct, positions


def accepted_pairs(views: Sequence[Comparable]) -> dict[int, dict[int, float]]:
    """Return, for each position that has any, its verified neighbours with their scores."""
    neighbours: dict[int, dict[int, float]] = defaultdict(dict)
    seen: set[int] = set()
    for block in shared_blocks(views):
        for one, other in pairs_of(block, views):
            pair = one << 32 | other if one < other else other << 32 | one
            if pair not in seen:
                seen.add(pair)
                verdict = compare(views[one], views[other])
                if verdict.is_same:
                    neighbours[one][other] = neighbours[other][one] = verdict.score
    return neighbours


def accepted_in_block(
    key: int, views: Sequence[Comparable], *, apart: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the positions of the accepted pairs among the views that are filed under ``key``.

    A pair that shares several keys is compared under one of them only. Given ``apart``, only pairs
    of one view before that position and one from there on are wanted.
    """
    filings = list(map(filing, views))
    seen: set[tuple[int, int]] = set()
    for one, other in pairs_of(list(range(len(views))), views, fresh=apart):
        pair = min(one, other), max(one, other)
        if pair in seen or (apart is not None and pair[1] < apart):
            continue
        seen.add(pair)
        shared = meet_under(filings[one], filings[other])
        if shared and key in shared and compare(views[one], views[other]).is_same:
            yield pair


def stars(
    views: Sequence[Comparable],
    neighbours: Mapping[int, Mapping[int, float]],
    positions: Sequence[Sequence[int]],
) -> Iterator[list[int]]:
    """Yield stars: the node with most accepted neighbours first, with all of them that do not
    conflict.

    ``positions`` are those of each node's statements in the order of the sources. Nodes that no
    accepted pair connects may be given in separate calls: the stars are the same.
    """
    free = set(range(len(views)))
    weight = {
        node: sum(len(positions[other]) for other in near) + len(positions[node])
        for node, near in neighbours.items()
    }
    for centre in sorted(neighbours, key=lambda node: (-weight[node], positions[node][0])):
        if centre not in free:
            continue
        free.discard(centre)
        star = [centre]
        near = neighbours[centre]
        for node in sorted(near, key=lambda node: (-near[node], positions[node][0])):
            if node in free and _fits(node, star, views, neighbours[node]):
                free.discard(node)
                star.append(node)
        yield star
    for node in sorted(free):
        yield [node]


def _fits(
    node: int, star: Sequence[int], views: Sequence[Comparable], near: Mapping[int, float]
) -> bool:
    """Return whether no guard keeps ``node`` from any member of the star.

    In a star of very many variants the words are set against the first members only; they all
    resemble the centre, and what is stated is set against every member.
    """
    view = views[node]
    others = [member for member in star if member not in near]
    return not any(stated_conflict(view, views[member]) for member in others) and not any(
        in_conflict(view, views[member]) for member in others[:MOST_WORDED]
    )
