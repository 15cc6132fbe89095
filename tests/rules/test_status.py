"""Every status cue with its own examples."""

import pytest

from conflict_timeline.rules.loader import Rule, load_stage
from conflict_timeline.status.reading import RULE_KEYS, matching_cues

RULES = [rule for file in load_stage("status", RULE_KEYS) for rule in file.rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_status_rule_examples(rule: Rule) -> None:
    for example in rule.yes:
        assert (rule.id, example["match"]) in matching_cues(example["text"]), example
    for text in rule.no:
        assert rule.id not in {name for name, _ in matching_cues(text)}, text
