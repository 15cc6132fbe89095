"""Finds quantities: numbers with their bound and their unit, without dates, clock times and names.

``find_quantities`` reports every quantity, ages and distances too; ``counts`` keeps the counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, cast

from conflict_timeline.figures.numbers import Number, find_numbers, number_words_in
from conflict_timeline.model import Bound
from conflict_timeline.rules.lazy import LazyPattern
from conflict_timeline.rules.loader import Rule, RuleFile, load_stage, read_table
from conflict_timeline.rules.trie import fold, trie_pattern, words_of

RULE_KEYS = frozenset({"before", "measure", "unit", "nouns", "needs", "weak"})
_WINDOW = 40  # characters looked back for a bound or a sign
_CURRENCY = 12  # characters looked back for a currency: "u.s. $"
_NAME_WINDOW = 26  # characters looked back for a month or a name
_SHARE_OF = 20  # "one in twenty" is a share, "one in forty towns" may be a place
_LONG_WORD = 30  # characters looked back for the beginning of a word
_PHRASE = 6  # words read after a number to find what it counts

_WORD = re.compile(
    r"[\s-]{1,3}(?:of\s+(?:the\s+|its\s+|their\s+|these\s+|those\s+|his\s+|her\s+|our\s+)?)?([^\W\d_](?:[\w'&/]|\.(?<=\W\w\.)(?=\w)|-(?=\d))*(?:(?<=\.\w)\.)?)"
)
_SYMBOL_UNIT = re.compile(
    r"\s?(?:%|per\s?cent(?!\w)|percent(?!\w)|percentage\s+points?(?!\w)|pc(?!\w))"
)
_GLUED_UNIT = re.compile(r"[^\W\d_]{1,6}(?:/[^\W\d_]{1,3})?(?!\w)|[″′°\"][^\W\d_]?")
_RANGE = re.compile(r"\s?(?:-to-|-|to|and|or)\s?(?:(?:us\s?)?\$\s?|£|€)?")
_OUT_OF = re.compile(r"\s+(?:out\s+of|in)\s+(?:every\s+)?")
_OF = re.compile(r"\s+of\s")
_NAMES = frozenset({"IS", "MAY", "AN", "IT"})  # names that fold to function words
_SPEED = re.compile(r"\s+(?:per|an|a)\s+(?:hour|second|minute)(?!\w)|\s?/\s?h")
_WHOLE = re.compile(r"\s+of\s+(?:the\s+|its\s+|their\s+)?[a-z]+(?:\s+(?:population|forces?|army))?")
_LEADING = re.compile(r"^of\s+(?:(?:the|its|their|these|those|his|her|our)\s+)?", re.IGNORECASE)
_MINUS = re.compile(r"(?<!\w)(?:minus|negative)[\s-]+$|(?:^|[\s(])[-−]$")
_PLUS = re.compile(r"\s?\+(?!\s?\d)")
_AGE_WORDS = re.compile(r"(?:[\s-]years?[\s-]olds?|[\s-]year[\s-]old)(?!\w)|[\s-]years?\s+of\s+age")
_AGED = re.compile(r"(?<!\w)(?:aged|age|ages)\s+(?:of\s+)?$")
_BETWEEN = re.compile(
    r"(?<!\w)(?:between|from|anywhere\s+from|somewhere\s+between)\s+(?:\S{1,4}\s?)?$"
)
_PLAIN_YEAR = re.compile(r"(?:19|20)\d\d(?=[.,;:)\n]\D|[.,;:)]?$|\s+(?:and|the|to|in|at|by|of)\s)")
_DIGIT = re.compile(r"\d")


class Quantity(NamedTuple):
    """One quantity. ``start``/``end`` include its bound; ``number_start``/``number_end`` do not.

    ``low``/``high`` are what the words leave possible; ``unit`` the words that follow, ``head``
    the folded unit or noun counted, ``kind`` *count*, *money*, *share*, *distance*, *duration*,
    *size* or *age*; ``form`` is that of its number (see ``numbers.Number``).
    ``magnitude`` is the scale of a vague number (100 for "hundreds"), else its value.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    bound: Bound
    kind: str
    unit: str
    head: str
    magnitude: float
    form: str


@cache
def units() -> Mapping[str, str]:
    """Return each unit word with the kind of quantity it makes."""
    return dict(read_table("figures", "units.tsv"))


@cache
def nouns() -> Mapping[str, str]:
    """Return each noun that is counted in the news with its measure."""
    return dict(read_table("figures", "nouns.tsv"))


@cache
def outcomes() -> Mapping[str, str]:
    """Return each word for what befell people or things with its outcome."""
    return dict(read_table("figures", "outcomes.tsv"))


@cache
def _closed_words() -> frozenset[str]:
    """Words that end a noun phrase."""
    return frozenset(row[0] for row in read_table("figures", "closed_words.tsv"))


@cache
def _designators() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("figures", "designators.tsv"))


@cache
def _bounds() -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, Bound]]:
    rows = read_table("figures", "bounds.tsv")
    before = trie_pattern(phrase for phrase, place, _ in rows if place == "before")
    after = trie_pattern(phrase for phrase, place, _ in rows if place == "after")
    kinds: dict[str, Bound] = {phrase: bound for phrase, _, bound in rows}  # type: ignore[misc]  # data
    return (
        re.compile(rf"(?<!\w)({before})[\s-]+(?:the\s+|an?\s+|another\s+|some\s+|only\s+)?$"),
        re.compile(rf"\s+({after})(?!\w)"),
        kinds,
    )


@cache
def _bound_ends() -> frozenset[str]:
    """The last words of the phrases that can stand before a number, with what may follow them."""
    ends = {
        re.split(r"[\s-]", phrase)[-1]
        for phrase, place, _ in read_table("figures", "bounds.tsv")
        if place == "before"
    }
    return frozenset(ends | {"the", "a", "an", "another", "some", "only"})


@cache
def _currency_before() -> tuple[re.Pattern[str], Mapping[str, str]]:
    codes = dict(read_table("figures", "currencies.tsv"))
    return re.compile(rf"(?<!\w)({trie_pattern(codes)})\s?$"), codes


@cache
def _currency_codes() -> tuple[str, ...]:
    """The codes that end in a letter: "usd", "rs"."""
    return tuple(code for code in _currency_before()[1] if code[-1].isalpha())


@dataclass(frozen=True, slots=True)
class _Exclusion:
    id: str
    before: LazyPattern | None
    pattern: LazyPattern
    needs: frozenset[str]
    last: str  # the mark right before the number without which ``before`` cannot match


def fill_vocabulary(file: RuleFile, pattern: str) -> str:
    """Return ``pattern`` with the vocabulary of its file filled in, as the loader does."""
    for name, words in file.vocabulary.items():
        if f"{{{name}}}" in pattern:
            pattern = pattern.replace(f"{{{name}}}", f"(?:{trie_pattern(words)})")
    return pattern


def needed_words(file: RuleFile, rule: Rule) -> frozenset[str]:
    """Return the words of which a sentence holds one wherever ``rule`` can match: none, if any."""
    found: set[str] = set()
    for word in cast(list[str], rule.fields.get("needs", [])):
        found.update(file.vocabulary[word[1:-1]] if word.startswith("{") else (word,))
    return frozenset(found)


class _Exclusions(NamedTuple):
    """What keeps a number from being a quantity: one pattern behind it, or what else must hold."""

    ahead: re.Pattern[str]
    others: tuple[_Exclusion, ...]


_LAST = re.compile(r"(?<=[^\\])[-(:]\$$|\\[(.]\$$")


@cache
def _exclusions() -> tuple[_Exclusions, _Exclusions]:
    """Return the exclusions of numbers in words and in digits."""
    found = []
    for file in load_stage("figures", RULE_KEYS):
        for rule in file.rules:
            if "measure" in rule.fields:
                continue
            before = fill_vocabulary(file, str(rule.fields.get("before", "")))
            last = _LAST.search(before)
            found.append(
                _Exclusion(
                    rule.id,
                    LazyPattern(before) if before else None,
                    LazyPattern(rule.pattern),
                    needed_words(file, rule),
                    last[0][-2] if last else "",
                )
            )
    only_digits = [rule for rule in found if rule.pattern.source.startswith(r"\d")]
    only_words = [rule for rule in found if re.match(r"[a-z]", rule.pattern.source)]
    in_words = [rule for rule in found if rule not in only_digits]
    in_digits = [rule for rule in found if rule not in only_words]
    return _with_one_pattern(in_words), _with_one_pattern(in_digits)


def _with_one_pattern(rules: Sequence[_Exclusion]) -> _Exclusions:
    ahead = [rule for rule in rules if rule.before is None and not rule.needs]
    pattern = "|".join(f"(?:{rule.pattern.source})" for rule in ahead)
    return _Exclusions(re.compile(pattern), tuple(rule for rule in rules if rule not in ahead))


@cache
def _words_needed() -> frozenset[str]:
    return frozenset().union(*(rule.needs for part in _exclusions() for rule in part.others))


@lru_cache(maxsize=256)  # most sentences have none or one of the words, a month or "from"
def _exclusions_among(words: frozenset[str]) -> tuple[_Exclusions, _Exclusions]:
    """Return the exclusions that can hold in a sentence that has ``words`` of those needed."""
    in_words, in_digits = _exclusions()
    return (
        in_words._replace(others=_possible(in_words.others, words)),
        in_digits._replace(others=_possible(in_digits.others, words)),
    )


def _possible(rules: Iterable[_Exclusion], words: Set[str]) -> tuple[_Exclusion, ...]:
    return tuple(rule for rule in rules if not (rule.needs and rule.needs.isdisjoint(words)))


def _is_excluded(folded: str, start: int, exclusions: tuple[_Exclusions, _Exclusions]) -> bool:
    """Say whether a rule keeps the number at ``start`` from being a quantity."""
    ahead, others = exclusions[folded[start].isdigit()]
    if ahead.match(folded, start):
        return True
    last = folded[start - 1 : start]
    for rule in others:
        if (
            (not rule.last or rule.last == last)
            and rule.pattern.match(folded, start)
            and (
                rule.before is None
                or rule.before.search(folded[max(0, start - _NAME_WINDOW) : start])
            )
        ):
            return True
    return False


def excluding_rules(folded: str, start: int) -> Iterator[str]:
    """Yield the ids of the rules by which the number at ``start`` is no quantity."""
    window = folded[max(0, start - _NAME_WINDOW) : start]
    for file in load_stage("figures", RULE_KEYS):
        for rule in file.rules:
            if "measure" in rule.fields or not re.compile(rule.pattern).match(folded, start):
                continue
            before = fill_vocabulary(file, str(rule.fields.get("before", "")))
            if not before or re.search(before, window):
                yield rule.id


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return every quantity of one sentence (or short text) in order.

    >>> [(q.value, q.bound) for q in find_quantities("More than 30 were hurt on 4 May.")]
    [(30.0, 'more_than')]
    """
    return quantities_of(text, fold(text))[0]


def quantities_of(text: str, folded: str) -> tuple[tuple[Quantity, ...], frozenset[str]]:
    """Return the quantities of ``text`` and, where there may be any, all its words."""
    words = words_of(folded)
    present = number_words_in(words)
    if not present and not _DIGIT.search(folded):
        return (), words
    exclusions = _exclusions_among(_words_needed() & words)
    return tuple(_quantities(text, folded, exclusions, present)), words


def _quantities(
    text: str, folded: str, exclusions: tuple[_Exclusions, _Exclusions], present: frozenset[str]
) -> Iterator[Quantity]:
    numbers = find_numbers(folded, present)
    at = 0
    while at < len(numbers):
        number = numbers[at]
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        at += 1
        quantity = _quantity(text, folded, exclusions, number)
        if quantity is None:
            if following is not None and _is_part(folded, number, following):
                at += 1  # "one in three": neither is a count
            continue
        if following is not None and (
            ranged := _range(text, folded, exclusions, quantity, number, following)
        ):
            quantity = ranged
            at += 1
        yield quantity


def _is_part(folded: str, number: Number, following: Number) -> bool:
    """Say whether the two are a share in words, "one in three", that counts nobody."""
    if number.value != 1 or following.form != "words" or (following.value or 0) > _SHARE_OF:
        return False
    return bool(_OUT_OF.fullmatch(folded, number.end, following.start))


def _quantity(
    text: str, folded: str, exclusions: tuple[_Exclusions, _Exclusions], number: Number
) -> Quantity | None:
    if _PLAIN_YEAR.match(folded, number.start) or _is_excluded(folded, number.start, exclusions):
        return None
    window_start = max(0, number.start - _WINDOW)
    window = folded[window_start : number.start]
    currency, codes = _currency_before()
    money = None
    if _may_be_currency(window):
        money = currency.search(folded, max(0, number.start - _CURRENCY), number.start)
    start = money.start() if money else number.start
    end = number.end
    kind, unit, head = "count", "", ""
    if money:
        code = codes[" ".join(money[1].split())]
        kind, unit, head = "money", code, code
    elif symbol := _SYMBOL_UNIT.match(folded, end):
        kind, head, end = "share", "%", symbol.end()
        unit = f"% of {_noun_phrase(text, folded, end)[0]}" if _OF.match(folded, end) else "%"
    elif age := _AGE_WORDS.match(folded, end):
        kind, unit, end = "age", "years", age.end()
    elif "age" in window and _AGED.search(window):
        kind, unit = "age", "years"
    elif number.form == "part":
        kind = "share"
        unit, head, _ = _noun_phrase(text, folded, end)
    else:
        if end < len(folded) and (folded[end].isalpha() or folded[end] in "°″′"):
            glued = _GLUED_UNIT.match(folded, end)
            if glued is None or not _is_glued_unit(glued[0]):
                return None
            kind, unit, head, end = units().get(glued[0], "size"), glued[0], glued[0], glued.end()
        else:
            unit, head, phrase_kind = _noun_phrase(text, folded, end)
            kind = phrase_kind or "count"
        if _is_name(text, folded, number, head) or _is_year(folded, number, kind, head, window):
            return None
    if number.form == "words" and number.value == 1 and kind == "count" and not head:
        counts = _heads_phrase(folded, end) or _is_elliptic(window)
        if not counts:
            return None
    if number.value is not None and (begin := _minus(window, kind)) is not None:
        number = number._replace(value=-number.value)
        start = window_start + begin
    bound, start = _bound(folded, start)
    _, after_pattern, kinds = _bounds()
    if plus := _PLUS.match(folded, end):
        bound, end = "at_least", plus.end()
    elif after := after_pattern.match(folded, end):
        bound, end = kinds[" ".join(after[1].split())], after.end()
    low, high = _limits(number, bound)
    if number.form in ("vague", "some") and bound == "exact":
        bound = "hundreds" if number.form == "vague" else "unknown"
    return Quantity(
        start, end, number.start, number.end, text[start:end], number.value, low, high, bound,
        kind, unit, head, number.magnitude, number.form,
    )  # fmt: skip


def _may_be_currency(window: str) -> bool:
    """Say cheaply whether a currency may stand before a number: a symbol, or a code."""
    before = window.rstrip()
    return bool(before) and (not before[-1].isalnum() or before.endswith(_currency_codes()))


def _minus(window: str, kind: str) -> int | None:
    """Return where a minus sign begins: a bare hyphen is one only before a size or a share."""
    if not window.endswith(("-", "−")) and not (
        window.endswith(" ") and ("minus" in window or "negative" in window)
    ):
        return None
    minus = _MINUS.search(window)
    if minus is None or (minus[0].strip(" (") in ("-", "−") and kind not in ("size", "share")):
        return None
    return minus.start() + (minus[0][0] in " (")


def _heads_phrase(folded: str, end: int) -> bool:
    """Say whether a noun phrase follows: "one brave nurse", "one of them", not "one in the end"."""
    following = _WORD.match(folded, end)
    return following is not None and (
        following[1] not in _closed_words()
        or bool(_OF.match(folded, end))
        or bool(_OUT_OF.match(folded, end) and following[1] == "out")
    )


def _is_elliptic(window: str) -> bool:
    """Say whether the noun is understood: "killing one", "at least one"."""
    before = window.split()
    return bool(before) and (before[-1] in outcomes() or bool(_bounds()[0].search(window)))


def _is_glued_unit(word: str) -> bool:
    return word in units() or word in _glued_units()


@cache
def _change_verbs() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("figures", "change_verbs.tsv"))


@cache
def _glued_units() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("figures", "glued_units.tsv"))


def _bound(folded: str, start: int) -> tuple[Bound, int]:
    before, _, kinds = _bounds()
    window_start = max(0, start - _WINDOW)
    window = folded[window_start:start]
    if _last_word(window) not in _bound_ends():
        return "exact", start
    found = before.search(window)
    if found is None:
        return "exact", start
    return kinds[" ".join(found[1].split())], window_start + found.start()


def _last_word(window: str) -> str:
    return window.rstrip(" -\n\t").rpartition(" ")[2].rpartition("-")[2].strip("(\"'")


def _limits(number: Number, bound: Bound) -> tuple[float | None, float | None]:
    value = number.value
    if value is None:
        if number.form == "vague":
            return 2 * number.magnitude, 10 * number.magnitude - 1
        return 2.0, None
    match bound:
        case "exact":
            return value, value
        case "more_than" | "at_least":
            return value, None
        case "up_to" | "less_than":
            return None, value
    return None, None


def _noun_phrase(text: str, folded: str, end: int) -> tuple[str, str, str | None]:
    """Return the words counted, their folded head, and the kind of quantity a unit word gives."""
    known_units, known_nouns, closed = units(), nouns(), _closed_words()
    at, head, head_start, head_end = end, "", end, end
    joined = folded[end : end + 1] == "-"  # "15-member body" counts members, not bodies
    kind = None
    for count in range(_PHRASE):
        found = _WORD.match(folded, at)
        if found is None:
            break
        if found[1] == "and" and count and not head and _joins_names(text, at, found.end()):
            at = found.end()  # "5,000 Fuaa and Kafraya residents"
            continue
        word = found[1].rstrip("'")
        if word in closed and text[found.start(1) : found.end(1)] in _NAMES:
            word = "name"
        bare = word.removesuffix("'s")
        if word in closed or (count and " of " in found[0] and head):
            break
        if word in known_units and (count == 0 or known_units[word] in ("money", "size")):
            unit_end = found.end(1)
            following = _WORD.match(folded, unit_end)
            if following and following[1] in known_nouns and word in known_nouns:
                at = found.end()  # "20 barrel bombs"
                continue
            if _SPEED.match(folded, unit_end):
                return _unit_words(text[end:unit_end]), word, "size"
            if word in ("square", "sq", "cubic") and (measured := _WORD.match(folded, unit_end)):
                unit_end = measured.end()
            return _unit_words(text[end:unit_end]), word, known_units[word]
        if word in known_nouns:
            head, head_start, head_end = word, found.start(1), found.end(1)
        elif head in known_nouns and not word.endswith("s"):
            if not (text[head_start].isupper() and text[found.start(1)].isupper()):
                break  # but "National Transitional Council troops" are troops
        elif bare.endswith("s") and bare == word and len(bare) > 3 and not bare.endswith("ss"):
            head, head_end = word, found.end(1)
        elif head:
            break
        at = found.end()
        if joined:
            return _unit_words(text[end:at]), word, None
    if not head and (whole := _WHOLE.match(folded, end)):
        head_end = whole.end()
    return _unit_words(text[end:head_end]), head, kind


def _joins_names(text: str, end: int, start: int) -> bool:
    """Say whether "and" stands between two words with capitals."""
    before = text[:end].rpartition(" ")[2] if end < _LONG_WORD else text[end - _LONG_WORD : end]
    return before.rpartition(" ")[2][:1].isupper() and text[start + 1 : start + 2].isupper()


def _unit_words(words: str) -> str:
    plain = " ".join(words.strip(" -").split())
    return _LEADING.sub("", plain) if plain[:2].lower() == "of" else plain


def _is_name(text: str, folded: str, number: Number, head: str) -> bool:
    """Say whether the number is part of a name: "Resolution 2202", "MH17", "Game 6"."""
    if number.form not in ("digits", "words"):
        return False
    before = folded[max(0, number.start - 24) : number.start]
    if not before.endswith(" ") and not before.endswith("-"):
        return False
    words = before.split()
    if not words:
        return False
    word = words[-1].strip("\"'(,")
    if words[-1].endswith((",", ";", ":", ".")) and words[-1] not in ("no.", "nos.", "vol."):
        return False
    if head in nouns() and head not in ("plane", "planes", "missile", "drone", "tank"):
        return False
    if word in _designators():
        return number.form == "digits" or folded[number.end : number.end + 1] != " "
    if number.form == "words" or head:
        return False
    start = number.start - len(before) + before.rfind(words[-1])
    first = text[start : start + 1]
    return first.isupper() and start > 0 and not words[-1].isdigit() and word not in _closed_words()


def _is_year(folded: str, number: Number, kind: str, head: str, window: str) -> bool:
    if number.form != "digits" or number.value is None or not 1500 <= number.value <= 2100:
        return False
    if number.end - number.start != 4 or kind not in ("count", "duration"):
        return False
    if kind == "duration" and number.value < 1900:
        return False
    if head in nouns() and (head.endswith(("s", "men", "people")) or nouns()[head] == "people"):
        return number.value >= 1900 and _last_word(window) in ("in", "since", "of", "by", "the")
    return True


def _range(
    text: str,
    folded: str,
    exclusions: tuple[_Exclusions, _Exclusions],
    quantity: Quantity,
    number: Number,
    following: Number,
) -> Quantity | None:
    """Return "10 to 15", "between 10 and 15", "10-15" as one quantity."""
    if number.value is None or following.value is None:
        return None
    if number.value < following.value and _OUT_OF.fullmatch(folded, number.end, following.start):
        return _fraction(text, folded, exclusions, quantity, following)
    joint = _RANGE.fullmatch(folded, number.end, following.start)
    same_unit = joint is None
    if joint is None:
        joint = _RANGE.fullmatch(folded, quantity.end, following.start)
    if joint is None:
        return None
    word = joint[0].strip(" $£€us")
    window = folded[max(0, quantity.start - 20) : quantity.start]
    if word == "and" and not _BETWEEN.search(window + " " if not window.endswith(" ") else window):
        return None
    if word == "to" and _last_word(window) in _change_verbs():
        return None
    second = _quantity(text, folded, exclusions, following)
    if second is None or second.value is None:
        return None
    if word == "to" and _has_changed(window):  # "rose from 19 to 25": 25 is the count
        start = quantity.start
        return second._replace(start=start, text=text[start : second.end], number_start=start)
    if same_unit and (second.kind, second.unit) != (quantity.kind, quantity.unit):
        return None
    low, high = number.value, following.value
    if low < 1000 <= high and _scale_words(folded, following) and not _scale_words(folded, number):
        low *= _scale_words(folded, following)
    if word == "or" and not 0 < high - low <= 10:
        return None
    if high <= low and quantity.kind == "count":  # "passed by 141 to 5" is two counts
        return None
    between = _BETWEEN.search(window)
    start = quantity.start
    if between and word in ("and", "to"):
        start = quantity.start - len(window) + between.start()
    return second._replace(
        start=start, text=text[start : second.end], number_start=number.start,
        value=None, low=low, high=high, bound="about", magnitude=low,
        kind=quantity.kind if quantity.kind in ("money", "age") else second.kind,
        unit=quantity.unit if quantity.kind == "money" else second.unit,
    )  # fmt: skip


def _has_changed(window: str) -> bool:
    """Say whether the words before a number say that a count moved away from it: "rose from"."""
    before = window.rstrip().removesuffix("from")
    return before != window.rstrip() and _last_word(before) in _change_verbs()


def _fraction(
    text: str,
    folded: str,
    exclusions: tuple[_Exclusions, _Exclusions],
    quantity: Quantity,
    following: Number,
) -> Quantity | None:
    """Return "one in five soldiers" as a share; "three in 2019" is none."""
    second = _quantity(text, folded, exclusions, following)
    if second is None or quantity.value is None or not second.value or second.value > 100:
        return None
    if not second.head or second.kind != "count" or quantity.head:
        return None
    share = quantity.value / second.value
    return second._replace(
        start=quantity.start, text=text[quantity.start : second.end], value=share,
        number_start=quantity.number_start, low=share, high=share, bound=quantity.bound,
        kind="share", magnitude=share, form="part",
    )  # fmt: skip


def _scale_words(folded: str, number: Number) -> float:
    written = folded[number.start : number.end]
    for word, scale in (("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)):
        if word in written:
            return scale
    return 0.0
