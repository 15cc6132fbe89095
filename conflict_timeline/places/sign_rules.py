"""Decides by rules in data: each needs certain signs and speaks for or against.

A row of a rule table reads: name, signs needed, verdict, strength, why, an example where the rule
holds and one where it does not. Needed signs are joined by `` + ``; each part may name several with
`` or `` and may begin with ``not``. Strength 3 is decisive: the first such rule in the table that
holds settles the matter. Without one the strengths 1 and 2 are added up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from conflict_timeline.problems import RuleProblem
from conflict_timeline.rules.loader import read_table

DECISIVE = 3
SETTLED = 99  # more than any sum
COLUMNS = 7
REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class SignRule:
    """One row: ``needs`` and ``bars`` are signs as bits, ``strength`` is below 0 against."""

    name: str
    needs: tuple[int, ...]
    bars: int
    verdict: str
    strength: int
    why: str
    yes: str
    no: str

    def holds(self, signs: int) -> bool:
        """Return whether a candidate with these signs (as bits) meets the rule."""
        if signs & self.bars:
            return False
        for part in self.needs:  # noqa: SIM110 - runs millions of times, twice as fast as all()
            if not signs & part:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules say together: above 0 for, below 0 against; ``names`` are the rules."""

    value: int
    verdict: str
    names: tuple[str, ...]


@dataclass(slots=True)
class SignRules:
    """The rules of one table. ``decide`` takes the signs of one candidate."""

    rules: tuple[SignRule, ...]
    bits: dict[str, int]
    known: dict[int, Decision] = field(default_factory=dict)

    def decide(self, signs: Iterable[str]) -> Decision:
        """Return the decision on a candidate with these signs."""
        return self.decide_bits(self.read(signs))

    def decide_bits(self, bits: int) -> Decision:
        """Return the decision on a candidate whose signs have been read."""
        decision = self.known.get(bits)
        if decision is None:
            if len(self.known) > REMEMBERED:  # a bounded memory
                self.known.clear()
            decision = self.known[bits] = self._decide(bits)
        return decision

    def read(self, signs: Iterable[str]) -> int:
        """Return the signs as bits; signs no rule asks for count for nothing."""
        bits, known = 0, self.bits
        for sign in signs:
            if sign in known:
                bits |= known[sign]
        return bits

    def _decide(self, bits: int) -> Decision:
        held = [
            rule
            for rule in self.rules
            if not bits & rule.bars
            and (not rule.needs or bits & rule.needs[0])
            and rule.holds(bits)
        ]
        for rule in held:
            if abs(rule.strength) == DECISIVE:
                settled = SETTLED if rule.strength > 0 else -SETTLED
                return Decision(settled, rule.verdict, (rule.name,))
        value = sum(rule.strength for rule in held)
        deciding = [rule for rule in held if (rule.strength > 0) == (value > 0)]
        deciding.sort(key=lambda rule: -abs(rule.strength))
        verdict = deciding[0].verdict if deciding else ""
        return Decision(value, verdict, tuple(rule.name for rule in deciding))


@cache
def sign_rules(table: str, favoured: str) -> SignRules:
    """Return the rules of rules/places/``table``; verdicts other than ``favoured`` count against.

    Raises RuleProblem for a row that is not whole.
    """
    bits: dict[str, int] = {}
    rules = []
    for row in read_table("places", table):
        if len(row) != COLUMNS or row[3] not in ("1", "2", "3"):
            raise RuleProblem("CTL-R009", f"a rule of {table} is not whole: {row[0]}", where=table)
        name, needed, verdict, strength, why, yes, no = row
        needs, bars = [], 0
        for part in needed.split(" + "):
            names = part.removeprefix("not ").split(" or ")
            mask = sum({bits.setdefault(sign, 1 << len(bits)) for sign in names})
            if part.startswith("not "):
                bars |= mask
            else:
                needs.append(mask)
        signed = int(strength) if verdict == favoured else -int(strength)
        rules.append(SignRule(name, tuple(needs), bars, verdict, signed, why, yes, no))
    return SignRules(tuple(rules), bits)
