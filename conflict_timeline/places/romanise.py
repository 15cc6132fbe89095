"""Ukrainian and Russian names in Latin letters, as maps and the press write them.

Ukrainian follows resolution 55 of the Cabinet of Ministers (2010), Russian the BGN/PCGN system of
1947 without its marks. Letters of other scripts pass unchanged.
"""

import re

_COMMON = {
    "а": "a", "б": "b", "в": "v", "д": "d", "е": "e", "ж": "zh", "з": "z", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "’": "", "'": "", "ʼ": "",
}  # fmt: skip
_UKRAINIAN = _COMMON | {
    "г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "й": "i", "є": "ie", "ю": "iu", "я": "ia",
}  # fmt: skip
_UKRAINIAN_BGN = _UKRAINIAN | {"ї": "yi", "й": "y", "є": "ye", "ю": "yu", "я": "ya"}
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = _COMMON | {
    "г": "g", "и": "i", "й": "y", "ы": "y", "э": "e", "ё": "yo", "ю": "yu", "я": "ya", "ъ": "",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


def ukrainian(name: str) -> str:
    """Return a Ukrainian name in Latin letters.

    >>> ukrainian("Гуляйполе"), ukrainian("Запоріжжя"), ukrainian("Єнакієве")
    ('Huliaipole', 'Zaporizhzhia', 'Yenakiieve')
    """
    return _WORD.sub(lambda found: _word(found[0], _UKRAINIAN, _UKRAINIAN_FIRST), name)


def ukrainian_bgn(name: str) -> str:
    """Return a Ukrainian name as BGN/PCGN wrote it in 1965: Hulyaypole, Kostyantynivka."""
    return _WORD.sub(lambda found: _word(found[0], _UKRAINIAN_BGN, {}), name)


def russian(name: str) -> str:
    """Return a Russian name in Latin letters.

    >>> russian("Гуляйполе"), russian("Артёмовск"), russian("Енакиево")
    ('Gulyaypole', 'Artyomovsk', 'Yenakiyevo')
    """
    return _WORD.sub(lambda found: _russian_word(found[0]), name)


def _word(word: str, letters: dict[str, str], first: dict[str, str]) -> str:
    lower = word.lower().replace("зг", "з\0г")
    latin = "".join(
        (first if not number and char in first else letters).get(char, char)
        for number, char in enumerate(lower)
    ).replace("\0h", "gh")
    return latin.capitalize() if word[:1].isupper() else latin


def _russian_word(word: str) -> str:
    latin = _word(word, _RUSSIAN, {"е": "ye"})
    # е after a vowel is read ye: Енакиево, Yenakiyevo
    return (
        re.sub(r"(?<=[аеиоуыэюяaiou])(?<!y)e(?=v)", "ye", latin) if "ие" in word.lower() else latin
    )
