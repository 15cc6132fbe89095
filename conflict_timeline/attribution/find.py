"""The stage itself: sentences in, attributions out."""

import re
from collections.abc import Sequence
from functools import cache

from conflict_timeline.attribution.carry import Found, carry_quotations
from conflict_timeline.attribution.contents import Draft
from conflict_timeline.attribution.cues import read_cues
from conflict_timeline.attribution.quotations import find_quotations
from conflict_timeline.attribution.resolution import resolve_speakers
from conflict_timeline.attribution.vocabulary import verbs, word_lists
from conflict_timeline.attribution.words import Words, read_words
from conflict_timeline.model import Attribution, Sentence
from conflict_timeline.rules.trie import compile_trie, fold

_MAX_SENTENCE = 3_000
_GOVERNS = 0.35
_WEIGHTS = {"relative": 0.5, "subordinate": 0.7, "passive": 0.8}
_FIRST_PERSONS = frozenset({"i", "we", "you", "me", "us"})
_NEVER_GOVERNS = frozenset({"negated", "infinitive", "via", "hearsay"})
_TOKEN = re.compile(r"[\w'-]+")


@cache
def _triggers() -> re.Pattern[str]:
    return compile_trie([*verbs(), "according to", "reportedly", "allegedly"])


def find_attributions(
    text: str,
    sentences: Sequence[Sentence],
    *,
    outlet: str | None = None,
    anonymous: bool = False,
) -> list[Attribution]:
    """Return the attributions of a whole document, in text order.

    ``outlet`` is who publishes the text: its own crews count as eyes. ``anonymous`` adds cues that
    name nobody ("was described as", "reportedly"), with an empty ``source`` and ``speaker``.
    """
    folded = fold(text)
    quotations = find_quotations(text)
    triggers = _triggers()
    found: list[Found] = []
    for index, sentence in enumerate(sentences):
        if sentence.end - sentence.start > _MAX_SENTENCE or sentence.role in ("header", "byline"):
            continue
        if triggers.search(folded, sentence.start, sentence.end) is None:
            continue
        words = read_words(
            folded, text, start=sentence.start, end=sentence.end, quotations=quotations
        )
        found += [_located(words, draft, index) for draft in read_cues(words)]
    carry_quotations(text, sentences, quotations, found)
    resolve_speakers(text, sentences, found)
    _mark_via(found)
    eyes = word_lists()["outlet"] | frozenset(_TOKEN.findall(fold(outlet or "")))
    return [
        _finished(attribution, folded, eyes)
        for attribution in found
        if anonymous or attribution.source is not None
    ]


def _located(words: Words, draft: Draft, sentence: int) -> Found:
    def span(tokens: tuple[int, int]) -> tuple[int, int]:
        return words.starts[tokens[0]], words.ends[tokens[1] - 1]

    return Found(
        source=span(draft.source) if draft.source else None,
        cue=span(draft.cue),
        content=[span(part) for part in draft.content],
        rule=draft.rule,
        sentence=sentence,
        lemma=draft.verb.lemma if draft.verb else "",
        kind=draft.verb.kind if draft.verb else "",
        antecedent=span(draft.antecedent) if draft.antecedent else None,
        tail=span(draft.tail) if draft.tail else None,
    )


def _mark_via(found: Sequence[Found]) -> None:
    """ "X told Y, according to Z": X speaks, Z passes it on."""
    for outer in found:
        if outer.rule not in ("according-to", "via"):
            continue
        for inner in found:
            if inner is not outer and inner.sentence == outer.sentence:
                inside = any(s <= inner.cue[0] and inner.cue[1] <= e for s, e in outer.content)
                if inside:
                    inner.via = outer.resolved or outer.speaker


def _is_observed(found: Found, folded: str, eyes: frozenset[str]) -> bool:
    """Say whether the source is pictures, or people of an outlet who saw it themselves."""
    span = found.antecedent or found.source
    if span is None:
        return False
    tokens = [token.removesuffix("'s") for token in _TOKEN.findall(folded, *span)]
    lists = word_lists()
    if any(token in lists["image"] for token in tokens):
        return True
    return any(token in lists["crew"] for token in tokens) and any(token in eyes for token in tokens)


def _finished(found: Found, folded: str, eyes: frozenset[str]) -> Attribution:
    return Attribution(
        source=tuple(span for span in (found.source, found.tail) if span is not None),
        cue=(found.cue,),
        content=tuple(found.content),
        speaker=found.speaker,
        resolved=found.resolved if found.resolved != found.speaker else None,
        via=found.via,
        observed=_is_observed(found, folded, eyes),
        rule=found.rule,
    )


def speaker_of(
    sentence_start: int, sentence_end: int, attributions: Sequence[Attribution]
) -> Attribution | None:
    """Return the attribution that governs a sentence: its clause or content covers enough of it.

    A main clause "After the attack on the port, the mayor said it had been closed" counts from its
    source on. Relative clauses, denied sayings ("has not said") and nobody's words never govern.
    """
    best = None
    most = 0.0
    for attribution in attributions:
        if not attribution.source or attribution.rule in _NEVER_GOVERNS:
            continue
        if attribution.speaker.lower() in _FIRST_PERSONS:
            continue
        covered = _covered(attribution, sentence_start, sentence_end)
        covered *= _WEIGHTS.get(attribution.rule, 1.0)
        if covered < _GOVERNS:
            continue
        if best is None:
            best, most = attribution, covered
        elif best.via and not attribution.via and most >= 0.5:
            continue
        elif attribution.via and covered >= 0.5 or _contains(attribution, best):
            best, most = attribution, covered
        elif covered > most and not _contains(best, attribution):
            best, most = attribution, covered
    return best


def _contains(outer: Attribution, inner: Attribution) -> bool:
    """Say whether ``inner`` is reported by ``outer``: "he said the ministry had denied it"."""
    start, end = inner.cue[0]
    return any(begin <= start and end <= stop for begin, stop in outer.content)


def _covered(attribution: Attribution, start: int, end: int) -> float:
    """Return the share of the sentence that lies in the content or in the attributing clause."""
    pieces = [
        (max(begin, start), min(stop, end))
        for spans in (attribution.content, attribution.source, attribution.cue)
        for begin, stop in spans
        if begin < end and stop > start
    ]
    if not pieces:
        return 0.0
    pieces.sort()
    covered = 0
    position = start
    for begin, stop in pieces:
        if begin - position < 60 and position > start:
            begin = position  # "on Saturday" between the verb and what was said
        covered += max(0, stop - max(begin, position))
        position = max(position, stop)
    return covered / (end - start) if end > start else 0.0
