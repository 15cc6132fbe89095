"""Loads the rules before there are workers: `load_rules`."""

from datetime import date
from functools import partial

from conflict_timeline.bundles import Extract
from conflict_timeline.faults import attempt
from conflict_timeline.model import Article, Published

_STORY = """Rockets hit the port of Odesa on Tuesday morning and killed 12 people, the army said.
"We will hold the town," the mayor told reporters. About 4,000 refugees crossed the border to Poland
last week, according to the United Nations, which denied that its convoys had been stopped.
"""


def load_rules(extract: Extract) -> None:
    """Read a story that every stage has something to find in: what it loads stays loaded, and
    workers that are forked afterwards share it instead of each loading it for a second."""
    story = Article("", "", _STORY, Published(date(2022, 3, 9), "flag"))
    attempt(partial(extract, [story]), story.file)  # what is wrong with it shows at the articles
