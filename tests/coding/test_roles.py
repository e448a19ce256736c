"""Who does it to whom, however the sentence is turned."""

from __future__ import annotations

import pytest
from telling import acts, amiss


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two Belgian aid workers were released by Burundi on Sunday.", "BDI>BEL:RETREAT|CONCEDE:actual"),
        ("The Polish ambassador was summoned to the foreign ministry in Minsk.", "BLR>POL:ACCUSE:actual"),
        ("Finland was condemned by Russia for joining the exercise.", "RUS>FIN:ACCUSE:actual"),
        ("Jordan was promised fresh loans by Kuwait.", "KWT>JOR:AGREE|AID:*"),
        ("A Chilean vessel was seized by the Peruvian navy.", "PER>CHL:COERCE:actual"),
        ("Zambia's plea was rejected by Zimbabwe.", "ZWE>ZMB:REJECT:actual;~ZMB>ZWE:REQUEST:actual"),
        ("The Dutch consul was expelled from Suriname.", "SUR>NLD:SANCTION:actual"),
        ("Kosovo was recognised by Iceland in March.", "ISL>XKX:SUPPORT:actual"),
        ("Sanctions on Belarus were imposed by Canada.", "CAN>BLR:SANCTION:actual"),
        ("Armenian positions came under attack from Azerbaijan.", "AZE>ARM:ASSAULT:actual"),
    ],
)
def test_passives(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Malaysia agreed to extradite the fugitive to Thailand.", "MYS>THA:AGREE|COOPERATE:actual|planned;~MYS=THA:COOPERATE:*"),
        ("Turkey urged Armenia to reopen the border.", "TUR>ARM:REQUEST:actual;~ARM>TUR:*:requested"),
        ("The Netherlands threatened to expel the Iranian ambassador.", "NLD>IRN:THREATEN:*;~NLD>IRN:SANCTION:*"),
        ("Ghana promised to send Liberia rice.", "GHA>LBR:AGREE|AID:*"),
        ("Spain volunteered to mediate between Morocco and Algeria.", "ESP>MAR:AGREE|CONSULT:*;ESP>DZA:AGREE|CONSULT:*"),
        ("Botswana asked South Africa to return the fugitives.", "BWA>ZAF:REQUEST:actual;~ZAF>BWA:*:requested"),
        ("Washington pressed Seoul to ratify the treaty.", "USA>KOR:REQUEST:actual;~KOR>USA:*:requested;~USA=KOR:*:requested"),
        ("Slovenia managed to free its sailors from Libya, and Malta tried to help.", "~SVN>LBY:*:*;~LBY>SVN:*:*"),
        ("India flew to the aid of the Maldives and began to deliver water.", "IND>MDV:AID:actual;~IND>MDV:SUPPORT:actual"),
        ("Mongolia decided to withdraw its ambassador from Pyongyang.", "MNG>PRK:SANCTION:planned|actual"),
    ],
)  # fmt: skip
def test_control(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The summit between Serbia and Croatia lasted two days.", "SRB=HRV:CONSULT:actual"),
        ("The visit of the Mongolian president to Ankara lasted two days.", "MNG=TUR:CONSULT:actual"),
        ("The expulsion of a Czech diplomat by Russia surprised nobody.", "RUS>CZE:SANCTION:actual"),
        ("Israel's shelling of Lebanese villages continued through the night.", "ISR>LBN:ASSAULT:actual"),
        ("Kenya's recognition of Kosovo surprised the correspondents.", "KEN>XKX:SUPPORT:actual"),
        ("Australia's condemnation of Fiji was brief.", "AUS>FJI:ACCUSE:actual"),
        ("The meeting of the Thai and Cambodian defence ministers was held in Bangkok.", "THA=KHM:CONSULT:actual"),
        ("Japan's apology to Korea came in a letter.", "JPN>KOR:SUPPORT|CONCEDE:actual"),
        ("Pakistani raids on Afghan villages killed twelve people.", "PAK>AFG:ASSAULT:actual"),
        ("Egypt's detention of two Sudanese journalists lasted a week.", "EGY>SDN:COERCE:actual"),
        ("A telephone call between the Irish and Maltese prime ministers settled it.", "IRL=MLT:CONSULT:actual"),
    ],
)
def test_acts_told_by_nouns(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Laos received rice from Vietnam.", "VNM>LAO:AID:actual"),
        ("Tonga won praise from New Zealand for the vote.", "NZL>TON:SUPPORT:actual"),
        ("Chad obtained a loan from Saudi Arabia in March.", "SAU>TCD:AID:actual"),
        ("Kiribati got a patrol boat from Australia.", "AUS>KIR:AID:actual"),
        ("Bolivia accepted an invitation from Brazil.", "BOL>BRA:AGREE:actual;~BRA>BOL:*:*"),
        ("Nepal has won recognition of its new border from India.", "IND>NPL:SUPPORT|CONCEDE|AGREE:actual"),
        ("Samoa received a visit from the Chinese foreign minister.", "CHN=WSM:CONSULT:actual"),
    ],
)
def test_told_from_the_other_side(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hungary, which had sheltered the banker, extradited him to North Macedonia.", "HUN>MKD:COOPERATE:actual;~HUN=MKD:COOPERATE:actual"),
        ("Cuba freed the American and thanked Switzerland for its part.", "CUB>USA:RETREAT|CONCEDE:actual;CUB>CHE:SUPPORT:actual"),
        ("Eritrea, accusing Ethiopia of bad faith, recalled its envoy.", "ERI>ETH:ACCUSE:actual;ERI>ETH:SANCTION:actual"),
        ("Ukraine detained a Russian tanker, and Russia seized a Ukrainian tug.", "UKR>RUS:COERCE:actual;RUS>UKR:COERCE:actual"),
        ("It was Gabon that Cameroon accused.", "CMR>GAB:ACCUSE:actual"),
    ],
)  # fmt: skip
def test_several_acts_in_a_sentence(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []
