"""Names as the store compares them, and text as SQLite can keep it."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=20_000)
def fold_name(name: str) -> str:
    """Return ``name`` for comparison: no case, accents, punctuation or extra space.

    >>> fold_name("Zaporizhzhia’s  São-Paulo")
    'zaporizhzhias sao paulo'
    """
    if name.isascii():
        plain = name.lower()
    else:
        parts = unicodedata.normalize("NFKD", name.casefold())
        plain = "".join(char for char in parts if not unicodedata.combining(char))
    for apostrophe in "'’‘ʼ`´":
        plain = plain.replace(apostrophe, "")
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


def storable(text: str) -> str:
    """Return ``text`` with lone surrogates replaced, for columns that people search."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
