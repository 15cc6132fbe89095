"""Every counting rule is run on its own examples, from a first day of 1 March 2010."""

from datetime import date, timedelta

import pytest

from conflict_timeline.dating.clue import KEYS
from conflict_timeline.dating.counted import counted, counting_clues
from conflict_timeline.rules.loader import Rule, load_stage

START = date(2010, 3, 1)
RULES = [rule for file in load_stage("conflicts", KEYS) for rule in file.rules]


def _examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.id}-{number}")
        for rule in RULES
        for number, example in enumerate(getattr(rule, kind))
    ]


@pytest.mark.parametrize(("rule", "example"), _examples("yes"))
def test_counting_rule_reads_its_examples(rule: Rule, example: dict) -> None:  # type: ignore[type-arg]
    fired = [found for found, _, _, _ in counted(example["text"])]
    assert rule in fired
    if rule.fields["resolve"] == "began":
        return
    clues = list(counting_clues(example["text"], START))
    offsets = [
        offset
        for offset in range(400)
        if all(clue.allows(START + timedelta(days=offset)) for clue in clues)
    ]
    assert (offsets[0], offsets[-1]) == (example["from"], example["to"])


@pytest.mark.parametrize(("rule", "example"), _examples("no"))
def test_counting_rule_leaves_its_counterexamples(rule: Rule, example: str) -> None:
    assert rule not in [found for found, _, _, _ in counted(example)]
