"""Sentences: exact spans, ends, paragraphs, roles."""

import time
from itertools import pairwise

import pytest

from conflict_timeline.sentences import split_sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


def roles(text: str) -> list[tuple[str, str]]:
    return [(sentence.role, sentence.text) for sentence in split_sentences(text)]


SPLITS = {
    "plain": ("The town fell. The mayor fled.", ["The town fell.", "The mayor fled."]),
    "title": (
        "Gen. A. B. Novak met Prof. Kim. They talked.",
        ["Gen. A. B. Novak met Prof. Kim.", "They talked."],
    ),
    "country": (
        "She flew to the U.S. The talks went on.",
        ["She flew to the U.S.", "The talks went on."],
    ),
    "country-inside": ("The U.S. Senate met.", ["The U.S. Senate met."]),
    "month-day": ("It closed on Feb. 28. Few noticed.", ["It closed on Feb. 28.", "Few noticed."]),
    "decimal": ("About 2.5 million left. More will.", ["About 2.5 million left.", "More will."]),
    "clock": (
        "Sirens sounded at 4 a.m. Nobody slept.",
        ["Sirens sounded at 4 a.m.", "Nobody slept."],
    ),
    "clock-zone": ("Sirens sounded at 4 a.m. Oslo time.", ["Sirens sounded at 4 a.m. Oslo time."]),
    "clock-zone-in-brackets": (
        "It began at 6 a.m. (0400 GMT) in Oslo.",
        ["It began at 6 a.m. (0400 GMT) in Oslo."],
    ),
    "clock-weekday": ("It ends at 4 p.m. Friday.", ["It ends at 4 p.m. Friday."]),
    "quotation-inside": ("“Stop!” the guard shouted.", ["“Stop!” the guard shouted."]),
    "quotation-end": ("“It is over.” He left.", ["“It is over.”", "He left."]),
    "quoted-sentences": (
        "“The dam broke. We ran,” she said.",
        ["“The dam broke.", "We ran,” she said."],
    ),
    "glued": ("The army sent troops.The river rose.", ["The army sent troops.", "The river rose."]),
    "glued-number": ("It began in 2012.The river rose.", ["It began in 2012.", "The river rose."]),
    "glued-dash": (
        "Talks went on.- We will wait - he said.",
        ["Talks went on.", "- We will wait - he said."],
    ),
    "web-name": ("See example.com for more.", ["See example.com for more."]),
    "enumerated": (
        "1. The first point.\n2. The second.",
        ["1. The first point.", "2. The second."],
    ),
    "ellipsis": ("He waited… Then he left.", ["He waited…", "Then he left."]),
    "lower-goes-on": ("It starts on Monday. at noon.", ["It starts on Monday. at noon."]),
    "surname-behind": (
        "Talks failed, union spokesman Pavel said on Monday. Novak.",
        ["Talks failed, union spokesman Pavel said on Monday. Novak."],
    ),
    "surname-is-no-word": (
        "Talks failed, union spokesman Pavel said on Monday. Yes.",
        ["Talks failed, union spokesman Pavel said on Monday. Yes."],
    ),
    "footnote": ("The dam broke.[[1]](https://example.org) It rained.", None),
    "lone-quote-mark": ('He said: " Where are they? "\nNobody knew.', None),
    "windows-lines": ("One line.\r\n\r\nAnother line.", ["One line.", "Another line."]),
    "empty": ("", []),
    "blank": (" \n\t\n ", []),
}


@pytest.mark.parametrize(("text", "expected"), SPLITS.values(), ids=SPLITS.keys())
def test_sentences_end_where_they_should(text, expected):
    found = texts(text)
    if expected is not None:
        assert found == expected
    else:
        assert len(found) == 2


def test_sentences_slice_back_and_never_overlap():
    text = (
        " date 2014-08-27 Crowds gather 2:06\n\n“One. Two,” he said.\nThree!  Four?\n\n— Agencies\n"
    )
    found = split_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_sentences_begin_at_the_offset_given():
    text = "---\ntitle: x\n---\nThe river rose. It fell."
    assert [s.text for s in split_sentences(text, start=17)] == ["The river rose.", "It fell."]


def test_sentences_count_paragraphs():
    text = "One. Two.\n\nThree.\nFour."
    assert [s.paragraph for s in split_sentences(text)] == [0, 0, 1, 2]


def test_sentences_join_lines_of_a_fixed_width():
    text = (
        "The ministry of transport said that the new bridge over the river\n"
        "would open in spring, two years later than it had first been\n"
        "planned. Traders welcomed the news, though some doubted that the\n"
        "date would be kept.\n"
    )
    found = texts(text)
    assert len(found) == 2
    assert found[0].endswith("planned.")


DATELINES = {
    "credit-and-time": (
        "Credit: Jane Doe (NORWAY - Tags: SHIPS) OSLO | Tue Jun 5, 2012 7:14 pm BST "
        "OSLO (Reuters) - The harbour was closed. It rained.",
        [
            "Credit: Jane Doe (NORWAY - Tags: SHIPS) OSLO | Tue Jun 5, 2012 7:14 pm BST",
            "OSLO (Reuters) - The harbour was closed.",
            "It rained.",
        ],
    ),
    "day": (
        "Shares fall BERGEN, Feb 28 (Reuters) - Shares fell.",
        ["Shares fall", "BERGEN, Feb 28 (Reuters) - Shares fell."],
    ),
    "sentences-before": (
        "Ships wait. Crews sleep. OSLO (Reuters) - The harbour was closed.",
        ["Ships wait.", "Crews sleep.", "OSLO (Reuters) - The harbour was closed."],
    ),
    "place-and-country": (
        "Ships wait after a storm Oslo, Norway (CNN) -- The harbour was closed.",
        ["Ships wait after a storm", "Oslo, Norway (CNN) -- The harbour was closed."],
    ),
    "no-place": (
        "Ships wait in the bay after a storm (CNN) -- The harbour was closed.",
        ["Ships wait in the bay after a storm", "(CNN) -- The harbour was closed."],
    ),
}


@pytest.mark.parametrize(("text", "expected"), DATELINES.values(), ids=DATELINES.keys())
def test_sentences_begin_at_a_dateline_inside_a_line(text, expected):
    found = roles(f"{text}\n\nMore ships came.")[:-1]
    assert [sentence for _, sentence in found] == expected
    start = next(n for n, sentence in enumerate(expected) if ") -" in sentence)
    assert [role == "prose" for role, _ in found] == [n >= start for n in range(len(found))]


@pytest.mark.parametrize("day", ["", ", May 3", " 21 July", ", Feb. 24, 2015", ", Norway, May 3"])
def test_sentences_leave_a_dateline_at_the_beginning(day):
    found = roles(f"OSLO{day} (Reuters) - The harbour was closed.\n\nThe agency (Reuters) said so.")
    assert {role for role, _ in found} == {"prose"}


ROLES = {
    "topic-heading": (
        "It rained.\n\nStorm in Norway. The minister: we are ready\n\nIt fell.",
        "heading",
        "The minister: we are ready",
    ),
    "named-heading": (
        "It rained.\n\nPetrov: the city does not want a dam, but new rules will soon be the "
        "same as no dam\n\nIt fell.",
        "heading",
        "Petrov: the city does not want a dam, but new rules will soon be the same as no dam",
    ),
    "dashed-heading": ("It rained.\n\n– Dam to open –\n\nIt fell.", "heading", "– Dam to open –"),
    "promotion": (
        "It rained.\n\nSee the video. Who is right? Petrov explains",
        "heading",
        "Who is right?",
    ),
    "heading": ("Rain again\n\nIt rained.", "heading", "Rain again"),
    "question-heading": ("It rained.\n\nIs there hope?\n\nIt fell.", "heading", "Is there hope?"),
    "capitals": ("RAIN AGAIN IN THE HILLS\n\nIt rained.", "heading", "RAIN AGAIN IN THE HILLS"),
    "header": ("Published: 12 March 2015\n\nIt rained.", "header", "Published: 12 March 2015"),
    "copyright": ("It rained.\n\n© 2015 The Courier", "header", "© 2015 The Courier"),
    "byline": ("By Jane Doe and John Roe\n\nIt rained.", "byline", "By Jane Doe and John Roe"),
    "credits": ("It rained.\n\nEditing by John Roe", "byline", "Editing by John Roe"),
    "contributed": (
        "It rained.\n\nJane Doe contributed to this report.",
        "byline",
        "Jane Doe contributed to this report.",
    ),
    "reported-from": (
        "It rained. Doe reported from Oslo and Roe from Bergen, Norway.",
        "byline",
        "Doe reported from Oslo and Roe from Bergen, Norway.",
    ),
    "writers-contributed": (
        "It rained. Courier writers around the world contributed.",
        "byline",
        "Courier writers around the world contributed.",
    ),
    "no-credit": (
        "It rained. Floods were reported from Oslo.",
        "prose",
        "Floods were reported from Oslo.",
    ),
    "page-closed": (
        "It rained. This live blog is now closed.",
        "heading",
        "This live blog is now closed.",
    ),
    "sign-off": ("It rained all day. — Agencies", "byline", "— Agencies"),
    "caption-time": (
        "Crowds at the bridge 1:19\n\nIt rained.",
        "caption",
        "Crowds at the bridge 1:19",
    ),
    "caption-credit": (
        "A street. J. Doe/Getty Images\n\nIt rained.",
        "caption",
        "J. Doe/Getty Images",
    ),
    "caveat": (
        "It rained. Reuters could not independently verify the report.",
        "caveat",
        "Reuters could not independently verify the report.",
    ),
}


@pytest.mark.parametrize(("text", "role", "sentence"), ROLES.values(), ids=ROLES.keys())
def test_sentences_tell_furniture_by_shape(text, role, sentence):
    assert (role, sentence) in roles(text)


def test_sentences_cut_a_glued_header_from_its_caption():
    found = roles("date 2014-08-27 Crowds gather at the bridge 2:06\n\nIt rained.")
    assert found[:2] == [
        ("header", "date 2014-08-27"),
        ("caption", "Crowds gather at the bridge 2:06"),
    ]


PROSE = {
    "alone": "Troops shelled the town on Monday",
    "bullet": "It rained.\n\n- Three bridges closed\n\nIt stopped.",
    "closing-quote-set-apart": 'It rained.\n\nThe rain must end soon. "\n\nIt stopped.',
    "said-with-by": "By evening the town had fallen to the rebels.",
    "claim-not-caveat": "The group said it could not independently verify the footage.",
}


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE.keys())
def test_sentences_leave_prose_alone(text):
    assert {role for role, _ in roles(text)} == {"prose"}


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        "\n",
        '"',
        "A. ",
        "“a ",
        "1",
        "\0",
        "\ud800. A",
        "By a\n",
        "[[a]((",
        "OSLO (CNN) -- a ",
        "A. (CNN) -- ",
    ],
)
def test_sentences_cost_is_linear_on_odd_text(unit):
    text = unit * (50_000 // len(unit))
    began = time.process_time()
    found = split_sentences(text)
    assert time.process_time() - began < 3
    assert all(text[s.start : s.end] == s.text for s in found)
