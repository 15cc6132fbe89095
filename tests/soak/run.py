"""The soak: faults against whole runs of `ctl`, each checked against an undisturbed run.

    python tests/soak/run.py [--kills 12] [--articles 120] [--seed 1]

It kills ingests at random moments, lets two run at once, reads while one writes, fills the disk,
takes away permissions, and damages stores. It runs on a copy of the package, so that edits made
meanwhile do not matter. The last lines count what was tried; the exit code is 0 when nothing was
lost. The full soak is `--kills 200`, which is 2,000 files.

What is random about a kill: its stage (the start, between articles, the claims), the article at
which and the time within the stage, and the number of workers. The seed fixes what is drawn; the
moment itself is also up to the machine. A killed store is gone on with, so one kill does not cost
one ingest: five stores are killed in turn until they are whole.
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from corpus import write_articles

PACKAGE = Path(__file__).resolve().parents[2] / "conflict_timeline"
ODD_NAME = "склад 100%? #1 «Übung» 'q'.db"
STORES = 5
"""Stores that the kills are shared out to; each is killed, and gone on with, until it is whole.

One more is killed for what an ingest was through too early for."""

Rows = dict[str, tuple[object, ...]]
TEXT = 6
"""Where a row has the article's text."""


class Soak:
    """One soak: where its files are, the undisturbed timeline, and what was counted so far."""

    def __init__(self, folder: Path, *, articles: int, seed: int) -> None:
        self.folder = folder
        folder.mkdir()
        self.draw = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.lost: list[str] = []
        self.bytes_lost = 0
        self.articles = folder / "articles"
        self.code = folder / "code"
        shutil.copytree(
            PACKAGE, self.code / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__")
        )
        write_articles(self.articles, count=articles, seed=seed)
        self.whole = folder / "undisturbed.db"
        started = time.monotonic()
        running = self.start(self.whole, "ingest", "articles")
        last, last_stored = 0, started
        while running.poll() is None:
            if (stored := len(names_in(self.whole))) != last:
                last, last_stored = stored, time.monotonic()
            time.sleep(0.1)
        running.communicate()
        ended = time.monotonic()
        self.seconds, self.seconds_of_claims = ended - started, ended - last_stored
        self.timeline = self.ctl(self.whole, "timeline", "--jsonl").stdout
        self.rows = rows_of(self.whole)

    def command(self, store: Path, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "conflict_timeline", "--db", str(store), *arguments]

    def start(
        self, store: Path, *arguments: str, before: Callable[[], None] | None = None
    ) -> subprocess.Popen[str]:
        """Start ``ctl`` in a process group of its own."""
        return subprocess.Popen(
            self.command(store, *arguments),
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.code), "PYTHONSAFEPATH": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=before,
        )

    def ctl(
        self, store: Path, *arguments: str, before: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run ``ctl`` to its end; a mistake of its own is a loss."""
        running = self.start(store, *arguments, before=before)
        try:
            out, err = running.communicate(timeout=600)
        except subprocess.TimeoutExpired:
            running.kill()
            out, err = running.communicate()
            self.lose(f"{arguments} did not end")
        if "Traceback" in err or "CTL-X001" in err:
            self.lose(f"{arguments} failed without an explanation: {err[-500:]}")
        return subprocess.CompletedProcess(arguments, running.returncode, out, err)

    def ingest(self, store: Path, *options: str) -> None:
        """Ingest everything; some files are broken, so the exit code is 3."""
        done = self.ctl(store, "ingest", "articles", *options)
        if done.returncode != 3:
            self.lose(f"ingest ended with {done.returncode}: {done.stderr[-500:]}")

    def lose(self, what: str, size: int = 0) -> None:
        """Note a fault, and how many bytes of what was committed it cost."""
        self.lost.append(what)
        self.bytes_lost += size
        print(f"LOST: {what}", flush=True)

    def same(self, store: Path, what: str) -> None:
        """The store is sound, and its timeline is the undisturbed one, byte for byte."""
        self.sound(store, what)
        if self.ctl(store, "check").returncode != 0:
            self.lose(f"{what}: check finds faults")
        timeline = self.ctl(store, "timeline", "--jsonl").stdout
        if timeline != self.timeline:
            shutil.copy(store, self.folder.parent / f"{self.folder.name}-lost.db")
            lines = set(self.timeline.splitlines()) - set(timeline.splitlines())
            self.lose(f"{what}: the timeline differs", sum(map(len, lines)))
        self.counts["timelines compared, byte for byte"] += 1

    def sound(self, store: Path, what: str, *, check: str = "integrity_check") -> None:
        self.counts["stores found sound"] += 1
        with closing(sqlite3.connect(store)) as connection:
            if connection.execute(f"PRAGMA {check}").fetchall() != [("ok",)]:
                self.lose(f"{what}: the store is not sound")
            if connection.execute("PRAGMA foreign_key_check").fetchall():
                self.lose(f"{what}: rows belong to nothing")

    def kill(self, wanted: int) -> None:
        """Kill ingests at random moments, go on with the same store, compare when one gets through.

        A store is killed ``wanted / 5`` times on its way, so that all of them together cost little
        more than five ingests. What was committed before a kill must be there after it, and in the
        end be what an undisturbed run stores.
        """
        each = max(2, -(-wanted // STORES))
        for number in range(3 * STORES):
            if (missing := wanted - self.counts["kills"]) <= 0:
                return
            store = self.folder / f"killed {number}.db"
            moments = self._moments(min(each, missing))
            committed: Rows = {}
            while moments and self.counts["kills"] < wanted:
                committed, is_through = self._kill_once(store, moments.pop(0), committed)
                if is_through:
                    break
            self.ingest(store)
            final = rows_of(store)
            for name, row in self.rows.items():
                if final.get(name) != row:
                    self.lose(f"article {name} is not what an undisturbed run stored", size_of(row))
            self.counts["articles compared with an undisturbed run"] += len(self.rows)
            self.same(store, "after kills")
            store.unlink()
            print(f"  {self.counts['kills']} kills", flush=True)
        self.lose("too many ingests were through before they could be killed")

    def _moments(self, count: int) -> list[tuple[str, float]]:
        """Return where in its way a store is to be killed: a random stage and moment each.

        Most lie between two random articles, in their order; a tenth while the store is made or the
        files are compared with it, an eighth while the claims are built.
        """
        early, late = count // 10, max(min(1, count - 2), count // 8)
        between = sorted(self.draw.random() for _ in range(max(0, count - early - late)))
        moments = [("articles", share) for share in between]
        for _ in range(early):
            moments.insert(self.draw.randint(0, len(moments)), ("start", self.draw.random()))
        moments += [("claims", self.draw.random()) for _ in range(late)]
        return moments

    def _kill_once(
        self, store: Path, moment: tuple[str, float], committed: Rows
    ) -> tuple[Rows, bool]:
        """Return what is committed after the kill, and whether the ingest was through before it."""
        stage, share = moment
        jobs = self.draw.choice(("1", "1", "1", "2"))
        running = self.start(store, "ingest", "articles", "--jobs", jobs)
        self._wait(running, store, stage, share)
        seen = names_in(store)
        if running.poll() is None:
            os.kill(running.pid, signal.SIGKILL)
            self.counts["kills"] += 1
            self.counts[f"kills with --jobs {jobs}"] += 1
            self.counts[f"kills: {stage}"] += 1
        running.wait()
        if not gone(running.pid):
            self.lose("a killed ingest left its workers running")
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        now = rows_of(store)
        for name in seen | committed.keys():
            self.counts["committed articles looked up"] += 1
            before = committed.get(name)
            if name not in now:
                what = f"article {name} was committed and is missing after a kill"
                self.lose(what, size_of(before) if before else 1)
            elif before and before[TEXT] != now[name][TEXT]:
                self.lose(f"the text of article {name} changed after a kill", size_of(before))
        if store.exists():
            self.sound(store, "after a kill", check="quick_check")
        return now, running.returncode != -signal.SIGKILL

    def _wait(self, running: subprocess.Popen[str], store: Path, stage: str, share: float) -> None:
        """Wait for a stage, then for a random while within it."""
        if stage == "start":
            time.sleep(share * min(2.0, self.seconds))
            return
        wanted = len(self.rows) if stage == "claims" else int(share * len(self.rows))
        while running.poll() is None and len(names_in(store)) < wanted:
            time.sleep(0.01)
        within = self.seconds_of_claims if stage == "claims" else 0.05
        end = time.monotonic() + self.draw.random() * within
        while running.poll() is None and time.monotonic() < end:
            time.sleep(0.002)

    def two_at_once(self, rounds: int) -> None:
        """Two ingests at once, of the same and of different folders."""
        parts = sorted(str(p.relative_to(self.folder)) for p in self.articles.iterdir())
        for number in range(rounds):
            store = self.folder / f"two {number}.db"
            both = ["articles"] if number % 2 else parts[:4]
            one = self.start(store, "ingest", *both)
            time.sleep(self.draw.uniform(0, self.seconds / 2))
            other = self.start(store, "ingest", *(both if number % 2 else parts[4:]))
            for running in (one, other):
                _, err = running.communicate()
                if running.returncode not in (0, 3):
                    self.lose(f"one of two ingests ended with {running.returncode}: {err[-300:]}")
            self.same(store, "after two ingests at once")
            self.counts["pairs of ingests at once"] += 1

    def read_while_writing(self) -> None:
        """Every reading during an ingest sees a whole state of the store."""
        store = self.folder / "read.db"
        running = self.start(store, "ingest", "articles")
        while running.poll() is None:
            for arguments in (("timeline", "--jsonl"), ("status", "--json")):
                done = self.ctl(store, *arguments)
                is_early = done.returncode == 1 and "CTL-S001" in done.stderr
                if done.returncode != 0 and not is_early:
                    self.lose(f"{arguments} during an ingest: {done.stderr[-300:]}")
                for line in done.stdout.splitlines() if arguments[0] == "timeline" else ():
                    json.loads(line)
                self.counts["readings during an ingest"] += 1
        running.communicate()
        self.same(store, "after readings during an ingest")

    def full_disk(self) -> None:
        """The disk (or the file's allowed size) ends half-way; with room again, all is there."""
        needed = self.whole.stat().st_size
        with small_disk(self.folder / "disk", needed // 2) as disk:
            if disk is None:
                print("  no small disk can be mounted here: only the file's size is limited")
            else:
                store = disk / "full.db"
                self.refused(self.ctl(store, "ingest", "articles"), ("CTL-S005",), "a full disk")
                self.sound(store, "on a full disk")
                kept = rows_of(store)
                moved = self.folder / "moved.db"
                with closing(sqlite3.connect(store)) as full:
                    full.execute("VACUUM INTO ?", (str(moved),))
                if rows_of(moved).keys() != kept.keys():
                    self.lose("articles are missing after a full disk")
                self.ingest(moved)
                self.same(moved, "after a full disk")
        for share in (0.1, 0.4, 0.8):
            store = self.folder / f"limited {share}.db"
            limit = int(needed * share)
            done = self.ctl(store, "ingest", "articles", before=partial(_limit_files, limit))
            self.refused(done, ("CTL-S005", "CTL-S006", "CTL-S007", "CTL-S010"), "a size limit")
            self.ingest(store)
            self.same(store, "after a size limit")

    def refused(
        self, done: subprocess.CompletedProcess[str], codes: tuple[str, ...], what: str
    ) -> None:
        self.counts["refusals explained"] += 1
        if done.returncode != 1 or not any(code in done.stderr for code in codes):
            self.lose(f"{what}: exit {done.returncode}, {done.stderr[-300:]!r}")

    def odd_path(self) -> None:
        folder = self.folder / "Ordner mit Leerzeichen і знаками"
        folder.mkdir()
        self.ingest(folder / ODD_NAME)
        self.same(folder / ODD_NAME, "at an odd path")

    def read_only(self) -> None:
        """A store that may not be written is read as ever, and an ingest says why it fails."""
        with small_disk(self.folder / "read only", 4 * self.whole.stat().st_size) as disk:
            folder = disk or self.folder / "read only"
            store = folder / "timeline.db"
            shutil.copy(self.whole, store)
            store.chmod(0o444)
            folder.chmod(0o555)
            if disk and subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=False):
                print("  on a disk that is mounted for reading only")
            elif os.geteuid() == 0:
                print("  root may write everywhere: a read-only store was not tried")
                return
            before = store.read_bytes()
            if self.ctl(store, "timeline", "--jsonl").stdout != self.timeline:
                self.lose("a read-only store reads differently")
            new = self.articles / "part 0" / "new.txt"
            new.write_text("2 March 2022\n\nRockets struck a depot in Sumy on Monday.\n")
            done = self.ctl(store, "ingest", "articles")
            self.refused(done, ("CTL-S006", "CTL-S010"), "a read-only store")
            new.unlink()
            if store.read_bytes() != before:
                self.lose("a read-only store was changed")
            if not disk:
                folder.chmod(0o755)

    def newer(self) -> None:
        store = self.folder / "newer.db"
        shutil.copy(self.whole, store)
        with closing(sqlite3.connect(store, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA user_version = 99")
        before = store.read_bytes()
        for arguments in (("ingest", "articles"), ("timeline",), ("check",), ("status",)):
            self.refused(self.ctl(store, *arguments), ("CTL-S003",), "a newer store")
        if store.read_bytes() != before:
            self.lose("a newer store was changed")

    def damaged(self, rounds: int) -> None:
        """Overwrite parts of stores: no command fails without an explanation, none changes it."""
        sound = self.whole.read_bytes()
        for number in range(rounds):
            store = self.folder / f"damaged {number}.db"
            content = bytearray(sound)
            kind = number % 3
            if kind == 0:  # a run of nonsense
                at = self.draw.randrange(len(content) - 8_192)
                content[at : at + 8_192] = self.draw.randbytes(8_192)
            elif kind == 1:  # cut off
                del content[self.draw.randrange(4_096, len(content)) :]
            else:  # zeroed pages
                for _ in range(5):
                    page = self.draw.randrange(len(content) // 8_192) * 8_192
                    content[page : page + 8_192] = bytes(8_192)
            store.write_bytes(content)
            for arguments in (("check",), ("timeline", "--jsonl"), ("status",), ("articles",)):
                done = self.ctl(store, *arguments)
                if done.returncode not in (0, 1):
                    self.lose(f"{arguments} on a damaged store ended with {done.returncode}")
                if arguments == ("check",) and done.returncode == 0:
                    self.counts["damages that change nothing"] += 1
                    if self.ctl(store, "timeline", "--jsonl").stdout != self.timeline:
                        self.lose("check calls a damaged store sound that reads differently")
            if store.read_bytes() != bytes(content):
                self.lose("reading changed a damaged store")
            self.ctl(store, "ingest", "articles")
            self.counts["damaged stores"] += 1


def rows_of(store: Path) -> Rows:
    """Return what is committed: article -> its file, day, rules and statements."""
    if not store.exists():
        return {}
    with closing(sqlite3.connect(store, timeout=30)) as connection:
        try:
            return {
                row[0]: row
                for row in connection.execute(
                    "SELECT id, file, published, published_basis, rules_version, n_statements, "
                    "(SELECT text FROM article_texts WHERE article = articles.id), "
                    "(SELECT group_concat(record, char(10)) FROM (SELECT record FROM statements "
                    "WHERE article = articles.id ORDER BY start, id)) FROM articles"
                )
            }
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return {}
            raise


def names_in(store: Path) -> set[str]:
    """Return the ids of the articles that are committed."""
    if not store.exists():
        return set()
    with closing(sqlite3.connect(store, timeout=30)) as connection:
        try:
            return {row[0] for row in connection.execute("SELECT id FROM articles")}
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return set()
            raise


def size_of(row: tuple[object, ...]) -> int:
    """Return the bytes of an article's text and statements."""
    return sum(len(str(value).encode()) for value in row[TEXT:] if value is not None)


def gone(group: int) -> bool:
    """Return whether no process of the group is left, waiting a little for the last to end."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path | None]:
    """Mount a small disk in memory where that is allowed, else yield ``None``."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size // 4096 * 4096}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=False)


def _limit_files(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--articles", type=int, help="that are killed; default: 10 for each kill")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2, help="of two ingests at once")
    parser.add_argument("--damages", type=int, default=6)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ctl-soak-"))
    articles = asked.articles or max(48, 10 * asked.kills)
    # What is not killed runs many whole ingests: a smaller folder tells as much.
    soak, few = (
        Soak(folder / name, articles=count, seed=asked.seed)
        for name, count in (("many", articles), ("few", min(articles, 120)))
    )
    for each in (soak, few):
        print(
            f"{each.folder.name}: {len(each.rows)} articles, {len(each.timeline.splitlines())} "
            f"claims, {each.seconds:.1f} s undisturbed, seed {asked.seed}",
            flush=True,
        )
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("kill -9 at random moments", lambda: soak.kill(asked.kills)),
        ("two ingests at once", lambda: few.two_at_once(asked.rounds)),
        ("reading during an ingest", few.read_while_writing),
        ("a full disk", few.full_disk),
        ("an odd path", few.odd_path),
        ("a read-only store", few.read_only),
        ("a newer store", few.newer),
        ("damaged stores", lambda: few.damaged(asked.damages)),
    )
    for name, step in steps:
        print(name, flush=True)
        started = time.monotonic()
        step()
        print(f"  {time.monotonic() - started:.0f} s", flush=True)
    counts, lost = soak.counts + few.counts, soak.lost + few.lost
    for what, count in sorted(counts.items()):
        print(f"{what}: {count}")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"CPU seconds: {spent.ru_utime + spent.ru_stime:.0f}")
    print(f"inputs tried: {articles} files killed over, {len(few.rows)} articles in other faults")
    print(f"kills survived: {soak.counts['kills'] if not soak.lost else 'see above'}")
    print(f"faults: {len(lost)}")
    print(f"bytes lost: {soak.bytes_lost + few.bytes_lost}")
    if lost:
        print(f"kept for a look: {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
