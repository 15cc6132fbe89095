"""What the fuzzing starts from: a valid input of each kind, and bytes that have hurt parsers."""

import gzip
import io
import json
import tarfile
import zipfile

BODY = "Rockets struck a depot in Sumy on Monday, the mayor said. At least 10 people were killed.\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
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


def _tarred(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return packed.getvalue()


def _pdf(text: str) -> bytes:
    """Return a PDF of one page, its positions table left to the reader to rebuild."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
    parts = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body = "".join(f"{n} 0 obj\n{part}\nendobj\n" for n, part in enumerate(parts, start=1))
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n".encode()


def seeds() -> dict[str, tuple[str, bytes]]:
    """Return a valid input of each kind: reader -> its file name and its bytes."""
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
    decision = {"who": "A", "target_kind": "statement", "target_id": "ab", "action": "set"}
    decision |= {"field": "date", "new": "2022-03-02", "reason": "seen", "rules_version": "1"}
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
        "pdf": ("a.pdf", _pdf(BODY.strip())),
        "tar": ("a.tar", _tarred({"b/a.txt": BODY, "c.jsonl": record})),
        "sidecar": ("a.txt.meta.toml", b'date = 2022-03-02\noutlet = "C"\n[columns]\ntext = "b"\n'),
        "manifest": ("manifest.csv", b"file,date,outlet\na.txt,2022-03-02,The Courier\n"),
        "review": (
            "items.csv",
            b"item,target,decision,new\ndate,ab,date,2022-03-02\npair,a+b,merge,\n",
        ),
        "log": ("log.jsonl", json.dumps(decision).encode() + b"\n"),
        "actors": ("actors.tsv", b"Azov Regiment\tarmed group\tUA\tukraine\tAzov; the regiment\n"),
    }
