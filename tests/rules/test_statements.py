"""The examples of the background rules run as tests."""

import pytest

from conflict_timeline.rules.loader import load_file, rules_folder
from conflict_timeline.rules.trie import fold
from conflict_timeline.rules.triggered import TriggeredRules
from conflict_timeline.statements.background import KEYS, background_reason

RULES = load_file(rules_folder("statements").joinpath("background.toml"), KEYS).rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_background_rule_examples(rule):
    engine = TriggeredRules([rule])
    for example in rule.yes:
        assert any(True for _ in engine.find(fold(example["text"]))), example
    for text in rule.no:
        assert not any(True for _ in engine.find(fold(text))), text


@pytest.mark.parametrize(
    ("text", "dated", "attributed", "event", "expected"),
    [
        ("Shells hit the bridge.", False, False, True, None),
        (
            "Such shells are capable of piercing armour.",
            False,
            False,
            True,
            "background.capability",
        ),
        ("Such shells are capable of piercing armour.", False, True, True, None),
        ("Winters there are long and cold.", False, False, False, "background.no-event"),
        ("People queued for bread.", False, False, False, None),
        ("Read more about the war.", True, True, True, "background.pointer"),
    ],
)
def test_background_reason(text, dated, attributed, event, expected):
    reason = background_reason(
        fold(text),
        is_dated=dated,
        is_attributed=attributed,
        is_event=event,
        follows_background=False,
    )
    assert reason == expected
