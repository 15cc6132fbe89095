"""Show where the time of an ingest goes: by stage, and the functions that take most themselves.

    python tests/bench/where_time_goes.py [PATH...] [--articles 500] [--top 25]

Reads PATH (default: samples/ and articles generated from them) into a store of its own in one
process under cProfile, which makes every call dearer: read the shares, not the seconds.
"""

import argparse
import cProfile
import pstats
import sys
import tempfile
from pathlib import Path
from time import process_time

from measure import PROJECT

sys.path.insert(0, str(PROJECT))

STAGES = (
    ("reading files", "reading/files.py", "read_file"),
    ("  publication day", "reading/published.py", "find_published"),
    ("  language", "reading/language.py", "language_of"),
    ("extraction", "extract.py", "extract_statements"),
    ("  mending characters", "reading/mojibake.py", "repaired_copy"),
    ("  conflict", "conflicts.py", "find_conflict"),
    ("  sentences", "sentences/split.py", "split_sentences"),
    ("  times", "times/find.py", "find_times"),
    ("  places", "places/find.py", "find_places"),
    ("  attribution", "attribution/find.py", "find_attributions"),
    ("  statements", "statements/build.py", "build_statements"),
    ("    when", "statements/when.py", "date_lines"),
    ("    where", "statements/where.py", "locate_lines"),
    ("    status", "status/reading.py", "read_status"),
    ("    kinds", "kinds/find.py", "find_kinds"),
    ("    figures", "figures/counts.py", "find_figures"),
    ("    actors", "actors/find.py", "find_actors"),
    ("storing articles", "store/write.py", "save_article"),
    ("claims", "matching.py", "update_claims"),
    ("  normalising", "claims/comparable.py", "comparable"),
    ("  comparing", "claims/score.py", "compare"),
    ("  profiles for links", "claims/profile.py", "profile_of"),
    ("  judging links", "claims/links.py", "judge"),
    ("  storing claims", "store/write.py", "add_claims"),
)
"""What is shown, and the function whose time with all it calls stands for it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--articles", type=int, default=500, help="generated, without PATH")
    parser.add_argument("--top", type=int, default=25, help="functions shown")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ctl-profile-") as scratch:
        paths = given.paths or [PROJECT / "samples", _generated(Path(scratch), given.articles)]
        stats = pstats.Stats(profiled(paths, Path(scratch)))
    _print_stages(stats)
    _print_functions(stats, given.top)


def _generated(folder: Path, count: int) -> Path:
    from tests.cluster.articles import write_articles

    return write_articles(folder / "generated", count)


def profiled(paths: list[Path], scratch: Path) -> cProfile.Profile:
    """Return the profile of one ingest, the third: the first loads the rules, the second is timed
    as it is.
    """
    from conflict_timeline.pipeline import ingest
    from conflict_timeline.store import open_store

    seconds = []
    for name in ("first.db", "second.db"):
        started = process_time()
        with open_store(scratch / name, create=True) as store:
            report = ingest(paths, store)
        seconds.append(process_time() - started)
    print(
        f"{report.articles:,} articles, {report.statements:,} statements, {report.claims:,} claims:"
        f" {seconds[1]:.1f} CPU-s, and {max(0.0, seconds[0] - seconds[1]):.1f} for loading rules"
    )
    profile = cProfile.Profile()
    with open_store(scratch / "profiled.db", create=True) as store:
        profile.runcall(ingest, paths, store)
    return profile


def _print_stages(stats: pstats.Stats) -> None:
    functions = stats.stats  # type: ignore[attr-defined]
    total = stats.total_tt  # type: ignore[attr-defined]
    print(f"\n{'stage':24} {'share':>6} {'calls':>10}")
    for stage, file, name in STAGES:
        rows = [
            row for (path, _, own), row in functions.items() if own == name and path.endswith(file)
        ]
        if rows:
            calls, spent = sum(row[1] for row in rows), sum(row[3] for row in rows)
            print(f"{stage:24} {spent / total:6.1%} {calls:10,}")


def _print_functions(stats: pstats.Stats, top: int) -> None:
    functions = stats.stats  # type: ignore[attr-defined]
    total = stats.total_tt  # type: ignore[attr-defined]
    print(f"\n{'itself':>7} {'with all it calls':>18} {'calls':>12}  function")
    by_own = sorted(functions.items(), key=lambda item: -item[1][2])
    for (path, line, name), (_, calls, own, spent, _) in by_own[:top]:
        place = path.rpartition("conflict_timeline/")[2] if "/" in path else ""
        place = place if len(place) < 40 else Path(place).name
        where = f"{place}:{line} " if place else ""
        print(f"{own / total:7.1%} {spent / total:18.1%} {calls:12,}  {where}{name}")


if __name__ == "__main__":
    main()
