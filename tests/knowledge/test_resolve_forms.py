"""Names of states as indexes and lists of states give them, and of states that are no more."""

from __future__ import annotations

import pytest

from detente.knowledge import world


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Gambia, The", "GMB"),
        ("Micronesia, Federated States of", "FSM"),
        ("Sri Lanka (Ceylon)", "LKA"),
        ("Lew Chew (Loochoo)", "RYU"),
        ("Bavaria", "BAV"),
        ("Grand Duchy of Baden", "BAD"),
        ("Hawaii", "HWI"),
        ("Austrian Empire", "AUH"),
        ("Narnia", None),
        ("Narnia, The", None),
    ],
)
def test_forms_of_a_name(name: str, code: str | None) -> None:
    assert world.resolve(name) == code
