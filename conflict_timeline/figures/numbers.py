"""Finds numbers in words and digits: "450", "2.5bn", "twenty-five", "half a million", "hundreds".

Works on folded text (see ``rules.trie.fold``) in one pass; says nothing about what is counted.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import words_of

GREATEST = 1e18  # what is greater, nobody counted
LONGEST = 24  # characters of digits; longer runs are serial numbers or noise, never a count

_DIGITS = (
    r"(?<!\w)(?<!\d[.,])(?:(?<=\$)(?:us|au|ca|nz|hk|a|c|s)|rm|usd|eur|gbp|uah|rub|chf|inr|rs)?"
    r"(?P<digits>\d++(?![,./⁄ ]\d)"  # most: the others need a separator between digits
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:[ ]\d{3})*[ ]000(?!\d)"
    r"|\d{1,3}[/⁄]\d{1,3}(?![\d/⁄])(?=\s+(?:of|an?|pound|mile|inch|cup|kilometre|kilometer)(?!\w))"
    r"|\d+(?:\.\d+)?|\.\d+)"
)
_SUFFIX = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
_GLUED = re.compile(r"(?:k|mln|mn|m|bn|b|trn|tn)(?!\w)")
_JOIN = re.compile(r"(?:\s+|\s?-\s?)(?:and\s+)?(?:of\s+)?(?:an?\s+)?")
_AND_A = re.compile(r"\s+and\s+an?\s+")
_ARTICLE = re.compile(r"(?<!\w)(?:an?|the|one)\s+(?:(?:good|full|whole|further|additional)\s+)?$")


_PERIOD = re.compile(r"(?<!\w)(?:first|second|latter|last|other|early|late)\s+$")


class Number(NamedTuple):
    """One number: ``value`` is None for "dozens"; then ``magnitude`` is what it is dozens of.

    ``form`` is *digits*, *words*, *vague* ("hundreds"), *some* ("several") or *part* ("a third").
    """

    start: int
    end: int
    value: float | None
    magnitude: float
    form: str


@cache
def number_words() -> dict[str, tuple[str, float]]:
    """Return every number word with its class and its value."""
    return {
        word: (kind, float(value)) for word, kind, value in read_table("figures", "numbers.tsv")
    }


_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(_DIGITS)
_PREFIX = 4  # characters before the first digit: a currency and a decimal point ("usd.50")


@cache
def _word_pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"{word}(?<!\w{word})(?!\w)")  # the literal first: the search skips to it


def number_words_in(words: Iterable[str]) -> frozenset[str]:
    """Return the number words among ``words``: for most sentences none."""
    return _vocabulary().intersection(words)


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(number_words())


class _Token(NamedTuple):
    start: int
    end: int
    kind: str
    value: float


def _tokens(folded: str, present: frozenset[str]) -> list[_Token]:
    words = number_words()
    found = [
        _Token(match.start(), match.end(), *words[word])
        for word in present
        for match in _word_pattern(word).finditer(folded)
    ]
    if _DIGIT.search(folded):
        found.extend(_numerals(folded))
    found.sort()
    return found


def _numerals(folded: str) -> Iterator[_Token]:
    """Yield the numbers in digits, tried only where digits are: most characters are none."""
    at = 0
    while digit := _DIGIT.search(folded, at):
        first = digit.start()
        before = folded[first - 1 : first]
        has_prefix = before == "." or before.isalpha()
        found = None
        for start in range(max(at, first - _PREFIX) if has_prefix else first, first + 1):
            if found := _NUMERAL.match(folded, start):
                break
        if found is None:
            at = first + 1
            continue
        at = found.end()
        digits = found["digits"]
        if len(digits) > LONGEST or (value := _value(digits)) is None:
            continue
        start, end = found.start("digits"), found.end()
        if glued := _GLUED.match(folded, end):
            yield _Token(start, glued.end(), "glued", _tidy(value * _SUFFIX[glued[0]]))
        else:
            yield _Token(start, end, "digits", value)


def _tidy(value: float) -> float:
    """Return 2300000.0 for 2.3 times a million, which binary numbers miss by a hair."""
    return value if value < 1e11 and value.is_integer() else float(f"{value:.12g}")


def _value(digits: str) -> float | None:
    if digits.isdecimal():
        return float(digits)
    above, slash, below = digits.replace("⁄", "/").partition("/")
    try:
        value = float(above.replace(",", "").replace(" ", ""))
        return value / float(below) if slash else value
    except (ValueError, ZeroDivisionError):  # digits of other scripts, a division by nought
        return None


def find_numbers(folded: str, present: frozenset[str] | None = None) -> tuple[Number, ...]:
    """Return the numbers of ``folded`` in order; adjacent number words make one number.

    ``present`` are its number words where the caller knows them.
    """
    tokens = _tokens(folded, number_words_in(words_of(folded)) if present is None else present)
    found = []
    at = 0
    while at < len(tokens):
        after, number = _read(folded, tokens, at)
        if number is not None and max(number.magnitude, number.value or 0.0) < GREATEST:
            found.append(number)
        at = after
    return tuple(found)


def _joined(folded: str, left: _Token, right: _Token) -> str | None:
    """Return what stands between two tokens of one number, or None where they are apart."""
    between = folded[left.end : right.start]
    if len(between) > 12:
        return None
    found = _JOIN.fullmatch(between)
    return between if found else None


def _read(folded: str, tokens: list[_Token], at: int) -> tuple[int, Number | None]:
    first = tokens[at]
    if first.kind == "part":
        return _read_part(folded, tokens, at)
    if first.kind in ("vague", "some"):
        return _read_vague(folded, tokens, at)
    if first.kind in ("scale", "dozen"):
        return _read_bare_scale(folded, tokens, at)
    total = 0.0
    current = first.value
    last = first
    previous = first.kind
    at += 1
    while at < len(tokens):
        token = tokens[at]
        between = _joined(folded, last, token)
        if between and _is_half_more(folded, token, between):
            current += token.value * (last.value if last.kind == "scale" else 1)
            previous, last, at = token.kind, token, at + 1
            continue
        if between is None or "of" in between or " a" in between.replace(" and", ""):
            break
        if token.kind in ("scale", "dozen"):
            if "and" in between:
                break
            if token.value <= 100:
                current *= token.value
            else:
                total += current * token.value
                current = 0.0
        elif (
            token.kind == "one" and previous == "ten" and token.value < 10 and "and" not in between
        ) or (token.kind in ("one", "ten") and previous == "scale" and first.kind != "digits"):
            current += token.value
        elif token.kind == "part" and previous in ("one", "digits") and token.end != token.start:
            if last is not first or first.value > 9 or "and" in between:
                break
            if folded[token.end : token.end + 1] == "-":
                break
            return _scaled_part(folded, tokens, at, first)
        else:
            break
        previous = token.kind
        last = token
        at += 1
    value = _tidy(total + current)
    form = "digits" if first.kind in ("digits", "glued") else "words"
    return at, Number(first.start, last.end, value, value, form)


def _is_half_more(folded: str, token: _Token, between: str) -> bool:
    """Say whether a half belongs to the number before it: "one and a half million"."""
    return (
        token.value in (0.5, 0.25)
        and _AND_A.fullmatch(between) is not None
        and not folded.startswith((" of ", "-"), token.end)
    )


def _scaled_part(folded: str, tokens: list[_Token], at: int, first: _Token) -> tuple[int, Number]:
    """Read "two thirds", and "three quarters of a million" as a number of its own."""
    part = tokens[at]
    value = first.value * part.value
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following and following.kind == "scale" and _joined(folded, part, following):
        value = _tidy(value * following.value)
        return at + 2, Number(first.start, following.end, value, value, "words")
    return at + 1, Number(first.start, part.end, value, part.value, "part")


def _read_part(folded: str, tokens: list[_Token], at: int) -> tuple[int, Number | None]:
    part = tokens[at]
    if at + 1 < len(tokens) and tokens[at + 1].kind in ("scale", "dozen"):
        scale = tokens[at + 1]
        if (between := _joined(folded, part, scale)) and " a" in between:
            value = _tidy(part.value * scale.value)
            start = _with_article(folded, part.start)
            return at + 2, Number(start, scale.end, value, value, "words")
    following = folded[part.end : part.end + 4]
    if _PERIOD.search(folded, max(0, part.start - 10), part.start):
        return at + 1, None
    article = _ARTICLE.search(folded, max(0, part.start - 8), part.start)
    if following == " of " and (article or part.value == 0.5):
        start = article.start() if article else part.start
        return at + 1, Number(start, part.end, part.value, part.value, "part")
    return at + 1, None


def _read_vague(folded: str, tokens: list[_Token], at: int) -> tuple[int, Number | None]:
    first = last = tokens[at]
    magnitude = first.value if first.kind == "vague" else 1.0
    form = first.kind
    at += 1
    while at < len(tokens):
        token = tokens[at]
        between = _joined(folded, last, token)
        if between is None or token.kind not in ("vague", "scale", "dozen"):
            break
        if token.kind == "vague" and first.kind == "vague" and " of" not in between:
            break
        magnitude *= token.value
        form = "vague"
        last = token
        at += 1
    start = first.start
    if first.kind == "some":
        start = _with_article(folded, start)
        if form == "some":
            return at, Number(start, last.end, None, first.value, "some")
    return at, Number(start, last.end, None, magnitude, "vague")


def _read_bare_scale(folded: str, tokens: list[_Token], at: int) -> tuple[int, Number | None]:
    """Read "a dozen", "a hundred thousand"; a scale without an article is no number."""
    first = last = tokens[at]
    start = _with_article(folded, first.start)
    value = first.value
    at += 1
    while at < len(tokens) and tokens[at].kind == "scale":
        if (between := _joined(folded, last, tokens[at])) is None or not between.isspace():
            break
        value *= tokens[at].value
        last = tokens[at]
        at += 1
    if start == first.start:
        return at, None
    between = _joined(folded, last, tokens[at]) if at < len(tokens) else None
    if between and _is_half_more(folded, tokens[at], between):  # "a million and a half"
        value, last, at = value + tokens[at].value * last.value, tokens[at], at + 1
    return at, Number(start, last.end, value, value, "words")


def _with_article(folded: str, start: int) -> int:
    article = _ARTICLE.search(folded, max(0, start - 20), start)
    return article.start() if article else start
