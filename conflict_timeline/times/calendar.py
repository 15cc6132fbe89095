"""Resolvers for calendar dates: days, months, years, decades, centuries, seasons, quarters, feasts.

Each takes the match of its rule and the scene, and returns what the match means, or None where it
is no date after all.
"""

import re
from datetime import date, timedelta

from conflict_timeline.times.scene import Anchor, Meaning, Scene, Tense, make_date, shift

Found = re.Match[str]
Answer = Meaning | list[Meaning] | None


_BACK_WORDS = frozenset({"last", "past", "previous", "preceding"})


def full_year(text: str) -> int:
    """Return a year of two or four digits; two digits pivot at 50."""
    year = int(text)
    if len(text) > 2:
        return year
    return 1900 + year if year >= 50 else 2000 + year


def edge_of(found: Found) -> str | None:
    """Return START, MID or END where the words say early, mid or late."""
    groups = found.groupdict()
    word = groups.get("mod") or groups.get("edge") or groups.get("mod_b") or groups.get("share")
    if not word:
        return None
    words = word.strip(" -\n").split()
    return _EDGES.get(words[0] if groups.get("share") else words[-1])


_EDGES = {
    "early": "START", "late": "END", "mid": "MID", "middle": "MID", "midst": "MID", "height": "MID",
    "start": "START", "beginning": "START", "outset": "START", "opening": "START",
    "end": "END", "close": "END", "last": "END", "final": "END", "closing": "END", "latter": "END",
    "first": "START", "second": "MID", "third": "END", "fourth": "END", "part": "END",
}  # fmt: skip


def has_capital(found: Found, scene: Scene, group: str) -> bool:
    """Whether the original text writes the group with a capital letter."""
    return scene.text[found.start(group)].isupper()


def read_month(scene: Scene, word: str) -> int:
    """Return the number of a month, written out or short."""
    words = scene.lexicon.words
    return int(words["month"].get(word) or words["month_short"][word.rstrip(".")])


def numeric_date(found: Found, scene: Scene) -> Answer:
    """2022-02-27, with or without a time."""
    day = make_date(int(found["year"]), int(found["month"]), int(found["day"]))
    if day is None:
        return None
    value = day.isoformat()
    anchor = Anchor(day.year, day.month, day.day, value)
    if found["hour24"]:
        value = f"{value}T{found['hour24']}:{found['minute24']}"
        return Meaning("TIME", value, basis="explicit", anchor=anchor)
    return Meaning("DATE", value, basis="explicit", anchor=anchor)


def slash_date(found: Found, scene: Scene) -> Answer:
    """7/8/07 and 24.12.1999: month first with slashes, day first with dots, unless impossible."""
    first, second = int(found["first"]), int(found["second"])
    year = full_year(found["year"])
    month, number = (first, second) if found["mark"] == "/" else (second, first)
    day = make_date(year, month, number) or make_date(year, number, month)
    if day is None:
        return None
    anchor = Anchor(day.year, day.month, day.day, day.isoformat())
    return Meaning("DATE", day.isoformat(), basis="explicit", anchor=anchor)


def calendar_day(found: Found, scene: Scene) -> Answer:
    """A day and a month, with or without a year."""
    groups = found.groupdict()
    if not has_capital(found, scene, "month"):
        return None
    number = groups.get("day") or scene.lexicon.value("ordinal", groups["ordinal"])
    month = read_month(scene, found["month"])
    return _day_in_month(found, scene, month, int(number), groups.get("year"), found.end())


def _day_in_month(
    found: Found, scene: Scene, month: int, number: int, year_text: str | None, end: int
) -> Meaning | None:
    if not 1 <= number <= 31:
        return None
    tense: Tense | None = None
    year: int | None = read_year(scene, year_text) if year_text else year_that_follows(scene, end)
    if year is None and (ofyear := found.groupdict().get("ofyear")):
        year = relative_year(scene, ofyear)
    if year is None:
        if scene.style == "news":
            tense = scene.tense_at(found.start(), end)
        toward = (found.groupdict().get("toward") or "").split()[-1:]
        year = year_for(scene, month, number, tense, toward[0] if toward else "")
        if year is not None and _has_ended(scene, found, year, month, number):
            year -= 1
    if year is None:
        return Meaning("DATE", f"XXXX-{month:02d}-{number:02d}", tense=tense)
    if make_date(year, month, number) is None:
        return None
    value = f"{year:04d}-{month:02d}-{number:02d}"
    weekday = make_date(year, month, number)
    return Meaning(
        "DATE",
        value,
        edge=edge_of(found),
        basis="explicit",
        weekday=weekday.weekday() if weekday and found.groupdict().get("weekday") else None,
        tense=tense,
        anchor=Anchor(year, month, number, value),
    )


def _has_ended(scene: Scene, found: Found, year: int, month: int, number: int) -> bool:
    """Whether the words say that a day is over ("the year ended Jan. 31") that the year puts ahead."""
    published = scene.published
    before = scene.folded[max(0, found.start() - 8) : found.start()].split()
    if published is None or scene.style != "news" or not before:
        return False
    closed = before[-1] in scene.lexicon.words["closed"]
    return closed and (year, month, number) > (published.year, published.month, published.day)


def month_day_range(found: Found, scene: Scene) -> Answer:
    """March 5-9, 1918: two expressions, the second without its month."""
    if not has_capital(found, scene, "month"):
        return None
    month = read_month(scene, found["month"])
    first = _day_in_month(found, scene, month, int(found["day"]), found["year"], found.end())
    if first is None:
        return None
    last = _day_in_month(found, scene, month, int(found["day_b"]), found["year"], found.end())
    if last is None or last.value < first.value:
        return None
    first.start, first.end = found.start(), found.start("between")
    last.start, last.end = found.start("day_b"), found.end()
    return [first, last]


def range_day(found: Found, scene: Scene) -> Answer:
    """The 24 of 24-26 February: month and year come later."""
    if not has_capital(found, scene, "month"):
        return None
    month = read_month(scene, found["month"])
    return _day_in_month(found, scene, month, int(found["day"]), found["year"], found.end("month"))


def part_of_date(found: Found, scene: Scene) -> Answer:
    """The night of 10 August 1792."""
    name = "month" if found["month"] else "month_b"
    if not has_capital(found, scene, name):
        return None
    month = read_month(scene, found[name])
    number = int(found["day"] or found["day_b"])
    day = _day_in_month(found, scene, month, number, found["year"], found.end())
    code = scene.lexicon.value("part", found["part"])
    if day is None:
        return None
    day.type, day.value = "TIME", day.value + (code if code.startswith("T") else "T" + code)
    return day


def month_year(found: Found, scene: Scene) -> Answer:
    """February 2021."""
    if not has_capital(found, scene, "month"):
        return None
    year, month = read_year(scene, found["year"]), read_month(scene, found["month"])
    if year is None:
        return None
    value = f"{year:04d}-{month:02d}"
    return Meaning(
        "DATE",
        value,
        edge=edge_of(found),
        basis="explicit",
        anchor=Anchor(year, month, None, value),
    )


def month_relative_year(found: Found, scene: Scene) -> Answer:
    """July last year, August of that year."""
    if not has_capital(found, scene, "month"):
        return None
    year = relative_year(scene, found["toward"])
    if year is None:
        return None
    month = read_month(scene, found["month"])
    value = f"{year:04d}-{month:02d}"
    return Meaning("DATE", value, edge=edge_of(found), anchor=Anchor(year, month, None, value))


def relative_year(scene: Scene, words: str) -> int | None:
    """Return the year meant by "that", "last" or "the following" before "year"."""
    toward = words.split()[-1]
    base = base_year(scene, toward)
    if base is None:
        return None
    return base + {"last": -1, "previous": -1, "next": 1, "following": 1}.get(toward, 0)


def read_year(scene: Scene, text: str) -> int | None:
    """Return a year in digits or in words ("nineteen ninety-four"); None where it is no year."""
    if text[0].isdigit():
        return int(text)
    values = [
        int(float(scene.lexicon.words["number"][word]))
        for word in re.split(r"[\s-]+", text)
        if word != "and"
    ]
    if values[:2] == [2, 1000]:
        return 2000 + sum(values[2:])
    century, rest = values[0] * 100, sum(values[1:])
    return century + rest if 10 <= rest <= 99 else None


def base_year(scene: Scene, toward: str) -> int | None:
    """Return the year that "last year" or "that year" counts from."""
    if toward in ("that", "same") and scene.mentioned is not None:
        return scene.mentioned.year
    if toward in ("following", "previous") or scene.style == "narrative":
        if scene.anchor is not None:
            return scene.anchor.year
    return scene.published.year if scene.published else None


def month(found: Found, scene: Scene) -> Answer:
    """A month without a year."""
    if not has_capital(found, scene, "month"):
        return None
    word = found["month"]
    toward = (found["toward"] or "").split()[-1:]
    direction = toward[0] if toward else ""
    if not direction and not edge_of(found) and not _reads_as_month(found, scene, word):
        return None
    number = read_month(scene, word)
    if direction in ("each", "every"):
        return Meaning("SET", f"XXXX-{number:02d}")
    tense: Tense | None = None
    year = year_that_follows(scene, found.end())
    if year is None:
        if direction in _BACK_WORDS:
            tense = "past"
        elif direction in ("next", "coming", "following"):
            tense = "future"
        elif scene.style == "news" and direction != "this":
            tense = scene.tense_at(found.start(), found.end())
        year = year_for(scene, number, None, tense, direction)
    if year is None:
        return Meaning("DATE", f"XXXX-{number:02d}", tense=tense)
    value = f"{year:04d}-{number:02d}"
    return Meaning(
        "DATE", value, edge=edge_of(found), tense=tense, anchor=Anchor(year, number, None, value)
    )


def _reads_as_month(found: Found, scene: Scene, word: str) -> bool:
    """Whether an ambiguous month name (May, March, a short form) stands where a month would."""
    text, start, end = scene.folded, found.start(), found.end()
    if word in scene.lexicon.words["month_short"]:  # "mar" or "dec" without a full stop
        return False
    if text[end : end + 1] == "-" and not text[end + 1 : end + 2].isdigit():
        following = re.compile(r"-(?:[a-z]+)").match(text, end)
        if following and following[0][1:] not in scene.lexicon.words["month"]:
            return False
    if word not in ("may", "march"):
        return True
    before = text[max(0, start - 12) : start].split()
    return bool(before) and before[-1].lstrip("('\"") in scene.lexicon.words["introduces"]


_NEXT_YEAR = re.compile(
    r"\s{0,2}(?:-|to|and|or|until|till|through|,|\(|/)\s{0,2}(?:(?:early|late|mid|the end of|the)[\s-]{1,2})?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?[\s-]{1,2}(?:of\s)?)?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?(?:\s\d{1,2}(?:st|nd|rd|th)?)?"
    r"(?:\s?\)|\s[a-z ]{2,24}\))?,?\s(?:of\s)?(?P<year>1\d{3}|20\d\d)\b"
)


def year_that_follows(scene: Scene, end: int) -> int | None:
    """Return the year of the next date in the same list or range: "August and September 1914"."""
    found = _NEXT_YEAR.match(scene.folded, end)
    return int(found["year"]) if found else None


def year_for(
    scene: Scene,
    month: int,
    day: int | None,
    tense: Tense | None,
    direction: str = "",
) -> int | None:
    """Return the year of a month or day that names none.

    In a history it is the year that lies nearest to the date the text spoke of last, forward before
    backward; in news the nearest before the publication, after it when the verb looks forward.
    """
    anchor = scene.anchor
    if scene.style == "narrative" and anchor is not None:
        return _narrative_year(anchor, month, direction)
    published = scene.published
    if published is None:
        return None
    here = (published.year, published.month, published.day)
    if direction == "this":
        return published.year
    if direction == "last":
        return published.year if month < published.month else published.year - 1
    if tense == "future" and (day is None or _far_back(published, month, day)):
        late = month > published.month or (
            month == published.month and (day is None or day >= published.day)
        )
        return published.year if late else published.year + 1
    if day is None:
        if month == published.month:
            return published.year
        if direction in _BACK_WORDS:
            return published.year if month < published.month else published.year - 1
    weight = 2.0 if day is not None or tense is None else 4.0
    months_apart = {
        year: _apart((year - here[0]) * 12 + month - here[1] + ((day or 15) - here[2]) / 31, weight)
        for year in (published.year - 1, published.year, published.year + 1)
    }
    best = min(months_apart, key=lambda year: months_apart[year])
    return best


def _apart(months: float, weight: float) -> float:
    """Return a distance in which the future counts more: news looks back more than forward."""
    return -months if months < 0 else weight * months


def _far_back(published: date, month: int, day: int) -> bool:
    """Whether the day of this year lies more than a season before the publication."""
    return (published.month - month) * 31 + published.day - day > 90


def _narrative_year(anchor: Anchor, month: int, direction: str) -> int:
    if anchor.month is None:
        return anchor.year
    apart = month - anchor.month
    if direction in _BACK_WORDS:
        return anchor.year if apart < 0 else anchor.year - 1
    if direction in ("next", "following", "coming"):
        return anchor.year if apart > 0 else anchor.year + 1
    if apart <= -8:  # from December on to January, never from August back to January
        return anchor.year + 1
    if apart >= 10:
        return anchor.year - 1
    return anchor.year


def year(found: Found, scene: Scene) -> Answer:
    """1945, early 1941, the year 2000."""
    number = read_year(scene, found["year"])
    start = found.start("year")
    if number is None:
        return None
    before = scene.folded[max(0, start - 12) : start]
    if (
        start == found.start()
        and re.search(r"[^\W\d_]-$", before)
        and before.rsplit(None, 1)[-1][:-1] not in scene.lexicon.words["month"]
    ):
        return None
    if not 1000 <= number <= 2100 or _NO_YEAR_BEFORE.search(before):
        return None
    if number < 1500 and not (found["word"] or _YEAR_BEFORE.search(before)):
        return None
    if number > 2035 and not _YEAR_BEFORE.search(before):
        return None
    value = f"{number:04d}"
    return Meaning(
        "DATE",
        value,
        edge=edge_of(found),
        basis="explicit",
        anchor=Anchor(number, None, None, value),
    )


_NO_YEAR_BEFORE = re.compile(
    r"(?:[$£€#№]|\bno\.?|\bnumber|\bresolution|\bflight|\broom|\bpage|\bline|\bhighway|\broute|\bsome|\babout"
    r"|\bnearly|\balmost|\bover|\bmore than|\bthan|\bp\.|\bpp\.|\bus|\bclass|\bmodel|\bboeing|\bunit|\bchannel"
    r"|\bleast|\btotal of|\bby over|\bdlrs|\brs)\s?$"
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|of|to|year|before|after|during|circa|c\.|ca\.|around)|\()\s?$"
)


def year_range(found: Found, scene: Scene) -> Answer:
    """1914-1918, 1941-42: two expressions."""
    first = int(found["year"])
    text = found["year_b"]
    last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if not first < last <= first + 300 or last > 2100:
        return None
    pair = []
    for number, start, end in (
        (first, found.start(), found.end("year")),
        (last, found.start("year_b"), found.end("year_b")),
    ):
        value = f"{number:04d}"
        pair.append(
            Meaning(
                "DATE", value, basis="explicit", start=start, end=end,
                anchor=Anchor(first, None, None, f"{first:04d}"),
            )
        )  # fmt: skip
    return pair


def short_year(found: Found, scene: Scene) -> Answer:
    """'87: the century of the narrative, or the latest past one."""
    if (
        found.start()
        and not scene.text[found.start() - 1].isspace()
        and scene.text[found.start() - 1] not in "(-"
    ):
        return None
    short = int(found["short"])
    around = scene.anchor.year if scene.style == "narrative" and scene.anchor else None
    if around is None:
        around = scene.published.year if scene.published else 1990
    number = around // 100 * 100 + short
    if number > around + (50 if scene.style == "narrative" else 10):
        number -= 100
    value = f"{number:04d}"
    return Meaning("DATE", value, basis="explicit", anchor=Anchor(number, None, None, value))


def year_era(found: Found, scene: Scene) -> Answer:
    """264 BC."""
    number = int(found["year"])
    value, number = _with_era(found["era"], number)
    return Meaning("DATE", value, basis="explicit", anchor=Anchor(number, None, None, value))


def _with_era(era: str, number: int) -> tuple[str, int]:
    if era.startswith("b"):
        return f"BC{number:04d}", -number
    return f"{number:04d}", number


def decade(found: Found, scene: Scene) -> Answer:
    """The 1870s, the late '80s, the nineties."""
    if found["decade"]:
        value = found["decade"]
    else:
        tens = int(found["short"] or scene.lexicon.value("tens_decade", found["word"])[0])
        if found["word"] and scene.folded[found.start("word") - 4 : found.start("word")] != "the ":
            return None
        around = scene.anchor.year if scene.anchor and scene.style == "narrative" else None
        if around is None:
            around = scene.published.year if scene.published else 1999
        century = around // 100
        value = f"{century - 1 if century * 10 + tens > around // 10 else century}{tens}"
        if found["short"] and scene.folded[found.start("short") - 1] != "'":
            before = scene.folded[max(0, found.start() - 8) : found.start()].split()[-1:]
            if tens < 2 or before[:1] and before[0] in scene.lexicon.words["own"]:
                return None
    return Meaning(
        "DATE", value, edge=edge_of(found), basis="explicit",
        anchor=Anchor(int(value) * 10, None, None, value),
    )  # fmt: skip


def century(found: Found, scene: Scene) -> Answer:
    """The 18th century."""
    number = int(scene.lexicon.value("ordinal", found["ordinal"]))
    if number < 1:
        return None
    era = found["era"]
    if era and era.startswith("b"):
        return Meaning("DATE", f"BC{number - 1:02d}", edge=edge_of(found), basis="explicit")
    return Meaning("DATE", f"{number - 1:02d}", edge=edge_of(found), basis="explicit")


_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def season(found: Found, scene: Scene) -> Answer:
    """The spring of 1916, last summer, winter."""
    code = scene.lexicon.value("season", found["season"])
    toward = found["toward"] or ""
    if found["year"]:
        number = read_year(scene, found["year"])
        if number is None:
            return None
        value = f"{number:04d}-{code}"
        return Meaning(
            "DATE", value, edge=edge_of(found), basis="explicit",
            anchor=Anchor(number, _SEASON_MONTH[code], None, value) if code != "WI"
            else Anchor(number, None, None, value),
        )  # fmt: skip
    before = scene.folded[max(0, found.start() - 12) : found.start()].split()
    word_before = before[-1] if before else ""
    after = scene.folded[found.end() : found.end() + 4]
    if found["season"] == "fall" and after.startswith(" of"):
        return None
    if scene.style == "narrative" and has_capital(found, scene, "season"):
        word_before = "in"
    marked = bool(toward or found["ofyear"] or found["the"] or edge_of(found))
    if not marked:
        if found["season"] in ("fall", "spring") and word_before not in (
            "in",
            "by",
            "until",
            "since",
        ):
            return None
        if scene.style == "news" and word_before not in scene.lexicon.words["introduces"]:
            return None
    if (
        found["season"] == "fall"
        and not toward
        and word_before not in ("in", "by", "during", "until", "since", "of")
    ):
        return None
    number = _season_year(scene, code, toward, found["ofyear"] or "")
    if number is None:
        return Meaning("DATE", f"XXXX-{code}")
    value = f"{number:04d}-{code}"
    return Meaning("DATE", value, edge=edge_of(found))


def _season_year(scene: Scene, code: str, toward: str, ofyear: str) -> int | None:
    month_number = _SEASON_MONTH[code]
    if scene.style == "narrative" and scene.anchor is not None:
        anchor = scene.anchor
        shift_by = {"last": -1, "next": 1, "following": 1, "previous": -1}.get(ofyear or "", 0)
        if ofyear:
            return anchor.year + shift_by
        if (
            toward in ("next", "following", "coming")
            and anchor.month
            and anchor.month >= month_number
        ):
            return anchor.year + 1
        if code in ("SP",) and anchor.month and anchor.month >= 10:
            return anchor.year + 1
        return anchor.year
    published = scene.published
    if published is None:
        return None
    if toward in ("last", "past", "previous"):
        return published.year if month_number + 2 < published.month else published.year - 1
    if toward in ("next", "coming", "following") and published.month >= month_number:
        return published.year + 1
    return published.year


def quarter(found: Found, scene: Scene) -> Answer:
    """The third quarter, the year-ago quarter, the first half of 1998."""
    unit = found["unit"]
    word = " ".join(found["ordinal"].split())
    ordinals = scene.lexicon.words["ordinal"]
    year_text = found["year_a"] or found["year"]
    toward = found["toward_a"] or (found["toward"] or "").split()[-1:] or ""
    if isinstance(toward, list):
        toward = toward[0]
    base = scene.published
    number = int(ordinals[word]) if word in ordinals else None
    if unit == "period":
        if number is not None or word not in (
            "latest",
            "year-ago",
            "year-earlier",
            "corresponding",
            "comparable",
            "same",
        ):
            return None
    if unit == "half":
        return _half(found, scene, number, year_text, toward)
    if number == -1 and word == "final":
        number = 4
    if number is not None and not 1 <= number <= 4:
        return None
    if number is None and found["ended"]:
        return quarter_ended(scene, found["month_end"])
    if number is not None:
        year_number = int(year_text) if year_text else _quarter_year(scene, number, toward, found)
        if year_number is None:
            return Meaning("DATE", f"XXXX-Q{number}")
        return _quarter_meaning(year_number, number, explicit=bool(year_text))
    return _relative_quarter(scene, word, base)


def quarter_of_year(found: Found, scene: Scene) -> Answer:
    """The 1988 quarter, last year's period: the quarter under discussion in another year."""
    base = int(found["year_a"]) if found["year_a"] else relative_year(scene, found["toward_a"])
    if base is None:
        return None
    if found["ended"]:
        return quarter_ended(scene, found["month_end"], base)
    value = f"{base:04d}{scene.period[4:]}"
    return Meaning("DATE", value, anaphoric=True)


def quarter_ended(scene: Scene, month_word: str, year: int | None = None) -> Meaning | None:
    """The quarter that ends with a month: "the quarter ended Sept. 30" is the third."""
    number = read_month(scene, month_word)
    if year is None:
        if scene.published is None:
            return None
        year = scene.published.year - (1 if number > scene.published.month else 0)
    return _quarter_meaning(year, max(1, number // 3))


def _quarter_year(scene: Scene, number: int, toward: str, found: Found) -> int | None:
    base = base_year(scene, toward)
    if base is None:
        return None
    if toward in ("last", "previous"):
        return base - 1
    if toward in ("next", "following"):
        return base + 1
    if toward or scene.published is None:
        return base
    offset = -1 if found["ago"] is not None or found["back"] else 0
    current = (scene.published.month - 1) // 3 + 1
    if number > current + 1 or (
        number == current + 1 and scene.tense_at(found.start(), found.end()) != "future"
    ):
        return base - 1 + offset
    return base + offset


def _quarter_meaning(year_number: int, number: int, *, explicit: bool = False) -> Meaning:
    value = f"{year_number:04d}-Q{number}"
    return Meaning(
        "DATE", value, basis="explicit" if explicit else "relative",
        anchor=Anchor(year_number, None, None, value),
    )  # fmt: skip


def _relative_quarter(scene: Scene, word: str, base: date | None) -> Meaning | None:
    if base is None:
        return None
    spoken = re.fullmatch(r"(\d{4})-Q([1-4])", scene.period)
    if spoken and int(spoken[1]) * 12 + int(spoken[2]) * 3 <= base.year * 12 + base.month:
        year_number, number = int(spoken[1]), int(spoken[2])
    else:
        year_number, number = base.year, (base.month - 1) // 3
        if number == 0:
            year_number, number = base.year - 1, 4
    if word.split()[-1] in ("year-ago", "year-earlier", "corresponding", "comparable"):
        year_number -= 1
        meaning = _quarter_meaning(year_number, number)
        meaning.anchor, meaning.anaphoric = None, True
        return meaning
    if word in ("next", "coming"):
        year_number, number = base.year + base.month // 10, (base.month - 1) // 3 % 4 + 1
        number = number % 4 + 1
    elif word == "current":
        year_number, number = base.year, (base.month - 1) // 3 + 1
    elif word in ("previous", "preceding", "prior"):
        year_number, number = (year_number, number - 1) if number > 1 else (year_number - 1, 4)
    return _quarter_meaning(year_number, number)


def _half(
    found: Found, scene: Scene, number: int | None, year_text: str | None, toward: str
) -> Meaning | None:
    if number not in (1, 2, -1):
        return None
    base = int(year_text) if year_text else base_year(scene, toward)
    if base is None or not (year_text or toward):
        return None
    base += {"last": -1, "next": 1}.get(toward, 0)
    return Meaning("DATE", f"{base:04d}-H{2 if number == -1 else number}")


def holiday(found: Found, scene: Scene) -> Answer:
    """Christmas Eve 1979, Easter Sunday, last Thanksgiving."""
    name = " ".join(found["holiday"].split())
    rule = scene.lexicon.words["holiday"][name]
    if not scene.text[found.start("holiday")].isupper():
        return None
    if found["year"]:
        day = holiday_day(rule, read_year(scene, found["year"]) or 0)
        explicit = True
    else:
        day = _holiday_near(scene, rule, found)
        explicit = False
    if day is None:
        return None
    anchor = Anchor(day.year, day.month, day.day, day.isoformat())
    value = day.isoformat()
    basis = "explicit" if explicit else "relative"
    return Meaning(
        "DATE", value, basis="explicit" if basis == "explicit" else "relative", anchor=anchor
    )


def _holiday_near(scene: Scene, rule: str, found: Found) -> date | None:
    if scene.style == "narrative" and scene.anchor is not None:
        return holiday_day(rule, scene.anchor.year)
    published = scene.published
    if published is None:
        return None
    tense = scene.tense_at(found.start(), found.end())
    days = [holiday_day(rule, published.year + step) for step in (-1, 0, 1)]
    known = [day for day in days if day is not None]
    if found["toward"] == "last":
        known = [day for day in known if day < published]
    elif found["toward"] == "next" or tense == "future":
        known = [day for day in known if day >= published]
    return min(known, key=lambda day: abs(day - published), default=None)


def holiday_day(rule: str, year_number: int) -> date | None:
    """Return the day of a feast in a year; ``rule`` is MM-DD, easter+N or the name of a US holiday."""
    if rule[0].isdigit():
        return make_date(year_number, int(rule[:2]), int(rule[3:]))
    if not 1583 <= year_number <= 4000:
        return None
    if rule.startswith("easter"):
        return shift(_easter(year_number), int(rule[6:]))
    month_number, weekday, which = _US_HOLIDAYS[rule]
    if which > 0:
        first = date(year_number, month_number, 1)
        first += timedelta(days=(weekday - first.weekday()) % 7)
        return first + timedelta(days=7 * (which - 1) + (1 if rule == "election" else 0))
    last = date(year_number, month_number, 31)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


# month, weekday, which one of the month (-1 the last); election day is the Tuesday after a Monday
_US_HOLIDAYS = {
    "thanksgiving": (11, 3, 4), "labor": (9, 0, 1), "memorial": (5, 0, -1), "election": (11, 0, 1),
    "mlk": (1, 0, 3), "presidents": (2, 0, 3), "columbus": (10, 0, 2),
}  # fmt: skip


def _easter(year_number: int) -> date:
    """Return Easter Sunday of a Gregorian year (the anonymous algorithm of Meeus)."""
    a, b, c = year_number % 19, year_number // 100, year_number % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month_number, day_number = divmod(h + m - 7 * n + 114, 31)
    return date(year_number, month_number, day_number + 1)
