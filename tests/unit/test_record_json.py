"""Records survive the way to JSON and back; a line of JSON is one safe line."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_timeline import model
from conflict_timeline.record_json import (
    claim_from_json,
    claim_line,
    claim_to_json,
    json_line,
    statement_line,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
TEXTS = st.text(st.characters(), max_size=20)  # lone surrogates and controls included
OFFSETS = st.integers(0, 10**7)
NAMES = st.one_of(st.none(), TEXTS)
ZONES = st.sampled_from([None, "Europe/Kyiv", "Asia/Damascus", "Nowhere/At all", "../etc"])
NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))


def choice(values: object) -> st.SearchStrategy[str]:
    return st.sampled_from(list(values.__args__))  # type: ignore[attr-defined]


SPANS = st.builds(
    model.TimeSpan,
    start=MOMENTS,
    end=MOMENTS,
    granularity=choice(model.Granularity),
    edtf=TEXTS,
    part=st.one_of(st.none(), choice(model.PartOfDay)),
    zone=ZONES,
)
WHENS = st.builds(
    model.When,
    filing_day=DAYS,
    span=SPANS,
    basis=choice(model.TimeBasis),
    expression=NAMES,
    said=st.one_of(st.none(), DAYS),
    zone=ZONES,
    reason=TEXTS,
)
PLACES = st.builds(
    model.PlaceRef,
    start=OFFSETS,
    end=OFFSETS,
    text=TEXTS,
    name=TEXTS,
    kind=choice(model.PlaceKind),
    role=choice(model.PlaceRole),
    lat=st.one_of(st.none(), st.floats(-90, 90)),
    geonameid=st.one_of(st.none(), OFFSETS),
    zone=ZONES,
    reason=TEXTS,
)
FIGURES = st.builds(
    model.Figure,
    start=OFFSETS,
    end=OFFSETS,
    text=TEXTS,
    value=NUMBERS,
    low=NUMBERS,
    high=NUMBERS,
    bound=choice(model.Bound),
    unit=TEXTS,
    measure=TEXTS,
)
STATUSES = st.builds(
    model.Status,
    name=choice(model.StatusName),
    polarity=choice(model.Polarity),
    cue=NAMES,
    rule=TEXTS,
)
ACTORS = st.builds(
    model.Actor, name=TEXTS, start=OFFSETS, end=OFFSETS, role=choice(model.ActorRole), country=NAMES
)


def tuples(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=2).map(tuple)


def statements(ids: st.SearchStrategy[str]) -> st.SearchStrategy[model.Statement]:
    return st.builds(
        model.Statement,
        id=ids,
        article=st.text("0123456789abcdef", min_size=16, max_size=16),
        file=TEXTS,
        record=NAMES,
        outlet=NAMES,
        published=st.one_of(st.none(), DAYS),
        published_basis=choice(model.PublishedBasis),
        start=OFFSETS,
        end=OFFSETS,
        text=TEXTS,
        when=st.one_of(st.none(), WHENS),
        places=tuples(PLACES),
        cities=tuples(TEXTS),
        speakers=tuples(TEXTS),
        spoken_as=tuples(TEXTS),
        via=NAMES,
        status=STATUSES,
        kinds=tuples(TEXTS),
        actors=tuples(ACTORS),
        figures=tuples(FIGURES),
        why=tuples(TEXTS),
    )


@st.composite
def claims(draw: st.DrawFn) -> model.Claim:
    members = tuple(draw(statements(st.just(f"s{n}"))) for n in range(draw(st.integers(1, 3))))
    return model.Claim(
        id="c1",
        representative=draw(st.sampled_from(members)),
        statements=members,
        outlets=draw(tuples(TEXTS)),
        origins=draw(st.integers(1, 5)),
        links=draw(
            tuples(st.builds(model.Link, type=choice(model.LinkType), claim=TEXTS, reason=TEXTS))
        ),
    )


@given(claims())
def test_record_json_round_trips(claim: model.Claim) -> None:
    line = json_line(claim_to_json(claim))
    assert claim_from_json(json.loads(line)) == claim
    assert len(line.splitlines()) == 1
    line.encode()


@given(claims())
def test_record_json_puts_a_claim_together_from_the_lines_of_its_statements(
    claim: model.Claim,
) -> None:
    line = claim_line(claim, map(statement_line, claim.statements))
    assert line == json_line(claim_to_json(claim))


@pytest.mark.parametrize(
    "text",
    ["\x1b[2J", "\x9b31m", "abc \u202e cba", "\u2028", "\ud800", "\x00", "\x7f", "\u2066x\u2069"],
    ids=ascii,
)
def test_record_json_line_escapes_what_drives_a_terminal(text: str) -> None:
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert line.isascii()
    assert line.isprintable()


def test_record_json_line_keeps_other_scripts_readable() -> None:
    assert json_line("Харків 哈尔科夫 “quoted”") == '"Харків 哈尔科夫 “quoted”"'
