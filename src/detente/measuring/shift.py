"""Did two countries move closer between two periods, by how much, how surely, and on what evidence?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.special import ndtr

from detente.measuring.closeness import Evidence, Posterior, averaging, gather, posterior
from detente.measuring.evidence import grid, shares
from detente.measuring.observations import Dyad, Floats, Ints, Observations, bounds
from detente.measuring.weights import DIMENSIONS, Hyper, Weights, default
from detente.model import Interval

_NINETY = 1.6448536269514722  # 95 % quantile of the standard normal: 5 % on either side


@dataclass(frozen=True, slots=True)
class Change:
    """A change of closeness in score units: mean, 5 % to 95 % interval, probability that it is above 0, events in both
    periods; `contribution` is the part of the whole change that this dimension's evidence makes (they sum to it)."""

    closer: float
    change: float
    interval: tuple[float, float]
    n: int
    contribution: float


@dataclass(frozen=True, slots=True)
class Influence:
    """By how much the change would fall, were this event not on record."""

    id: str
    influence: float


@dataclass(frozen=True, slots=True)
class Shift:
    """The answer to `detente shift`: see docs/measure.md for what each figure means."""

    dyad: Dyad
    before: Interval
    after: Interval
    closer: float
    change: float
    interval: tuple[float, float]
    dimensions: Mapping[str, Change]
    events: tuple[int, int]
    evidence: tuple[Influence, ...]
    known_by: date | None
    enough: bool
    words: str


def around(at: date, window: int = 182) -> tuple[Interval, Interval]:
    """The `window` days before a date and the as many from it on. Raises ValueError for a window under one day."""
    if window < 1:
        raise ValueError(f"a window needs at least one day: {window}")
    before = Interval(at - timedelta(days=window), at - timedelta(days=1), "range")
    return before, Interval(at, at + timedelta(days=window - 1), "range")


def within(period: Interval) -> tuple[Interval, Interval]:
    """A period and the one of the same length before it: "in 2018" compares 2018 with 2017.

    Whole years and months are compared with whole years and months, anything else with as many days.
    """
    start, stop = period.start, period.end
    if start is None or stop is None:
        raise ValueError(f"a period needs a start and an end: {period.iso()}")
    if period == Interval.parse(f"{start:%Y}"):
        return Interval.parse(f"{start.year - 1:04}"), period
    before = start - timedelta(days=1)
    if period == Interval.parse(f"{start:%Y-%m}"):
        return Interval.parse(f"{before:%Y-%m}"), period
    return Interval(start - (stop - start) - timedelta(days=1), before, "range"), period


def shift(
    obs: Observations,
    before: Interval,
    after: Interval,
    known_by: date | None = None,
    *,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> Shift:
    """Compare the mean closeness of one dyad over two closed periods, as known by the end of a day.

    `obs` holds one dyad (ValueError otherwise, and where a period is open). `hyper` are pooled parameters
    (`estimation.estimate`); without them the documented priors are used.
    """
    if len(obs.dyads) != 1:
        raise ValueError(f"a shift is about one dyad, not {len(obs.dyads)}")
    weights = weights or default()
    hyper = hyper or weights.prior
    seen = obs.known_by(known_by)
    b, a = bounds(before), bounds(after)
    edges = _edges(seen, b, a, weights)
    contrast = averaging(edges, *a) - averaging(edges, *b)
    whole = posterior(gather(seen, edges, weights), hyper)
    mean, sd = (float(x[0]) for x in whole.contrast(contrast))
    periods = _counts(whole.evidence, b), _counts(whole.evidence, a)
    enough, words = _enough(*periods)
    return Shift(
        dyad=obs.dyads[0],
        before=before,
        after=after,
        closer=float(ndtr(mean / sd)),
        change=mean,
        interval=(mean - _NINETY * sd, mean + _NINETY * sd),
        dimensions=_dimensions(seen, whole, contrast, (b, a), hyper, weights),
        events=periods,
        evidence=_influences(seen, whole, contrast, mean),
        known_by=known_by or obs.last_known(),
        enough=enough,
        words=words,
    )


def _edges(obs: Observations, b: tuple[int, int], a: tuple[int, int], weights: Weights) -> Ints:
    # All that is on record within the horizon; beyond it a report says nothing about these periods.
    first, last = min(b[0], a[0]), max(b[1], a[1])
    reach = round(weights.horizon_years * 365.25)
    starts = obs.when_start[~np.isnat(obs.when_start)].astype(np.int64)
    ends = obs.when_end[~np.isnat(obs.when_end)].astype(np.int64) + 1
    lo = max(int(starts.min(initial=first)), first - reach)
    hi = min(int(ends.max(initial=last)), last + reach)
    return grid(min(lo, first), max(hi, last), a[0], (*b, *a))


def _counts(e: Evidence, period: tuple[int, int]) -> int:
    a = e.acts
    overlap = np.minimum(a.end, period[1]) - np.maximum(a.start, period[0])
    # An act of uncertain day counts where most of its days lie, so that none counts twice.
    return int(((overlap * 2 > a.end - a.start) & (a.weight > 0)).sum())


def _enough(before: int, after: int) -> tuple[bool, str]:
    if before + after == 0:
        return False, "Not enough on record: no event in either period."
    if before + after < 3:
        return False, f"Not enough on record: {before + after} event{'s'[: before + after - 1]} in both periods together."
    if not before or not after:
        return True, f"Nothing on record {'before' if not before else 'after'}: compared with what silence suggests."
    return True, f"{before} events before, {after} after."


def _dimensions(
    obs: Observations,
    whole: Posterior,
    contrast: Floats,
    periods: tuple[tuple[int, int], tuple[int, int]],
    hyper: Hyper,
    weights: Weights,
) -> dict[str, Change]:
    share = shares(obs, weights)
    e = whole.evidence
    lever = whole.covariance(contrast) * whole.precision / np.where(e.weight > 0, e.weight, 1.0)
    entry = lever[e.spread.cell, 0] * e.spread.part * (e.acts.weight * e.acts.value)[e.spread.act]
    parts = np.bincount(e.spread.act, entry, len(e.acts.start)) @ share[e.acts.dated]
    # What is left of the whole change is what standing facts make; they speak of presence.
    mean = float((contrast * whole.mean()).sum())
    parts[0] += mean - parts.sum()
    out = {}
    for k, name in enumerate(DIMENSIONS):
        own = obs.where(share[:, k] > 0).with_standing(obs.standing if name == "presence" else ())
        p = posterior(gather(own, e.edges, weights, share[share[:, k] > 0, k]), hyper)
        m, sd = (float(x[0]) for x in p.contrast(contrast))
        n = sum(_counts(p.evidence, period) for period in periods)
        out[name] = Change(float(ndtr(m / sd)), m, (m - _NINETY * sd, m + _NINETY * sd), n, float(parts[k]))
    return out


def _influences(obs: Observations, p: Posterior, contrast: Floats, change: float) -> tuple[Influence, ...]:
    # Leave-one-out, in closed form: taking an event out changes the precision and the information of its cell's observation,
    # a rank-one update of the Gaussian posterior. Exact for events within one cell, summed over the cells of longer ones.
    e, c, act = p.evidence, p.evidence.spread.cell, p.evidence.spread.act
    if not len(act):
        return ()
    w = e.acts.weight[act] * e.spread.part
    rest = e.weight[c, 0] - w
    left = rest > 1e-12
    new_p = np.where(left, 1 / (p.hyper.burst + p.noise[0] / np.where(left, rest, 1.0)), 0.0)
    new_y = np.where(left, (e.total[c, 0] - w * e.acts.value[act]) / np.where(left, rest, 1.0), 0.0)
    delta = new_p - p.precision[c, 0]
    information = new_p * new_y - (p.precision * p.y)[c, 0]
    mean, variance, together = p.mean()[c, 0], p.variance()[c, 0], p.covariance(contrast)[c, 0]
    moved = together * (information - delta * mean) / (1 + delta * variance)
    loss = -np.bincount(act, moved, len(e.acts.start))
    order = np.lexsort((e.acts.dated, -loss * (1 if change >= 0 else -1)))
    return tuple(Influence(str(obs.id[e.acts.dated[i]]), float(loss[i])) for i in order if e.acts.weight[i] > 0)
