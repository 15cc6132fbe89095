"""The words that attribution knows: reporting verbs, word classes and lists, all rule data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from conflict_timeline.rules.loader import read_table

_PEOPLE_ENDINGS = ("ers", "ors", "ists", "ians", "ants", "eers", "men", "women", "people")
_CONTRACTED_VERBS = ("s", "ve", "d", "re", "ll", "m")


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb form: its lemma, class ("say", "deny", ...), shape, needs and traits.

    ``needs`` names what must stand beside it (see frames), ``traits`` what else it does or not;
    ``always`` says that it reports whatever stands there, as "said" does.
    """

    lemma: str
    kind: str
    shape: str
    needs: str
    traits: frozenset[str]
    always: bool


@cache
def verbs() -> Mapping[str, Verb]:
    """Return the reporting verbs by form."""
    return {
        form: _verb(lemma, kind, shape, needs, frozenset(traits.split(",")) - {"-"})
        for form, lemma, kind, shape, needs, traits in read_table("attribution", "verbs.tsv")
    }


def _verb(lemma: str, kind: str, shape: str, needs: str, traits: frozenset[str]) -> Verb:
    always = needs == "free" and shape != "base" and "never-negated" not in traits
    return Verb(lemma, kind, shape, needs, traits, always)


@cache
def word_classes() -> Mapping[str, str]:
    """Return the class letter of every listed word (see words); reporting verbs are v or g."""
    classes = {row[0]: row[1] for row in read_table("attribution", "words.tsv")}
    for form, verb in verbs().items():
        classes[form] = "g" if verb.shape == "ing" else "v"
    return classes


@cache
def word_lists() -> Mapping[str, frozenset[str]]:
    """Return the listed words by list name: "message", "image", "crew", "role", ..."""
    lists: dict[str, set[str]] = {}
    for word, name in read_table("attribution", "lists.tsv"):
        lists.setdefault(name, set()).add(word)
    return {name: frozenset(words) for name, words in lists.items()}


@cache
def word_readings() -> Mapping[str, tuple[str, str, str]]:
    """Return word -> (class, classes wanted before, classes wanted behind): "since said" is R."""
    return {row[0]: (row[1], row[2], row[3]) for row in read_table("attribution", "readings.tsv")}


@cache
def quantifier_openings() -> frozenset[str]:
    """Return the first words of what stands before a number: "about", "more" (than)."""
    return frozenset(phrase.split(" ", 1)[0] for phrase in word_lists()["quantifier"])


@cache
def head_kin() -> Mapping[str, frozenset[str]]:
    """Return noun -> the nouns of bodies that it may go back to; "-" is a name without a noun."""
    kin: dict[str, set[str]] = {}
    for noun, bodies in read_table("attribution", "kin.tsv"):
        kin.setdefault(noun, set()).update(bodies.split(" "))
    return {noun: frozenset(bodies) for noun, bodies in kin.items()}


@cache
def contractions() -> frozenset[str]:
    """Return "he's", "they've", ...: pronouns with a verb in the same word."""
    pronouns = word_lists()["contracting"]
    return frozenset(f"{word}'{rest}" for word in pronouns for rest in _CONTRACTED_VERBS)


@cache
def no_names() -> frozenset[str]:
    """Return the words that are no part of a person's name, capitalised or not."""
    lists = word_lists()
    grammar = {word for word, letter in word_classes().items() if letter in "DPSN&RAT"}
    nouns = lists["role"] | lists["title"] | lists["org"] | lists["portfolio"]
    nouns |= lists["place-noun"]
    return frozenset(nouns | (grammar - lists["name-particle"]))


def is_speaker(word: str) -> bool:
    """Say whether a folded noun or pronoun names somebody who speaks, or something that shows."""
    known = _speakers()
    return word in known or word.removesuffix("s") in known or word.endswith(_PEOPLE_ENDINGS)


@cache
def _speakers() -> frozenset[str]:
    lists = word_lists()
    names = ("role", "title", "org", "outlet", "message", "image", "crew", "study", "people")
    pronouns = ("person-pronoun", "thing-pronoun", "pronominal", "male", "female")
    return frozenset().union(*(lists[name] for name in (*names, *pronouns)))
