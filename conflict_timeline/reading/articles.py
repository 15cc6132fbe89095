"""Turns what a reader found into an `Article` with date, outlet and language: `article_of`."""

from conflict_timeline.model import Article, Published
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.fields import pick, pick_text
from conflict_timeline.reading.language import language_of
from conflict_timeline.reading.outlets import find_outlet, outlet_of_folder
from conflict_timeline.reading.published import find_published
from conflict_timeline.reading.text import first_line_title


def article_of(draft: Draft, source: Source) -> Article:
    """Return the article of one draft; what the user said overrules what the file says."""
    # What stands beside a file of many records cannot date them, but may name their outlet.
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
        or pick_text(source.sidecar, "outlet")
        or draft.outlet
        or find_outlet(draft.text, start=draft.start, url=url)
        or outlet_of_folder(source.name)
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
        title=pick_text(sidecar, "title")
        or draft.title
        or _title(draft, published, header_end, outlet),
        outlet=outlet,
        url=url,
        lang=language_of(draft.text[header_end:], pick_text(source.sidecar, "lang") or draft.lang),
        encoding=draft.encoding,
    )


def _title(draft: Draft, published: Published, header_end: int, outlet: str | None) -> str | None:
    """Return the headline of a file: its first line, or the line below a leading date line."""
    if not draft.dated_by_name:
        return None
    if header_end == draft.start:
        return first_line_title(draft.text[draft.start : draft.start + 2_000])
    first = next((proof.start for proof in published.evidence if proof.start is not None), None)
    above = draft.text[draft.start : first].rpartition("\n")[0].strip() if first else ""
    if above and "\n" not in above and (not outlet or outlet not in above):
        return first_line_title(f"{above}\n\n")
    below = draft.text[header_end : header_end + 2_000]
    return first_line_title(below) if below.startswith(("\n", "\r")) else None
