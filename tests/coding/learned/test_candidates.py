"""Which states a sentence names."""

from __future__ import annotations

from datetime import date

import pytest

from detente.coding.actors import Cast
from detente.coding.learned.candidates import MOST, pairs, stands
from detente.coding.parsing import pipeline, view


def named(text: str, when: date = date(1971, 4, 5)) -> dict[str, list[str]]:
    cast = Cast(view(pipeline("en")(text), "en"), "en", when, None)
    return {c: [a.span.of(text) for a in actors] for c, actors in stands(cast, 0).items()}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Mr Heath will see President Pompidou next month.", ["GBR", "FRA"]),
        ("A Chilean note reached the Peruvian embassy in Quito.", ["CHL", "PER", "ECU"]),
        ("Norway's envoy told the Icelanders to wait.", ["NOR", "ISL"]),
        ("Farmers in the north complained about the rain.", []),
    ],
)
def test_states_in_order_of_mention(text: str, codes: list[str]) -> None:
    assert list(named(text)) == codes


def test_an_official_is_one_place_not_two() -> None:
    assert named("The foreign minister of Chad wrote to Togo.")["TCD"] == ["The foreign minister of Chad"]


def test_a_list_of_states_is_not_paired_without_end() -> None:
    cast = Cast(view(pipeline("en")("x"), "en"), "en", None, None)
    assert stands(cast, 0) == {}
    many = {c: () for c in "ABCDEFGH"}
    assert len(pairs(many)) == MOST * (MOST - 1) // 2
