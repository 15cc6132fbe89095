"""What stands in an article but is no event: encyclopaedia, statistics, law, caveats, talk about
itself."""

import re
from functools import cache

from conflict_timeline.rules.loader import RuleFile, load_file, rules_folder
from conflict_timeline.rules.triggered import TriggeredRules
from conflict_timeline.statements.words import first_tense

KEYS = frozenset({"triggers", "drops"})
_DEFINES = re.compile(r"^[^,;:]{3,90}\b(?:is|are) (?:an?|one of the) (?!day|week|night)")
_CAVEAT_LENGTH = 200  # a caveat longer than this reports something beside
_CREDIT_LENGTH = 600  # credits glued to a whole page of other text end nothing


@cache
def background_rules() -> TriggeredRules:
    """Return the rules of ``rules/statements/background.toml``."""
    return TriggeredRules(_rule_file().rules)


@cache
def _rule_file() -> RuleFile:
    return load_file(rules_folder("statements").joinpath("background.toml"), KEYS)


def background_reason(
    folded: str, *, is_dated: bool, is_attributed: bool, is_event: bool, follows_background: bool
) -> str | None:
    """Return why a sentence is off the timeline, or None for one that belongs on it.

    ``folded`` is the sentence; ``is_dated`` whether it has a time expression of its own,
    ``is_event`` whether a kind of event was found in it, ``follows_background`` whether the
    sentence before it in the same block was dropped.
    """
    for rule, _, _ in background_rules().find(folded):
        drops = rule.fields["drops"]
        if drops == "always" or (drops == "unless-long" and len(folded) < _CAVEAT_LENGTH):
            return rule.id
        if drops == "unless-dated" and not is_dated and not is_attributed:
            return rule.id
    if is_dated or is_attributed:
        return None
    tense = first_tense(folded)
    if (
        follows_background
        and tense != "past"
        and folded.startswith(("they ", "these ", "it ", "instead", "such "))
    ):
        return "background.continued"
    if tense == "present" and _DEFINES.search(folded):
        return "background.is-a"
    if not is_event and tense in ("present", None):
        return "background.no-event"
    return None


def ends_article(folded: str) -> bool:
    """Return whether a sentence is the closing credits, after which nothing is the article's."""
    return len(folded) < _CREDIT_LENGTH and next(_credit_rules().find(folded), None) is not None


@cache
def _credit_rules() -> TriggeredRules:
    return TriggeredRules(rule for rule in _rule_file().rules if rule.fields["drops"] == "rest")
