"""Did two countries move closer between two periods, by how much, how surely, and on what evidence?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from detente.measuring.closeness import Contrast, Posterior, averaging, gather, posterior
from detente.measuring.dimensions import own, parts
from detente.measuring.evidence import grid
from detente.measuring.observations import Dyad, Floats, Ints, Observations, bounds, one_dyad
from detente.measuring.weights import DIMENSIONS, Hyper, Weights, default
from detente.model import Interval


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


@dataclass(frozen=True, slots=True)
class Known:
    """What would have been said with what was known by the end of a day."""

    known_by: date
    closer: float
    change: float
    interval: tuple[float, float]
    events: tuple[int, int]
    enough: bool


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

    `obs` holds one dyad (ValueError otherwise, and where a period is open). `hyper` are the shared parameters
    (`estimation.estimate`); without them those of `weights.yml`.
    """
    dyad = one_dyad(obs, "shift")
    weights = weights or default()
    hyper = hyper or weights.parameters
    seen = obs.known_by(known_by)
    b, a = bounds(before), bounds(after)
    whole, contrast = _compared(seen, b, a, hyper, weights)
    found = whole.contrast(contrast)
    periods = _counts(whole, b), _counts(whole, a)
    enough, words = _enough(*periods)
    return Shift(
        dyad=dyad,
        before=before,
        after=after,
        closer=float(found.closer()[0]),
        change=float(found.mean[0]),
        interval=_interval(found),
        dimensions=_dimensions(seen, whole, contrast, (b, a), weights),
        events=periods,
        evidence=_influences(seen, whole, contrast),
        known_by=known_by or obs.last_known(),
        enough=enough,
        words=words,
    )


def as_known(
    obs: Observations,
    before: Interval,
    after: Interval,
    days: Sequence[date] | None = None,
    *,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> list[Known]:
    """What `shift` would have said by the end of each of `days`, in their order.

    Without `days`: at the end of the later period, and of every year after it until all that is on record was known.
    """
    one_dyad(obs, "shift")
    weights = weights or default()
    hyper = hyper or weights.parameters
    b, a = bounds(before), bounds(after)
    out = []
    for day in days if days is not None else _later(obs, max(before.end or date.min, after.end or date.min)):
        whole, contrast = _compared(obs.known_by(day), b, a, hyper, weights)
        found = whole.contrast(contrast)
        periods = _counts(whole, b), _counts(whole, a)
        closer, change = float(found.closer()[0]), float(found.mean[0])
        out.append(Known(day, closer, change, _interval(found), periods, _enough(*periods)[0]))
    return out


_MOST_DAYS = 8


def _later(obs: Observations, first: date) -> list[date]:
    last = obs.last_known() or first
    years = [date(y, 12, 31) for y in range(first.year, last.year) if date(y, 12, 31) > first]
    days = [first, *years, *([last] if last > first else [])]
    every = -(-len(days) // _MOST_DAYS)
    return sorted({*days[::every], days[-1]})


def _compared(
    obs: Observations, b: tuple[int, int], a: tuple[int, int], hyper: Hyper, weights: Weights
) -> tuple[Posterior, Floats]:
    edges = edges_around(obs, b, a, weights)
    whole = posterior(gather(obs, edges, weights), hyper, obs.usual)
    return whole, averaging(edges, *a) - averaging(edges, *b)


def _interval(found: Contrast) -> tuple[float, float]:
    low, high = found.interval()
    return float(low[0]), float(high[0])


def edges_around(obs: Observations, b: tuple[int, int], a: tuple[int, int], weights: Weights, step: int = 7) -> Ints:
    """Cells of `step` days over all that is on record within the horizon of two periods (day numbers, ends exclusive)."""
    first, last = min(b[0], a[0]), max(b[1], a[1])
    reach = round(weights.horizon_years * 365.25)
    span = obs.span() or (first, last)
    return grid(min(max(span[0], first - reach), first), max(min(span[1], last + reach), last), a[0], (*b, *a), step)


def _counts(p: Posterior, period: tuple[int, int]) -> int:
    return int(p.evidence.acts.within(*period).sum())


def _enough(before: int, after: int) -> tuple[bool, str]:
    if before + after == 0:
        return False, "Not enough on record: nothing on record in either period."
    if before + after < 3:
        return (
            False,
            f"Not enough on record: {before + after} event{'s'[: before + after - 1]} in both periods together.",
        )
    if not before or not after:
        return True, f"Nothing on record {'before' if not before else 'after'}: compared with what was to be expected."
    return True, f"{before} events before, {after} after."


def _dimensions(
    obs: Observations, whole: Posterior, contrast: Floats, periods: Sequence[tuple[int, int]], weights: Weights
) -> dict[str, Change]:
    contribution = parts(obs, whole, contrast, weights)[:, 0]
    out = {}
    for name, part in zip(DIMENSIONS, contribution, strict=True):
        p = own(obs, name, whole.evidence, whole, weights)
        found = p.contrast(contrast)
        n = sum(_counts(p, period) for period in periods)
        out[name] = Change(float(found.closer()[0]), float(found.mean[0]), _interval(found), n, float(part))
    return out


def _influences(obs: Observations, p: Posterior, contrast: Floats) -> tuple[Influence, ...]:
    # Leave-one-out, in closed form: taking an event out changes the precision and the information of its cell's observation,
    # a rank-one update of the Gaussian posterior. Exact for events within one cell, summed over the cells of longer ones.
    e, c, act = p.evidence, p.evidence.spread.cell, p.evidence.spread.act
    if not len(act):
        return ()
    w = e.acts.weight[act] * e.spread.part
    rest = e.weight[c, 0] - w
    left = rest > 1e-9
    safe = np.where(left, rest, 1.0)
    new_p = np.where(left, 1 / (p.hyper.burst + p.hyper.noise / safe), 0.0)
    new_y = np.where(left, (e.total[c, 0] - w * e.acts.value[act]) / safe - p.centre, 0.0)
    delta = new_p - p.precision[c, 0]
    information = new_p * new_y - (p.precision * (p.y - p.centre))[c, 0]
    mean, variance = p.mean[c, 0] - p.centre, p.factor.variance()[c, 0]
    moved = p.covariance(contrast)[c, 0] * (information - delta * mean) / (1 + delta * variance)
    loss = -np.bincount(act, moved, len(e.acts.start))
    way = 1 if (contrast * p.mean).sum() >= 0 else -1
    order = np.lexsort((e.acts.dated, -loss * way))
    ids = obs.events["id"].gather(pl.Series(e.acts.dated[order], dtype=pl.UInt32))
    return tuple(Influence(str(id), float(loss[i])) for id, i in zip(ids, order, strict=True) if e.acts.weight[i] > 0)
