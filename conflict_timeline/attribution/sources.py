"""Source spans: the noun phrase to the left or to the right of a cue, by word classes alone."""

from collections.abc import Mapping
from functools import cache

from conflict_timeline.attribution.words import Words
from conflict_timeline.rules.loader import read_table

Span = tuple[int, int]

_PHRASE = frozenset("Cl#")
_MAX_PHRASE = 40


@cache
def noun_lists() -> Mapping[str, frozenset[str]]:
    """Return the listed nouns by list name: "message", "image", "crew", "role", ..."""
    lists: dict[str, set[str]] = {}
    for word, name in read_table("attribution", "nouns.tsv"):
        lists.setdefault(name, set()).add(word)
    return {name: frozenset(words) for name, words in lists.items()}


def skip_left(words: Words, index: int) -> int:
    """Return the index left of the auxiliaries, adverbs and time words before ``index``."""
    codes = words.codes
    at = index - 1
    while at >= 0:
        code = codes[at]
        if code in "AR":
            at -= 1
        elif code == "T" and at > 0:
            back = at
            while back >= 0 and codes[back] in "TD#":
                back -= 1
            if back >= 0 and codes[back] == "P":
                at = back - 1
            else:
                at = back if codes[at] == "T" and back < at else at - 1
        else:
            break
    return at


def phrase_left(words: Words, last: int, *, floor: int = 0) -> Span | None:
    """Return the token span of the noun phrase that ends with token ``last``, or ``None``."""
    codes = words.codes
    if last < floor:
        return None
    if codes[last] == "N":
        return last, last + 1
    if codes[last] == ")":
        opened = last
        while opened > floor and codes[opened] != "(":
            opened -= 1
        inner = phrase_left(words, opened - 1, floor=floor)
        return (inner[0], last + 1) if inner else None
    if codes[last] not in "Cl#DR":
        return None
    whole = _clause_subject(words, last, floor=floor)
    if whole is not None:
        return whole
    begin = _group_left(words, last, floor=floor)
    if begin is None:
        return None
    while begin - 1 > floor and last - begin < _MAX_PHRASE:
        before = codes[begin - 1]
        if before == "P" or (before == "&" and codes[begin - 2] in _PHRASE):
            if before == "P" and codes[begin - 2] in "TVA,Q&S;:":
                break
            if before == "P" and words.words[begin - 1] not in ("of",) and codes[begin - 2] == "l":
                # "killed by the army": a lower-case word without determiner may be a verb
                start = _group_left(words, begin - 2, floor=floor)
                if start is None or (
                    words.codes[start] == "l" and not _noun_like(words, start, begin - 2)
                ):
                    break
                begin = start
                continue
            start = _group_left(words, begin - 2, floor=floor)
            if start is None:
                break
            begin = start
        else:
            break
    if begin > floor and codes[begin - 1] == "P" and words.words[begin - 1] in ("with", "of"):
        pass
    return begin, last + 1


def _noun_like(words: Words, start: int, last: int) -> bool:
    return (
        words.words[last].endswith("s") or last > start or words.words[last] in noun_lists()["role"]
    )


def _group_left(words: Words, last: int, *, floor: int) -> int | None:
    """Return where the simple group (determiner, modifiers, noun) that ends with ``last`` begins."""
    codes = words.codes
    at = last
    if codes[at] == "D":
        return at
    if codes[at] not in "Cl#":
        return None
    while at > floor:
        code = codes[at - 1]
        if code == "D":
            at -= 1
            while at > floor and codes[at - 1] == "D":
                at -= 1
            break
        if code in "Cl#" or (code == "-" and at - 1 > floor and codes[at - 2] in "Cl#") or (code == "R" and at - 1 > floor and codes[at - 2] == "D"):
            at -= 1
        else:
            break
    while at < last and codes[at] == "T":
        at += 1
    return at


def _clause_subject(words: Words, last: int, *, floor: int) -> Span | None:
    """Return everything from the clause's beginning to ``last`` when it can only be the subject."""
    codes = words.codes
    begin = last
    while begin > floor and codes[begin - 1] not in ",;:Q()-–—.":
        begin -= 1
        if last - begin > _MAX_PHRASE:
            return None
    while begin < last and codes[begin] in "R&S":
        begin += 1
    if codes[begin] not in "DCl#" or last - begin < 1:
        return None
    relative = False
    for at in range(begin, last + 1):
        code = codes[at]
        if code == "S":
            if words.words[at] in ("who", "which", "that") and at > begin:
                relative = True
                continue
            return None
        if code == "N" and not relative:
            return None
        if code in "VAvg" and not relative:
            return None
        if (
            code == "&"
            and not relative
            and at + 1 <= last
            and codes[at + 1] in "DN"
            and codes[begin] != "D"
        ):
            return None
        if code == "T" and not relative:
            return None
    return begin, last + 1


def subject_left(words: Words, index: int, *, floor: int = 0) -> Span | None:
    """Return the subject of the verb at ``index``: with appositions, a closing comma included."""
    codes = words.codes
    at = skip_left(words, index)
    if at < floor:
        return None
    code = codes[at]
    if code == ",":
        return _before_comma(words, at, floor=floor)
    if code == "S" and words.words[at] in ("who", "which", "that"):
        return _antecedent(words, at, floor=floor)
    return phrase_left(words, at, floor=floor)


def _antecedent(words: Words, at: int, *, floor: int) -> Span | None:
    before = at - 1
    if before >= floor and words.codes[before] == ",":
        before -= 1
    return phrase_left(words, before, floor=floor) if before >= floor else None


def _before_comma(words: Words, comma: int, *, floor: int) -> Span | None:
    """Return the subject before an apposition or insertion that ends at ``comma``."""
    codes = words.codes
    first = comma - 1
    commas = []
    while first > floor and codes[first] not in "Q;:.":
        if codes[first] == ",":
            commas.append(first)
        first -= 1
        if comma - first > 60:
            break
    for opened in commas:
        head = phrase_left(words, opened - 1, floor=floor)
        if head is None:
            continue
        after = codes[opened + 1]
        word = words.words[opened + 1]
        if after in "NAVv":
            return None
        if after in "gPTR" or (after == "l" and word.endswith(("ing", "ed"))):
            if word in ("of", "from") or after == "#":
                continue
            return head
        if after == "S" and word not in ("who", "whose", "which", "whom"):
            return head
        if (
            after == "#"
            or (len(commas) > 1
            and opened != commas[-1]
            and after == "C"
            and comma - opened <= 3)
        ):
            continue
        return head[0], comma + 1
    if commas:
        head = phrase_left(words, commas[-1] - 1, floor=floor)
        return (head[0], comma + 1) if head else None
    return None


def phrase_right(words: Words, first: int, *, stop: int | None = None) -> Span | None:
    """Return the token span of the noun phrase that begins with token ``first``, with appositions."""
    codes = words.codes
    size = len(words) if stop is None else stop
    if first >= size:
        return None
    if codes[first] == "N":
        return first, first + 1
    at = _group_right(words, first, size)
    if at == first:
        return None
    at = _extend_right(words, first, at, size)
    # an apposition: ", a spokesman for the group"
    while at < size - 1 and codes[at] == "," and _opens_apposition(words, at + 1, size):
        inner = at + 1
        if codes[inner] == "S":
            end = inner
            while end < size and codes[end] not in ",.Q;:":
                end += 1
        else:
            end = _group_right(words, inner, size)
            if end == inner:
                break
            end = _extend_right(words, inner, end, size)
        if end < size and codes[end] in "VvAN":
            break
        at = end
    return first, at


def _opens_apposition(words: Words, at: int, size: int) -> bool:
    code, word = words.codes[at], words.words[at]
    if code == "S":
        return word in ("who", "whose", "which")
    if code == "D" or code == "#":
        return True
    if code == "C":
        return True
    return code == "l" and not word.endswith(("ing", "ed"))


def _group_right(words: Words, first: int, size: int) -> int:
    codes = words.codes
    at = first
    while at < size and codes[at] in "D":
        at += 1
    while at < size:
        code = codes[at]
        if code in "Cl#" or (
            code == "-" and at + 1 < size and codes[at + 1] in "Cl" and at > first
        ):
            if (
                code == "l"
                and at > first
                and words.words[at].endswith("ing")
                and codes[at - 1] in "C"
            ):
                break
            at += 1
        elif (code == "R" and at + 1 < size and codes[at + 1] in "l" and at == first) or (code == "D" and at > first and codes[at - 1] in "D"):
            at += 1
        elif code == "(":
            close = at
            while close < size and codes[close] != ")":
                close += 1
            if close >= size or close - at > 12:
                break
            at = close + 1
        else:
            break
    return at


def _extend_right(words: Words, first: int, at: int, size: int) -> int:
    """Extend a group over "of the ministry", "and his aides", "who declined to be named"."""
    codes = words.codes
    while at < size - 1 and at - first < _MAX_PHRASE:
        code = codes[at]
        word = words.words[at]
        if code == "P":
            if codes[at + 1] in "TQ" or (
                codes[at + 1] == "D" and at + 2 < size and codes[at + 2] == "T"
            ):
                break
            following = at + 1
            while following < size and codes[following] == "D":
                following += 1
            if (
                following < size
                and words.words[following] in noun_lists()["message"]
                and word in ("in", "at", "on", "during", "via", "through")
            ):
                break
            if word in ("during", "after", "before", "despite", "like", "unlike", "on", "via"):
                break
            end = _group_right(words, at + 1, size)
            if end == at + 1:
                break
            at = end
        elif code == "&":
            end = _group_right(words, at + 1, size)
            if end == at + 1 or (end < size and codes[end] in "VvA"):
                break
            at = end
        elif code == "S" and word in ("who", "whose"):
            end = at
            while end < size and codes[end] not in ",.Q;:":
                end += 1
            at = end
        else:
            break
    return at
