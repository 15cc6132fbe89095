"""Standard streams that are closed or full, a key pressed too early: in processes of their own."""

import os
import stat
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


@pytest.mark.skipif(not Path(os.devnull).is_char_device(), reason="no /dev/null here")
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


def test_output_goes_into_what_is_no_plain_file(world: Path) -> None:
    """A pipe, a device, what a link leads to: it stays what it is."""
    os.mkfifo(world / "pipe")
    (world / "claims").write_text("old")
    (world / "link").symlink_to("claims")
    done = shell("cat pipe & ctl timeline --jsonl -o pipe; wait", world)
    assert done.stdout.count("\n") == 7
    assert (world / "pipe").is_fifo()
    assert shell("ctl timeline --jsonl -o link", world).returncode == 0
    assert (world / "link").is_symlink()
    assert (world / "claims").read_text() == done.stdout
    assert shell("ctl timeline --jsonl -o /dev/stdout", world).stdout == done.stdout


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may do this")
def test_a_device_is_not_replaced(world: Path) -> None:
    try:
        os.mknod(world / "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except OSError:
        pytest.skip("no devices can be made here")
    for options in ("timeline", "export md --provenance null"):
        assert shell(f"ctl {options} -o null", world).returncode in (0, 2)
        assert (world / "null").is_char_device()
