"""Commands with what they print, in one readable file each: prose, then

    $ ctl timeline --city Kharkiv
    what stdout shows
    -- stderr
    what stderr shows
    -- exit 2

Each file runs in an empty folder with a store of the hand-made world. With ``--update-golden`` what
is expected is written anew: read the difference before you keep it.
"""

import shlex
from pathlib import Path

import pytest

from tests.running import ctl
from tests.stores import make_store

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.test"))


def answer(command: str) -> str:
    """Run one ``ctl`` line and return its part of the file."""
    name, *arguments = shlex.split(command)
    assert name == "ctl"
    done = ctl(*arguments)
    parts = [f"$ {command}\n", done.out]
    if done.out and not done.out.endswith("\n"):
        parts.append("\n(no line end)\n")
    if done.err:
        parts += ["-- stderr\n", done.err]
    if done.code:
        parts.append(f"-- exit {done.code}\n")
    return "".join(parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("CTL_DB", "CTL_USER", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    make_store(tmp_path / "timeline.db")
    expected = path.read_bytes().decode()  # as it stands: iCalendar lines end in CR LF
    lines = expected.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("$ "))
    prose = "\n".join(lines[:first])
    commands = [line[2:] for line in lines if line.startswith("$ ctl")]
    found = prose + "\n" + "\n".join(answer(command) for command in commands)
    if request.config.getoption("--update-golden"):
        path.write_bytes(found.encode())
        return
    assert found == expected
