"""Builds rules/actors/countries.tsv: names of states and of their people, from open sources.

    npm pack cldr-localenames-full@48.2.0 i18n-nationality@1.4.0   fetches both packages
    python -m conflict_timeline.actors.build CLDR NATIONALITY      from the unpacked folders
    python -m conflict_timeline.actors.build CLDR NATIONALITY -o FILE

``main/en/territories.json`` of the first (Unicode CLDR, Unicode License v3) gives the names and
their variants, ``langs/en.json`` of the second (MIT) the word for the people. What neither has, and
what the press says otherwise, is typed in ``rules/actors/press_names.tsv``, whose filled cells take
the place of theirs. Same input, same bytes.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from conflict_timeline.rules.loader import read_table

TARGET = Path(__file__).parents[1] / "rules" / "actors" / "countries.tsv"
HEAD = """\
# States and territories: ISO 3166-1 alpha-2 code, name, further names, adjectives.
# Values are separated by ";". Built by conflict_timeline/actors/build.py, not typed: names from
# Unicode CLDR 48.2 (Unicode License v3, © 1991-2025 Unicode, Inc.), words for the people from
# i18n-nationality 1.4 (MIT, © 2016 widdix GmbH), corrected by press_names.tsv.
"""
_LEFT_OUT = "-"
_STATE = re.compile(r"[A-Z]{2}")
_NO_ADJECTIVE = re.compile(r"[(),&]| - | and | or |s$|Islander|Territory")


class Country(NamedTuple):
    """One row of the table: a state, what else it is called, and the adjectives made of it."""

    code: str
    name: str
    others: tuple[str, ...]
    adjectives: tuple[str, ...]


def main(arguments: list[str] | None = None) -> int:
    """Write the table the command line asks for and say how many states are in it."""
    parser = argparse.ArgumentParser(prog="python -m conflict_timeline.actors.build")
    parser.add_argument("cldr", type=Path, help="folder of cldr-localenames-full")
    parser.add_argument("nationality", type=Path, help="folder of i18n-nationality")
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="the file to write")
    options = parser.parse_args(arguments)
    names = json.loads((options.cldr / "main/en/territories.json").read_text(encoding="utf-8"))
    people = json.loads((options.nationality / "langs/en.json").read_text(encoding="utf-8"))
    countries = list(
        collect(names["main"]["en"]["localeDisplayNames"]["territories"], people["nationalities"])
    )
    options.output.write_text(HEAD + "".join(map(_line, countries)), encoding="utf-8")
    sys.stdout.write(f"{options.output}: {len(countries)} states and territories\n")
    return 0


def collect(territories: Mapping[str, str], people: Mapping[str, str]) -> Iterator[Country]:
    """Yield the states of both sources, as the press calls them, in the order of their names.

    >>> [c.adjectives for c in collect({"FR": "France"}, {"FR": "French"}) if c.code == "FR"]
    [('French',)]
    """
    typed = {row[0]: [*row, "", "", ""][:4] for row in read_table("actors", "press_names.tsv")}
    codes = {code for code in people if _STATE.fullmatch(code)} & territories.keys()
    countries = []
    for code in codes | typed.keys():
        _, name, others, adjectives = typed.get(code, [code, "", "", ""])
        if name == _LEFT_OUT:
            continue
        given = _plain(territories.get(code, ""))
        name = name or given
        known = [text for key, text in territories.items() if key.startswith(f"{code}-alt-")]
        countries.append(
            Country(
                code,
                name,
                _unlike(name, _cells(others) or _spelt([given, *map(_plain, known)])),
                _cells(adjectives) or _adjectives(name, people.get(code, "")),
            )
        )
    yield from sorted(countries, key=lambda country: (_bare(country.name), country.code))


def _plain(name: str) -> str:
    """Return a name as the press writes it: no sign for "and", straight apostrophes."""
    return name.replace("&", "and").replace("’", "'").replace(" - ", "-")


def _spelt(names: Iterable[str]) -> list[str]:
    """Return the names that hold no explanation, each also without its marks."""
    whole = [name for name in names if name and "(" not in name]
    return [form for name in whole for form in (name, _bare(name))]


def _bare(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name)
    return "".join(char for char in parts if not unicodedata.combining(char))


def _unlike(name: str, others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in others if form != name))


def _adjectives(name: str, people: str) -> tuple[str, ...]:
    """Return the word for the people where it is an adjective too: "Afghan", not "Antiguans"."""
    return () if not people or people == name or _NO_ADJECTIVE.search(people) else (people,)


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _line(country: Country) -> str:
    cells = (country.code, country.name, ";".join(country.others), ";".join(country.adjectives))
    return "\t".join(cells).rstrip("\t") + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
