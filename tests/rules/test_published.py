"""Every rule that finds publication dates and outlets is run on its own examples."""

import re

import pytest

from conflict_timeline.reading.dates import published_rules, written_dates
from conflict_timeline.reading.outlets import find_outlet
from conflict_timeline.reading.published import find_dateline, find_header
from conflict_timeline.rules.loader import Rule

DATES = published_rules("date.")
HEADERS = published_rules("header.")
DATELINES = published_rules("dateline.")
OUTLETS = published_rules("outlet.")


def _examples(rules, kind):  # type: ignore[no-untyped-def]
    return [
        pytest.param(rule, example, id=f"{rule.id}-{number}")
        for rule in rules
        for number, example in enumerate(getattr(rule, kind))
    ]


def _check(example, published):  # type: ignore[no-untyped-def]
    assert published is not None
    if "day" in example:
        assert published.day == example["day"]
    else:
        assert published.day is None
        assert published.evidence


@pytest.mark.parametrize(("rule", "example"), _examples(DATES, "yes"))
def test_date_rule_reads_its_examples(rule: Rule, example: dict) -> None:  # type: ignore[type-arg]
    found = list(written_dates(example["text"]))
    assert len(found) == 1
    if "day" in example:
        assert found[0].days == (example["day"],)
    else:
        assert found[0].days == ()
        assert found[0].month == example["month"]


@pytest.mark.parametrize(("rule", "example"), _examples(DATES, "no"))
def test_date_rule_leaves_its_counterexamples(rule: Rule, example: str) -> None:
    partial = bool(rule.fields.get("partial"))
    assert not [found for found in written_dates(example) if bool(found.days) is not partial]


@pytest.mark.parametrize(("rule", "example"), _examples(HEADERS, "yes"))
def test_header_rule_reads_its_examples(rule: Rule, example: dict) -> None:  # type: ignore[type-arg]
    published, end = find_header(f"{example['text']}\n\nShells fell on the port.")
    _check(example, published)
    assert end > 0


@pytest.mark.parametrize(("rule", "example"), _examples(HEADERS, "no"))
def test_header_rule_leaves_its_counterexamples(rule: Rule, example: str) -> None:
    published, end = find_header(f"{example}\n\nShells fell on the port.")
    assert published is None
    assert end == 0


@pytest.mark.parametrize(("rule", "example"), _examples(DATELINES, "yes"))
def test_dateline_rule_reads_its_examples(rule: Rule, example: dict) -> None:  # type: ignore[type-arg]
    _check(example, find_dateline(example["text"]))


@pytest.mark.parametrize(("rule", "example"), _examples(DATELINES, "no"))
def test_dateline_rule_leaves_its_counterexamples(rule: Rule, example: str) -> None:
    assert find_dateline(example) is None


@pytest.mark.parametrize(("rule", "example"), _examples(OUTLETS, "yes"))
def test_outlet_rule_reads_its_examples(rule: Rule, example: dict) -> None:  # type: ignore[type-arg]
    assert find_outlet(example["text"]) == example["match"]


@pytest.mark.parametrize(("rule", "example"), _examples(OUTLETS, "no"))
def test_outlet_rule_leaves_its_counterexamples(rule: Rule, example: str) -> None:
    assert not re.search(rule.pattern, example, re.MULTILINE) or find_outlet(example) is None
