"""Did you mean ...?"""

from collections.abc import Iterable

from conflict_timeline.store.folding import fold_name


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "did you mean X?" for the names nearest to ``name``, or an empty text.

    A name of several words is also near when one of its words is: "marchak" means Olena Marchuk.
    """
    from difflib import get_close_matches

    by_key: dict[str, str] = {}
    for other in known:
        key = fold_name(other)
        for part in (*key.split(), key):
            by_key.setdefault(part, other)
    close = get_close_matches(fold_name(name), by_key, n=3, cutoff=0.65)
    names = dict.fromkeys(by_key[key] for key in close)
    return f"did you mean {' or '.join(names)}?" if names else ""
