"""What was done: every type of the codebook, by its commonest words."""

from __future__ import annotations

import pytest
from telling import acts, amiss, only

from detente.knowledge import ontology


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Panama agreed to Colombia's proposal.", "PAN>COL:AGREE:actual;~COL>PAN:*:*"),
        ("Estonia and Finland agreed to build a tunnel.", "EST=FIN:AGREE:actual|planned;~EST=FIN:COOPERATE:planned"),
        ("The foreign ministers of Mali and Senegal met in Dakar.", "MLI=SEN:CONSULT:actual"),
        ("Lula telephoned the Argentine president.", "BRA=ARG:CONSULT:actual"),
        ("Algeria hosted a delegation from Niger.", "DZA=NER:CONSULT:actual"),
        ("Serbia restored relations with Malaysia.", "SRB>MYS:SUPPORT:actual;~SRB=MYS:SUPPORT:actual"),
        ("Peru and Chile signed a treaty on their border.", "PER=CHL:SUPPORT|AGREE:actual"),
        ("Uruguay backed Paraguay in the dispute.", "URY>PRY:SUPPORT:actual"),
        ("Germany apologised to Namibia.", "DEU>NAM:SUPPORT|CONCEDE:actual"),
        ("Singapore and Brunei held joint naval exercises.", "SGP=BRN:COOPERATE:actual"),
        ("Sweden shared intelligence with Finland.", "SWE>FIN:COOPERATE:actual;~SWE=FIN:COOPERATE:actual"),
        ("Italy extradited a hacker to Romania.", "ITA>ROU:COOPERATE:actual;~ITA=ROU:COOPERATE:actual"),
        ("Cuba sent doctors to Haiti.", "CUB>HTI:AID:actual"),
        ("Qatar gave Lebanon 60 million dollars.", "QAT>LBN:AID:actual"),
        ("Ecuador granted asylum to a Bolivian minister.", "ECU>BOL:AID:actual;~ECU>BOL:*:actual"),
        ("Canada eased its visa rules for Mexicans.", "CAN>MEX:CONCEDE|RETREAT:actual"),
        ("Iran freed a British sailor.", "IRN>GBR:RETREAT|CONCEDE:actual"),
        ("Ethiopia withdrew its troops from Somalia.", "ETH>SOM:RETREAT|CONCEDE:actual"),
        ("Washington lifted its sanctions on Burma.", "USA>MMR:RETREAT|CONCEDE:actual"),
        ("Egypt accused Sudan of arming smugglers.", "EGY>SDN:ACCUSE:actual;~SDN>EGY:*:*"),
        ("Croatia sued Slovenia over the bay.", "HRV>SVN:ACCUSE:actual"),
        ("The Hungarian ambassador was called in by Romania's foreign ministry.", "ROU>HUN:ACCUSE:actual"),
        ("Nicaragua asked Russia for tanks.", "NIC>RUS:REQUEST:actual;~RUS>NIC:AID:requested"),
        ("Iraq rejected Turkey's protest.", "IRQ>TUR:REJECT:actual;~TUR>IRQ:ACCUSE:actual"),
        ("North Korea threatened Japan.", "PRK>JPN:THREATEN:actual"),
        ("Ukraine boycotted the Belarusian conference.", "UKR>BLR:PROTEST|SANCTION|REJECT:actual"),
        ("Bahrain broke off relations with Iran.", "BHR>IRN:SANCTION:actual"),
        ("Australia imposed sanctions on Zimbabwe.", "AUS>ZWE:SANCTION:actual"),
        ("Kuwait recalled its ambassador from Manila.", "KWT>PHL:SANCTION:actual"),
        ("India massed troops on its border with Pakistan.", "IND>PAK:MOBILIZE:actual"),
        ("Tehran put its army on alert against Iraq.", "IRN>IRQ:MOBILIZE:actual"),
        ("Spanish police arrested a Moroccan colonel.", "ESP>MAR:COERCE:actual"),
        ("Yemen seized an Eritrean fishing boat.", "YEM>ERI:COERCE:actual"),
        ("Iraqi troops invaded Kuwait.", "IRQ>KWT:ASSAULT|COERCE:actual"),
        ("Libyan jets bombed Chadian villages.", "LBY>TCD:ASSAULT:actual"),
    ],
)
def test_the_types_of_the_codebook(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The Kenyan president visited Accra.", "visit"),
        ("The Kenyan president telephoned the Ghanaian president.", "phone"),
        ("Kenya expelled the Ghanaian ambassador.", "withdraw"),
    ],
)
def test_modes(text: str, mode: str) -> None:
    assert only(text).mode == mode


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Iran rejected a French proposal on uranium enrichment.", "cbrn"),
        ("India imposed tariffs on Malaysian palm oil.", "economic"),
        ("Italy sent Ethiopia wheat for the refugees.", "humanitarian"),
        ("Ghana expelled the Togolese ambassador.", "diplomatic"),
    ],
)
def test_contexts(text: str, context: str) -> None:
    assert context in only(text).contexts


def test_scales_follow_the_type() -> None:
    m = only("Australia imposed sanctions on Zimbabwe.")
    assert m.score == ontology.score("SANCTION", m.mode) < 0
    assert m.quad == "material conflict"
    assert m.goldstein == ontology.act(m.cameo).goldstein < 0
    friendly = only("Cuba sent doctors to Haiti.")
    assert friendly.score > 0 and friendly.goldstein > 0 and friendly.quad == "material cooperation"
