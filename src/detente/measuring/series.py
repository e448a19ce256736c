"""Closeness over time: its mean and 90 % band by month, quarter or year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.measuring.closeness import averaging, gather, posterior
from detente.measuring.evidence import grid
from detente.measuring.observations import Observations, day_date, day_number
from detente.measuring.weights import Hyper, Weights, default

PERIODS = {"month": 1, "quarter": 3, "year": 12}
_NINETY = 1.6448536269514722  # 95 % quantile of the standard normal


@dataclass(frozen=True, slots=True)
class Period:
    """Closeness between two days (inclusive): posterior mean, 5 % and 95 % bounds, and the events that lie mostly in it."""

    start: date
    end: date
    mean: float
    low: float
    high: float
    n: int


def series(
    obs: Observations,
    every: str = "month",
    known_by: date | None = None,
    *,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> list[Period]:
    """Closeness of one dyad by calendar period, from the first event on record to the last.

    `every` is a key of `PERIODS`. Empty where nothing is on record. Raises ValueError for another `every` or more than
    one dyad.
    """
    if every not in PERIODS:
        raise ValueError(f"no such period: {every!r} (one of {', '.join(PERIODS)})")
    if len(obs.dyads) != 1:
        raise ValueError(f"a series is about one dyad, not {len(obs.dyads)}")
    weights = weights or default()
    seen = obs.known_by(known_by)
    days = np.concatenate([d[~np.isnat(d)].astype(np.int64) for d in (seen.when_start, seen.when_end)])
    if not len(days):
        return []
    periods = list(_periods(day_date(int(days.min())), day_date(int(days.max())), PERIODS[every]))
    cuts = [day_number(a) for a, _ in periods] + [day_number(periods[-1][1]) + 1]
    edges = grid(cuts[0], cuts[-1], cuts[0], cuts)
    whole = posterior(gather(seen, edges, weights), hyper or weights.prior)
    acts = whole.evidence.acts
    out = []
    for (a, b), first, last in zip(periods, cuts[:-1], cuts[1:], strict=True):
        mean, sd = (float(x[0]) for x in whole.contrast(averaging(edges, first, last)))
        overlap = np.minimum(acts.end, last) - np.maximum(acts.start, first)
        n = int(((overlap * 2 > acts.end - acts.start) & (acts.weight > 0)).sum())
        out.append(Period(a, b, mean, mean - _NINETY * sd, mean + _NINETY * sd, n))
    return out


def _periods(first: date, last: date, months: int) -> Iterator[tuple[date, date]]:
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    while start <= last:
        index = start.year * 12 + start.month - 1 + months
        following = date(index // 12, index % 12 + 1, 1)
        yield start, following - timedelta(days=1)
        start = following
