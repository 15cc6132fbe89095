"""What a denial denies: the earlier sentence that "denied the claim" takes up.

"The army denied it." says nothing alone. Its object is either a word for what was said ("the
claim", "it", "involvement"), then it answers the statement just before; or it names the thing
again ("denied bombing the theatre"), then it answers the earlier one that speaks most of it, of
several the nearest.
"""

import re
from collections.abc import Sequence

from conflict_timeline.model import Statement
from conflict_timeline.rules.trie import fold
from conflict_timeline.statements.words import vocabulary

ADJACENT = 2
"""Statements back that a bare denial may answer: a sentence may stand between the two."""
REACH = 12
"""Statements back that a denial that names its object may answer."""
LONGEST_OBJECT = 160
STEM = 5
"""Letters that two forms of one word share: bombed, bombing."""
_PAUSE = re.compile(r"[,;:]|\s-+\s")
_NAME = re.compile(r"\b[^\W\d_a-z][\w’'-]{1,40}")
_WORD = re.compile(r"[^\W\d_]{4,40}")


def taken_up(denial: Statement, earlier: Sequence[Statement]) -> str | None:
    """Return the text of the statement among ``earlier`` (in text order) that ``denial`` answers,
    or None."""
    named, of_events = _object_words(denial)
    answered = [
        statement
        for statement in reversed(earlier[-REACH:])
        if statement.status.polarity == "positive" and not _is_same_speaker(denial, statement)
    ]
    least = 1 if len(named) < 3 else 2
    shared = [len(named & _stems(fold(statement.text))) for statement in answered]
    if shared and max(shared) >= least:
        return answered[shared.index(max(shared))].text
    return _just_before(earlier, answered) if named <= of_events else None


def _just_before(earlier: Sequence[Statement], answered: Sequence[Statement]) -> str | None:
    """Return the nearest of ``answered`` that says or tells something, if it is near enough."""
    near = earlier[-ADJACENT:]
    for statement in answered:
        if statement in near and (statement.speakers or set(statement.kinds) - {"other"}):
            return statement.text
    return None


def _object_words(denial: Statement) -> tuple[frozenset[str], frozenset[str]]:
    """Return the beginnings of the words for what is denied, up to the end of the clause, and those
    of them that only say that something happened ("the attack").

    Names are left out: half the article shares them.
    """
    folded = fold(denial.text)
    cue = fold(denial.status.cue or "")
    at = folded.find(cue) if cue else -1
    if at < 0:
        return frozenset(), frozenset()
    start = at + len(cue)
    clause = _NAME.sub(" ", denial.text[start : start + LONGEST_OBJECT]).casefold()
    for ends in (_PAUSE, vocabulary("clause_ends")):
        if end := ends.search(clause):
            clause = clause[: end.start()]
    events = _stems(" ".join(vocabulary("event_things").pattern.findall(clause)))
    return _stems(vocabulary("said_things").pattern.sub(" ", clause)), events


def _stems(folded: str) -> frozenset[str]:
    return frozenset([word.rstrip("s")[:STEM] for word in _WORD.findall(folded)])


def _is_same_speaker(one: Statement, other: Statement) -> bool:
    return not set(one.speakers).isdisjoint(other.speakers)
