from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import detente.api as detente
from detente.errors import UsageError


def test_tables_are_polars_and_pandas(made: Path) -> None:
    with detente.open(made, read_only=True) as record:
        events = record.events("Canada", "North Korea", since="2018", known_by=date(2018, 12, 31))
        assert isinstance(events, pl.DataFrame) and len(events) == 4 and events["known"].max() <= date(2018, 12, 31)
        assert events["quote"].str.contains("Canada").all()
        pytest.importorskip("pandas")
        assert list(record.series("CAN", "PRK").to_pandas().columns) == [
            "start",
            "end",
            "mean",
            "low",
            "high",
            "events",
        ]
        assert record.gaps("CAN", "PRK")["gap"].to_list() == ["withheld", "unspecified"]
        assert record.facts("CAN", "PRK", kind="presence")["status"].to_list() == ["none"]
        assert len(record.documents()) == 8


def test_a_shift_is_that_of_the_command_line(made: Path) -> None:
    with detente.open(made, read_only=True) as record:
        now, then = (record.shift("CAN", "PRK", in_="2018", known_by=k) for k in (None, "2018-12-31"))
        assert now.closer > 0.8 and now != then
        assert record.portrait("CAN", "PRK", in_="2018").shift.closer == now.closer
        assert record.movers("2018").row(0)[:2] == ("CAN", "PRK")
        with pytest.raises(UsageError, match="say when"):
            record.shift("CAN", "PRK")
        with pytest.raises(UsageError, match="unknown country"):
            record.events("Narnia")


def test_judgements_and_briefs(copy: Path) -> None:
    with detente.open(copy) as record:
        first = record.events("CAN", "PRK")["id"][0]
        record.judge("reject", [first], author="tester", reason="misread")
        assert first not in record.events("CAN", "PRK")["id"].to_list()
        assert record.brief("CAN", "PRK", in_="2018").startswith(b"# Canada and North Korea in 2018")


def test_a_plot_is_an_object_to_change_further(made: Path) -> None:
    altair = pytest.importorskip("altair")
    with detente.open(made, read_only=True) as record:
        chart = record.plot("CAN", "PRK").properties(title="Mine")
    assert isinstance(chart, altair.LayerChart)
    told = chart.to_dict()
    assert told["title"] == "Mine" and len(told["layer"]) == 3


def test_adding_tells_what_became_of_each(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Canada's foreign minister visited North Korea on 3 May 2019 for talks.")
    (tmp_path / "b.pdf").write_bytes(b"not a pdf")
    with detente.open(copy) as record:
        told = record.add(tmp_path / "a.txt", tmp_path / "b.pdf", published="2019-05-04")
        assert sorted(told["status"]) == ["added", "failed"]
        assert record.add(tmp_path / "a.txt", published="2019-05-04")["status"].to_list() == ["already"]
