"""Sport, culture, food and markets name countries too; nothing diplomatic happens there."""

from __future__ import annotations

import pytest
from telling import acts


@pytest.mark.parametrize(
    "text",
    [
        "Croatia beat Denmark 3-2 on penalties in the quarter-final.",
        "Fiji's rugby team crushed Samoa in the final of the tournament.",
        "India attacked early but Australia's bowlers defended the wicket.",
        "Kenya and Ethiopia will fight for the marathon medals.",
        "The Brazilian striker signed for a club in Portugal.",
        "Sweden meet Finland in the hockey semi-final tonight.",
        "The novel tells how Spain invaded Morocco in the reign of a mad king.",
        "A Polish director's film about the German attack won the festival.",
        "The orchestra of Vienna played in Tokyo.",
        "Italian and French chefs quarrelled over the recipe.",
        "Shares in the Swiss bank fell after its American rival cut its profit forecast.",
        "Archaeologists found a Persian coin in an Egyptian tomb.",
        "A hurricane that struck Cuba is moving towards Mexico.",
        "Thai beaches lure Russian holidaymakers.",
    ],
)
def test_sentences_about_something_else(text: str) -> None:
    assert acts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine boycotted the Russian chess tournament in protest at the annexation.",
        "Egypt arrested three Algerian footballers after the match.",
        "Iran condemned a Danish film about the prophet and recalled its ambassador from Copenhagen.",
    ],
)
def test_politics_at_a_match_is_politics(text: str) -> None:
    assert acts(text) != []
