"""Reads text files that hold many articles, as press databases export them: `read_press_export`.

Factiva ends each article with "Document <number>", LexisNexis with "End of Document" or opens it
with "3 of 20 DOCUMENTS". Each article is a record; its header lines give title, day and outlet.
"""

import re
from collections.abc import Iterator

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.dates import written_dates
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.text import decode, not_text

_FACTIVA_END = re.compile(r"^Document ([A-Z0-9]{8}[A-Za-z0-9]{4,40})[ \t]*\r?$", re.MULTILINE)
_FACTIVA_WORDS = re.compile(r"^[\d,]{1,9} words[ \t]*\r?$", re.MULTILINE)
_LEXIS_END = re.compile(r"^[ \t]*End of Document[ \t]*\r?$", re.MULTILINE)
_LEXIS_START = re.compile(r"^[ \t]*\d{1,5} of \d{1,5} DOCUMENTS[ \t]*\r?$", re.MULTILINE)
_LEXIS_FIELD = re.compile(
    r"^[ \t]*(LENGTH|HEADLINE|BYLINE|SECTION|DATELINE|BODY|LOAD-DATE|LANGUAGE|COPYRIGHT|Length|"
    r"Byline|Section|Dateline|Body|Load-Date|Language|Copyright)\b[ \t]*:?[ \t]*([^\r\n]{0,300})",
    re.MULTILINE,
)
_LEXIS_TAIL = re.compile(r"^[ \t]*(?:LOAD-DATE|Load-Date):[^\r\n]{4,40}\r?$", re.MULTILINE)
_SNIFF = 400_000


def is_press_export(content: bytes) -> bool:
    """Return whether a text file is an export of a press database."""
    sample = content[:_SNIFF].decode("utf-8", errors="replace")
    if _FACTIVA_END.search(sample) and _FACTIVA_WORDS.search(sample):
        return True
    return bool(_LEXIS_START.search(sample) or _LEXIS_END.search(sample)) and bool(
        re.search(r"^[ \t]*(?:LENGTH|Length):", sample, re.MULTILINE)
    )


def read_press_export(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield every article of an export."""
    decoded = decode(source.content)
    if decoded is None:
        yield not_text(source)
        return
    text, encoding = decoded
    is_factiva = _FACTIVA_END.search(text) is not None
    pieces = _factiva_pieces(text) if is_factiva else _lexis_pieces(text)
    for number, (piece, name) in enumerate(pieces, start=1):
        draft = _factiva_draft if is_factiva else _lexis_draft
        yield draft(piece, name or str(number), encoding)


def _factiva_pieces(text: str) -> Iterator[tuple[str, str | None]]:
    start = 0
    for end in _FACTIVA_END.finditer(text):
        yield text[start : end.start()].strip(), end[1]
        start = end.end()
    if _FACTIVA_WORDS.search(text, start):
        yield text[start:].strip(), None


def _factiva_draft(piece: str, record: str, encoding: str) -> Draft:
    """Read title, words, day, hour, outlet, code, language; the body follows a blank line."""
    words = _FACTIVA_WORDS.search(piece)
    if words is None:
        return Draft(piece.encode(), piece, record=record, dated_by_name=False, encoding=encoding)
    blank = re.compile(r"\n[ \t]*\r?\n").search(piece, words.end())
    start = blank.end() if blank else words.end()
    fields = [line.strip() for line in piece[words.end() : start].splitlines() if line.strip()]
    day = next((line for line in fields if _is_day(line)), None)
    below = fields[fields.index(day) + 1 :] if day else fields
    outlet = next((line for line in below if not re.match(r"\d\d:\d\d", line)), None)
    return Draft(
        piece.encode("utf-8", "surrogatepass"),
        piece,
        record=record,
        title=_first_lines(piece[: words.start()]),
        outlet=outlet,
        date=day,
        start=start,
        dated_by_name=False,
        encoding=encoding,
    )


def _lexis_pieces(text: str) -> Iterator[tuple[str, str | None]]:
    starts = [found.end() for found in _LEXIS_START.finditer(text)]
    if starts:
        heads = [found.start() for found in _LEXIS_START.finditer(text)]
        for start, end in zip(starts, [*heads[1:], len(text)], strict=True):
            yield text[start:end].strip(), None
        return
    position = 0
    for ending in _LEXIS_END.finditer(text):
        yield text[position : ending.start()].strip(), None
        position = ending.end()


def _lexis_draft(piece: str, record: str, encoding: str) -> Draft:
    """Read the older form with capitals (HEADLINE:, LENGTH:) and the newer one (Length:, Body)."""
    tail = _LEXIS_TAIL.search(piece)
    piece = piece[: tail.start()].rstrip() if tail else piece
    fields = list(_LEXIS_FIELD.finditer(piece, 0, min(len(piece), 6_000)))
    head_end = fields[-1].end() if fields else 0
    for found in fields:
        if found[1].lower() == "body":
            head_end = found.start(2) if found[2] else found.end()
            break
        head_end = found.end()
    lines = [line.strip() for line in piece[:head_end].splitlines() if line.strip()]
    plain = [line for line in lines if not _LEXIS_FIELD.match(line)]
    at = next((index for index, line in enumerate(plain) if _is_day(line)), None)
    named = {found[1].lower(): found[2].strip() for found in fields if found[2].strip()}
    outlet = plain[at - 1] if at else None
    title = named.get("headline") or (plain[at - 2] if at and at > 1 else None)
    return Draft(
        piece.encode("utf-8", "surrogatepass"),
        piece,
        record=record,
        title=title,
        outlet=outlet,
        lang=(named.get("language") or "").split(";")[0].title() or None,
        date=plain[at] if at is not None else None,
        start=head_end,
        dated_by_name=False,
        encoding=encoding,
    )


def _is_day(line: str) -> bool:
    return len(line) <= 60 and any(len(found.days) == 1 for found in written_dates(line))


def _first_lines(head: str) -> str | None:
    """Return the last paragraph of what stands above the count of words: the headline."""
    paragraphs = [part for part in re.split(r"\n\s*\n", head.strip()) if part.strip()]
    if not paragraphs:
        return None
    chosen = paragraphs[-1]
    if re.match(r"(?i)by\s", chosen.strip()) and len(paragraphs) > 1:
        chosen = paragraphs[-2]
    return " ".join(chosen.split())[:300]
