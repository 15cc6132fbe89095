"""Nothing leaves and nothing foreign runs: no socket is opened, no code comes out of data."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "conflict_timeline"
FORBIDDEN_MODULES = frozenset(
    {"pickle", "cPickle", "dill", "marshal", "shelve", "socket", "ssl", "http", "urllib.request"}
    | {"ftplib", "smtplib", "requests", "httpx", "aiohttp", "code", "codeop", "webbrowser"}
)
FORBIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__"})
ALLOWED = {("reading/extras.py", "socket"), ("engines/session.py", "socket")}
"""Modules with a reason: the first keeps a library from opening a socket; the second is loaded by
``--engine spark`` alone and calls at the one address that the user gave with ``--master``."""

SOURCES = sorted(PACKAGE.rglob("*.py"))

SCRIPT = """
import sys

def watch(event, arguments):
    # A socket by any library, a name looked up, or a program started would be told here.
    if event.startswith(("socket.", "http.", "urllib.", "smtplib.", "ftplib.", "subprocess.")) or (
        event in ("os.system", "os.exec", "os.posix_spawn", "pickle.find_class")
    ):
        sys.stderr.write(f"FORBIDDEN {event} {arguments!r}\\n")

sys.addaudithook(watch)
from conflict_timeline.cli.app import run

codes = [
    run(["--db", "s.db", "ingest", "in", "--jobs", "1"]),
    run(["--db", "s.db", "timeline"]),
    run(["--db", "s.db", "export", "html", "-o", "page.html"]),
    run(["--db", "s.db", "export", "kml", "-o", "places.kml"]),
    run(["--db", "s.db", "check", "--articles"]),
]
sys.stderr.write(f"CODES {codes}\\n")
"""


def test_no_socket_is_opened_and_no_program_started(tmp_path: Path) -> None:
    """In a process of its own, watched by the interpreter: an audit hook misses no library."""
    folder = tmp_path / "in"
    folder.mkdir()
    link = '<a href="http://example.org/x"><img src="http://example.org/y"></a>'
    body = f"<p>Rockets struck a depot in Sumy on 1 March 2022. {link}</p>" * 5
    (folder / "a.html").write_text(f"<html><body><article>{body}</article></body></html>")
    (folder / "b.txt").write_text("2 March 2022\n\nRockets struck Sumy. http://example.org/z\n")
    (folder / "c.rss").write_text(
        '<?xml-stylesheet href="http://example.org/s.xsl"?><rss><channel><item>'
        "<description>Rockets struck Sumy.</description></item></channel></rss>"
    )
    (folder / "config.toml").write_text('db = "other.db"')
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "FORBIDDEN" not in done.stderr, done.stderr
    assert "CODES [0, 0, 0, 0, 0]" in done.stderr, done.stderr
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_code_comes_out_of_data(path: Path) -> None:
    """No pickle, eval or network module in the package.

    One exception needs no code here: the standard library's process pool moves articles between
    ctl's own processes by pickle, over pipes that nobody else can write to.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, node.lineno
            continue
        else:
            continue
        for name in names:
            if (path.relative_to(PACKAGE).as_posix(), name) in ALLOWED:
                continue
            assert name not in FORBIDDEN_MODULES, (name, node.lineno)
            assert name.partition(".")[0] not in FORBIDDEN_MODULES, (name, node.lineno)
