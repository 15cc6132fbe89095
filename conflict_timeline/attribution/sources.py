"""Subjects: the noun phrase to the left of a verb, with its appositions.

All functions take and return token indices; a span is half-open. Every step back is bounded.
"""

from collections.abc import Sequence

from conflict_timeline.attribution.phrases import (
    MAX_PHRASE,
    NOUN,
    Span,
    is_place_comma,
    is_setting,
    is_verb_like,
    quantifier_at,
)
from conflict_timeline.attribution.vocabulary import verbs, word_lists
from conflict_timeline.attribution.words import Words

_BOUNDARY = ",;:Q()-."
_MAX_APPOSITION = 60
_MAX_RELATIVE = 25
_MAX_NESTED = 3
_PLACED = frozenset({"there", "here"})


def subject_left(words: Words, index: int) -> Span | None:
    """Return the subject of the verb at ``index``: with appositions, a closing comma included."""
    at = _skip_left(words, index)
    if at < 0:
        return None
    code = words.codes[at]
    if code in ",-":
        return _before_comma(words, at)
    if code in "SD" and words.words[at] in word_lists()["relative"]:
        return at, at + 1
    if code == "C" and (name := _contact_clause(words, at, index)) is not None:
        return name
    return phrase_left(words, at)


def antecedent(words: Words, at: int) -> Span | None:
    """Return what the relative pronoun at ``at`` refers to."""
    before = at - 1
    if before >= 0 and words.codes[before] in ",-":
        before -= 1
    return phrase_left(words, before)


def _skip_left(words: Words, index: int) -> int:
    """Return the index left of the auxiliaries, adverbs and time words before ``index``."""
    codes = words.codes
    at = index - 1
    while at >= 0:
        if codes[at] in "AR":
            at -= 1
        elif at and words.words[at] in _PLACED and codes[at - 1] in NOUN:
            at -= 1  # "a reporter there watched"
        elif codes[at] == "T" or (codes[at] == "#" and codes[at - 1 : at] == "T"):
            back = at  # "on Friday", "on June 6"
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


# --- phrases --------------------------------------------------------------------------------------


def phrase_left(words: Words, last: int) -> Span | None:
    """Return the noun phrase that ends with token ``last``, or ``None``."""
    codes = words.codes
    end = last + 1
    while last >= 0 and codes[last] == ")":
        while last > 0 and codes[last] != "(":
            last -= 1
        last -= 1
    if last < 0:
        return None
    objects = words.words[last] == "it" or words.words[last] in _PLACED  # "from there said"
    object_of = last > 0 and codes[last - 1] == "P" and objects
    if codes[last] == "N" and not object_of:
        return _with_pronoun(words, last), last + 1
    if codes[last] == "D" and codes[last - 1 : last] == "N":
        return last - 1, last + 1  # "they all"
    begin = _start(words, last)
    if begin is None:
        return None
    if words.words[last] == '"':  # "the host of “The Show,” said"
        begin = _outer_head(words, begin)
    begin = _with_quantifier(words, _with_list(words, begin, last))
    return begin, _before_occasion(words, begin, last) or end


def _start(words: Words, last: int) -> int | None:
    """Return where the phrase that ends with ``last`` begins."""
    if words.codes[last] == "V" and _relative_before(words, last) is not None:
        return _region_start(words, last)  # "residents who fled said"
    if words.codes[last] not in NOUN + "DN":  # N: "a driver who was in it said"
        return None
    begin = _region_start(words, last)
    return _grouped_start(words, last) if begin is None else begin


def _with_pronoun(words: Words, last: int) -> int:
    """Extend "she" to "the mayor and she"."""
    if last < 2 or words.codes[last - 1] != "&":
        return last
    if words.codes[last - 2] == "N":
        return last - 2
    begin = _group_left(words, last - 2)
    return last if begin is None else begin


def _before_occasion(words: Words, begin: int, last: int) -> int | None:
    """Return where "during the session", "in a statement" begins inside a subject."""
    for at in range(begin + 1, last):
        if words.codes[at] == "S":
            return None
        if words.words[at] in word_lists()["occasion"]:
            return at
        if words.words[at] in word_lists()["setting-preposition"] and is_setting(words, at + 1):
            if at + 1 < last and _is_reduced_pair(words, at + 1):
                continue
            return at
    return None


def _contact_clause(words: Words, last: int, verb: int) -> Span | None:
    """Read "a step Greenberg said could": the name alone is the subject of the verb."""
    codes = words.codes
    at = last
    while at > 0 and codes[at - 1] == "C":
        at -= 1
    if at > 0 and words.words[at - 1] in word_lists()["contact-noun"]:
        return at, last + 1  # "something Russia has denied"
    if verb + 1 >= len(words.codes) or codes[verb + 1] not in "AVv" or "'" in words.words[verb + 1]:
        return None
    if at == 0 or codes[at - 1] != "l" or words.words[at - 1] in word_lists()["role"]:
        return None
    return at, last + 1


def _region_start(words: Words, last: int) -> int | None:
    """Return where the subject begins when all words from the clause's beginning belong to it."""
    codes, tokens = words.codes, words.words
    relatives = word_lists()["relative"]
    coordinator: int | None = None
    begin = at = last
    while at >= 0 and last - at <= MAX_PHRASE:
        code = codes[at]
        if code in _BOUNDARY and not (code == "," and is_place_comma(words, at)):
            break
        if code == "S" or (code == "D" and tokens[at] == "that" and 0 < at < last):
            if tokens[at] == "as" and tokens[at - 1] in word_lists()["before-as"]:
                at -= 2  # "a group known as the Committee"
                continue
            if tokens[at] == "as" and (relative := _relative_before(words, at)) is not None:
                at = begin = relative  # "a resident who gave her name as Ada"
                continue
            if at == 0 or tokens[at] not in relatives or codes[at - 1] not in NOUN:
                break
            if not any(is_verb_like(words, k) for k in range(at + 1, last + 1)):
                break
        elif code == "&":
            coordinator = at
        elif code == "N" and at != last:
            return _after_coordinator(words, coordinator, last)
        elif code in "vV" and at < last and _is_reduced(words, at):
            pass  # "images analysed by the agency"
        elif code in "VAv" or (at < last and _is_past_with_object(words, at)):
            relative = _relative_before(words, at)
            if relative is None:
                return _after_coordinator(words, coordinator, last)
            at = relative
        elif (
            code == "T"
            and at != last
            and codes[at + 1] != "P"
            and not _is_reduced_pair(words, at)
            and not _opens_nominally(words, at)
        ):
            begin = at + 1
            break
        begin = at
        at -= 1
    return _trimmed_start(words, begin, last)


def _is_reduced(words: Words, at: int) -> bool:
    """Say whether the verb stands as in "images analysed by", not as in "who spoke with"."""
    if words.codes[at - 1] == "&" and at > 1 and words.codes[at - 2] == "T":
        return words.words[at + 1] == "by"  # "videos posted on Sunday and verified by"
    if words.codes[at - 1] not in NOUN:
        return False
    if words.codes[at] == "V":  # "residents reached by telephone"
        return words.words[at].endswith("ed") and words.words[at + 1] == "by"
    return verbs()[words.words[at]].needs != "speak" and words.codes[at + 1] == "P"


def _is_reduced_pair(words: Words, time: int) -> bool:
    """Say whether "and verified by" follows in "videos posted on Sunday and verified by"."""
    codes, tokens = words.codes, words.words
    behind = time + 2
    return (
        codes[time + 1 : behind] == "&"
        and tokens[behind].endswith("ed")
        and tokens[behind + 1 : behind + 2] == ["by"]
    )


def _is_past_with_object(words: Words, at: int) -> bool:
    """Say whether the token is "issued" in "Prosecutor Novak issued a statement"."""
    codes = words.codes
    if codes[at] != "l" or not words.words[at].endswith("ed") or at == 0:
        return False
    return codes[at - 1] in "CN)" and codes[at + 1] in "DN"


def _trimmed_start(words: Words, begin: int, last: int) -> int | None:
    """Return the region's start without linking words; ``None`` when it opens as no noun does."""
    codes, tokens = words.codes, words.words
    while begin < last and codes[begin] in "R&ST" and not quantifier_at(words, begin):
        begin += 1
    if codes[begin] == "P" and quantifier_at(words, begin):
        return begin
    if codes[begin] not in NOUN + "D":
        return None
    unmarked = _after_unmarked_clause(words, begin, last)
    if unmarked is not None:
        return unmarked
    participle = codes[begin] == "l" and tokens[begin].endswith("ed")
    if participle and (begin == last or codes[begin + 1] != "l"):
        return None  # "scorned reports": who did is further left
    return begin


def _after_unmarked_clause(words: Words, begin: int, last: int) -> int | None:
    """Read copy without commas: in "troops shelled the city the group said" the group speaks."""
    codes, tokens, lists = words.codes, words.words, word_lists()
    for at in range(last, begin, -1):
        if codes[at] != "D" or tokens[at] not in lists["article"]:
            continue
        before = tokens[at - 1]
        noun = codes[at - 1] in "C#T)" or (
            codes[at - 1] == "l" and not before.endswith(("ing", "ed"))
        )
        if not noun or any(tokens[k] in lists["relative"] for k in range(begin, at)):
            continue
        name = tokens[at] != "the" and set(codes[begin:at]) == {"C"}
        return None if name else at  # "Ada Novak a teacher said": an apposition
    return None


def _opens_nominally(words: Words, time: int) -> bool:
    """Say whether the clause of the time word begins with a noun phrase well before it."""
    if words.codes[max(0, time - 2) : time] == "RP":
        return False  # "Also on Saturday": a clause begins here, whatever was glued before it
    at = time
    while at > 0 and time - at < MAX_PHRASE and words.codes[at - 1] not in _BOUNDARY:
        at -= 1
    return time - at > 3 and words.codes[at] in NOUN + "D"


def _after_coordinator(words: Words, coordinator: int | None, last: int) -> int | None:
    if coordinator is None or coordinator >= last:
        return None
    begin = coordinator + 1
    while begin < last and words.codes[begin] in "RT":
        begin += 1
    return begin if words.codes[begin] in NOUN + "D" else None


def _relative_before(words: Words, verb: int) -> int | None:
    """Return the relative pronoun that the verb at ``verb`` belongs to, within the clause."""
    relatives = word_lists()["relative"]
    for at in range(verb - 1, max(0, verb - _MAX_RELATIVE), -1):
        if words.codes[at] in ";:Q.,()":
            return None
        if words.words[at] in relatives and words.codes[at - 1] in NOUN:
            return at
    return None


def _grouped_start(words: Words, last: int) -> int | None:
    """Return the beginning of the phrase, built of groups joined by prepositions."""
    codes = words.codes
    begin = _group_left(words, last)
    while begin is not None and begin > 1 and last - begin < MAX_PHRASE:
        if codes[begin - 1] not in "P&" or codes[begin - 2] not in NOUN:
            if (
                words.words[begin - 1] == "of"
                and words.words[begin - 2] in word_lists()["pronominal"]
            ):
                begin -= 2  # "one of them"
            break
        start = _group_left(words, begin - 2)
        if start is None:
            break
        joined = codes[begin - 1] == "P" and words.words[begin - 1] != "of"
        if joined and codes[start] == "l" and not _noun_like(words, start, begin - 2):
            break  # "killed by the army": a lone lower-case word may be a verb
        begin = start
    return begin


def _noun_like(words: Words, start: int, last: int) -> bool:
    word = words.words[last]
    return word.endswith("s") or last > start or word in word_lists()["role"]


def _group_left(words: Words, last: int) -> int | None:
    """Return where the simple group (determiner, modifiers, noun) ending with ``last`` begins."""
    codes = words.codes
    at = last
    if codes[at] == "D":
        return at
    if codes[at] not in NOUN:
        return None
    while at > 0 and last - at < MAX_PHRASE:
        code = codes[at - 1]
        if code == "D":
            at -= 1
            while at > 0 and codes[at - 1] == "D":
                at -= 1
            break
        if code in NOUN or (code == "R" and codes[at - 2 : at - 1] == "D"):
            at -= 1
        else:
            break
    return at


def _with_list(words: Words, begin: int, last: int) -> int:
    """Extend "C and D" to "A, B, C and D" where the list begins the clause."""
    codes = words.codes
    if begin < 2 or codes[begin - 1] != "," or "&" not in codes[begin : last + 1]:
        return begin
    start = begin
    while start > 1 and codes[start - 1] == "," and last - start < MAX_PHRASE:
        previous = _grouped_start(words, start - 2)
        if previous is None:
            break
        if previous > 0 and codes[previous - 1] not in ",&SQ;:":
            return begin
        start = previous
    return start


def _with_quantifier(words: Words, begin: int) -> int:
    """Extend "24 percent" to "about 24 percent", "a dozen" to "at least a dozen"."""
    for length in (3, 2, 1):
        if begin >= length and quantifier_at(words, begin - length) == length:
            return begin - length
    return begin


# --- appositions ----------------------------------------------------------------------------------


def _before_comma(words: Words, comma: int) -> Span | None:
    """Return the subject before an apposition or insertion that ends at ``comma``."""
    tokens = words.words
    for places in (False, True):  # "the ambassador in London, Ada Novak, said"
        found = _around_apposition(words, comma, _commas_before(words, comma, places=places))
        if found is not None:
            return found
    whole = phrase_left(words, comma - 1)  # "a source who asked not to be named, said"
    if whole is not None and "who" in tokens[whole[0] : whole[1]]:
        return whole[0], comma + 1
    return None


def _around_apposition(words: Words, comma: int, commas: Sequence[int]) -> Span | None:
    """Return the subject whose apposition or insertion ends at ``comma``."""
    codes, tokens, lists = words.codes, words.words, word_lists()
    for opened in commas:
        head = _head_before(words, opened)
        if head is None or codes[head[0] - 1 : head[0]] == "v":
            continue  # "the bank, which has admitted two thefts, its first, says"
        code, word = codes[opened + 1], tokens[opened + 1]
        asked = code == "v" and "fronted" in verbs()[word].traits
        if code in "NAVv&" and not (asked or (code in "Vv" and codes[opened + 2] == "C")):
            continue  # a clause; but "a spokesman, called Novak, said", "Novak, asked about it,"
        outer = _outer_head(words, head[0])
        inserted = (
            asked
            or (code == "S" and word not in lists["relative"])
            or (code in "gPTR" and word not in lists["insertion"])
            or (
                code == "l"
                and word.endswith(("ing", "ed"))
                and codes[opened + 2 : opened + 3] not in ("C", "l", "#", "q")
            )
        )
        if not inserted:
            return outer, comma + 1
        # "Smith, the mayor, speaking on Monday, said": the comma of an inner apposition stays
        return (outer, opened + 1) if outer < head[0] else head
    return None


def _commas_before(words: Words, comma: int, *, places: bool = False) -> list[int]:
    """Return the commas and dashes that an apposition ending at ``comma`` may open with."""
    codes = words.codes
    commas = []
    at = comma - 1
    while at > 0 and codes[at] not in "Q;:" and comma - at < _MAX_APPOSITION:
        if codes[at] in ",-" and (places or not is_place_comma(words, at)):
            commas.append(at)
        at -= 1
    return commas


def _head_before(words: Words, comma: int) -> Span | None:
    """Return the phrase before the comma; ages and times alone are none."""
    last = comma - 1
    while last > 0 and words.codes[last] == "T":  # "President Novak last week, during a visit,"
        last -= 1
    head = phrase_left(words, last)
    if head is None and last < comma - 1:  # "the employee of four years, a voter,"
        begin = _region_start(words, comma - 1)
        return (begin, comma) if begin is not None and comma - begin > 3 else None
    if head is not None and head[1] - head[0] == 1 and _is_fragment(words, head[0]):
        return None
    return head


def _is_fragment(words: Words, at: int) -> bool:
    """Say whether the token is an age, or a party and state: "Roe, R-Ohio, said"."""
    code = words.codes[at]
    return code == "#" or (code == "C" and words.codes[max(0, at - 2) : at] == "C,")


def _outer_head(words: Words, begin: int) -> int:
    """Return the beginning of the name that the phrase from ``begin`` is an apposition to."""
    codes = words.codes
    for _ in range(_MAX_NESTED):
        if begin < 2 or codes[begin - 1] != "," or codes[begin - 2] not in NOUN + ")":
            break
        previous = _start(words, begin - 2)
        if previous is None:
            break
        before = codes[previous - 1] if previous > 0 else ";"
        age = begin - 1 - previous == 1 and codes[previous] == "#"
        if (
            before not in "Q&;:-,"
            or (before == "," and not age)
            or (before == "&" and previous > 1)
        ):
            break
        if codes[begin] == "C" and codes[previous] == "C":
            break
        begin = previous
    return begin
