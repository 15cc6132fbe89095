"""The expert's forty hardest decisions on the two seed articles, one test each.

A decision holds when every sentence it speaks of is printed with an accepted day, part of day,
city set and status, or is left out where the expert leaves it out.
"""

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = SHARED / "gold" / "seeds"

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason=f"no gold at {GOLD}")


def _rows(name):
    if not GOLD.is_dir():
        return []
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def statements():
    from conflict_timeline import build_timeline

    claims = build_timeline([SHARED / "seeds"])
    return [statement for claim in claims for statement in claim.statements]


CHECKS = _rows("checks.jsonl")
SENTENCES = {row["id"]: row for row in _rows("sentences.jsonl")}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check['n']:02}")
def test_hard_decision(check, statements):
    for sentence_id in dict.fromkeys(at["sentence"] for at in check["at"]):
        gold = SENTENCES[sentence_id]
        found = [
            s
            for s in statements
            if Path(s.file).name == gold["file"]
            and min(s.end, gold["end"]) - max(s.start, gold["start"])
            > 0.5 * min(s.end - s.start, gold["end"] - gold["start"])
        ]
        if not gold["on_timeline"]:
            assert not found or gold["alt"].get("on_timeline"), f"{sentence_id} is off the timeline"
        elif gold["tier"] == "must":
            assert found, f"{sentence_id} is missing"
        for statement in found if gold["on_timeline"] else ():
            _assert_decided(sentence_id, gold, statement)


def _assert_decided(sentence_id, gold, statement):
    day = statement.when.filing_day.isoformat()
    assert day in [gold["print_date"], *gold["also_ok"]], f"{sentence_id}: day"
    part = gold["when"]["part"]
    if part and gold["tier"] == "must" and day == gold["print_date"]:
        accepted = [part, *gold["alt"].get("part", [])]
        assert statement.when.span.part in accepted, f"{sentence_id}: part of day"
    cities = [set(gold["cities"]), *map(set, gold["alt"].get("cities", []))]
    assert set(statement.cities) in cities, f"{sentence_id}: cities {statement.cities}"
    accepted = [gold["status"], *gold["alt"].get("status", [])]
    assert statement.status.name in accepted, f"{sentence_id}: status {statement.status.name}"
