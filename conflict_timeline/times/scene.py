"""What the resolvers know while a document is read: its day, its style, its last date, its verbs.

A ``Scene`` belongs to one call of ``find_times``; the only thing that changes is the anchor, the
date that the text spoke of last.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple

from conflict_timeline.model import TimeBasis, TimeSpan, TimexType
from conflict_timeline.rules.trie import trie_pattern
from conflict_timeline.times.lexicon import Lexicon, compiled

Style = Literal["news", "narrative"]
Tense = Literal["past", "future"]

_BEFORE = 140  # how far back a governing verb is looked for
_AFTER = 70
_STRIDE = 36  # months: a history goes on to a date this much later without a new start
_RETURN = 2  # months: and it goes back this far to tell another front's part of the same season
SENTENCE_END = re.compile(r"[.!?][\"')]*(?=\s)|\n\n")
_PARAGRAPH = re.compile(r"\n\s*\n|[.!?:\"')]\s?\n")


class Anchor(NamedTuple):
    """A date of the text as far as it is known; years before Christ are negative."""

    year: int
    month: int | None = None
    day: int | None = None
    value: str = ""

    def as_date(self) -> date | None:
        """Return the day, where all of it is known and a calendar can hold it."""
        if self.month is None or self.day is None:
            return None
        return make_date(self.year, self.month, self.day)


@dataclass(slots=True)
class Meaning:
    """What a resolver makes of a match; ``start`` and ``end`` replace the extent of the match."""

    type: TimexType
    value: str
    span: TimeSpan | None = None
    edge: str | None = None
    basis: TimeBasis = "relative"
    weekday: int | None = None
    tense: Tense | None = None
    anaphoric: bool = False
    anchor: Anchor | None = None
    start: int | None = None
    end: int | None = None
    zone: str | None = None


@dataclass(slots=True)
class Scene:
    """One document while its expressions are resolved from first to last."""

    text: str
    folded: str
    published: date | None
    style: Style
    conflict_start: date | None
    lexicon: Lexicon
    anchor: Anchor | None = None
    period: str = ""
    """The quarter under discussion ("1989-Q3"), "" when the text speaks of a year or of months."""
    anchor_at: int = 0
    mentioned: Anchor | None = None
    day_anchor: Anchor | None = None
    day_at: int = 0
    clock_start: datetime | None = None
    clock_end: int = 0

    @property
    def reference(self) -> date | None:
        """The day that "yesterday" counts from: the publication day, in a history the last date."""
        if self.style == "news" or self.anchor is None:
            return self.published
        return self.anchor.as_date()

    def word_before(self, start: int) -> str:
        """Return the word before an offset, without an opening bracket or quote."""
        before = self.folded[max(0, start - 16) : start].split()
        return before[-1].lstrip("('\"") if before else ""

    def looks(self, fragment: str, start: int, *, reach: int) -> bool:
        """Return whether a fragment matches right before ``start``, at most ``reach`` back."""
        pattern = compiled(self.lexicon, fragment)
        return pattern.search(self.folded, max(0, start - reach), start) is not None

    def move_to(self, anchor: Anchor, start: int, end: int) -> None:
        """Make ``anchor`` the date that later expressions refer to, unless it is an aside.

        A history mentions other dates in passing ("until February 1945", "as in 1614", "who had
        come in 1943"); its own thread goes on from the date before them.
        """
        current, self.mentioned = self.anchor, anchor
        if anchor.day is not None:
            self.day_anchor, self.day_at = anchor, end
        if current is not None and self.style == "narrative":
            if anchor.month is None and anchor.year == current.year:
                self.anchor_at = end
                return
            if self._is_aside(anchor, current, start, end):
                return
        self.anchor, self.anchor_at = anchor, end

    def _is_aside(self, anchor: Anchor, current: Anchor, start: int, end: int) -> bool:
        before = self.folded[max(0, start - 60) : start]
        lexicon, words = self.lexicon, before.split()
        last = words[-1].lstrip("(") if words else ""
        if lexicon.has("bounds", last) or any(lexicon.has("far_bounds", w) for w in words[-6:]):
            return True
        months = (anchor.year - current.year) * 12 + (anchor.month or 6) - (current.month or 6)
        if 0 <= months <= _STRIDE:
            return False
        if last == lexicon.fragments["article"] and self.folded[end : end + 2].strip(" ").isalpha():
            return True  # "the 1614 rules"
        if before.endswith("("):
            return True
        if self._opens_sentence(before):
            return False
        if self._new_paragraph(start):
            return False
        if anchor.day is None and anchor.month is None:
            return True
        if months < -_RETURN:
            return True
        return any(lexicon.has("pluperfect", word) for word in words)

    def _new_paragraph(self, start: int) -> bool:
        """Whether the anchor comes from a paragraph before."""
        between = self.folded[max(self.anchor_at, start - 3000) : start]
        return _PARAGRAPH.search(between) is not None

    def _opens_sentence(self, before: str) -> bool:
        """Whether only a preposition or two stands between the expression and the full stop."""
        cut = max(before.rfind(". "), before.rfind("\n"), before.rfind(".\n"))
        return cut >= 0 and len(before[cut + 1 :].split()) <= 2

    def tense_at(self, start: int, end: int) -> Tense | None:
        """Return the tense of the verb nearest before the expression, else nearest after it."""
        if self.looks("set_for", start, reach=26):
            return "future"  # "talks planned for Friday were cancelled"
        cues = _tense_cues(self.lexicon)
        if self.looks("until_past", start, reach=90):
            start -= 8  # "lasted until Saturday": the verb decides, not the word before
        after = self.folded[end : end + _AFTER]
        beside = cues.match(after, 1) if after[:1] == " " else None
        if beside is not None and self.lexicon.has("no_beside", beside[0]):
            beside = None
        if beside is not None and (tense := _TENSES.get(beside.lastgroup or "")):
            return tense  # "on Sunday issued"
        owner = compiled(self.lexicon, "possessive").match(after)
        if owner is not None and self.looks("ahead_of", start, reach=16):
            return "future"  # "ahead of Tuesday's march"
        if owner is not None and not self.lexicon.has("scheduled", owner[1]):
            return "past"  # "Wednesday's ruling", but "Wednesday's vote" as the verb says
        before = self.folded[max(0, start - _BEFORE) : start]
        verb = _last_verb(self.lexicon, before)
        if verb == ("future", " ") and compiled(self.lexicon, "infinitive").match(after):
            verb = _last_verb(self.lexicon, before.rstrip().rpartition(" ")[0] + " ") or verb
            # "unveiled plans Friday to leave": the day is that of unveiling
        behind = verb is not None and verb[0] == "future" and _tells_past(self.lexicon, before)
        if behind and self.looks("after_event", start, reach=60):
            return "past"  # "called on people to give blood after the clashes Sunday"
        if behind and self.looks("deadline_past", start, reach=_BEFORE):
            return "past"  # "ignored a deadline to lay down their arms on Sunday"
        opens = verb is not None and self._opens_clause(verb[1])
        if verb is not None and not opens:
            return verb[0]
        following = self._verb_after(after, opens=opens)
        return following or (verb[0] if verb is not None else None)

    def _opens_clause(self, between: str) -> bool:
        """Whether the words after the last verb begin a clause: ", and in one attack on ..."."""
        return compiled(self.lexicon, "clause_opening").search(between) is not None

    def _verb_after(self, after: str, *, opens: bool) -> Tense | None:
        """Return the tense of the first verb after the expression.

        After a comma (``opens``) the expression may open a clause of its own: "they plan to leave,
        on Monday three were killed"; but ", on Monday, he said." only names who spoke.
        """
        full_stop = next(_full_stops(self.lexicon, after), None)
        stop = full_stop.start() if full_stop else len(after)
        for cue in _tense_cues(self.lexicon).finditer(after, 0, stop):
            tense = _TENSES.get(cue.lastgroup or "")
            if tense is None:
                continue
            if not opens:
                return tense
            if not self.lexicon.has("speech", cue[0]):
                return tense
            if after[cue.end() : cue.end() + 1] in (",", ".", ""):
                return None
        return None


def _last_verb(lexicon: Lexicon, before: str) -> tuple[Tense, str] | None:
    """Return the tense of the last verb of the sentence that ``before`` breaks off, and what stands
    after that verb."""
    found: Tense | None = None
    end = future_end = -1
    linked, adjectives = compiled(lexicon, "passive_link"), compiled(lexicon, "adjective_place")
    nouns = compiled(lexicon, "noun_next")
    for cue in _tense_cues(lexicon).finditer(before, _sentence_start(lexicon, before)):
        kind = cue.lastgroup
        if kind == "other" or (kind == "future" and before[cue.start() - 1 : cue.start()] == '"'):
            continue  # a quotation or a title begins: 'told "Meet the Press" on Sunday'
        if kind == "resolve" and cue[0].endswith("to") and nouns.match(before, cue.end()):
            kind = "past"  # "agreed to the plan", but "agreed to meet" and "proposed a pause"
        if kind in ("future", "resolve"):
            found, end = "future", cue.end()
            future_end = cue.end()
        elif adjectives.search(before, max(0, cue.start() - 24), cue.start()):
            continue  # "on an unspecified date", "when the case is heard"
        elif future_end < 0 or not linked.fullmatch(before, future_end, cue.start()):
            found, end = "past", cue.end()  # "will soon be held": the participle is no past
    return None if found is None else (found, before[end:])


def _tells_past(lexicon: Lexicon, before: str) -> bool:
    """Return whether a verb of the sentence that ``before`` breaks off is in the past tense."""
    cues = _tense_cues(lexicon).finditer(before, _sentence_start(lexicon, before))
    return any(cue.lastgroup in ("past", "ending") for cue in cues)


def _sentence_start(lexicon: Lexicon, before: str) -> int:
    """Return where the last sentence of ``before`` begins."""
    start = before.rfind("; ") + 1
    for stop in _full_stops(lexicon, before):
        start = max(start, stop.end())
    return start


def _full_stops(lexicon: Lexicon, text: str) -> Iterator[re.Match[str]]:
    """Yield the ends of sentences; "U.S. State" and "Gen. Smith" are none."""
    for stop in SENTENCE_END.finditer(text):
        word = re.split(r"[\s.(]", text[max(0, stop.start() - 12) : stop.start()])[-1]
        if stop[0] != "." or not (len(word) == 1 or lexicon.has("abbreviation", word)):
            yield stop


@cache
def _tense_cues(lexicon: Lexicon) -> re.Pattern[str]:
    groups = []
    for name in ("other", "future", "resolve", "past"):
        if words := lexicon.words.get(f"{name}_cue"):
            groups.append(f"(?P<{name}>{trie_pattern(words)})")
    groups.append(f"(?P<ending>{lexicon.fragments.get('past_ending', '(?!)')})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)")


_TENSES: dict[str, Tense] = {
    "future": "future", "past": "past", "ending": "past", "resolve": "past",
}  # fmt: skip
"""What a verb behind the expression says of it; one who "agreed to" do it later did agree then."""


def make_date(year: int, month: int, day: int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, days: int) -> date | None:
    """Return ``day`` moved by ``days``, or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
