"""Makes a readable copy of text that was decoded wrongly once: `repaired_copy`.

"Zelenskyâ€™s" is UTF-8 that somebody read as Windows-1252 and saved again. The stored text stays
as it is; the stages may match on the copy, which is as long as the original: what a repaired word
gives up in length is filled with spaces behind the word, so that every later offset agrees.
"""

import re
from functools import cache, partial

_MIN_SEQUENCES = 3
_WORD = re.compile(r"[^ \t\r\n\f\v]+")  # a no-break space may be half of a damaged letter
_FILLER = " "


def repaired_copy(text: str) -> str:
    """Return ``text`` with wrongly decoded letters put right, of the same length.

    Text without such damage is returned unchanged (the same object).

    >>> repaired_copy("cafÃ© dâ€™EugÃ¨ne Ã©tÃ©.")
    'café  d’Eugène    été.  '
    """
    if text.isascii():
        return text
    for encoding, sequence in _sequences():
        found = sum(1 for _ in zip(range(_MIN_SEQUENCES), sequence.finditer(text), strict=False))
        if found >= _MIN_SEQUENCES and _is_dense(text, encoding, sequence):
            repair = partial(_repaired_word, encoding=encoding, sequence=sequence)
            return _WORD.sub(repair, text)
    return text


def _repaired_word(word: re.Match[str], *, encoding: str, sequence: re.Pattern[str]) -> str:
    repaired = sequence.sub(lambda found: _repaired(found[0], encoding), word[0])
    return repaired + _FILLER * (len(word[0]) - len(repaired))


def _repaired(characters: str, encoding: str) -> str:
    try:
        return _to_bytes(characters, encoding).decode("utf-8")
    except UnicodeDecodeError:
        return characters


def _is_dense(text: str, encoding: str, sequence: re.Pattern[str]) -> bool:
    """Return whether most letters beyond ASCII stand in damaged sequences, as in no language."""
    sample = text[:20_000]
    beyond = sum(1 for char in sample if char > "\x7f")
    damaged = sum(
        len(found[0])
        for found in sequence.finditer(sample)
        if _repaired(found[0], encoding) != found[0]
    )
    return damaged >= 0.6 * beyond > 0


@cache
def _sequences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return, per code page, the pattern of characters that are one UTF-8 character misread."""
    patterns = []
    for encoding in ("cp1252", "cp1251"):
        rest = "".join(re.escape(_char(byte, encoding)) for byte in range(0x80, 0xC0))
        heads = (
            (range(0xC2, 0xE0), 1),
            (range(0xE0, 0xF0), 2),
            (range(0xF0, 0xF5), 3),
        )
        parts = [
            f"[{''.join(re.escape(_char(byte, encoding)) for byte in lead)}][{rest}]{{{count}}}"
            for lead, count in heads
        ]
        patterns.append((encoding, re.compile("|".join(parts))))
    return tuple(patterns)


def _char(byte: int, encoding: str) -> str:
    """Return the character of a byte; a control character where the code page has none."""
    return bytes([byte]).decode(encoding, errors="ignore") or chr(byte)


@cache
def _byte_of(encoding: str) -> dict[str, int]:
    return {_char(byte, encoding): byte for byte in range(0x80, 0x100)}


def _to_bytes(characters: str, encoding: str) -> bytes:
    table = _byte_of(encoding)
    return bytes(table[char] for char in characters)
