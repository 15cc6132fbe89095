"""Finding places in text: which words, which place, which role."""

import time

import pytest

from conflict_timeline.places import find_places, place_of_event


def roles(text: str) -> list[tuple[str, str]]:
    return [(place.name, place.role) for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit Kramatorsk on Monday.", [("Kramatorsk", "event")]),
        ("Troops shelled the outskirts of Kherson.", [("Kherson", "event")]),
        ("BEIRUT — A blast shook Sidon.", [("Beirut", "dateline"), ("Sidon", "event")]),
        ("LONDON (Reuters) - Shares fell.", [("London", "dateline")]),
        ("Moscow denied the report.", [("Moscow", "metonym")]),
        ("Moscow has rejected the offer.", [("Moscow", "metonym")]),
        ("The ministers condemned Moscow's decision.", [("Moscow", "metonym")]),
        ("The army is larger than that of Kyiv.", [("Kyiv", "metonym")]),
        ("Kyiv was shelled overnight.", [("Kyiv", "event")]),
        ("Residents of Kyiv said so.", [("Kyiv", "event")]),
        ("Shells fell on residential quarters of Kramatorsk.", [("Kramatorsk", "event")]),
        ("A car bomb went off in al-Bab on Sunday.", [("al-Bab", "event")]),
        ("The Homs Legion denied it.", [("Homs", "metonym")]),
        ("The Kremlin rejected the report.", [("Kremlin", "metonym")]),
        ("Troops closed in on Ukraine's capital.", [("Ukraine", "event")]),
        ("Its partnership with Moscow held.", [("Moscow", "metonym")]),
        ("The Syrian embassy in Moscow said so.", [("Moscow", "speaker")]),
        (
            "Officials in Britain said troops entered Bakhmut.",
            [("United Kingdom", "event"), ("Bakhmut", "event")],
        ),
    ],
)
def test_find_places_gives_roles(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


def test_find_places_measures_from_a_reference_point() -> None:
    found = find_places(
        "In Bucha, a town about 30 kilometers (19 miles) northwest of Kyiv, it burned."
    )
    assert [place.role for place in found] == ["event", "reference"]
    assert (found[1].bearing, found[1].distance_km) == ("NW", 30.0)


def test_find_places_turns_miles_into_kilometres() -> None:
    found = find_places("The column stopped 10 miles from Kharkiv.")
    assert found[0].distance_km == pytest.approx(16.1)


def test_find_places_takes_the_centre_of_a_city_for_the_city() -> None:
    found = find_places("The troops are 30 kilometers from the center of Kyiv.")
    assert [(place.name, place.role) for place in found] == [("Kyiv", "event")]


@pytest.mark.parametrize(
    "text",
    [
        "They threw Molotov cocktails at the tanks.",
        "Aung San Suu Kyi was detained.",
        "Reading the report took a day.",
        "President Lincoln and Senator Jackson spoke.",
        "Ukrainian soldiers fired at Russian tanks.",
        "In Ukraine the price of Brent rose with that of wheat.",
        "Ukraine lost the tanker Odessa and the flagship Moskva.",
        "Jets flew over the Black and Azov seas off Ukraine.",
        "In Ukraine the Dnipro-1 battalion dug in.",
        "“No,” said Olha Hryshko, a nurse in the city, in Ukraine.",
    ],
)
def test_find_places_leaves_people_and_words_alone(text: str) -> None:
    assert [place for place in find_places(text) if place.kind == "city"] == []


def test_find_places_settles_homonyms_by_what_follows() -> None:
    found = find_places("Fighting spread to Tripoli, Lebanon, on Friday.")
    assert (found[0].country, found[1].name) == ("LB", "Lebanon")


def test_find_places_settles_homonyms_by_the_document() -> None:
    text = "Syrian rebels held Idlib. Clashes in Hama and Homs went on. Shells fell on Hama."
    assert {place.country for place in find_places(text)} == {"SY"}


def test_find_places_keeps_one_sense_a_document() -> None:
    text = "In Tripoli, Lebanon, shops closed. A day later Tripoli was calm."
    assert {place.country for place in find_places(text)} == {"LB"}


def test_find_places_accepts_a_village_by_its_syntax() -> None:
    found = find_places("Rockets fell on the village of Zhovtokamianske near Pokrovsk.")
    assert (found[0].text, found[0].lat, found[0].geonameid) == ("Zhovtokamianske", None, None)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(place.name, place.kind) for place in find_places(text)]


def test_find_places_takes_a_river_for_no_town() -> None:
    assert kinds("In Ukraine, a boat sank on the Dnipro river.")[1:] == [("Dnipro", "site")]
    assert kinds("In Ukraine, a crane burned in the Dnipro river port.")[1:] == [("Dnipro", "city")]


def test_find_places_takes_what_is_called_a_village_for_one() -> None:
    assert ("Zvonkove", "city") in kinds("In Zvonkove, a village in the Kharkiv region, men died.")
    text = "In Ukraine, shells fell on the villages of Zvonkove and Brasovka."
    assert kinds(text)[1:] == [("Zvonkove", "city"), ("Brasovka", "city")]
    assert ("Novyi Zvonkiv", "city") in kinds("In Novyi Zvonkiv, a village near Sumy, men died.")


def test_find_places_takes_unlisted_neighbourhoods_for_quarters() -> None:
    text = "In Syria, shells hit the al-Zvonkah and Brasovka neighborhoods of Aleppo on Monday."
    assert ("al-Zvonkah", "district") in kinds(text)


def test_find_places_leaves_ships_in_a_list_alone() -> None:
    text = "In Ukraine, the landing ship Kolbino sank and two others, Kherson and Izium, burned."
    assert [name for name, _ in kinds(text)] == ["Ukraine"]


def test_find_places_takes_republics_of_for_regions() -> None:
    text = "The self-declared republics of Donetsk and Luhansk asked Ukraine for talks."
    assert [kind for _, kind in kinds(text)] == ["region", "region", "country"]


def test_find_places_knows_a_nuclear_plant_by_its_short_name() -> None:
    text = "Europe’s largest nuclear power plant lost power. Staff at the Zaporizhzhia plant left."
    assert ("Zaporizhzhia Nuclear Power Plant", "site") in kinds(text)
    assert ("Zaporizhzhia", "city") in kinds("Workers at the Zaporizhzhia plant make cars.")


def test_find_places_reads_cyrillic_and_arabic() -> None:
    found = find_places("Взрывы прогремели в Харькове и в Києві. قصف عنيف على حلب")
    assert [place.name for place in found] == ["Kharkiv", "Kyiv", "Aleppo"]


def test_find_places_prefers_the_oblast_when_it_is_called_one() -> None:
    found = find_places("Fighting continued in Kharkiv region.")
    assert (found[0].name, found[0].kind) == ("Kharkiv Oblast", "region")


def test_find_places_takes_gaza_for_the_land() -> None:
    names = [place.name for place in find_places("Tanks entered Gaza and the city of Gaza.")]
    assert names == ["Gaza Strip", "Gaza City"]


def test_find_places_offsets_slice_back() -> None:
    text = "Near al-Bab, Syria, and in Deir ez-Zor\nshelling went on; Russia’s army left Izium."
    for place in find_places(text):
        assert text[place.start : place.end] == place.text


@pytest.mark.parametrize(
    "text",
    [
        "regions of Kyiv " * 5_000,
        "Sources in Kyiv said " * 5_000,
        "Kyiv, Lviv, " * 5_000,
        "said Ab Cd Ef Gh " * 5_000,
        "",
        "\x00\ud800",
        "A" * 50_000,
        "Kyiv " * 5_000,
        "A-" * 20_000,
        "9" * 100_000,
        "’s " * 10_000,
    ],
)
def test_find_places_survives_odd_text_in_linear_time(text: str) -> None:
    began = time.process_time()
    find_places(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "verb", "name"),
    [
        ("A car bomb detonated in Baghdad on Sunday.", "detonated", "Baghdad"),
        ("Troops from Russia shelled the town of Marinka.", "shelled", "Marinka"),
        ("In Aleppo, clashes erupted at dawn.", "erupted", "Aleppo"),
        ("The minister said in a statement that talks failed.", "said", None),
    ],
)
def test_place_of_event(text: str, verb: str, name: str | None) -> None:
    start = text.index(verb)
    place = place_of_event(text, start, start + len(verb), find_places(text))
    assert (place.name if place else None) == name
