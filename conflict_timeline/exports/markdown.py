"""Markdown: days as headings, one list item a claim, its sources under it."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from conflict_timeline.model import Claim, Statement
from conflict_timeline.record_json import claim_cities
from conflict_timeline.safe_text import safe_text
from conflict_timeline.wording import (
    is_inferred,
    long_day,
    speaker_words,
    status_words,
    time_words,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+!|~$&]|^(?=\d+[.)])|^[-=])")


def write_markdown(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield a Markdown document; nothing in an article's text is markup."""
    yield "# Timeline\n"
    for day, entries in groupby(claims, key=_heading):
        yield f"\n## {day}\n\n"
        for claim in entries:
            yield from _item(claim)


def _heading(claim: Claim) -> str:
    when = claim.representative.when
    return long_day(when.filing_day) if when else "Day unknown"


def _item(claim: Claim) -> Iterator[str]:
    head = claim.representative
    facts = (time_words(head.when), ", ".join(claim_cities(claim)))
    where = ", ".join(_escaped(fact) for fact in facts if fact)
    yield f"- {f'**{where}**: ' if where else ''}{_escaped(head.text)}\n"
    said = f"{_escaped(speaker_words(head))} ({status_words(head)})"
    inferred = "; date inferred" if is_inferred(claim) else ""
    sources = "; ".join(dict.fromkeys(_source(statement) for statement in claim.statements))
    yield f"  {said}{inferred}. Sources: {sources}. `{claim.id}`\n"


def _source(statement: Statement) -> str:
    outlet = _escaped(statement.outlet) if statement.outlet else "unknown outlet"
    day = statement.published.isoformat() if statement.published else "no date"
    return f"{outlet}, {day} ({_escaped(statement.file)}:{statement.start}–{statement.end})"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", safe_text(text))
