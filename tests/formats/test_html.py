"""The report: one file that loads nothing, runs only its own script, counts as the store does."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

from conflict_timeline.exports.report_html import write_html
from conflict_timeline.exports.report_html.coasts import draw_lines, frame_of, land_path
from tests import records
from tests.running import ctl
from tests.stores import make_store

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
NODE = shutil.which("node")


@pytest.fixture(scope="module")
def page() -> str:
    return "".join(write_html(records.world()[1], title="A <b>title</b> {{data}}"))


class Tags(HTMLParser):
    """Collects the tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def data_of(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, list[dict[str, object]]] = json.loads(found[1])
    return data


def test_html_loads_nothing(page: str) -> None:
    for tag, values in Tags(page).found:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert not {"src", "action", "style", "onclick", "onload"} & set(values), tag
        assert (values.get("href") or "#").startswith("#")
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_html_policy_allows_only_its_own_script_and_style(page: str) -> None:
    policy = next(v["content"] for t, v in Tags(page).found if "http-equiv" in v)
    assert policy
    assert "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert text
        digest = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_html_holds_every_claim_twice(page: str) -> None:
    claims = records.world()[1]
    assert [row["a"] for row in data_of(page)["claims"]] == [claim.id for claim in claims]
    plain = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert plain
    assert plain[1].count('<article class="claim">') == len(claims)


def test_html_text_is_never_markup(page: str) -> None:
    assert "<b>title" not in page
    assert "&lt;b&gt;title&lt;/b&gt; {{data}}" in page
    assert "in <Aleppo>" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    evil = records.article("</script><script>alert(1)</script><!-- Kharkiv --> </noscript>")
    text = "".join(write_html([records.claim(records.statement(evil, evil.text))]))
    assert len([tag for tag, _ in Tags(text).found if tag == "script"]) == 2
    assert text.count("</noscript>") == 1
    assert data_of(text)["claims"][0]["x"] == evil.text


def test_html_rivals_point_at_each_other(page: str) -> None:
    rows = data_of(page)["claims"]
    rivals = [(at, link[1]) for at, row in enumerate(rows) for link in row["l"]]  # type: ignore[attr-defined]
    assert rivals == [(1, 2), (2, 1)]


def test_html_of_nothing_is_a_page() -> None:
    text = "".join(write_html([]))
    assert data_of(text)["claims"] == []
    assert "0 claims from 0 outlets." in text


def test_html_draws_land_but_no_borders_of_its_own(page: str) -> None:
    assert 'class="land" d="M' in page
    assert 'class="border" d=""' in page
    assert "No borders." in page


def test_html_draws_the_boundaries_it_is_given(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[30, 50], [36, 51]]}
    frame = frame_of([(30.5, 50.4), (36.2, 50.0)])
    assert draw_lines(frame, {"type": "Feature", "geometry": line}).startswith("M")
    (tmp_path / "lines.geojson").write_text(json.dumps(line))
    make_store(tmp_path / "t.db")
    done = ctl(
        "--db",
        str(tmp_path / "t.db"),
        "export",
        "html",
        "--boundaries",
        str(tmp_path / "lines.geojson"),
    )
    assert 'class="border" d="M' in done.out
    assert "Boundaries as in lines.geojson." in done.out


def test_html_land_of_a_frame_is_small() -> None:
    for points in ([(30.5, 50.4)], [], [(-77.0, 38.9), (151.2, -33.9)], [(178.0, -18.0)]):
        assert 0 < len(land_path(frame_of(points))) < 200_000


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_html_script_is_valid() -> None:
    script = Path(__file__).resolve().parents[2] / "conflict_timeline/exports/report_html/page.js"
    assert NODE
    subprocess.run([NODE, "--check", str(script)], check=True)


@needs_chromium
@pytest.mark.parametrize(
    ("state", "arguments"),
    [
        ({}, []),
        ({"city": "Kharkiv"}, ["--city", "Kharkiv"]),
        ({"q": 'rocket* "a market"'}, ["--grep", 'rocket* "a market"']),
        (
            {"outlet": "Evening Post", "until": "2022-02-26"},
            ["--outlet", "Evening Post", "--until", "2022-02-26"],
        ),
    ],
    ids=lambda value: urlencode(value) if isinstance(value, dict) else "",
)
def test_html_in_a_browser_counts_as_the_store(
    tmp_path: Path, state: dict[str, str], arguments: list[str]
) -> None:
    store = str(make_store(tmp_path / "t.db"))
    assert ctl("--db", store, "export", "html", "-o", str(tmp_path / "r.html")).code == 0
    found = len(ctl("--db", store, "timeline", "--jsonl", *arguments).out.splitlines())
    shown = browse(tmp_path / "r.html", state)
    assert shown.count('class="claim"') == found
    every = 7
    expected = f"{found} claims" if found == every else f"{found} of {every} claims"
    assert f'role="status">{expected}<' in shown


def browse(path: Path, state: dict[str, str]) -> str:
    """Return the page's document after its script ran, without its part for no scripts."""
    assert CHROMIUM
    done = subprocess.run(
        [
            CHROMIUM,
            *("--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *("--virtual-time-budget=3000", "--enable-logging=stderr"),
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={path.parent / 'profile'}",
            f"{path.as_uri()}#{urlencode(state)}",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert console == []
    return re.sub(r"<noscript>.*?</noscript>", "", done.stdout, flags=re.DOTALL)


@needs_chromium
def test_html_for_a_person_at_the_keyboard(tmp_path: Path) -> None:
    """Through Playwright: no request, no error, and a filter chosen by key counts as the store."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    store = str(make_store(tmp_path / "t.db"))
    assert ctl("--db", store, "export", "html", "-o", str(tmp_path / "r.html")).code == 0
    found = len(ctl("--db", store, "timeline", "--jsonl", "--city", "Kharkiv").out.splitlines())
    address = (tmp_path / "r.html").as_uri()
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        page.get_by_label("City").focus()
        page.keyboard.type("Kharkiv")
        page.keyboard.press("Tab")
        playwright.expect(page.locator("main .claim")).to_have_count(found)
        assert page.get_by_role("status").inner_text() == f"{found} of 7 claims"
        browser.close()
    assert asked == [address]
    assert said == []
