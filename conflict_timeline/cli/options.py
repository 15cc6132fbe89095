"""Options that several commands share, as dataclasses whose fields become options.

A command takes one argument for each group and declares it by the group's class:

    @command
    def timeline(call: Call, filters: FilterOptions, output: OutputOptions) -> None: ...
"""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from conflict_timeline.cli.completion import (
    complete_city,
    complete_kind,
    complete_outlet,
    complete_region,
)
from conflict_timeline.cli.settings import read_settings
from conflict_timeline.problems import RuleProblem

DEFAULT_STORE = Path("timeline.db")


def _with_tables(folder: Path | None) -> Path | None:
    """Who names a folder of rules expects that it counts; a table that is none would not."""
    if folder is not None and not (folder / OWN_TABLE).is_file():
        what = "is no file" if os.path.lexists(folder / OWN_TABLE) else "is not there"
        raise RuleProblem(
            "CTL-R012",
            what,
            where=str(folder / OWN_TABLE),
            hint="write it: tabs between name, what it is, country, side, further names",
        )
    return folder


OWN_TABLE = "actors.tsv"
RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        envvar="CTL_RULES",
        callback=_with_tables,
        exists=True,
        file_okay=False,
        help="Your own rule data: DIR/actors.tsv adds armed groups and organisations.",
    ),
]


class LogFormat(StrEnum):
    """How problems are written to stderr."""

    text = "text"
    json = "json"


@dataclass(frozen=True, repr=False, eq=False)
class Call:
    """What holds for every command; given before the command's name or after it."""

    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="FILE", help="The store. Default: timeline.db, or CTL_DB."),
    ] = None
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, no summary; errors still show.")
    ] = False
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour (also: NO_COLOR).")] = (
        False
    )
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the program an error came up.")
    ] = False

    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="json: problems as JSON, one a line.")
    ] = LogFormat.text
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings; see `ctl help environment`."),
    ] = None

    @property
    def store_path(self) -> Path:
        """The store's file: flag, then CTL_DB, then the configuration, then the current folder."""
        return self.db or Path(os.environ.get("CTL_DB") or DEFAULT_STORE)

    @property
    def user(self) -> str:
        """Who decides, where nobody is named: CTL_USER, the configuration, the system's name."""
        import getpass

        return os.environ.get("CTL_USER") or read_settings(self.config).user or getpass.getuser()

    def settled(self, outer: "Call | None") -> "Call":
        """Return this call with what stood before the command's name, and with the settings."""
        outer = outer or Call()
        settings = read_settings(self.config or outer.config)
        stored = None if os.environ.get("CTL_DB") or not settings.db else Path(settings.db)
        return Call(
            db=self.db or outer.db or stored,
            quiet=self.quiet or outer.quiet or settings.quiet,
            no_color=self.no_color or outer.no_color or settings.no_color,
            debug=self.debug or outer.debug,
            log_format=max(self.log_format, outer.log_format, key=list(LogFormat).index),
            config=self.config or outer.config,
        )


@dataclass(frozen=True, repr=False, eq=False)
class FilterOptions:
    """Which claims. Repeat an option for "or"; different options together mean "and"."""

    city: Annotated[
        list[str] | None,
        typer.Option(
            "--city",
            "-c",
            metavar="NAME",
            help='What happened in this city; "Zahle, LB" says which.',
            autocompletion=complete_city,
        ),
    ] = None
    country: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="NAME", help="Country, by name or two-letter code."),
    ] = None
    region: Annotated[
        list[str] | None,
        typer.Option(
            "--region",
            metavar="NAME",
            help="Region, oblast, province or state.",
            autocompletion=complete_region,
        ),
    ] = None
    near: Annotated[
        str | None, typer.Option("--near", metavar="CITY:KM", help='Around a city: "Kyiv:50km".')
    ] = None
    bbox: Annotated[
        str | None,
        typer.Option("--bbox", metavar="W,S,E,N", help='In a box of degrees: "36,49,37,50".'),
    ] = None
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="From this day: 2022-02-24.")
    ] = None
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Up to and with this day.")
    ] = None
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="On this day, month or year: 2022-03.")
    ] = None
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            "-k",
            metavar="KIND",
            help="Kind of event: shelling, casualties.",
            autocompletion=complete_kind,
        ),
    ] = None
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="How firmly: claimed, denied, observed."),
    ] = None
    actor: Annotated[
        list[str] | None, typer.Option("--actor", metavar="NAME", help="Who took part: Russia.")
    ] = None
    speaker: Annotated[
        list[str] | None, typer.Option("--speaker", metavar="NAME", help="Who says so: Zelensky.")
    ] = None
    outlet: Annotated[
        list[str] | None,
        typer.Option(
            "--outlet",
            metavar="NAME",
            help="Which outlet printed it.",
            autocompletion=complete_outlet,
        ),
    ] = None
    min_outlets: Annotated[
        int, typer.Option("--min-outlets", metavar="N", min=0, help="In at least N outlets.")
    ] = 0
    grep: Annotated[
        str | None,
        typer.Option("--grep", "-g", metavar="TEXT", help='Words in the text; "a phrase"; word*.'),
    ] = None
    top: Annotated[
        int | None,
        typer.Option("--top", metavar="N", min=1, help="The N claims that tell most."),
    ] = None
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="The first N.")
    ] = None
    reverse: Annotated[bool, typer.Option("--reverse", "-r", help="Latest first.")] = False


@dataclass(frozen=True, repr=False, eq=False)
class OutputOptions:
    """In which form, and where to."""

    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="table, json, jsonl, csv, tsv or md."
        ),
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Short for --format jsonl.")] = False
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; - is the screen."),
    ] = None
    excel_safe: Annotated[
        bool,
        typer.Option("--excel-safe", help="Disarm cells that a spreadsheet would run (csv, tsv)."),
    ] = False
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 when nothing was found.")
    ] = False
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never page a long table.")] = False


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Spread the fields of ``function``'s option groups into options of its own.

    A group is any argument declared as a dataclass; ``Call`` also takes what stood before the
    command.
    """
    hints = get_type_hints(function, include_extras=True)
    parameters: list[inspect.Parameter] = []
    last: list[inspect.Parameter] = []  # what every command has comes after what is its own
    groups: dict[str, type] = {}
    for parameter in inspect.signature(function).parameters.values():
        kind = hints[parameter.name]
        if is_dataclass(kind) and isinstance(kind, type):
            groups[parameter.name] = kind
            (last if kind is Call else parameters).extend(_options(kind))
        else:
            parameters.append(
                parameter.replace(annotation=kind, kind=inspect.Parameter.KEYWORD_ONLY)
            )
    context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)

    @wraps(function)
    def spread(**values: Any) -> None:
        outer = values.pop("context").obj
        for name, group in groups.items():
            built = group(**{field.name: values.pop(field.name) for field in fields(group)})
            values[name] = built.settled(outer) if isinstance(built, Call) else built
        function(**values)

    own = [context, *parameters, *last]
    spread.__signature__ = inspect.Signature(own)  # type: ignore[attr-defined]
    spread.__annotations__ = {parameter.name: parameter.annotation for parameter in own}
    return spread


def _options(group: type) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
        for field in fields(group)
    ]
