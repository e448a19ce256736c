"""Sanctions in force, treaties and office holders over time, with what says so and what says otherwise."""

from datetime import date

import pytest
from record_making import coded, doc, said
from test_timelines import stated

from detente.model import Coding, Fact, Interval, Span
from detente.recording.filing import add
from detente.recording.states import facts_json, states
from detente.recording.store import Record
from detente.recording.timelines import timeline


def spans(r: Record, kind: str, *parties: str, **asked: date) -> list[tuple[str | None, str | None]]:
    found = states(r, kind, *parties, **asked)  # type: ignore[arg-type]
    return [(s.start.iso() if s.start else None, s.end.isoformat() if s.end else None) for s in found]


@pytest.fixture
def record() -> Record:
    r = Record.open(":memory:")
    told = [
        ("2017-09-23", "Canada imposed sanctions on Venezuela on Friday.", "imposed", "163", "2017-09-22", {}),
        ("2018-05-31", "Canada widened the sanctions it had imposed.", "imposed", "163", "2018-05-30", {}),
        ("2019-06-02", "Canada lifted its sanctions on Venezuela.", "lifted", "085", "2019-06-01", {}),
        ("2020-02-03", "Canada sanctioned Venezuela again.", "sanctioned", "163", "2020-02-01", {}),
        ("2020-03-01", "Canada would sanction Venezuela over oil.", "sanction", "163", "2021", {"factuality": "planned"}),
        ("2016-05-04", "Canada signed a fisheries treaty with Venezuela.", "signed", "057", "2016-05-03", {"reciprocal": True}),
        ("2016-06-04", "Canada signed an aviation agreement with Venezuela.", "signed", "057", "2016-06-03", {"reciprocal": True}),
        ("2018-07-02", "Canada withdrew from the fisheries treaty with Venezuela.", "withdrew", "160", "2018-07-01", {}),
    ]  # fmt: skip
    for n, (published, text, trigger, cameo, when, more) in enumerate(told):
        d = doc(f"d{n}", text, published)
        add(r, [coded(d, said(d, trigger, "CAN", "VEN", cameo, when=when, **more))])
    return r


def test_sanctions_are_in_force_until_they_are_lifted(record: Record) -> None:
    assert spans(record, "sanctions", "CAN", "VEN") == [("2017-09-22", "2019-06-01"), ("2020-02-01", None)]
    first = states(record, "sanctions", "VEN", "CAN")[0]
    assert (first.holder, first.host, first.status) == ("CAN", "VEN", "in force")
    assert [c.document.id for c in first.evidence] == ["d0", "d1", "d2"]
    assert spans(record, "sanctions", "CAN", known_by=date(2019, 1, 1)) == [("2017-09-22", None)]
    assert spans(record, "sanctions", "NOR") == []


def test_treaties_hold_each_until_a_party_leaves_it(record: Record) -> None:
    assert sorted(spans(record, "treaty", "VEN", "CAN")) == [("2016-05-03", "2018-07-01"), ("2016-06-03", None)]
    told = [o["evidence"][0]["text"] for o in facts_json(record, "CAN", kind="treaty")]
    assert sorted(t.split()[3] for t in told) == ["aviation", "fisheries"]


def office(id: str, office: str, person: str, published: str) -> tuple[object, Coding]:
    d = doc(id, f"{person}, the {office}, spoke.", published)
    fact = Fact(id, "office", "NOR", None, office, d.published, None, Span(0, len(d.text)), person)
    return d, Coding(id, facts=(fact,))


def test_who_held_an_office_when() -> None:
    with Record.open(":memory:") as r:
        add(r, [office("a", "prime minister", "A. Berg", "2012-05-01"), office("b", "prime minister", "E. Dal", "2014-02-01"),
                office("c", "prime minister", "A. Berg", "2013-06-01"), office("d", "prime minister", "C. Elv", "2014-02-01"),
                office("e", "prime minister", "E. Dal", "2014-02-01"),
                office("f", "minister", "F. Fjell", "2014-01-01"), office("g", "minister", "G. Haug", "2014-01-01")])  # type: ignore[list-item]  # fmt: skip
        found = states(r, "office", "NOR")
        assert [(s.status, s.person, s.end) for s in found] == [
            ("minister", "F. Fjell", None), ("minister", "G. Haug", None),
            ("prime minister", "A. Berg", date(2014, 1, 31)), ("prime minister", "E. Dal", None),
        ]  # fmt: skip
        assert [c.document.id for c in found[-1].conflicts] == ["d"]
        assert [o["person"] for o in facts_json(r, "NOR", kind="office")][-1] == "E. Dal"


def test_what_says_otherwise_is_kept_beside_what_holds() -> None:
    found = [stated("embassy", "1948", "1990", id="x"), stated("none", "1970", id="y"), stated("consulate", "1970", id="z"),
             stated("none", "1970", id="w")]  # fmt: skip
    first, second = timeline(found)
    assert (first.status, second.status) == ("embassy", "none")
    assert first.conflicts == ()
    assert sorted(c.document.id for c in second.conflicts) == ["x", "z"]


def test_undated_events_count_from_when_they_were_told() -> None:
    with Record.open(":memory:") as r:
        d = doc("d", "Canada has imposed sanctions on Venezuela.", "2017-09-23")
        add(r, [coded(d, said(d, "imposed", "CAN", "VEN", "163"))])
        assert spans(r, "sanctions", "CAN", "VEN") == [(Interval.parse("2017-09-23").iso(), None)]
