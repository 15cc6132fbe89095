"""What a statement takes from its own words and from the sentences before it, on small articles."""

from datetime import date

import pytest

from conflict_timeline.extract import extract_statements
from conflict_timeline.model import Article, Published

SUNDAY = date(2022, 2, 27)
UNDATED = Published(None, "none")


def read(text, published=SUNDAY):
    article = Article(id="a", file="a.txt", text=text, published=Published(published, "flag"))
    return extract_statements(article)


DAYS = [
    ("own-day", "Shells hit Kharkiv on Friday.", ["2022-02-25"]),
    ("same-weekday", "Shells hit Kharkiv early Sunday.", ["2022-02-27"]),
    (
        "carried",
        "Shells hit Kharkiv on Friday. Two houses burned down.",
        ["2022-02-25", "2022-02-25"],
    ),
    (
        "perfect-is-document",
        "Shells hit Kharkiv on Friday.\n\nThe army has lost dozens of tanks.",
        ["2022-02-25", "2022-02-27"],
    ),
    (
        "the-night",
        "Shells hit Kharkiv on Friday night.\n\nRockets were heard through the night.",
        ["2022-02-25", "2022-02-25"],
    ),
    (
        "the-morning-of-the-news",
        "Shells hit Kharkiv on Sunday.\n\nA bridge had fallen the day before.\n\n"
        "Troops fought throughout the morning.",
        ["2022-02-27", "2022-02-26", "2022-02-27"],
    ),
    (
        "the-night-of-a-look-back",
        "Blasts were heard in Kyiv before dawn on Sunday. Debris fell overnight.\n\n"
        "A curfew was ordered late on Friday. Thousands spent the night in cellars.",
        ["2022-02-27", "2022-02-27", "2022-02-25", "2022-02-25"],
    ),
    (
        "told-in-a-relative-clause-with-whom",
        "The fire service said on Saturday that two boys, whom a neighbour had seen on Friday, "
        "were alive.",
        ["2022-02-26"],
    ),
    (
        "relative-clause-between-dashes",
        "The mayor thanked the crews — one of whom is 17 — in a message on Saturday.",
        ["2022-02-26"],
    ),
    (
        "not-until",
        "Shells hit Sumy. The lorries could not reach the city until Friday.",
        ["2022-02-27", "2022-02-25"],
    ),
    (
        "since-is-when-nobody-spoke",
        "A million people have fled since Feb. 24, 2022, figures of the agency showed.",
        ["2022-02-27"],
    ),
    (
        "counted-up-to-the-saying",
        "The ministry said on Saturday that 40 people had been killed since the invasion began.",
        ["2022-02-26"],
    ),
    (
        "no-date-of-what-it-is-compared-with",
        "The army has 40 tanks in Sumy, far more than the 17 tanks first reported on Friday.",
        ["2022-02-27"],
    ),
    (
        "nor-of-a-number-it-has-grown-from",
        "The agency said 677,000 people had fled, up from 500,000 a day earlier.",
        ["2022-02-27"],
    ),
    (
        "items-of-a-list-are-news-of-their-own",
        "• Shells hit Kharkiv on Friday. Two houses burned down.\n"
        "• Two men died in Sumy, the mayor said.",
        ["2022-02-25", "2022-02-25", "2022-02-27"],
    ),
    (
        "told-in-a-relative-clause",
        "Rockets hit Sumy, where ten people had died on Friday.",
        ["2022-02-27"],
    ),
    (
        "time-of-who-speaks",
        "The fire service, which stopped its search on Friday, said a house had burned down.",
        ["2022-02-27"],
    ),
    (
        "step-from-a-saying",
        "The army said on Friday that a ship was on fire. The day before, a boat had sunk.",
        ["2022-02-25", "2022-02-24"],
    ),
    (
        "time-of-who-saw",
        "A reporter who drove the road to Sumy on Friday saw eleven burned cars.",
        ["2022-02-25"],
    ),
    (
        "in-spite-of-an-earlier-day",
        "Shells hit Sumy, despite an order on Friday to stop.",
        ["2022-02-27"],
    ),
    (
        "hours-up-to-a-day",
        "Ten people died in Sumy in the 24 hours to Friday morning.",
        ["2022-02-25"],
    ),
    (
        "today-as-spoken",
        "“You cannot come today,” the mayor told reporters on Friday.",
        ["2022-02-25"],
    ),
    (
        "the-eve",
        "Shells hit Kharkiv on Saturday. On the eve, a bridge had been blown up.",
        ["2022-02-26", "2022-02-25"],
    ),
    (
        "said-is-not-event",
        "Officials said on Saturday that a shell hit a school on Thursday.",
        ["2022-02-24"],
    ),
    (
        "said-is-event",
        "Officials said on Saturday that a shell had hit a school.",
        ["2022-02-26"],
    ),
    (
        "look-back-stays-in-its-paragraph",
        "Shells hit Kharkiv on Saturday.\n\nThe town was first shelled on 10 February.\n\n"
        "Firefighters put out the flames.",
        ["2022-02-26", "2022-02-10", "2022-02-26"],
    ),
    (
        "range",
        "Between 24 February and 26 February at least 20 people were killed in Kharkiv.",
        ["2022-02-26"],
    ),
    (
        "two-days",
        "Attempts to open a corridor failed on Friday and Saturday.",
        ["2022-02-26"],
    ),
    (
        "dateline-date-is-no-event",
        "KYIV, Feb. 27 (Northern Wire) - Shelling hit Kharkiv on Friday, officials said.",
        ["2022-02-25"],
    ),
    (
        "dateline-in-mixed-case",
        "Donetsk, 27 February 2022 (Northern Wire) - Shells fell on Saturday.",
        ["2022-02-26"],
    ),
    (
        "heading-does-not-end-the-run",
        "Shells hit Kharkiv on Friday.\n\nAid and refugees\n\nTrains carried people west.",
        ["2022-02-25", "2022-02-25"],
    ),
    (
        "long-span-does-not-go-on",
        "Shells hit Kharkiv on Friday.\n\nThe army has bombed the region over the past several "
        "months.\n\nThe bakery burned down.",
        ["2022-02-25", "2022-02-27", "2022-02-25"],
    ),
    (
        "weekday-of-what-came-before",
        "The station was calling for people to give blood after the clashes Friday.",
        ["2022-02-25"],
    ),
    (
        "look-back-does-not-go-on",
        "Shells hit Kharkiv on Saturday and the port was closed on Saturday.\n\nThe clinic had "
        "burned on Friday.\n\nSirens sounded before dawn.\n\nFiremen put out a blaze.",
        ["2022-02-26", "2022-02-25", "2022-02-26", "2022-02-26"],
    ),
    (
        "compared-day",
        "Officials said 40 men died on Saturday.\n\nThat was ten more than they had announced on "
        "Friday.",
        ["2022-02-26", "2022-02-26"],
    ),
    (
        "last-hours-of-a-day-of-speech",
        "The mayor said on Friday that ten people had died over the previous 24 hours.",
        ["2022-02-25"],
    ),
    (
        "place-described-by-a-month",
        "Missiles struck the base, where foreigners trained soldiers until last month.",
        ["2022-02-27"],
    ),
    (
        "hour-after-the-night",
        "Troops reached the port late on Friday night. They entered the town hall at 5 a.m.",
        ["2022-02-25", "2022-02-26"],
    ),
    (
        "figure-of-another-day",
        "On Saturday 95 houses were counted, up from 60 the day before.",
        ["2022-02-26"],
    ),
    ("plan-for-next-week", "The mayor said the port would open early next week.", ["2022-02-27"]),
    (
        "relative-clause-that-is-closed",
        "The mayor, who was seized on Friday, was freed on Saturday in exchange for two soldiers.",
        ["2022-02-26"],
    ),
    (
        "two-zones",
        "Shells hit the port on Saturday. The blaze was put out at 6:20 a.m. local time "
        "(11:20 p.m. ET Friday), firemen said.",
        ["2022-02-26", "2022-02-26"],
    ),
    (
        "day-before-the-sentence-before",
        "Shells hit Kharkiv on Saturday. The day before, tanks had entered the town.",
        ["2022-02-26", "2022-02-25"],
    ),
    (
        "hour-beside-a-day-that-explains",
        "Shells hit Kharkiv on Sunday. A missile hit a block at 5 a.m., as a curfew imposed on "
        "Friday evening ended.",
        ["2022-02-27", "2022-02-27"],
    ),
    (
        "evening-before",
        "People gathered on Saturday. The mayor had spoken the evening before.",
        ["2022-02-26", "2022-02-25"],
    ),
    ("said-this-week", "The army lost a bridge, the ministry said this week.", ["2022-02-27"]),
    (
        "outlook-is-filed-under-the-day-it-was-said",
        "Troops in the east will be doubled from next year.",
        ["2022-02-27"],
    ),
    (
        "same-city-same-day",
        "Shells hit Kharkiv on Saturday.\n\nLviv was bombed on Friday.\n\n"
        "In Kharkiv, a school burned down.",
        ["2022-02-26", "2022-02-25", "2022-02-26"],
    ),
]


@pytest.mark.parametrize(("text", "days"), [row[1:] for row in DAYS], ids=[row[0] for row in DAYS])
def test_statement_day(text, days):
    assert [s.when.filing_day.isoformat() for s in read(text)] == days


CITIES = [
    ("named", "Shells hit Kharkiv on Friday.", [("Kharkiv",)]),
    (
        "the-city",
        "Shells hit Kharkiv on Friday.\n\nA bridge in the city collapsed.",
        [("Kharkiv",), ("Kharkiv",)],
    ),
    (
        "new-paragraph-without-scene",
        "Shells hit Kharkiv on Friday.\n\nLeaders agreed on new sanctions.",
        [("Kharkiv",), ()],
    ),
    (
        "other-speaker",
        "Residents reported shelling in Kharkiv. The defence ministry denied using artillery.",
        [("Kharkiv",), ()],
    ),
    ("country-capital", "Troops closed in on Ukraine's capital on Friday.", [("Kyiv",)]),
    ("people-capital", "Rebels shelled the Syrian capital on Friday.", [("Damascus",)]),
    (
        "capital-just-named",
        "Russia hit Kyiv on Friday.\n\nIt was the worst attack on the capital for a week.",
        [("Kyiv",), ("Kyiv",)],
    ),
    (
        "paragraph-without-end",
        "Shells hit Kharkiv on Friday. Two men died. A house burned. A child was hurt. "
        "Prices rose. Ministers met.",
        [("Kharkiv",)] * 4 + [()] * 2,
    ),
    ("dateline", "KHARKIV — Troops crossed the border on Friday.", [()]),
    ("distance", "A convoy stood 50 km from Kharkiv on Friday.", [()]),
]


@pytest.mark.parametrize(
    ("text", "cities"), [row[1:] for row in CITIES], ids=[row[0] for row in CITIES]
)
def test_statement_cities(text, cities):
    assert [s.cities for s in read(text)] == cities


def test_statement_is_an_exact_span():
    text = "Shells hit Kharkiv.\r\n\r\n“We hold on,” the mayor said. He left."
    for statement in read(text):
        assert text[statement.start : statement.end] == statement.text


def test_statement_furniture_is_left_out():
    text = (
        "date 2022-02-27 Video shows a tank 1:07\n\nShells hit Kharkiv on Friday.\n\n"
        "The launcher is capable of firing forty rockets.\n\nRead more about the war."
    )
    assert [s.text for s in read(text)] == ["Shells hit Kharkiv on Friday."]


def test_statement_without_publication_day_stays_undated():
    text = "Shells hit Kharkiv on Friday. The town fell on 3 March 2022."
    assert [s.when and s.when.filing_day for s in read(text, None)] == [None, date(2022, 3, 3)]


def test_statement_ids_depend_on_content_only():
    text = "Shells hit Kharkiv on Friday. Two houses burned down."
    assert [s.id for s in read(text)] == [s.id for s in read(text)]
    assert len({s.id for s in read(text)}) == 2


def test_a_time_that_is_the_same_on_every_possible_day_is_known() -> None:
    possible = Published(None, "none", (), (date(2022, 4, 1), date(2022, 5, 20)))
    text = "On March 4 shells hit Sumy. On Friday a bridge fell in Kherson."
    found = extract_statements(Article(id="a", file="a.txt", text=text, published=possible))
    days = [one.when.span.start.date() if one.when else None for one in found]
    assert days == [date(2022, 3, 4), None]


def test_a_day_beside_full_dates_of_another_year_may_be_of_that_year() -> None:
    possible = Published(None, "none", (), (date(2022, 4, 1), date(2022, 5, 20)))
    text = "The town fell on 20 February 2014. On 27 February shells hit Sumy."
    found = extract_statements(Article(id="a", file="a.txt", text=text, published=possible))
    assert found[1].when is None


def test_an_unknown_day_ends_the_day_before_it() -> None:
    text = "On March 4, 2022, shells hit Sumy. A bridge fell on Tuesday in Kherson. Two men died."
    found = extract_statements(Article(id="a", file="a.txt", text=text, published=UNDATED))
    assert [one.when is None for one in found] == [False, True, True]


def test_a_sentence_that_reads_as_nothing_but_its_source_keeps_its_kinds() -> None:
    text = "Shells which fell on Saturday killed nine people in Idlib the Observatory said."
    assert read(text)[0].kinds == ("shelling", "casualties")
