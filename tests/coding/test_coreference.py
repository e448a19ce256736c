"""Who is meant where no country is named: descriptions, pairs, pronouns, and the country at home."""

from __future__ import annotations

import pytest
from telling import acts, amiss


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sweden opened an embassy in Pyongyang. The Communist regime thanked Stockholm for it.",
         "SWE>PRK:SUPPORT:actual;PRK>SWE:SUPPORT:actual"),
        ("Norwegian ministers visited Fiji in May. The island nation asked Oslo for new patrol boats.",
         "NOR=FJI:CONSULT:actual;FJI>NOR:REQUEST:actual;~NOR>FJI:AID:requested"),
        ("Talks between Iran and Oman opened in Muscat. The two countries signed a shipping agreement on Friday.",
         "IRN=OMN:CONSULT:actual;IRN=OMN:SUPPORT|AGREE|COOPERATE:actual"),
        ("Ethiopian and Egyptian engineers met over the dam. Both sides agreed to resume the talks.",
         "ETH=EGY:CONSULT:actual;ETH=EGY:AGREE:actual|planned;~ETH=EGY:CONSULT:planned"),
        ("Moldova buys its gas from Russia. In March it accused its supplier, Russia, of blackmail.",
         "MDA>RUS:ACCUSE:actual;~RUS>MDA:*:*;~MDA=RUS:COOPERATE:actual;~MDA>RUS:COOPERATE:actual"),
    ],
)  # fmt: skip
def test_descriptions_and_pairs(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Albania's foreign minister arrived in Skopje on Monday. He thanked North Macedonia for its help.",
         "ALB=MKD:CONSULT:actual;ALB>MKD:SUPPORT:actual;~MKD>ALB:AID:actual"),
        ("Turkey recalled its ambassador from Israel. It also expelled the Israeli consul.",
         "TUR>ISR:SANCTION:actual"),
        ("The Peruvian president spoke first. She accused Chile of spying on the fleet.",
         "PER>CHL:ACCUSE:actual;~CHL>PER:*:*"),
        ("Thailand complained. Cambodia, it said, had shelled Thai villages.",
         "KHM>THA:ASSAULT:*;~THA>KHM:ACCUSE:actual"),
        ("Kazakhstan praised Norway and promised it cheap oil.",
         "KAZ>NOR:SUPPORT:actual;KAZ>NOR:AGREE|AID|COOPERATE:*"),
        ("Jordan's king flew to Cairo. There he met the Egyptian president.", "JOR=EGY:CONSULT:actual"),
    ],
)  # fmt: skip
def test_pronouns(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


def test_the_government_is_that_of_the_country_whose_press_speaks() -> None:
    text = "The government has protested to Bonn about the tomatoes."
    assert amiss(acts(text, "1986-05-02", home="NLD"), "NLD>DEU:ACCUSE:actual") == []
    assert acts(text, "1986-05-02") == []


def test_our_allies_are_those_of_the_country_at_home() -> None:
    text = "Our foreign minister met his Mexican colleague in Havana."
    assert amiss(acts(text, home="CUB"), "CUB=MEX:CONSULT:actual") == []


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("The Danish trade envoy, Mette Holm, landed on Sunday. On Monday Holm met the Bolivian president.", "Holm", "DNK"),
        ("Koffi Adjei, Togo's minister of defence, spoke in Lomé. Adjei accused Benin of stealing cattle.", "Adjei", "TGO"),
        ("Ambassador Rosa Quispe of Peru was late. Quispe apologised to Japan.", "Quispe", "PER"),
    ],
)  # fmt: skip
def test_a_person_described_once_is_known_by_surname_after(text: str, name: str, code: str) -> None:
    from telling import coded

    named = [a for m in coded(text).mentions for a in m.actors if a.name and name in a.name]
    assert named and {a.code for a in named} == {code}
