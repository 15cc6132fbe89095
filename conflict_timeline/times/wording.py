"""What the words in and around a match say: edge, direction, capital, month and year."""

import re

from conflict_timeline.times.scene import Meaning, Scene

Found = re.Match[str]
Answer = Meaning | list[Meaning] | None

BACK = frozenset({"last", "past", "previous"})
FORWARD = frozenset({"next", "coming", "following"})
ANAPHORIC = frozenset({"that", "same", "following", "previous"})
"""Values of the word class ``toward``: where a word points."""

STEP = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}


def edge_of(found: Found, scene: Scene) -> str | None:
    """Return START, MID or END where the words say early, mid or late; H1 or H2 for halves."""
    groups, words = found.groupdict(), scene.lexicon.words
    if share := groups.get("share"):
        part = words["share"].get(share.split()[0])
        if words["period"].get(share.split()[-1]) == "H":
            return "H1" if part == "START" else "H2"
        return part
    for group, name in (("mod", "mod"), ("edge", "edge"), ("mod_b", "mod")):
        if text := groups.get(group):
            value = words[name].get(" ".join(text.strip("-").split()))
            return value if value in ("START", "MID", "END") else None
    return None


def direction_of(found: Found, scene: Scene, group: str = "toward") -> str:
    """Return where the words point ("last", "next", "same", ...), "" for nowhere."""
    text = found.groupdict().get(group)
    if not text:
        return ""
    return scene.lexicon.words["toward"].get(" ".join(text.split()), "")


def has_capital(found: Found, scene: Scene, group: str) -> bool:
    """Whether the text writes the group with a capital, in languages that write it so."""
    if "lower_case" in scene.lexicon.fragments:
        return True
    return scene.text[found.start(group)].isupper()


def read_month(scene: Scene, word: str) -> int:
    """Return the number of a month, written out or short."""
    words = scene.lexicon.words
    return int(words["month"].get(word) or words["month_short"][word.rstrip(".")])


def full_year(text: str) -> int:
    """Return a year of two or four digits; two digits pivot at 50."""
    year = int(text)
    if len(text) > 2:
        return year
    return 1900 + year if year >= 50 else 2000 + year


def read_year(scene: Scene, text: str) -> int | None:
    """Return a year in digits or in words ("nineteen ninety-four"); None where it is no year."""
    if text[0].isdigit():
        return int(text)
    numbers = scene.lexicon.words["number"]
    words = [numbers[word] for word in re.split(r"[\s-]+", text) if word in numbers]
    values = [int(float(word.lstrip("x"))) for word in words]
    if values[:2] == [2, 1000]:
        return 2000 + sum(values[2:])
    century, rest = values[0] * 100, sum(values[1:])
    return century + rest if 10 <= rest <= 99 else None


def named_year(found: Found, scene: Scene) -> int | None:
    """Return the year a match names, negative before Christ; None where it names none."""
    groups = found.groupdict()
    if bc := groups.get("bc"):
        return -int(bc)
    text = groups.get("year")
    return read_year(scene, text) if text else None


def year_value(number: int) -> str:
    """Return the TIMEX3 value of a year; negative years are before Christ."""
    return f"BC{-number:04d}" if number < 0 else f"{number:04d}"


def relative_year(scene: Scene, words: str) -> int | None:
    """Return the year meant by "that", "last" or "the following" before "year"."""
    toward = scene.lexicon.words["toward"].get(words.split()[-1], "")
    base = base_year(scene, toward)
    return None if base is None else base + STEP.get(toward, 0)


def base_year(scene: Scene, toward: str) -> int | None:
    """Return the year that "last year" or "that year" counts from."""
    if toward in ("that", "same") and scene.mentioned is not None:
        return scene.mentioned.year
    if (toward in ("following", "previous") or scene.style == "narrative") and scene.anchor:
        return scene.anchor.year
    return scene.published.year if scene.published else None
