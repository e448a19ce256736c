"""Who is meant by a name, on a day or at any time."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.knowledge.dictionaries import load
from detente.knowledge.lookup import lookup
from detente.model import Interval


def meanings(name: str, on: str | None = None) -> list[tuple[str, str, str | None]]:
    return [(r["name"], r["kind"], r["code"]) for r in lookup(name, Interval.parse(on) if on else None)]


def test_a_capital_stands_for_the_state_of_its_day_and_who_leads_it() -> None:
    found = meanings("Moscow", "1985-05-01")
    assert ("Moscow", "capital", "SUN") in found and ("Mikhail Gorbachev", "leader", "SUN") in found
    assert not any(code == "RUS" for _, _, code in found)
    assert ("Moscow", "capital", "RUS") in meanings("Moscow", "2005")


def test_a_year_has_everybody_who_held_office_in_it() -> None:
    assert {n for n, kind, _ in meanings("Moscow", "1985") if kind == "leader"} == {
        "Konstantin Chernenko",
        "Mikhail Gorbachev",
    }


@pytest.mark.parametrize(
    "name", ["the Iranian foreign minister", "Iran's foreign minister", "foreign minister of Iran"]
)
def test_an_office_is_who_holds_it(name: str) -> None:
    assert meanings(name, "2010-06") == [("Manouchehr Mottaki", "foreign minister", "IRN")]


def test_a_surname_is_all_who_bear_it() -> None:
    assert {n for n, _, _ in meanings("Trudeau")} == {"Pierre Trudeau", "Justin Trudeau"}
    assert {n for n, _, _ in meanings("Trudeau", "2018")} == {"Justin Trudeau"}


def test_codes_groups_bodies_and_places_have_meanings() -> None:
    assert ("PRK", "code", "PRK") in meanings("prk")
    assert [r["country"] for r in lookup("Hamas")] == ["PSE"]
    assert lookup("IGOUNO")[0]["means"] == "United Nations"
    assert meanings("Leningrad") == [("Leningrad", "place", "RUS")]


@pytest.mark.parametrize("name", ["", "?", "Ruritania"])
def test_nobody_is_no_meaning(name: str) -> None:
    assert lookup(name) == []


def test_the_users_own_come_first(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("MOSCOW [XXA <19850601]\n\t[XXB]\n", encoding="utf8")
    own = load([file])
    assert [r["code"] for r in lookup("Moscow", Interval.parse("1985-05-01"), own)][:2] == ["XXA", "SUN"]
    assert [r["code"] for r in lookup("Moscow", Interval.parse("1985-07-01"), own)][:2] == ["XXB", "SUN"]
    assert str(file) in lookup("Moscow", None, own)[0]["means"]
