"""The names of actors (``rules/actors/*.tsv``) in one book, and what belongs to a state."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from conflict_timeline.problems import RuleProblem
from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.phrases import PhraseBook
from conflict_timeline.rules.trie import Keys, fold, keys_of, trie_pattern

NameKind = Literal["state", "adjective", "group", "decoy"]


LONGEST_NAME = 200
"""Characters of a name that a user adds; the trie of names is as deep as the longest."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an actor's name.

    ``shape`` is how it must be spelt: "" any, "Aa" a capital first, "AA" all capitals.
    """

    name: str
    shape: str
    country: str | None
    side: str | None
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All names as written, in one book; ``keys`` say which texts hold none."""

    book: PhraseBook[tuple[Name, ...]]
    names: Mapping[str, tuple[Name, ...]]
    keys: Keys


@dataclass(frozen=True, slots=True)
class Belongings:
    """Patterns of what may follow an actor's name: its forces and offices, or what it does.

    ``names`` gives the name of what follows, "%" for the adjective; ``official`` corrects the
    composed names of states that call their offices otherwise.
    """

    force: re.Pattern[str]
    doing: re.Pattern[str]
    backed: re.Pattern[str]
    names: Mapping[str, str]
    official: Mapping[str, str]
    adjectives: Mapping[str, str]


@cache
def load_dictionary(extra: Path | None) -> Dictionary:
    """Return all names; those of the table ``extra`` win over ours.

    Raises RuleProblem where that table is wrong.
    """
    names: dict[str, tuple[Name, ...]] = {}
    for written, name in _all_names(extra):
        key = " ".join(fold(written).split())
        if all(known.shape != name.shape for known in names.get(key, ())):
            names[key] = (*names.get(key, ()), name)
    return Dictionary(PhraseBook(names), names, keys_of(names))


def label_of(name: str) -> str | None:
    """Return what the actor called ``name`` is filed under, in any case: "rsf" is the Rapid Support
    Forces. ``None`` for a name that is not in our tables."""
    known = load_dictionary(None).names.get(fold(name.strip()), ())
    return next((entry.name for entry in known if entry.kind != "decoy"), None)


def _all_names(extra: Path | None) -> Iterator[tuple[str, Name]]:
    if extra:
        yield from _groups(_read_extra(extra))
    yield from _groups(read_table("actors", "groups.tsv"))
    yield from _states()
    for form in (cell for row in read_table("actors", "decoys.tsv") for cell in row):
        yield form, Name(form, "Aa", None, None, "decoy")
    for label, forms in read_table("actors", "generic.tsv"):
        for form in forms.split(";"):
            yield form, Name(label, "", None, None, "group")


def _groups(rows: Iterable[list[str]]) -> Iterator[tuple[str, Name]]:
    for row in rows:
        label, _, country, side, *others = [*row, "", "", "", ""][:5]
        for form in (label, *(other for cell in others for other in cell.split(";") if other)):
            yield form, Name(label, _shape(form), country or None, side or label, "group")


def _states() -> Iterator[tuple[str, Name]]:
    for row in read_table("actors", "countries.tsv"):
        country, label, others, adjectives = [*row, "", ""][:4]
        for form in (label, *(other for other in others.split(";") if other)):
            yield form, Name(label, _shape(form), country, label, "state")
        for adjective in (form for form in adjectives.split(";") if form):
            yield adjective, Name(label, _shape(adjective), country, label, "adjective")
            if adjective.endswith(("n", "i")):
                yield f"{adjective}s", Name(f"{adjective}s", "Aa", country, label, "group")


def _shape(form: str) -> str:
    return "AA" if form.isupper() and len(form) < 8 else "Aa"


def _read_extra(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleProblem("CTL-R012", f"cannot be read: {error}", where=str(path)) from error
    rows = [
        [";".join(map(str.strip, cell.split(";"))) for cell in line.split("\t")]
        for line in text.splitlines()
        if line.strip() and line[0] != "#"
    ]
    for row in rows:
        if len(row) < 2 or not row[0]:
            raise RuleProblem(
                "CTL-R013",
                f"has a row without a name and what it is: {row!r}",
                where=str(path),
                hint="tabs between name, what it is, country, side, further names",
            )
        names = [row[0], *(name for cell in row[4:] for name in cell.split(";"))]
        if len(longest := max(names, key=len)) > LONGEST_NAME:
            raise RuleProblem(
                "CTL-R013",
                f"has a name of {len(longest)} characters: {longest[:40]}…",
                where=str(path),
                hint=f"a name has {LONGEST_NAME} at most",
            )
    return rows


@cache
def load_belongings() -> Belongings:
    """Return what may follow a nationality and how the two are called together."""
    names = {
        word: row[0] for row in read_table("actors", "forces.tsv") for word in row[1].split(";")
    }
    modifiers = trie_pattern(word for row in read_table("actors", "modifiers.tsv") for word in row)
    doings = trie_pattern(word for row in read_table("actors", "doings.tsv") for word in row)
    lead = rf"(?:'s?)?\s+(?:(?:{modifiers})\s+){{0,3}}"
    backed = trie_pattern(grammar()["backed"])
    nouns = trie_pattern(grammar()["backed_noun"])
    return Belongings(
        force=re.compile(rf"{lead}({trie_pattern(names)})(?!\w)"),
        doing=re.compile(rf"{lead}({doings})(?!\w)"),
        backed=re.compile(rf"-({backed})(?!\w)\s+(?:(?!and\b|of\b)[\w-]+\s+)?({nouns})(?!\w)"),
        names=names,
        official={row[0]: row[1] for row in read_table("actors", "official_names.tsv")},
        adjectives=_adjectives(),
    )


def _adjectives() -> Mapping[str, str]:
    """Return the adjective that names of a state's forces begin with, by country."""
    chosen = {}
    for row in read_table("actors", "countries.tsv"):
        _, label, _, adjectives = [*row, "", ""][:4]
        short = [form for form in adjectives.split(";") if form.isupper() and form.isalpha()]
        chosen[row[0]] = short[0] if short else adjectives.split(";")[0] or label
    return chosen


@cache
def grammar() -> Mapping[str, frozenset[str]]:
    """Return the classes of words that place a name in its clause."""
    return {row[0]: frozenset(row[1].split(";")) for row in read_table("actors", "grammar.tsv")}
