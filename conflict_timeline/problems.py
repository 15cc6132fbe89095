"""Everything that can go wrong, as exceptions a person can act on.

    Problem                  anything ctl can explain; the command line prints it and exits
    ├── UsageProblem         the call is wrong (exit 2)
    ├── InputProblem         one input could not be read; the rest goes on (exit 3 at the end)
    ├── StoreProblem         the store is missing, damaged, newer, or busy (exit 1)
    ├── EngineProblem        the cluster, or what it wrote, cannot be used (exit 1)
    └── RuleProblem          a rule file is wrong (exit 1)

Each has a stable code (``CTL-Innn``), a text, and a hint that says what to do.
"""

from typing import ClassVar


class Problem(Exception):
    """One explained failure: ``what`` happened, ``where``, and the ``hint`` that settles it."""

    exit_code: ClassVar[int] = 1

    def __init__(
        self, code: str, what: str, *, where: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.where = where
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """A problem that a worker process found comes back whole."""
        return _remade, (type(self), self.code, self.what, self.where, self.hint)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.what}{hint} [{self.code}]"


def _remade(
    kind: type[Problem], code: str, what: str, where: str | None, hint: str | None
) -> Problem:
    return kind(code, what, where=where, hint=hint)


class UsageProblem(Problem):
    """The call is wrong: an unknown city, a bad date, a flag that contradicts another."""

    exit_code = 2


class InputProblem(Problem):
    """One input could not be read; everything else is still ingested."""

    exit_code = 3


class StoreProblem(Problem):
    """The store is missing, damaged, made by a newer version, or locked."""


class EngineProblem(Problem):
    """The cluster cannot be reached, its software does not start, or what it wrote is damaged."""


class RuleProblem(Problem):
    """A rule file is wrong: the message names the file and the rule."""
