"""One event from many reports, whatever the order in which they arrive."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_making import coded, doc, said

from detente.model import Coding, Document, Interval
from detente.recording.deriving import derive, rebuild
from detente.recording.events import Event
from detente.recording.filing import add
from detente.recording.queries import events, events_json
from detente.recording.store import Record

Item = tuple[Document, Coding]


def events_of(*items: Item, known_by: date | None = None) -> list[Event]:
    with Record.open(":memory:") as r:
        assert not add(r, items).failed
        return events(r, known_by=known_by)


def report(id: str, text: str, trigger: str, published: str = "2018-09-20", **more: object) -> Item:
    d = doc(id, text, published)
    return coded(d, said(d, trigger, "NOR", "ISL", **{"cameo": "040", **more}))  # type: ignore[arg-type]


A = report(
    "a", "Envoys met in Bergen on Tuesday to settle the herring quotas.", "met", when="2018-09-18", reciprocal=True
)
B = report("b", "Talks on herring quotas were held in Bergen, the ministry confirmed.", "held", "2018-09-21",
           when="2018-09", reciprocal=True)  # fmt: skip
C = report("c", "The foreign ministers met in March over an extradition case.", "met", "2018-04-02", when="2018-03-05",
           reciprocal=True)  # fmt: skip


def test_two_reports_of_one_meeting_are_one_event_with_two_voices() -> None:
    (event,) = events_of(A, B)
    assert event.voices == 2
    assert event.time == Interval.parse("2018-09-18")
    assert event.known == date(2018, 9, 20)
    assert event.probability == pytest.approx(0.96)
    assert len(event.mentions) == 2


def test_meetings_months_apart_stay_apart() -> None:
    assert len(events_of(A, C)) == 2


def test_a_month_does_not_tie_two_days_together() -> None:
    first = report("x", "Envoys met on the herring quotas.", "met", when="2018-09-03")
    last = report("y", "Envoys met on the herring quotas.", "met", when="2018-09-27")
    month = report("z", "Envoys met on the herring quotas.", "met", when="2018-09")
    for order in permutations((first, last, month)):
        found = events_of(*order)
        assert len(found) == 2
        assert {e.time for e in found} == {Interval.parse("2018-09-03"), Interval.parse("2018-09-27")}


def test_a_visit_and_a_return_visit_are_two() -> None:
    there = report("x", "The premier visited the capital in September.", "visited", cameo="042", when="2018-09")
    d = doc("y", "The premier visited the capital in September.")
    back = coded(d, said(d, "visited", "ISL", "NOR", "042", when="2018-09"))
    assert len(events_of(there, back)) == 2


def test_a_meeting_told_from_either_side_is_one() -> None:
    d = doc("y", "Envoys met in Bergen on Tuesday over herring.")
    other = coded(d, said(d, "met", "ISL", "NOR", when="2018-09-18"))
    assert len(events_of(A, other)) == 1


def test_other_parties_other_event() -> None:
    d = doc("y", "Envoys met in Bergen on Tuesday to settle the herring quotas.")
    assert len(events_of(A, coded(d, said(d, "met", "NOR", "FRO", when="2018-09-18", reciprocal=True)))) == 2


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("planned", "actual", "carried out"),
        ("offered", "denied", "did not happen"),
        ("actual", "denied", "contradicted"),
    ],
)
def test_plans_acts_and_denials_are_linked_but_never_merged(one: str, other: str, kind: str) -> None:
    x = report("x", "Norway would lift the ban on herring boats.", "lift", cameo="085", when="2018-09", factuality=one)
    y = report("y", "Norway has lifted the ban on herring boats.", "lifted", cameo="085", when="2018-09",
               factuality=other)  # fmt: skip
    with Record.open(":memory:") as r:
        add(r, [x, y])
        found = {e.factuality: e for e in events(r)}
        assert set(found) == {one, other}
        (link,) = derive(r).links
        assert (link.a, link.b, link.kind) == (found[one].id, found[other].id, kind)
        told = {o["id"]: o["links"] for o in events_json(r, events(r))}
        assert told[link.a] == [{"event": link.b, "kind": kind, "this": "earlier", "probability": link.probability}]
        assert told[link.b] == [{"event": link.a, "kind": kind, "this": "later", "probability": link.probability}]


def test_undated_reports_need_like_wording() -> None:
    def accusation(id: str, text: str, published: str = "2018-09-20") -> Item:
        words = (text.split()[0], text[text.index(" its ") + 1 : text.index(" of ")])
        return report(id, text, "accused", published, cameo="112", words=words)

    x = accusation("x", "Norway accused its neighbour of overfishing mackerel stocks.")
    y = accusation("y", "Oslo has accused its western neighbour of overfishing the mackerel stocks.")
    z = accusation("z", "Norway accused its neighbour of hacking a pension fund.")
    later = accusation("w", "Norway accused its neighbour of overfishing cod along the western banks.", "2021-05-01")
    assert len(events_of(x, y)) == 1
    assert len(events_of(x, z)) == 2
    assert len(events_of(x, later)) == 2


def test_undated_event_lies_before_the_day_it_was_told() -> None:
    (event,) = events_of(report("x", "Norway accused its neighbour of overfishing.", "accused", cameo="112"))
    assert event.time == Interval(None, date(2018, 9, 20), "open")
    assert not event.dated


def test_a_past_act_cannot_be_one_that_came_after_it_was_told() -> None:
    early = report("x", "Envoys met over herring quotas.", "met", "2018-09-01", reciprocal=True)
    late = report("y", "Envoys met over herring quotas.", "met", "2018-10-01", when="2018-09-28", reciprocal=True)
    assert len(events_of(early, late)) == 2


def test_near_copies_are_one_voice() -> None:
    story = (
        "Envoys of both islands met in Bergen on Tuesday to settle the herring quotas, which have soured relations for"
        " years. The talks lasted nine hours and ended without a statement. Fishermen waited outside in the rain."
    )
    copies = [report(id, tail + story, "met", when="2018-09-18") for id, tail in (("x", ""), ("y", "(Agency) "))]
    (event,) = events_of(*copies, A)
    assert event.voices == 2
    assert len(event.mentions) == 3


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_any_order_and_any_batch_give_the_same_events(data: st.DataObject) -> None:
    days = ["2018-09-01", "2018-09-02", "2018-09", "2018", None, "2018-11-05"]
    texts = ["Envoys met over herring quotas in Bergen.", "Both met about whaling rights.", "They met."]
    kinds = [("040", True), ("042", False), ("041", False)]
    items = [
        report(f"d{i}", text, "met", "2018-12-01", cameo=cameo, reciprocal=both, when=day)
        for i, (day, text, (cameo, both)) in enumerate(
            data.draw(
                st.lists(
                    st.tuples(st.sampled_from(days), st.sampled_from(texts), st.sampled_from(kinds)),
                    min_size=1,
                    max_size=9,
                )
            )
        )
    ]
    expected = events_of(*items)
    shuffled = data.draw(st.permutations(items))
    cut = data.draw(st.integers(0, len(items)))
    with Record.open(":memory:") as r:
        add(r, shuffled[:cut])
        add(r, shuffled[cut:])
        assert events(r) == expected
        rebuild(r)
        assert events(r) == expected


def test_unrelated_documents_change_nothing() -> None:
    alone = events_of(A, B)
    d = doc("other", "Chad and Niger signed a border treaty.")
    more = events_of(coded(d, said(d, "signed", "TCD", "NER", "057", reciprocal=True)), A, B, C)
    assert set(alone) <= set(more)


def test_as_known_by_a_date_is_as_if_only_those_documents_were_on_file() -> None:
    bridge = report("n", B[0].text, "held", "2018-10-05", when="2018-09-19", reciprocal=True)
    for day, items in (("2018-04-30", [C]), ("2018-09-20", [A, C]), ("2018-09-30", [A, B, C])):
        known_by = date.fromisoformat(day)
        assert events_of(A, B, C, bridge, known_by=known_by) == events_of(*items)
    assert events_of(A, B, C, known_by=date(2017, 1, 1)) == []
