"""Fuzzes every reader, then the whole extraction, for a bounded time.

    python tests/fuzz/run.py [--seconds 60] [--seed 1] [--only docx]

Valid files of each format are cut, spliced, repeated and sprinkled with what has hurt parsers
before. A reader may answer with articles and problems only, and soon; the texts that come out are
read to statements, whose spans must slice back. What fails is kept in a file for a test. Where
atheris is installed, `--atheris` lets it choose the bytes by what they reach.
"""

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import monotonic, process_time

from conflict_timeline.extract import extract_statements
from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Source
from conflict_timeline.reading.files import read_source, unpack

BODY = "Rockets struck a depot in Sumy on Monday, the mayor said. At least 10 people were killed.\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLOW = 5.0
"""Seconds of work that one input of this size may never need."""

LARGEST = 60_000
PIECES = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r\n",
        b"\n\n",
        b"---\n",
        b"+++\n",
        b"[[[[",
        b"{{{{",
    ),
    *(
        b'{"text":',
        b"<![CDATA[",
        b"<!--",
        b"-->",
        b"<div>",
        b"&#x110000;",
        b"&amp;",
        b"\xed\xa0\x80",
    ),
    *(b"From x y z\n", b"Subject: =?utf-8?b?", b"boundary=", b"(((((", b'"', b",", b"PK\x03\x04"),
    *(b"2022-02-30", b"99999999999999999999", b"1 of 2 DOCUMENTS\n", b"Content-Length: -1\r\n"),
    *("\u202e".encode(), "€™".encode(), b"\x1b[2J", b"on Monday ", b"Kyiv", b"said that "),
)


def _zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _seeds() -> dict[str, tuple[str, bytes]]:
    """Return a valid file of each format: reader -> its name and its bytes."""
    paragraph = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"
    document = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph}</w:body></w:document>'
    mail = f"From: A <a@b.c>\nMessage-ID: <1@x>\nDate: Wed, 2 Mar 2022 10:00:00 +0000\n\n{BODY}"
    page = f"<html><head><title>t</title></head><body><article><p>{BODY * 5}</p></article></body>"
    item = f"<item><title>t</title><description>{BODY}</description></item>"
    telegram = {"name": "c", "messages": [{"id": 1, "type": "message", "text": [BODY, "x"]}]}
    record = json.dumps({"text": BODY, "date": "2022-03-02"})
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    warc = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n{http}\r\n\r\n"
    )
    factiva = f"Title of it\n\n{BODY}\n120 words\n2 March 2022\nDocument ABCDEF0020220302xyz1\n"
    return {
        "text": ("2022-03-02.txt", BODY.encode()),
        "header": ("a.txt", f"The Courier\n2 March 2022\n\n{BODY}".encode()),
        "markdown": ("a.md", f"---\ndate: 2022-03-02\n---\n# T\n\n{BODY}".encode()),
        "toml": ("b.md", f"+++\ndate = 2022-03-02\n+++\n{BODY}".encode()),
        "json": ("a.json", f"[{record}]".encode()),
        "jsonl": ("a.jsonl", f"{record}\n{record}\n".encode()),
        "telegram": ("result.json", json.dumps(telegram).encode()),
        "table": ("a.csv", f'date,text\n2022-03-02,"{BODY}"\n'.encode()),
        "eml": ("a.eml", mail.encode()),
        "mbox": ("a.mbox", f"From x Wed\n{mail}\n\nFrom y Thu\n{mail}".encode()),
        "docx": ("a.docx", _zipped({"[Content_Types].xml": "<x/>", "word/document.xml": document})),
        "zip": ("a.zip", _zipped({"b/a.txt": BODY, "c.jsonl": record})),
        "gz": ("a.txt.gz", gzip.compress(BODY.encode())),
        "html": ("a.html", page.encode()),
        "feed": ("a.rss", f"<rss><channel><title>c</title>{item * 2}</channel></rss>".encode()),
        "warc": ("a.warc", warc.encode()),
        "press": ("a.txt", factiva.encode() * 2),
    }


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


def check(name: str, content: bytes) -> int:
    """Read ``content`` as the file ``name``; returns how many articles it has."""
    started = process_time()
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
    seconds = process_time() - started
    assert seconds < SLOW, f"took {seconds:.1f} s"
    return articles


def run_mutations(seconds: float, seed: int, only: str | None) -> int:
    draw, seeds = random.Random(seed), _seeds()
    chosen = [only] if only else sorted(seeds)
    tried: Counter[str] = Counter()
    read: Counter[str] = Counter()
    faults: set[str] = set()
    for reader in chosen:
        assert check(*seeds[reader]), f"the {reader} seed itself is not read"
    kept = Path(tempfile.gettempdir()) / "ctl-fuzz"
    end = monotonic() + seconds
    while monotonic() < end:
        reader = chosen[sum(tried.values()) % len(chosen)]
        name, content = seeds[reader]
        made = mutate(content, seeds[draw.choice(sorted(seeds))][1], draw)
        tried[reader] += 1
        try:
            read[reader] += check(name, made)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            fault = f"{reader}: {type(error).__name__} {str(error)[:60]} in {last.name}"
            if fault not in faults:
                kept.mkdir(exist_ok=True)
                (kept / f"{sha256(made).hexdigest()[:12]}-{name}").write_bytes(made)
                print(f"FAULT: {fault}", flush=True)
            faults.add(fault)
    for reader in chosen:
        print(f"{reader}: {tried[reader]} inputs, {read[reader]} articles")
    print(f"inputs tried: {sum(tried.values())}")
    print(f"faults: {len(faults)}" + (f", kept in {kept}" if faults else ""))
    return 1 if faults else 0


def run_atheris(seconds: float, only: str | None) -> int:
    import atheris  # type: ignore[import-not-found]

    name = _seeds()[only or "text"][0]

    def target(content: bytes) -> None:
        check(name, content)

    setup: Callable[..., None] = atheris.Setup
    setup([sys.argv[0], f"-max_total_time={int(seconds)}", f"-max_len={LARGEST}"], target)
    atheris.Fuzz()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(_seeds()))
    parser.add_argument("--atheris", action="store_true")
    asked = parser.parse_args()
    if asked.atheris:
        return run_atheris(asked.seconds, asked.only)
    return run_mutations(asked.seconds, asked.seed, asked.only)


if __name__ == "__main__":
    sys.exit(main())
