"""Which earlier sentence a denial takes up."""

from dataclasses import replace
from datetime import date

import pytest

from conflict_timeline.extract import extract_statements
from conflict_timeline.model import Article, Published, Statement
from conflict_timeline.statements.taken_up import taken_up
from tests.claim_records import said

SEIZED = "The militia said on Monday that it had seized the grain port of Velma."
SHELLED = "Residents said that shells had hit the maternity clinic on Sunday."


def denial(text: str, cue: str = "denied", speaker: str = "army") -> Statement:
    made = said(text, status="denied", polarity="negative")
    return replace(made, status=replace(made.status, cue=cue), speakers=(speaker,))


@pytest.mark.parametrize(
    ("text", "earlier", "expected"),
    [
        ("The army denied the claim.", [SHELLED, SEIZED], SEIZED),
        ("The army denied this on Monday.", [SHELLED, SEIZED], SEIZED),
        ("The army denied any involvement.", [SEIZED, SHELLED], SHELLED),
        ("The army denied shelling the clinic.", [SHELLED, SEIZED], SHELLED),
        ("The army denied that it used poison gas near the dam.", [SHELLED, SEIZED], None),
        ("The army denied it.", [], None),
        ("The army denied the attack.", [SEIZED, SHELLED], SHELLED),
    ],
)
def test_taken_up(text: str, earlier: list[str], expected: str | None) -> None:
    statements = [said(words, start=at, status="claimed") for at, words in enumerate(earlier)]
    assert taken_up(denial(text), statements) == expected


def test_taken_up_is_never_the_denier_s_own_statement() -> None:
    own = replace(said(SEIZED, status="claimed"), speakers=("army",))
    assert taken_up(denial("The army denied it."), [own]) is None


def test_taken_up_reaches_the_statement() -> None:
    text = f"{SEIZED} The army denied the claim."
    article = Article("0" * 64, "a.txt", text, Published(date(2023, 5, 1), "flag"))
    last = extract_statements(article)[-1]
    assert (last.status.name, last.about) == ("denied", SEIZED)
