"""Every kind rule holds on its yes examples and not on its no examples."""

import pytest

from conflict_timeline.kinds import load_taxonomy
from conflict_timeline.kinds.find import fired
from conflict_timeline.kinds.lexicon import RULE_KEYS
from conflict_timeline.rules.loader import load_stage

RULES = [rule for file in load_stage("kinds", RULE_KEYS) for rule in file.rules]
YES = [(rule.id, example["text"]) for rule in RULES for example in rule.yes]
NO = [(rule.id, text) for rule in RULES for text in rule.no]


@pytest.mark.parametrize(("rule_id", "text"), YES, ids=lambda value: value)
def test_kind_rule_holds_on_its_example(rule_id: str, text: str) -> None:
    assert rule_id in {firing.rule.id for firing in fired(text)}


@pytest.mark.parametrize(("rule_id", "text"), NO, ids=lambda value: value)
def test_kind_rule_leaves_its_counterexample(rule_id: str, text: str) -> None:
    assert rule_id not in {firing.rule.id for firing in fired(text)}


def test_kind_rules_cover_the_taxonomy() -> None:
    assert {str(rule.fields["kind"]) for rule in RULES} == set(load_taxonomy())
