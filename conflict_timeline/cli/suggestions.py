"""Did you mean ...?"""

from collections.abc import Iterable

from conflict_timeline.store.folding import fold_name


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "did you mean X?" for the names nearest to ``name``, or an empty text."""
    from difflib import get_close_matches

    by_key = {fold_name(other): other for other in known}
    close = get_close_matches(fold_name(name), by_key, n=3, cutoff=0.65)
    return f"did you mean {' or '.join(by_key[key] for key in close)}?" if close else ""
