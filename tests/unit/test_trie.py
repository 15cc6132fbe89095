"""Literal tries: exactly their words, longest first, on folded text of the same length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_timeline.rules.trie import compile_trie, fold, trie_pattern


@given(st.text())
def test_fold_keeps_the_length(text):
    assert len(fold(text)) == len(text)


@given(st.lists(st.text(alphabet="abc '-", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_trie_matches_each_of_its_words(words):
    pattern = compile_trie(words)
    for word in words:
        assert pattern.fullmatch(word) or not word[0].isalnum() or not word[-1].isalnum()


def test_trie_prefers_the_longest_word():
    assert compile_trie(["new", "new year"]).search("the new year")[0] == "new year"


def test_trie_space_matches_line_breaks():
    assert compile_trie(["new year"]).search("the new\nyear")


@pytest.mark.parametrize("words", [[], [""]])
def test_trie_rejects_what_would_match_everywhere(words):
    with pytest.raises(ValueError, match="word"):
        trie_pattern(words)
