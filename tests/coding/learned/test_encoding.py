"""Where the marks of the parties stand, whatever the text and its spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.coding.learned.encoding import LONGEST, encode

MARKS, ENDS = (1, 2), (8, 9)


def letters(text: str) -> list[int]:
    return [1000 + ord(c) for c in text]


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[list[tuple[int, int]]]]:
    text = draw(st.text("abc de", min_size=4, max_size=60))
    at = st.integers(0, len(text) - 1)
    span = st.tuples(at, st.integers(1, 8)).map(lambda p: (p[0], min(len(text), p[0] + p[1])))
    return text, draw(st.lists(st.lists(span, min_size=1, max_size=2), min_size=2, max_size=4))


@given(marked())
def test_every_party_has_its_marks_and_no_letter_is_lost(given_: tuple[str, list[list[tuple[int, int]]]]) -> None:
    text, parties = given_
    ids, at = encode(text, parties, letters, MARKS, ENDS)
    assert [i for i in ids if i >= 1000] == letters(text)
    assert (ids[0], ids[-1]) == ENDS
    assert ids.count(MARKS[0]) == ids.count(MARKS[1]) == sum(map(len, parties))
    for spans, places in zip(parties, at, strict=True):
        starts = sorted(sum(i >= 1000 for i in ids[:p]) for p in places)
        assert [ids[p] for p in places] == [MARKS[0]] * len(spans)
        assert starts == sorted(s for s, _ in spans)


def test_a_long_text_is_cut_around_its_parties() -> None:
    text = "x" * 500 + "Peru met Chile." + "y" * 500
    ids, at = encode(text, [[(500, 504)], [(509, 514)]], letters, MARKS, ENDS)
    assert len(ids) <= LONGEST + 1
    assert all(ids[p] == MARKS[0] for places in at for p in places)


def test_a_party_beyond_the_cut_stands_at_the_beginning() -> None:
    text = "Peru met " + "x" * 500 + " Chile."
    ids, at = encode(text, [[(0, 4)], [(510, 515)]], letters, MARKS, ENDS)
    assert at[1] == [0]
    assert ids[at[0][0]] == MARKS[0]
