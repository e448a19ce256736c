"""Statements about an embassy put together: one status at a time, each with what says so."""

from datetime import date
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from record_making import doc

from detente.model import Coding, Fact, Interval, Span
from detente.recording.filing import file
from detente.recording.queries import Cited
from detente.recording.states import facts_json
from detente.recording.store import Record
from detente.recording.timelines import timeline


def stated(
    status: str, start: str | None, end: str | None = None, published: str = "2009", id: str = "d"
) -> Cited[Fact]:
    text = f"{status} {start} {end} {published}"
    begin, stop = (Interval.parse(x) if x else None for x in (start, end))
    return Cited(Fact(id, "presence", "NOR", "ISL", status, begin, stop, Span(0, len(text))), doc(id, text, published))


def spans(*found: Cited[Fact]) -> list[tuple[str, str | None, str | None]]:
    return [
        (s.status, s.start.iso() if s.start else None, s.end.isoformat() if s.end else None) for s in timeline(found)
    ]


def test_each_status_ends_where_the_next_begins() -> None:
    assert spans(stated("embassy", "1948-06-05"), stated("legation", "1942-06-06"), stated("none", "1989-01-30")) == [
        ("legation", "1942-06-06", "1948-06-04"),
        ("embassy", "1948-06-05", "1989-01-29"),
        ("none", "1989-01-30", None),
    ]


def test_a_stated_end_leaves_a_gap() -> None:
    assert spans(stated("consulate", "1900", "1905-03"), stated("embassy", "1950-02-01")) == [
        ("consulate", "1900", "1905-03-31"),
        ("embassy", "1950-02-01", None),
    ]


def test_the_same_said_twice_is_one_stretch_with_both_as_evidence() -> None:
    (one,) = timeline([stated("embassy", "1948", id="x"), stated("embassy", "1948-06-05", id="y")])
    assert one.start == Interval.parse("1948-06-05")
    assert {c.document.id for c in one.evidence} == {"x", "y"}


def test_an_end_alone_closes_what_is_running() -> None:
    assert spans(stated("embassy", "1948-06-05"), stated("embassy", None, "1967-06-06")) == [
        ("embassy", "1948-06-05", "1967-06-06")
    ]
    assert spans(stated("embassy", None, "1967-06-06")) == [("embassy", None, "1967-06-06")]


def test_of_two_that_begin_together_the_one_more_documents_state() -> None:
    found = [stated("legation", "1948-06-05", id="x"), stated("embassy", "1948-06-05", id="y"),
             stated("embassy", "1948-06-05", id="z")]  # fmt: skip
    assert spans(*found) == spans(*reversed(found)) == [("embassy", "1948-06-05", None)]


def test_the_timeline_is_that_of_the_holder_at_the_host(tmp_path: Path) -> None:
    text = "Norway opened an embassy in Reykjavik in 1950; Iceland opened one in Oslo in 1947."
    facts = tuple(
        Fact("d", "presence", holder, host, "embassy", Interval.parse(start), None, Span(0, len(text)))
        for holder, host, start in (("NOR", "ISL", "1950"), ("ISL", "NOR", "1947"))
    )
    with Record.open(tmp_path / "r.duckdb", create=True) as record:
        list(file(record, [(doc("d", text), Coding("d", facts=facts))]))
        assert [x["start"] for x in facts_json(record, "NOR", "ISL", "presence")] == ["1950"]
        assert [x["start"] for x in facts_json(record, "ISL", "NOR", "presence")] == ["1947"]
        assert len(list(facts_json(record, "NOR", None, "presence"))) == 2


def test_a_beginning_known_as_a_range_is_given_by_its_first_day() -> None:
    begin = Interval(date(1944, 6, 1), date(1944, 8, 31), "season")
    found = Cited(Fact("d", "presence", "NOR", "ISL", "embassy", begin, None, Span(0, 1)), doc("d", "x"))
    assert timeline([found])[0].to_json()["start"] == "1944-06-01"


years = st.one_of(st.none(), st.integers(1900, 1920).map(str), st.dates(date(1900, 1, 1), date(1920, 1, 1)).map(str))


@given(st.lists(st.tuples(st.sampled_from(["embassy", "legation", "none"]), years, years), max_size=8))
def test_stretches_are_in_order_and_do_not_overlap(statements: list[tuple[str, str | None, str | None]]) -> None:
    found = [stated(status, start, end) for status, start, end in statements if not (start and end and end < start)]
    stretches = timeline(found)
    for s in stretches:
        assert s.end is None or s.start is None or s.start.start is None or s.start.start <= s.end
    for a, b in pairwise(stretches):
        assert a.end is not None and b.start is not None and b.start.start is not None
        assert a.end < b.start.start
