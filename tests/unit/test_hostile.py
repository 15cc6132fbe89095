"""Files made to hurt: each ends in articles or in problems, soon, and nothing else happens.

What other tests prove is not proven twice: see the table in `tests/README.md`.
"""

import gzip
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import find_inputs, read_file
from tests.archives import tar_of, zip_of
from tests.running import ctl

BODY = "2 March 2022\n\nRockets struck a depot in Sumy on Monday, the mayor said.\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SOON = 3.0
"""Seconds of work that no file of some hundred kilobytes may need."""


def _read(path: Path, content: bytes | str) -> list[Article | InputProblem]:
    """Write and read one file; it must end soon, in articles and problems that can be printed."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    started = process_time()
    outcomes = list(read_file(path))
    if process_time() - started >= SOON:  # libraries are loaded, and compiled, only once
        started = process_time()
        outcomes = list(read_file(path))
    assert process_time() - started < SOON
    assert outcomes
    for outcome in outcomes:
        assert isinstance(outcome, Article) or str(outcome)
    return outcomes


def _texts(outcomes: list[Article | InputProblem]) -> list[str]:
    return [outcome.text for outcome in outcomes if isinstance(outcome, Article)]


def _docx(body: str, before: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", f'{before}<w:d xmlns:w="{WORD}">{body}</w:d>')
    return packed.getvalue()


NESTED = [100, 500, 900, 990, 1_100, 100_000]


@pytest.mark.parametrize("depth", NESTED)
@pytest.mark.parametrize(
    "shape",
    [
        ("a.json", "{}", "[", "]"),
        ("a.json", '{{"text": "said", "k": {}}}', "[", "]"),
        ("a.json", '{{"text": {}}}', '[{"a":', "}]"),
        ("a.jsonl", '{{"text": "said", "title": {}}}', "[", "]"),
        ("a.json", '{{"name": {}, "messages": [{{"id": 1, "type": "message"}}]}}', "[", "]"),
        ("a.json", '{{"messages": [{{"id": 1, "type": "message", "text": {}}}]}}', "[", "]"),
        ("a.json", '{{"messages": [{{"id": 1, "type": "x", "text": {}}}]}}', '{"text":', "}"),
        ("a.md", "+++\ndate = {}\n+++\nText.", "[", "]"),
        ("a.html", "<html><body>{}</body></html>", "<div>", "</div>"),
        ("a.html", "<html><body><p>Long words{}", "<b>", ""),
        ("a.rss", "<rss><channel>{}</channel></rss>", "<item>", "</item>"),
    ],
    ids=lambda shape: f"{shape[0]} {shape[1][:24]}",
)
def test_depth_is_a_problem_at_most(
    tmp_path: Path, shape: tuple[str, str, str, str], depth: int
) -> None:
    name, frame, left, right = shape
    _read(tmp_path / name, frame.format(f'{left * depth}"a"{right * depth}'))


@pytest.mark.parametrize("depth", NESTED)
def test_nested_parts_of_mail_are_a_problem_at_most(tmp_path: Path, depth: int) -> None:
    depth = min(depth, 1_500)
    inner = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    _read(tmp_path / "a.eml", f"Message-ID: <1@x>\n{inner}\nRockets fell.\n")
    _read(tmp_path / "b.eml", "Content-Type: message/rfc822\n\n" * depth + "Rockets fell.\n")


@pytest.mark.parametrize("filler", ["(", "<", "a ", "a@b.c,", "=?utf-8?q?a?= ", '"', ";", "\\"])
@pytest.mark.parametrize("header", ["From", "Subject", "Date", "Message-ID"])
def test_a_long_header_costs_no_message(tmp_path: Path, header: str, filler: str) -> None:
    outcomes = _read(tmp_path / "a.eml", f"To: x\n{header}: {filler * 50_000}\n\nRockets fell.\n")
    assert _texts(outcomes) == ["Rockets fell.\n"]


@pytest.mark.parametrize(
    "sent", ["2 Mar 99999999999999999999 10:00", "2 Mar 2022 1:1 +" + "9" * 30]
)
def test_a_date_beyond_all_numbers_is_no_date(tmp_path: Path, sent: str) -> None:
    outcomes = _read(tmp_path / "a.eml", f"Message-ID: <1@x>\nDate: Wed, {sent}\n\nRockets fell.\n")
    assert _texts(outcomes) == ["Rockets fell.\n"]


def test_paragraphs_inside_paragraphs_are_read_once(tmp_path: Path) -> None:
    nested = "<w:p><w:r><w:t>Outer </w:t></w:r>" * 20_000 + "</w:p>" * 20_000
    (text,) = _texts(_read(tmp_path / "a.docx", _docx(nested)))
    assert text.count("Outer") == 20_000
    box = "<w:p><w:r><w:t>One </w:t><w:p><w:r><w:t>box</w:t></w:r></w:p><w:t>line</w:t></w:r></w:p>"
    assert _texts(_read(tmp_path / "b.docx", _docx(box))) == ["box\n\nOne line"]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
SECRET = '<!DOCTYPE x [<!ENTITY i SYSTEM "file://{}">]>'


@pytest.mark.parametrize("prefix", [BOMB, SECRET], ids=["many", "file"])
def test_entities_are_never_expanded(tmp_path: Path, prefix: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the password")
    prefix = prefix.replace("{}", secret.as_posix())
    item = "<item><title>t</title><description>A &i; fell</description></item>"
    outcomes = [
        *_read(tmp_path / "a.docx", _docx("<w:p><w:r><w:t>A &i;</w:t></w:r></w:p>", prefix)),
        *_read(tmp_path / "a.rss", f"{prefix}<rss><channel>{item}</channel></rss>"),
        *_read(tmp_path / "a.xml", f"{prefix}<feed><entry><summary>&i;</summary></entry></feed>"),
        *_read(tmp_path / "a.html", f"{prefix}<html><body><p>A &i; fell.</p></body></html>"),
    ]
    for text in _texts(outcomes):
        assert "password" not in text
        assert len(text) < 1_000


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_timeline.reading.limits.LARGEST_FILE", 1_000_000)
    (problem,) = _read(tmp_path / "a.txt.gz", gzip.compress(bytes(3_000_000)))
    assert isinstance(problem, InputProblem)
    assert problem.code == "CTL-I011"


def test_an_archive_of_an_unknown_version_is_a_problem(tmp_path: Path) -> None:
    packed = bytearray(_docx("<w:p/>"))
    at = packed.index(b"PK\x01\x02")
    packed[at + 6 : at + 8] = b"\xa9\x00"
    for name in ("a.docx", "a.zip"):
        (problem,) = _read(tmp_path / name, bytes(packed))
        assert isinstance(problem, InputProblem)


def test_an_archive_stops_at_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_timeline.reading.limits.MOST_MEMBERS", 3)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", BODY)
    outcomes = _read(tmp_path / "a.zip", packed.getvalue())
    assert len(_texts(outcomes)) == 3
    assert [one.code for one in outcomes if isinstance(one, InputProblem)] == ["CTL-I011"]


ZEROS = bytes(300_000)
PACKED_ZEROS = zip_of({f"{m}.txt": ZEROS for m in range(3)})
BOMBS = {
    "wide.zip": zip_of({f"{n}.txt": ZEROS for n in range(9)}),
    "deep.zip": zip_of(
        {f"{n}.zip": zip_of({f"{m}.txt": ZEROS for m in range(3)}) for n in range(3)}
    ),
    "mixed.tar": tar_of(
        {f"{n}.zip": zip_of({f"{m}.txt": ZEROS for m in range(3)}) for n in range(3)}
    ),
    "packed.tar": tar_of({f"{n}.txt.gz": gzip.compress(ZEROS) for n in range(9)}),
    "packed.tar.gz": gzip.compress(tar_of({f"{n}.gz": gzip.compress(ZEROS) for n in range(9)})),
}


@pytest.mark.parametrize("name", BOMBS)
def test_everything_inside_one_input_shares_one_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each part is under every limit of its own; together they are not."""
    monkeypatch.setattr("conflict_timeline.reading.limits.ALWAYS", 1_000_000)
    monkeypatch.setattr("conflict_timeline.reading.limits.GROWTH", 10)
    monkeypatch.setattr("conflict_timeline.reading.limits.LARGEST_TOTAL", 1_000_000)
    outcomes = _read(tmp_path / name, BOMBS[name])
    told = [one for one in outcomes if isinstance(one, InputProblem) and one.code == "CTL-I011"]
    assert len(told) == 1
    assert told == outcomes[-1:]
    assert "unpacks to more than the limit" in str(told[0])


def test_what_came_before_the_limit_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conflict_timeline.reading.limits.LARGEST_TOTAL", 1_000_000)
    inner = zip_of({"b.txt": BODY.encode(), "c.txt": bytes(1_100_000), "d.txt": BODY.encode()})
    outcomes = _read(tmp_path / "a.zip", zip_of({"a.txt": BODY.encode(), "b.zip": inner}))
    assert len(_texts(outcomes)) == 2
    assert len(outcomes) == 3


def test_a_small_file_may_not_grow_without_end(tmp_path: Path) -> None:
    """400 kB that gzip to 512 MB and more: refused at 200 MB, before any of it is read."""
    (problem,) = _read(tmp_path / "a.txt.gz", gzip.compress(bytes(210_000_000), 9))
    assert isinstance(problem, InputProblem)
    assert problem.code == "CTL-I011"


def test_nested_archives_share_the_count_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conflict_timeline.reading.limits.MOST_MEMBERS", 5)
    inner = zip_of({f"{n}.txt": BODY.encode() for n in range(4)})
    outcomes = _read(tmp_path / "a.zip", zip_of({"a.zip": inner, "b.zip": inner, "c.txt": b"x"}))
    assert len(_texts(outcomes)) == 4
    assert isinstance(outcomes[-1], InputProblem)


@pytest.mark.parametrize("pack", [zip_of, tar_of])
def test_a_list_of_files_without_end_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    monkeypatch.setattr("conflict_timeline.reading.limits.MOST_MEMBERS", 30)
    members = {f"{n}.txt": BODY.encode() for n in range(301)}
    (problem,) = _read(tmp_path / "a.archive", pack(members))
    assert isinstance(problem, InputProblem)
    assert "more than 30 files" in str(problem)


def test_pages_of_a_web_archive_share_one_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    monkeypatch.setattr("conflict_timeline.reading.limits.LARGEST_TOTAL", 1_000_000)
    body = gzip.compress(b"<html><body>" + b"<p>Shells fell.</p>" * 20_000 + b"</body></html>")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s%s\r\n\r\n"
    )
    outcomes = _read(tmp_path / "a.warc", record % (len(head + body), head, body) * 10)
    assert len(outcomes) == 3
    assert "unpacks to more than the limit" in str(outcomes[-1])


@pytest.mark.parametrize(
    ("limit", "name", "content"),
    [
        ("MOST_PAGE_TAGS", "a.html", "<html>" + "<p>" * 200),
        ("MOST_TAGS", "a.rss", "<rss><channel>" + "<item/>" * 200),
        ("MOST_VALUES", "a.json", "[" + "{}," * 200 + "{}]"),
        ("LARGEST_ARTICLE", "a.html", "<html>" + "x" * 200),
        ("LARGEST_ARTICLE", "a.txt", "x" * 200),
        ("LARGEST_FILE", "a.txt", "x" * 200),
    ],
    ids=lambda value: str(value)[:20],
)
def test_limits_are_told_with_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, name: str, content: str
) -> None:
    monkeypatch.setattr(f"conflict_timeline.reading.limits.{limit}", 100)
    (problem,) = _read(tmp_path / name, content)
    assert isinstance(problem, InputProblem)
    assert problem.code == "CTL-I011"
    assert "more than" in str(problem)


def test_very_many_problems_are_counted(tmp_path: Path) -> None:
    good = '{"text": "Rockets fell."}\n'
    outcomes = _read(tmp_path / "a.jsonl", "x\n" * 30_000 + good)
    assert len(_texts(outcomes)) == 1
    assert len(outcomes) == 1_002
    assert "29,000 more problems" in str(outcomes[-1])


def test_nothing_is_unpacked_to_disk_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the password")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in ("../../outside.txt", "/tmp/ctl-outside.txt", "fine.txt"):
            member = tarfile.TarInfo(name)
            member.size = len(BODY)
            archive.addfile(member, io.BytesIO(BODY.encode()))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            link = tarfile.TarInfo(f"link-{kind.decode()}.txt")
            link.type, link.linkname = kind, (tmp_path / "secret.txt").as_posix()
            archive.addfile(link)
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    outcomes = _read(folder / "a.tar", packed.getvalue())
    assert {text.strip() for text in _texts(outcomes)} == {BODY.strip()}
    assert {path.name for path in tmp_path.rglob("*.txt")} == {"secret.txt"}
    assert not Path("/tmp/ctl-outside.txt").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", ["manifest.csv", "a.txt.meta.toml", "a.meta.toml"])
def test_a_pipe_beside_an_article_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    outcomes = _read(tmp_path / "a.txt", BODY)
    assert _texts(outcomes) == [BODY]
    assert [one.code for one in outcomes if isinstance(one, InputProblem)] == ["CTL-I009"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_place_of_an_article_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (problem,) = read_file(tmp_path / "a.txt")
    assert isinstance(problem, InputProblem)


def test_a_file_that_became_a_pipe_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was a file when it was looked at; some files of the system wait just so."""
    monkeypatch.setattr("stat.S_ISREG", lambda mode: True)
    names = ("2022-03-01.txt", "2022-03-01.txt.meta.toml", "manifest.csv", "2022-03-02.json")
    for name in names:
        os.mkfifo(tmp_path / name)
    for path in find_inputs([tmp_path]):
        assert isinstance(path, Path)
        found = list(read_file(path))
        assert [problem.code for problem in found if isinstance(problem, InputProblem)] == [
            "CTL-I003"
        ]


@pytest.mark.parametrize("said", ["a = " + "[" * 5_000, "a" * 100_000, "\0", "[" * 90_000], ids=len)
def test_a_hostile_sidecar_costs_no_article(tmp_path: Path, said: str) -> None:
    (tmp_path / "a.txt.meta.toml").write_text(said)
    outcomes = _read(tmp_path / "a.txt", BODY)
    assert _texts(outcomes) == [BODY]
    assert len(outcomes) == 2


def test_circles_of_links_end(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "up").symlink_to(tmp_path / "a")
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    (inner / "x.txt").write_text(BODY)
    found = list(find_inputs([tmp_path]))
    assert [path.name for path in found if isinstance(path, Path)] == ["x.txt"]
    assert all(str(one) for one in found)


MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose article has markup, escapes and formulas in its text, names and title."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in \x1b[2J \u202e [red]"
    folder.mkdir()
    record = {
        "text": f"=cmd() {MARKUP} [bold] \x1b[31m \u202e \x00 \ud800 struck Sumy on Monday.",
        "title": MARKUP,
        "outlet": f"=1+2 {MARKUP} \x1b]0;x\x07",
        "date": "2022-03-02",
        "url": "javascript:alert(3)",
        "id": "\x1b[2J</script>",
    }
    (folder / "<b>&\x07.jsonl").write_text(json.dumps(record))
    assert ctl("ingest", folder.as_posix()).code == 0
    return tmp_path


FORMS = ("json", "jsonl", "csv", "tsv", "md", "table")


@pytest.mark.parametrize(
    "arguments",
    [
        *(("timeline", "--format", form) for form in FORMS),
        *(("export", name) for name in ("kml", "geojson", "ics", "acled", "hxl", "stix")),
        ("articles",),
        ("status",),
        ("disputes",),
        ("check", "--articles"),
    ],
    ids=" ".join,
)
def test_nothing_that_drives_a_terminal_is_printed(
    hostile: Path, arguments: tuple[str, ...]
) -> None:
    done = ctl("--no-color", *arguments, terminal=True)
    for stream in (done.out, done.err):
        assert stream.translate({10: None, 9: None}).isprintable()


def test_html_export_holds_no_markup_of_strangers(hostile: Path) -> None:
    page = ctl("export", "html").out
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page.lower()
    assert "</script>" not in page.split("<script", 1)[1].split("</script>")[0]


def test_formulas_are_disarmed_when_asked(hostile: Path) -> None:
    import csv

    table = ctl("timeline", "--format", "csv", "--excel-safe").out
    for row in csv.reader(io.StringIO(table)):
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("option", ["--limit", "--top", "--days", "--per-day", "--min-outlets"])
def test_a_number_beyond_all_numbers_is_wrong_usage(hostile: Path, option: str) -> None:
    for number in ("9" * 19, "9" * 30, "9" * 5_000):
        done = ctl("timeline", option, number)
        assert done.code in (0, 2)
        assert "CTL-X001" not in done.err


def test_what_a_message_names_is_visible(tmp_path: Path) -> None:
    (tmp_path / "\x1b[2J\u202e.json").write_text("{")
    done = ctl("--db", str(tmp_path / "s.db"), "ingest", tmp_path.as_posix())
    assert done.code == 3
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err
    assert "⟨U+202E⟩" in done.err


@pytest.mark.parametrize(
    "charset",
    ["punycode", "idna", "rot13", "hex", "zlib", "unicode_escape", "undefined", "base64", "utf-7",
     "mbcs", "cp037", "no-such", "\x1b[2J", "../x", "a" * 5_000],
    ids=lambda name: ascii(name)[:20],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["eml", "html", "warc"])
def test_a_charset_that_is_none_costs_no_article(tmp_path: Path, charset: str, kind: str) -> None:
    """Python knows "encodings" that unpack, run on bytes only, or exist on one system."""
    html = f"<meta charset='{charset}'><p>{BODY}</p>" * 2
    web = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\n\r\n{html}"
    content = {
        "eml": "From: a\nDate: Tue, 1 Mar 2022 10:00:00 +0000\n"
        f"Content-Type: text/plain; charset={charset}\n\n{BODY}",
        "html": html,
        "warc": "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\n"
        "WARC-Date: 2022-03-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(web)}\r\n\r\n{web}\r\n\r\n",
    }[kind]
    path = tmp_path / f"2022-03-01.{kind}"
    path.write_bytes(content.encode())
    (found,) = read_file(path)
    assert isinstance(found, Article | InputProblem)
    if isinstance(found, Article) and charset not in ("cp037", "utf-7"):
        assert "mayor said" in found.text


def test_a_name_as_long_as_names_get_has_no_sidecar(tmp_path: Path) -> None:
    """The sidecar's name would be too long for the disk: there is none, and the manifest counts."""
    path = tmp_path / ("n" * 251 + ".txt")
    path.write_text(BODY.partition("\n\n")[2])
    (tmp_path / "manifest.csv").write_text(f"file,date,outlet\n{path.name},2022-03-03,Post\n")
    (found,) = read_file(path)
    assert isinstance(found, Article)
    assert (str(found.published.day), found.outlet) == ("2022-03-03", "Post")
