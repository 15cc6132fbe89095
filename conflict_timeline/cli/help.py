"""``ctl help TOPIC``: what does not fit the help of one command."""

from importlib.resources import files
from typing import Annotated

import typer

from conflict_timeline.cli.options import Call
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.problems import UsageProblem

TOPICS = ("dates", "formats", "exit-codes", "environment")


def help(
    call: Call,
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[TOPIC]", help="dates, formats, exit-codes, environment"),
    ] = None,
) -> None:
    """Explain a topic: dates, formats, exit-codes, environment."""
    if topic is None:
        typer.echo(f"Topics: {', '.join(TOPICS)}   (ctl help TOPIC; for a command: ctl COMMAND -h)")
        return
    if topic not in TOPICS:
        raise UsageProblem(
            "CTL-U012",
            f"there is no help on “{topic}”",
            hint=did_you_mean(topic, TOPICS) or f"one of {', '.join(TOPICS)}",
        )
    text = files("conflict_timeline.cli").joinpath("topics", f"{topic}.txt")
    typer.echo(text.read_text(encoding="utf-8").rstrip())
