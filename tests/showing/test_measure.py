"""The commands that measure, whole: from an imported file to what is printed."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from detente.showing import cli


def run(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    """What a command prints. Raises SystemExit with its code where it fails."""
    argv = sys.argv
    sys.argv = ["detente", *map(str, args)]
    try:
        cli.main()
    except SystemExit as e:
        if e.code:
            raise
    finally:
        sys.argv = argv
    return capsys.readouterr().out


def failing(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str]:
    """Exit code and the line on standard error."""
    with pytest.raises(SystemExit) as e:
        run(capsys, *args)
    return int(e.value.code or 0), capsys.readouterr().err


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven years of Canada and Japan, friends until 2012 and not after; France and Italy, as they always were."""
    folder = tmp_path_factory.mktemp("record")
    lines = ["date\tactor\tevent\trecipient"]
    day = date(2008, 1, 3)
    while day < date(2015, 1, 1):
        good = day < date(2012, 1, 1)
        for k, event in enumerate(
            ("Consult", "Express intent to cooperate", "Praise or endorse")
            if good
            else ("Accuse", "Reject", "Threaten")
        ):
            lines.append(f"{day + timedelta(days=k)}\tCanada\t{event}\tJapan")
        lines.append(f"{day}\tFrance\tConsult\tItaly")
        lines.append(f"{day + timedelta(days=3)}\tItaly\tPraise or endorse\tFrance")
        day += timedelta(days=16)
    table = folder / "events.tsv"
    table.write_text("\n".join(lines) + "\n", encoding="utf8")
    path = folder / "r.duckdb"
    argv = sys.argv
    sys.argv = ["detente", "import", str(path), str(table), "--format", "table"]
    try:
        cli.main()
    except SystemExit as e:
        assert not e.code
    finally:
        sys.argv = argv
    return path


def test_shift_has_the_contracts_shape(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    o = json.loads(run(capsys, "shift", record, "Canada", "Japan", "--at", "2012-01-01", "--format", "json"))
    assert o["dyad"] == ["CAN", "JPN"] and o["before"] == ["2011-07-03", "2011-12-31"] and o["after"][0] == "2012-01-01"
    assert o["closer"] < 0.05 and o["interval"][0] < o["change"] < o["interval"][1] < 0
    assert o["events"]["before"] > 20 and o["events"]["after"] > 20 and len(o["evidence"]) == len(o["influence"])
    assert sum(d["contribution"] for d in o["dimensions"].values()) == pytest.approx(o["change"], abs=1e-3)
    assert o["as_known"][-1]["closer"] == pytest.approx(o["closer"], abs=1e-3)
    friends = json.loads(run(capsys, "shift", record, "FRA", "ITA", "--at", "2012-01-01", "--format", "json"))
    assert 0.1 < friends["closer"] < 0.9


def test_shift_as_known_before_it_all(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ("shift", record, "CAN", "JPN", "--in", "2012", "--known-by", "2007-12-31", "--format")
    o = json.loads(run(capsys, *args, "json"))
    assert o["closer"] == pytest.approx(0.5) and not o["enough"] and o["known_by"] == "2007-12-31"
    assert "nothing on record" in o["words"]
    assert "not enough on record" in " ".join(run(capsys, *args, "table").split())


def test_shift_for_a_person(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(run(capsys, "shift", record, "CAN", "JPN", "--in", "2012", "--format", "table").split())
    assert "Canada and Japan moved apart in 2012" in said and "dimension" in said and "CAN → JPN" in said


def test_other_evidence_beside_and_in_it(record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(
        "ccode1,ccode2,year,agree\n20,740,2011,0.5\n20,740,2012,0.9\n2,20,2011,0.7\n2,20,2012,0.3\n", encoding="utf8"
    )
    args = ("shift", record, "CAN", "JPN", "--in", "2012", "--format", "json")
    plain, beside, within = (
        json.loads(run(capsys, *args, *more)) for more in ((), ("--beside", path), ("--include", path))
    )
    assert plain["change"] == beside["change"] < within["change"]
    assert beside["beside"][0]["change"] == pytest.approx(4.0) and within["beside"][0]["file"] == "votes.csv"


def test_series_by_dimension(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "series", record, "CAN", "JPN", "--every", "year", "--format", "jsonl").splitlines()
    years: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert [y["start"][:4] for y in years] == [str(y) for y in range(2008, 2015)]
    for y in years:
        assert y["usual"] + sum(y["dimensions"].values()) == pytest.approx(y["mean"], abs=1e-3)
    assert years[0]["low"] > years[-1]["high"]
    assert "●" in run(capsys, "series", record, "CAN", "JPN", "--format", "table")


def test_turns(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (turn,) = (
        json.loads(line) for line in run(capsys, "turns", record, "CAN", "JPN", "--format", "jsonl").splitlines()
    )
    assert turn["direction"] == "apart" and "2011-11" < turn["date"] < "2012-02" and turn["evidence"]
    assert run(capsys, "turns", record, "FRA", "ITA", "--format", "jsonl") == ""
    assert "CAN" in run(capsys, "turns", record, "CAN", "JPN", "--format", "table")


def test_movers(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (
        json.loads(line) for line in run(capsys, "movers", record, "--in", "2012", "--format", "jsonl").splitlines()
    )
    assert first["dyad"] == ["CAN", "JPN"] and first["closer"] < 0.05 and second["dyad"] == ["FRA", "ITA"]
    rows = list(
        csv.DictReader(io.StringIO(run(capsys, "movers", record, "--in", "2012", "--most", "1", "--format", "csv")))
    )
    assert len(rows) == 1 and rows[0]["dyad"] == '["CAN", "JPN"]'


def test_sides_triad_and_network(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sides = [
        json.loads(line)
        for line in run(capsys, "sides", record, "CAN", "JPN", "--in", "2012", "--format", "jsonl").splitlines()
    ]
    assert [s["actor"] for s in sides] == ["CAN", "JPN"] and sides[0]["closer"] < 0.05
    triad = json.loads(run(capsys, "triad", record, "CAN", "JPN", "FRA", "--in", "2012", "--format", "json"))
    assert [s["dyad"] for s in triad["shifts"]] == [["CAN", "JPN"], ["CAN", "FRA"], ["JPN", "FRA"]]
    assert triad["together"][0]["correlation"] is None
    maps = run(capsys, "network", record, "--since", "2010", "--until", "2013", "--format", "jsonl").splitlines()
    assert len(maps) == 4 and json.loads(maps[0])["states"] == ["CAN", "FRA", "ITA", "JPN"]
    assert "CAN" in run(capsys, "network", record, "--since", "2013", "--until", "2013", "--format", "table")


def test_the_same_answer_twice(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for args in (
        ("shift", record, "CAN", "JPN", "--in", "2012"),
        ("movers", record, "--in", "2012"),
        ("turns", record, "CAN", "JPN"),
    ):
        assert run(capsys, *args) == run(capsys, *args)


@pytest.mark.parametrize(
    ("args", "code", "why"),
    [
        (("CAN", "JPN"), 2, "say when"),
        (("CAN", "JPN", "--in", "2012", "--at", "2012-01-01"), 2, "say when"),
        (("CAN", "JPN", "--before", "2011"), 2, "go together"),
        (("CAN", "JPN", "--in", "soon"), 2, "--in"),
        (("CAN", "Atlantis", "--in", "2012"), 2, "unknown country"),
        (("CAN", "Canada", "--in", "2012"), 2, "two countries"),
        (("CAN", "JPN", "--in", "2012", "--beside", "nowhere.csv"), 1, "nowhere.csv: cannot be read"),
        (("CAN", "JPN", "--in", "2012", "--parameters", "nowhere.json"), 2, "nowhere.json"),
    ],
)
def test_wrong_use_is_one_clear_line(
    record: Path, args: tuple[str, ...], code: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    got, err = failing(capsys, "shift", record, *args)
    assert got == code and why in err and len(err.strip().splitlines()) == 1


def test_parameters_of_ones_own(record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dataclasses import asdict

    from detente.measuring.weights import default

    path = tmp_path / "p.json"
    args = ("shift", record, "FRA", "ITA", "--in", "2012", "--format", "json")
    path.write_text(json.dumps({"parameters": asdict(default().parameters)}), encoding="utf8")
    assert run(capsys, *args) == run(capsys, *args, "--parameters", path)
    path.write_text(json.dumps(asdict(default().parameters) | {"course_per_year": 0.5}), encoding="utf8")
    wide = json.loads(run(capsys, *args, "--parameters", path))["interval"]
    narrow = json.loads(run(capsys, *args))["interval"]
    assert wide[1] - wide[0] > narrow[1] - narrow[0]
    path.write_text('{"noise": -1}', encoding="utf8")
    code, err = failing(capsys, *args, "--parameters", path)
    assert code == 2 and "p.json" in err
    code, err = failing(capsys, "fit", record)
    assert code == 1 and "too few dyads" in err


def test_validate(record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.tsv"
    cases.write_text("CAN\tJPN\t2012-01-01\t-1\nCAN\tJPN\t2012-01-02\t+1\nFRA\tITA\t2012-01-01\t0\n", encoding="utf8")
    votes = tmp_path / "votes.csv"
    years = [f"{a},{b},{y},{share}" for a, b, share in ((20, 740, 0.4), (220, 325, 0.9)) for y in range(2008, 2015)]
    votes.write_text("\n".join(["ccode1,ccode2,year,agree", *years]) + "\n", encoding="utf8")
    o = json.loads(run(capsys, "validate", record, "--cases", cases, "--votes", votes, "--dyads", "30"))
    assert set(o["simulation"]) == {"model", "heavy tails", "copies", "steps"}
    told = {k: o["cases"][k] for k in ("decided", "right", "goldstein_right", "placebos", "alarms")}
    assert told == {"decided": 2, "right": 1, "goldstein_right": 1, "placebos": 1, "alarms": 0}
    assert o["cases"]["wrong"][0][2] == "2012-01-02" and o["sensitivity"]
    # Two dyads are too few to correlate, but there are twelve yearly changes.
    assert o["votes"]["dyads"] == 2 and o["votes"]["years"] == 14 and o["votes"]["across"] is None
    code, err = failing(capsys, "validate", record, "--cases", tmp_path / "gone.tsv", "--dyads", "30")
    assert code == 1 and "gone.tsv" in err
