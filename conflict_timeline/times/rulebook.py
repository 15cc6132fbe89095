"""The rules of one language, ready to run: a pattern for candidates, rules by first word.

A candidate is a place where a rule may begin. Words that are about time in themselves (``head``
classes) always are; other first words ("the", "last", "two") only with a head or a digit within
four words. Each rule is compiled when a candidate first asks for it and matched anchored there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from conflict_timeline.rules.loader import Rule, load_file, rules_folder
from conflict_timeline.rules.trie import trie_pattern
from conflict_timeline.times.lexicon import Lexicon, load_lexicon

RULE_KEYS = frozenset({"first", "resolve", "upper", "style"})
ANY_NUMBER, SHORT_NUMBER, YEAR_NUMBER = "#", "##", "####"
"""In ``first``: any number, one of up to three digits, one of four digits."""


class TimeRule:
    """One rule with its pattern compiled on first use."""

    def __init__(self, rule: Rule, lexicon: Lexicon) -> None:
        self.id = rule.id
        self.resolve = str(rule.fields["resolve"])
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
    article: str
    lexicon: Lexicon

    def rules_at(self, candidate: re.Match[str], folded: str) -> tuple[TimeRule, ...]:
        """Return the rules that may begin at a candidate.

        The article is optional in most rules: after it the rules of the next word count too.
        """
        word = candidate[0]
        if candidate.lastgroup == "digit":
            return self.by_first.get(YEAR_NUMBER if len(word) == 4 else SHORT_NUMBER, ())
        rules = self.by_first.get(word) or self.by_first.get(head_of(word), ())
        if self.lexicon.has("determiner", word):
            after = _NEXT_WORD.match(folded, candidate.end())
            following = after[1] if after is not None else ""
            if following[:1].isdigit():
                is_year = len(following) > 3 and following[:4].isdigit()
                following = YEAR_NUMBER if is_year else SHORT_NUMBER
            more = self.by_first.get(following)
            if more is None:
                return rules if self.lexicon.has("after_determiner", following) else ()
            return rules + more if word == self.article else rules
        return rules


_NEXT_WORD = re.compile(r"\s{1,4}([^\W_]+|')")


@cache
def load_rulebook(lang: str) -> Rulebook:
    """Return the rules of ``lang`` (a file prefix in rules/time)."""
    lexicon = load_lexicon(lang)
    by_first: dict[str, list[TimeRule]] = {}
    phrases: set[str] = set()
    for rule in load_file(rules_folder("time").joinpath(f"{lang}.toml"), RULE_KEYS).rules:
        ready = TimeRule(rule, lexicon)
        phrases.update(first := set(_first_words(rule.fields["first"], lexicon)))
        for word in sorted({head_of(phrase) for phrase in first}):
            by_first.setdefault(word, []).append(ready)
    return Rulebook(
        lang,
        re.compile(_candidate_source(phrases, lexicon)),
        {word: tuple(rules) for word, rules in by_first.items()},
        lexicon.fragments["article"],
        lexicon,
    )


def _first_words(first: Iterable[str], lexicon: Lexicon) -> Iterable[str]:
    for entry in first:
        if entry.startswith("{"):
            for word in lexicon.words[entry.strip("{}")]:
                yield SHORT_NUMBER if word[0].isdigit() else word  # "18th" is a number first
        elif entry == ANY_NUMBER:
            yield from (SHORT_NUMBER, YEAR_NUMBER)
        else:
            yield entry


def head_of(phrase: str) -> str:
    """Return the first word of a phrase, by which rules are looked up."""
    found = _HEAD.match(phrase)
    return found[0] if found else phrase


_HEAD = re.compile(r"[^\W_]+|#+|.", re.DOTALL)


def _candidate_source(firsts: Iterable[str], lexicon: Lexicon) -> str:
    heads = _words_of(lexicon, "heads")
    near = heads | _words_of(lexicon, "near")
    words = {word for word in firsts if word[0].isalnum()}
    strong, weak = _either(words & heads), _either(words - heads)
    word = r"(?:[\s-]{1,4}[\w'.,]{1,14})"
    ahead = rf"(?={word}{{0,2}}?[\s-]{{1,4}}(?:['\d]|(?:{_either(near)})))"
    near_words = heads | _words_of(lexicon, "near_words")
    ahead += rf"(?={word}{{0,6}}?[\s-]{{1,4}}(?:['\d]|(?:{_either(near_words)})))"
    after_digit = lexicon.fill(lexicon.fragments["after_digit"])
    return (
        rf"(?<!\w)(?:(?P<digit>(?<![$£€.,/])\d{{1,4}}(?![\d%]){after_digit})"
        rf"|(?:{strong})(?!\w)|(?:{weak})(?!\w){ahead}|(?P<apostrophe>')(?=\d\d(?!\w)))"
    )


def _words_of(lexicon: Lexicon, name: str) -> set[str]:
    """Return the words of the classes that a fragment lists with ``|`` between them."""
    classes = lexicon.fragments[name].split("|")
    return {word for name in classes for word in lexicon.words.get(name, ())}


def _either(words: set[str]) -> str:
    """Return a trie of words, or a pattern that never matches where there are none."""
    return trie_pattern(words) if words else r"(?!)"


ANY_LANGUAGE = "und"
"""The rules for a language that has none of its own: dates in numbers."""


@lru_cache(maxsize=64)
def language_of(lang: str) -> str:
    """Return the language whose rules read ``lang`` ("en-GB" is read as "en")."""
    name = lang.replace("_", "-").split("-")[0].lower()
    known = name.isalpha() and rules_folder("time").joinpath(f"{name}.words.tsv").is_file()
    return name if known else ANY_LANGUAGE
