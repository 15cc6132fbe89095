"""What the towns of a sentence are there for: its scene, the seat of its speaker, one end of a way.

A town counts for ``--city`` only where the event is. The rules over the words beside a name stand
in ``rules/statements/standing.toml``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from conflict_timeline.model import PlaceRef, PlaceRole
from conflict_timeline.rules.loader import Rule, RuleFile, load_file, rules_folder
from conflict_timeline.rules.trie import PhraseTrie, fold, phrase_trie
from conflict_timeline.statements.lines import Line
from conflict_timeline.statements.words import vocabulary

Stands = Literal["scene", "aside", "seat", "passing", "quarter", "titled", "beside", "dateline"]
Side = Literal["before", "after", "between"]
KEYS = frozenset({"side", "triggers", "stands", "alone", "lead", "barred"})
BEFORE = 80  # characters to the left: a trigger and "the rebel-held northern town of"
SOURCE = 300  # characters of a source before a name in it: longer ones are lists
NEAR = 4  # words: "evacuated more than 300 people from"
BETWEEN = 60  # characters between two names: ", a village on the outskirts of "
_STOPS = (
    "in|on|at|from|to|into|by|with|for|near|after|before|that|which|who|and|but|as|while|when|where|hit"
    "|struck|was|were|is|are|had|has|have|said|says"
)
_LEAD = re.compile(rf" (?:(?!(?:{_STOPS}) )[\w'-]+ ){{0,5}}")
_LED_IN = re.compile(r"(?<!\w)(?:in|at|near|around|across|inside|outside|throughout|within) $")
_SHORT_LEAD = re.compile(r" (?:the )?(?:[\w-]+ )?(?:(?:capital|city|town|village)(?: of)? )?")
_JOINT = re.compile(r"(?:,| and| or|, and|, or) (?:the )?")
_JOIN = re.compile(
    r",? (?:(?:which|that) (?:is|lies) )?(?:(?:an?|the) (?:[\w'-]+ ){0,2}"
    r"(?:town|village|city|suburb|settlement|port|hamlet) )?(?:just |only |right |some )?"
)
_MORE = re.compile(
    r"(?:, [\w'-]+){0,3},? and [\w'-]+ (?=districts|quarters|neighbo|suburbs|boroughs)"
)
_SPOT = re.compile(  # a spot that the sentence leaves without a name
    r"\b(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|several|some|dozens of"
    r"|\d{1,3})(?: [\w'’-]+){0,3} (?:towns?|villages?|suburbs?|city|cities|districts?|checkpoints?"
    r"|neighbou?rhoods?|transit point|bridge|bases?|hills?)\b"
)
_CLAUSE = re.compile(r", |\bwho\b")
_AGENCY = re.compile(r"[^.!?()\n]{0,40}\([^()\n]{2,30}\) ?(?:--|-) ")
_OPENING = re.compile(r"(?:and |but |meanwhile,? |earlier,? )?in ")
_WHICH_EDGE = re.compile(r"\b(?:north|south)?(?:east|west)?ern (?=edge|outskirts|fringe)")
_SUBURB_OF = re.compile(r"(?:'s)? (?:[\w-]+ )?(?:suburb|town|village|satellite town) of ")
_DISTRICT_OF = re.compile(r" (?:district|quarter|neighbou?rhood|borough) of (?:the )?")
_OWNS = re.compile(r"'s (?:(?:central|historic|old|eastern|western|northern|southern|busy) )?")
_SIDE_OF = re.compile(
    r",? (?:in|on) the (?:far )?(?:(?:north|south|east|west)[a-z-]*|cent(?:er|re)|heart"
    r"|(?:left|right) bank|(?:north|south|east|west)[a-z-]* part) of "
)
_ROLES: Mapping[Stands, PlaceRole] = {
    "aside": "reference",
    "seat": "speaker",
    "dateline": "dateline",
}


class Standing(NamedTuple):
    """What a town stands for, by which rule, and what if it is the only spot of its sentence."""

    stands: Stands
    alone: Stands | None = None
    rule: str = ""


SCENE = Standing("scene")


class Towns(NamedTuple):
    """The places of one line with their roles, and the towns that may be its scene.

    ``scene`` are the towns the event is in; ``passing`` those of them that are one end of a way;
    ``quarters`` those that may be a part of the town spoken of; ``domains`` are towns that an
    official speaks for, ``beside`` those that whoever is quoted has to do with: they count where
    nothing else does.
    """

    places: tuple[PlaceRef, ...]
    scene: tuple[PlaceRef, ...] = ()
    passing: tuple[PlaceRef, ...] = ()
    quarters: tuple[PlaceRef, ...] = ()
    domains: tuple[PlaceRef, ...] = ()
    beside: tuple[PlaceRef, ...] = ()


NO_TOWNS = Towns(())


@cache
def standing_rules() -> RuleFile:
    """Return the rules of ``rules/statements/standing.toml`` and their vocabulary."""
    return load_file(rules_folder("statements").joinpath("standing.toml"), KEYS)


def towns_by_use(lines: Sequence[Line]) -> frozenset[str]:
    """Return names without coordinates that the article uses as a town's elsewhere.

    That is what a distance or bearing is told of ("Rashidin, west of Aleppo"), and what is called a
    town in another sentence ("the Dafniya area" after "the town of Dafniya").
    """
    unknown = {r.name for line in lines for r in line.places if _is_spot_unknown(r)}
    if not unknown:
        return frozenset()
    towns = {r.name for line in lines for r in line.places if r.kind == "city"}
    beside = {
        one.name
        for line in lines
        for one, other in pairwise(line.places)
        if one.name in unknown and other.bearing and other.start - one.end <= BETWEEN
    }
    return frozenset(unknown & towns | beside)


def _is_spot_unknown(ref: PlaceRef) -> bool:
    return ref.kind == "district" and ref.geonameid is None and ref.role == "event"


def towns_of(line: Line, known: frozenset[str] = frozenset()) -> Towns:
    """Return what the towns of ``line`` stand for; ``known`` are names used as a town's."""
    if not line.places:
        return NO_TOWNS
    if not any(ref.role in ("event", "speaker") for ref in line.places):
        return Towns(line.places)
    towns = _towns(line, known)
    seats = [
        ref
        for ref in line.places
        if ref.role == "speaker" and ref.kind == "city" and not ref.reason.endswith("a capital")
    ]
    if not towns and not seats:
        return Towns(line.places)
    stands = _settled(line, standings_of(line, known))
    officials = tuple(ref for ref in seats if _as_source(line, ref) == SCENE)
    spoken_for = {ref.start for ref in officials}

    def those(*wanted: Stands) -> tuple[PlaceRef, ...]:
        return tuple(ref for ref in towns if stands[ref.start] in wanted)

    return Towns(
        places=tuple(_with_role(ref, stands.get(ref.start)) for ref in line.places),
        scene=those("scene", "passing", "quarter"),
        passing=those("passing"),
        quarters=those("quarter"),
        domains=(*those("titled"), *officials),
        beside=(*those("beside"), *(ref for ref in seats if ref.start not in spoken_for)),
    )


def _with_role(ref: PlaceRef, stands: Stands | None) -> PlaceRef:
    role = _ROLES.get(stands) if stands else None
    return replace(ref, role=role) if role else ref


def _settled(line: Line, standings: Mapping[int, Standing]) -> dict[int, Stands]:
    """Return what each town stands for, once it is known whether it is the only spot."""
    firm = any(
        standings.get(ref.start, SCENE).stands in ("scene", "quarter")
        for ref in line.places
        if ref.role == "event" and ref.kind in ("city", "district", "site")
    )
    ends = {standing.rule for standing in standings.values() if standing.alone}
    is_alone = not firm and len(ends) == 1 and _SPOT.search(line.folded) is None
    return {
        start: standing.alone if standing.alone and is_alone else standing.stands
        for start, standing in standings.items()
    }


def _towns(line: Line, known: frozenset[str]) -> list[PlaceRef]:
    return [
        ref
        for ref in line.places
        if ref.role == "event"
        and (ref.kind == "city" or (ref.name in known and _is_spot_unknown(ref)))
    ]


def standings_of(line: Line, known: frozenset[str] = frozenset()) -> dict[int, Standing]:
    """Return what the towns of ``line`` stand for by the words beside them, by their ``start``."""
    towns = _towns(line, known)
    standings: dict[int, Standing] = {}
    neighbour: PlaceRef | None = None
    last_end = line.sentence.start
    wanted = {ref.start for ref in towns}
    for ref in line.places:
        if ref.start in wanted:
            standings[ref.start] = _standing(line, ref, neighbour, last_end)
            neighbour = ref
        last_end = max(last_end, ref.end)
    _name_parts(line, standings)
    if len(towns) > 1:
        _share_between_conjuncts(line, towns, standings)
        if _is_seat_in_front(line, towns[0], towns[-1]):
            standings[towns[0].start] = Standing("seat")
    return standings


def _name_parts(line: Line, standings: dict[int, Standing]) -> None:
    """Read "the Kyiv suburb of Bucha" as Bucha, "the Kyiv district of Lypky" as Kyiv.

    Kyiv it is for "Kyiv's Podil" and "Troieshchyna, in the northeast of Kyiv", too.
    """
    offset = line.sentence.start
    for one, other in pairwise(line.places):
        if one.start not in standings:
            continue
        begin, end = one.end - offset, other.start - offset
        if other.start in standings and _SUBURB_OF.fullmatch(line.folded, begin, end):
            standings[one.start], standings[other.start] = Standing("aside"), SCENE
        elif other.start in standings and _OWNS.fullmatch(line.folded, begin, end):
            standings[other.start] = Standing("quarter")
        elif other.start in standings and _SIDE_OF.fullmatch(line.folded, begin, end):
            standings[one.start] = Standing("quarter")
        elif other.kind == "district" and _DISTRICT_OF.fullmatch(line.folded, begin, end):
            standings[one.start] = SCENE


def _is_seat_in_front(line: Line, first: PlaceRef, last: PlaceRef) -> bool:
    """Return whether a sentence opens with where it is said: "In Paris, a source said that X ..."

    What happens abroad happens where it is told of; whoever speaks at home may speak of home.
    """
    begin = first.start - line.sentence.start
    return (
        bool(line.spoken)
        and None not in (first.country, last.country)
        and first.country != last.country
        and _OPENING.fullmatch(line.folded, 0, begin) is not None
    )


def _standing(line: Line, ref: PlaceRef, neighbour: PlaceRef | None, last_end: int) -> Standing:
    """Return what one town stands for by the words beside it and the source it is part of.

    ``neighbour`` is the town before it, ``last_end`` where the last place before it ends.
    """
    begin, end = ref.start - line.sentence.start, ref.end - line.sentence.start
    folded = line.folded
    if begin <= 1 and _AGENCY.match(folded, end):
        return Standing("dateline")
    quoted = _as_source(line, ref)
    if quoted is not None:
        return quoted
    if neighbour is not None and ref.start - neighbour.end <= BETWEEN:
        found = _rule_between(folded[neighbour.end - line.sentence.start : begin])
        if found is not None and (found.id != "standing.container" or _lies_in(neighbour, ref)):
            return _of(found)
    left = folded[max(last_end - line.sentence.start, begin - BEFORE) : begin]
    found = _rule_before(left) or _rule_after(folded, begin, end)
    return _of(found) if found else SCENE


def _as_source(line: Line, ref: PlaceRef) -> Standing | None:
    """Return what a town inside the words for a speaker stands for, or None.

    A ministry sits there; those who live there speak of it; what is told about the speaker beside
    ("a colleague, who is being treated in Poltava") is no scene where there is another.
    """
    begin, end = ref.start - line.sentence.start, ref.end - line.sentence.start
    for attribution in line.spoken:
        for first, last in attribution.source:
            if not first <= ref.start < last:
                continue
            source = line.folded[max(0, first - line.sentence.start, begin - SOURCE) : begin]
            if vocabulary("national").search(source):
                return Standing("seat")
            if _CLAUSE.search(source):
                return Standing("beside")
            found = _rule_after(line.folded, begin, end)
            if found is not None and found.fields["stands"] in ("titled", "quarter"):
                return _of(found)
            return SCENE
    return None


def _rule_before(left: str) -> Rule | None:
    """Return the rule whose words, the last of ``left``, lead to a name."""
    side = _side("before")
    for found in side.triggers.finditer(left):
        rule = side.rule(found[0])
        lead = _SHORT_LEAD if rule.fields.get("lead") == "short" else _LEAD
        if lead.fullmatch(left, found.end()) and not _is_barred(rule, left[: found.start()]):
            return rule
    return None


def _is_barred(rule: Rule, words: str) -> bool:
    return not set(rule.fields.get("barred", ())).isdisjoint(words.split()[-NEAR:])


def _rule_after(folded: str, begin: int, end: int) -> Rule | None:
    """Return the rule whose words follow the name that ends at ``end``: "X's governor"."""
    side = _side("after")
    at = end + 3 if folded.startswith("'s ", end) else end + 1
    if more := _MORE.match(folded, end):
        at = more.end()
    if not folded.startswith(" ", at - 1):
        return None
    found = side.triggers.pattern.match(folded, at)
    rule = side.rule(found[0]) if found else None
    if (
        rule is not None
        and rule.fields.get("lead") == "bare"
        and _LED_IN.search(folded, max(0, begin - 12), begin)
    ):
        return None
    return rule


def _rule_between(gap: str) -> Rule | None:
    """Return the rule whose words, and no others, join two names: ", just outside "."""
    side = _side("between")
    gap = _WHICH_EDGE.sub("", gap)
    start = _JOIN.match(gap)
    found = side.triggers.pattern.match(gap, start.end()) if start else None
    return side.rule(found[0]) if found and _LEAD.fullmatch(gap, found.end()) else None


class _Side(NamedTuple):
    triggers: PhraseTrie
    by_trigger: Mapping[str, Rule]

    def rule(self, words: str) -> Rule:
        return self.by_trigger[re.sub(r"\s+", " ", words)]


@cache
def _side(side: Side) -> _Side:
    by_trigger = {
        written: rule
        for rule in standing_rules().rules
        if rule.fields["side"] == side
        for trigger in rule.fields["triggers"]
        for written in _written(trigger)
    }
    return _Side(phrase_trie(by_trigger), by_trigger)


def _written(trigger: str) -> list[str]:
    """Return a trigger with each word of the vocabulary it names: "{people} from"."""
    for name, members in standing_rules().vocabulary.items():
        if "{" + name + "}" in trigger:
            return [trigger.replace("{" + name + "}", member) for member in members]
    return [trigger]


def _of(rule: Rule) -> Standing:
    stands, alone = rule.fields["stands"], rule.fields.get("alone")
    return Standing(cast(Stands, stands), cast(Stands | None, alone), rule.id)


def _lies_in(inner: PlaceRef, outer: PlaceRef) -> bool:
    """Return whether ``outer`` may be the province that ``inner`` lies in, named like its town."""
    if inner.admin1 is None or outer.admin1 is None:
        return inner.geonameid is None
    return inner.admin1 == outer.admin1 or fold(inner.admin1).startswith(fold(outer.name))


def _share_between_conjuncts(
    line: Line, towns: Sequence[PlaceRef], standings: dict[int, Standing]
) -> None:
    """Give towns joined by "and" or a comma what one of them stands for: "from X and Y"."""
    joined = [
        (one.start, other.start)
        for one, other in pairwise(towns)
        if _JOINT.fullmatch(
            line.folded, one.end - line.sentence.start, other.start - line.sentence.start
        )
    ]
    for one, other in joined:  # from left to right: what leads to the first leads to the others
        if standings[one].alone and standings[other] == SCENE:
            standings[other] = standings[one]
    for one, other in reversed(joined):
        if standings[other].alone and standings[one] == SCENE:
            standings[one] = standings[other]
