"""Every rule that keeps a number from being a figure, with its own examples."""

import pytest

from conflict_timeline.figures.numbers import find_numbers
from conflict_timeline.figures.quantities import RULE_KEYS, excluding_rules
from conflict_timeline.rules.loader import Rule, load_stage
from conflict_timeline.rules.trie import fold

RULES = [rule for file in load_stage("figures", RULE_KEYS) for rule in file.rules]


def excluded_by(rule: Rule, text: str) -> list[str]:
    folded = fold(text)
    return [
        text[number.start :]
        for number in find_numbers(folded)
        if rule.id in excluding_rules(folded, number.start)
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_figures_rule_examples(rule: Rule) -> None:
    for example in rule.yes:
        found = excluded_by(rule, example["text"])
        assert any(rest.startswith(example["match"]) for rest in found), example
    for text in rule.no:
        assert not excluded_by(rule, text), text
