"""Clues from days, weeks and months counted from the first day of the war."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from conflict_timeline.dating.calendar import SAME_YEAR
from conflict_timeline.dating.clue import KEYS, WEEKDAYS, Clue, Test, counting_words
from conflict_timeline.model import Evidence
from conflict_timeline.reading.dates import WrittenDate
from conflict_timeline.rules.loader import Rule, load_stage, read_table
from conflict_timeline.rules.trie import compile_trie, fold, trie_pattern

_MOST_TRIGGERS = 400  # places in one text where counting words are looked for
_BEFORE, _AFTER = 90, 130  # characters around a trigger
_TITLE = 200  # characters of a title, at most
_MORE = r"(?:more\sthan|just\sover|well\sover|over|nearly|almost)\s"
_THE = r"(?:the\s|its\s|this\s|[^\s.]{2,20}'s\s|[^\s.]{2,20}\s){0,2}"
_TALKS = r"(?P<talks>(?<!\w)(?:talks|negotiations|efforts?|conference)\s[^.;]{0,50}?)?"


def counting_clues(text: str, start: date, *, margin: int = 0) -> Iterator[Clue]:
    """Days, weeks and months counted from the first day allow a span of days."""
    for rule, number, found, base in counted(text):
        resolve = str(rule.fields["resolve"])
        if resolve == "began":
            continue
        words = text[base + found.start() : base + found.end()]
        if resolve == "day" and _is_title(text, base + found.start()):
            resolve = "today"
        if resolve == "weekday":
            test = _weekday_from(start, found["weekday"], bool(found["last"]))
        elif resolve == "phrase":
            test = _phrase_from(start, " ".join(found["phrase"].split()))
        else:
            test = _between(start, _days_after(resolve, number, found), margin)
        if test is None:
            continue
        proof = Evidence(
            words, base + found.start(), base + found.end(), f"counts from {start.isoformat()}"
        )
        yield Clue(proof, test)


def _is_title(text: str, at: int) -> bool:
    """Return whether ``at`` is in a title: "Sudan: day six of the war" is of that day."""
    begin = len(text) - len(text.lstrip())
    end = text.find("\n", begin)
    return begin <= at < end <= begin + _TITLE and text[:end].rstrip()[-1] not in ".!?"


def first_day_named(text: str, dates: Sequence[WrittenDate], start: date) -> Iterator[Clue]:
    """The war's first day named without its year: the article is less than a year younger."""
    last = start + timedelta(days=SAME_YEAR)
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


def _between(start: date, days_after: tuple[int, int], margin: int) -> Test:
    """Return the test for days so long after ``start``; ``margin`` is how far papers disagree about
    the first day."""
    first, last = days_after
    earliest = start + timedelta(days=first - margin)
    latest = start + timedelta(days=last + margin)
    return lambda one: earliest <= one <= latest


def _days_after(resolve: str, number: int, found: re.Match[str]) -> tuple[int, int]:
    """Return the first and last number of days after the start that the words allow."""
    groups = found.groupdict()
    if resolve == "today":
        return number - 1, number - 1
    if resolve == "day":
        return number - 1, number
    if resolve == "to the day":
        return 7 * number, 7 * number
    unit = groups.get("unit") or groups.get("nth_unit") or "day"
    if resolve == "nth":
        return _within_nth(unit, number)
    return _about(unit, number, (groups.get("more") or "").strip())


def _about(unit: str, number: int, more: str) -> tuple[int, int]:
    """Return the days that "nearly three weeks" may mean; ``more`` is "nearly", "over" or empty.

    >>> _about("day", 6, "")
    (5, 7)
    """
    if unit == "day":
        first, last = number - 1, number + 1
    elif unit == "week":  # counted in whole weeks, the nearest
        first, last = 7 * number - 3, 7 * number + 4
    else:
        first, last = round(30.4 * number) - 6, round(30.4 * (number + 1)) + 1
    if more in ("nearly", "almost"):
        return first - (last - first) // 2, first + 2
    if more and unit == "week":  # "more than three weeks" is less than four
        return 7 * number, 7 * number + 7
    if more and unit == "month":
        return round(30.4 * number) - 1, last
    return first, last


def _within_nth(unit: str, number: int) -> tuple[int, int]:
    if unit == "week":
        return 7 * (number - 1) - 1, 7 * number - 1
    return round(30.4 * (number - 1)) - 1, round(30.4 * number) + 1


def _weekday_from(start: date, weekday: str, is_last: bool) -> Test | None:
    """Return the test for "began on Thursday": at most six days ago, with "last" thirteen.

    Another weekday than the war's first day says nothing: it is some other beginning.
    """
    if WEEKDAYS[start.weekday()].lower() != weekday:
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


def counted(text: str) -> Iterator[tuple[Rule, int, re.Match[str], int]]:
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
    parts = {
        "{amount}": rf"(?P<more>{_MORE})?(?P<number>{number})\s(?P<unit>day|week|month)s?",
        "{more}": _MORE,
        "{number}": number,
        "{nth}": nth,
        "{the}": _THE,
        "{talks}": _TALKS,
        "{date}": r"\w",
    }
    by_trigger: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {}
    for file in load_stage("conflicts", KEYS):
        for rule in file.rules:
            source = rule.pattern
            for name, part in parts.items():
                source = source.replace(name, part)
            pattern = re.compile(source)
            for trigger in rule.fields["triggers"]:
                by_trigger.setdefault(trigger, []).append((rule, pattern))
    return compile_trie(by_trigger), by_trigger
