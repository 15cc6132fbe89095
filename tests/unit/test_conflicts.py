"""Which war an article is about."""

from datetime import date

import pytest

from conflict_timeline.conflicts import find_conflict, load_conflicts


def test_conflicts_are_sound() -> None:
    conflicts = load_conflicts()
    assert len({conflict.id for conflict in conflicts}) == len(conflicts) > 25
    for conflict in conflicts:
        assert conflict.end is None or conflict.start < conflict.end
        assert conflict.names
        assert conflict.source
        assert all(word == word.lower() for word in (*conflict.names, *conflict.words))


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Russia's invasion of Ukraine goes on.", None, "ukraine-2022"),
        ("Shells fell on Kharkiv and Kyiv, the Ukrainian army said.", None, "ukraine-2022"),
        (
            "Separatists shelled Debaltseve; Ukraine spoke of the conflict in eastern Ukraine.",
            date(2015, 2, 10),
            "donbas-2014",
        ),
        ("Russia's invasion of Ukraine is feared in Kyiv.", date(2022, 2, 1), None),
        (
            "Gaddafi's troops closed in on Benghazi, Libyan rebels said.",
            date(2011, 3, 18),
            "libya-2011",
        ),
        (
            "Libya: fighting near Tripoli between Libyan militias, Benghazi calm.",
            date(2019, 4, 9),
            "libya-2014",
        ),
        ("The RSF and the Sudanese army fought in Khartoum and Omdurman.", None, "sudan-2023"),
        (
            "Israeli strikes hit Rafah in Gaza, Palestinian medics said.",
            date(2024, 2, 12),
            "gaza-2023",
        ),
        (
            "Israeli strikes hit Rafah in Gaza, Palestinian medics said.",
            date(2014, 7, 20),
            "gaza-2014",
        ),
        ("Showers continued in the cocoa zone.", None, None),
        ("", None, None),
    ],
)
def test_find_conflict(text: str, published: date | None, expected: str | None) -> None:
    found = find_conflict(text, published=published)
    assert (found.id if found else None) == expected


def test_find_conflict_survives_hostile_text() -> None:
    assert find_conflict("war in ukraine " * 200_000) is not None
    assert find_conflict("\ud800\x00" * 1000) is None
