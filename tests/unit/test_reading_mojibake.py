"""A readable copy of damaged text, as long as the text itself."""

import pytest

from conflict_timeline.reading.mojibake import repaired_copy

PLAIN = (
    "The mayor’s office said “three” people died – one a child. Zelensky’s aide agreed.",
    "Обстріли Києва тривали всю ніч, сказав мер.",
    "L’armée a bombardé la ville où se trouvait l’hôpital.",
    "Сієрра-Леоне, Сіверськодонецьк і Сєвєродонецьк",
    "Plain words only.",
    "",
)


def _damage(text: str, encoding: str) -> str:
    return "".join(
        bytes([byte]).decode(encoding, errors="ignore") or chr(byte) for byte in text.encode()
    )


@pytest.mark.parametrize("text", PLAIN)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repaired_copy(text) is text


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251"])
@pytest.mark.parametrize("text", PLAIN[:3])
def test_damaged_text_is_repaired_in_place(text: str, encoding: str) -> None:
    damaged = _damage(text, encoding)
    repaired = repaired_copy(damaged)
    assert len(repaired) == len(damaged)
    assert " ".join(repaired.split()) == " ".join(text.split())
    at = 0
    for word, expected in zip(damaged.split(" "), text.split(), strict=True):
        assert repaired[at : at + 1] == expected[0]
        at += len(word) + 1


def test_hostile_text_stays_linear() -> None:
    for text in ("â€" * 300_000, "Ã" * 600_000, "\ud800" * 1000, "â€™" * 300_000):
        assert len(repaired_copy(text)) == len(text)
