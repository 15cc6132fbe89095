"""Keys under which place names are filed: one spelling for many.

``name_key`` folds case, diacritics, apostrophes, hyphens and Arabic letter forms;
``without_article`` drops an Arabic article; ``sound_key`` keeps only the consonants that
transliterations agree on, so that Gostomel meets Hostomel; ``base_forms`` undoes Ukrainian and
Russian case endings.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ə": "a", "æ": "ae", "œ": "oe",
        "ħ": "h", "ŧ": "t", "ё": "е", "ґ": "г", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه",
        "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "", "-": " ", "–": " ", "—": " ", "‑": " ", "‐": " ",
        "/": " ", ",": " ", "_": " ", "\u200c": " ", "'": "", "’": "", "‘": "", "ʼ": "", "ʻ": "",
        "`": "", "´": "", "ʿ": "", "ʾ": "", "ʹ": "", "ʺ": "", "′": "", '"': "", ".": "",
        "(": " ", ")": " ", "&": " and ",
    }
)  # fmt: skip
_SHORT_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|ar|an|at|az|adh|ath|the) (?=\S{3})")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\S{3})")
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("kh", "g"), ("gh", "g"), ("zh", "z"), ("sh", "s"), ("ch", "c"),
    ("ts", "c"), ("tz", "c"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("ks", "x"),
)  # fmt: skip
_ONE_SOUND = str.maketrans(
    {"h": "g", "w": "v", "q": "k", "j": "i", "y": "i"} | dict.fromkeys("aeou ", "")
)
_INNER_ARTICLE = re.compile(r"(?<=\s)(?:al|el|as|ash|ad|ar|an|at|az|ez|es|en|et|ed)\s")
_CASE_ENDINGS = (
    ("овому", "ів"), ("ового", "ів"), ("овим", "ів"), ("овом", "ів"), ("овом", "ов"),
    ("ового", "ов"), ("овым", "ов"), ("озі", "іг"), ("огу", "іг"), ("огом", "іг"), ("ом", "ой"),
    ("ого", "ой"), ("ым", "ой"), ("ской", "ская"), ("скую", "ская"), ("ській", "ська"),
    ("ської", "ська"), ("ську", "ська"), ("цькій", "цька"), ("цької", "цька"), ("цкой", "цкая"),
    ("ті", "ть"), ("ти", "ть"), ("ські", "ськ"), ("ові", "ів"), ("ові", ""), ("ому", "ий"),
    ("ого", "ий"), ("єві", "їв"), ("єву", "їв"), ("єва", "їв"), ("ова", "ів"), ("ову", "ів"),
    ("ами", "и"), ("ою", "а"), ("ем", ""), ("ом", ""), ("ем", "ь"), ("ой", "а"),
    ("ій", "а"), ("ей", "я"),
    ("єм", "й"), ("ів", "и"), ("ах", "и"), ("ям", "і"), ("ях", "і"), ("ці", "ка"), ("зі", "га"),
    ("сі", "ха"), ("ку", "к"), ("ки", "ка"), ("ке", "ка"), ("у", ""), ("ю", "ь"), ("ю", "й"),
    ("а", ""), ("я", "ь"), ("я", "й"), ("е", ""), ("е", "а"), ("і", "а"), ("і", ""), ("ї", "я"),
    ("ы", "а"), ("и", "а"), ("у", "а"), ("ю", "я"), ("е", "ь"), ("и", "ь"), ("і", "ь"),
    ("а", "о"), ("у", "о"), ("і", "е"), ("у", "е"),
)  # fmt: skip


def name_key(name: str) -> str:
    """Return the key under which ``name`` is filed.

    >>> name_key("Sana’a"), name_key("St. John's"), name_key("Düsseldorf-Süd")
    ('sanaa', 'saint johns', 'dusseldorf sud')
    """
    key = name.casefold()
    if key.isascii():
        if key.isalnum():
            return key
    else:
        key = "".join(
            char
            for char in unicodedata.normalize("NFD", key.translate(_LETTERS))
            if not unicodedata.combining(char) and not "\ud800" <= char <= "\udfff"
        )
    words = key.translate(_LETTERS).split()
    if len(words) > 1 and words[0] in _SHORT_WORDS:
        words[0] = _SHORT_WORDS[words[0]]
    return " ".join(words)


def code_key(name: str) -> str:
    """Return the key of an abbreviation that counts only in capitals or with its full stop.

    >>> code_key("U.S."), code_key("Calif."), code_key("Iran")
    ('#us', '#calif', '')
    """
    plain = name.replace(".", "")
    is_code = plain.isupper() and plain.isascii() and len(plain) <= 4
    return "#" + plain.lower() if is_code or (name.endswith(".") and " " not in name) else ""


def without_article(key: str) -> str:
    """Return ``key`` without a leading Arabic article, in Latin or Arabic letters.

    >>> without_article("al bab"), without_article("aleppo")
    ('bab', 'aleppo')
    """
    if key.isascii():
        return _ARTICLE.sub("", key) if " " in key else key
    return _ARABIC_ARTICLE.sub("", _ARTICLE.sub("", key))


def sound_key(key: str) -> str:
    """Return the consonants of a Latin ``key`` that transliterations agree on, "" for too few.

    >>> sound_key("gostomel") == sound_key("hostomel")
    True
    """
    if not key.isascii():
        return ""
    plain = _INNER_ARTICLE.sub("", without_article(key))
    for letters, sound in _SOUNDS:
        if letters in plain:
            plain = plain.replace(letters, sound)
    plain = plain.translate(_ONE_SOUND).replace("i", "").removesuffix("g")
    return re.sub(r"(.)\1+", r"\1", plain) if len(plain) >= 2 else ""


@cache
def _folded_endings() -> tuple[tuple[str, str], ...]:
    """The endings as keys have them: without the marks of й and ї."""
    fold = str.maketrans("йї", "иі")
    return tuple((one.translate(fold), other.translate(fold)) for one, other in _CASE_ENDINGS)


def base_forms(key: str, *, least: int = 4) -> Iterator[str]:
    """Yield the nominatives a Cyrillic ``key`` may be an inflected form of, likeliest first.

    They have ``least`` letters: short words are told apart by their ending alone.

    >>> "харків" in base_forms("харкові"), "москва" in base_forms("москве")
    (True, True)
    """
    for ending, nominative in _folded_endings():
        if key.endswith(ending) and len(key) - len(ending) + len(nominative) >= least:
            yield key[: len(key) - len(ending)] + nominative
