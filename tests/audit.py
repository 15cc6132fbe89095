"""Asks pip-audit whether any pinned version of tests/constraints.txt has a known vulnerability.

    python tests/audit.py

pip-audit is installed into an environment of its own. It asks PyPI, then OSV. A service that
cannot be reached, or that knows nothing of any of the packages (as a mirror of the index alone),
proves nothing: then the last line says SKIPPED and why, and the exit code is 0. It is 1 when a
vulnerability was found, or when only some of the packages could be asked about.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

CONSTRAINTS = Path(__file__).with_name("constraints.txt")
LONGEST = 300  # seconds for one service


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ctl-audit-") as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv" / "bin" / "python"
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*install, "pip-audit"], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"audit: SKIPPED: pip-audit cannot be installed: {_last_line(done.stderr)}")
            return 0
        reasons = []
        for service in ("pypi", "osv"):
            found = ask(python, service)
            if isinstance(found, str):
                reasons.append(f"{service}: {found}")
                continue
            return report(found, service)
    print(f"audit: SKIPPED: no service of vulnerabilities answers here ({'; '.join(reasons)})")
    return 0


def ask(python: Path, service: str) -> list[dict[str, object]] | str:
    """Return what the service says of each package, or why it says nothing."""
    command = [python, "-m", "pip_audit", "--vulnerability-service", service, "--format", "json"]
    command += ["--no-deps", "--disable-pip", "--requirement", CONSTRAINTS]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
        packages: list[dict[str, object]] = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return f"no answer within {LONGEST} s"
    except ValueError:
        return _last_line(done.stderr)
    if all("skip_reason" in package for package in packages):
        return f"it knows none of the {len(packages)} packages"
    return packages


def report(packages: list[dict[str, object]], service: str) -> int:
    unknown = [str(package["name"]) for package in packages if "skip_reason" in package]
    vulnerable = [package for package in packages if package.get("vulns")]
    for package in vulnerable:
        for fault in package["vulns"]:  # type: ignore[attr-defined]
            fixed = ", ".join(fault["fix_versions"]) or "not yet"
            print(f"{package['name']} {package['version']}: {fault['id']}, fixed in: {fixed}")
    if unknown:
        print(f"not known to {service}: {', '.join(unknown)}")
    asked = len(packages) - len(unknown)
    print(f"audit: {asked} of {len(packages)} packages asked of {service}")
    print(f"audit: packages with known vulnerabilities: {len(vulnerable)}")
    return 1 if vulnerable or unknown else 0


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or ["no reason given"])[-1][-160:]


if __name__ == "__main__":
    sys.exit(main())
