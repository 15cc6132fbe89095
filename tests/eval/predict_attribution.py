"""Print attributions for JSON Lines of {id, text}.

predict_attribution.py INPUT.jsonl[.gz] > PRED.jsonl
"""

import gzip
import json
import sys

from conflict_timeline.attribution import find_attributions
from conflict_timeline.sentences import split_sentences


def main(path: str) -> None:
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row["text"]
            found = find_attributions(text, split_sentences(text), anonymous=True)
            attribs = [{"source": a.source, "cue": a.cue, "content": a.content} for a in found]
            print(json.dumps({"id": row["id"], "text": text, "attribs": attribs}))


if __name__ == "__main__":
    main(sys.argv[1])
