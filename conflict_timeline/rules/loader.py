"""Loads and checks rule files; nothing else in the package may contain vocabulary.

A rule file is TOML with ``[[rule]]`` tables and, optionally, a ``[vocabulary]`` table whose lists
replace ``{name}`` inside patterns of the same file:

    [vocabulary]
    weekday = ["monday", "tuesday"]

    [[rule]]
    id      = "time.en.weekday"
    about   = "a bare weekday"
    pattern = '''{weekday}'''
    resolve = "weekday"
    yes = [{ text = "fled on Monday", match = "Monday" }]
    no  = ["the Monday Club"]

``id``, ``about``, ``pattern``, ``yes`` and ``no`` mean the same everywhere; a stage names its
own further keys. Duplicate ids, unknown keys, empty vocabularies and rules without examples are
errors, so that a bad rule never runs silently. With ``check`` patterns that do not compile or match
nothing are errors too: compiling them all takes longer than reading an article, so the tests ask
for it, and so should whoever loads rules that no test has seen.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from conflict_timeline.problems import RuleProblem
from conflict_timeline.rules.trie import trie_pattern

COMMON_KEYS = frozenset({"id", "about", "pattern", "yes", "no"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as data: its pattern with vocabulary filled in, its stage's own ``fields``, its
    examples."""

    id: str
    about: str
    pattern: str
    fields: Mapping[str, Any]
    yes: tuple[Mapping[str, Any], ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The rules of one file and its vocabulary."""

    name: str
    vocabulary: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]


def rules_folder(stage: str) -> Traversable:
    """Return the folder of rule data for ``stage`` ("time", "kinds", ...)."""
    return files("conflict_timeline.rules").joinpath(stage)


@cache
def load_stage(stage: str, keys: frozenset[str], *, check: bool = False) -> tuple[RuleFile, ...]:
    """Return every TOML rule file of ``stage``, in name order; ``keys`` are the stage's own rule
    keys; ``check`` compiles every pattern.

    Raises RuleProblem for anything wrong in the data.
    """
    folder = rules_folder(stage)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    loaded = tuple(load_file(folder.joinpath(name), keys, check=check) for name in names)
    seen: set[str] = set()
    for rule in (rule for file in loaded for rule in file.rules):
        if rule.id in seen:
            raise RuleProblem("CTL-R001", f"two rules are called {rule.id}", where=stage)
        seen.add(rule.id)
    return loaded


def load_file(file: Traversable, keys: frozenset[str], *, check: bool = False) -> RuleFile:
    """Return one rule file; ``check`` compiles every pattern."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleProblem("CTL-R002", f"is not valid TOML: {error}", where=file.name) from error
    vocabulary = {name: tuple(words) for name, words in table.get("vocabulary", {}).items()}
    for name, words in vocabulary.items():
        if not words:
            raise RuleProblem("CTL-R003", f"vocabulary {name} is empty", where=file.name)
    rules = tuple(_rules(table, vocabulary, keys, file.name))
    if check:
        for words in vocabulary.values():
            trie_pattern(words)
        for rule in rules:
            _check_pattern(rule.pattern, rule.id, file.name)
    return RuleFile(file.name, vocabulary, rules)


def _rules(
    table: Mapping[str, Any],
    vocabulary: Mapping[str, tuple[str, ...]],
    keys: frozenset[str],
    where: str,
) -> Iterator[Rule]:
    @cache
    def group(name: str) -> str | None:
        """Return a word list as a pattern, made when the first rule of the file names it."""
        return f"(?:{trie_pattern(vocabulary[name])})" if name in vocabulary else None

    for row in table.get("rule", ()):
        rule_id = row.get("id", "?")
        if unknown := set(row) - COMMON_KEYS - keys:
            raise RuleProblem(
                "CTL-R004", f"{rule_id} has unknown keys {sorted(unknown)}", where=where
            )
        if not row.get("yes") or not row.get("no"):
            raise RuleProblem("CTL-R005", f"{rule_id} needs a yes and a no example", where=where)
        pattern = _fill(row.get("pattern", ""), group)
        yield Rule(
            id=rule_id,
            about=row.get("about", ""),
            pattern=pattern,
            fields={key: row[key] for key in keys if key in row},
            yes=tuple(row["yes"]),
            no=tuple(row["no"]),
        )


def _fill(pattern: str, group: Callable[[str], str | None]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda found: group(found[1]) or found[0], pattern)


def _check_pattern(pattern: str, rule_id: str, where: str) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise RuleProblem("CTL-R006", f"{rule_id}: {error}", where=where) from error
    if pattern and compiled.match(""):
        raise RuleProblem("CTL-R007", f"{rule_id} can match nothing at all", where=where)


def read_table(stage: str, name: str) -> list[list[str]]:
    """Return the rows of a tab-separated rule table, without comments and blank lines."""
    text = rules_folder(stage).joinpath(name).read_text(encoding="utf-8")
    return [
        line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")
    ]
