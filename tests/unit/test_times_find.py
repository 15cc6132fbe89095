"""What the words say about when: direction, parts of day, windows, ranges, decoys, odd text."""

import warnings
from datetime import date

import pytest

from conflict_timeline.model import TimeExpression
from conflict_timeline.times import find_times
from conflict_timeline.times.span import filing_day

with warnings.catch_warnings():  # the validator still calls pyparsing by its old names
    warnings.simplefilter("ignore")
    from edtf_validate.valid_edtf import conformsLevel0, conformsLevel1


SUNDAY = date(2022, 2, 27)
WEDNESDAY = date(2022, 3, 2)
WAR = date(2022, 2, 24)


def read(text: str, published: date | None = SUNDAY) -> list[TimeExpression]:
    return find_times(text, published=published, conflict_start=WAR)


DAYS = [
    ("Residents fled on Friday.", SUNDAY, "Friday", "2022-02-25"),
    ("Shells fell on Wednesday.", WEDNESDAY, "Wednesday", "2022-03-02"),
    ("The council scheduled a vote for Wednesday.", WEDNESDAY, "Wednesday", "2022-03-02"),
    ("The ministers will meet on Friday.", WEDNESDAY, "Friday", "2022-03-04"),
    ("Talks are due to resume Monday.", SUNDAY, "Monday", "2022-02-28"),
    ("The leaders spoke the previous Friday.", SUNDAY, "the previous Friday", "2022-02-25"),
    ("Fighting went on for a third day on Saturday.", SUNDAY, "Saturday", "2022-02-26"),
    ("The mayor imposed a curfew, starting Saturday.", SUNDAY, "Saturday", "2022-02-26"),
    ("The agency said yesterday that it left.", SUNDAY, "yesterday", "2022-02-26"),
    ("Since the invasion began on 24 February, many left.", WEDNESDAY, "24 February", "2022-02-24"),
    ("A vote was held on 16 March in the region.", WEDNESDAY, "16 March", "2021-03-16"),
    ("A vote was scheduled on 16 March there.", WEDNESDAY, "16 March", "2022-03-16"),
    ("Troops seized it last August.", WEDNESDAY, "last August", "2021-08"),
]


@pytest.mark.parametrize(("text", "published", "words", "value"), DAYS, ids=[d[0] for d in DAYS])
def test_find_times_gives_the_day(text: str, published: date, words: str, value: str) -> None:
    values = {time.text: time.value for time in read(text, published)}
    assert values.get(words) == value


FILED = [
    ("It was shelled overnight.", WEDNESDAY, "overnight", "overnight", 2),
    ("It burned on Saturday night.", SUNDAY, "Saturday night", "night", 26),
    ("It burned late Friday.", SUNDAY, "late Friday", "night", 25),
    ("Early Saturday morning it was hit.", SUNDAY, "Early Saturday morning", "early morning", 26),
    ("During the night the port was taken.", WEDNESDAY, "the night", "overnight", 2),
    ("Thousands fled in recent days.", SUNDAY, "recent days", None, 27),
    ("Many died since the start of the war.", SUNDAY, "since the start of the war", None, 27),
    ("More than 600,000 have fled in six days.", WEDNESDAY, "six days", None, 2),
    ("It was struck earlier this week.", SUNDAY, "earlier this week", None, 27),
]


@pytest.mark.parametrize(
    ("text", "published", "words", "part", "day"), FILED, ids=[f[0] for f in FILED]
)
def test_find_times_files_under_the_convention(
    text: str, published: date, words: str, part: str | None, day: int
) -> None:
    time = {time.text: time for time in read(text, published)}[words]
    assert time.span is not None
    assert time.span.part == part
    assert filing_day(time.span).day == day
    assert time.span.start.date() >= date(2022, 2, 24)
    assert conformsLevel0(time.span.edtf) or conformsLevel1(time.span.edtf)


RANGES = [
    ("Between 24 February and 2 March, 70 died.", date(2022, 3, 20), "2022-02-24", "2022-03-02"),
    ("Fighting raged from 5 to 9 March.", date(2022, 3, 20), "2022-03-05", "2022-03-09"),
    ("From 28 December to 3 January it was shelled.", date(2023, 1, 9), "2022-12-28", "2023-01-03"),
    ("It will shut from December 28 to January 3.", date(2022, 12, 9), "2022-12-28", "2023-01-03"),
    ("It was shelled from Monday to Friday.", date(2022, 3, 9), "2022-02-28", "2022-03-04"),
    ("Between Thursday and Monday 70 died.", date(2022, 3, 9), "2022-03-03", "2022-03-07"),
    ("Talks will run Friday through Monday.", date(2022, 3, 9), "2022-03-11", "2022-03-14"),
    ("A curfew was set from Monday until Thursday.", date(2022, 3, 9), "2022-03-07", "2022-03-10"),
    ("From March 5 to 9 the town was shelled.", date(2022, 3, 20), "2022-03-05", "2022-03-09"),
]


@pytest.mark.parametrize(("text", "published", "first", "last"), RANGES, ids=[r[0] for r in RANGES])
def test_find_times_gives_both_ends_of_a_range_a_span(
    text: str, published: date, first: str, last: str
) -> None:
    spans = [time.span.edtf for time in read(text, published) if time.span]
    assert spans == [first, last]


NIGHTS = [
    "Shelling went on into Friday night, as on the previous two nights.",
    "After strikes on the previous two nights drones hit the port on Friday night.",
]


@pytest.mark.parametrize("text", NIGHTS)
def test_find_times_counts_previous_nights_from_the_day_of_the_sentence(text: str) -> None:
    spans = {time.text: time.span for time in read(text, date(2022, 3, 6))}
    span = spans["the previous two nights"]
    assert span is not None
    assert span.edtf == "2022-03-02/2022-03-03"


def test_find_times_clips_windows_at_the_start_of_the_conflict() -> None:
    (time,) = read("Refugees have arrived in recent days.")
    assert time.span is not None
    assert time.span.edtf == "2022-02-24/2022-02-27"


def test_find_times_rolls_the_end_of_a_clock_range_to_the_next_day() -> None:
    text = "On Saturday the bridge was shut from 6:00 p.m. local (11:00 a.m. ET) to 7:00 a.m."
    values = [time.value for time in read(text)]
    assert values == ["2022-02-26", "2022-02-26T18:00", "2022-02-27T07:00"]


def test_find_times_names_the_zone() -> None:
    (time,) = read("It was hit at 0430 GMT.")
    assert time.span is not None
    assert time.span.zone == "UTC"
    (time,) = read("He spoke at 9 p.m. Moscow time.")
    assert time.span is not None
    assert time.span.zone == "Europe/Moscow"


DECOYS = [
    "The film is about Bloody Sunday.",
    "Shops hope for Black Friday.",
    "Watch the video 2:06",
    "They won 3-2 after extra time",
    "a 53-year-old man",
    "the S-300 system",
    "Flight 17 was shot down",
    "under Resolution 2202 of the Council",
    "the 193-member body",
    "It may march on.",
    "the sun sat low",
    "about 1,945 men",
    "Call 1800-555-1234",
    "She is 45 years old.",
]


@pytest.mark.parametrize("text", DECOYS)
def test_find_times_leaves_decoys_alone(text: str) -> None:
    assert [time.text for time in read(text)] == []


def test_find_times_without_a_publication_day_keeps_weekday_and_tense() -> None:
    first, second, third = read(
        "Shells fell on Tuesday. The council will vote on Wednesday afternoon. "
        "It began on 24 February 2022.",
        None,
    )
    assert (first.weekday, first.tense, first.span) == (1, "past", None)
    assert (second.weekday, second.tense, second.span) == (2, "future", None)
    assert third.span is not None


ANAPHORA = [
    ("It fell on 3 May 1944. Two days later it burned.", "Two days later", "1944-05-05"),
    ("It fell on 3 May 1944. The same day the king left.", "The same day", "1944-05-03"),
    ("It fell on 3 May 1944. A day earlier he had gone.", "A day earlier", "1944-05-02"),
    ("It fell on 3 May 1944. That night it burned.", "That night", "1944-05-03TNI"),
    ("On Friday it fell. That morning he had gone.", "That morning", "2022-02-25TMO"),
    ("On Friday it fell. The next day it burned.", "The next day", "2022-02-26"),
]


@pytest.mark.parametrize(("text", "words", "value"), ANAPHORA, ids=[a[1] for a in ANAPHORA])
def test_find_times_resolves_anaphora_in_the_text(text: str, words: str, value: str) -> None:
    time = {time.text: time for time in read(text)}[words]
    assert time.anaphoric
    assert time.value == value


HISTORY = (
    "The war began in September 1914. In 1915 the army moved south, and by October 1916 it had "
    "lost half its men. On 12 November 1916 the line broke. In January the retreat began. "
    "The treaty of 1911 was forgotten. On 3 March the city fell. The king had reigned since 1890. "
    "In May he left."
)


def test_find_times_follows_the_thread_of_a_history() -> None:
    values = {time.text: time.value for time in read(HISTORY, date(2009, 12, 19))}
    assert values["January"] == "1917-01"
    assert values["3 March"] == "1917-03-03"
    assert values["May"] == "1917-05"


def test_find_times_reads_an_article_with_background_years_as_news() -> None:
    text = (
        "The talks failed on Friday, the minister said. He had fought in 1979, 1982, 1986, 1991, "
        "1999, 2003 and 2006. In April he met the rebels, he said on Thursday."
    )
    values = {time.text: time.value for time in read(text)}
    assert values["Friday"] == "2022-02-25"
    assert values["April"] == "2021-04"


def test_find_times_reads_years_before_christ() -> None:
    values = {
        time.text: time.value for time in read("In August 480 BC it fell; by 479 BC all left.")
    }
    assert values == {"August 480 BC": "BC0480-08", "479 BC": "BC0479"}


def test_find_times_slices_back_to_the_text() -> None:
    text = "“İt” fell — on\u00a0Friday,\n24 February 2022, at 5\u202fp.m. and on the 25th."
    for time in read(text):
        assert text[time.start : time.end] == time.text


THURSDAY = date(2022, 3, 10)
DIRECTIONS = [
    ("The shelling lasted from Monday night until Tuesday morning.", 7),
    ("The fighting raged in the city until Tuesday.", 8),
    ("Schools were closed until Monday.", 14),
    ("Officials said the talks would resume on Monday.", 14),
    ("The parliament is expected to vote Friday.", 11),
    ("Russia said on Tuesday it will withdraw.", 8),
    ("The deadline expires Friday.", 11),
    ("A convoy that was due to arrive on Sunday has not reached the city.", 6),
    ("A funeral will be held for the soldiers killed on Friday.", 4),
    ("They plan to discuss Monday's attack.", 7),
    ("The army said it would send troops to the city, which was shelled Monday.", 7),
    ("Ministers meet in Brussels on Monday.", 14),
    ("The two sides agreed to meet again on Saturday.", 12),
    ("He is to address parliament on Friday.", 11),
    ("Forces have been advancing since Monday.", 7),
    ("The ceasefire, which took effect Wednesday, has held.", 9),
    ("The ceasefire, due to take effect Saturday, is fragile.", 12),
    ("On Monday, the army will begin its withdrawal.", 14),
    ("On Monday, the army began its withdrawal.", 7),
    ("Evacuations planned for Friday were cancelled.", 11),
    ("The strike on Tuesday killed nine.", 8),
    ("Tuesday's strike killed nine.", 8),
    ("Monday's meeting will focus on aid.", 14),
    ("Police arrested a man wanted since Sunday.", 6),
    ("The foreign minister arrives Friday for talks.", 11),
    ("Thursday: Talks open in Antalya.", 10),
    ("The vote was postponed to Friday.", 11),
    ("The vote was postponed until Friday.", 11),
    ("Shelling intensified ahead of Friday's vote.", 11),
    ("The council will hold an emergency session on Thursday.", 10),
    ("No one has been seen there since last Friday.", 4),
    ("Schools are to stay closed through Friday.", 11),
    ("The group vowed to strike again, a spokesman said Wednesday.", 9),
    ("The bodies are due to be buried on Saturday.", 12),
    ("A bomb exploded Sunday in a market, police said.", 6),
    ("He could not be reached Wednesday.", 9),
    ("The army may strike as early as Friday, he warned on Wednesday.", 11),
    ("Russia must leave by Friday.", 11),
    ("Troops left by Tuesday.", 8),
]


DIRECTIONS += [
    ("They plan to leave. In one attack late on Monday, he said three soldiers were killed.", 7),
    ("The army has plans to leave, and on Monday three soldiers were killed.", 7),
    ("Columns moved through towns around Kyiv on Monday.", 7),
    ("The ministry issued a statement Tuesday.", 8),
    ("The sides agreed Thursday to meet again.", 10),
    ("Officials expected to attend arrived on Tuesday.", 8),
    ("The mayor imposed a curfew starting Saturday.", 12),
    ("It would be opened on an unspecified day, perhaps Friday.", 11),
    ("Police held men who had planned to attack the parade on Sunday.", 6),
    ("Peace talks resume on Monday in Istanbul.", 14),
    ("The chancellor unveiled plans Friday to travel to the region.", 4),
    ("On Sunday, the alliance agreed to take command.", 6),
    ("The assembly agreed to the move on Tuesday.", 8),
    ("Two hostages will be freed, he told the U.S. State Department on Wednesday.", 9),
    ('"We can decide our future," he said. "We will." On Saturday, the league met.', 5),
    ("The operation nears its tenth week this Monday.", 14),
    ("Crowds gathered ahead of Friday's march.", 11),
    ("Envoys hoped to finish the draft by Friday.", 11),
    ("That seemed to be the point of the exchange on Tuesday.", 8),
    ("The mayor will leave for Lviv, in the west, on Friday, he said.", 11),
]


@pytest.mark.parametrize(("text", "day"), DIRECTIONS, ids=[d[0] for d in DIRECTIONS])
def test_find_times_turns_weekdays_by_the_verb(text: str, day: int) -> None:
    times = find_times(text, published=THURSDAY)
    first = next(time for time in times if time.weekday is not None)
    assert date.fromisoformat(first.value[:10]).day == day


LANGUAGES = [
    ("fr", "Le 24 février 2022, la ville a été prise.", "24 février 2022", "2022-02-24"),
    ("es", "La ciudad fue tomada el viernes.", "viernes", "2022-02-25"),
    ("ru", "Город был взят вчера.", "вчера", "2022-02-26"),
    ("uk-UA", "Місто взяли 24 лютого.", "24 лютого", "2022-02-24"),
    ("ar", "سقطت المدينة في 24 شباط 2022", "24 شباط 2022", "2022-02-24"),
    ("de", "Die Stadt fiel am 24.02.2022.", "24.02.2022", "2022-02-24"),
    ("../x", "(2022-02-24)", "2022-02-24", "2022-02-24"),
    ("", "(2022-02-24)", "2022-02-24", "2022-02-24"),
]


@pytest.mark.parametrize(("lang", "text", "words", "value"), LANGUAGES)
def test_find_times_reads_other_languages(lang: str, text: str, words: str, value: str) -> None:
    (time,) = find_times(text, published=SUNDAY, lang=lang)
    assert (time.text, time.value) == (words, value)


HOSTILE = [
    "\x00" * 50, "\ud800 on Friday \udfff", "9" * 5000, "99999 years ago", "31 February 2022",
    "the 99th century BC", "December 31, 9999 and the next day", "in 1001, 900 years earlier",
    "0/0 days", "in 1 0/0 years", "1 BC the previous year", "24:60", "'00 '99", "on the 31st.",
    "9999999 centuries later", "the year before 1001", "Easter 1001", "25:00 GMT", "0000-00-00",
    "9999-12-31T23:59", "1/0 hours", "00 May 2000", "P" * 100, "day 99999999 of the war",
    "'00;", "'22", "l'99.",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("lang", ["uk", "ru", "ar", "es", "fr", "und"])
def test_find_times_never_raises_in_other_languages(text: str, lang: str) -> None:
    for time in find_times(text, published=SUNDAY, lang=lang):
        assert text[time.start : time.end] == time.text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("published", [None, date(1, 1, 1), date(9999, 12, 31), SUNDAY])
def test_find_times_never_raises(text: str, published: date | None) -> None:
    last_year = "In 1914, 1915, 1916, 1917, 1918 and 1919 it was so. On 31 December 9999 it ended. "
    for sample in (text, last_year + text, f"On Friday, {text} yesterday, last week, a decade ago"):
        for time in find_times(sample, published=published, conflict_start=published):
            assert sample[time.start : time.end] == time.text
