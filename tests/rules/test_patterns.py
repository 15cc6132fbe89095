"""Every pattern of every rule file compiles and matches something; bad ones are found."""

import tomllib
from pathlib import Path

import pytest

from conflict_timeline.problems import RuleProblem
from conflict_timeline.rules.loader import load_file, rules_folder

FILES = sorted(Path(str(rules_folder("time"))).parent.glob("*/*.toml"))


def keys_of(file: Path) -> frozenset[str]:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return frozenset(key for rule in table.get("rule", ()) for key in rule)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_patterns_compile_and_match_something(file: Path) -> None:
    load_file(file, keys_of(file), check=True)


@pytest.mark.parametrize(("pattern", "code"), [("(", "CTL-R006"), ("a*", "CTL-R007")])
def test_patterns_that_are_wrong_are_reported(tmp_path: Path, pattern: str, code: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(
        f'[[rule]]\nid = "x"\nabout = "x"\npattern = "{pattern}"\nyes = [{{ text = "a" }}]\n'
        'no = ["b"]\n',
        encoding="utf-8",
    )
    load_file(file, frozenset())
    with pytest.raises(RuleProblem, match="x") as raised:
        load_file(file, frozenset(), check=True)
    assert raised.value.code == code
