"""Scores how certainly each event of a sentence happened, from -3 (it did not) to 3 (it did).

Each event is described by the words that govern it: the modal or negation of its own verb group,
the word that governs its infinitive ("tried to", "refused to"), the clause it stands in ("if"),
the determiner and preposition before it. ``rules/status/governors.tsv`` holds the classes of those
words, ``rules/status/certainty.tsv`` how much each circumstance speaks for *uncertain* and for
*did not happen*; what speaks most decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from conflict_timeline.rules.loader import read_table
from conflict_timeline.rules.trie import fold

CERTAIN, UNCERTAIN, COUNTER = 2.9, 0.9, -2.4

_TOKEN = re.compile(
    r"n't(?!\w)|[^\W_][\w-]{0,12}?(?=n't(?!\w))|'[a-z]{1,2}(?!\w)|[^\W_](?:[\w.-]*\w)?(?='[a-z]|n't)|[^\W_](?:[\w'.-]*\w)?|[^\w\s]+"
)
_BREAKS = frozenset({",", ";", ":", "--", "—", ".", '"', "''", "``", "(", ")", "?", "!"})
_INFINITIVE_GOVERNORS = frozenset(
    {
        "ability",
        "attempt",
        "cause",
        "desire",
        "expectation",
        "implicative",
        "need",
        "negative",
        "permit",
        "plan",
        "purpose",
        "request",
        "seem",
        "wait",
    }
)
_OBJECT_CONTROL = frozenset(
    {
        "ability",
        "attempt",
        "cause",
        "desire",
        "permit",
        "plan",
        "purpose",
        "request",
    }
)
_SCOPE = 7  # words that a governor reaches over


@cache
def _words(kind: str) -> frozenset[str]:
    rows = read_table("status", "function_words.tsv")
    return frozenset(word for word, its_kind in rows if its_kind == kind)


@cache
def _modals() -> Mapping[str, str]:
    return dict(read_table("status", "modals.tsv"))


@cache
def governor_classes() -> Mapping[str, tuple[str, ...]]:
    """Return each governing word with its classes."""
    classes: dict[str, list[str]] = {}
    for word, kind in read_table("status", "governors.tsv"):
        classes.setdefault(word, []).append(kind)
    return {word: tuple(kinds) for word, kinds in classes.items()}


@cache
def _weights() -> Mapping[str, tuple[float, float]]:
    return {
        name: (float(uncertain), float(counter))
        for name, uncertain, counter in read_table("status", "certainty.tsv")
    }


def factuality(text: str, spans: Sequence[tuple[int, int]]) -> list[float]:
    """Return one value in [-3, 3] for each target event of ``spans`` (offsets within ``text``).

    >>> factuality("The general denied it and may resign.", [(31, 37)])
    [0.9]
    """
    weights = _weights()
    values = []
    for circumstances in describe_events(text, spans):
        uncertain = counter = 0.0
        for name in circumstances:
            if name in weights:
                more_uncertain, more_counter = weights[name]
                uncertain += more_uncertain
                counter += more_counter
        if counter > max(0.0, uncertain):
            values.append(COUNTER)
        else:
            values.append(UNCERTAIN if uncertain > 0.0 else CERTAIN)
    return values


def describe_events(text: str, spans: Sequence[tuple[int, int]]) -> list[list[str]]:
    """Return for each event the names of the circumstances it stands in."""
    if not spans:
        return []
    folded = fold(text)
    tokens = [(found.start(), found[0]) for found in _TOKEN.finditer(folded)]
    words = [word for _, word in tokens]
    starts = [start for start, _ in tokens]
    described = []
    for start, end in spans:
        at = _index(starts, start)
        event = folded[start:end].split()[0] if folded[start:end].split() else ""
        described.append(list(dict.fromkeys(_circumstances(words, at, event))) if words else [])
    return described


def _index(starts: Sequence[int], start: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] < start:
            low = middle + 1
        else:
            high = middle
    return low


def _verb_group(words: Sequence[str], at: int) -> tuple[list[str], int]:
    """Return the auxiliaries, negations and adverbs left of ``at``, and where they begin."""
    group: list[str] = []
    while at > 0 and len(group) < 8:
        word = words[at - 1]
        if (
            word in _words("auxiliary")
            or word in _modals()
            or word in _words("not")
            or word in _words("filler")
            or word == "to"
            or (word.endswith("ly") and len(word) > 4)
        ):
            group.append(word)
            at -= 1
        else:
            break
    return group, at


def _circumstances(words: Sequence[str], at: int, event: str) -> Iterator[str]:
    yield "any"
    classes = governor_classes()
    group, left = _verb_group(words, at)
    own = _form(event)
    yield f"form:{own}"
    shape = _group_shape(group)
    yield f"group:{shape}"
    if shape != "bare":
        yield f"group:{shape}:{own}"
    previous = words[at - 1] if at else "^"
    if "to" in shape:
        yield from _infinitive(words, left, "infinitive")
    elif shape == "bare":
        yield from _bare(words, at, previous, own)
    if shape != "bare" and _has_no_subject(words, left):
        yield "subject:none"
        yield f"subject:none:{shape}"
    if event == "comment" and any(word in _words("not") for word in words[max(0, at - 8) : at]):
        yield "comment:not"
    yield from _clause(words, at)
    yield from _surroundings(words, at, left, classes)
    for kind in classes.get(event, ()):
        yield f"own:{kind}"


def _has_no_subject(words: Sequence[str], left: int) -> bool:
    """Say whether nobody does it: "no one has said", "neither he nor she could be found"."""
    for word in reversed(words[max(0, left - 9) : left]):
        if word in _BREAKS:
            return False
        if word in _words("nobody") and word != "without":
            return True
    return False


def _form(event: str) -> str:
    if event.endswith("ing"):
        return "ing"
    if event.endswith("ed"):
        return "ed"
    if event.endswith(("ion", "ment", "ance", "ence", "ity", "ure", "al")):
        return "nominal"
    if event.endswith("s"):
        return "s"
    return "plain"


def _group_shape(group: Sequence[str]) -> str:
    modal = next((_modals()[word] for word in group if word in _modals()), "")
    parts = []
    if any(word in _words("not") for word in group):
        parts.append("not")
    if "to" in group and group[group.index("to") + 1 : group.index("to") + 2] == ["yet"]:
        parts.append("yet")
    if "to" in group and (not modal or group.index("to") < 3):
        parts.append("to")
    elif modal:
        parts.append(modal)
        if "have" in group:
            parts.append("have")
    return "+".join(parts) or (
        "auxiliary" if any(w in _words("auxiliary") for w in group) else "bare"
    )


def _infinitive(words: Sequence[str], left: int, name: str) -> Iterator[str]:
    """Describe what governs "to": the nearest known governor to the left, and its own negation."""
    classes = governor_classes()
    for back in range(1, 7):
        at = left - back
        if at < 0 or words[at] in (";", ":", ".", "''", "``"):
            break
        kinds = classes.get(words[at], ())
        wanted = [kind for kind in kinds if kind in _INFINITIVE_GOVERNORS]
        if back > 1 and not set(kinds) & _OBJECT_CONTROL:
            continue
        for kind in wanted:
            yield f"{name}:{kind}"
        if wanted:
            governing, begin = _verb_group(words, at)
            if any(word in _words("not") for word in governing) or (
                begin and words[begin - 1] == "no"
            ):
                yield f"{name}:negated-governor"
            if any(word in _modals() for word in governing):
                yield f"{name}:modal-governor"
            return
    yield f"{name}:unknown"
    if any(word in _words("not") for word in words[max(0, left - 5) : left]):
        yield f"{name}:unknown:not"
    previous = words[left - 1] if left else "^"
    yield f"{name}:after-{_coarse(previous)}"


def _coarse(word: str) -> str:
    if word in _BREAKS:
        return "break"
    if word in ("and", "or", "but"):
        return word
    if word in _words("pronoun") or word in ("him", "them", "us", "me", "her"):
        return "pronoun"
    if word.endswith("ed"):
        return "ed"
    return "digit" if word[:1].isdigit() else "word"


def _bare(words: Sequence[str], at: int, previous: str, own: str) -> Iterator[str]:
    """Describe an event without auxiliaries: a noun, a gerund, the second of two joined verbs."""
    if previous in _words("determiner"):
        yield (
            f"after:{previous}"
            if previous in ("any", "no", "such", "a", "an", "the", "'s")
            else "after:determiner"
        )
    elif previous in _words("preposition"):
        yield f"after:{previous}"
        yield f"after:preposition:{own}"
        if own == "ing":
            yield f"after:{previous}:ing"
    elif previous in ("and", "or", ","):
        yield f"after:{previous}"
        yield from _joined_verb(words, at, own)
    elif previous in _words("pronoun"):
        yield "after:pronoun"
    else:
        yield f"after:{_coarse(previous)}"
    for kind in governor_classes().get(previous, ()):
        yield f"previous:{kind}"
    before = words[at - 2] if at > 1 else "^"
    for kind in governor_classes().get(before, ()):
        if previous in _words("preposition") or previous in _words("determiner"):
            yield f"second:{kind}"
    if before in ("any", "no") and previous not in _BREAKS:
        yield f"after:{before}"


def _joined_verb(words: Sequence[str], at: int, own: str) -> Iterator[str]:
    """Describe "to burn and loot", "could burn or loot": the first verb's group holds for both."""
    if own == "ed" and words[at - 1] in ("and", "or"):
        for word in reversed(words[max(0, at - 12) : at - 1]):
            if word in _BREAKS or word in _words("pronoun"):
                break
            if word in _words("not"):
                yield "joined:not"
    if own in ("ed", "ing", "s"):
        return
    for back in range(2, 12):
        left = at - back
        if left < 1 or words[left] in (";", ":", "."):
            return
        if words[left] in _words("pronoun"):
            return
        if words[left - 1] == "to" and words[left] not in _words("determiner"):
            yield "joined:to"
            yield from _infinitive(words, left - 1, "joined")
            return
        if words[left - 1] in _modals():
            yield f"joined:{_modals()[words[left - 1]]}"
            return


def _clause(words: Sequence[str], at: int) -> Iterator[str]:
    classes = governor_classes()
    commas = 0
    for back in range(1, 25):
        left = at - back
        if left < 0:
            break
        word = words[left]
        if word == ",":
            commas += 1
            if commas > 1:
                break
            continue
        if word in (".", ";", "?", "!"):
            break
        if commas == 0:
            if word in (
                "if",
                "unless",
                "whether",
                "until",
                "till",
                "once",
                "before",
                "after",
                "when",
                "because",
                "while",
                "although",
                "how",
                "why",
                "what",
            ):
                yield f"clause:{word}"
                break
            if word == "that" and left > 0:
                for kind in classes.get(words[left - 1], ()):
                    if kind in (
                        "believe",
                        "possible",
                        "doubt",
                        "desire",
                        "request",
                        "plan",
                        "need",
                        "negator",
                    ):
                        yield f"that:{kind}"
                if left > 1 and words[left - 2] in ("not", "n't", "no"):
                    yield "that:negated"
        elif commas == 1 and word in ("if", "unless", "when", "once"):
            yield f"behind-comma:{word}"
            break
    if "if" in words[at + 1 : at + 14] or "unless" in words[at + 1 : at + 14]:
        yield "ahead:if"
    if "?" in words[at + 1 :]:
        yield "question"
    if "until" in words[at + 1 : at + 8]:
        yield "ahead:until"


def _surroundings(
    words: Sequence[str], at: int, left: int, classes: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Describe what reaches the event from further left within its clause."""
    seen_verb = False
    for back in range(1, _SCOPE + 1):
        index = left - back
        if index < 0:
            break
        word = words[index]
        if word in (";", ".", ":", '"', "``", "''"):
            break
        if word == "," and back > 1:
            yield "near:comma"
            break
        near = "near" if back <= 3 else "far"
        if word in _words("nobody"):
            yield f"{near}:{word}" if word in ("no", "without") else f"{near}:nobody"
        elif word in _words("not"):
            yield f"{near}:not"
        elif word in _modals():
            yield f"{near}:{_modals()[word]}"
        elif (
            word == "to"
            and index + 1 < len(words)
            and words[index + 1] not in _words("determiner")
            and index + 1 != at
            and not seen_verb
        ):
            if not words[index + 1][:1].isdigit():
                yield f"{near}:to"
                yield from (f"{near}-{item}" for item in _infinitive(words, index, "infinitive"))
                seen_verb = True
        else:
            for kind in classes.get(word, ()):
                if kind in ("unreal", "nonfactive", "possible", "doubt", "plan", "desire"):
                    yield f"{near}:{kind}"
