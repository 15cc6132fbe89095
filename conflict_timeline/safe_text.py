"""Strangers' text made safe for a terminal: nothing in it moves the cursor or hides its order."""

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_HIDDEN = re.compile(
    r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return ``text`` with its lines and tabs, every other control or hidden character shown.

    >>> visible("one\\ttwo\\n\\x1b[2J")
    'one\\ttwo\\n⟨U+001B⟩[2J'
    """
    if text.isascii() and text.isprintable():
        return text
    shown = _CONTROL_BUT_LINES.sub(_code_point, text)
    return _HIDDEN.sub(_code_point, shown)


def safe_text(text: str) -> str:
    """Return ``text`` on one line: controls become a space, bidirectional marks become visible.

    >>> safe_text("two\\nlines \\x1b[31m \\u202e")
    'two lines [31m ⟨U+202E⟩'
    """
    if text.isascii() and text.isprintable():
        return text
    plain = _CONTROL.sub(" ", text.replace("\r\n", "\n"))
    plain = re.sub(r" {2,}", " ", plain)
    return _HIDDEN.sub(_code_point, plain)


def _code_point(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"
