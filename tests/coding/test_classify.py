"""The event type between two given spans."""

from __future__ import annotations

import pytest

from detente.coding.classify import classify_all
from detente.model import Pair, Span


def pair(text: str, actor: str, recipient: str) -> Pair:
    a, r = text.index(actor), text.index(recipient)
    return Pair("p", text, Span(a, a + len(actor)), Span(r, r + len(recipient)))


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "type_"),
    [
        ("Peru expelled two Chilean diplomats.", "Peru", "Chilean diplomats", "SANCTION"),
        ("Farmers in Ghent accused the town council of neglect.", "Farmers", "town council", "ACCUSE"),
        ("Rebels released three hostages to the Red Cross.", "Rebels", "three hostages", "RETREAT"),
        ("Gunmen shot at a bus full of pilgrims.", "Gunmen", "pilgrims", "ASSAULT"),
        ("The union asked the ministry for a hearing.", "union", "ministry", "REQUEST"),
        ("Police arrested the editor, and the mayor thanked the firemen.", "mayor", "firemen", "SUPPORT"),
        ("Police arrested the editor, and the mayor thanked the firemen.", "Police", "editor", "COERCE"),
    ],
)
def test_the_act_between_two_spans(text: str, actor: str, recipient: str, type_: str) -> None:
    (answer,) = classify_all([pair(text, actor, recipient)])
    assert answer["type"] == type_
    assert 0 <= answer["probability"] <= 1


def test_answers_keep_the_order_and_ids() -> None:
    text = "Peru expelled two Chilean diplomats."
    pairs = [Pair(str(n), text, Span(0, 4), Span(18, 35)) for n in range(5)]
    assert [a["id"] for a in classify_all(pairs)] == list("01234")
