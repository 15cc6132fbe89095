"""Blocks that many machines make: nothing is lost, and none grows with the number of copies."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from conflict_timeline.claims import keys
from conflict_timeline.claims.cluster import accepted_in_block, accepted_pairs
from conflict_timeline.claims.comparable import Comparable, comparable_text
from conflict_timeline.claims.guards import DAYS_APART

FIRST = date(2022, 2, 24)
TEXTS = (
    "Shelling hit a bread factory in Makariv, killing at least 13 people, rescuers said.",
    "At least 13 people were killed when shelling hit a bread factory in Makariv.",
    "A bread factory in Makariv was hit by shelling; 13 people died, rescuers say.",
    "Shelling hit a bread factory in Makariv, killing 9 people.",
    "Power returned to the hospital in Chernihiv after engineers repaired the line.",
    "Engineers repaired the line and power returned to the hospital in Chernihiv.",
    "Grain ships left.",
)


def blocks_of(views: list[Comparable]) -> dict[int, list[int]]:
    blocks: defaultdict[int, list[int]] = defaultdict(list)
    for position, view in enumerate(views):
        for key in keys.dated_keys(view):
            blocks[key].append(position)
    return blocks


def test_dated_keys_reach_as_far_as_the_guard_on_days() -> None:
    assert keys.REACH == DAYS_APART


def test_dated_keys_lose_no_pair_and_repeat_none() -> None:
    days = (0, 1, 13, 14, 15, 31, 32, 46, 200)
    texts = [comparable_text(text, FIRST + timedelta(days=day)) for text in TEXTS for day in days]
    views = sorted(set(texts))
    pairs = [
        (block[one], block[other])
        for key, block in blocks_of(views).items()
        for one, other in accepted_in_block(key, [views[place] for place in block])
    ]
    near = accepted_pairs(views)
    assert Counter(pairs) == Counter((a, b) for a in near for b in near[a] if a < b)
    assert len(pairs) > 50


def test_the_least_shared_key_is_that_of_all_keys() -> None:
    days = (0, 13, 14, 31, 46, 200)
    views = [comparable_text(text, FIRST + timedelta(days=day)) for text in TEXTS for day in days]
    views += [comparable_text(text, None) for text in TEXTS]
    for one in views:
        for other in views:
            shared = {*keys.dated_keys(one)} & {*keys.dated_keys(other)}
            assert keys.least_shared_key(one, other) == min(shared, default=None)


def test_dated_keys_of_a_span_of_centuries_are_bounded() -> None:
    view = comparable_text(TEXTS[0], FIRST)._replace(day_first=1, day_last=3_000_000)
    assert len(keys.dated_keys(view)) < 40_000


def test_dated_keys_make_small_blocks_of_many_copies() -> None:
    """5,000 copies over ten years: a block holds the days of one stretch, not the copies."""
    copies = [comparable_text(TEXTS[0], FIRST + timedelta(days=n % 3650)) for n in range(5000)]
    views = sorted(set(copies))
    assert max(map(len, blocks_of(views).values())) <= keys.STRETCH + keys.REACH
