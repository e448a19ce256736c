"""Coding again: what people ruled holds for the same words, and what was cut short is gone on with."""

from dataclasses import replace

import pytest
from record_making import coded, doc, said

from detente.model import Coding, Document
from detente.recording.filing import add
from detente.recording.judging import judge
from detente.recording.queries import events
from detente.recording.recoding import begin, documents, recode, waiting
from detente.recording.standing import unmatched
from detente.recording.store import Record

TEXT = "Envoys met in Bergen on Tuesday. Norway accused Iceland of overfishing. Norway signed a treaty with Iceland."


def whole(d: Document) -> Coding:
    """What the old coder finds: three acts."""
    return coded(d, said(d, "met", "NOR", "ISL", when="2018-09-18", reciprocal=True), said(d, "accused", "NOR", "ISL", "112"),
                 said(d, "signed", "NOR", "ISL", "057", reciprocal=True))[1]  # fmt: skip


def newer(d: Document) -> Coding:
    """What a newer one finds: another type for the second, another party in the third, the first as it was."""
    met, *_ = whole(d).mentions
    return coded(
        d, met, said(d, "accused", "NOR", "ISL", "138"), said(d, "signed", "NOR", "FRO", "057", reciprocal=True)
    )[1]


def blind(d: Document) -> Coding:
    """What a worse one finds: nothing."""
    return Coding(d.id)


@pytest.fixture
def record() -> Record:
    r = Record.open(":memory:")
    d = doc("a", TEXT)
    add(r, [(d, whole(d))])
    return r


def again(r: Record, coder) -> list[str]:
    begin(r, everything=True)
    return [x.status for x in recode(r, ((d, coder(d)) for d in documents(r)))]


def types(r: Record) -> list[str | None]:
    return sorted(e.type or "" for e in events(r))


def test_the_same_coder_changes_nothing(record: Record) -> None:
    before = events(record)
    assert again(record, whole) == ["same"]
    assert events(record) == before


def test_what_a_newer_coder_finds_takes_the_place_of_the_old(record: Record) -> None:
    assert again(record, newer) == ["changed"]
    assert types(record) == ["CONSULT", "SUPPORT", "THREATEN"]
    assert {e.recipients for e in events(record, "FRO")} == {("FRO", "NOR")}


def test_judgements_hold_for_the_same_words(record: Record) -> None:
    (accusation,) = events(record, type="ACCUSE")
    (treaty,) = events(record, type="SUPPORT")
    judge(record, "reject", [accusation.id], author="mk", reason="a quotation")
    j = judge(record, "correct", [treaty.id], author="mk", changes={"time": "2018-09-01"})
    assert again(record, newer) == ["changed"]
    assert types(record) == ["CONSULT", "SUPPORT"]
    (treaty,) = events(record, type="SUPPORT")
    assert treaty.time is not None and treaty.time.iso() == "2018-09-01"
    assert unmatched(record) == []
    judge(record, "undo", [j.id], author="mk")
    assert not events(record, type="SUPPORT")[0].dated


def test_a_merge_holds_across_a_recoding(record: Record) -> None:
    judge(record, "merge", [e.id for e in events(record) if e.type != "ACCUSE"], author="mk")
    assert [len(e.mentions) for e in events(record)] == [2, 1]
    again(record, newer)
    assert sorted(len(e.mentions) for e in events(record)) == [1, 2]


def test_what_cannot_be_matched_is_listed_and_comes_back(record: Record) -> None:
    j = judge(record, "reject", [events(record, type="ACCUSE")[0].id], author="mk")
    again(record, blind)
    assert events(record) == []
    (lost,) = unmatched(record)
    assert lost.judgement == j and lost.mention.trigger.of(TEXT) == "accused"
    again(record, whole)
    assert unmatched(record) == []
    assert types(record) == ["CONSULT", "SUPPORT"]


def test_a_recoding_cut_short_is_gone_on_with(record: Record) -> None:
    add(record, [(d, whole(d)) for d in (doc(f"d{n}", TEXT) for n in range(5))])
    begin(record, everything=True)
    run = recode(record, ((d, newer(d)) for d in documents(record)), batch=2)
    first = [next(run).document for _ in range(2)]
    run.close()
    assert waiting(record) == begin(record) == 4
    rest = [x.document for x in recode(record, ((d, newer(d)) for d in documents(record)), batch=2)]
    assert sorted(first + rest) == ["a", *(f"d{n}" for n in range(5))]
    assert waiting(record) == 0
    assert "ACCUSE" not in types(record)


def test_only_what_another_version_coded_or_what_is_named(record: Record) -> None:
    assert begin(record) == 0
    record.execute("UPDATE documents SET coder = '0.0'")
    assert begin(record) == 1
    list(recode(record, ((d, whole(d)) for d in documents(record))))
    assert (begin(record), begin(record, ["nosuch"]), begin(record, ["a"])) == (0, 0, 1)


def test_author_and_regions_of_documents_are_kept(record: Record) -> None:
    from detente.model import Region, Span
    from detente.recording.queries import texts_of

    paged = replace(doc("p", "Page one."), author="A. Clerk", regions=(Region(Span(0, 9), 1, (0.1, 0.1, 0.9, 0.2)),))
    add(record, [coded(paged)])
    assert texts_of(record, ["p"]) == {"p": paged}
