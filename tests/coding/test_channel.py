"""How openly it was done, on the act that the words belong to."""

from __future__ import annotations

import pytest
from telling import coded, only


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Iraqi and Israeli officials met secretly in Vienna.", "secret"),
        ("Envoys of Japan and Mongolia held secret talks in a monastery.", "secret"),
        ("Behind closed doors, the Greek premier met the Turkish president.", "secret"),
        ("The Saudi and Yemeni ministers conferred quietly in Muscat.", "secret"),
        ("Chile and Bolivia held unofficial talks in Lima.", "unofficial"),
        ("On the sidelines of the assembly, the foreign ministers of Cuba and Spain met.", "unofficial"),
        ("The Serbian and Albanian ministers met informally over dinner.", "unofficial"),
        ("A retired Indian diplomat met Pakistani officials in a private capacity.", "unofficial"),
        ("The Cuban minister publicly thanked Angola.", "public"),
        ("Gabon openly accused Cameroon of poaching.", "public"),
        ("The Cuban minister thanked Angola.", None),
        ("Serbia's secret police arrested a Croatian colonel.", None),
        ("The foreign ministers of Peru and Chile met in Lima.", None),
    ],
)
def test_channel(text: str, channel: str | None) -> None:
    assert only(text).channel == channel


def test_the_channel_of_one_act_is_not_that_of_its_neighbour() -> None:
    text = "Kenya secretly armed the Ugandan army. Later Rwanda thanked Burundi for its help."
    by_type = {m.type: m.channel for m in coded(text).mentions}
    assert by_type["AID"] == "secret" and by_type["SUPPORT"] is None
