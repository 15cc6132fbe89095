"""The examples of the attribution rules and of the shapes of lines and sentences."""

import re

import pytest

from conflict_timeline.attribution import find_attributions
from conflict_timeline.rules.loader import Rule, load_stage
from conflict_timeline.rules.trie import fold
from conflict_timeline.sentences import furniture_rules, split_sentences

RULES = [rule for file in load_stage("attribution", frozenset()) for rule in file.rules]
SHAPES = furniture_rules()


def _found(rule: Rule, text: str):
    found = find_attributions(text, split_sentences(text), anonymous=True)
    return [attribution for attribution in found if attribution.rule == rule.id]


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.yes)],
)
def test_rule_reads_its_examples(rule, example):
    text = example["text"]
    speakers = {
        attribution.speaker: " ".join(text[start:end] for start, end in attribution.content)
        for attribution in _found(rule, text)
    }
    assert example["speaker"] in speakers
    assert example["content"] in speakers[example["speaker"]]


@pytest.mark.parametrize(
    ("rule", "text"),
    [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.no)],
)
def test_rule_leaves_its_counterexamples(rule, text):
    assert not _found(rule, text)


@pytest.mark.parametrize("rule", SHAPES, ids=lambda rule: rule.id)
def test_shape_matches_its_examples(rule):
    place = rule.fields.get("place")
    look = {"start": re.match, "credit": re.fullmatch}.get(place, re.search)
    fitted = str if place in ("agency", "dateline", "credit") else fold
    for example in rule.yes:
        found = look(rule.pattern, fitted(example["text"]))
        assert found is not None
        assert example["text"][found.start() : found.end()] == example["match"]
    for text in rule.no:
        assert look(rule.pattern, fitted(text)) is None
