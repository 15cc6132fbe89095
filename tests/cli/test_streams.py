"""Standard streams that are closed or full, a key pressed too early: in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stores import make_store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="wants a POSIX shell")
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def world(tmp_path: Path) -> Path:
    make_store(tmp_path / "timeline.db")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "2022-03-01.txt").write_text("Shells hit Kharkiv on Monday.\n")
    return tmp_path


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    ctl = f"'{sys.executable}' -m conflict_timeline"
    return subprocess.run(
        ["sh", "-c", line.replace("ctl", ctl)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "closed"),
    [("timeline", ">&-"), ("ingest news", "2>&-"), ("ingest news", "<&- >&- 2>&-")],
)
def test_a_closed_stream_is_no_error(world: Path, closed: str, command: str) -> None:
    done = shell(f"ctl {command} {closed}", world)
    assert done.returncode == 0, done.stderr
    assert "CTL-X001" not in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_that_is_closed_is_empty(world: Path) -> None:
    done = shell("ctl ingest - <&-", world)
    assert done.returncode == 3
    assert "[CTL-I003]" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_standard_output_is_told(world: Path) -> None:
    done = shell("ctl timeline >/dev/full", world)
    assert done.returncode == 1
    assert "[CTL-S010]" in done.stderr


def test_interrupted_before_anything_began() -> None:
    """The commands are still being imported: no traceback."""
    code = (
        "import sys\n"
        "class Pressed:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'conflict_timeline.cli.app': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Pressed())\n"
        "from conflict_timeline.__main__ import main\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "")
