"""Infers the day of an article that states none: `date_article`.

Every clue in the text allows some days and forbids others: past events named by weekday, votes
still to come, "overnight", days counted from the start of the war, days of the month without a
year. The days that every clue allows are the answer: exactly one is *inferred*, more are
*candidates*. No date is the article's own merely because it is the only full one in the text.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from conflict_timeline.conflicts import Conflict
from conflict_timeline.model import Evidence, Published, TimeExpression
from conflict_timeline.reading.dates import WrittenDate, calendar_day, written_dates
from conflict_timeline.reading.published import find_dateline, find_header
from conflict_timeline.rules.loader import Rule, load_stage, read_table
from conflict_timeline.rules.trie import compile_trie, fold, trie_pattern

Test = Callable[[date], bool]

_KEYS = frozenset({"triggers", "resolve"})
_LONGEST_WAR = timedelta(days=5_500)
_AFTERMATH = timedelta(days=120)
_BESIDE = timedelta(days=45)  # how far from its dated neighbours an article may lie
_CLOSE = timedelta(days=10)
_FEW_DAYS = 3  # so many possible days may be told apart by a weekday that is named only once
_NEAR = 3  # days between the day of writing and the other weekdays that news names bare
_SAME_YEAR = 300  # days for which a day of the month may go without its year
_MOST_CANDIDATES = 10
_MOST_REMAINING = 60  # with more days than these, a list of the first would say nothing
_MOST_CLUES = 300  # different dates in one text that count
_MOST_MENTIONS = 6  # of one weekday that are kept as evidence
_MOST_TRIGGERS = 400  # places in one text where counting words are looked for
_BEFORE, _AFTER = 90, 130  # characters around a trigger
_MARK = "\x01"
_TALKS = r"(?P<talks>(?<!\w)(?:talks|negotiations|efforts?|conference)\s[^.;]{0,50}?)?"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Clue:
    """One reason: the words, what they prove, and which days they allow.

    ``days`` are the only days possible, where the words list them.
    """

    evidence: Evidence
    allows: Test
    days: tuple[date, ...] = ()


def date_article(
    text: str,
    times: Sequence[TimeExpression],
    *,
    neighbours: Sequence[date] = (),
    conflict: Conflict | None = None,
) -> Published:
    """Return the day an article was written: *inferred* when exactly one is possible, else open.

    ``times`` are the expressions of the text, found without a publication day (weekday and tense
    are what counts); ``neighbours`` the days of dated articles read beside it, which may settle the
    year; ``conflict`` the war it is about. The evidence names every clue that was used.
    """
    dates = list(written_dates(text))
    start, start_evidence = _first_day(text, dates, neighbours, conflict)
    clues = [
        *_stated_clues(text, dates),
        *_calendar_clues(text, dates, times),
        *(_counting_clues(text, start, margin=conflict.margin if conflict else 1) if start else ()),
        *(_first_day_named(text, dates, start) if start else ()),
        *_weekday_clues(text, times),
    ]
    window = _stated_window(clues) or _window(start, neighbours, conflict, clues)
    if window is None or not clues:
        return Published(None, "none", tuple(clue.evidence for clue in clues))
    days = [day for day in _days(*window) if all(clue.allows(day) for clue in clues)]
    beside = _beside(days, neighbours)
    evidence = [*start_evidence, *(clue.evidence for clue in clues)]
    if neighbours and beside and len(beside) < len(days):
        days = beside
        evidence.append(_beside_evidence(neighbours))
    if len(days) > 1:
        told = _told_on(text, times, days)
        days = [day for clue in told for day in clue.days] or days
        evidence.extend(clue.evidence for clue in told)
    evidence.sort(key=lambda proof: (proof.start is None, proof.start or 0))
    if len(days) == 1:
        return Published(days[0], "inferred", tuple(evidence))
    if len(days) > _MOST_REMAINING:
        return Published(None, "none", tuple(evidence))
    if len(days) > _MOST_CANDIDATES:
        note = f"{len(days)} days are possible; the first {_MOST_CANDIDATES} are listed"
        evidence.append(Evidence(f"{days[0]} to {days[-1]}", None, None, note))
    return Published(None, "none", tuple(evidence), tuple(days[:_MOST_CANDIDATES]))


def _first_day(
    text: str,
    dates: Sequence[WrittenDate],
    neighbours: Sequence[date],
    conflict: Conflict | None,
) -> tuple[date | None, list[Evidence]]:
    """Return the first day of the war: the table's, or the one the text itself gives."""
    if conflict is not None:
        proof = Evidence(conflict.name, None, None, f"it began on {conflict.start.isoformat()}")
        return conflict.start, [proof]
    for rule, _, found, base in _counted(text):
        if rule.fields["resolve"] != "began":
            continue
        where = base + found.start("date")
        written = next((one for one in dates if one.start <= where < one.end), None)
        day = _with_year(written, neighbours) if written else None
        if day:
            words = text[base + found.start() : base + found.end()]
            proof = Evidence(
                words, base + found.start(), base + found.end(), f"the war began on {day}"
            )
            return day, [proof]
    return None, []


def _with_year(written: WrittenDate, neighbours: Sequence[date]) -> date | None:
    """Return the day, its year taken from the neighbours where it is not written."""
    if len(written.days) == 1:
        return written.days[0]
    if not neighbours or written.days:
        return None
    last = max(neighbours)
    fitting = [
        day
        for year in (last.year, last.year - 1)
        if (day := calendar_day(year, written.month, written.day)) and day <= last + _BESIDE
    ]
    return fitting[0] if fitting else None


def _window(
    start: date | None,
    neighbours: Sequence[date],
    conflict: Conflict | None,
    clues: Sequence[Clue],
) -> tuple[date, date] | None:
    """Return the first and last day that are possible at all, ``None`` when nothing bounds them."""
    if start is not None:
        end = conflict.end + _AFTERMATH if conflict and conflict.end else start + _LONGEST_WAR
        return start, end
    if neighbours and clues:
        return min(neighbours) - _BESIDE, max(neighbours) + _BESIDE
    return None


def _beside(days: Sequence[date], neighbours: Sequence[date]) -> list[date]:
    """Return the days that lie beside the dated neighbours.

    Where only the year is open, a day in the very weeks of the neighbours comes before one that is
    merely near: a folder may hold two wars.
    """
    gaps = {day: min(abs(day - other) for other in neighbours) for day in days if neighbours}
    near = [day for day in days if neighbours and gaps[day] <= _BESIDE]
    if len({(day.month, day.day) for day in near}) == 1 < len(near):
        close = [day for day in near if gaps[day] <= _CLOSE]
        return close or near
    return near


def _beside_evidence(neighbours: Sequence[date]) -> Evidence:
    first, last = min(neighbours).isoformat(), max(neighbours).isoformat()
    span = first if first == last else f"{first} to {last}"
    return Evidence(span, None, None, "the days of the dated articles beside it")


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


# Calendar dates


def _stated_clues(text: str, dates: Sequence[WrittenDate]) -> Iterator[Clue]:
    """A date line or dateline that leaves the year or the order of the numbers open."""
    for stated in (find_header(text)[0], find_dateline(text)):
        if stated is None or stated.day is not None or not stated.evidence:
            continue
        proof = stated.evidence[0]
        written = next((one for one in dates if one.start == proof.start), None)
        if written is not None:
            yield Clue(proof, _on_stated_day(written, _weekday_beside(text, written)), written.days)
            return


def _on_stated_day(written: WrittenDate, weekday: int | None) -> Test:
    def allows(one: date) -> bool:
        if written.days:
            fits = one in written.days
        else:
            fits = (one.month, one.day) == (written.month, written.day)
        return fits and (weekday is None or one.weekday() == weekday)

    return allows


def _stated_window(clues: Sequence[Clue]) -> tuple[date, date] | None:
    """Return the span of the days that a date line names in full, or ``None``."""
    days = [day for clue in clues for day in clue.days]
    return (min(days), max(days)) if days else None


def _on_weekday(weekday: int) -> Test:
    return lambda one: one.weekday() == weekday


def _calendar_clues(
    text: str, dates: Sequence[WrittenDate], times: Sequence[TimeExpression]
) -> Iterator[Clue]:
    """A dated past event is a lower bound, a dated plan an upper bound."""
    tenses = [(time.start, time.end, time.tense) for time in times if time.tense]
    position = 0
    seen: set[tuple[object, ...]] = set()
    for written in dates:
        while position < len(tenses) and tenses[position][1] <= written.start:
            position += 1
        if position == len(tenses):
            return
        start, _, tense = tenses[position]
        if start >= written.end or len(written.days) > 1:
            continue
        weekday = _weekday_beside(text, written)
        same = (written.month, written.day, written.days, tense, weekday)
        if same in seen or len(seen) >= _MOST_CLUES:
            continue
        seen.add(same)
        words = text[written.start : written.end]
        if tense == "past":
            proof = Evidence(words, written.start, written.end, "already past when it was written")
            yield Clue(proof, _after(written, weekday))
        elif _looks_forward(text, written.start):
            proof = Evidence(words, written.start, written.end, "still to come when it was written")
            yield Clue(proof, _before(written, weekday))


def _after(written: WrittenDate, weekday: int | None) -> Test:
    if written.days:
        return lambda one: one >= written.days[0]

    def allows(one: date) -> bool:
        past = _latest(written, one)
        return (
            past is not None
            and (one - past).days <= _SAME_YEAR
            and (weekday is None or past.weekday() == weekday)
        )

    return allows


def _before(written: WrittenDate, weekday: int | None) -> Test:
    if written.days:
        return lambda one: one <= written.days[0]

    def allows(one: date) -> bool:
        years = (one.year, one.year + 1)
        coming = [
            day
            for year in years
            if (day := calendar_day(year, written.month, written.day)) and day >= one
        ]
        return bool(coming) and (
            (coming[0] - one).days <= _SAME_YEAR
            and (weekday is None or coming[0].weekday() == weekday)
        )

    return allows


def _latest(written: WrittenDate, one: date) -> date | None:
    for year in (one.year, one.year - 1):
        day = calendar_day(year, written.month, written.day)
        if day and day <= one:
            return day
    return None


@cache
def _weekday_names() -> re.Pattern[str]:
    return compile_trie(name.lower() for name in _WEEKDAYS)


def _weekday_beside(text: str, written: WrittenDate) -> int | None:
    """Return the weekday written next to a date ("Wednesday, 2 March"), or ``None``."""
    before = fold(text[max(0, written.start - 12) : written.start])
    names = list(_weekday_names().finditer(before))
    if not names or before[names[-1].end() :].strip(" ,\n"):
        return None
    return [name.lower() for name in _WEEKDAYS].index(names[-1][0])


# Days counted from the first day of the war


def _counting_clues(text: str, start: date, *, margin: int = 0) -> Iterator[Clue]:
    """Days, weeks and months counted from the first day allow a span of days."""
    for rule, number, found, base in _counted(text):
        resolve = str(rule.fields["resolve"])
        if resolve == "began":
            continue
        words = text[base + found.start() : base + found.end()]
        phrase = " ".join(found["phrase"].split()) if resolve == "phrase" else None
        more = found.groupdict().get("more") or ""
        if resolve == "weekday":
            test = _weekday_from(start, found["weekday"], bool(found["last"]))
        else:
            test = _counted_from(start, resolve, number, phrase, margin, more.strip())
        if test is None:
            continue
        proof = Evidence(
            words, base + found.start(), base + found.end(), f"counts from {start.isoformat()}"
        )
        yield Clue(proof, test)


def _first_day_named(text: str, dates: Sequence[WrittenDate], start: date) -> Iterator[Clue]:
    """The war's first day named without its year: the article is less than a year younger."""
    last = start + timedelta(days=_SAME_YEAR)
    for written in dates:
        is_first = not written.days and (written.month, written.day) == (start.month, start.day)
        if is_first and _counts_from(text, written):
            words = text[written.start : written.end]
            proof = Evidence(
                words, written.start, written.end, f"the first day, {start}, without its year"
            )
            yield Clue(proof, lambda one: start <= one <= last)
            return


def _counts_from(text: str, written: WrittenDate) -> bool:
    """Return whether a date is a beginning: "since 24 February", "the 24 February invasion"."""
    before = fold(text[max(0, written.start - 60) : written.start])
    after = fold(text[written.end : written.end + 30])
    words = _beginnings()
    return before.rstrip().endswith("since") or bool(words.search(before) or words.match(after, 1))


@cache
def _beginnings() -> re.Pattern[str]:
    return compile_trie([*counting_words("war"), *counting_words("began")])


def _counted_from(
    start: date, resolve: str, number: int, phrase: str | None, margin: int, more: str
) -> Test | None:
    """Return the test for days that lie as far from ``start`` as the words say.

    ``margin`` is how far papers disagree about the first day; ``more`` is "more than", "nearly" ...
    """
    if phrase is not None:
        return _phrase_from(start, phrase)
    if resolve in ("week", "month"):
        first, last = _nth_span(resolve, number)
    else:
        first, last = _span(resolve, number)
    if more in ("nearly", "almost"):
        first, last = first - (last - first) // 2, first + 2
    elif more and resolve == "weeks":  # "more than three weeks" is less than four
        first, last = 7 * number, 7 * number + 7
    earliest = start + timedelta(days=first - margin)
    latest = start + timedelta(days=last + margin)
    return lambda one: earliest <= one <= latest


def _span(resolve: str, number: int) -> tuple[int, int]:
    """Return the first and last number of days after the start.

    >>> _span("days", 6)
    (5, 7)
    """
    if resolve == "today":
        return number - 1, number - 1
    if resolve == "day":
        return number - 1, number
    if resolve == "exact weeks":
        return 7 * number, 7 * number
    if resolve == "weeks":  # counted in whole weeks, the nearest
        return 7 * number - 3, 7 * number + 4
    if resolve == "months":
        return round(30.4 * number) - 6, round(30.4 * (number + 1)) + 1
    return number - 1, number + 1


def _nth_span(resolve: str, number: int) -> tuple[int, int]:
    if resolve == "week":
        return 7 * (number - 1) - 1, 7 * number - 1
    return round(30.4 * (number - 1)) - 1, round(30.4 * number) + 1


def _weekday_from(start: date, weekday: str, is_last: bool) -> Test | None:
    """Return the test for "began on Thursday": at most six days ago, with "last" thirteen.

    Another weekday than the war's first day says nothing: it is some other beginning.
    """
    if _WEEKDAYS[start.weekday()].lower() != weekday:
        return None
    first, last = (1, 13) if is_last else (0, 6)
    return lambda one: first <= (one - start).days <= last


def _phrase_from(start: date, phrase: str) -> Test | None:
    """Return the test for "began last week" and its like."""
    monday = start - timedelta(days=start.weekday())
    tests: dict[str, Test] = {
        "yesterday": lambda one: (one - start).days == 1,
        "the day before": lambda one: (one - start).days == 1,
        "earlier this week": lambda one: start <= one <= monday + timedelta(days=6),
        "this week": lambda one: start <= one <= monday + timedelta(days=6),
        "last week": lambda one: 1 <= (one - start).days <= 13,
        "a week ago": lambda one: 6 <= (one - start).days <= 9,
        "earlier this month": lambda one: _months_apart(start, one) == 0,
        "this month": lambda one: _months_apart(start, one) == 0,
        "last month": lambda one: _months_apart(start, one) == 1,
        "late last month": lambda one: _months_apart(start, one) == 1,
        "a month ago": lambda one: 24 <= (one - start).days <= 38,
        "earlier this year": lambda one: one.year == start.year,
        "last year": lambda one: one.year == start.year + 1,
        "a year ago": lambda one: 335 <= (one - start).days <= 395,
    }
    return tests.get(phrase)


def _months_apart(start: date, one: date) -> int:
    return 12 * (one.year - start.year) + one.month - start.month


def _counted(text: str) -> Iterator[tuple[Rule, int, re.Match[str], int]]:
    """Yield (rule, number, match, offset of the matched window) for counting words."""
    folded = fold(text)
    triggers, rules = _counting_rules()
    seen: set[tuple[str, int]] = set()
    for count, trigger in enumerate(triggers.finditer(folded)):
        if count >= _MOST_TRIGGERS:
            return
        base = max(0, trigger.start() - _BEFORE)
        window = folded[base : trigger.end() + _AFTER]
        for rule, pattern in rules[trigger[0]]:
            found = pattern.search(window)
            if found is None or (rule.id, base + found.start()) in seen:
                continue
            if found.groupdict().get("talks"):
                continue
            seen.add((rule.id, base + found.start()))
            yield rule, _number(found), found, base


def _number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    words = groups.get("number") or groups.get("nth")
    if words is None:
        return 0
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else _numbers()[re.sub(r"\s+", " ", words)]


@cache
def _numbers() -> dict[str, int]:
    return {word: int(value) for value, word, _ in read_table("conflicts", "numbers.tsv")}


@cache
def _counting_rules() -> tuple[re.Pattern[str], dict[str, list[tuple[Rule, re.Pattern[str]]]]]:
    words: dict[str, list[str]] = {"number": [], "nth": []}
    for _, word, use in read_table("conflicts", "numbers.tsv"):
        words[use].append(word)
    number = rf"(?<!\w)(?:{trie_pattern(words['number'])}|\d{{1,4}})(?!\w)"
    nth = rf"(?<!\w)(?:{trie_pattern(words['nth'])}|\d{{1,4}}(?:st|nd|rd|th))(?!\w)"
    by_trigger: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {}
    for file in load_stage("conflicts", _KEYS):
        for rule in file.rules:
            source = rule.pattern.replace("{number}", number).replace("{nth}", nth)
            source = source.replace("{talks}", _TALKS)
            pattern = re.compile(source.replace("{date}", r"\w"))
            for trigger in rule.fields["triggers"]:
                by_trigger.setdefault(trigger, []).append((rule, pattern))
    return compile_trie(by_trigger), by_trigger


def counting_words(name: str) -> tuple[str, ...]:
    """Return one vocabulary of the counting rules."""
    return tuple(
        word for file in load_stage("conflicts", _KEYS) for word in file.vocabulary.get(name, ())
    )


# Weekdays


def _weekday_clues(text: str, times: Sequence[TimeExpression]) -> Iterator[Clue]:
    """A weekday that is past in one sentence and to come in another is the day of writing itself.

    A bare "Wednesday" names one day within one article. If it lies behind in one place and ahead
    in another, it is the day on which the article was written. So is the last weekday named, when a
    night that has just ended is told on it.
    """
    past, future = _weekdays_named(text, times)
    both = {time.weekday for time in past} & {time.weekday for time in future}
    if len(both) == 1:
        weekday = both.pop() or 0
        if not _is_near(weekday, past, future):
            return
        for chosen, proves in (
            (past, "already past: written on that day or later"),
            (future, "still to come: written on that day or earlier"),
        ):
            same = [time for time in chosen if time.weekday == weekday]
            for time in same[:_MOST_MENTIONS]:
                proof = Evidence(time.text, time.start, time.end, proves)
                yield Clue(proof, _on_weekday(weekday))
    elif not both:
        yield from _morning_after(text, past)


def _weekdays_named(
    text: str, times: Sequence[TimeExpression]
) -> tuple[list[TimeExpression], list[TimeExpression]]:
    """Return the bare weekdays of the past tense, and those of what is planned."""
    bare = [time for time in times if time.tense and _is_bare_weekday(text, time)]
    past = [time for time in bare if time.tense == "past"]
    return past, [t for t in bare if t.tense == "future" and _looks_forward(text, t.start)]


def _is_near(
    weekday: int, past: Sequence[TimeExpression], future: Sequence[TimeExpression]
) -> bool:
    """Return whether the other weekdays lie within a few days of it, as they do in daily news."""
    behind = ((weekday - time.weekday) % 7 for time in past if time.weekday is not None)
    ahead = ((time.weekday - weekday) % 7 for time in future if time.weekday is not None)
    return max((*behind, *ahead), default=0) <= _NEAR


def _morning_after(text: str, past: Sequence[TimeExpression]) -> Iterator[Clue]:
    """A night that has just ended, told on the last of the one or two weekdays that are named."""
    named = {time.weekday for time in past if time.weekday is not None}
    nights = compile_trie(counting_words("night"))
    for time in past:
        if time.weekday is None:
            continue
        start, end = _sentence_around(text, time)
        if not nights.search(fold(text[start:end])):
            continue
        weekday = time.weekday
        if all((weekday - other) % 7 <= 1 for other in named):
            proof = Evidence(
                text[start:end].strip()[:160],
                start,
                end,
                f"the night had just ended: written on that {_WEEKDAYS[weekday]}",
            )
            yield Clue(proof, _on_weekday(weekday))
            return


def _told_on(text: str, times: Sequence[TimeExpression], days: Sequence[date]) -> list[Clue]:
    """Return the clue that leaves one of ``days``: the last weekday on which something is told.

    News names the weekdays of the last days and of the day it is written on, and of those the last
    comes last: with "Saturday" and "Sunday" behind and "Monday" ahead it is Sunday. Of 312 dated
    articles on Libya in 2011 in which at least two mentions said so, 73 in 100 were published on
    that day and 22 on the next one, from which all these weekdays mean the same days.
    """
    past, future = _weekdays_named(text, times)
    named = Counter(time.weekday for time in past if time.weekday is not None)
    last = [weekday for weekday in named if _is_near(weekday, past, future)]
    if len(last) != 1:
        return []
    fitting = [day for day in days if day.weekday() == last[0]]
    is_firm = named[last[0]] > 1 or len(days) <= _FEW_DAYS
    if len(fitting) != 1 or not is_firm:
        return []
    told = next(time for time in past if time.weekday == last[0])
    proves = f"the last weekday told: written on that {_WEEKDAYS[last[0]]}"
    return [
        Clue(Evidence(told.text, told.start, told.end, proves), _on_weekday(last[0]), (fitting[0],))
    ]


def _looks_forward(text: str, position: int) -> bool:
    """Return whether a word such as "scheduled" or "due" stands before, in the same clause."""
    before = fold(text[max(0, position - 80) : position])
    clause = re.split(r"[.;!?\n]|,\s(?:and|but|who|which)\s", before)[-1]
    return bool(_forward_words().search(clause))


@cache
def _forward_words() -> re.Pattern[str]:
    return compile_trie(counting_words("forward"))


def _is_bare_weekday(text: str, time: TimeExpression) -> bool:
    """Return whether the expression names a weekday without "last", "next" or a calendar date."""
    if time.weekday is None or time.type == "SET" or any(char.isdigit() for char in time.text):
        return False
    before = fold(text[max(0, time.start - 10) : time.start]).split()
    words = set(fold(time.text).split())
    if before and not before[-1].endswith((".", ",", ";")):
        words.add(before[-1])
    after = text[time.end : time.end + 4].lstrip(" ,")
    return not words & set(counting_words("direction")) and not after[:1].isdigit()


def _sentence_around(text: str, time: TimeExpression) -> tuple[int, int]:
    """Return roughly the sentence that holds an expression, at most 300 characters either way."""
    first, last = max(0, time.start - 300), min(len(text), time.end + 300)
    start = max(text.rfind(mark, first, time.start) for mark in (". ", ".\n", "\n", "? ", "! "))
    ends = [text.find(mark, time.end, last) for mark in (". ", ".\n", "\n", "? ", "! ")]
    found = [end for end in ends if end >= 0]
    return max(first, start + 1), min(found) + 1 if found else last


def neighbouring_days(published: Iterable[Published]) -> tuple[date, ...]:
    """Return the days of articles that are dated beyond doubt, for `date_article`."""
    sure = (one for one in published if one.basis not in ("inferred", "none"))
    return tuple(sorted({one.day for one in sure if one.day is not None}))
