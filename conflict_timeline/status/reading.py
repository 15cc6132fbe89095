"""Reads how firmly a sentence says what it says: the status and the polarity of its main event.

The statuses, their cues and their precedence are those of ``rules/status/cues.toml``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import cast

from conflict_timeline.model import Polarity, Status, StatusName
from conflict_timeline.rules.lazy import LazyPattern
from conflict_timeline.rules.loader import load_stage, read_table
from conflict_timeline.rules.trie import PhraseTrie, fold, phrase_trie, words_of
from conflict_timeline.status.clause import Word, read_clause

RULE_KEYS = frozenset(
    {"cues", "status", "scope", "weak", "negative", "speaker", "sourced", "commitment", "speech"}
)
_PRECEDENCE = {"denied": 0, "threatened": 1, "unconfirmed": 2, "predicted": 3}
_SPEECH = frozenset({"denied", "threatened"})

_THERE = re.compile(
    r"(?<!\w)there\s+(?:is|are|was|were|(?:have|has|had)\s+(?:also\s+)?been)\s+(?:\w+\s+){0,4}$"
)
_REPORTS_EMERGED = re.compile(r"^\W*(?:\w+\s+){0,3}$")
_PRONOUN = re.compile(r"(?<!\w)(?:it|they|we|he|she|i)\s+(?:\w+ly\s+|also\s+|now\s+)?$")
_FIRST_PERSON = re.compile(r"(?<!\w)(?:we|i)\s+(?:\w+ly\s+|also\s+|are\s+|am\s+)?$")
_CONDITION = re.compile(r"(?<!\w)(?:if|unless|in\s+case|in\s+the\s+coming|in\s+the\s+event)(?!\w)")
_NEGATION = re.compile(
    r"(?:not|never|n't|cannot|yet\s+to|no\s+longer|neither|fail(?:s|ed)?\s+to|unable\s+to)"
    r"(?!\s+(?:only|just|merely|simply|as\s|so\s|enough|until|immediately\s+clear))(?!\w)"
)
_NO_SUBJECT = re.compile(
    r"(?<!\w)(?:no|none\s+of|neither)\s+(?!(?:longer|one's|doubt|matter|fewer|less|more))(?:[\w-]+\s+){0,4}$"
)
_EMERGED = re.compile(r"(?<!\w)(?:emerged|surfaced|circulated|came\s+in)(?!\w)")
_FUTURE = frozenset({"will", "would", "could", "may", "might", "expected"})
_LEAD = 20  # characters: a phrase that opens the sentence
_ANNOUNCED = re.compile(r"(?<!\w)(?:announc(?:ed|es|ing)|declar(?:ed|es|ing))(?!\w)")


@dataclass(frozen=True, slots=True)
class _Cue:
    id: str
    status: StatusName
    scope: str
    weak: bool
    negative: bool
    speaker: str
    speech: bool  # its words may be the reporting verb itself
    sourced: bool
    commitment: bool
    pattern: LazyPattern


@cache
def _cues() -> tuple[PhraseTrie, Mapping[str, tuple[_Cue, ...]]]:
    by_word: dict[str, list[_Cue]] = {}
    for file in load_stage("status", RULE_KEYS):
        for rule in file.rules:
            cue = _Cue(
                rule.id,
                cast(StatusName, rule.fields["status"]),
                str(rule.fields["scope"]),
                bool(rule.fields.get("weak", False)),
                bool(rule.fields.get("negative", False)),
                str(rule.fields.get("speaker", "any")),
                rule.fields["status"] in _SPEECH or bool(rule.fields.get("speech", False)),
                bool(rule.fields.get("sourced", False)),
                bool(rule.fields.get("commitment", False)),
                LazyPattern(rule.pattern),
            )
            for word in cast(list[str], rule.fields["cues"]):
                by_word.setdefault(word, []).append(cue)
    for word in by_word:  # the trie finds "will be" and not "will": its rules are tried there too
        parts = word.split()
        for length in range(1, len(parts)):
            by_word[word] += by_word.get(" ".join(parts[:length]), [])
    return phrase_trie(by_word), {word: tuple(cues) for word, cues in by_word.items()}


@cache
def _own_acts() -> re.Pattern[str]:
    words = (re.escape(row[0]) for row in read_table("status", "own_acts.tsv"))
    forms = (word.removesuffix(r"\*") + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


_NEGATION_WORDS = frozenset(
    {"not", "never", "no", "none", "neither", "cannot", "yet", "t", "nor"}
    | {"failed", "fails", "unable"}
)


def read_status(
    sentence: str,
    *,
    attributed: bool,
    observed: bool,
    ignore: Sequence[tuple[int, int]] = (),
    quoted: Sequence[tuple[int, int]] = (),
) -> Status:
    """Return the status of one sentence.

    ``attributed``: a source says it; ``observed``: the outlet's own crew or images show it.
    ``ignore`` are spans (source and cue of the attribution) that tell nothing of the content;
    ``quoted`` the spans inside quotation marks. Offsets are within ``sentence``.

    >>> read_status("Talks could resume on Monday.", attributed=False, observed=False).name
    'predicted'
    """
    folded = fold(sentence)
    present = words_of(folded)
    base: StatusName = "observed" if observed else "claimed" if attributed else "asserted"
    matches = list(_matches(folded))
    is_negated = not _NEGATION_WORDS.isdisjoint(present)
    if not matches and not is_negated:
        return _without_cue(folded, base, present, "positive")
    ignore = _apart(ignore)
    hidden = _quotes_outside_content(folded, _apart(quoted), ignore)
    words = read_clause(folded, hidden, until=max((m.start for m in matches), default=0))
    polarity: Polarity = "negative" if is_negated and _is_negated(folded, words) else "positive"
    best: _Match | None = None
    for match in matches:
        cue = match.cue
        if best is not None and _PRECEDENCE[best.cue.status] <= _PRECEDENCE[cue.status]:
            continue
        if _is_within(match.start, hidden) or (not cue.speech and _is_within(match.start, ignore)):
            continue
        if not _in_scope(folded, words, cue, match.start):
            continue
        if cue.weak and (attributed or observed):
            if cue.negative:
                polarity = "negative"
            continue
        if _is_another_matter(folded, match, attributed, observed):
            continue
        if cue.status == "threatened" and polarity == "negative":
            continue
        best = match
    if best is None:
        return _without_cue(folded, base, present, polarity)
    text = sentence[best.start : best.end]
    if best.cue.status in ("denied", "unconfirmed"):  # their "not" is about knowing, not happening
        polarity = "negative" if best.cue.negative else "positive"
    return Status(best.cue.status, polarity, text, best.cue.id)


@dataclass(frozen=True, slots=True)
class _Match:
    """Words that a cue's pattern matches, whether or not they are in its scope."""

    start: int
    end: int
    cue: _Cue


def _matches(folded: str) -> Iterator[_Match]:
    trie, by_word = _cues()
    for found in trie.finditer(folded):
        for cue in by_word[" ".join(found[0].split())]:
            if matched := cue.pattern.match(folded, found.start()):
                yield _Match(found.start(), matched.end(), cue)


def _is_within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether ``at`` is in one of ``spans``, which are sorted and apart."""
    index = bisect_right(spans, (at, _FAR)) - 1
    return index >= 0 and at < spans[index][1]


_FAR = 1 << 60
_NEAR = 300  # characters: a bound on what one sentence holds together


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ``spans`` in order, with those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_another_matter(folded: str, match: _Match, attributed: bool, observed: bool) -> bool:
    """Say whether who speaks makes the cue mean something else."""
    cue = match.cue
    if cue.sourced and not attributed:
        return True
    if cue.speaker == "source" and attributed:
        return not _speaks_of_itself(folded, match.start)
    if cue.speaker == "self":
        pattern = _PRONOUN if attributed else _FIRST_PERSON
        return not pattern.search(folded, max(0, match.start - 24), match.start)
    if cue.commitment and attributed:  # "said it would withdraw" is what the source claims
        begin, end = max(0, match.start - _NEAR), match.start + _NEAR
        announced = _ANNOUNCED.search(folded, begin, match.start)
        if announced or _speaks_of_itself(folded, match.start):
            return not _CONDITION.search(folded, begin, end)
    return observed and cue.status == "unconfirmed"


def _speaks_of_itself(folded: str, at: int) -> bool:
    """Say whether the subject is the speaker: "it plans to strike", not "the enemy will strike"."""
    return bool(_PRONOUN.search(folded, max(0, at - 24), at))


def matching_cues(sentence: str) -> list[tuple[str, str]]:
    """Return every cue of ``sentence`` that is in scope, as rule id and words."""
    folded = fold(sentence)
    words = read_clause(folded)
    return [
        (match.cue.id, sentence[match.start : match.end])
        for match in _matches(folded)
        if _in_scope(folded, words, match.cue, match.start)
    ]


@cache
def _speech_acts() -> Mapping[str, tuple[str, ...]]:
    """Return each verb of a speech act with the words that follow it ("called" "for")."""
    acts: dict[str, list[str]] = {}
    for (phrase,) in read_table("status", "speech_acts.tsv"):
        verb, _, particle = phrase.partition(" ")
        acts.setdefault(verb, []).append(particle)
    return {verb: tuple(particles) for verb, particles in acts.items()}


_ANNOUNCING = frozenset({"announced", "announces", "announcing", "declared", "declares"})
_SAYING = frozenset(
    {"said", "says", "say", "saying", "told", "tells", "according", "stated", "added", "reported"}
    | {"add", "adds"}
)


def _without_cue(folded: str, base: StatusName, present: Set[str], polarity: Polarity) -> Status:
    """Return the status where no cue governs: what announces an own act needs no source."""
    if base != "claimed":
        return _plain(base, polarity)
    if not present.isdisjoint(_ANNOUNCING):
        announced = _ANNOUNCED.search(folded)
        if announced and _own_acts().search(folded, announced.end(), announced.end() + 120):
            return Status("asserted", polarity, announced[0], "status.asserted.own-act")
    acts = _speech_acts()
    if present.isdisjoint(_SAYING) and not acts.keys().isdisjoint(present):
        for word in read_clause(folded, until=0):
            if word.verb == "in" and word.text in acts:
                rest = folded[word.end : word.end + 6].split()
                if any(not particle or particle in rest[:1] for particle in acts[word.text]):
                    return Status("asserted", polarity, word.text, "status.asserted.speech-act")
    return _plain(base, polarity)


@cache
def _plain(name: StatusName, polarity: Polarity) -> Status:
    """Return the one record that all sentences without a cue share."""
    return Status(name, polarity)


def _quotes_outside_content(
    folded: str, quoted: Sequence[tuple[int, int]], ignore: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the quoted spans whose words are not the sentence's own predicate.

    A quotation in front of the first verb outside quotations holds the predicate itself:
    "'We may leave,' he said", "Belarus 'could join' soon, it said".
    """
    if not quoted:
        return []
    for word in read_clause(folded, _apart([*quoted, *ignore]), until=0):
        if word.verb == "in" and word.text not in _SAYING:
            return [span for span in quoted if span[0] > word.start]
    return []


def _in_scope(folded: str, words: Sequence[Word], cue: _Cue, start: int) -> bool:
    """Say whether a cue at ``start`` stands where its scope (see ``cues.toml``) wants it."""
    match cue.scope:
        case "anywhere":
            return True
        case "lead":
            return start < _LEAD
        case "existential":
            return _says_that_there_is(folded, start)
        case "opening":
            return not any(w.verb == "in" and w.start < start for w in words)
        case "modal":
            return any(w.text in _FUTURE for w in words if w.start < start)
    word = next((word for word in words if word.start <= start < word.end), None)
    return word is not None and word.verb != "after"


def _says_that_there_is(folded: str, start: int) -> bool:
    """Say whether reports are what it is about: "there were reports", "reports emerged"."""
    if _THERE.search(folded, max(0, start - 60), start):
        return True
    if start >= 2 * _LEAD or not _REPORTS_EMERGED.search(folded[:start]):
        return False
    return bool(_EMERGED.search(folded, start, start + 120))


def _is_negated(folded: str, words: Sequence[Word]) -> bool:
    for word in words:
        if word.verb == "after":
            continue
        if word.verb == "in" or word.text in ("never", "yet", "not"):
            if _NEGATION.match(folded, word.start) or word.text.endswith("n't"):
                return True
            if word.text.endswith("not") and word.text != "not":
                return True
    first = next((w for w in words if w.verb == "in"), None)
    return first is not None and bool(
        _NO_SUBJECT.search(folded, max(0, first.start - 60), first.start)
    )
