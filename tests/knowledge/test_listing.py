"""What the tables hold, as rows."""

from __future__ import annotations

import json

import pytest

from detente.knowledge.listing import LISTS, listing
from detente.model import Interval


@pytest.mark.parametrize("what", sorted(LISTS))
def test_every_list_has_rows_that_can_be_printed(what: str) -> None:
    rows = list(listing(what))
    assert len(rows) > 50 and all(json.dumps(r) for r in rows)


def test_a_state_has_its_holders_of_a_year() -> None:
    found = list(listing("offices", "CAN", Interval.parse("2018")))
    assert ("prime minister", "Justin Trudeau") in {(r["office"], r["name"]) for r in found}
    assert {r["code"] for r in found} == {"CAN"} and {r["source"] for r in found} == {"shipped"}


def test_states_are_those_of_the_day() -> None:
    assert "DDR" in {r["code"] for r in listing("states", on=Interval.parse("1980"))}
    assert "DDR" not in {r["code"] for r in listing("states", on=Interval.parse("2000"))}


def test_acts_are_those_of_a_type() -> None:
    assert {r["type"] for r in listing("acts", "SANCTION")} == {"SANCTION"}


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(KeyError):
        list(listing("planets"))
