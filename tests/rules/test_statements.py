"""The examples of the rules for background and for what a town stands for run as tests."""

import re

import pytest

from conflict_timeline.model import PlaceRef, Sentence
from conflict_timeline.rules.loader import load_file, rules_folder
from conflict_timeline.rules.trie import fold
from conflict_timeline.rules.triggered import TriggeredRules
from conflict_timeline.statements.background import KEYS, background_reason
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.standing import standing_rules, standings_of

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


def rules_held(marked: str) -> set[str]:
    """Return the ids of the standing rules that hold for the town in brackets."""
    text = marked.replace("[", "").replace("]", "")
    begin, end = marked.index("["), marked.index("]") - 1
    names = [(m.start(), m.end()) for m in re.finditer(r"[A-Z][a-z]+", text) if m.start()]
    places = tuple(
        PlaceRef(first, last, text[first:last], text[first:last], "city", "event", admin1="here")
        for first, last in dict.fromkeys([*names, (begin, end)])
    )
    line = Line(0, Sentence(0, len(text), text, 0), fold(text), (), places, None, (), None)
    return {standings_of(line)[begin].rule}


@pytest.mark.parametrize("rule", standing_rules().rules, ids=lambda rule: rule.id)
def test_standing_rule_examples(rule):
    for example in rule.yes:
        assert rule.id in rules_held(example["text"]), example
    for text in rule.no:
        assert rule.id not in rules_held(text), text
