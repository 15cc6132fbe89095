"""Which two claims cannot both hold, and why, in words an analyst reads.

Three ways: one side denies what the other says, two counts of one event differ, or opposite words
are said of one thing at one place and day.
"""

from functools import cache

from conflict_timeline.claims.comparable import NOT, Comparable
from conflict_timeline.claims.counting import rival_reason
from conflict_timeline.claims.guards import worded_conflict
from conflict_timeline.claims.overlap import Overlap, weight, word_overlap
from conflict_timeline.claims.profile import (
    Profile,
    are_apart,
    as_written,
    days_between,
    is_brief,
    link_words,
    negated,
    share_place,
    subject_words,
)
from conflict_timeline.claims.score import LEAST_SHARED, SAME, similarity
from conflict_timeline.claims.sides import ARMED, INDEPENDENT, STATE, are_one_side, side_of
from conflict_timeline.claims.vocabulary import look_up, opposites, parties, place_groups

NEAR_DAYS = 3
"""Days that a denial may lie after what it denies without taking it up word for word."""

HALF = 0.5
LEAST_SUBJECT = 2  # words: one alone ("talks", "attack") is shared by chance
CHARGE_WORDS = 7  # between who is blamed and the blame: names and titles stand there
NEAR_WORDS = 4  # content words between an act and what it is done to


def contradiction(one: Profile, other: Profile, overlap: Overlap) -> str:
    """Return why the two cannot both hold, or "" when they can."""
    if one.is_negative != other.is_negative:
        denier, claimed = (one, other) if one.is_negative else (other, one)
        return _denial(denier, claimed, overlap)
    if one.is_negative or not (one.is_firm and other.is_firm) or are_apart(one, other):
        return ""
    if not (is_brief(one) and is_brief(other)) or days_between(one, other) > 1:
        return ""
    return rival_reason(one, other, overlap) or _opposite_states(one, other, overlap)


def _denial(denier: Profile, claimed: Profile, overlap: Overlap) -> str:
    """Return how ``denier`` denies what ``claimed`` says, or ""."""
    status = claimed.claim.representative.status.name
    if not claimed.is_firm and status != "unconfirmed":
        return ""
    if not link_words("refute").isdisjoint(claimed.view.words):
        return ""  # "the reports are false": a denial in other words
    if are_one_side(denier.speakers, claimed.speakers):
        return ""
    if (claimed.view.day_first or 0) > max(denier.last_published, denier.view.day_last or 0):
        return ""  # nobody denies what is yet to happen
    by = _by(denier)
    if denier.about is not None and _says(claimed, denier.about):
        is_meant = _is_act(claimed) or not denier.kinds & link_words("act")
        return f"{by} in answer to it" if is_meant else ""
    if are_apart(denier, claimed) or days_between(denier, claimed) > NEAR_DAYS:
        return ""
    if denier.is_denial:
        if shared := _shared_subject(denier, claimed):
            return f"{by}: {as_written(claimed.claim, shared)}"
        if _is_of_one_kind(denier, claimed) and (how := _accused(claimed, denier)):
            return f"{by}, {how}"
    if (
        _denies_act(denier)
        and _is_strike(claimed, denier)
        and _is_of_its_weapon(claimed, denier)
        and _is_one_scene(denier, claimed)
        and not _names_another(claimed, denier)
    ):
        return f"{by}, same place and day"
    if _denies_losses(denier) and _counts_losses_of(claimed, denier):
        return "losses counted against none reported"
    return "the same words, negated" if _is_negated(denier, claimed, overlap) else ""


def _by(denier: Profile) -> str:
    """Return who denies, or says in other words that it is not so."""
    name = denier.speakers[0][:60] if denier.speakers else ""
    if denier.is_denial:
        return f"denied by {name}" if name else "denied"
    return f"{name} says that it is not so" if name else "said not to be so"


def _is_negated(one: Profile, other: Profile, overlap: Overlap) -> bool:
    """Return whether a negation is what keeps the two from being the same claim."""
    shared = subject_words(one.view).intersection(other.view.words)
    if len(shared) < LEAST_SHARED or days_between(one, other) > 1 or overlap.dice < HALF:
        return False
    if similarity(one.view, other.view, overlap) < SAME:
        return False
    return worded_conflict(*_in_order(one.view, other.view)) == "negated"


def _says(claimed: Profile, about: Comparable) -> bool:
    """Return whether the claim is the sentence ``about``, or says the same."""
    view = claimed.view
    if view.numbers and about.numbers and set(view.numbers).isdisjoint(about.numbers):
        return False
    overlap = word_overlap(view, about)
    return overlap.dice >= HALF and similarity(view, about, overlap) >= SAME


def _in_order(one: Comparable, other: Comparable) -> tuple[Comparable, Comparable, Overlap]:
    if other.sequence < one.sequence:
        one, other = other, one
    return one, other, word_overlap(one, other)


def _shared_subject(denier: Profile, claimed: Profile) -> frozenset[str]:
    """Return the words of what is denied that the claim says too, where they are the better half.

    The kinds of the two must meet, and the claim must tell it as done, not talk about it.
    """
    if denier.kinds.isdisjoint(claimed.kinds) or _names_another(claimed, denier):
        return frozenset()
    denied = subject_words(denier.view) - link_words("manner")
    shared = denied.intersection(claimed.view.words)
    if NOT in claimed.view.sequence or len(shared) < LEAST_SUBJECT:
        return frozenset()
    if 2 * sum(map(weight, shared)) < sum(map(weight, denied)):
        return frozenset()
    return shared if _is_act(claimed) or not denier.kinds & link_words("act") else frozenset()


def _is_of_one_kind(denier: Profile, claimed: Profile) -> bool:
    """Return whether a blanket denial ("denies targeting civilians") covers the claim."""
    if NOT in claimed.view.sequence:
        return False  # it may itself be a denial
    if denier.kinds & claimed.kinds & link_words("sharp"):
        return _is_act(claimed)
    return "civilian_attack" in denier.kinds and _harms_civilians(claimed)


def _harms_civilians(profile: Profile) -> bool:
    words = profile.view.words
    if not profile.kinds & link_words("strike") or link_words("garrison").intersection(words):
        return False
    people = [figure for figure in profile.counts if figure.measure == "casualties"]
    return bool(people) or not link_words("civilian").isdisjoint(words)


def _accused(claimed: Profile, denier: Profile) -> str:
    """Return how the claim is meant: it says that the denier's side did it, or stands in the
    denier's article and names nobody else; "" when neither.
    """
    side = side_of(denier.speakers)
    did = doers(claimed)
    if side.countries & did or (side.kind == STATE and not side.countries and STATE in did):
        return "whose side it names"
    is_beside = (
        bool(denier.speakers)
        and ARMED not in did
        and not denier.articles.isdisjoint(claimed.articles)
    )
    return "in the same article" if is_beside else ""


def _names_another(claimed: Profile, denier: Profile) -> bool:
    """Return whether the claim says that somebody else did it."""
    side = side_of(denier.speakers)
    mine = side.countries | doers(denier)
    if side.countries:
        mine -= {STATE}  # Russia's denial says nothing of "regime jets"
    theirs = doers(claimed)
    return bool(theirs) and theirs.isdisjoint(mine)


def doers(profile: Profile) -> frozenset[str]:
    """Return the countries that the claim says did it, with ``STATE`` and ``ARMED`` where it names
    a government's forces and those who fight one.

    Who did it stands before the deed ("army jets bombed"), or beside an accusation ("blamed the
    army").
    """
    groups, sides = place_groups(), _kinds_of_parties()
    sequence = profile.view.sequence
    deeds, charges = link_words("deed"), link_words("accuse")
    found = {
        actor.side.casefold()
        for actor in profile.claim.representative.actors
        if actor.role == "initiator" and actor.side
    }
    for at, word in enumerate(sequence):
        if word not in sides:
            continue
        after = sequence[at + 1 : at + 1 + NEAR_WORDS]
        before = sequence[max(0, at - NEAR_WORDS) : at]
        around = sequence[max(0, at - CHARGE_WORDS) : at + 1 + CHARGE_WORDS]
        if not deeds.isdisjoint(after) or not charges.isdisjoint(around):
            found.add(sides[word])
            found.update([groups[name] for name in before[-2:] if name in groups])
    return frozenset(found)


@cache
def _kinds_of_parties() -> dict[str, str]:
    """Return whether a word for a party means a government's people or those who fight one."""
    states = {parties()[look_up(word).normal] for word in ("government", "troops")}
    armed = {parties()[look_up(word).normal] for word in ("rebels", "militants", "terrorists")}
    return {
        word: STATE if number in states else ARMED
        for word, number in parties().items()
        if number in states | armed
    }


def _is_act(profile: Profile) -> bool:
    """Return whether the claim tells of an act of war, not of talk about one."""
    if profile.kinds & link_words("talk") and not profile.counts:
        return not link_words("accuse").isdisjoint(profile.view.words)
    acts = profile.kinds & link_words("act")
    if acts <= link_words("sharp"):  # the weapon is named: is it said to have been used?
        return bool(acts) and (
            bool(profile.counts or doers(profile))
            or side_of(profile.speakers).kind == INDEPENDENT
            or not link_words("accuse").isdisjoint(profile.view.words)
        )
    return bool(acts)


def _is_strike(claimed: Profile, denier: Profile) -> bool:
    """Return whether the claim tells of a strike, or of its victims beside the denial."""
    if claimed.kinds & link_words("strike") - {"civilian_attack"}:
        return True
    return bool(claimed.counts) and not denier.articles.isdisjoint(claimed.articles)


def _is_of_its_weapon(claimed: Profile, denier: Profile) -> bool:
    """Return whether the claim tells of the weapon whose use is denied, where one is named."""
    named = denier.kinds & link_words("sharp")
    if not named:
        return True
    return named <= claimed.kinds and NOT not in claimed.view.sequence and _is_act(claimed)


def _denies_act(profile: Profile) -> bool:
    """Return whether an act of war is denied or said not to have been done, by somebody named."""
    if not profile.speakers or not profile.kinds & link_words("strike"):
        return False
    return profile.is_denial or not negated(profile).isdisjoint(link_words("deed"))


def _is_one_scene(one: Profile, other: Profile) -> bool:
    are_dated = one.view.is_dated and other.view.is_dated
    return are_dated and days_between(one, other) == 0 and share_place(one, other)


def _denies_losses(profile: Profile) -> bool:
    is_about_losses = "casualties" in profile.kinds and not profile.counts
    return is_about_losses and not negated(profile).isdisjoint(link_words("loss"))


def _counts_losses_of(claimed: Profile, denial: Profile) -> bool:
    """Return whether the claim counts losses of a side that the denial names."""
    groups, sides = place_groups(), parties()
    soldiers = sides.get(look_up("soldiers").normal)
    theirs = denial.countries
    for figure in claimed.counts:
        words = [look_up(word).normal for word in figure.unit.split()]
        named = {groups[word] for word in words if word in groups}
        if named & theirs:
            return True
        if not named and any(sides.get(word) == soldiers for word in words):
            return bool(claimed.countries & theirs)
    killed = link_words("loss") & set(claimed.view.words)
    text = {groups[word] for word in claimed.view.words if word in groups}
    has_soldiers = any(sides.get(word) == soldiers for word in claimed.view.words)
    return bool(killed) and has_soldiers and bool(claimed.view.scales) and bool(text & theirs)


def _opposite_states(one: Profile, other: Profile, overlap: Overlap) -> str:
    """Return the opposite words that are said of one thing, at one place, or ""."""
    if not (one.rivals and other.rivals) or not share_place(one, other):
        return ""
    if one.kinds and other.kinds and one.kinds.isdisjoint(other.kinds):
        return ""
    for word in sorted(one.rivals & overlap.rest):
        for rival in sorted(other.rivals & overlap.other_rest):
            if not _are_opposites(word, rival):
                continue
            if _are_of_one_thing(one, word, other, rival):
                mine = as_written(one.claim, frozenset({word}))
                theirs = as_written(other.claim, frozenset({rival}))
                return f"“{mine}” against “{theirs}”, same place"
    return ""


def _are_opposites(word: str, rival: str) -> bool:
    table = opposites()
    return any(
        row == other_row and side != other_side
        for row, side in table.get(word, ())
        for other_row, other_side in table.get(rival, ())
    )


def _are_of_one_thing(one: Profile, word: str, other: Profile, rival: str) -> bool:
    """Return whether both are said as done, and beside one word that is no name, place or party.

    To take and to hold are no opposites when one party does both.
    """
    near, other_near = _near(one, word), _near(other, rival)
    if not link_words("attempt").isdisjoint(near | other_near):
        return False
    if {word, rival} & link_words("keep"):
        sides = parties()
        mine = {sides[name] for name in near if name in sides}
        theirs = {sides[name] for name in other_near if name in sides}
        if not mine or not theirs or not mine.isdisjoint(theirs):
            return False
    shared = near & other_near - {word, rival}
    return not shared.isdisjoint(subject_words(one.view) - link_words("manner"))


def _near(profile: Profile, word: str) -> frozenset[str]:
    sequence = profile.view.sequence
    if word not in sequence:
        return frozenset()
    at = sequence.index(word)
    return frozenset(sequence[max(0, at - NEAR_WORDS) : at + NEAR_WORDS + 1]) - {word}
