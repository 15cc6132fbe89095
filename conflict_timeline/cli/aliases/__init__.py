"""The words that people use for what the store calls otherwise: tables beside this file."""

from functools import cache


@cache
def aliases(name: str) -> dict[str, str]:
    """Return the table ``name``: each word with the rest of its line."""
    from importlib.resources import files  # 4 ms that few commands need

    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line and line[0] != "#")
    return {word: rest for word, _, rest in rows}
