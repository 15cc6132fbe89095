"""Rules that fire at literal triggers: one trie pass finds candidates, then each rule matches
there.

A rule names its ``triggers`` (literal words, lower case). Its ``pattern``, where it has one, is
matched at the trigger's first character on folded text; a rule without a pattern fires on the
trigger alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from conflict_timeline.rules.loader import Rule
from conflict_timeline.rules.trie import phrase_trie


class TriggeredRules:
    """Rules indexed by their triggers; patterns compile at their first candidate."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_trigger: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            for trigger in rule.fields["triggers"]:
                self._by_trigger[trigger].append(rule)
        self._candidates = phrase_trie(self._by_trigger)
        self._compiled: dict[str, re.Pattern[str]] = {}

    def find(self, folded: str) -> Iterator[tuple[Rule, int, int]]:
        """Yield (rule, start, end) for every rule that matches in ``folded``, in text order."""
        for candidate in self._candidates.finditer(folded):
            trigger = re.sub(r"\s+", " ", candidate[0])
            for rule in self._by_trigger[trigger]:
                if not rule.pattern:
                    yield rule, candidate.start(), candidate.end()
                elif found := self._pattern(rule).match(folded, candidate.start()):
                    yield rule, found.start(), found.end()

    def _pattern(self, rule: Rule) -> re.Pattern[str]:
        if rule.id not in self._compiled:
            self._compiled[rule.id] = re.compile(rule.pattern)
        return self._compiled[rule.id]
