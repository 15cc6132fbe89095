"""Fuzzes every reader, then the whole extraction, for a bounded time.

    python tests/fuzz/run.py [--seconds 60] [--seed 1] [--only docx] [--atheris]

Valid inputs of each kind (`seeds.py`) are cut, spliced, repeated and sprinkled with what has hurt
parsers before. A reader may answer with articles and problems only, and soon; the texts that come
out are read to statements, whose spans must slice back. What fails is kept in a file for a test.
With `--atheris` (pip install atheris) libFuzzer chooses the bytes of each kind by the code that
they reach, for the same time in all.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic, process_time

sys.path.insert(0, str(Path(__file__).resolve().parent))
from seeds import BODY, PIECES, seeds


@contextmanager
def _traced(is_wanted: bool) -> Iterator[None]:
    """Let atheris see which code of the package is reached: it must be there at the import."""
    if not is_wanted:
        yield
        return
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["conflict_timeline"]):
        yield


with _traced("--guided" in sys.argv):
    from conflict_timeline.actors.dictionary import load_dictionary
    from conflict_timeline.cli.decisions_file import read_decision_file
    from conflict_timeline.extract import extract_statements
    from conflict_timeline.model import Article
    from conflict_timeline.problems import InputProblem, Problem
    from conflict_timeline.reading.draft import Source
    from conflict_timeline.reading.files import read_file, read_source, unpack

SLOW = 5.0
"""Seconds of work that one input of this size may never need."""

LARGEST = 60_000
KEPT = Path(tempfile.gettempdir()) / "ctl-fuzz"
BESIDE = {"sidecar": "a.txt", "manifest": "a.txt"}


def mutate(content: bytes, other: bytes, draw: random.Random) -> bytes:
    """Return ``content`` changed in one to six places."""
    made = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        at, size = draw.randrange(len(made) + 1), draw.randint(1, 40)
        change = draw.randrange(6)
        if change == 0:
            del made[at : at + size]
        elif change == 1:
            made[at:at] = draw.choice(PIECES) * draw.choice((1, 1, 2, 50, 1_500))
        elif change == 2:
            made[at : at + size] = draw.randbytes(size)
        elif change == 3:
            start = draw.randrange(len(other) + 1)
            made[at:at] = other[start : start + 10 * size]
        elif change == 4:
            made[at:at] = bytes(made[at : at + 10 * size]) * draw.choice((2, 100))
        elif at < len(made):
            made[at] ^= 1 << draw.randrange(8)
        del made[LARGEST:]
    return bytes(made)


def check(kind: str, name: str, content: bytes) -> int:
    """Read ``content`` as the input ``name``; returns how much was understood of it."""
    started = process_time()
    if kind in ("sidecar", "manifest", "review", "log", "actors"):
        understood = _check_on_disk(kind, name, content)
    else:
        understood = _check_reader(name, content)
    seconds = process_time() - started
    assert seconds < SLOW, f"took {seconds:.1f} s"
    return understood


def _check_reader(name: str, content: bytes) -> int:
    articles = 0
    unpacked = unpack(content, name)
    if isinstance(unpacked, InputProblem):
        return 0
    inner = name.removesuffix(".gz") if unpacked.unpacked else name
    for outcome in read_source(Source(name, unpacked.content, format_name=inner)):
        if isinstance(outcome, InputProblem):
            assert outcome.code.startswith("CTL-I")
            assert str(outcome)
            continue
        assert isinstance(outcome, Article)
        articles += 1
        for statement in extract_statements(outcome):
            assert outcome.text[statement.start : statement.end] == statement.text
    return articles


def _check_on_disk(kind: str, name: str, content: bytes) -> int:
    """What is no article itself: notes beside one, decisions of analysts, names of actors."""
    with tempfile.TemporaryDirectory(prefix="ctl-fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        if kind in BESIDE:
            article = path.with_name(BESIDE[kind])
            article.write_text(BODY)
            found = list(read_file(article))
            assert sum(isinstance(one, Article) for one in found) == 1
            return int(len(found) == 1)
        try:
            if kind == "actors":
                return len(load_dictionary.__wrapped__(path).names)
            return len(read_decision_file(path, "A"))
        except Problem as problem:
            str(problem)
            return 0


class Findings:
    """What was tried, what of it was understood, and what failed, each fault once."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.faults: set[str] = set()

    def try_one(self, kind: str, name: str, content: bytes) -> None:
        self.tried[kind] += 1
        try:
            self.read[kind] += check(kind, name, content)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            fault = f"{kind}: {type(error).__name__} {str(error)[:60]} in {last.name}"
            if fault not in self.faults:
                KEPT.mkdir(exist_ok=True)
                (KEPT / f"{sha256(content).hexdigest()[:12]}-{name}").write_bytes(content)
                print(f"FAULT: {fault}", flush=True)
            self.faults.add(fault)

    def summary(self) -> int:
        for kind in self.tried:
            print(f"{kind}: {self.tried[kind]} inputs, {self.read[kind]} understood")
        print(f"inputs tried: {sum(self.tried.values())}")
        kept = f", kept in {KEPT}" if self.faults else ""
        print(f"faults: {len(self.faults)}{kept}")
        return 1 if self.faults else 0


def run_mutations(seconds: float, seed: int, chosen: list[str]) -> int:
    draw, valid, findings = random.Random(seed), seeds(), Findings()
    for kind in chosen:
        assert check(kind, *valid[kind]), f"the {kind} seed itself is not understood"
    end, number = monotonic() + seconds, 0
    while monotonic() < end:
        kind = chosen[number % len(chosen)]
        name, content = valid[kind]
        findings.try_one(kind, name, mutate(content, valid[draw.choice(sorted(valid))][1], draw))
        number += 1
    return findings.summary()


def run_atheris(seconds: float, seed: int, chosen: list[str]) -> int:
    """Run libFuzzer on each kind in a process of its own: it ends the process that it runs in."""
    findings = Findings()
    for kind in chosen:
        with tempfile.TemporaryDirectory(prefix="ctl-atheris-") as folder:
            told = Path(folder) / "told.json"
            options = ("--only", kind, "--seconds", str(seconds / len(chosen)), "--seed", str(seed))
            command = (sys.executable, __file__, *options, "--guided", str(told))
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            result = json.loads(told.read_text()) if told.exists() else {"faults": []}
            if done.returncode:
                result["faults"].append(f"{kind}: libFuzzer ended: {done.stderr[-300:]}")
        findings.tried[kind], findings.read[kind] = result.get("tried", 0), result.get("read", 0)
        findings.faults.update(result["faults"])
        for fault in result["faults"]:
            print(f"FAULT: {fault}", flush=True)
    return findings.summary()


def run_guided(seconds: float, seed: int, kind: str, told: Path) -> int:
    import atheris

    findings, (name, valid) = Findings(), seeds()[kind]
    folder = told.parent
    words = ("".join(map(r"\x{:02x}".format, piece)) for piece in PIECES)
    (folder / "words").write_text("".join(f'"{word}"\n' for word in words))
    (folder / "found").mkdir()
    (folder / "found" / "seed").write_bytes(valid)

    def target(content: bytes) -> None:
        findings.try_one(kind, name, content)
        if findings.tried[kind] % 20 == 0 or findings.faults:
            counts = {"tried": findings.tried[kind], "read": findings.read[kind]}
            told.write_text(json.dumps(counts | {"faults": sorted(findings.faults)}))

    limits = [f"-max_total_time={max(1, int(seconds))}", f"-max_len={LARGEST}", f"-seed={seed}"]
    limits += [f"-dict={folder / 'words'}", f"-artifact_prefix={folder}/", "-timeout=60"]
    limits += ["-rss_limit_mb=4000", str(folder / "found")]
    atheris.Setup([sys.argv[0], *limits], target)
    atheris.Fuzz()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(seeds()))
    parser.add_argument("--atheris", action="store_true")
    parser.add_argument("--guided", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    chosen = [asked.only] if asked.only else sorted(seeds())
    if asked.guided:
        return run_guided(asked.seconds, asked.seed, asked.only, asked.guided)
    if asked.atheris:
        return run_atheris(asked.seconds, asked.seed, chosen)
    return run_mutations(asked.seconds, asked.seed, chosen)


if __name__ == "__main__":
    sys.exit(main())
