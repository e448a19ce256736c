"""Who answers whom, third parties, movers, and the map of states."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from tests.measuring.observing import spread, told

from detente.measuring.direction import direction
from detente.measuring.movers import movers
from detente.measuring.network import maps
from detente.measuring.observations import Observations
from detente.measuring.shift import shift, within
from detente.measuring.triads import triad
from detente.model import Interval

BEFORE, AFTER = within(Interval.parse("2014"))


def replying(seed: int, answers: bool) -> Observations:
    """A acts as it likes every three weeks; B does the same a week later where it answers, else as it likes."""
    rng = np.random.default_rng(seed)
    events, way = [], []
    for k in range(120):
        day = date(2010, 1, 1) + timedelta(days=21 * k)
        score = float(rng.choice([-4.0, 4.0]))
        events += [
            (day.isoformat(), score),
            ((day + timedelta(days=7)).isoformat(), score if answers else float(rng.choice([-4.0, 4.0]))),
        ]
        way += [1, -1]
    return told(events, directed=way)


def test_the_one_who_answers_is_told_from_the_one_who_moves() -> None:
    a, b = direction(replying(1, True), BEFORE, AFTER)
    assert b.reply is not None and b.reply > 0.7 and b.answers is not None and b.answers > 0.99
    assert a.interval is not None and a.interval[0] < 0 < a.interval[1]
    _, other = direction(replying(2, False), BEFORE, AFTER)
    assert other.interval is not None and other.interval[0] < 0.1


def test_each_sides_own_conduct() -> None:
    events = spread("2013-01-01", "2014-12-31", 80, 3.0)
    way = [1 if i % 2 else -1 for i in range(80)]
    scores = [(d, -4.0 if w == -1 and d >= "2014" else s) for (d, s), w in zip(events, way, strict=True)]
    a, b = direction(told(scores, directed=way), BEFORE, AFTER)
    assert b.shift.closer < 0.05 and 0.2 < a.shift.closer < 0.8


def test_too_few_replies_are_not_told() -> None:
    a, b = direction(told([("2014-01-01", 3.0), ("2014-02-01", 3.0)], directed=[1, -1]), BEFORE, AFTER)
    assert a.reply is None and b.reply is None


def test_what_one_gains_the_other_loses() -> None:
    rng = np.random.default_rng(3)
    one, other = [], []
    for quarter in range(32):
        good = rng.random() < 0.5
        start = date(2008, 1, 1) + timedelta(days=91 * quarter)
        for k in range(10):
            day = (start + timedelta(days=9 * k)).isoformat()
            one.append((day, 4.0 if good else -4.0))
            other.append((day, -4.0 if good else 4.0))
    a, b, c = told(one), told(other), told(one)
    found = triad(a, b, c, BEFORE, AFTER)
    assert found.together[0].correlation is not None and found.together[0].correlation < -0.8
    assert found.together[0].costs is not None and found.together[0].costs > 0.99
    assert found.together[1].correlation is not None and found.together[1].correlation > 0.8
    few = triad(told(one[:20]), told(other[:20]), c, BEFORE, AFTER)
    assert few.together[0].correlation is None


def several(*dyads: tuple[tuple[str, str], list[tuple[str, float]]]) -> Observations:
    frames = [
        told(events).events.with_columns(dyad=pl.lit(n, pl.Int32), id=pl.lit(f"{n}-") + pl.col("id"))
        for n, (_, events) in enumerate(dyads)
    ]
    return Observations(tuple(d for d, _ in dyads), pl.concat(frames))


def test_movers_are_the_shifts_that_are_surest() -> None:
    steady = spread("2012-01-01", "2014-12-31", 60, 3.0)
    fell = spread("2012-01-01", "2013-12-31", 40, 3.0) + spread("2014-01-01", "2014-12-31", 30, -3.0)
    rose = spread("2012-01-01", "2013-12-31", 20, -2.0) + spread("2014-01-01", "2014-12-31", 6, 2.0)
    obs = several((("CAN", "USA"), steady), (("JPN", "CHN"), fell), (("FRA", "RUS"), rose))
    found = movers([obs], BEFORE, AFTER)
    assert [m.dyad for m in found] == [("JPN", "CHN"), ("FRA", "RUS"), ("CAN", "USA")]
    alone = shift(obs.of_dyad(1), BEFORE, AFTER)
    assert found[0].change == pytest.approx(alone.change, abs=0.1) and found[0].events == alone.events
    assert len(movers([obs], BEFORE, AFTER, most=1)) == 1


def test_the_map_puts_friends_together_and_stays_still() -> None:
    blocs = {"A": ["CAN", "USA", "GBR"], "B": ["RUS", "BLR", "KAZ"]}
    of = {s: b for b, states in blocs.items() for s in states}
    states = sorted(of)
    pairs = [(x, y) for i, x in enumerate(states) for y in states[i + 1 :]]
    obs = several(
        *(
            (p, spread("2010-01-01", "2012-12-31", 60, 4.0 if of[p[0]] == of[p[1]] else -4.0, seed=i))
            for i, p in enumerate(pairs)
        )
    )
    years = [(date(y, 1, 1), date(y, 12, 31)) for y in (2010, 2011, 2012)]
    found = maps([obs], years)
    for m in found:
        far = {
            (x, y): float(np.hypot(*(m.place[i] - m.place[j])))
            for i, x in enumerate(m.states)
            for j, y in enumerate(m.states)
            if i < j
        }
        inside = max(d for (x, y), d in far.items() if of[x] == of[y])
        across = min(d for (x, y), d in far.items() if of[x] != of[y])
        assert inside < across
        assert np.allclose(m.distance, m.distance.T) and not m.distance.diagonal().any()
    size = float(np.ptp(found[0].place))
    assert all(float(np.abs(a.place - b.place).max()) < 0.25 * size for a, b in itertools.pairwise(found))
    with pytest.raises(ValueError, match="period"):
        maps([obs], [])
