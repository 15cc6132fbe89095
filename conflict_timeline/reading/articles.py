"""Turns what a reader found into an `Article` with date, outlet and language: `article_of`."""

from conflict_timeline.model import Article, Published
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.fields import pick, pick_text
from conflict_timeline.reading.language import language_of
from conflict_timeline.reading.outlets import find_outlet
from conflict_timeline.reading.published import find_published
from conflict_timeline.reading.text import first_line_title


def article_of(draft: Draft, source: Source) -> Article:
    """Return the article of one draft; what the user said overrules what the file says."""
    sidecar = source.sidecar if draft.dated_by_name else {}
    url = pick_text(sidecar, "url") or draft.url
    published, header_end = find_published(
        draft.text,
        name=source.name if draft.dated_by_name else "",
        front_matter=draft.front_matter,
        record_date=draft.date,
        flag=source.published,
        sidecar=pick(sidecar, "date"),
        url=url,
        start=draft.start,
    )
    outlet = (
        source.outlet
        or pick_text(sidecar, "outlet")
        or draft.outlet
        or find_outlet(draft.text, start=draft.start, url=url)
    )
    return Article(
        id=draft.id,
        file=source.file,
        text=draft.text,
        published=published,
        record=f"{source.member}#{draft.record}"
        if source.member and draft.record
        else source.member or draft.record,
        header_end=header_end,
        title=pick_text(sidecar, "title") or draft.title or _title(draft, published),
        outlet=outlet,
        url=url,
        lang=language_of(draft.text[header_end:], pick_text(sidecar, "lang") or draft.lang),
        encoding=draft.encoding,
    )


def _title(draft: Draft, published: Published) -> str | None:
    """Return the first line of a file where it is a headline and not the date line."""
    if not draft.dated_by_name:
        return None
    body = draft.text[draft.start :]
    first_line_end = (
        draft.start + len(body) - len(body.lstrip()) + len(body.lstrip().split("\n")[0])
    )
    dated = any(
        proof.start is not None and proof.start < first_line_end for proof in published.evidence
    )
    return None if dated else first_line_title(body[:2_000])
