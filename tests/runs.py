"""What a cluster would write of some articles, made without one: for tests of ``ctl load``."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from conflict_timeline.record_json import (
    article_to_json,
    claim_cities,
    claim_to_json,
    json_line,
    statement_to_json,
)
from conflict_timeline.store import (
    ClaimFilter,
    find_claims,
    load_article,
    open_store,
    read_articles,
    read_failures,
    read_statements,
)

Rows = dict[str, list[dict[str, Any]]]


def rows_of_store(path: Path) -> Rows:
    """Return the tables of a run that read what the store at ``path`` holds; claims by day."""
    with open_store(path, create=False) as store:
        articles = [
            {
                "id": stored.id,
                "rules": stored.rules_version,
                "article": json_line(article_to_json(load_article(store, stored.id))),
            }
            for stored in read_articles(store)
        ]
        statements = [
            {"article": s.article, "id": s.id, "statement": json_line(statement_to_json(s))}
            for s in read_statements(store)
        ]
        claims = [
            {
                "date": claim_to_json(claim)["date"],
                "id": claim.id,
                "cities": list(claim_cities(claim)),
                "claim": json_line(claim_to_json(claim)),
            }
            for claim in find_claims(store, ClaimFilter())
        ]
        problems = [
            {"place": f.path, "code": f.code, "what": f.message, "hint": ""}
            for f in read_failures(store)
        ]
    return {
        "articles": articles, "statements": statements, "claims": claims, "problems": problems,
    }  # fmt: skip


def write_run(folder: Path, rows: Rows) -> Path:
    """Write ``rows`` as the Parquet tables of a run and return the folder."""
    from pyarrow import Table, parquet

    for name, table in rows.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "_SUCCESS").touch()
        parts = defaultdict(list)
        for row in table:
            day = f"date={row['date']}" if name == "claims" else "."
            parts[day].append({key: value for key, value in row.items() if key != "date"})
        for day, part in parts.items():
            (folder / name / day).mkdir(exist_ok=True)
            parquet.write_table(Table.from_pylist(part), folder / name / day / "part-0.parquet")
    return folder


def changed(row: dict[str, Any], column: str, **values: Any) -> dict[str, Any]:
    """Return a row whose JSON in ``column`` says something else."""
    return row | {column: json.dumps(json.loads(row[column]) | values)}
