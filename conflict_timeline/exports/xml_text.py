"""Text for XML: escaped, without the characters that XML 1.0 cannot hold."""

import re
from xml.sax.saxutils import escape

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return ``text`` for an element or an attribute in double quotes."""
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text), {'"': "&quot;"})
