"""No figure falls below what has been reached: runs the whole evaluation against floors.toml."""

import subprocess
import sys
from pathlib import Path

import pytest

EVAL = Path(__file__).resolve().parent
BENCH = EVAL.parents[2] / "shared" / "bench"


@pytest.mark.skipif(not BENCH.is_dir(), reason=f"no gold at {BENCH}")
def test_figures_stay_above_their_floors():
    done = subprocess.run(
        [sys.executable, EVAL / "run.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
