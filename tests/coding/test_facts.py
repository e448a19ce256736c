"""Presence and relations as news and reports tell of them: one sentence, its facts."""

from __future__ import annotations

import pytest

from detente.coding.coder import code
from detente.model import Document, Interval

Told = tuple[str, str, str, str | None]


def told(text: str, fact: str = "presence", home: str | None = None) -> list[Told]:
    """(holder, host, status, start) of every fact of a kind that a text of June 2018 states, in order."""
    document = Document("d", text, published=Interval.parse("2018-06-10"), language="en", home=home)
    ((_, coding),) = code([document])
    return [
        (f.holder, f.host or "", f.status, f.start.iso() if f.start else None) for f in coding.facts if f.fact == fact
    ]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Ireland has had no embassy in Syria since 2012.", [("IRL", "SYR", "none", "2012")]),
        ("Finland closed its embassy in Kabul in 2013.", [("FIN", "AFG", "none", "2013")]),
        ("Belgium reopened its embassy in Tripoli in March 2016.", [("BEL", "LBY", "embassy", "2016-03")]),
        ("The Swiss embassy in Tripoli, closed in 2014, has not reopened.", [("CHE", "LBY", "none", "2014")]),
        ("Austria's embassy in Caracas has been shut since 2015.", [("AUT", "VEN", "none", "2015")]),
        ("There is no Danish embassy in Minsk.", [("DNK", "BLR", "none", None)]),
        ("Latvia does not maintain an embassy in Hanoi.", [("LVA", "VNM", "none", None)]),
        ("Peru has been represented in Hanoi by a trade office since 2011.", [("PER", "VNM", "liaison", "2011")]),
        (
            "Chile has kept only a consulate general in Tirana since it broke off relations with Albania in 1974.",
            [("CHL", "ALB", "consulate", "1974")],
        ),
        ("Japan upgraded its legation in Quito to an embassy in 1957.", [("JPN", "ECU", "embassy", "1957")]),
        ("The closure of the Spanish embassy in Tripoli in 2014 went unnoticed.", [("ESP", "LBY", "none", "2014")]),
    ],
)
def test_what_stands_or_is_lacking(text: str, facts: list[Told]) -> None:
    assert told(text) == facts


def test_two_states_that_have_embassies_at_each_other() -> None:
    both = {("ITA", "MNG", "embassy", "1970"), ("MNG", "ITA", "embassy", "1970")}
    assert set(told("Italy and Mongolia have had embassies in each other's capitals since 1970.")) == both
    assert set(told("Italy and Mongolia did not exchange ambassadors until 1970.")) == both


def test_one_stands_for_the_post_named_before() -> None:
    text = "Norway opened an interests section in the Dutch embassy in Havana in May 1996, and Cuba one in Oslo."
    assert set(told(text)) == {
        ("NOR", "CUB", "interests section", "1996-05"), ("CUB", "NOR", "interests section", "1996-05"),
    }  # fmt: skip


def test_shut_and_reopened_in_one_sentence() -> None:
    text = "The Jordanian embassy in Doha was shut in June 2017 and reopened in March 2018."
    assert set(told(text)) == {("JOR", "QAT", "none", "2017-06"), ("JOR", "QAT", "embassy", "2018-03")}


def test_the_same_status_twice_in_one_sentence_is_two_facts_with_words_of_their_own() -> None:
    text = "Finland opened its embassy in Kabul in 2002, closed it, and reopened its embassy in Kabul in 2010."
    document = Document("d", text, published=Interval.parse("2018-06-10"), language="en")
    ((_, coding),) = code([document])
    opened = [f for f in coding.facts if f.status == "embassy"]
    assert len({f.id for f in opened}) == len(opened) == 2


def test_an_ambassador_who_serves_from_elsewhere() -> None:
    assert told("The Australian ambassador in Seoul is also accredited to North Korea.") == [
        ("AUS", "PRK", "nonresident ambassador", None)
    ]


def test_there_is_the_place_named_before() -> None:
    text = "Foreign Minister Lena Holm arrived in Kigali on 3 May 2018. She opened the Swedish embassy there."
    assert [x[:3] for x in told(text)] == [("SWE", "RWA", "embassy")]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya plans to open an embassy in Jakarta next year.",
        "Chile denied that it had closed its embassy in Caracas.",
        "Israel offered to open a liaison office in Rabat.",
        "Saudi Arabia will reopen its embassy in Baghdad in July.",
        "Sweden withdrew its ambassador from Baghdad in 2003.",
        "Protesters stormed the British embassy in Tehran.",
        "Greece may close its embassy in Chisinau.",
    ],
)
def test_what_is_planned_denied_or_something_else_is_no_presence(text: str) -> None:
    assert told(text) == []


def test_relations() -> None:
    assert told("Nigeria severed diplomatic relations with Taiwan in 1971.", "relations") == [
        ("NGA", "TWN", "severed", "1971")
    ]
    assert told("Malta established diplomatic relations with Bhutan in 2012.", "relations") == [
        ("MLT", "BTN", "established", "2012")
    ]
