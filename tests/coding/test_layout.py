"""Page furniture is left out, and every offset still points into the text as it was stored."""

from __future__ import annotations

import pytest
from telling import coded

from detente.coding.layout import blocks, masked

PAGE = """Kenya expels Ugandan consul

Share this article
By Amina Odhiambo
NAIROBI, March 3 (Lake News) — Kenya expelled the Ugandan consul on Tuesday.

Related: Peru condemns Chile
Advertisement

Uganda recalled its ambassador from Nairobi. Read more: Mali accuses Niger
"""


def test_only_the_story_is_coded() -> None:
    pairs = {p for m in coded(PAGE, "2020-03-03").mentions for p in m.pairs()}
    assert pairs == {("KEN", "UGA"), ("UGA", "KEN")}


def test_offsets_point_into_the_stored_text() -> None:
    coding = coded(PAGE, "2020-03-03")
    assert coding.mentions
    for m in coding.mentions:
        assert PAGE[m.trigger.start : m.trigger.end] in ("expels", "expelled", "recalled")
        assert m.sentence.contains(m.trigger)
        for a in m.actors + m.recipients:
            assert a.span.of(PAGE).strip() == a.span.of(PAGE) != ""


def test_a_mask_changes_no_length_and_keeps_the_story() -> None:
    seen = masked(PAGE, blocks(PAGE))
    assert len(seen) == len(PAGE)
    assert all(a == b or a == " " for a, b in zip(seen, PAGE, strict=True))
    assert "Kenya expelled the Ugandan consul on Tuesday." in seen
    for left_out in ("Share this", "Amina", "Peru", "Advertisement", "Mali"):
        assert left_out not in seen


@pytest.mark.parametrize(
    ("dateline", "place"),
    [("OSLO, June 4 (Norwire) - ", "OSLO"), ("ADDIS ABABA (Horn Press) — ", "ADDIS"), ("LIMA, 7 May — ", "LIMA")],
)
def test_datelines(dateline: str, place: str) -> None:
    text = dateline + "Norway thanked Peru for the blankets."
    kinds = {b.kind: b.span.of(text) for b in blocks(text)}
    assert place in kinds["dateline"]
    assert kinds["body"] == "Norway thanked Peru for the blankets."


def test_a_headline_repeated_as_first_line_is_not_read_twice() -> None:
    text = "Norway thanks Peru for the blankets\n\nNorway thanks Peru for the blankets\n\nOslo sent a note on Monday.\n"
    assert [b.kind for b in blocks(text)].count("furniture") == 1
    assert len(coded(text).mentions) == 1


def test_lines_of_other_systems_and_odd_spaces() -> None:
    text = "Norway\u00a0thanked Peru\tfor the blankets,\nand Peru thanked\nNorway for the fish.\n"
    coding = coded(text)
    assert {p for m in coding.mentions for p in m.pairs()} == {("NOR", "PER"), ("PER", "NOR")}
    assert {m.trigger.of(text) for m in coding.mentions} == {"thanked"}


@pytest.mark.parametrize("text", ["", " \n\n ", "…", "Share button", "🙂🙂", "\u0000", "x" * 5000, "( ( ( ) "])
def test_texts_with_nothing_in_them(text: str) -> None:
    coding = coded(text)
    assert coding.mentions == () and coding.facts == () and coding.gaps == ()


def test_characters_beyond_the_basic_plane_count_as_one() -> None:
    text = "🙂🙂 Norway thanked Peru. 𝔘nited we stand."
    (m,) = coded(text).mentions
    assert m.trigger.of(text) == "thanked"
