"""Questions to the record, each as of what was known by a date."""

from datetime import date
from pathlib import Path

import pytest
from record_making import coded, doc, said

from detente.recording.deriving import is_fresh
from detente.recording.filing import add, file
from detente.recording.queries import documents, events
from detente.recording.store import Record


@pytest.fixture
def record() -> Record:
    r = Record.open(":memory:")
    old = doc("old", "Norway and Iceland signed a whaling convention.", "2012-05-01")
    news = doc("news", "Norway accused Iceland of overfishing; a minister visited.", "2018-09-20")
    bare = doc("bare", "Norway would visit the Faroes.", None)
    add(r, [
        coded(old, said(old, "signed", "NOR", "ISL", "057", when="1984", reciprocal=True)),
        coded(news, said(news, "accused", "NOR", "ISL", "112", probability=0.4),
              said(news, "visited", "NOR", "ISL", "042", when="2018-09")),
        coded(bare, said(bare, "visit", "NOR", "FRO", "042", factuality="planned")),
    ])  # fmt: skip
    return r


def kinds(r: Record, *parties: str, **asked: object) -> list[str | None]:
    return [e.type for e in events(r, *parties, **asked)]  # type: ignore[arg-type]


def test_by_parties_and_in_order_of_time(record: Record) -> None:
    assert kinds(record) == ["SUPPORT", "CONSULT", "ACCUSE", "CONSULT"]
    assert kinds(record, "ISL", "NOR") == kinds(record, "NOR", "ISL") == ["SUPPORT", "CONSULT", "ACCUSE"]
    assert kinds(record, "FRO") == ["CONSULT"]
    assert kinds(record, "SWE") == kinds(record, "NOR", "NOR") == []


def test_filters(record: Record) -> None:
    assert kinds(record, type="CONSULT", factuality="planned") == ["CONSULT"]
    assert kinds(record, "ISL", min_probability=0.5) == ["SUPPORT", "CONSULT"]
    assert kinds(record, since=date(1984, 6, 1), until=date(1984, 7, 1)) == ["SUPPORT"]
    assert kinds(record, "ISL", since=date(2018, 9, 20)) == ["CONSULT", "ACCUSE"]
    assert kinds(record, until=date(2018, 9, 1)) == ["SUPPORT", "CONSULT"]


def test_known_by_is_the_day_of_publication_else_of_entry(record: Record) -> None:
    assert kinds(record, known_by=date(1990, 1, 1)) == []
    assert kinds(record, known_by=date(2012, 5, 1)) == ["SUPPORT"]
    assert [h.document.id for h in documents(record, known_by=date(2018, 9, 20))] == ["old", "news"]
    today = documents(record)[-1]
    assert today.document.id == "bare"
    assert kinds(record, "FRO", known_by=today.entered.date()) == ["CONSULT"]


def test_documents_by_parties_and_dates(record: Record) -> None:
    assert [h.document.id for h in documents(record, "NOR", "ISL")] == ["old", "news"]
    assert [h.document.id for h in documents(record, "FRO")] == ["bare"]
    assert [h.document.id for h in documents(record, since=date(2012, 5, 1), until=date(2018, 9, 19))] == ["old"]
    assert documents(record)[0].to_json()["published"] == "2012-05-01"


def test_what_was_left_underived_is_answered_all_the_same(tmp_path: Path) -> None:
    d = doc("d", "Envoys met in Bergen.")
    path = tmp_path / "r.duckdb"
    with Record.open(path) as r:
        left = file(r, [coded(d, said(d, "met", "NOR", "ISL"))] * 2, batch=1)
        assert next(left).status == "added"
        left.close()
        assert not is_fresh(r)
    with Record.open(path, read_only=True) as r:
        first = events(r, "NOR", "ISL")
        assert len(first) == 1 and not is_fresh(r)
    with Record.open(path) as r:
        assert events(r, "NOR", "ISL") == first and is_fresh(r)
    with Record.open(path, read_only=True) as r:
        assert events(r) == first
