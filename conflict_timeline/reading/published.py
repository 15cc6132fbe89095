"""Finds the day an article was published, and says how: `find_published`.

The ladder, first rung that answers wins: what the user says (flag, sidecar), front matter, a field
of the record, the file name, a date line at the head of the text, a dateline. A date in the middle
of the text is news, not the date of the news; file timestamps and today's date are never asked.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any

from conflict_timeline.model import Evidence, Published, PublishedBasis
from conflict_timeline.reading.dates import (
    WrittenDate,
    calendar_day,
    published_rules,
    published_vocabulary,
    written_dates,
)
from conflict_timeline.reading.fields import field_names
from conflict_timeline.rules.trie import fold, trie_pattern

HEAD = 3_000  # characters from the start in which a date line or a dateline may stand
_LINE = 240  # a longer line is read only this far
_MARK = "\x01"  # stands for the date while the words around it are matched
_PLACE_BEFORE, _AGENCY_AFTER = 90, 60  # characters around a dateline's date
_AT_LINE_START = frozenset({"dateline.place", "dateline.stops", "dateline.slashes"})
_WORST = 9  # the rank of a date that any other line states better
_PROSE = 200  # a line this long is body text: no header line comes after it
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\s[0-2]?\d[:.][0-5]\d")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_COMPACT = re.compile(
    r"(?<![0-9a-z])((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![0-9a-z])"
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(0[1-9]|[12]\d|3[01])([-_.])(0[1-9]|1[0-2])\2((?:19|20)\d\d)(?!\d)"
)
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=/|$|-|\D)")
_YEAR_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)(?=/)")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))\s{0,3}(?:\(c\)|©)?\s{0,3}((?:19|20)\d\d)(?!\d)")


def find_published(
    text: str,
    *,
    name: str = "",
    front_matter: Mapping[str, Any] | None = None,
    record_date: object = None,
    flag: date | None = None,
    sidecar: object = None,
    url: str | None = None,
    start: int = 0,
) -> tuple[Published, int]:
    """Return when the article was published and where its body begins.

    ``name`` is the file's path or name, ``record_date`` the date field of a record, mail or page,
    ``sidecar`` the date of ``name.meta.toml``, ``start`` the first character after front matter.
    The second value is ``start``, or the end of the date line that was understood.

    >>> find_published("Published: 19 July 2014\\n\\nTalks resumed.")[0].day
    datetime.date(2014, 7, 19)
    """
    header, header_end = find_header(text, start=start)
    front_date = _front_matter_date(front_matter or {})
    by_name = partial(_from_name, name)
    rungs: tuple[Callable[[], Published | None], ...] = (
        lambda: _stated(flag, "flag", "the user gave this day"),
        lambda: _stated(sidecar, "sidecar", "the file beside the article gives this day"),
        lambda: _stated(front_date, "front_matter", "the front matter gives this day"),
        lambda: _stated(record_date, "metadata", "the record gives this day"),
        lambda: _from_url(url),
        by_name,
        lambda: header,
        lambda: find_dateline(text, years=_years(text, name, url), start=header_end),
        lambda: _from_folder(name),
    )
    open_rungs: list[Published] = []
    for rung in rungs:
        found = rung()
        if found is not None and found.day is not None:
            if rung is by_name:
                found = _contradicted(found, text, header, header_end)
            return found, header_end
        if found is not None:
            open_rungs.append(found)
    return _unknown(open_rungs), header_end


def parse_day(value: object) -> date | None:
    """Return the day that a field's value names: ISO, RFC 2822, epoch seconds, or words."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_epoch(value)
    text = str(value).strip()[:120]
    if not text:
        return None
    if re.fullmatch(r"\d{10}(?:\.\d{1,6})?|\d{13}", text):
        return _from_epoch(float(text))
    if compact := re.match(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", text):
        return calendar_day(int(compact[1]), int(compact[2]), int(compact[3]))
    for written in written_dates(text):
        return written.days[0] if len(written.days) == 1 else None
    return _from_mail_date(text) or _with_dateparser(text)


def find_header(text: str, *, start: int = 0) -> tuple[Published | None, int]:
    """Return the date that a line at the head of ``text`` states, and where that line ends."""
    best: tuple[int, int, Published, int] | None = None
    above = 0, 0
    for number, (line_start, line_end) in enumerate(_head_lines(text, start)):
        rank = best[0] if best else _WORST + 1
        if best and not _better_openings(number, rank):
            break  # nor does any later line
        line = text[line_start:line_end]
        is_worth_it = _DIGIT.search(line) and _may_state(line, number, rank)
        dates = list(written_dates(line)) if is_worth_it else []
        wrapped = bool(dates) and number > 0 and _is_wrapped(text, above, line_start)
        above = line_start, line_end
        for written in dates:
            for rank, found, day_end in _framed(line, written, number, wrapped):
                end = line_start + day_end
                published = _settled(written, "header", text, line_start, found)
                if best is None or (rank, number) < best[:2]:
                    best = (rank, number, published, end)
        if (
            best is None
            and not dates
            and number < 6
            and (guess := _labelled_other(line, line_start))
        ):
            best = (_WORST, number, guess, line_end)
        if _is_prose(line):
            break
    return (best[2], _below_fields(text, max(start, best[3]))) if best else (None, start)


def _may_state(line: str, number: int, rank: int) -> bool:
    """Return whether a date in this line may be stated better than one of ``rank`` is."""
    return any(
        opening is None or opening.match(fold(line)) for opening in _better_openings(number, rank)
    )


@cache
def _better_openings(number: int, rank: int) -> frozenset[re.Pattern[str] | None]:
    """Return how a line must open, or None for anyhow, to state a date better than ``rank``."""
    return frozenset(
        opening for rule, opening, _ in _headers() if number < rule["lines"] and rule["rank"] < rank
    )


def find_dateline(text: str, *, years: tuple[int, ...] = (), start: int = 0) -> Published | None:
    """Return the date of a dateline near the head; without a year it stays open.

    ``years`` are years known from elsewhere; exactly one settles a dateline that has none.
    """
    window = min(len(text), start + HEAD)
    for written in written_dates(text, start, window):
        before = max(start, written.start - _PLACE_BEFORE)
        left = text[before : written.start].replace(_MARK, " ")
        newline = max(left.rfind("\n"), left.rfind("* "))
        left = left[newline + 1 :]
        right = text[written.end : written.end + _AGENCY_AFTER].replace(_MARK, " ")
        for rule_id, pattern in _datelines():
            found = pattern.search(f"{left}{_MARK}{right}")
            if found is None or (rule_id in _AT_LINE_START and left[: found.start()].strip()):
                continue
            return _dateline(written, years, text)
    return None


def _dateline(written: WrittenDate, years: tuple[int, ...], text: str) -> Published:
    if not written.days and len(years) == 1:
        day = calendar_day(years[0], written.month, written.day)
        proof = Evidence(
            text[written.start : written.end],
            written.start,
            written.end,
            f"dateline; the year {years[0]} stands elsewhere in the file or its path",
        )
        return Published(day, "dateline" if day else "none", (proof,))
    return _settled(written, "dateline", text, 0, (written.start, written.end))


def _stated(value: object, basis: PublishedBasis, proves: str) -> Published | None:
    if value is None or value == "":
        return None
    words = str(value)[:120]
    day = parse_day(value)
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        proves = f"{basis.replace('_', ' ')} holds no date that can be read"
        return Published(None, "none", (Evidence(words, None, None, proves),))
    return Published(day, basis, (Evidence(words, None, None, proves),))


def _from_epoch(seconds: float) -> date | None:
    if not 0 < seconds < 1e14:
        return None
    if seconds > 1e11:  # milliseconds
        seconds /= 1000
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return moment.date() if moment.year <= _LAST_YEAR else None


def _from_mail_date(text: str) -> date | None:
    from email.utils import parsedate_to_datetime  # slow to import, and seldom needed

    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _with_dateparser(text: str) -> date | None:
    """Read an odd or foreign date in full: day, month and year must all be written."""
    if not any(char.isdigit() for char in text) or len(text) > 60:
        return None
    import warnings

    import dateparser  # slow to import, and needed only here

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser warns about its own dependencies
        moment = dateparser.parse(
            text,
            settings={
                "STRICT_PARSING": True,
                "REQUIRE_PARTS": ["day", "month", "year"],
                "PARSERS": ["custom-formats", "absolute-time"],
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    if moment is None or not re.search(r"(?:19|20)\d\d", text):
        return None
    return date(moment.year, moment.month, moment.day)


def _front_matter_date(front_matter: Mapping[str, Any]) -> object:
    lowered = {str(key).lower(): value for key, value in front_matter.items()}
    for key in field_names("date"):
        if lowered.get(key) not in (None, ""):
            return lowered[key]
    return None


def _from_url(url: str | None) -> Published | None:
    found = _IN_PATH.search(url[:500]) if url else None
    if not found:
        return None
    day = calendar_day(int(found[1]), int(found[2]), int(found[3]))
    proof = Evidence(found[0], None, None, "the address of the article holds this day")
    return Published(day, "metadata", (proof,)) if day else None


def _from_name(name: str) -> Published | None:
    base = fold(name.rsplit("/", 1)[-1])[:255]
    for pattern, order in ((_ISO, (1, 3, 4)), (_COMPACT, (1, 2, 3)), (_DAY_FIRST, (4, 3, 1))):
        if found := pattern.search(base):
            day = calendar_day(*(int(found[group]) for group in order))
            if day:
                return _named(day, found[0], "the file name holds this day")
    spaced = re.sub(r"[_.]", " ", base)
    for written in written_dates(spaced):
        if len(written.days) == 1:
            words = base[written.start : written.end]
            return _named(written.days[0], words, "the file name holds this day")
    return None


def _contradicted(
    named: Published, text: str, header: Published | None, header_end: int
) -> Published:
    """Return the file name's day, with the day of the article's own date line or dateline beside it
    where that is another one.

    A day apart is none: an article is written in the evening and filed after midnight.
    """
    assert named.day is not None
    own = header if header and header.day else _dateline_near(named.day, text, header_end)
    if own is None or own.day is None or abs(own.day - named.day) <= timedelta(days=1):
        return named
    source = "date line" if own.basis == "header" else "dateline"
    proof = replace(own.evidence[0], proves=f"but the {source} says {own.day}")
    return replace(named, evidence=(*named.evidence, proof), candidates=(own.day,))


def _dateline_near(day: date, text: str, start: int) -> Published | None:
    """Return the day of the dateline; one without a year is read in the year that brings it nearest
    to ``day``."""
    found = find_dateline(text, start=start)
    if found is None or found.day or found.candidates:
        return found
    years = range(day.year - 1, day.year + 2)
    readings = [find_dateline(text, years=(year,), start=start) for year in years]
    dated = [(abs(read.day - day), read) for read in readings if read and read.day]
    return min(dated, key=lambda reading: reading[0])[1] if dated else None


def _from_folder(name: str) -> Published | None:
    """Read 2022/02/27/story.txt or 2022-02-27/story.txt, last: a folder may be a download's."""
    folder = name.rpartition("/")[0]
    found = re.search(r"(?:^|/)((?:19|20)\d\d)[-/_]?(\d\d)[-/_]?(\d\d)$", folder)
    day = calendar_day(*(int(part) for part in found.groups())) if found else None
    return _named(day, found[0].strip("/"), "the folder holds this day") if found and day else None


def _named(day: date, words: str, proves: str) -> Published:
    return Published(day, "filename", (Evidence(words, None, None, proves),))


def _years(text: str, name: str, url: str | None) -> tuple[int, ...]:
    """Return the years that stand outside the prose: folders, the address, a copyright line."""
    years = [int(found[1]) for found in _YEAR_FOLDER.finditer(name)]
    if url:
        years += [int(year) for year in re.findall(r"/((?:19|20)\d\d)(?=[/-])", url[:500])]
    for part in (text[:1_000], text[-1_000:]):
        years += [int(found[1]) for found in _COPYRIGHT.finditer(fold(part))]
    return tuple(dict.fromkeys(years))


def _head_lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the first non-blank lines, each cut to a readable length."""
    position, stop, count = start, min(len(text), start + HEAD), 0
    while position < stop and count < 14:
        newline = text.find("\n", position, position + 50_000)
        end = newline if newline >= 0 else len(text)
        line = text[position : min(end, position + _LINE)]
        if line.strip():
            lead = len(line) - len(line.lstrip())
            yield position + lead, position + len(line.rstrip())
            count += 1
        position = end + 1


def _is_prose(line: str) -> bool:
    return len(line) > _PROSE or (len(line) > 120 and line.rstrip()[-1:] in ".!?”\"'")


def _below_fields(text: str, end: int) -> int:
    """Return where the header ends when further fields ("Source: ...") follow the date line."""
    field = _field_line()
    for _ in range(12):
        if text[end : end + 1] not in ("\n", "\r"):
            break
        line_start = end + (2 if text.startswith("\r\n", end) else 1)
        newline = text.find("\n", line_start, line_start + _LINE)
        line_end = newline if newline >= 0 else min(len(text), line_start + _LINE)
        line = text[line_start:line_end].rstrip("\r")
        if not line.strip() or not field.match(fold(line)):
            break
        end = line_start + len(line)
    return end


@cache
def _field_line() -> re.Pattern[str]:
    return re.compile(next(r.pattern for r in published_rules("header.") if r.id == "header.field"))


def _is_wrapped(text: str, above: tuple[int, int], line_start: int) -> bool:
    """Return whether the line may continue the sentence of the full line right above it."""
    between = text[above[1] : line_start]
    return between.count("\n") == 1 and above[1] - above[0] >= 45


def _framed(
    line: str, written: WrittenDate, number: int, wrapped: bool
) -> Iterator[tuple[int, tuple[int, int], int]]:
    """Yield (rank, span of the date words, end of the header) for each frame that fits the line.

    A date in wrapped prose may fill a line by itself; so may one without its year: neither counts
    unless a colon shows that the line is a label, or a clock time that it is a stamp.
    """
    labelled = ":" in line[: written.start] or (
        not wrapped and _label_alone().fullmatch(fold(line[: written.start])) is not None
    )
    if wrapped and not labelled and (line.endswith((".", ",", ";")) or line[:1].islower()):
        return
    stamped = not wrapped and _CLOCK.search(line, written.end)
    if not written.days and number and not (labelled or stamped):
        return
    left, right = fold(line[: written.start]), fold(line[written.end :])
    probe = f"{left.replace(_MARK, ' ')}{_MARK}{right.replace(_MARK, ' ')}"
    shift = written.end - written.start - 1
    for rule, _, pattern in _headers():
        if number >= rule["lines"] or (not written.days and not rule["partial"]):
            continue
        found = pattern.match(probe)
        if found is None or found.end() <= len(left):
            continue
        end = found.end() + shift
        if rule["capital"] and not (line[end : end + 1].isupper() or line[end : end + 1] in "“\"'"):
            continue
        if "names" in pattern.groupindex and not _are_names(line[slice(*found.span("names"))]):
            continue
        header_end = len(line) if rule["whole"] else end
        yield rule["rank"], (written.start, written.end), header_end


def _are_names(words: str) -> bool:
    """Return whether every longer word has a capital: a masthead or a place, not a caption."""
    return all(word[:1].isupper() for word in words.split() if len(word) > 3)


@cache
def _headers() -> tuple[tuple[dict[str, int], re.Pattern[str] | None, re.Pattern[str]], ...]:
    """Return what each rule asks for, how its line must open, if in some way, and its pattern."""
    return tuple(
        (
            {
                "lines": int(rule.fields.get("lines", 1)),
                "rank": int(rule.fields.get("rank", _WORST)),
                "whole": bool(rule.fields.get("whole")),
                "capital": bool(rule.fields.get("capital")),
                "partial": bool(rule.fields.get("partial")),
            },
            _opening(str(opens)) if (opens := rule.fields.get("opens")) else None,
            re.compile(rule.pattern.replace("{date}", _MARK)),
        )
        for rule in published_rules("header.")
    )


@cache
def _opening(vocabulary: str) -> re.Pattern[str]:
    return re.compile(rf"[\s#*>_(\[-]{{0,6}}(?:{trie_pattern(published_vocabulary(vocabulary))})")


@cache
def _datelines() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (rule.id, re.compile(rule.pattern.replace("{date}", _MARK)))
        for rule in published_rules("dateline.")
    )


@cache
def _label_alone() -> re.Pattern[str]:
    """Return what matches a label and nothing more: "Published " before "5 March"."""
    words = trie_pattern(published_vocabulary("label"))
    return re.compile(rf"[\s#*>_-]{{0,6}}(?:{words})[\s*_]{{1,3}}")


@cache
def _labels() -> re.Pattern[str]:
    words = trie_pattern(published_vocabulary("label"))
    return re.compile(rf"(?:{words})\s{{0,2}}[:：]\s{{0,3}}(.{{6,60}})$")


def _labelled_other(line: str, offset: int) -> Published | None:
    """Read "label: date" in a language or form that only dateparser knows."""
    if ":" not in line or not any(char.isdigit() for char in line):
        return None
    found = _labels().match(fold(line))
    day = _with_dateparser(line[found.start(1) :]) if found else None
    if not found or not day:
        return None
    start = offset + found.start(1)
    proof = Evidence(line[found.start(1) :], start, offset + len(line), "the date line")
    return Published(day, "header", (proof,))


def _settled(
    written: WrittenDate, basis: PublishedBasis, text: str, offset: int, span: tuple[int, int]
) -> Published:
    start, end = offset + span[0], offset + span[1]
    words = text[start:end]
    if len(written.days) == 1:
        proves = f"the {'date line' if basis == 'header' else basis} gives this day"
        return Published(written.days[0], basis, (Evidence(words, start, end, proves),))
    if written.days:
        proof = Evidence(words, start, end, "day and month may stand in either order")
        return Published(None, "none", (proof,), written.days)
    proof = Evidence(words, start, end, f"{basis} without a year")
    return Published(None, "none", (proof,))


def _unknown(found: list[Published]) -> Published:
    """Return what is left when no rung gives a day: every reason, every day still possible."""
    evidence = tuple(proof for rung in found for proof in rung.evidence)
    candidates = tuple(dict.fromkeys(day for rung in found for day in rung.candidates))
    return Published(None, "none", evidence, candidates)
