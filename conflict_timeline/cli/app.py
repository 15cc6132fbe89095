"""The command ``ctl``: its commands, and what becomes of everything that can go wrong.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some input could not be read (the rest is stored),
130 interrupted, 141 the reader of the pipe had enough.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from conflict_timeline import __version__
from conflict_timeline.cli.options import Call, LogFormat, command
from conflict_timeline.cli.terminal import say, say_problem
from conflict_timeline.problems import Problem, UsageProblem

HELP = """Turn a folder of dated news articles into a located, attributed chronology.

\b
  ctl ingest FOLDER               read the articles
  ctl timeline                    what happened, day by day
  ctl timeline --city Kharkiv     only in Kharkiv
  ctl show ID                     one claim, its sources, and why each value is what it is
"""
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
CREDIT = "Place names: GeoNames (geonames.org), CC BY 4.0"
INTERRUPTED = 130
BROKEN_PIPE = 141
COMMANDS = {
    "ingest": "Read files and folders into the store; run it again for what is new.",
    "timeline": "Print what happened, in order.",
    "show": "One claim: its sources in context, and how each value was reached.",
    "export": "Write claims in a format that other tools open.",
    "disputes": "Claims that contradict each other, side by side.",
    "figures": "How counts developed, day by day and source by source.",
    "articles": "The articles, the day of each and how it is known; what failed.",
    "review": "Decide what the rules were not sure of; every decision is kept.",
    "explain": "How the rules read a sentence, or what a problem's code means.",
    "load": "Bring what a Spark cluster wrote into the store, all or a part.",
    "status": "What the store holds.",
    "check": "Whether the store is whole.",
    "schema": "The JSON Schema of what ctl prints.",
    "help": "More on dates, formats, exit-codes, environment.",
}
"""Every command with its help line; each is a function in a module of its own name."""


class LazyCommands(TyperGroup):
    """Imports a command's module when that command is called: a start pays for one, not for all."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str):  # type: ignore[no-untyped-def,override]
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            module = import_module(f"conflict_timeline.cli.{cmd_name}")
            alone = typer.Typer(
                rich_markup_mode=None, add_completion=False, context_settings=CONTEXT
            )
            alone.command(name=cmd_name)(command(getattr(module, cmd_name)))
            self.commands[cmd_name] = typer.main.get_command(alone)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: typer.Context, args: list[str]):  # type: ignore[no-untyped-def,override]
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from conflict_timeline.cli.suggestions import did_you_mean

            advice = did_you_mean(args[0], COMMANDS)
            raise UsageProblem(
                "CTL-U001",
                f"there is no command “{args[0]}”",
                hint=advice or "`ctl -h` lists the commands",
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: typer.Context, formatter) -> None:  # type: ignore[no-untyped-def,override]
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def build_app() -> typer.Typer:
    """Return the application with all its commands."""
    app = typer.Typer(
        cls=LazyCommands,
        name="ctl",
        help=HELP,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=CONTEXT,
    )
    app.callback()(_root)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run ``ctl`` with ``arguments`` and return its exit code; a problem is one line on stderr."""
    debug = "--debug" in arguments
    as_json = "--log-format=json" in arguments or ("--log-format", "json") in pairwise(arguments)
    arguments = list(arguments) or ["--help"]
    try:
        outcome = typer.main.get_command(build_app()).main(
            arguments, prog_name="ctl", standalone_mode=False
        )
        sys.stdout.flush()
        if outcome == INTERRUPTED:
            say("ctl: interrupted; what was stored is safe, run the same command to go on")
        return outcome if isinstance(outcome, int) else 0
    except BrokenPipeError:
        _drop_stdout()
        return BROKEN_PIPE
    except Problem as problem:
        say_problem(problem, as_json=as_json)
        if debug:
            raise
        return problem.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        if debug:
            raise
        what = error.strerror or str(error)
        refused = Problem("CTL-S010", what.lower(), where=str(error.filename or "a file"))
        say_problem(refused, as_json=as_json)
        return refused.exit_code
    except Exception as error:
        usage = _impossible_value(error) or _usage_problem(error)
        if usage is not None:
            say_problem(usage, as_json=as_json)
            return usage.exit_code
        if debug:
            raise
        say(
            f"ctl: an error in ctl itself: {type(error).__name__}: {error} "
            "(run again with --debug and report it) [CTL-X001]"
        )
        return 1


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ctl {__version__}\n{CREDIT}")
        raise typer.Exit


def _root(
    context: typer.Context,
    db: Annotated[Path | None, typer.Option("--db", metavar="FILE", help="The store.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress or summary.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came up.")] = False,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="json: problems as JSON, one a line.")
    ] = LogFormat.text,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Settings of your own.")
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Version and credits.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    context.obj = Call(db, quiet, no_color, debug, log_format, config)


def _impossible_value(error: Exception) -> UsageProblem | None:
    """A number that neither SQLite nor the system can hold is a slip of the finger; so is a NUL
    in the name of a file."""
    if isinstance(error, OverflowError):
        return UsageProblem("CTL-U001", "a number is too large", hint="write a smaller one")
    if isinstance(error, ValueError) and "embedded null" in str(error):
        return UsageProblem("CTL-U001", "a file's name holds a NUL", hint="name another file")
    return None


def _usage_problem(error: Exception) -> UsageProblem | None:
    """Typer's own complaints about a call, as one line like every other."""
    message = getattr(error, "format_message", None)
    if message is None:
        return None
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "ctl"
    text = " ".join(str(message()).split()).rstrip(".")
    return UsageProblem("CTL-U001", text, hint=f"see `{path} -h`")


def _drop_stdout() -> None:
    """Nobody reads stdout any more: let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
