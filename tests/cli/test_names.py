"""Names that a user may type for an actor: any that the dictionary knows."""

from pathlib import Path

import pytest

from tests.running import ctl

TEXT = "The Rapid Support Forces shelled Nyala on Wednesday, residents said.\n"


def test_an_abbreviation_finds_the_actor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2024-06-20.txt").write_text(TEXT)
    ctl("ingest", "2024-06-20.txt")
    done = ctl("timeline", "--actor", "rsf")
    assert TEXT.strip() in done.out
    assert done.err == "rsf → Rapid Support Forces\n"
    assert ctl("-q", "timeline", "--actor", "RSF").err == ""
    assert "no actor in the store" in ctl("timeline", "--actor", "M23").err
