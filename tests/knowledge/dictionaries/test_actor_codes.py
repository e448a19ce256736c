"""Actor codes in CAMEO's style, read and put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.knowledge.dictionaries import affiliation, joined


@pytest.mark.parametrize(
    ("code", "country", "sectors", "known"),
    [
        ("USAGOV", "USA", ("GOV",), True),
        ("irqrebsun", "IRQ", ("REB",), True),
        ("FRA", "FRA", (), True),
        ("RURMIL", "RUR", ("MIL",), False),
        ("COPUSA", "USA", ("COP",), True),
    ],
)
def test_a_code_says_country_and_sectors(code: str, country: str, sectors: tuple[str, ...], known: bool) -> None:
    a = affiliation(code)
    assert (a.country, a.sectors, a.known) == (country, sectors, known)


def test_a_body_belongs_to_no_country() -> None:
    a = affiliation("IGOUNOKID")
    assert a.country is None and a.organisation == "IGOUNOKID" and a.sector == "IGO"


def test_parts_that_are_there_are_not_repeated() -> None:
    assert joined("USAGOV", [("GOV", False)]) == "USAGOV"
    assert joined("RUR", [("NGO", True), ("MED", False)]) == "NGORURMED"
    assert joined("RUR", [("GOVFRM", False), ("GOV", False)]) == "RURGOVFRM"


@given(st.text(alphabet="ABCGOVMIL", max_size=12))
def test_every_code_is_read(code: str) -> None:
    assert affiliation(code).code == code
