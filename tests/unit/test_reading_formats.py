"""The formats that users really have, one reader each."""

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import extras, read_file
from conflict_timeline.reading.html import plain_text
from conflict_timeline.reading.pdf import PAGE_BREAK, join_lines
from conflict_timeline.views.source import source_place
from tests.archives import tar_of, zip_of

BODY = "Shells fell on the port on Monday. The army said it had returned fire."
JULY = date(2014, 7, 19)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Port hit</title>
<meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2014-07-19T10:00:00Z">
<link rel="canonical" href="https://harbourpost.example/world/port"></head><body>
<nav><a href="/">Home</a><a href="/subscribe">Subscribe to our newsletter</a></nav>
<article><h1>Port hit</h1><p>{BODY} Fires burned through the night in the old town.</p>
<p>The harbour master said that three ships were damaged and that nobody was killed.</p></article>
<footer>We use cookies. All rights reserved.</footer></body></html>"""


def _write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _articles(path: Path) -> list[Article]:
    found = list(read_file(path))
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def _problem(path: Path) -> InputProblem:
    (problem,) = read_file(path)
    assert isinstance(problem, InputProblem), problem
    assert problem.hint
    return problem


def _docx(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{part}</w:t></w:r></w:p>' for part in text.split("\n")
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body></w:document>',
        )
    return packed.getvalue()


MESSAGE = (
    "From: Harbour Post <desk@harbourpost.example>\r\nTo: list@example.org\r\n"
    "Subject: =?utf-8?b?0J/QvtGA0YI=?=\r\nDate: Sat, 19 Jul 2014 23:30:00 +0200\r\n"
    "Message-ID: <1@harbourpost.example>\r\nMIME-Version: 1.0\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n{BODY}\r\n"
)


def test_reading_docx(tmp_path: Path) -> None:
    (article,) = _articles(_write(tmp_path / "port.docx", _docx(f"19 July 2014\n{BODY}")))
    assert article.text == f"19 July 2014\n\n{BODY}"
    assert (article.published.day, article.published.basis) == (JULY, "header")


def test_reading_eml(tmp_path: Path) -> None:
    (article,) = _articles(_write(tmp_path / "port.eml", MESSAGE))
    assert article.text.strip() == BODY
    assert (article.title, article.outlet) == ("Порт", "Harbour Post")
    assert (article.published.day, article.published.basis) == (JULY, "metadata")


def test_reading_mail_with_html_only(tmp_path: Path) -> None:
    html = MESSAGE.replace("text/plain", "text/html").replace(BODY, f"<p>{BODY}</p><p>Ende</p>")
    (article,) = _articles(_write(tmp_path / "port.eml", html))
    assert article.text == f"{BODY}\n\nEnde"


def test_reading_mbox(tmp_path: Path) -> None:
    other = MESSAGE.replace("<1@", "<2@").replace("19 Jul", "20 Jul")
    box = "".join(f"From desk@x Sat Jul 19 2014\r\n{one}\r\n" for one in (MESSAGE, other))
    first, second = _articles(_write(tmp_path / "box.mbox", box))
    assert (first.record, second.record) == ("1@harbourpost.example", "2@harbourpost.example")
    assert second.published.day == date(2014, 7, 20)
    assert len(_articles(_write(tmp_path / "box", box))) == 2


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_reading_tables(tmp_path: Path, mark: str) -> None:
    rows = [["Id", "Date", "Headline", "Body", "Source"], ["7", "2014-07-19", "Port", BODY, "HP"]]
    text = "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows) + "\r\n\r\n"
    (article,) = _articles(_write(tmp_path / "a.csv", text))
    assert (article.record, article.title, article.outlet) == ("7", "Port", "HP")
    assert (article.text, article.published.day) == (BODY, JULY)


def test_reading_table_with_a_column_map(tmp_path: Path) -> None:
    table = _write(tmp_path / "a.csv", f"When,What\n19 July 2014,{BODY}\n")
    assert "no column of text (columns: When, What)" in str(_problem(table))
    _write(tmp_path / "a.csv.meta.toml", '[columns]\ntext = "What"\ndate = "When"\n')
    (article,) = _articles(table)
    assert (article.text, article.published.day) == (BODY, JULY)


def test_reading_telegram(tmp_path: Path) -> None:
    pieces = ["Shells fell on the ", {"type": "bold", "text": "port"}, " on Monday."]
    chat = {
        "name": "Harbour channel",
        "type": "public_channel",
        "id": 5,
        "messages": [
            {"id": 1, "type": "service", "date": "2014-07-19T08:00:00", "text": ""},
            {"id": 2, "type": "message", "date_unixtime": "1405764000", "text": pieces},
            {
                "id": 3,
                "type": "message",
                "date": "2014-07-20T08:00:00",
                "forwarded_from": "Old town",
                "text": BODY,
            },
            {"id": 4, "type": "message", "date": "2014-07-20T08:00:00", "text": "", "photo": "x"},
        ],
    }
    for whole in (chat, {"about": "x", "chats": {"list": [chat]}}):
        first, second = _articles(_write(tmp_path / "result.json", json.dumps(whole)))
        assert first.text == "Shells fell on the port on Monday."
        assert (first.record, first.outlet, first.published.day) == ("2", "Harbour channel", JULY)
        assert (second.outlet, second.published.day) == ("Old town", date(2014, 7, 20))


def test_reading_factiva_export(tmp_path: Path) -> None:
    piece = (
        "\n\nPort hit by {n} shells\n\n1,074 words\n19 July 2014\n10:15\nHarbour Post\nHARBP\n"
        "English\nCopyright 2014 Harbour Post.\n\n{body}\n\nDocument HARBP0020140719ea7j0000{n}\n"
    )
    text = "".join(piece.format(n=n, body=BODY) for n in (1, 2))
    first, second = _articles(_write(tmp_path / "export.txt", text))
    assert (first.title, first.outlet) == ("Port hit by 1 shells", "Harbour Post")
    assert first.record == "HARBP0020140719ea7j00001"
    assert (first.published.day, first.published.basis) == (JULY, "metadata")
    assert second.text[second.header_end :] == BODY


@pytest.mark.parametrize(
    "text",
    [
        f"1 of 2 DOCUMENTS\n\nHarbour Post\n\nJuly 19, 2014 Saturday\n\nPort hit\n\n"
        f"LENGTH: 474 words\n\nBODY:\n{BODY}\n\n2 of 2 DOCUMENTS\n\nHarbour Post\n\nJuly 20, 2014 "
        f"Sunday\n\nPort hit again\n\nLENGTH: 12 words\n\nBODY:\n{BODY}\n",
        f"Port hit\n\nHarbour Post\n\nJuly 19, 2014 Saturday\n\nLength: 474 words\n\n"
        f"Body\n\n{BODY}\n\nLoad-Date: July 21, 2014\n\nEnd of Document\n\nPort hit again\n\n"
        f"Harbour Post\n\nJuly 20, 2014 Sunday\n\nLength: 12 words\n\nBody\n\n{BODY}\n\n"
        "Load-Date: July 21, 2014\n\nEnd of Document\n",
    ],
    ids=["older", "newer"],
)
def test_reading_lexisnexis_export(tmp_path: Path, text: str) -> None:
    first, second = _articles(_write(tmp_path / "export.txt", text))
    assert (first.outlet, first.published.day) == ("Harbour Post", JULY)
    assert second.published.day == date(2014, 7, 20)
    assert first.text[first.header_end :].lstrip().startswith(BODY)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_reading_archives(tmp_path: Path, name: str) -> None:
    members = {
        "b/2014-07-19.txt": BODY.encode(),
        "a.jsonl": json.dumps({"id": "7", "date": "2014-07-19", "text": BODY}).encode(),
        "c.docx": _docx(f"19 July 2014\n{BODY}"),
        ".hidden": b"x",
        "README.md": b"notes",
        "inner.zip": zip_of({"2014-07-19.md": BODY.encode()}),
    }
    content = zip_of(members) if name == "a.zip" else tar_of(members)
    path = _write(tmp_path / name, gzip.compress(content) if name.endswith("gz") else content)
    articles = _articles(path)
    assert {article.record for article in articles} == {
        "a.jsonl#7",
        "b/2014-07-19.txt",
        "c.docx",
        "inner.zip:2014-07-19.md",
    }
    assert {article.published.day for article in articles} == {JULY}
    assert {article.file for article in articles} == {path.as_posix()}


def test_reading_archives_keep_to_their_limits(tmp_path: Path) -> None:
    from conflict_timeline.reading import limits

    bomb = zip_of({})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", bytes(limits.LARGEST_MEMBER + 1))
        archive.writestr("good.txt", BODY)
    found = list(read_file(_write(tmp_path / "a.zip", packed.getvalue())))
    assert [isinstance(one, Article) for one in found] == [False, True]
    for _ in range(4):
        bomb = zip_of({"inner.zip": bomb or b""})
    assert "archive within archives" in str(_problem(_write(tmp_path / "b.zip", bomb)))
    assert "damaged archive" in str(_problem(_write(tmp_path / "c.zip", b"PK\x03\x04" + b"x" * 99)))


def test_reading_manifest(tmp_path: Path) -> None:
    path = _write(tmp_path / "port.txt", BODY)
    _write(tmp_path / "manifest.csv", "File,Date,Outlet\nport.txt,2014-07-19,Harbour Post\n")
    (article,) = _articles(path)
    assert (article.published.day, article.published.basis) == (JULY, "sidecar")
    assert article.outlet == "Harbour Post"


def test_reading_outlet_from_address_and_folder(tmp_path: Path) -> None:
    record = {"text": BODY, "url": "https://www.bbc.co.uk/news/1"}
    (article,) = _articles(_write(tmp_path / "a.jsonl", json.dumps(record)))
    assert article.outlet == "BBC"
    folder = tmp_path / "al_jazeera"
    folder.mkdir()
    (article,) = _articles(_write(folder / "a.txt", BODY))
    assert article.outlet == "Al Jazeera"


@pytest.mark.parametrize(
    ("name", "content", "extra"),
    [("a.html", PAGE, "html"), ("a.pdf", "%PDF-1.4", "pdf"), ("a.rss", "<rss/>", "feed")],
)
def test_reading_names_the_extra_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, extra: str
) -> None:
    def missing(module: str) -> None:
        raise ImportError(module)

    monkeypatch.setattr(extras.importlib, "import_module", missing)
    from conflict_timeline.reading import formats

    def kept(module: str) -> object:
        return __import__(module, fromlist=["x"])

    monkeypatch.setattr(formats, "import_module", kept)
    problem = _problem(_write(tmp_path / name, content))
    assert f"pip install 'conflict-timeline[{extra}]'" in str(problem)
    assert problem.exit_code == 3


def test_reading_html(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="the extra html is not installed")
    for name in ("port.html", "port.txt"):
        (article,) = _articles(_write(tmp_path / name, PAGE))
        assert "returned fire" in article.text
        assert "cookies" not in article.text
        assert "newsletter" not in article.text
        assert (article.published.day, article.published.basis) == (JULY, "metadata")
        assert (article.outlet, article.lang) == ("Harbour Post", "en")
        assert article.url == "https://harbourpost.example/world/port"


def test_reading_html_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="the extra html is not installed")
    cyrillic = "Обстріли порту тривали всю ніч, повідомила влада міста. Ніхто не загинув."
    page = PAGE.replace(BODY, cyrillic).replace("<head>", '<head><meta charset="windows-1251">')
    (article,) = _articles(_write(tmp_path / "a.html", page.encode("cp1251")))
    assert cyrillic in article.text
    assert article.encoding == "cp1251"


def test_reading_feed(tmp_path: Path) -> None:
    pytest.importorskip("fastfeedparser", reason="the extra feed is not installed")
    feed = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title><item>'
        "<title>Port hit</title><link>https://h.example/1</link><guid>g1</guid><pubDate>19 Jul "
        f"2014 10:00:00 +0200</pubDate><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item>"
        "</channel></rss>"
    )
    for name in ("feed.rss", "feed.xml", "feed"):
        (article,) = _articles(_write(tmp_path / name, feed))
        assert (article.text, article.outlet) == (BODY, "Harbour Post")
        assert article.published.day == JULY


def test_reading_warc(tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="the extra warc is not installed")
    pytest.importorskip("trafilatura", reason="the extra html is not installed")
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "WARC-Target-URI: https://harbourpost.example/world/port\r\n"
        "WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    ).encode()
    content = head + http + b"\r\n\r\n"
    for name, packed in (("a.warc", content), ("a.warc.gz", gzip.compress(content))):
        (article,) = _articles(_write(tmp_path / name, packed))
        assert (article.record, article.published.day) == ("urn:uuid:1", JULY)


def _pdf(lines: list[str]) -> bytes:
    stream = "BT /F1 12 Tf 50 750 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
    ]
    body = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj{text}endobj\n".encode()
    rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 5\n0000000000 65535 f \n{rows}trailer<</Size 5/Root 1 0 R>>\nstartxref\n"
    return body + f"{tail}{len(body)}\n%%EOF".encode()


def test_reading_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")
    lines = ["19 July 2014", "", "Shells fell on the port on Monday and fires burned", "all night."]
    (article,) = _articles(_write(tmp_path / "port.pdf", _pdf(lines)))
    assert "fires burned all night." in article.text
    assert (article.published.day, article.published.basis) == (JULY, "header")
    assert "holds no text" in str(_problem(_write(tmp_path / "scan.pdf", _pdf([]))))
    assert "damaged PDF" in str(_problem(_write(tmp_path / "bad.pdf", "%PDF-1.4 nothing")))


def test_pdf_lines_are_joined_and_pages_counted() -> None:
    page = (
        "Port hit\r\nShells fell on the port on Monday, the army said, and fires burned\r\n"
        "through the night in the old har\ufffe\r\nbour, where three ships lay at anchor, the\r\n"
        "mayor said.\r\nThe harbour master said that the port would be open again on\r\nFriday."
    )
    joined = join_lines(page)
    assert joined.startswith(
        "Port hit\n\nShells fell on the port on Monday, the army said, and fires"
    )
    assert "old harbour, where" in joined
    assert "mayor said.\n\nThe harbour" in joined
    text = PAGE_BREAK.join(["one", "two"])
    pages = [source_place("a.pdf", None, text=text, start=at).page for at in (0, len(text))]
    assert pages == [1, 2]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("<p>a &amp; b</p><script>x</script><p>c<br>d</p>", "a & b\n\nc\n\nd"),
        ("<p>unclosed", "unclosed"),
        ("<style>p{}</style>a<!-- b <p>c</p> --> d", "a d"),
        ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("<" * 300_000, "<" * 300_000),
        ("<a " * 100_000, "<a " * 99_999 + "<a"),
    ],
)
def test_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


VALID: dict[str, bytes] = {
    "a.docx": _docx(BODY),
    "a.eml": MESSAGE.encode(),
    "a.mbox": f"From x y z\r\n{MESSAGE}".encode(),
    "a.zip": zip_of({"a.txt": BODY.encode()}),
    "a.tar": tar_of({"a.txt": BODY.encode()}),
    "a.gz": gzip.compress(BODY.encode()),
    "a.csv": f"date,text\n2014-07-19,{BODY}".encode(),
    "a.json": b'{"name": "x", "messages": [{"id": 1, "type": "message", "text": ["a"]}]}',
    "a.jsonl": b'{"text": "a", "date": "2014-07-19"}\n' * 3,
    "a.md": b"---\ndate: 2014-07-19\n---\n# x\n\ny",
    "a.txt": b"Document ABCDEFGH1234\n3 words\nx",
    "a": b"From x y z\r\n\r\n",
}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    name=strategies.sampled_from(sorted(VALID)),
    at=strategies.integers(0, 2_000),
    cut=strategies.integers(0, 40),
    noise=strategies.binary(max_size=20),
)
def test_reading_damaged_files_raises_nothing(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, cut: int, noise: bytes
) -> None:
    whole = VALID[name]
    at %= len(whole)
    path = _write(tmp_path_factory.getbasetemp() / name, whole[:at] + noise + whole[at + cut :])
    for one in read_file(path):
        assert isinstance(one, Article | InputProblem)
        assert not isinstance(one, Article) or 0 <= one.header_end <= len(one.text)
        assert str(one)
