"""Resolvers for years, decades and centuries."""

from conflict_timeline.times.scene import Anchor, Meaning, Scene
from conflict_timeline.times.wording import Answer, Found, edge_of, read_year, year_value


def year(found: Found, scene: Scene) -> Answer:
    """1945, early 1941, the year 2000."""
    number = read_year(scene, found["year"])
    start = found.start("year")
    if number is None or not 1000 <= number <= 2100:
        return None
    if start == found.start() and _is_joined(scene, start):
        return None
    if scene.looks("no_year_before", start, reach=14):
        return None
    unlikely = number < 1500 or number > 2035
    if unlikely and not found["word"] and not scene.looks("year_before", start, reach=14):
        return None
    meaning = _year_meaning(number, edge=edge_of(found, scene))
    if meaning.edge in ("H1", "H2"):
        meaning.value, meaning.edge = f"{meaning.value}-{meaning.edge}", None
    return meaning


def _is_joined(scene: Scene, start: int) -> bool:
    """Whether a letter and a hyphen stand before ("DC-1955"), other than of a month."""
    if scene.folded[start - 1 : start] != "-" or not scene.folded[start - 2 : start - 1].isalpha():
        return False
    return not scene.lexicon.has("month", scene.word_before(start).rstrip("-"))


def _year_meaning(number: int, *, edge: str | None = None) -> Meaning:
    value = year_value(number)
    anchor = Anchor(number, None, None, value)
    return Meaning("DATE", value, edge=edge, basis="explicit", anchor=anchor)


def year_range(found: Found, scene: Scene) -> Answer:
    """1914-1918, 1941-42: two expressions, of which the first carries the text on."""
    first = int(found["year"])
    text = found["year_b"]
    last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if not first < last <= first + 300 or last > 2100:
        return None
    opening, closing = _year_meaning(first), _year_meaning(last)
    opening.start, opening.end = found.start(), found.end("year")
    closing.start, closing.end = found.start("year_b"), found.end("year_b")
    closing.anchor = opening.anchor
    return [opening, closing]


def short_year(found: Found, scene: Scene) -> Answer:
    """'87: the century of the narrative, or the latest past one."""
    before = scene.text[max(0, found.start() - 1) : found.start()]
    if before and not before.isspace() and before not in "(-":
        return None
    if _names_a_product(found, scene):
        return None
    around = year_around(scene)
    number = around // 100 * 100 + int(found["short"])
    if number > around + (50 if scene.style == "narrative" else 10):
        number -= 100
    return _year_meaning(number)


def _names_a_product(found: Found, scene: Scene) -> bool:
    """Whether a name stands right before ("Office '98"); a month or "Summer '87" is none."""
    word = scene.word_before(found.start())
    written = scene.text[max(0, found.start() - 1 - len(word)) : found.start()]
    return written != written.lower() and not any(
        scene.lexicon.has(name, word)
        for name in ("month", "month_short", "season", "introduces", "mod", "holiday")
    )


def year_around(scene: Scene) -> int:
    """Return the year by which a short year or a decade finds its century."""
    if scene.style == "narrative" and scene.anchor is not None:
        return scene.anchor.year
    return scene.published.year if scene.published else 1999


def year_era(found: Found, scene: Scene) -> Answer:
    """264 BC, 410 AD."""
    number = int(found["year"])
    return _year_meaning(-number if found["era"].startswith("b") else number)


def decade(found: Found, scene: Scene) -> Answer:
    """The 1870s, the late '80s, the nineties."""
    if found["decade"]:
        return _decade_meaning(found, scene, found["decade"])
    tens = int(found["short"] or scene.lexicon.value("tens_decade", found["word"])[0])
    if (
        found["word"]
        and scene.word_before(found.start("word")) != scene.lexicon.fragments["article"]
    ):
        return None
    bare = found["short"] and not scene.folded.startswith("'", found.start("short") - 1)
    if bare and (tens < 2 or scene.lexicon.has("own", scene.word_before(found.start()))):
        return None  # "in his 30s"
    around = year_around(scene)
    century_number = around // 100
    if century_number * 10 + tens > around // 10:
        century_number -= 1
    return _decade_meaning(found, scene, f"{century_number}{tens}")


def _decade_meaning(found: Found, scene: Scene, value: str) -> Meaning:
    anchor = Anchor(int(value) * 10, None, None, value)
    return Meaning("DATE", value, edge=edge_of(found, scene), basis="explicit", anchor=anchor)


def century(found: Found, scene: Scene) -> Answer:
    """The 18th century, the third century BC."""
    number = int(scene.lexicon.value("ordinal", found["ordinal"]))
    if number < 1:
        return None
    before_christ = (found["era"] or "").startswith("b")
    value = f"BC{number - 1:02d}" if before_christ else f"{number - 1:02d}"
    return Meaning("DATE", value, edge=edge_of(found, scene), basis="explicit")
