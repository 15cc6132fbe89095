"""Types one sentence: which of the taxonomy's kinds of event it reports, the main one first.

Word classes and rules are data (``rules/kinds/*.toml``). One pass of a literal trie over the folded
sentence finds the words of all classes; a rule then asks for one class (``any``) or for two within
so many words of each other (``first`` and ``second``), never for a pattern over the whole text.

    "Warplanes pounded the town"   aircraft + hit          -> airstrike
    "police fired tear gas"        crowd control           -> protest
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process

from conflict_timeline.model import Kind
from conflict_timeline.problems import RuleProblem, UsageProblem
from conflict_timeline.rules.loader import Rule, load_stage, read_table
from conflict_timeline.rules.trie import compile_trie, fold

RULE_KEYS = frozenset(
    {
        "kind",
        "strength",
        "any",
        "first",
        "second",
        "within",
        "ordered",
        "active",
        "named",
        "unless",
        "unless_after",
        "near",
        "main",
        "weak",
        "alone",
        "beside",
    }
)
BACKGROUND_COST = 18
LATER_COST = 15
WORD_COST = 0.5
FAR_WORDS = 40
_NAME_FOLLOWS = re.compile(r"\s+(?:the\s+|all\s+of\s+|parts\s+of\s+)?[^\W\d_a-z]\w")
_PASSIVE = re.compile(r"(?:\b(?:was|were|been|being|is|are|be|got)|'s)\s+(?:\w+ly\s+|also\s+)?$")


@dataclass(frozen=True, slots=True)
class KindInfo:
    """One kind of the taxonomy and what other vocabularies call it."""

    name: str
    meaning: str
    acled_event: str
    acled_sub_events: tuple[str, ...]
    cameo: tuple[str, ...]
    plover: tuple[str, ...]
    iptc: tuple[str, ...]
    hxl: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindRule:
    """One compiled rule; classes are bits of a mask, ``within`` and ``near`` count words."""

    id: str
    kind: str
    strength: int
    any: int
    first: int
    second: int
    within: int
    ordered: bool
    active: bool
    named: bool
    unless: int
    unless_after: int
    near: int
    main: int
    weak: bool
    alone: bool
    beside: bool


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of the lexicon: its classes and the rules that it can trigger.

    ``shape`` is the spelling that the original must have: "" any, "Aa" a capital first, "AA" all capitals.
    """

    classes: int
    shape: str
    rules: tuple[KindRule, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One word of a class found in the sentence."""

    start: int
    end: int
    classes: int
    rules: tuple[KindRule, ...]


@dataclass(frozen=True, slots=True)
class Firing:
    """One rule that holds, with the words it rests on and its weight in the choice of the main kind."""

    rule: KindRule
    start: int
    end: int
    weight: float
    real: bool


def find_kinds(text: str, *, ignore: Sequence[tuple[int, int]] = ()) -> tuple[Kind, ...]:
    """Return the kinds of event that the sentence ``text`` reports, the main one first.

    ``ignore`` lists spans (offsets within ``text``) whose words type nothing: the reporting clause.
    Negation changes nothing: a denied strike is still about a strike.

    >>> [kind.name for kind in find_kinds("Warplanes bombed the town, killing six.")]
    ['airstrike', 'casualties']
    """
    strongest: dict[str, Firing] = {}
    for firing in fired(text, ignore=ignore):
        held = strongest.get(firing.rule.kind)
        if held is None or _rank(firing) > _rank(held):
            strongest[firing.rule.kind] = firing
    chosen = _chosen(tuple(strongest.values()))
    return tuple(Kind(f.rule.kind, f.start, f.end, f.rule.id) for f in chosen)


def _rank(firing: Firing) -> tuple[bool, bool, float]:
    """Return what orders firings of one kind: firm before weak, real before unreal, then weight."""
    return (not (firing.rule.weak or firing.rule.alone), firing.real, firing.weight)


def _chosen(firings: tuple[Firing, ...]) -> list[Firing]:
    """Return the firings that count, the main one first.

    A weak rule speaks only where no firm rule does (a rule that is *beside* others does not silence
    it), an *alone* rule only where nothing else does; what is only feared, planned or protested
    against gives way to what happened.
    """
    firm = [firing for firing in firings if not (firing.rule.weak or firing.rule.alone)]
    if any(firing.real and not firing.rule.beside for firing in firm):
        firm = [firing for firing in firm if firing.real]
    if all(firing.rule.beside for firing in firm):
        firm += sorted((f for f in firings if f.rule.weak), key=_rank, reverse=True)[:1]
    if not firm:
        firm = sorted(firings, key=_rank, reverse=True)[:1]
    return sorted(firm, key=lambda firing: (-firing.weight, firing.start))


def fired(text: str, *, ignore: Sequence[tuple[int, int]] = ()) -> Iterator[Firing]:
    """Yield every rule that holds in the sentence, in the order of the words that trigger it."""
    folded = fold(text)
    hits = tuple(_hits(text, folded, ignore))
    present = 0
    for hit in hits:
        present |= hit.classes
    lexicon = _lexicon()
    background, irrealis = present & lexicon.background, present & lexicon.irrealis
    first_stop = folded.find(". ")
    for index, hit in enumerate(hits):
        for rule in hit.rules:
            if rule.second and not present & rule.second:
                continue
            if present & (rule.unless | rule.unless_after) and _spoiled(folded, hits, index, rule):
                continue
            if rule.main and not _is_main_verb(folded, hit, rule.main):
                continue
            if rule.named and not _NAME_FOLLOWS.match(text, hit.end):
                continue
            partner = _partner(folded, hits, index, rule) if rule.second else hit
            if partner is None:
                continue
            start, end = min(hit.start, partner.start), max(hit.end, partner.end)
            weight = rule.strength * 10 - WORD_COST * min(folded.count(" ", 0, start), FAR_WORDS)
            if 0 <= first_stop < start:
                weight -= LATER_COST
            if background and _hangs_on(folded, hits, index, background):
                if rule.alone:
                    continue
                weight -= BACKGROUND_COST
            real = not (irrealis and _hangs_on(folded, hits, index, irrealis))
            if not real:
                weight -= BACKGROUND_COST
            yield Firing(rule, start, end, weight, real)


def _hits(text: str, folded: str, ignore: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    lexicon = _lexicon()
    words = lexicon.words
    for found in lexicon.trie.finditer(folded):
        start, end = found.span()
        if folded[start - 1 : start] == "-" and folded[start - 2 : start - 1].isalnum():
            continue  # "rebel-held", "US-backed": part of an adjective
        if ignore and any(low <= start < high for low, high in ignore):
            continue
        entries = words.get(found[0]) or words.get(" ".join(found[0].split()), ())
        for word in entries:
            if word.shape and not _has_shape(text[start:end], word.shape):
                continue
            yield Hit(start, end, word.classes, word.rules)
            break


def _has_shape(written: str, shape: str) -> bool:
    return written.isupper() if shape == "AA" else written[:1].isupper()


def _between(folded: str, a: Hit, b: Hit) -> int | None:
    """Return how many words lie from ``a`` to ``b`` (1 for neighbours); None over a full stop."""
    low, high = (a.end, b.start) if a.start < b.start else (b.end, a.start)
    if folded.find(". ", low, high) >= 0:
        return None
    return folded.count(" ", low, high)


def _partner(folded: str, hits: tuple[Hit, ...], index: int, rule: KindRule) -> Hit | None:
    """Return the nearest hit of the rule's second class inside its window."""
    hit = hits[index]
    best, best_gap = None, rule.within + 1
    for step in (1,) if rule.ordered else (1, -1):
        other = index + step
        while 0 <= other < len(hits):
            gap = _between(folded, hit, hits[other])
            if gap is None or gap >= best_gap:
                break
            if hits[other].classes & rule.second and not (
                rule.active and _is_passive(folded, hit, hits[other])
            ):
                best, best_gap = hits[other], gap
                break
            other += step
    return best


def _is_passive(folded: str, subject: Hit, verb: Hit) -> bool:
    """Say whether the verb after ``subject`` is passive: "the helicopter was hit"."""
    if verb.start < subject.start:
        return False
    return bool(_PASSIVE.search(folded, max(subject.end, verb.start - 24), verb.start))


def _is_main_verb(folded: str, hit: Hit, within: int) -> bool:
    """Say whether the verb stands early enough for the main clause, and is not passive."""
    if folded.count(" ", 0, hit.start) > within or folded.startswith((" by ", " at "), hit.end):
        return False
    return not _PASSIVE.search(folded, max(0, hit.start - 24), hit.start)


def _spoiled(folded: str, hits: tuple[Hit, ...], index: int, rule: KindRule) -> bool:
    """Say whether a word stands near that forbids the rule: on either side, or only after."""
    hit = hits[index]
    for step, classes in ((1, rule.unless | rule.unless_after), (-1, rule.unless)):
        other = index + step
        while 0 <= other < len(hits):
            gap = _between(folded, hit, hits[other])
            if gap is None or gap > rule.near:
                break
            if hits[other].classes & classes:
                return True
            other += step
    return False


def _hangs_on(folded: str, hits: tuple[Hit, ...], index: int, classes: int) -> bool:
    """Say whether the hit hangs on a word of ``classes`` before it: "after", "in retaliation for"."""
    hit = hits[index]
    for other in range(index - 1, -1, -1):
        gap = _between(folded, hits[other], hit)
        if gap is None or gap > 8:
            return False
        if hits[other].classes & classes:
            between = folded[hits[other].end : hit.start]
            return "," not in between
    return False


@dataclass(frozen=True, slots=True)
class _Lexicon:
    trie: re.Pattern[str]
    words: Mapping[str, tuple[Word, ...]]
    background: int
    irrealis: int


@cache
def _lexicon() -> _Lexicon:
    rule_files = load_stage("kinds", RULE_KEYS)
    bits: dict[str, int] = {}
    masks: dict[tuple[str, str], int] = {}
    for file in rule_files:
        for name, entries in file.vocabulary.items():
            if name in bits:
                raise RuleProblem("CTL-R008", f"class {name} is defined twice", where=file.name)
            bits[name] = 1 << len(bits)
            for entry in entries:
                for phrase in _inflected(entry):
                    key = (phrase.lower(), _shape(entry))
                    masks[key] = masks.get(key, 0) | bits[name]
    rules = [_compiled(rule, bits, file.name) for file in rule_files for rule in file.rules]
    words: dict[str, tuple[Word, ...]] = {}
    for (phrase, shape), mask in sorted(masks.items(), key=lambda item: item[0][1], reverse=True):
        triggered = tuple(rule for rule in rules if (rule.any | rule.first) & mask)
        words[phrase] = (*words.get(phrase, ()), Word(mask, shape, triggered))
    return _Lexicon(compile_trie(words), words, bits["background"] | bits["act"], bits["irrealis"])


def _compiled(rule: Rule, bits: Mapping[str, int], where: str) -> KindRule:
    def mask(key: str) -> int:
        total = 0
        for name in rule.fields.get(key, ()):
            if name not in bits:
                raise RuleProblem("CTL-R009", f"{rule.id} names no class {name}", where=where)
            total |= bits[name]
        return total

    compiled = KindRule(
        id=rule.id,
        kind=str(rule.fields["kind"]),
        strength=int(rule.fields["strength"]),
        any=mask("any"),
        first=mask("first"),
        second=mask("second"),
        within=int(rule.fields.get("within", 8)),
        ordered=bool(rule.fields.get("ordered", False)),
        active=bool(rule.fields.get("active", False)),
        named=bool(rule.fields.get("named", False)),
        unless=mask("unless"),
        unless_after=mask("unless_after"),
        near=int(rule.fields.get("near", 6)),
        main=int(rule.fields.get("main", 0)),
        weak=bool(rule.fields.get("weak", False)),
        alone=bool(rule.fields.get("alone", False)),
        beside=bool(rule.fields.get("beside", False)),
    )
    if bool(compiled.any) == bool(compiled.first and compiled.second):
        raise RuleProblem(
            "CTL-R010", f"{rule.id} needs either any, or first and second", where=where
        )
    if compiled.kind not in load_taxonomy():
        raise RuleProblem("CTL-R011", f"{rule.id}: no kind {compiled.kind}", where=where)
    return compiled


def _shape(entry: str) -> str:
    plain = entry.replace("+n", "").replace("+v", "")
    if plain == plain.lower():
        return ""
    return "AA" if plain == plain.upper() and len(plain) < 8 else "Aa"


def _inflected(entry: str) -> list[str]:
    """Return the forms of a lexicon entry: "+n" adds the plural of a noun, "+v" the forms of a verb.

    >>> _inflected("car bomb+n")
    ['car bomb', 'car bombs']
    """
    phrases = [""]
    for token in entry.split(" "):
        forms = _forms(token)
        phrases = [f"{phrase} {form}".strip() for phrase in phrases for form in forms]
    return phrases


def _forms(token: str) -> tuple[str, ...]:
    stem, mark, kind = token.partition("+")
    if not mark:
        return (token,)
    if kind == "n":
        return (stem, _plural(stem))
    if irregular := _irregular_verbs().get(stem):
        return (stem, *irregular)
    return (stem, _plural(stem), _past(stem), _past(stem)[:-2] + "ing")


def _plural(stem: str) -> str:
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return stem[:-1] + "ies"
    return stem + ("es" if stem.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _past(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return stem[:-1] + "ied"
    return stem + "ed"


@cache
def _irregular_verbs() -> Mapping[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1:]) for row in read_table("kinds", "irregular_verbs.tsv")}


@cache
def load_taxonomy() -> Mapping[str, KindInfo]:
    """Return the 22 kinds by name with the names and codes that ACLED, CAMEO, PLOVER, IPTC and HXL use."""
    kinds = {}
    for row in read_table("kinds", "taxonomy.tsv"):
        cells = [*row, *[""] * (8 - len(row))]
        name, meaning, event = cells[:3]
        sub_events, cameo, plover, iptc, hxl = (
            tuple(part.strip() for part in cell.split(";") if part.strip()) for cell in cells[3:8]
        )
        kinds[name] = KindInfo(name, meaning, event, sub_events, cameo, plover, iptc, hxl)
    return kinds


def kinds_named(name: str) -> tuple[str, ...]:
    """Return our kinds that ``name`` means: a kind of ours, or an event or sub-event type of ACLED.

    >>> kinds_named("Air/drone strike")
    ('airstrike',)

    Raises UsageProblem, with the nearest name, for anything else.
    """
    names = _names_of_kinds()
    if found := names.get(_plain(name)):
        return found
    close = process.extractOne(_plain(name), names.keys(), score_cutoff=55)
    hint = f"did you mean {close[0]!r}?" if close else "ctl schema lists the kinds"
    raise UsageProblem("CTL-U020", f"there is no kind {name!r}", hint=hint)


@cache
def _names_of_kinds() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for info in load_taxonomy().values():
        for called in (*info.acled_event.split(";"), *info.acled_sub_events):
            if key := _plain(called):
                names[key] = (*names.get(key, ()), info.name)
    return names | {_plain(name): (name,) for name in load_taxonomy()}


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(name)).split())
