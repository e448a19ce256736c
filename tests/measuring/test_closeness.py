"""The inference is exact, and what it says stands up to volume, outliers and copies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_t
from tests.measuring.observing import spread, told

from detente.measuring.closeness import averaging, gather, posterior
from detente.measuring.evidence import grid
from detente.measuring.weights import default

WEIGHTS = default()
HYPER = WEIGHTS.parameters


def dense(edges: np.ndarray) -> np.ndarray:
    """Prior covariance of closeness between cells, written out from the model's definition."""
    t = (edges[1:] + edges[:-1]) / 2
    walk = HYPER.standing + HYPER.course_per_year / 365.25 * (np.minimum.outer(t, t) - t[0])
    return walk + HYPER.episode * np.exp(-np.abs(np.subtract.outer(t, t)) / HYPER.episode_days)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.sampled_from([-10.0, -3.0, 0.0, 2.0, 8.0])), min_size=1, max_size=15),
    st.integers(3, 40),
)
def test_it_is_what_dense_algebra_gives(events: list[tuple[int, float]], step: int) -> None:
    first = np.datetime64("2010-01-01")
    obs = told([(str(first + d), s) for d, s in events])
    span = obs.span()
    assert span is not None
    edges = grid(span[0], span[1] + 60, span[0], step=step)
    found = posterior(gather(obs, edges, WEIGHTS), HYPER)
    prior, e = dense(edges), found.evidence
    seen = e.weight[:, 0] > 1e-9
    noise = HYPER.burst + HYPER.noise / e.weight[seen, 0]
    gain = prior[:, seen] @ np.linalg.inv(prior[np.ix_(seen, seen)] + np.diag(noise))
    y = e.total[seen, 0] / e.weight[seen, 0]
    assert found.mean[:, 0] == pytest.approx(gain @ y, abs=1e-8)
    assert found.factor.variance()[:, 0] == pytest.approx(np.diag(prior - gain @ prior[seen]), abs=1e-8)
    half = averaging(edges, edges[0], edges[len(edges) // 2]) - averaging(edges, edges[len(edges) // 2], edges[-1])
    spread_ = float((half.T @ (prior - gain @ prior[seen]) @ half)[0, 0]) * float(found.scale[0])
    assert float(found.contrast(half).sd[0]) == pytest.approx(spread_**0.5, rel=1e-6)


def test_the_likelihood_is_a_multivariate_t() -> None:
    obs = told([("2010-01-05", 3.0), ("2010-03-01", -2.0), ("2010-09-01", 5.0)])
    span = obs.span()
    assert span is not None
    edges = grid(span[0], span[1], span[0])
    found = posterior(gather(obs, edges, WEIGHTS), HYPER)
    e = found.evidence
    seen = e.weight[:, 0] > 1e-9
    shape = dense(edges)[np.ix_(seen, seen)] + np.diag(HYPER.burst + HYPER.noise / e.weight[seen, 0])
    # The grain of the scores enters the misfit beside the cells: without it this is the t distribution itself.
    bare = posterior(gather(obs, edges, WEIGHTS), HYPER)
    object.__setattr__(bare, "misfit", bare.misfit - e.scatter / HYPER.noise)
    truth = multivariate_t(np.zeros(3), shape, df=HYPER.scale_freedom).logpdf(e.total[seen, 0] / e.weight[seen, 0])
    assert float(bare.log_likelihood()[0]) == pytest.approx(truth, abs=1e-8)


def test_one_raid_does_not_outweigh_a_year_of_talks() -> None:
    talks = spread("2015-01-01", "2015-12-31", 60, 3.0)
    edges = grid(16000, 17000, 16000)
    calm = posterior(gather(told(talks), edges, WEIGHTS), HYPER).mean.mean()
    raided = posterior(gather(told([*talks, ("2015-06-15", -10.0)]), edges, WEIGHTS), HYPER).mean.mean()
    assert calm > 1.0
    assert calm - raided < 0.15


def test_more_coverage_of_the_same_is_not_closer() -> None:
    edges = grid(16000, 17000, 16000)
    few, many = (
        posterior(gather(told(spread("2014-06-01", "2016-06-01", n, 2.0)), edges, WEIGHTS), HYPER).mean.mean()
        for n in (60, 600)
    )
    assert few == pytest.approx(many, abs=0.15)


def test_independent_voices_weigh_more_than_copies() -> None:
    edges = grid(16000, 17000, 16000)
    obs = [told([("2015-01-01", 8.0)], voices=[n]) for n in (1, 4)]
    one, four = (posterior(gather(o, edges, WEIGHTS), HYPER).mean.max() for o in obs)
    assert four > one


def test_what_only_might_have_happened_moves_less() -> None:
    edges = grid(16000, 17000, 16000)
    found = {
        kind: float(posterior(gather(told([("2015-01-01", 8.0)], factuality=[kind]), edges, WEIGHTS), HYPER).mean.max())
        for kind in ("actual", "planned", "requested", "negated")
    }
    assert found["actual"] > found["planned"] > found["requested"] > 0 > found["negated"]
