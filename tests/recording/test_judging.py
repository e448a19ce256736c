"""What people rule wins over the coder, is never overwritten, and can be undone."""

from datetime import date

import pytest
from record_making import coded, doc, said

from detente.recording.filing import add
from detente.recording.judgements import judgements
from detente.recording.judging import judge
from detente.recording.queries import events
from detente.recording.store import Record, RecordError


@pytest.fixture
def record() -> Record:
    r = Record.open(":memory:")
    a = doc("a", "Envoys met in Bergen on Tuesday to settle the herring quotas.")
    b = doc("b", "Norway signed a memorandum on whaling research in June.", "2018-06-20")
    c = doc("c", "Envoys talked about herring quotas in Bergen.", "2018-09-22")
    add(r, [
        coded(a, said(a, "met", "NOR", "ISL", when="2018-09-18", reciprocal=True)),
        coded(b, said(b, "signed", "NOR", "ISL", "057", when="2018-06")),
        coded(c, said(c, "talked", "NOR", "ISL", when="2018-09", reciprocal=True)),
    ])  # fmt: skip
    assert [e.type for e in events(r)] == ["SUPPORT", "CONSULT"]
    return r


def meeting(r: Record):
    (event,) = events(r, type="CONSULT")
    return event


def test_confirmed_is_certain(record: Record) -> None:
    judge(record, "confirm", [meeting(record).id], author="mk", reason="seen the minutes")
    assert (meeting(record).probability, meeting(record).certainty) == (1.0, 1.0)


def test_rejected_is_gone_and_undoing_brings_it_back(record: Record) -> None:
    before = events(record)
    j = judge(record, "reject", [meeting(record).id], author="mk")
    assert [e.type for e in events(record)] == ["SUPPORT"]
    assert [e.type for e in events(record, known_by=date(2019, 1, 1))] == ["SUPPORT"]
    undo = judge(record, "undo", [j.id], author="jl", reason="it did take place")
    assert events(record) == before
    judge(record, "undo", [undo.id], author="mk")
    assert [e.type for e in events(record)] == ["SUPPORT"]
    assert [x.action for x in judgements(record)] == ["reject", "undo", "undo"]


def test_one_report_of_two_rejected(record: Record) -> None:
    first, second = meeting(record).mentions
    judge(record, "reject", [second], author="mk")
    assert meeting(record).mentions == (first,)
    assert meeting(record).voices == 1


def test_correction_moves_the_event_and_keeps_its_evidence(record: Record) -> None:
    (paper,) = events(record, type="SUPPORT")
    judge(record, "correct", [paper.id], author="mk",
          changes={"type": "AGREE", "recipients": ["FRO"], "time": "2018-06-14", "factuality": "planned"})  # fmt: skip
    (e,) = events(record, type="AGREE")
    assert (e.actors, e.recipients, e.factuality, e.score) == (("NOR",), ("FRO",), "planned", 2.5)
    assert e.time is not None and e.time.iso() == "2018-06-14"
    assert e.mentions == paper.mentions
    assert events(record, "NOR", "FRO", known_by=date(2018, 7, 1)) == [e]
    assert not events(record, "NOR", "ISL", type="SUPPORT")
    judge(record, "undo", [judgements(record)[0].id], author="mk")
    assert events(record, "NOR", "ISL", type="SUPPORT") == [paper]


def test_later_correction_wins(record: Record) -> None:
    (paper,) = events(record, type="SUPPORT")
    for mode in ("planned", "denied"):
        judge(record, "correct", list(paper.mentions), author="mk", changes={"factuality": mode})
    assert events(record, type="SUPPORT")[0].factuality == "denied"


def test_split_and_merge(record: Record) -> None:
    whole = meeting(record)
    j = judge(record, "split", [whole.mentions[1]], author="mk")
    assert len(events(record, type="CONSULT")) == 2
    judge(record, "undo", [j.id], author="mk")
    assert meeting(record) == whole
    judge(record, "merge", [e.id for e in events(record)], author="mk", reason="the memorandum was signed there")
    (one,) = events(record)
    assert len(one.mentions) == 3
    assert events(record, "ISL", "NOR", known_by=date(2019, 1, 1)) == [one]


def test_judgement_holds_for_reports_that_come_later(record: Record) -> None:
    judge(record, "reject", [meeting(record).mentions[1]], author="mk")
    d = doc("d", "In Bergen the herring quotas were settled when envoys met.", "2018-09-25")
    add(record, [coded(d, said(d, "met", "NOR", "ISL", when="2018-09-18", reciprocal=True))])
    assert len(meeting(record).mentions) == 2


@pytest.mark.parametrize(
    ("action", "targets", "changes", "says"),
    [
        ("confirm", ["nosuch"], None, "no such mention or event"),
        ("undo", ["nosuch"], None, "no such judgement"),
        ("correct", [], {}, "at least one field"),
        ("correct", [], {"type": "PARTY"}, "not an event type: 'PARTY'"),
        ("correct", [], {"factuality": "maybe"}, "not a factuality"),
        ("correct", [], {"time": "soon"}, "not a date"),
        ("correct", [], {"id": "x"}, "cannot correct 'id'"),
        ("praise", [], None, "no such judgement: 'praise'"),
    ],
)
def test_what_cannot_be_judged(record: Record, action, targets, changes, says: str) -> None:
    before = events(record)
    with pytest.raises(RecordError, match=says) as e:
        judge(record, action, targets or [before[0].id], author="mk", changes=changes)
    assert "\n" not in str(e.value)
    assert judgements(record) == [] and events(record) == before
