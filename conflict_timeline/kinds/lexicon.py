"""The word classes and rules of ``rules/kinds/*.toml``, as one book of phrases with their rules.

A class is a bit of a mask: "is there any word of these classes" is one operation on integers.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from conflict_timeline.kinds.taxonomy import load_taxonomy
from conflict_timeline.problems import RuleProblem
from conflict_timeline.rules.loader import Rule, RuleFile, load_stage, read_table
from conflict_timeline.rules.phrases import PhraseBook
from conflict_timeline.rules.trie import key_of, words_of

RULE_KEYS = frozenset(
    {
        "kind",
        "strength",
        "any",
        "first",
        "second",
        "within",
        "ordered",
        "backward",
        "active",
        "named",
        "unless",
        "unless_after",
        "unless_before",
        "never",
        "near",
        "main",
        "weak",
        "alone",
        "beside",
        "vague",
        "hint",
    }
)


@dataclass(frozen=True, slots=True)
class KindRule:
    """One compiled rule. Classes are masks; ``within``, ``near`` and ``main`` count words.

    ``any`` fires on one word, ``first`` and ``second`` on two at most ``within`` words apart,
    the second after the first if ``ordered``, before it if ``backward`` (the rarer word is the
    first: it triggers the rule), not as its passive verb if ``active``. ``named``
    wants a name right after the word, ``main`` the word within so many words of the start.
    ``unless`` (either side), ``unless_after`` and ``unless_before`` name classes that forbid the
    rule within ``near`` words, ``never`` classes that forbid it wherever they stand; ``spoilers``
    is the classes of the first three together.
    ``weak``, ``alone`` and ``beside`` say how the rule yields to others: see ``find.find_kinds``.
    ``vague`` and ``hint`` are told apart by ``is_vague`` and ``is_hint`` alone.
    """

    id: str
    kind: str
    strength: int
    any: int
    first: int
    second: int
    within: int
    ordered: bool
    backward: bool
    active: bool
    named: bool
    unless: int
    unless_after: int
    unless_before: int
    never: int
    near: int
    main: int
    weak: bool
    alone: bool
    beside: bool
    spoilers: int


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of the lexicon: its classes and the rules that it can trigger.

    ``shape`` is how the original must be spelt: "" any, "Aa" a capital first, "AA" all capitals.
    ``alone`` says that a rule asks for nothing else, ``partners`` are the classes of which the
    other rules ask for one. ``spoken`` is what counts of it in a reporting clause: acts of speech,
    and the offices whose word is politics.
    """

    classes: int
    shape: str
    rules: tuple[KindRule, ...]
    alone: bool
    partners: int
    spoken: "Word | None"


class Trigger(NamedTuple):
    """What a sentence must have for an entry to fire a rule, beside the word it is kept under.

    ``others`` are the further words of the entry, ``partners`` words of which its rules want one.
    """

    others: frozenset[str]
    partners: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases, what tells without them that a sentence fires no rule, and the classes that
    weigh what follows.

    ``triggers`` are kept under the least common word of their entry (``keys``), "" for the
    ``marks``, the entries without letters.
    """

    phrases: PhraseBook[tuple[Word, ...]]
    triggers: Callable[[str], tuple[Trigger, ...]]
    keys: frozenset[str]
    marks: tuple[str, ...]
    background: int
    irrealis: int

    def may_fire(self, folded: str) -> bool:
        """Return whether the words of ``folded`` can fire any rule: most sentences' cannot.

        To look up the words of a sentence costs less than to find where the phrases stand.
        """
        present = words_of(folded)
        if any(mark in folded for mark in self.marks):
            present |= {""}
        for key in self.keys & present:
            for others, partners in self.triggers(key):
                if (not others or others <= present) and (
                    partners is None or not partners.isdisjoint(present)
                ):
                    return True
        return False


def is_vague(rule_id: str) -> bool:
    """Return whether the rule types an attack without a word on the weapon: "the strike"."""
    return rule_id in _marked("vague")


def is_hint(rule_id: str) -> bool:
    """Return whether the rule rests on one plain word ("tanks"), which may be no event at all."""
    return rule_id in _marked("hint")


@cache
def _marked(key: str) -> frozenset[str]:
    files = load_stage("kinds", RULE_KEYS)
    return frozenset(rule.id for file in files for rule in file.rules if rule.fields.get(key))


@cache
def load_lexicon() -> Lexicon:
    """Return the compiled lexicon. Raises RuleProblem for anything wrong in the data."""
    rule_files = load_stage("kinds", RULE_KEYS)
    classes = _classes(rule_files)
    particles = classes.pop("particle")
    bits = {name: 1 << place for place, name in enumerate(classes)}
    masks: dict[tuple[str, str], int] = {}
    for name, entries in classes.items():
        for entry in entries:
            shape = _shape(entry)
            for phrase in _inflected(entry.lower()):
                masks[phrase, shape] = masks.get((phrase, shape), 0) | bits[name]
    _inherit(masks, particles, bits["decoy"])
    rules = [_compiled(rule, bits, file.name) for file in rule_files for rule in file.rules]
    act = bits["speech_act"] | bits["charge"] | bits["office"]
    fired_by = [(rule.any | rule.first, rule) for rule in rules]

    @cache
    def word(mask: int, shape: str) -> Word:
        return _word(mask, shape, [rule for by, rule in fired_by if by & mask], act)

    words: dict[str, tuple[Word, ...]] = {}
    for (phrase, shape), mask in sorted(masks.items(), key=lambda item: item[0][1], reverse=True):
        words[phrase] = (*words.get(phrase, ()), word(mask, shape))
    keys = {phrase: key_of(phrase) for phrase in words}
    firing: defaultdict[str, list[str]] = defaultdict(list)
    for phrase, known in words.items():
        if any(word.rules for word in known):
            firing[keys[phrase]].append(phrase)
    return Lexicon(
        PhraseBook(words),
        _triggers(words, keys, firing),
        frozenset(firing),
        tuple(phrase for phrase, key in keys.items() if not key),
        bits["background"] | bits["act"],
        bits["irrealis"],
    )


def _triggers(
    words: Mapping[str, tuple[Word, ...]],
    keys: Mapping[str, str],
    firing: Mapping[str, Sequence[str]],
) -> Callable[[str], tuple[Trigger, ...]]:
    """Return what gives the triggers of a key, made when a sentence first has it."""
    with_classes: defaultdict[int, set[str]] = defaultdict(set)
    for phrase, known in words.items():
        for word in known:
            with_classes[word.classes].add(keys[phrase])

    @cache
    def keys_of_any(wanted: int) -> frozenset[str]:
        return frozenset().union(
            *(found for classes, found in with_classes.items() if classes & wanted)
        )

    @cache
    def triggers(key: str) -> tuple[Trigger, ...]:
        found = {
            Trigger(words_of(phrase) - {key}, None if word.alone else keys_of_any(word.partners))
            for phrase in firing[key]
            for word in words[phrase]
            if word.rules
        }
        return tuple(found)

    return triggers


def _word(classes: int, shape: str, rules: Sequence[KindRule], act: int) -> Word:
    spoken = None
    if act & classes:
        spoken = _word(act, shape, [rule for rule in rules if rule.any & act], 0)
    partners = 0
    for rule in rules:
        partners |= rule.second
    alone = any(not rule.second for rule in rules)
    return Word(classes, shape, tuple(rules), alone, partners, spoken)


def _classes(rule_files: Iterable[RuleFile]) -> dict[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    for file in rule_files:
        for name, entries in file.vocabulary.items():
            if name in classes:
                raise RuleProblem("CTL-R008", f"class {name} is defined twice", where=file.name)
            classes[name] = entries
    return classes


def _inherit(masks: dict[tuple[str, str], int], particles: Collection[str], decoy: int) -> None:
    """Give "fired at" the classes of "fired", which the longer phrase would hide; a decoy hides."""
    for (phrase, shape), mask in masks.items():
        first, _, rest = phrase.partition(" ")
        if rest in particles and not mask & decoy:
            masks[phrase, shape] = mask | masks.get((first, ""), 0)


def _compiled(rule: Rule, bits: Mapping[str, int], where: str) -> KindRule:
    def mask(key: str) -> int:
        total = 0
        for name in rule.fields.get(key, ()):
            if name not in bits:
                raise RuleProblem("CTL-R009", f"{rule.id} names no class {name}", where=where)
            total |= bits[name]
        return total

    compiled = KindRule(
        id=rule.id,
        kind=str(rule.fields["kind"]),
        strength=int(rule.fields["strength"]),
        any=mask("any"),
        first=mask("first"),
        second=mask("second"),
        within=int(rule.fields.get("within", 8)),
        ordered=bool(rule.fields.get("ordered", False)),
        backward=bool(rule.fields.get("backward", False)),
        active=bool(rule.fields.get("active", False)),
        named=bool(rule.fields.get("named", False)),
        unless=mask("unless"),
        unless_after=mask("unless_after"),
        unless_before=mask("unless_before"),
        never=mask("never"),
        near=int(rule.fields.get("near", 6)),
        main=int(rule.fields.get("main", 0)),
        weak=bool(rule.fields.get("weak", False)),
        alone=bool(rule.fields.get("alone", False)),
        beside=bool(rule.fields.get("beside", False)),
        spoilers=mask("unless") | mask("unless_after") | mask("unless_before"),
    )
    if bool(compiled.any) == bool(compiled.first and compiled.second):
        raise RuleProblem(
            "CTL-R010", f"{rule.id} needs either any, or first and second", where=where
        )
    if compiled.kind not in load_taxonomy():
        raise RuleProblem("CTL-R011", f"{rule.id}: no kind {compiled.kind}", where=where)
    return compiled


def _shape(entry: str) -> str:
    plain = entry.replace("+n", "").replace("+v", "")
    if plain == plain.lower():
        return ""
    return "AA" if plain == plain.upper() and len(plain) < 8 else "Aa"


def _inflected(entry: str) -> list[str]:
    """Return the forms of an entry: "+n" adds the plural of a noun, "+v" the forms of a verb.

    >>> _inflected("car bomb+n")
    ['car bomb', 'car bombs']
    """
    if "+" not in entry:
        return [entry]
    phrases = [""]
    for token in entry.split(" "):
        forms = _forms(token)
        phrases = [f"{phrase} {form}".strip() for phrase in phrases for form in forms]
    return phrases


def _forms(token: str) -> tuple[str, ...]:
    stem, mark, kind = token.partition("+")
    if not mark:
        return (token,)
    if kind == "n":
        return (stem, _plural(stem))
    if irregular := _irregular_verbs().get(stem):
        return (stem, *irregular)
    return (stem, _plural(stem), _past(stem), (stem[:-1] if stem.endswith("e") else stem) + "ing")


def _plural(stem: str) -> str:
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return stem[:-1] + "ies"
    return stem + ("es" if stem.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _past(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return stem[:-1] + "ied"
    return stem + "ed"


@cache
def _irregular_verbs() -> Mapping[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1:]) for row in read_table("kinds", "irregular_verbs.tsv")}
