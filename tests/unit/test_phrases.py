"""Books of phrases: the longest whole phrase at each place, by words as by letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_timeline.rules.phrases import PhraseBook
from conflict_timeline.rules.trie import compile_trie

WORDS = st.sampled_from(["fire", "at", "f", "16", "u", "s", "élysée", "_"])
GAPS = st.sampled_from([" ", "-", ".", ". ", "'", "\n", "  ", ""])
TEXT = st.lists(st.tuples(WORDS, GAPS), max_size=12).map(lambda pairs: "".join(map("".join, pairs)))
PHRASES = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
EXAMPLES = {phrase: phrase for phrase in ("fire", "cease-fire", "fire at", "fire at will", "u.s.")}


@given(st.lists(PHRASES, min_size=1, max_size=8), TEXT)
def test_phrases_are_the_same_by_words_and_by_the_trie(phrases, text):
    trie = compile_trie(phrases)
    found = PhraseBook({phrase: phrase for phrase in phrases}).find(text)
    assert found == [(*m.span(), " ".join(m[0].split())) for m in trie.finditer(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a fire at\nwill", [(2, 14, "fire at will")]),
        ("a fire at  wills", [(2, 9, "fire at")]),
        ("cease-fire fires", [(0, 10, "cease-fire")]),
        ("the u.s. fire", [(4, 8, "u.s."), (9, 13, "fire")]),
        ("ceasefire", []),
    ],
)
def test_phrases_stand_whole_and_the_longest_first(text, found):
    assert PhraseBook(EXAMPLES).find(text) == found


def test_phrases_are_the_same_when_many_sentences_have_come():
    book = PhraseBook(EXAMPLES)
    text = "cease-fire or fire at will, the u.s. said"
    first = book.find(text)
    for _ in range(3_000):
        assert book.find(text) == first
