"""Which days and claims matter most."""

from datetime import date

from conflict_timeline.claims import cluster_claims
from conflict_timeline.claims.digest import calendar_days, digest, rank_days, top
from tests.claim_records import said

BIG, SMALL = date(2022, 3, 9), date(2022, 3, 11)


def test_digest_days_named_later_by_many_come_first() -> None:
    statements = [
        said(f"Report {n}: the maternity ward was hit on March 9", published=date(2022, 4, n))
        for n in range(1, 5)
    ]
    statements.append(said("A patrol passed a village", published=SMALL, day=SMALL))
    assert rank_days(statements)[0][0] == BIG


def test_digest_an_article_counts_once() -> None:
    april = date(2022, 4, 1)
    repeated = [
        said("It began on March 11", published=april, article="one", start=n) for n in range(9)
    ]
    twice = [said("It fell on March 9", published=april, article=name) for name in ("two", "three")]
    assert [day for day, _ in rank_days([*repeated, *twice])][:2] == [BIG, SMALL]


def test_digest_a_chronology_does_not_dominate() -> None:
    lines = [
        said(
            f"March {n} - Troops enter another town",
            published=date(2022, 4, 1),
            day=date(2022, 3, n),
            basis="explicit",
            expression=f"March {n}",
            article="chronology",
            start=n,
        )
        for n in (9, 12, 15)
    ]
    looks_back = [
        said("Since March 11 it was quiet", published=date(2022, 4, 1), article=f"article {n}")
        for n in (1, 2)
    ]
    ranked = dict(rank_days([*lines, *looks_back]))
    assert ranked[SMALL] > ranked[BIG] == ranked[date(2022, 3, 12)]


def test_digest_what_one_outlet_repeats_for_years_is_background() -> None:
    repeated = [
        said(
            "The conflict began after protests were put down by force",
            published=date(2022, 3, n),
            day=date(2022, 3, n),
            basis="document",
            article=f"repeated {n}",
        )
        for n in range(1, 9)
    ]
    event = said("Shells hit the bus station of Orla", day=date(2022, 3, 2), city="Orla")
    claims = cluster_claims([*repeated, event])
    assert top(claims, 1)[0].representative.text == event.text


def test_digest_takes_days_in_order_and_best_claims() -> None:
    statements = [
        said("A shell hit the theatre", day=BIG, outlet=outlet, published=date(2022, 3, 12))
        for outlet in ("One", "Two")
    ]
    statements += [
        said("A shell hit a garden wall", day=SMALL, published=date(2022, 3, 12), article="x")
    ]
    claims = cluster_claims(statements)
    picked = digest(claims, days=5, per_day=1)
    assert [day for day, _ in picked] == [BIG, SMALL]
    assert all(len(chosen) == 1 for _, chosen in picked)
    assert digest(claims, days=0, per_day=1) == []


def test_digest_top_is_deterministic() -> None:
    claims = cluster_claims([said(f"Claim number {word}") for word in ("alpha", "beta", "gamma")])
    assert top(claims, 2) == top(list(reversed(claims)), 2)


def test_digest_calendar_days() -> None:
    found = calendar_days("Between March 9 and 11 March, 40 fell; in March 2022", date(2022, 4, 1))
    assert found == {BIG, SMALL}
