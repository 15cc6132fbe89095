"""From paths and bytes to articles: walking, decoding, records, clear problems for the rest."""

import gzip
import json
import os
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from conflict_timeline.model import Article
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import find_inputs, read_file

BODY = "Shells fell on the port on Monday. The army said it had returned fire."


def _write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _one(path: Path, **said: object) -> Article:
    (article,) = read_file(path, **said)  # type: ignore[arg-type]
    assert isinstance(article, Article), article
    return article


def _problem(path: Path) -> InputProblem:
    (problem,) = read_file(path)
    assert isinstance(problem, InputProblem)
    assert str(path) in str(problem)
    assert "\n" not in str(problem)
    assert problem.hint
    return problem


def test_find_inputs_walks_in_order_and_passes_over_what_is_no_article(tmp_path: Path) -> None:
    kept = [_write(tmp_path / name, BODY) for name in ("a.txt", "b/c.md", "z.jsonl")]
    for name in (".hidden", "README.md", "a.txt.meta.toml", "timeline.db", "x.txt~", ".git/x.txt"):
        _write(tmp_path / name, BODY)
    assert list(find_inputs([tmp_path])) == kept
    assert list(find_inputs([tmp_path, kept[0]])) == kept
    assert list(find_inputs([tmp_path / "README.md"])) == [tmp_path / "README.md"]


def test_find_inputs_passes_over_timelines_that_ctl_wrote(tmp_path: Path) -> None:
    claim = {
        "when": {},
        "status": "asserted",
        "statements": [{"published_basis": "header", "text": BODY}],
        "text": BODY,
    }
    own = _write(tmp_path / "out.jsonl", json.dumps(claim))
    assert list(find_inputs([tmp_path])) == []
    (problem,) = read_file(own)
    assert isinstance(problem, InputProblem)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_find_inputs_reports_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    missing = tmp_path / "missing"
    problems = list(find_inputs([tmp_path, missing]))
    assert all(isinstance(problem, InputProblem) for problem in problems)
    words = " ".join(str(problem) for problem in problems)
    for part in ("leads back", "link to nothing", "a pipe", "does not exist"):
        assert part in words


def test_read_file_keeps_the_text_and_hashes_the_bytes(tmp_path: Path) -> None:
    content = f"\ufeffDate: 19 July 2014\r\n\r\n{BODY}\r\n".encode()
    path = _write(tmp_path / "port.txt", content)
    article = _one(path)
    assert article.id == sha256(content).hexdigest()
    assert article.text == content.decode("utf-8-sig")
    assert article.file == path.as_posix()
    assert article.record is None
    assert article.published.day == date(2014, 7, 19)
    assert article.text[article.header_end :].strip() == BODY


def test_read_file_flags_overrule(tmp_path: Path) -> None:
    path = _write(tmp_path / "2014-07-19.txt", f"BEIRUT (Reuters) - {BODY}")
    assert _one(path).outlet == "Reuters"
    article = _one(path, published=date(2014, 7, 20), outlet="Harbour Post")
    assert (article.published.day, article.published.basis) == (date(2014, 7, 20), "flag")
    assert article.outlet == "Harbour Post"


def test_read_file_header_fields(tmp_path: Path) -> None:
    head = "Title: Port hit again\nDate: 19 July 2014\nSource: Harbour Post\n"
    article = _one(_write(tmp_path / "a.txt", f"{head}\n{BODY}\n"))
    assert (article.title, article.outlet) == ("Port hit again", "Harbour Post")
    assert article.text[article.header_end :].strip() == BODY


def test_read_file_sidecar(tmp_path: Path) -> None:
    path = _write(tmp_path / "port.txt", BODY)
    _write(tmp_path / "port.txt.meta.toml", 'date = 2014-07-19\noutlet = "Harbour Post"\n')
    article = _one(path)
    assert (article.published.basis, article.outlet) == ("sidecar", "Harbour Post")
    _write(tmp_path / "port.txt.meta.toml", "date = ")
    problem, article = read_file(path)
    assert isinstance(problem, InputProblem)
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("front", "date_line"),
    [
        ("---", "date: 2014-07-19"),
        ("+++", "date = 2014-07-19"),
        ("---", "Published: 'July 19, 2014'"),
    ],
)
def test_read_file_markdown_front_matter(tmp_path: Path, front: str, date_line: str) -> None:
    equals = " =" if front == "+++" else ":"
    text = f'{front}\n{date_line}\nsource{equals} "Harbour Post"\n{front}\n# Port hit\n\n{BODY}\n'
    article = _one(_write(tmp_path / "port.md", text))
    assert (article.published.day, article.published.basis) == (date(2014, 7, 19), "front_matter")
    assert (article.outlet, article.title) == ("Harbour Post", "Port hit")
    assert article.text == text
    assert article.text[article.header_end :].startswith("# Port hit")


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json"])
def test_read_file_records(tmp_path: Path, name: str) -> None:
    records = [
        {"id": 7, "date": "2014-07-19", "source": "Harbour Post", "title": "Port", "text": BODY},
        {"Published": "20 July 2014", "Body": BODY, "Publisher": {"name": "Wire"}, "lang": "en-GB"},
    ]
    lines = json.dumps(records) if name == "a.json" else "\n".join(map(json.dumps, records))
    content = gzip.compress(lines.encode()) if name.endswith(".gz") else lines.encode()
    first, second = read_file(_write(tmp_path / name, content))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.record, first.outlet, first.title) == ("7", "Harbour Post", "Port")
    assert (second.record, second.outlet, second.lang) == ("2", "Wire", "en")
    assert first.text == BODY
    assert [first.published.day, second.published.day] == [date(2014, 7, 19), date(2014, 7, 20)]
    assert first.published.basis == "metadata"
    assert first.id != second.id
    if name == "a.jsonl":
        assert first.id == sha256(json.dumps(records[0]).encode()).hexdigest()


def test_read_file_bad_records_stop_no_others(tmp_path: Path) -> None:
    good = json.dumps({"text": BODY})
    lines = [good, "{", "[1]", '{"text": ""}', '{"text": 5}', "[" * 100_000, good]
    found = list(read_file(_write(tmp_path / "a.jsonl", "\n".join(lines))))
    assert [isinstance(one, Article) for one in found] == [True, *[False] * 5, True]
    assert all("record" in str(one) for one in found[1:6])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "picture"),
        ("program", b"\x7fELF" + bytes(200), "program"),
        ("noise.txt", bytes(range(256)) * 20, "not a text file"),
        ("a.json", b'{"text": ', "JSON"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}' * 50)[:20], "gzip"),
    ],
)
def test_read_file_says_what_is_wrong(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    assert words in str(_problem(_write(tmp_path / name, content)))


def test_read_file_missing_and_folder(tmp_path: Path) -> None:
    assert "does not exist" in str(_problem(tmp_path / "missing.txt"))
    assert "folder" in str(_problem(tmp_path))


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (BODY, "utf-16", "utf-16"),
        ("Le président a été élu à Orléans, où l’armée était.", "cp1252", "cp1252"),
        ("Обстріли тривали всю ніч, повідомила влада міста." * 4, "cp1251", "cp1251"),
        ("Обстрелы города продолжались всю ночь, сообщили власти.", "koi8-r", "koi8-u"),
    ],
)
def test_read_file_other_encodings(tmp_path: Path, text: str, encoding: str, expected: str) -> None:
    article = _one(_write(tmp_path / "a.txt", text.encode(encoding)))
    assert article.text == text
    assert article.encoding == expected


def test_read_file_damaged_utf8_stays_utf8(tmp_path: Path) -> None:
    text = "Обстріли тривали всю ніч. " * 20
    article = _one(_write(tmp_path / "a.txt", text.encode()[:-20] + b"\xff" + "ніч".encode()))
    assert article.text.startswith("Обстріли")
    assert article.encoding == "utf-8, damaged"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (BODY, "en"),
        ("Російські війська обстріляли місто вночі, повідомила влада.", "uk"),
        ("Российские войска обстреляли город, сообщили власти. Это было ночью.", "ru"),
        ("قصفت القوات المدينة ليلا بحسب السلطات", "ar"),
        ("Les forces ont bombardé la ville dans la nuit, selon les autorités.", "fr"),
        ("Las fuerzas bombardearon la ciudad por la noche, según las autoridades.", "es"),
        (
            "Le forze hanno bombardato la città nella notte, secondo le autorità. È stato il più.",
            "it",
        ),
        ("Die Truppen beschossen die Stadt in der Nacht, sagte die Behörde.", "de"),
        ("", "en"),
    ],
)
def test_language(text: str, lang: str) -> None:
    from conflict_timeline.reading.language import language_of

    assert language_of(text) == lang


def test_samples_are_read_whole() -> None:
    samples = Path(__file__).resolve().parents[2] / "samples"
    found = [one for path in find_inputs([samples]) for one in read_file(Path(path))]  # type: ignore[arg-type]
    assert all(isinstance(one, Article) for one in found), found
    assert len(found) == 25
    bases = {one.published.basis for one in found if isinstance(one, Article)}
    assert bases == {"front_matter", "metadata", "filename", "header", "dateline", "none"}
    assert all(one.lang == "en" for one in found if isinstance(one, Article))
