"""Closeness over time: its mean and 90 % band by month, quarter or year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from detente.measuring.closeness import averaging, gather, posterior
from detente.measuring.dimensions import parts
from detente.measuring.evidence import grid
from detente.measuring.observations import Observations, day_date, day_number, one_dyad
from detente.measuring.weights import DIMENSIONS, Hyper, Weights, default

PERIODS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """Closeness between two days (inclusive): posterior mean, 5 % and 95 % bounds, and the events that lie mostly in it.

    `dimensions` are what each adds to `usual`, the prior mean: together they make `mean`.
    """

    start: date
    end: date
    mean: float
    low: float
    high: float
    n: int
    usual: float
    dimensions: Mapping[str, float]


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
    one_dyad(obs, "series")
    weights = weights or default()
    seen = obs.known_by(known_by)
    span = seen.span()
    if span is None:
        return []
    periods = list(calendar_periods(day_date(span[0]), day_date(span[1] - 1), PERIODS[every]))
    cuts = [day_number(a) for a, _ in periods] + [day_number(periods[-1][1]) + 1]
    edges = grid(cuts[0], cuts[-1], cuts[0], cuts)
    whole = posterior(gather(seen, edges, weights), hyper or weights.parameters, seen.usual)
    both = list(pairwise(cuts))
    means = np.hstack([averaging(edges, *c) for c in both])
    found = whole.contrast(means)
    added = parts(seen, whole, means, weights).T
    bands = zip(periods, both, found.mean, *found.interval(), added, strict=True)
    return [
        Period(
            *(a, b, float(mean), float(low), float(high)),
            n=int(whole.evidence.acts.within(*c).sum()),
            usual=whole.centre,
            dimensions=dict(zip(DIMENSIONS, (float(x) for x in own), strict=True)),
        )
        for (a, b), c, mean, low, high, own in bands
    ]


def calendar_periods(first: date, last: date, months: int) -> Iterator[tuple[date, date]]:
    """First and last day of every calendar period of so many months (a divisor of 12) that touches `first` to `last`."""
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    while start <= last:
        index = start.year * 12 + start.month - 1 + months
        if index // 12 > date.max.year:
            return
        following = date(index // 12, index % 12 + 1, 1)
        yield start, following - timedelta(days=1)
        start = following
