"""The store opens in Datasette: the timeline, full text, facets, descriptions."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ctl
from tests.stores import make_store

BESIDE = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
DATASETTE = shutil.which("datasette", path=BESIDE)
UTILS = shutil.which("sqlite-utils", path=BESIDE)


@pytest.mark.skipif(DATASETTE is None, reason="Datasette is not installed")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/timeline/timeline.json?_shape=array", "Rockets struck a market"),
        ("/timeline/claims.json?_shape=array&_search=bridge", "A bridge in Mykolaiv"),
        ("/timeline/sources.json?_shape=array", "articles/post.txt"),
        ("/timeline/claim_terms.json?_shape=array&term=city&key=kharkiv", "Kharkiv"),
        ("/-/metadata.json", "one row a claim"),
    ],
)
def test_datasette_reads_the_store(tmp_path: Path, path: str, expected: str) -> None:
    store = make_store(tmp_path / "timeline.db")
    metadata = tmp_path / "metadata.yaml"
    metadata.write_text(ctl("schema", "datasette").out, encoding="utf-8")
    assert DATASETTE
    done = subprocess.run(
        [DATASETTE, str(store), "--metadata", str(metadata), "--get", path],
        capture_output=True,
        text=True,
        check=True,
    )
    assert expected in done.stdout
    json.loads(done.stdout)


@pytest.mark.skipif(UTILS is None, reason="sqlite-utils is not installed")
def test_sqlite_utils_reads_the_store(tmp_path: Path) -> None:
    store = make_store(tmp_path / "timeline.db")
    assert UTILS
    done = subprocess.run(
        [UTILS, "rows", str(store), "timeline"], capture_output=True, text=True, check=True
    )
    assert len(json.loads(done.stdout)) == 7
