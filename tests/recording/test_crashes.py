"""Killed at any moment, or out of room: what was said to be stored is stored, and the rest is done by trying again.

DETENTE_KILLS says how many kills; 12 where it is not set.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from interrupted import item, new
from record_making import doc

from detente.recording.checking import check
from detente.recording.filing import add, file
from detente.recording.queries import documents, events
from detente.recording.store import Record, RecordError

KILLS = int(os.environ.get("DETENTE_KILLS", "12"))
WORKER = Path(__file__).with_name("interrupted.py")
STORED = {
    "add": "SELECT document FROM mentions WHERE document IN (SELECT id FROM documents) GROUP BY 1 HAVING count(*) = 2",
    "recode": "SELECT id FROM documents d WHERE id NOT IN (SELECT document FROM recoding)"
    " AND (SELECT count(*) FROM mentions m WHERE m.document = d.id) = 2",
    "import": "SELECT s.name FROM sources s JOIN imports i ON i.source = s.id GROUP BY s.id, s.name, s.rows"
    " HAVING count(*) = s.rows",
    "judge": "SELECT id FROM judgements",
}


def killed(path: Path, work: str, after: float, folder: Path) -> list[str]:
    """What a worker says before it is killed, `after` seconds from when it has opened the record."""
    command = [sys.executable, str(WORKER), str(path), work, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None and worker.stderr is not None
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
        time.sleep(after)
        worker.send_signal(signal.SIGKILL)
        said, wrong = worker.communicate()
    assert worker.returncode == -signal.SIGKILL or (work == "judge" and worker.returncode == 0), wrong
    return [line for line in said.split("\n")[:-1] if line]


def test_nothing_that_was_reported_is_lost(tmp_path: Path) -> None:
    chance = random.Random(5)
    path = tmp_path / "r.duckdb"
    reported: dict[str, set[str]] = {work: set() for work in STORED}
    with Record.open(path) as r:
        add(r, map(item, range(20)))
    works = list(STORED)
    for n in range(KILLS):
        work = works[n % len(works)]
        said = killed(path, work, chance.uniform(0.0, 0.9), tmp_path)
        if work == "recode":
            last = len(said) - said[::-1].index("again") if "again" in said else 0
            reported[work] = set(said[last:])  # what was done before is set down to be done once more
        else:
            reported[work] |= set(said)
        with Record.open(path) as r:
            for kind, sql in STORED.items():
                there = {x[0] for x in r.rows(sql)}
                assert reported[kind] <= there, (n, kind, reported[kind] - there)
            if n % 10 == 9 or n == KILLS - 1:
                events(r)
                assert check(r) == []
        reported["recode"] = set()
    assert all(reported[work] for work in ("add", "import"))
    with Record.open(path) as r, Record.open(":memory:") as clean:
        ids = [h.document.id for h in documents(r)]
        add(clean, (item(int(i[1:])) for i in ids))
        for table in ("judgements", "judged"):
            clean.append(table, r.frame(f"SELECT * FROM {table}"))
        clean.execute("INSERT INTO stale SELECT DISTINCT block FROM mentions")
        assert events(r, imported=False) == events(clean)


def test_a_full_disk_is_said_in_one_line_and_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    with Record.open(path) as r:
        add(r, map(item, range(10)))
        r.execute("CHECKPOINT")
    size = path.stat().st_size
    script = f"""
import resource, signal, sys
sys.path.insert(0, {str(WORKER.parent)!r})
from dataclasses import replace
from interrupted import item
from detente.recording.filing import file
from detente.recording.store import Record, RecordError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with Record.open({str(path)!r}) as r:
        resource.setrlimit(resource.RLIMIT_FSIZE, ({size} + 200_000, resource.RLIM_INFINITY))
        long = ((replace(d, text=d.text + ' '.join(map(str, range(n * 9999, n * 9999 + 9999)))), c) for n, (d, c) in enumerate(map(item, range(10, 400))))
        for filed in file(r, long, batch=2):
            print(filed.document, flush=True)
except RecordError as e:
    print('error', e, flush=True)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    assert said and said[-1].startswith("error "), (said, done.stderr)
    with Record.open(path) as r:
        there = {h.document.id for h in documents(r)}
        assert set(said[:-1]) <= there
        assert {f"d{n:05}" for n in range(10)} <= there
        list(file(r, (i for i, _ in zip(new(r), range(4), strict=False))))
        assert check(r) == []


def test_two_writers(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    with Record.open(path) as r:
        add(r, [item(1)])
        other = subprocess.run(
            [sys.executable, str(WORKER), str(path), "add", str(tmp_path)], capture_output=True, text=True, check=False
        )
        assert "in use by another process" in other.stderr.splitlines()[-1]
        add(r, [item(2)])
    with Record.open(path) as r:
        assert len(documents(r)) == 2


def test_an_id_that_is_taken_by_another_text(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.duckdb") as r:
        add(r, [item(1)])
        done = add(r, [(doc("d00001", "Another text."), item(1)[1])])
        assert done.failed[0].reason is not None and "another text" in done.failed[0].reason


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    with Record.open(path) as r:
        add(r, map(item, range(30)))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(RecordError) as e, Record.open(path) as r:
        check(r)
    assert "\n" not in str(e.value)
