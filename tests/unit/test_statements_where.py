"""Where a statement's event is: towns that are no scene, topics, what carries on and what ends."""

import time
from datetime import date

import pytest

from conflict_timeline.extract import extract_statements
from conflict_timeline.model import Article, Published


def read(text):
    published = Published(date(2022, 3, 11), "flag")
    return extract_statements(Article(id="a", file="a.txt", text=text, published=published))


def cities_of(text):
    return [statement.cities for statement in read(text)]


NAMED = [
    ("seat-of-ministry", "The defence ministry in Moscow said it had lost no ships.", ()),
    ("told-reporters-in", "“We will help,” the envoy told reporters in Lviv on Friday.", ()),
    ("said-in", "“We hold on,” the commander said in Kyiv on Friday.", ()),
    (
        "local-officials-in",
        "Officials in Kharkiv said a school burned down on Friday.",
        ("Kharkiv",),
    ),
    ("residents-of", "Residents of Sumy told a reporter that shells fell on Friday.", ("Sumy",)),
    (
        "evacuees-from",
        "Evacuees from Izium and Balakliia slept in a gym in Poltava on Friday.",
        ("Poltava",),
    ),
    ("evacuated-from", "Three hundred people were evacuated from Izium on Friday.", ("Izium",)),
    (
        "on-its-way-to",
        "A convoy was stuck in Chuhuiv on its way to Izium on Friday.",
        ("Chuhuiv",),
    ),
    (
        "aim-of-an-offensive",
        "Rebels captured five villages on Friday in their campaign for Raqqa.",
        (),
    ),
    ("aim-alone", "On Friday troops began an offensive aimed at Raqqa.", ("Raqqa",)),
    ("outside", "Two men died in Hostomel, just outside Kyiv, on Friday.", ("Hostomel",)),
    ("suburb-named-with-its-city", "Shells hit the Kyiv suburb of Bucha on Friday.", ("Bucha",)),
    ("district-named-so", "Shells hit the Damascus district of Jobar on Friday.", ("Damascus",)),
    (
        "part-of-the-capital",
        "Shells hit the Dora neighbourhood of the Iraqi capital on Friday.",
        ("Baghdad",),
    ),
    (
        "quarters-of-a-source",
        "Kharkiv was shelled on Friday, videos from the Zvonkove and Brasivka neighborhoods show.",
        ("Kharkiv",),
    ),
    ("owned-quarter", "A missile hit a block in Kyiv’s Podil on Friday.", ("Kyiv",)),
    (
        "quarter-on-a-side",
        "A shell hit a market in Troieshchyna, in the northeast of Kyiv, on Friday.",
        ("Kyiv",),
    ),
    ("countryside", "Shells fell on the Kharkiv countryside on Friday.", ()),
    ("governor", "Kharkiv Governor Oleh Petrenko said shells hit Chuhuiv on Friday.", ("Chuhuiv",)),
    ("governor-alone", "Kharkiv Governor Oleh Petrenko said on Friday that three men died.", ()),
    ("police-command", "A source at Homs Police Command said shells hit Saraqib.", ("Saraqib",)),
    ("edge", "In Irpin, on the northwestern edge of Kyiv, two men died on Friday.", ("Irpin",)),
    ("near", "A shell hit a bus at Chornobaivka near Kherson on Friday.", ("Chornobaivka",)),
    ("province", "A bomb hit the town of Saraqib in Idlib on Friday.", ("Saraqib",)),
    (
        "talks-elsewhere",
        "At talks in Istanbul on Friday envoys argued over the shelling of Chernihiv.",
        ("Chernihiv",),
    ),
    ("arrived-from", "On Friday a ship docked in Benghazi from Misrata.", ("Benghazi",)),
    ("headquarters", "NATO said on Friday from its headquarters in Naples it flew 60 sorties.", ()),
    ("via", "On Friday a corridor was opened from Mariupol via Berdiansk.", ("Mariupol",)),
    ("road-to", "A strike in Kyiv closed the road to Odesa on Friday.", ("Kyiv",)),
    ("not-there", "Shells fall on Donetsk, not in Frankfurt.", ("Donetsk",)),
    ("gunners-elsewhere", "Gunners positioned in Binnish shelled Saraqib on Friday.", ("Saraqib",)),
    ("a-town-close-to", "Troops took Slavutych, a town close to Chernihiv.", ("Slavutych",)),
    ("said-abroad", "In Paris, a source said tanks entered Izium on Friday.", ("Izium",)),
    (
        "governor-elsewhere",
        "In Mariupol people queued on Friday. Some got out on foot, Zaporizhzhia’s regional "
        "governor Petro Kit said.",
        ("Mariupol",),
    ),
    (
        "stadium-of-another-name",
        "In Kyiv a rocket hit the Dnipro stadium on Friday.",
        ("Kyiv",),
    ),
]


@pytest.mark.parametrize(("text", "cities"), [r[1:] for r in NAMED], ids=[r[0] for r in NAMED])
def test_statement_cities_named(text, cities):
    assert set(cities_of(text)) == {cities}


CARRIED = [
    (
        "district-that-nobody-lists",
        "A market in Donetsk burned on Friday. A shell hit a tram stop in the Leninsky district.",
        [("Donetsk",), ("Donetsk",)],
    ),
    (
        "another-day-in-a-paragraph-of-its-own",
        "A school in Izium burned down on Friday.\n\nA fence in Izium was hit as well.\n\n"
        "Oil prices rose on Wednesday.",
        [("Izium",), ("Izium",), ()],
    ),
    (
        "topic-beats-end-of-a-way",
        "In Mariupol, bread ran out on Friday. The lorries had left Poltava at dawn.\n\n"
        "City authorities said ten people had died.",
        [("Mariupol",), ("Poltava",), ("Mariupol",)],
    ),
    (
        "the-city-not-where-buses-came-from",
        "Shells hit Mariupol on Friday.\n\nBuses sent from Poltava did not reach the city.",
        [("Mariupol",), ("Mariupol",)],
    ),
    (
        "label-is-the-topic",
        "Kharkiv: A school burned on Friday. Four people died in Slobozhanske. The governor says "
        "the city was shelled all night.",
        [("Kharkiv",), ("Slobozhanske",), ("Kharkiv",)],
    ),
    (
        "district-of-the-town-before",
        "Blasts were heard in Kyiv on Friday. A block in the Sviatoshyn district burned down.",
        [("Kyiv",), ("Kyiv",)],
    ),
    (
        "denial-of-the-strike",
        "A strike hit a hospital in Mariupol on Friday.\n\nRussia’s foreign ministry did not deny "
        "the strike.",
        [("Mariupol",), ("Mariupol",)],
    ),
    (
        "mayor-without-a-town",
        "Rockets hit Lviv on Friday.\n\nMayor Petro Kit said a factory was destroyed.",
        [("Lviv",), ("Lviv",)],
    ),
    (
        "victims",
        "A raid on Tripoli killed nine people on Friday.\n\nState TV said three of those killed "
        "were children.",
        [("Tripoli",), ("Tripoli",)],
    ),
    (
        "the-house-told-of-before",
        "A raid hit a house in Tripoli on Friday.\n\nThe rebels rejected an offer of talks.\n\n"
        "NATO gave no comment.\n\nThe alliance met on Friday.\n\nMinisters arrived.\n\n"
        "Reporters were led to the house.",
        [("Tripoli",), (), (), (), (), ("Tripoli",)],
    ),
    (
        "lawyer-in-the-town-before",
        "Rebels in Zawiya fired shots on Friday.\n\n“We lack bread,” said Ali Omar, a lawyer who "
        "lives in Zawiya.",
        [("Zawiya",), ("Zawiya",)],
    ),
    (
        "the-north-of-the-city",
        "Rockets hit Lviv on Friday.\n\nFive men were hurt at a depot in the north of the city.",
        [("Lviv",), ("Lviv",)],
    ),
    (
        "taken-abroad",
        "Bombs hit a school in Mariupol.\n\nPetro Kit, an adviser to the mayor, said residents "
        "had been taken to Russia.",
        [("Mariupol",), ("Mariupol",)],
    ),
    (
        "total-of-a-country",
        "Shells hit Khartoum on Friday.\n\nNinety people have been killed since Thursday, a union "
        "said.",
        [("Khartoum",), ()],
    ),
    (
        "talk-of-the-state-that-spoke",
        "A missile hit Kharkiv on Friday. Russia did not comment on the strike. It has said that "
        "it fires only on bases.",
        [("Kharkiv",), ("Kharkiv",), ()],
    ),
    (
        "existential-there",
        "Shells hit Kharkiv on Friday.\n\nIt said there was no deal on gas.",
        [("Kharkiv",), ()],
    ),
    (
        "there-is-a-place",
        "Shells hit Kharkiv on Friday.\n\nThousands of men stayed there.",
        [("Kharkiv",), ("Kharkiv",)],
    ),
    (
        "alliance-ends-it",
        "Shells hit Kharkiv on Friday. NATO refused to close the sky.",
        [("Kharkiv",), ()],
    ),
    (
        "plans-end-it",
        "Shells hit Kharkiv on Friday. He is due to speak to deputies on Monday.",
        [("Kharkiv",), ()],
    ),
    (
        "talks-are-no-scene",
        "At a meeting in Geneva on Friday ministers quarrelled over visas. The army has lost "
        "ten tanks.",
        [("Geneva",), ()],
    ),
    (
        "far-from-the-city",
        "Shells hit Kharkiv on Friday.\n\nOn Friday tanks stood 30 km north of the city.",
        [("Kharkiv",), ()],
    ),
]


@pytest.mark.parametrize(("text", "cities"), [r[1:] for r in CARRIED], ids=[r[0] for r in CARRIED])
def test_statement_cities_carried(text, cities):
    assert cities_of(text) == cities


def test_statement_place_is_told_as_what_it_stands_for():
    (statement,) = read("The defence ministry in Moscow said it had lost no ships.")
    assert [(place.name, place.role) for place in statement.places] == [("Moscow", "speaker")]


def test_statement_cities_cost_grows_with_the_text_only():
    def cost(times):
        text = "the city " + "evacuees from Kyiv near Lviv and to Odesa " * times
        started = time.process_time()
        read(text)
        return time.process_time() - started

    cost(50)
    assert cost(1600) < 20 * cost(200) + 0.2  # eight times the text; its square would be 64


GOES_ON = [
    (
        "accused",
        "Shells hit Sumy on Friday, its mayor said. He accused Russia of firing on a school.",
        ("Sumy",),
    ),
    (
        "size-of-the-city",
        "Shells hit Sumy on Friday. The city of about 260,000 has no water.",
        ("Sumy",),
    ),
    (
        "one-city",
        "Shells hit Sumy and Okhtyrka on Friday. The city council said a school burned.",
        ("Sumy",),
    ),
    (
        "day-of-the-war",
        "Shells hit Sumy on Friday. “They shelled it in the first days of the war and since,” a "
        "nurse said.",
        ("Sumy",),
    ),
    (
        "governor-of-the-province",
        "Shells hit Izium on Friday. Two men died, the governor of the Kharkiv region said.",
        ("Izium",),
    ),
    (
        "there-measured",
        "Shells hit Yavoriv on Friday. Four men died there, 15 miles from the Polish border.",
        ("Yavoriv",),
    ),
    (
        "denial",
        "Shells hit Sumy on Friday. Russia’s defence ministry denied responsibility.",
        ("Sumy",),
    ),
    (
        "launched-over-a-sea",
        "Missiles hit Odesa on Friday. Four were launched by bombers above the Caspian Sea.",
        ("Odesa",),
    ),
    (
        "plant-in-its-town",
        "Phones went dead in Mariupol on Friday.\n\nIn Sumy shells fell on Friday.\n\n"
        "Shells hit the Azovstal plant on Friday.",
        ("Mariupol",),
    ),
    (
        "there-with-the-end-of-a-way",
        "Shells hit Irpin on Friday. Four men died there on the last way across the river to Kyiv.",
        ("Irpin",),
    ),
    (
        "known-building",
        "Shells hit the bridge in Irpin on Friday. Troops blew up the bridge to slow tanks coming "
        "down from Hostomel.",
        ("Irpin",),
    ),
    (
        "village-after-a-walk",
        "Men were beaten in a barn in Vorzel on Friday. A woman fled to Kyiv. Troops have since "
        "retaken the village.",
        ("Vorzel",),
    ),
    (
        "quotation-goes-on",
        "Shells hit Sumy on Friday. “The city has not fallen,” Prime Minister Petro Kit said. "
        "“They will fight to the end.”",
        ("Sumy",),
    ),
    (
        "unlisted-district",
        "Shells hit Sumy on Friday. An adviser to the interior minister said the Zvonkivskyi "
        "district was on fire.",
        ("Sumy",),
    ),
    (
        "origin-of-a-victim",
        "Bakhmut was shelled on Friday. A teacher from Kramatorsk lost her leg.",
        ("Bakhmut",),
    ),
    (
        "landmark",
        "Tanks entered Kyiv on Friday, a mile from the parliament. Fires burned in the area.",
        ("Kyiv",),
    ),
    (
        "defenders",
        "Shells hit Sumy on Friday. Russia’s defence ministry had promised the defenders food.",
        ("Sumy",),
    ),
    (
        "whole-coast",
        "Shells hit Misrata on Friday.\n\nThe coalition struck targets along the coast of Libya.",
        (),
    ),
    ("village-beside", "Shells hit Sumy on Friday. Rebels took two villages east of Homs.", ()),
    (
        "notice-between",
        "Shells hit Sumy on Friday.\n\nSign up to our newsletter\n\nThe shelling lasted for hours.",
        ("Sumy",),
    ),
    (
        "officials-of-the-city",
        "Ukraine fought on. The governor of Poltava said that a barracks in the city was hit.",
        ("Poltava",),
    ),
    (
        "told-from-abroad",
        "Shells hit Sumy on Friday. In Antalya, Mr Lavrov said a truce was near.\n\n"
        "Forty people have died since the siege of the city began.",
        ("Sumy",),
    ),
]


@pytest.mark.parametrize(("text", "cities"), [p[1:] for p in GOES_ON], ids=[p[0] for p in GOES_ON])
def test_the_last_sentence_is_placed_by_those_before(text, cities):
    assert cities_of(text)[-1] == cities


def test_statement_is_in_this_town_of_the_dateline():
    text = (
        "BUCHA, Ukraine — The bakers were back on Friday.\n\n"
        "Shells had hit this town for days.\n\nThe town had no water on Friday."
    )
    assert cities_of(text)[-2:] == [("Bucha",), ("Bucha",)]


def test_statement_over_a_river_is_not_in_its_namesake():
    assert cities_of("Troops blew up a bridge over the Desna River near Chernihiv on Friday.") == [
        ("Chernihiv",)
    ]
