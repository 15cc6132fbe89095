"""Hand-made records for tests of what comes after the rules: the store, the views, the exports."""

import hashlib
from datetime import date, datetime, timedelta

from conflict_timeline.model import (
    Actor,
    Article,
    Claim,
    Evidence,
    Figure,
    Link,
    PlaceRef,
    Published,
    PublishedBasis,
    Statement,
    Status,
    StatusName,
    TimeSpan,
    When,
)

CITIES = {
    "Kharkiv": (706483, 49.98081, 36.25272, "UA"),
    "Kyiv": (703448, 50.45466, 30.5238, "UA"),
    "Mykolaiv": (700569, 46.96591, 31.9974, "UA"),
    "Aleppo": (170063, 36.20124, 37.16117, "SY"),
}
REGIONS = {"Kharkiv": "Kharkiv Oblast", "Mykolaiv": "Mykolaiv Oblast", "Aleppo": "Aleppo"}
ZONES = {"UA": "Europe/Kyiv", "SY": "Asia/Damascus"}


def article(
    text: str,
    file: str = "folder/one.txt",
    *,
    day: date | None = date(2022, 2, 27),
    basis: PublishedBasis = "header",
    outlet: str | None = "The Courier",
) -> Article:
    return Article(
        id=hashlib.sha256(f"{file}\0{text}".encode("utf-8", "surrogatepass")).hexdigest(),
        file=file,
        text=text,
        published=Published(day, basis, (Evidence("27 February", 0, 11, "the day"),)),
        outlet=outlet,
    )


def statement(
    source: Article,
    text: str,
    *,
    day: date | None = date(2022, 2, 26),
    city: str | None = "Kharkiv",
    speaker: str | None = None,
    status: StatusName = "asserted",
    kinds: tuple[str, ...] = ("shelling",),
    actor: str | None = None,
    killed: float | None = None,
) -> Statement:
    start = source.text.index(text)
    return Statement(
        id=hashlib.sha256(f"{source.id}{start}".encode()).hexdigest()[:16],
        article=source.id,
        file=source.file,
        record=source.record,
        outlet=source.outlet,
        published=source.published.day,
        published_basis=source.published.basis,
        start=start,
        end=start + len(text),
        text=text,
        when=when(day, city) if day else None,
        places=(place(city, start),) if city else (),
        cities=(city,) if city else (),
        speakers=(speaker,) if speaker else (),
        spoken_as=(speaker,) if speaker else (),
        via=None,
        status=Status(status, "positive", None, "status.en.test"),
        kinds=kinds,
        actors=(Actor(actor, start, start + 1, "initiator", "RU"),) if actor else (),
        figures=(figure(killed, start),) if killed is not None else (),
        why=("status.en.test",),
    )


def when(day: date, city: str | None) -> When:
    midnight = datetime(day.year, day.month, day.day)
    span = TimeSpan(midnight, midnight + timedelta(days=1), "day", day.isoformat())
    zone = ZONES[CITIES[city][3]] if city else None
    return When(day, span, "relative", "on Saturday", zone=zone, reason="the last Saturday")


def place(city: str, start: int) -> PlaceRef:
    geonameid, lat, lon, country = CITIES[city]
    return PlaceRef(
        start=start,
        end=start + len(city),
        text=city,
        name=city,
        kind="city",
        role="event",
        country=country,
        admin1=REGIONS.get(city),
        lat=lat,
        lon=lon,
        geonameid=geonameid,
        zone=ZONES[country],
        reason="the only one of this name",
    )


def figure(killed: float, start: int) -> Figure:
    return Figure(
        start, start + 2, f"{killed:g}", killed, killed, None, "at_least", "killed", "casualties"
    )


def claim(*members: Statement, links: tuple[Link, ...] = ()) -> Claim:
    outlets = tuple(dict.fromkeys(s.outlet for s in members if s.outlet))
    return Claim(
        id="c" + members[0].id[:12],
        representative=members[0],
        statements=members,
        outlets=outlets,
        origins=len(outlets),
        links=links,
    )


NIGHT_STRIKE = (
    "Rockets struck a market in Kharkiv on Saturday night, the mayor, Olena Marchuk, said."
)
NIGHT_STRIKE_AGAIN = (
    "Rockets struck a market in Kharkiv on Saturday night, mayor Olena Marchuk said."
)
TEN_KILLED = "At least 10 people were killed in Kharkiv, the emergency service said."
FOUR_KILLED = "Four people were killed in Kharkiv, the regional hospital said."
DENIED = "The defence ministry denied that it had shelled the market."
BRIDGE = "A bridge in Mykolaiv was raised on Friday."
HOSTILE = "Loud [bold]blasts[/bold] \x1b[31mred\x1b[0m and \u202ereversed\u202c text | in <Aleppo>."
SOMETIME = "A convoy left the town on Tuesday."


def world() -> tuple[list[tuple[Article, list[Statement]]], list[Claim]]:
    """A small world: wire copy in two outlets, rival figures, a denial, odd text, unknown dates."""
    courier = article(f"{NIGHT_STRIKE} {TEN_KILLED} {BRIDGE}", "articles/courier.txt")
    post = article(
        f"{NIGHT_STRIKE_AGAIN} {FOUR_KILLED} {DENIED}", "articles/post.txt", outlet="Evening Post"
    )
    herald = article(
        HOSTILE, "articles/herald.txt", basis="inferred", outlet="The Herald", day=date(2022, 3, 2)
    )
    slip = article(SOMETIME, "articles/slip.txt", day=None, basis="none", outlet=None)
    strike = statement(courier, NIGHT_STRIKE, speaker="Olena Marchuk", status="claimed")
    again = statement(post, NIGHT_STRIKE_AGAIN, speaker="Olena Marchuk", status="claimed")
    ten = statement(
        courier, TEN_KILLED, speaker="emergency service", status="claimed", kinds=("casualties",),
        killed=10, actor="Russia",
    )  # fmt: skip
    four = statement(
        post, FOUR_KILLED, speaker="regional hospital", status="claimed", kinds=("casualties",),
        killed=4,
    )  # fmt: skip
    denied = statement(
        post, DENIED, speaker="defence ministry", status="denied", actor="Russia",
        day=date(2022, 2, 27),
    )  # fmt: skip
    bridge = statement(courier, BRIDGE, city="Mykolaiv", day=date(2022, 2, 25), kinds=("other",))
    blasts = statement(herald, HOSTILE, city="Aleppo", day=date(2022, 3, 1), kinds=("explosion",))
    convoy = statement(slip, SOMETIME, day=None, city=None, kinds=("troop_movement",))
    rival = "4 and at least 10 killed"
    claims = [
        claim(strike, again),
        claim(ten, links=(Link("contradicts", claim(four).id, rival),)),
        claim(four, links=(Link("contradicts", claim(ten).id, rival),)),
        claim(denied),
        claim(bridge),
        claim(blasts),
        claim(convoy),
    ]
    return [
        (courier, [strike, ten, bridge]),
        (post, [again, four, denied]),
        (herald, [blasts]),
        (slip, [convoy]),
    ], claims
