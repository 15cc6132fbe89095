"""Every rule on what a number is, or is not, with its own examples."""

import pytest

from conflict_timeline.figures import find_figures
from conflict_timeline.figures.numbers import find_numbers
from conflict_timeline.figures.quantities import RULE_KEYS, excluding_rules
from conflict_timeline.rules.loader import Rule, load_stage
from conflict_timeline.rules.trie import fold

RULES = [rule for file in load_stage("figures", RULE_KEYS) for rule in file.rules]
EXCLUSIONS = [rule for rule in RULES if "measure" not in rule.fields]
CONTEXTS = [rule for rule in RULES if "measure" in rule.fields]


def excluded_by(rule: Rule, text: str) -> list[str]:
    folded = fold(text)
    return [
        text[number.start :]
        for number in find_numbers(folded)
        if rule.id in excluding_rules(folded, number.start)
    ]


@pytest.mark.parametrize("rule", EXCLUSIONS, ids=lambda rule: rule.id)
def test_figures_exclusion_examples(rule: Rule) -> None:
    for example in rule.yes:
        found = excluded_by(rule, example["text"])
        assert any(rest.startswith(example["match"]) for rest in found), example
    for text in rule.no:
        assert not excluded_by(rule, text), text


@pytest.mark.parametrize("rule", CONTEXTS, ids=lambda rule: rule.id)
def test_figures_context_examples(rule: Rule) -> None:
    measure = rule.fields["measure"]
    for example in rule.yes:
        found = [(figure.text, figure.measure) for figure in find_figures(example["text"])]
        assert (example["match"], measure) in found, example
    for text in rule.no:
        assert measure not in {figure.measure for figure in find_figures(text)}, text
