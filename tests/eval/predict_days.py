"""Articles -> the days that matter, most important first: predict_days.py ARTICLES... > DAYS.json.

Takes files or folders as `ctl ingest` does; prints one JSON array of days.
"""

import json
import sys
from pathlib import Path

from conflict_timeline.claims.digest import rank_days
from conflict_timeline.pipeline import build_timeline


def main(paths: list[Path]) -> None:
    claims = build_timeline(paths)
    ranked = rank_days(member for claim in claims for member in claim.statements)
    print(json.dumps([day.isoformat() for day, _ in ranked]))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
