"""What places do in a report: the scene, a name for a government, a seat, a point of reference."""

import pytest

from conflict_timeline.places import find_places

UKRAINE = "Ukraine and Russia were at war. "
SYRIA = "The war in Syria went on. "
LIBYA = "The war in Libya went on. "


def events(text: str) -> list[str]:
    """Return the cities of ``text`` where something happens."""
    return [p.name for p in find_places(text) if p.kind == "city" and p.role == "event"]


@pytest.mark.parametrize(
    "text",
    [
        "Moscow cannot be blamed.",
        "They asked if Moscow is ready.",
        "They want to impose sanctions on Moscow.",
        "The council voted for military support for Kyiv.",
        "The grid failed as Moscow launched missiles.",
        "They went on ignoring Moscow's demands.",
        "Washington and Paris say it is too late.",
        "The disarmament agreement with Moscow lapsed.",
        "Western aid to Kyiv rose.",
        "It is up to Moscow to decide.",
        "The attack was the first since Moscow began its operation.",
        "He accused the authorities in Kyiv.",
        "The Minsk agreements failed.",
        "The Astana talks failed.",
        "The Azov battalion fought on.",
        "The Kiel Institute counted tanks.",
        "The Munich Security Conference opened.",
        "He took a flight to Riyadh.",
        "Rockets could come to Moscow, Kazan or St. Petersburg.",
        LIBYA + "Crowds filled Freedom Square.",
        UKRAINE + "Missiles came from Belarusian territory.",
        "It rose, said John Low, a broker at a bank in Tokyo.",
        "According to a senior official in Washington the plan failed.",
        "A letter from Arnold Palmovic reached the editors in Germany.",
        "It was backed by Iran, China, Venezuela, Cuba and others.",
        "The raid went on in Libya, said Ann Low, head of the programme at the London School.",
        "They flew 10 Shilka anti-aircraft guns out.",
    ],
)
def test_no_city_is_the_scene(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Troops bear down on Kyiv.",
        "Rockets shelled Kyiv.",
        "Families fled Kyiv.",
        "Kyiv was hit.",
        "Kyiv residents hid in the metro.",
        "Tanks reached the centre of Kyiv.",
        "A Kyiv apartment block was destroyed.",
        UKRAINE + "Shells fell on the Kyiv region. A Kyiv apartment block was destroyed.",
        UKRAINE + "The Kyiv region was quiet. In Kyiv, a crater was left.",
    ],
)
def test_kyiv_is_the_scene(text: str) -> None:
    assert events(text) == ["Kyiv"]


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell in the Chernihiv, Sumy, Kharkiv and Luhansk regions.",
        "Shells fell in Chernihiv, Sumy, Kharkiv and Luhansk regions.",
        "Shells fell in the regions of Sumy, east of Kyiv, and Zhytomyr and Rivne.",
        "Shells fell in Chernihiv Sumy and Kharkiv provinces.",
    ],
)
def test_regions_in_a_list_are_no_cities(text: str) -> None:
    assert events(UKRAINE + text) == []


def test_a_vague_source_speaks_from_the_capital() -> None:
    found = find_places(SYRIA + "A security source in Damascus told of the raids.")
    assert [p.role for p in found if p.name == "Damascus"] == ["speaker"]


def test_officials_of_a_town_speak_of_it_unless_another_is_the_scene() -> None:
    assert events(UKRAINE + "Officials in Mariupol said water was cut.") == ["Mariupol"]
    text = UKRAINE + "Officials in Lviv said shells fell on Mariupol."
    assert events(text) == ["Mariupol"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (SYRIA + "Shells fell on Talbisseh.", "Talbiseh"),
        (SYRIA + "Clashes near Umm Sharshuh went on.", "Umm Sharshuh"),
        (LIBYA + "Rebels fought in Dafniya on Friday.", "Dafniya"),
        (LIBYA + "Shells fell near Dafniya at noon.", "Dafniya"),
    ],
)
def test_towns_known_by_context_are_cities(text: str, name: str) -> None:
    assert events(text) == [name]


def test_a_neighbourhood_is_no_other_town() -> None:
    text = SYRIA + "In Aleppo, jets hit the Bab al-Nayrab neighbourhood."
    assert events(text) == ["Aleppo"]


def test_capitals_before_a_sentence_are_a_dateline() -> None:
    text = "BEIRUT A helicopter was shot down near Saraqib in Syria."
    assert [p.role for p in find_places(text) if p.name == "Beirut"] == ["dateline"]


def test_suriname_has_two_spellings() -> None:
    assert [p.kind for p in find_places("Fires burned in Surinam and in Suriname.")] == [
        "country",
        "country",
    ]


def test_a_place_measured_from_is_a_reference() -> None:
    found = find_places(LIBYA + "The column stood 20 km east of Zawiyah.")
    assert [(p.role, p.bearing) for p in found if p.name == "Zawiya"] == [("reference", "E")]


def test_the_reason_names_the_rules() -> None:
    (place,) = find_places("Rebels captured Izium.")
    assert "struck" in place.reason
    assert "attacked" in place.reason


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("A convoy was ambushed between Kidal and Tessalit on Monday.", []),
        ("Trucks burned on the Kupiansk-Svatove highway.", []),
        ("Airstrikes in Khan Younis, Deir al-Balah and Nuseirat killed 31.",
         ["Khan Younis", "Deir al-Balah", "Nuseirat"]),
        ("Hezbollah fired rockets from Lebanon at Kiryat Shmona and Metula.",
         ["Kiryat Shmona", "Metula"]),
        ("M23 rebels took Bukavu's Kavumu airport and marched on Uvira.",
         ["Bukavu", "Kavumu", "Uvira"]),
        ("Residents fled Laukkai for Lashio.", ["Laukkai", "Lashio"]),
        ("The Damascus-based government closed the road.", []),
        ("Government forces in Damascus said they had taken Sweida.", ["Sweida"]),
        ("Rifle fire rang out in Benghazi.", ["Benghazi"]),
        ("Jaffna was captured by government forces in December.", ["Jaffna"]),
        ("Shells landed near the Zaporizhzhia nuclear power plant.", []),
        ("Shells killed two in Zvonkove in northern Aleppo.", ["Zvonkove", "Aleppo"]),
        ("Взрывы прогремели в Белгородской области и в Шебекино.", ["Shebekino"]),
        ("قتل خمسة أشخاص في قصف على خان يونس ورفح.", ["Khan Younis", "Rafah"]),
        ("The witness was Michael Jordan.", []),
        ("Brent crude rose after the attack.", []),
    ],
)  # fmt: skip
def test_cities_where_something_happens(text: str, cities: list[str]) -> None:
    assert events(text) == cities


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Georgia said its troops had left.", "metonym"),
        ("Chad approved a new budget.", "metonym"),
        ("They ignored Chad's demands.", "metonym"),
        ("Two died in US raids.", "metonym"),
        ("They flew with Air Chad.", "metonym"),
        ("It was signed by Chad and others.", "metonym"),
        ("Chad reported ten new cases.", "event"),
        ("They closed the border with Chad.", "event"),
        ("They mapped Chad's rivers.", "event"),
        ("Floods have cut roads in Chad.", "event"),
    ],
)
def test_states_act_and_are_scenes(text: str, role: str) -> None:
    assert [place.role for place in find_places(text) if place.kind == "country"] == [role]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Snow fell on Alexandria, Brandon, Kensington, St. Cloud and Douglas County.", "US"),
        ("A London doctor flew from Boston to Washington.", "GB"),
        ("Peace in the Middle East was far, they said in Washington, Boston and Baltimore.", None),
    ],
)
def test_namesakes_yield_to_the_province_and_to_the_metropolis(
    text: str, country: str | None
) -> None:
    first = next(p for p in find_places(text) if p.text in ("Alexandria", "London", "Middle East"))
    assert first.country == country


def test_a_state_after_one_of_its_towns_is_the_state() -> None:
    tacoma, washington = find_places("She spoke in Tacoma, Washington, on Friday.")
    assert (tacoma.admin1, washington.kind, washington.name) == (
        "Washington", "region", "Washington",
    )  # fmt: skip
