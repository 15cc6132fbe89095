"""Print sentence spans for JSON Lines of {id, text}.

predict_sentences.py INPUT.jsonl[.gz] > PRED.jsonl
"""

import gzip
import json
import sys

from conflict_timeline.sentences import split_sentences


def main(path: str) -> None:
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            spans = [[s.start, s.end] for s in split_sentences(row["text"])]
            print(json.dumps({"id": row["id"], "spans": spans}))


if __name__ == "__main__":
    main(sys.argv[1])
