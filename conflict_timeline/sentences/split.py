"""The stage itself: where sentences end, put together with what each line is."""

from conflict_timeline.model import Sentence
from conflict_timeline.sentences.ends import find_paragraphs
from conflict_timeline.sentences.furniture import Datelines, Mentions, shape_paragraph


def split_sentences(text: str, *, start: int = 0) -> list[Sentence]:
    """Return the sentences of ``text`` from offset ``start`` on, in order, never overlapping.

    The offsets are those of the text as given: nothing is cut out or put in.

    >>> [s.text for s in split_sentences("It fell on Feb. 28. The mayor fled.")]
    ['It fell on Feb. 28.', 'The mayor fled.']
    """
    mentions, datelines = Mentions(text) or None, Datelines(text) or None
    paragraphs = list(find_paragraphs(text, start=start))
    alone = len(paragraphs) == 1
    sentences: list[Sentence] = []
    for paragraph, chunks in enumerate(paragraphs):
        for begin, end, role in shape_paragraph(text, chunks, alone=alone, datelines=datelines):
            if mentions is not None and role == "prose":
                role = mentions.role_of(begin, end)
            sentences.append(Sentence(begin, end, text[begin:end], paragraph, role))
    return sentences
