"""Statements about an embassy put together: one status at a time, each with what says so."""

from record_making import doc

from detente.model import Fact, Interval, Span
from detente.recording.queries import Cited
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
