"""Builds the sdist and the wheel, looks inside, and runs the wheel where nothing else is.

    python tests/build_check.py

The wheel may hold the package and its metadata, nothing else; it must be the same for every
machine (`py3-none-any`), and install and run without a compiler.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUFFIXES = {".py", ".typed", ".toml", ".tsv", ".txt", ".sql", ".sqlite", ".gz", ".yaml"}
SUFFIXES |= {".html", ".css", ".js"}
NEVER = ("tests/", "samples/", ".venv", "shared/", "__pycache__", ".pyc", ".db", ".env", ".git/")
NO_COMPILER = {"CC": "/bin/false", "CXX": "/bin/false", "PIP_ONLY_BINARY": ":all:"}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ctl-build-") as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv" / "bin" / "python"
        source = folder / "source"
        listed = _run("git", "-C", str(ROOT), "ls-files", "-z").split("\0")
        for file in filter(None, listed):  # what is committed or at least known, nothing that lies
            if (ROOT / file).is_file():  # about
                (source / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, source / file)
        _run(str(python), "-m", "pip", "install", "--quiet", "build")
        _run(str(python), "-m", "build", "--outdir", str(folder / "dist"), str(source))
        (wheel,) = (folder / "dist").glob("*.whl")
        (sdist,) = (folder / "dist").glob("*.tar.gz")
        faults = [*_look_into_wheel(wheel, source), *_look_into_sdist(sdist)]
        for made in (wheel, sdist):
            clean = folder / f"clean-{made.suffix[1:]}"
            venv.create(clean, with_pip=True)
            # The sdist itself must be built; what it depends on comes as wheels.
            flags = {**NO_COMPILER}
            if made is sdist:
                flags["PIP_NO_BINARY"] = "conflict-timeline"
            flags["PATH"] = str(clean / "bin")  # no compiler, no git, nothing of this machine
            _run(str(clean / "bin" / "pip"), "install", "--quiet", str(made), env=flags)
            said = _run(str(clean / "bin" / "ctl"), "--version", cwd=folder, env=flags)
            samples = source / "samples"
            store = folder / f"{made.suffix[1:]}.db"
            _run(str(clean / "bin" / "ctl"), "--db", str(store), "ingest", str(samples))
            lines = _run(str(clean / "bin" / "ctl"), "--db", str(store), "timeline", "--jsonl")
            if not lines.strip():
                faults.append(f"{made.name}: no timeline after an install")
            print(f"{made.name}: {made.stat().st_size:,} bytes; {said.splitlines()[0]}")
    for fault in faults:
        print(f"FAULT: {fault}")
    print(f"faults: {len(faults)}")
    return 1 if faults else 0


def _look_into_wheel(wheel: Path, source: Path) -> list[str]:
    faults = []
    if not wheel.name.endswith("-py3-none-any.whl"):
        faults.append(f"{wheel.name} is not for every machine")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    for name in sorted(names):
        top = name.split("/")[0]
        if top == "conflict_timeline":
            is_expected = Path(name).suffix in SUFFIXES
        else:
            is_expected = top.endswith(".dist-info")
        if not is_expected or any(part in name for part in NEVER):
            faults.append(f"the wheel holds {name}")
    for path in sorted((source / "conflict_timeline").rglob("*")):
        if path.is_file() and path.relative_to(source).as_posix() not in names:
            faults.append(f"the wheel lacks {path.relative_to(source)}")
    print(f"{wheel.name}: {len(names)} files")
    return faults


def _look_into_sdist(sdist: Path) -> list[str]:
    with tarfile.open(sdist) as packed:
        names = [member.name.split("/", 1)[-1] for member in packed.getmembers()]
    return [
        f"the sdist holds {name}"
        for name in names
        if any(part in name for part in (".venv", "shared/", "__pycache__", ".pyc", ".db", ".env"))
    ]


def _run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"} | (env or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
