"""On what terms, and who must see to them."""

from __future__ import annotations

import pytest
from telling import coded


@pytest.mark.parametrize(
    ("text", "words", "on"),
    [
        ("Serbia offered to recognise the passports on condition that Kosovo withdraw its police.", "Kosovo withdraw its police", "XKX"),
        ("Norway will lift the ban on Icelandic ships only if Iceland signs the agreement.", "Iceland signs the agreement", "ISL"),
        ("Jordan agreed to reopen its embassy in Damascus provided that Syria frees the truck drivers.", "Syria frees the truck drivers", "SYR"),
        ("Japan would resume aid to Myanmar if the junta freed the prisoners.", "freed the prisoners", "MMR"),
        ("Unless Eritrea withdraws its tanks, Djibouti will break off relations with Eritrea.", "Eritrea withdraws its tanks", "ERI"),
        ("Canada offered Haiti police trainers in return for the release of the Canadian nuns.", "the release of the Canadian nuns", "HTI"),
        ("Vietnam will return the ship to China once Beijing pays the fine.", "Beijing pays the fine", "CHN"),
        ("Mali agreed to talks with Niger as long as Niger keeps its soldiers at home.", "Niger keeps its soldiers at home", "NER"),
    ],
)  # fmt: skip
def test_terms_and_whose_they_are(text: str, words: str, on: str) -> None:
    terms = [c for m in coded(text).mentions for c in m.conditions]
    assert terms, "no condition found"
    assert any(words in c.span.of(text) for c in terms)
    assert on in {c.on for c in terms}


@pytest.mark.parametrize(
    "text",
    [
        "Serbia recognised the passports after Kosovo withdrew its police.",
        "Japan resumed aid to Myanmar.",
        "Asked if Syria was to blame, Jordan condemned Iran.",
    ],
)
def test_no_terms_where_none_are_set(text: str) -> None:
    assert [c for m in coded(text).mentions for c in m.conditions] == []
