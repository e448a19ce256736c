"""Who acts: states by capital, seat, head, office, inhabitants; and who is no state at all."""

from __future__ import annotations

import pytest
from telling import acts, amiss, coded, only


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        ("2021-04-19", "Tokyo expelled two Russian diplomats on Monday.", "JPN>RUS:SANCTION:actual"),
        ("2019-05-14", "The Kremlin praised Beijing for its restraint.", "RUS>CHN:SUPPORT:actual"),
        ("2016-03-02", "The Quai d'Orsay summoned the Turkish ambassador over the remarks.", "FRA>TUR:ACCUSE:actual"),
        ("2020-08-20", "The White House condemned Minsk for the arrests.", "USA>BLR:ACCUSE:actual"),
        ("1975-11-20", "Whitehall lodged a protest with Reykjavik.", "GBR>ISL:ACCUSE:actual"),
        ("2010-02-01", "Downing Street thanked Dublin for its help.", "GBR>IRL:SUPPORT:actual"),
        ("1968-08-24", "Bucharest condemned Moscow for the invasion.", "ROU>SUN:ACCUSE:actual"),
        ("1977-03-01", "East Berlin deported a Swedish reporter.", "DDR>SWE:COERCE|SANCTION:actual"),
        (
            "1981-02-10",
            "Belgrade thanked Prague for the loan of two locomotives.",
            "YUG>CSK:SUPPORT:actual;~CSK>YUG:AID:*",
        ),
        (
            "2012-06-07",
            "Foggy Bottom urged Islamabad to reopen the supply road.",
            "USA>PAK:REQUEST:actual;~PAK>USA:*:requested",
        ),
    ],
)
def test_capitals_and_seats_of_power_stand_for_their_state(published: str, text: str, expected: str) -> None:
    assert amiss(acts(text, published), expected) == []


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        ("2009-04-21", "The Rudd government apologised to Indonesia for the leak.", "AUS>IDN:SUPPORT|CONCEDE:actual"),
        ("2003-06-02", "The Mugabe regime expelled the Swedish envoy.", "ZWE>SWE:SANCTION:actual"),
        ("2014-05-08", "The French foreign minister, Laurent Fabius, visited Algiers.", "FRA=DZA:CONSULT:actual"),
        ("1995-02-10", "Warren Christopher met Hafez al-Assad in Damascus.", "USA=SYR:CONSULT:actual"),
        ("2012-02-25", "Hillary Clinton praised Tunisia's new government.", "USA>TUN:SUPPORT:actual"),
        ("2022-08-17", "Chancellor Scholz received the Uruguayan president in Berlin.", "DEU=URY:CONSULT:actual"),
        ("1991-01-20", "President Bush telephoned Prime Minister Major.", "USA=GBR:CONSULT:actual"),
        ("2013-09-29", "Prime Minister Manmohan Singh met Prime Minister Nawaz Sharif.", "IND=PAK:CONSULT:actual"),
        ("2021-01-30", "The Danish prime minister met her Icelandic counterpart.", "DNK=ISL:CONSULT:actual"),
        (
            "2015-10-20",
            "Ambassador Jean Martel, France's envoy to Chad, thanked the Chadian army.",
            "FRA>TCD:SUPPORT:actual",
        ),
        (
            "1988-03-01",
            "Margaret Thatcher congratulated Mikhail Gorbachev on the withdrawal.",
            "GBR>SUN:SUPPORT:actual",
        ),
        (
            "2006-03-02",
            "George W. Bush and Manmohan Singh signed a nuclear accord.",
            "USA=IND:SUPPORT|AGREE|COOPERATE:actual",
        ),
    ],
)
def test_offices_and_their_holders_speak_for_their_state_at_the_date(published: str, text: str, expected: str) -> None:
    assert amiss(acts(text, published), expected) == []


def test_one_surname_is_another_holder_at_another_date() -> None:
    text = "President Roosevelt wrote to King Haakon."
    assert only("President Bush met King Abdullah of Jordan.", "2004-05-07").actors[0].name is not None
    assert amiss(acts(text, "1940-04-20"), "~USA=NOR:CONSULT:actual;~USA>NOR:CONSULT:actual") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyrgyz border guards fired on Tajik troops.", "KGZ>TJK:ASSAULT:actual"),
        ("A Swiss envoy met Omani officials in Muscat.", "CHE=OMN:CONSULT:actual"),
        ("The Bahraini authorities deported a Lebanese preacher.", "BHR>LBN:COERCE|SANCTION:actual"),
        ("Filipino fishermen were detained by the Malaysian navy.", "MYS>PHL:COERCE:actual"),
        ("The Burmese junta freed a Thai journalist.", "MMR>THA:RETREAT|CONCEDE:actual"),
        ("Dutch police arrested two Georgians.", "NLD>GEO:COERCE:actual"),
        ("The Swedes handed the captured sailors back to the Poles.", "SWE>POL:RETREAT:actual"),
        ("Ivorian customs officers seized a Ghanaian lorry.", "CIV>GHA:COERCE:actual"),
        ("Emirati doctors treated the wounded; the Congolese government thanked the Emiratis.", "COD>ARE:SUPPORT:actual;~ARE>COD:AID:actual"),
    ],
)  # fmt: skip
def test_adjectives_and_inhabitants(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Finland reassured its Swedish and Norwegian neighbours.", "FIN>SWE:SUPPORT:actual;FIN>NOR:SUPPORT:actual"),
        ("Estonia thanked its Latvian, Lithuanian and Polish allies.", "EST>LVA:SUPPORT:actual;EST>LTU:SUPPORT:actual;EST>POL:SUPPORT:actual"),
        ("Canada, Mexico and Chile condemned Nicaragua.", "CAN>NIC:ACCUSE:actual;MEX>NIC:ACCUSE:actual;CHL>NIC:ACCUSE:actual"),
        ("Greek and Bulgarian ministers met in Sofia.", "GRC=BGR:CONSULT:actual"),
        ("Algeria recalled its ambassadors from Rabat and Madrid.", "DZA>MAR:SANCTION:actual;DZA>ESP:SANCTION:actual"),
        ("Paris and Berlin urged Warsaw to sign.", "FRA>POL:REQUEST:actual;DEU>POL:REQUEST:actual;~POL>FRA:*:requested;~POL>DEU:*:requested"),
        ("India expelled Pakistani and Chinese diplomats.", "IND>PAK:SANCTION:actual;IND>CHN:SANCTION:actual"),
        ("The leaders of Kenya, Uganda and Tanzania met in Arusha.", "KEN=UGA:CONSULT:actual;KEN=TZA:CONSULT:actual;UGA=TZA:CONSULT:actual"),
    ],
)  # fmt: skip
def test_several_named_together_are_several(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


@pytest.mark.parametrize(
    "text",
    [
        "Venezuela's opposition leader met the Colombian president.",
        "Syrian rebels attacked a Turkish convoy.",
        "The Burmese opposition thanked Norway for the prize.",
        "Exiled Cuban dissidents appealed to Spain for visas.",
        "Separatists in Cameroon kidnapped a Belgian priest.",
        "Ugandan rebels crossed into Sudan.",
        "A Danish aid agency fed ten thousand Somali families.",
        "Students in Athens burned an American flag.",
    ],
)
def test_a_domestic_opponent_or_a_private_body_is_not_the_state(text: str) -> None:
    states = {tuple(line.split(":")[0].replace("=", ">").split(">")) for line in acts(text)}
    homes = {"VEN", "SYR", "MMR", "CUB", "CMR", "UGA", "DNK", "GRC"}
    assert [pair for pair in states if pair[0] in homes or (pair[1] in homes and pair[0] not in homes)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Inter Milan beat Barcelona 2-1 after extra time.",
        "The restaurant serves Korean barbecue and Belgian waffles.",
        "She learned Portuguese before she moved to Brazil.",
        "Chelsea signed a Brazilian striker from Porto.",
        "He translated the novel from Polish into French.",
        "A pot of Turkish coffee stood beside the Danish pastries.",
        "The Madrid branch of a Swiss bank opened on Monday.",
        "Our German shepherd chased the neighbour's Siamese cat.",
        "Paris Hilton launched a perfume in Tokyo.",
        "Jordan Peele met Ireland Baldwin at the party.",
        "The Panama hat and the Persian rug were sold at auction.",
    ],
)
def test_cities_clubs_dishes_and_languages_are_no_actors(text: str) -> None:
    assert acts(text) == []


@pytest.mark.parametrize(
    ("text", "side", "sector"),
    [
        ("The Chilean navy boarded a Peruvian trawler.", "actors", "MIL"),
        ("The Danish foreign minister criticised Hungary.", "actors", "GOV"),
        ("The Iranian parliament condemned Sweden.", "actors", "LEG"),
    ],
)
def test_organs_of_a_state_have_their_sector(text: str, side: str, sector: str) -> None:
    assert getattr(only(text), side)[0].sector == sector


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The president of Ghana visited Lomé.", "head"),
        ("Sweden's foreign minister visited Lomé.", "minister"),
        ("The Swedish ambassador visited Togo's flooded north.", "ambassador"),
        ("A Swedish delegation visited Togo.", "delegation"),
        ("A special envoy of Norway visited Togo.", "envoy"),
    ],
)
def test_level_of_contact(text: str, level: str) -> None:
    assert level in [a.level for a in only(text).actors]


@pytest.mark.parametrize(
    ("text", "organisation"),
    [("NATO condemned Belarus.", "NATO"), ("The European Union condemned Belarus.", "European Union"),
     ("The United Nations condemned Belarus.", "United Nations"), ("ASEAN urged Myanmar to free the journalists.", "ASEAN")],
)  # fmt: skip
def test_organisations_act_without_being_states(text: str, organisation: str) -> None:
    (actor,) = coded(text).mentions[0].actors
    assert actor.code is None and actor.organisation is not None and actor.sector == "IGO"
    assert organisation in text[actor.span.start : actor.span.end]
