"""The parties that a user's dictionaries find in a text, with the codes that the dictionaries give them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.coding.coder import code
from detente.knowledge.dictionaries import Own, load
from detente.model import Coding, Document, Interval

ACTORS = """
RURITANIA [RUR]
+RURITANIAN
+STRELSAU
GRAUSTARK [GRA]
+EDELWEISS
ORSINIA [ORS]
+KRASNOY
HENTZAU [RURREB <19950601]
\t[RURGOV >19950531]
THE_THREE_MARCHES [AAM/BBM/CCM]
BLACK_MICHAEL [---]
GAUNT_HOUSE [GBRGOV]
WANDERING_FRIARS [IMGREL]
KUWAIT [KUW]
MAY [RURMAY]
"""
AGENTS = """
MINISTER [~GOV]
OFFICIAL [~GOV]
FOREIGN_MINISTER [~GOVFRM]
GENDARME [~COP]
TROOPS {} [~MIL]
LAWMAKER [~LEG]
MEDIA {} [~MED]
MONK [~REL]
OFFICER [~MIL]
RELIEF_GROUP [NGO~]
GUERRILLA [~REB]
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Own:
    folder: Path = tmp_path_factory.mktemp("own")
    (folder / "actors.txt").write_text(ACTORS, encoding="utf8")
    (folder / "agents.txt").write_text(AGENTS, encoding="utf8")
    return load([folder / "actors.txt"], [folder / "agents.txt"])


def coded(text: str, own: Own, published: str = "1995-03-01") -> Coding:
    ((_, coding),) = code([Document("d", text, published=Interval.parse(published), language="en")], own=own)
    return coding


def codes(text: str, own: Own, published: str = "1995-03-01") -> set[str | None]:
    return {a.dictionary for a in coded(text, own, published).actors}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruritania condemned Graustark.", "RUR GRA"),
        ("Troops from Ruritania shelled Graustark.", "RURMIL GRA"),
        ("The Ruritanian foreign minister met a minister of Graustark.", "RURGOVFRM GRAGOV"),
        ("Ruritania's and Graustark's ministers met.", "RURGOV GRAGOV"),
        ("Lawmakers and officials in Ruritania and Graustark thanked Orsinia.", "RURLEG RURGOV GRALEG GRAGOV ORS"),
        ("Ruritanian media and gendarmes blamed Orsinia.", "RURMED RURCOP ORS"),
        ("Ruritania and the Graustark gendarmes clashed.", "RUR GRACOP"),
        ("A Ruritania relief group asked Orsinia for help.", "NGORUR ORS"),
        ("Orsinia threatened the Three Marches.", "ORS AAM BBM CCM"),
        ("Monks and guerrillas marched on Strelsau.", "---REL ---REB RUR"),
        ("Black Michael insulted Orsinia.", "ORS"),
        ("Gaunt House officials met Krasnoy's officers.", "GBRGOV ORSMIL"),
        ("Ruritania may recognise Kuwait.", "RUR KUW"),
        ("Troops from Ruritania and guerrillas from Graustark met.", "RURMIL GRAREB"),
        ("Ruritania Foreign Minister Sapt and Graustark Official Flavia signed a treaty.", "RURGOVFRM GRAGOV"),
    ],
)
def test_every_party_has_its_code(text: str, expected: str, own: Own) -> None:
    assert codes(text, own) == set(expected.split())


@pytest.mark.parametrize(
    ("published", "expected"), [("1995-05-31", "RURREB"), ("1995-06-01", "RURGOV"), ("2005-01-01", "RURGOV")]
)
def test_a_code_is_that_of_the_day(published: str, expected: str, own: Own) -> None:
    assert codes("Hentzau visited Graustark.", own, published) == {expected, "GRA"}


def test_countries_of_the_users_own_act_as_states_do(own: Own) -> None:
    m = next(
        m for m in coded("Ruritania expelled three diplomats from Graustark.", own).mentions if m.type == "SANCTION"
    )
    assert m.pairs() == {("RUR", "GRA")}
    assert [(a.code, a.dictionary) for a in m.actors] == [("RUR", "RUR")]


def test_a_code_for_a_known_state_that_is_none_of_iso_keeps_the_state(own: Own) -> None:
    (m,) = coded("Kuwait condemned Ruritania.", own).mentions
    assert [(a.code, a.dictionary) for a in m.actors] == [("KWT", "KUW")]


def test_names_that_the_users_do_not_have_are_known_as_before(own: Own) -> None:
    (m,) = coded("Norway condemned Ruritania.", own).mentions
    assert m.pairs() == {("NOR", "RUR")} and m.actors[0].dictionary is None


def test_without_dictionaries_nothing_is_added() -> None:
    ((_, coding),) = code([Document("d", "Norway condemned Fiji.", published=Interval.day(date(1995, 3, 1)))])
    assert coding.actors == () and all(a.dictionary is None for m in coding.mentions for a in m.actors)


def test_a_users_words_for_acts_come_before_the_built_in(tmp_path: Path) -> None:
    file = tmp_path / "acts.yml"
    file.write_text(
        "acts:\n  - {type: SANCTION, mode: expel, verbs: [defenestrate]}\n  - {type: AID, verbs: [condemn]}\n",
        encoding="utf8",
    )
    own = load(acts=[file])
    text = "Norway defenestrated Fiji."
    assert [(m.type, m.mode, m.pairs()) for m in coded(text, own).mentions] == [("SANCTION", "expel", {("NOR", "FJI")})]
    assert [m.type for m in coded("Norway condemned Fiji.", own).mentions] == ["AID"]


def test_a_users_list_of_verbs_to_forget_silences_them(tmp_path: Path) -> None:
    file = tmp_path / "acts.yml"
    file.write_text("forget: [condemn]\n", encoding="utf8")
    from detente.coding.acts import act_lexicon
    from detente.knowledge.dictionaries import NOTHING

    own = load(acts=[file])
    assert "condemn" in act_lexicon("en", NOTHING).phrases and "condemn" not in act_lexicon("en", own).phrases
