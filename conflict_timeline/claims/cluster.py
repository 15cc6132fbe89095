"""Groups statements that say the same thing into claims, in near-linear time and in any order.

Statements with the same normalised view are one node. Keys propose pairs, ``score`` verifies
them, and what is connected by accepted pairs is split into stars: every member is close to the
centre of its star and in conflict with no other member, so a chain of small changes never
drifts into one claim. Every choice is made by a total order over the statements themselves,
never by the order of arrival.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice

from conflict_timeline.claims.comparable import Comparable, comparable
from conflict_timeline.claims.keys import blocking_keys
from conflict_timeline.claims.links import find_links
from conflict_timeline.claims.origins import count_origins
from conflict_timeline.claims.score import DAYS_APART, LEAST_SHARED, compare, in_conflict
from conflict_timeline.model import Claim, Statement

LARGE_BLOCK = 100
PARTITIONS = 64


def cluster_claims(statements: Iterable[Statement]) -> list[Claim]:
    """Return the claims of ``statements``, in order of day and place in the source, with their
    links.

    A claim's id is derived from its earliest member by publication, article and position: it
    stays the same when later members join, and changes when an earlier article brings the same
    claim or the claim is split.
    """
    different = {statement.id: statement for statement in statements}
    ordered = sorted(different.values(), key=source_order)
    groups = group_views([comparable(statement) for statement in ordered])
    claims = [make_claim([ordered[index] for index in group]) for group in groups]
    return find_links(claims)


def source_order(statement: Statement) -> tuple[str, str, int, int, str]:
    """Return the total order of statements: publication day, article, position."""
    published = statement.published.isoformat() if statement.published else "9999"
    return published, statement.article, statement.start, statement.end, statement.id


def make_claim(members: Sequence[Statement]) -> Claim:
    """Return one claim of ``members``, which are in source order, without links."""
    outlets = tuple(sorted({member.outlet for member in members if member.outlet}))
    return Claim(
        id=claim_id(members[0]),
        representative=min(members, key=_least_telling),
        statements=tuple(members),
        outlets=outlets,
        origins=count_origins(members),
    )


def claim_id(earliest: Statement) -> str:
    """Return the id of the claim whose earliest member is ``earliest``."""
    return blake2b(earliest.id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


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
    nodes: dict[Comparable, list[int]] = {}
    for position, view in enumerate(views):
        nodes.setdefault(view, []).append(position)
    distinct, positions = list(nodes), list(nodes.values())
    neighbours = accepted_pairs(distinct)
    groups = [
        sorted(position for node in star for position in positions[node])
        for star in _stars(distinct, neighbours, positions)
    ]
    return sorted(groups)


def accepted_pairs(views: Sequence[Comparable]) -> dict[int, dict[int, float]]:
    """Return, for each position that has any, its verified neighbours with their scores."""
    neighbours: dict[int, dict[int, float]] = defaultdict(dict)
    seen: set[int] = set()
    for block in _blocks(views):
        for one, other in _pairs_of(block, views):
            low, high = (one, other) if one < other else (other, one)
            pair = low << 32 | high
            if pair in seen:
                continue
            seen.add(pair)
            verdict = compare(views[low], views[high])
            if verdict.is_same:
                neighbours[low][high] = neighbours[high][low] = verdict.score
    return neighbours


def _blocks(views: Sequence[Comparable]) -> Iterator[list[int]]:
    """Yield the positions that share a key, for every key that at least two share.

    Keys are spread over partitions that are handled one after the other, so that memory holds
    one dictionary of a partition's keys at a time.
    """
    keys = [array("q") for _ in range(PARTITIONS)]
    owners = [array("i") for _ in range(PARTITIONS)]
    for position, view in enumerate(views):
        for key in blocking_keys(view):
            part = key & (PARTITIONS - 1)
            keys[part].append(key)
            owners[part].append(position)
    for part in range(PARTITIONS):
        first: dict[int, int] = {}
        blocks: dict[int, list[int]] = {}
        for key, owner in zip(keys[part], owners[part], strict=True):
            earlier = first.setdefault(key, owner)
            if earlier != owner:
                blocks.setdefault(key, [earlier]).append(owner)
        yield from blocks.values()


def _pairs_of(block: list[int], views: Sequence[Comparable]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block that could be accepted.

    A large block is split by one more word until all share as many as ``score`` asks for, then by
    figures, which must agree: nothing is lost, and a turn of phrase in a million articles makes no
    million-row block.
    """
    if len(block) == 2:
        yield block[0], block[1]
        return
    if len(block) <= LARGE_BLOCK:
        yield from _pairs_near_in_time(block, views)
        return
    counts = Counter(word for position in block for word in views[position].words)
    common = {word for word, count in counts.items() if count == len(block)}
    parts: dict[str, list[int]] = defaultdict(list)
    if len(common) < LEAST_SHARED:
        whole = [place for place in block if len(views[place].words) < LEAST_SHARED]
        for position in block:
            for word in views[position].words:
                if word not in common:
                    parts[word].append(position)
        for part in parts.values():
            if len(part) > 1:
                yield from _pairs_of(part, views)
    else:
        whole = [position for position in block if not views[position].numbers]
        for position in block:
            for number in views[position].numbers:
                parts[number].append(position)
        for part in parts.values():
            yield from _pairs_near_in_time(part, views)
    if whole:
        yield from _pairs_near_in_time(block, views, only=frozenset(whole))


def _pairs_near_in_time(
    block: list[int], views: Sequence[Comparable], *, only: frozenset[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block whose days are near; given ``only``, those with one of them."""
    dated = sorted([(views[position].day_first or 0, position) for position in block])
    for index, (day, position) in enumerate(dated, start=1):
        reach = (views[position].day_last or 0) + DAYS_APART
        for later_day, later in islice(dated, index, None):
            if day and later_day > reach:
                break
            if only is None or position in only or later in only:
                yield position, later


def _stars(
    views: Sequence[Comparable],
    neighbours: Mapping[int, Mapping[int, float]],
    positions: Sequence[Sequence[int]],
) -> Iterator[list[int]]:
    """Yield stars: the node with most accepted neighbours first, with all of them that do not
    conflict.
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
            if node in free and not any(
                in_conflict(views[node], views[member])
                for member in star
                if member not in neighbours[node]
            ):
                free.discard(node)
                star.append(node)
        yield star
    for node in sorted(free):
        yield [node]
