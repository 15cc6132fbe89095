"""What a clue to the day of writing is, and the words that rules/conflicts gives the clues."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from conflict_timeline.model import Evidence
from conflict_timeline.rules.loader import load_stage

Test = Callable[[date], bool]
KEYS = frozenset({"triggers", "resolve"})
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Clue:
    """One reason: the words, what they prove, and which days they allow.

    ``days`` are the only days possible, where the words list them.
    """

    evidence: Evidence
    allows: Test
    days: tuple[date, ...] = ()


def counting_words(name: str) -> tuple[str, ...]:
    """Return one vocabulary of the counting rules."""
    return tuple(
        word for file in load_stage("conflicts", KEYS) for word in file.vocabulary.get(name, ())
    )
