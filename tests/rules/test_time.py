"""Every time rule finds its ``yes`` examples and leaves its ``no`` examples alone."""

import re
from datetime import date
from typing import Any

import pytest

from conflict_timeline.rules.loader import Rule, load_stage
from conflict_timeline.times import find_times
from conflict_timeline.times.resolve import RESOLVERS
from conflict_timeline.times.rulebook import RULE_KEYS, load_rulebook

LANGUAGES = sorted({file.name.split(".")[0] for file in load_stage("time", RULE_KEYS)})
RULES = [
    (file.name.split(".")[0], rule) for file in load_stage("time", RULE_KEYS) for rule in file.rules
]
YES = [(lang, rule, example) for lang, rule in RULES for example in rule.yes]
NO = [(lang, rule, text) for lang, rule in RULES for text in rule.no]


@pytest.mark.parametrize(
    ("lang", "rule", "example"), YES, ids=[f"{rule.id}:{e['match']}" for _, rule, e in YES]
)
def test_time_rule_finds_its_examples(lang: str, rule: Rule, example: dict[str, Any]) -> None:
    found = find_times(
        example["text"],
        published=example.get("published"),
        lang=lang,
        conflict_start=example.get("conflict_start"),
    )
    mine = {time.text: time for time in found if time.rule == rule.id}
    assert example["match"] in mine, [(time.text, time.rule) for time in found]
    time = mine[example["match"]]
    if "value" in example:
        assert time.value == example["value"]
    if "edtf" in example:
        assert time.span is not None
        assert time.span.edtf == example["edtf"]


@pytest.mark.parametrize(("lang", "rule", "text"), NO, ids=[f"{rule.id}:{t}" for _, rule, t in NO])
def test_time_rule_leaves_its_counterexamples_alone(lang: str, rule: Rule, text: str) -> None:
    found = find_times(text, published=date(2022, 3, 2), lang=lang)
    assert [time.text for time in found if time.rule == rule.id] == []


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=lambda rule: rule.id)
def test_time_rule_names_a_resolver(rule: Rule) -> None:
    assert rule.fields["resolve"] in RESOLVERS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_time_patterns_have_no_placeholder_left(lang: str) -> None:
    for rules in load_rulebook(lang).by_first.values():
        for rule in rules:
            assert not re.search(r"(?<!\\)\{[a-z_]+\}", rule.pattern.pattern)
