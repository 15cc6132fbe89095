"""Claims do not depend on the order of ingest, on the number of runs, or on blocking."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_timeline.claims import cluster_claims
from conflict_timeline.claims.blocks import pairs_of, shared_blocks
from conflict_timeline.claims.cluster import claims_of_group
from conflict_timeline.claims.comparable import comparable, comparable_text
from conflict_timeline.claims.guards import in_conflict
from conflict_timeline.claims.links import chosen_links, find_links, link_keys, links_between
from conflict_timeline.claims.score import compare, same_claim
from conflict_timeline.model import Claim, Link, Statement
from tests.claim_records import said

SUBJECTS = ("Rebel fighters", "Government troops", "Residents", "Two rockets")
ACTIONS = ("captured", "recaptured", "hit", "did not hit", "left", "burned")
OBJECTS = ("the power station", "the old grain terminal", "a bakery queue", "the railway bridge")
ENDS = ("", " and killed 3 people", " and killed 13 people", ", officials said", " before dawn")

texts = st.tuples(*(st.sampled_from(part) for part in (SUBJECTS, ACTIONS, OBJECTS, ENDS))).map(
    lambda parts: f"{parts[0]} {parts[1]} {parts[2]}{parts[3]}"
)
statements = st.lists(
    st.builds(
        said,
        texts,
        outlet=st.sampled_from(["One", "Two", "Three"]),
        published=st.integers(1, 25).map(lambda day: date(2022, 3, 1) + timedelta(day)),
        city=st.sampled_from([None, "Izium", "Kherson"]),
        start=st.integers(0, 3),
    ),
    max_size=14,
    unique_by=lambda statement: statement.id,
)


def outcome(claims: list[Claim]) -> set[tuple[str, tuple[str, ...], str]]:
    return {
        (claim.id, tuple(member.id for member in claim.statements), claim.representative.id)
        for claim in claims
    }


@given(statements, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_claims_do_not_depend_on_order(listed: list[Statement], random: "object") -> None:
    expected = cluster_claims(listed)
    shuffled = list(listed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = cluster_claims(shuffled)
    assert outcome(again) == outcome(expected)
    assert {claim.id: claim.links for claim in again} == {
        claim.id: claim.links for claim in expected
    }


@given(statements)
@settings(max_examples=60, deadline=None)
def test_claims_links_by_key_equal_links_at_once(listed: list[Statement]) -> None:
    claims = claims_of_group(listed)
    blocks: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for key in link_keys(claim):
            blocks[key].append(claim)
    found: dict[str, list[Link]] = defaultdict(list)
    for block in blocks.values():
        for source, link in links_between(reversed(block)):
            found[source].append(link)
    expected = {claim.id: claim.links for claim in find_links(claims)}
    assert {claim.id: chosen_links(found[claim.id]) for claim in claims} == expected


@given(statements)
@settings(max_examples=60, deadline=None)
def test_claims_members_do_not_conflict(listed: list[Statement]) -> None:
    for claim in cluster_claims(listed):
        views = [comparable(member) for member in claim.statements]
        for one, other in combinations(views, 2):
            assert same_claim(one, other) or not in_conflict(one, other)


@given(
    st.lists(
        st.sampled_from(
            [
                "Kyiv",
                "not",
                "3",
                "three",
                "13",
                "Friday",
                "hit",
                "hits",
                "troops",
                "rebels",
                "left",
                "Odesa",
                "and",
            ]
        ),
        min_size=1,
        max_size=14,
    ),
    st.integers(0, 13),
    st.integers(0, 13),
)
@settings(max_examples=200, deadline=None)
def test_claims_verdict_is_symmetric(words: list[str], cut: int, place: int) -> None:
    one = comparable_text(" ".join(words), date(2022, 3, 6))
    moved = words[cut:] + words[: cut - place]
    other = comparable_text(" ".join(moved), date(2022, 3, 6))
    assert compare(one, other) == compare(other, one)
    assert in_conflict(one, other) == in_conflict(other, one)


def test_claims_blocking_proposes_every_accepted_pair() -> None:
    days = [date(2022, 3, 1) + timedelta(n) for n in (0, 3, 20)]
    views = [
        comparable_text(f"{subject} {action} {thing}{end}", day)
        for subject in SUBJECTS
        for action in ACTIONS
        for thing in OBJECTS
        for end in ENDS[:4]
        for day in days[: 1 + len(end) % 3]
    ]
    proposed = {
        frozenset(pair) for block in shared_blocks(views) for pair in pairs_of(block, views)
    }
    accepted = {
        frozenset((one, other))
        for one, other in combinations(range(len(views)), 2)
        if same_claim(views[one], views[other])
    }
    assert len(accepted) > 100
    assert accepted <= proposed
