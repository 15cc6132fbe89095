"""Claims out of statements, their ids, origins and links."""

from datetime import date

from conflict_timeline.claims import cluster_claims
from conflict_timeline.claims.origins import count_origins, origin_note
from conflict_timeline.model import Claim
from tests.claim_records import counted, said

FRIDAY = date(2022, 3, 4)
STATION = "Overnight enemy troops seized the grain terminal and the bus depot of Kherson"


def links(claims: list[Claim], kind: str) -> list[tuple[str, str]]:
    texts = {claim.id: claim.representative.text for claim in claims}
    return sorted(
        (claim.representative.text, texts[link.claim])
        for claim in claims
        for link in claim.links
        if link.type == kind
    )


def test_cluster_merges_what_is_the_same_and_nothing_else() -> None:
    statements = [
        said(STATION, day=FRIDAY, city="Kherson"),
        said(
            "Enemy troops seized overnight the grain terminal and bus depot of Kherson",
            day=FRIDAY,
            city="Kherson",
            outlet="Evening News",
        ),
        said("Explosions were heard in the centre of Odesa", day=FRIDAY, city="Odesa"),
    ]
    claims = cluster_claims(statements)
    assert sorted(len(claim.statements) for claim in claims) == [1, 2]
    merged = max(claims, key=lambda claim: len(claim.statements))
    assert merged.outlets == ("Evening News", "The Courier")


def test_cluster_id_stays_when_a_later_member_joins() -> None:
    first = said(STATION, published=date(2022, 3, 5), day=FRIDAY, city="Kherson")
    later = said(STATION, published=date(2022, 3, 6), day=FRIDAY, city="Kherson", outlet="Other")
    alone, together = cluster_claims([first]), cluster_claims([later, first])
    assert len(together) == 1
    assert together[0].id == alone[0].id


def test_cluster_counts_a_statement_given_twice_once() -> None:
    statement = said(STATION, day=FRIDAY)
    assert len(cluster_claims([statement, statement])[0].statements) == 1


def test_cluster_does_not_drift_along_a_chain() -> None:
    bare = "Rockets hit the grain terminal of the port before dawn"
    claims = cluster_claims(
        [
            said(bare + " and killed 3 workers", article="a"),
            said(bare, article="b"),
            said(bare + " and killed 7 workers", article="c"),
        ]
    )
    for claim in claims:
        texts = [member.text for member in claim.statements]
        assert not (any("3" in text for text in texts) and any("7" in text for text in texts))


def test_cluster_of_nothing_is_nothing() -> None:
    assert cluster_claims([]) == []


def test_cluster_keeps_statements_without_words_apart() -> None:
    assert len(cluster_claims([said("...", article="a"), said("—", article="b")])) == 2


def test_origins_wire_copy_counts_once() -> None:
    text = STATION + ", the mayor told reporters."
    same = [said(text, outlet=outlet) for outlet in ("One", "Two", "Three")]
    assert count_origins(same) == 1
    assert "One, Three, Two" in (origin_note(same) or "")


def test_origins_agency_credit_joins_outlets() -> None:
    one = said("KHERSON (Reuters) - Invading troops hold the station and port.", outlet="One")
    two = said("The port and station are held by the enemy, a guard told Reuters.", outlet="Two")
    own = said("Our reporters saw invading troops at the station and the port.", outlet="Three")
    assert count_origins([one, two, own]) == 2
    assert origin_note([own]) is None


def test_links_newer_figure_updates_the_older() -> None:
    old = said(
        "The UN says more than 120,000 refugees have fled the country",
        day=date(2022, 2, 27),
        country="UA",
        status="claimed",
        kinds=("displacement",),
        figures=(counted(120_000, "refugees", "displaced"),),
    )
    new = said(
        "More than 660,000 refugees have left the country since the war began, the UN says",
        day=date(2022, 3, 2),
        country="UA",
        status="claimed",
        kinds=("displacement",),
        figures=(counted(660_000, "refugees", "displaced"),),
    )
    claims = cluster_claims([new, old])
    assert links(claims, "updates") == [(new.text, old.text)]
    assert links(claims, "contradicts") == []


def test_links_rival_figures_of_one_day_contradict() -> None:
    one = said(
        "Rocket fire on the market of Izium killed 8 people on Friday",
        day=FRIDAY,
        city="Izium",
        status="claimed",
        kinds=("casualties",),
        figures=(counted(8, "people killed"),),
    )
    other = said(
        "Rocket fire on the market of Izium killed 23 people on Friday",
        day=FRIDAY,
        city="Izium",
        status="claimed",
        outlet="Other",
        kinds=("casualties",),
        figures=(counted(23, "people killed"),),
    )
    claims = cluster_claims([one, other])
    assert links(claims, "contradicts") == sorted([(one.text, other.text), (other.text, one.text)])


def test_links_denial_contradicts_what_it_denies() -> None:
    claimed = said(
        "Residents reported that cluster bombs were used against the hospital",
        day=FRIDAY,
        status="claimed",
        kinds=("weapons_use",),
    )
    denied = said(
        "The ministry denied using cluster bombs",
        day=FRIDAY,
        status="denied",
        polarity="negative",
        kinds=("weapons_use",),
    )
    claims = cluster_claims([claimed, denied])
    assert len(links(claims, "contradicts")) == 2


def test_links_advance_against_standstill_contradict() -> None:
    moving = said(
        "The long armoured convoy outside Kyiv continues to advance on the capital",
        day=FRIDAY,
        city="Kyiv",
        kinds=("troop_movement",),
    )
    stuck = said(
        "The long convoy heading to Kyiv is bogged down, an official said",
        day=FRIDAY,
        city="Kyiv",
        status="claimed",
        kinds=("troop_movement",),
    )
    assert len(links(cluster_claims([moving, stuck]), "contradicts")) == 2


def test_links_another_outlet_corroborates() -> None:
    one = said(
        "A missile struck the television tower in the north of the city, cutting broadcasts",
        day=FRIDAY,
        city="Kyiv",
        kinds=("missile_strike",),
    )
    other = said(
        "Broadcasts went off the air after a missile struck Kyiv's main television tower",
        day=FRIDAY,
        city="Kyiv",
        outlet="Evening News",
        kinds=("missile_strike",),
    )
    claims = cluster_claims([one, other])
    assert len(claims) == 1 or len(links(claims, "corroborates")) == 2


def test_cluster_takes_any_text_in_linear_time() -> None:
    odd = [
        "",
        "\0" * 50,
        "\ud800 troops",
        "9" * 50_000,
        "a b " * 20_000,
        "not " * 5_000,
        "\u202e)(",
    ]
    statements = [
        said(text, city="\ud800", article=f"{number}", figures=(counted(float("inf"), "\0"),))
        for number, text in enumerate(odd * 2)
    ]
    claims = cluster_claims(statements)
    assert sum(len(claim.statements) for claim in claims) == len(statements)
    long = [f"word{number} " * 3 for number in range(2_000)]
    assert len(cluster_claims([said("".join(long)), said("".join(reversed(long)))])) == 2


def test_cluster_of_boilerplate_stays_small() -> None:
    statements = [
        said(
            f"Shares rose {number} points on the exchange after hours of trading", article=f"{day}"
        )
        for day in range(3)
        for number in range(2, 402)
    ]
    claims = cluster_claims(statements)
    assert {len(claim.statements) for claim in claims} == {3}
