"""The day of sentences in digests: news of several days, one thing told after another.

Each text was published on Sunday, 27 February 2022.
"""

from datetime import date

import pytest

from conflict_timeline.extract import extract_statements
from conflict_timeline.model import Article, Published

SUNDAY = date(2022, 2, 27)
OPENING = "Shells hit Sumy on Sunday.\n\nTroops crossed the river on Sunday.\n\n"

LEFT = [
    (
        "an-item-of-another-day",
        OPENING + "On Friday the assembly voted for a resolution.\n\n"
        "Tanks moved toward the port of Odesa, officers said.",
        ["2022-02-27", "2022-02-27", "2022-02-25", "2022-02-27"],
    ),
    (
        "a-strike-spoken-of-in-passing",
        "Talks ended without a truce on Sunday.\n\nIn Sumy, two patients died in Friday's strike "
        "on a clinic.\n\nThe envoy came out of the hall to speak of a “first step”.",
        ["2022-02-27", "2022-02-25", "2022-02-27"],
    ),
    (
        "a-count-after-an-earlier-one",
        OPENING + "It was the second day that cars got out, after 160 left on Saturday. "
        "A convoy of food was still stuck, the mayor said.",
        ["2022-02-27", "2022-02-27", "2022-02-26", "2022-02-27"],
    ),
    (
        "what-has-been-said",
        OPENING + "The order to leave came at dawn on Saturday. About 500 people are in the "
        "cellars, the council has said.",
        ["2022-02-27", "2022-02-27", "2022-02-26", "2022-02-27"],
    ),
    (
        "what-will-be",
        OPENING + "The governor of Poltava asked people on Saturday to stay inside. The depot will "
        "burn for another day, the fire service said.",
        ["2022-02-27", "2022-02-27", "2022-02-26", "2022-02-27"],
    ),
    (
        "a-plan",
        "Shells hit Sumy on Friday.\n\nThe two ministers will meet on Tuesday.\n\n"
        "An analyst called the talks a step forward.",
        ["2022-02-25", "2022-03-01", "2022-02-25"],
    ),
    (
        "an-analysis-that-tells-of-one-saying",
        "Shells hit Sumy.\n\nTroops closed a road.\n\nThe envoy Ivan "
        "Kit told reporters on Friday that an attack was possible.\n\n“They have tanks enough,” "
        "said Olha Maro, who studies armies.",
        ["2022-02-27", "2022-02-27", "2022-02-25", "2022-02-27"],
    ),
]
STAYS = [
    (
        "the-one-named-speaks",
        "Shells hit Sumy.\n\nTroops closed a road.\n\nOn Friday "
        "Senator Ivan Kit issued a strong warning.\n\n“We have tanks enough,” said Kit.",
        ["2022-02-27", "2022-02-27", "2022-02-25", "2022-02-25"],
    ),
    (
        "the-attack-is-told-on",
        OPENING + "A missile hit a market in Lutsk on Friday.\n\n"
        "The attack wounded nine people.\n\nTroops crossed another river.",
        ["2022-02-27", "2022-02-27", "2022-02-25", "2022-02-25", "2022-02-27"],
    ),
    (
        "the-speaker-goes-on",
        OPENING + "Governor Ivan Kit said on Friday that a bridge was closed.\n\n"
        "“We will open it again,” Kit said.",
        ["2022-02-27", "2022-02-27", "2022-02-25", "2022-02-25"],
    ),
    (
        "the-speaker-goes-on-after-newer-news",
        "Shells hit Sumy on Sunday.\n\nEveryone has been brought out of the works, the minister "
        "Olha Kit said on Thursday. “It is done,” she wrote.",
        ["2022-02-27", "2022-02-24", "2022-02-24"],
    ),
    (
        "back-to-the-article-s-day",
        OPENING + "Leaders met in Lutsk on Friday.\n\nThe army took a hill.\n\nIt lost a tank.",
        ["2022-02-27", "2022-02-27", "2022-02-25", "2022-02-27", "2022-02-27"],
    ),
    (
        "the-day-most-is-about",
        "Shells hit Sumy on Saturday.\n\nA bridge fell on Saturday.\n\nThe port was closed on "
        "Sunday.\n\nShells hit Lutsk on Saturday.\n\nTrains carried people west.",
        ["2022-02-26", "2022-02-26", "2022-02-27", "2022-02-26", "2022-02-26"],
    ),
    (
        "that-evening",
        "Ukrainians marked the feast on Sunday.\n\nA strike on Saturday hit a block in Odesa. "
        "We had been baking for Easter, a woman said.\n\nIn Kyiv later that evening, the "
        "president asked for help.",
        ["2022-02-27", "2022-02-26", "2022-02-26", "2022-02-26"],
    ),
]
OWN = [
    (
        "relative-clause-without-commas",
        "A woman who ran onto the set on Friday with a sign appeared in court on Saturday.",
        ["2022-02-26"],
    ),
    (
        "when-after-since",
        "It had been quieter since Friday, when shells hit a depot.",
        ["2022-02-25"],
    ),
    (
        "closed-since-then",
        "The line, a shelter since the first day of the war, ran again on Saturday.",
        ["2022-02-26"],
    ),
    (
        "a-thing-known-by-its-day",
        "Crews searched for survivors beneath a theatre flattened on Friday.",
        ["2022-02-27"],
    ),
    (
        "what-was-done-on-a-day",
        "Houses in the centre of Lutsk were hit by shells on Friday.",
        ["2022-02-25"],
    ),
    (
        "comes-after",
        "The assault comes after the loss of a ship, which sank on Thursday.",
        ["2022-02-24"],
    ),
    ("comes-a-day-after", "It comes a day after ten people were killed in Sumy.", ["2022-02-26"]),
    (
        "by-then",
        "The mayor said late on Friday that crews had left. Ten bodies had been found by then.",
        ["2022-02-25", "2022-02-25"],
    ),
    (
        "was-speaking",
        "Shells fell on Sunday. On Friday Olha Kit, the minister, said a bridge was shut.\n\n"
        "Kit was speaking after a blast in Sumy.",
        ["2022-02-27", "2022-02-25", "2022-02-25"],
    ),
    (
        "hours-of-a-day-named",
        "Shells fell on Sunday. Saturday's pause was to last from 9 a.m. to 4 p.m., but the "
        "council said the fire never stopped.",
        ["2022-02-27", "2022-02-26"],
    ),
    (
        "a-deadline-that-passed",
        "The garrison ignored a deadline to lay down its arms on Saturday.",
        ["2022-02-26"],
    ),
    (
        "a-proposal",
        "On Friday the envoy, Ivan Kit, proposed to meet on Tuesday in Sumy.",
        ["2022-02-25"],
    ),
    (
        "said-later",
        "The mayor said on Friday that a bus was shelled. On Saturday buses failed to reach Sumy. "
        "“It is terror,” the mayor said later.",
        ["2022-02-25", "2022-02-26", "2022-02-26"],
    ),
    (
        "the-next-morning",
        "Shells hit Sumy on Saturday. On Thursday a missile hit a hall in Lutsk. The mayor denied "
        "the next morning that soldiers were in it.",
        ["2022-02-26", "2022-02-24", "2022-02-25"],
    ),
    (
        "counted-from-a-day-to-come",
        "The envoys will meet next Thursday. The film had been made two days earlier.",
        ["2022-03-03", "2022-02-27"],
    ),
    ("more-than-before", "There were 76 battalions, ten more than last week.", ["2022-02-27"]),
    ("as-soon-as", "The ministry said the army could act as soon as this week.", ["2022-02-27"]),
    ("letters", "Your leader was right about the war (Letters, 23 February).", ["2022-02-27"]),
    ("the-year", "The army attacked in 2022 because it could, an analyst said.", ["2022-02-27"]),
    (
        "according-to",
        "On Friday aircraft hit a school in Lutsk; half of it burned, according to the mayor. "
        "There were no casualties.",
        ["2022-02-25", "2022-02-25"],
    ),
]
ROWS = LEFT + STAYS + OWN


@pytest.mark.parametrize(("text", "days"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_day_in_a_digest(text, days):
    article = Article(id="a", file="a.txt", text=text, published=Published(SUNDAY, "flag"))
    assert [s.when.filing_day.isoformat() for s in extract_statements(article)] == days


def test_an_unknown_day_leads_its_sentence():
    text = "On Tuesday the envoy proposed a pause until Sunday, 24 April 2022. It failed."
    article = Article(id="a", file="a.txt", text=text, published=Published(None, "none"))
    assert [s.when for s in extract_statements(article)] == [None, None]
