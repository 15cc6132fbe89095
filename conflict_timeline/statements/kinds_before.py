"""The kinds that a sentence takes from the sentences before it.

"That number could rise" or "The claim was false" names no event of its own, and "the strike" none
of its own kind: it is the missile strike told of just before.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from conflict_timeline.kinds import is_hint, is_vague
from conflict_timeline.model import Kind
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.words import vocabulary

FROM_BEFORE = "statements.kind-before"
"""The rule named by a kind that an earlier sentence gave."""
REACH = 3
"""Sentences back that "the strike" may mean: a reader keeps a weapon in mind for a paragraph."""
LONGEST_OPENER = 24
LONGEST_CHAIN = 2
"""Sentences in a row that may live on the kind of one before them."""
ATTACKS = frozenset({"airstrike", "missile_strike", "shelling", "explosion"})
_QUOTE = "\"“”«'‘"
_LEADING = re.compile(r"[\s\"“”«'‘-]*(?:(?:and|but|so|yet|still|however|now),?\s+)?")
_SAYS_WHEN = re.compile(
    r"\s+(?:same\s+)?(?:morning|afternoon|evening|night|day|week|month|year|time)"
)


class Told(NamedTuple):
    """What one sentence told of: its kinds, its speaker, how many in a row took them over."""

    kinds: tuple[Kind, ...]
    speaker: str | None
    chain: int


def kinds_with_before(
    line: Line, own: tuple[Kind, ...], before: Sequence[Told]
) -> tuple[Kind, ...]:
    """Return the kinds of ``line``: ``own``, mended or supplied by those told ``before`` it.

    ``before`` is what the sentences before it in the same run of prose told, in text order.
    """
    if not before:
        return own
    if not own or all(is_hint(kind.rule) for kind in own):
        last = before[-1]
        if last.kinds and last.chain < LONGEST_CHAIN and _takes_up(line, last):
            return (Kind(last.kinds[0].name, 0, 0, FROM_BEFORE),)
        return own
    return _named_exactly(line, own, before)


def told_by(kinds: tuple[Kind, ...], line: Line, before: Sequence[Told]) -> Told:
    """Return what ``line`` told, for the sentences after it."""
    is_taken = bool(kinds) and all(kind.rule == FROM_BEFORE for kind in kinds)
    return Told(kinds, line.speaker, before[-1].chain + 1 if is_taken and before else 0)


def _takes_up(line: Line, last: Told) -> bool:
    """Return whether ``line`` speaks of what was told just before: by a pronoun or a word like "the
    claim", or as more of what the same speaker says."""
    folded = line.folded
    start = _LEADING.match(folded)
    at = start.end() if start else 0
    opener = vocabulary("back_openers").search(folded[at : at + LONGEST_OPENER])
    if opener and not opener.start() and not _SAYS_WHEN.match(folded, at + opener.end()):
        return True
    if folded[:1] in _QUOTE and line.speaker and line.speaker == last.speaker:
        return True
    return vocabulary("event_things", "back_things").search(folded) is not None


def _named_exactly(line: Line, own: tuple[Kind, ...], before: Sequence[Told]) -> tuple[Kind, ...]:
    """Return ``own`` with "the strike" as the kind of attack that was told of before it."""
    vague = [kind for kind in own if kind.name in ATTACKS and is_vague(kind.rule)]
    if not vague or len(vague) < sum(kind.name in ATTACKS for kind in own):
        return own
    if not vocabulary("event_things", "back_attacks").search(line.folded):
        return own
    for told in reversed(before[-REACH:]):
        exact = [k for k in told.kinds if k.name in ATTACKS and not is_vague(k.rule)]
        if exact:
            meant = Kind(exact[0].name, vague[0].start, vague[0].end, FROM_BEFORE)
            kept = [meant if kind is vague[0] else kind for kind in own if kind not in vague[1:]]
            return tuple(kept)
    return own
