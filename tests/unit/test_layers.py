"""Who may import whom, read from the sources; and what importing the package must not load."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "conflict_timeline"

# From the records to the command line: a module imports what stands before it, never after.
LAYERS = (
    ("model", "problems", "safe_text"),
    ("rules", "record_json", "wording", "schema", "copies"),
    (
        "reading", "sentences", "times", "places", "attribution", "status", "kinds", "figures",
        "actors",
        "conflicts", "dating",
    ),
    ("statements",),
    ("extract", "workers", "faults", "collector"),
    ("bundles",),
    ("claims",),
    ("store", "exports", "views"),
    ("review",),
    ("matching",),
    ("pipeline", "engines"),
    ("cli",),
    ("__main__",),
)  # fmt: skip
FOUNDATION = {"__init__", "model", "problems", "safe_text", "record_json", "wording", "schema"}
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_parts(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the parts of the package that a module imports, in functions too, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module]
            if node.module == "conflict_timeline":
                names = [f"conflict_timeline.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            head, _, rest = name.partition(".")
            if head == "conflict_timeline":
                part = rest.split(".")[0]
                yield ("__init__" if part in ("", "__version__") else part), node.lineno


def test_layers_name_every_part() -> None:
    assert {part_of(path) for path in modules()} - {"__init__"} <= set(LEVEL)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_layers_are_kept_by(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return  # the library face names everything, and imports it when it is first used
    for other, line in imported_parts(path):
        where = f"{path.name}:{line} imports {other}"
        if part in ("store", "exports", "views"):
            assert other in FOUNDATION | {part}, where
        elif other not in ("__init__", part):
            assert LEVEL[other] <= LEVEL[part], where


def loaded_by(code: str) -> set[str]:
    """Return the names of all modules that are loaded after ``code``."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; sys.stderr.write(' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    return set(done.stderr.split())


def test_layers_import_of_the_package_is_cheap() -> None:
    loaded = loaded_by("import conflict_timeline")
    assert not loaded & {"dateparser", "rich", "rapidfuzz", "typer", "sqlite3"}
