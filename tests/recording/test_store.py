"""Opening records: what is refused and with which words, and older schemas brought up to date."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from record_making import coded, doc, said

from detente.recording.filing import add
from detente.recording.queries import documents, events
from detente.recording.schema import STEPS, VERSION
from detente.recording.store import Record, RecordError


def test_new_record_is_made_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    Record.open(path).close()
    with Record.open(path, create=False) as r:
        assert documents(r) == []


@pytest.mark.parametrize("read_only", [True, False])
def test_missing_record(tmp_path: Path, read_only: bool) -> None:
    with pytest.raises(RecordError, match="no such record"):
        Record.open(tmp_path / "none.duckdb", create=False, read_only=read_only)
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_and_a_folder_as_record(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="folder does not exist"):
        Record.open(tmp_path / "x" / "a.duckdb")
    with pytest.raises(RecordError, match="is a folder"):
        Record.open(tmp_path)


def test_other_programs_files_are_left_as_they_are(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Minutes of the fisheries board. " * 500)
    before = text.read_bytes()
    with pytest.raises(RecordError, match="not a record"):
        Record.open(text)
    assert text.read_bytes() == before
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as c:
        c.execute("CREATE TABLE sales (n INTEGER)")
    with pytest.raises(RecordError, match="another program"):
        Record.open(other)
    with duckdb.connect(str(other)) as c:
        assert c.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("sales",)]


def test_newer_schema(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with Record.open(path) as r:
        r.execute("INSERT INTO detente VALUES (?)", [VERSION + 5])
    with pytest.raises(RecordError, match=f"newer version .*schema {VERSION + 5}"):
        Record.open(path)


def test_errors_are_one_line(tmp_path: Path) -> None:
    with Record.open(tmp_path / "a.duckdb") as r, pytest.raises(RecordError) as e:
        r.rows("SELECT * FROM nowhere")
    assert "\n" not in str(e.value) and "a.duckdb" in str(e.value)


def test_locked_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    Record.open(path).close()
    hold = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as p:
        assert p.stdout is not None
        assert p.stdout.readline() == "held\n"
        with pytest.raises(RecordError, match=f"in use by another process .process {p.pid}."):
            Record.open(path)
        p.communicate("\n")
    Record.open(path).close()


@pytest.mark.parametrize("read_only", [True, False])
def test_version_1_is_upgraded_with_all_that_it_holds(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "old.duckdb"
    d = doc("d1", "Norland and Iskia signed a fisheries treaty.")
    with Record.open(":memory:") as new, duckdb.connect(str(path)) as old:
        add(new, [coded(d, said(d, "signed", "NOR", "ISL", "057", reciprocal=True, when="2018-09-18"))])
        old.execute("CREATE TABLE detente (version INTEGER NOT NULL)")
        old.execute("INSERT INTO detente VALUES (1)")
        old.execute(STEPS[0])
        for (table,) in old.execute("SELECT table_name FROM duckdb_tables() WHERE table_name <> 'detente'").fetchall():
            columns = ", ".join(c[0] for c in old.execute(f"DESCRIBE {table}").fetchall())
            rows = new.rows(f"SELECT {columns} FROM {table}")
            if rows:
                old.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    with Record.open(path, read_only=read_only) as r:
        assert r.rows("SELECT max(version) FROM detente") == [(VERSION,)]
        assert [e.type for e in events(r, "NOR", "ISL")] == ["SUPPORT"]


def test_every_step_runs_alone() -> None:
    with duckdb.connect(":memory:") as c:
        for step in STEPS:
            c.execute(step)


def test_transaction_is_all_or_nothing() -> None:
    with Record.open(":memory:") as r:
        with pytest.raises(ZeroDivisionError), r.transaction():
            r.execute("INSERT INTO stale VALUES ('x')")
            raise ZeroDivisionError
        assert r.rows("SELECT * FROM stale") == []
        with r.transaction(), r.transaction():
            r.execute("INSERT INTO stale VALUES ('y')")
        assert r.rows("SELECT * FROM stale") == [("y",)]
