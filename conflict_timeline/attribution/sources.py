"""Source spans: the noun phrase to the left or to the right of a cue, by word classes alone.

All functions take and return token indices; a span is half-open.
"""

from conflict_timeline.attribution.vocabulary import word_lists
from conflict_timeline.attribution.words import Words

Span = tuple[int, int]

_NOUN = "Cl#q"
_BOUNDARY = ",;:Q()-."
_MAX_PHRASE = 45


def is_verb_like(words: Words, at: int) -> bool:
    """Say whether the token may be a finite verb: listed, auxiliary, or in -ed after a name."""
    code = words.codes[at]
    if code in "VvA":
        return True
    if code == "l" and words.words[at].endswith("s") and 0 < at < len(words) - 1:
        return words.codes[at - 1] == "C" and words.codes[at + 1] in "DN"
    return (
        code == "l"
        and at > 0
        and words.words[at].endswith("ed")
        and words.codes[at - 1] in "CNRT)Sl,"
    )


def skip_left(words: Words, index: int) -> int:
    """Return the index left of the auxiliaries, adverbs and time words before ``index``."""
    codes = words.codes
    at = index - 1
    while at >= 0:
        code = codes[at]
        if code in "AR":
            at -= 1
        elif code == "T":
            back = at
            while back >= 0 and codes[back] in "TD#":
                back -= 1
            if back >= 0 and codes[back] == "P":
                back -= 1
            if back < 0:
                break
            at = back
        else:
            break
    return at


def subject_left(words: Words, index: int) -> Span | None:
    """Return the subject of the verb at ``index``: with appositions, a closing comma included."""
    at = skip_left(words, index)
    if at < 0:
        return None
    code = words.codes[at]
    if code in ",-":
        return _before_comma(words, at)
    if code in "SD" and words.words[at] in word_lists()["relative"]:
        return at, at + 1
    return phrase_left(words, at, verb=index)


def antecedent(words: Words, at: int) -> Span | None:
    """Return what the relative pronoun at ``at`` refers to."""
    before = at - 1
    if before >= 0 and words.codes[before] in ",-":
        before -= 1
    return phrase_left(words, before) if before >= 0 else None


# --- to the left ----------------------------------------------------------------------------------


def phrase_left(words: Words, last: int, *, verb: int | None = None) -> Span | None:
    """Return the noun phrase that ends with token ``last``, or ``None``."""
    codes = words.codes
    if last < 0:
        return None
    if codes[last] == "N":
        begin = last
        if last - 2 >= 0 and codes[last - 1] == "&" and codes[last - 2] in _NOUN + "N":
            other = phrase_left(words, last - 2)
            begin = other[0] if other and last - other[0] < 8 else last
        return begin, last + 1
    if codes[last] == ")":
        opened = last
        while opened > 0 and codes[opened] != "(":
            opened -= 1
        inner = phrase_left(words, opened - 1)
        return (inner[0], last + 1) if inner else None
    if codes[last] not in _NOUN + "D":
        return None
    if codes[last] == "D" and last > 0 and codes[last - 1] == "N":
        return last - 1, last + 1  # "they all"
    if (
        verb is not None
        and verb + 1 < len(words)
        and codes[verb + 1] in "AVv"
        and "'" not in words.words[verb + 1]
    ):
        contact = _contact_clause(words, last)
        if contact is not None:
            return contact
    begin = _region_start(words, last)
    if begin is None:
        begin = _grouped_start(words, last)
        if begin is None:
            return None
    if words.words[last] == '"' and begin > 0 and codes[begin - 1] == ",":
        begin = _outer_head(words, (begin, last + 1))  # "host of “The Show,” said"
    begin = _with_list(words, begin, last)
    end = last + 1
    for at in range(begin + 1, last):
        if codes[at] == "S":
            break
        setting = (
            codes[at] == "P" and words.words[at] in ("in", "on") and _is_setting(words, at + 1)
        )
        if words.words[at] in word_lists()["occasion"] or setting:
            end = at  # "the minister during the session said"
            break
    return _with_quantifier(words, begin), end


def _contact_clause(words: Words, last: int) -> Span | None:
    """Read "a step Greenberg said could": the name alone is the subject of the verb."""
    at = last
    while at > 0 and words.codes[at - 1] == "C":
        at -= 1
    before = words.codes[at - 1] if at > 0 else ""
    if (
        words.codes[last] == "C"
        and before == "l"
        and words.words[at - 1] not in word_lists()["role"]
    ):
        return at, last + 1
    return None


def _region_start(words: Words, last: int) -> int | None:
    """Return where the subject begins when all words from the clause's beginning on belong to it."""
    codes, tokens = words.codes, words.words
    coordinator: int | None = None
    begin = last
    at = last
    while at >= 0 and last - at <= _MAX_PHRASE:
        code = codes[at]
        if code in _BOUNDARY and not (code == "," and is_place_comma(words, at)):
            break
        if code == "S" or (code == "D" and tokens[at] == "that" and at > 0 and at < last):
            if tokens[at] not in word_lists()["relative"] or at == 0 or codes[at - 1] not in _NOUN:
                break
            if not any(is_verb_like(words, k) for k in range(at + 1, last + 1)):
                break
        elif code == "&":
            coordinator = at
        elif code == "N" and at != last:
            return _after_coordinator(words, coordinator, last)
        elif code == "v" and at < last and codes[at + 1] == "P" and codes[at - 1] in _NOUN:
            pass  # "images analysed by the agency"
        elif code in "VAv":
            relative = _relative_before(words, at)
            if relative is None:
                return _after_coordinator(words, coordinator, last)
            at = relative
        elif code == "T" and at != last and codes[at + 1] not in "P":
            if not _opens_nominally(words, at):
                begin = at + 1
                break
        begin = at
        at -= 1
    while begin < last and codes[begin] in "R&ST" and not _keeps(words, begin):
        begin += 1
    if codes[begin] == "P" and _quantifier_at(words, begin):
        return begin
    if codes[begin] not in _NOUN + "D":
        return None
    for at in range(last, begin + 1, -1):  # copy without commas: "... on the city the group said"
        if codes[at] == "D" and tokens[at] in word_lists()["article"] and codes[at - 1] in "Cl#T)":
            left = range(begin, at)
            if any(codes[k] == "l" and tokens[k].endswith("ed") for k in left) and not any(
                tokens[k] in word_lists()["relative"] for k in left
            ):
                return at
    if (
        begin < last
        and codes[begin] == "l"
        and tokens[begin].endswith("ed")
        and codes[begin + 1] != "l"
    ):
        return None
    return begin


def _opens_nominally(words: Words, time: int) -> bool:
    """Say whether the clause of the time word begins with a noun phrase well before it."""
    at = time
    while at > 0 and words.codes[at - 1] not in _BOUNDARY:
        at -= 1
    return time - at > 3 and words.codes[at] in _NOUN + "D"


def _keeps(words: Words, at: int) -> bool:
    """Say whether the adverb at ``at`` belongs to a number: "only 24 percent"."""
    return _quantifier_at(words, at) > 0


def _quantifier_at(words: Words, at: int) -> int:
    """Return how many words from ``at`` on are "about", "more than", ... before a number, or 0."""
    quantifiers = word_lists()["quantifier"]
    tokens = words.words
    for length in (1, 2, 3):
        if " ".join(tokens[at : at + length]) in quantifiers and at + length < len(words):
            if (
                words.codes[at + length] == "#"
                or tokens[at + length] in word_lists()["number-word"]
            ):
                return length
    return 0


def is_place_comma(words: Words, comma: int) -> bool:
    """Say whether the comma stands in "from Columbia, South Carolina"."""
    codes = words.codes
    if comma < 2 or comma + 1 >= len(words) or codes[comma - 1] != "C" or codes[comma + 1] != "C":
        return False
    at = comma - 1
    while at > 0 and codes[at] == "C":
        at -= 1
    after = comma + 1
    while after < len(words) and codes[after] == "C":
        after += 1
    return (
        words.words[at] in word_lists()["place-preposition"]
        and comma - at <= 3
        and after - comma <= 3
    )


def _after_coordinator(words: Words, coordinator: int | None, last: int) -> int | None:
    if coordinator is None or coordinator >= last:
        return None
    begin = coordinator + 1
    while begin < last and words.codes[begin] in "RT":
        begin += 1
    return begin if words.codes[begin] in _NOUN + "D" else None


def _relative_before(words: Words, verb: int) -> int | None:
    """Return the relative pronoun that the verb at ``verb`` belongs to, within the clause."""
    for at in range(verb - 1, max(0, verb - 25), -1):
        if words.codes[at] in ";:Q.,()":
            return None
        if words.words[at] in word_lists()["relative"] and at > 0 and words.codes[at - 1] in _NOUN:
            return at
    return None


def _grouped_start(words: Words, last: int) -> int | None:
    """Return the beginning of the phrase, built of groups joined by prepositions."""
    codes = words.codes
    begin = _group_left(words, last)
    while begin is not None and begin - 1 > 0 and last - begin < _MAX_PHRASE:
        if codes[begin - 1] not in "P&" or codes[begin - 2] not in _NOUN:
            break
        start = _group_left(words, begin - 2)
        if start is None:
            break
        if (
            codes[begin - 1] == "P"
            and words.words[begin - 1] != "of"
            and codes[start] == "l"
            and not _noun_like(words, start, begin - 2)
        ):
            break  # "killed by the army": a lone lower-case word may be a verb
        begin = start
    return begin


def _noun_like(words: Words, start: int, last: int) -> bool:
    word = words.words[last]
    return word.endswith("s") or last > start or word in word_lists()["role"]


def _group_left(words: Words, last: int) -> int | None:
    """Return where the simple group (determiner, modifiers, noun) that ends with ``last`` begins."""
    codes = words.codes
    at = last
    if codes[at] == "D":
        return at
    if codes[at] not in _NOUN:
        return None
    while at > 0:
        code = codes[at - 1]
        if code == "D":
            at -= 1
            while at > 0 and codes[at - 1] == "D":
                at -= 1
            break
        if code in _NOUN:
            at -= 1
        elif code == "R" and at - 1 > 0 and codes[at - 2] == "D":
            at -= 1
        else:
            break
    return at


def _with_list(words: Words, begin: int, last: int) -> int:
    """Extend "C and D" to "A, B, C and D" where the list begins the clause."""
    codes = words.codes
    if "&" not in codes[begin : last + 1] or begin - 2 < 0 or codes[begin - 1] != ",":
        return begin
    start = begin
    while start - 2 >= 0 and codes[start - 1] == ",":
        previous = _group_left(words, start - 2)
        if previous is None:
            break
        joined = _grouped_start(words, start - 2)
        previous = joined if joined is not None else previous
        if previous > 0 and codes[previous - 1] not in ",&SQ;:":
            return begin
        start = previous
    return start


def _with_quantifier(words: Words, begin: int) -> int:
    """Extend "24 percent" to "about 24 percent", "a dozen" to "at least a dozen"."""
    for length in (3, 2, 1):
        if begin - length >= 0 and _quantifier_at(words, begin - length) == length:
            return begin - length
    return begin


def _before_comma(words: Words, comma: int) -> Span | None:
    """Return the subject before an apposition or insertion that ends at ``comma``."""
    codes, tokens = words.codes, words.words
    commas = []
    first = comma - 1
    while first > 0 and codes[first] not in "Q;:" and comma - first < 60:
        if codes[first] in ",-":
            commas.append(first)
        first -= 1
    for opened in commas:
        if is_place_comma(words, opened):
            continue
        head = phrase_left(words, opened - 1)
        if head is None and codes[opened - 1] == "T":  # "the employee of four years, a voter, said"
            begin = _region_start(words, opened - 1)
            head = (begin, opened) if begin is not None and opened - begin > 3 else None
        if head is None or _is_fragment(words, head):
            continue
        code, word = codes[opened + 1], tokens[opened + 1]
        if code in "NAVv&":
            continue
        outer = _outer_head(words, head)
        if code == "S" and word not in word_lists()["relative"]:
            return _closed(words, outer, head, opened)
        if code in "gPTR" and word not in word_lists()["insertion"]:
            return _closed(words, outer, head, opened)
        if code == "l" and word.endswith(("ing", "ed")) and codes[opened + 2] not in _NOUN:
            return _closed(words, outer, head, opened)
        return outer, comma + 1
    return None


def _closed(words: Words, outer: int, head: Span, comma: int) -> Span:
    """Return the head; with its comma when an apposition inside it wants one."""
    return (outer, comma + 1) if outer < head[0] else head


def _is_fragment(words: Words, head: Span) -> bool:
    """Say whether the phrase is an age or a state's name between commas."""
    return head[1] - head[0] == 1 and words.codes[head[0]] == "#"


def _outer_head(words: Words, head: Span) -> int:
    """Return the beginning of the name that ``head`` is itself an apposition to."""
    codes = words.codes
    begin = head[0]
    for _ in range(3):
        if begin - 2 < 0 or codes[begin - 1] != ",":
            break
        if codes[begin - 2] not in _NOUN + ")":
            break
        previous = phrase_left(words, begin - 2)
        if previous is None:
            break
        if previous[0] > 0 and codes[previous[0] - 1] not in "Q&;:-,":
            break
        if previous[0] > 0 and codes[previous[0] - 1] == "," and not _is_fragment(words, previous):
            break
        if codes[begin] == "C" and codes[previous[0]] == "C":
            break
        begin = previous[0]
    return begin


# --- to the right ---------------------------------------------------------------------------------


def phrase_right(
    words: Words, first: int, *, wide: bool = False, fronted: bool = False
) -> Span | None:
    """Return the noun phrase that begins with token ``first``, with its appositions.

    ``wide`` lets it run on to the next mark, as after "according to"; ``fronted`` says that a main
    clause follows, so that only what is closed by a comma is an apposition.
    """
    codes = words.codes
    size = len(words)
    if first >= size:
        return None
    if codes[first] == "N" or words.words[first] in word_lists()["object-pronoun"]:
        return first, first + 1
    opening = first + 1 if wide and codes[first] == "T" else first
    at = _group_right(words, opening, size)
    if at == opening:
        return None
    at = _extend_right(words, first, at, size, wide=wide)
    begin_apposition = at
    while at < size - 1 and codes[at] == "," and _opens_apposition(words, at + 1):
        inner = at + 1
        if codes[inner] == "S":
            end = inner
            while end < size and codes[end] not in ",.Q;:":
                end += 1
        else:
            if codes[inner] == "P":
                inner += 1
            end = _group_right(words, inner, size)
            if end == inner:
                break
            end = _extend_right(words, inner, end, size, wide=False)
        if end < size and codes[end] in "VvA" or fronted and codes[end : end + 1] != [","]:
            break
        at = end
    if at > begin_apposition and at < size and codes[at] == ",":
        at += 1
    return first, at


def _opens_apposition(words: Words, at: int) -> bool:
    code, word = words.codes[at], words.words[at]
    if code == "S":
        return word in word_lists()["relative"]
    if code == "P":
        return word == "of"
    if code in "DC#":
        return True
    return code == "l" and not word.endswith("ing") and not word.endswith("ed")


def _group_right(words: Words, first: int, size: int) -> int:
    codes = words.codes
    at = first
    at += _quantifier_at(words, at)
    while at < size and codes[at] == "D":
        at += 1
    if at < size - 1 and codes[at] == "R" and codes[at + 1] == "l":
        at += 1
    while at < size:
        code = codes[at]
        if code in _NOUN:
            word = words.words[at]
            if code == "l" and word.endswith("ing") and "-" not in word and codes[at - 1] == "C":
                if at > first and codes[at + 1 : at + 2] != ["l"]:
                    break
            at += 1
        elif code == "D" and at > first and codes[at - 1] == "D":
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


def _extend_right(words: Words, first: int, at: int, size: int, *, wide: bool) -> int:
    """Extend a group over "of the ministry", "and his aides", "who declined to be named"."""
    codes, tokens = words.codes, words.words
    named = all(codes[k] == "C" for k in range(first, at))
    while at < size - 1 and at - first < _MAX_PHRASE:
        code, word = codes[at], tokens[at]
        if code == "P":
            if not wide and (named and word != "of" or word in word_lists()["adjunct-preposition"]):
                break
            if not wide and _is_setting(words, at + 1):
                break
            end = at + 1
            while wide and end < size and codes[end] in "TP":
                end += 1
            group = _group_right(words, end, size)
            if group == end and end == at + 1:
                break
            at = group
        elif code == "&":
            end = _group_right(words, at + 1, size)
            if end == at + 1 or (end < size and codes[end] in "VvA"):
                break
            at = end
        elif (
            code == "S" and word in ("who", "whose") or wide and code in "SVgvRT" and word != "but"
        ):
            while at < size and codes[at] not in ",.Q;:-":
                at += 1
        elif wide and code in "T":
            at += 1
        else:
            break
    return at


def _is_setting(words: Words, at: int) -> bool:
    """Say whether "in an interview", "on Monday" begins behind a preposition."""
    end = at
    while end < len(words) and end - at < 7 and words.codes[end] in "DCl#TR":
        if words.codes[end] == "T" or words.words[end] in word_lists()["message"]:
            return True
        end += 1
    return False
