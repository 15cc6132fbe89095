"""The ladder of publication dates: which rung answers, and what never counts."""

from datetime import date

import pytest

from conflict_timeline.reading.published import find_published, parse_day

BODY = "Shells fell on the port on Monday.\n\nThe army said it had returned fire."
JULY = date(2014, 7, 19)


@pytest.mark.parametrize(
    ("given", "day", "basis"),
    [
        pytest.param({"flag": JULY, "sidecar": "2014-07-18"}, JULY, "flag", id="flag"),
        pytest.param(
            {"sidecar": JULY, "front_matter": {"date": "2014-07-18"}}, JULY, "sidecar", id="sidecar"
        ),
        pytest.param(
            {"front_matter": {"Date": "19 July 2014"}, "record_date": "2014-07-18"},
            JULY,
            "front_matter",
            id="front-matter",
        ),
        pytest.param(
            {"record_date": "2014-07-19T23:30:00Z", "name": "2014-07-18.txt"},
            JULY,
            "metadata",
            id="record",
        ),
        pytest.param({"name": "in/2014-07-19-port.txt"}, JULY, "filename", id="name-iso"),
        pytest.param({"name": "port_20140719.txt"}, JULY, "filename", id="name-compact"),
        pytest.param({"name": "19.07.2014_port.txt"}, JULY, "filename", id="name-day-first"),
        pytest.param({"name": "port_19_july_2014.txt"}, JULY, "filename", id="name-words"),
        pytest.param({"name": "2014/07/19/port.txt"}, JULY, "filename", id="folders"),
        pytest.param(
            {"url": "https://news.example/2014/07/19/port"}, JULY, "metadata", id="address"
        ),
        pytest.param({}, None, "none", id="nothing"),
        pytest.param({"name": "000_c47db5ceb8414a03.txt"}, None, "none", id="hash-in-name"),
        pytest.param({"name": "a20140719f.txt"}, None, "none", id="digits-inside-hash"),
        pytest.param({"record_date": "unknown"}, None, "none", id="unreadable-record"),
    ],
)
def test_published_ladder(given: dict, day: date | None, basis: str) -> None:  # type: ignore[type-arg]
    published, header_end = find_published(BODY, **given)
    assert (published.day, published.basis) == (day, basis)
    assert header_end == 0
    assert published.evidence or day is None


def test_published_file_name_comes_before_the_first_line() -> None:
    text = f"Published: 20 July 2014\n\n{BODY}"
    published, header_end = find_published(text, name="2014-07-19.txt")
    assert (published.day, published.basis) == (JULY, "filename")
    assert text[header_end:].lstrip() == BODY


@pytest.mark.parametrize(
    "line",
    [
        "date 2014-07-19 Smoke over the port 1:12",
        "Published: 19 July 2014",
        "PUBLISHED ON 19 JULY 2014",
        "**Date:** July 19th, 2014",
        "Saturday, 19 July 2014, 10:20 GMT",
        "By a staff reporter | 19 Jul 2014",
        "Fecha: 19 de julio de 2014",
        "Publié le 19 juillet 2014",
        "Опубліковано: 19 липня 2014",
        "Дата: 19.07.2014",
        "تاريخ النشر: 19 يوليو 2014",
        "تاريخ النشر: ١٩ يوليو ٢٠١٤",
        "Date: the nineteenth of July 2014",
    ],
)
def test_published_header_lines(line: str) -> None:
    text = f"{line}\n\n{BODY}"
    published, header_end = find_published(text)
    assert (published.day, published.basis) == (JULY, "header")
    (proof,) = published.evidence
    assert text[proof.start : proof.end] == proof.text
    assert header_end <= len(line)


def test_published_other_languages_through_dateparser() -> None:
    published, _ = find_published(f"Datum: 19 červenec 2014\n\n{BODY}")
    assert published.day == JULY


def test_published_header_below_a_title() -> None:
    text = f"Fire at the port after a night of shelling\n19 July 2014\n\n{BODY}"
    published, header_end = find_published(text)
    assert (published.day, published.basis) == (JULY, "header")
    assert text[header_end:].lstrip() == BODY


@pytest.mark.parametrize(
    "text",
    [
        "The port was taken on 19 July 2014. The army left in August.",
        "Talks will resume in the spring.\n\n" + "Fighting went on. " * 20 + "\n\n19 July 2014",
        "Smoke over the port 2:06\n\nThe port burned.",
        "On 19 July 2014, the port burned.",
    ],
    ids=["middle", "below-the-prose", "video-length", "sentence"],
)
def test_published_never_takes_a_date_of_the_news(text: str) -> None:
    assert find_published(text)[0].day is None


def test_published_ambiguous_numbers_stay_open() -> None:
    published, _ = find_published(f"Date: 03/04/2014\n\n{BODY}")
    assert published.day is None
    assert set(published.candidates) == {date(2014, 4, 3), date(2014, 3, 4)}


def test_published_dateline_with_year() -> None:
    published, header_end = find_published(f"BEIRUT, 19 July 2014 — {BODY}")
    assert (published.day, published.basis, header_end) == (JULY, "dateline", 0)


def test_published_dateline_takes_its_year_from_the_folder() -> None:
    text = f"BEIRUT, July 19 (Harbour Post) - {BODY}"
    assert find_published(text)[0].day is None
    published, _ = find_published(text, name="wire/2014/port.txt")
    assert (published.day, published.basis) == (JULY, "dateline")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2014-07-19", JULY),
        ("20140719", JULY),
        ("Sat, 19 Jul 2014 10:20:00 +0200", JULY),
        (1405764000, JULY),
        (1405764000000, JULY),
        ("1405764000", JULY),
        ("July 19, 2014", JULY),
        ("2014", None),
        ("July 2014", None),
        ("03/04/2014", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
        ("9" * 5000, None),
        (1e300, None),
    ],
)
def test_parse_day(value: object, day: date | None) -> None:
    assert parse_day(value) == day


@pytest.mark.parametrize(
    "text",
    ["\x00\x01" * 500, "\ud800" * 50, "1" * 1_000_000, "1 July " * 100_000, "(a) - " * 100_000],
    ids=["controls", "surrogates", "digits", "dates", "credits"],
)
def test_published_survives_hostile_text(text: str) -> None:
    published, header_end = find_published(text, name=text[:300])
    assert published.basis in ("none", "filename")
    assert 0 <= header_end <= len(text)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Market shelled\nJune 20, 2014\n\nSix people died on Friday.", date(2014, 6, 20)),
        ("NYALA, Sudan, June 20 (Wire) - Six people died on Friday.", date(2014, 6, 20)),
        ("NYALA, Sudan, Dec. 28 (Wire) - Six people died.", date(2014, 12, 28)),
        ("NYALA, Sudan, July 18 (Wire) - Six people died.", None),
        ("July 20, 2014\n\nSix people died.", None),
        ("Six people died on June 20, 2014, the governor said.", None),
    ],
    ids=["date-line", "dateline", "nearest-year", "day-before", "day-after", "news"],
)
def test_a_name_and_words_that_name_two_days(text: str, other: date | None) -> None:
    found = find_published(text, name="2014-07-19.txt")[0]
    assert (found.day, found.basis) == (JULY, "filename")
    assert found.candidates == (() if other is None else (other,))
    if other:
        assert f"says {other}" in found.evidence[-1].proves
        assert text[slice(found.evidence[-1].start, found.evidence[-1].end)] in text


def test_a_dateline_of_december_in_a_file_of_january() -> None:
    found = find_published("KHARTOUM, Dec. 31 (Wire) - Talks went on.", name="2015-01-01.txt")[0]
    assert (found.day, found.candidates) == (date(2015, 1, 1), ())


def test_what_the_user_says_contradicts_nothing() -> None:
    text = "June 20, 2014\n\nSix people died."
    assert find_published(text, name="2014-07-19.txt", flag=JULY)[0].candidates == ()
