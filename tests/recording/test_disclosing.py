"""What one document changed when it came to light."""

from datetime import date

import pytest
from record_making import coded, doc, said

from detente.recording.disclosing import disclosed, to_json
from detente.recording.filing import add
from detente.recording.store import Record, RecordError


@pytest.fixture
def record() -> Record:
    r = Record.open(":memory:")
    news = doc("news", "Envoys met over the herring quotas in September.", "2018-10-01")
    leak = doc(
        "leak",
        "Envoys met over herring quotas in Bergen on Tuesday. Norway sent Iceland a secret letter.",
        "2020-02-06",
    )
    later = doc("later", "Norway accused Iceland of overfishing.", "2021-01-01")
    denial = doc("denial", "Norway denied that envoys met over herring quotas in Bergen.", "2020-03-01")
    add(r, [
        coded(news, said(news, "met", "NOR", "ISL", when="2018-09", reciprocal=True)),
        coded(leak, said(leak, "met", "NOR", "ISL", when="2018-09-18", reciprocal=True),
              said(leak, "sent", "NOR", "ISL", "030", when="2018-11-03")),
        coded(later, said(later, "accused", "NOR", "ISL", "112")),
        coded(denial, said(denial, "met", "NOR", "ISL", when="2018-09-18", reciprocal=True, factuality="denied")),
    ])  # fmt: skip
    return r


def test_new_events_and_those_that_it_dates_and_corroborates(record: Record) -> None:
    d = disclosed(record, "leak")
    assert d.day == date(2020, 2, 6)
    assert [e.type for e in d.new] == ["AGREE"]
    (met,) = d.changed
    assert {"voices", "time", "probability"} <= met.fields.keys()
    assert met.fields["voices"] == (1, 2)
    assert d.dyads() == [("ISL", "NOR")]
    told = list(to_json(record, d))
    assert [x["change"] for x in told] == [None, "new event", "changed event"]
    assert told[1]["days_hidden"] == (date(2020, 2, 6) - date(2018, 11, 3)).days
    assert told[2]["before"]["time"]["precision"] == "month" and told[2]["after"]["time"]["precision"] == "day"


def test_a_denial_is_tied_to_what_it_denies(record: Record) -> None:
    d = disclosed(record, "denial")
    assert [e.factuality for e in d.new] == ["denied"]
    assert [(c.event.type, list(c.fields)) for c in d.changed] == [("CONSULT", ["links"])]


def test_the_first_document_brings_all_that_it_says(record: Record) -> None:
    d = disclosed(record, "news")
    assert [e.type for e in d.new] == ["CONSULT"] and d.changed == ()


def test_no_such_document(record: Record) -> None:
    with pytest.raises(RecordError, match="no such document on file: x"):
        disclosed(record, "x")
