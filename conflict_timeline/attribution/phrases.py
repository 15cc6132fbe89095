"""Noun phrases by word classes alone: small groups, what may stand in them, and how far they run.

All functions take and return token indices; a span is half-open.
"""

from conflict_timeline.attribution.vocabulary import quantifier_openings, word_lists
from conflict_timeline.attribution.words import Words

Span = tuple[int, int]

NOUN = "Cl#q"
MAX_PHRASE = 45
_MAX_BRACKET = 12
_MAX_SETTING = 8
_MAX_PLACE = 3


def is_verb_like(words: Words, at: int) -> bool:
    """Say whether the token may be a finite verb: listed, auxiliary, or in -ed, -s after a name."""
    codes = words.codes
    code = codes[at]
    if code in "VvA":
        return True
    if code != "l" or at == 0:
        return False
    word = words.words[at]
    if word.endswith("ed"):
        return codes[at - 1] in "CNRT)Sl,"
    if word.endswith("s") and at + 1 < len(words.codes):
        return codes[at - 1] == "C" and codes[at + 1] in "DN"
    return False


def is_setting(words: Words, at: int) -> bool:
    """Say whether "in an interview", "on Monday" goes on at ``at``, behind its preposition."""
    messages = word_lists()["message"]
    end = at
    while end < len(words.codes) and end - at < _MAX_SETTING and words.codes[end] in "DCl#TRg":
        if words.codes[end] == "T" or words.words[end] in messages:
            return True
        end += 1
    return False


def is_place_comma(words: Words, comma: int) -> bool:
    """Say whether the comma stands in "from Columbia, South Carolina"."""
    codes = words.codes
    if codes[comma - 1 : comma] != "C" or codes[comma + 1 : comma + 2] != "C":
        return False
    at = comma - 1
    while at > 0 and codes[at] == "C":
        at -= 1
    after = comma + 1
    while after < len(words.codes) and codes[after] == "C":
        after += 1
    if words.words[after - 1].endswith("'s"):
        return False  # "the largest in Europe, Norway's regulator said"
    end = after
    while end < len(words.codes) and end - after < _MAX_PLACE and words.codes[end] in "Cl":
        end += 1
    if not word_lists()["speaking-body"].isdisjoint(words.words[comma + 1 : end]):
        return False  # "landed near Haifa, Army Radio reported"
    short = comma - at <= _MAX_PLACE and after - comma <= _MAX_PLACE
    return short and words.words[at] in word_lists()["place-preposition"]


def quantifier_at(words: Words, at: int) -> int:
    """Return how many words from ``at`` on are "about", "more than", ... before a number, or 0."""
    lists = word_lists()
    tokens = words.words
    size = len(tokens)
    if at >= size or tokens[at] not in quantifier_openings():
        return 0
    for length in (1, 2, 3):
        number = at + length
        if number >= size or " ".join(tokens[at:number]) not in lists["quantifier"]:
            continue
        if words.codes[number] == "#" or tokens[number] in lists["number-word"]:
            return length
    return 0


def phrase_right(
    words: Words, first: int, *, wide: bool = False, fronted: bool = False
) -> Span | None:
    """Return the noun phrase that begins with token ``first``, with its appositions.

    ``wide`` lets it run on to the next mark, as after "according to"; ``fronted`` says that a main
    clause follows, so that only what is closed by a comma is an apposition.
    """
    codes = words.codes
    size = len(words.codes)
    if first >= size:
        return None
    pronoun = codes[first] != "C" and words.words[first] in word_lists()["object-pronoun"]
    if codes[first] == "N" or pronoun:
        return first, first + 1
    opening = first + 1 if wide and codes[first] == "T" else first
    at = _group_right(words, opening)
    if at == opening:
        return None
    at = _extend_right(words, first, at, wide=wide)
    head = at
    while at < size - 1 and codes[at] == "," and _opens_apposition(words, at + 1):
        end = _apposition_end(words, at + 1)
        if end is None or (fronted and codes[end : end + 1] != ","):
            break
        at = end
    if at > head and codes[at : at + 1] == ",":
        at += 1
    return first, at


def _apposition_end(words: Words, first: int) -> int | None:
    """Return where the apposition from ``first`` ends, ``None`` when it is another clause."""
    codes = words.codes
    size = len(words.codes)
    if codes[first] == "S":
        end = first
        while end < size and codes[end] not in ",.Q;:":
            end += 1
    else:
        inner = first + 1 if codes[first] == "P" else first
        end = _group_right(words, inner)
        if end == inner:
            return None
        end = _extend_right(words, inner, end, wide=False)
    return None if end < size and codes[end] in "VvA" else end


def _opens_apposition(words: Words, at: int) -> bool:
    code, word = words.codes[at], words.words[at]
    if code == "S":
        return word in word_lists()["relative"]
    if code == "P":
        return word == "of"
    return code in "DC#" or (code == "l" and not word.endswith(("ing", "ed")))


def _group_right(words: Words, first: int) -> int:
    """Return where the simple group (determiner, modifiers, noun) that begins at ``first`` ends."""
    codes, tokens = words.codes, words.words
    size = len(words.codes)
    at = first + quantifier_at(words, first)
    while at < size and codes[at] == "D":
        at += 1
    if at < size - 1 and codes[at] == "R" and codes[at + 1] == "l":
        at += 1
    while at < size:
        code = codes[at]
        if code in NOUN:
            if code == "l" and at > first and _is_reduced_clause(words, at):
                break
            at += 1
        elif code == "D" and at > first and codes[at - 1] == "D":
            at += 1
        elif code == "(":
            close = at
            while close < size and close - at < _MAX_BRACKET and tokens[close] != ")":
                close += 1
            if close >= size or tokens[close] != ")":
                break
            at = close + 1
        else:
            break
    return at


def _is_reduced_clause(words: Words, at: int) -> bool:
    """Say whether "speaking" behind a name begins a clause of its own."""
    word = words.words[at]
    if not word.endswith("ing") or "-" in word or words.codes[at - 1] != "C":
        return False
    return words.codes[at + 1 : at + 2] != "l"


def _extend_right(words: Words, first: int, at: int, *, wide: bool) -> int:
    """Extend a group over "of the ministry", "and his aides", "who declined to be named"."""
    codes, tokens, lists = words.codes, words.words, word_lists()
    size = len(words.codes)
    named = not codes[first:at].strip("C")
    while at < size - 1 and at - first < MAX_PHRASE:
        code, word = codes[at], tokens[at]
        if code == "P":
            if not wide and ((named and word != "of") or word in lists["adjunct-preposition"]):
                break
            if not wide and word != "of" and is_setting(words, at + 1):
                break
            end = at + 1
            while wide and end < size and codes[end] in "TP":
                end += 1
            group = _group_right(words, end)
            if group == end and end == at + 1:
                break
            at = group
        elif code == "&":
            end = _group_right(words, at + 1)
            if end == at + 1 or (end < size and codes[end] in "VvA"):
                break
            at = end
        elif word in ("who", "whose") or (wide and code in "SVgvR" and word != "but"):
            while at < size and codes[at] not in ",.Q;:-":
                at += 1
        elif wide and code == "T":
            at += 1
        else:
            break
    return at
