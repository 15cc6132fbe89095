"""Finds who acts in a sentence: states, forces, armed groups, organisations, with side and role.

Names are data (``rules/actors/*.tsv``). Forces of a state are composed, not listed: a nationality
("Russian", "Ukraine's"), at most three words between, and what belongs to a state ("troops",
"defence ministry").

    "Russian artillery shelled the port"    -> Russian Armed Forces, side Russia, initiator
    "was hit by a Ukrainian drone"          -> Ukrainian Air Force, side Ukraine, initiator
"""

import re
from dataclasses import replace
from pathlib import Path

from conflict_timeline.actors.dictionary import Name, grammar, load_belongings, load_dictionary
from conflict_timeline.actors.roles import role_of, words_before
from conflict_timeline.model import Actor, ActorRole
from conflict_timeline.rules.trie import fold

_Composed = tuple[str, int, ActorRole | None]


def find_actors(text: str, *, extra: Path | None = None) -> tuple[Actor, ...]:
    """Return the actors that the sentence ``text`` names, in the order of the text.

    ``extra`` is a further table like ``rules/actors/groups.tsv``: name, what it is, country (ISO
    3166-1 alpha-2), side, and further names separated by ";", with tabs between; its names win over
    ours. Raises RuleProblem where that table is wrong.

    >>> [(a.name, a.role) for a in find_actors("Russian troops shelled the port.")]
    [('Russian Armed Forces', 'initiator')]
    """
    folded = fold(text)
    dictionary = load_dictionary(extra)
    if not dictionary.keys.may_occur(folded):
        return ()
    actors: list[Actor] = []
    reached = 0
    for start, end, names in dictionary.book.find(folded):
        if start < reached:
            continue
        for name in names:
            if name.shape and not _is_spelt(text[start:end], name.shape):
                continue
            actor = _actor(folded, name, start, end)
            if actor is not None:
                actors.append(actor)
            reached = actor.end if actor is not None else end
            break
    return _joined(folded, actors)


_AND = re.compile(r"\s+and\s+(?:the\s+)?(?:its\s+|their\s+)?")


def _joined(folded: str, actors: list[Actor]) -> tuple[Actor, ...]:
    """Give two names that "and" joins one role: "Chad and Niger attacked", "by Chad and Niger"."""
    for at in range(len(actors) - 1):
        first, second = actors[at : at + 2]
        if (first.role == "mentioned") is (second.role == "mentioned"):
            continue
        if _AND.fullmatch(folded, first.end, second.start):
            if first.role == "mentioned":
                actors[at] = replace(first, role=second.role)
            else:
                actors[at + 1] = replace(second, role=first.role)
    return tuple(actors)


def _is_spelt(written: str, shape: str) -> bool:
    return written.isupper() if shape == "AA" else written[:1].isupper()


def _actor(folded: str, name: Name, start: int, end: int) -> Actor | None:
    if name.kind == "decoy" or folded[start - 1 : start] == "-":  # "anti-Russian"
        return None
    label, role = name.name, None
    if composed := _composed(folded, name, end):
        label, end, role = composed
    elif _is_no_actor(folded, name, start, end):
        return None
    role = role or role_of(folded, start, end)
    return Actor(label, start, end, role=role, country=name.country, side=name.side)


def _is_no_actor(folded: str, name: Name, start: int, end: int) -> bool:
    """Say whether the bare name is none: "UK-based", "Syrian", "Syria's coast", "in Syria"."""
    if name.kind == "adjective" or (name.country and folded.startswith("-", end)):
        return True
    if name.kind != "state":
        return False
    return folded.startswith(("'s ", "' "), end) or _is_place(folded, start, end)


def _composed(folded: str, name: Name, end: int) -> _Composed | None:
    """Return the name, end and role of what follows: an actor's forces, offices or doings."""
    after = load_belongings()
    if name.kind == "group":
        return _extended(folded, name, end)
    adjective = after.adjectives.get(name.country or "", name.name)
    if backed := after.backed.match(folded, end):
        return f"{adjective}-{backed[1]} {backed[2]}", backed.end(), None
    if force := after.force.match(folded, end):
        label = after.names[" ".join(force[1].split())].replace("%", adjective)
        return after.official.get(label, label), force.end(), None
    if doing := after.doing.match(folded, end):
        return name.side or name.name, doing.end(), "initiator"
    return None


def _extended(folded: str, name: Name, end: int) -> _Composed | None:
    """Return a group with what follows its name: "Hamas fighters", "Houthi attacks"."""
    after = load_belongings()
    if force := after.force.match(folded, end):
        return name.name, force.end(), None
    if doing := after.doing.match(folded, end):
        return name.name, doing.end(), "initiator"
    return None


def _is_place(folded: str, start: int, end: int) -> bool:
    """Say whether a state's name only says where: "in Sudan", "Nyala, Sudan,"."""
    words = words_before(folded, start)
    if words and words[-1] == "the":
        words.pop()
    if not words:
        return False
    last = words[-1]
    if len(words) > 1 and words[-2] in grammar()["bordering"]:
        return True
    if last.endswith(",") and folded[end : end + 1] in (",", ".", ")", ""):
        return last.rstrip(",") not in grammar()["calendar"]
    return last in grammar()["locative"]
