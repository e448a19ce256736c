"""Filing documents: once each, whole or not at all, and never lost."""

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from record_making import coded, doc, said

from detente.model import Coding, Fact, Gap, Interval, Span
from detente.recording.filing import add, file, unfiled
from detente.recording.queries import documents, events, events_json, facts, gaps
from detente.recording.store import Record

MEETING = doc("d1", "Envoys of the two islands met in Bergen on Tuesday. Nothing came of it.", title="Talks")


def item(n: int) -> tuple:
    d = doc(f"d{n}", f"Delegation number {n} visited the capital to inspect harbour {n * 7919}.")
    day = Interval.day(date.fromordinal(700_000 + 9 * n % 30_000))
    return coded(d, said(d, "visited", "NOR", "ISL", "042", when=day))


def test_document_comes_back_as_it_was_read() -> None:
    d = doc("ü", "Text \u2013 mit Äöü\nund \U0001f600.", title="T", source="S", url="u", home="NOR", origin="f.txt")
    with Record.open(":memory:") as r:
        assert add(r, [coded(d)]).added == 1
        (held,) = documents(r)
    assert held.document == d
    assert held.mentions == 0


def test_adding_twice_changes_nothing() -> None:
    pair = coded(MEETING, said(MEETING, "met", "NOR", "ISL", reciprocal=True))
    with Record.open(":memory:") as r:
        assert (first := add(r, [pair, pair])).added == 1 and first.already == 1
        before = events(r)
        again = add(r, [pair])
        assert (again.added, again.already, again.failed) == (0, 1, ())
        assert events(r) == before and len(before) == 1
        assert unfiled(r, MEETING) is not None
        assert unfiled(r, doc("d2", "New.")) is None


def test_another_text_under_the_same_id_is_refused_and_the_first_kept() -> None:
    with Record.open(":memory:") as r:
        done = add(r, [coded(MEETING), coded(doc("d1", "Quite another story.")), item(2)])
        assert (done.added, done.already) == (2, 0)
        (failed,) = done.failed
        assert failed.reason and "d1" in failed.reason and "\n" not in failed.reason
        assert {h.document.text for h in documents(r)} >= {MEETING.text}


def test_facts_and_gaps_are_cited_with_their_words() -> None:
    d = doc("d3", "Norway has had no embassy there since 2010. The ministry declined to comment.", source="Post")
    fact = Fact("d3", "presence", "NOR", "ISL", "none", Interval.parse("2010"), None, Span(0, 43))
    gap = Gap("d3", "no comment", Span(44, 77))
    with Record.open(":memory:") as r:
        add(r, [(d, Coding("d3", (said(d, "embassy", "NOR", "ISL"),), (fact, fact), (gap,)))])
        (cited,) = facts(r, "NOR", "ISL")
        assert cited.value == fact
        assert cited.to_json()["text"] == "Norway has had no embassy there since 2010."
        assert facts(r, "ISL", "NOR") == [] and facts(r, kind="office") == []
        (silent,) = gaps(r, "NOR")
        assert silent.value == gap and silent.to_json()["source"] == "Post"
        assert gaps(r, "SWE") == []


def test_events_are_quoted_from_the_stored_text() -> None:
    with Record.open(":memory:") as r:
        add(r, [coded(MEETING, said(MEETING, "met", "NOR", "ISL", reciprocal=True))])
        (o,) = events_json(r, events(r))
    assert o["mentions"][0]["sentence"] == "Envoys of the two islands met in Bergen on Tuesday."
    assert o["mentions"][0]["trigger"] == "met"
    assert o["dyads"] == [("ISL", "NOR")]


def test_what_was_reported_survives_when_the_next_fails() -> None:
    def items():
        yield item(1)
        yield item(2)
        raise OSError("the feed broke off")

    with Record.open(":memory:") as r:
        filed = []
        with pytest.raises(OSError):
            for f in file(r, items(), batch=1):
                filed.append(f.document)
        assert filed == ["d1", "d2"]
        assert [h.document.id for h in documents(r)] == filed
        assert len(events(r, "NOR", "ISL")) == 2  # derived when asked, though the adding was cut short
        assert add(r, [item(1), item(2), item(3)]).added == 1


KILLED = """
import sys
sys.path.insert(0, {here!r})
from test_filing import item
from detente.recording.filing import file
from detente.recording.store import Record
with Record.open({path!r}) as r:
    for f in file(r, (item(n) for n in range(100000)), batch=3):
        print(f.document, flush=True)
"""


@pytest.mark.parametrize("after", [1, 10, 25])
def test_killed_in_the_middle_nothing_reported_is_lost(tmp_path: Path, after: int) -> None:
    path = tmp_path / "r.duckdb"
    script = KILLED.format(here=str(Path(__file__).parent), path=str(path))
    reported = []
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as p:
        assert p.stdout is not None
        while len(reported) < after:
            reported.append(p.stdout.readline().strip())
        p.send_signal(signal.SIGKILL)
        reported += p.stdout.read().split("\n")[:-1]
    with Record.open(path) as r:
        there = {h.document.id: h for h in documents(r)}
        assert set(reported) <= set(there)
        assert all(h.mentions == 1 for h in there.values()), "every document is there with all that it says"
        assert add(r, [item(n) for n in range(after + 1)]).failed == ()
        assert r.rows("SELECT count(*) FROM mentions") == r.rows("SELECT count(DISTINCT id) FROM mentions")


FULL = """
import resource, sys
sys.path.insert(0, {here!r})
from test_filing import item
from detente.recording.filing import file
from detente.recording.store import Record, RecordError
with Record.open({path!r}) as r:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500000, resource.RLIM_INFINITY))
    try:
        for f in file(r, (item(n) for n in range(100000)), batch=20):
            print(f.document, flush=True)
    except RecordError as e:
        print("error:", e, flush=True)
"""


def test_full_disk_is_one_clear_line_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    script = FULL.format(here=str(Path(__file__).parent), path=str(path))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    *reported, last = done.stdout.splitlines()
    assert last.startswith(f"error: {path}"), done.stderr
    assert "Traceback" not in done.stderr
    assert len(reported) >= 20
    with Record.open(path) as r:
        assert set(reported) <= {h.document.id for h in documents(r)}
        assert add(r, [item(100_001)]).added == 1
