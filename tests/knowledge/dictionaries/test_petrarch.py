"""Dictionaries in PETRARCH's format: synonyms, comments, dates in every form, agents and sets; faults are named, the rest is read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.knowledge.dictionaries.entries import Content
from detente.knowledge.dictionaries.petrarch import read_actors, read_agents

ACTORS = """
<!-- made up for this test, with a comment
over several lines [XXX] -->
RURITANIA_ [RUR] # trailing comment
+RURITANIAN  ; another kind of comment
+STRELSAU

# HENTZAU [NOT]
RUDOLF_RASSENDYLL  # codes on lines of their own
+THE PLAY-ACTOR
\t[GBRCVL < 950601]
\t[RURGOV 19950601 - 950815]
\t[RURELI > 19990816]
COUNCIL OF ZENDA [RUR/GRA] ;
BLACK_MICHAEL [---]
OLD KING [rurgov]
"""


def codes(content: Content, name: str, day: str | None = None) -> list[str | None]:
    when = date.fromisoformat(day) if day else None
    return [e.code(when) for k, e in content.actors if k == tuple(name.split())]


def test_synonyms_share_the_codes_of_the_name_above_them() -> None:
    found = read_actors(ACTORS, "a")
    assert not found.problems
    for name in ("ruritania", "ruritanian", "strelsau"):
        assert codes(found, name) == ["RUR"]
    assert codes(found, "rudolf rassendyll", "1990-01-01") == codes(found, "the play actor", "1990-01-01") == ["GBRCVL"]


def test_comments_hide_what_is_in_them() -> None:
    assert {k[0] for k, _ in read_actors(ACTORS, "a").actors} == {
        "ruritania", "ruritanian", "strelsau", "rudolf", "the", "council", "black", "old",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("1995-05-31", "GBRCVL"), ("1995-06-01", "RURGOV"), ("1995-08-15", "RURGOV"), ("1995-08-16", None),
        ("1999-08-16", None), ("1999-08-17", "RURELI"), ("2020-01-01", "RURELI"), (None, "RURELI"),
    ],
)  # fmt: skip
def test_a_code_holds_on_its_days_alone(day: str | None, code: str | None) -> None:
    assert codes(read_actors(ACTORS, "a"), "rudolf rassendyll", day) == [code]


def test_the_first_code_that_holds_counts_and_one_without_dates_fills_the_rest() -> None:
    found = read_actors("X [AAA]\n\t[BBB 20100109-20100112]\n\t[CCC 20080120-20121109]\n", "a")
    days = {"2008-01-19": "AAA", "2010-01-06": "CCC", "2010-01-10": "BBB", "2010-01-13": "CCC", "2013-01-01": "AAA"}
    assert {d: codes(found, "x", d)[0] for d in days} == days


def test_years_of_two_digits_turn_at_1930() -> None:
    found = read_actors("X [AAA <300101]\nY [BBB <291231]\n", "a")
    assert codes(found, "x", "1929-12-31") == ["AAA"] and codes(found, "x", "1930-01-01") == [None]
    assert codes(found, "y", "2029-12-30") == ["BBB"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("LONELY", "no code for 'LONELY'"),
        ("\t[AAA]", "a code without a name above it"),
        ("X [AAA 20101332-20110101]", "not a date"),
        ("X [AAA 20110101-20100101]", "ends before it begins"),
        ("X [AAA BBB CCC]", "not a code"),
        ("X [AAA", "a bracket that is not closed"),
        ("!!! [AAA]", "no word to look for"),
        ("<!-- open", "a comment that never ends"),
    ],
)
def test_a_fault_is_named_by_its_line_and_the_rest_is_read(line: str, reason: str) -> None:
    found = read_actors(f"{'' if 'open' in line else line}\nGOOD [GUT]\n{line if 'open' in line else ''}\n", "mine.txt")
    assert codes(found, "good") == ["GUT"]
    assert [reason in str(p) for p in found.problems] == [True]
    assert str(found.problems[0]).startswith(f"mine.txt:{3 if 'open' in line else 1}: ")


def test_agents_have_plurals_places_and_sets() -> None:
    found = read_agents(
        "!SEX! = WOMAN, WOMEN, MAN\nGENDARME [~COP]\nMEDIA {} [~MED]\nGOLDEN_GOOSE {GOLDEN_GEESE} [ ~GGS]\n"
        "RELIEF_GROUP [NGO~]\nTRADE!SEX! [~BUS]\nSPY [~SPY]\n",
        "a",
    )
    assert not found.problems
    assert {" ".join(k): (a.code, a.leads) for k, a in found.agents} == {
        "gendarme": ("COP", False), "gendarmes": ("COP", False), "media": ("MED", False), "golden goose": ("GGS", False),
        "golden geese": ("GGS", False), "relief group": ("NGO", True), "relief groups": ("NGO", True),
        "tradewoman": ("BUS", False), "tradewomen": ("BUS", False), "trademan": ("BUS", False),
        "spy": ("SPY", False), "spies": ("SPY", False),
    }  # fmt: skip


def test_an_agent_of_an_unknown_set_is_a_fault() -> None:
    assert "no such set" in str(read_agents("X!NOBODY! [~GOV]\n", "a").problems[0])


@given(st.text(alphabet="AB_+[]{}<>-~!=#;/ 0129\n\t", max_size=200))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    for read in (read_actors, read_agents):
        lines = text.count("\n") + 1
        assert all(1 <= p.at.line <= lines for p in read(text, "a").problems)
