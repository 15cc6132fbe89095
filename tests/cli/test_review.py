"""``ctl review``: keys on a terminal, spreadsheets, two analysts; decisions outlive an ingest."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.running import Outcome, ctl

ARTICLES = {
    "2022-02-27-courier.txt": "Shells hit a market in Kharkiv on Saturday, the mayor said. "
    "Rescuers searched the ruins.\n",
    "2022-02-28-post.txt": "A bridge in Mykolaiv was blown up on Sunday, officials said.\n",
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("CTL_USER", "ana")
    monkeypatch.setattr("conflict_timeline.cli.output._rows", lambda: 10_000)
    news = tmp_path / "news"
    news.mkdir()
    for name, text in ARTICLES.items():
        (news / name).write_text(text, encoding="utf-8")
    assert ctl("ingest", "news").code == 0
    return tmp_path


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Answer the questions of a review with keys and lines."""

    def answer(*answers: str, arguments: tuple[str, ...] = ()) -> Outcome:
        waiting: Iterator[str] = iter(answers)
        monkeypatch.setattr("conflict_timeline.cli.review.read_key", lambda: next(waiting, "q"))
        monkeypatch.setattr("conflict_timeline.cli.review.read_line", lambda _: next(waiting))
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        return ctl("review", *arguments, "--no-color", terminal=True)

    return answer


def claims() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(ctl("timeline", "--json").out)
    return found


def logged(*options: str) -> list[dict[str, object]]:
    lines = ctl(*options, "review", "--log").out.split("\n")
    return [json.loads(line) for line in lines if line]


def items(*arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ctl("review", "--export", "-", *arguments).out)))


def add_second_item(store: Path) -> None:
    (store / "news" / "2022-03-02-herald.txt").write_text(
        "Rockets fell on Sumy on Tuesday. Firemen fought the flames.\n"
    )
    ctl("ingest", "news")
    assert len(items()) == 2


def test_review_asks_and_resumes(store: Path, keys: Callable[..., Outcome]) -> None:
    open_items = items()
    assert open_items
    done = keys("a")
    assert "1 decisions stored as ana" in done.err
    assert len(items()) == len(open_items) - 1
    assert len(items("--all")) == len(open_items)
    assert len(items("--as", "ben")) == len(open_items)


def test_review_a_key_that_means_nothing_asks_again(
    store: Path, keys: Callable[..., Outcome]
) -> None:
    done = keys("z", "?", "q")
    assert done.err.count("(q)uit") == 3
    assert "0 decisions" in done.err


def test_review_sets_a_city_that_survives_a_new_ingest(
    store: Path, keys: Callable[..., Outcome]
) -> None:
    first = items()[0]
    keys("c", "Lviv", "a witness")
    changed = [claim for claim in claims() if claim["cities"] == ["Lviv"]]
    assert [claim["text"] for claim in changed] == [first["text"]]
    assert ctl("timeline", "--city", "Lviv", "--jsonl").out
    (store / "news" / "2022-03-01-new.txt").write_text("Troops entered Kherson on Tuesday.\n")
    ctl("ingest", "news")
    assert [c["text"] for c in claims() if c["cities"] == ["Lviv"]] == [first["text"]]
    assert ctl("check").code == 0


def test_review_enter_asks_again_and_a_dash_empties(
    store: Path, keys: Callable[..., Outcome]
) -> None:
    first = items()[0]
    done = keys("c", "", "s", "", "c", "-", "not there")
    assert done.err.count("(q)uit") == 3
    assert [claim["cities"] for claim in claims() if claim["text"] == first["text"]] == [[]]


def test_review_says_when_a_city_is_unknown_and_takes_only_known_kinds(
    store: Path, keys: Callable[..., Outcome]
) -> None:
    add_second_item(store)
    done = keys("c", "Qwertystan", "hearsay", "i", "shellling", "i", "missile strike", "")
    assert "“Qwertystan” is in no gazetteer" in done.err
    assert "there is no kind 'shellling'" in done.err
    assert [row["new"] for row in logged()] == ["Qwertystan", "missile_strike"]


def test_review_keeps_what_was_decided_before_ctrl_c(
    store: Path, keys: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_second_item(store)
    first = items()[0]
    answers = iter("r")

    def stop() -> str:
        for key in answers:
            return key
        raise KeyboardInterrupt

    monkeypatch.setattr("conflict_timeline.cli.review.read_line", lambda _: "a rumour")
    monkeypatch.setattr("conflict_timeline.cli.review.read_key", stop)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert ctl("review", terminal=True).code == 130
    assert first["text"] not in [claim["text"] for claim in claims()]


def test_review_by_spreadsheet(store: Path) -> None:
    rows = items()
    rows[0] |= {"decision": "reject", "reason": "a rumour"}
    with Path("items.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    before = len(claims())
    done = ctl("review", "--apply", "items.csv")
    assert (done.code, done.err) == (0, "1 decisions added, 0 were there already\n")
    assert len(claims()) == before - 1
    assert ctl("review", "--apply", "items.csv").err.startswith("0 decisions added")
    assert ctl("check").code == 0


def test_review_by_two_analysts(store: Path) -> None:
    target = items()[0]["target"]
    for who, new in (("ana", "Lviv"), ("ben", "Odesa")):
        Path("one.jsonl").write_text(
            json.dumps({"item": "place", "target": target, "decision": "city", "new": new}) + "\n"
        )
        done = ctl("review", "--apply", "one.jsonl", "--as", who)
    assert "[CTL-U018]" in done.err
    assert "ana: set city = Lviv (holds), ben: set city = Odesa" in ctl("review", "--conflicts").out
    assert any(claim["cities"] == ["Lviv"] for claim in claims())


def test_review_log_goes_to_another_store(store: Path, keys: Callable[..., Outcome]) -> None:
    keys("d", "2022-02-20", "")
    Path("ana.jsonl").write_text(ctl("review", "--log").out)
    ctl("--db", "other.db", "ingest", "news")
    done = ctl("--db", "other.db", "review", "--apply", "ana.jsonl", "--as", "ben")
    assert done.err.startswith("1 decisions added")
    assert ctl("--db", "other.db", "timeline", "--json").out == ctl("timeline", "--json").out
    logged = [
        json.loads(line)
        for line in ctl("--db", "other.db", "review", "--log").out.split("\n")
        if line
    ]
    assert [(row["who"], row["new"], row["orphaned"]) for row in logged] == [
        ("ana", "2022-02-20", False)
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "x", "decision": "perhaps"},
        {"target": "", "decision": "accept"},
        {"target": "x", "decision": "merge"},
        {"target": "x", "decision": "date", "new": "soon"},
        {"action": "set", "who": "ana"},
        {"action": "explode", "who": "ana", "target_kind": "claim", "target_id": "x"},
        {"action": "merge", "who": "ana", "target_kind": "statement", "target_id": "x"},
        {
            "action": "set",
            "field": "id",
            "new": "y",
            "who": "ana",
            "target_kind": "statement",
            "target_id": "x",
        },
        {
            "action": "set_date",
            "new": "9999-99-99",
            "who": "ana",
            "target_kind": "article",
            "target_id": "x",
        },
        {"action": "set_date", "who": "ana", "target_kind": "article", "target_id": "x"},
        "no row",
    ],
    ids=str,
)
def test_review_refuses_a_row_and_stores_nothing(store: Path, row: object) -> None:
    good = {"target": items()[0]["target"], "item": "date", "decision": "reject"}
    Path("bad.jsonl").write_text(json.dumps(good) + "\n" + json.dumps(row) + "\n")
    done = ctl("review", "--apply", "bad.jsonl")
    assert done.code == 2
    assert "bad.jsonl" in done.err
    assert ctl("review", "--log").out == ""


@pytest.mark.parametrize("line", ["[" * 90_000, '{"a":' * 90_000, "\x00", "\ud800", "9" * 5_000])
def test_review_refuses_a_line_that_is_no_json(store: Path, line: str) -> None:
    Path("bad.jsonl").write_bytes(line.encode("utf-8", "surrogatepass") + b"\n")
    done = ctl("review", "--apply", "bad.jsonl")
    assert done.code == 2
    assert "[CTL-U016]" in done.err


def test_review_of_hostile_texts_drives_no_terminal(store: Path) -> None:
    escape = "\x1b[2J\u202e"
    target = items()[0]["target"]
    row = {"action": "set", "field": "city", "target_kind": "statement", "target_id": target}
    lines = [row | {"who": who + escape, "new": who + escape, "reason": escape} for who in "ab"]
    Path("log.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert ctl("review", "--apply", "log.jsonl").code == 0
    (claim,) = (c for c in claims() if any(s["id"] == target for s in c["statements"]))  # type: ignore[attr-defined]
    commands = (
        ("review", "--log"), ("review", "--conflicts"), ("show", str(claim["id"])), ("timeline",),
        ("timeline", "--json"), ("check",), ("status",), ("export", "md"),
    )  # fmt: skip
    for command in commands:
        done = ctl(*command, terminal=True)
        assert done.code == 0
        assert "\x1b[2J" not in done.out + done.err
        assert "\u202e" not in done.out + done.err


def test_review_asks_only_on_a_terminal(store: Path) -> None:
    done = ctl("review")
    assert done.code == 2
    assert "--export" in done.err


def test_review_set_date_is_a_decision(store: Path) -> None:
    done = ctl("articles", "--set-date", "2022-02-28-post.txt", "2022-03-07")
    assert done.code == 0
    (row,) = logged()
    assert (row["who"], row["action"], row["old"], row["new"]) == (
        "ana", "set_date", "2022-02-28", "2022-03-07",
    )  # fmt: skip
    assert [c["date"] for c in claims() if c["cities"] == ["Mykolaiv"]] == ["2022-03-06"]
    ctl("ingest", "news")
    assert [c["date"] for c in claims() if c["cities"] == ["Mykolaiv"]] == ["2022-03-06"]
