"""Claims as the text of other formats: ``Iterable[Claim] -> Iterator[str]``, no store, no clock.

``EXPORTS`` names every format with its function; modules are imported when a format is asked for.
"""

from collections.abc import Callable, Iterator
from importlib import import_module

Writer = Callable[..., Iterator[str]]
"""``Iterable[Claim] -> Iterator[str]``; some take keyword options."""

EXPORTS = {
    "json": ("records", "write_json", "the contract's JSON, one array"),
    "jsonl": ("records", "write_jsonl", "one claim a line"),
    "csv": ("delimited", "write_csv", "for spreadsheets and csvkit"),
    "tsv": ("delimited", "write_tsv", "tab-separated"),
    "html": ("report_html", "write_html", "one self-contained page: filters, histogram, map"),
    "geojson": ("geojson", "write_geojson", "for QGIS and kepler.gl, with time"),
    "kml": ("kml", "write_kml", "for Google Earth, with time"),
    "ics": ("ics", "write_ics", "for calendars"),
    "timelinejs": ("timelinejs", "write_timelinejs", "for TimelineJS3"),
    "timemap": ("timemap", "write_timemap", "for TimeMap (Forensic Architecture, Bellingcat)"),
    "webannotation": ("webannotation", "write_webannotation", "W3C annotations of the articles"),
    "acled": ("acled", "write_acled", "CSV in the shape of ACLED's; blank where nothing was found"),
    "hxl": ("hxl", "write_hxl", "CSV with HXL tags, for humanitarian data"),
    "stix": ("stix", "write_stix", "STIX 2.1 bundle, for threat-intelligence tools"),
    "datapackage": ("datapackage", "write_datapackage", "Frictionless data package"),
    "md": ("markdown", "write_markdown", "Markdown, days as headings"),
}


def writer(name: str) -> Writer:
    """Return the function that writes format ``name``. Raises ``KeyError`` for an unknown one."""
    module, function, _ = EXPORTS[name]
    found: Writer = getattr(import_module(f"{__name__}.{module}"), function)
    return found
