"""How firmly a sentence says it, and whether it says that it happened."""

import pytest

from conflict_timeline.status import factuality, read_status

CASES = [
    ("Shells hit the market.", False, "asserted", "positive"),
    ("Shells hit the market, the mayor said.", True, "claimed", "positive"),
    ("The ministry denied using gas.", True, "denied", "negative"),
    ("The army has yet to take the town, the ministry said.", True, "claimed", "negative"),
    ("Drones reportedly struck the depot.", False, "unconfirmed", "positive"),
    ("Drones reportedly struck the depot, the mayor said.", True, "claimed", "positive"),
    ("There were reports of shelling in the suburbs.", False, "unconfirmed", "positive"),
    ("After unconfirmed reports of shelling the bridge was closed.", False, "asserted", "positive"),
    ("The war could last for years, the general said.", True, "predicted", "positive"),
    ("Officials have asked whether the war could last for years, he said.", True, "claimed", "positive"),
    ("The rebels threatened to attack the dam.", True, "threatened", "positive"),
    ("The government announced that it had approved a new package of aid.", True, "asserted", "positive"),
    ("The strike, which the army denied, killed ten people.", False, "asserted", "positive"),
    ("No one was hurt in the strike.", False, "asserted", "negative"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "attributed", "name", "polarity"), CASES, ids=lambda v: str(v)[:40]
)
def test_status_is_read(text: str, attributed: bool, name: str, polarity: str) -> None:
    status = read_status(text, attributed=attributed, observed=False)
    assert (status.name, status.polarity) == (name, polarity)


def test_status_observed_beats_claimed() -> None:
    text = "A crew of the agency watched the tanks leave."
    assert read_status(text, attributed=True, observed=True).name == "observed"


def test_status_ignores_cues_in_quotation_marks() -> None:
    text = 'The mayor called the plan "likely to fail" and left.'
    start = text.index('"')
    status = read_status(
        text, attributed=True, observed=False, quoted=[(start, text.index('" and'))]
    )
    assert status.name == "claimed"


@pytest.mark.parametrize(
    "text", ["", "\x00\ud800", "may " * 50_000, "not,who if " * 20_000, "a" * 200_000]
)
def test_status_survives_hostile_text(text: str) -> None:
    read_status(text, attributed=False, observed=False)
    assert len(factuality(text, [(0, 1)])) == 1
