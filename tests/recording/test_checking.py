"""What `detente check` finds wrong, and what it puts right."""

import re

import pytest
from merging_gold import items, reports
from record_making import coded, doc, said

from detente.recording.checking import check, repair
from detente.recording.filing import add
from detente.recording.judging import judge
from detente.recording.queries import documents, events
from detente.recording.store import Record


@pytest.fixture
def record() -> Record:
    r = Record.open(":memory:")
    story = "Envoys of both islands met in Bergen on Tuesday to settle the herring quotas, which have soured relations for years."
    for id in ("one", "two"):
        d = doc(id, f"{story} ({id})")
        add(r, [coded(d, said(d, "met", "NOR", "ISL", when="2018-09-18", reciprocal=True))])
    add(r, items(reports()[:30]))
    found = events(r)
    judge(r, "correct", [found[0].id], author="mk", changes={"recipients": ["FRO"], "actors": ["NOR"]})
    judge(r, "merge", [found[1].id, found[5].id], author="mk")
    assert documents(r)[-1].voice and check(r) == []
    return r


def test_a_sound_record_stays_as_it_is_when_repaired(record: Record) -> None:
    before = events(record)
    repair(record)
    assert check(record) == [] and events(record) == before


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("DELETE FROM events WHERE rowid = (SELECT max(rowid) FROM events)", "should be there and is not"),
        ("UPDATE events SET certainty = 0.123 WHERE rowid = (SELECT max(rowid) FROM events)", "otherwise"),
        ("DELETE FROM event_mentions WHERE rowid = (SELECT max(rowid) FROM event_mentions)", "otherwise"),
        ("DELETE FROM links", "links: .* is missing"),
        ("INSERT INTO links VALUES ('ISL NOR', 'x', 'y', 'denied', 0.9)", "should not be there"),
        ("UPDATE mentions SET block = 'TCD' WHERE rowid = (SELECT max(rowid) FROM mentions)", "lies in block 'TCD'"),
        ("UPDATE mentions SET words = [] WHERE rowid = (SELECT max(rowid) FROM mentions)", "words kept"),
        ("DELETE FROM signatures WHERE rowid = (SELECT max(rowid) FROM signatures)", "signatures: none of"),
        ("DELETE FROM bands", "bands: none of"),
        ("INSERT INTO copies VALUES ('one', 'nosuch', 0.9)", "copies: of documents"),
    ],
)
def test_damage_to_what_is_derived_is_found_and_put_right(record: Record, damage: str, says: str) -> None:
    before = events(record)
    record.execute(damage)
    found = check(record)
    assert found and all(p.derived for p in found)
    assert any(re.search(says, p.what) for p in found), found
    repair(record)
    assert check(record) == [] and events(record) == before


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("DELETE FROM documents WHERE id = 'one'", "not on file: one"),
        (
            'UPDATE mentions SET payload = replace(payload, \'"trigger":{"start":\', \'"trigger":{"start":99\') WHERE rowid = (SELECT max(rowid) FROM mentions)',
            "points outside|not what",
        ),
        ("UPDATE mentions SET payload = '{}' WHERE rowid = (SELECT max(rowid) FROM mentions)", "cannot be read"),
        ("INSERT INTO mentions SELECT * FROM mentions WHERE rowid = (SELECT max(rowid) FROM mentions)", "2 times"),
        ("INSERT INTO sources VALUES (1, 'x.tsv', 'table', 'd', 7, now()::TIMESTAMP)", "0 rows of x.tsv, where 7"),
    ],
)
def test_damage_to_the_log_is_named(record: Record, damage: str, says: str) -> None:
    record.execute(damage)
    found = check(record)
    assert any(re.search(says, p.what) and not p.derived for p in found), found


def test_what_has_yet_to_be_derived_is_no_fault(record: Record) -> None:
    record.execute("INSERT INTO stale SELECT DISTINCT block FROM mentions")
    record.execute("DELETE FROM events")
    assert check(record) == []
