"""Dated turns between two states, on a table of events."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.evaluating.gold import GoldError
from detente.evaluating.shifts import evaluate
from detente.recording.importing import import_file
from detente.recording.store import Record


def events(tmp_path: Path) -> Path:
    """Greece and Turkey quarrel until July 1999 and deal kindly after it; Peru and Chile always talk."""
    rows = ["date\tactor\tevent\trecipient"]
    turn = date(1999, 7, 1)
    for week in range(-20, 20):
        day = turn + timedelta(days=7 * week + 3)
        rows.append(f"{day}\tGreece\t{'Accuse' if week < 0 else 'Provide aid'}\tTurkey")
        rows.append(f"{day}\tPeru\tConsult\tChile")
    path = tmp_path / "events.tsv"
    path.write_text("\n".join(rows) + "\n", encoding="utf8")
    return path


def cases(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "cases.tsv"
    path.write_text("# a b at way\n" + "\n".join(r.replace(" ", "\t") for r in rows) + "\n", encoding="utf8")
    return path


def test_right_wrong_and_placebo(tmp_path: Path) -> None:
    found = evaluate(
        events(tmp_path),
        cases(
            tmp_path,
            "GRC TUR 1999-07-01 +1",
            "Turkey Greece 1999-07-01 -1",
            "PER CHL 1999-07-01 0",
            "GRC TUR 1999-07-01 0",
            "FRA DEU 1999-07-01 +1",
        ),
    )
    assert found.figures == {"right": "1/2", "accuracy": 0.5, "placebo_alarms": "1/2"}
    assert sorted((e.what, e.right, e.said) for e in found.errors) == [
        ("direction", "apart", "closer"),
        ("false alarm", "no change", "closer"),
    ]
    assert found.reliability is not None and found.reliability.n == 2 and not found.problems


def test_a_record_will_do_for_the_events(tmp_path: Path) -> None:
    table = events(tmp_path)
    with Record.open(tmp_path / "r.duckdb") as record:
        import_file(record, table)
    found = evaluate(tmp_path / "r.duckdb", cases(tmp_path, "GRC TUR 1999-07-01 +1"))
    assert found.figures["right"] == "1/1"


def test_cases_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    path = cases(
        tmp_path,
        "GRC TUR 1999-07-01 +1",
        "GRC TUR 1999-07-01 up",
        "GRC GRC 1999-07-01 +1",
        "GRC Oz 1999-07-01 0",
        "GRC TUR July 0",
        "GRC TUR",
    )
    found = evaluate(events(tmp_path), path)
    assert [int(p.removeprefix(f"{path}:").split(":")[0]) for p in found.problems] == [3, 4, 5, 6, 7]
    with pytest.raises(GoldError, match="no labelled case"):
        evaluate(events(tmp_path), cases(tmp_path))
