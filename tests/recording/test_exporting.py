"""What other programs get: every format holds the same events, and one of ours reads back what another wrote."""

import csv
import json
from datetime import date
from pathlib import Path

import dataset_samples as samples
import polars as pl
import pytest
from record_making import coded, doc, said

from detente.recording.exporting import FORMATS, export_events
from detente.recording.filing import add
from detente.recording.importing import import_file
from detente.recording.queries import events
from detente.recording.store import Record


@pytest.fixture
def record(tmp_path: Path) -> Record:
    r = Record.open(":memory:")
    a = doc(
        "a",
        "Envoys met in Bergen on Tuesday.\tThey spoke of herring.",
        source="Herring News",
        url="https://h.example/1",
    )
    b = doc("b", "Norway would send arms to Iceland.", "2018-11-20")
    c = doc("c", "Norway accused Iceland of overfishing.", "2018-11-21")
    add(r, [
        coded(a, said(a, "met", "NOR", "ISL", when="2018-09-18", reciprocal=True, place="Bergen")),
        coded(b, said(b, "send", "NOR", "ISL", "072", when="2018-12", factuality="planned")),
        coded(c, said(c, "accused", "NOR", "ISL", "112")),
    ])  # fmt: skip
    imported = tmp_path / "in.tsv"
    imported.write_text(samples.POLECAT)
    import_file(r, imported, "polecat")
    return r


def lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text().splitlines()]


def test_gdelt_columns_are_read_back_as_they_were_written(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert export_events(record, path, "gdelt") == 4
    rows = lines(path)
    assert {len(r) for r in rows} == {58}
    assert sorted((r[1], r[5], r[15], r[26], r[29], r[-2]) for r in rows) == [
        ("20180918", "ISLGOV", "NORGOV", "040", "1", "20180920"),
        ("20180918", "NORGOV", "ISLGOV", "040", "1", "20180920"),
        ("20181121", "NORGOV", "ISLGOV", "112", "3", "20181121"),
        ("20210502", "CANGOV", "FRAMIL", "042", "1", "20210504"),
    ]
    with Record.open(":memory:") as other:
        assert import_file(other, path, "gdelt").imported == 4
        assert [e.cameo for e in events(other, "NOR", "ISL")] == ["040", "040", "112"]


def test_phoenix_columns_are_read_back_as_they_were_written(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    assert export_events(record, path, "phoenix") == 4
    assert {len(r) for r in lines(path)} == {26}
    with Record.open(":memory:") as other:
        assert import_file(other, path, "phoenix").imported == 4
        assert [(e.actors, e.recipients, e.recipient_sectors) for e in events(other, "CAN")] == [
            (("CAN",), ("FRA",), ("MIL",))
        ]


def test_plover_json_says_what_did_not_happen_too(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert export_events(record, path, "plover") == 4
    found = {o["event"][0]: o for o in map(json.loads, path.read_text().splitlines())}
    assert found["AID"]["factuality"] == "planned"
    assert (found["AID"]["date"], found["AID"]["enddate"]) == ("2018-12-01", "2018-12-31")
    assert [a["code"] for a in found["ACCUSE"]["actor"]] == ["NOR"]
    assert found["ACCUSE"]["text"] == "Norway accused Iceland of overfishing."


def test_ftm_entities_refer_to_what_is_there(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    export_events(record, path, "ftm")
    found = [json.loads(line) for line in path.read_text().splitlines()]
    ids = [o["id"] for o in found]
    assert len(ids) == len(set(ids))
    there = set()
    for o in found:  # each after what it refers to
        assert {x for k in ("organizer", "involved", "proof") for x in o["properties"].get(k, [])} <= there
        there.add(o["id"])
        assert all(isinstance(v, list) and all(isinstance(x, str) and x for x in v) for v in o["properties"].values())
    assert {o["schema"] for o in found} == {"Event", "PublicBody", "Document"}
    met = next(o["properties"] for o in found if o["properties"].get("date") == ["2018-09-18"])
    assert met["sourceUrl"] == ["https://h.example/1"] and "actual" in met["summary"][0]


def test_tables_hold_one_row_an_event(record: Record, tmp_path: Path) -> None:
    flat = tmp_path / "out.csv"
    assert export_events(record, flat, "csv") == 4
    with flat.open() as f:
        rows = list(csv.DictReader(f))
    assert [r["start"] for r in rows] == ["2018-09-18", "", "2018-12-01", "2021-05-02"]
    parquet = tmp_path / "out.parquet"
    export_events(record, parquet, "parquet")
    assert pl.read_parquet(parquet)["id"].to_list() == [r["id"] for r in rows]


def test_parquet_by_month(record: Record, tmp_path: Path) -> None:
    folder = tmp_path / "months"
    assert export_events(record, folder, "parquet", by_month=True) == 4
    parts = sorted(str(p.relative_to(folder)) for p in folder.rglob("*.parquet"))
    assert parts == [f"year={m[:4]}/month={m[5:]}/events.parquet" for m in ("2018-09", "2018-11", "2018-12", "2021-05")]
    whole = pl.read_parquet(folder, hive_partitioning=True)
    assert whole.filter((pl.col("year") == 2018) & (pl.col("month") == 12))["factuality"].to_list() == ["planned"]
    with pytest.raises(OSError, match="not empty"):
        export_events(record, folder, "parquet", by_month=True)


@pytest.mark.parametrize("form", FORMATS)
def test_as_known_by_a_date_and_of_one_country(record: Record, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    export_events(record, path, form, known_by=date(2018, 10, 1))
    some = path.read_bytes()
    assert b"CAN" not in some
    export_events(record, path, form, "SWE")
    assert len(path.read_bytes()) < len(some)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
