"""Files and folders to claims at once, without a store: `build_timeline`."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from conflict_timeline.bundles import extract_articles
from conflict_timeline.claims import cluster_claims
from conflict_timeline.copies import rank_of
from conflict_timeline.extract import extract_all, folder_of, infer_date, neighbour_days
from conflict_timeline.faults import attempt
from conflict_timeline.model import Article, Claim
from conflict_timeline.pipeline.inputs import outcomes_of
from conflict_timeline.problems import InputProblem
from conflict_timeline.reading import find_inputs
from conflict_timeline.store.write import timeline_order
from conflict_timeline.workers import Workers


def build_timeline(
    paths: Sequence[Path | str],
    *,
    published: date | None = None,
    outlet: str | None = None,
    failed: list[InputProblem] | None = None,
) -> list[Claim]:
    """Return the claims of files and folders in timeline order, without a store.

    What cannot be read is appended to ``failed`` where given, else left out. Articles whose day
    stays unknown give only the statements whose words name a full date.
    """
    problems = failed if failed is not None else []
    extracted = extract_articles(
        _dated_articles(paths, published, outlet, problems), extract_all, Workers(1), problems
    )
    statements = [
        statement for _, found in extracted for statement in found if statement.when is not None
    ]
    return sorted(cluster_claims(statements), key=timeline_order)


def _dated_articles(
    paths: Sequence[Path | str],
    published: date | None,
    outlet: str | None,
    problems: list[InputProblem],
) -> Iterator[Article]:
    """Yield each article of ``paths`` once, dated from its neighbours where it has no day."""
    articles: dict[str, Article] = {}
    for entry in find_inputs([Path(path) for path in paths]):
        for outcome in outcomes_of(entry, published, outlet):
            if isinstance(outcome, InputProblem):
                problems.append(outcome)
            else:
                known = articles.setdefault(outcome.id, outcome)
                if rank_of(outcome) < rank_of(known):
                    articles[outcome.id] = outcome
    neighbours = neighbour_days((a.file, a.published) for a in articles.values())
    for article in articles.values():
        dated: Article | InputProblem = article
        if article.published.day is None:
            days = neighbours.get(folder_of(article.file), ())
            dated = attempt(partial(infer_date, article, days), article.file)
        if isinstance(dated, InputProblem):
            problems.append(dated)
        else:
            yield dated
