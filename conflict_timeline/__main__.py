"""Runs the command line: ``ctl`` or ``python -m conflict_timeline``."""

import sys


def main() -> int:
    """Run ``ctl`` with the process's arguments and return its exit code."""
    from conflict_timeline.cli.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
