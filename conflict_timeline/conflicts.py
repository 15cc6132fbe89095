"""Which war an article is about, and when that war began: `load_conflicts`, `find_conflict`.

The start day gives "since the start of the invasion" its length and an undated article its first
possible day. The wars are data: ``rules/conflicts/conflicts.toml``.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from conflict_timeline.problems import RuleProblem
from conflict_timeline.rules.loader import rules_folder
from conflict_timeline.rules.trie import compile_trie, fold

_READ = 20_000  # characters: who fights is clear long before the end
_MOST = 4  # mentions of one word that count
_NAME, _WORD = 6, 1
_ENOUGH = 3  # a name, or several mentions of at least two words
_AFTERMATH = timedelta(days=120)  # news that looks back on a war that has just ended


@dataclass(frozen=True, slots=True)
class Conflict:
    """A war: the day that news counts from, its last day if it ended, the words that show it.

    ``margin`` is by how many days papers disagree about the first day.
    """

    id: str
    name: str
    start: date
    end: date | None
    countries: tuple[str, ...]
    names: tuple[str, ...]
    words: tuple[str, ...]
    source: str
    margin: int = 0


@cache
def load_conflicts() -> tuple[Conflict, ...]:
    """Return every conflict in the data, by start day. Raises RuleProblem for broken data."""
    file = rules_folder("conflicts").joinpath("conflicts.toml")
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["conflict"]
        conflicts = [
            Conflict(
                id=row["id"],
                name=row["name"],
                start=row["start"],
                end=row.get("end"),
                countries=tuple(row["countries"]),
                names=tuple(row["names"]),
                words=tuple(row["words"]),
                source=row["source"],
                margin=row.get("margin", 0),
            )
            for row in rows
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise RuleProblem(
            "CTL-R002", f"is no list of conflicts: {error}", where=file.name
        ) from error
    return tuple(sorted(conflicts, key=lambda conflict: (conflict.start, conflict.id)))


def find_conflict(text: str, *, published: date | None = None) -> Conflict | None:
    """Return the war that ``text`` is about, or ``None`` when no war or more than one fits best.

    A war that had not begun by ``published``, or was long over, is out. Of several wars in one land
    the one named wins; when only shared words occur, the last to begin before ``published``.
    """
    if not (scores := _scores(text)):
        return None
    fitting = [
        (score, conflict)
        for conflict in load_conflicts()
        if (score := scores.get(conflict.id, 0)) >= _ENOUGH and _is_possible(conflict, published)
    ]
    if not fitting:
        return None
    best = max(score for score, _ in fitting)
    near = [conflict for score, conflict in fitting if score >= 0.8 * best]
    if len(near) == 1:
        return near[0]
    if published is not None:
        return max(near, key=lambda conflict: conflict.start)
    top = [conflict for score, conflict in fitting if score == best]
    return top[0] if len(top) == 1 else None


def _is_possible(conflict: Conflict, published: date | None) -> bool:
    if published is None:
        return True
    return conflict.start <= published and (
        conflict.end is None or published <= conflict.end + _AFTERMATH
    )


def _scores(text: str) -> Counter[str]:
    words, owners = _vocabulary()
    counts = Counter(" ".join(found[0].split()) for found in words.finditer(fold(text[:_READ])))
    scores: Counter[str] = Counter()
    distinct: Counter[str] = Counter()
    for word, count in counts.items():
        for conflict, weight in owners[word]:
            scores[conflict] += weight * min(count, _MOST)
            distinct[conflict] += 2 if weight == _NAME else 1
    return Counter({conflict: scores[conflict] for conflict in scores if distinct[conflict] > 1})


@cache
def _vocabulary() -> tuple[re.Pattern[str], dict[str, list[tuple[str, int]]]]:
    owners: dict[str, list[tuple[str, int]]] = {}
    for conflict in load_conflicts():
        for weight, words in ((_NAME, conflict.names), (_WORD, conflict.words)):
            for word in words:
                owners.setdefault(fold(word), []).append((conflict.id, weight))
    return compile_trie(owners), owners
