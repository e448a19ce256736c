"""Turning points: found where a level changes, and not where single reports or passing episodes differ."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
from tests.measuring.observing import spread, told

from detente.measuring import turns as module
from detente.measuring.turns import turns
from detente.measuring.weights import default


def test_a_change_of_level_is_found_near_its_date() -> None:
    obs = told(
        spread("2008-01-01", "2011-12-31", 150, 3.0, other=0.1)
        + spread("2012-01-01", "2015-12-31", 150, -3.0, other=0.1)
    )
    (t,) = turns(obs)
    assert abs((t.date - date(2012, 1, 1)).days) < 45
    assert t.interval.start is not None and t.interval.end is not None
    assert t.interval.start <= date(2012, 1, 15) and t.interval.end >= date(2011, 12, 15)
    assert t.probability > 0.9 and t.change < -1 and t.evidence


def test_none_where_nothing_changes() -> None:
    assert turns(told(spread("2008-01-01", "2015-12-31", 300, 3.0, other=0.2))) == []
    assert turns(told([])) == []


def test_one_odd_report_is_no_turning_point() -> None:
    calm = spread("2008-01-01", "2015-12-31", 120, 3.0)
    assert turns(told([*calm, ("2011-06-15", -10.0)])) == []
    assert turns(told([*calm[:5], (calm[5][0], -10.0)])) == []


def test_mere_statements_say_nothing() -> None:
    events = spread("2008-01-01", "2009-12-31", 10, 3.0)
    assert turns(told(events, type=[None] * len(events))) == []


def test_the_recursions_sum_over_every_segmentation() -> None:
    rng = np.random.default_rng(4)
    n, settings = 7, default().turns
    at = np.cumsum(rng.integers(100, 200, n))
    cells = module._Cells(
        at, rng.normal(size=n), rng.uniform(0.1, 0.5, n), np.diff(at, prepend=at[:1]).astype(float), 14
    )
    found = module._Segmentation(cells, settings, 1.0)
    cut = -np.expm1(-settings.per_year * cells.gap / 365.25)
    logs, first = [], []
    for many in range(n):
        for inner in combinations(range(1, n), many):
            ends = [0, *inner, n]
            log = sum(np.log(cut[i]) if i in inner else np.log1p(-cut[i]) for i in range(1, n))
            for a, b in pairwise(ends):
                gaps = np.abs(np.subtract.outer(at[a:b], at[a:b]))
                cov = settings.size**2 + settings.episode * np.exp(-gaps / settings.episode_days)
                cov = cov + np.diag(cells.variance[a:b])
                log -= (cells.y[a:b] @ np.linalg.solve(cov, cells.y[a:b]) + np.linalg.slogdet(cov)[1]) / 2
            logs.append(log)
            first.append(inner)
    total = np.logaddexp.reduce(logs)
    assert found.log_likelihood() == pytest.approx(total)
    chances = [sum(np.exp(x - total) for x, inner in zip(logs, first, strict=True) if i in inner) for i in range(n)]
    assert found.chances() == pytest.approx(chances)
    unbroken = sum(np.exp(x - total) for x, inner in zip(logs, first, strict=True) if not {2, 3, 4} & set(inner))
    assert found.unbroken(2, 4) == pytest.approx(unbroken)
    assert found.likeliest() == list(first[int(np.argmax(logs))])
