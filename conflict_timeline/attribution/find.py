"""The stage itself: sentences in, attributions out."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from conflict_timeline.attribution.carry import Found, carry_quotations
from conflict_timeline.attribution.contents import Draft
from conflict_timeline.attribution.cues import read_cues
from conflict_timeline.attribution.quotations import find_quotations
from conflict_timeline.attribution.resolution import resolve_speakers
from conflict_timeline.attribution.vocabulary import is_speaker, verbs, word_lists
from conflict_timeline.attribution.words import Words, read_words
from conflict_timeline.model import Attribution, Sentence
from conflict_timeline.rules.trie import compile_trie, fold

RULE_PREFIX = "attribution.en."
_MAX_SENTENCE = 3_000
_PASSING_ON = frozenset({"according-to", "via"})
_COLON = re.compile(r':\s"')
_TOKEN = re.compile(r"[\w'-]+")


@cache
def _triggers() -> re.Pattern[str]:
    lists = word_lists()
    forms = verbs().keys() - lists["weak-trigger"]
    pictures = [f"{word} {shown}" for word in lists["pictured"] for shown in lists["shown-by"]]
    return compile_trie(
        [*forms, *lists["hearsay"], *lists["opinion"], *lists["trigger"], *pictures]
    )


def find_attributions(
    text: str,
    sentences: Sequence[Sentence],
    *,
    outlet: str | None = None,
    anonymous: bool = False,
) -> list[Attribution]:
    """Return the attributions of a whole document, in text order.

    ``outlet`` is who publishes the text: its own crews count as eyes. ``anonymous`` adds cues that
    name nobody ("was described as", "reportedly"), with an empty ``source`` and ``speaker``, and
    those whose source is nothing that speaks ("the attack claimed ten lives").
    """
    folded = fold(text)
    quotations = find_quotations(text)
    triggers = _triggers()
    eyes = word_lists()["outlet"] | frozenset(_TOKEN.findall(fold(outlet or "")))
    found: list[Found] = []
    for index, sentence in enumerate(sentences):
        if sentence.end - sentence.start > _MAX_SENTENCE or sentence.role in ("header", "byline"):
            continue
        start, end = sentence.start, sentence.end
        if (
            triggers.search(folded, start, end) is None
            and _COLON.search(folded, start, end) is None
        ):
            continue
        words = read_words(folded, text, start=start, end=end, quotations=quotations)
        found += [_located(words, draft, index) for draft in read_cues(words, eyes=eyes)]
    carry_quotations(text, sentences, quotations, found)
    resolve_speakers(text, sentences, found, quotations)
    _mark_via(found)
    return [
        _finished(attribution, folded, eyes)
        for attribution in found
        if anonymous or (attribution.source and (attribution.speaks or _is_known(attribution)))
    ]


def _located(words: Words, draft: Draft, sentence: int) -> Found:
    starts, ends = words.starts, words.ends
    source, antecedent, tail = draft.source, draft.antecedent, draft.tail
    ending = words.words[source[1] - 1].rpartition("'")[2] if source and draft.possessive else None
    shorter = 0 if ending is None else len(ending) + 1
    return Found(
        source=(starts[source[0]], ends[source[1] - 1] - shorter) if source else None,
        cue=(starts[draft.cue[0]], ends[draft.cue[1] - 1]),
        content=[(starts[first], ends[end - 1]) for first, end in draft.content],
        rule=draft.rule,
        sentence=sentence,
        speaks=_speaks(words, draft),
        antecedent=(starts[antecedent[0]], ends[antecedent[1] - 1]) if antecedent else None,
        tail=(starts[tail[0]], ends[tail[1] - 1]) if tail else None,
    )


def _speaks(words: Words, draft: Draft) -> bool:
    """Say whether the source names somebody who speaks, or something that shows.

    Whatever "said" something speaks. With other verbs a name, a listed noun or an ending of people
    ("protesters", "activists") is wanted; a capital that begins the sentence proves nothing.
    """
    span = draft.antecedent or draft.source
    if span is None or draft.verb is None or "to" in draft.verb.traits:
        return True
    tokens = [word.removesuffix("'s").removesuffix("'") for word in words.words[span[0] : span[1]]]
    codes = words.codes[span[0] : span[1]]
    head = codes.index("P") - 1 if "P" in codes[1:] else len(tokens) - 1
    if tokens[head] in word_lists()["event"]:
        return any(is_speaker(word) for word in tokens[: head + 1])
    plural = tokens[0].endswith("s") and tokens[0] not in word_lists()["name-in-s"]
    if "C" in codes[1:] or (codes[0] == "C" and (span[0] > 0 or not plural)):
        return True
    return any(is_speaker(word) for word in tokens)


def _is_known(attribution: Found) -> bool:
    """Say whether resolution did more than take "the" away."""
    resolved = attribution.resolved
    return resolved is not None and not attribution.speaker.lower().endswith(resolved.lower())


def _mark_via(found: Sequence[Found]) -> None:
    """Read "X told Y, according to Z": X speaks, Z passes it on."""
    outer = [attribution for attribution in found if attribution.rule in _PASSING_ON]
    if not outer:
        return
    by_sentence: dict[int, list[Found]] = {}
    for attribution in found:
        by_sentence.setdefault(attribution.sentence, []).append(attribution)
    for passing in outer:
        for inner in by_sentence[passing.sentence]:
            if inner is not passing and any(
                start <= inner.cue[0] and inner.cue[1] <= end for start, end in passing.content
            ):
                inner.via = passing.resolved or passing.speaker


def _is_observed(found: Found, folded: str, eyes: frozenset[str]) -> bool:
    """Say whether the source is pictures, or people of an outlet who saw it themselves."""
    span = found.antecedent or found.source
    if span is None:
        return False
    tokens = _source_words(folded[span[0] : span[1]])
    lists = word_lists()
    if not lists["image"].isdisjoint(tokens):
        return True
    return not lists["crew"].isdisjoint(tokens) and not eyes.isdisjoint(tokens)


@lru_cache(maxsize=1024)  # the same sources again and again
def _source_words(source: str) -> frozenset[str]:
    return frozenset(token.removesuffix("'s") for token in _TOKEN.findall(source))


def _finished(found: Found, folded: str, eyes: frozenset[str]) -> Attribution:
    return Attribution(
        source=tuple(span for span in (found.source, found.tail) if span is not None),
        cue=(found.cue,),
        content=tuple(found.content),
        speaker=found.speaker,
        resolved=found.resolved if found.resolved != found.speaker else None,
        via=found.via,
        observed=_is_observed(found, folded, eyes),
        rule=RULE_PREFIX + found.rule,
    )
