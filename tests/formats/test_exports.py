"""Every export parses, holds every claim, survives odd text, and suits its foreign reader."""

import csv
import io
import json
import math
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_timeline.exports import EXPORTS, writer
from conflict_timeline.exports.acled import COLUMNS as ACLED
from conflict_timeline.model import Claim
from tests import records

CLAIMS = records.world()[1]
DATED = [claim for claim in CLAIMS if claim.representative.when]
foreign = pytest.mark.filterwarnings("default")
"""Other people's readers may warn of their own affairs."""
OGRINFO = shutil.which("ogrinfo")


def text_of(name: str, claims: list[Claim] = CLAIMS) -> str:
    return "".join(writer(name)(claims))


def parsed(name: str, text: str) -> object:
    """Parse an export with the parser of its own kind."""
    if name in ("csv", "acled", "hxl"):
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if name == "tsv":
        return [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    if name == "kml":
        return ElementTree.fromstring(text)
    if name == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    if name in ("md", "html", "ics"):
        return text
    return json.loads(text)


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_of_nothing_parse(name: str) -> None:
    parsed(name, text_of(name, []))


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_are_the_same_bytes_every_time(name: str) -> None:
    assert text_of(name) == text_of(name)


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_hold_every_claim_that_they_can(name: str) -> None:
    text = text_of(name)
    for claim in CLAIMS if name not in ("ics", "timelinejs", "timemap") else DATED:
        assert claim.id in text


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_write_nothing_that_drives_a_terminal(name: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text_of(name))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("name", EXPORTS)
@given(odd=st.text(st.characters(), min_size=1, max_size=40))
def test_exports_survive_any_text(name: str, odd: str) -> None:
    source = records.article(odd, f"{odd}.txt", outlet=odd)
    said = records.statement(source, odd, speaker=odd, actor=odd, killed=3)
    text = text_of(name, [records.claim(said)])
    text.encode()
    found = parsed(name, text)
    if name in ("csv", "tsv"):
        assert [len(row) for row in found] == [27, 27]  # type: ignore[attr-defined]
    if name == "jsonl":
        assert found[0]["text"] == odd  # type: ignore[index]


def test_csv_disarms_formulas_only_when_asked() -> None:
    evil = records.article('=HYPERLINK("http://x")')
    claims = [records.claim(records.statement(evil, evil.text))]
    plain = list(csv.DictReader(io.StringIO("".join(writer("csv")(claims)))))
    safe = list(csv.DictReader(io.StringIO("".join(writer("csv")(claims, excel_safe=True)))))
    assert plain[0]["text"] == evil.text
    assert safe[0]["text"] == "'" + evil.text


def test_geojson_times_are_instants_in_utc() -> None:
    features = json.loads(text_of("geojson"))["features"]
    starts = [feature["properties"]["start"] for feature in features]
    assert starts[0] == "2022-02-25T22:00:00Z"
    assert all(start is None or re.fullmatch(r"[-0-9]{10}T[:0-9]{8}Z", start) for start in starts)
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [36.25272, 49.98081]}
    assert features[-1]["geometry"] is None
    assert len({feature["id"] for feature in features}) == len(features)


@foreign
def test_geojson_validates() -> None:
    reader = pytest.importorskip("geojson_pydantic")
    reader.FeatureCollection.model_validate_json(text_of("geojson"))


@pytest.mark.skipif(OGRINFO is None, reason="ogrinfo (gdal-bin) is not installed")
@pytest.mark.parametrize("name", ["geojson", "kml"])
def test_gdal_reads_times_and_points(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"claims.{name}"
    path.write_text(text_of(name), encoding="utf-8")
    assert OGRINFO
    done = subprocess.run(
        [OGRINFO, "-al", "-so", str(path)], capture_output=True, text=True, check=True
    )
    assert f"Feature Count: {len(CLAIMS)}" in done.stdout
    if name == "geojson":
        assert "start: DateTime" in done.stdout
        assert "end: DateTime" in done.stdout


def test_kml_keeps_the_precision() -> None:
    root = parsed("kml", text_of("kml"))
    assert isinstance(root, ElementTree.Element)
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert [begin.text for begin in root.findall(".//k:begin", space)][:1] == ["2022-02-26"]
    assert [end.text for end in root.findall(".//k:end", space)][:1] == ["2022-02-26"]
    assert len(root.findall(".//k:Placemark", space)) == len(CLAIMS)


@foreign
def test_kml_validates() -> None:
    reader = pytest.importorskip("fastkml.validator")
    etree = pytest.importorskip("lxml.etree")
    assert reader.validate(element=etree.fromstring(text_of("kml").encode())) in (True, None)


def test_ics_lines_are_short_and_days_end_on_the_next() -> None:
    text = text_of("ics")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("BEGIN:VEVENT") == len(DATED)
    assert "DTSTART;VALUE=DATE:20220226\r\nDTEND;VALUE=DATE:20220227\r\n" in text


@foreign
def test_ics_is_read_back() -> None:
    reader = pytest.importorskip("icalendar")
    events = list(reader.Calendar.from_ical(text_of("ics")).walk("VEVENT"))
    assert [str(event["UID"]) for event in events] == [f"{claim.id}@ctl" for claim in DATED]
    assert str(events[0]["SUMMARY"]) == DATED[0].representative.text
    assert events[0]["DTSTART"].dt == date(2022, 2, 26)


def test_timelinejs_has_what_its_reader_wants() -> None:
    events = json.loads(text_of("timelinejs"))["events"]
    assert len(events) == len(DATED)
    for event in events:
        assert 1 <= event["start_date"]["month"] <= 12
        assert set(event["start_date"]) <= {"year", "month", "day", "hour", "minute"}
        assert "<Aleppo>" not in event["text"]["headline"] + event["text"]["text"]
        assert event["display_date"]


def test_timemap_values_are_strings() -> None:
    found = json.loads(text_of("timemap"))
    sources = {source["id"] for source in found["sources"]}
    kinds = {association["id"] for association in found["associations"]}
    for event in found["events"]:
        assert ("latitude" in event) == ("longitude" in event)
        assert "date" in event or "latitude" in event
        assert set(event["sources"]) <= sources
        assert set(event["associations"]) <= kinds
        for key, value in event.items():
            assert isinstance(value, list if key in ("sources", "associations") else str), key
    assert found["events"][0]["date"] == "2/26/2022"


def test_webannotation_targets_are_exact() -> None:
    articles = {article.id: article for article, _ in records.world()[0]}
    page = json.loads(text_of("webannotation"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    for item in page["items"]:
        assert {"@context", "id", "type", "target"} <= set(item)
        position, quote = item["target"]["selector"]
        article = articles[item["target"]["source"]["id"].rsplit(":", 1)[1]]
        assert article.text[position["start"] : position["end"]] == quote["exact"]


def test_acled_has_the_header_of_acled_and_invents_nothing() -> None:
    rows = parsed("acled", text_of("acled"))
    assert isinstance(rows, list)
    assert tuple(rows[0]) == ACLED
    first = dict(zip(rows[0], rows[2], strict=True))
    assert (first["fatalities"], first["event_type"]) == ("10", "")
    types = {"shelling": ("Explosions/Remote violence", "Shelling/artillery/missile attack")}
    typed = list(csv.DictReader(io.StringIO("".join(writer("acled")(CLAIMS, event_types=types)))))
    assert [row["event_type"] for row in typed] == ["Explosions/Remote violence", *[""] * 6]
    assert typed[3]["notes"] == records.DENIED


HXL_TAG = re.compile(r"#([a-z][a-z0-9_]*)(?:\s*\+[a-z][a-z0-9_]*)*")
HXL_1_1 = """
access activity adm1 adm2 adm3 adm4 adm5 affected beneficiary capacity cause channel contact country
crisis currency date delivery description event frequency geo group impact indicator inneed item loc
meta modality need operations org output population reached region respondee sector service severity
status subsector targeted value
"""
"""The hashtags of the standard: https://hxlstandard.org/standard/1-1final/dictionary/."""


def test_hxl_is_what_the_standard_asks_for() -> None:
    """The first row whose filled cells are all tags is the row of tags; columns are found by it."""
    rows = parsed("hxl", text_of("hxl"))
    assert isinstance(rows, list)
    at = next(n for n, row in enumerate(rows) if all(map(HXL_TAG.fullmatch, filter(None, row))))
    tags, values = rows[at], rows[at + 1 :]
    assert at == 1
    assert len(set(tags)) == len(tags)
    assert {found[1] for found in map(HXL_TAG.fullmatch, tags) if found} <= set(HXL_1_1.split())
    assert {len(row) for row in rows} == {len(tags)}
    by_tag = dict(zip(tags, zip(*values, strict=True), strict=True))
    assert list(by_tag["#meta+id"]) == [claim.id for claim in CLAIMS]
    for tag, column in by_tag.items():
        if tag.startswith("#date"):
            assert all(date.fromisoformat(cell) for cell in column if cell)
        if tag.startswith(("#affected", "#geo")):
            assert all(math.isfinite(float(cell)) for cell in column if cell)


def test_datapackage_rows_are_typed() -> None:
    (resource,) = json.loads(text_of("datapackage"))["resources"]
    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    python = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "date": str}
    for row in resource["data"]:
        assert set(row) == set(fields)
        for name, value in row.items():
            assert value is None or isinstance(value, python[fields[name]]), name  # type: ignore[arg-type]


@foreign
def test_datapackage_validates(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    path = tmp_path / "datapackage.json"
    path.write_text(text_of("datapackage"), encoding="utf-8")
    report = frictionless.Package(str(path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_edtf_values_are_valid() -> None:
    validate = pytest.importorskip("edtf_validate.valid_edtf")
    for claim in DATED:
        assert claim.representative.when
        assert validate.is_valid(claim.representative.when.span.edtf)


def test_stix_has_what_every_object_needs() -> None:
    bundle = json.loads(text_of("stix"))
    ids = [item["id"] for item in bundle["objects"]]
    assert len(ids) == len(set(ids))
    for item in bundle["objects"]:
        assert {"type", "spec_version", "id", "created", "modified"} <= set(item)
        assert set(item.get("object_refs", ())) <= set(ids)
    kinds = [item["type"] for item in bundle["objects"]]
    assert kinds.count("incident") == len(CLAIMS)
    assert kinds.count("note") == 8


@foreign
def test_stix_is_read() -> None:
    stix2 = pytest.importorskip("stix2")
    bundle = stix2.parse(text_of("stix"))
    assert len(bundle.objects) == len(json.loads(text_of("stix"))["objects"])
