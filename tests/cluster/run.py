"""Run the tests with a real Spark cluster on this machine: tests/cluster/run.py [ARGUMENT...]

Arguments go to pytest. PySpark comes into an environment of its own, .venv-cluster (850 MB, kept),
and one scheduler and two workers are started. Where Java or PySpark cannot be had, says so and
exits 0.
"""

import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ENVIRONMENT = PROJECT / ".venv-cluster"
JAVA_AT_LEAST = 17
ROOM = 2_000_000_000  # bytes, while it is being installed
LONGEST_INSTALL = 900  # seconds


def main(arguments: list[str]) -> int:
    reason = why_no_java() or why_not_installed()
    if reason:
        print(f"test-cluster: skipped: {reason}")
        return 0
    command = [ENVIRONMENT / "bin" / "python", "-m", "pytest", "tests/cluster", "-rs", *arguments]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode


def why_no_java() -> str | None:
    """Return why Spark cannot run here, or None."""
    java = shutil.which("java")
    if java is None:
        return f"Java is not installed ({JAVA_AT_LEAST} or newer is needed)"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < JAVA_AT_LEAST:
        return f"Java {JAVA_AT_LEAST} or newer is needed, and `java -version` says: {said.strip()}"
    return None


def why_not_installed() -> str | None:
    """Install what is needed unless it is there; return why that failed, or None."""
    settings = PROJECT / "pyproject.toml"
    done = ENVIRONMENT / "installed"
    if done.exists() and done.stat().st_mtime >= settings.stat().st_mtime:
        return None
    if (free := shutil.disk_usage(PROJECT).free) < ROOM:
        return f"PySpark needs {ROOM / 1e9:.0f} GB of disk, and {free / 1e9:.1f} are free"
    if not (ENVIRONMENT / "bin" / "python").exists():
        venv.create(ENVIRONMENT, with_pip=True)
    install = [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet"]
    install += ["--disable-pip-version-check", "-e", ".[cluster]", "pytest"]
    try:
        subprocess.run(
            install,
            cwd=PROJECT,
            check=True,
            timeout=LONGEST_INSTALL,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return f"PySpark was not installed within {LONGEST_INSTALL} seconds"
    except subprocess.CalledProcessError as failed:
        last = (failed.stderr.strip() or "pip failed").splitlines()[-1]
        return f"PySpark cannot be installed: {last}"
    done.touch()
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
