"""How firmly a sentence says it, and whether it says that it happened."""

import pytest

from conflict_timeline.status import read_status
from conflict_timeline.status.factuality import factuality

SOURCED, UNSOURCED = True, False
CASES = {
    "Shells hit the market.": (UNSOURCED, "asserted", "positive"),
    "Shells hit the market, the mayor said.": (SOURCED, "claimed", "positive"),
    "The ministry denied using gas.": (SOURCED, "denied", "negative"),
    "The ministry called the report of a massacre a fabrication.": (SOURCED, "denied", "negative"),
    "The army dismissed footage of the raid as a hoax.": (UNSOURCED, "denied", "negative"),
    "The opposition called the vote a farce.": (SOURCED, "claimed", "positive"),
    "Guards denied access to the camp.": (UNSOURCED, "asserted", "positive"),
    "The army has yet to take the town, he said.": (SOURCED, "claimed", "negative"),
    "Drones reportedly struck the depot.": (UNSOURCED, "unconfirmed", "positive"),
    "Drones reportedly struck the depot, the mayor said.": (SOURCED, "claimed", "positive"),
    "There were reports of shelling.": (UNSOURCED, "unconfirmed", "positive"),
    "The toll could not be verified.": (UNSOURCED, "unconfirmed", "positive"),
    "The agency could not confirm the report.": (UNSOURCED, "unconfirmed", "positive"),
    "After unconfirmed reports of a raid the bridge was closed.": (
        UNSOURCED,
        "asserted",
        "positive",
    ),
    "The war could last for years, he said.": (SOURCED, "predicted", "positive"),
    "Aides have asked whether the war could last, he said.": (SOURCED, "claimed", "positive"),
    "If the dam breaks it would flood the town, he said.": (SOURCED, "predicted", "positive"),
    "That would be a disaster, the mayor said.": (SOURCED, "predicted", "positive"),
    "The minister said they would withdraw.": (SOURCED, "claimed", "positive"),
    "Leaders will meet on Thursday.": (UNSOURCED, "predicted", "positive"),
    "Talks are due to begin on Sunday.": (UNSOURCED, "predicted", "positive"),
    "The rebels threatened to attack the dam.": (SOURCED, "threatened", "positive"),
    "The army says it plans to target the port.": (SOURCED, "threatened", "positive"),
    "The winter threatens to be long.": (UNSOURCED, "asserted", "positive"),
    "The ministry announced that it had approved new aid.": (SOURCED, "asserted", "positive"),
    "The ministry announced that troops had entered the town.": (SOURCED, "claimed", "positive"),
    "The army announced its men had opened fire.": (SOURCED, "claimed", "positive"),
    "The union condemned the attack.": (SOURCED, "asserted", "positive"),
    "The strike, which the army denied, killed ten people.": (UNSOURCED, "asserted", "positive"),
    "No one was hurt in the strike.": (UNSOURCED, "asserted", "negative"),
    "The rebels failed to take the bridge.": (UNSOURCED, "asserted", "negative"),
}


@pytest.mark.parametrize("text", CASES)
def test_status_is_read(text: str) -> None:
    attributed, name, polarity = CASES[text]
    status = read_status(text, attributed=attributed, observed=False)
    assert (status.name, status.polarity) == (name, polarity)


def test_status_observed_beats_claimed() -> None:
    text = "A crew of the agency watched the tanks leave."
    assert read_status(text, attributed=True, observed=True).name == "observed"


def test_status_reads_a_quotation_that_is_the_content() -> None:
    text = "The enemy “may attack soon,” the ministry said."
    span = (text.index("may"), text.index("”"))
    status = read_status(text, attributed=True, observed=False, quoted=[span])
    assert status.name == "predicted"


def test_status_ignores_cues_in_quotation_marks() -> None:
    text = 'The mayor called the plan "likely to fail" and left.'
    start = text.index('"')
    status = read_status(
        text, attributed=True, observed=False, quoted=[(start, text.index('" and'))]
    )
    assert status.name == "claimed"


HOSTILE = {
    "empty": "",
    "odd": "\x00\ud800",
    "modals": "may " * 50_000,
    "clauses": "not,who if " * 20_000,
    "one word": "a" * 200_000,
    "sayings": "he said it would " * 20_000,
    "conditions": "if it will " * 20_000,
    "denials": "denied the the the the the the " * 9_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_status_survives_hostile_text(name: str) -> None:
    text = HOSTILE[name]
    read_status(text, attributed=True, observed=False)
    assert len(factuality(text, [(0, 1)])) == 1


def test_status_reads_many_quotations_in_linear_time() -> None:
    text = '"may" or ' * 20_000
    quoted = [(start, start + 5) for start in range(0, len(text), 9)]
    read_status(text, attributed=True, observed=False, quoted=quoted, ignore=quoted)
