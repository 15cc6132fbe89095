"""Reads how certainly each event of a sentence happened, from -3 (it did not) to 3 (it did).

The scale is that of FactBank (Saurí and Pustejovsky 2009): 3 certain, 2 probable, 1 possible,
0 open, and the same below zero for what did not happen. Nothing is added up. An event starts as
certain; each thing that governs it is one rule of ``rules/certainty/*.toml`` with two verdicts, in
the manner of the signatures of Nairn, Condoravdi and Karttunen (2006): what the event is where its
governor ``holds`` ("managed to leave") and where it ``fails`` ("did not manage to leave"). The
governor is an event itself, read the same way, so that "refused to try to leave" needs no rule of
its own. What stands between (a modal, a condition, a question) can only lower certainty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from conflict_timeline.rules.loader import load_stage
from conflict_timeline.rules.trie import fold
from conflict_timeline.status.governors import Governor, Sentence, governors_of, split_words

RULE_KEYS = frozenset({"relation", "class", "holds", "fails"})

CERTAIN, PROBABLE, OPEN, FALSE = 3, 2, 0, -3
_DEEPEST = 4  # governors of governors that are followed


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule: the certainty of an event where its governor ``holds`` and where it ``fails``."""

    rule: str
    holds: int
    fails: int


def factuality(text: str, spans: Sequence[tuple[int, int]]) -> list[float]:
    """Return one value in [-3, 3] for each target event of ``spans`` (offsets within ``text``).

    >>> factuality("The general denied it and may resign.", [(31, 37)])
    [1.0]
    """
    return [float(value) for value, _ in judge_events(text, spans)]


def judge_events(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, tuple[str, ...]]]:
    """Return for each event its certainty and the ids of the rules that decided it."""
    sentence = split_words(fold(text)) if spans else Sentence((), ())
    return [
        _judge(sentence, sentence.index(start), depth=0) if sentence.words else (CERTAIN, ())
        for start, _ in spans
    ]


@cache
def _verdicts() -> Mapping[tuple[str, str], Verdict]:
    return {
        (str(rule.fields["relation"]), str(rule.fields["class"])): Verdict(
            rule.id,
            cast(int, rule.fields["holds"]),
            cast(int, rule.fields.get("fails", OPEN)),
        )
        for file in load_stage("certainty", RULE_KEYS)
        for rule in file.rules
    }


def _judge(sentence: Sentence, at: int, *, depth: int) -> tuple[int, tuple[str, ...]]:
    """Return the certainty of the word at ``at``: its governors from the outermost inwards."""
    value: int = CERTAIN
    applied: tuple[str, ...] = ()
    for governor in governors_of(sentence, at):
        verdict = _verdicts().get((governor.relation, governor.kind))
        if verdict is None and governor.relation != "inherited":
            continue
        if verdict is not None and governor.relation == "determiner" and value < 0:
            continue  # "did not see any convoy": denied once
        outer, names = CERTAIN, cast(tuple[str, ...], ())
        if governor.at is not None and depth < _DEEPEST:
            outer, names = _judge(sentence, governor.at, depth=depth + 1)
        if verdict is None:
            outcome = _inherit(outer, governor)
        else:
            outcome = _apply(verdict, outer, is_negated=governor.is_negated)
            names = (*names, verdict.rule)
        value = _within(value, outcome)
        applied = (*applied, *names)
    return value, applied


def _apply(verdict: Verdict, outer: int, *, is_negated: bool) -> int:
    """Return what ``verdict`` makes of an event whose governor is as certain as ``outer``."""
    if is_negated:
        outer = -outer
    if outer >= PROBABLE:
        return verdict.holds
    if outer < 0:
        return verdict.fails
    return min(outer, verdict.holds) if verdict.holds > 0 else OPEN


def _inherit(outer: int, governor: Governor) -> int:
    """Return the certainty of what is named in the clause of a verb as certain as ``outer``.

    "The storm could cause damage": no more certain than "cause". What a definite noun phrase
    names is there even if nothing happened to it: "they did not stop the shelling".
    """
    if outer < 0 and governor.is_definite:
        return CERTAIN
    return outer


def _within(value: int, outcome: int) -> int:
    """Return ``value`` within a governor that allows ``outcome``: it flips, caps or passes on."""
    if outcome <= -PROBABLE:
        return -min(value, -outcome) if value > 0 else OPEN
    if value < 0:
        return value if outcome >= PROBABLE else OPEN
    return min(value, outcome)
