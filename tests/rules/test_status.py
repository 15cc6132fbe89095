"""Every status cue and every rule of certainty with its own examples."""

import pytest

from conflict_timeline.rules.loader import Rule, load_stage, read_table
from conflict_timeline.status.factuality import RULE_KEYS as CERTAINTY_KEYS
from conflict_timeline.status.factuality import judge_events
from conflict_timeline.status.reading import RULE_KEYS, matching_cues

RULES = [rule for file in load_stage("status", RULE_KEYS) for rule in file.rules]
CERTAINTY = [rule for file in load_stage("certainty", CERTAINTY_KEYS) for rule in file.rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_status_rule_examples(rule: Rule) -> None:
    for example in rule.yes:
        assert (rule.id, example["match"]) in matching_cues(example["text"]), example
    for text in rule.no:
        assert rule.id not in {name for name, _ in matching_cues(text)}, text


def judge(marked: str) -> tuple[int, tuple[str, ...]]:
    """Return the judgement of the event that stands in brackets."""
    before, _, rest = marked.partition("[")
    event, _, after = rest.partition("]")
    span = (len(before), len(before) + len(event))
    return judge_events(before + event + after, [span])[0]


@pytest.mark.parametrize("rule", CERTAINTY, ids=lambda rule: rule.id)
def test_certainty_rule_examples(rule: Rule) -> None:
    for example in rule.yes:
        value, rules = judge(example["text"])
        assert (value, rule.id in rules) == (example["value"], True), (example, rules)
    for text in rule.no:
        assert rule.id not in judge(text)[1], text


def test_certainty_values_are_steps_of_the_scale() -> None:
    for rule in CERTAINTY:
        for key in ("holds", "fails"):
            assert rule.fields.get(key, 0) in (-3, -2, 0, 1, 2, 3), rule.id


def test_certainty_rules_and_governors_name_the_same_classes() -> None:
    ruled = {(rule.fields["relation"], rule.fields["class"]) for rule in CERTAINTY}
    named = {(row[0].replace("control", "infinitive"), row[1]) for row in table("governors.tsv")}
    named |= {("modal", modal) for _, modal in table("modals.tsv")}
    assert named <= ruled


def table(name: str) -> list[list[str]]:
    return read_table("certainty", name)
