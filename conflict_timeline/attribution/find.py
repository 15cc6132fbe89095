"""The stage itself: sentences in, attributions out."""

import re
from collections.abc import Sequence
from functools import cache

from conflict_timeline.attribution.carry import Found, carry_quotations
from conflict_timeline.attribution.cues import Draft, read_cues
from conflict_timeline.attribution.quotations import find_quotations
from conflict_timeline.attribution.resolution import resolve_speakers
from conflict_timeline.attribution.words import Words, read_words, verbs
from conflict_timeline.model import Attribution, Sentence
from conflict_timeline.rules.trie import compile_trie, fold

_MAX_SENTENCE = 3_000


@cache
def _triggers() -> re.Pattern[str]:
    return compile_trie([*verbs(), "according to"])


def find_attributions(
    text: str, sentences: Sequence[Sentence], *, outlet: str | None = None
) -> list[Attribution]:
    """Return the attributions of a whole document, in text order."""
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
    return [_finished(attribution) for attribution in found]


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
    )


def _mark_via(found: Sequence[Found]) -> None:
    """ "X told Y, according to Z": X speaks, Z passes it on."""
    for outer in found:
        if outer.rule != "according-to":
            continue
        for inner in found:
            if inner is not outer and inner.sentence == outer.sentence:
                inside = any(s <= inner.cue[0] and inner.cue[1] <= e for s, e in outer.content)
                if inside:
                    inner.via = outer.resolved or outer.speaker


def _finished(found: Found) -> Attribution:
    return Attribution(
        source=(found.source,) if found.source else (),
        cue=(found.cue,),
        content=tuple(found.content),
        speaker=found.speaker,
        resolved=found.resolved if found.resolved != found.speaker else None,
        via=found.via,
        observed=found.observed,
        rule=found.rule,
    )


def speaker_of(
    sentence_start: int, sentence_end: int, attributions: Sequence[Attribution]
) -> Attribution | None:
    """Return the attribution that governs a sentence: its content, or its clause, covers most of it."""
    best = None
    most = 0
    for attribution in attributions:
        inside = sum(
            max(0, min(end, sentence_end) - max(start, sentence_start))
            for spans in (attribution.content, attribution.source, attribution.cue)
            for start, end in spans
        )
        if inside * 2 >= sentence_end - sentence_start and attribution.via:
            return attribution
        if inside > most:
            best, most = attribution, inside
    return best if most * 2 >= sentence_end - sentence_start else None
