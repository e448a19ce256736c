"""A shift: which way, how sure, on what, and what was knowable when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measuring.observing import DYAD, spread, told

from detente.measuring.observations import Observations, Standing
from detente.measuring.shift import around, as_known, shift, within
from detente.model import Interval

YEAR = Interval.parse("2018")
BEFORE, AFTER = within(YEAR)


def test_better_acts_are_closer_and_worse_ones_apart() -> None:
    good = shift(
        told(spread("2017-01-01", "2017-12-31", 20, -3.0) + spread("2018-01-01", "2018-12-31", 20, 3.0)), BEFORE, AFTER
    )
    bad = shift(
        told(spread("2017-01-01", "2017-12-31", 20, 3.0) + spread("2018-01-01", "2018-12-31", 20, -3.0)), BEFORE, AFTER
    )
    assert good.closer > 0.95 and bad.closer < 0.05
    assert good.interval[0] > 0 > bad.interval[1]
    assert good.change == pytest.approx(-bad.change, abs=0.1)
    assert good.events == (20, 20)


def test_nothing_on_record_says_so() -> None:
    s = shift(told([]), BEFORE, AFTER)
    assert s.closer == pytest.approx(0.5) and not s.enough
    assert "nothing on record" in s.words and "ot enough on record" in s.words
    assert s.evidence == () and s.change == 0.0


def test_two_events_are_not_enough_but_are_measured() -> None:
    s = shift(told([("2018-05-01", 5.0), ("2018-06-01", 5.0)]), BEFORE, AFTER)
    assert not s.enough and s.closer > 0.51


def test_few_events_are_less_sure_than_many() -> None:
    few, many = (
        shift(
            told(spread("2017-01-01", "2017-12-31", n, -2.0) + spread("2018-01-01", "2018-12-31", n, 2.0)),
            BEFORE,
            AFTER,
        )
        for n in (3, 60)
    )
    assert few.interval[1] - few.interval[0] > 1.5 * (many.interval[1] - many.interval[0])


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 729),
            st.sampled_from([-9.0, -3.0, 1.0, 4.0, 8.0]),
            st.sampled_from(["CONSULT", "AID", "ASSAULT", "AGREE"]),
            st.sampled_from([[], ["economic"], ["military", "rights_freedoms"], ["presence"]]),
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_dimensions_add_up_to_the_whole(events: list[tuple[int, float, str, list[str]]], embassy: bool) -> None:
    days = [date.fromordinal(date(2017, 1, 1).toordinal() + d) for d, *_ in events]
    facts = [
        Standing(0, "presence", "embassy", date(2018, 3, 1), None),
        Standing(0, "sanctions", "in force", None, date(2017, 9, 1)),
    ]
    obs = told(
        [(d.isoformat(), s) for d, (_, s, _, _) in zip(days, events, strict=True)],
        facts if embassy else (),
        type=[t for *_, t, _ in events],
        contexts=[c for *_, c in events],
    )
    s = shift(obs, BEFORE, AFTER)
    assert sum(d.contribution for d in s.dimensions.values()) == pytest.approx(s.change, abs=1e-9)


def test_a_fact_that_does_not_change_adds_nothing_of_its_own() -> None:
    none = Standing(0, "presence", "none", date(2010, 1, 1), None)
    s = shift(told(spread("2018-01-01", "2018-12-31", 10, 3.0), [none]), BEFORE, AFTER)
    assert s.change > 0.2
    assert abs(s.dimensions["presence"].contribution) < 0.02


def test_an_embassy_that_opens_is_closer_without_any_event() -> None:
    facts = [
        Standing(0, "presence", "none", date(2000, 1, 1), date(2017, 12, 31)),
        Standing(0, "presence", "embassy", date(2018, 1, 1), None),
    ]
    s = shift(told([], facts), BEFORE, AFTER)
    assert s.closer > 0.7
    assert s.dimensions["presence"].contribution == pytest.approx(s.change)


def test_influence_is_what_leaving_an_event_out_does() -> None:
    events = [("2017-03-01", -2.0), ("2017-09-09", 1.0), ("2018-02-01", 6.0), ("2018-02-03", 3.0), ("2018-10-10", -1.0)]
    whole = shift(told(events), BEFORE, AFTER)
    # Cells begin at the later period either way, so taking an event out leaves them as they are.
    for found in whole.evidence:
        kept = [e for i, e in enumerate(events) if f"e{i}" != found.id]
        if kept[0] == events[0] and kept[-1] == events[-1]:
            assert found.influence == pytest.approx(whole.change - shift(told(kept), BEFORE, AFTER).change, abs=1e-9)
    assert [i.influence for i in whole.evidence] == sorted((i.influence for i in whole.evidence), reverse=True)


def test_what_was_disclosed_later_was_not_known() -> None:
    events = spread("2018-01-01", "2018-12-31", 8, 4.0)
    none = Standing(0, "presence", "none", date(2010, 1, 1), None)
    obs = told(events, [none], known=[date(2020, 2, 6)] * len(events))
    then, now = shift(obs, BEFORE, AFTER, date(2018, 12, 31)), shift(obs, BEFORE, AFTER)
    assert then.closer == pytest.approx(0.5, abs=0.01) and not then.enough and now.closer > 0.7
    known = as_known(obs, BEFORE, AFTER)
    assert [k.known_by for k in known] == [date(2018, 12, 31), date(2019, 12, 31), date(2020, 2, 6)]
    assert known[0].closer == pytest.approx(0.5, abs=0.01) and known[-1].closer == pytest.approx(now.closer)


def test_periods() -> None:
    assert within(YEAR)[0] == Interval.parse("2017")
    assert within(Interval.parse("2018-03"))[0] == Interval.parse("2018-02")
    before, after = around(date(2018, 3, 1), 10)
    assert before.end == date(2018, 2, 28) and after.start == date(2018, 3, 1) and after.end == date(2018, 3, 10)
    with pytest.raises(ValueError, match="at least one day"):
        around(date(2018, 1, 1), 0)


def test_one_dyad_at_a_time() -> None:
    two = Observations.of([DYAD, ("CAN", "USA")], {"id": [], "start": [], "score": []})
    with pytest.raises(ValueError, match="one dyad"):
        shift(two, BEFORE, AFTER)
