"""Votes, alliances, embassies and sanctions: every published file is known by its columns, and counts where it is asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.measuring.observing import told

from detente.errors import DetenteError
from detente.measuring.elsewhere import beside, included, read
from detente.measuring.shift import shift, within
from detente.model import Interval

BEFORE, AFTER = within(Interval.parse("2001"))


def written(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text.strip() + "\n", encoding="utf8")
    return path


def test_votes_are_measured_against_their_year(tmp_path: Path) -> None:
    path = written(tmp_path, "ccode1,ccode2,year,agree\n2,20,2000,0.5\n20,2,2001,0.9\n2,200,2000,0.7\n2,200,2001,0.5\n")
    found = read(path, ("CAN", "USA"))
    assert [(s.start, s.score) for s in found.standing] == [
        (date(2000, 1, 1), pytest.approx(-1.0)),
        (date(2001, 1, 1), pytest.approx(2.0)),
    ]
    side = beside(found, BEFORE, AFTER)
    assert side.change == pytest.approx(3.0)
    assert beside(found, BEFORE, AFTER, known_by=date(2001, 6, 1)).after is None


def test_ideal_points(tmp_path: Path) -> None:
    rows = (
        "ccode,iso3c,year,IdealPointAll\n2,USA,2000,2\n20,CAN,2000,1\n365,RUS,2000,-1\n2,USA,2001,NA\n20,CAN,2001,1\n"
    )
    (s,) = read(written(tmp_path, rows), ("CAN", "USA")).standing
    assert s.score == pytest.approx(2 * ((1 + 3 + 2) / 3 - 1))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "version4id,ccode1,ccode2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,"
            "right_censor,defense,neutrality,nonaggression,entente\n5,2,20,4,4,1949,,,,1,1,0,0,1",
            "alliance: defence 1949-04-04 to None",
        ),
        (
            "ccode1,ccode2,year,defense,neutrality,nonaggression,entente\n20,2,2000,0,0,1,1",
            "alliance: nonaggression 2000-01-01 to 2000-12-31",
        ),
        (
            "mem1,mem2,year,defense,offense,neutral,nonagg,consul\n2,20,2000,0,0,0,0,1",
            "alliance: entente 2000-01-01 to 2000-12-31",
        ),
        (
            "ccode1,ccode2,year,DR_at_1,DR_at_2,DE\n2,20,2000,3,1,1\n2,20,2005,0,0,0",
            "exchange: chargé d'affaires 2000-01-01 to 2004-12-31",
        ),
        (
            "Destination,Sending Country,Year,Embassy,LOR\nCanada,United States,2000,1,1\nUnited States,Canada,2000,0,0.5",
            "exchange: other 2000-01-01 to 2000-12-31",
        ),
        (
            "case_id;sanctioned_state;sanctioning_state;begin;end\n1;Canada;EEC, United States;1998;2001",
            "sanctions: in force 1998-01-01 to 2001-12-31",
        ),
        (
            "sanctioned_state_iso3\tsanctioning_state_iso3\tyear\nCAN\tUSA\t2000",
            "sanctions: in force 2000-01-01 to 2000-12-31",
        ),
        (
            "caseid,startyear,endyear,imposition,sender1,sender2,targetstate\n1,1998,,1,2,,20\n2,1990,,0,2,,20",
            "sanctions: in force 1998-01-01 to None",
        ),
        ("a,b,kind,status,start,end\nCAN,USA,alliance,defence,1949-04-04,", "alliance: defence 1949-04-04 to None"),
    ],
)
def test_every_kind_is_known_by_its_columns(tmp_path: Path, text: str, told: str) -> None:
    for pair in (("CAN", "USA"), ("USA", "CAN")):
        s = read(written(tmp_path, text), pair).standing[0]
        assert f"{s.kind}: {s.status} {s.start} to {s.end}" == told
    assert read(written(tmp_path, text), ("FRA", "GBR")).standing == ()


def test_the_soviet_union_is_not_russia(tmp_path: Path) -> None:
    path = written(tmp_path, "ccode1,ccode2,year,DR_at_1,DR_at_2\n2,365,1980,3,3\n2,365,2000,3,3\n")
    assert [s.start for s in read(path, ("RUS", "USA")).standing] == [date(2000, 1, 1)]
    assert [s.start for s in read(path, ("SUN", "USA")).standing] == [date(1980, 1, 1)]


def test_counted_only_where_asked(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "a,b,kind,status,start,end\nCAN,PRK,exchange,none,1990-01-01,2000-12-31\nCAN,PRK,exchange,ambassador,2001-01-01,\n",
    )
    obs = told([])
    other = read(path, ("CAN", "PRK"))
    assert shift(obs, BEFORE, AFTER).closer == pytest.approx(0.5)
    s = shift(included(obs, (other,)), BEFORE, AFTER)
    assert s.closer > 0.7 and s.dimensions["presence"].contribution == pytest.approx(s.change)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x,y\n1,2", "no kind of evidence has these columns: x, y"),
        ("ccode1,ccode2,year,agree\n2,20,soon,0.5", "column year: no number: 'soon'"),
        ("a,b,kind,status,start,end\nCAN,USA,alliance,friendship,2001-01-01,", "no such kind and status"),
        ("a,b,kind,status,start,end\nCAN,USA,alliance,defence,1/2/2001,", "column start: no date"),
    ],
)  # fmt: skip
def test_a_bad_file_is_named(tmp_path: Path, text: str, why: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DetenteError, match=why) as e:
        read(path, ("CAN", "USA"))
    assert str(path) in str(e.value)


def test_a_missing_or_binary_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match=r"gone\.csv: cannot be read"):
        read(tmp_path / "gone.csv", ("CAN", "USA"))
    (tmp_path / "b.csv").write_bytes(b"\x00\xff\x01" * 50)
    with pytest.raises(DetenteError, match=r"b\.csv"):
        read(tmp_path / "b.csv", ("CAN", "USA"))
