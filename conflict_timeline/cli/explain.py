"""``ctl explain``: how the rules read a sentence; what a code or a rule means."""

import re
from datetime import date as Day
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

import typer

from conflict_timeline.cli.filters import days_of
from conflict_timeline.cli.options import Call
from conflict_timeline.cli.screen import Line, print_lines
from conflict_timeline.cli.suggestions import did_you_mean
from conflict_timeline.cli.terminal import hint
from conflict_timeline.problems import UsageProblem

_CODE = re.compile(r"ctl-[a-z]\d{3}", re.IGNORECASE)
_RULE = re.compile(r"[a-z]+(?:\.[a-z0-9_-]+)+")


def explain(
    call: Call,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="A sentence, a problem's code, a rule's id.")
    ],
    date: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day it was published.")
    ] = None,
) -> None:
    """Show how the rules read a sentence, or what a problem's code or a rule's id means.

    \b
      ctl explain "Shelling hit Kharkiv on Saturday night, officials said." --date 2022-02-27
      ctl explain CTL-S001
    """
    words = " ".join(text)
    if _CODE.fullmatch(words):
        print_lines(_code(words.upper()), call)
    elif _RULE.fullmatch(words) and (rule := _rule(words)):
        print_lines(rule, call)
    else:
        print_lines(_sentence(words, date), call)
        if date is None:
            hint("Relative dates need the day of publication: --date DAY", quiet=call.quiet)


def known_codes() -> dict[str, tuple[str, str]]:
    """Return what every code means and what to do about it."""
    table = files("conflict_timeline.cli").joinpath("topics", "codes.tsv")
    rows = table.read_text(encoding="utf-8").splitlines()
    cells = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {code: (meaning, advice) for code, meaning, advice in cells}


def _code(code: str) -> list[Line]:
    codes = known_codes()
    if code not in codes:
        raise UsageProblem(
            "CTL-U012",
            f"there is no code “{code}”",
            hint=did_you_mean(code, codes) or f"they run from {min(codes)} to {max(codes)}",
        )
    meaning, advice = codes[code]
    return [(("bold", code),), (("", meaning),), (("", advice),)]


def _rule(name: str) -> list[Line] | None:
    """The rule called ``name`` as its file has it, with its examples."""
    import tomllib

    for file in _toml_files(files("conflict_timeline.rules")):
        for row in tomllib.loads(file.read_text(encoding="utf-8")).get("rule", ()):
            if row.get("id") == name:
                shown: list[Line] = [(("bold", name), ("dim", f"  {file.name}"))]
                for key, value in row.items():
                    is_examples = isinstance(value, list) and key in ("yes", "no")
                    for item in value if is_examples else [value]:
                        text = ", ".join(map(str, item)) if isinstance(item, list) else str(item)
                        shown.append((("dim", f"  {key:<11}"), ("", text)))
                return shown
    return None


def _toml_files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _toml_files(entry)
        elif entry.name.endswith(".toml"):
            found.append(entry)
    return found


def _sentence(sentence: str, date: str | None) -> list[Line]:
    from conflict_timeline.extract import extract_statements
    from conflict_timeline.model import Article, Published
    from conflict_timeline.safe_text import safe_text
    from conflict_timeline.views.show import reasons

    published = Published(days_of(date)[0], "flag") if date else Published(None, "none")
    article = Article(id="0" * 64, file="(given)", text=sentence, published=published)
    lines = _parts(sentence, published.day)
    statements = extract_statements(article)
    if not statements:
        lines.append((("bold", "Nothing here is a statement for the timeline."),))
    for statement in statements:
        lines.append((("bold", safe_text(statement.text)),))
        lines += [
            (("dim", f"  {name:<11}"), ("", safe_text(value))) for name, value in reasons(statement)
        ]
    return lines


def _parts(text: str, published: Day | None) -> list[Line]:
    """What each stage finds on its own: sentences with their role, times and kinds with rules."""
    from conflict_timeline.kinds import find_kinds
    from conflict_timeline.safe_text import safe_text
    from conflict_timeline.sentences import split_sentences
    from conflict_timeline.times import find_times

    found = [("sentence", f"{s.start}–{s.end} {s.role}") for s in split_sentences(text)]
    for time in find_times(text, published=published):
        found.append(("time", f"{time.start}–{time.end} “{time.text}” {time.value} [{time.rule}]"))
    for kind in find_kinds(text):
        words = text[kind.start : kind.end]
        found.append(("kind", f"{kind.start}–{kind.end} “{words}” {kind.name} [{kind.rule}]"))
    return [(("dim", f"{name:<13}"), ("", safe_text(value))) for name, value in found]
