"""Did it happen? Negated, denied, planned, offered, asked for, conditional, possible; and how sure the text is."""

from __future__ import annotations

import pytest
from telling import acts, amiss, coded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # offers
        ("Switzerland offered Eritrea a new loan.", "CHE>ERI:AGREE|AID:offered|actual|planned"),
        ("Austria said it was willing to reopen its embassy in Kabul.", "AUT>AFG:AGREE|SUPPORT:offered"),
        ("Brazil is ready to host talks with Guyana.", "BRA>GUY:AGREE|CONSULT:offered;~BRA=GUY:CONSULT|AGREE:offered"),
        # refusals
        ("Hungary refused to sign the treaty with Slovakia.", "HUN>SVK:REJECT:actual;~HUN=SVK:*:negated"),
        ("Rabat would not receive the Algerian envoy.", "MAR>DZA:REJECT:actual;~MAR=DZA:*:negated"),
        ("Georgia declined to extradite the banker to Russia.", "GEO>RUS:REJECT:actual;~GEO>RUS:*:negated"),
        ("Cyprus rejected a Turkish proposal for joint patrols.", "CYP>TUR:REJECT:actual;~TUR>CYP:*:*"),
        ("Tirana has ruled out a meeting with Belgrade.", "ALB>SRB:REJECT:actual;~ALB=SRB:CONSULT:negated"),
        # threats
        ("Azerbaijan threatened Armenia with war.", "AZE>ARM:THREATEN:actual"),
        ("Sudan threatened to close its border with Chad.", "SDN>TCD:THREATEN:*;~SDN>TCD:SANCTION:*"),
        ("Russia vowed to retaliate against Estonia.", "RUS>EST:THREATEN:*"),
        ("China warned Lithuania of serious consequences.", "CHN>LTU:THREATEN:actual"),
        # demands
        ("Mexico demanded that Guatemala release the sailors.", "MEX>GTM:REQUEST:*;~GTM>MEX:*:requested"),
        ("Denmark called on Sweden to reopen the bridge.", "DNK>SWE:REQUEST:*;~SWE>DNK:*:requested"),
        ("Bolivia asked Chile for access to the sea.", "BOL>CHL:REQUEST:*;~CHL>BOL:*:requested"),
        ("Lebanon must hand over the suspects, the French foreign minister said.", "FRA>LBN:REQUEST:*;~LBN>FRA:*:requested"),
        # denials
        ("Syria denies shelling Turkish villages.", "SYR>TUR:ASSAULT:denied;~SYR>TUR:REJECT:actual"),
        ("Rwanda denied that it had sent troops into Burundi.", "RWA>BDI:*:denied;~RWA>BDI:REJECT:actual"),
        ("Oman denied that its officials had met Israeli envoys.", "OMN=ISR:CONSULT:denied;~OMN>ISR:REJECT:actual"),
        # negation
        ("Slovakia has not recognised Kosovo.", "SVK>XKX:SUPPORT:negated;~SVK>XKX:REJECT:actual"),
        ("Mali never signed the accord with Niger.", "MLI=NER:SUPPORT|AGREE:negated;~MLI>NER:REJECT:actual"),
        ("No Bulgarian minister visited Skopje that year.", "BGR=MKD:CONSULT:negated"),
        ("Peru did not expel the Venezuelan ambassador.", "PER>VEN:SANCTION:negated"),
        ("Portugal's envoy left Luanda without signing the treaty with Angola.", "PRT=AGO:SUPPORT|AGREE:negated;~PRT>AGO:*:*;~PRT=AGO:CONSULT:actual"),
        # modals and what is to come
        ("Vietnam may expel the Czech envoy.", "VNM>CZE:SANCTION:possible"),
        ("Iceland could recall its ambassador from London.", "ISL>GBR:SANCTION:possible"),
        ("Argentina will reopen its embassy in Kabul in May.", "ARG>AFG:SUPPORT|AGREE:planned"),
        ("Morocco is to sign a fishing accord with Senegal next week.", "MAR=SEN:SUPPORT|AGREE:planned"),
        ("The Spanish king plans to visit Quito in the spring.", "ESP=ECU:CONSULT|AGREE:planned"),
        ("Cambodia is considering sanctions against Thailand.", "KHM>THA:SANCTION:possible|planned"),
        # conditionals
        ("Japan would resume aid to Myanmar if the junta freed the prisoners.", "JPN>MMR:AID|AGREE:conditional;~MMR>JPN:*:*"),
        ("If Jordan closed the border, Syria would expel its ambassador.", "SYR>JOR:SANCTION|THREATEN:conditional;~JOR>SYR:SANCTION|COERCE:*"),
        # what somebody wants
        ("Latvia wants Poland to send troops.", "LVA>POL:REQUEST:*;~POL>LVA:*:requested"),
        # it happened all the same
        ("Nigeria succeeded in freeing its sailors after Benin seized them.", "BEN>NGA:COERCE:actual;~NGA>BEN:*:*"),
        ("Hours after Kenya expelled the Somali envoy, the airport reopened.", "KEN>SOM:SANCTION:actual"),
    ],
)  # fmt: skip
def test_whether_it_happened(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    ("sure", "unsure"),
    [
        ("Iranian officials met Saudi envoys in Baghdad.", "Iranian officials reportedly met Saudi envoys in Baghdad."),
        ("Kenya expelled the Somali ambassador.", "It appears that Kenya expelled the Somali ambassador."),
        ("Chad armed the Libyan army.", "Chad allegedly armed the Libyan army."),
        ("Tonga thanked Japan.", "Tonga may have thanked Japan."),
    ],
)
def test_a_hedge_lowers_the_certainty(sure: str, unsure: str) -> None:
    (plain,), (hedged,) = coded(sure).mentions, coded(unsure).mentions
    assert plain.certainty == 1.0
    assert hedged.certainty < 0.9 or hedged.factuality == "possible"
    assert plain.pairs() == hedged.pairs()
