"""Decodes bytes to text and reads plain text: `decode`, `read_text`.

The text is what the bytes say: line ends, quotes and mojibake stay as they are, so that offsets
point into the file's own words.
"""

import codecs
from collections.abc import Iterator
from itertools import pairwise

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.fields import field_names

_SNIFF = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b\x08\x07")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщыьэюяіїєґ")


def read_text(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield the one document of a plain-text file."""
    decoded = decode(source.content)
    if decoded is None:
        yield not_text(source)
        return
    text, encoding = decoded
    yield Draft(source.content, text, encoding=encoding)


def not_text(source: Source) -> InputProblem:
    """Return the problem of a file that is no text."""
    return InputProblem(
        "CTL-I004",
        "is not a text file",
        where=source.shown,
        hint="convert it to text first, or leave it out",
    )


def decode(content: bytes) -> tuple[str, str] | None:
    """Return the text and the encoding it was read with, or ``None`` for bytes that are no text.

    UTF-8 and marked UTF-16 or UTF-32 come first; then charset-normalizer where it is installed,
    else the likelier of the Windows code pages for Western and Cyrillic text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError:
                return content.decode(encoding, errors="replace"), f"{encoding}, damaged"
    if is_binary(content):
        return None
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(content, error):
            return content.decode("utf-8", errors="replace"), "utf-8, damaged"
    return _decode_legacy(content)


def is_binary(content: bytes) -> bool:
    """Return whether the bytes are no text in any encoding: too many control characters."""
    sample = content[:_SNIFF]
    if not sample:
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(2, len(sample) // 100)


def first_line_title(text: str) -> str | None:
    """Return the first line where it reads as a headline: short, alone, without a full stop."""
    head = text[:2_000].lstrip()
    line, _, rest = head.partition("\n")
    line = line.strip()
    if not 8 <= len(line) <= 150 or line[-1] in '.!:;,"”' or not rest[:1].isspace():
        return None
    label, colon, words = line.partition(":")
    if colon and label.strip("#* ").lower() in field_names("title"):
        line = words
    return line.strip("#* ") or None


def _is_mostly_utf8(content: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether the text is UTF-8 but for a few damaged bytes (or a cut-off end)."""
    if error.start >= len(content) - 4:
        return True
    sample = content[:1_000_000]
    damaged = sample.decode("utf-8", errors="replace").count("�")
    whole = sample.decode("utf-8", errors="ignore")
    beyond_ascii = sum(1 for char in whole if char > "\x7f")
    return beyond_ascii > 20 * damaged


def _decode_legacy(content: bytes) -> tuple[str, str]:
    """Decode 8-bit text: by its letters where they are clear, else as charset-normalizer says."""
    sample = content[:_SNIFF]
    encoding = _cyrillic_encoding(sample) or ("cp1252" if _is_western(sample) else None)
    if encoding is None:
        encoding = _detected(sample) or "cp1252"
    return content.decode(encoding, errors="replace"), encoding


def _cyrillic_encoding(sample: bytes) -> str | None:
    """Return the code page that turns runs of high bytes into lower-case Cyrillic words."""
    high = [byte for byte in sample if byte >= 0x80]
    runs = sum(1 for left, right in pairwise(sample) if left >= 0xA0 and right >= 0xA0)
    if runs < 0.4 * len(high):
        return None
    for encoding in ("cp1251", "koi8-u"):
        letters = [char for char in sample.decode(encoding, errors="replace") if char > "\x7f"]
        if sum(char in _CYRILLIC for char in letters) > 0.75 * len(letters):
            return encoding
    return None


def _is_western(sample: bytes) -> bool:
    """Return whether every high byte inside a word is a letter in the Western code page."""
    text = sample.decode("cp1252", errors="replace")
    inside = [
        char
        for left, char, right in zip(text, text[1:], text[2:], strict=False)
        if char > "\x7f" and left.isalpha() and right.isalpha()
    ]
    return "\ufffd" not in text and all(char.isalpha() or char in "’‑–" for char in inside)


def _detected(sample: bytes) -> str | None:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return None
    best = from_bytes(sample).best()
    try:
        return codecs.lookup(best.encoding).name if best else None
    except LookupError:
        return None
