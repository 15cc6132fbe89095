"""The rules of one language, ready to run: one pattern for candidate positions, rules by first word.

A candidate is a place where a rule may begin. Words that are about time in themselves (``head``
classes) always are; other first words ("the", "last", "two") only with a head or a digit within
four words. Each rule is compiled when a candidate first asks for it and matched anchored there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from conflict_timeline.rules.loader import Rule, load_stage
from conflict_timeline.rules.trie import trie_pattern
from conflict_timeline.times.lexicon import Lexicon, load_lexicon

RULE_KEYS = frozenset({"first", "resolve", "value", "upper", "style"})
DIGIT = "#"


class TimeRule:
    """One rule with its pattern compiled on first use."""

    def __init__(self, rule: Rule, lexicon: Lexicon) -> None:
        self.id = rule.id
        self.resolve = str(rule.fields["resolve"])
        self.value = str(rule.fields.get("value", ""))
        self.upper = bool(rule.fields.get("upper", False))
        self.style = str(rule.fields.get("style", ""))
        self._source = rule.pattern
        self._lexicon = lexicon

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, for ``match`` on folded text."""
        return re.compile(rf"(?:{self._lexicon.fill(self._source)})(?!\w)")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """``candidate`` finds positions; ``by_first`` maps the first word there to its rules."""

    lang: str
    candidate: re.Pattern[str]
    by_first: Mapping[str, tuple[TimeRule, ...]]
    lexicon: Lexicon


@cache
def load_rulebook(lang: str) -> Rulebook:
    """Return the rules of ``lang`` (a file prefix in rules/time)."""
    lexicon = load_lexicon(lang)
    by_first: dict[str, list[TimeRule]] = {}
    for file in load_stage("time", RULE_KEYS):
        if file.name.startswith(f"{lang}."):
            for rule in file.rules:
                ready = TimeRule(rule, lexicon)
                for word in sorted(set(_first_words(rule.fields["first"], lexicon))):
                    by_first.setdefault(word, []).append(ready)
    return Rulebook(
        lang,
        re.compile(_candidate_source(by_first, lexicon)),
        {word: tuple(rules) for word, rules in by_first.items()},
        lexicon,
    )


def _first_words(first: Iterable[str], lexicon: Lexicon) -> Iterable[str]:
    for entry in first:
        if entry.startswith("{"):
            yield from (_head_of(word) for word in lexicon.words[entry.strip("{}")])
        else:
            yield entry


def _head_of(word: str) -> str:
    """Return the first word of a phrase, as the candidate pattern sees it."""
    found = re.match(r"[^\W_]+|\W", word)
    return found[0] if found else word


def _candidate_source(firsts: Iterable[str], lexicon: Lexicon) -> str:
    heads = {
        _head_of(word)
        for name in lexicon.fragments["heads"].split("|")
        for word in lexicon.words[name]
    }
    words = {word for word in firsts if word[0].isalnum()}
    strong = trie_pattern(words & heads)
    weak = trie_pattern(words - heads)
    near = rf"(?=(?:[\s-]{{1,4}}[\w'.,]{{1,14}}){{0,3}}?[\s-]{{1,4}}(?:['\d]|(?:{trie_pattern(heads)})))"
    return (
        rf"(?<![\w$£€.,/])(?P<digit>\d{{1,4}})(?![\d%])|(?<!\w)(?:(?:{strong})|(?:{weak}){near})(?!\w)"
        rf"|(?<!\w)(?P<apostrophe>')(?=\d\d(?!\w))"
    )
