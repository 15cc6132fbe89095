"""Finds who acts in a sentence: states, forces, armed groups and organisations, with country, side and role.

Names are data (``rules/actors/*.tsv``). Forces of a state are composed, not listed: a nationality
("Russian", "Ukraine's"), at most three words between, and what belongs to a state ("troops", "defence ministry").

    "Russian artillery shelled the port"    -> Russian Armed Forces, side Russia, initiator
    "was hit by a Ukrainian drone"          -> Ukrainian Air Force, side Ukraine, initiator

Roles come from the words next to the name: a verb of doing after it, "by" or such a verb before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conflict_timeline.model import Actor, ActorRole
from conflict_timeline.problems import RuleProblem
from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import compile_trie, fold, trie_pattern

_OFFICIAL_NAMES = {
    "US Ministry of Defence": "US Department of Defense",
    "US Ministry of Foreign Affairs": "US State Department",
    "US Ministry of Interior": "US Department of the Interior",
    "US Parliament": "US Congress",
}
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|inside|within|across|throughout|near|outside|around|from|into|to|of|at|through|over|via|"
    r"northern|southern|eastern|western|central|north|south|east|west|north-?eastern|north-?western|"
    r"south-?eastern|south-?western|leave|leaving|left|fled|flee|fleeing|entered|enter|visit|visited)\s+(?:the\s+)?"
    r"|\w,\s+)$"
)
_BACKED = re.compile(
    r"-(backed|led|allied|supported|aligned|funded|controlled|sponsored|installed|occupied|held|run)\b"
)
_NOUN_AFTER_BACKED = re.compile(
    r"\s+(?:(?!and\b|of\b)[\w-]+\s+)?(rebels|separatists|forces|fighters|militants|militia|militias|troops|coalition|"
    r"government|insurgents|group|groups|opposition|authorities|alliance|administration|airstrikes|strikes)\b"
)
_ADDED = r"(?:\s+(?:a|an|the|its|their|his|some|several|many|more|than|of|\d[\d,.]*|two|three|four|five|six"
_ADDED += (
    r"|seven|eight|nine|ten|dozens|hundreds|thousands|advancing|suspected|alleged|heavy|multiple))*"
)
_PREPOSITION = re.compile(
    r"\b(?:for|with|against|on|between|about|under|of|to|from|in|at|over|toward|towards|like|than|via|into)"
    r"\s+(?:the\s+)?$"
)
_LOOK = 64


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of the dictionary; ``shape`` as in its spelling: "AA" capitals, "Aa" a capital first."""

    name: str
    shape: str
    country: str | None
    side: str | None
    kind: str  # "state", "adjective", "people", "group"


@dataclass(frozen=True, slots=True)
class _Dictionary:
    trie: re.Pattern[str]
    names: Mapping[str, tuple[_Name, ...]]


def find_actors(text: str, *, extra: Path | None = None) -> tuple[Actor, ...]:
    """Return the actors that the sentence ``text`` names, in the order of the text.

    ``extra`` is a further table like ``rules/actors/groups.tsv``: name, what it is, country (ISO 3166-1
    alpha-2), side, and further names separated by ";", with tabs between; its names win over ours.
    Raises RuleProblem where that table is wrong.

    >>> [(a.name, a.role) for a in find_actors("Russian troops shelled the port.")]
    [('Russian Armed Forces', 'initiator')]
    """
    folded = fold(text)
    dictionary = _dictionary(extra)
    actors: list[Actor] = []
    reached = 0
    for found in dictionary.trie.finditer(folded):
        start, end = found.span()
        if start < reached:
            continue
        key = found[0] if found[0] in dictionary.names else " ".join(found[0].split())
        for name in dictionary.names.get(key, ()):
            if not _is_spelt(text[start:end], name.shape):
                continue
            actor = _actor(folded, name, start, end)
            if actor is not None:
                actors.append(actor)
            reached = actor.end if actor is not None else end
            break
    return tuple(actors)


def _is_spelt(written: str, shape: str) -> bool:
    if shape == "AA":
        return written.isupper()
    return not shape or written[:1].isupper()


def _actor(folded: str, name: _Name, start: int, end: int) -> Actor | None:
    label, role = name.name, None
    if name.kind == "decoy":
        return None
    if name.kind in ("state", "adjective"):
        if folded[start - 1 : start] == "-":  # "anti-Russian"
            return None
        composed = _composed(folded, name, end)
        if composed is not None:
            label, end, role = composed
        elif folded[end : end + 1] == "-":  # "UK-based"
            return None
        elif name.kind == "adjective" or _PLACE_BEFORE.search(folded, max(0, start - 24), start):
            return None
    return Actor(
        name=label,
        start=start,
        end=end,
        role=role or _role(folded, start, end),
        country=name.country,
        side=name.side,
    )


def _composed(folded: str, name: _Name, end: int) -> tuple[str, int, ActorRole | None] | None:
    """Return the name, end and known role of what belongs to a state, when such a word follows."""
    adjective = _adjective_of(name)
    if backed := _BACKED.match(folded, end):
        if backed[1] in ("occupied", "held", "run", "controlled"):
            return None
        noun = _NOUN_AFTER_BACKED.match(folded, backed.end())
        return (f"{adjective}-{backed[1]} {noun[1]}", noun.end(), None) if noun else None
    parts = _parts()
    if force := parts.force.match(folded, end):
        label = parts.names[" ".join(force[1].split())].replace("%", adjective)
        return _OFFICIAL_NAMES.get(label, label), force.end(), None
    if doing := parts.doing.match(folded, end):
        return name.side or name.name, doing.end(), "initiator"
    return None


def _adjective_of(name: _Name) -> str:
    return _adjectives().get(name.country or "", name.name)


def _role(folded: str, start: int, end: int) -> ActorRole:
    """Return what the actor does in its clause, from the words next to its name."""
    deeds = _deeds()
    low = max(0, start - _LOOK)
    if deeds.by.search(folded, low, start):
        return "initiator"
    if after := deeds.after.match(folded, end):
        if after["passive"]:
            return "target"
        if not _PREPOSITION.search(folded, low, start):
            return "initiator"
    if deeds.before.search(folded, low, start):
        return "target"
    return "mentioned"


@dataclass(frozen=True, slots=True)
class _Parts:
    force: re.Pattern[str]
    doing: re.Pattern[str]
    names: Mapping[str, str]


@cache
def _parts() -> _Parts:
    names = {
        word: row[0] for row in read_table("actors", "forces.tsv") for word in row[1].split(";")
    }
    modifiers = trie_pattern(word for row in read_table("actors", "modifiers.tsv") for word in row)
    doings = trie_pattern(word for row in read_table("actors", "doings.tsv") for word in row)
    lead = rf"(?:'s|')?\s+(?:(?:{modifiers})\s+){{0,3}}"
    return _Parts(
        force=re.compile(rf"{lead}({trie_pattern(names)})(?!\w)"),
        doing=re.compile(rf"{lead}({doings})(?!\w)"),
        names=names,
    )


@dataclass(frozen=True, slots=True)
class _Deeds:
    by: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]


@cache
def _deeds() -> _Deeds:
    rows = read_table("actors", "deeds.tsv")
    every = trie_pattern({form for row in rows for form in row})
    participles = trie_pattern({row[3] for row in rows})
    adverb = (
        r"(?:\w+ly|also|then|again|still|now|already|later|on\s+\w+day|early|late|overnight|'s)"
    )
    have = r"(?:has|have|had|will|would|may|might|could|to|did|not|began|begun|continued|started|kept|are|were|is|was)"
    be = r"(?:was|were|is|are|been|being|be|got)"
    after = (
        rf"(?:'s?)?(?:,[^,.;]{{1,60}},)?(?:\s+{adverb}){{0,2}}"
        rf"(?:(?P<passive>(?:\s+(?:has|have|had|will|would))?\s+{be}(?:\s+{adverb})?\s+(?:{participles}))(?!\w)"
        rf"|(?:\s+{have}){{0,3}}(?:\s+{adverb})?\s+(?:{every})(?!\w))"
    )
    before = rf"(?<!\w)(?:{every})(?:\s+(?:on|at|against|with|back|down|off|to))?{_ADDED}\s+$"
    by = rf"(?<!\w)(?:{participles})(?:\s+\w+){{0,3}}\s+by{_ADDED}\s+$"
    return _Deeds(by=re.compile(by), after=re.compile(after), before=re.compile(before))


@cache
def _adjectives() -> Mapping[str, str]:
    """Return the adjective that names of a state's forces begin with, by country."""
    chosen = {}
    for row in read_table("actors", "countries.tsv"):
        adjectives = row[3].split(";") if len(row) > 3 and row[3] else []
        chosen[row[0]] = adjectives[0] if adjectives else row[1]
    return chosen | {"US": "US", "GB": "UK", "AE": "UAE"}


@cache
def _dictionary(extra: Path | None) -> _Dictionary:
    names: dict[str, tuple[_Name, ...]] = {}
    tables = [*([_read_extra(extra)] if extra else []), read_table("actors", "groups.tsv")]
    for written, name in (
        *(pair for table in tables for pair in _groups(table)),
        *_states(),
        *_others(),
    ):
        key = fold(written)
        if all(known.shape != name.shape for known in names.get(key, ())):
            names[key] = (*names.get(key, ()), name)
    return _Dictionary(compile_trie(names), names)


def _groups(rows: Iterable[list[str]]) -> Iterator[tuple[str, _Name]]:
    for row in rows:
        name, _, country, side, *others = [*row, "", "", "", ""][:5]
        written = (name, *(other for cell in others for other in cell.split(";") if other))
        for form in written:
            yield form, _Name(name, _shape(form), country or None, side or name, "group")


def _others() -> Iterator[tuple[str, _Name]]:
    """Yield what is no name of an actor, and sides that the text names only by what they are."""
    for form in (cell for row in read_table("actors", "decoys.tsv") for cell in row):
        yield form, _Name(form, "Aa", None, None, "decoy")
    for row in read_table("actors", "generic.tsv"):
        for form in row[1].split(";"):
            yield form, _Name(row[0], "", None, None, "group")


def _states() -> Iterator[tuple[str, _Name]]:
    for row in read_table("actors", "countries.tsv"):
        country, name, others, adjectives = [*row, "", ""][:4]
        for form in (name, *(other for other in others.split(";") if other)):
            yield form, _Name(name, _shape(form), country, name, "state")
        for adjective in (form for form in adjectives.split(";") if form):
            yield adjective, _Name(name, _shape(adjective), country, name, "adjective")
            if adjective.endswith(("n", "i")):
                yield adjective + "s", _Name(f"{adjective}s", "Aa", country, name, "group")


def _shape(form: str) -> str:
    return "AA" if form.isupper() and len(form) < 8 else "Aa"


def _read_extra(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleProblem("CTL-R012", f"cannot be read: {error}", where=str(path)) from error
    rows = [line.split("\t") for line in text.splitlines() if line.strip() and line[0] != "#"]
    for row in rows:
        if len(row) < 2 or not row[0].strip():
            raise RuleProblem(
                "CTL-R013",
                f"has a row without a name and what it is: {row!r}",
                where=str(path),
                hint="tabs between name, what, country, side, further names",
            )
    return rows
