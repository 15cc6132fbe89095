"""Sums up how many opponents a press release says were killed and captured.

Releases of armed forces say the same thing several times: in the headline, the lead and the body.
The summary takes the highest count that one sentence gives and adds what is *additional*.
Victims among civilians and own forces, past attacks, plans and denials are left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from conflict_timeline.figures.numbers import find_numbers
from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import fold

_SENTENCE_END = re.compile(r"(?<=[^.\s][a-z)\"”][.!?])[\"”]?\s+(?=[A-Z\"“(])|\n+|\s-{3,}\s|\s{3,}")
_SECTION = re.compile(r"\n\s*-{3,}\s*\n")
_TOKEN = re.compile(r"[^\W\d_](?:[\w'-]*\w)?|\d[\d,]*|[,;:()\"—]")
_EARLIER = re.compile(
    r"(?<!\w)(?:since\s+(?:the|jan|january|last|\d)|so\s+far\s+this|this\s+(?:month|year)|last\s+year|in\s+(?:19|20)\d\d)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class CasualtySummary:
    """The least number of opponents killed and captured; the flags also say so without a count."""

    min_killed: int
    min_captured: int
    killed: bool
    captured: bool


@dataclass(frozen=True, slots=True)
class _Mention:
    outcome: str
    count: int
    extra: bool
    definite: bool
    sentence: int
    head: str


@cache
def _words(kind: str) -> frozenset[str]:
    rows = read_table("figures", "release_words.tsv")
    return frozenset(word for word, its_kind in rows if its_kind == kind)


@cache
def _ending() -> frozenset[str]:
    """What ends a noun phrase."""
    return _words("stop") | _words("join") | {";", ":"}


@cache
def _quantifiers() -> Mapping[str, int]:
    return {word: int(least) for word, least in read_table("figures", "quantifiers.tsv")}


@cache
def _victims() -> Mapping[str, str]:
    return dict(read_table("figures", "victims.tsv"))


@cache
def _verbs() -> Mapping[str, str]:
    return dict(read_table("figures", "release_verbs.tsv"))


def casualty_summary(text: str) -> CasualtySummary:
    """Return how many opponents ``text`` says were killed and captured.

    >>> casualty_summary("Troops killed two insurgents and detained several others.").min_captured
    3
    """
    killed = captured = 0
    for section in _SECTION.split(text):
        mentions = list(_mentions(section))
        killed = max(killed, _total(m for m in mentions if m.outcome == "killed"))
        captured = max(captured, _total(m for m in mentions if m.outcome == "captured"))
    return CasualtySummary(killed, captured, killed > 0, captured > 0)


def _total(mentions: Iterator[_Mention]) -> int:
    by_sentence: dict[int, int] = {}
    extras: set[tuple[int, str]] = set()
    definite = 0
    for mention in mentions:
        if mention.definite:
            definite = max(definite, mention.count)
        elif mention.extra:
            extras.add((mention.count, mention.head))
        else:
            by_sentence[mention.sentence] = by_sentence.get(mention.sentence, 0) + mention.count
    stated = max(by_sentence.values(), default=0) or definite
    if not stated:  # nothing for the others to be additional to
        return max((count for count, _ in extras), default=0)
    return stated + sum(count for count, _ in extras)


def _mentions(section: str) -> Iterator[_Mention]:
    for index, sentence in enumerate(_SENTENCE_END.split(section)):
        if sentence and sentence.strip():
            yield from _in_sentence(sentence, index)


def _in_sentence(sentence: str, index: int) -> Iterator[_Mention]:
    folded = fold(sentence)
    known = _verbs()
    tokens = [(found.start(), found[0]) for found in _TOKEN.finditer(folded)]
    words = [word for _, word in tokens]
    if _EARLIER.search(folded) or not ("custody" in words or any(word in known for word in words)):
        return
    sizes = _sizes(folded, tokens)
    names = [sentence[start : start + 1].isupper() for start, _ in tokens]
    for at, word in enumerate(words):
        outcome = known.get(word)
        if word in _words("take") and "custody" in words[at + 1 : at + 14]:
            outcome = "captured"
        if outcome is None or _is_unreal(words, at):
            continue
        if word in _words("nominal") and words[at + 1 : at + 2] == ["of"]:
            if not _words("confirming").intersection(words[max(0, at - 5) : at]):
                continue
            found = _phrase(words, sizes, names, at + 2)
        else:
            found = _patient(words, sizes, names, at)
        if found is None:
            continue
        count, head, definite, extra = found
        if any(part in _words("extra") for part in words[max(0, at - 2) : at]):
            extra = True
        yield _Mention(outcome, count, extra, definite, index, head)


def _sizes(folded: str, tokens: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Return the least whole number that begins at each token."""
    positions = {start: at for at, (start, _) in enumerate(tokens)}
    sizes = {}
    for number in find_numbers(folded):
        at = positions.get(number.start)
        if at is None or number.value is None or not 0 < number.value < 1e6:
            continue
        more = folded[max(0, number.start - 10) : number.start].endswith(("more than ", "over "))
        sizes[at] = int(number.value) + more
    return sizes


def _is_unreal(words: Sequence[str], at: int) -> bool:
    """Say whether the act is meant, denied, possible, or only describes someone or something."""
    nominal = words[at] in _words("nominal") and words[at + 1 : at + 2] == ["of"]
    before = words[max(0, at - 4) : at]
    if not before:
        return False
    previous = before[-1]
    verbal = [word for word in before if word not in _words("be")]
    if verbal and (
        verbal[-1] in _words("relative") or verbal[-1] in ("not", "never", "responsible")
    ):
        return True
    if nominal:
        return False
    if "to" in before[-3:] and "able" not in before and "led" not in before:
        return not any(word in _words("be") for word in before[before.index("to") :])
    if words[at].endswith("ing") and previous in _words("before_gerund"):
        return not _words("confirming").intersection(before)
    return any(word in _words("modal") or word in ("not", "no", "never") for word in before)


def _patient(
    words: Sequence[str], sizes: Mapping[int, int], names: Sequence[bool], at: int
) -> tuple[int, str, bool, bool] | None:
    """Return (count, head, is definite, is additional) of those whom the verb befell."""
    be = next(
        (back for back in range(at - 1, max(-1, at - 7), -1) if words[back] in _words("be")), None
    )
    if be is not None and all(
        w not in _words("join") - {"and", "or", ","} for w in words[be + 1 : at]
    ):
        return _leftward(words, sizes, names, be)
    right = at + 1
    if right + 1 < len(words) and words[right] in ("and", "or") and words[right + 1].endswith("ed"):
        right += 2
    after = words[right] if right < len(words) else ""
    if after and after not in _words("stop") and after not in _words("be"):
        found = _phrase(words, sizes, names, right)
        if found is not None:
            return found
        if not words[at].endswith(("ed", "en")):
            return None
    if (
        words[at].endswith(("ed", "en"))
        and at
        and (words[at - 1] in _victims() or at - 1 in sizes or words[at - 1] in ("and", ","))
    ):
        return _leftward(words, sizes, names, at)
    return None


def _leftward(
    words: Sequence[str], sizes: Mapping[int, int], names: Sequence[bool], end: int
) -> tuple[int, str, bool, bool] | None:
    begin = end
    while begin > 0 and end - begin < 22 and words[begin - 1] not in (";", ":", ")", "("):
        begin -= 1
    segment = words[begin:end]
    if any(word in ("no", "nobody", "none", "neither") for word in segment[-8:]):
        return None
    best = None
    at = begin
    while at < end:
        found = _phrase(words[:end], sizes, names, at)
        if found is not None and words[at] not in _words("stop"):
            best = found
            at = _phrase_end(words[:end], sizes, names, at)
        else:
            at += 1
    return best


def _phrase_end(
    words: Sequence[str], sizes: Mapping[int, int], names: Sequence[bool], at: int
) -> int:
    while at < len(words) and words[at] not in _words("stop"):
        at += 1
    return max(at, 1)


def _phrase(
    words: Sequence[str], sizes: Mapping[int, int], names: Sequence[bool], start: int
) -> tuple[int, str, bool, bool] | None:
    """Return the people that the noun phrases from ``start`` on name together."""
    total = 0
    heads: list[str] = []
    definite = extra = False
    at = start
    while at < len(words) and at - start < 24:
        found = _noun_phrase(words, sizes, names, at)
        if found is None:
            break
        count, head, at, is_definite, is_extra = found
        if heads and is_definite and not definite:
            break
        total += count
        definite = definite or (is_definite and not heads)
        extra = extra or (is_extra and not heads)
        if heads and definite and not is_definite:
            definite = False
        heads.append(head)
        joined = at
        while joined < len(words) and words[joined] in _words("join"):
            joined += 1
        if joined == at or joined >= len(words) or words[joined] in _verbs():
            break
        at = joined
    return (total, heads[0], definite, extra) if heads else None


def _noun_phrase(
    words: Sequence[str], sizes: Mapping[int, int], names: Sequence[bool], at: int
) -> tuple[int, str, int, bool, bool] | None:
    victims = _victims()
    count: int | None = None
    definite = extra = named = False
    head, end = "", at
    for step in range(10):
        if at + step >= len(words):
            break
        word = words[at + step]
        here = at + step
        if here in sizes and count is None:
            count = sizes[here]
        elif word in _quantifiers() and (count is None or count == 1):
            count = _quantifiers()[word]
        elif word in _words("single") and count is None:
            count = 1
        if word in _words("definite"):
            definite = True
        if word in _words("extra"):
            extra = True
        if word in victims:
            head, end = word, here + 1
            named = False
            if here + 1 < len(words) and words[here + 1] == "of" and word in ("group", "number"):
                continue
        elif head and word not in ("of",):
            break
        elif word in ("(", ")", '"'):
            continue
        elif word in _ending() or (step and word in _verbs()):
            break
        elif names[here] and not head and count is None:
            named = True
            end = here + 1
    if not head:
        if named and not definite and count is None and end - at <= 4 and names[at]:
            return 1, "name", end, False, extra
        if count is not None and (at in sizes or words[at] in _quantifiers()):
            return count, "number", at + 1, False, extra
        return None
    if victims[head] == "protected":
        return None
    if count is None:
        plural = head.endswith("s") or head in ("men", "people", "them", "taliban")
        count = 2 if plural else 1
    return count, head, end, definite and count <= 2, extra
