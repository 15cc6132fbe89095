"""What the documents say is so: the man page is today's, every command they name can be called."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from conflict_timeline.cli.app import COMMANDS, build_app
from conflict_timeline.cli.manual import manual
from tests.running import ctl

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "conflict_timeline"
READING = frozenset(
    {"timeline", "disputes", "figures", "articles", "status", "check", "schema", "help", "explain"}
)
ENDS = frozenset({"|", "&&", ";", ">"})


def test_the_man_page_is_todays() -> None:
    shown = (PROJECT / "docs" / "ctl.1").read_text(encoding="utf-8")
    assert shown == "\n".join(manual()) + "\n", "run `make docs`"


def calls_in(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the arguments of every call of ctl in a line of shell."""
    try:
        words = [word for part in shlex.split(text, comments=True) for word in [part.strip("[]")]]
    except ValueError:
        return  # an apostrophe: prose
    while "ctl" in words:
        words = words[words.index("ctl") + 1 :]
        end = next((at for at, word in enumerate(words) if word in ENDS), len(words))
        yield tuple(words[:end])


def calls_of_readme(*, inline: bool) -> list[tuple[str, ...]]:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    if inline:
        lines = re.findall(r"`(ctl [^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))
    return sorted({call for line in lines for call in calls_in(line) if call})


def calls_of_package() -> list[tuple[str, ...]]:
    """The commands that hints, help, topics and explanations of codes name in backquotes."""
    files = [*PACKAGE.rglob("*.py"), *(PACKAGE / "cli" / "topics").iterdir()]
    texts = (file.read_text(encoding="utf-8") for file in files)
    lines = (line for text in texts for line in re.findall(r"`(ctl [^`{}\n]+)`", text))
    return sorted({call for line in lines for call in calls_in(line) if call})


def parse(arguments: tuple[str, ...]) -> None:
    """Parse a call as ctl does, without running it; raises what ctl would answer with."""
    root = typer.main.get_command(build_app())
    with root.make_context("ctl", list(arguments)) as context:
        rest = [*getattr(context, "_protected_args", ()), *context.args]
        name, command, rest = root.resolve_command(context, rest)  # type: ignore[attr-defined]
        command.make_context(name, rest, parent=context).close()


def options_of(name: str) -> set[str]:
    """Return the options of a command, of ctl itself for ``""``, in every spelling."""
    root = typer.main.get_command(build_app())
    with root.make_context("ctl", [], resilient_parsing=True) as context:
        command = root.get_command(context, name) if name else root  # type: ignore[attr-defined]
        assert command is not None, f"there is no command {name}"
        with command.make_context(name, [], resilient_parsing=True) as inner:
            parameters = command.get_params(inner)
    return {spelling for one in parameters for spelling in (*one.opts, *one.secondary_opts)}


@pytest.mark.parametrize("arguments", calls_of_readme(inline=False), ids=" ".join)
def test_examples_of_the_readme_can_be_called(arguments: tuple[str, ...]) -> None:
    parse(arguments)


@pytest.mark.parametrize(
    "arguments", sorted({*calls_of_readme(inline=True), *calls_of_package()}), ids=" ".join
)
def test_commands_that_are_named_are_there(arguments: tuple[str, ...]) -> None:
    """What is named in passing lacks arguments; its command and its options are ctl's."""
    named = [word for word in arguments if word.startswith("-") and word != "-"]
    known = options_of("") | {"-h", "--help"}
    if (commands := [word for word in arguments if word in COMMANDS]) or "COMMAND" not in arguments:
        known |= options_of(commands[0]) if commands else set()
        assert commands or named == list(arguments), arguments
    assert {word.partition("=")[0] for word in named} <= known


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("readme") / "timeline.db"
    assert ctl("--db", str(store), "ingest", str(PROJECT / "samples")).code == 0
    return store


@pytest.mark.parametrize(
    "arguments",
    [call for call in calls_of_readme(inline=False) if call[0] in READING],
    ids=" ".join,
)
def test_examples_of_the_readme_work(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = ctl("--db", str(samples), *arguments)
    assert done.code == 0, done.err
    assert "[CTL-" not in done.err
