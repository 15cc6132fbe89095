"""Types one sentence: which of the taxonomy's kinds of event it reports, the main one first.

Word classes and rules are data (``rules/kinds/*.toml``). One pass of a literal trie over the folded
sentence finds the words of all classes; a rule then asks for one class (``any``) or for two within
so many words of each other (``first`` and ``second``), never for a pattern over the whole text.

    "Warplanes pounded the town"   aircraft + hit          -> airstrike
    "police fired tear gas"        crowd control           -> protest
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from conflict_timeline.kinds.lexicon import KindRule, Word, load_lexicon
from conflict_timeline.model import Kind
from conflict_timeline.rules.trie import fold

BACKGROUND_COST = 18
LATER_COST = 15
WORD_COST = 0.5
FAR_WORDS = 40
BACKGROUND_REACH = 8
_NAME_FOLLOWS = re.compile(r"\s+(?:the\s+|all\s+of\s+|parts\s+of\s+)?[^\W\d_a-z]\w")
_PASSIVE = re.compile(r"(?:\b(?:was|were|been|being|is|are|be|got)|'s)\s+(?:\w+ly\s+|also\s+)?$")
_MEANS = re.compile(r"\b(?:by|from|with|using|via|of|in|when|as|after|and|while)\b|[,;]")

_SHORT_FORM = re.compile(
    r"\b(?:mr|mrs|ms|dr|gen|lt|col|maj|capt|sgt|adm|prof|sen|rep|gov|st"
    r"|u\.s|u\.n|u\.k|a\.m|p\.m|jan|feb|aug|sept?|oct|nov|dec)\.(?= )"
)
"""Short forms whose point ends no sentence: "Mr.", "U.S.", "Feb."."""

_CLAUSE_ENDS = re.compile(
    r"[,;:]|\b(?:but|while|as|and\s+(?:have|has|had|was|were|are|is|will|(?:\w{2,20}ly\s+)?\w{2,20}ed))\b"
)


class Hit(NamedTuple):
    """One word of a class, with its place among the words and the full stops of the sentence."""

    start: int
    end: int
    first_word: int
    last_word: int
    stops: int
    classes: int
    rules: tuple[KindRule, ...]


class Firing(NamedTuple):
    """One rule that holds, the words it rests on, and its weight in the choice of the main kind.

    ``real`` is false where the words are only a plan, a fear or a charge.
    """

    rule: KindRule
    start: int
    end: int
    weight: float
    real: bool


def find_kinds(text: str, *, ignore: Sequence[tuple[int, int]] = ()) -> tuple[Kind, ...]:
    """Return the kinds of event that the sentence ``text`` reports, the main one first.

    ``ignore`` lists spans (offsets within ``text``) whose words type nothing, the reporting clause,
    unless the reporting is itself an act between sides: "accused", "demanded", "rejected".
    Negation changes nothing: a denied strike is still about a strike.

    >>> [kind.name for kind in find_kinds("Warplanes bombed the town, killing six.")]
    ['airstrike', 'casualties']
    """
    strongest: dict[str, Firing] = {}
    for firing in fired(text, ignore=ignore):
        held = strongest.get(firing.rule.kind)
        if held is None or _rank(firing) > _rank(held):
            strongest[firing.rule.kind] = firing
    if not strongest:
        return ()
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
    hits = _hits(text, folded, ignore)
    present = 0
    for hit in hits:
        present |= hit.classes
    lexicon = load_lexicon()
    background, irrealis = present & lexicon.background, present & lexicon.irrealis
    for index, hit in enumerate(hits):
        for rule in hit.rules:
            if (rule.second and not present & rule.second) or present & rule.never:
                continue
            partner = _partner(folded, hits, index, rule) if rule.second else hit
            if partner is None:
                continue
            if present & rule.spoilers and _is_spoiled(hits, index, rule):
                continue
            if rule.main and not _is_main_verb(folded, hit, rule.main):
                continue
            if rule.named and not _NAME_FOLLOWS.match(text, hit.end):
                continue
            hangs = bool(background) and _hangs_on(folded, hits, index, background)
            real = not (irrealis and _hangs_on(folded, hits, index, irrealis))
            if hangs and rule.alone:
                continue
            weight = _weight(rule, min(hit, partner), hangs, real)
            start, end = min(hit.start, partner.start), max(hit.end, partner.end)
            yield Firing(rule, start, end, weight, real)


def _weight(rule: KindRule, hit: Hit, hangs: bool, real: bool) -> float:
    """Return how much a firing counts: news comes early, in the first sentence and main clause."""
    weight = rule.strength * 10 - WORD_COST * min(hit.first_word, FAR_WORDS)
    return weight - LATER_COST * bool(hit.stops) - BACKGROUND_COST * (hangs + (not real))


def _hits(text: str, folded: str, ignore: Sequence[tuple[int, int]]) -> tuple[Hit, ...]:
    """Return the words of all classes; none where no word can trigger a rule, as in most prose."""
    if not load_lexicon().may_fire(folded):
        return ()
    found = list(_words(text, folded, ignore))
    present = 0
    for _, _, word in found:
        present |= word.classes
    if not any(word.alone or word.partners & present for _, _, word in found):
        return ()
    hits = []
    words = stops = counted = 0
    has_stops = ". " in folded
    stopped = _SHORT_FORM.sub(_without_point, folded) if has_stops else folded
    for start, end, word in found:
        words += folded.count(" ", counted, start)
        if has_stops:
            stops += stopped.count(". ", max(0, counted - 1), start)
        last = words + folded.count(" ", start, end)
        rules = word.rules if word.alone or word.partners & present else ()
        hits.append(Hit(start, end, words, last, stops, word.classes, rules))
        words, counted = last, end
    return tuple(hits)


def _without_point(found: re.Match[str]) -> str:
    return found[0][:-1] + " "


def _words(
    text: str, folded: str, ignore: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Word]]:
    hyphens = "-" in folded
    for start, end, words in load_lexicon().phrases.find(folded):
        if hyphens and folded[start - 1 : start] == "-" and folded[start - 2 : start - 1].isalnum():
            continue  # "rebel-held", "US-backed": part of an adjective
        if ignore and any(low <= start and end <= high for low, high in ignore):
            words = tuple(word.spoken for word in words if word.spoken)[-1:]
        for word in words:
            if not word.shape or _is_spelt(text[start:end], word.shape):
                yield start, end, word
                break


def _is_spelt(written: str, shape: str) -> bool:
    return written.isupper() if shape == "AA" else written[:1].isupper()


def _partner(folded: str, hits: tuple[Hit, ...], index: int, rule: KindRule) -> Hit | None:
    """Return the nearest hit of the rule's second class inside its window."""
    hit = hits[index]
    best, reach = None, rule.within
    for step in (1,) if rule.ordered else (-1,) if rule.backward else (1, -1):
        for other in _neighbours(hits, index, step, reach):
            if other.classes & rule.second and not (
                rule.active and _is_passive(folded, hit, other)
            ):
                gap = (
                    other.first_word - hit.last_word
                    if step > 0
                    else hit.first_word - other.last_word
                )
                best, reach = other, gap - 1
                break
    return best


def _neighbours(hits: tuple[Hit, ...], index: int, step: int, reach: int) -> Iterator[Hit]:
    """Yield the hits on one side that are at most ``reach`` words away, in the same sentence.

    No more than ``reach`` hits are looked at, so that text without spaces costs no more than prose.
    """
    hit = hits[index]
    stop = min(len(hits), index + reach + 1) if step > 0 else max(-1, index - reach - 1)
    for at in range(index + step, stop, step):
        other = hits[at]
        gap = other.first_word - hit.last_word if step > 0 else hit.first_word - other.last_word
        if gap > reach or other.stops != hit.stops:
            return
        yield other


def _is_passive(folded: str, subject: Hit, verb: Hit) -> bool:
    """Say whether ``subject`` only suffers the verb: "the helicopter was hit", "downed a jet"."""
    if verb.start < subject.start:
        return not _MEANS.search(folded, verb.end, subject.start)
    if folded[verb.start : verb.end].partition(" ")[0].endswith("ing"):
        return False  # "were pounding" is an act
    return bool(_PASSIVE.search(folded, max(subject.end, verb.start - 24), verb.start))


def _is_main_verb(folded: str, hit: Hit, within: int) -> bool:
    """Say whether the verb stands early enough for the main clause, and is not passive."""
    if hit.first_word > within or folded.startswith((" by ", " at "), hit.end):
        return False
    return not _PASSIVE.search(folded, max(0, hit.start - 24), hit.start)


def _is_spoiled(hits: tuple[Hit, ...], index: int, rule: KindRule) -> bool:
    """Say whether a word stands near that forbids the rule, on the side where it does."""
    after, before = rule.unless | rule.unless_after, rule.unless | rule.unless_before
    for step, classes in ((1, after), (-1, before)):
        if classes and any(o.classes & classes for o in _neighbours(hits, index, step, rule.near)):
            return True
    return False


def _hangs_on(folded: str, hits: tuple[Hit, ...], index: int, classes: int) -> bool:
    """Say whether a word of ``classes`` governs the hit: "after", "in retaliation for"."""
    for other in _neighbours(hits, index, -1, BACKGROUND_REACH):
        if other.classes & classes:
            return not _CLAUSE_ENDS.search(folded, other.end, hits[index].start)
    return False
