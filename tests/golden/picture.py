"""Draws the README's picture: what a terminal shows of the samples. `make docs` runs it.

python tests/golden/picture.py TARGET.svg
"""

import io
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from conflict_timeline import build_timeline
from conflict_timeline.record_json import claim_cities
from conflict_timeline.views.table import draw_timeline

WIDTH = 118
PROJECT = Path(__file__).resolve().parents[2]


def main(target: Path) -> None:
    claims = [
        claim for claim in build_timeline([PROJECT / "samples"]) if "Kharkiv" in claim_cities(claim)
    ]
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print("$ ctl timeline --city Kharkiv\n", style="bold")
    drawn = "".join(draw_timeline(claims[:6], width=WIDTH, colour=True))
    console.print(Text.from_ansi(drawn))
    svg = console.export_svg(title="ctl", unique_id="ctl")
    target.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
