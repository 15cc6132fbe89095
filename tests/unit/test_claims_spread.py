"""Blocks that many machines make: nothing is lost, and none grows with the number of copies."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from conflict_timeline.claims import cluster, keys
from conflict_timeline.claims.blocks import cells
from conflict_timeline.claims.cluster import accepted_in_block, accepted_pairs
from conflict_timeline.claims.comparable import Comparable, comparable_text
from conflict_timeline.claims.guards import DAYS_APART

FIRST = date(2022, 2, 24)
TEXTS = (
    "Shelling hit a bread factory in Makariv, killing at least 13 people, rescuers said.",
    "At least 13 people were killed when shelling hit a bread factory in Makariv.",
    "A bread factory in Makariv was hit by shelling; 13 people died, rescuers say.",
    "Shelling hit a bread factory in Makariv, killing 9 people.",
    "Shelling hit a bread factory in Makariv, killing 9 people and wounding 13.",
    "Shelling hit a bread factory in Makariv.",
    "Shelling will hit a bread factory in Makariv, officials predicted.",
    "Power returned to the hospital in Chernihiv after engineers repaired the line.",
    "Engineers repaired the line and power returned to the hospital in Chernihiv.",
    "Grain ships left.",
)
DAYS = (0, 1, 13, 14, 15, 31, 32, 46, 200)

Member = tuple[int, int]  # position, part


def many_views() -> list[Comparable]:
    """Return views of days near and far, some of spans of months, some without a day."""
    dated = [comparable_text(text, FIRST + timedelta(days=day)) for text in TEXTS for day in DAYS]
    spans = [
        view._replace(day_first=view.day_first - 100, is_dated=False)
        for view in dated
        if view.day_first
    ]
    return sorted({*dated, *spans}) + [comparable_text(text, None) for text in TEXTS]


def blocks_of(views: list[Comparable], *, at_once: int) -> Iterator[tuple[int, list[int], bool]]:
    """Yield each block worth reading, as an engine makes it: the key, its members, whether it is of
    the finer keys."""
    filings = list(map(keys.filing, views))
    coarse: defaultdict[int, list[Member]] = defaultdict(list)
    for position, filed in enumerate(filings):
        for key, part in zip(*keys.filed_keys(filed), strict=True):
            coarse[key].append((position, part))
    finer: defaultdict[int, list[Member]] = defaultdict(list)
    for key, block in coarse.items():
        if len(block) <= at_once:
            yield from worth_reading(key, block, is_fine=False)
            continue
        for position, part in block:
            for fine, its_part in keys.finer_keys(key, part, filings[position]):
                finer[fine].append((position, its_part))
    for key, block in finer.items():
        yield from worth_reading(key, block, is_fine=True)


def worth_reading(
    key: int, block: list[Member], *, is_fine: bool
) -> Iterator[tuple[int, list[int], bool]]:
    parts = 0
    for _, part in block:
        parts |= part
    if len(block) > 1 and parts == keys.MEETING:
        yield key, [position for position, _ in block], is_fine


def accepted(views: list[Comparable], *, at_once: int) -> Iterator[tuple[int, int]]:
    """Yield what is accepted, block by block, the largest of them cell by cell."""
    for key, block, is_fine in blocks_of(views, at_once=at_once):
        met: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for place, position in enumerate(block):
            for cell in cells(place, len(block), most=at_once) if is_fine else [(0, 0)]:
                met[cell].append(position)
        for (low, high), members in met.items():
            apart = at_once if low < high else None
            here = [views[position] for position in members]
            for one, other in accepted_in_block(key, here, apart=apart):
                yield members[one], members[other]


def test_keys_reach_as_far_as_the_guard_on_days() -> None:
    assert keys.REACH == DAYS_APART


@pytest.mark.parametrize("at_once", [1_000, 12, 5, 2])
def test_blocks_lose_no_pair_and_repeat_none(at_once: int) -> None:
    views = many_views()
    dated = [view for view in views if view.day_first is not None]
    near = accepted_pairs(dated)
    expected = Counter((one, other) for one in near for other in near[one] if one < other)
    assert Counter(accepted(dated, at_once=at_once)) == expected
    assert len(expected) > 300


def test_two_statements_meet_under_keys_that_both_are_filed_under() -> None:
    views = many_views()
    filings = list(map(keys.filing, views))
    met = 0
    for one in filings:
        for other in filings:
            shared = keys.meet_under(one, other)
            if shared is None:
                continue
            met += 1
            coarse, fine = shared
            parts = [dict(zip(*keys.filed_keys(filed), strict=True)) for filed in (one, other)]
            assert parts[0][coarse] | parts[1][coarse] == keys.MEETING
            finer = [
                dict(keys.finer_keys(coarse, part[coarse], filed))
                for part, filed in zip(parts, (one, other), strict=True)
            ]
            assert finer[0][fine] | finer[1][fine] == keys.MEETING
    assert met > len(views)


def test_keys_of_a_span_of_centuries_are_bounded() -> None:
    view = comparable_text(TEXTS[0], FIRST)._replace(day_first=1, day_last=3_000_000)
    assert len(keys.filed_keys(keys.filing(view))[0]) < 40_000


def test_a_sentence_that_returns_makes_small_blocks() -> None:
    """5,000 copies over ten years: a block holds the days of one stretch, not the copies."""
    copies = [comparable_text(TEXTS[0], FIRST + timedelta(days=n % 3650)) for n in range(5000)]
    blocks = blocks_of(sorted(set(copies)), at_once=1_000)
    assert max(len(block) for _, block, _ in blocks) <= keys.STRETCH + keys.REACH


def test_statements_of_long_spans_meet_once() -> None:
    """All of them touch hundreds of stretches, and are compared in one of these."""
    spans = [
        comparable_text(f"The mine at Makariv killed {n} miners.", FIRST)._replace(
            day_first=keys.FIRST_DAY + n, is_dated=False
        )
        for n in range(20)
    ]
    assert sum(1 for _ in blocks_of(spans, at_once=1_000)) <= 2 * len(keys.blocking_keys(spans[0]))


def boilerplate(count: int) -> list[Comparable]:
    """Return one sentence with other figures each time, all within a month, a few without any."""
    texts = [
        f"The exchange said the index of grain shipments closed {100 + n} points higher at {n}."
        for n in range(count)
    ]
    texts += [
        "The exchange said the index of grain shipments closed higher.",
        "The exchange said the index of grain shipments closed higher again.",
    ]
    return [comparable_text(text, FIRST + timedelta(days=n % 20)) for n, text in enumerate(texts)]


def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> Callable[[], int]:
    """Count the calls of a function of ``cluster``; return what tells how many since last asked."""
    calls = [0]
    original = getattr(cluster, name)

    def counting(*given: object) -> object:
        calls[0] += 1
        return original(*given)

    def since() -> int:
        found, calls[0] = calls[0], 0
        return found

    monkeypatch.setattr(cluster, name, counting)
    return since


def test_boilerplate_costs_no_more_than_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times as many statements that share all their rare words: some ten times the pairs."""
    proposed, compared = counted(monkeypatch, "meet_under"), counted(monkeypatch, "compare")
    costs = []
    for count in (600, 6_000):
        pairs = list(accepted(boilerplate(count), at_once=200))
        assert pairs
        costs.append((proposed(), compared(), count))
    (few, few_compared, _), (many, many_compared, count) = costs
    assert many < 14 * few
    assert many_compared < 14 * few_compared
    assert many_compared < 10 * count  # of 18 million pairs


def test_boilerplate_makes_no_large_block() -> None:
    blocks = [len(block) for _, block, _ in blocks_of(boilerplate(3_000), at_once=200)]
    assert sum(size > 200 for size in blocks) <= len(keys.blocking_keys(boilerplate(1)[0]))


@pytest.mark.parametrize(("together", "most"), [(1, 4), (4, 4), (5, 4), (13, 4), (12, 4)])
def test_in_the_cells_of_a_block_every_two_members_meet_once(together: int, most: int) -> None:
    held: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for place in range(together):
        for cell in cells(place, together, most=most):
            held[cell].append(place)
    assert max(map(len, held.values())) <= 2 * most
    met = Counter(
        (one, other)
        for (low, high), places in held.items()
        for one in places
        for other in places
        if one < other and (low == high or (one // most, other // most) == (low, high))
    )
    assert met == {(one, other): 1 for other in range(together) for one in range(other)}
