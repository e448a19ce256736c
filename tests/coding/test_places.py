"""Where an act took place."""

from __future__ import annotations

import pytest
from telling import only


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Iraqi and Israeli officials met in Vienna.", "Vienna", "AUT"),
        ("The Peruvian president met the Chilean president in Mexico City.", "Mexico City", "MEX"),
        ("Mali and Niger signed a treaty at Cotonou.", "Cotonou", "BEN"),
        ("Gabon detained two Cameroonians near Libreville.", "Libreville", "GAB"),
    ],
)
def test_place_and_its_country(text: str, words: str, code: str) -> None:
    assert [(p.span.of(text), p.code) for p in only(text).places] == [(words, code)]


def test_a_month_is_no_place() -> None:
    assert only("Iraqi and Israeli officials met in March.").places == ()
